//! One request on its way, shared by the task that runs it and the JavaScript thread that waits for it.

mod reader;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use auriko::transport::{self, AttemptFacts, AttemptLog, Error, Observer, Waiting};
use bytes::Bytes;
use tokio::sync::Notify;

use super::batch::{BATCH_SIZE, Batch};
use super::collection::Tag;
use super::demand::Demand;
use super::header_lines::lines_of;
use super::ready_queue::ReadyQueue;
use super::text::Text;

/// While this much waits to be read, nothing more is read from the socket.
const HIGH_WATER: usize = 256 * 1024;

/// Status and headers of an answer, as they cross.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The status code.
    pub status: u16,
    /// All headers as `name: value` lines, the values as the bytes they came as.
    pub headers: Text,
    /// The words behind the status.
    pub reason: String,
    /// Where redirects led; empty if none were followed.
    pub redirected_to: String,
}

impl From<&transport::Head> for Head {
    fn from(head: &transport::Head) -> Self {
        Self {
            status: head.status.as_u16(),
            headers: lines_of(&head.headers),
            reason: head.reason.clone(),
            redirected_to: head.redirected_to.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

/// Why a call ended without what was asked for.
#[derive(Debug)]
pub struct Failure {
    /// What happened.
    pub error: Error,
    /// The answer it happened inside of.
    pub head: Option<Head>,
}

impl From<transport::Failure> for Failure {
    fn from(failure: transport::Failure) -> Self {
        Self { error: failure.error, head: failure.head.map(|head| Head::from(&*head)) }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, head: None }
    }
}

/// What has come of a call, besides events.
#[derive(Debug)]
pub enum Completion {
    /// A stream was opened, or opened anew.
    Opened(Head),
    /// The answer to a `fetch` was opened.
    OpenedRaw(Head),
    /// A whole answer.
    Answered(Head, Text),
    /// No answer.
    Failed(Failure),
}

impl Completion {
    /// A whole answer with this body, if there is memory for its text.
    pub fn of_body(head: Head, body: &[u8]) -> Self {
        match Text::of_body(body) {
            Ok(text) => Self::Answered(head, text),
            Err(error) => {
                Self::Failed(Failure { error: Error::Resources { reason: error.to_string() }, head: Some(head) })
            }
        }
    }
}

/// Why a stream has no more events.
#[derive(Debug)]
pub enum End {
    /// `[DONE]` was read.
    Done,
    /// The body ended.
    Eof,
    /// It broke off.
    Failed(Failure),
}

/// What a reader gets.
#[derive(Debug)]
pub enum Pull<T> {
    /// Everything up to the size of a batch.
    Ready(T),
    /// Nothing yet; a collection will tell.
    Waiting,
    /// Nothing any more.
    Ended,
}

/// One request on its way.
#[derive(Debug)]
pub struct Call {
    /// The number that JavaScript gave it.
    pub id: u32,
    /// What happened on the way.
    pub log: AttemptLog,
    /// Somebody listens to attempts and retries as they happen.
    is_observed: bool,
    queue: Weak<ReadyQueue>,
    /// It lies in the queue.
    is_queued: AtomicBool,
    /// Told when a full buffer was read.
    space: Notify,
    /// Told when it has become clear whether a reader waits.
    probed: Notify,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    completion: Option<Completion>,
    /// Attempts and retries that were not told yet.
    notices: Vec<(Tag, AttemptFacts)>,
    /// The answer that is being read.
    opened: Option<Head>,
    batches: VecDeque<Batch>,
    pieces: VecDeque<Bytes>,
    queued: usize,
    /// What was handed out last, for a reader that wants it event by event.
    last: Batch,
    /// The space of one that was handed out before, for the next.
    spare: Batch,
    /// Something has been handed out: from here on the stream can't begin anew.
    delivered: bool,
    demand: Demand,
    end: Option<End>,
}

impl Call {
    /// A call that reports to `queue`.
    pub fn new(id: u32, queue: &Arc<ReadyQueue>, is_observed: bool) -> Self {
        #[cfg(feature = "testing")]
        LIVE.fetch_add(1, Ordering::Relaxed);
        Self {
            id,
            log: AttemptLog::default(),
            is_observed,
            queue: Arc::downgrade(queue),
            is_queued: AtomicBool::new(false),
            space: Notify::new(),
            probed: Notify::new(),
            state: Mutex::new(State {
                completion: None,
                notices: Vec::new(),
                opened: None,
                batches: VecDeque::new(),
                pieces: VecDeque::new(),
                queued: 0,
                last: Batch::default(),
                spare: Batch::default(),
                delivered: false,
                demand: Demand::Paused,
                end: None,
            }),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls JavaScript to look at what was noted.
    pub fn announce(self: &Arc<Self>) {
        if !self.is_queued.swap(true, Ordering::AcqRel)
            && let Some(queue) = self.queue.upgrade()
        {
            queue.enqueue(Arc::clone(self));
        }
    }

    /// Reports an opened stream, a whole answer, or why there is none.
    pub fn complete(self: &Arc<Self>, completion: Completion) {
        self.note(completion);
        self.announce();
    }

    /// Has a completion ready for whoever looks next, without calling anyone to look; [`Call::announce`] does.
    pub fn note(&self, completion: Completion) {
        let mut state = self.lock();
        if let Completion::Opened(head) | Completion::OpenedRaw(head) = &completion {
            state.opened = Some(head.clone());
        }
        state.completion = Some(completion);
    }

    /// The answer that is being read, if one is.
    pub fn opened(&self) -> Option<Head> {
        self.lock().opened.clone()
    }

    /// Queues events. Small batches join the last one, so that a slow reader gets few large ones.
    pub fn offer(self: &Arc<Self>, batch: &mut Batch) {
        let mut state = self.lock();
        let before = state.batches.back().map_or(0, Batch::size);
        let grown = match state.batches.back_mut() {
            Some(last) if before + batch.size() <= BATCH_SIZE => {
                last.append(batch);
                batch.clear();
                last.size() - before
            }
            _ => {
                let spare = std::mem::take(&mut state.spare);
                state.batches.push_back(std::mem::replace(batch, spare));
                state.batches.back().map_or(0, Batch::size)
            }
        };
        state.queued += grown;
        self.announce_if_wanted(state);
    }

    /// Queues a piece of a body.
    pub fn offer_piece(self: &Arc<Self>, piece: Bytes) {
        let mut state = self.lock();
        state.queued += piece.len();
        state.pieces.push_back(piece);
        self.announce_if_wanted(state);
    }

    /// Ends the stream. Only the first end counts: what happens to a finished one while its connection is made ready for
    /// the next request is nobody's business.
    pub fn end(self: &Arc<Self>, end: End) {
        let mut state = self.lock();
        if state.end.is_none() {
            if let End::Failed(failure) = &end {
                self.log.end(Some(failure.error.kind()));
            }
            state.end = Some(end);
        }
        self.announce_if_wanted(state);
    }

    fn announce_if_wanted(self: &Arc<Self>, state: MutexGuard<'_, State>) {
        let is_wanted = state.demand != Demand::Paused;
        drop(state);
        if is_wanted {
            self.announce();
        }
    }

    /// Waits until the reader has made room.
    pub async fn room(&self) {
        while self.lock().queued >= HIGH_WATER {
            self.space.notified().await;
        }
    }

    /// Drops what is queued so that the stream can begin anew; false if something was handed out already.
    pub fn rewind(&self) -> bool {
        let mut state = self.lock();
        if !state.delivered {
            state.batches.clear();
            state.pieces.clear();
            state.queued = 0;
        }
        !state.delivered
    }
}

/// The reader of a call, as the transport sees it: somebody who may wait, and may listen.
pub struct Reader<'a>(pub &'a Arc<Call>);

impl transport::Demand for Reader<'_> {
    fn waiting(&self) -> Waiting {
        self.0.lock().demand.waiting()
    }

    async fn probe(&self) {
        let call = self.0;
        let is_probing = || matches!(call.lock().demand, Demand::Probing(_));
        {
            let mut state = call.lock();
            state.demand = state.demand.probe();
        }
        call.announce();
        while is_probing() {
            call.probed.notified().await;
        }
    }
}

impl Reader<'_> {
    /// Who is told of attempts at once, if anybody is.
    pub fn observer(&self) -> Option<&dyn Observer> {
        self.0.is_observed.then_some(self)
    }

    fn notice(&self, tag: Tag, facts: &AttemptFacts) {
        self.0.lock().notices.push((tag, facts.clone()));
        self.0.announce();
    }
}

impl Observer for Reader<'_> {
    fn attempt_started(&self, facts: &AttemptFacts) {
        self.notice(Tag::Attempt, facts);
    }

    fn retry_scheduled(&self, facts: &AttemptFacts) {
        self.notice(Tag::Retry, facts);
    }
}

/// Calls that exist, for tests that look for leaks.
#[cfg(feature = "testing")]
pub static LIVE: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(0);

#[cfg(feature = "testing")]
impl Drop for Call {
    fn drop(&mut self) {
        LIVE.fetch_sub(1, Ordering::Relaxed);
    }
}
