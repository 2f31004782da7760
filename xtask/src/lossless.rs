// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask lossless`: every .c and .h file of a tree gives a tree whose tokens and gaps are its bytes, and every function a
//! graph, whatever the number of threads.
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
    let (next, broken) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let macros = MacroIndex::builtin();
    let work = || {
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let read = || {
                let text = std::fs::read(path).unwrap_or_default();
                invariants::check_graphs(&invariants::check_parser(&text, &macros));
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
    println!("{}: {} files, {broken} break an invariant", tree.display(), files.len());
    if broken > 0 { bail!("{broken} files break an invariant") } else { Ok(()) }
}
