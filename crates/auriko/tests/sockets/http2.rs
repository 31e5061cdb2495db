use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt;

use crate::support::{PATIENCE, chunk, completion, finish, hello, http2, sse, text_of};

#[tokio::test]
async fn fifty_calls_at_once_share_one_connection() {
    let (address, seen) = http2::serve(|_, mut respond, _| async move {
        tokio::time::sleep(Duration::from_millis(30)).await;
        let mut body = respond.send_response(http2::head("application/json"), false).unwrap();
        body.send_data(Bytes::from(completion().to_string()), true).unwrap();
    })
    .await;
    let client = http2::client(address);
    // The first opens the connection that the others share.
    client.chat().create(hello()).await.unwrap();
    let calls = (0..50).map(|_| {
        let chat = client.chat();
        async move { chat.create_with_response(hello()).await }
    });
    for answer in futures::future::join_all(calls).await {
        let (_, response) = answer.unwrap();
        assert_eq!(response.attempts()[0].version, Some(http::Version::HTTP_2));
    }
    assert_eq!(seen.connections.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_stream_comes_whole_and_dropping_one_resets_it_alone() {
    let (address, seen) = http2::serve(|number, mut respond, seen| async move {
        let mut body = respond.send_response(http2::head("text/event-stream"), false).unwrap();
        body.send_data(Bytes::from(chunk("Hi")), false).unwrap();
        if number == 0 {
            let _ = futures::future::poll_fn(|cx| body.poll_reset(cx)).await;
            seen.reset.fetch_add(1, Ordering::Relaxed);
        } else {
            body.send_data(Bytes::from(finish() + &sse("[DONE]")), true).unwrap();
        }
    })
    .await;
    let client = http2::client(address);
    let mut stalled = client.chat().create_stream(hello()).await.unwrap();
    assert_eq!(stalled.next().await.unwrap().unwrap().text(), Some("Hi"));
    let whole = client.chat().create_stream(hello()).await.unwrap();
    drop(stalled);
    let (text, error) = text_of(whole).await;
    assert_eq!((&*text, error.is_none()), ("Hi", true));
    tokio::time::timeout(PATIENCE, async {
        while seen.reset.load(Ordering::Relaxed) == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .unwrap();
    assert_eq!(seen.connections.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_stream_that_the_server_refuses_is_asked_for_again() {
    let (address, seen) = http2::serve(|number, mut respond, _| async move {
        if number == 0 {
            respond.send_reset(h2::Reason::INTERNAL_ERROR);
            return;
        }
        let mut body = respond.send_response(http2::head("application/json"), false).unwrap();
        body.send_data(Bytes::from(completion().to_string()), true).unwrap();
    })
    .await;
    assert!(http2::client(address).chat().create(hello()).await.is_ok());
    assert_eq!(seen.requests.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_stream_that_the_server_resets_in_the_middle_has_dropped() {
    let (address, _) = http2::serve(|_, mut respond, _| async move {
        let mut body = respond.send_response(http2::head("text/event-stream"), false).unwrap();
        body.send_data(Bytes::from(chunk("Hi")), false).unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        body.send_reset(h2::Reason::INTERNAL_ERROR);
    })
    .await;
    let (text, error) = text_of(http2::client(address).chat().create_stream(hello()).await.unwrap()).await;
    assert_eq!((&*text, error.unwrap().class_name()), ("Hi", "StreamDroppedError"));
}
