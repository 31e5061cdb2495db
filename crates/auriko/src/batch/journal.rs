//! The file beside an output while a batch writes to it.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fs4::{FileExt, TryLockError};

use super::error::Error;
use super::regular_file;

/// As many times the lock is tried for where its file was taken away meanwhile.
const TRIES: usize = 20;

/// Keeps others from the output, and notes how far the input has been asked. A run that ends takes it away; one that breaks
/// off leaves it, so that the next one knows what may have been in flight.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    /// The last line that runs which broke off had asked.
    pub left_at: u64,
}

impl Journal {
    /// The journal of an output.
    pub(super) fn open(output: &Path) -> Result<Self, Error> {
        let mut name = OsString::from(output.as_os_str());
        name.push(".lock");
        let path = PathBuf::from(name);
        regular_file::check("output", &path)?;
        for _ in 0..TRIES {
            let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
            let file = options.map_err(Error::output(&path))?;
            match FileExt::try_lock(&file) {
                Err(TryLockError::WouldBlock) => return Err(Error::Busy { path: output.to_owned() }),
                // Some network file systems have no locks; there it is up to the user.
                Ok(()) | Err(TryLockError::Error(_)) => {}
            }
            // Whoever held the lock may have taken the file away since it was opened here.
            if is_still_there(&file, &path) {
                let left_at = read(&file).map_err(Error::output(&path))?;
                return Ok(Self { path, file: Mutex::new(file), left_at });
            }
        }
        Err(Error::Busy { path: output.to_owned() })
    }

    /// Notes that this line is about to be asked. Lines are asked in their order.
    ///
    /// # Errors
    /// [`Error::Output`].
    pub(super) fn asked(&self, line: u64) -> Result<(), Error> {
        if line <= self.left_at {
            return Ok(());
        }
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        // Always as long, so that nothing has to be cut off.
        write_at_start(&file, format!("{line:020}\n").as_bytes()).map_err(Error::output(&self.path))
    }

    /// Takes it away: nothing is in flight any more.
    pub(super) fn finish(&self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

fn read(mut file: &File) -> io::Result<u64> {
    let mut text = Vec::new();
    file.take(64).read_to_end(&mut text)?;
    file.rewind()?;
    Ok(String::from_utf8_lossy(&text).trim().parse().unwrap_or_default())
}

#[cfg(unix)]
fn write_at_start(file: &File, bytes: &[u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, 0)
}

#[cfg(not(unix))]
fn write_at_start(mut file: &File, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    file.rewind()?;
    file.write_all(bytes)
}

#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(open), Ok(there)) => (open.dev(), open.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

/// A file that is open can't be taken away from under its name here.
#[cfg(not(unix))]
fn is_still_there(_file: &File, _path: &Path) -> bool {
    true
}
