use auriko::ErrorKind;
use futures::StreamExt;

use crate::support::{Reply, Server, chunk, completion, finish, hello, sse, text_of};

/// How a connection ends: properly, or by a reset.
const ENDS: [fn(Reply) -> Reply; 2] = [Reply::close, Reply::reset];

/// An answer that ends behind each of its first bytes.
fn cut_off(whole: &str, cuts: usize, end: fn(Reply) -> Reply) -> Vec<Reply> {
    (0..cuts).map(|at| end(Reply::raw(&whole[..at]))).collect()
}

fn as_chunk(event: &String) -> String {
    format!("{:x}\r\n{event}\r\n", event.len())
}

/// A connection that ends after each byte of an answer: the answer is then lost, never shorter.
#[tokio::test]
async fn a_completion_that_breaks_off_at_any_byte_is_an_error() {
    let body = completion().to_string();
    let whole =
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    for end in ENDS {
        let server = Server::start(cut_off(&whole, whole.len(), end)).await;
        let chat = server.client().with_max_retries(0).chat();
        for cut in 0..whole.len() {
            let error = chat.create(hello()).await.unwrap_err();
            let kind = error.kind();
            assert!(matches!(kind, ErrorKind::Network | ErrorKind::Dropped | ErrorKind::Protocol), "{cut}: {error:?}");
            assert!(kind == ErrorKind::Protocol || error.is_retryable());
        }
    }
}

#[tokio::test]
async fn a_whole_document_that_only_the_end_of_its_connection_delimits_is_an_answer_however_that_ends() {
    let body = completion().to_string();
    let reply = |body: &str| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n";
        Reply::raw(format!("{head}{body}")).wait(std::time::Duration::from_millis(100)).reset()
    };
    let server = Server::start([reply(&body)]).await;
    server.client().chat().create(hello()).await.unwrap();
    assert_eq!(server.requests().len(), 1);
    let server = Server::start([reply(&body[..body.len() - 1])]).await;
    let error = server.client().with_max_retries(1).chat().create(hello()).await.unwrap_err();
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Dropped, 2));
}

#[tokio::test]
async fn a_stream_that_breaks_off_at_any_byte_is_an_error_that_holds_what_had_come() {
    let events = [chunk("Hel"), chunk("lo"), finish(), sse("[DONE]")];
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let body: String = events.iter().map(as_chunk).collect::<Vec<_>>().concat();
    let whole = format!("{head}{body}");
    // Behind [DONE] nothing matters.
    let complete = whole.find("data: [DONE]\n\n").unwrap() + "data: [DONE]\n\n".len();
    for end in ENDS {
        let server = Server::start(cut_off(&whole, complete, end)).await;
        let chat = server.client().with_max_retries(0).chat();
        for cut in 0..complete {
            match chat.create_stream(hello()).await {
                Err(error) => assert!(cut < head.len(), "{cut}: {error:?}"),
                Ok(stream) => {
                    let (text, error) = text_of(stream).await;
                    let error = error.unwrap();
                    assert_eq!((error.kind(), error.class_name()), (ErrorKind::Dropped, "StreamDroppedError"));
                    let partial = error.partial().and_then(|partial| partial.text()).unwrap_or_default();
                    assert_eq!((partial, error.is_retryable()), (&*text, text.is_empty()), "{cut}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_stream_that_breaks_before_its_first_event_is_opened_anew() {
    let good = Reply::stream(&[chunk("Hi"), finish(), sse("[DONE]")]);
    for broken in [Reply::events().close(), Reply::events().chunk(": comment\n\n").reset(), Reply::default().close()] {
        let server = Server::start([broken, good.clone()]).await;
        let mut stream = server.client().chat().create_stream(hello()).await.unwrap();
        let mut text = String::new();
        while let Some(chunk) = stream.next().await {
            text.push_str(chunk.unwrap().text().unwrap_or_default());
        }
        assert_eq!((&*text, stream.attempts(), server.requests().len()), ("Hi", 2, 2));
        assert_eq!(stream.attempt_facts().len(), 2);
    }
}

#[tokio::test]
async fn a_stream_that_breaks_behind_its_first_event_is_not_asked_for_again() {
    let server =
        Server::start([Reply::events().chunk(&chunk("Hi")).wait(std::time::Duration::from_millis(50)).reset()]).await;
    let (text, error) = text_of(server.client().chat().create_stream(hello()).await.unwrap()).await;
    assert_eq!((&*text, error.unwrap().kind()), ("Hi", ErrorKind::Dropped));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_reset_behind_every_finish_reason_is_an_error_all_the_same() {
    let finish_alone = sse(r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#);
    let server = Server::start([Reply::events()
        .chunk(&chunk("Hi"))
        .chunk(&finish_alone)
        .wait(std::time::Duration::from_millis(50))
        .reset()])
    .await;
    let error = text_of(server.client().chat().create_stream(hello()).await.unwrap()).await.1.unwrap();
    assert_eq!(error.kind(), ErrorKind::Dropped);
}
