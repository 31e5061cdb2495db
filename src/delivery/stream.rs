//! The body of an open answer, handed out as it arrives.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant;

use auriko::transport::sse::Event;
use auriko::transport::{self, Attempts, Body, Error, EventStream, MAX_EVENT};
use http::HeaderValue;
use http::header::CONTENT_TYPE;

use super::batch::{BATCH_SIZE, Batch};
use super::call::{Call, Completion, End, Failure, Head, Reader};
use super::task::Framing;
use super::template::Encoder;

/// Opens a stream and reads it to its end. A connection that breaks before anything was handed out is made anew, by the
/// rules for any other failed attempt.
pub async fn run(attempts: Attempts<'_>, framing: Framing, call: &Arc<Call>) {
    let mut opened = false;
    loop {
        // Boxed, like every step that comes once: an open stream must not carry their room with it.
        let (head, body) = match Box::pin(attempts.open()).await {
            Ok(answer) => answer,
            Err(failure) if opened => return call.end(End::Failed(failure.into())),
            Err(failure) => return call.complete(Completion::Failed(failure.into())),
        };
        if framing == Framing::Events && !opened && is_document(&head) {
            return call.complete(Box::pin(document(head, body)).await);
        }
        let head = Head::from(&head);
        opened = true;
        let pumped = match framing {
            Framing::Events => pump_events(body, head, call).await,
            Framing::Bytes | Framing::Text => {
                let is_raw = attempts.request.any_status;
                call.complete(if is_raw { Completion::OpenedRaw(head) } else { Completion::Opened(head) });
                pump_pieces(body, call).await
            }
        };
        let Err(error) = pumped else {
            return;
        };
        // What has come is let go only for another attempt: after the last one it belongs to whoever reads.
        if !matches!(error, Error::Network(..)) || !attempts.may_retry(&error) || !call.rewind() {
            return call.end(End::Failed(Failure { error, head: call.opened() }));
        }
        let failure = transport::Failure::from(error);
        if let Err(failure) = Box::pin(attempts.wait_before_retry(failure)).await {
            return call.end(End::Failed(Failure { error: failure.error, head: call.opened() }));
        }
    }
}

/// Whether the answer says that it is no stream, as a proxy's page or an error under status 200 does.
fn is_document(head: &transport::Head) -> bool {
    let kind = head.headers.get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    kind.starts_with(b"application/json") || kind.starts_with(b"text/html")
}

async fn document(head: transport::Head, mut body: Body<'_>) -> Completion {
    let head = Head::from(&head);
    match body.collect(MAX_EVENT).await {
        Ok(body) => Completion::of_body(head, &body),
        Err(error) => Completion::Failed(Failure { error, head: Some(head) }),
    }
}

/// From events to batches of what crosses for them.
struct BatchWriter<'a> {
    call: &'a Arc<Call>,
    encoder: Encoder,
    batch: Batch,
    is_done: bool,
}

impl BatchWriter<'_> {
    /// Takes an event; breaks behind the last one of the stream.
    fn take(&mut self, event: &Event<'_>) -> ControlFlow<()> {
        if event.data.trim_ascii() == "[DONE]" {
            self.is_done = true;
            return ControlFlow::Break(());
        }
        if !event.data.trim_ascii().is_empty() {
            self.encoder.push(&event.data, &mut self.batch);
        }
        if self.batch.size() >= BATCH_SIZE {
            self.call.offer(&mut self.batch);
        }
        ControlFlow::Continue(())
    }

    /// Queues what a read has brought.
    fn flush(&mut self) {
        if !self.batch.is_empty() {
            self.call.offer(&mut self.batch);
        }
    }
}

async fn pump_events(body: Body<'_>, head: Head, call: &Arc<Call>) -> Result<(), Error> {
    let mut events = EventStream::new(body, MAX_EVENT);
    let mut writer = BatchWriter { call, encoder: Encoder::for_stream(), batch: Batch::default(), is_done: false };
    // The head is noted before there are events, so that a reader of a stream that was opened anew sees its new head with
    // them; announced behind those that came with it: one wake-up instead of two.
    let mut head = Some(head);
    let mut note = || head.take().map_or((), |head| call.note(Completion::Opened(head)));
    let mut read = events
        .read_ready(|event| {
            note();
            writer.take(&event)
        })
        .await;
    note();
    writer.flush();
    call.announce();
    while read?.is_continue() {
        call.room().await;
        read = events.read(&Reader(call), |event| writer.take(&event)).await;
        writer.flush();
    }
    call.end(if writer.is_done { End::Done } else { End::Eof });
    if writer.is_done {
        Box::pin(events.drain()).await;
    }
    Ok(())
}

async fn pump_pieces(mut body: Body<'_>, call: &Arc<Call>) -> Result<(), Error> {
    loop {
        call.room().await;
        let Some(piece) = body.next(Instant::now(), &Reader(call)).await? else {
            call.end(End::Eof);
            return Ok(());
        };
        call.offer_piece(piece);
    }
}
