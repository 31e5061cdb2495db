//! A batch with its files open.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::engine::Engine;
use super::error::Error;
use super::identity::Shard;
use super::journal::Journal;
use super::output::{Found, Output};
use super::sender::Sender;
use super::sink::{Sink, Sync, Writer};
use super::source::{self, Input, Lines, Reading};
use super::state::{State, StopHandle};
use super::totals::Summary;
use crate::threads;
use crate::transport::{Limits, Pacer, Retries};

/// More requests in flight are more than a process has file descriptors for.
const MOST_CONCURRENCY: usize = 10_000;
/// Attempts after the first, where nobody says. A batch has time.
const RETRIES: u32 = 5;
/// The longest wait that a server may ask for. While it lasts, no other request to the same model is sent.
const PATIENCE: Duration = Duration::from_secs(3600);

/// How a batch runs.
#[derive(Debug, Clone)]
pub struct Options {
    /// See [`super::Batch::concurrency`].
    pub concurrency: usize,
    /// See [`super::Batch::model`].
    pub model: Option<String>,
    /// See [`super::Batch::max_cost_usd`].
    pub max_cost_usd: Option<f64>,
    /// The same, without what earlier runs spent.
    pub max_run_cost_usd: Option<f64>,
    /// See [`super::Batch::max_failures`].
    pub max_failures: Option<u64>,
    /// See [`super::Batch::shard`].
    pub shard: Option<Shard>,
    /// See [`super::Batch::retry_failed`].
    pub retry_failed: bool,
    /// See [`super::Batch::max_retries`].
    pub max_retries: Option<u32>,
    /// See [`super::Batch::sync`].
    pub sync: Sync,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            concurrency: 64,
            model: None,
            max_cost_usd: None,
            max_run_cost_usd: None,
            max_failures: None,
            shard: None,
            retry_failed: false,
            max_retries: None,
            sync: Sync::default(),
        }
    }
}

impl Options {
    /// Attempts after the first, and the longest wait that the server may ask for, for a client with these retries.
    pub fn retries(&self, client: Retries) -> (u32, Duration) {
        (self.max_retries.unwrap_or_else(|| client.max.max(RETRIES)), client.max_delay.max(PATIENCE))
    }

    /// How fast requests leave, for a client with these limits: as many at a time as the server takes.
    pub fn pacer(&self, client: Option<Arc<Pacer>>) -> Arc<Pacer> {
        let most = u32::try_from(self.concurrency).unwrap_or(u32::MAX).max(1);
        Arc::new(Pacer::new(&Limits::default().adaptive_concurrency(most), client))
    }

    fn check(&self) -> Result<(), Error> {
        if !(1..=MOST_CONCURRENCY).contains(&self.concurrency) {
            let message = format!("concurrency must be between 1 and {MOST_CONCURRENCY}, not {}", self.concurrency);
            return Err(Error::option("concurrency", message));
        }
        // NaN is no limit at all, and none that anybody meant.
        if self.max_cost_usd.is_some_and(|limit| limit.is_nan() || limit <= 0.0) {
            return Err(Error::option("max_cost_usd", "max_cost_usd must be a number of USD above 0"));
        }
        if self.max_failures == Some(0) {
            return Err(Error::option("max_failures", "max_failures must be 1 or more"));
        }
        if self.model.as_ref().is_some_and(|model| model.trim().is_empty()) {
            return Err(Error::option("model", "model must not be empty"));
        }
        Ok(())
    }
}

/// Where results go.
pub enum Destination {
    /// To a file, which also says what earlier runs have finished.
    Path(PathBuf),
    /// To whoever takes them; nothing of them is kept.
    #[cfg_attr(not(feature = "transport"), expect(dead_code, reason = "this crate's client writes files"))]
    Sink(Arc<dyn Sink>),
}

/// A batch that is ready to run.
pub struct Run {
    engine: Engine,
    lines: Lines,
    reading: Reading,
    writer: Option<Arc<Writer>>,
    journal: Option<Arc<Journal>>,
    retried: u64,
    repaired: bool,
}

impl Run {
    /// Checks the options, opens the input and the output, and reads what earlier runs have left in it.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn open(
        input: Input,
        destination: Destination,
        sender: Sender,
        options: Options,
        stop: StopHandle,
    ) -> Result<Self, Error> {
        options.check()?;
        let retry_failed = options.retry_failed;
        let path = match &destination {
            Destination::Sink(_) => None,
            Destination::Path(path) => Some(path.clone()),
        };
        if let (Input::Path(input), Some(path)) = (&input, &path)
            && is_same(input, path)
        {
            return Err(Error::option("output", "input and output are the same file"));
        }
        // Reading what is there may take its time. An input that is not there leaves no output behind.
        let open = move || {
            let lines = Lines::open(input)?;
            let opened = path.map(|path| Output::open(&path, retry_failed)).transpose()?;
            Ok::<_, Error>((lines, opened))
        };
        let opening = threads::spawn("auriko-batch-open", "to open the files of a batch", open)?;
        let (lines, opened) = opening.join().await?;
        let (output, found) = opened.map_or_else(|| (None, Found::default()), |(output, found)| (Some(output), found));
        let Found { finished, account, retried, repaired } = found;
        let state = Arc::new(State::new(account, stop));
        let (sink, writer, journal) = match (destination, output) {
            (Destination::Path(_), Some(output)) => {
                let journal = Arc::clone(&output.journal);
                let writer = Arc::new(Writer::start(output, options.sync, Arc::clone(&state))?);
                (Arc::clone(&writer) as Arc<dyn Sink>, Some(writer), Some(journal))
            }
            (Destination::Sink(sink), _) => (sink, None, None),
            (Destination::Path(path), None) => return Err(Error::Busy { path }),
        };
        let engine = Engine {
            sender: Arc::new(sender),
            state,
            sink,
            journal: journal.clone(),
            concurrency: options.concurrency,
            max_cost_usd: options.max_cost_usd,
            max_run_cost_usd: options.max_run_cost_usd,
            max_failures: options.max_failures,
        };
        let reading = Reading { model: options.model, shard: options.shard, finished };
        Ok(Self { engine, lines, reading, writer, journal, retried, repaired })
    }

    /// What is counted while it runs.
    pub fn state(&self) -> Arc<State> {
        Arc::clone(&self.engine.state)
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn finish(self) -> Result<Summary, Error> {
        let state = self.state();
        let asked = match source::start(self.lines, self.reading, Arc::clone(&state)) {
            Ok(work) => self.engine.run(work).await,
            Err(error) => Err(error),
        };
        if let Some(writer) = self.writer {
            writer.finish().await?;
        }
        // Nothing is in flight, whatever ended it.
        if let Some(journal) = &self.journal {
            journal.finish();
        }
        asked?;
        Ok(state.summary(self.retried, self.repaired))
    }
}

fn is_same(one: &std::path::Path, other: &std::path::Path) -> bool {
    match (std::fs::canonicalize(one), std::fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
