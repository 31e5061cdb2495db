use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use napi::bindgen_prelude::{Buffer, Either, Function};
use napi::threadsafe_function::UnknownReturnValue;
use napi::{Env, JsString, Result};
use napi_derive::napi;

use super::bell::bell;
use super::client::{NativeClient, NativeRequest, invalid};
use super::records::{NativeEnd, NativeOutcome};
use super::text::{NativeText, to_js};
use crate::delivery::{Call, Framing, Pull, ReadyQueue, Task, Text, start};

/// About this much crosses in one go; the rest waits for JavaScript's next turn.
const BUDGET: usize = 256 * 1024;

type Tasks = Rc<RefCell<HashMap<u32, Task>>>;

/// All calls of one JavaScript thread, and the bell that wakes it.
#[napi]
pub struct NativeHub {
    tasks: Tasks,
    queue: Arc<ReadyQueue>,
    /// Calls that have something but did not fit into the last collection.
    later: RefCell<Vec<Arc<Call>>>,
    /// What the last collection held.
    collected: RefCell<NativeCollected>,
}

/// Whose news and whose events a collection held.
#[napi(object, object_from_js = false)]
#[derive(Default, Clone)]
pub struct NativeCollected {
    /// Calls with news to take.
    pub news: Vec<u32>,
    /// Streams with events.
    pub batches: Vec<u32>,
}

#[napi]
impl NativeHub {
    /// `wake` is called when a collection is worthwhile. It does not keep the process alive. `is_node` tells Node from
    /// runtimes that resemble it.
    #[napi(constructor, catch_unwind)]
    #[allow(clippy::needless_pass_by_value, reason = "the form in which a function comes in")]
    pub fn new(env: Env, wake: Function<'_, (), UnknownReturnValue>, is_node: bool) -> Result<Self> {
        let queue = ReadyQueue::new(bell(env, &wake, is_node)?);
        let tasks = Tasks::default();
        // A thread that ends takes its requests along; nobody is left to hear of them.
        env.add_env_cleanup_hook(Rc::clone(&tasks), |tasks| tasks.borrow_mut().clear())?;
        Ok(Self { tasks, queue: Arc::new(queue), later: RefCell::default(), collected: RefCell::default() })
    }

    /// Sends a request. Framing: 0 the whole answer as text, 1 events, 2 bytes.
    #[napi(catch_unwind)]
    #[allow(clippy::too_many_arguments, reason = "positional arguments cross twice as fast as an object")]
    pub fn request(
        &self,
        id: u32,
        client: &NativeClient,
        method: String,
        url: String,
        authorization: Option<String>,
        headers: Option<String>,
        body: Option<String>,
        framing: u32,
    ) -> Result<()> {
        let raw = client.raw_request(NativeRequest { method, url, authorization, headers, body });
        let framing = match framing {
            0 => Framing::Text,
            1 => Framing::Events,
            2 => Framing::Bytes,
            _ => return Err(invalid("no such framing")),
        };
        let call = Arc::new(Call::new(id, Arc::clone(&self.queue)));
        let task = start(Arc::clone(&client.pool), raw, framing, call);
        self.tasks.borrow_mut().insert(id, task);
        Ok(())
    }

    /// Everything that waiting calls have, as the text of one JSON array: a number is a call with news to take, an
    /// array holds events followed by their count and the stream's number, negative if what comes next has to be
    /// pulled; a count of `-1` asks whether the reader waits. A last `-1` says that there is more.
    #[napi(ts_return_type = "string", catch_unwind)]
    pub fn collect(&self) -> NativeText {
        let mut mail = self.later.take();
        mail.extend(self.queue.collect());
        let mut collected = NativeCollected::default();
        let mut text = Text::default();
        text.push_str("[");
        let mut mail = mail.into_iter();
        for call in mail.by_ref() {
            call.unpost();
            if call.has_news() {
                text.push_str(&format!("{},", call.id));
                collected.news.push(call.id);
            }
            if call.deliver(&mut text) {
                text.push_str(",");
                collected.batches.push(call.id);
            }
            if text.size() >= BUDGET {
                break;
            }
        }
        self.later.borrow_mut().extend(mail);
        if !self.later.borrow().is_empty() {
            text.push_str("-1,");
        }
        if text.len() > 1 {
            text.pop();
        }
        text.push_str("]");
        self.collected.replace(collected);
        NativeText(text)
    }

    /// Whose news and events the last collection held, for the case that its text can't be parsed.
    #[napi(catch_unwind)]
    pub fn collected(&self) -> NativeCollected {
        self.collected.borrow().clone()
    }

    /// The news of a call, if there is any. A call that answered or failed is over with that.
    #[napi(catch_unwind)]
    pub fn take(&self, id: u32) -> Option<NativeOutcome> {
        let call = self.call(id)?;
        let news = call.take_news()?;
        let outcome = NativeOutcome::new(news, &call);
        if outcome.failure.is_some() || outcome.body.is_some() {
            self.tasks.borrow_mut().remove(&id);
        }
        Some(outcome)
    }

    /// The next events of a stream and their count, as the text of a JSON array; `null` when a collection will bring
    /// them, empty when there are no more.
    #[napi(catch_unwind)]
    pub fn pull<'env>(&self, env: &'env Env, id: u32) -> Result<Option<JsString<'env>>> {
        let text = |text: &Text| -> Result<JsString<'env>> {
            let value = to_js(env.raw(), text)?;
            // SAFETY: the value was just made as a string, in this environment.
            unsafe { <JsString<'env> as napi::bindgen_prelude::FromNapiValue>::from_napi_value(env.raw(), value) }
        };
        match self.call(id).map(|call| call.pull(|batch| text(batch.counted()))) {
            Some(Pull::Ready(events)) => events.map(Some),
            Some(Pull::Waiting) => Ok(None),
            Some(Pull::Ended) | None => text(&Text::default()).map(Some),
        }
    }

    /// Brings nothing more of a stream until it is pulled again: its reader has enough.
    #[napi(catch_unwind)]
    pub fn hold(&self, id: u32) {
        if let Some(call) = self.call(id) {
            call.hold();
        }
    }

    /// Says for how many milliseconds the reader of a stream has been waiting, where a collection asked for it.
    #[napi(catch_unwind)]
    pub fn waits(&self, id: u32, milliseconds: f64) {
        let waited = Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or_default();
        if let Some(call) = self.call(id) {
            call.waits(waited);
        }
    }

    /// The next piece of a body; `null` when a collection will tell, `true` when there is no more.
    #[napi(ts_return_type = "Buffer | true | null", catch_unwind)]
    pub fn pull_bytes(&self, id: u32) -> Option<Either<Buffer, bool>> {
        match self.call(id).map(|call| call.pull_piece()) {
            Some(Pull::Ready(piece)) => Some(Either::A(Vec::from(piece).into())),
            Some(Pull::Waiting) => None,
            Some(Pull::Ended) | None => Some(Either::B(true)),
        }
    }

    /// The events of the batch that was handed out last, one by one.
    #[napi(ts_return_type = "string[]", catch_unwind)]
    pub fn last_events(&self, id: u32) -> Vec<NativeText> {
        let events = self.call(id).map(|call| call.last_events()).unwrap_or_default();
        events.into_iter().map(NativeText).collect()
    }

    /// Why a stream has no more events. The call is over with that.
    #[napi(catch_unwind)]
    pub fn end(&self, id: u32) -> Option<NativeEnd> {
        let call = self.call(id)?;
        let end = call.take_end()?;
        // A finished task lingers for a moment so that its connection can be used again; it needs nobody for that.
        if let Some(task) = self.tasks.borrow_mut().remove(&id) {
            task.detach();
        }
        Some(NativeEnd::new(end, &call))
    }

    /// Stops a call and closes its connection; how many times it was sent.
    #[napi(catch_unwind)]
    pub fn cancel(&self, id: u32) -> u32 {
        self.tasks.borrow_mut().remove(&id).map_or(0, |task| task.call().attempts())
    }

    fn call(&self, id: u32) -> Option<Arc<Call>> {
        self.tasks.borrow().get(&id).map(|task| Arc::clone(task.call()))
    }
}
