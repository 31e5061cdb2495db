//! Who goes next, and when: everything that waits and everything that holds it back, without a clock of its own.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use http::HeaderMap;
use http::header::{HeaderValue, RETRY_AFTER};
use tokio::time::Instant;

use super::Limits;
use super::bucket::{Account, Bucket};
use super::concurrency::Concurrency;
use super::gate::Gate;
use super::reported::Reported;
use super::waiter::{Verdict, Waiter};
use crate::transport::error::{Answer, Error};

/// Gates of more models than this are looked through for some that can be forgotten.
const KEPT: usize = 64;

/// The requests of a client and of those made from it.
///
/// Whoever waits is woken when it is its turn. One of them, the leader, is woken when time has changed something, and then
/// calls [`Schedule::advance`]; there is always one while anybody waits.
#[derive(Debug)]
pub struct Schedule {
    concurrency: Concurrency,
    requests: Option<Bucket>,
    tokens: Option<Account>,
    max_queue: Option<u32>,
    gates: HashMap<Arc<str>, Gate>,
    leader: Option<u64>,
    /// When the leader has to look again.
    alarm: Option<Instant>,
}

impl Schedule {
    pub fn new(limits: &Limits) -> Self {
        Self {
            concurrency: Concurrency::new(limits.concurrency, limits.adaptive),
            requests: limits.requests_per_minute.map(Bucket::per_minute),
            tokens: limits.tokens_per_minute.map(Account::per_minute),
            max_queue: limits.max_queue,
            gates: HashMap::new(),
            leader: None,
            alarm: None,
        }
    }

    /// Lets a request wait for its turn, which may have come already.
    ///
    /// # Errors
    /// [`Error::QueueFull`] for a first attempt where too many wait.
    pub fn enqueue(
        &mut self,
        number: u64,
        model: &Arc<str>,
        waiter: &Arc<Waiter>,
        is_retry: bool,
    ) -> Result<(), Error> {
        let now = Instant::now();
        let gate = self.gates.entry(Arc::clone(model)).or_default();
        if let Some(verdict) = refusal_of(gate, waiter, now) {
            waiter.decide(verdict);
            return Ok(());
        }
        gate.queue.insert(number, Arc::clone(waiter));
        self.advance(now);
        let full = self.max_queue.filter(|max| self.waiting() > *max as usize && !is_retry);
        match full {
            Some(max) if self.remove(number, model) => {
                self.advance(now);
                Err(Error::QueueFull { max })
            }
            _ => Ok(()),
        }
    }

    /// When this waiter has to look again by itself.
    pub fn alarm_of(&self, number: u64) -> Option<Instant> {
        self.alarm.filter(|_| self.leader == Some(number))
    }

    /// Somebody does not wait any more.
    pub fn leave(&mut self, number: u64, model: &Arc<str>) {
        if self.remove(number, model) {
            self.advance(Instant::now());
        }
    }

    /// The answer to a request has begun: what its head says about the limit.
    pub fn answered(&mut self, model: &Arc<str>, headers: &HeaderMap, epoch: u32) {
        let now = Instant::now();
        if let Some(gate) = self.gates.get_mut(model) {
            gate.heard();
            if let Some(reported) = Reported::read(headers, SystemTime::now()) {
                gate.report(now, reported);
            }
        }
        self.concurrency.succeeded(epoch);
        self.advance(now);
    }

    /// The server has refused a request for being one too many, and asks all of them to wait until then.
    pub fn refused(&mut self, model: &Arc<str>, until: Instant, answer: &Answer, epoch: u32) {
        let now = Instant::now();
        if let Some(gate) = self.gates.get_mut(model) {
            gate.heard();
            gate.close(until, answer);
            let impatient: Vec<_> = gate
                .queue
                .iter()
                .filter_map(|(number, waiter)| Some((*number, refusal_of(gate, waiter, now)?)))
                .collect();
            for (number, verdict) in impatient {
                if let Some(waiter) = gate.queue.remove(&number) {
                    waiter.decide(verdict);
                }
            }
        }
        self.concurrency.refused(epoch);
        self.advance(now);
    }

    /// Nothing more will be known of a request.
    pub fn lost(&mut self, model: &Arc<str>) {
        if let Some(gate) = self.gates.get_mut(model) {
            gate.heard();
        }
        self.advance(Instant::now());
    }

    /// A request is over.
    pub fn release(&mut self) {
        self.concurrency.end();
        self.advance(Instant::now());
    }

    /// Admits everybody whose turn it is, and says who has to look again, and when.
    pub fn advance(&mut self, now: Instant) {
        let mut alarm = None;
        while let Some((number, model)) = self.next(now) {
            match self.admit() {
                Ok(epoch) => {
                    let Some(gate) = self.gates.get_mut(&model) else { break };
                    let Some(waiter) = gate.queue.remove(&number) else { break };
                    gate.sent();
                    if let Some(tokens) = &mut self.tokens {
                        tokens.take(waiter.tokens);
                    }
                    waiter.decide(Verdict::Admitted(epoch));
                }
                Err(wait) => {
                    alarm = wait.map(|wait| now + wait);
                    break;
                }
            }
        }
        let waited_for = self.gates.values().filter(|gate| !gate.queue.is_empty());
        let opens = waited_for.filter_map(|gate| gate.opens_at(now)).min();
        self.wake_at([alarm, opens].into_iter().flatten().min());
        if self.gates.len() > KEPT {
            self.gates.retain(|_, gate| !gate.is_idle(now));
        }
    }

    /// The first of those whose gate is open.
    fn next(&self, now: Instant) -> Option<(u64, Arc<str>)> {
        let open = self.gates.iter().filter(|(_, gate)| gate.opens_at(now).is_none());
        let first = open.filter_map(|(model, gate)| Some((*gate.queue.first_key_value()?.0, model)));
        first.min_by_key(|(number, _)| *number).map(|(number, model)| (number, Arc::clone(model)))
    }

    /// Whether one more may leave; otherwise how long it has to wait, as far as that is only a matter of time.
    fn admit(&mut self) -> Result<u32, Option<std::time::Duration>> {
        if !self.concurrency.has_room() {
            return Err(None);
        }
        if let Some(tokens) = &mut self.tokens {
            tokens.pay()?;
        }
        if let Some(requests) = &self.requests {
            requests.take(1)?;
        }
        Ok(self.concurrency.begin())
    }

    fn wake_at(&mut self, alarm: Option<Instant>) {
        let waiting = self.gates.values().filter_map(|gate| gate.queue.first_key_value());
        let leader = waiting.min_by_key(|(number, _)| **number);
        let number = leader.map(|(number, _)| *number);
        if let Some((_, waiter)) = leader
            && (self.leader, self.alarm) != (number, alarm)
        {
            waiter.wake.notify_one();
        }
        (self.leader, self.alarm) = (number, alarm);
    }

    fn waiting(&self) -> usize {
        self.gates.values().map(|gate| gate.queue.len()).sum()
    }

    fn remove(&mut self, number: u64, model: &Arc<str>) -> bool {
        self.gates.get_mut(model).is_some_and(|gate| gate.queue.remove(&number).is_some())
    }
}

/// What a request hears that would have to wait for longer than it may: what the server said, with the time that is left.
fn refusal_of(gate: &Gate, waiter: &Waiter, now: Instant) -> Option<Verdict> {
    let (until, answer) = gate.refusal(now)?;
    let left = until - now;
    if left <= waiter.max_wait? {
        return None;
    }
    let mut answer = Answer { delay_too_long: true, ..answer.clone() };
    answer.headers.remove("retry-after-ms");
    answer.headers.insert(RETRY_AFTER, HeaderValue::from(left.as_secs() + u64::from(left.subsec_nanos() > 0)));
    Some(Verdict::Refused(Box::new(answer)))
}
