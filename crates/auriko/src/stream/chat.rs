use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use futures::{Stream, StreamExt};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::events::EventStream;
use crate::chat::{ChatCompletion, ChatCompletionChunk, Usage};
use crate::error::{ApiError, Context, reports_error};
use crate::gateway::RoutingMetadata;
use crate::transport::AttemptFacts;
use crate::wire::Wire;
use crate::{ChatCompletionAccumulator, Error};

/// The most characters of an event that an error shows.
const MAX_EXCERPT: usize = 200;

/// A chat completion as it arrives: a stream of its chunks.
///
/// It ends without an error if the answer was complete: with `[DONE]` behind some choice, or with a finish reason for every
/// one. What
/// breaks off before that is an error, whose [`partial`](Error::partial) holds what had arrived. Nothing is read from the
/// connection while nobody asks for a chunk. Dropping it closes the connection.
#[must_use = "streams do nothing unless polled"]
#[derive(Debug)]
pub struct ChatCompletionStream {
    events: EventStream,
    accumulator: ChatCompletionAccumulator,
    /// How many choices were asked for.
    choices: usize,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Complete,
    Failed,
}

impl ChatCompletionStream {
    pub(crate) fn new(events: EventStream, accumulator: ChatCompletionAccumulator, choices: usize) -> Self {
        Self { events, accumulator, choices, state: State::Open }
    }

    /// Token usage: complete when the stream has ended, the best known before.
    pub fn usage(&self) -> Option<&Usage> {
        self.accumulator.usage()
    }

    /// Route and cost: complete when the stream has ended, the best known before.
    pub fn routing_metadata(&self) -> Option<&RoutingMetadata> {
        self.accumulator.routing_metadata()
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.events.attempts()
    }

    /// What happened on the way, attempt by attempt.
    pub fn attempt_facts(&self) -> Vec<AttemptFacts> {
        self.events.attempt_facts()
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.events.status()
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        self.events.headers()
    }

    /// The request's id at Auriko; quote it when you ask for support.
    pub fn request_id(&self) -> Option<&str> {
        self.events.request_id()
    }

    /// The completion as far as its chunks were taken; none before the first, and none beyond
    /// [`ClientBuilder::accumulation_limit`](crate::ClientBuilder::accumulation_limit).
    pub fn completion(&self) -> Option<ChatCompletion> {
        self.accumulator.completion()
    }

    /// Reads to the end and gives the whole completion, as the call without streaming would have returned it.
    ///
    /// # Errors
    /// The error that ends the stream; [`Error::Truncated`] if it has ended with one before; or
    /// [`Error::AccumulationLimit`].
    pub async fn final_completion(mut self) -> Result<ChatCompletion, Error> {
        while let Some(chunk) = self.next().await {
            chunk?;
        }
        if self.state == State::Failed {
            return Err(Error::Truncated { context: Box::new(self.context()) });
        }
        if self.accumulator.is_over_limit() {
            let limit = self.accumulator.limit();
            return Err(Error::AccumulationLimit { limit, context: Box::new(self.context()) });
        }
        Ok(self
            .completion()
            .unwrap_or_else(|| ChatCompletion { object: "chat.completion".into(), ..Default::default() }))
    }

    fn context(&self) -> Context {
        self.with_facts(self.events.context())
    }

    /// Adds what the stream knows.
    fn with_facts(&self, context: Context) -> Context {
        Context {
            partial: self.accumulator.completion(),
            usage: self.usage().cloned(),
            routing_metadata: self.routing_metadata().cloned(),
            seen: self.accumulator.is_started(),
            ..context
        }
    }

    fn fail(&mut self, mut error: Error) -> Poll<Option<Result<ChatCompletionChunk, Error>>> {
        self.state = State::Failed;
        self.events.close();
        if let Some(context) = error.context_mut() {
            *context = self.with_facts(std::mem::take(context));
        }
        Poll::Ready(Some(Err(error)))
    }

    /// The chunk that an event is, or the error that it reports or is.
    fn read(&mut self, data: &str) -> Result<ChatCompletionChunk, Error> {
        let event: Value = serde_json::from_str(data).map_err(|_| self.unreadable("is not valid json", data))?;
        if reports_error(&event) {
            self.note_money(&event);
            return Err(self.reported(ApiError::from_event(event)));
        }
        ChatCompletionChunk::read(event).map_err(|_| self.unreadable("is no object", data))
    }

    /// An error event may still say what was used and billed.
    fn note_money(&mut self, event: &Value) {
        if let Ok(event) = ChatCompletionChunk::read(event.clone()) {
            self.accumulator.note_money(event);
        }
    }

    fn reported(&self, error: ApiError) -> Error {
        Error::Status { error: Box::new(error), context: Box::new(self.events.context()) }
    }

    fn unreadable(&self, what: &str, data: &str) -> Error {
        let shown: String = data.chars().take(MAX_EXCERPT).collect();
        Error::InvalidResponse { reason: format!("an event {what}: {shown}"), context: Box::new(self.events.context()) }
    }

    fn ended(&mut self) -> Poll<Option<Result<ChatCompletionChunk, Error>>> {
        let done = self.events.is_done() && self.accumulator.has_choices();
        if done || self.accumulator.is_complete(self.choices) {
            self.state = State::Complete;
            return Poll::Ready(None);
        }
        let context = Box::new(self.events.context());
        self.fail(Error::Truncated { context })
    }
}

impl Stream for ChatCompletionStream {
    type Item = Result<ChatCompletionChunk, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        if self.state != State::Open {
            return Poll::Ready(None);
        }
        match ready!(Pin::new(&mut self.events).poll_next(cx)) {
            None => self.ended(),
            Some(Err(error)) => self.fail(error),
            Some(Ok(event)) => match self.read(&event.data) {
                Ok(chunk) => {
                    self.accumulator.add(&chunk);
                    Poll::Ready(Some(Ok(chunk)))
                }
                Err(error) => self.fail(error),
            },
        }
    }
}
