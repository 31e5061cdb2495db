//! JavaScript's side of a call.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::{Call, Completion, End, Failure, HIGH_WATER, Head, Pull, State};
use crate::delivery::batch::Batch;
use crate::delivery::collection::{Collection, Tag};
use crate::delivery::demand::Demand;
use crate::delivery::facts_text::facts_text;
use crate::delivery::text::Text;

impl Call {
    /// Notes that it was taken out of the queue.
    pub fn dequeued(&self) {
        self.is_queued.store(false, Ordering::Release);
    }

    /// Writes everything that JavaScript is to know now; whether the call is over with that.
    pub fn collect(&self, into: &mut Collection) -> bool {
        let mut state = self.lock();
        for (tag, facts) in std::mem::take(&mut state.notices) {
            into.entry(tag, self.id);
            into.text(facts_text(&[facts]).into());
        }
        let is_over = self.collect_completion(&mut state, into);
        self.deliver(&mut state, into);
        is_over
    }

    fn collect_completion(&self, state: &mut State, into: &mut Collection) -> bool {
        let (tag, head, body) = match state.completion.take() {
            None => return false,
            Some(Completion::Opened(head)) => (Tag::Opened, head, None),
            Some(Completion::OpenedRaw(head)) => (Tag::OpenedRaw, head, None),
            Some(Completion::Answered(head, body)) => (Tag::Answered, head, Some(body)),
            Some(failed @ Completion::Failed(_)) => {
                // Rare, and a record of many fields: it is taken by a call of its own.
                state.completion = Some(failed);
                into.entry(Tag::Failed, self.id);
                return false;
            }
        };
        into.head(tag, self.id, head, self.log.count(), self.facts());
        let is_over = body.is_some();
        if let Some(body) = body {
            into.text(body);
        }
        is_over
    }

    /// Writes the next batch if one is wanted. Where that was all there is, the next one is wanted too, so that a reader
    /// that keeps up need not ask for each; [`Call::pause`] takes that back.
    fn deliver(&self, state: &mut State, into: &mut Collection) {
        if state.demand == Demand::Paused {
            return;
        }
        if let Some(batch) = state.batches.pop_front() {
            state.keep(batch);
            self.taken(state, |state| state.last.size());
            let is_all = state.batches.is_empty() && state.end.is_none();
            self.set_demand(state, Demand::handed(is_all, Instant::now()));
            into.events(self.id, &state.last, if is_all { Tag::Events } else { Tag::LastEvents });
        } else if !state.pieces.is_empty() || state.end.is_some() {
            // Pieces of a body and ends do not cross as text: the reader pulls and sees.
            self.set_demand(state, Demand::Paused);
            into.entry(Tag::Ready, self.id);
        } else if let Demand::Probing(_) = state.demand {
            into.entry(Tag::Probe, self.id);
        }
    }

    /// The facts of its attempts so far, as they cross.
    pub fn facts(&self) -> String {
        facts_text(&self.log.facts())
    }

    /// Takes the failure that a collection told of.
    pub fn take_failure(&self) -> Option<Failure> {
        let mut state = self.lock();
        match state.completion.take() {
            Some(Completion::Failed(failure)) => Some(failure),
            other => {
                state.completion = other;
                None
            }
        }
    }

    /// Takes the head of a stream that was opened anew before a collection told of it.
    pub fn take_head(&self) -> Option<Head> {
        let mut state = self.lock();
        match state.completion.take() {
            Some(Completion::Opened(head)) => Some(head),
            other => {
                state.completion = other;
                None
            }
        }
    }

    /// Takes the end.
    pub fn take_end(&self) -> Option<End> {
        self.lock().end.take()
    }

    /// Hands the next batch to `read`, or notes that a reader waits.
    pub fn pull<T>(&self, read: impl FnOnce(&mut Batch) -> T) -> Pull<T> {
        let mut state = self.lock();
        if let Some(batch) = state.batches.pop_front() {
            state.keep(batch);
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

    /// Nothing more is wanted until the reader pulls again.
    pub fn pause(&self) {
        self.set_demand(&mut self.lock(), Demand::Paused);
    }

    /// The reader has been waiting for so long.
    pub fn report_demand(&self, waited: Duration) {
        let mut state = self.lock();
        let demand = state.demand.reported(waited, Instant::now());
        self.set_demand(&mut state, demand);
    }

    fn set_demand(&self, state: &mut State, demand: Demand) {
        let was_probing = matches!(state.demand, Demand::Probing(_));
        state.demand = demand;
        if was_probing {
            self.probed.notify_one();
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
        self.set_demand(state, Demand::Paused);
        if was_full && state.queued < HIGH_WATER {
            self.space.notify_one();
        }
    }

    fn wait<T>(&self, state: &mut State) -> Pull<T> {
        if state.end.is_some() {
            return Pull::Ended;
        }
        self.set_demand(state, Demand::pulled(Instant::now()));
        Pull::Waiting
    }
}

impl State {
    /// Keeps what is being handed out, and the space of what was handed out before: a stream that flows would otherwise
    /// have memory of one thread given back by another for each of its batches.
    fn keep(&mut self, batch: Batch) {
        let mut before = std::mem::replace(&mut self.last, batch);
        before.clear();
        self.spare = before;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use auriko::transport::{Demand as _, Waiting};

    use super::super::Reader;
    use super::*;
    use crate::delivery::ready_queue::ReadyQueue;

    fn begun() -> Collection {
        let mut collection = Collection::default();
        collection.begin_with(0);
        collection
    }

    fn collected(call: &Call) -> String {
        let mut collection = begun();
        call.collect(&mut collection);
        collection.finish(Tag::End);
        match collection.json() {
            Text::Latin1(units) => String::from_utf8(units.clone()).unwrap(),
            Text::Utf16(_) => panic!("only ascii was offered"),
        }
    }

    fn batch() -> Batch {
        let mut batch = Batch::default();
        batch.push("{}");
        batch
    }

    fn idle() -> (Arc<Call>, Arc<ReadyQueue>) {
        let queue = Arc::new(ReadyQueue::new(Box::new(|| {})));
        (Arc::new(Call::new(7, &queue, true)), queue)
    }

    /// A call whose reader was brought all there was after it had waited.
    fn kept_up() -> (Arc<Call>, Arc<ReadyQueue>) {
        let (call, queue) = idle();
        assert!(matches!(call.pull(|_| ()), Pull::Waiting));
        call.offer(&mut batch());
        assert_eq!(collected(&call), "[[{},1],[2,7,0,1,0]]");
        (call, queue)
    }

    #[test]
    fn a_reader_that_keeps_up_is_brought_the_next_batch_until_it_has_enough() {
        let (call, _queue) = kept_up();
        call.offer(&mut batch());
        assert_eq!(collected(&call), "[[{},1],[2,7,0,1,0]]");
        call.pause();
        call.offer(&mut batch());
        assert_eq!(collected(&call), "[[0,0,0]]");
        assert!(matches!(call.pull(|_| ()), Pull::Ready(())));
    }

    #[test]
    fn a_reader_that_left_something_behind_has_to_pull() {
        let (call, _queue) = kept_up();
        call.offer(&mut batch());
        call.end(End::Eof);
        assert_eq!(collected(&call), "[[{},1],[3,7,0,1,0]]");
        assert!(matches!(call.pull(|_| ()), Pull::Ended));
    }

    #[test]
    fn a_piece_of_a_body_and_an_end_are_told_and_pulled() {
        for offer in
            [|call: &Arc<Call>| call.offer_piece(Bytes::from_static(b"x")), |call: &Arc<Call>| call.end(End::Eof)]
        {
            let (call, _queue) = idle();
            assert!(matches!(call.pull_piece(), Pull::Waiting));
            offer(&call);
            assert_eq!(collected(&call), "[[4,7,0,0,0]]");
            assert_eq!(collected(&call), "[[0,0,0]]");
        }
    }

    #[test]
    fn a_failure_is_told_and_waits_to_be_taken() {
        let (call, _queue) = idle();
        let error = auriko::transport::Error::Panic("x".into());
        call.complete(Completion::Failed(error.into()));
        assert_eq!(collected(&call), "[[9,7,0,0,0]]");
        assert!(call.take_head().is_none());
        assert!(call.take_failure().is_some() && call.take_failure().is_none());
    }

    #[test]
    fn an_answer_is_over_once_it_was_collected() {
        let (call, _queue) = idle();
        call.complete(Completion::Opened(Head { status: 200, ..Head::default() }));
        assert!(!call.collect(&mut begun()));
        call.complete(Completion::Answered(Head::default(), Text::default()));
        assert!(call.collect(&mut begun()));
    }

    #[tokio::test]
    async fn a_probe_brings_no_events_and_is_answered_by_whatever_shows_that_the_reader_waits_or_not() {
        type Answer = fn(&Call);
        let answers: [(Answer, bool); 3] = [
            (|call| call.report_demand(Duration::from_millis(5)), true),
            (|call| call.pause(), false),
            (|call| assert!(matches!(call.pull(|_| ()), Pull::Waiting)), true),
        ];
        for (answer, waits) in answers {
            let (call, _queue) = kept_up();
            assert!(matches!(Reader(&call).waiting(), Waiting::Unknown(_)));
            let probing = tokio::spawn({
                let call = Arc::clone(&call);
                async move { Reader(&call).probe().await }
            });
            tokio::task::yield_now().await;
            assert_eq!(collected(&call), "[[5,7,0,0,0]]");
            answer(&call);
            probing.await.unwrap();
            assert_eq!(matches!(Reader(&call).waiting(), Waiting::Since(_)), waits);
        }
    }
}
