//! JavaScript's side of a call.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use auriko::transport::Waiting;
use bytes::Bytes;

use super::{Call, End, HIGH_WATER, News, Pull, State};
use crate::delivery::batch::Batch;
use crate::delivery::text::Text;

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
        if state.waiting == Waiting::No {
            return false;
        }
        if state.batches.is_empty() && state.pieces.is_empty() && state.end.is_none() {
            if state.asked {
                state.last = Batch::default();
                out.push_str(&format!("[-1,{}]", self.id));
            }
            return state.asked;
        }
        if let Some(batch) = state.batches.pop_front() {
            state.last = batch;
            self.taken(&mut state, |state| state.last.size());
            if state.batches.is_empty() && state.end.is_none() {
                state.waiting = Waiting::Unknown(Instant::now());
            }
            state.last.write_counted(self.id, state.waiting != Waiting::No, out);
        } else {
            // An end, or pieces of a body, which do not cross as text: the reader pulls and sees.
            self.set_waiting(&mut state, Waiting::No);
            state.last = Batch::default();
            state.last.write_counted(self.id, false, out);
        }
        true
    }

    /// Nothing more is wanted until the reader pulls again.
    pub fn hold(&self) {
        self.set_waiting(&mut self.lock(), Waiting::No);
    }

    /// The reader has been waiting for so long.
    pub fn waits(&self, waited: Duration) {
        let mut state = self.lock();
        if state.waiting != Waiting::No {
            let now = Instant::now();
            self.set_waiting(&mut state, Waiting::Since(now.checked_sub(waited).unwrap_or(now)));
        }
    }

    fn set_waiting(&self, state: &mut State, waiting: Waiting) {
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
        self.set_waiting(state, Waiting::No);
        if was_full && state.queued < HIGH_WATER {
            self.space.notify_one();
        }
    }

    fn wait<T>(&self, state: &mut State) -> Pull<T> {
        if state.end.is_some() {
            return Pull::Ended;
        }
        self.set_waiting(state, Waiting::Since(Instant::now()));
        Pull::Waiting
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::super::Reader;
    use super::*;
    use crate::delivery::ready_queue::ReadyQueue;
    use auriko::transport::Demand;

    fn delivered(call: &Call) -> Option<String> {
        let mut out = Text::default();
        let Text::Narrow(units) = call.deliver(&mut out).then_some(out)? else {
            return None;
        };
        String::from_utf8(units).ok()
    }

    fn batch() -> Batch {
        let mut batch = Batch::default();
        batch.push("{}");
        batch
    }

    /// A call whose reader was brought all there was after it had waited.
    fn kept_up() -> Arc<Call> {
        let call = Arc::new(Call::new(7, Arc::new(ReadyQueue::new(Box::new(|| {})))));
        assert!(matches!(call.pull(|_| ()), Pull::Waiting));
        call.offer(&mut batch());
        assert_eq!(delivered(&call).as_deref(), Some("[{},1,7]"));
        call
    }

    #[test]
    fn a_reader_that_keeps_up_is_brought_the_next_batch_until_it_has_enough() {
        let call = kept_up();
        call.offer(&mut batch());
        assert_eq!(delivered(&call).as_deref(), Some("[{},1,7]"));
        call.hold();
        call.offer(&mut batch());
        assert_eq!(delivered(&call), None);
        assert!(matches!(call.pull(|_| ()), Pull::Ready(())));
    }

    #[test]
    fn a_reader_that_left_something_behind_has_to_pull() {
        let call = kept_up();
        call.offer(&mut batch());
        call.end(End::Eof);
        assert_eq!(delivered(&call).as_deref(), Some("[{},1,-7]"));
        assert!(matches!(call.pull(|_| ()), Pull::Ended));
    }

    #[tokio::test]
    async fn a_question_brings_no_events_and_is_answered_by_whatever_shows_that_the_reader_waits_or_not() {
        type Answer = fn(&Call);
        let answers: [(Answer, bool); 3] = [
            (|call| call.waits(Duration::from_millis(5)), true),
            (|call| call.hold(), false),
            (|call| assert!(matches!(call.pull(|_| ()), Pull::Waiting)), true),
        ];
        for (answer, waits) in answers {
            let call = kept_up();
            assert!(matches!(Reader(&call).waiting(), Waiting::Unknown(_)));
            let asking = tokio::spawn({
                let call = Arc::clone(&call);
                async move { Reader(&call).probe().await }
            });
            tokio::task::yield_now().await;
            assert_eq!(delivered(&call).as_deref(), Some("[-1,7]"));
            assert!(call.last_events().is_empty());
            answer(&call);
            asking.await.unwrap();
            assert_eq!(matches!(Reader(&call).waiting(), Waiting::Since(_)), waits);
        }
    }
}
