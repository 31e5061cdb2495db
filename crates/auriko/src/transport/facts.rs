//! What happened on the way, attempt by attempt.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use http::{StatusCode, Version};

use super::error::NETWORK;
use super::head::Head;

/// One attempt. Durations count from its start.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AttemptFacts {
    /// 1 for the first.
    pub number: u32,
    /// When it began.
    pub started: SystemTime,
    /// Until the response headers were there, those of redirects not counted.
    pub headers: Option<Duration>,
    /// Until the first event of a stream, or the first piece of a body that is read piece by piece.
    pub first_event: Option<Duration>,
    /// Until it was over: its body read to the end, or failed. None while it runs, and where it was given up.
    pub end: Option<Duration>,
    /// Bytes of the request's body; 0 where there was no connection to send it over.
    pub sent: u64,
    /// Bytes of the response's body that were read, unpacked.
    pub received: u64,
    /// The HTTP version of the answer.
    pub version: Option<Version>,
    /// Whether its connection had served an earlier request, where that can be told.
    pub reused: Option<bool>,
    /// The status of the answer.
    pub status: Option<StatusCode>,
    /// Redirects that were followed.
    pub redirects: u32,
    /// Why it failed, in a word: `connect`, `tls`, `proxy`, `network`, `protocol`, `timeout`, `status`, `too_large`.
    pub failure: Option<&'static str>,
    /// The wait before the next attempt, and why it is that long.
    pub wait: Option<(Duration, WaitReason)>,
    /// How long it waited for its turn before it began, where there are [`Limits`](super::Limits).
    pub queued: Option<Duration>,
}

impl AttemptFacts {
    /// An attempt that has only begun: everything else is unknown until it is set.
    pub fn new(number: u32, started: SystemTime, sent: u64) -> Self {
        Self {
            number,
            started,
            headers: None,
            first_event: None,
            end: None,
            sent,
            received: 0,
            version: None,
            reused: None,
            status: None,
            redirects: 0,
            failure: None,
            wait: None,
            queued: None,
        }
    }
}

/// What decided how long to wait before the next attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// The client's own wait, which grows with each attempt.
    Backoff,
    /// The server's `Retry-After`.
    RetryAfter,
}

impl WaitReason {
    /// The word for it in options, logs and documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Backoff => "backoff",
            Self::RetryAfter => "retry-after",
        }
    }
}

/// Who is told at once what the log notes. The calls come from the task that runs the attempts and should be short.
pub trait Observer: Send + Sync {
    /// An attempt is about to be sent.
    fn attempt_started(&self, facts: &AttemptFacts);
    /// An attempt has failed and will be repeated: told before the wait.
    fn retry_scheduled(&self, facts: &AttemptFacts);
}

/// The attempts of one call, written by whoever runs it and readable from any thread meanwhile.
#[derive(Debug, Default)]
pub struct AttemptLog {
    count: AtomicU32,
    /// Of the attempt that runs; moved into its facts when it is over.
    received: AtomicU64,
    attempts: Mutex<Vec<(AttemptFacts, Instant)>>,
}

impl AttemptLog {
    /// How many times the request was sent.
    pub fn count(&self) -> u32 {
        self.count.load(Ordering::Relaxed)
    }

    /// Whether an earlier attempt lost its connection.
    pub(super) fn has_lost_connection(&self) -> bool {
        self.count() > 1 && self.lock().iter().any(|(facts, _)| facts.failure == Some(NETWORK))
    }

    /// The facts so far, oldest attempt first.
    pub fn facts(&self) -> Vec<AttemptFacts> {
        let received = self.received.load(Ordering::Relaxed);
        let mut facts: Vec<_> = self.lock().iter().map(|(facts, _)| facts.clone()).collect();
        if let Some(running) = facts.last_mut().filter(|facts| facts.end.is_none()) {
            running.received = received;
        }
        facts
    }

    pub(super) fn start(&self, sent: u64, queued: Option<Duration>) -> AttemptFacts {
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        self.received.store(0, Ordering::Relaxed);
        let facts = AttemptFacts { queued, ..AttemptFacts::new(number, SystemTime::now(), sent) };
        self.lock().push((facts.clone(), Instant::now()));
        facts
    }

    pub(super) fn head_arrived(&self, head: &Head, reused: Option<bool>, redirects: u32) {
        self.update(|facts, since| {
            facts.headers = Some(since);
            facts.status = Some(head.status);
            facts.version = Some(head.version);
            facts.reused = reused;
            facts.redirects = redirects;
        });
    }

    pub(super) fn redirected(&self, redirects: u32) {
        self.update(|facts, _| facts.redirects = redirects);
    }

    pub(super) fn first_event(&self) {
        self.update(|facts, since| facts.first_event = facts.first_event.or(Some(since)));
    }

    pub(super) fn bytes_received(&self, bytes: usize) {
        self.received.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// The attempt is over. The first end counts, and the first reason, which may come later: an answer that says no is
    /// read to its end before it is a failure.
    pub fn end(&self, failure: Option<&'static str>) {
        let received = self.received.load(Ordering::Relaxed);
        self.update(|facts, since| {
            if facts.end.is_none() {
                facts.end = Some(since);
                facts.received = received;
            }
            // An answer that says no has been read to its end before it is told to be a failure.
            facts.failure = facts.failure.or(failure);
            if matches!(facts.failure, Some("connect" | "tls" | "proxy")) {
                facts.sent = 0;
            }
        });
    }

    pub(super) fn retry_scheduled(&self, delay: Duration, reason: WaitReason) -> Option<AttemptFacts> {
        self.update(|facts, _| facts.wait = Some((delay, reason)));
        self.lock().last().map(|(facts, _)| facts.clone())
    }

    fn update(&self, change: impl FnOnce(&mut AttemptFacts, Duration)) {
        if let Some((facts, start)) = self.lock().last_mut() {
            change(facts, start.elapsed());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(AttemptFacts, Instant)>> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::AttemptLog;

    #[test]
    fn nothing_is_sent_without_a_connection() {
        for (failure, sent) in [("connect", 0), ("tls", 0), ("proxy", 0), ("network", 10), ("timeout", 10)] {
            let log = AttemptLog::default();
            log.start(10, None);
            log.end(Some(failure));
            assert_eq!(log.facts()[0].sent, sent, "{failure}");
        }
    }

    #[test]
    fn redirects_count_also_where_the_attempt_fails_behind_them() {
        let log = AttemptLog::default();
        log.start(10, None);
        log.redirected(2);
        log.end(Some("timeout"));
        assert_eq!(log.facts()[0].redirects, 2);
    }
}
