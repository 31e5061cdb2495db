use auriko::ErrorKind;
use futures::StreamExt;
use serde_json::json;

use crate::support::{Reply, Server, chunk, completion, envelope, finish, hello, sse, text_of};

async fn outcome(events: &[String]) -> (String, Option<auriko::Error>) {
    let server = Server::start([Reply::stream(events)]).await;
    text_of(server.client().chat().create_stream(hello()).await.unwrap()).await
}

#[tokio::test]
async fn a_stream_brings_chunks_usage_route_and_the_final_completion() {
    let events = [chunk("Hel"), chunk("lo"), finish(), sse("[DONE]"), chunk("behind the end")];
    let server = Server::start([Reply::stream(&events)]).await;
    let client = server.client();
    let mut stream = client.chat().create_stream(hello()).await.unwrap();
    assert_eq!((stream.request_id(), stream.status().as_u16(), stream.attempts()), (Some("req_1"), 200, 1));
    assert_eq!(stream.usage(), None);
    let mut text = String::new();
    while let Some(chunk) = stream.next().await {
        text.push_str(chunk.unwrap().text().unwrap_or_default());
    }
    assert_eq!(text, "Hello");
    assert_eq!(stream.usage().unwrap().total_tokens, 5);
    assert_eq!(stream.routing_metadata().unwrap().provider.as_deref(), Some("openai"));
    assert_eq!(stream.completion().unwrap().text(), Some("Hello"));
    assert!(stream.next().await.is_none(), "a stream that has ended stays so");
    assert_eq!(server.requests()[0].json()["stream"], true);

    let whole = client.chat().create_stream(hello()).await.unwrap().final_completion().await.unwrap();
    assert_eq!((whole.text(), &*whole.object), (Some("Hello"), "chat.completion"));
}

#[tokio::test]
async fn a_stream_without_done_is_complete_if_every_choice_has_said_why_it_ended() {
    let (text, error) = outcome(&[chunk("Hi"), finish()]).await;
    assert_eq!((&*text, error.is_none()), ("Hi", true));
}

#[tokio::test]
async fn a_stream_that_ends_before_its_message_is_truncated() {
    let empty_reason = sse(json!({ "choices": [{ "index": 0, "delta": { "content": "Hi" }, "finish_reason": "" }] }));
    for events in [vec![chunk("Hi")], vec![empty_reason]] {
        let (text, error) = outcome(&events).await;
        let error = error.unwrap();
        assert_eq!((error.kind(), error.class_name()), (ErrorKind::Truncated, "StreamTruncatedError"));
        assert_eq!(error.partial().unwrap().text(), Some(&*text));
        assert_eq!((error.request_id(), error.is_retryable()), (Some("req_1"), false));
    }
}

#[tokio::test]
async fn a_stream_that_never_began_is_truncated_and_may_be_asked_for_again() {
    for events in [vec![], vec![sse("[DONE]")], vec![": nothing\n\n".to_owned()]] {
        let error = outcome(&events).await.1.unwrap();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Truncated, true), "{events:?}");
    }
}

#[tokio::test]
async fn a_choice_that_was_asked_for_and_never_came_is_missed() {
    let server = Server::start([Reply::stream(&[chunk("Hi"), finish()])]).await;
    let stream = server.client().chat().create_stream(hello().n(2u64)).await.unwrap();
    assert_eq!(stream.final_completion().await.unwrap_err().kind(), ErrorKind::Truncated);
}

#[tokio::test]
async fn an_error_inside_a_stream_is_that_error_with_status_200_and_everything_before_it() {
    let mut failing = envelope("api_error", "upstream_error");
    failing["usage"] = json!({ "total_tokens": 9 });
    for (event, code) in [
        (failing, "upstream_error"),
        (json!({ "message": "m", "type": "api_error", "code": "upstream_error" }), "upstream_error"),
        (json!({ "error": "out of order" }), "malformed_response"),
        (json!({ "error": { "message": "words of another maker" } }), "malformed_response"),
    ] {
        let (text, error) = outcome(&[chunk("Hi"), sse(&event), chunk("lost")]).await;
        let error = error.unwrap();
        assert_eq!((&*text, error.code(), error.status().unwrap().as_u16()), ("Hi", code, 200), "{event}");
        assert_eq!(error.partial().unwrap().text(), Some("Hi"));
        assert!(!error.is_retryable());
        if event.get("usage").is_some() {
            assert_eq!(error.usage().unwrap().total_tokens, 9);
        }
        if let Some(words) = event["error"]["message"].as_str().or(event["error"].as_str()) {
            assert!(error.to_string().contains(words), "{error}");
        }
    }
}

#[tokio::test]
async fn a_null_error_is_none() {
    let event = sse(
        json!({ "error": null, "choices": [{ "index": 0, "delta": { "content": "Hi" }, "finish_reason": "stop" }] }),
    );
    let (text, error) = outcome(&[event]).await;
    assert_eq!((&*text, error.is_none()), ("Hi", true));
}

#[tokio::test]
async fn an_event_that_is_no_json_ends_the_stream_behind_those_before_it_and_closes_the_connection() {
    for bad in ["{\"choices\":", "[1]", "7"] {
        let server = Server::start([Reply::events().chunk(&chunk("Hi")).chunk(&sse(bad)).hang()]).await;
        let (text, error) = text_of(server.client().chat().create_stream(hello()).await.unwrap()).await;
        let error = error.unwrap();
        assert_eq!((&*text, error.kind(), error.code()), ("Hi", ErrorKind::InvalidResponse, "invalid_response"));
        assert!(error.to_string().contains(bad), "{error}");
        server.abandoned(1).await;
    }
}

#[tokio::test]
async fn a_document_in_place_of_a_stream_is_read_for_its_error() {
    let server = Server::start([
        Reply::json(200, &envelope("rate_limit_error", "budget_exhausted")),
        Reply::body(200, "content-type: text/html\r\n", "<html>"),
        Reply::json(200, &completion()),
    ])
    .await;
    let chat = server.client().chat();
    assert_eq!(chat.create_stream(hello()).await.unwrap_err().code(), "budget_exhausted");
    assert_eq!(chat.create_stream(hello()).await.unwrap_err().kind(), ErrorKind::InvalidResponse);
    assert_eq!(chat.create_stream(hello()).await.unwrap_err().kind(), ErrorKind::InvalidResponse);
}

#[tokio::test]
async fn a_refused_stream_is_the_error_of_its_answer() {
    let server = Server::start([Reply::json(404, &envelope("not_found_error", "model_not_found"))]).await;
    let error = server.client().chat().create_stream(hello()).await.unwrap_err();
    assert_eq!((error.class_name(), error.attempts()), ("NotFoundError", 1));
}

#[tokio::test]
async fn beyond_the_limit_a_stream_goes_on_but_has_no_final_completion() {
    let server = Server::start([Reply::stream(&[chunk("12345"), chunk("6"), finish(), sse("[DONE]")])]).await;
    let client = server.builder().accumulation_limit(4).build().unwrap();
    let (text, error) = text_of(client.chat().create_stream(hello()).await.unwrap()).await;
    assert_eq!((&*text, error.is_none()), ("123456", true));
    let error = client.chat().create_stream(hello()).await.unwrap().final_completion().await.unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("accumulation_limit", false));
    assert_eq!(error.usage().unwrap().total_tokens, 5);
}

#[tokio::test]
async fn a_stream_that_failed_has_no_final_completion() {
    let server = Server::start([Reply::stream(&[chunk("Hi")])]).await;
    let mut stream = server.client().chat().create_stream(hello()).await.unwrap();
    while stream.next().await.is_some_and(|chunk| chunk.is_ok()) {}
    assert_eq!(stream.final_completion().await.unwrap_err().kind(), ErrorKind::Truncated);
}
