//! The threads that the network work runs on.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, Once, OnceLock, PoisonError};
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
    let gate = Arc::new(Gate::default());
    let entrance = Arc::clone(&gate);
    let started = while_panics_refuse(&gate, || {
        Builder::new_multi_thread()
            .thread_name("auriko-io")
            .worker_threads(cores.min(MAX_WORKERS))
            .on_thread_start(move || entrance.pass())
            .enable_all()
            .build()
    });
    match started {
        Ok(runtime) => {
            gate.decide(runtime.is_ok());
            runtime.map_err(|error| refused(&error.to_string()))
        }
        Err(_) => Err(refused("the system refuses one")),
    }
}

/// Where the first threads of a runtime wait until all of them are there. Where the system refuses one, the library
/// panics, and on its way out waits for those that it has started: they must end, and a worker never would.
#[derive(Default)]
struct Gate {
    /// Whether all threads were started, once that is known.
    decision: Mutex<Option<bool>>,
    decided: Condvar,
}

impl Gate {
    fn decide(&self, all_started: bool) {
        self.lock().get_or_insert(all_started);
        self.decided.notify_all();
    }

    /// Waits for the decision, and ends this thread where it is a refusal.
    fn pass(&self) {
        let undecided = |decision: &mut Option<bool>| decision.is_none();
        let decision = self.decided.wait_while(self.lock(), undecided).unwrap_or_else(PoisonError::into_inner);
        let all_started = decision.unwrap_or(false);
        drop(decision);
        if !all_started {
            // Prints nothing, unlike a panic of its own.
            resume_unwind(Box::new("not all threads could be started"));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<bool>> {
        self.decision.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Catches a panic of this thread, which closes the gate before anything is dropped, and lets it print nothing.
fn while_panics_refuse<T>(gate: &Arc<Gate>, work: impl FnOnce() -> T) -> thread::Result<T> {
    thread_local! {
        static GATE: RefCell<Option<Arc<Gate>>> = const { RefCell::new(None) };
    }
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |panic| match GATE.with_borrow(Option::clone) {
            Some(gate) => gate.decide(false),
            None => loud(panic),
        }));
    });
    GATE.set(Some(Arc::clone(gate)));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    GATE.set(None);
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_that_were_started_before_one_was_refused_end() {
        let gate = Arc::new(Gate::default());
        let [first, second] = [(); 2].map(|()| {
            let gate = Arc::clone(&gate);
            thread::Builder::new().spawn(move || gate.pass()).unwrap()
        });
        let outcome = while_panics_refuse(&gate, || panic!("OS can't spawn worker thread"));
        assert!(outcome.is_err() && first.join().is_err() && second.join().is_err());
    }

    #[test]
    fn threads_that_come_after_all_were_started_pass() {
        let gate = Gate::default();
        gate.decide(true);
        gate.decide(false);
        gate.pass();
    }
}
