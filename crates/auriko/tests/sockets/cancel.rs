use std::time::Duration;

use futures::StreamExt;
use tokio::time::timeout;

use crate::support::{Reply, Server, chunk, hello};

#[tokio::test]
async fn dropping_a_call_that_waits_for_its_answer_closes_the_connection() {
    let server = Server::start([Reply::default().hang()]).await;
    let chat = server.client().chat();
    let call = tokio::spawn(async move { chat.create(hello()).await });
    server.received(1).await;
    call.abort();
    server.abandoned(1).await;
}

#[tokio::test]
async fn dropping_a_call_inside_its_body_closes_the_connection() {
    let server = Server::start([Reply::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{").hang()]).await;
    let chat = server.client().chat();
    let call = tokio::spawn(async move { chat.create(hello()).await });
    server.received(1).await;
    call.abort();
    server.abandoned(1).await;
}

#[tokio::test]
async fn dropping_a_call_while_it_waits_for_its_next_attempt_sends_nothing_more() {
    let server = Server::start([Reply::body(503, "retry-after: 1\r\n", "")]).await;
    let client = server.client();
    assert!(timeout(Duration::from_millis(500), client.chat().create(hello())).await.is_err());
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn dropping_a_stream_closes_its_connection_and_no_other() {
    let server = Server::start([Reply::events().chunk(&chunk("a")).hang()]).await;
    let client = server.client();
    let mut first = client.chat().create_stream(hello()).await.unwrap();
    let mut second = client.chat().create_stream(hello()).await.unwrap();
    assert!(first.next().await.unwrap().is_ok());
    assert!(second.next().await.unwrap().is_ok());
    drop(first);
    server.abandoned(1).await;
    assert!(timeout(Duration::from_millis(100), second.next()).await.is_err(), "the other stream goes on");
    drop(second);
    server.abandoned(2).await;
}

#[tokio::test]
async fn giving_up_one_read_of_a_stream_loses_nothing() {
    let pause = Duration::from_millis(30);
    let reply = (0..20).fold(Reply::events(), |reply, n| reply.chunk(&chunk(&format!("{n} "))).wait(pause));
    let server = Server::start([reply.chunk(&crate::support::finish()).end()]).await;
    let mut stream = server.client().chat().create_stream(hello()).await.unwrap();
    let mut text = String::new();
    loop {
        match timeout(Duration::from_millis(7), stream.next()).await {
            Err(_) => {}
            Ok(Some(chunk)) => text.push_str(chunk.unwrap().text().unwrap_or_default()),
            Ok(None) => break,
        }
    }
    assert_eq!(text, (0..20).map(|n| format!("{n} ")).collect::<Vec<_>>().concat());
}
