//! Joins the outputs of shards.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::error::Error;
use super::identity::Identity;
use super::identity_map::{Flags, IdentityMap};
use super::item::parse as parse_request;
use super::line_reader::{Content, LineReader, MAX_LINE};
use super::output::MAX_RESULT;
use super::regular_file;
use super::replacement::Replacement;
use super::result_line::{self, may_be_torn};
use super::totals::{Account, ErrorTotals, RouteTotals, Totals};

/// What is joined, and where to.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Merge {
    /// Outputs of batches.
    pub outputs: Vec<PathBuf>,
    /// Where all results go: one line for each id, an answer rather than a failure. Replaced as a whole.
    pub output: PathBuf,
    /// The input of the batches, to find what is missing. Default: none; then nothing is known to be missing.
    pub input: Option<PathBuf>,
    /// Where the lines of the input go that have no result, to be asked as a batch of their own. Default: nowhere.
    pub missing: Option<PathBuf>,
}

impl Merge {
    /// Joins `outputs` to `output`.
    pub fn new(outputs: impl IntoIterator<Item = impl Into<PathBuf>>, output: impl Into<PathBuf>) -> Self {
        Self { outputs: outputs.into_iter().map(Into::into).collect(), output: output.into(), ..Self::default() }
    }

    /// Looks for what is missing of this input.
    #[must_use]
    pub fn input(mut self, input: impl Into<PathBuf>) -> Self {
        self.input = Some(input.into());
        self
    }

    /// Writes the lines of the input that have no result here.
    #[must_use]
    pub fn missing(mut self, missing: impl Into<PathBuf>) -> Self {
        self.missing = Some(missing.into());
        self
    }
}

/// What came of joining outputs.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MergeSummary {
    /// Sums over all results.
    pub total: Totals,
    /// The same by model and provider.
    pub routes: Vec<RouteTotals>,
    /// Why lines have no answer, the most frequent reason first.
    pub errors: Vec<ErrorTotals>,
    /// Lines that were left out, because another one is about the same request.
    pub doubled: u64,
    /// Lines at the end of an output that were half written, and left out.
    pub torn: u64,
    /// Lines of the input that have no result; none without an input.
    pub missing: Option<u64>,
    /// Results that are about no line of the input; none without an input.
    pub unknown: Option<u64>,
}

impl MergeSummary {
    /// Whether every line has an answer, as far as is known.
    pub fn is_complete(&self) -> bool {
        self.total.failed == 0 && self.missing.unwrap_or_default() == 0
    }
}

/// Joins the outputs of batches to one file, each id once, and finds what is missing. Holds 16 bytes for each result. Blocks;
/// the outputs must not be written to meanwhile.
///
/// ```no_run
/// use auriko::batch::{Merge, merge};
///
/// let outputs = ["results-0.jsonl", "results-1.jsonl"];
/// let summary = merge(&Merge::new(outputs, "results.jsonl").input("requests.jsonl"))?;
/// println!("{} answered, {:?} missing", summary.total.succeeded, summary.missing);
/// # Ok::<(), auriko::batch::Error>(())
/// ```
///
/// # Errors
/// [`Error::Input`] for a file that can't be read, [`Error::NotAnOutput`] for one that is none, [`Error::Option`] for a pipe or a
/// device in the place of an output, which is read twice, [`Error::Output`].
pub fn merge(merge: &Merge) -> Result<MergeSummary, Error> {
    if merge.outputs.is_empty() {
        return Err(Error::option("outputs", "there is no output to merge"));
    }
    if merge.missing.is_some() && merge.input.is_none() {
        return Err(Error::option("input", "what is missing can be told only with the input"));
    }
    merge.outputs.iter().try_for_each(|path| regular_file::check("outputs", path))?;
    regular_file::check("output", &merge.output)?;
    merge.missing.as_deref().map_or(Ok(()), |path| regular_file::check("missing", path))?;
    let mut known = IdentityMap::default();
    let mut torn = 0;
    for path in &merge.outputs {
        torn += each_result(path, |earlier, _| {
            known.mark(earlier.identity, if earlier.used.has_answer { Flags::ANSWERED } else { Flags::NONE });
            Ok(())
        })?;
    }
    let (mut account, mut doubled) = (Account::default(), 0);
    let mut output = Replacement::create("output", &merge.output)?;
    for path in &merge.outputs {
        each_result(path, |earlier, bytes| {
            let flags = known.get(earlier.identity).unwrap_or(Flags::NONE);
            // The first answer, or the first failure where there is no answer.
            if flags.has(Flags::WRITTEN) || (flags.has(Flags::ANSWERED) && !earlier.used.has_answer) {
                doubled += 1;
                return Ok(());
            }
            known.mark(earlier.identity, Flags::WRITTEN);
            account.add(&earlier.used);
            output.line(bytes)
        })?;
    }
    output.finish()?;
    let (missing, unknown) = match &merge.input {
        None => (None, None),
        Some(input) => {
            let missing = find_missing(input, merge.missing.as_deref(), &mut known)?;
            (Some(missing), Some(known.len() - known.count(Flags::MET)))
        }
    };
    let (routes, errors) = (account.routes(), account.errors());
    Ok(MergeSummary { total: account.total, routes, errors, doubled, torn, missing, unknown })
}

/// Hands out the results of a file, and says how many lines at its end were half written: one or none.
fn each_result(
    path: &Path,
    mut visit: impl FnMut(&result_line::Earlier, &[u8]) -> Result<(), Error>,
) -> Result<u64, Error> {
    let mut lines = lines_of(path, MAX_RESULT)?;
    while let Some(line) = lines.next_line().map_err(Error::input(path))? {
        let not_an_output = |reason| Error::NotAnOutput { path: path.to_owned(), line: line.number, reason };
        let Content::Bytes(bytes) = &line.content else { return Err(not_an_output("is too long".into())) };
        match result_line::parse(bytes) {
            Ok(earlier) => visit(&earlier, bytes)?,
            Err(_) if !line.is_terminated && may_be_torn(bytes) => return Ok(1),
            Err(reason) => return Err(not_an_output(reason)),
        }
    }
    Ok(0)
}

/// Lines of the input that have no result, written to `to`. What has one is marked as met. A line that is no request has its
/// result under its number, unless it has an id.
fn find_missing(input: &Path, to: Option<&Path>, known: &mut IdentityMap) -> Result<u64, Error> {
    let mut to = to.map(|path| Replacement::create("missing", path)).transpose()?;
    let mut lines = lines_of(input, MAX_LINE)?;
    let mut missing = 0;
    while let Some(line) = lines.next_line().map_err(Error::input(input))? {
        let own = Identity::of_line(line.number);
        let Content::Bytes(bytes) = line.content else {
            missing += u64::from(!is_met(known, own));
            continue;
        };
        let bytes = Bytes::from(bytes);
        // Whether it has a model is nothing to its id.
        let identity = match parse_request(line.number, &bytes, Some("any")) {
            Ok(item) => item.identity(),
            Err(rejected) => rejected.identity(),
        };
        // A line whose id was met before has its result under its number.
        if known.get(identity).is_some_and(|flags| flags.has(Flags::MET)) && is_met(known, own) {
            continue;
        }
        if !is_met(known, identity) {
            missing += 1;
            if let Some(to) = &mut to {
                to.line(&bytes)?;
            }
        }
    }
    to.map_or(Ok(()), Replacement::finish)?;
    Ok(missing)
}

/// Whether there is a result, which is marked as met then.
fn is_met(known: &mut IdentityMap, identity: Identity) -> bool {
    let there = known.get(identity).is_some();
    if there {
        known.mark(identity, Flags::MET);
    }
    there
}

fn lines_of(path: &Path, limit: usize) -> Result<LineReader<BufReader<File>>, Error> {
    let file = File::open(path).map_err(Error::input(path))?;
    Ok(LineReader::new(BufReader::with_capacity(256 * 1024, file), limit))
}
