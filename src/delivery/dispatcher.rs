use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use auriko::transport::Pool;
use bytes::Bytes;

use super::batch::Batch;
use super::call::{Call, End, Failure, Head, Pull};
use super::collection::{Collection, Tag};
use super::raw_request::RawRequest;
use super::ready_queue::ReadyQueue;
use super::task::{Framing, Task, start};
use super::text::Text;

/// About this much crosses in one go; the rest waits for JavaScript's next turn.
const BUDGET: usize = 256 * 1024;

/// All calls of one JavaScript thread. Every method runs on that thread.
#[derive(Debug)]
pub struct Dispatcher {
    tasks: RefCell<HashMap<u32, Task>>,
    queue: Arc<ReadyQueue>,
    /// Calls that have something but did not fit into the last collection.
    leftover: RefCell<VecDeque<Arc<Call>>>,
    /// The last collection: its index is asked for where its text can't be read, and its space serves the next.
    collection: RefCell<Collection>,
}

impl Dispatcher {
    /// `waker` is called when a collection is worthwhile, from any thread.
    pub fn new(waker: Box<dyn Fn() + Send + Sync>) -> Self {
        Self {
            tasks: RefCell::default(),
            queue: Arc::new(ReadyQueue::new(waker)),
            leftover: RefCell::default(),
            collection: RefCell::default(),
        }
    }

    /// Sends a request.
    pub fn start(&self, id: u32, pool: Arc<Pool>, request: RawRequest, framing: Framing, is_observed: bool) {
        let call = Arc::new(Call::new(id, &self.queue, is_observed));
        self.tasks.borrow_mut().insert(id, start(pool, request, framing, call));
    }

    /// Hands everything that waiting calls have, up to the budget, to `read`: the JSON and the texts that belong to it.
    pub fn collect<T>(&self, read: impl FnOnce(&Text, &[Text]) -> T) -> T {
        let mut collection = self.collection.borrow_mut();
        collection.begin();
        let mut ready = self.leftover.borrow_mut();
        self.queue.take_into(&mut ready);
        let mut over = Vec::new();
        {
            let tasks = self.tasks.borrow();
            while let Some(call) = ready.pop_front() {
                call.dequeued();
                // A call that was cancelled meanwhile is nobody's.
                if tasks.contains_key(&call.id) && call.collect(&mut collection) {
                    over.push(call.id);
                }
                if collection.size() >= BUDGET {
                    break;
                }
            }
        }
        for id in over {
            self.tasks.borrow_mut().remove(&id);
        }
        collection.finish(if ready.is_empty() { Tag::End } else { Tag::More });
        let result = read(collection.json(), collection.texts());
        collection.drop_texts();
        result
    }

    /// The index of the last collection by itself.
    pub fn last_index(&self) -> String {
        self.collection.borrow().index().to_owned()
    }

    /// The failure that a collection told of, with the facts of its attempts and their number. The call is over with that.
    pub fn take_failure(&self, id: u32) -> Option<(Failure, Arc<Call>)> {
        let call = self.call(id)?;
        let failure = call.take_failure()?;
        self.tasks.borrow_mut().remove(&id);
        Some((failure, call))
    }

    /// The head of a stream that was opened anew and is being pulled before a collection told of it.
    pub fn take_head(&self, id: u32) -> Option<(Head, Arc<Call>)> {
        let call = self.call(id)?;
        Some((call.take_head()?, call))
    }

    /// Hands the next batch to `read`.
    pub fn pull<T>(&self, id: u32, read: impl FnOnce(&mut Batch) -> T) -> Pull<T> {
        self.call(id).map_or(Pull::Ended, |call| call.pull(read))
    }

    /// Hands the next piece of a body out.
    pub fn pull_piece(&self, id: u32) -> Pull<Bytes> {
        self.call(id).map_or(Pull::Ended, |call| call.pull_piece())
    }

    /// Brings nothing more of a stream until it is pulled again.
    pub fn pause(&self, id: u32) {
        if let Some(call) = self.call(id) {
            call.pause();
        }
    }

    /// The reader of a stream has been waiting for so long.
    pub fn report_demand(&self, id: u32, waited: Duration) {
        if let Some(call) = self.call(id) {
            call.report_demand(waited);
        }
    }

    /// The events of the batch that was handed out last, one by one.
    pub fn last_events(&self, id: u32) -> Vec<Text> {
        self.call(id).map(|call| call.last_events()).unwrap_or_default()
    }

    /// Why a stream has no more events. The call is over with that.
    pub fn take_end(&self, id: u32) -> Option<(End, Arc<Call>)> {
        let call = self.call(id)?;
        let end = call.take_end()?;
        // A finished task reads on for a moment so that its connection can be used again; it needs nobody for that.
        if let Some(task) = self.tasks.borrow_mut().remove(&id) {
            task.detach();
        }
        Some((end, call))
    }

    /// Stops a call and closes its connection.
    pub fn cancel(&self, id: u32) -> Option<Arc<Call>> {
        let task = self.tasks.borrow_mut().remove(&id)?;
        Some(Arc::clone(task.call()))
    }

    /// Stops all calls: a thread that ends takes its requests along, and nobody is left to hear of them.
    pub fn close(&self) {
        let tasks = self.tasks.take();
        drop(tasks);
        self.queue.close();
        self.leftover.take();
    }

    fn call(&self, id: u32) -> Option<Arc<Call>> {
        self.tasks.borrow().get(&id).map(|task| Arc::clone(task.call()))
    }
}

#[cfg(test)]
mod tests {
    use auriko::transport::{Network, Repeat, Retries, Timeouts};

    use super::*;
    use crate::delivery::raw_request::Headers;

    fn refused() -> RawRequest {
        RawRequest {
            // Not valid, so that nothing is sent and the call fails at once.
            method: "GE T".into(),
            url: "http://127.0.0.1:1".into(),
            authorization: None,
            headers: Headers::Lines(String::new()),
            body: None,
            timeouts: Timeouts::default(),
            retries: Retries { max: 0, max_delay: Duration::ZERO, repeat: Repeat::default() },
            redirects: None,
            turn: None,
        }
    }

    fn failed(id: u32) -> (Dispatcher, std::sync::mpsc::Receiver<()>) {
        let (sender, woken) = std::sync::mpsc::channel();
        let dispatcher = Dispatcher::new(Box::new(move || {
            let _ = sender.send(());
        }));
        dispatcher.start(id, Arc::new(Pool::new(Network::default())), refused(), Framing::Text, false);
        (dispatcher, woken)
    }

    fn json(dispatcher: &Dispatcher) -> String {
        dispatcher.collect(|text, _| {
            let Text::Latin1(units) = text else { panic!("an index is ascii") };
            // The base that is drawn for each collection stands last.
            str::from_utf8(units).unwrap().rsplit_once(',').unwrap().0.into()
        })
    }

    #[test]
    fn a_failure_is_told_once_and_taken_once() {
        let (dispatcher, woken) = failed(3);
        woken.recv().unwrap();
        assert_eq!(json(&dispatcher), "[[9,3,0,0");
        assert_eq!(json(&dispatcher), "[[0,0");
        assert!(dispatcher.take_failure(3).is_some());
        assert!(dispatcher.take_failure(3).is_none());
    }

    #[test]
    fn a_cancelled_call_is_not_told_of() {
        let (dispatcher, woken) = failed(3);
        woken.recv().unwrap();
        assert!(dispatcher.cancel(3).is_some());
        assert_eq!(json(&dispatcher), "[[0,0");
        assert!(dispatcher.cancel(3).is_none());
    }

    #[test]
    fn a_closed_dispatcher_has_let_go_of_its_calls() {
        let (dispatcher, woken) = failed(3);
        woken.recv().unwrap();
        let call = Arc::downgrade(dispatcher.tasks.borrow()[&3].call());
        dispatcher.close();
        // The task itself may still be on its last step.
        while call.strong_count() > 0 {
            std::thread::yield_now();
        }
        assert_eq!(json(&dispatcher), "[[0,0");
    }
}
