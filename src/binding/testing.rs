//! Exports for tests, absent from published builds.

use std::sync::atomic::Ordering;

use napi_derive::napi;

/// Panics on the calling thread.
#[napi(catch_unwind)]
pub fn panic_now() {
    panic!("a panic on demand");
}

/// How many calls exist in this process.
#[napi(catch_unwind)]
pub fn live_calls() -> i64 {
    crate::delivery::LIVE_CALLS.load(Ordering::Relaxed)
}
