//! The bodies of answers.

use std::collections::hash_map::RandomState;
use std::convert::Infallible;
use std::hash::{BuildHasher, Hasher};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use rustix::time::{ClockId, clock_gettime};

use crate::pacer::wake_at;
use crate::script::{Script, Scripts, stamped};
use crate::spec::{Shape, Stream};

/// The body of an answer.
#[derive(Debug)]
pub enum Body {
    /// Bytes of a known length.
    Whole(Option<Bytes>),
    /// Prepared chunks, as fast as they are taken.
    Flat(Flat),
    /// Chunks at a steady rate, each with the time at which it was sent.
    Paced(Paced),
    /// One chunk, and then nothing for as long as the client stays.
    Held(Option<Bytes>),
}

/// Where a stream is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Opening,
    Chunk(usize),
    Closing,
    End,
}

/// Prepared chunks, as fast as they are taken.
#[derive(Debug)]
pub struct Flat {
    script: Arc<Script>,
    chunks: usize,
    frame: usize,
    packets: bool,
    at: At,
    /// Give way once, so that what was handed over is written by itself.
    rest: bool,
}

/// Chunks at a steady rate.
#[derive(Debug)]
pub struct Paced {
    script: Arc<Script>,
    chunks: usize,
    at: At,
    next: Instant,
    interval: Duration,
    step: Duration,
}

impl Body {
    /// An answer in one piece.
    pub fn whole(bytes: Bytes) -> Self {
        Self::Whole(Some(bytes))
    }

    /// A stream that ends.
    pub fn stream(stream: &Stream, scripts: &Scripts) -> Self {
        let script = scripts.stream(stream.shape);
        let (chunks, at) = (stream.chunks, At::Opening);
        match stream.rate {
            None => {
                let (frame, packets) = (stream.frame, stream.packets);
                Self::Flat(Flat { script, chunks, frame, packets, at, rest: false })
            }
            Some(rate) => {
                let interval = Duration::from_secs(1) / rate;
                let step = Duration::from_millis(stream.step.into());
                Self::Paced(Paced { script, chunks, at, next: Instant::now() + jitter(interval), interval, step })
            }
        }
    }

    /// A stream that does not end.
    pub fn held(scripts: &Scripts) -> Self {
        let script = scripts.stream(Shape::Text);
        Self::Held(Some([&script.opening[..], &script.slice(0, 1)].concat().into()))
    }
}

impl Flat {
    fn next(&mut self, context: &Context<'_>) -> Poll<Option<Bytes>> {
        if self.rest {
            self.rest = false;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.rest = self.packets;
        Poll::Ready(match self.at {
            At::Opening => {
                self.at = after(0, self.chunks);
                Some(self.script.opening.clone())
            }
            At::Chunk(sent) => {
                let block = self.script.ends.len();
                let from = sent % block;
                let count = self.frame.min(self.chunks - sent).min(block - from);
                self.at = after(sent + count, self.chunks);
                Some(self.script.slice(from, from + count))
            }
            At::Closing => {
                self.at = At::End;
                Some(self.script.closing.clone())
            }
            At::End => None,
        })
    }
}

impl Paced {
    fn next(&mut self, context: &Context<'_>) -> Poll<Option<Bytes>> {
        if let At::Chunk(_) = self.at {
            let due = on_step(self.next, self.step);
            if Instant::now() < due {
                wake_at(due, context.waker().clone());
                return Poll::Pending;
            }
        }
        Poll::Ready(match self.at {
            At::Opening => {
                self.at = after(0, self.chunks);
                Some(self.script.opening.clone())
            }
            At::Chunk(sent) => {
                self.next += self.interval;
                self.at = after(sent + 1, self.chunks);
                Some(stamped(monotonic()))
            }
            At::Closing => {
                self.at = At::End;
                Some(self.script.closing.clone())
            }
            At::End => None,
        })
    }
}

fn after(sent: usize, chunks: usize) -> At {
    if sent < chunks { At::Chunk(sent) } else { At::Closing }
}

/// The first step at or after a moment; without a step the moment itself.
fn on_step(moment: Instant, step: Duration) -> Instant {
    static BEGINNING: OnceLock<Instant> = OnceLock::new();
    if step.is_zero() {
        return moment;
    }
    let beginning = *BEGINNING.get_or_init(Instant::now);
    let past = moment.saturating_duration_since(beginning).as_nanos();
    let steps = past.div_ceil(step.as_nanos());
    beginning + step.saturating_mul(u32::try_from(steps).unwrap_or(u32::MAX))
}

/// A random part of an interval, so that streams that were opened together do not send together.
fn jitter(interval: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    interval.mul_f64((random % 1_000_000) as f64 / 1e6)
}

/// The clock that `process.hrtime` of Node shows, in nanoseconds.
fn monotonic() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    now.tv_sec.unsigned_abs() * 1_000_000_000 + now.tv_nsec.unsigned_abs()
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let bytes = match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take()),
            Self::Flat(flat) => flat.next(context),
            Self::Paced(paced) => paced.next(context),
            Self::Held(first) => match first.take() {
                Some(bytes) => Poll::Ready(Some(bytes)),
                None => Poll::Pending,
            },
        };
        bytes.map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(bytes) => bytes.is_none(),
            Self::Flat(flat) => flat.at == At::End,
            Self::Paced(paced) => paced.at == At::End,
            Self::Held(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            _ => SizeHint::default(),
        }
    }
}
