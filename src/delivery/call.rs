//! One request on its way, shared by the task that runs it and the JavaScript thread that waits for it.

mod reader;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use auriko::transport::{self, AttemptLog, Demand, Error, Waiting};
use bytes::Bytes;
use tokio::sync::Notify;

use super::batch::{BATCH_SIZE, Batch};
use super::header_lines::lines_of;
use super::ready_queue::ReadyQueue;
use super::text::Text;

/// While this much waits to be read, nothing more is read from the socket.
const HIGH_WATER: usize = 256 * 1024;

/// Status and headers of an answer.
#[derive(Debug, Clone)]
pub struct Head {
    /// The status code.
    pub status: u16,
    /// All headers as `name: value` lines, the values as the bytes they came as.
    pub headers: Text,
}

/// Why a call ended without what was asked for.
#[derive(Debug)]
pub struct Failure {
    /// What happened.
    pub error: Error,
    /// The answer it happened inside of.
    pub head: Option<Head>,
}

impl From<&transport::Head> for Head {
    fn from(head: &transport::Head) -> Self {
        Self { status: head.status.as_u16(), headers: lines_of(&head.headers) }
    }
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

/// What a call reports besides events.
#[derive(Debug)]
pub enum News {
    /// A stream was opened, or opened anew.
    Opened(Head),
    /// A whole answer.
    Answered(Head, Text),
    /// No answer.
    Failed(Failure),
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
    /// Nothing yet; the queue will tell.
    Waiting,
    /// Nothing any more.
    Ended,
}

/// One request on its way.
#[derive(Debug)]
pub struct Call {
    /// The number that JavaScript gave it.
    pub id: u32,
    queue: Arc<ReadyQueue>,
    /// What happened on the way.
    pub log: AttemptLog,
    /// It lies in the queue.
    posted: AtomicBool,
    /// Rung when a full queue was read.
    space: Notify,
    /// Rung when it has become clear whether a reader waits.
    answer: Notify,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    news: Option<News>,
    /// The answer that is being read.
    opened: Option<Head>,
    batches: VecDeque<Batch>,
    pieces: VecDeque<Bytes>,
    queued: usize,
    /// What was handed out last, for a reader that wants it event by event.
    last: Batch,
    /// Something has been handed out: from here on the stream can't begin anew.
    delivered: bool,
    /// A reader wants what comes next.
    waiting: Waiting,
    /// JavaScript is being asked whether it waits.
    asked: bool,
    end: Option<End>,
}

impl Call {
    /// A call that reports to `queue`.
    pub fn new(id: u32, queue: Arc<ReadyQueue>) -> Self {
        #[cfg(feature = "testing")]
        LIVE.fetch_add(1, Ordering::Relaxed);
        Self {
            id,
            queue,
            log: AttemptLog::default(),
            posted: AtomicBool::new(false),
            space: Notify::new(),
            answer: Notify::new(),
            state: Mutex::new(State {
                news: None,
                opened: None,
                batches: VecDeque::new(),
                pieces: VecDeque::new(),
                queued: 0,
                last: Batch::default(),
                delivered: false,
                waiting: Waiting::No,
                asked: false,
                end: None,
            }),
        }
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.log.count()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls JavaScript to look at what was noted.
    pub fn announce(self: &Arc<Self>) {
        if !self.posted.swap(true, Ordering::AcqRel) {
            self.queue.post(Arc::clone(self));
        }
    }

    /// Reports an opened stream, a whole answer, or why there is none.
    pub fn report(self: &Arc<Self>, news: News) {
        self.note(news);
        self.announce();
    }

    /// Has news ready for whoever looks next, without calling anyone to look; [`Call::announce`] does.
    pub fn note(&self, news: News) {
        let mut state = self.lock();
        if let News::Opened(head) = &news {
            state.opened = Some(head.clone());
        }
        state.news = Some(news);
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
                let size = batch.size();
                state.batches.push_back(std::mem::take(batch));
                size
            }
        };
        state.queued += grown;
        self.wake(state);
    }

    /// Queues a piece of a body.
    pub fn offer_piece(self: &Arc<Self>, piece: Bytes) {
        let mut state = self.lock();
        state.queued += piece.len();
        state.pieces.push_back(piece);
        self.wake(state);
    }

    /// Ends the stream. Only the first end counts: what strikes a finished one while its connection is made ready for
    /// the next request is nobody's business.
    pub fn end(self: &Arc<Self>, end: End) {
        let mut state = self.lock();
        state.end.get_or_insert(end);
        self.wake(state);
    }

    fn wake(self: &Arc<Self>, state: MutexGuard<'_, State>) {
        let wanted = state.waiting != Waiting::No;
        drop(state);
        if wanted {
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

/// The reader of a call, as the body that is read for it sees it.
pub struct Reader<'a>(pub &'a Arc<Call>);

impl Demand for Reader<'_> {
    fn waiting(&self) -> Waiting {
        self.0.lock().waiting
    }

    async fn probe(&self) {
        self.0.lock().asked = true;
        self.0.announce();
        while self.0.lock().asked {
            self.0.answer.notified().await;
        }
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
