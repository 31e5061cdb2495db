use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::call::Call;

/// The calls of one JavaScript thread that have something, and what wakes that thread.
///
/// It is woken once until the queue is taken, however much arrives: waking JavaScript is what costs. Calls know their
/// queue weakly, and a closed one takes nothing more, so that neither keeps the other alive.
pub struct ReadyQueue {
    /// `None` once it is closed.
    calls: Mutex<Option<Vec<Arc<Call>>>>,
    wake_pending: AtomicBool,
    waker: Box<dyn Fn() + Send + Sync>,
}

impl ReadyQueue {
    /// A queue that wakes by calling `waker`, from any thread.
    pub fn new(waker: Box<dyn Fn() + Send + Sync>) -> Self {
        Self { calls: Mutex::new(Some(Vec::new())), wake_pending: AtomicBool::new(false), waker }
    }

    /// Notes that a call has something.
    pub fn enqueue(&self, call: Arc<Call>) {
        match &mut *self.calls.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(calls) => calls.push(call),
            None => return,
        }
        if !self.wake_pending.swap(true, Ordering::AcqRel) {
            (self.waker)();
        }
    }

    /// Adds all calls to `ready`.
    pub fn take_into(&self, ready: &mut VecDeque<Arc<Call>>) {
        // Before the calls are taken, so that whatever is enqueued from here on wakes again.
        self.wake_pending.store(false, Ordering::Release);
        if let Some(calls) = &mut *self.calls.lock().unwrap_or_else(PoisonError::into_inner) {
            ready.extend(calls.drain(..));
        }
    }

    /// Lets all calls go and takes no more: nobody is left to hear of them.
    pub fn close(&self) {
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Outside the lock, since what is dropped here may be the last of a call.
        drop(calls);
    }
}

impl std::fmt::Debug for ReadyQueue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReadyQueue").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    fn counted() -> (Arc<ReadyQueue>, Arc<AtomicUsize>) {
        let wakes = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&wakes);
        let queue = ReadyQueue::new(Box::new(move || {
            counter.fetch_add(1, Ordering::Relaxed);
        }));
        (Arc::new(queue), wakes)
    }

    fn call(queue: &Arc<ReadyQueue>) -> Arc<Call> {
        Arc::new(Call::new(1, queue, false))
    }

    fn taken(queue: &ReadyQueue) -> usize {
        let mut ready = VecDeque::new();
        queue.take_into(&mut ready);
        ready.len()
    }

    #[test]
    fn the_thread_is_woken_once_until_it_has_looked() {
        let (queue, wakes) = counted();
        queue.enqueue(call(&queue));
        queue.enqueue(call(&queue));
        assert_eq!((wakes.load(Ordering::Relaxed), taken(&queue)), (1, 2));
        queue.enqueue(call(&queue));
        assert_eq!((wakes.load(Ordering::Relaxed), taken(&queue)), (2, 1));
        assert_eq!(taken(&queue), 0);
    }

    #[test]
    fn a_closed_queue_keeps_no_call_and_wakes_nobody() {
        let (queue, wakes) = counted();
        let one = call(&queue);
        queue.enqueue(Arc::clone(&one));
        queue.close();
        queue.enqueue(Arc::clone(&one));
        assert_eq!((Arc::strong_count(&one), wakes.load(Ordering::Relaxed)), (1, 1));
        assert_eq!(taken(&queue), 0);
    }

    #[test]
    fn a_call_does_not_keep_its_queue() {
        let (queue, _) = counted();
        let one = call(&queue);
        queue.enqueue(Arc::clone(&one));
        let weak = Arc::downgrade(&queue);
        drop(queue);
        assert!(weak.upgrade().is_none());
        assert_eq!(Arc::strong_count(&one), 1);
    }
}
