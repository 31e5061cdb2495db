//! The body of an open answer.

use std::future::Future;
use std::ops::ControlFlow;
use std::pin::{Pin, pin};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures::FutureExt;
use tokio::task::yield_now;
use tokio::time::{Sleep, sleep, timeout};

use super::error::{Error, Phase};
use super::facts::AttemptLog;
use super::limit::within;
use super::pacing::Permit;
use super::pool::Pool;
use super::request::Request;
use super::source::{Lost, Source};
use super::sse::{Event, Parser};

/// How long and how far the rest of a finished stream is read, so that its connection can serve the next request.
const DRAIN_TIME: Duration = Duration::from_millis(250);
const DRAIN_BYTES: usize = 64 * 1024;

/// Whether somebody waits for what a body brings next: time without data counts against the idle limit only then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// Nobody does.
    No,
    /// Somebody has been waiting since then.
    Since(Instant),
    /// Somebody was given all there was then, and may be busy with it or waiting for more.
    Unknown(Instant),
}

/// Who reads a body, as far as the idle limit is concerned.
pub trait Demand: Sync {
    /// Whether somebody waits, as far as it is known.
    fn waiting(&self) -> Waiting;
    /// Finds out whether somebody waits where that was [`Waiting::Unknown`].
    fn probe(&self) -> impl Future<Output = ()> + Send;
}

/// A reader that asks for each piece: it has been waiting since it asked.
#[derive(Debug, Clone, Copy)]
pub struct Reading(Instant);

impl Reading {
    /// A reader that asks now.
    pub fn now() -> Self {
        Self(Instant::now())
    }
}

impl Demand for Reading {
    fn waiting(&self) -> Waiting {
        Waiting::Since(self.0)
    }

    async fn probe(&self) {}
}

/// The body of an open answer. Dropping it closes the connection, unless it was read to its end.
#[derive(Debug)]
pub struct Body<'a> {
    source: Source,
    pool: &'a Pool,
    log: &'a AttemptLog,
    idle_limit: Option<Duration>,
    idle: Option<IdleTimer>,
    is_fresh: bool,
    /// What the request needs in order to run, where there are limits: let go with the end of the body.
    permit: Option<Permit>,
}

/// The idle limit of a stream. One timer serves all its pieces: it is not moved when one arrives, but asks when it
/// expires whether it should have been, because setting a timer costs more than reading a piece.
#[derive(Debug)]
struct IdleTimer {
    limit: Duration,
    timer: Pin<Box<Sleep>>,
}

impl IdleTimer {
    fn new(limit: Duration) -> Self {
        Self { limit, timer: Box::pin(sleep(limit)) }
    }

    /// Waits until nothing was heard for the limit, counted from the last event and only while somebody waits.
    async fn expired(&mut self, last_event: Instant, demand: &impl Demand) -> Error {
        loop {
            self.timer.as_mut().await;
            let waiting = demand.waiting();
            let silent_since = match waiting {
                Waiting::Since(since) | Waiting::Unknown(since) => since.max(last_event),
                Waiting::No => Instant::now(),
            };
            let until = silent_since + self.limit;
            if until > Instant::now() {
                self.timer.as_mut().reset(until.into());
            } else if matches!(waiting, Waiting::Unknown(_)) {
                demand.probe().await;
            } else {
                return Error::Timeout { phase: Phase::Idle, limit: self.limit };
            }
        }
    }
}

impl<'a> Body<'a> {
    pub(super) fn new(source: Source, pool: &'a Pool, request: &Request, log: &'a AttemptLog) -> Self {
        Self { source, pool, log, idle_limit: request.timeouts.idle, idle: None, is_fresh: true, permit: None }
    }

    /// A body that holds the permit of its request.
    pub(super) fn holding(mut self, permit: Permit) -> Self {
        self.permit = Some(permit);
        self
    }

    /// What has arrived already, after everything that is ready had its turn once; `None` where nothing has.
    pub async fn ready(&mut self) -> Option<Result<Option<Bytes>, Error>> {
        let mut ready = self.source.chunk().now_or_never();
        if ready.is_none() {
            yield_now().await;
            ready = self.source.chunk().now_or_never();
        }
        ready.map(|piece| self.received(piece))
    }

    /// The next piece, `None` at the end, within the idle limit, which counts from `last_event`.
    ///
    /// # Errors
    /// [`Error::Network`] where the connection broke, or the idle [`Error::Timeout`].
    pub async fn next(&mut self, last_event: Instant, demand: &impl Demand) -> Result<Option<Bytes>, Error> {
        let piece = self.read(last_event, demand).await?;
        self.first_event();
        Ok(piece)
    }

    async fn read(&mut self, last_event: Instant, demand: &impl Demand) -> Result<Option<Bytes>, Error> {
        let chunk = self.source.chunk();
        let piece = match self.idle_limit {
            None => chunk.await,
            Some(limit) => {
                let idle = self.idle.get_or_insert_with(|| IdleTimer::new(limit));
                tokio::select! {
                    biased;
                    piece = chunk => piece,
                    error = idle.expired(last_event, demand) => return Err(error),
                }
            }
        };
        self.received(piece)
    }

    /// Reads to the end, within twice the idle limit in all: a body that drips is never silent. A document that only the
    /// end of its connection delimits is an answer as soon as it is complete, however that connection ends: servers that
    /// close TLS without a word are many, and asking again would be billed again.
    ///
    /// # Errors
    /// As [`Body::next`], [`Error::BodyTooLong`], and the body [`Error::Timeout`].
    pub async fn collect(&mut self, limit: usize) -> Result<Bytes, Error> {
        let mut body = Vec::new();
        let in_all = self.idle_limit.map(|idle| idle.saturating_mul(2));
        within(in_all, Phase::Body, pin!(self.read_into(&mut body, limit))).await??;
        Ok(body.into())
    }

    /// Reads as much as comes in a time, and keeps no more than a limit: for a body that is only told about.
    pub async fn read_briefly(&mut self, time: Duration, limit: usize) -> Vec<u8> {
        let mut body = Vec::new();
        // Whatever ends it early, what has come is what there is to tell.
        let _ = timeout(time, pin!(self.read_into(&mut body, limit))).await;
        body
    }

    async fn read_into(&mut self, body: &mut Vec<u8>, limit: usize) -> Result<(), Error> {
        while let Some(piece) = self.piece(body).await? {
            let room = limit - body.len();
            let taken = &piece[..piece.len().min(room)];
            body.try_reserve(taken.len()).map_err(|error| Error::Resources { reason: error.to_string() })?;
            body.extend_from_slice(taken);
            if piece.len() > room {
                return Err(Error::BodyTooLong { limit });
            }
            self.log.bytes_received(piece.len());
        }
        self.log.end(None);
        Ok(())
    }

    /// The piece that follows what was read.
    async fn piece(&mut self, read: &[u8]) -> Result<Option<Bytes>, Error> {
        let received = within(self.idle_limit, Phase::Idle, pin!(self.source.chunk())).await?;
        match received {
            Ok(piece) => Ok(piece),
            Err(Lost::Http(_)) if self.source.ends_with_connection && is_whole_document(read) => Ok(None),
            Err(lost) => Err(self.error_of(lost)),
        }
    }

    /// Reads what is left of a finished body, so that its connection can serve the next request. That is mostly there
    /// already: then no timer is needed.
    pub async fn drain(mut self) {
        self.log.end(None);
        self.permit = None;
        let mut seen = 0;
        while seen <= DRAIN_BYTES {
            match self.ready().await {
                Some(Ok(Some(piece))) => seen += piece.len(),
                Some(_) => return,
                None => break,
            }
        }
        let rest = async {
            while seen <= DRAIN_BYTES
                && let Ok(Some(piece)) = self.source.chunk().await
            {
                seen += piece.len();
            }
        };
        let _ = timeout(DRAIN_TIME, rest).await;
    }

    fn received(&mut self, piece: Result<Option<Bytes>, Lost>) -> Result<Option<Bytes>, Error> {
        match piece {
            Ok(Some(piece)) => {
                self.log.bytes_received(piece.len());
                Ok(Some(piece))
            }
            Ok(None) => {
                self.log.end(None);
                self.permit = None;
                Ok(None)
            }
            Err(lost) => Err(self.broken(lost)),
        }
    }

    /// Whatever fails in an open body is the connection's end.
    fn broken(&self, lost: Lost) -> Error {
        match self.error_of(lost) {
            Error::Connect(route, cause)
            | Error::Proxy(route, cause)
            | Error::Protocol(route, cause)
            | Error::Tls(route, cause) => Error::Network(route, cause),
            error => error,
        }
    }

    fn error_of(&self, lost: Lost) -> Error {
        match lost {
            Lost::Http(error) => self.pool.error(error, self.source.response.url()),
            Lost::Unpacking(error) => error,
        }
    }

    fn first_event(&mut self) {
        if std::mem::take(&mut self.is_fresh) {
            self.log.first_event();
        }
    }
}

/// Whether this is one JSON object or array to its last bracket: nothing that could follow would belong to it.
fn is_whole_document(body: &[u8]) -> bool {
    matches!(body.trim_ascii_start().first(), Some(b'{' | b'['))
        && serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok()
}

/// The events of an open body: one call a read, and in it one call of the visitor for each event that the read completed.
#[derive(Debug)]
pub struct EventStream<'a> {
    body: Body<'a>,
    parser: Parser,
    /// When the last event was complete.
    last_event: Instant,
}

impl<'a> EventStream<'a> {
    /// The events of `body`, each at most `max_event` bytes long.
    pub fn new(body: Body<'a>, max_event: usize) -> Self {
        Self { body, parser: Parser::new(max_event), last_event: Instant::now() }
    }

    /// Reads once, and hands every event that this completed to `visit`, borrowed from what was read: no allocation and
    /// no future per event. Breaks at the end of the body, and where the visitor breaks.
    ///
    /// # Errors
    /// As [`Body::next`], and [`Error::EventTooLong`].
    pub async fn read<V>(&mut self, demand: &impl Demand, visit: V) -> Result<ControlFlow<()>, Error>
    where
        V: FnMut(Event<'_>) -> ControlFlow<()>,
    {
        match self.body.read(self.last_event, demand).await? {
            Some(piece) => self.feed(&piece, visit),
            None => Ok(self.finish(visit)),
        }
    }

    /// The same with what has arrived already; continues where nothing has.
    ///
    /// # Errors
    /// As [`EventStream::read`].
    pub async fn read_ready<V>(&mut self, visit: V) -> Result<ControlFlow<()>, Error>
    where
        V: FnMut(Event<'_>) -> ControlFlow<()>,
    {
        match self.body.ready().await {
            None => Ok(ControlFlow::Continue(())),
            Some(piece) => match piece? {
                Some(piece) => self.feed(&piece, visit),
                None => Ok(self.finish(visit)),
            },
        }
    }

    /// See [`Body::drain`].
    pub async fn drain(self) {
        self.body.drain().await;
    }

    fn finish<V>(&mut self, visit: V) -> ControlFlow<()>
    where
        V: FnMut(Event<'_>) -> ControlFlow<()>,
    {
        self.parser.finish(visit);
        ControlFlow::Break(())
    }

    fn feed<V>(&mut self, piece: &[u8], mut visit: V) -> Result<ControlFlow<()>, Error>
    where
        V: FnMut(Event<'_>) -> ControlFlow<()>,
    {
        let mut heard = false;
        let parsed = self.parser.feed(piece, |event| {
            // Blank events keep a connection open as comments do.
            heard |= !event.data.is_empty();
            visit(event)
        });
        if heard {
            self.last_event = Instant::now();
            self.body.first_event();
        }
        Ok(parsed?)
    }
}
