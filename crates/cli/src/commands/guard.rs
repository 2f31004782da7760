//! `treewide guard`

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use migration::Migration;
use rayon::prelude::*;
use serde::Serialize;
use series::unified::{self, FilePatch, LineKind, Patched};
use source::{Diagnostic, LineIndex, Span};

use crate::console::{Console, print};
use crate::failure::{Exit, Outcome, io_failure};
use crate::guarding::{Finding, Guards};
use crate::scan::scan_for;
use crate::source_tree::SourceTree;
use crate::survey::load_migration;

/// Look for the faults that a migration's guards know: in a tree, or in what a patch changes
///
/// With --patch, only what the patch brings is reported: it is applied to the tree's files in memory, or, without
/// --tree, judged by what its hunks show. Nothing is written. Ends with 4 when something was found.
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("input").args(["tree", "patch"]).required(true).multiple(true))]
pub(crate) struct Guard {
    /// A migration: a name that `treewide list` shows, or the path of a folder with a migration.toml
    #[arg(value_name = "MIGRATION")]
    migration: String,
    /// The tree of C sources
    #[arg(long, value_name = "DIR")]
    tree: Option<PathBuf>,
    /// A patch or a mail with one or more of them
    #[arg(long, value_name = "FILE")]
    patch: Option<PathBuf>,
    /// Write JSON: {"findings": [{"path", "line", "function", "guard", "reason", "help"}], "files"}
    #[arg(long)]
    json: bool,
}

/// A finding, as it is told.
struct Told {
    row: Row,
    diagnostic: Diagnostic,
}

#[derive(Serialize)]
struct Row {
    path: String,
    /// The line in the file after the change; in a patch without a tree, that in the patch.
    line: u32,
    function: String,
    guard: String,
    reason: String,
    help: Option<String>,
}

#[derive(Serialize)]
struct Report<'a> {
    findings: Vec<&'a Row>,
    files: usize,
}

impl Guard {
    pub(crate) fn run(&self, console: &Console, jobs: usize) -> Outcome {
        let migration = load_migration(&self.migration)?;
        let guards = Guards::new(&migration)?;
        let tree = self.tree.as_deref().map(SourceTree::open).transpose()?;
        let (files, told) = match (&self.patch, &tree) {
            (Some(patch), tree) => judge_patch(patch, tree.as_ref(), &migration, &guards)?,
            (None, Some(tree)) => judge_tree(tree, &migration, &guards, jobs, console)?,
            (None, None) => (0, Vec::new()),
        };
        if self.json {
            let findings = told.iter().map(|told| &told.row).collect();
            let report = serde_json::to_string_pretty(&Report { findings, files });
            print(&(report.unwrap_or_default() + "\n"))?;
        } else {
            told.iter().for_each(|told| console.report(&told.diagnostic));
        }
        console.say(format!("{files} files looked at, {} findings", told.len()));
        Ok(if told.is_empty() { Exit::Done } else { Exit::Found })
    }
}

/// Every file of a tree that could hold something.
fn judge_tree(
    tree: &SourceTree,
    migration: &Migration,
    guards: &Guards<'_>,
    jobs: usize,
    console: &Console,
) -> Outcome<(usize, Vec<Told>)> {
    let looking = console.progress("guarding", None);
    let wanted = |path: &str| {
        looking.inc(1);
        migration.scan.covers(path)
    };
    let holds = |found: &BTreeSet<&str>| guards.may_find(&mut |word| found.contains(word));
    let mentions = scan_for(tree, &guards.words(), &holds, jobs, &wanted)?.mentions;
    let mut told: Vec<(String, Vec<Told>)> = mentions
        .into_par_iter()
        .map(|mention| {
            let text: Arc<[u8]> = mention.text.into();
            let (lines, label) = (LineIndex::new(&text), tree.file(&mention.path));
            let label = label.display().to_string();
            let told = guards.file(&mention.path, &text).into_iter().map(|finding| {
                let line = lines.line(finding.span.start);
                tell(&finding, &mention.path, line, Some((label.clone(), finding.span)))
            });
            (mention.path.clone(), told.collect())
        })
        .collect();
    looking.finish_and_clear();
    told.sort_by(|a, b| a.0.cmp(&b.0));
    Ok((told.len(), told.into_iter().flat_map(|(_, told)| told).collect()))
}

/// What a patch brings.
fn judge_patch(
    path: &std::path::Path,
    tree: Option<&SourceTree>,
    migration: &Migration,
    guards: &Guards<'_>,
) -> Outcome<(usize, Vec<Told>)> {
    let mail = std::fs::read(path).map_err(|error| io_failure("read", path, &error))?;
    let name = path.display().to_string();
    let patches = unified::read(&name, &mail)?;
    if patches.is_empty() {
        return Err(Diagnostic::error(format!("{name} holds no patch"))
            .help("Give a patch as `git format-patch` writes it, or a mail that holds one.")
            .into());
    }
    let wanted = |patch: &&FilePatch| !patch.removed && migration.scan.covers(&patch.path);
    let mut told = Vec::new();
    let mut known: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
    for patch in patches.iter().filter(wanted) {
        let earlier = patch.old.as_ref().and_then(|old| known.get(old).cloned());
        let (before, after) = sides(&name, &mail, patch, tree, earlier)?;
        let text: Arc<[u8]> = after.text.as_slice().into();
        known.insert(patch.path.clone(), text.clone());
        let lines = LineIndex::new(&text);
        for finding in guards.change(&patch.path, before.as_ref(), &text) {
            let shown = after.in_mail(finding.span);
            let line = match (tree, shown) {
                (None, Some(shown)) => LineIndex::new(&mail).line(shown.start),
                _ => lines.line(finding.span.start),
            };
            let place = shown.map(|shown| (name.clone(), shown));
            told.push(tell(&finding, &patch.path, line, place));
        }
    }
    Ok((patches.len(), told))
}

/// A file before and after a patch: that of the tree, or what an earlier patch left, or what the patch shows of it.
fn sides(
    name: &str,
    mail: &[u8],
    patch: &FilePatch,
    tree: Option<&SourceTree>,
    earlier: Option<Arc<[u8]>>,
) -> Outcome<(Option<Arc<[u8]>>, Patched)> {
    let Some(tree) = tree else {
        let before = unified::fragments(mail, patch, LineKind::Removed).text;
        return Ok((Some(before.into()), unified::fragments(mail, patch, LineKind::Added)));
    };
    let before = match &patch.old {
        None => None,
        Some(_) if earlier.is_some() => earlier,
        Some(old) => Some(tree.read(old)?.map(Arc::<[u8]>::from).ok_or_else(|| {
            Diagnostic::error(format!("the patch changes {old}, which the tree does not have"))
                .help("Give the tree that the patch is for, or leave --tree out.")
        })?),
    };
    let after = unified::apply(name, mail, patch, before.as_deref().unwrap_or_default())?;
    Ok((before, after))
}

fn tell(finding: &Finding<'_>, path: &str, line: u32, place: Option<(String, Span)>) -> Told {
    let guard = finding.guard;
    let function = match finding.function.as_str() {
        "" => String::new(),
        name => format!(" {name}()"),
    };
    let mut diagnostic = Diagnostic::error(format!("{path}:{line}{function}: {}", guard.reason));
    if let Some((file, span)) = place {
        diagnostic = diagnostic.at(file, span, guard.patch.name.clone());
    }
    if let Some(help) = &guard.help {
        diagnostic = diagnostic.help(help.clone());
    }
    let row = Row {
        path: path.to_owned(),
        line,
        function: finding.function.clone(),
        guard: guard.patch.name.clone(),
        reason: guard.reason.clone(),
        help: guard.help.clone(),
    };
    Told { row, diagnostic }
}
