// SPDX-License-Identifier: MIT OR Apache-2.0
//! How fast C is read, beside `tree-sitter-c` and `spatch --parse-c`, on the same files.
//!
//! The files are in memory before the clock starts, so that reading them is not what is measured. spatch reads its (smaller) sample
//! from a folder and is timed as a program: that is how it is used.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;
use csyntax::MacroIndex;

use crate::command::installed;
use crate::measure::measure;

/// Throughput of the front end, one core and two, beside its peers
#[derive(Args)]
pub(super) struct Parse {
    /// Read every Nth .c file of the tree
    #[arg(long, value_name = "N", default_value_t = 10)]
    every: usize,
    /// Give every Nth of those to spatch, which is slow
    #[arg(long, value_name = "N", default_value_t = 20)]
    spatch_every: usize,
}

type Text = Arc<[u8]>;

impl Parse {
    pub(super) fn run(&self, tree: &Path, runs: usize) -> Result<()> {
        let files = sources(tree, self.every.max(1))?;
        println!("{} files, {:.1} MB", files.len(), size(&files) / 1e6);
        let macros = MacroIndex::builtin();
        let ours = |text: &Text| csyntax::parse(Arc::clone(text), &macros).errors().is_empty();
        let one = fastest(runs, || timed(&files, 1, &ours));
        let two = fastest(runs, || timed(&files, 2, &ours));
        let peer = fastest(1, || timed(&files, 1, &tree_sitter));
        report("treewide, 1 core", &files, one, one);
        report("treewide, 2 cores", &files, two, one);
        report("tree-sitter-c, 1 core", &files, peer, one);
        let few: Vec<Text> = files.iter().step_by(self.spatch_every.max(1)).cloned().collect();
        if installed("spatch") {
            spatch(&few, fastest(runs, || timed(&few, 1, &ours)))?;
        }
        Ok(())
    }
}

fn sources(tree: &Path, every: usize) -> Result<Vec<Text>> {
    let entries = walkdir::WalkDir::new(tree).sort_by_file_name().into_iter().flatten();
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|it| it == "c"));
    files.step_by(every).map(|entry| Ok(std::fs::read(entry.path())?.into())).collect()
}

/// Seconds, and files without an error, of the run that took least time.
fn fastest(runs: usize, mut run: impl FnMut() -> (f64, usize)) -> (f64, usize) {
    let mut best = run();
    for _ in 1..runs {
        let next = run();
        best = if next.0 < best.0 { next } else { best };
    }
    best
}

/// Seconds for all files on so many threads, and how many were read without an error.
fn timed(files: &[Text], threads: usize, parse: &(dyn Fn(&Text) -> bool + Sync)) -> (f64, usize) {
    let (next, clean) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    clean.fetch_add(usize::from(parse(file)), Ordering::Relaxed);
                }
            });
        }
    });
    (start.elapsed().as_secs_f64(), clean.into_inner())
}

fn tree_sitter(text: &Text) -> bool {
    let mut parser = tree_sitter::Parser::new();
    let language = tree_sitter_c::LANGUAGE.into();
    parser.set_language(&language).is_ok()
        && parser.parse(text, None).is_some_and(|tree| !tree.root_node().has_error())
}

fn report(name: &str, files: &[Text], (seconds, clean): (f64, usize), ours: (f64, usize)) {
    println!(
        "{name:<22} {seconds:>7.2} s {:>7.1} MB/s {:>6.2} times ours, {:.1}% of files without an error",
        size(files) / 1e6 / seconds,
        seconds / ours.0,
        100.0 * clean as f64 / files.len().max(1) as f64,
    );
}

fn spatch(files: &[Text], ours: (f64, usize)) -> Result<()> {
    let folder = tempfile::tempdir()?;
    for (number, text) in files.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{number}.c")), text).context("the sample")?;
    }
    let mut command = std::process::Command::new("spatch");
    let cost = measure(command.arg("--parse-c").arg(folder.path()), &[0])?;
    let seconds = cost.wall.as_secs_f64();
    println!(
        "spatch --parse-c       {seconds:>7.2} s {:>7.1} MB/s {:>6.2} times ours, on {} of the files",
        size(files) / 1e6 / seconds,
        seconds / ours.0,
        files.len(),
    );
    Ok(())
}

fn size(files: &[Text]) -> f64 {
    files.iter().map(|text| text.len() as f64).sum()
}
