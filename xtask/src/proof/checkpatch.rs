// SPDX-License-Identifier: MIT OR Apache-2.0
//! `scripts/checkpatch.pl --strict` on a patch, less what it finds in the lines that the patch takes away.
//!
//! A patch that changes half of an ugly line is blamed for the ugly half. So the script runs on the patch and on its reverse, whose
//! added lines are the tree's own; only what the patch has more of counts. Errors and warnings fail; checks are counted.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};

use super::series::{Patch, Series};
use super::workspace::Workspace;
use crate::command::{command, finish, git, succeed};

/// Findings, by file, level and kind: how many.
type Findings = BTreeMap<(String, String), usize>;

/// Judges the patch that is applied last.
pub(super) fn check(workspace: &Workspace, series: &Series, patch: &Patch) -> Result<String> {
    let found = findings(workspace, &series.folder().join(&patch.file))?;
    let reverse = tempfile::NamedTempFile::new()?;
    let diff = succeed(&mut git(workspace.tree(), ["diff", "-R", "HEAD^", "HEAD"]))?;
    std::fs::write(reverse.path(), diff)?;
    let own = findings(workspace, reverse.path())?;
    let mut checks = 0;
    let mut new = Vec::new();
    for ((file, kind), count) in &found {
        let more =
            count.saturating_sub(own.get(&(file.clone(), kind.clone())).copied().unwrap_or(0));
        if kind.starts_with("CHECK") {
            checks += more;
        } else if more > 0 {
            new.push(format!("{file}: {kind} ×{more}"));
        }
    }
    if !new.is_empty() {
        bail!("{}", new.join("; "));
    }
    Ok(format!("no error, no warning, {checks} checks"))
}

fn findings(workspace: &Workspace, patch: &Path) -> Result<Findings> {
    let arguments = [
        "scripts/checkpatch.pl",
        "--strict",
        "--terse",
        "--showfile",
        "--show-types",
        "--no-summary",
    ];
    let output = finish(command("perl", workspace.tree(), arguments).arg(patch))?;
    let mut findings = Findings::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        if let Some(found) = finding(line) {
            *findings.entry(found).or_default() += 1;
        }
    }
    Ok(findings)
}

/// `fs/a.c:12: WARNING:LONG_LINE: line over 100 columns` to file, and level with kind.
fn finding(line: &str) -> Option<(String, String)> {
    let level = ["ERROR:", "WARNING:", "CHECK:"]
        .iter()
        .find_map(|level| line.find(&format!(": {level}")))?;
    let (place, rest) = (&line[..level], &line[level + 2..]);
    let file = place.split(':').next().unwrap_or(place);
    let file = if Path::new(file).is_absolute() { "message" } else { file };
    let kind = rest.split(": ").next().unwrap_or(rest);
    Some((file.to_owned(), kind.to_owned()))
}
