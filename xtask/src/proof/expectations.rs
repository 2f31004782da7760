// SPDX-License-Identifier: MIT OR Apache-2.0
//! What is known of a tree before the run: `xtask/data/proof.toml`.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::project;

/// The file as it is written.
#[derive(Deserialize)]
struct Document {
    migration: String,
    must_convert: Vec<String>,
    configuration: Vec<String>,
    tree: BTreeMap<String, Tree>,
}

#[derive(Deserialize)]
struct Tree {
    callers: usize,
    converted: usize,
    configuration: Vec<String>,
}

/// What one release's run is held to.
pub(super) struct Expectations {
    pub(super) migration: String,
    /// Calls in the tree, exactly.
    pub(super) callers: usize,
    /// Calls converted, at least.
    pub(super) converted: usize,
    /// Files that must be converted where they hold a call.
    pub(super) must_convert: Vec<String>,
    /// Arguments of scripts/config.
    pub(super) configuration: Vec<String>,
}

/// What is read of the migration itself.
#[derive(Deserialize)]
struct Manifest {
    api: Api,
}

#[derive(Deserialize)]
struct Api {
    old: Vec<String>,
}

impl Expectations {
    /// The names that the migration retires.
    pub(super) fn old_names(&self) -> Result<Vec<String>> {
        let path = project::root().join("migrations").join(&self.migration).join("migration.toml");
        let manifest: Manifest = toml::from_str(&std::fs::read_to_string(path)?)?;
        Ok(manifest.api.old)
    }

    pub(super) fn read(version: &str) -> Result<Self> {
        let mut document: Document = project::data("proof.toml")?;
        let known = document.tree.keys().cloned().collect::<Vec<_>>().join(", ");
        let tree = document
            .tree
            .remove(version)
            .with_context(|| format!("xtask/data/proof.toml has no `{version}`, but {known}"))?;
        document.configuration.extend(tree.configuration);
        Ok(Self {
            migration: document.migration,
            callers: tree.callers,
            converted: tree.converted,
            must_convert: document.must_convert,
            configuration: document.configuration,
        })
    }
}
