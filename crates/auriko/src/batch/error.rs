use std::io;
use std::path::{Path, PathBuf};

use crate::threads::Refused;

/// Why a batch could not run, or could not go on. What a single request ends with is a line of the output and never one of
/// these.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An option that can't be right. Nothing was sent. `BadRequestError`.
    #[error("{message}")]
    Option {
        /// Which one.
        param: &'static str,
        /// What to change.
        message: String,
    },
    /// The input can't be opened or read. `BadRequestError`, param `input`, where it can't be opened.
    #[error("the input {} can't be read: {source}", path.display())]
    Input {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file beside the input can't be opened, read or written. What was written is kept; running the batch again goes on
    /// from there. `BadRequestError`, param `output`, where it can't be opened.
    #[error("the output {} can't be written: {source}", path.display())]
    Output {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The output exists and holds something else than results of a batch. It is left as it is. `BadRequestError`, param
    /// `output`.
    #[error("{} is no output of a batch: line {line} {reason}; give another output", path.display())]
    NotAnOutput {
        /// Which file.
        path: PathBuf,
        /// The first line that is no result.
        line: u64,
        /// What about it.
        reason: String,
    },
    /// Another batch is writing to the same output. `BadRequestError`, param `output`.
    #[error("another batch is writing to {}", path.display())]
    Busy {
        /// Which file.
        path: PathBuf,
    },
    /// The machine refused a thread. What was written is kept; running the batch again may succeed. `APIConnectionError`,
    /// retryable.
    #[error("this machine refused what a batch needs: {reason}")]
    Resources {
        /// Which, in the system's words.
        reason: String,
    },
    /// The client can't be used: see [`crate::Error`].
    #[error(transparent)]
    Client(#[from] crate::Error),
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Resources { reason: refused.to_string() }
    }
}

impl Error {
    pub(super) fn option(param: &'static str, message: impl Into<String>) -> Self {
        Self::Option { param, message: message.into() }
    }

    pub(super) fn input(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Input { path, source }
    }

    pub(super) fn output(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Output { path, source }
    }

    /// The option that it is about: `input`, `output`, or another; none where it is no fault of an option.
    pub fn param(&self) -> Option<&'static str> {
        match self {
            Self::Option { param, .. } => Some(param),
            Self::Input { .. } => Some("input"),
            Self::Output { .. } | Self::NotAnOutput { .. } | Self::Busy { .. } => Some("output"),
            Self::Resources { .. } | Self::Client(_) => None,
        }
    }
}
