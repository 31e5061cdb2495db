//! One call: attempts until one succeeds or none is worth it.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tokio::time::{Instant, sleep};

use super::attempt::attempt;
use super::body::Body;
use super::error::Error;
use super::facts::{AttemptLog, Observer, WaitReason};
use super::head::{Failure, Head};
use super::pacing::{Paced, Patience, Permit};
use super::pool::Pool;
use super::request::{Repeat, Request};
use super::retry::{backoff, is_retryable, may_have_arrived};

/// The attempts of one call.
#[derive(Clone, Copy)]
pub struct Attempts<'a> {
    /// Where its connections come from.
    pub pool: &'a Pool,
    /// What every attempt sends.
    pub request: &'a Request,
    /// Where the facts are noted.
    pub log: &'a AttemptLog,
    /// Who is told at once, if anybody.
    pub observer: Option<&'a dyn Observer>,
}

impl<'a> Attempts<'a> {
    /// The whole answer. An attempt whose body breaks off is repeated like any other.
    ///
    /// # Errors
    /// The failure of the last attempt, with the head of its answer where that had arrived.
    pub async fn fetch(self, max_body: usize) -> Result<(Head, Bytes), Failure> {
        loop {
            let failure = match self.fetch_once(max_body).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            self.wait_before_retry(failure).await?;
        }
    }

    /// A good answer whose body has not been read.
    ///
    /// # Errors
    /// The failure of the last attempt.
    pub async fn open(self) -> Result<(Head, Body<'a>), Failure> {
        loop {
            let failure = match self.start().await {
                Ok(opened) => return Ok(opened),
                Err(error) => Failure::from(error),
            };
            self.wait_before_retry(failure).await?;
        }
    }

    /// Whether another attempt may follow this error; the server may still ask for a wait that is too long.
    pub fn may_retry(self, error: &Error) -> bool {
        let harmful = self.request.retries.repeat == Repeat::UntilReceived && may_have_arrived(error);
        self.retries() < self.request.retries.max && !harmful && is_retryable(error)
    }

    fn retries(self) -> u32 {
        self.log.count().saturating_sub(1)
    }

    /// Waits for the next attempt.
    ///
    /// # Errors
    /// The failure that was given, where it should not be repeated or no attempt is left.
    pub async fn wait_before_retry(self, mut failure: Failure) -> Result<(), Failure> {
        self.log.end(Some(failure.error.kind()));
        if !self.may_retry(&failure.error) {
            return Err(failure);
        }
        let retries = self.retries();
        let (mut delay, mut reason) = (backoff::delay(retries), WaitReason::Backoff);
        if let Error::Status(answer) = &mut failure.error
            && let Some(asked) = backoff::retry_after(&answer.headers, SystemTime::now())
        {
            if asked > self.request.retries.max_delay {
                answer.delay_too_long = true;
                return Err(failure);
            }
            if asked > delay {
                (delay, reason) = (asked, WaitReason::RetryAfter);
            }
        }
        let facts = self.log.retry_scheduled(delay, reason);
        if let (Some(observer), Some(facts)) = (self.observer, facts) {
            observer.retry_scheduled(&facts);
        }
        drop(failure);
        sleep(delay).await;
        Ok(())
    }

    async fn start(self) -> Result<(Head, Body<'a>), Error> {
        match &self.request.pacing {
            None => self.send(None).await,
            // Boxed, so that whoever has no limits does not carry its room.
            Some(call) => Box::pin(self.start_in_turn(call)).await,
        }
    }

    /// Waits until an attempt may leave; its body holds the permit until it has ended.
    async fn start_in_turn(self, call: &Paced) -> Result<(Head, Body<'a>), Error> {
        let (asked, retries) = (Instant::now(), self.log.count());
        let max_wait = (!self.request.any_status).then_some(self.request.retries.max_delay);
        let mut permit = Permit::wait_for(call, Patience { max_wait, is_retry: retries > 0 }).await?;
        let opened = self.send(Some(asked.elapsed())).await;
        permit.learn(opened.as_ref().map(|(head, _)| head), retries);
        opened.map(|(head, body)| (head, body.holding(permit)))
    }

    /// No future of its own, which would be one more that the attempt's is moved through.
    fn send(self, queued: Option<Duration>) -> impl Future<Output = Result<(Head, Body<'a>), Error>> {
        let facts = self.log.start(self.request.body.as_ref().map_or(0, |body| body.len() as u64), queued);
        if let Some(observer) = self.observer {
            observer.attempt_started(&facts);
        }
        attempt(self.pool, self.request, self.log)
    }

    async fn fetch_once(self, max_body: usize) -> Result<(Head, Bytes), Failure> {
        let (head, mut body) = self.start().await?;
        match body.collect(max_body).await {
            Ok(bytes) => Ok((head, bytes)),
            Err(error) => Err(Failure { error, head: Some(Box::new(head)) }),
        }
    }
}

#[cfg(test)]
mod tests;
