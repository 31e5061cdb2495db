//! Between the task's two halves: the one that reads the connection, and the caller that takes events.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use bytes::Bytes;

use super::ServerSentEvent;
use crate::transport::sse::Event;
use crate::transport::{Failure, Head};

/// Why a stream has no more events.
#[derive(Debug)]
pub(super) enum End {
    /// `[DONE]` was read.
    Done,
    /// The body ended.
    Eof,
    /// It broke off, or there never was an answer.
    Failed(Failure),
    /// The answer is no stream but one document.
    Document(Box<Head>, Bytes),
}

/// What was read and not taken yet. Nothing more is read while there is something, so it holds what one read brought.
#[derive(Debug, Default)]
pub(super) struct Queue {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    events: VecDeque<ServerSentEvent>,
    opened: Option<Head>,
    /// It was opened, or opened anew, since somebody asked last.
    is_opened_anew: bool,
    end: Option<End>,
    /// An event has been taken: from here on the stream can't begin anew.
    delivered: bool,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that the answer has begun.
    pub(super) fn open(&self, head: &Head) {
        let mut state = self.lock();
        state.opened = Some(head.clone());
        state.is_opened_anew = true;
    }

    /// The head of an answer that has begun since the last call. Asked with every read, when a copy would cost more than
    /// what was read.
    pub(super) fn take_opened_anew(&self) -> Option<Head> {
        let mut state = self.lock();
        if std::mem::take(&mut state.is_opened_anew) { state.opened.clone() } else { None }
    }

    /// The head of the answer, once it has begun.
    pub(super) fn opened(&self) -> Option<Head> {
        self.lock().opened.clone()
    }

    /// Takes an event in; breaks behind the last one of the stream.
    pub(super) fn push(&self, event: &Event<'_>) -> ControlFlow<()> {
        let mut state = self.lock();
        if event.data.trim_ascii() == "[DONE]" {
            state.end.get_or_insert(End::Done);
            return ControlFlow::Break(());
        }
        if !event.data.trim_ascii().is_empty() {
            state.events.push_back(ServerSentEvent {
                data: event.data.clone().into_owned(),
                name: event.name.clone().into_owned(),
                id: event.id.clone().into_owned(),
            });
        }
        ControlFlow::Continue(())
    }

    /// Ends the stream. Only the first end counts.
    pub(super) fn end(&self, end: End) {
        self.lock().end.get_or_insert(end);
    }

    /// The next event.
    pub(super) fn pop(&self) -> Option<ServerSentEvent> {
        let mut state = self.lock();
        let event = state.events.pop_front();
        state.delivered |= event.is_some();
        event
    }

    /// Why there are no more events, once the last was taken.
    pub(super) fn take_end(&self) -> Option<End> {
        let mut state = self.lock();
        if state.events.is_empty() { state.end.take() } else { None }
    }

    pub(super) fn has_end(&self) -> bool {
        self.lock().end.is_some()
    }

    /// Whether there is nothing to take.
    pub(super) fn is_idle(&self) -> bool {
        let state = self.lock();
        state.events.is_empty() && state.end.is_none()
    }

    /// Whether an event has been taken.
    pub(super) fn delivered(&self) -> bool {
        self.lock().delivered
    }

    /// Waits until everything was taken. Needs no waker: the caller polls the reading half only when it wants more.
    pub(super) async fn wanted(&self) {
        std::future::poll_fn(|_| if self.lock().events.is_empty() { Poll::Ready(()) } else { Poll::Pending }).await;
    }
}
