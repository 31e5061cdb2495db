//! Threads for work that blocks. The system may refuse one, which is an error like any other here; tokio's own threads for
//! such work panic then.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread::{self, Builder};

use tokio::sync::oneshot;

/// The system gives no thread: its limit is reached, or no memory is left.
#[derive(Debug, thiserror::Error)]
#[error("no thread can be started {purpose}: {source}")]
pub(crate) struct Refused {
    /// What for, as "to …".
    pub purpose: String,
    /// In the system's words.
    pub source: io::Error,
}

/// Work on a thread of its own.
#[derive(Debug)]
pub(crate) struct Thread<T>(oneshot::Receiver<thread::Result<T>>);

impl<T> Thread<T> {
    /// What it came to. A panic of it goes on here.
    pub(crate) async fn join(self) -> T {
        match self.0.await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(ended) => resume_unwind(Box::new(ended.to_string())),
        }
    }
}

/// Starts a thread of this name. It goes on if nobody joins it.
pub(crate) fn spawn<T: Send + 'static>(
    name: &str,
    purpose: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<Thread<T>, Refused> {
    let (ended, joined) = oneshot::channel();
    let work = move || drop(ended.send(catch_unwind(AssertUnwindSafe(work))));
    let started = Builder::new().name(name.into()).spawn(work);
    started.map_err(|source| Refused { purpose: purpose.into(), source })?;
    Ok(Thread(joined))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_thread_is_joined_without_blocking_and_has_its_name() {
        let name = spawn("a-name", "to tell", || thread::current().name().map(str::to_owned)).unwrap().join().await;
        assert_eq!(name.as_deref(), Some("a-name"));
    }

    #[tokio::test]
    #[should_panic(expected = "a defect")]
    async fn a_panic_goes_on_where_it_is_joined() {
        spawn("a-name", "to panic", || resume_unwind(Box::new("a defect".to_owned()))).unwrap().join().await;
    }
}
