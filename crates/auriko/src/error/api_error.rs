use std::fmt;

use http::StatusCode;
use serde_json::Value;

use super::server_words::server_words;
use super::table;

/// The most characters that are kept of an error body that is not JSON.
const MAX_TEXT_BODY: usize = 4096;
/// The most characters of one that the message shows.
const MAX_EXCERPT: usize = 200;

/// What a server said when it said no.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// HTTP status; 200 for an error inside a stream.
    pub status: StatusCode,
    /// One of six kinds, for example `rate_limit_error`.
    pub kind: String,
    /// Stable name, for example `model_not_found`; `malformed_response` where the answer held no readable error.
    pub code: String,
    /// For people.
    pub message: String,
    /// Path of the field that caused the error.
    pub param: Option<String>,
    /// The upstream provider that failed.
    pub provider: Option<String>,
    /// The page about the code.
    pub doc_url: Option<String>,
    /// The server's hint.
    pub suggestion: Option<String>,
    /// The whole answer: JSON, at most 4096 characters of a body that is not JSON, or null.
    pub body: Value,
    /// The server asked for a longer wait than the client was allowed to make, so it did not try again.
    pub delay_too_long: bool,
}

/// What fits into the line that `main` ends with: the whole answer stays out, and what was not told.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut error = f.debug_struct("ApiError");
        error.field("status", &self.status).field("kind", &self.kind).field("code", &self.code);
        error.field("message", &self.message);
        let told = [("param", &self.param), ("provider", &self.provider), ("suggestion", &self.suggestion)];
        for (name, value) in told {
            if let Some(value) = value {
                error.field(name, value);
            }
        }
        error.finish_non_exhaustive()
    }
}

impl ApiError {
    /// The error that a body with this status reports.
    pub(crate) fn from_body(status: StatusCode, body: &str) -> Self {
        let body = match serde_json::from_str(body) {
            Ok(value) => value,
            Err(_) if body.is_empty() => Value::Null,
            Err(_) => Value::String(body.chars().take(MAX_TEXT_BODY).collect()),
        };
        Self::from_value(status, body)
    }

    /// The error in an `{error: {…}}` body.
    pub(crate) fn from_value(status: StatusCode, body: Value) -> Self {
        let inner = body["error"].clone();
        Self::from_object(status, &inner, body)
    }

    /// The error that an event of a stream, or a document in place of one, reports: in the envelope or bare.
    pub(crate) fn from_event(event: Value) -> Self {
        if event["error"].is_null() {
            let inner = event.clone();
            return Self::from_object(StatusCode::OK, &inner, event);
        }
        Self::from_value(StatusCode::OK, event)
    }

    /// The error that an error object outside its envelope reports.
    pub(crate) fn from_object(status: StatusCode, error: &Value, body: Value) -> Self {
        let text = |name: &str| error[name].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        let (Some(kind), Some(code), Some(message)) =
            (text("type").filter(|kind| table::is_type(kind)), text("code"), text("message"))
        else {
            let known = Self::malformed(status, body);
            return Self {
                param: error["param"].as_str().map(str::to_owned),
                provider: text("provider"),
                doc_url: text("doc_url"),
                suggestion: text("suggestion"),
                ..known
            };
        };
        Self {
            status,
            doc_url: text("doc_url").or_else(|| table::doc_url(&code)),
            kind,
            code,
            message,
            param: error["param"].as_str().map(str::to_owned),
            provider: text("provider"),
            suggestion: text("suggestion"),
            body,
            delay_too_long: false,
        }
    }

    /// An answer without an error that can be read.
    fn malformed(status: StatusCode, body: Value) -> Self {
        let message = unreadable_text(status, &body);
        Self {
            status,
            kind: "api_error".into(),
            code: "malformed_response".into(),
            message,
            param: None,
            provider: None,
            doc_url: None,
            suggestion: None,
            body,
            delay_too_long: false,
        }
    }

    /// Whether the same request may succeed later.
    pub(crate) fn is_retryable(&self) -> bool {
        match &*self.code {
            "malformed_response" => table::is_retryable_status(self.status.as_u16()),
            code => table::is_retryable_error(&self.kind, code),
        }
    }
}

/// The server's own words wherever a text can be found in them.
fn unreadable_text(status: StatusCode, body: &Value) -> String {
    let number = status.as_u16();
    if status.is_redirection() {
        return format!(
            "the server answered with a redirect ({number}) that is not followed, because the api key stays with its \
             origin; set the base url to the final address"
        );
    }
    let shown = match body {
        Value::String(text) => format!(": {}", excerpt(text)),
        _ => match server_words(body) {
            Some(words) => return words,
            None => String::new(),
        },
    };
    let hint = if matches!(number, 404 | 405) { "; check that the base url points to the api" } else { "" };
    format!("the server answered with status {number} and no readable error{shown}{hint}")
}

/// The beginning of a text, in one line.
pub(super) fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_EXCERPT) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
