//! How far apart requests leave once a server has refused some.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::StatusCode;
use tokio::time::{Instant, sleep_until};

use crate::transport::{AttemptFacts, Observer};

/// As many models are told apart; further ones share a pace.
const MOST_MODELS: usize = 1000;
/// A server counts a little differently than it is counted here, so a bit less than what it took is asked.
const BELOW: f64 = 1.03;
/// A refusal slows down by this at the least.
const SLOWER: f64 = 1.05;
/// After so many answers without a refusal, a little more is tried.
const ROUND: u32 = 50;
const FASTER: f64 = 0.98;
/// Nothing is gained by keeping requests apart for less than this.
const SHORTEST: Duration = Duration::from_micros(200);

/// The pace at which each model is asked. There is none until the server refuses a request for being one too many (status
/// 429). From then on requests leave at the rate that it took, counted until it takes requests again, and a little faster with
/// every round of answers. What has been refused comes back when the server says, whatever the pace is.
#[derive(Debug, Default)]
pub struct Pace {
    models: Mutex<HashMap<String, Rate>>,
}

#[derive(Debug)]
struct Rate {
    /// The time between two requests; none for any.
    interval: Option<Duration>,
    /// When the next request may leave.
    next: Instant,
    /// Since when answers are counted: the start, or when the server took requests again.
    since: Instant,
    answers: u32,
}

impl Rate {
    fn new() -> Self {
        let now = Instant::now();
        Self { interval: None, next: now, since: now, answers: 0 }
    }

    fn reserve(&mut self) -> Option<Instant> {
        let interval = self.interval?;
        let at = self.next.max(Instant::now());
        self.next = at + interval;
        Some(at)
    }

    fn answered(&mut self) {
        // Those that were sent before the server refused one say nothing about the time after it.
        if Instant::now() < self.since {
            return;
        }
        self.answers = self.answers.saturating_add(1);
        if self.answers.is_multiple_of(ROUND)
            && let Some(interval) = self.interval
        {
            self.interval = Some(interval.mul_f64(FASTER)).filter(|interval| *interval > SHORTEST);
        }
    }

    fn refused(&mut self, wait: Duration) {
        let now = Instant::now();
        // One refusal counts, not those of all that were in flight.
        if now < self.since {
            return;
        }
        let taken = (now.duration_since(self.since) + wait).mul_f64(BELOW) / self.answers.max(1);
        let slower = self.interval.map_or(Duration::ZERO, |interval| interval.mul_f64(SLOWER));
        self.interval = Some(taken.max(slower));
        self.since = now + wait;
        self.next = self.next.max(self.since);
        self.answers = 0;
    }
}

impl Pace {
    /// Waits until a request to this model may leave.
    pub(super) async fn wait(&self, model: &str) {
        let at = self.with(model, Rate::reserve);
        if let Some(at) = at {
            sleep_until(at).await;
        }
    }

    /// A request to this model has an answer.
    pub(super) fn answered(&self, model: &str) {
        self.with(model, Rate::answered);
    }

    /// Who hears of the refusals of a request to this model.
    pub(super) fn observer<'a>(&'a self, model: &'a str) -> Refusals<'a> {
        Refusals { pace: self, model }
    }

    fn with<T>(&self, model: &str, change: impl FnOnce(&mut Rate) -> T) -> T {
        let mut models = self.lock();
        // The common case allocates nothing.
        if let Some(rate) = models.get_mut(model) {
            return change(rate);
        }
        let name = if models.len() < MOST_MODELS { model } else { "" };
        change(models.entry(name.to_owned()).or_insert_with(Rate::new))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Rate>> {
        self.models.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hears of the refusals of one request.
#[derive(Debug)]
pub(super) struct Refusals<'a> {
    pace: &'a Pace,
    model: &'a str,
}

impl Observer for Refusals<'_> {
    fn attempt_started(&self, _facts: &AttemptFacts) {}

    fn retry_scheduled(&self, facts: &AttemptFacts) {
        if facts.status == Some(StatusCode::TOO_MANY_REQUESTS)
            && let Some((wait, _)) = facts.wait
        {
            self.pace.with(self.model, |rate| rate.refused(wait));
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    /// A server that takes so many requests in a window of fixed length, and says when the next one begins.
    struct Server {
        most: u32,
        window: Duration,
        start: Instant,
        taken: u32,
    }

    impl Server {
        fn ask(&mut self) -> Result<(), Duration> {
            let now = Instant::now();
            while now >= self.start + self.window {
                self.start += self.window;
                self.taken = 0;
            }
            if self.taken == self.most {
                return Err(self.start + self.window - now);
            }
            self.taken += 1;
            Ok(())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_counts_requests_by_the_minute_refuses_few_of_them_and_is_used_well() {
        for (most, window) in [(50, 60), (1000, 60), (10, 1)] {
            let window = Duration::from_secs(window);
            let mut server = Server { most, window, start: Instant::now(), taken: 0 };
            let pace = Pace::default();
            let (mut answers, mut refusals) = (0, 0);
            let began = Instant::now();
            while answers < most * 40 {
                pace.wait("m").await;
                advance(Duration::from_millis(1)).await;
                match server.ask() {
                    Ok(()) => {
                        answers += 1;
                        pace.answered("m");
                    }
                    Err(wait) => {
                        refusals += 1;
                        pace.with("m", |rate| rate.refused(wait));
                        // The gate of the model holds everybody back.
                        advance(wait).await;
                    }
                }
            }
            let windows = began.elapsed().as_secs_f64() / window.as_secs_f64();
            assert!(refusals * 50 < answers, "{refusals} of {answers} were refused");
            assert!(windows < 44.0, "{windows} windows for 40");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_waits_before_a_refusal_and_no_model_waits_for_that_of_another() {
        let pace = Pace::default();
        let began = Instant::now();
        for _ in 0..100 {
            pace.wait("a").await;
        }
        pace.with("a", |rate| rate.refused(Duration::from_secs(5)));
        pace.wait("b").await;
        assert_eq!(began.elapsed(), Duration::ZERO);
        pace.wait("a").await;
        assert!(began.elapsed() >= Duration::from_secs(5));
    }
}
