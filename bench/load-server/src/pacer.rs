//! Timers finer than the runtime's, which wake in steps of a millisecond: streams that are rounded to the same step
//! would arrive as a burst that no real provider sends.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::task::Waker;
use std::time::{Duration, Instant};

struct Timer {
    at: Instant,
    waker: Waker,
}

impl Ord for Timer {
    /// The earliest is the greatest, because the heap gives that first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.at.cmp(&self.at)
    }
}

impl PartialOrd for Timer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Timer {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Timer {}

#[derive(Default)]
struct Pacer {
    timers: Mutex<BinaryHeap<Timer>>,
    changed: Condvar,
}

/// Wakes a task at a point in time.
pub fn wake_at(at: Instant, waker: Waker) {
    let pacer = pacer();
    let mut timers = pacer.timers.lock().unwrap_or_else(PoisonError::into_inner);
    let is_first = timers.peek().is_none_or(|first| at < first.at);
    timers.push(Timer { at, waker });
    drop(timers);
    if is_first {
        pacer.changed.notify_one();
    }
}

fn pacer() -> &'static Pacer {
    static PACER: OnceLock<&'static Pacer> = OnceLock::new();
    PACER.get_or_init(|| {
        let pacer: &'static Pacer = Box::leak(Box::default());
        std::thread::spawn(move || run(pacer));
        pacer
    })
}

fn run(pacer: &'static Pacer) {
    let mut timers = pacer.timers.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let now = Instant::now();
        let wait = timers.peek().map_or(Duration::from_secs(3600), |first| first.at.saturating_duration_since(now));
        if wait.is_zero() {
            if let Some(timer) = timers.pop() {
                timer.waker.wake();
            }
            continue;
        }
        timers = pacer.changed.wait_timeout(timers, wait).unwrap_or_else(PoisonError::into_inner).0;
    }
}
