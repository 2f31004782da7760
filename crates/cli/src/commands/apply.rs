//! `treewide apply`

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use csyntax::MacroIndex;
use engine::{Engine, Input, Options};
use rayon::prelude::*;
use source::Diagnostic;

use crate::console::{Console, print};
use crate::failure::{Exit, Outcome, io_failure};
use crate::source_tree::c_files;

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
}

/// What became of one file.
struct Applied {
    path: PathBuf,
    before: Vec<u8>,
    after: Option<Vec<u8>>,
    matches: usize,
    problems: Vec<Diagnostic>,
    unread: bool,
}

impl Apply {
    pub(crate) fn run(&self, console: &Console) -> Outcome {
        let engine = self.engine(console)?;
        let files = c_files(&self.paths)?;
        let macros = MacroIndex::builtin();
        let progress = console.progress("applying", Some(files.len() as u64));
        let applied: Vec<Applied> = files
            .par_iter()
            .map(|file| {
                progress.inc(1);
                one(&engine, file, &macros)
            })
            .collect::<Outcome<_>>()?;
        progress.finish_and_clear();
        for file in &applied {
            console.report_all(&file.problems);
            if file.matches > 0 {
                console.detail(format!("{}: {} matches", file.path.display(), file.matches));
            }
            self.show(file)?;
        }
        self.end(&applied, console)
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

    fn show(&self, file: &Applied) -> Outcome<()> {
        let Some(after) = &file.after else { return Ok(()) };
        if self.in_place {
            return Ok(series::rewrite::rewrite_file(&file.path, &file.before, after)?);
        }
        let diff = series::diff::shown_diff(&file.path.display().to_string(), &file.before, after);
        print(&String::from_utf8_lossy(&diff))
    }

    fn end(&self, applied: &[Applied], console: &Console) -> Outcome {
        let changed = applied.iter().filter(|file| file.after.is_some()).count();
        let matched = applied.iter().filter(|file| file.matches > 0).count();
        let unread = applied.iter().filter(|file| file.unread).count();
        console.say(format!(
            "{} files, {matched} with a match, {changed} {}, {unread} not read in full",
            applied.len(),
            if self.in_place { "changed" } else { "to change" },
        ));
        Ok(match (matched, unread) {
            (0, _) => Exit::Nothing,
            (_, 0) => Exit::Done,
            _ => Exit::Incomplete,
        })
    }
}

fn one(engine: &Engine, path: &Path, macros: &MacroIndex) -> Outcome<Applied> {
    let before = std::fs::read(path).map_err(|error| io_failure("read", path, &error))?;
    let text: Arc<[u8]> = before.as_slice().into();
    let label = path.display().to_string();
    let outcome =
        engine.run(&Input { path: &label, text: &text, macros, frozen: &BTreeSet::new() });
    let unread = !csyntax::parse(text, macros).errors().is_empty();
    Ok(Applied {
        path: path.to_path_buf(),
        before,
        after: outcome.text,
        matches: outcome.matches.len(),
        problems: outcome.problems,
        unread,
    })
}
