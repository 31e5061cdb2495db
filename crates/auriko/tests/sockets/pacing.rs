use std::time::Duration;

use auriko::{ErrorKind, Limits, Phase, Timeouts};
use futures::StreamExt;

use crate::support::{Reply, Server, chunk, completion, envelope, finish, hello, sse, text_of};

fn good() -> Reply {
    Reply::json(200, &completion())
}

/// A stream that goes on for as long as somebody reads it.
fn endless() -> Reply {
    Reply::events().chunk(&chunk("a")).hang()
}

#[tokio::test]
async fn a_stream_holds_its_place_until_its_body_has_ended_or_it_is_dropped() {
    let whole = Reply::events().chunk(&chunk("a")).wait(Duration::from_millis(50)).chunk(&finish());
    let server = Server::start([whole.chunk(&sse("[DONE]")).end(), endless(), good()]).await;
    let client = server.builder().limits(Limits::default().concurrency(1)).build().unwrap();
    let mut first = client.chat().create_stream(hello()).await.unwrap();
    assert_eq!(first.next().await.unwrap().unwrap().text(), Some("a"));
    let second = tokio::spawn({
        let client = client.clone();
        async move { client.chat().create_stream(hello()).await }
    });
    assert_eq!(server.requests().len(), 1);
    assert_eq!(text_of(first).await.1.map(|error| error.to_string()), None);
    let second = second.await.unwrap().unwrap();
    assert_eq!(server.requests().len(), 2);
    drop(second);
    assert!(client.chat().create(hello()).await.is_ok());
}

#[tokio::test]
async fn the_wait_for_a_turn_counts_for_the_whole_call_and_for_nothing_else() {
    let server = Server::start([endless(), good()]).await;
    let client = server.builder().limits(Limits::default().concurrency(1)).build().unwrap();
    let stream = client.chat().create_stream(hello()).await.unwrap();
    let hasty = client.with_timeouts(Timeouts::default().total(Duration::from_millis(100)));
    let error = hasty.chat().create(hello()).await.unwrap_err();
    assert_eq!((error.phase(), error.attempts(), server.requests().len()), (Some(Phase::Total), 0, 1));
    let patient = client.with_timeouts(Timeouts::default().headers(Duration::from_secs(2)));
    let waiting = tokio::spawn(async move { patient.chat().create_with_response(hello()).await });
    tokio::time::sleep(Duration::from_millis(2500)).await;
    drop(stream);
    let (_, response) = waiting.await.unwrap().unwrap();
    let queued = response.attempts()[0].queued.unwrap();
    assert!(queued >= Duration::from_secs(2), "{queued:?}");
    let free = server.client().chat().create_with_response(hello()).await.unwrap().1;
    assert_eq!(free.attempts()[0].queued, None);
}

#[tokio::test]
async fn while_the_server_asks_to_wait_nobody_else_knocks() {
    let limited =
        Reply::body(429, "retry-after: 1\r\n", envelope("rate_limit_error", "rate_limit_exceeded").to_string());
    let server = Server::start([limited, good()]).await;
    let client = server.builder().limits(Limits::default().concurrency(64)).build().unwrap();
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.chat().create(hello()).await }
    });
    server.received(1).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let chat = client.chat();
    let others = futures::future::join_all((0..20).map(|_| chat.create(hello())));
    let (answers, ()) = tokio::join!(others, async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(server.requests().len(), 1);
    });
    assert!(answers.iter().all(Result::is_ok) && first.await.unwrap().is_ok());
    assert_eq!(server.requests().len(), 22);
}

#[tokio::test]
async fn a_queue_that_is_full_is_an_error_at_once_and_may_be_tried_again() {
    let server = Server::start([endless()]).await;
    let client = server.builder().limits(Limits::default().concurrency(1).max_queue(0)).build().unwrap();
    let _stream = client.chat().create_stream(hello()).await.unwrap();
    let error = client.chat().create(hello()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.class_name()),
        (ErrorKind::QueueFull, "queue_full", "AurikoAPIError")
    );
    assert_eq!((error.attempts(), error.is_retryable(), server.requests().len()), (0, true, 1));
}

#[tokio::test]
async fn clients_made_from_one_share_its_limits_and_others_have_none() {
    let server = Server::start([endless()]).await;
    let client = server.builder().limits(Limits::default().concurrency(2).max_queue(0)).build().unwrap();
    let child = client.with_max_retries(0).with_limits(Limits::default().concurrency(1).max_queue(0)).unwrap();
    let _first = child.chat().create_stream(hello()).await.unwrap();
    assert_eq!(child.chat().create_stream(hello()).await.unwrap_err().code(), "queue_full");
    let _second = client.chat().create_stream(hello()).await.unwrap();
    assert_eq!(client.chat().create_stream(hello()).await.unwrap_err().code(), "queue_full");
    assert!(server.client().chat().create_stream(hello()).await.is_ok());
}

#[test]
fn a_limit_that_lets_nothing_through_is_refused_with_its_name() {
    let builder = || auriko::Client::builder().api_key("ak_test");
    for (limits, field) in [
        (Limits::default().concurrency(0), "limits.concurrency"),
        (Limits::default().requests_per_minute(0), "limits.requests_per_minute"),
        (Limits::default().tokens_per_minute(0), "limits.tokens_per_minute"),
    ] {
        let error = builder().limits(limits).build().unwrap_err();
        assert!(matches!(&error, auriko::Error::InvalidRequest { param, .. } if param == field), "{error:?}");
    }
}
