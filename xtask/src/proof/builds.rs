// SPDX-License-Identifier: MIT OR Apache-2.0
//! The touched files, compiled: x86_64 allmodconfig, `make path/file.o`, nothing else.
//!
//! A call of make checks for ten seconds and more before it compiles, so the files of one patch go into one call. The sources
//! are touched first: make would not say again what it warned of in an earlier run.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use anyhow::{Result, bail};

use super::expectations::Expectations;
use super::series::Patch;
use super::workspace::Workspace;
use crate::command::{command, finish, succeed};

/// Builds in one workspace, and what the files warned of before the series.
pub(super) struct Builds<'a> {
    workspace: &'a Workspace,
    configuration: &'a [String],
    before: BTreeMap<String, BTreeSet<String>>,
}

/// Jobs of make: as many as the smallest machine has cores.
const JOBS: &str = "-j2";

impl<'a> Builds<'a> {
    pub(super) fn new(workspace: &'a Workspace, expectations: &'a Expectations) -> Self {
        Self { workspace, configuration: &expectations.configuration, before: BTreeMap::new() }
    }

    /// Configures the tree, unless an earlier run has done so.
    pub(super) fn prepare(&self) -> Result<()> {
        if !self.workspace.tree().join(".config").is_file() {
            eprintln!("configuring {}", self.workspace.tree().display());
            succeed(&mut self.make(&["-s", "allmodconfig"]))?;
        }
        self.configure()?;
        succeed(&mut self.make(&["-s", JOBS, "modules_prepare"])).map(drop)
    }

    /// Compiles files of the tree as it is, and remembers their warnings.
    pub(super) fn before(&mut self, sources: &[&str]) -> Result<()> {
        let there: Vec<&str> = sources
            .iter()
            .copied()
            .filter(|path| self.workspace.tree().join(path).is_file())
            .collect();
        eprintln!("building {} files as they are", there.len());
        self.before = self.compile(&there)?;
        Ok(())
    }

    /// Compiles the files of a patch that has been applied; those of all so far, when it changes a header that was there.
    pub(super) fn after(&self, patch: &Patch, so_far: &[Patch]) -> Result<String> {
        if patch.paths.iter().any(|path| path.contains("Kconfig")) {
            self.configure()?;
        }
        let is_header = |path: &String| path.ends_with(".h");
        if so_far.len() > 1 && patch.paths.iter().any(is_header) {
            return self.after_all(so_far);
        }
        self.judge(&sources(std::slice::from_ref(patch)))
    }

    /// Compiles the files of all patches at once.
    pub(super) fn after_all(&self, patches: &[Patch]) -> Result<String> {
        self.configure()?;
        self.judge(&sources(patches))
    }

    /// Makes the objects of sources, of which some have changed since they were last made: make finds out which.
    pub(super) fn remade(&self, sources: &[String], changed: &[String]) -> Result<()> {
        for source in changed {
            drop(std::fs::remove_file(self.workspace.tree().join(object(source))));
        }
        let objects: Vec<String> = sources.iter().map(|source| object(source)).collect();
        self.make_objects(&objects).map(drop)
    }

    fn judge(&self, sources: &[&str]) -> Result<String> {
        let nothing = BTreeSet::new();
        let now = self.compile(sources)?;
        let new: Vec<String> = now
            .iter()
            .flat_map(|(file, warnings)| {
                let had = self.before.get(file).unwrap_or(&nothing);
                warnings.difference(had).map(move |warning| format!("{file}: {warning}"))
            })
            .collect();
        if !new.is_empty() {
            bail!("new warnings: {}", new.join("; "));
        }
        let old: usize = now.values().map(BTreeSet::len).sum();
        Ok(format!("{} files, no new warning ({old} old)", sources.len()))
    }

    /// The warnings of each file. A file that does not build is an error.
    fn compile(&self, sources: &[&str]) -> Result<BTreeMap<String, BTreeSet<String>>> {
        let objects: Vec<String> = sources.iter().map(|path| object(path)).collect();
        for (source, object) in sources.iter().zip(&objects) {
            drop(std::fs::remove_file(self.workspace.tree().join(object)));
            let file =
                std::fs::File::options().append(true).open(self.workspace.tree().join(source))?;
            file.set_modified(std::time::SystemTime::now())?;
        }
        let said = self.make_objects(&objects)?;
        let mut warnings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (file, warning) in said.lines().filter_map(warning) {
            warnings.entry(file).or_default().insert(warning);
        }
        Ok(warnings)
    }

    /// What the compiler said. An object that is not there afterwards is an error.
    fn make_objects(&self, objects: &[String]) -> Result<String> {
        let mut make = self.make(&["-k", JOBS]);
        let output = finish(make.args(objects))?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let built = |object: &&String| self.workspace.tree().join(object).is_file();
        let missing: Vec<_> = objects.iter().filter(|object| !built(object)).collect();
        if !missing.is_empty() {
            bail!("not built: {missing:?}\n{said}");
        }
        Ok(said)
    }

    fn configure(&self) -> Result<()> {
        let config = self.workspace.tree().join("scripts/config");
        succeed(&mut command(
            &config.display().to_string(),
            self.workspace.tree(),
            self.configuration,
        ))?;
        succeed(&mut self.make(&["-s", "olddefconfig"])).map(drop)
    }

    fn make(&self, arguments: &[&str]) -> Command {
        let mut make = command("nice", self.workspace.tree(), ["make", "ARCH=x86_64"]);
        make.args(arguments).env("LC_ALL", "C");
        make
    }
}

/// The C files that patches change, each once.
fn sources(patches: &[Patch]) -> Vec<&str> {
    let paths = patches.iter().flat_map(|patch| patch.paths.iter().map(String::as_str));
    let unique: BTreeSet<&str> = paths.filter(|path| path.ends_with(".c")).collect();
    unique.into_iter().collect()
}

fn object(source: &str) -> String {
    source.strip_suffix(".c").map_or_else(|| source.to_owned(), |stem| format!("{stem}.o"))
}

/// `fs/a.c:12:3: warning: unused variable 'i' [-Wunused-variable]` without the place in the file.
fn warning(line: &str) -> Option<(String, String)> {
    let (place, text) = line.split_once(": warning: ")?;
    Some((place.split(':').next().unwrap_or(place).to_owned(), text.to_owned()))
}
