//! How answers reach one JavaScript thread: which calls have something, what crosses for it, and who is woken. Knows
//! neither Node-API nor HTTP.
#![forbid(unsafe_code)]

mod address;
mod batch;
mod batch_run;
mod batch_text;
mod call;
mod collection;
mod demand;
mod dispatcher;
mod facts_text;
mod header_lines;
mod pools;
mod raw_request;
mod ready_queue;
mod runtime;
mod secret_header;
mod stream;
mod task;
pub mod template;
mod text;

pub use batch::Batch;
pub use batch_run::{BatchFailure, BatchRun, RawBatch, Readiness};
pub use batch_text::merged;
pub use call::{Call, End, Failure, Head, Pull};
pub use dispatcher::Dispatcher;
pub use header_lines::{lines_of, parse_lines};
pub use pools::shared_pool;
pub use raw_request::{Headers, RawRequest};
pub use task::Framing;
pub use text::Text;

#[cfg(feature = "testing")]
pub use call::LIVE as LIVE_CALLS;
#[cfg(feature = "testing")]
pub use task::PANIC_IN_NEXT_CALL;
