use std::time::Duration;

use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::*;
use crate::transport::{self, Answer, Failure, Head};

fn from_answer(status: u16, body: &Value) -> Error {
    let mut headers = HeaderMap::new();
    headers.insert("x-request-id", "req_1".parse().unwrap());
    headers.insert("retry-after", "3".parse().unwrap());
    let status = StatusCode::from_u16(status).unwrap();
    let body = match body {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let answer = Answer { status, headers, body, delay_too_long: false };
    Error::from_failure(Failure::from(transport::Error::Status(Box::new(answer))), 3)
}

fn envelope(kind: &str, code: &str) -> Value {
    json!({ "error": { "message": "no", "type": kind, "code": code, "param": "model", "provider": "openai", "suggestion": "do" } })
}

#[test]
fn an_answer_of_the_api_says_everything_about_its_error() {
    let error = from_answer(429, &envelope("rate_limit_error", "rate_limit_exceeded"));
    assert_eq!(error.to_string(), "[openai] no");
    assert_eq!((error.kind(), error.class_name()), (ErrorKind::Status, "RateLimitError"));
    assert_eq!((error.code(), error.status()), ("rate_limit_exceeded", Some(StatusCode::TOO_MANY_REQUESTS)));
    assert_eq!((error.request_id(), error.retry_after()), (Some("req_1"), Some(Duration::from_secs(3))));
    assert_eq!((error.attempts(), error.is_retryable()), (3, true));
    let api = error.api_error().unwrap();
    assert_eq!((api.param.as_deref(), api.suggestion.as_deref()), (Some("model"), Some("do")));
    assert_eq!(api.doc_url.as_deref(), Some("https://docs.auriko.ai/errors/rate_limit_exceeded"));
    assert_eq!(api.body, envelope("rate_limit_error", "rate_limit_exceeded"));
}

#[test]
fn the_class_and_the_verdict_follow_from_type_and_code() {
    for (status, kind, code, class, retryable) in [
        (400, "invalid_request_error", "invalid_request", "BadRequestError", false),
        (409, "invalid_request_error", "idempotency_conflict", "ConflictError", false),
        (401, "authentication_error", "invalid_api_key", "AuthenticationError", false),
        (403, "permission_error", "feature_disabled", "PermissionDeniedError", false),
        (404, "not_found_error", "model_not_found", "NotFoundError", false),
        (429, "rate_limit_error", "budget_exhausted", "RateLimitError", false),
        (500, "api_error", "internal_error", "InternalServerError", false),
        (500, "api_error", "something_new", "InternalServerError", true),
        (503, "api_error", "no_provider_available", "APIStatusError", true),
    ] {
        let error = from_answer(status, &envelope(kind, code));
        assert_eq!((error.class_name(), error.is_retryable()), (class, retryable), "{code}");
    }
}

#[test]
fn an_answer_without_an_envelope_is_judged_by_its_status_and_shown() {
    for (status, retryable) in [(401, false), (404, false), (408, true), (409, true), (429, true), (502, true)] {
        let error = from_answer(status, &json!("<html>\n  busy </html>"));
        assert_eq!((error.code(), error.class_name()), ("malformed_response", "APIStatusError"));
        assert_eq!(error.is_retryable(), retryable, "{status}");
        assert!(error.to_string().contains(": <html> busy </html>"), "{error}");
    }
    let error = from_answer(302, &json!(""));
    assert!(error.to_string().contains("redirect"), "{error}");
    assert_eq!(error.api_error().unwrap().body, Value::Null);
}

#[test]
fn a_long_page_is_cut_at_whole_characters() {
    let error = from_answer(502, &json!("é".repeat(9000)));
    assert_eq!(error.api_error().unwrap().body.as_str().unwrap().chars().count(), 4096);
    assert!(error.to_string().ends_with('…'));
}

#[test]
fn limits_that_pass_may_be_tried_again_until_something_was_seen() {
    for phase in [Phase::Connect, Phase::Headers, Phase::Idle, Phase::Body, Phase::Total] {
        let limit = Duration::from_millis(5);
        let mut error = Error::from_failure(transport::Error::Timeout { phase, limit }.into(), 1);
        assert_eq!((error.class_name(), error.code()), ("APITimeoutError", "api_connection_error"));
        assert_eq!((error.phase(), error.is_retryable()), (Some(phase), true));
        error.context_mut().unwrap().seen = true;
        assert!(!error.is_retryable());
    }
}

#[test]
fn what_breaks_behind_a_head_has_lost_an_answer() {
    let head = || {
        Box::new(Head {
            status: StatusCode::OK,
            reason: String::new(),
            version: http::Version::HTTP_11,
            headers: HeaderMap::new(),
            redirected_to: None,
        })
    };
    let failure = Failure { error: transport::Error::BodyTooLong { limit: 9 }, head: Some(head()) };
    let error = Error::from_failure(failure, 1);
    assert_eq!((error.kind(), error.code()), (ErrorKind::TooLarge, "invalid_response"));
    assert!(error.to_string().contains('9'));
    let failure = Failure { error: transport::Error::Panic("x".into()), head: Some(head()) };
    assert_eq!(Error::from_failure(failure, 1).class_name(), "StreamDroppedError");
}

#[test]
fn what_never_left_has_no_attempts_and_is_never_retryable() {
    let refused = Error::InvalidRequest { param: "n".into(), code: "invalid_parameter_value", message: "no".into() };
    let config = Error::from_failure(transport::Error::Config { reason: "r".into(), no_roots: true }.into(), 1);
    for (error, class) in
        [(refused, "BadRequestError"), (Error::MissingApiKey, "AuthenticationError"), (config, "BadRequestError")]
    {
        assert_eq!((error.class_name(), error.attempts(), error.is_retryable()), (class, 0, false));
        assert!(error.context().is_none() && error.status().is_none());
    }
}

#[test]
fn the_debug_output_with_which_main_ends_is_short_and_says_what_to_look_for() {
    let mut headers = http::HeaderMap::new();
    headers.insert("x-request-id", http::HeaderValue::from_static("req_1"));
    headers.insert("x-noise", http::HeaderValue::from_static("a-header-that-nobody-asked-for"));
    let body =
        r#"{"error":{"type":"authentication_error","code":"invalid_api_key","message":"No such key."},"noise":"body"}"#;
    let error = Box::new(ApiError::from_body(StatusCode::UNAUTHORIZED, body));
    let context = Box::new(Context::new(1).with_head(StatusCode::UNAUTHORIZED, headers));
    let shown = format!("{:?}", Error::Status { error, context });
    for word in ["401", "invalid_api_key", "No such key.", "req_1", "attempts: 1"] {
        assert!(shown.contains(word), "{shown}");
    }
    assert!(!shown.contains("nois") && !shown.contains("None") && shown.len() < 300, "{shown}");
}
