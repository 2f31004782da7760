// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask expanded`: the calls that treewide sees in the source as it stands, beside those that the compiler sees.
//!
//! ```text
//!   file.c ── csyntax ──────────────────────────── calls of each function ──┐
//!      └── gcc -E -dD, under allmodconfig ── expand ── calls of each function ──┴── the same, where no macro is used
//! ```
//!
//! Files are drawn by a seed, so a run can be repeated. A function is compared when it is configured, lies under no
//! conditional and uses no macro: none at all, or none but such as are a constant or an attribute and so cannot hold a
//! call. Both are counted apart. Differences that are understood are named in `xtask/data/expanded.toml`.

mod compare;
mod preprocess;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, bail};
use clap::Args;

use self::compare::{Comparison, Difference};
use self::preprocess::Preprocessor;
use crate::{kernel_tree, project, proof};

/// Compare the calls found in the source with those that the preprocessed source has
#[derive(Args)]
pub(crate) struct Expanded {
    /// The release: 5.10, 6.1 or 7.2
    version: String,
    /// How many files to compare
    #[arg(long, value_name = "COUNT", default_value_t = 300)]
    files: usize,
    /// What decides which files are drawn
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// How many unread functions to print
    #[arg(long, value_name = "COUNT", default_value_t = 20)]
    sample: usize,
}

/// For each release: `file:function`, and why its calls differ.
type Explained = BTreeMap<String, BTreeMap<String, String>>;

/// How many files one call of make is given.
const BATCH: usize = 100;

impl Expanded {
    pub(crate) fn run(&self) -> Result<()> {
        let explained: Explained = project::data("expanded.toml")?;
        let explained = explained.get(&self.version).cloned().unwrap_or_default();
        let drawn = draw(&kernel_tree::get(&self.version, None)?, self.seed)?;
        let workspace = proof::configured(&self.version)?;
        let preprocessor = Preprocessor::new(workspace.tree());
        let mut total = Comparison::default();
        for batch in drawn.chunks(BATCH) {
            if total.files < self.files {
                let ready = preprocessor.prepare(batch)?;
                let left = self.files - total.files;
                total.add(compare_all(&preprocessor, &ready[..ready.len().min(left)])?);
                eprintln!("{} of {} files", total.files, self.files);
            }
        }
        self.report(&total, &explained)
    }

    fn report(&self, total: &Comparison, explained: &BTreeMap<String, String>) -> Result<()> {
        println!(
            "{}: {} files, {} functions in both views, {} not read by lang-c",
            self.version,
            total.files,
            total.functions,
            total.unread.len()
        );
        println!(
            "  compared: {} that use no macro, and {} more whose macros can hold no call; {} calls",
            total.without_macro, total.with_constants, total.calls
        );
        println!(
            "  of the others, {} have {} calls that only the expanded view shows",
            total.hidden_functions, total.hidden_calls
        );
        println!(
            "  and {} of the {} calls that the source shows in those are in the expanded view too",
            total.other_found, total.other_calls
        );
        let step = total.unread.len().div_ceil(self.sample.max(1)).max(1);
        total.unread.iter().step_by(step).for_each(|unread| println!("  not read: {unread}"));
        let (known, new): (Vec<&Difference>, Vec<_>) =
            total.differences.iter().partition(|it| explained.contains_key(&it.place));
        for difference in known {
            println!("  {difference}  because {}", explained[&difference.place]);
        }
        new.iter().for_each(|difference| println!("  {difference}"));
        if !new.is_empty() {
            bail!("{} differences are not explained in xtask/data/expanded.toml", new.len());
        }
        Ok(())
    }
}

/// The .c files that an x86 configuration may build, in an order that the seed decides.
fn draw(tree: &Path, seed: u64) -> Result<Vec<String>> {
    let mut files = BTreeSet::new();
    for entry in walkdir::WalkDir::new(tree).into_iter().flatten() {
        let path = entry.path().strip_prefix(tree)?.to_string_lossy().into_owned();
        let elsewhere = path.starts_with("arch/") && !path.starts_with("arch/x86/");
        let other = ["tools/", "scripts/", "samples/", "Documentation/", "usr/"];
        let wanted = path.ends_with(".c") && !elsewhere;
        if wanted && !other.iter().any(|folder| path.starts_with(folder)) {
            files.insert((shuffled(&path, seed), path));
        }
    }
    Ok(files.into_iter().map(|(_, path)| path).collect())
}

/// A number for a path that looks like chance: FNV-1a (Fowler, Noll, Vo), begun with the seed.
fn shuffled(path: &str, seed: u64) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    path.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn compare_all(preprocessor: &Preprocessor<'_>, files: &[String]) -> Result<Comparison> {
    let (next, total) = (AtomicUsize::new(0), Mutex::new(Comparison::default()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || -> Result<()> {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let Some(expanded) = preprocessor.run(file)? else { continue };
            let unit = expand::read(&expanded, file);
            let text = std::fs::read(preprocessor.tree().join(file)).context(file.clone())?;
            let compared = compare::compare(file, text, &unit);
            total.lock().unwrap_or_else(std::sync::PoisonError::into_inner).add(compared);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| match worker.join() {
            Ok(done) => done,
            Err(_) => bail!("a comparison ended with a panic"),
        })
    })?;
    let mut total = total.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    total.differences.sort_by(|a, b| a.place.cmp(&b.place));
    total.unread.sort();
    Ok(total)
}
