//! What can go wrong, as a contract.

mod api_error;
mod context;
mod from_transport;
mod server_words;
pub(crate) mod table;
#[cfg(test)]
mod tests;

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};

pub use api_error::ApiError;
pub use context::Context;
use context::Source;
pub(crate) use server_words::reports_error;

use crate::chat::{ChatCompletion, Usage};
use crate::gateway::RoutingMetadata;
use crate::transport;
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

impl Error {
    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::InvalidRequest { .. } => ErrorKind::InvalidRequest,
            Self::MissingApiKey => ErrorKind::MissingApiKey,
            Self::Config { .. } => ErrorKind::Config,
            Self::QueueFull { .. } => ErrorKind::QueueFull,
            Self::Status { .. } => ErrorKind::Status,
            Self::InvalidResponse { .. } => ErrorKind::InvalidResponse,
            Self::TooLarge { .. } => ErrorKind::TooLarge,
            Self::Connect { .. } => ErrorKind::Connect,
            Self::Tls { .. } => ErrorKind::Tls,
            Self::Proxy { .. } => ErrorKind::Proxy,
            Self::Network { .. } => ErrorKind::Network,
            Self::Protocol { .. } => ErrorKind::Protocol,
            Self::Timeout { .. } => ErrorKind::Timeout,
            Self::Dropped { .. } => ErrorKind::Dropped,
            Self::Truncated { .. } => ErrorKind::Truncated,
            Self::AccumulationLimit { .. } => ErrorKind::AccumulationLimit,
        }
    }

    /// The stable name of the error, for example `model_not_found`: of the API, or one that the SDKs make themselves.
    pub fn code(&self) -> &str {
        match self {
            Self::InvalidRequest { code, .. } => code,
            Self::MissingApiKey => "missing_api_key",
            Self::Status { error, .. } => &error.code,
            Self::InvalidResponse { .. } => "invalid_response",
            Self::AccumulationLimit { .. } => "accumulation_limit",
            _ => table::class_and_code(self.failure(), self.phase().map(Phase::name)).1,
        }
    }

    /// The class of this error in Auriko's other SDKs, for example `RateLimitError`.
    pub fn class_name(&self) -> &'static str {
        match self {
            Self::InvalidRequest { .. } => "BadRequestError",
            Self::MissingApiKey => "AuthenticationError",
            Self::Status { error, .. } if error.code == "malformed_response" => "APIStatusError",
            Self::Status { error, .. } => table::class_of(&error.kind, error.status.as_u16()),
            Self::InvalidResponse { .. } => "APIStatusError",
            Self::AccumulationLimit { .. } => "AurikoAPIError",
            _ => table::class_and_code(self.failure(), self.phase().map(Phase::name)).0,
        }
    }

    /// Whether sending the same request again may succeed. False once a caller has seen events of the stream that failed:
    /// a second attempt would show them again.
    pub fn is_retryable(&self) -> bool {
        let by_itself = match self {
            Self::InvalidRequest { .. }
            | Self::MissingApiKey
            | Self::InvalidResponse { .. }
            | Self::AccumulationLimit { .. } => false,
            Self::Status { error, .. } => error.is_retryable(),
            _ => table::is_retryable_failure(self.failure(), self.phase().map(Phase::name)),
        };
        by_itself && !self.context().is_some_and(|context| context.seen)
    }

    /// The word for it in the table of failures.
    fn failure(&self) -> &'static str {
        match self {
            Self::Config { .. } => "config",
            Self::QueueFull { .. } => "queue_full",
            Self::TooLarge { .. } => "too_large",
            Self::Connect { .. } => "connect",
            Self::Tls { .. } => "tls",
            Self::Proxy { .. } => "proxy",
            Self::Protocol { .. } => "protocol",
            Self::Timeout { .. } => "timeout",
            Self::Dropped { .. } => "dropped",
            Self::Truncated { .. } => "truncated",
            _ => "network",
        }
    }

    /// Which limit passed, of a [`Error::Timeout`].
    pub fn phase(&self) -> Option<Phase> {
        match self {
            Self::Timeout { phase, .. } => Some(*phase),
            _ => None,
        }
    }

    /// What the server said, of an [`Error::Status`].
    pub fn api_error(&self) -> Option<&ApiError> {
        match self {
            Self::Status { error, .. } => Some(error),
            _ => None,
        }
    }

    /// What is known besides; nothing for what never left.
    pub fn context(&self) -> Option<&Context> {
        match self {
            Self::InvalidRequest { .. } | Self::MissingApiKey | Self::Config { .. } | Self::QueueFull { .. } => None,
            Self::Status { context, .. }
            | Self::InvalidResponse { context, .. }
            | Self::TooLarge { context, .. }
            | Self::Connect { context, .. }
            | Self::Tls { context, .. }
            | Self::Proxy { context, .. }
            | Self::Network { context, .. }
            | Self::Protocol { context, .. }
            | Self::Timeout { context, .. }
            | Self::Dropped { context, .. }
            | Self::Truncated { context }
            | Self::AccumulationLimit { context, .. } => Some(context),
        }
    }

    pub(crate) fn context_mut(&mut self) -> Option<&mut Context> {
        match self {
            Self::InvalidRequest { .. } | Self::MissingApiKey | Self::Config { .. } | Self::QueueFull { .. } => None,
            Self::Status { context, .. }
            | Self::InvalidResponse { context, .. }
            | Self::TooLarge { context, .. }
            | Self::Connect { context, .. }
            | Self::Tls { context, .. }
            | Self::Proxy { context, .. }
            | Self::Network { context, .. }
            | Self::Protocol { context, .. }
            | Self::Timeout { context, .. }
            | Self::Dropped { context, .. }
            | Self::Truncated { context }
            | Self::AccumulationLimit { context, .. } => Some(context),
        }
    }

    /// The HTTP status: 200 for an error inside a stream, none without an answer.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Status { error, .. } => Some(error.status),
            _ => self.context()?.status,
        }
    }

    /// The headers of the answer, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.context()?.headers.as_ref()
    }

    /// The request's id at Auriko; quote it when you ask for support.
    pub fn request_id(&self) -> Option<&str> {
        self.headers()?.get("x-request-id")?.to_str().ok()
    }

    /// How long the server asks to wait before the next request, by `retry-after-ms` or `Retry-After`, counted from now.
    pub fn retry_after(&self) -> Option<Duration> {
        transport::retry::backoff::retry_after(self.headers()?, SystemTime::now())
    }

    /// How many times the request was sent; 0 when it never left.
    pub fn attempts(&self) -> u32 {
        self.context().map_or(0, |context| context.attempts)
    }

    /// What a stream had delivered when it broke, as a completion.
    pub fn partial(&self) -> Option<&ChatCompletion> {
        self.context()?.partial.as_ref()
    }

    /// Token usage, as far as a stream had told it when it broke.
    pub fn usage(&self) -> Option<&Usage> {
        self.context()?.usage.as_ref()
    }

    /// Route and cost, as far as a stream had told them when it broke.
    pub fn routing_metadata(&self) -> Option<&RoutingMetadata> {
        self.context()?.routing_metadata.as_ref()
    }
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
