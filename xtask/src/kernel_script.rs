// SPDX-License-Identifier: MIT OR Apache-2.0
//! The semantic patches that a kernel brings along in scripts/coccinelle, and how `make coccicheck` runs them.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

const FOLDER: &str = "scripts/coccinelle";

/// A script of a tree.
pub(crate) struct KernelScript {
    /// Below scripts/coccinelle, without `.cocci`: `free/kfree`.
    pub(crate) name: String,
    /// From the top of the tree.
    pub(crate) path: PathBuf,
    /// What its `Options:` line asks for.
    pub(crate) options: Vec<String>,
    pub(crate) text: String,
}

impl KernelScript {
    /// All scripts of a tree, by name.
    ///
    /// # Errors
    /// The tree has no such folder.
    pub(crate) fn all(tree: &Path) -> Result<Vec<Self>> {
        let mut found = Vec::new();
        for entry in walkdir::WalkDir::new(tree.join(FOLDER)).sort_by_file_name() {
            let entry = entry?;
            let path = entry.path();
            if path.extension().is_none_or(|it| it != "cocci") {
                continue;
            }
            let text = std::fs::read_to_string(path)?;
            let path = path.strip_prefix(tree)?.to_path_buf();
            let name = path.strip_prefix(FOLDER)?.with_extension("").display().to_string();
            found.push(Self { name, path, options: options(&text), text });
        }
        if found.is_empty() {
            bail!("{} has no semantic patches in {FOLDER}", tree.display());
        }
        Ok(found)
    }

    /// The script of a name, with its folder or without.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn find(tree: &Path, name: &str) -> Result<Self> {
        let is_meant =
            |script: &Self| script.name == name || script.name.rsplit('/').next() == Some(name);
        match Self::all(tree)?.into_iter().find(is_meant) {
            Some(script) => Ok(script),
            None => bail!("{} has no {name}.cocci below {FOLDER}", tree.display()),
        }
    }

    /// Whether the script has a mode.
    pub(crate) fn has_mode(&self, mode: &str) -> bool {
        declares(&self.text, mode)
    }

    /// The arguments in report mode, for `path` in place of the script.
    pub(crate) fn arguments(&self, command: &mut Command, path: &Path, folder: &str) {
        command.args(["-D", "report", "--no-show-diff", "--very-quiet", "--cocci-file"]).arg(path);
        command.args(&self.options).args(["--dir", folder]);
    }
}

/// Whether a semantic patch declares a virtual rule.
pub(crate) fn declares(text: &str, name: &str) -> bool {
    let virtuals = text.lines().filter_map(|line| line.trim().strip_prefix("virtual "));
    virtuals.flat_map(|names| names.split([',', ' ', ';'])).any(|it| it == name)
}

fn options(text: &str) -> Vec<String> {
    let line = text.lines().find_map(|line| line.strip_prefix("// Options:"));
    line.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_and_options_are_read_from_the_text() {
        let text =
            "// Options: --no-includes  --include-headers\nvirtual patch\nvirtual org, report\n";
        let script = KernelScript {
            name: "a/b".into(),
            path: "a/b.cocci".into(),
            options: options(text),
            text: text.into(),
        };
        assert_eq!(script.options, ["--no-includes", "--include-headers"]);
        assert!(script.has_mode("report") && script.has_mode("patch"));
        assert!(!script.has_mode("context"));
    }
}
