// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask conformance`: the score of `treewide spatch` on a suite of semantic patches.
//!
//! The suite and the script that judges it lie beside the project, not in it: their licence is not ours to take. The score of
//! the last run is kept in `xtask/data/conformance.toml`, and a lower one fails.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use serde::Deserialize;

use crate::command::command;
use crate::project;

/// Score `treewide spatch` on a suite, and fail when it scores less than it did
#[derive(Args)]
pub(crate) struct Conformance {
    /// The folder with run_suite.py and suite/ [default: ../shared/smpl beside the project]
    #[arg(long, value_name = "DIR")]
    suite: Option<PathBuf>,
    /// Write the names that did not pass here
    #[arg(long, value_name = "FILE")]
    failed: Option<PathBuf>,
}

/// The least that a run must score.
#[derive(Deserialize)]
struct Floor {
    passed: usize,
    passed_with_a_change: usize,
    exact: usize,
}

#[derive(Deserialize)]
struct Results {
    summary: Summary,
}

#[derive(Deserialize)]
struct Summary {
    regular: usize,
    regular_passed: usize,
    need_a_change: usize,
    passed_that_need_a_change: usize,
    levels: std::collections::BTreeMap<String, usize>,
}

impl Conformance {
    pub(crate) fn run(&self) -> Result<()> {
        let suite = self.suite.clone().unwrap_or_else(beside);
        if !suite.join("run_suite.py").is_file() {
            bail!("{} has no run_suite.py: give the suite's folder with --suite", suite.display());
        }
        let summary = self.score(&suite.canonicalize()?)?;
        let exact = summary.levels.get("exact").copied().unwrap_or_default();
        println!("passed                {} of {}", summary.regular_passed, summary.regular);
        println!(
            "passed with a change  {} of {}",
            summary.passed_that_need_a_change, summary.need_a_change
        );
        println!("byte for byte         {exact}");
        let floor: Floor = project::data("conformance.toml")?;
        let scored = [summary.regular_passed, summary.passed_that_need_a_change, exact];
        let wanted = [floor.passed, floor.passed_with_a_change, floor.exact];
        if scored.iter().zip(wanted).any(|(scored, wanted)| *scored < wanted) {
            bail!("less than the {wanted:?} of xtask/data/conformance.toml");
        }
        Ok(())
    }

    fn score(&self, suite: &Path) -> Result<Summary> {
        let program = project::treewide()?;
        let json = tempfile::NamedTempFile::new()?;
        let mut script =
            command("python3", suite, ["run_suite.py", "--jobs", "2", "--root", "suite"]);
        script.arg("--spatch").arg(format!("{} spatch", program.display()));
        script.arg("--json").arg(json.path());
        if let Some(failed) = &self.failed {
            script.arg("--failed").arg(std::path::absolute(failed)?);
        }
        script.status()?; // it fails when a single test does
        let results: Results = serde_json::from_slice(&std::fs::read(json.path())?)?;
        Ok(results.summary)
    }
}

fn beside() -> PathBuf {
    project::root().join("../shared/smpl")
}
