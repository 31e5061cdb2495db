//! HTTP, TLS, retries, timeouts and streaming, without a word of Node.

pub mod backoff;
mod batch;
mod call;
mod classify;
mod draft;
mod error;
mod exchange;
mod mailbox;
mod network;
mod request;
mod roots;
mod runtime;
pub mod sse;
mod stream;
mod task;
pub mod template;
mod text;

pub use batch::Batch;
pub use call::{Call, End, Failure, Head, News, Pull};
pub use draft::{Draft, Headers, parse_lines};
pub use error::{Answer, Error, Phase};
pub use exchange::lines_of;
pub use mailbox::Mailbox;
pub use network::{HttpVersions, Network, Pool};
pub use request::{Framing, Request, Retries, Timeouts};
pub use roots::Location;
pub use stream::MAX_EVENT;
pub use task::{Task, start};
pub use text::Text;

#[cfg(feature = "testing")]
pub use call::LIVE as LIVE_CALLS;
