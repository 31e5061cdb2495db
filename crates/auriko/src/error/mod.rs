//! What can go wrong, as a contract.

mod accessors;
mod api_error;
mod context;
mod from_transport;
mod server_words;
pub(crate) mod table;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub use api_error::ApiError;
pub use context::Context;
use context::Source;
pub(crate) use server_words::reports_error;

use crate::transport::Phase;

/// Everything that a call can end with instead of its answer.
///
/// The client's own attempts are over when an error is returned. [`is_retryable`](Self::is_retryable) says whether
/// sending the same request again may succeed; branch on [`code`](Self::code) and [`kind`](Self::kind) rather than on the
/// message, which is for people. Messages hold no API key and no address of a proxy.
///
/// Each variant names the class that it is in Auriko's SDKs for JavaScript and Python, which is also what
/// [`class_name`](Self::class_name) returns.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The client refuses to send this: a parameter is missing or can't be right. Nothing was sent. Never retryable.
    /// `BadRequestError`, code `missing_required_parameter` or `invalid_parameter_value`.
    #[error("{message}")]
    InvalidRequest {
        /// Path of the field, for example `gateway.models`.
        param: String,
        /// `missing_required_parameter` or `invalid_parameter_value`.
        code: &'static str,
        /// What to change.
        message: String,
    },
    /// There is no key, neither in the builder nor in `AURIKO_API_KEY`. Nothing was sent. Never retryable.
    /// `AuthenticationError`, code `missing_api_key`.
    #[error("there is no api key: give one to the builder, or set AURIKO_API_KEY")]
    MissingApiKey,
    /// The network can't be used as it is configured: a proxy's address, a certificate, no trusted certificates at all.
    /// Nothing was sent. Never retryable. `BadRequestError`, code `invalid_parameter_value`.
    #[error("the network configuration can't be used: {reason}")]
    Config {
        /// Which part, and why.
        reason: String,
    },
    /// Too many requests wait for their turn: see [`Limits::max_queue`](crate::Limits::max_queue). Nothing was sent.
    /// Retryable. `AurikoAPIError`, code `queue_full`.
    #[error("{max} requests wait for their turn already, and `max_queue` lets no more wait")]
    QueueFull {
        /// The most that may wait.
        max: u32,
    },
    /// The server answered with an error, as an answer or inside a stream. Retryable by type and code; an answer without a
    /// readable error by its status. The class follows from the type: `BadRequestError`, `AuthenticationError`,
    /// `PermissionDeniedError`, `NotFoundError`, `ConflictError`, `RateLimitError`, `InternalServerError`, or
    /// `APIStatusError`.
    #[error("{}", status_text(error))]
    Status {
        /// What the server said.
        error: Box<ApiError>,
        /// The answer, and what had been delivered.
        context: Box<Context>,
    },
    /// The server answered well, but with something that can't be read: a body that is no JSON, an event that is none, a
    /// page in place of a stream. Never retryable. `APIStatusError`, code `invalid_response`.
    #[error("the answer can't be read: {reason}")]
    InvalidResponse {
        /// What about it.
        reason: String,
        /// The answer, and what had been delivered.
        context: Box<Context>,
    },
    /// An answer or an event is longer than the client takes. Never retryable. `APIStatusError`, code `invalid_response`.
    #[error("the answer is too large: {source}")]
    TooLarge {
        /// Which limit.
        source: Source,
        /// The answer, and what had been delivered.
        context: Box<Context>,
    },
    /// No connection: refused, unreachable, name not resolved. Retryable. `APIConnectionError`.
    #[error("could not connect to the api")]
    Connect {
        /// Why.
        source: Source,
        /// How many attempts there were.
        context: Box<Context>,
    },
    /// The certificate or the handshake was refused. Never retryable: certificates don't change between two attempts.
    /// `APIConnectionError`.
    #[error("the tls handshake with the api failed")]
    Tls {
        /// Why.
        source: Source,
        /// How many attempts there were.
        context: Box<Context>,
    },
    /// The proxy did not let the request through. Never retryable. `APIConnectionError`.
    #[error("the proxy refused the connection")]
    Proxy {
        /// Why.
        source: Source,
        /// How many attempts there were.
        context: Box<Context>,
    },
    /// The connection broke before an answer came. Retryable; the provider may have done the work, and billed it, all the
    /// same. `APIConnectionError`.
    #[error("the connection broke before an answer came")]
    Network {
        /// Why.
        source: Source,
        /// How many attempts there were.
        context: Box<Context>,
    },
    /// What answered does not speak HTTP. Never retryable. `APIConnectionError`.
    #[error("the server did not answer with valid http")]
    Protocol {
        /// Why.
        source: Source,
        /// How many attempts there were.
        context: Box<Context>,
    },
    /// One of the four limits passed. Retryable unless events of a stream had been delivered. `APITimeoutError`.
    #[error("{} timeout of {} ms passed", phase.name(), limit.as_millis())]
    Timeout {
        /// Which limit.
        phase: Phase,
        /// How long it is.
        limit: Duration,
        /// The answer, and what had been delivered.
        context: Box<Context>,
    },
    /// The connection broke inside an answer. Retryable unless events of a stream had been delivered.
    /// `StreamDroppedError`.
    #[error("the connection broke inside the answer")]
    Dropped {
        /// Why.
        source: Source,
        /// The answer, and what had been delivered.
        context: Box<Context>,
    },
    /// The body of a stream ended properly, its message had not: there was neither a finish reason for every choice nor
    /// `[DONE]`. Retryable unless events had been delivered. `StreamTruncatedError`.
    #[error("the stream ended before the message did")]
    Truncated {
        /// The answer, and what had been delivered.
        context: Box<Context>,
    },
    /// A stream has no final completion, because more text came than is kept. The stream itself went on. Never retryable.
    /// `AurikoAPIError`, code `accumulation_limit`.
    #[error("the stream brought more than {limit} bytes of text, so there is no final completion")]
    AccumulationLimit {
        /// The limit, in bytes.
        limit: usize,
        /// The answer.
        context: Box<Context>,
    },
}

/// What kind of thing went wrong: the variants of [`Error`] without what they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// [`Error::InvalidRequest`].
    InvalidRequest,
    /// [`Error::MissingApiKey`].
    MissingApiKey,
    /// [`Error::Config`].
    Config,
    /// [`Error::QueueFull`].
    QueueFull,
    /// [`Error::Status`].
    Status,
    /// [`Error::InvalidResponse`].
    InvalidResponse,
    /// [`Error::TooLarge`].
    TooLarge,
    /// [`Error::Connect`].
    Connect,
    /// [`Error::Tls`].
    Tls,
    /// [`Error::Proxy`].
    Proxy,
    /// [`Error::Network`].
    Network,
    /// [`Error::Protocol`].
    Protocol,
    /// [`Error::Timeout`].
    Timeout,
    /// [`Error::Dropped`].
    Dropped,
    /// [`Error::Truncated`].
    Truncated,
    /// [`Error::AccumulationLimit`].
    AccumulationLimit,
}

fn status_text(error: &ApiError) -> String {
    let provider = error.provider.as_ref().map(|provider| format!("[{provider}] ")).unwrap_or_default();
    let wait = if error.delay_too_long { " (the server asks for a longer wait than the client may make)" } else { "" };
    format!("{provider}{}{wait}", error.message)
}

/// All error codes that the API documents.
pub fn error_codes() -> impl Iterator<Item = &'static str> {
    table::codes()
}
