//! What can be asked of an error, whatever it is.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};

use super::{ApiError, Context, Error, ErrorKind, table};
use crate::chat::{ChatCompletion, Usage};
use crate::gateway::RoutingMetadata;
use crate::transport;
use crate::transport::Phase;

/// The context of an error, borrowed as the error is. No wildcard: a new variant has to say whether it has one.
macro_rules! context_of {
    ($error:expr) => {
        match $error {
            Error::InvalidRequest { .. } | Error::MissingApiKey | Error::Config { .. } | Error::QueueFull { .. } => {
                None
            }
            Error::Status { context, .. }
            | Error::InvalidResponse { context, .. }
            | Error::TooLarge { context, .. }
            | Error::Connect { context, .. }
            | Error::Tls { context, .. }
            | Error::Proxy { context, .. }
            | Error::Network { context, .. }
            | Error::Protocol { context, .. }
            | Error::Timeout { context, .. }
            | Error::Dropped { context, .. }
            | Error::Truncated { context }
            | Error::AccumulationLimit { context, .. } => Some(context),
        }
    };
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
        context_of!(self)
    }

    pub(crate) fn context_mut(&mut self) -> Option<&mut Context> {
        context_of!(self)
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
