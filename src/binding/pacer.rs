use std::sync::Arc;

use auriko::transport::{Limits, Pacer};
use napi_derive::napi;

/// Limits on the requests of a client; `null` switches one off.
#[napi(object, object_to_js = false, use_nullable = true)]
pub struct NativeLimits {
    /// Requests that run at the same time.
    pub concurrency: Option<u32>,
    /// Requests that leave in a minute.
    pub requests_per_minute: Option<u32>,
    /// Estimated tokens of the requests that leave in a minute.
    pub tokens_per_minute: Option<u32>,
    /// Requests that may wait for their turn.
    pub max_queue: Option<u32>,
}

/// Holds the requests of a client, and of those made from it, to their limits.
#[napi]
pub struct NativePacer {
    pacer: Arc<Pacer>,
}

#[napi]
impl NativePacer {
    /// A pacer whose requests also keep to the limits of `parent`.
    #[napi(constructor, catch_unwind)]
    #[allow(clippy::needless_pass_by_value, reason = "the form in which a record comes in")]
    pub fn new(limits: NativeLimits, parent: Option<&NativePacer>) -> Self {
        let mut given = Limits::default();
        given.concurrency = limits.concurrency;
        given.requests_per_minute = limits.requests_per_minute;
        given.tokens_per_minute = limits.tokens_per_minute;
        given.max_queue = limits.max_queue;
        Self { pacer: Arc::new(Pacer::new(&given, parent.map(Self::share))) }
    }

    pub(super) fn share(&self) -> Arc<Pacer> {
        Arc::clone(&self.pacer)
    }
}
