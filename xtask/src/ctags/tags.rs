// SPDX-License-Identifier: MIT OR Apache-2.0
//! Universal Ctags, run on a list of files: `name TAB file TAB pattern;" TAB line:7`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::Differences;
use crate::command::{command, finish, installed, succeed};

/// The functions that ctags finds, with the lines where it does.
///
/// # Errors
/// It is not installed, or is another ctags.
pub(super) fn functions(tree: &Path, files: &[PathBuf]) -> Result<Differences> {
    if !installed("ctags") {
        bail!("ctags is not installed: apt-get install universal-ctags");
    }
    let version = succeed(&mut command("ctags", tree, ["--version"]))?;
    let version = version.lines().next().unwrap_or_default();
    if !version.starts_with("Universal Ctags") {
        bail!("this ctags is not Universal Ctags: {version}");
    }
    let mut list = tempfile::NamedTempFile::new()?;
    files.iter().try_for_each(|file| writeln!(list, "{}", file.display()))?;
    list.flush()?;
    let what = ["--options=/dev/null", "--languages=C", "--langmap=C:.c", "--kinds-C=f"];
    let mut run = command("ctags", tree, what);
    run.args(["--fields=n", "--param-CPreProcessor:if0=true", "--sort=no", "-f", "-", "-L"]);
    let output = finish(run.arg(list.path()))?;
    if !output.status.success() {
        bail!("ctags ended with {}", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().filter_map(tag).collect())
}

fn tag(line: &str) -> Option<((PathBuf, String), u32)> {
    let (name, rest) = line.split_once('\t')?;
    let (file, rest) = rest.split_once('\t')?;
    let (_, number) = rest.rsplit_once("line:")?;
    Some(((file.into(), name.to_owned()), number.trim().parse().ok()?))
}
