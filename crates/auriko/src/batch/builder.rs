use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Method;

use super::error::Error;
use super::identity::Shard;
use super::pace::Pace;
use super::run::{Destination, Options, Run};
use super::sender::Sender;
use super::sink::Sync;
use super::source::Input;
use super::state::StopHandle;
use super::totals::{Progress, Summary};
use crate::Client;

type Listener = Arc<dyn Fn(&Progress) + Send + std::marker::Sync>;

/// A batch that has not been started: [`Client::batch`].
#[must_use = "nothing is sent before `run`"]
pub struct Batch {
    client: Client,
    input: PathBuf,
    output: PathBuf,
    options: Options,
    stop: StopHandle,
    listener: Option<(Listener, Duration)>,
}

impl std::fmt::Debug for Batch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch").field("input", &self.input).field("output", &self.output).finish_non_exhaustive()
    }
}

impl Client {
    /// A batch: the requests in the lines of `input`, their results as lines of `output`. See [`crate::batch`] for what
    /// both look like, and for what happens where it is interrupted.
    ///
    /// ```no_run
    /// # async fn ask(client: &auriko::Client) -> Result<(), auriko::batch::Error> {
    /// let summary = client.batch("requests.jsonl", "results.jsonl").concurrency(64).max_cost_usd(5.0).run().await?;
    /// println!("{} answers for {} USD", summary.total.succeeded, summary.total.cost_usd);
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch(&self, input: impl Into<PathBuf>, output: impl Into<PathBuf>) -> Batch {
        Batch {
            client: self.clone(),
            input: input.into(),
            output: output.into(),
            options: Options::default(),
            stop: StopHandle::default(),
            listener: None,
        }
    }
}

impl Batch {
    /// The most requests in flight at the same time. Default: 64.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.options.concurrency = requests;
        self
    }

    /// The model of requests that name none. Default: none; such a line is a failure.
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.options.model = Some(model.into());
        self
    }

    /// Stops when reported cost, that of earlier runs of the same output included, reaches this many USD. What is in flight
    /// then is finished. Default: no limit.
    pub fn max_cost_usd(mut self, limit: impl Into<Option<f64>>) -> Self {
        self.options.max_cost_usd = limit.into();
        self
    }

    /// Stops when so many lines have failed, those of earlier runs of the same output included. Default: no limit.
    pub fn max_failures(mut self, limit: impl Into<Option<u64>>) -> Self {
        self.options.max_failures = limit.into();
        self
    }

    /// Asks only for a part of the input. Default: for all of it.
    pub fn shard(mut self, shard: impl Into<Option<Shard>>) -> Self {
        self.options.shard = shard.into();
        self
    }

    /// Takes the failures of earlier runs out of the output and asks for them again. Default: false; they stay.
    pub fn retry_failed(mut self, retry: bool) -> Self {
        self.options.retry_failed = retry;
        self
    }

    /// Attempts after the first of each request. Default: 5, or as many as the client makes where that is more.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.options.max_retries = Some(retries);
        self
    }

    /// When results are made to survive a loss of power. Default: every second.
    pub fn sync(mut self, sync: Sync) -> Self {
        self.options.sync = sync;
        self
    }

    /// Told how far it is, every `interval` and at the end. It is called between other work and should be short.
    pub fn on_progress(
        mut self,
        interval: Duration,
        listener: impl Fn(&Progress) + Send + std::marker::Sync + 'static,
    ) -> Self {
        self.listener = Some((Arc::new(listener), interval));
        self
    }

    /// What stops it from outside, for example on a signal.
    pub fn stop_handle(&self) -> StopHandle {
        self.stop.clone()
    }

    /// Runs it, to the end of the input or until something stops it. Has to be called within a tokio runtime. Dropping the
    /// future gives up what is in flight, as a crash would.
    ///
    /// # Errors
    /// [`Error`]; what a request ends with stands in the output instead. What was written stays, and running the same batch
    /// again goes on from there.
    pub async fn run(self) -> Result<Summary, Error> {
        let sender = sender(&self.client, &self.options)?;
        let run = Run::open(Input::Path(self.input), Destination::Path(self.output), sender, self.options, self.stop);
        let run = run.await?;
        let Some((listener, interval)) = self.listener else { return run.finish().await };
        let state = run.state();
        let finished = run.finish();
        tokio::pin!(finished);
        let mut ticks = tokio::time::interval(interval.max(Duration::from_millis(1)));
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                ended = &mut finished => {
                    listener(&state.progress());
                    return ended;
                }
                _ = ticks.tick() => listener(&state.progress()),
            }
        }
    }
}

/// The requests that the client itself would send.
fn sender(client: &Client, options: &Options) -> Result<Sender, Error> {
    let template = |path: &str| {
        let call = client.request(Method::POST, path).body(Bytes::new());
        let (retries, delay) = options.retries(call.retries());
        call.max_retries(retries).max_retry_delay(delay).prepare("application/json")
    };
    Ok(Sender {
        pool: client.pool(),
        chat: template("/chat/completions")?,
        responses: template("/responses")?,
        pacer: options.pacer(client.pacer()),
        pace: Pace::default(),
        key: None,
    })
}
