// SPDX-License-Identifier: MIT OR Apache-2.0
//! A git import of a tree that may be written to.
//!
//! Copying, importing and configuring 1.4 GB takes minutes, so the import of a release is kept in the cache and put
//! back to its first commit at the start of a run. What a build leaves behind is ignored by the tree's own .gitignore and stays.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::command::{command, git, succeed};
use crate::project;

/// A git checkout of a Linux tree.
pub(crate) struct Workspace {
    tree: PathBuf,
    /// Held as long as the checkout is used: two runs would spoil each other's.
    _lock: File,
}

impl Workspace {
    /// The import of `origin`, made or put back.
    pub(super) fn open(origin: &Path, version: &str) -> Result<Self> {
        let folder = project::cache()?.join("proof");
        std::fs::create_dir_all(&folder)?;
        let lock = File::create(folder.join(format!("{version}.lock")))?;
        lock.lock().context("the lock of the workspace")?;
        let (tree, mark) = (folder.join(version), folder.join(format!("{version}.imported")));
        let identity = identity(origin);
        if std::fs::read_to_string(&mark).ok().as_deref() != Some(&identity) {
            eprintln!("importing {} into git", origin.display());
            import(origin, &tree)?;
            std::fs::write(&mark, identity)?;
        }
        let workspace = Self { tree, _lock: lock };
        workspace.reset()?;
        Ok(workspace)
    }

    pub(crate) fn tree(&self) -> &Path {
        &self.tree
    }

    /// Applies one mail.
    pub(super) fn am(&self, mail: &Path) -> Result<()> {
        succeed(git(&self.tree, ["am", "--quiet"]).arg(mail)).map(drop)
    }

    fn reset(&self) -> Result<()> {
        if self.tree.join(".git/rebase-apply").exists() {
            succeed(&mut git(&self.tree, ["am", "--abort"]))?; // an earlier run that broke off
        }
        succeed(&mut git(&self.tree, ["checkout", "--quiet", "--force", "-B", "proof", "base"]))?;
        succeed(&mut git(&self.tree, ["clean", "-d", "--force", "--quiet"]))?;
        let left = succeed(&mut git(&self.tree, ["status", "--porcelain"]))?;
        if !left.is_empty() {
            bail!("{} does not go back to its base:\n{left}", self.tree.display());
        }
        Ok(())
    }
}

/// What tells one state of a tree from another: its package, or else its path.
fn identity(origin: &Path) -> String {
    std::fs::read_to_string(origin.join(".complete"))
        .unwrap_or_else(|_| origin.display().to_string())
}

fn import(origin: &Path, tree: &Path) -> Result<()> {
    if tree.exists() {
        std::fs::remove_dir_all(tree)?;
    }
    std::fs::create_dir_all(tree)?;
    let inside = origin.join(".");
    succeed(command("cp", tree, ["-a", "--reflink=auto"]).arg(inside).arg(tree))?;
    for leftover in [".git", ".complete"] {
        let path = tree.join(leftover);
        if path.is_dir() {
            std::fs::remove_dir_all(path)?
        } else {
            drop(std::fs::remove_file(path))
        }
    }
    succeed(&mut git(tree, ["init", "--quiet", "--initial-branch", "import"]))?;
    for (key, value) in [
        ("gc.auto", "0"),
        ("core.looseCompression", "1"),
        ("user.name", "Treewide Proof"),
        ("user.email", "proof@example.org"),
    ] {
        succeed(&mut git(tree, ["config", key, value]))?;
    }
    // By force: a distribution's tree may have a .gitignore that covers the sources themselves.
    succeed(&mut git(tree, ["add", "--all", "--force"]))?;
    succeed(&mut git(tree, ["commit", "--quiet", "--message", "import"]))?;
    succeed(&mut git(tree, ["tag", "base"]))?;
    Ok(())
}
