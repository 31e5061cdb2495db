//! Is it worth another attempt?

use http::StatusCode;
use serde::Deserialize;

use crate::error::table;
use crate::transport::error::{Error, Phase};

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    error: Inner<'a>,
}

#[derive(Deserialize)]
struct Inner<'a> {
    #[serde(borrow, rename = "type")]
    kind: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    code: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    message: std::borrow::Cow<'a, str>,
}

/// Whether the client sends the request again by itself, as long as nothing of an answer was handed out: what
/// `error-codes.json` says of it.
pub fn is_retryable(error: &Error) -> bool {
    match error {
        Error::Status(answer) => is_retryable_answer(answer.status, &answer.body),
        other => table::is_retried(other.kind(), phase_of(other)),
    }
}

/// Whether the same request may end better another time: what the error tells its caller, who may know more. A limit that
/// passed inside an answer is not repeated by the client, but may be by them.
pub fn may_be_repeated(error: &Error) -> bool {
    match error {
        Error::Status(answer) => is_retryable_answer(answer.status, &answer.body),
        other => table::is_retryable_failure(other.kind(), phase_of(other)),
    }
}

fn phase_of(error: &Error) -> Option<&'static str> {
    match error {
        Error::Timeout { phase, .. } => Some(phase.name()),
        _ => None,
    }
}

/// Whether the server may have done what was asked, although no good answer came.
pub fn may_have_arrived(error: &Error) -> bool {
    match error {
        Error::Connect(..)
        | Error::Tls(..)
        | Error::Proxy(..)
        | Error::Config { .. }
        | Error::Resources { .. }
        | Error::QueueFull { .. } => false,
        Error::Timeout { phase, .. } => *phase != Phase::Connect,
        Error::Status(answer) => answer.status.is_server_error(),
        Error::Network(..)
        | Error::Protocol(..)
        | Error::EventTooLong(_)
        | Error::BodyTooLong { .. }
        | Error::UnpacksTooFar { .. }
        | Error::Encoding { .. }
        | Error::Redirect { .. }
        | Error::Panic(_) => true,
    }
}

/// A well-formed error is judged by its type and code alone; anything else, for example a proxy's page, by its status.
fn is_retryable_answer(status: StatusCode, body: &str) -> bool {
    match serde_json::from_str::<Envelope<'_>>(body) {
        Ok(Envelope { error }) if is_well_formed(&error) => table::is_retryable_error(&error.kind, &error.code),
        _ => table::is_retryable_status(status.as_u16()),
    }
}

fn is_well_formed(error: &Inner<'_>) -> bool {
    table::is_type(&error.kind) && !error.code.is_empty() && !error.message.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retried(status: u16, body: &str) -> bool {
        is_retryable_answer(StatusCode::from_u16(status).unwrap(), body)
    }

    fn envelope(kind: &str, code: &str) -> String {
        format!(r#"{{"error":{{"message":"m","type":"{kind}","code":"{code}","param":null}}}}"#)
    }

    #[test]
    fn a_well_formed_error_is_judged_by_type_and_code_and_not_by_status() {
        assert!(retried(429, &envelope("rate_limit_error", "rate_limit_exceeded")));
        assert!(retried(400, &envelope("api_error", "upstream_error")));
        assert!(retried(500, &envelope("api_error", "something_new")));
        assert!(!retried(503, &envelope("invalid_request_error", "invalid_request")));
        assert!(!retried(409, &envelope("invalid_request_error", "idempotency_conflict")));
    }

    #[test]
    fn a_limit_inside_an_answer_is_left_to_the_caller_to_repeat() {
        for (phase, retried) in
            [(Phase::Connect, true), (Phase::Headers, true), (Phase::Idle, false), (Phase::Total, false)]
        {
            let error = Error::Timeout { phase, limit: std::time::Duration::from_secs(1) };
            assert_eq!((is_retryable(&error), may_be_repeated(&error)), (retried, true), "{phase:?}");
        }
    }

    #[test]
    fn what_the_table_does_not_know_is_final() {
        for error in [Error::Redirect { reason: "" }, Error::Panic(String::new()), Error::BodyTooLong { limit: 1 }] {
            assert!(!is_retryable(&error) && !may_be_repeated(&error), "{error:?}");
        }
    }

    #[test]
    fn final_codes_are_not_retried() {
        for code in table::codes().filter(|code| table::is_final(code)) {
            assert!(!retried(429, &envelope("rate_limit_error", code)), "{code}");
            assert!(!retried(500, &envelope("api_error", code)), "{code}");
        }
    }

    #[test]
    fn a_request_counts_as_arrived_unless_no_connection_was_made_or_the_server_refused_it() {
        let timeout = |phase| Error::Timeout { phase, limit: std::time::Duration::from_secs(1) };
        assert!(!may_have_arrived(&timeout(Phase::Connect)));
        assert!(may_have_arrived(&timeout(Phase::Headers)));
        assert!(may_have_arrived(&Error::BodyTooLong { limit: 1 }));
        assert!(!may_have_arrived(&Error::Config { reason: String::new(), no_roots: false }));
    }

    #[test]
    fn a_malformed_error_is_judged_by_its_status() {
        let bodies =
            ["", "<html>", "{}", r#"{"error":"x"}"#, r#"{"error":{"type":"api_error","code":null,"message":"m"}}"#];
        let mut bodies: Vec<String> = bodies.map(String::from).into();
        bodies.extend([envelope("strange_error", "x"), envelope("api_error", "")]);
        for body in bodies {
            for (status, expected) in [
                (408, true),
                (409, true),
                (429, true),
                (500, true),
                (502, true),
                (599, true),
                (401, false),
                (404, false),
            ] {
                assert_eq!(retried(status, &body), expected, "{status} {body}");
            }
        }
    }
}
