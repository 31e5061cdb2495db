use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use napi::bindgen_prelude::{Buffer, Either, FromNapiValue, Function, Unknown};
use napi::threadsafe_function::UnknownReturnValue;
use napi::{Env, JsString, Result};
use napi_derive::napi;

use super::client::{NativeClient, NativeFetch, NativeRequest, invalid};
use super::records::{NativeEnd, NativeFailure, NativeHead, NativeStopped};
use super::text::{NativeText, texts_to_js, to_js};
use super::waker::waker;
use crate::delivery::{Dispatcher, Framing, Pull, Text};

/// All calls of one JavaScript thread.
#[napi]
pub struct NativeDispatcher {
    calls: Rc<Dispatcher>,
    waker: Arc<dyn Fn() + Send + Sync>,
}

#[napi]
impl NativeDispatcher {
    /// `wake` is called when a collection is worthwhile. It does not keep the process alive. `is_node` tells Node from
    /// runtimes that resemble it.
    #[napi(constructor, catch_unwind)]
    #[allow(clippy::needless_pass_by_value, reason = "the form in which a function comes in")]
    pub fn new(env: Env, wake: Function<'_, (), UnknownReturnValue>, is_node: bool) -> Result<Self> {
        let waker: Arc<dyn Fn() + Send + Sync> = waker(env, &wake, is_node)?.into();
        let shared = Arc::clone(&waker);
        let calls = Rc::new(Dispatcher::new(Box::new(move || shared())));
        env.add_env_cleanup_hook(Rc::clone(&calls), |calls| calls.close())?;
        Ok(Self { calls, waker })
    }

    /// For what waits for wake-ups besides calls.
    pub(super) fn shared_waker(&self) -> Arc<dyn Fn() + Send + Sync> {
        Arc::clone(&self.waker)
    }

    /// Sends a request. Framing: 0 the whole answer as text, 1 events, 2 bytes. Observed: attempts and retries are told as
    /// they happen.
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
        observed: bool,
    ) -> Result<()> {
        let request = client.raw_request(NativeRequest { method, url, authorization, headers, body });
        let framing = match framing {
            0 => Framing::Text,
            1 => Framing::Events,
            2 => Framing::Bytes,
            _ => return Err(invalid("no such framing")),
        };
        self.calls.start(id, client.pool(), request, framing, observed);
        Ok(())
    }

    /// Sends a request as `fetch` does: any body, any origin, nothing added, and every status is an answer, whose body is
    /// handed out as bytes. Limits and retries are the client's.
    #[napi(catch_unwind)]
    pub fn fetch(&self, id: u32, client: &NativeClient, request: NativeFetch, observed: bool) -> Result<()> {
        self.calls.start(id, client.fetch_pool(), client.raw_fetch(request)?, Framing::Bytes, observed);
        Ok(())
    }

    /// Everything that waiting calls have; `docs/architecture.md` describes its grammar. A string where no texts belong to
    /// it, otherwise an array of it and the texts; `null` stands for a text that does not fit into a string.
    #[napi(ts_return_type = "string | null | ReadonlyArray<string | null>", catch_unwind)]
    pub fn collect<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        let value = self.calls.collect(|text, texts| texts_to_js(env.raw(), text, texts))?;
        // SAFETY: the value was just made in this environment.
        unsafe { Unknown::from_napi_value(env.raw(), value) }
    }

    /// The index of the last collection, for the case that its text can't be parsed.
    #[napi(catch_unwind)]
    pub fn last_index(&self) -> String {
        self.calls.last_index()
    }

    /// The failure that a collection told of. The call is over with that.
    #[napi(catch_unwind)]
    pub fn take_failure(&self, id: u32) -> Option<NativeFailure> {
        self.calls.take_failure(id).map(|(failure, call)| NativeFailure::new(failure, &call))
    }

    /// The head of a stream that was opened anew, where it is pulled before a collection told of that.
    #[napi(catch_unwind)]
    pub fn take_head(&self, id: u32) -> Option<NativeHead> {
        self.calls.take_head(id).map(|(head, call)| NativeHead::new(head, &call))
    }

    /// The next events of a stream and their count, as the text of a JSON array; `null` when a collection will bring
    /// them, empty when there are no more.
    #[napi(catch_unwind)]
    pub fn pull<'env>(&self, env: &'env Env, id: u32) -> Result<Option<JsString<'env>>> {
        let text = |text: &Text| -> Result<JsString<'env>> {
            let value = to_js(env.raw(), text)?;
            // SAFETY: the value was just made as a string, in this environment.
            unsafe { JsString::from_napi_value(env.raw(), value) }
        };
        match self.calls.pull(id, |batch| text(batch.counted())) {
            Pull::Ready(events) => events.map(Some),
            Pull::Waiting => Ok(None),
            Pull::Ended => text(&Text::default()).map(Some),
        }
    }

    /// The next piece of a body; `null` when a collection will tell, `true` when there is no more.
    #[napi(ts_return_type = "Buffer | true | null", catch_unwind)]
    pub fn pull_bytes(&self, id: u32) -> Option<Either<Buffer, bool>> {
        match self.calls.pull_piece(id) {
            Pull::Ready(piece) => Some(Either::A(Vec::from(piece).into())),
            Pull::Waiting => None,
            Pull::Ended => Some(Either::B(true)),
        }
    }

    /// Brings nothing more of a stream until it is pulled again: its reader has enough.
    #[napi(catch_unwind)]
    pub fn pause(&self, id: u32) {
        self.calls.pause(id);
    }

    /// Says for how many milliseconds the reader of a stream has been waiting, where a collection asked for it.
    #[napi(catch_unwind)]
    pub fn report_demand(&self, id: u32, milliseconds: f64) {
        self.calls.report_demand(id, Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or_default());
    }

    /// The events of the batch that was handed out last, one by one.
    #[napi(ts_return_type = "string[]", catch_unwind)]
    pub fn last_events(&self, id: u32) -> Vec<NativeText> {
        self.calls.last_events(id).into_iter().map(NativeText).collect()
    }

    /// Why a stream has no more events. The call is over with that.
    #[napi(catch_unwind)]
    pub fn take_end(&self, id: u32) -> Option<NativeEnd> {
        self.calls.take_end(id).map(|(end, call)| NativeEnd::new(end, &call))
    }

    /// Stops a call and closes its connection; what it had come to.
    #[napi(catch_unwind)]
    pub fn cancel(&self, id: u32) -> Option<NativeStopped> {
        self.calls.cancel(id).map(|call| NativeStopped::new(&call))
    }
}
