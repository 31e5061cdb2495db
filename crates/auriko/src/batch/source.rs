//! What the lines of the input ask for, read on a thread of its own.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::mpsc;

use super::error::Error;
use super::identity::{Identity, Shard};
use super::identity_map::{Flags, IdentityMap};
use super::item::{Item, Rejected, parse};
use super::line_reader::{Content, Line, LineReader, MAX_LINE};
use super::state::State;
use crate::threads;

/// As many requests are read ahead. They may be large, and a request in flight is never waited for long.
const AHEAD: usize = 64;

/// What becomes of a line.
#[derive(Debug)]
pub(super) enum Work {
    Ask(Item),
    Reject(Rejected),
    /// The input can't be read any further.
    Broken(Error),
}

/// Where requests come from.
#[derive(Debug)]
pub enum Input {
    /// A file of lines.
    Path(PathBuf),
    /// Lines that are handed in, one by one, without their ends. Whoever hands them in is held back while enough are there.
    #[cfg_attr(not(feature = "transport"), expect(dead_code, reason = "this crate's client reads files"))]
    Lines(mpsc::Receiver<Vec<u8>>),
}

/// How lines are read.
#[derive(Debug)]
pub(super) struct Reading {
    pub model: Option<String>,
    pub shard: Option<Shard>,
    /// What earlier runs have finished.
    pub finished: IdentityMap,
}

/// An input that is open.
pub(super) enum Lines {
    File { lines: LineReader<BufReader<File>>, path: PathBuf, size: u64 },
    Pushed(mpsc::Receiver<Vec<u8>>, u64),
}

impl Lines {
    /// Opens an input. Blocks where it is a pipe that nobody has opened for writing yet.
    ///
    /// # Errors
    /// [`Error::Input`].
    pub(super) fn open(input: Input) -> Result<Self, Error> {
        match input {
            Input::Lines(lines) => Ok(Self::Pushed(lines, 0)),
            Input::Path(path) => {
                let file = open(&path).map_err(Error::input(&path))?;
                // A pipe has none.
                let size = file.metadata().map_or(0, |data| data.len());
                let lines = LineReader::new(BufReader::with_capacity(256 * 1024, file), MAX_LINE);
                Ok(Self::File { lines, path, size })
            }
        }
    }

    fn next(&mut self, state: &State) -> Result<Option<Line>, Error> {
        match self {
            Self::File { lines, path, .. } => {
                let line = lines.next_line().map_err(Error::input(path))?;
                state.counts.bytes_read.store(lines.position(), Ordering::Relaxed);
                Ok(line)
            }
            Self::Pushed(lines, number) => {
                *number += 1;
                let line =
                    |bytes| Line { number: *number, start: 0, content: Content::Bytes(bytes), is_terminated: true };
                Ok(lines.blocking_recv().map(line))
            }
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    // Where a folder can be opened, reading it fails with words that nobody understands.
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    Ok(file)
}

/// Starts to read.
pub(super) fn start(mut lines: Lines, reading: Reading, state: Arc<State>) -> Result<mpsc::Receiver<Work>, Error> {
    if let Lines::File { size, .. } = &lines {
        state.set_input_size(*size);
    }
    let (work, received) = mpsc::channel(AHEAD);
    let read = move || {
        let mut reading = reading;
        loop {
            let next = match lines.next(&state) {
                Ok(None) => return,
                Ok(Some(line)) => reading.judge(line, &state),
                Err(error) => Some(Work::Broken(error)),
            };
            // Nobody takes any more where the batch was stopped.
            if let Some(next) = next
                && work.blocking_send(next).is_err()
            {
                return;
            }
        }
    };
    threads::spawn("auriko-batch-in", "to read the input of a batch", read)?;
    Ok(received)
}

impl Reading {
    fn judge(&mut self, line: Line, state: &State) -> Option<Work> {
        let number = line.number;
        let parsed = match line.content {
            Content::Bytes(bytes) => parse(number, &bytes.into(), self.model.as_deref()),
            Content::TooLong => Err(Rejected::new(number, format!("the line is longer than {MAX_LINE} bytes"))),
        };
        let (identity, id) = match &parsed {
            Ok(item) => (item.identity(), Some(&*item.id)),
            Err(rejected) => (rejected.identity(), rejected.id.as_deref()),
        };
        if self.shard.is_some_and(|shard| !shard.owns_identity(owner(identity, id, number))) {
            state.counts.other_shards.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        let work = match self.finished.mark(identity, Flags::MET) {
            None => parsed.map_or_else(Work::Reject, Work::Ask),
            Some(flags) if flags.has(Flags::MET) => self.repeated(number, id, state)?,
            Some(_) => {
                state.counts.skipped.fetch_add(1, Ordering::Relaxed);
                return None;
            }
        };
        state.counts.taken.fetch_add(1, Ordering::Relaxed);
        Some(work)
    }

    /// The error of a line whose id was met before, unless an earlier run has told it.
    fn repeated(&mut self, number: u64, id: Option<&str>, state: &State) -> Option<Work> {
        let rejected = Rejected::repeated(number, id.unwrap_or_default());
        if self.finished.mark(rejected.identity(), Flags::MET).is_some() {
            state.counts.skipped.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        Some(Work::Reject(rejected))
    }
}

/// Whose part a line is: one without an id belongs to its number.
fn owner(identity: Identity, id: Option<&str>, number: u64) -> Identity {
    if id.is_some() { identity } else { Identity::of(&number.to_string()) }
}
