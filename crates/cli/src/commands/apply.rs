//! `treewide apply`

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use engine::{Engine, Input, Options};
use headers::{Included, Wanted};
use rayon::prelude::*;
use source::Diagnostic;

use crate::console::{Console, count, print};
use crate::failure::{Exit, Outcome, io_failure};
use crate::knowledge::{Knowledge, KnowledgeOptions};
use crate::source_tree::c_files;
use crate::unread::not_understood;

/// Apply a semantic patch to C files
///
/// Prints what would change as a diff, or, with --in-place, changes the files. A file is replaced whole or not at
/// all, and not when it has changed since it was read.
#[derive(Args, Debug)]
pub(crate) struct Apply {
    /// The semantic patch, a .cocci file
    #[arg(value_name = "RULE.cocci")]
    rule: PathBuf,
    /// Files, and directories to look for .c and .h files in
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print a diff (the default)
    #[arg(long, conflicts_with = "in_place")]
    diff: bool,
    /// Change the files
    #[arg(long)]
    in_place: bool,
    /// Turn on a virtual rule, or give a virtual identifier its value
    #[arg(short = 'D', value_name = "NAME[=VALUE]")]
    define: Vec<String>,
    #[command(flatten)]
    knowledge: KnowledgeOptions,
}

/// What became of one file.
struct Applied {
    path: PathBuf,
    /// The text before and after; `None` when nothing changes.
    change: Option<(Vec<u8>, Vec<u8>)>,
    matches: usize,
    problems: Vec<Diagnostic>,
    /// Whether it holds the words that a rule looks for.
    mentions: bool,
    /// The places that could not be read, if it mentions what is looked for.
    unread: Vec<Diagnostic>,
}

impl Apply {
    pub(crate) fn run(&self, console: &Console) -> Outcome {
        let engine = self.engine(console)?;
        let files = c_files(&self.paths)?;
        let wanted = if engine.asks_for_types() { Wanted::Types } else { Wanted::Macros };
        let mentions = |text: &[u8]| engine.concerns(text);
        let knowledge = Knowledge::of_files(
            &self.knowledge,
            self.knowledge.macros()?,
            &files,
            (wanted, Included::Recursive),
            &mentions,
            console,
        );
        let progress = console.progress("applying", Some(files.len() as u64));
        let results: Vec<Outcome<Applied>> = files
            .par_iter()
            .map(|file| {
                progress.inc(1);
                one(&engine, file, &knowledge)
            })
            .collect();
        progress.finish_and_clear();
        let mut applied = Vec::with_capacity(results.len());
        let mut failures = 0;
        for result in results {
            match result.and_then(|file| self.finish(file, console)) {
                Ok(file) => applied.push(file),
                Err(failure) => {
                    failures += 1;
                    console.report_all(&failure.diagnostics);
                }
            }
        }
        Ok(self.end(&applied, failures, console))
    }

    /// Tells what became of a file, and shows or writes its change. A file that fails does not keep others from
    /// theirs.
    fn finish(&self, file: Applied, console: &Console) -> Outcome<Applied> {
        console.report_all(&file.problems);
        console.report_all(&file.unread);
        if file.matches > 0 {
            console.detail(format!("{}: {}", file.path.display(), count(file.matches, "match")));
        }
        let Some((before, after)) = &file.change else { return Ok(file) };
        if self.in_place {
            series::rewrite::rewrite_file(&file.path, before, after)?;
        } else {
            let path = file.path.display().to_string();
            let diff = series::diff::shown_diff(&path, before, after);
            print(&String::from_utf8_lossy(&diff))?;
        }
        Ok(file)
    }

    fn engine(&self, console: &Console) -> Outcome<Engine> {
        let text =
            std::fs::read(&self.rule).map_err(|error| io_failure("read", &self.rule, &error))?;
        let folder = self.rule.parent().map(Path::to_path_buf).unwrap_or_default();
        let load = |name: &str| std::fs::read(folder.join(name)).map_err(|error| error.to_string());
        let options = smpl::ParseOptions { loader: Some(&load) };
        let patch = smpl::parse(&self.rule.display().to_string(), &text, &options)?;
        console.report_all(&patch.warnings);
        let mut virtuals = BTreeSet::new();
        let mut identifiers = BTreeMap::new();
        for define in &self.define {
            match define.split_once('=') {
                Some((name, value)) => drop(identifiers.insert(name.to_owned(), value.to_owned())),
                None => drop(virtuals.insert(define.clone())),
            }
        }
        Ok(Engine::new(patch, Options { virtuals, identifiers, ..Options::default() })?)
    }

    fn end(&self, applied: &[Applied], failures: usize, console: &Console) -> Exit {
        let changed = applied.iter().filter(|file| file.change.is_some()).count();
        let matched = applied.iter().filter(|file| file.matches > 0).count();
        let mentioning = applied.iter().filter(|file| file.mentions).count();
        let unread = applied.iter().filter(|file| !file.unread.is_empty()).count();
        console.say(format!(
            "{}, {matched} with a match, {changed} {}; {mentioning} with the words looked for, {unread} of them not read in full{}",
            count(applied.len() + failures, "file"),
            if self.in_place { "changed" } else { "to change" },
            if failures > 0 { format!(", {failures} failed") } else { String::new() },
        ));
        match (failures, matched, unread) {
            (1.., _, _) => Exit::Error,
            (_, _, 1..) => Exit::Incomplete,
            (_, 0, _) => Exit::Nothing,
            _ => Exit::Done,
        }
    }
}

fn one(engine: &Engine, path: &Path, knowledge: &Knowledge) -> Outcome<Applied> {
    let before = std::fs::read(path).map_err(|error| io_failure("read", path, &error))?;
    let mut applied = Applied {
        path: path.to_path_buf(),
        change: None,
        matches: 0,
        problems: Vec::new(),
        mentions: engine.concerns(&before),
        unread: Vec::new(),
    };
    if !applied.mentions {
        return Ok(applied);
    }
    let text: Arc<[u8]> = before.as_slice().into();
    let label = path.display().to_string();
    let known = knowledge.of(path, &text);
    let outcome = engine.run(&Input {
        path: &label,
        text: &text,
        macros: &known.macros,
        outside: known.outside(),
        frozen: &BTreeSet::new(),
        scripts: None,
    });
    applied.unread = not_understood(&label, &csyntax::parse(text, &known.macros));
    applied.change = outcome.text.map(|after| (before, after));
    applied.matches = outcome.matches.len();
    applied.problems = outcome.problems;
    Ok(applied)
}
