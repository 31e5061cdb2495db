use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::chat::{ChatCompletion, Usage};
use crate::gateway::RoutingMetadata;
use crate::transport;

/// The error of the network under an error, without addresses: `source()` leads to it.
pub(super) type Source = Box<transport::Error>;

/// What is known about an error besides what it is: the answer it happened inside of, and what had been delivered.
#[derive(Default, Clone)]
#[non_exhaustive]
pub struct Context {
    /// How many times the request was sent; 0 when it never left.
    pub attempts: u32,
    /// The status of the answer, if there was one.
    pub status: Option<StatusCode>,
    /// The headers of the answer, if there was one.
    pub headers: Option<HeaderMap>,
    /// What a stream had delivered as a completion.
    pub partial: Option<ChatCompletion>,
    /// Token usage, as far as a stream had told it.
    pub usage: Option<Usage>,
    /// Route and cost, as far as a stream had told them.
    pub routing_metadata: Option<RoutingMetadata>,
    /// Whether the caller has seen events of the stream, so that a second attempt would show them again.
    pub seen: bool,
}

/// What fits into the line that `main` ends with: headers and what had come stay out, and what is not known.
impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut context = f.debug_struct("Context");
        context.field("attempts", &self.attempts);
        if let Some(status) = self.status {
            context.field("status", &status);
        }
        if let Some(id) = self.headers.as_ref().and_then(|headers| headers.get("x-request-id")) {
            context.field("request_id", id);
        }
        context.finish_non_exhaustive()
    }
}

impl Context {
    pub(crate) fn new(attempts: u32) -> Self {
        Self { attempts, ..Self::default() }
    }

    pub(crate) fn with_head(mut self, status: StatusCode, headers: HeaderMap) -> Self {
        self.status = Some(status);
        self.headers = Some(headers);
        self
    }
}
