//! `error-codes.json`: codes, types, kinds of failure and the retry rule, which the SDK for JavaScript reads, too.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// Read once. A test holds that it can be read, so nobody meets an empty table.
static TABLE: LazyLock<Table> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../error-codes.json")).unwrap_or_default());

#[derive(Debug, Default, Deserialize)]
struct Table {
    doc_url: String,
    types: Vec<ErrorType>,
    retry: RetryRule,
    codes: Vec<Code>,
    failures: Vec<FailureKind>,
}

#[derive(Debug, Deserialize)]
struct ErrorType {
    r#type: String,
    class: String,
    class_by_status: HashMap<String, String>,
    retryable: bool,
}

#[derive(Debug, Default, Deserialize)]
struct RetryRule {
    statuses: Vec<u16>,
    statuses_from: u16,
}

#[derive(Debug, Deserialize)]
struct Code {
    code: String,
    r#final: bool,
}

/// Something that goes wrong without an answer that says so.
#[derive(Debug, Deserialize)]
struct FailureKind {
    kind: String,
    phase: Option<String>,
    class: String,
    code: String,
    retried: bool,
    retryable: bool,
}

fn type_named(name: &str) -> Option<&'static ErrorType> {
    TABLE.types.iter().find(|known| known.r#type == name)
}

fn code_named(name: &str) -> Option<&'static Code> {
    TABLE.codes.iter().find(|known| known.code == name)
}

fn failure_of(kind: &str, phase: Option<&str>) -> Option<&'static FailureKind> {
    TABLE.failures.iter().find(|known| known.kind == kind && known.phase.as_deref() == phase)
}

/// Whether this is one of the types that an error of the API has.
pub(crate) fn is_type(name: &str) -> bool {
    type_named(name).is_some()
}

/// All codes of the API.
pub(crate) fn codes() -> impl Iterator<Item = &'static str> {
    TABLE.codes.iter().map(|known| &*known.code)
}

/// The page about a code of the API.
pub(crate) fn doc_url(code: &str) -> Option<String> {
    code_named(code).map(|known| TABLE.doc_url.replace("{code}", &known.code))
}

/// Whether a code never gets better by asking again.
pub(crate) fn is_final(code: &str) -> bool {
    code_named(code).is_some_and(|known| known.r#final)
}

/// The class of an error with this type and status.
pub(crate) fn class_of(r#type: &str, status: u16) -> &'static str {
    type_named(r#type)
        .map_or("APIStatusError", |known| known.class_by_status.get(&status.to_string()).unwrap_or(&known.class))
}

/// Whether an answer with a readable error may turn out better when asked for again.
pub(crate) fn is_retryable_error(r#type: &str, code: &str) -> bool {
    type_named(r#type).is_some_and(|known| known.retryable) && !is_final(code)
}

/// The same for an answer without one, which only its status describes: an HTML 404 stays a 404.
pub(crate) fn is_retryable_status(status: u16) -> bool {
    TABLE.retry.statuses.contains(&status) || status >= TABLE.retry.statuses_from
}

/// Whether an attempt that failed this way is followed by another, as long as nothing was handed out.
pub(crate) fn is_retried(kind: &str, phase: Option<&str>) -> bool {
    failure_of(kind, phase).is_some_and(|known| known.retried)
}

/// Whether sending the same again may succeed after such a failure.
pub(crate) fn is_retryable_failure(kind: &str, phase: Option<&str>) -> bool {
    failure_of(kind, phase).is_some_and(|known| known.retryable)
}

/// Class and code of such a failure.
pub(crate) fn class_and_code(kind: &str, phase: Option<&str>) -> (&'static str, &'static str) {
    failure_of(kind, phase).map_or(("APIConnectionError", "api_connection_error"), |known| (&known.class, &known.code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read_and_is_whole() {
        let table: Table = serde_json::from_str(include_str!("../../error-codes.json")).unwrap();
        assert_eq!(table.codes.len(), 63);
        assert_eq!(table.types.len(), 6);
        let raw: serde_json::Value = serde_json::from_str(include_str!("../../error-codes.json")).unwrap();
        for code in raw["codes"].as_array().unwrap() {
            assert!(is_type(code["type"].as_str().unwrap()), "{code}");
        }
        let finals: Vec<_> = codes().filter(|code| is_final(code)).collect();
        assert_eq!(finals.len(), 8, "{finals:?}");
    }

    #[test]
    fn the_class_follows_from_the_type_and_the_status_tells_two_apart() {
        assert_eq!(class_of("invalid_request_error", 400), "BadRequestError");
        assert_eq!(class_of("invalid_request_error", 409), "ConflictError");
        assert_eq!(class_of("api_error", 500), "InternalServerError");
        assert_eq!(class_of("api_error", 503), "APIStatusError");
        assert_eq!(class_of("rate_limit_error", 402), "RateLimitError");
        assert_eq!(class_of("something_new", 400), "APIStatusError");
    }

    #[test]
    fn a_page_explains_every_code_of_the_api_and_no_other() {
        assert_eq!(doc_url("model_not_found").as_deref(), Some("https://docs.auriko.ai/errors/model_not_found"));
        assert_eq!(doc_url("api_connection_error"), None);
    }

    #[test]
    fn what_is_no_http_is_neither_asked_again_nor_called_retryable() {
        assert!(!is_retried("protocol", None) && !is_retryable_failure("protocol", None));
        assert!(is_retried("network", None) && is_retryable_failure("network", None));
        assert!(!is_retried("timeout", Some("idle")) && is_retryable_failure("timeout", Some("idle")));
    }
}
