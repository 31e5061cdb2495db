use std::time::Duration;

use auriko::{Client, ErrorKind, Phase, Timeouts};
use futures::StreamExt;

use crate::support::{Reply, Server, chunk, completion, finish, hello, sse, text_of};

const SHORT: Duration = Duration::from_millis(150);

#[tokio::test]
async fn a_server_that_accepts_and_never_shakes_hands_meets_the_connect_limit() {
    let silent = Server::start([Reply::default().hang()]).await;
    let client = Client::builder()
        .api_key("ak_test_secret")
        .base_url(format!("https://{}", silent.address))
        .no_proxy()
        .connect_timeout(SHORT)
        .max_retries(1)
        .build()
        .unwrap();
    let error = client.chat().create(hello()).await.unwrap_err();
    assert_eq!((error.phase(), error.attempts()), (Some(Phase::Connect), 2));
    assert_eq!(error.class_name(), "APITimeoutError");
}

#[tokio::test]
async fn a_server_that_says_nothing_meets_the_limit_on_headers_and_sees_the_connection_close() {
    let server = Server::start([Reply::default().hang()]).await;
    // A busy machine takes a while until the server has read the request, and only then it sees it abandoned.
    let limit = Duration::from_secs(1);
    let client = server.builder().headers_timeout(limit).max_retries(1).build().unwrap();
    let error = client.chat().create(hello()).await.unwrap_err();
    assert_eq!((error.phase(), error.attempts(), error.is_retryable()), (Some(Phase::Headers), 2, true));
    assert!(error.to_string().contains("headers timeout of 1000 ms"), "{error}");
    server.abandoned(2).await;
}

#[tokio::test]
async fn silence_inside_an_answer_meets_the_idle_limit_and_is_not_repeated() {
    let begun = Reply::raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{").hang();
    let server = Server::start([begun]).await;
    let client = server.builder().idle_timeout(SHORT).build().unwrap();
    let error = client.chat().create(hello()).await.unwrap_err();
    assert_eq!((error.phase(), server.requests().len()), (Some(Phase::Idle), 1));
    server.abandoned(1).await;
}

#[tokio::test]
async fn comments_of_a_stream_are_silence_and_the_error_holds_what_had_come() {
    let mut reply = Reply::events().chunk(&chunk("Hel")).chunk(&chunk("lo"));
    for _ in 0..40 {
        reply = reply.chunk(": still here\n\n").wait(Duration::from_millis(25));
    }
    let server = Server::start([reply.hang()]).await;
    let client = server.builder().idle_timeout(Duration::from_millis(300)).build().unwrap();
    let (text, error) = text_of(client.chat().create_stream(hello()).await.unwrap()).await;
    let error = error.unwrap();
    assert_eq!((&*text, error.phase()), ("Hello", Some(Phase::Idle)));
    assert_eq!(error.partial().and_then(|partial| partial.text()), Some("Hello"));
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn the_time_that_a_reader_takes_between_two_chunks_is_no_silence() {
    let reply =
        Reply::events().chunk(&chunk("a")).wait(Duration::from_millis(20)).chunk(&chunk("b")).chunk(&finish()).end();
    let server = Server::start([reply]).await;
    let client = server.builder().idle_timeout(SHORT).build().unwrap();
    let mut stream = client.chat().create_stream(hello()).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().text(), Some("a"));
    tokio::time::sleep(SHORT * 3).await;
    assert_eq!(text_of(stream).await.0, "b");
}

#[tokio::test]
async fn the_whole_call_meets_its_limit_in_headers_waits_and_streams() {
    let hanging = [Reply::default().hang(), Reply::body(503, "", ""), Reply::events().chunk(&chunk("a")).hang()];
    for (reply, streams) in hanging.into_iter().zip([false, false, true]) {
        let server = Server::start([reply]).await;
        // A stream has to begin within it, also on a busy machine.
        let total = if streams { SHORT * 30 } else { SHORT };
        let client = server.client().with_timeouts(Timeouts::default().total(total));
        let error = if streams {
            text_of(client.chat().create_stream(hello()).await.unwrap()).await.1.unwrap()
        } else {
            client.chat().create(hello()).await.unwrap_err()
        };
        assert_eq!((error.kind(), error.phase()), (ErrorKind::Timeout, Some(Phase::Total)));
    }
}

#[tokio::test]
async fn limits_that_are_off_let_a_slow_server_finish() {
    let server = Server::start([Reply::default().wait(SHORT * 2).write(format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{}",
        completion().to_string().len(),
        completion()
    ))])
    .await;
    let client = server.builder().headers_timeout(None).idle_timeout(None).connect_timeout(None).build().unwrap();
    assert!(client.chat().create(hello()).await.is_ok());
}

#[tokio::test]
async fn an_answer_that_never_ends_is_cut_off_by_its_size() {
    let server =
        Server::start([Reply::events().chunk("data: ").flood(format!("ffff\r\n{}\r\n", "x".repeat(0xffff)))]).await;
    let (_, error) = text_of(server.client().chat().create_stream(hello()).await.unwrap()).await;
    let error = error.unwrap();
    assert_eq!((error.kind(), error.code()), (ErrorKind::TooLarge, "invalid_response"));
    let _ = sse("");
}
