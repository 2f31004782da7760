// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask coverage`: how much of real C is read in full, and the rest by reason.
//!
//! ```text
//! Linux releases ─┐
//!                 ├─ treewide parse --errors --stats --json ── a row a tree, the rest by reason
//! crates' C ──────┘
//! ```
//!
//! `--vendored` looks outside Linux: at the C that crates bring along, which cargo fetches into the cache folder (the crates are
//! named in `xtask/data/vendored.toml`; nothing of them is built).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;

use crate::command::{command, finish, succeed};
use crate::{kernel_tree, project};

/// Say how much of Linux, and of the C that crates vendor, is read without an error
#[derive(Args)]
pub(crate) struct Coverage {
    /// Linux releases [default: 5.10, 6.1 and 7.2, unless --vendored is given]
    versions: Vec<String>,
    /// Look at the C that crates vendor
    #[arg(long)]
    vendored: bool,
    /// List every place that was not understood
    #[arg(long)]
    list: bool,
}

/// What must be read: shares in percent.
const LINUX_FUNCTIONS: f64 = 99.95;
const LINUX_FILES: f64 = 98.0;
const VENDORED_FILES: f64 = 95.0;

#[derive(Deserialize, Default)]
struct Counts {
    files: usize,
    files_with_errors: usize,
    functions: usize,
    functions_with_errors: usize,
}

/// The crates that bring C along.
#[derive(Deserialize)]
struct Vendored {
    crates: BTreeMap<String, String>,
}

impl Coverage {
    pub(crate) fn run(&self) -> Result<()> {
        println!("| | .c files | read in full | functions | read in full |\n|---|---|---|---|---|");
        let mut reasons = BTreeMap::new();
        let mut fails = false;
        let all = ["5.10".to_owned(), "6.1".to_owned(), "7.2".to_owned()];
        let versions = match self.versions.as_slice() {
            [] if !self.vendored => &all[..],
            given => given,
        };
        for version in versions {
            let tree = kernel_tree::get(version, None)?;
            let counts = self.read(&format!("Linux {version}"), &tree, &mut reasons)?;
            fails |= counts.share_of_functions() < LINUX_FUNCTIONS || counts.share() < LINUX_FILES;
        }
        if self.vendored {
            fails |= self.vendored(&mut reasons)?.share() < VENDORED_FILES;
        }
        println!();
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        reasons.iter().for_each(|(reason, count)| println!("{count:>6}  {reason}"));
        if fails { bail!("less was read than must be") } else { Ok(()) }
    }

    /// Every crate that holds C files, and all of them together.
    fn vendored(&self, reasons: &mut BTreeMap<String, usize>) -> Result<Counts> {
        let mut total = Counts::default();
        let mut folders: Vec<_> = std::fs::read_dir(fetch()?)?.flatten().collect();
        folders.sort_by_key(std::fs::DirEntry::file_name);
        for folder in folders {
            let counts =
                self.read(&folder.file_name().to_string_lossy(), &folder.path(), reasons)?;
            total.files += counts.files;
            total.files_with_errors += counts.files_with_errors;
            total.functions += counts.functions;
            total.functions_with_errors += counts.functions_with_errors;
        }
        total.print("all crates");
        Ok(total)
    }

    fn read(
        &self,
        name: &str,
        tree: &Path,
        reasons: &mut BTreeMap<String, usize>,
    ) -> Result<Counts> {
        let files = c_files(tree);
        let mut counts = Counts::default();
        for some in files.chunks(5000) {
            let mut parse = command(
                &project::treewide()?.to_string_lossy(),
                tree,
                ["parse", "--errors", "--stats", "--json"],
            );
            let output = finish(parse.args(some))?;
            let part: Counts = serde_json::from_slice(&output.stdout).context("the statistics")?;
            counts.files += part.files;
            counts.files_with_errors += part.files_with_errors;
            counts.functions += part.functions;
            counts.functions_with_errors += part.functions_with_errors;
            let told = String::from_utf8_lossy(&output.stderr);
            for reason in told.lines().filter_map(|line| line.split_once("not understood: ")) {
                *reasons.entry(reason.1.to_owned()).or_insert(0) += 1;
            }
            if self.list {
                eprint!("{told}");
            }
        }
        if counts.files > 0 {
            counts.print(name);
        }
        Ok(counts)
    }
}

impl Counts {
    fn share(&self) -> f64 {
        100.0 - 100.0 * self.files_with_errors as f64 / self.files.max(1) as f64
    }

    fn share_of_functions(&self) -> f64 {
        100.0 - 100.0 * self.functions_with_errors as f64 / self.functions.max(1) as f64
    }

    fn print(&self, name: &str) {
        let (files, functions) = (self.share(), self.share_of_functions());
        println!(
            "| {name} | {} | {files:.2}% | {} | {functions:.3}% |",
            self.files, self.functions
        );
    }
}

/// The .c files of a tree, relative to it, by path.
fn c_files(tree: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(tree).sort_by_file_name().into_iter().flatten();
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .filter(|entry| entry.path().extension().is_some_and(|it| it == "c"))
        .filter_map(|entry| entry.path().strip_prefix(tree).ok().map(Path::to_path_buf))
        .collect()
}

/// The folder with the sources of the crates, fetched once.
fn fetch() -> Result<PathBuf> {
    let folder = project::cache()?.join("vendored");
    let sources = folder.join("sources");
    if sources.is_dir() {
        return Ok(sources);
    }
    let wanted: Vendored = project::data("vendored.toml")?;
    let dependencies: Vec<String> =
        wanted.crates.iter().map(|(name, version)| format!("{name} = \"{version}\"\n")).collect();
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("src/lib.rs"), "")?;
    std::fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[package]\nname = \"vendored\"\nversion = \"0.0.0\"\n[workspace]\n[dependencies]\n{}",
            dependencies.concat()
        ),
    )?;
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    succeed(&mut command(&cargo, &folder, ["vendor", "--quiet", "sources.part"]))?;
    std::fs::rename(folder.join("sources.part"), &sources)?;
    Ok(sources)
}
