//! The threads that the network work runs on.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, Once, OnceLock, PoisonError};
use std::thread;

use auriko::transport::Error;
use tokio::runtime::{Builder, Runtime};

/// More threads than this bring an HTTP client nothing: it waits, it does not compute.
const MAX_WORKERS: usize = 4;

/// The process's one runtime, started at the first request and never stopped: tasks of a worker thread that ends are
/// cancelled one by one, and the process takes its threads along when it exits.
///
/// # Errors
/// [`Error::Resources`] where the machine allows no threads; the next call tries again.
pub fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    static STARTING: Mutex<()> = Mutex::new(());
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let _one_at_a_time = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    match RUNTIME.get() {
        Some(runtime) => Ok(runtime),
        None => start().map(|runtime| RUNTIME.get_or_init(|| runtime)),
    }
}

fn start() -> Result<Runtime, Error> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let refused = |why: &str| Error::Resources { reason: format!("no threads can be started for network work: {why}") };
    thread::Builder::new().spawn(|| {}).map_err(|error| refused(&error.to_string()))?;
    // The library panics where the system refuses a thread between those that it starts.
    let started = quietly(|| {
        Builder::new_multi_thread().thread_name("auriko-io").worker_threads(cores.min(MAX_WORKERS)).enable_all().build()
    });
    match started {
        Ok(runtime) => runtime.map_err(|error| refused(&error.to_string())),
        Err(_) => Err(refused("the system refuses one")),
    }
}

/// Catches a panic that is expected, and lets it print nothing.
fn quietly<T>(work: impl FnOnce() -> T) -> thread::Result<T> {
    thread_local! {
        static IS_QUIET: Cell<bool> = const { Cell::new(false) };
    }
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_QUIET.get() {
                loud(panic);
            }
        }));
    });
    IS_QUIET.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    IS_QUIET.set(false);
    outcome
}
