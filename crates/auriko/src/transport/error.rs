use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::route::Route;
use super::sse::TooLong;
use crate::threads::Refused;

/// The kind of [`Error::Network`].
pub(super) const NETWORK: &str = "network";

/// Which limit passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// Name resolution, TCP and TLS.
    Connect,
    /// The response headers.
    Headers,
    /// Nothing came for a while inside the body.
    Idle,
    /// A body that is read as a whole: twice the limit on silence.
    Body,
    /// The whole call.
    Total,
}

/// What ended an attempt. Each variant says which error of the SDK it becomes.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No connection: refused, unreachable, name not resolved. `APIConnectionError`.
    #[error("could not connect to {0}")]
    Connect(Route, #[source] reqwest::Error),
    /// The certificate or the handshake was refused. `APIConnectionError`, never retried.
    #[error("the TLS handshake with {0} failed")]
    Tls(Route, #[source] reqwest::Error),
    /// The proxy did not let us through. `APIConnectionError`, never retried.
    #[error("the proxy {} gave no connection to {}", .0.proxy.as_deref().unwrap_or_default(), .0.address)]
    Proxy(Route, #[source] reqwest::Error),
    /// The connection broke. `APIConnectionError`, or `StreamDroppedError` inside a stream.
    #[error("the connection to {0} was lost")]
    Network(Route, #[source] reqwest::Error),
    /// The server spoke no valid HTTP. `APIConnectionError`, never retried.
    #[error("no valid HTTP came from {0}")]
    Protocol(Route, #[source] reqwest::Error),
    /// A limit passed. `APITimeoutError`.
    #[error("{} timeout of {} ms passed", phase.name(), limit.as_millis())]
    Timeout {
        /// Which one.
        phase: Phase,
        /// Its length.
        limit: Duration,
    },
    /// The server answered with an error. `APIStatusError` or one of its children.
    #[error("the server answered with status {}", .0.status.as_u16())]
    Status(Box<Answer>),
    /// An event is longer than its cap. `APIStatusError`.
    #[error(transparent)]
    EventTooLong(#[from] TooLong),
    /// A body is longer than its cap. `APIStatusError`.
    #[error("the response body is longer than {limit} bytes")]
    BodyTooLong {
        /// The cap, in bytes.
        limit: usize,
    },
    /// A packed body that is far larger than it should be. `APIStatusError`.
    #[error("the response body unpacks to more than {ratio} times its size")]
    UnpacksTooFar {
        /// The most that is taken.
        ratio: u64,
    },
    /// A packed body that was not asked for, or is broken. `APIConnectionError`, never retried.
    #[error("the response body can't be read: {reason}")]
    Encoding {
        /// Which.
        reason: &'static str,
    },
    /// The machine refused a thread, a file descriptor or memory. `APIConnectionError`.
    #[error("this machine refused what a call needs: {reason}")]
    Resources {
        /// Which, in the system's words.
        reason: String,
    },
    /// Too many requests wait for their turn. `AurikoAPIError`, code `queue_full`.
    #[error("{max} requests wait for their turn already")]
    QueueFull {
        /// The most that may wait.
        max: u32,
    },
    /// A redirect that must not or can't be followed; only where a caller chose how redirects are treated.
    /// `APIConnectionError`, never retried.
    #[error("{reason}")]
    Redirect {
        /// Which.
        reason: &'static str,
    },
    /// The network configuration can't be used. `BadRequestError`.
    #[error("the network configuration can't be used: {reason}")]
    Config {
        /// Which part, and why.
        reason: String,
        /// Nothing to verify a server with: the caller may supply certificates of its own and try again.
        no_roots: bool,
    },
    /// A defect in this library. `APIConnectionError`.
    #[error("the native core failed: {0}")]
    Panic(String),
}

/// An answer whose status says that it is an error, or a redirect that is not followed.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, as far as it came.
    pub body: String,
    /// The server asked for a longer wait than the caller allows, so it was not retried.
    pub delay_too_long: bool,
}

impl Phase {
    /// The word for it in options, errors and documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Headers => "headers",
            Self::Idle => "idle",
            Self::Body => "body",
            Self::Total => "total",
        }
    }
}

impl Error {
    /// Sorts out why an attempt failed before or inside its answer.
    pub(super) fn from_attempt(error: reqwest::Error, connect_limit: Option<Duration>, route: Route) -> Self {
        // The address may hold credentials of a proxy or a query; it is the caller's to tell.
        let error = error.without_url();
        if error.is_timeout() && error.is_connect() {
            return Self::Timeout { phase: Phase::Connect, limit: connect_limit.unwrap_or_default() };
        }
        match cause_of(&error) {
            Cause::Exhausted(reason) => Self::Resources { reason },
            Cause::Tls => Self::Tls(route, error),
            Cause::Invalid => Self::Protocol(route, error),
            Cause::Unknown if error.is_connect() && route.proxy.is_some() => Self::Proxy(route, error),
            Cause::Unknown if error.is_builder() => Self::Protocol(route, error),
            Cause::Io | Cause::Closed | Cause::Unknown if error.is_connect() => Self::Connect(route, error),
            Cause::Io | Cause::Closed | Cause::Unknown => Self::Network(route, error),
        }
    }

    /// The word for it where errors cross languages and stand in logs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Connect(..) => "connect",
            Self::Tls(..) => "tls",
            Self::Proxy(..) => "proxy",
            Self::Network(..) => NETWORK,
            Self::Protocol(..) | Self::Encoding { .. } => "protocol",
            Self::Timeout { .. } => "timeout",
            Self::Status(_) => "status",
            Self::EventTooLong(_) | Self::BodyTooLong { .. } | Self::UnpacksTooFar { .. } => "too_large",
            Self::Resources { .. } => "resources",
            Self::QueueFull { .. } => "queue_full",
            Self::Redirect { .. } => "redirect",
            Self::Config { .. } => "config",
            Self::Panic(_) => "panic",
        }
    }

    /// The causes under this error, outermost first, as text.
    pub fn chain(&self) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        let mut next = self.source();
        while let Some(error) = next {
            let text = error.to_string();
            if texts.last() != Some(&text) {
                texts.push(text);
            }
            next = error.source();
        }
        texts
    }
}

enum Cause {
    Exhausted(String),
    Tls,
    Io,
    Closed,
    Invalid,
    Unknown,
}

/// Walks down to the first cause whose type tells what happened.
fn cause_of(error: &reqwest::Error) -> Cause {
    let mut next: Option<&(dyn StdError + 'static)> = error.source();
    let mut found = Cause::Unknown;
    while let Some(error) = next {
        if error.is::<rustls::Error>() {
            return Cause::Tls;
        }
        if error.is::<Refused>() {
            return Cause::Exhausted(error.to_string());
        }
        if let Some(io) = error.downcast_ref::<io::Error>() {
            if is_exhausted(io) {
                return Cause::Exhausted(io.to_string());
            }
            if is_tls(io) {
                return Cause::Tls;
            }
            found = if io.kind() == io::ErrorKind::InvalidData { Cause::Invalid } else { Cause::Io };
        } else if let Some(hyper) = error.downcast_ref::<hyper::Error>() {
            if hyper.is_parse() {
                return Cause::Invalid;
            }
            if hyper.is_incomplete_message() || hyper.is_closed() || hyper.is_canceled() {
                found = Cause::Closed;
            }
        }
        next = error.source();
    }
    found
}

/// No file descriptor, buffer or memory is left, by the numbers of Unix (ENOMEM, ENFILE, EMFILE) and Windows.
fn is_exhausted(error: &io::Error) -> bool {
    let known: &[i32] = if cfg!(windows) { &[10_024, 10_055] } else { &[12, 23, 24] };
    error.raw_os_error().is_some_and(|number| known.contains(&number))
}

/// An I/O error may hold another one; its `source()` passes over what it holds.
fn is_tls(error: &io::Error) -> bool {
    error
        .get_ref()
        .is_some_and(|inner| inner.is::<rustls::Error>() || inner.downcast_ref::<io::Error>().is_some_and(is_tls))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_certificate_is_found_at_any_depth() {
        let refused = || rustls::Error::General("no".into());
        assert!(is_tls(&io::Error::other(refused())));
        assert!(is_tls(&io::Error::other(io::Error::new(io::ErrorKind::InvalidData, refused()))));
        assert!(!is_tls(&io::Error::other(io::Error::from(io::ErrorKind::UnexpectedEof))));
    }

    #[test]
    fn a_timeout_names_its_phase_and_length() {
        let error = Error::Timeout { phase: Phase::Idle, limit: Duration::from_millis(1500) };
        assert_eq!(error.to_string(), "idle timeout of 1500 ms passed");
    }
}
