//! Refuses what is no file where results go.

use std::fs::{self, FileType};
use std::path::Path;

use super::error::Error;

/// Refuses a device, a pipe, a socket or a folder, which can't hold what an interrupted batch goes on from: reading it may
/// never end, and putting a file in its place would take it away from everybody else. What is not there yet is fine.
///
/// # Errors
/// [`Error::Option`] that names `param`.
pub(super) fn check(param: &'static str, path: &Path) -> Result<(), Error> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => {
            let what = kind(found.file_type());
            Err(Error::option(param, format!("`{param}` must be a regular file, and {} is {what}", path.display())))
        }
        // What can't be looked at can't be opened either, which says why.
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn kind(found: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match found {
        _ if found.is_dir() => "a folder",
        _ if found.is_fifo() => "a pipe",
        _ if found.is_socket() => "a socket",
        _ => "a device",
    }
}

#[cfg(not(unix))]
fn kind(found: FileType) -> &'static str {
    if found.is_dir() { "a folder" } else { "a device" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_and_what_is_not_there_yet_are_taken_and_a_folder_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("results.jsonl");
        check("output", &file).unwrap();
        fs::write(&file, "").unwrap();
        check("output", &file).unwrap();
        let error = check("missing", folder.path()).unwrap_err();
        assert_eq!(error.param(), Some("missing"));
        assert!(error.to_string().ends_with("is a folder"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn devices_and_sockets_are_told_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        for (path, what) in [(Path::new("/dev/null"), "is a device"), (&*socket, "is a socket")] {
            let error = check("output", path).unwrap_err();
            assert!(error.to_string().ends_with(what), "{error}");
        }
    }
}
