//! What the parts of a running batch share.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, OwnedSemaphorePermit};

use super::answer::Used;
use super::totals::{Account, Progress, Stop, Summary};

/// The rate is that of so many seconds.
const RATE_WINDOW: Duration = Duration::from_secs(10);

/// A result on its way out.
#[derive(Debug)]
pub struct Delivered {
    pub(super) line: Vec<u8>,
    pub(super) used: Used,
    /// Its place among the requests in flight.
    pub(super) place: Option<OwnedSemaphorePermit>,
}

impl Delivered {
    /// The line, its end included.
    pub fn line(&self) -> &[u8] {
        &self.line
    }
}

/// Where a batch is stopped from, by anybody: requests in flight are finished and written, no further ones are sent.
#[derive(Debug, Clone, Default)]
pub struct StopHandle {
    inner: Arc<StopState>,
}

#[derive(Debug, Default)]
struct StopState {
    why: Mutex<Option<Stop>>,
    changed: Notify,
}

impl StopHandle {
    /// Stops the batch. Before it runs, it ends as soon as it does.
    pub fn stop(&self) {
        self.because(Stop::Requested);
    }

    /// The first reason counts.
    pub(super) fn because(&self, why: Stop) {
        self.inner.why.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
        self.inner.changed.notify_waiters();
    }

    pub(super) fn reason(&self) -> Option<Stop> {
        self.inner.why.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Resolves when it has been stopped.
    pub(super) async fn stopped(&self) {
        let changed = self.inner.changed.notified();
        tokio::pin!(changed);
        changed.as_mut().enable();
        if self.reason().is_none() {
            changed.await;
        }
    }
}

/// What is counted while a batch runs.
#[derive(Debug)]
pub struct State {
    pub(super) stop: StopHandle,
    pub(super) counts: Counts,
    sums: Mutex<Sums>,
    /// Something was booked.
    changed: Notify,
    is_broken: std::sync::atomic::AtomicBool,
    started: Instant,
    /// The size of the input in bytes; 0 where it is not known.
    input_size: AtomicU64,
}

#[derive(Debug, Default)]
pub(super) struct Counts {
    pub in_flight: AtomicU64,
    pub skipped: AtomicU64,
    pub other_shards: AtomicU64,
    pub asked_again: AtomicU64,
    /// Lines that this run takes up.
    pub taken: AtomicU64,
    /// Bytes of the input that have been read.
    pub bytes_read: AtomicU64,
}

#[derive(Debug, Default)]
struct Sums {
    run: Account,
    total: Account,
    /// How many lines had ended at a time, newest last.
    samples: VecDeque<(Instant, u64)>,
    /// Why nothing can be sent.
    impossible: Option<crate::Error>,
}

/// What the limits look at: cost in USD, earlier runs included and without them, the mean cost of an answer of this run, and
/// failures, earlier runs included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spending {
    pub total: f64,
    pub run: f64,
    pub mean: f64,
    pub failed: u64,
}

impl State {
    pub(super) fn new(earlier: Account, stop: StopHandle) -> Self {
        Self {
            stop,
            counts: Counts::default(),
            sums: Mutex::new(Sums { total: earlier, ..Sums::default() }),
            changed: Notify::new(),
            is_broken: false.into(),
            started: Instant::now(),
            input_size: AtomicU64::new(0),
        }
    }

    /// Counts a result that has been written, or handed out, and gives its place free.
    pub fn booked(&self, result: Delivered) {
        let now = Instant::now();
        {
            let mut sums = self.lock();
            sums.run.add(&result.used);
            sums.total.add(&result.used);
            let finished = sums.run.total.finished();
            // A sample every tenth of a second at most.
            match sums.samples.back_mut() {
                Some((at, count)) if now.duration_since(*at) < RATE_WINDOW / 100 => *count = finished,
                _ => sums.samples.push_back((now, finished)),
            }
            while sums.samples.front().is_some_and(|(at, _)| now.duration_since(*at) > RATE_WINDOW) {
                sums.samples.pop_front();
            }
        }
        if result.place.is_some() {
            self.counts.in_flight.fetch_sub(1, Ordering::Relaxed);
        }
        drop(result);
        self.changed.notify_waiters();
    }

    /// What waits for a result to be booked; to be made before what it depends on is looked at.
    pub(super) fn change(&self) -> tokio::sync::futures::Notified<'_> {
        self.changed.notified()
    }

    /// What the limits look at.
    pub(super) fn spending(&self) -> Spending {
        let sums = self.lock();
        let (run, total) = (&sums.run.total, &sums.total.total);
        #[expect(clippy::cast_precision_loss, reason = "a mean")]
        let mean = run.cost_usd / run.succeeded.max(1) as f64;
        Spending { total: total.cost_usd, run: run.cost_usd, mean, failed: total.failed }
    }

    /// Stops because of a request that has no line and will be asked again.
    pub(super) fn give_back(&self, why: Stop) {
        self.counts.in_flight.fetch_sub(1, Ordering::Relaxed);
        self.stop.because(why);
        self.changed.notify_waiters();
    }

    /// Stops because nothing can be sent.
    pub(super) fn impossible(&self, error: crate::Error) {
        self.lock().impossible.get_or_insert(error);
        self.give_back(Stop::Requested);
    }

    pub(super) fn take_impossible(&self) -> Option<crate::Error> {
        self.lock().impossible.take()
    }

    /// The output can't be written any more.
    pub(super) fn broken(&self) {
        self.is_broken.store(true, Ordering::Relaxed);
        self.stop.because(Stop::Requested);
        self.changed.notify_waiters();
    }

    pub(super) fn set_input_size(&self, bytes: u64) {
        self.input_size.store(bytes, Ordering::Relaxed);
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let elapsed = self.started.elapsed();
        let sums = self.lock();
        let per_second = rate(&sums, self.started);
        let (run, total) = (sums.run.total, sums.total.total);
        drop(sums);
        let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let in_flight = count(&self.counts.in_flight);
        let (size, read) = (count(&self.input_size), count(&self.counts.bytes_read));
        Progress {
            run,
            total,
            in_flight,
            skipped: count(&self.counts.skipped),
            per_second,
            read: (size > 0).then(|| ratio(read.min(size), size)),
            remaining: self.remaining(size, read, per_second, run.finished()),
            elapsed,
        }
    }

    /// Lines that are still to come are as long as those that came, and as many of them are this run's.
    fn remaining(&self, size: u64, read: u64, per_second: f64, finished: u64) -> Option<Duration> {
        if size == 0 || read == 0 || per_second <= 0.0 {
            return None;
        }
        let taken = self.counts.taken.load(Ordering::Relaxed);
        let skipped = self.counts.skipped.load(Ordering::Relaxed);
        // Lines that earlier runs finished lie mostly at the beginning: those behind will have to be asked.
        let to_come = ratio(taken + skipped, read) * ratio(size.saturating_sub(read), 1);
        let lines = ratio(taken.saturating_sub(finished), 1) + to_come;
        Duration::try_from_secs_f64(lines / per_second).ok()
    }

    /// What it has come to.
    pub(super) fn summary(&self, retried: u64, repaired: bool) -> Summary {
        let sums = self.lock();
        let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Summary {
            run: sums.run.total,
            total: sums.total.total,
            routes: sums.run.routes(),
            total_routes: sums.total.routes(),
            errors: sums.total.errors(),
            skipped: count(&self.counts.skipped),
            other_shards: count(&self.counts.other_shards),
            asked_again: count(&self.counts.asked_again),
            retried,
            repaired,
            stopped: self.stop.reason(),
            elapsed: self.started.elapsed(),
        }
    }

    /// What this run has come to so far, by model and provider.
    #[cfg_attr(not(feature = "transport"), expect(dead_code, reason = "the summary has them, too"))]
    pub fn routes(&self) -> Vec<super::totals::RouteTotals> {
        self.lock().run.routes()
    }

    fn lock(&self) -> MutexGuard<'_, Sums> {
        self.sums.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn rate(sums: &Sums, started: Instant) -> f64 {
    let now = Instant::now();
    let fresh = sums.samples.iter().find(|(at, _)| now.duration_since(*at) <= RATE_WINDOW);
    // Nothing is older than the run itself.
    let (since, before) = match fresh {
        Some(_) if now.duration_since(started) <= RATE_WINDOW => (started, 0),
        Some(&(at, count)) => (at, count),
        None => return 0.0,
    };
    let seconds = now.duration_since(since).as_secs_f64();
    let ended = sums.run.total.finished().saturating_sub(before);
    if seconds > 0.0 { ratio(ended, 1) / seconds } else { 0.0 }
}

#[expect(clippy::cast_precision_loss, reason = "a share")]
fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}
