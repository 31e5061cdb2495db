//! Threads that are started as they are needed and end when they are not, and that the system may refuse.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{io, thread};

/// How long a thread waits for something to do before it ends.
const KEEP_ALIVE: Duration = Duration::from_secs(5);
/// What a thread has for its stack, in bytes: what the standard library gives.
const STACK: usize = 2 * 1024 * 1024;

type Job = Box<dyn FnOnce() + Send>;

/// At most so many threads, and what they have to do.
#[derive(Debug)]
pub(super) struct Threads {
    most: usize,
    stack: usize,
    keep_alive: Duration,
    state: Mutex<State>,
    work: Condvar,
}

struct State {
    waiting: VecDeque<Job>,
    /// Threads that there are.
    alive: usize,
    /// Threads that have nothing to do.
    idle: usize,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").field("alive", &self.alive).field("idle", &self.idle).finish_non_exhaustive()
    }
}

impl Threads {
    pub(super) const fn new(most: usize) -> Self {
        Self::custom(most, STACK, KEEP_ALIVE)
    }

    pub(super) const fn custom(most: usize, stack: usize, keep_alive: Duration) -> Self {
        let state = State { waiting: VecDeque::new(), alive: 0, idle: 0 };
        Self { most, stack, keep_alive, state: Mutex::new(state), work: Condvar::new() }
    }

    /// Runs something as soon as a thread is free, in its turn.
    ///
    /// # Errors
    /// There is no thread, and the system gives none.
    pub(super) fn run(&'static self, job: Job) -> io::Result<()> {
        let mut state = self.state();
        state.waiting.push_back(job);
        if state.idle >= state.waiting.len() {
            self.work.notify_one();
        } else if state.alive < self.most {
            let thread = thread::Builder::new().name("auriko-names".into()).stack_size(self.stack);
            match thread.spawn(|| self.serve()) {
                Ok(_) => state.alive += 1,
                Err(error) if state.alive == 0 => {
                    state.waiting.pop_back();
                    return Err(error);
                }
                // One of those that there are comes to it.
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// What a thread does, from its first job on.
    fn serve(&self) {
        let mut state = self.state();
        loop {
            if let Some(job) = state.waiting.pop_front() {
                drop(state);
                job();
                state = self.state();
                continue;
            }
            state.idle += 1;
            let waited = self.work.wait_timeout_while(state, self.keep_alive, |state| state.waiting.is_empty());
            let (woken, waited) = waited.unwrap_or_else(PoisonError::into_inner);
            state = woken;
            state.idle -= 1;
            if waited.timed_out() {
                state.alive -= 1;
                return;
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many threads there are.
    #[cfg(test)]
    pub(super) fn alive(&self) -> usize {
        self.state().alive
    }

    /// How many of them wait for something to do.
    #[cfg(test)]
    pub(super) fn idle(&self) -> usize {
        self.state().idle
    }
}
