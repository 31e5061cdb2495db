//! A batch of one JavaScript thread: what it wants of that thread, and what it has for it.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use auriko::batch::pieces::{Delivered, Destination, Input, Key, Options, Pace, Run, Sender, Sink, State};
use auriko::batch::{Error, StopHandle, Summary};
use auriko::transport::{self, Pacer, Pool};
use futures::FutureExt;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::AbortHandle;

use super::batch_text;
use super::raw_request::RawRequest;
use super::runtime::runtime;
use super::secret_header::secret_header;
use super::task::message_of;
use super::text::Text;

/// About this many bytes of results are handed out at once.
const BUDGET: usize = 256 * 1024;
/// As many lines lie ready behind those that JavaScript has handed in.
const AHEAD: usize = 16;

/// What a batch is made from.
pub struct RawBatch {
    /// The file of requests; none where JavaScript hands them in.
    pub input: Option<PathBuf>,
    /// The file of results; none where JavaScript takes them.
    pub output: Option<PathBuf>,
    /// A request for a chat completion, without its body.
    pub chat: RawRequest,
    /// A request for a response, without its body.
    pub responses: RawRequest,
    /// How fast requests may leave.
    pub pacer: Arc<Pacer>,
    /// Whether JavaScript is asked for the key.
    pub asks_for_key: bool,
    /// How it runs.
    pub options: Options,
}

/// What a batch wants of JavaScript, or has for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each holds or not, whatever the others do")]
pub struct Readiness {
    /// It waits for a key.
    pub wants_key: bool,
    /// It has room for requests.
    pub wants_lines: bool,
    /// There are results.
    pub has_results: bool,
    /// It is over.
    pub has_ended: bool,
}

/// Why a batch did not come to its end.
#[derive(Debug)]
pub enum BatchFailure {
    /// As the client says.
    Batch(Error),
    /// The network can't be used.
    Network(transport::Error),
    /// A defect of ours.
    Panic(String),
}

/// A batch that runs until it has ended, or until it is dropped: that gives up what is in flight.
pub struct BatchRun {
    shared: Arc<Shared>,
    abort: Option<AbortHandle>,
}

struct Shared {
    inner: Mutex<Inner>,
    stop: StopHandle,
    /// Lines were handed in, or there will be no more.
    fed: Notify,
    waker: Arc<dyn Fn() + Send + Sync>,
    is_woken: AtomicBool,
}

#[derive(Default)]
struct Inner {
    state: Option<Arc<State>>,
    lines: VecDeque<Vec<u8>>,
    has_all_lines: bool,
    wants_lines: bool,
    results: VecDeque<Delivered>,
    key: Option<oneshot::Sender<Result<String, String>>>,
    ended: Option<Result<Summary, BatchFailure>>,
}

impl Drop for BatchRun {
    fn drop(&mut self) {
        if let Some(abort) = &self.abort {
            abort.abort();
        }
    }
}

impl BatchRun {
    /// Starts a batch. `waker` is called when it is ready for something.
    pub fn start(pool: Arc<Pool>, raw: RawBatch, waker: Arc<dyn Fn() + Send + Sync>) -> Self {
        let shared = Arc::new(Shared {
            inner: Mutex::default(),
            stop: StopHandle::default(),
            fed: Notify::new(),
            waker,
            is_woken: AtomicBool::new(false),
        });
        let runtime = match runtime() {
            Ok(runtime) => runtime,
            Err(error) => {
                shared.end(Err(BatchFailure::Network(error)));
                return Self { shared, abort: None };
            }
        };
        let running = Arc::clone(&shared);
        let task = runtime.spawn(async move {
            let work = AssertUnwindSafe(Box::pin(run(pool, raw, &running))).catch_unwind();
            let ended = work.await.unwrap_or_else(|panic| Err(BatchFailure::Panic(message_of(&*panic))));
            running.end(ended);
        });
        Self { shared, abort: Some(task.abort_handle()) }
    }

    /// What there is; from here on it wakes again.
    pub fn readiness(&self) -> Readiness {
        self.shared.is_woken.store(false, Ordering::SeqCst);
        let inner = self.shared.lock();
        Readiness {
            wants_key: inner.key.is_some(),
            wants_lines: inner.wants_lines,
            has_results: !inner.results.is_empty(),
            has_ended: inner.ended.is_some(),
        }
    }

    /// Takes requests in, a line each. It wakes when it wants more.
    pub fn push(&self, lines: &str) {
        let mut inner = self.shared.lock();
        inner.lines.extend(lines.split('\n').map(|line| line.as_bytes().to_vec()));
        inner.wants_lines = false;
        drop(inner);
        self.shared.fed.notify_one();
    }

    /// There are no more requests.
    pub fn finish_input(&self) {
        let mut inner = self.shared.lock();
        inner.has_all_lines = true;
        inner.wants_lines = false;
        drop(inner);
        self.shared.fed.notify_one();
    }

    /// The key that was asked for: the whole header, or why there is none.
    pub fn give_key(&self, key: Result<String, String>) {
        if let Some(asked) = self.shared.lock().key.take() {
            let _ = asked.send(key);
        }
    }

    /// Results, a line each; empty where there are none. Their requests are counted as ended with that.
    pub fn take_results(&self) -> Text {
        let mut inner = self.shared.lock();
        let mut bytes = Vec::new();
        while bytes.len() < BUDGET
            && let Some(result) = inner.results.pop_front()
        {
            bytes.extend_from_slice(result.line());
            if let Some(state) = &inner.state {
                state.booked(result);
            }
        }
        Text::from(&bytes[..])
    }

    /// How far it is, as JSON; `null` before it has begun.
    pub fn progress(&self) -> String {
        let state = self.shared.lock().state.clone();
        state.map_or_else(|| "null".into(), |state| batch_text::progress(&state.progress(), &state.routes()))
    }

    /// What it came to, as JSON; none while it runs.
    pub fn take_end(&self) -> Option<String> {
        let ended = self.shared.lock().ended.take()?;
        Some(match ended {
            Ok(summary) => batch_text::summary(&summary),
            Err(failure) => batch_text::failure(&failure),
        })
    }

    /// Lets it end in order: what is in flight is finished.
    pub fn stop(&self) {
        self.shared.stop.stop();
    }

    /// Gives up what is in flight.
    pub fn cancel(&mut self) {
        if let Some(abort) = self.abort.take() {
            abort.abort();
        }
    }
}

async fn run(pool: Arc<Pool>, raw: RawBatch, shared: &Arc<Shared>) -> Result<Summary, BatchFailure> {
    // Read here, where a failure still says whether it was for want of certificates.
    pool.client().map_err(BatchFailure::Network)?;
    let sender = Sender {
        pool,
        chat: raw.chat.read().map_err(BatchFailure::Network)?,
        responses: raw.responses.read().map_err(BatchFailure::Network)?,
        pacer: raw.pacer,
        pace: Pace::default(),
        key: raw.asks_for_key.then(|| shared.key()),
    };
    let (input, feed) = if let Some(path) = raw.input {
        (Input::Path(path), None)
    } else {
        let (lines, received) = mpsc::channel(AHEAD);
        (Input::Lines(received), Some(feed(Arc::clone(shared), lines)))
    };
    let destination = match raw.output {
        Some(path) => Destination::Path(path),
        None => Destination::Sink(Arc::clone(shared) as Arc<dyn Sink>),
    };
    let run = Run::open(input, destination, sender, raw.options, shared.stop.clone());
    let run = run.await.map_err(BatchFailure::Batch)?;
    shared.lock().state = Some(run.state());
    let finish = run.finish();
    match feed {
        None => finish.await,
        Some(feed) => {
            tokio::pin!(finish, feed);
            tokio::select! {
                ended = &mut finish => ended,
                () = &mut feed => finish.await,
            }
        }
    }
    .map_err(BatchFailure::Batch)
}

/// Hands lines on as there is room, and asks for more when none is left.
async fn feed(shared: Arc<Shared>, to: mpsc::Sender<Vec<u8>>) {
    loop {
        let next = {
            let mut inner = shared.lock();
            let next = inner.lines.pop_front();
            if next.is_none() {
                if inner.has_all_lines {
                    return;
                }
                inner.wants_lines = true;
            }
            next
        };
        if let Some(line) = next {
            if to.send(line).await.is_err() {
                return;
            }
        } else {
            shared.wake();
            shared.fed.notified().await;
        }
    }
}

impl Sink for Shared {
    fn deliver(&self, result: Delivered) {
        self.lock().results.push_back(result);
        self.wake();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Once until somebody has looked.
    fn wake(&self) {
        if !self.is_woken.swap(true, Ordering::SeqCst) {
            (self.waker)();
        }
    }

    fn end(&self, ended: Result<Summary, BatchFailure>) {
        self.lock().ended = Some(ended);
        self.wake();
    }

    fn key(self: &Arc<Self>) -> Key {
        let shared = Arc::clone(self);
        Key::new(Arc::new(move || {
            let shared = Arc::clone(&shared);
            Box::pin(async move {
                let (answer, answered) = oneshot::channel();
                shared.lock().key = Some(answer);
                shared.wake();
                let key = answered.await.unwrap_or_else(|_| Err("nobody gives a key".into()))?;
                secret_header(key).map_err(|error| error.to_string())
            })
        }))
    }
}
