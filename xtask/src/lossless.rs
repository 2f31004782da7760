// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask lossless`: every .c and .h file of a tree gives a tree whose tokens and gaps are its bytes, and every function a
//! graph, and none takes longer than a second to read.
//!
//! The invariants are those of csyntax' own tests, asked of real files.

#[path = "../../crates/csyntax/tests/invariants/mod.rs"]
mod invariants;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Result, bail};
use clap::Args;
use csyntax::MacroIndex;

use crate::kernel_tree;
use crate::measure::CpuClock;

/// The most milliseconds of processor time for one file.
const SLOWEST: usize = 1000;

/// Check the front end's invariants on every .c and .h file of trees
#[derive(Args)]
pub(crate) struct Lossless {
    /// Linux releases [default: 5.10, 6.1 and 7.2]
    versions: Vec<String>,
    /// A tree of your own
    #[arg(long, value_name = "DIR", conflicts_with = "versions")]
    tree: Option<PathBuf>,
}

impl Lossless {
    pub(crate) fn run(&self) -> Result<()> {
        let mut trees: Vec<PathBuf> = self.tree.iter().cloned().collect();
        let all = ["5.10".to_owned(), "6.1".to_owned(), "7.2".to_owned()];
        if trees.is_empty() {
            let versions = if self.versions.is_empty() { &all[..] } else { &self.versions };
            for version in versions {
                trees.push(kernel_tree::get(version, None)?);
            }
        }
        trees.iter().try_for_each(|tree| check(tree))
    }
}

fn check(tree: &Path) -> Result<()> {
    let entries = walkdir::WalkDir::new(tree).into_iter().flatten();
    let files: Vec<PathBuf> = entries
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|it| it == "c" || it == "h"))
        .collect();
    let (next, broken, slowest) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let macros = MacroIndex::builtin();
    let work = || {
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let read = || {
                let text = std::fs::read(path).unwrap_or_default();
                let clock = CpuClock::start();
                let tree = csyntax::parse(text.as_slice().into(), &macros);
                slowest.fetch_max((clock.seconds() * 1e3) as usize, Ordering::Relaxed);
                invariants::check_tree(&tree);
                assert_eq!(tree.scope().len() as usize, text.len());
                invariants::check_graphs(&tree);
            };
            if std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).is_err() {
                eprintln!("{}", path.display());
                broken.fetch_add(1, Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let broken = broken.into_inner();
    let (name, slowest) = (tree.display(), slowest.into_inner());
    println!(
        "{name}: {} files, {broken} break an invariant, the slowest takes {slowest} ms",
        files.len()
    );
    if slowest > SLOWEST {
        bail!("a file takes longer than a second");
    }
    if broken > 0 { bail!("{broken} files break an invariant") } else { Ok(()) }
}
