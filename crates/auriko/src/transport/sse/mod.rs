//! Server-sent events: bytes in, events out, no I/O.

#[cfg(test)]
mod caps;
mod parser;
#[cfg(test)]
mod tests;

pub use parser::{Event, Parser, TooLong};
