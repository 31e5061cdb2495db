//! Exports for tests, absent from published builds.

use std::sync::atomic::Ordering;

use napi_derive::napi;

/// Panics on the calling thread.
#[napi(catch_unwind)]
pub fn panic_now() {
    panic!("a panic on demand");
}

/// Panics inside the next call that starts, on the network's threads.
#[napi(catch_unwind)]
pub fn panic_in_next_call() {
    crate::delivery::PANIC_IN_NEXT_CALL.store(true, Ordering::Relaxed);
}

/// How many calls exist in this process.
#[napi(catch_unwind)]
pub fn live_calls() -> i64 {
    crate::delivery::LIVE_CALLS.load(Ordering::Relaxed)
}
