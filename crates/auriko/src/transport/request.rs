use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};
use reqwest::Url;

use super::pacing::Paced;

/// What one call sends and how long it may take.
///
/// The `Authorization` header is among the headers, marked sensitive: no `Debug` output shows its value.
#[derive(Debug, Clone)]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// The absolute address.
    pub url: Url,
    /// All headers, the caller's last.
    pub headers: HeaderMap,
    /// The body, sent as it is on every attempt.
    pub body: Option<Bytes>,
    /// The limits of this call.
    pub timeouts: Timeouts,
    /// How often and how patiently a failed attempt is repeated.
    pub retries: Retries,
    /// Which redirects are followed.
    pub redirects: Redirects,
    /// Whether an answer counts as good whatever its status is, as in `fetch`.
    pub any_status: bool,
    /// Its place among the requests that wait for their turn, where there are limits.
    pub pacing: Option<Paced>,
}

/// Which redirects are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Redirects {
    /// Those within the origin, so that the key never leaves it; any other is an answer like any other.
    #[default]
    SameOrigin,
    /// All, to another origin without credentials.
    Follow,
    /// None: a redirect is an answer like any other.
    Manual,
    /// None: a redirect is an [`super::Error::Redirect`].
    Refuse,
}

/// The limits of one call; `None` switches one off. The limit on connecting belongs to the [`super::Network`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Timeouts {
    /// From sending a request to its response headers, connecting included.
    pub headers: Option<Duration>,
    /// How long nothing comes while somebody waits for data. Comments of an event stream are no data.
    pub idle: Option<Duration>,
    /// The whole call, retries and body included.
    pub total: Option<Duration>,
}

/// How often and how patiently a failed attempt is repeated.
#[derive(Debug, Clone, Copy)]
pub struct Retries {
    /// Attempts after the first.
    pub max: u32,
    /// The longest `Retry-After` that is waited for; a longer one ends the call at once.
    pub max_delay: Duration,
    /// Whether a request that may have done its work is sent again.
    pub repeat: Repeat,
}

/// Which failures a request may be repeated after, beside what the failure itself says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Repeat {
    /// Any: doing the work twice does no harm.
    #[default]
    Always,
    /// Only those after which the server can't have done anything: no connection, or a refusal below status 500.
    UntilReceived,
}
