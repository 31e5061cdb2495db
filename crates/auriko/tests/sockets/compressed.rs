use crate::support::{Reply, Server, chunk, completion, envelope, finish, gzip, hello, sse, text_of};

#[tokio::test]
async fn compressed_answers_are_unpacked() {
    let headers = "content-type: application/json\r\ncontent-encoding: gzip\r\n";
    let server = Server::start([Reply::body(200, headers, gzip(completion().to_string()))]).await;
    assert_eq!(server.client().chat().create(hello()).await.unwrap().text(), Some("Hi."));
    assert!(server.requests()[0].header("accept-encoding").unwrap().contains("gzip"));
}

#[tokio::test]
async fn compressed_errors_are_unpacked() {
    let body = gzip(envelope("not_found_error", "model_not_found").to_string());
    let server = Server::start([Reply::body(404, "content-encoding: gzip\r\n", body)]).await;
    assert_eq!(server.client().chat().create(hello()).await.unwrap_err().code(), "model_not_found");
}

#[tokio::test]
async fn a_compressed_stream_is_read_like_any_other() {
    let events = [chunk("Hel"), chunk("lo"), finish(), sse("[DONE]")].concat();
    let headers = "content-type: text/event-stream\r\ncontent-encoding: gzip\r\n";
    let server = Server::start([Reply::body(200, headers, gzip(events))]).await;
    let (text, error) = text_of(server.client().chat().create_stream(hello()).await.unwrap()).await;
    assert_eq!((&*text, error.is_none()), ("Hello", true));
}
