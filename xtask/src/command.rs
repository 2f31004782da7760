// SPDX-License-Identifier: MIT OR Apache-2.0
//! Programs of the machine, run so that a failure says which command failed and what it said.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};

/// A command in a folder, its arguments given as a list.
pub(crate) fn command<S: AsRef<OsStr>>(
    program: &str,
    folder: &Path,
    arguments: impl IntoIterator<Item = S>,
) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command
}

/// git that knows nothing of the user's configuration, with an author and dates of its own.
pub(crate) fn git<S: AsRef<OsStr>>(
    folder: &Path,
    arguments: impl IntoIterator<Item = S>,
) -> Command {
    let mut git = command("git", folder, arguments);
    for (key, value) in [
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_AUTHOR_NAME", "Treewide Proof"),
        ("GIT_AUTHOR_EMAIL", "proof@example.org"),
        ("GIT_AUTHOR_DATE", "1577880000 +0000"),
        ("GIT_COMMITTER_NAME", "Treewide Proof"),
        ("GIT_COMMITTER_EMAIL", "proof@example.org"),
        ("GIT_COMMITTER_DATE", "1577880000 +0000"),
    ] {
        git.env(key, value);
    }
    git
}

/// Runs to the end, whatever the end is.
pub(crate) fn finish(command: &mut Command) -> Result<Output> {
    let shown = shown(command);
    command.output().with_context(|| format!("{shown} does not start: is it installed?"))
}

/// Runs, and takes any exit code but 0 for an error.
pub(crate) fn succeed(command: &mut Command) -> Result<String> {
    let output = finish(command)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if !output.status.success() {
        bail!(
            "{} ended with {}\n{}{}",
            shown(command),
            output.status,
            text(&output.stdout),
            text(&output.stderr)
        );
    }
    Ok(text(&output.stdout))
}

/// Whether a program is there.
pub(crate) fn installed(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok()
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.take(12).map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
