//! The file that results are written to.

use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::Error;
use super::identity_map::{Flags, IdentityMap};
use super::journal::Journal;
use super::line_reader::{Content, Line, LineReader};
use super::regular_file;
use super::replacement::Replacement;
use super::result_line::{Earlier, may_be_torn, parse};
use super::totals::Account;
use crate::transport::MAX_BODY;

/// The longest result that is read, in bytes: more than the longest answer that is taken.
pub(super) const MAX_RESULT: usize = MAX_BODY + 1024 * 1024;

/// An output that is ready to be written to.
#[derive(Debug)]
pub(super) struct Output {
    pub path: PathBuf,
    /// Opened for appending.
    pub file: File,
    pub journal: Arc<Journal>,
}

/// What earlier runs have left.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Lines that need not be asked again.
    pub finished: IdentityMap,
    pub account: Account,
    /// Failures that were taken out.
    pub retried: u64,
    /// Whether a line had been half written.
    pub repaired: bool,
}

impl Output {
    /// Opens an output, takes out a line that was half written, and with `retry_failed` all failures.
    pub(super) fn open(path: &Path, retry_failed: bool) -> Result<(Self, Found), Error> {
        // The file itself, where a link leads to it: it may have to be replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        regular_file::check("output", &path)?;
        let journal = Journal::open(&path)?;
        let mut found = repair(&path)?;
        if retry_failed && found.account.total.failed > 0 {
            let failed = found.account.total.failed;
            without_failures(&path)?;
            found = Found { retried: failed, repaired: found.repaired, ..repair(&path)? };
        }
        let file = OpenOptions::new().append(true).open(&path).map_err(Error::output(&path))?;
        Ok((Self { path, file, journal: Arc::new(journal) }, found))
    }
}

/// Reads what is there. A last line that was half written is taken out, and one that only lacks its end gets it.
fn repair(path: &Path) -> Result<Found, Error> {
    // Not for appending: a file that is only appended to can't be cut off everywhere.
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    let file = opened.map_err(Error::output(path))?;
    let mut found = Found::default();
    let mut lines = LineReader::new(BufReader::with_capacity(256 * 1024, &file), MAX_RESULT);
    while let Some(line) = lines.next_line().map_err(Error::output(path))? {
        match read(&line) {
            Ok(earlier) => {
                // It was read to its end, so that is where this goes.
                if !line.is_terminated {
                    (&file).write_all(b"\n").map_err(Error::output(path))?;
                }
                if found.finished.mark(earlier.identity, Flags::NONE).is_none() {
                    found.account.add(&earlier.used);
                }
            }
            Err(_) if !line.is_terminated && is_torn(&line) => {
                file.set_len(line.start).map_err(Error::output(path))?;
                found.repaired = true;
            }
            Err(reason) => return Err(Error::NotAnOutput { path: path.to_owned(), line: line.number, reason }),
        }
    }
    Ok(found)
}

fn read(line: &Line) -> Result<Earlier, String> {
    match &line.content {
        Content::Bytes(bytes) => parse(bytes),
        Content::TooLong => Err("is too long for a result".into()),
    }
}

fn is_torn(line: &Line) -> bool {
    matches!(&line.content, Content::Bytes(bytes) if may_be_torn(bytes))
}

/// Puts a file without the failures in the place of the output.
fn without_failures(path: &Path) -> Result<(), Error> {
    let from = File::open(path).map_err(Error::output(path))?;
    let mut to = Replacement::create("output", path)?;
    to.permit(from.metadata().map_err(Error::output(path))?.permissions());
    let mut lines = LineReader::new(BufReader::with_capacity(256 * 1024, from), MAX_RESULT);
    while let Some(line) = lines.next_line().map_err(Error::output(path))? {
        if let Content::Bytes(bytes) = &line.content
            && parse(bytes).is_ok_and(|earlier| earlier.used.has_answer)
        {
            to.line(bytes)?;
        }
    }
    to.finish()
}
