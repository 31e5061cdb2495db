use std::cell::RefCell;
use std::time::Duration;

use auriko::batch::pieces::Options;
use auriko::batch::{Merge, Shard, Sync, merge};
use napi::bindgen_prelude::AsyncTask;
use napi::{Result, Task};
use napi_derive::napi;

use super::client::{NativeClient, NativeRequest, invalid};
use super::dispatcher::NativeDispatcher;
use super::text::NativeText;
use crate::delivery::{BatchRun, RawBatch, merged};

/// How a batch runs. Every key is present; `null` stands for what is not given. Times are in milliseconds.
#[napi(object, object_to_js = false, use_nullable = true)]
pub struct NativeBatchOptions {
    /// The file of requests; `null` where they are pushed.
    pub input: Option<String>,
    /// The file of results; `null` where they are taken.
    pub output: Option<String>,
    /// Where chat completions are asked for.
    pub chat_url: String,
    /// Where responses are asked for.
    pub responses_url: String,
    /// The whole `Authorization` header; `null` where it is asked for.
    pub authorization: Option<String>,
    /// All other headers, as `name: value` lines.
    pub headers: String,
    /// The most requests in flight.
    pub concurrency: u32,
    /// The model of requests that name none.
    pub model: Option<String>,
    /// The limit on cost, earlier runs included, in USD.
    pub max_cost_usd: Option<f64>,
    /// The limit on cost of this run alone, in USD.
    pub max_run_cost_usd: Option<f64>,
    /// The limit on failures, earlier runs included.
    pub max_failures: Option<u32>,
    /// The part of the input, counted from 0.
    pub shard_index: Option<u32>,
    /// How many parts there are.
    pub shard_count: Option<u32>,
    /// Whether failures of earlier runs are asked again.
    pub retry_failed: bool,
    /// Attempts after the first; `null` for the client's own, at least as many as batches make.
    pub max_retries: Option<u32>,
    /// How long a result may be lost when the power is; `null` for as long as the system likes, 0 for not at all.
    pub sync: Option<f64>,
}

/// What a batch wants, or has.
#[napi(object, object_from_js = false)]
#[allow(clippy::struct_excessive_bools, reason = "each holds or not, whatever the others do")]
pub struct NativeBatchReadiness {
    /// It waits for `giveKey`.
    pub wants_key: bool,
    /// It waits for `push`.
    pub wants_lines: bool,
    /// `takeResults` has something.
    pub has_results: bool,
    /// `takeEnd` has something.
    pub has_ended: bool,
}

/// A batch that runs. Its dispatcher wakes when it is ready for something.
#[napi]
pub struct NativeBatch {
    run: RefCell<BatchRun>,
}

#[napi]
impl NativeBatch {
    /// Starts it.
    #[napi(constructor, catch_unwind)]
    pub fn new(
        #[napi(ts_arg_type = "object")] dispatcher: &NativeDispatcher,
        client: &NativeClient,
        options: NativeBatchOptions,
    ) -> Result<Self> {
        let template = |url: &str| {
            client.raw_request(NativeRequest {
                method: "POST".into(),
                url: url.into(),
                authorization: options.authorization.clone(),
                headers: Some(options.headers.clone()),
                body: None,
            })
        };
        let (mut chat, mut responses) = (template(&options.chat_url), template(&options.responses_url));
        let asks_for_key = options.authorization.is_none();
        let (input, output) = (options.input.clone().map(Into::into), options.output.clone().map(Into::into));
        let options = options.read()?;
        for request in [&mut chat, &mut responses] {
            (request.retries.max, request.retries.max_delay) = options.retries(request.retries);
        }
        let pacer = options.pacer(client.pacer());
        let raw = RawBatch { input, output, chat, responses, pacer, asks_for_key, options };
        let run = BatchRun::start(client.pool(), raw, dispatcher.shared_waker());
        Ok(Self { run: RefCell::new(run) })
    }

    /// What it wants, or has; from here on the dispatcher wakes again.
    #[napi(catch_unwind)]
    pub fn readiness(&self) -> NativeBatchReadiness {
        let readiness = self.run.borrow().readiness();
        NativeBatchReadiness {
            wants_key: readiness.wants_key,
            wants_lines: readiness.wants_lines,
            has_results: readiness.has_results,
            has_ended: readiness.has_ended,
        }
    }

    /// Takes requests in, a line each.
    #[napi(catch_unwind)]
    #[allow(clippy::needless_pass_by_value, reason = "the form in which a string comes in")]
    pub fn push(&self, lines: String) {
        self.run.borrow().push(&lines);
    }

    /// There are no more requests.
    #[napi(catch_unwind)]
    pub fn finish_input(&self) {
        self.run.borrow().finish_input();
    }

    /// The key that it wants: the whole `Authorization` header, or why there is none.
    #[napi(catch_unwind)]
    pub fn give_key(&self, authorization: Option<String>, refusal: Option<String>) {
        self.run.borrow().give_key(authorization.ok_or_else(|| refusal.unwrap_or_default()));
    }

    /// Results, a line each, each with its line end; empty where there are none.
    #[napi(ts_return_type = "string", catch_unwind)]
    pub fn take_results(&self) -> NativeText {
        NativeText(self.run.borrow().take_results())
    }

    /// How far it is, as JSON; `null` before it has begun.
    #[napi(catch_unwind)]
    pub fn progress(&self) -> String {
        self.run.borrow().progress()
    }

    /// What it came to, as JSON; `null` while it runs.
    #[napi(catch_unwind)]
    pub fn take_end(&self) -> Option<String> {
        self.run.borrow().take_end()
    }

    /// Lets it end in order: what is in flight is finished.
    #[napi(catch_unwind)]
    pub fn stop(&self) {
        self.run.borrow().stop();
    }

    /// Joins the outputs of batches to one, and finds what is missing of an input. Resolves with JSON.
    #[napi(ts_return_type = "Promise<string>", catch_unwind)]
    pub fn merge(
        outputs: Vec<String>,
        output: String,
        input: Option<String>,
        missing: Option<String>,
    ) -> AsyncTask<MergeTask> {
        let mut task = Merge::new(outputs, output);
        task.input = input.map(Into::into);
        task.missing = missing.map(Into::into);
        AsyncTask::new(MergeTask(task))
    }

    /// Gives up what is in flight, and tells nothing more.
    #[napi(catch_unwind)]
    pub fn cancel(&self) {
        self.run.borrow_mut().cancel();
    }
}

impl NativeBatchOptions {
    fn read(self) -> Result<Options> {
        let shard = match (self.shard_index, self.shard_count) {
            (Some(index), Some(count)) => Some(Shard::new(index, count).map_err(|error| invalid(&error.to_string()))?),
            _ => None,
        };
        let sync = match self.sync {
            None => Sync::Never,
            Some(0.0) => Sync::Always,
            Some(time) => Sync::Every(Duration::try_from_secs_f64(time / 1000.0).unwrap_or_default()),
        };
        Ok(Options {
            concurrency: self.concurrency as usize,
            model: self.model,
            max_cost_usd: self.max_cost_usd,
            max_run_cost_usd: self.max_run_cost_usd,
            max_failures: self.max_failures.map(Into::into),
            shard,
            retry_failed: self.retry_failed,
            max_retries: self.max_retries,
            sync,
        })
    }
}

/// Joins outputs on a thread of its own.
pub struct MergeTask(Merge);

impl Task for MergeTask {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> Result<String> {
        Ok(merged(merge(&self.0)))
    }

    fn resolve(&mut self, _env: napi::Env, output: String) -> Result<String> {
        Ok(output)
    }
}
