// SPDX-License-Identifier: MIT OR Apache-2.0
//! The people a mail goes to, by the tree's own `scripts/get_maintainer.pl`.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, bail};

use super::series::{Patch, Series};
use super::workspace::Workspace;
use crate::command::{command, succeed};

/// Compares the addresses of every mail with those that the script gives for it.
pub(super) fn check(workspace: &Workspace, series: &Series) -> Result<String> {
    let mut people = 0;
    let mut differences = Vec::new();
    for patch in &series.patches {
        let wanted = wanted(workspace, series.folder(), patch)?;
        let found: BTreeSet<String> =
            patch.to.iter().chain(&patch.cc).map(|line| address(line)).collect();
        people += found.len();
        if found != wanted {
            let missing: Vec<_> = wanted.difference(&found).collect();
            let extra: Vec<_> = found.difference(&wanted).collect();
            differences.push(format!("{}: without {missing:?}, with {extra:?} too", patch.file));
        }
    }
    if !differences.is_empty() {
        bail!("{}", differences.join("; "));
    }
    Ok(format!("{people} for {} patches", series.patches.len()))
}

/// What the script says of a mail before anyone is on it.
fn wanted(workspace: &Workspace, folder: &Path, patch: &Patch) -> Result<BTreeSet<String>> {
    let mail = std::fs::read_to_string(folder.join(&patch.file))?;
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), without_recipients(&mail))?;
    let arguments = ["scripts/get_maintainer.pl", "--nogit", "--nogit-fallback", "--no-rolestats"];
    let output = succeed(command("perl", workspace.tree(), arguments).arg(file.path()))?;
    Ok(output.lines().map(address).collect())
}

/// The mail without `To:` and `Cc:` in its header.
fn without_recipients(mail: &str) -> String {
    let (header, body) = mail.split_once("\n\n").unwrap_or((mail, ""));
    let mut kept = String::new();
    let mut dropping = false;
    for line in header.lines() {
        let continued = line.starts_with([' ', '\t']);
        dropping =
            if continued { dropping } else { line.starts_with("To:") || line.starts_with("Cc:") };
        if !dropping {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    format!("{kept}\n{body}")
}

/// `Name <address>` or an address, to the address.
fn address(line: &str) -> String {
    let inner = line.rsplit_once('<').map_or(line, |(_, rest)| rest.trim_end_matches('>'));
    inner.trim().to_lowercase()
}
