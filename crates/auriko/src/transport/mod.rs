//! HTTP, TLS, retries, limits and server-sent events.
//!
//! A call is made of [`Attempts`]: [`Attempts::fetch`] gives a whole answer, [`Attempts::open`] an open [`Body`], whose
//! [`EventStream::read`] hands each event to a visitor, borrowed from the bytes that were read. What happened on the way
//! stands in an [`AttemptLog`], also while the call runs and after it was dropped. Dropping any of the futures closes
//! the connection.

mod attempt;
mod attempts;
mod body;
mod direct;
mod error;
mod facts;
#[cfg(target_os = "linux")]
mod given;
mod head;
mod limit;
mod names;
mod network;
mod pacing;
mod pool;
mod request;
pub mod retry;
mod roots;
mod route;
mod source;
pub mod sse;
#[cfg(test)]
mod test_certificates;
#[cfg(not(fuzzing))]
mod unpack;
#[cfg(fuzzing)]
pub mod unpack;

pub use attempts::Attempts;
pub use body::{Body, Demand, EventStream, Reading, Waiting};
pub use error::{Answer, Error, Phase};
pub use facts::{AttemptFacts, AttemptLog, Observer, WaitReason};
pub use head::{Failure, Head};
pub use limit::within;
pub use network::{HttpVersions, Identity, Network};
pub use pacing::{Limits, Paced, Pacer, Turn};
pub use pool::Pool;
pub use reqwest::Url;

pub use request::{Redirects, Repeat, Request, Retries, Timeouts};
pub use roots::Location;
pub use route::Route;

/// The longest whole answer that is taken, in bytes: a guard against a server that never ends, below what a JavaScript
/// string can hold.
pub const MAX_BODY: usize = 500 * 1024 * 1024;
/// The longest event that is taken, in bytes.
pub const MAX_EVENT: usize = 16 * 1024 * 1024;
