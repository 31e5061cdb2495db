//! Calls as tasks: started, cancelled, and safe against our own defects.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;

use auriko::transport::{Attempts, Error, MAX_BODY, Phase, Pool, Request, within};
use futures::FutureExt;
use tokio::task::AbortHandle;

use super::call::{Call, Completion, End, Failure, Head, Reader};
use super::raw_request::RawRequest;
use super::runtime::runtime;
use super::stream;

/// How the body of a good answer is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// At once, as text.
    Text,
    /// Event by event, as JSON.
    Events,
    /// Piece by piece, as it arrives.
    Bytes,
}

/// A call that runs until it has reported, or until it is dropped: that closes its connection.
#[derive(Debug)]
pub struct Task {
    call: Arc<Call>,
    abort: Option<AbortHandle>,
}

impl Task {
    /// The call that it runs.
    pub fn call(&self) -> &Arc<Call> {
        &self.call
    }

    /// Lets it run to its end although nobody waits for it.
    pub fn detach(mut self) {
        self.abort = None;
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        if let Some(abort) = &self.abort {
            abort.abort();
        }
    }
}

/// Sends a request; what comes of it is reported through `call`.
pub fn start(pool: Arc<Pool>, raw: RawRequest, framing: Framing, call: Arc<Call>) -> Task {
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => {
            fail(&call, error);
            return Task { call, abort: None };
        }
    };
    let running = Arc::clone(&call);
    let task = runtime.spawn(async move {
        let request = match raw.read() {
            Ok(request) => request,
            Err(error) => return fail(&running, error),
        };
        let work = pin!(run(&pool, &request, framing, &running));
        let work = within(request.timeouts.total, Phase::Total, work);
        let error = match AssertUnwindSafe(work).catch_unwind().await {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error,
            Err(panic) => Error::Panic(message_of(&*panic)),
        };
        fail(&running, error);
    });
    Task { call, abort: Some(task.abort_handle()) }
}

async fn run(pool: &Pool, request: &Request, framing: Framing, call: &Arc<Call>) {
    #[cfg(feature = "testing")]
    assert!(!PANIC_IN_NEXT_CALL.swap(false, std::sync::atomic::Ordering::Relaxed), "a panic on demand");
    let reader = Reader(call);
    let attempts = Attempts { pool, request, log: &call.log, observer: reader.observer() };
    // Boxed, so that none carries the other's room.
    match framing {
        Framing::Text => call.complete(match Box::pin(attempts.fetch(MAX_BODY)).await {
            Ok((head, body)) => Completion::of_body(Head::from(&head), &body),
            Err(failure) => Completion::Failed(failure.into()),
        }),
        Framing::Events | Framing::Bytes => Box::pin(stream::run(attempts, framing, call)).await,
    }
}

/// Whether the next call meets a defect of ours, for tests that look what becomes of it.
#[cfg(feature = "testing")]
pub static PANIC_IN_NEXT_CALL: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// Reports a failure that came from outside: at whatever point the call was.
fn fail(call: &Arc<Call>, error: Error) {
    if let Some(head) = call.opened() {
        call.end(End::Failed(Failure { error, head: Some(head) }));
    } else {
        call.log.end(Some(error.kind()));
        call.complete(Completion::Failed(Failure::from(error)));
    }
}

pub(super) fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message").to_owned()
}
