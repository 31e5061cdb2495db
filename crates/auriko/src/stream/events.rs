use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll};

use bytes::Bytes;
use futures::Stream;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use tokio::runtime::Handle;

use super::driver::{StreamedCall, drive};
use super::queue::{End, Queue};
use crate::Error;
use crate::error::{ApiError, Context, reports_error};
use crate::transport::{AttemptFacts, AttemptLog, Head};

/// One event of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerSentEvent {
    /// The `data` lines, joined by a line feed.
    pub data: String,
    /// The `event` field, empty when there was none.
    pub name: String,
    /// The last `id` seen on the stream that is no longer than 1024 bytes.
    pub id: String,
}

/// The server-sent events of an answer, as text. It ends at `[DONE]` or with the body; [`is_done`](Self::is_done) tells
/// the two apart. Nothing is read from the connection while nobody asks for an event. Dropping it closes the connection.
#[must_use = "streams do nothing unless polled"]
pub struct EventStream {
    /// The half that reads; gone when there is nothing more to read.
    reading: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    queue: Arc<Queue>,
    log: Arc<AttemptLog>,
    head: Head,
    done: bool,
}

impl EventStream {
    /// Sends the request and waits until its answer begins.
    pub(crate) async fn open(call: StreamedCall) -> Result<Self, Error> {
        let (queue, log) = (Arc::<Queue>::default(), Arc::clone(&call.log));
        let mut reading: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(drive(call, Arc::clone(&queue)));
        let (head, is_over) = poll_fn(|cx| {
            let is_over = reading.as_mut().poll(cx).is_ready();
            match queue.opened() {
                None if !is_over && !queue.has_end() => Poll::Pending,
                head => Poll::Ready((head, is_over)),
            }
        })
        .await;
        match head {
            // A short answer may have been read to its end at once.
            Some(head) => Ok(Self { reading: (!is_over).then_some(reading), queue, log, head, done: false }),
            None => Err(never_opened(queue.take_end(), log.count())),
        }
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The request's id at Auriko; quote it when you ask for support.
    pub fn request_id(&self) -> Option<&str> {
        self.head.headers.get("x-request-id")?.to_str().ok()
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.log.count()
    }

    /// What happened on the way, attempt by attempt.
    pub fn attempt_facts(&self) -> Vec<AttemptFacts> {
        self.log.facts()
    }

    /// Whether `[DONE]` was read.
    pub fn is_done(&self) -> bool {
        self.done
    }

    pub(super) fn context(&self) -> Context {
        Context::new(self.attempts()).with_head(self.head.status, self.head.headers.clone())
    }

    /// Ends the stream and closes its connection.
    pub(super) fn close(&mut self) {
        self.reading = None;
    }

    fn finish(&mut self, end: End) -> Option<Error> {
        match end {
            End::Done => {
                self.done = true;
                self.release();
                None
            }
            End::Eof => None,
            End::Failed(failure) => {
                let mut error = Error::from_failure(failure, self.attempts());
                if let Some(context) = error.context_mut() {
                    context.seen = self.queue.delivered();
                }
                Some(error)
            }
            End::Document(head, body) => Some(document_error(head, &body, self.attempts())),
        }
    }

    /// Lets the rest of a finished body be read, so that its connection can serve the next request.
    fn release(&mut self) {
        let Some(mut reading) = self.reading.take() else { return };
        let mut idle = TaskContext::from_waker(std::task::Waker::noop());
        if reading.as_mut().poll(&mut idle).is_pending()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(reading);
        }
    }
}

impl Stream for EventStream {
    type Item = Result<ServerSentEvent, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(event) = self.queue.pop() {
                return Poll::Ready(Some(Ok(event)));
            }
            if let Some(end) = self.queue.take_end() {
                let error = self.finish(end);
                self.close();
                return Poll::Ready(error.map(Err));
            }
            let Some(reading) = &mut self.reading else { return Poll::Ready(None) };
            match reading.as_mut().poll(cx) {
                Poll::Ready(()) => self.reading = None,
                // It may have read something and stopped there, because that has to be taken first.
                Poll::Pending if self.queue.is_idle() => return Poll::Pending,
                Poll::Pending => {}
            }
            if let Some(head) = self.queue.take_opened_anew() {
                self.head = head;
            }
        }
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("status", &self.head.status)
            .field("attempts", &self.attempts())
            .field("done", &self.done)
            .finish_non_exhaustive()
    }
}

fn never_opened(end: Option<End>, attempts: u32) -> Error {
    match end {
        Some(End::Failed(failure)) => Error::from_failure(failure, attempts),
        Some(End::Document(head, body)) => document_error(head, &body, attempts),
        Some(End::Done | End::Eof) | None => {
            Error::InvalidResponse { reason: "there was none".into(), context: Box::new(Context::new(attempts)) }
        }
    }
}

/// A stream was asked for, and a document came: an error under a good status, or something that does not belong here.
fn document_error(head: Box<Head>, body: &Bytes, attempts: u32) -> Error {
    let status = head.status;
    let context = Box::new(Context::new(attempts).with_head(status, head.headers));
    match serde_json::from_slice::<Value>(body) {
        Ok(value) if reports_error(&value) => {
            Error::Status { error: Box::new(ApiError { status, ..ApiError::from_event(value) }), context }
        }
        _ => Error::InvalidResponse { reason: "a stream was asked for, and a document came".into(), context },
    }
}
