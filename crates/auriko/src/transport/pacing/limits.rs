/// How fast and how many requests of a client may leave, together with those of the clients made from it. Everything is
/// off by default.
///
/// Whoever does not fit waits, first come, first served; [`Timeouts::total`](crate::Timeouts::total) runs meanwhile, the
/// other limits on time do not. With any limit, one refusal for too many requests (status 429) holds back all requests to
/// the same model for as long as the server asks to wait.
///
/// ```
/// use auriko::{Client, Limits};
///
/// # fn make() -> Result<(), auriko::Error> {
/// let limits = Limits::default().concurrency(8).requests_per_minute(300);
/// let client = Client::builder().api_key("ak_test").limits(limits).build()?;
/// # Ok(())
/// # }
/// # make().unwrap();
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Limits {
    /// Requests that run at the same time. A stream runs until its body has ended, or it is dropped.
    pub concurrency: Option<u32>,
    /// Requests that leave in a minute, attempts counted one by one. They are spread over the minute, so that no minute,
    /// wherever it begins, has more.
    pub requests_per_minute: Option<u32>,
    /// Tokens of the requests that leave in a minute: those of the prompt by estimate, and the output that the request
    /// allows, or 1,000 where it sets no limit.
    pub tokens_per_minute: Option<u32>,
    /// Requests that may wait; one more is an [`Error::QueueFull`](crate::Error::QueueFull) at once. Attempts after the
    /// first are never refused.
    pub max_queue: Option<u32>,
    /// Whether [`concurrency`](Self::concurrency) is only the most that is tried: see
    /// [`adaptive_concurrency`](Self::adaptive_concurrency).
    pub adaptive: bool,
}

impl Limits {
    /// Sets [`concurrency`](Self::concurrency).
    #[must_use]
    pub fn concurrency(mut self, requests: u32) -> Self {
        self.concurrency = Some(requests);
        self
    }

    /// At most so many requests at the same time, and fewer while the server refuses some for being too many: the number
    /// grows by one for each round of good answers, and is halved by a refusal.
    #[must_use]
    pub fn adaptive_concurrency(mut self, max: u32) -> Self {
        self.concurrency = Some(max);
        self.adaptive = true;
        self
    }

    /// Sets [`requests_per_minute`](Self::requests_per_minute).
    #[must_use]
    pub fn requests_per_minute(mut self, requests: u32) -> Self {
        self.requests_per_minute = Some(requests);
        self
    }

    /// Sets [`tokens_per_minute`](Self::tokens_per_minute).
    #[must_use]
    pub fn tokens_per_minute(mut self, tokens: u32) -> Self {
        self.tokens_per_minute = Some(tokens);
        self
    }

    /// Sets [`max_queue`](Self::max_queue).
    #[must_use]
    pub fn max_queue(mut self, requests: u32) -> Self {
        self.max_queue = Some(requests);
        self
    }

    /// The first limit that would let nothing through.
    pub(crate) fn blocking(&self) -> Option<&'static str> {
        let limits = [
            ("limits.concurrency", self.concurrency),
            ("limits.requests_per_minute", self.requests_per_minute),
            ("limits.tokens_per_minute", self.tokens_per_minute),
        ];
        limits.into_iter().find(|(_, limit)| *limit == Some(0)).map(|(name, _)| name)
    }
}
