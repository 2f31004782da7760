// SPDX-License-Identifier: MIT OR Apache-2.0
//! What `treewide` says and writes, read back.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use tempfile::TempDir;

use super::expectations::Expectations;
use crate::command::{command, finish};

/// The program, and the migration it is run with.
pub(super) struct Treewide {
    program: PathBuf,
    migration: String,
    form: Option<String>,
}

/// What `status --json` says.
#[derive(Deserialize)]
pub(super) struct Status {
    sites: Vec<Site>,
}

#[derive(Deserialize)]
struct Site {
    path: String,
}

/// A series on disk.
pub(super) struct Series {
    folder: TempDir,
    pub(super) patches: Vec<Patch>,
    remaining: usize,
}

/// A patch as `series.json` describes it.
#[derive(Deserialize)]
pub(super) struct Patch {
    pub(super) file: String,
    pub(super) paths: Vec<String>,
    pub(super) to: Vec<String>,
    pub(super) cc: Vec<String>,
    sites: Vec<serde_json::Value>,
}

impl Patch {
    /// Whether it converts callers: neither the first patch nor the fold does.
    pub(super) fn converts(&self) -> bool {
        !self.sites.is_empty()
    }
}

#[derive(Deserialize)]
struct Index {
    patches: Vec<Patch>,
    remaining: Vec<serde_json::Value>,
}

/// Exit codes of `treewide`: done, and done with a file that could not be read in full.
const DONE: [i32; 2] = [0, 3];
const NOTHING: i32 = 1;

impl Treewide {
    /// Series are written in `form`, where one is given.
    pub(super) fn new(program: PathBuf, migration: &str, form: Option<String>) -> Self {
        Self { program, migration: migration.to_owned(), form }
    }

    pub(super) fn status(&self, tree: &Path) -> Result<Status> {
        let output = finish(self.command("status", tree).arg("--json"))?;
        if !output.status.code().is_some_and(|code| DONE.contains(&code) || code == NOTHING) {
            bail!("status: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    /// The series, in the form that the proof is about.
    pub(super) fn series(&self, tree: &Path, jobs: usize) -> Result<Series> {
        self.series_of(self.command_in_form(tree), jobs)
    }

    /// The patches that the form changes, beside those without it.
    pub(super) fn in_form(&self, tree: &Path, series: &Series) -> Result<String> {
        let plain = self.series_of(self.command("series", tree), 0)?;
        let diffs = |series: &Series| -> Result<BTreeSet<String>> {
            let conversions = series.patches.iter().filter(|patch| patch.converts());
            conversions.map(|patch| series.diff(patch)).collect()
        };
        let (with, without) = (diffs(series)?, diffs(&plain)?);
        let changed = with.difference(&without).count();
        if changed == 0 {
            bail!("no patch is another than without the form");
        }
        Ok(format!("{changed} of {} conversions are others than without it", with.len()))
    }

    fn series_of(&self, mut command: std::process::Command, jobs: usize) -> Result<Series> {
        let folder = tempfile::tempdir()?;
        command.args(["--signoff", "--from", "Treewide Proof <proof@example.org>", "--jobs"]);
        let output = finish(command.arg(jobs.to_string()).arg("--out").arg(folder.path()))?;
        if !output.status.code().is_some_and(|code| DONE.contains(&code)) {
            bail!("series: {}", String::from_utf8_lossy(&output.stderr));
        }
        let index: Index =
            serde_json::from_slice(&std::fs::read(folder.path().join("series.json"))?)?;
        Ok(Series { folder, patches: index.patches, remaining: index.remaining.len() })
    }

    /// The fold ends the whole series, and does not end one that leaves a caller.
    pub(super) fn fold(&self, tree: &Path, whole: &Series) -> Result<String> {
        let last = whole.patches.last().context("a series without patches")?;
        if last.converts() {
            bail!("the last patch is {}, which converts callers", last.file);
        }
        let some = whole.patches.iter().find(|patch| patch.converts()).context("conversions")?;
        let folder = tempfile::tempdir()?;
        let mut command = self.command_in_form(tree);
        command.args(["--only", &some.paths[0], "--out"]).arg(folder.path().join("out"));
        let output = finish(&mut command)?;
        if !output.status.code().is_some_and(|code| DONE.contains(&code)) {
            bail!("series --only: {}", String::from_utf8_lossy(&output.stderr));
        }
        let index = std::fs::read(folder.path().join("out/series.json"))?;
        let part: Index = serde_json::from_slice(&index)?;
        if !part.patches.last().is_some_and(Patch::converts) {
            bail!("a series that leaves callers ends with the fold");
        }
        Ok(format!("{}, and refused while a caller is left", last.file))
    }

    /// The series of a tree that the series has been applied to.
    pub(super) fn nothing_left(&self, tree: &Path, first: &Series) -> Result<String> {
        let folder = tempfile::tempdir()?;
        let output =
            finish(self.command_in_form(tree).arg("--out").arg(folder.path().join("out")))?;
        if output.status.code() != Some(NOTHING) {
            bail!(
                "expected nothing to do, got {}: {}",
                output.status,
                String::from_utf8_lossy(&output.stderr)
            );
        }
        let left = self.status(tree)?.sites.len();
        if left != first.remaining {
            bail!("{left} callers, where the series said that {} remain", first.remaining);
        }
        Ok(format!("nothing to do, {left} callers remain as the series said"))
    }

    fn command_in_form(&self, tree: &Path) -> std::process::Command {
        let mut command = self.command("series", tree);
        command.args(self.form.iter().flat_map(|form| ["--form", form.as_str()]));
        command
    }

    fn command(&self, task: &str, tree: &Path) -> std::process::Command {
        let program = self.program.display().to_string();
        let mut command =
            command(&program, Path::new("/"), [task, &self.migration, "--quiet", "--tree"]);
        command.arg(tree);
        command
    }
}

impl Status {
    pub(super) fn callers_expected(&self, expected: &Expectations) -> Result<String> {
        let found = self.sites.len();
        if found != expected.callers {
            bail!("{found}, not {}", expected.callers);
        }
        Ok(format!("{found} in {} files", self.files().len()))
    }

    pub(super) fn conversions_expected(
        &self,
        series: &Series,
        expected: &Expectations,
    ) -> Result<String> {
        let converted: usize = series.patches.iter().map(|patch| patch.sites.len()).sum();
        let changed: BTreeSet<&str> = series.paths().collect();
        let files = self.files();
        let missing: Vec<_> = expected
            .must_convert
            .iter()
            .filter(|path| files.contains(path.as_str()) && !changed.contains(path.as_str()))
            .collect();
        if converted < expected.converted || !missing.is_empty() {
            bail!(
                "{converted} (at least {} are wanted), not among them {missing:?}",
                expected.converted
            );
        }
        if converted + series.remaining != self.sites.len() {
            bail!(
                "{converted} converted and {} remaining do not add up to {}",
                series.remaining,
                self.sites.len()
            );
        }
        Ok(format!("{converted} of {} in {} patches", self.sites.len(), series.patches.len()))
    }

    fn files(&self) -> BTreeSet<&str> {
        self.sites.iter().map(|site| site.path.as_str()).collect()
    }
}

impl Series {
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What a patch does, without its message.
    pub(super) fn diff(&self, patch: &Patch) -> Result<String> {
        let text = std::fs::read_to_string(self.folder().join(&patch.file))?;
        let diff = text.split_once("\ndiff --git ").map_or("", |(_, diff)| diff);
        Ok(diff.rsplit_once("\n-- \n").map_or(diff, |(diff, _)| diff).to_owned())
    }

    /// The C files that a patch touches, each once.
    pub(super) fn sources(&self) -> Vec<&str> {
        let sources: BTreeSet<_> = self.paths().filter(|path| path.ends_with(".c")).collect();
        sources.into_iter().collect()
    }

    pub(super) fn same_bytes(&self, other: &Self) -> Result<String> {
        let (mine, theirs) = (contents(self.folder())?, contents(other.folder())?);
        if let Some(((name, _), _)) = mine.iter().zip(&theirs).find(|(left, right)| left != right) {
            bail!("{name} differs");
        }
        if mine.len() != theirs.len() {
            bail!("{} files, then {}", mine.len(), theirs.len());
        }
        Ok(format!("{} files", mine.len()))
    }

    fn paths(&self) -> impl Iterator<Item = &str> {
        self.patches.iter().flat_map(|patch| patch.paths.iter().map(String::as_str))
    }
}

fn contents(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().context("a name")?.to_string_lossy().into_owned();
        files.push((name, std::fs::read(&path)?));
    }
    files.sort();
    Ok(files)
}
