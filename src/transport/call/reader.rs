//! JavaScript's side of a call.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::{Call, End, HIGH_WATER, News, Pull, State, Waiting};
use crate::transport::batch::Batch;
use crate::transport::text::Text;

impl Call {
    /// Notes that it was taken out of the mailbox.
    pub fn unpost(&self) {
        self.posted.store(false, Ordering::Release);
    }

    /// Whether there is news to take.
    pub fn has_news(&self) -> bool {
        self.lock().news.is_some()
    }

    /// Takes the news.
    pub fn take_news(&self) -> Option<News> {
        self.lock().news.take()
    }

    /// Takes the end.
    pub fn take_end(&self) -> Option<End> {
        self.lock().end.take()
    }

    /// Hands the next batch to `read`, or notes that a reader waits.
    pub fn pull<T>(&self, read: impl FnOnce(&mut Batch) -> T) -> Pull<T> {
        let mut state = self.lock();
        if let Some(batch) = state.batches.pop_front() {
            state.last = batch;
            self.taken(&mut state, |state| state.last.size());
            return Pull::Ready(read(&mut state.last));
        }
        self.wait(&mut state)
    }

    /// Hands the next piece of a body out, or notes that a reader waits.
    pub fn pull_piece(&self) -> Pull<Bytes> {
        let mut state = self.lock();
        if let Some(piece) = state.pieces.pop_front() {
            self.taken(&mut state, |_| piece.len());
            return Pull::Ready(piece);
        }
        self.wait(&mut state)
    }

    /// Writes the next batch into `out` if one is wanted; whether it did. Where that was all there is, the next one is
    /// wanted too, so that a reader that keeps up need not ask for each; [`Call::hold`] takes that back.
    pub fn deliver(&self, out: &mut Text) -> bool {
        let mut state = self.lock();
        if state.waiting.is_none() {
            return false;
        }
        if state.batches.is_empty() && state.pieces.is_empty() && state.end.is_none() {
            if state.asked {
                out.push_str(&format!("[-1,{}]", self.id));
            }
            return state.asked;
        }
        if let Some(batch) = state.batches.pop_front() {
            state.last = batch;
            self.taken(&mut state, |state| state.last.size());
            if state.batches.is_empty() && state.end.is_none() {
                state.waiting = Some(Waiting::Perhaps(Instant::now()));
            }
            state.last.write_counted(self.id, state.waiting.is_some(), out);
        } else {
            // An end, or pieces of a body, which do not cross as text: the reader pulls and sees.
            self.set_waiting(&mut state, None);
            state.last = Batch::default();
            state.last.write_counted(self.id, false, out);
        }
        true
    }

    /// Nothing more is wanted until the reader pulls again.
    pub fn hold(&self) {
        self.set_waiting(&mut self.lock(), None);
    }

    /// The reader has been waiting for so long.
    pub fn waits(&self, waited: Duration) {
        let mut state = self.lock();
        if state.waiting.is_some() {
            let now = Instant::now();
            self.set_waiting(&mut state, Some(Waiting::Since(now.checked_sub(waited).unwrap_or(now))));
        }
    }

    fn set_waiting(&self, state: &mut State, waiting: Option<Waiting>) {
        state.waiting = waiting;
        if std::mem::take(&mut state.asked) {
            self.answer.notify_one();
        }
    }

    /// The events of the last batch, one by one.
    pub fn last_events(&self) -> Vec<Text> {
        self.lock().last.events()
    }

    fn taken(&self, state: &mut State, size: impl Fn(&State) -> usize) {
        let was_full = state.queued >= HIGH_WATER;
        state.queued -= size(state);
        state.delivered = true;
        self.set_waiting(state, None);
        if was_full && state.queued < HIGH_WATER {
            self.space.notify_one();
        }
    }

    fn wait<T>(&self, state: &mut State) -> Pull<T> {
        if state.end.is_some() {
            return Pull::Ended;
        }
        self.set_waiting(state, Some(Waiting::Since(Instant::now())));
        Pull::Waiting
    }
}
