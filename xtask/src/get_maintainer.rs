// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask get-maintainer`: recipients against the tree's own script, on a sample of its files.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use crate::command::command;
use crate::project;

/// Compare recipients with scripts/get_maintainer.pl on files of a Linux tree
#[derive(Args)]
pub(crate) struct GetMaintainer {
    /// The release: 5.10, 6.1 or 7.2
    version: String,
    /// A tree of that release [default: what `kernel-tree VERSION` gives]
    #[arg(long, value_name = "DIR")]
    tree: Option<PathBuf>,
    /// How many files
    #[arg(long, value_name = "COUNT", default_value_t = 2000)]
    sample: usize,
}

impl GetMaintainer {
    pub(crate) fn run(&self) -> Result<()> {
        let tree = match &self.tree {
            Some(tree) => tree.clone(),
            None => crate::kernel_tree::get(&self.version, None)?,
        };
        let arguments = ["test", "--release", "--package", "series", "--test", "get_maintainer"];
        let mut cargo = command("cargo", &project::root(), arguments);
        cargo.env("TREEWIDE_TREE", tree).env("TREEWIDE_SAMPLE", self.sample.to_string());
        if !cargo.status()?.success() {
            bail!("the recipients are not those of the script");
        }
        Ok(())
    }
}
