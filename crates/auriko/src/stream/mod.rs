//! Answers as they arrive.

mod chat;
mod driver;
mod events;
mod queue;

pub use chat::ChatCompletionStream;
pub(crate) use driver::StreamedCall;
pub use events::{EventStream, ServerSentEvent};
