//! What a failed attempt is followed by: is it worth another, and when.

pub mod backoff;
mod classify;

pub use classify::{is_retryable, may_be_repeated, may_have_arrived};
