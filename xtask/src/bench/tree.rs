// SPDX-License-Identifier: MIT OR Apache-2.0
//! `status` and `series` on a whole tree, against a search for the same names in the same files.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};
use serde::Deserialize;

use crate::measure::{Cost, best, measure};
use crate::project;

const MIGRATION: &str = "iov-iter-get-pages";

/// How often the search's time may go into each, and the most memory.
const STATUS_LIMIT: f64 = 3.0;
const SERIES_LIMIT: f64 = 6.0;
const PEAK_LIMIT: f64 = 500.0;

/// What is read of migration.toml.
#[derive(Deserialize)]
struct Manifest {
    api: Api,
}

#[derive(Deserialize)]
struct Api {
    old: Vec<String>,
}

pub(super) fn run(tree: &Path, runs: usize) -> Result<()> {
    let program = project::treewide()?;
    let path = project::root().join("migrations").join(MIGRATION).join("migration.toml");
    let manifest: Manifest = toml::from_str(&std::fs::read_to_string(path)?)?;
    // The first run of each reads what the others find in memory.
    let search = best(runs + 1, || measure(&mut search(tree, &manifest.api.old), &[0]))?;
    let status = best(runs, || measure(&mut status(&program, tree), &[0, 3]))?;
    let series = best(runs, || {
        let out = tempfile::tempdir()?;
        measure(&mut series(&program, tree, out.path()), &[0, 3])
    })?;
    println!("{:<8} {:>8} {:>8} {:>9} {:>7}  at most", "", "wall s", "CPU s", "peak MB", "ratio");
    line("rg -w", search, search, None);
    line("status", status, search, Some(STATUS_LIMIT));
    line("series", series, search, Some(SERIES_LIMIT));
    let over = ratio(status, search) > STATUS_LIMIT || ratio(series, search) > SERIES_LIMIT;
    if over || megabytes(status).max(megabytes(series)) > PEAK_LIMIT {
        bail!("over the limits: {STATUS_LIMIT} and {SERIES_LIMIT} times rg, {PEAK_LIMIT} MB");
    }
    Ok(())
}

fn search(tree: &Path, names: &[String]) -> Command {
    let mut rg = Command::new("rg");
    rg.args(["--no-config", "--no-ignore", "-w", "-F", "-g", "*.c", "-g", "*.h"]);
    for name in names {
        rg.args(["-e", name]);
    }
    rg.arg(tree);
    rg
}

fn status(program: &Path, tree: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["status", MIGRATION, "--json", "--tree"]).arg(tree);
    command
}

fn series(program: &Path, tree: &Path, out: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["series", MIGRATION, "--tree"]).arg(tree).arg("--out").arg(out.join("series"));
    command
}

fn line(name: &str, cost: Cost, search: Cost, limit: Option<f64>) {
    let limit = limit.map_or_else(String::new, |limit| limit.to_string());
    println!(
        "{name:<8} {:>8.2} {:>8.2} {:>9.0} {:>7.2}  {limit}",
        cost.wall.as_secs_f64(),
        cost.cpu.as_secs_f64(),
        megabytes(cost),
        ratio(cost, search),
    );
}

fn ratio(cost: Cost, search: Cost) -> f64 {
    cost.wall.as_secs_f64() / search.wall.as_secs_f64()
}

fn megabytes(cost: Cost) -> f64 {
    cost.peak as f64 / 1e6
}
