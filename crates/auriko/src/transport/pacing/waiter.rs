use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::transport::error::Answer;

/// A request that waits for its turn.
#[derive(Debug)]
pub struct Waiter {
    /// What it takes out of the bucket of tokens.
    pub tokens: u64,
    /// The longest wait that the server may ask of it.
    pub max_wait: Option<Duration>,
    /// Told when there is a verdict, or a time to wake up at.
    pub wake: Notify,
    verdict: Mutex<Option<Verdict>>,
}

/// What has become of it.
#[derive(Debug)]
pub enum Verdict {
    /// It may leave; the epoch in which it does.
    Admitted(u32),
    /// The server has asked for a longer wait than it may make.
    Refused(Box<Answer>),
}

impl Waiter {
    pub fn new(tokens: u64, max_wait: Option<Duration>) -> Self {
        Self { tokens, max_wait, wake: Notify::new(), verdict: Mutex::default() }
    }

    /// Ends its wait.
    pub fn decide(&self, verdict: Verdict) {
        *self.verdict.lock().unwrap_or_else(PoisonError::into_inner) = Some(verdict);
        self.wake.notify_one();
    }

    /// The verdict, once.
    pub fn take(&self) -> Option<Verdict> {
        self.verdict.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
