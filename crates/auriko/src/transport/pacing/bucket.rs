//! How much may leave in a minute.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::time::Instant;

const MINUTE: Duration = Duration::from_secs(60);
/// What leaves at equal distances arrives at unequal ones: this much later than it might, so that no minute of the server's
/// holds more than its limit.
const MARGIN: f64 = 1.01;
/// A part of the limit that may leave at once. It has to cover the time by which timers are late, half a second does.
const BURST: u32 = 120;

/// Time since the bucket was made, on the clock of the runtime, which tests can stop.
#[derive(Debug, Clone)]
struct Since(Instant);

impl Clock for Since {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

/// A token bucket that a minute fills, emptied evenly.
#[derive(Debug)]
pub struct Bucket {
    limiter: RateLimiter<NotKeyed, InMemoryState, Since, NoOpMiddleware<Duration>>,
    clock: Since,
    burst: NonZeroU32,
}

impl Bucket {
    /// So much in a minute; 0 counts as 1.
    pub fn per_minute(amount: u32) -> Self {
        let amount = NonZeroU32::new(amount).unwrap_or(NonZeroU32::MIN);
        let burst = NonZeroU32::new(amount.get() / BURST).unwrap_or(NonZeroU32::MIN);
        let period = MINUTE.mul_f64(MARGIN / f64::from(amount.get())).max(Duration::from_nanos(1));
        let quota = Quota::with_period(period).unwrap_or_else(|| Quota::per_minute(amount)).allow_burst(burst);
        let clock = Since(Instant::now());
        Self { limiter: RateLimiter::direct_with_clock(quota, clock.clone()), clock, burst }
    }

    /// Takes so much out, if it is there, but no more than the bucket holds; how much was taken.
    ///
    /// # Errors
    /// How long to wait.
    pub fn take(&self, amount: u64) -> Result<u64, Duration> {
        let Some(amount) = u32::try_from(amount.min(self.burst.get().into())).ok().and_then(NonZeroU32::new) else {
            return Ok(0);
        };
        match self.limiter.check_n(amount) {
            Ok(Err(early)) => Err(early.wait_time_from(self.clock.now()).max(Duration::from_micros(1))),
            // There can't be too little room: no more is asked for than the bucket holds.
            Ok(Ok(())) | Err(_) => Ok(amount.get().into()),
        }
    }
}

/// A bucket for amounts that may be larger than what it holds: what was taken is paid for before the next may take some.
#[derive(Debug)]
pub struct Account {
    bucket: Bucket,
    owed: u64,
}

impl Account {
    /// So much in a minute.
    pub fn per_minute(amount: u32) -> Self {
        Self { bucket: Bucket::per_minute(amount), owed: 0 }
    }

    /// Pays as much as there is.
    ///
    /// # Errors
    /// How long to wait for more, if something is still owed.
    pub fn pay(&mut self) -> Result<(), Duration> {
        while self.owed > 0 {
            self.owed -= self.bucket.take(self.owed)?;
        }
        Ok(())
    }

    /// Takes an amount, to be paid for before the next one.
    pub fn take(&mut self, amount: u64) {
        self.owed = self.owed.saturating_add(amount);
    }
}
