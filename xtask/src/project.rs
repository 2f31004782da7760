// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where things are: the project, its program, and what is kept between runs.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command::{command, succeed};

/// The top of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The program that users get, built now.
///
/// # Errors
/// It does not build.
pub(crate) fn treewide() -> Result<PathBuf> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    succeed(&mut command(
        &cargo,
        &root(),
        ["build", "--quiet", "--release", "--package", "treewide"],
    ))?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join("release/treewide"))
}

/// A file of `xtask/data/`, read as the type that its task gives it.
///
/// # Errors
/// It is not there, or not of that type.
pub(crate) fn data<T: serde::de::DeserializeOwned>(name: &str) -> Result<T> {
    let path = root().join("xtask/data").join(name);
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    toml::from_str(&text).with_context(|| path.display().to_string())
}

/// `${XDG_CACHE_HOME:-~/.cache}/treewide`
///
/// # Errors
/// Neither variable is set.
pub(crate) fn cache() -> Result<PathBuf> {
    let base = match std::env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()) {
        Some(cache) => PathBuf::from(cache),
        None => PathBuf::from(std::env::var_os("HOME").context("set HOME or XDG_CACHE_HOME")?)
            .join(".cache"),
    };
    Ok(base.join("treewide"))
}
