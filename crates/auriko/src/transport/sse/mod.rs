//! Server-sent events: bytes in, events out, no I/O.

mod parser;
#[cfg(test)]
mod tests;

pub use parser::{Event, Parser, TooLong};
