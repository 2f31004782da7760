// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask programs`: programs of several files, with and without their headers, through spatch and through treewide.
//!
//! ```text
//! a copy of a folder ─┬─ spatch ARGUMENTS ────────── files, and what scripts print ─┐
//! another ────────────┴─ treewide spatch ARGUMENTS ─ files, and what scripts print ─┴─ equal, or explained
//! ```
//! The runs stand in `xtask/data/programs.toml`. Which calls of a script come first is not compared.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail, ensure};
use clap::Args;
use serde::Deserialize;

use crate::command::{command, finish, installed};
use crate::project;

/// Compare what spatch and treewide make of files that are one program, and of their headers
#[derive(Args)]
pub(crate) struct Programs {}

/// `xtask/data/programs.toml`
#[derive(Deserialize)]
struct Runs {
    run: Vec<Run>,
}

/// A folder of the project, and command lines to be run in copies of it.
#[derive(Deserialize)]
struct Run {
    folder: String,
    lines: Vec<String>,
    /// Why the two part on these lines.
    why: Option<String>,
}

/// What comes of a command line.
#[derive(PartialEq, Eq, Debug)]
struct Came {
    code: Option<i32>,
    said: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Programs {
    pub(crate) fn run(&self) -> Result<()> {
        ensure!(installed("spatch"), "spatch is not installed: Debian has it as `coccinelle`");
        let program = project::treewide()?.display().to_string();
        let runs: Runs = project::data("programs.toml")?;
        let (mut count, mut explained, mut faults) = (0, 0, 0);
        for run in &runs.run {
            let folder = project::root().join(&run.folder);
            for line in &run.lines {
                count += 1;
                let theirs = came(&folder, &["spatch"], line)?;
                let ours = came(&folder, &[&program, "spatch"], line)?;
                match (theirs == ours, &run.why) {
                    (true, None) => {}
                    (false, Some(_)) => explained += 1,
                    (true, Some(_)) => {
                        faults += 1;
                        println!("STALE  {}: {line}", run.folder);
                    }
                    (false, None) => {
                        faults += 1;
                        println!("NEW    {}: {line}\n       {}", run.folder, part(&theirs, &ours));
                    }
                }
            }
        }
        println!(
            "{count} runs compared, {explained} differ as explained, {faults} are not as listed"
        );
        if faults > 0 {
            bail!("{faults} runs are not as xtask/data/programs.toml has them");
        }
        Ok(())
    }
}

/// Runs a tool in a copy of a folder.
fn came(folder: &Path, tool: &[&str], line: &str) -> Result<Came> {
    let copy = tempfile::tempdir()?;
    for (name, text) in files(folder)? {
        let path = copy.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(copy.path()))?;
        std::fs::write(path, text)?;
    }
    let usual = ["--very-quiet", "--in-place", "--no-show-diff", "--sp-file"];
    let words = tool[1..].iter().copied().chain(usual).chain(line.split_whitespace());
    let output = finish(&mut command(tool[0], copy.path(), words))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut said: Vec<String> = printed.lines().map(str::to_owned).collect();
    said.sort();
    Ok(Came { code: output.status.code(), said, files: files(copy.path())? })
}

/// The files below a folder by their paths from there.
fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut all = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let path = entry?.into_path();
        if path.is_file() {
            let name = path.strip_prefix(folder)?.display().to_string();
            all.insert(name, std::fs::read(&path)?);
        }
    }
    Ok(all)
}

/// Where two outcomes part.
fn part(theirs: &Came, ours: &Came) -> String {
    if theirs.code != ours.code {
        return format!("spatch ends with {:?}, treewide with {:?}", theirs.code, ours.code);
    }
    if theirs.said != ours.said {
        return format!("spatch says {:?}, treewide {:?}", theirs.said, ours.said);
    }
    let mut names = theirs.files.keys().chain(ours.files.keys());
    let other = names.find(|name| theirs.files.get(*name) != ours.files.get(*name));
    format!("they leave {} in two ways", other.map_or("nothing", String::as_str))
}
