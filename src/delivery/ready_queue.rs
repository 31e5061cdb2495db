use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::call::Call;

/// Where the calls of one JavaScript thread report that they have something, and the bell that calls it to look.
///
/// The bell rings once until the mail is collected, however much arrives: waking JavaScript is what costs.
pub struct ReadyQueue {
    mail: Mutex<Vec<Arc<Call>>>,
    rung: AtomicBool,
    bell: Box<dyn Fn() + Send + Sync>,
}

impl ReadyQueue {
    /// A mailbox that rings by calling `bell`, from any thread.
    pub fn new(bell: Box<dyn Fn() + Send + Sync>) -> Self {
        Self { mail: Mutex::default(), rung: AtomicBool::new(false), bell }
    }

    /// Notes that a call has something.
    pub fn post(&self, call: Arc<Call>) {
        self.mail.lock().unwrap_or_else(PoisonError::into_inner).push(call);
        if !self.rung.swap(true, Ordering::AcqRel) {
            (self.bell)();
        }
    }

    /// Takes all mail.
    pub fn collect(&self) -> Vec<Arc<Call>> {
        // Before the mail is taken, so that whatever is posted from here on rings again.
        self.rung.store(false, Ordering::Release);
        std::mem::take(&mut self.mail.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl std::fmt::Debug for ReadyQueue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReadyQueue").finish_non_exhaustive()
    }
}
