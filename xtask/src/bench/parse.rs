// SPDX-License-Identifier: MIT OR Apache-2.0
//! How fast C is read, beside `tree-sitter-c` and `spatch --parse-c`, on the same files in one run.
//!
//! The files are in memory before the clock starts, so that reading them is not what is measured; spatch reads its sample from a
//! folder and is timed as a program: that is how it is used. Speeds a core are of CPU time, so that they hold on a busy machine; what two
//! cores give is told by the clock, which needs them both idle, and by how much more CPU time they take than one. Peers are slow, so they get samples, by a rule that leaves no choice:
//! of the tree's .c files in the order of their paths, every Nth, and for spatch every Mth of those.
//!
//! ```text
//! every .c ─┬─ one core, two cores, slowest file     treewide
//!           └─ every 10th ─┬─ one core               treewide, tree-sitter-c
//!                          └─ every 20th ─ one core  treewide, spatch
//! ```

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Args;
use csyntax::MacroIndex;

use crate::command::{command, installed};
use crate::measure::{CpuClock, measure};
use crate::project;

/// The floors: times as fast a core as each peer, two cores against one, bytes of memory, seconds for a file.
const TREE_SITTER: f64 = 8.0;
const SPATCH: f64 = 60.0;
const TWO_CORES: f64 = 1.8;
const PEAK: f64 = 600e6;
const SLOWEST: f64 = 1.0;

/// Throughput of the front end, one core and two, beside its peers
#[derive(Args)]
pub(super) struct Parse {
    /// Give every Nth .c file of the tree to tree-sitter-c
    #[arg(long, value_name = "N", default_value_t = 10)]
    every: usize,
    /// Give every Nth of those to spatch, which is slow
    #[arg(long, value_name = "N", default_value_t = 20)]
    spatch_every: usize,
}

type Text = Arc<[u8]>;

impl Parse {
    pub(super) fn run(&self, tree: &Path, runs: usize) -> Result<()> {
        // Before the files are in memory: a child's peak counts what its parent held when it was started.
        let peak = peak(tree)?;
        let files = sources(tree)?;
        let macros = MacroIndex::builtin();
        let ours = |text: &Text| csyntax::parse(Arc::clone(text), &macros).errors().is_empty();
        let mut floors = Floors(Vec::new());
        println!(
            "| | files | MB | s | CPU s | MB/s a core | without an error |\n|---|---|---|---|---|---|---|"
        );
        let one = fastest(runs, || timed(&files, 1, &ours));
        report("treewide, all, 1 core", &files, one);
        let two = fastest(runs, || timed(&files, 2, &ours));
        report("treewide, all, 2 cores", &files, two);
        floors.at_least("two cores against one, by the clock", one.wall / two.wall, TWO_CORES);
        floors.at_least("two cores against one, by CPU time", 2.0 * one.cpu / two.cpu, TWO_CORES);
        let some: Vec<Text> = files.iter().step_by(self.every.max(1)).cloned().collect();
        let (mine, peer) =
            (fastest(runs, || timed(&some, 1, &ours)), timed(&some, 1, &tree_sitter));
        report("treewide, sample", &some, mine);
        report("tree-sitter-c, the same", &some, peer);
        floors.at_least("times tree-sitter-c", peer.cpu / mine.cpu, TREE_SITTER);
        let few: Vec<Text> = some.iter().step_by(self.spatch_every.max(1)).cloned().collect();
        if installed("spatch") {
            let mine = fastest(runs, || timed(&few, 1, &ours));
            let peer = spatch(&few)?;
            report("treewide, small sample", &few, mine);
            report("spatch --parse-c, the same", &few, peer);
            floors.at_least("times spatch --parse-c", peer.cpu / mine.cpu, SPATCH);
        }
        floors.at_most("seconds for the slowest file", one.slowest.max(two.slowest), SLOWEST);
        floors.at_most("bytes of memory for the tree", peak, PEAK);
        floors.hold()
    }
}

/// Every .c file of a tree, by path.
fn sources(tree: &Path) -> Result<Vec<Text>> {
    let entries = walkdir::WalkDir::new(tree).sort_by_file_name().into_iter().flatten();
    let files = entries.filter(|entry| entry.file_type().is_file());
    let files = files.map(walkdir::DirEntry::into_path);
    let files = files.filter(|path| path.extension().is_some_and(|it| it == "c"));
    let read = |path: PathBuf| Ok(std::fs::read(&path).context(path.display().to_string())?.into());
    files.map(read).collect()
}

/// What reading some files took.
#[derive(Clone, Copy)]
struct Timing {
    /// Seconds by the clock.
    wall: f64,
    /// Seconds of processor time, of all threads.
    cpu: f64,
    /// Files without an error, if that is known.
    clean: Option<usize>,
    /// Seconds of processor time for the slowest file.
    slowest: f64,
}

/// The least of several runs: what other work on the machine disturbed least.
fn fastest(runs: usize, mut run: impl FnMut() -> Timing) -> Timing {
    let mut best = run();
    for _ in 1..runs {
        let next = run();
        let slowest = best.slowest.min(next.slowest);
        let (wall, cpu) = (best.wall.min(next.wall), best.cpu.min(next.cpu));
        best = Timing { wall, cpu, slowest, ..best };
    }
    best
}

/// Reads all files on so many threads.
fn timed(files: &[Text], threads: usize, parse: &(dyn Fn(&Text) -> bool + Sync)) -> Timing {
    let (next, clean) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let start = Instant::now();
    let work = || {
        let (mut slowest, whole) = (0.0f64, CpuClock::start());
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let began = CpuClock::start();
            clean.fetch_add(usize::from(parse(file)), Ordering::Relaxed);
            slowest = slowest.max(began.seconds());
        }
        (slowest, whole.seconds())
    };
    let (slowest, cpu) = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let ended = threads.into_iter().filter_map(|thread| thread.join().ok());
        ended.fold((0.0, 0.0), |(slowest, cpu), own| (own.0.max(slowest), cpu + own.1))
    });
    let wall = start.elapsed().as_secs_f64();
    Timing { wall, cpu, clean: Some(clean.into_inner()), slowest }
}

fn tree_sitter(text: &Text) -> bool {
    let mut parser = tree_sitter::Parser::new();
    let language = tree_sitter_c::LANGUAGE.into();
    parser.set_language(&language).is_ok()
        && parser.parse(text, None).is_some_and(|tree| !tree.root_node().has_error())
}

fn spatch(files: &[Text]) -> Result<Timing> {
    let folder = tempfile::tempdir()?;
    for (number, text) in files.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{number}.c")), text).context("the sample")?;
    }
    let mut spatch = command("spatch", folder.path(), ["--parse-c", "."]);
    let cost = measure(&mut spatch, &[0])?;
    let (wall, cpu) = (cost.wall.as_secs_f64(), cost.cpu.as_secs_f64());
    Ok(Timing { wall, cpu, clean: None, slowest: 0.0 })
}

/// The most memory that the program takes to read all of a tree.
fn peak(tree: &Path) -> Result<f64> {
    let program = project::treewide()?;
    let mut parse = std::process::Command::new(program);
    let cost = measure(parse.args(["parse", "--stats", "--json"]).arg(tree), &[0, 3])?;
    Ok(cost.peak as f64)
}

fn report(name: &str, files: &[Text], timing: Timing) {
    let megabytes = files.iter().map(|text| text.len() as f64).sum::<f64>() / 1e6;
    let clean = timing.clean.map_or_else(String::new, |clean| {
        format!("{:.2}%", 100.0 * clean as f64 / files.len().max(1) as f64)
    });
    println!(
        "| {name} | {} | {megabytes:.1} | {:.2} | {:.2} | {:.2} | {clean} |",
        files.len(),
        timing.wall,
        timing.cpu,
        megabytes / timing.cpu,
    );
}

/// What was measured beside what must be, and whether it holds.
struct Floors(Vec<String>);

impl Floors {
    fn at_least(&mut self, what: &str, measured: f64, least: f64) {
        self.check(what, measured, "at least", least, measured >= least);
    }

    fn at_most(&mut self, what: &str, measured: f64, most: f64) {
        self.check(what, measured, "at most", most, measured <= most);
    }

    fn check(&mut self, what: &str, measured: f64, bound: &str, limit: f64, holds: bool) {
        self.0.push(format!(
            "{what}: {measured:.2} ({bound} {limit}){}",
            if holds { "" } else { ", FAILED" }
        ));
    }

    fn hold(self) -> Result<()> {
        println!();
        self.0.iter().for_each(|line| println!("{line}"));
        if self.0.iter().any(|line| line.ends_with("FAILED")) {
            bail!("not all that must be was measured");
        }
        Ok(())
    }
}
