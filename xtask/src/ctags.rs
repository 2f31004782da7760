// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask ctags`: the functions that treewide finds in a tree's .c files, beside those of Universal Ctags.
//!
//! ```text
//!   agreement = |both| / |either|, over pairs (file, name)
//! ```
//!
//! Both are asked for both sides of every `#if`, `#if 0` too. Names are compared as they are written in front of the
//! parentheses, so `SYSCALL_DEFINE1(x, …) { }` counts as `SYSCALL_DEFINE1` in both, once a file. treewide knows what its
//! own data says and nothing of the tree. Every difference is put into a class of `xtask/data/ctags.toml`.

mod classes;
mod tags;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, bail};
use clap::Args;
use csyntax::{MacroIndex, Tree};

use self::classes::{Class, Classes};
use crate::kernel_tree;

/// Compare the functions found in .c files with those of Universal Ctags
#[derive(Args)]
pub(crate) struct Ctags {
    /// Releases, as in linux-source-VERSION
    #[arg(default_values = ["5.10", "6.1", "7.2"])]
    versions: Vec<String>,
    /// Another tree in place of a release
    #[arg(long, value_name = "DIR", conflicts_with = "versions")]
    tree: Option<PathBuf>,
    /// How many differences of each class to print
    #[arg(long, value_name = "COUNT", default_value_t = 5)]
    sample: usize,
    /// The least agreement, in percent, that is no failure
    #[arg(long, value_name = "PERCENT", default_value_t = 99.8)]
    at_least: f64,
}

/// A function's file, from the top of the tree, and its name.
type Pair = (PathBuf, String);

impl Ctags {
    pub(crate) fn run(&self) -> Result<()> {
        let mut least = f64::INFINITY;
        if let Some(tree) = &self.tree {
            least = self.compare(tree)?;
        } else {
            for version in &self.versions {
                println!("{version}");
                least = least.min(self.compare(&kernel_tree::get(version, None)?)?);
            }
        }
        if least < self.at_least {
            bail!("agreement is {least:.3}%, and not {}%", self.at_least);
        }
        Ok(())
    }

    /// The agreement in percent.
    fn compare(&self, tree: &Path) -> Result<f64> {
        let files = sources(tree)?;
        let theirs = tags::functions(tree, &files)?;
        let ours = ours(tree, &files)?;
        let (both, only_theirs, only_ours) = split(&ours, &theirs);
        let union = both + only_theirs.len() + only_ours.len();
        let agreement = 100.0 * both as f64 / union.max(1) as f64;
        println!("  {} files; treewide {}, ctags {}", files.len(), ours.len(), theirs.len());
        println!("  in both {both}, in either {union}: {agreement:.3}%");
        self.explain(tree, &only_theirs, &only_ours)?;
        Ok(agreement)
    }

    fn explain(&self, tree: &Path, theirs: &Differences, ours: &Differences) -> Result<()> {
        let known = Classes::load()?;
        let mut found: BTreeMap<Class, Vec<String>> = BTreeMap::new();
        for (file, names) in by_file(theirs, ours) {
            let text =
                std::fs::read(tree.join(file)).with_context(|| file.display().to_string())?;
            let read = csyntax::parse(text.into(), &MacroIndex::builtin());
            for (class, name, line) in classes::classify(&read, &names) {
                let place = format!("{}:{line}: {name}", file.display());
                found.entry(class).or_default().push(place);
            }
        }
        for (class, places) in found {
            println!("  {:>5} {}: {}", places.len(), class.title(), known.meaning(class)?);
            let step = places.len().div_ceil(self.sample.max(1)).max(1);
            places.iter().step_by(step).for_each(|place| println!("          {place}"));
        }
        Ok(())
    }
}

/// Functions that only one side has, with the line where that side has them.
type Differences = BTreeMap<Pair, u32>;

/// The names of one file that only ctags has, and that only treewide has, with their lines.
#[derive(Default)]
struct Names<'a> {
    theirs: Vec<(&'a str, u32)>,
    ours: Vec<(&'a str, u32)>,
}

fn by_file<'a>(theirs: &'a Differences, ours: &'a Differences) -> BTreeMap<&'a Path, Names<'a>> {
    let mut files: BTreeMap<&Path, Names> = BTreeMap::new();
    for ((file, name), line) in theirs {
        files.entry(file).or_default().theirs.push((name, *line));
    }
    for ((file, name), line) in ours {
        files.entry(file).or_default().ours.push((name, *line));
    }
    files
}

fn split(ours: &Differences, theirs: &Differences) -> (usize, Differences, Differences) {
    let without = |of: &Differences, other: &Differences| -> Differences {
        let lacks = |pair: &Pair| !other.contains_key(pair);
        of.iter()
            .filter(|(pair, _)| lacks(pair))
            .map(|(pair, line)| (pair.clone(), *line))
            .collect()
    };
    let (only_theirs, only_ours) = (without(theirs, ours), without(ours, theirs));
    (ours.len() - only_ours.len(), only_theirs, only_ours)
}

/// The .c files of a tree, from its top, in order.
fn sources(tree: &Path) -> Result<Vec<PathBuf>> {
    let entries = walkdir::WalkDir::new(tree).sort_by_file_name().into_iter().flatten();
    let files = entries.filter(|entry| {
        entry.file_type().is_file() && entry.path().extension().is_some_and(|it| it == "c")
    });
    files.map(|entry| Ok(entry.path().strip_prefix(tree)?.to_path_buf())).collect()
}

/// The functions that treewide finds, those of other readings of split conditionals included.
fn ours(tree: &Path, files: &[PathBuf]) -> Result<Differences> {
    let macros = MacroIndex::builtin();
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Differences::new()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || -> Result<()> {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let text =
                std::fs::read(tree.join(file)).with_context(|| file.display().to_string())?;
            let names = names(&csyntax::parse(text.into(), &macros));
            let mut found = found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            found.extend(names.into_iter().map(|(name, line)| ((file.clone(), name), line)));
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| match worker.join() {
            Ok(done) => done,
            Err(_) => bail!("the parser ended with a panic"),
        })
    })?;
    Ok(found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
}

fn names(tree: &Tree) -> BTreeSet<(String, u32)> {
    let lines = source::LineIndex::new(tree.text());
    let readings = std::iter::once(tree).chain(tree.variants());
    let functions = readings.flat_map(|reading| {
        let written = csyntax::functions(reading).into_iter().filter_map(|it| it.written);
        written.map(|token| (reading.token_text(token), reading.token(token).start))
    });
    functions
        .map(|(name, start)| (String::from_utf8_lossy(name).into_owned(), lines.line(start)))
        .collect()
}
