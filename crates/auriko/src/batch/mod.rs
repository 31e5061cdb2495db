//! Batches: any number of requests from a file to a file.
//!
//! ```no_run
//! # async fn ask() -> Result<(), auriko::batch::Error> {
//! let client = auriko::Client::new()?;
//! let batch = client.batch("requests.jsonl", "results.jsonl").max_cost_usd(5.0);
//! // For Ctrl-C: what is in flight is finished and written.
//! let stop = batch.stop_handle();
//! let summary = batch.run().await?;
//! println!("{} answered, {} failed, {} USD", summary.total.succeeded, summary.total.failed, summary.total.cost_usd);
//! # drop(stop);
//! # Ok(())
//! # }
//! ```
//!
//! # Input
//!
//! Lines of JSON (JSONL). A line is a request in an envelope, as other batch APIs take it, or a bare body:
//!
//! ```json
//! {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "gpt-5.4", "messages": []}}
//! {"custom_id": "b", "method": "POST", "url": "/v1/responses", "body": {"model": "gpt-5.4", "input": "Hello"}}
//! {"model": "gpt-5.4", "messages": [{"role": "user", "content": "Hello"}]}
//! ```
//!
//! Without a `url`, `messages` make a chat completion and anything else a response; without a `custom_id`, the number of
//! the line is the id. Bodies are sent as they were written. Blank lines are passed over; lines end with LF or CRLF. Lines
//! are read as they are needed, and for each only 16 bytes are kept, to find ids that come again.
//!
//! # Output
//!
//! A regular file: a pipe or a device can't hold what a batch that was interrupted goes on from, and is refused.
//!
//! A line for each, in the order in which they end, in the form of other batch APIs with `facts` added:
//!
//! ```json
//! {"id": "batch_req_…", "custom_id": "a", "response": {"status_code": 200, "request_id": "req_1", "body": {}}, "error": null,
//!  "facts": {"line": 1, "model": "gpt-5.4", "finished_at": 1764130000000, "duration_ms": 812, "attempts": 1}}
//! ```
//!
//! `finished_at` is in milliseconds since 1970, `duration_ms` includes retries. A request that failed for good has an
//! `error` of `code`, `message`, `status`, `attempts` and `line`, beside the `response` if there was one. A line that is no
//! request has the code `invalid_line`, one whose `custom_id` was met before `repeated_custom_id`; where the id is unknown,
//! or another line's, `custom_id` is null.
//!
//! # Interruption
//!
//! Killed at any moment and started again with the same arguments, a batch goes on: what is in the output is not asked again,
//! a last line that was half written is taken out, and no id is missing or twice in the end. Requests that were in flight
//! are asked again; [`Summary::asked_again`] says how many. While it runs, a file named after the output, with `.lock` at
//! its end, keeps other processes from the same output; after a crash it says what was in flight, so leave it there.
//! [`Sync`] says what survives a loss of power.
//!
//! # Pace
//!
//! As many requests run at a time as the server takes, up to [`Batch::concurrency`]: the number begins low, grows with good
//! answers and is halved when the server refuses one for being too many. While it asks to wait, nothing is sent to the same
//! model, and from then on requests to it leave at the rate that the server took. The [`crate::Limits`] of the client hold as well.
//!
//! # Limits
//!
//! [`Batch::max_cost_usd`], [`Batch::max_failures`] and [`StopHandle::stop`] end it in order: what is in flight is finished
//! and written. A key that the server does not take ends it, too ([`Stop::Unauthorized`]).
//!
//! # Many machines
//!
//! Each takes a [`Shard`] of the same input and writes an output of its own; [`merge`] joins them and finds what is missing.

mod answer;
mod builder;
mod engine;
mod error;
mod identity;
mod identity_map;
mod item;
mod journal;
mod line_reader;
mod merge;
mod output;
mod pace;
mod regular_file;
mod replacement;
mod result_line;
mod run;
mod sender;
mod sink;
mod source;
mod state;
mod totals;

pub use builder::Batch;
pub use error::Error;
pub use identity::Shard;
pub use merge::{Merge, MergeSummary, merge};
pub use sink::Sync;
pub use state::StopHandle;
pub use totals::{ErrorTotals, Progress, RouteTotals, Stop, Summary, Totals};

/// The pieces that other front ends stand on. Exempt from semver.
#[cfg(feature = "transport")]
pub mod pieces {
    pub use super::line_reader::{Content, Line, LineReader, MAX_LINE};
    pub use super::pace::Pace;
    pub use super::run::{Destination, Options, Run};
    pub use super::sender::{Key, KeySource, Sender};
    pub use super::sink::Sink;
    pub use super::source::Input;
    pub use super::state::{Delivered, State};

    /// Whether a line of an input is a request; for tests.
    pub fn judge_request(number: u64, line: Vec<u8>) -> bool {
        super::item::parse(number, &line.into(), None).is_ok()
    }

    /// Whether a line of an output is a result; for tests.
    pub fn judge_result(line: &[u8]) -> bool {
        super::result_line::parse(line).is_ok()
    }
}
