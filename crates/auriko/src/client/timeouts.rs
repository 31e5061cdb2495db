use std::time::Duration;

/// The four limits of a call; `None` switches one off.
///
/// ```
/// use std::time::Duration;
/// use auriko::Timeouts;
///
/// let patient = Timeouts { headers: Some(Duration::from_secs(300)), ..Timeouts::default() };
/// assert_eq!(patient.connect, Some(Duration::from_secs(10)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Name resolution, TCP and TLS. Default: 10 s.
    pub connect: Option<Duration>,
    /// From the start of an attempt, connecting included, to its response headers. The provider may have billed when it
    /// passes. Default: 60 s.
    pub headers: Option<Duration>,
    /// Silence while you wait for data. Keep-alive comments of a stream are silence; the time that you take between two
    /// chunks is not. Default: 300 s, because a reasoning model may think for minutes.
    pub idle: Option<Duration>,
    /// The whole call, retries, waits and the body included. Default: off.
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
