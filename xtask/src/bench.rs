// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask bench`: what the program costs, beside what others cost on the same files in the same run.
//!
//! Figures of two runs, or of two machines, say nothing about each other: only the ratios of one run count. Nothing is written but
//! what spatch took, which is kept.

mod parse;
mod smpl;
mod tree;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};

/// Measure, and print figures
#[derive(Args)]
pub(crate) struct Bench {
    #[command(subcommand)]
    what: Option<What>,
    /// The tree [default: what `kernel-tree 7.2` gives]
    #[arg(long, value_name = "DIR", global = true)]
    tree: Option<PathBuf>,
    /// Runs, of which the fastest counts
    #[arg(long, value_name = "COUNT", default_value_t = 3, global = true)]
    runs: usize,
}

#[derive(Subcommand)]
enum What {
    Parse(parse::Parse),
    Smpl(smpl::Smpl),
}

impl Bench {
    pub(crate) fn run(&self) -> Result<()> {
        let tree = match &self.tree {
            Some(tree) => tree.clone(),
            None => crate::kernel_tree::get("7.2", None)?,
        };
        match &self.what {
            None => tree::run(&tree, self.runs),
            Some(What::Parse(parse)) => parse.run(&tree, self.runs),
            Some(What::Smpl(smpl)) => smpl.run(&tree),
        }
    }
}
