//! Where results go.

use std::fs::File;
use std::io::Write;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::error::Error;
use super::output::Output;
use super::replacement::sync_folder;
use super::state::{Delivered, State};
use crate::threads::{self, Thread};

/// How much is written at once, in bytes.
const BATCH: usize = 1024 * 1024;

/// When results are made to survive a loss of power. A killed process loses nothing in any case: what it has written, the
/// system keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sync {
    /// Whenever the system likes.
    Never,
    /// After this time at the latest, and at the end.
    Every(Duration),
    /// After every write. A write holds all results that have come meanwhile.
    Always,
}

impl Default for Sync {
    /// Every second.
    fn default() -> Self {
        Self::Every(Duration::from_secs(1))
    }
}

/// Takes results, from any thread, as they end. Each holds its place among the requests in flight until it is dropped:
/// whoever is slow slows the batch down.
pub trait Sink: Send + std::marker::Sync {
    /// Takes one.
    fn deliver(&self, result: Delivered);
}

/// One thread that writes to a file.
#[derive(Debug)]
pub(super) struct Writer {
    results: Mutex<Option<Sender<Delivered>>>,
    thread: Mutex<Option<Thread<Result<(), Error>>>>,
}

impl Sink for Writer {
    fn deliver(&self, result: Delivered) {
        if let Some(results) = &*self.results.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = results.send(result);
        }
    }
}

impl Writer {
    /// Starts to write behind what is there.
    pub(super) fn start(output: Output, sync: Sync, state: Arc<State>) -> Result<Self, Error> {
        let (results, received) = channel();
        let work = move || {
            let mut file = WrittenFile { file: output.file, sync, since: None };
            sync_folder(&output.path);
            let written = write(&received, &mut file, &state);
            // Held as long as anything is written.
            drop(output.journal);
            written.map_err(|error| {
                state.broken();
                Error::output(&output.path)(error)
            })
        };
        let thread = threads::spawn("auriko-batch-out", "to write the output of a batch", work)?;
        Ok(Self { results: Mutex::new(Some(results)), thread: Mutex::new(Some(thread)) })
    }

    /// Waits until everything is written.
    pub(super) async fn finish(&self) -> Result<(), Error> {
        self.results.lock().unwrap_or_else(PoisonError::into_inner).take();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        match thread {
            Some(thread) => thread.join().await,
            None => Ok(()),
        }
    }
}

struct WrittenFile {
    file: File,
    sync: Sync,
    /// Since when something is written that is not on disk yet.
    since: Option<Instant>,
}

impl WrittenFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.file.write_all(bytes)?;
        self.since.get_or_insert_with(Instant::now);
        match self.sync {
            Sync::Always => self.sync(),
            Sync::Every(_) if self.wait().is_some_and(|wait| wait.is_zero()) => self.sync(),
            Sync::Every(_) | Sync::Never => Ok(()),
        }
    }

    /// How long until it must be on disk, if it must.
    fn wait(&self) -> Option<Duration> {
        match (self.sync, self.since) {
            (Sync::Every(time), Some(since)) => Some(time.saturating_sub(since.elapsed())),
            _ => None,
        }
    }

    fn sync(&mut self) -> std::io::Result<()> {
        if self.since.take().is_some() && self.sync != Sync::Never {
            self.file.sync_data()?;
        }
        Ok(())
    }
}

/// Writes what comes, all that has come at once: whole lines only.
fn write(results: &Receiver<Delivered>, file: &mut WrittenFile, state: &State) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    loop {
        let first = match file.wait() {
            None => results.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(wait) => results.recv_timeout(wait),
        };
        let first = match first {
            Ok(first) => first,
            Err(RecvTimeoutError::Timeout) => {
                file.sync()?;
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return file.sync(),
        };
        bytes.clear();
        bytes.extend_from_slice(first.line());
        let mut written = vec![first];
        while bytes.len() < BATCH
            && let Ok(next) = results.try_recv()
        {
            bytes.extend_from_slice(next.line());
            written.push(next);
        }
        file.write(&bytes)?;
        for result in written {
            state.booked(result);
        }
        if bytes.capacity() > 2 * BATCH {
            bytes = Vec::new();
        }
    }
}
