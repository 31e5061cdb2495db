//! The body of an open answer, handed out as it arrives.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures::FutureExt;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use reqwest::Response;
use tokio::task::yield_now;
use tokio::time::{Sleep, sleep, timeout};

use super::batch::{BATCH_SIZE, Batch};
use super::call::{Call, End, Failure, Head, News, Waiting};
use super::error::{Error, Phase};
use super::exchange::{open, pause, read, take_head};
use super::network::Pool;
use super::request::{Framing, Request};
use super::sse::Parser;
use super::template::Encoder;
use super::text::Text;

/// The longest event that is taken, in bytes.
pub const MAX_EVENT: usize = 16 * 1024 * 1024;
/// How long and how far the rest of a finished stream is read, so that its connection can serve the next request.
const LINGER: Duration = Duration::from_millis(250);
const LINGER_BYTES: usize = 64 * 1024;

/// Opens a stream and reads it to its end. A connection that breaks before anything was handed out is made anew, by the
/// rules for any other failed attempt.
pub async fn run(pool: &Pool, request: &Request, framing: Framing, call: &Arc<Call>) {
    let mut opened = false;
    loop {
        // Boxed, like every step that comes once: an open stream must not carry their room with it.
        let mut response = match Box::pin(open(pool, request, call)).await {
            Ok(response) => response,
            Err(failure) if opened => return call.end(End::Failed(failure)),
            Err(failure) => return call.report(News::Failed(failure)),
        };
        let document_comes = framing == Framing::Events && !opened && is_document(&response);
        let head = take_head(&mut response);
        if document_comes {
            return call.report(Box::pin(document(response, head, pool, request)).await);
        }
        opened = true;
        let Err(error) = Body::new(response, pool, request, call).pump(framing, head).await else {
            return;
        };
        let failure = Failure { error, head: call.opened() };
        if !matches!(failure.error, Error::Network(_)) || !call.rewind() {
            return call.end(End::Failed(failure));
        }
        if let Err(failure) = Box::pin(pause(failure, request, call)).await {
            return call.end(End::Failed(failure));
        }
    }
}

/// Whether the answer says that it is no stream, as a proxy's page or an error under status 200 does.
fn is_document(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    kind.starts_with(b"application/json") || kind.starts_with(b"text/html")
}

async fn document(response: Response, head: Head, pool: &Pool, request: &Request) -> News {
    match read(response, MAX_EVENT, pool, request).await {
        Ok(body) => News::Answered(head, Text::from(&body[..])),
        Err((error, _)) => News::Failed(Failure { error, head: Some(head) }),
    }
}

struct Body<'a> {
    response: Response,
    pool: &'a Pool,
    call: &'a Arc<Call>,
    silence: Option<Silence>,
}

/// The idle timeout of a stream. One timer serves all its pieces: it is not moved when one arrives, but asks when it
/// strikes whether it should have been, because setting a timer costs more than reading a piece.
struct Silence {
    limit: Duration,
    timer: Pin<Box<Sleep>>,
}

impl Silence {
    fn new(limit: Duration) -> Self {
        Self { limit, timer: Box::pin(sleep(limit)) }
    }

    /// Waits until nothing was heard for the limit, counted from the last event and only while a reader waits.
    async fn struck(&mut self, last_event: Instant, call: &Arc<Call>) -> Error {
        loop {
            self.timer.as_mut().await;
            let waiting = call.waiting();
            let silent_since = match waiting {
                Some(Waiting::Since(since) | Waiting::Perhaps(since)) => since.max(last_event),
                None => Instant::now(),
            };
            let until = silent_since + self.limit;
            if until > Instant::now() {
                self.timer.as_mut().reset(until.into());
            } else if matches!(waiting, Some(Waiting::Perhaps(_))) {
                call.ask().await;
            } else {
                return Error::Timeout { phase: Phase::Idle, limit: self.limit };
            }
        }
    }
}

/// From pieces of a body to batches of events.
struct Intake<'a> {
    call: &'a Arc<Call>,
    parser: Parser,
    encoder: Encoder,
    batch: Batch,
    /// When the last event was complete.
    last_event: Instant,
}

impl<'a> Intake<'a> {
    fn new(call: &'a Arc<Call>) -> Self {
        Self {
            call,
            parser: Parser::new(MAX_EVENT),
            encoder: Encoder::default(),
            batch: Batch::default(),
            last_event: Instant::now(),
        }
    }

    /// Queues the events that a piece completes; breaks behind the last one of the stream.
    fn take(&mut self, piece: &[u8]) -> Result<ControlFlow<()>, Error> {
        let Self { call, parser, encoder, batch, last_event } = self;
        let mut heard = false;
        let parsed = parser.feed(piece, |event| {
            heard = true;
            if event.data == "[DONE]" {
                return ControlFlow::Break(());
            }
            if !event.data.is_empty() {
                encoder.push(&event.data, batch);
            }
            if batch.size() >= BATCH_SIZE {
                call.offer(batch);
            }
            ControlFlow::Continue(())
        });
        if heard {
            *last_event = Instant::now();
        }
        if !batch.is_empty() {
            call.offer(batch);
        }
        Ok(parsed?)
    }
}

impl<'a> Body<'a> {
    fn new(response: Response, pool: &'a Pool, request: &Request, call: &'a Arc<Call>) -> Self {
        Self { response, pool, call, silence: request.timeouts.idle.map(Silence::new) }
    }

    async fn pump(self, framing: Framing, head: Head) -> Result<(), Error> {
        match framing {
            Framing::Events => self.pump_events(head).await,
            Framing::Bytes | Framing::Text => {
                self.call.report(News::Opened(head));
                self.pump_pieces().await
            }
        }
    }

    async fn pump_events(mut self, head: Head) -> Result<(), Error> {
        let mut intake = Intake::new(self.call);
        let first = self.at_once().await;
        // Noted before there are events, so that a reader of a stream that was opened anew sees its new head with them;
        // announced behind those that came with it: one wake-up instead of two.
        self.call.note(News::Opened(head));
        let mut parsed = match &first {
            Some(Ok(Some(piece))) => intake.take(piece),
            _ => Ok(ControlFlow::Continue(())),
        };
        self.call.announce();
        if matches!(first.transpose().map_err(|error| self.broken(error))?, Some(None)) {
            self.call.end(End::Eof);
            return Ok(());
        }
        while parsed?.is_continue() {
            self.call.room().await;
            let Some(piece) = self.next(intake.last_event).await? else {
                self.call.end(End::Eof);
                return Ok(());
            };
            parsed = intake.take(&piece);
        }
        self.call.end(End::Done);
        Box::pin(self.linger()).await;
        Ok(())
    }

    /// What of the body is there already, after everything that is ready had its turn once.
    async fn at_once(&mut self) -> Option<reqwest::Result<Option<Bytes>>> {
        if let Some(piece) = self.response.chunk().now_or_never() {
            return Some(piece);
        }
        yield_now().await;
        self.response.chunk().now_or_never()
    }

    async fn pump_pieces(mut self) -> Result<(), Error> {
        loop {
            self.call.room().await;
            let Some(piece) = self.next(Instant::now()).await? else {
                self.call.end(End::Eof);
                return Ok(());
            };
            self.call.offer_piece(piece);
        }
    }

    /// The next piece of the body, within the idle timeout.
    async fn next(&mut self, last_event: Instant) -> Result<Option<Bytes>, Error> {
        let chunk = self.response.chunk();
        let chunk = match &mut self.silence {
            None => chunk.await,
            Some(silence) => tokio::select! {
                biased;
                chunk = chunk => chunk,
                error = silence.struck(last_event, self.call) => return Err(error),
            },
        };
        chunk.map_err(|error| self.broken(error))
    }

    /// Whatever strikes an open body is the connection's end.
    fn broken(&self, error: reqwest::Error) -> Error {
        match Error::from_attempt(error, self.pool.connect_timeout(), self.pool.is_proxied()) {
            Error::Connect(cause) | Error::Proxy(cause) | Error::Protocol(cause) | Error::Tls(cause) => {
                Error::Network(cause)
            }
            error => error,
        }
    }

    /// Reads what is left of a finished body, which mostly is there already: then no timer is needed.
    async fn linger(mut self) {
        let mut seen = 0;
        while seen <= LINGER_BYTES {
            match self.at_once().await {
                Some(Ok(Some(piece))) => seen += piece.len(),
                Some(_) => return,
                None => break,
            }
        }
        let rest = async {
            while seen <= LINGER_BYTES
                && let Ok(Some(piece)) = self.response.chunk().await
            {
                seen += piece.len();
            }
        };
        let _ = timeout(LINGER, rest).await;
    }
}
