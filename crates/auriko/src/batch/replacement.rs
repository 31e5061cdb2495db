//! Files that appear as a whole.

use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::error::Error;
use super::regular_file;

/// A file in the making, which takes the place of another when it is whole: whoever looks finds the one or the other.
#[derive(Debug)]
pub(super) struct Replacement {
    path: PathBuf,
    part: PathBuf,
    /// None when it has taken its place.
    file: Option<BufWriter<File>>,
}

impl Replacement {
    /// A file that will be called `path`, which the option `param` names.
    pub(super) fn create(param: &'static str, path: &Path) -> Result<Self, Error> {
        // Where a link leads to, not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        regular_file::check(param, &path)?;
        regular_file::check(param, &part)?;
        let file = File::create(&part).map_err(Error::output(&path))?;
        Ok(Self { path, part, file: Some(BufWriter::with_capacity(256 * 1024, file)) })
    }

    /// Lets the same people at it as at the file that it replaces.
    pub(super) fn permit(&self, permissions: Permissions) {
        if let Some(file) = &self.file {
            // Where the system refuses, the file is still whole.
            let _ = file.get_ref().set_permissions(permissions);
        }
    }

    /// Writes a line and its end.
    pub(super) fn line(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let Some(file) = &mut self.file else { return Ok(()) };
        file.write_all(bytes).and_then(|()| file.write_all(b"\n")).map_err(Error::output(&self.path))
    }

    /// Puts it in its place.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let finish = || -> io::Result<()> {
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
            fs::rename(&self.part, &self.path)?;
            sync_folder(&self.path);
            Ok(())
        };
        finish().map_err(Error::output(&self.path))
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// A name is on disk only with its folder; not every system can open one.
pub(super) fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
