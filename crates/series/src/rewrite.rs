//! Replacing the content of one file in place, for `apply --in-place`.

use source::Diagnostic;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Replaces the content of `path`, which was `read`, by `new`: through a file beside it and a rename, so that a
/// reader sees the old text or the new one. Permission bits stay, and a link keeps leading to the file.
///
/// # Errors
/// A file whose content is no longer `read`, and what the system reports; the file is then as it was.
pub fn rewrite_file(path: &Path, read: &[u8], new: &[u8]) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| {
        Diagnostic::error(format!("{} can not be rewritten: {error}", path.display()))
            .help("Check that the file and its folder are yours to write.")
    };
    let target = path.canonicalize().map_err(failed)?;
    if fs::read(&target).map_err(failed)? != read {
        let message = format!("{} changed while it was worked on", path.display());
        return Err(Diagnostic::error(message).help("Run again; the file was left as it is."));
    }
    replace(&target, new).map_err(failed)
}

fn replace(target: &Path, new: &[u8]) -> io::Result<()> {
    let metadata = fs::metadata(target)?;
    if metadata.permissions().readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".treewide-{}", std::process::id()));
    let beside = target.with_file_name(name);
    let written = write_new(&beside, new)
        .and_then(|()| fs::set_permissions(&beside, metadata.permissions()))
        .and_then(|()| fs::rename(&beside, target));
    written.inspect_err(|_| {
        // Best effort: the error that made this necessary is the one to report.
        let _ = fs::remove_file(&beside);
    })
}

/// Never writes through a file or link that is already there.
fn write_new(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::rewrite_file;
    use std::fs;

    #[test]
    fn a_file_is_replaced_only_when_it_is_what_was_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.c");
        fs::write(&path, "old").expect("written");
        rewrite_file(&path, b"old", b"new").expect("rewritten");
        assert_eq!(fs::read(&path).expect("there"), b"new");
        let problem = rewrite_file(&path, b"old", b"newer").expect_err("it changed");
        assert!(problem.message.contains("changed") && problem.help.is_some());
        assert_eq!(fs::read(&path).expect("there"), b"new");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("a.c"), folder.path().join("link.c"));
        fs::write(&path, "old").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o750)).expect("set");
        symlink("a.c", &link).expect("linked");
        rewrite_file(&link, b"old", b"new").expect("rewritten");
        assert!(link.is_symlink());
        assert_eq!(fs::read(&path).expect("there"), b"new");
        let mode = fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o750);
    }
}
