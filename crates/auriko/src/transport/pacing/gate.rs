//! What holds back the requests to one model.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::time::Instant;

use super::reported::{LONGEST, Reported};
use super::waiter::Waiter;
use crate::transport::error::Answer;

/// The requests to one model: those that wait, by the order of their calls, and what the server has said about the others.
#[derive(Debug, Default)]
pub struct Gate {
    /// Who waits.
    pub queue: BTreeMap<u64, Arc<Waiter>>,
    /// Until when the server has asked to wait, and the answer in which it did.
    closed: Option<(Instant, Box<Answer>)>,
    reported: Option<Window>,
    /// Requests under way to whose answer nothing is known yet: the server may not have counted them.
    unheard: u32,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    remaining: u64,
    reset: Instant,
    limit: Option<u64>,
}

impl Window {
    /// When a request may go beside those of which nothing is known yet; `None` for now.
    fn opens_at(&self, unheard: u64, now: Instant) -> Option<Instant> {
        if self.reset > now {
            return (self.remaining <= unheard).then_some(self.reset);
        }
        // The server counts anew, and its first answer will say from when on: until then as many go as it takes in all.
        (self.limit? <= unheard).then_some(self.reset + LONGEST)
    }
}

impl Gate {
    /// When the next request may go; `None` for now.
    pub fn opens_at(&self, now: Instant) -> Option<Instant> {
        let closed = self.closed.as_ref().map(|(until, _)| *until);
        let used_up = self.reported.and_then(|window| window.opens_at(self.unheard.into(), now));
        closed.max(used_up).filter(|until| *until > now)
    }

    /// The answer in which the server asked to wait until then, if it is that which keeps the gate closed.
    pub fn refusal(&self, now: Instant) -> Option<(Instant, &Answer)> {
        self.closed.as_ref().filter(|(until, _)| *until > now).map(|(until, answer)| (*until, &**answer))
    }

    /// Asks everybody to wait.
    pub fn close(&mut self, until: Instant, answer: &Answer) {
        if self.closed.as_ref().is_none_or(|(before, _)| *before < until) {
            self.closed = Some((until, Box::new(answer.clone())));
        }
    }

    /// A request leaves.
    pub fn sent(&mut self) {
        self.unheard += 1;
    }

    /// Something is known of its answer, or will never be.
    pub fn heard(&mut self) {
        self.unheard -= 1;
    }

    /// The server has said how many more it takes. Answers overtake each other: within one window the lowest number holds.
    pub fn report(&mut self, now: Instant, reported: Reported) {
        let reset = now + reported.reset_in;
        let remaining = match self.reported {
            // A window's reset is told to the second at best.
            Some(known) if known.reset > now && apart(known.reset, reset).as_secs() < 2 => {
                known.remaining.min(reported.remaining)
            }
            _ => reported.remaining,
        };
        self.reported = Some(Window { remaining, reset, limit: reported.limit });
    }

    /// Whether it could be forgotten: nobody waits, and the server has said nothing that still holds.
    pub fn is_idle(&self, now: Instant) -> bool {
        self.queue.is_empty()
            && self.unheard == 0
            && self.refusal(now).is_none()
            && self.reported.is_none_or(|window| window.reset <= now)
    }
}

fn apart(one: Instant, other: Instant) -> std::time::Duration {
    if one > other { one - other } else { other - one }
}
