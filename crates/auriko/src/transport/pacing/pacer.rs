use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};
use tokio::time::{Instant, sleep_until};

use super::Limits;
use super::paced::Paced;
use super::schedule::Schedule;
use super::waiter::{Verdict, Waiter};
use crate::transport::error::{Answer, Error};
use crate::transport::head::Head;
use crate::transport::retry::{backoff, is_retryable};

/// Holds the requests of a client, and of those made from it, to its [`Limits`]. A client made from one with limits may
/// have some of its own: then both hold.
#[derive(Debug)]
pub struct Pacer {
    schedule: Mutex<Schedule>,
    parent: Option<Arc<Self>>,
    counts_tokens: bool,
}

impl Pacer {
    /// A pacer whose requests also keep to the limits of `parent`.
    pub fn new(limits: &Limits, parent: Option<Arc<Self>>) -> Self {
        let counts_tokens =
            limits.tokens_per_minute.is_some() || parent.as_ref().is_some_and(|parent| parent.counts_tokens);
        Self { schedule: Mutex::new(Schedule::new(limits)), parent, counts_tokens }
    }

    /// Whether it matters how many tokens a request has.
    pub(super) fn counts_tokens(&self) -> bool {
        self.counts_tokens
    }

    fn lock(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn admit(self: &Arc<Self>, call: &Paced, patience: Patience) -> Result<Slot, Error> {
        let waiter = Arc::new(Waiter::new(call.tokens, patience.max_wait));
        self.lock().enqueue(call.number, &call.model, &waiter, patience.is_retry)?;
        let place = Place { pacer: self, call, waiter: &waiter };
        loop {
            match waiter.take() {
                Some(Verdict::Admitted(epoch)) => return Ok(self.slot(call, epoch)),
                Some(Verdict::Refused(answer)) => return Err(Error::Status(answer)),
                None => {}
            }
            let alarm = self.lock().alarm_of(call.number);
            tokio::select! {
                () = waiter.wake.notified() => {}
                () = at(alarm) => place.pacer.lock().advance(Instant::now()),
            }
        }
    }

    fn slot(self: &Arc<Self>, call: &Paced, epoch: u32) -> Slot {
        Slot { pacer: Arc::clone(self), model: Arc::clone(&call.model), epoch, is_heard: false }
    }
}

async fn at(alarm: Option<Instant>) {
    match alarm {
        Some(alarm) => sleep_until(alarm).await,
        None => std::future::pending().await,
    }
}

/// How a request waits.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// The longest wait that the server may ask for; for a longer one its refusal is repeated. `None` for any.
    pub max_wait: Option<Duration>,
    /// It was let through before, and is not refused for the length of the queue.
    pub is_retry: bool,
}

/// Somebody who waits. Whoever gives up leaves the queue, or gives back what it was given meanwhile.
struct Place<'a> {
    pacer: &'a Arc<Pacer>,
    call: &'a Paced,
    waiter: &'a Arc<Waiter>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        match self.waiter.take() {
            Some(Verdict::Admitted(epoch)) => drop(self.pacer.slot(self.call, epoch)),
            _ => self.pacer.lock().leave(self.call.number, &self.call.model),
        }
    }
}

/// One request's share in a pacer.
#[derive(Debug)]
struct Slot {
    pacer: Arc<Pacer>,
    model: Arc<str>,
    epoch: u32,
    is_heard: bool,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut schedule = self.pacer.lock();
        if !self.is_heard {
            schedule.lost(&self.model);
        }
        schedule.release();
    }
}

/// What a request needs in order to run; dropping it lets the next one go.
#[derive(Debug)]
pub struct Permit {
    slots: Vec<Slot>,
}

impl Permit {
    /// Waits for the turn of a request, in the pacer of its client and in those of the clients it was made from.
    ///
    /// # Errors
    /// [`Error::QueueFull`], and the [`Error::Status`] in which the server asked for a longer wait than may be made.
    pub async fn wait_for(call: &Paced, patience: Patience) -> Result<Self, Error> {
        let mut slots = Vec::with_capacity(1);
        let mut next = Some(&call.pacer);
        while let Some(pacer) = next {
            slots.push(pacer.admit(call, patience).await?);
            next = pacer.parent.as_ref();
        }
        Ok(Self { slots })
    }

    /// Learns from what an attempt has come to. `retries` is how many went before it.
    pub fn learn(&mut self, outcome: Result<&Head, &Error>, retries: u32) {
        match outcome {
            Ok(head) if head.status == StatusCode::TOO_MANY_REQUESTS => self.learn_from_unread(head),
            Ok(head) => self.answered(&head.headers),
            // One whose code says that waiting does not help closes nothing.
            Err(error @ Error::Status(answer))
                if answer.status == StatusCode::TOO_MANY_REQUESTS && is_retryable(error) =>
            {
                let asked = backoff::retry_after(&answer.headers, SystemTime::now());
                self.refused(asked.unwrap_or_else(|| backoff::delay(retries)), answer);
            }
            Err(_) => {}
        }
    }

    /// A refusal whose body is the caller's to read: its headers tell a budget from a rate.
    fn learn_from_unread(&mut self, head: &Head) {
        let asked = backoff::retry_after(&head.headers, SystemTime::now());
        if let Some(asked) = asked.filter(|_| !head.headers.contains_key("x-budget-exceeded")) {
            let headers = head.headers.clone();
            self.refused(asked, &Answer { status: head.status, headers, body: String::new(), delay_too_long: false });
        }
    }

    fn answered(&mut self, headers: &HeaderMap) {
        for slot in &mut self.slots {
            slot.is_heard = true;
            slot.pacer.lock().answered(&slot.model, headers, slot.epoch);
        }
    }

    fn refused(&mut self, wait: Duration, answer: &Answer) {
        let until = Instant::now() + wait;
        for slot in &mut self.slots {
            slot.is_heard = true;
            slot.pacer.lock().refused(&slot.model, until, answer, slot.epoch);
        }
    }
}
