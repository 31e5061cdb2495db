//! The half of a stream that reads the connection.

use std::sync::Arc;

use http::HeaderValue;
use http::header::CONTENT_TYPE;

use super::queue::{End, Queue};
use crate::transport::{
    self, AttemptLog, Attempts, Body, Error, Failure, Head, MAX_EVENT, Phase, Pool, Reading, Request, within,
};

/// What a streamed call needs for as long as it runs.
#[derive(Debug)]
pub(crate) struct StreamedCall {
    pub pool: Arc<Pool>,
    pub request: Request,
    pub log: Arc<AttemptLog>,
}

/// Opens a stream and reads it to its end, as far as events are wanted.
pub(super) async fn drive(call: StreamedCall, queue: Arc<Queue>) {
    let work = Box::pin(read(&call, &queue));
    if let Err(error) = within(call.request.timeouts.total, Phase::Total, work).await {
        queue.end(End::Failed(Failure { error, head: queue.opened().map(Box::new) }));
    }
}

/// A connection that breaks before anything was handed out is made anew, by the rules for any other failed attempt.
async fn read(call: &StreamedCall, queue: &Queue) {
    let attempts = Attempts { pool: &call.pool, request: &call.request, log: &call.log, observer: None };
    loop {
        // Boxed, like every step that comes once: an open stream must not carry their room with it.
        let (head, body) = match Box::pin(attempts.open()).await {
            Ok(opened) => opened,
            Err(failure) => return queue.end(End::Failed(failure)),
        };
        if is_document(&head) && queue.opened().is_none() {
            return queue.end(Box::pin(document(head, body)).await);
        }
        queue.open(&head);
        let Err(error) = read_events(body, queue).await else {
            return;
        };
        let failure = Failure { error, head: Some(Box::new(head)) };
        if !matches!(failure.error, Error::Network(..)) || queue.delivered() {
            return queue.end(End::Failed(failure));
        }
        if let Err(failure) = Box::pin(attempts.wait_before_retry(failure)).await {
            return queue.end(End::Failed(failure));
        }
    }
}

async fn read_events(body: Body<'_>, queue: &Queue) -> Result<(), Error> {
    let mut events = transport::EventStream::new(body, MAX_EVENT);
    loop {
        queue.wanted().await;
        if events.read(&Reading::now(), |event| queue.push(&event)).await?.is_continue() {
            continue;
        }
        if queue.has_end() {
            Box::pin(events.drain()).await;
        } else {
            queue.end(End::Eof);
        }
        return Ok(());
    }
}

/// Whether the answer says that it is no stream, as a proxy's page or an error under status 200 does.
fn is_document(head: &Head) -> bool {
    let kind = head.headers.get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    kind.starts_with(b"application/json") || kind.starts_with(b"text/html")
}

async fn document(head: Head, mut body: Body<'_>) -> End {
    match body.collect(MAX_EVENT).await {
        Ok(body) => End::Document(Box::new(head), body),
        Err(error) => End::Failed(Failure { error, head: Some(Box::new(head)) }),
    }
}
