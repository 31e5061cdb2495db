use std::time::Duration;

/// The four limits of a call; `None` switches one off.
///
/// ```
/// use std::time::Duration;
/// use auriko::Timeouts;
///
/// let patient = Timeouts::default().headers(Duration::from_secs(300)).idle(None);
/// assert_eq!((patient.connect, patient.idle), (Some(Duration::from_secs(10)), None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// Name resolution, TCP and TLS. Default: 10 s.
    pub connect: Option<Duration>,
    /// From the start of an attempt, connecting included, to its response headers. The provider may have billed when it
    /// passes. Default: 60 s.
    pub headers: Option<Duration>,
    /// How long nothing comes while you wait for data. Keep-alive comments of a stream are no data; the time that you take
    /// between two chunks does not count. Default: 300 s, because a reasoning model may think for minutes.
    pub idle: Option<Duration>,
    /// The whole call: retries, waits, also for a turn under [`Limits`](crate::Limits), and the body included. Default: off.
    pub total: Option<Duration>,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Some(Duration::from_secs(10)),
            headers: Some(Duration::from_secs(60)),
            idle: Some(Duration::from_secs(300)),
            total: None,
        }
    }
}

impl Timeouts {
    /// Sets [`connect`](Self::connect); `None` for no limit.
    #[must_use]
    pub fn connect(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.connect = limit.into();
        self
    }

    /// Sets [`headers`](Self::headers); `None` for no limit.
    #[must_use]
    pub fn headers(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.headers = limit.into();
        self
    }

    /// Sets [`idle`](Self::idle); `None` for no limit.
    #[must_use]
    pub fn idle(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.idle = limit.into();
        self
    }

    /// Sets [`total`](Self::total); `None` for no limit.
    #[must_use]
    pub fn total(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.total = limit.into();
        self
    }
}
