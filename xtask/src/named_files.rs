// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask named-files`: semantic patches that say in a comment which files of a kernel they are about, through
//! spatch and through treewide, on those files.
//!
//! ```text
//!   /// Files: net/core/a.c net/core/b.c        of the semantic patch
//! ```
//!
//! Such are those of cvehound, which finds the fixes that a kernel lacks: `pip download --no-deps cvehound` brings them. What
//! counts are the lines that the diffs take out and put in.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};
use clap::Args;

use crate::command::{command, finish, installed};
use crate::kernel_script::declares;
use crate::project;

/// Compare spatch and treewide on semantic patches that name the files they are for
#[derive(Args)]
pub(crate) struct NamedFiles {
    /// The folder with the semantic patches
    rules: PathBuf,
    /// The tree: a folder, or a release as `kernel-tree` takes it
    #[arg(long, value_name = "DIR|VERSION", default_value = "7.2")]
    tree: String,
    /// Seconds that either tool may take for one semantic patch
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    limit: u64,
}

/// The virtual rules that are turned on where they are declared.
const VIRTUALS: [&str; 2] = ["detect", "report"];

impl NamedFiles {
    pub(crate) fn run(&self) -> Result<()> {
        ensure!(installed("spatch"), "spatch is not installed: Debian has it as `coccinelle`");
        let program = project::treewide()?;
        let tree = match Path::new(&self.tree).is_dir() {
            true => PathBuf::from(&self.tree),
            false => crate::kernel_tree::get(&self.tree, None)?,
        };
        let (mut compared, mut lines, mut differing) = (0, 0, Vec::new());
        for rule in rules(&self.rules)? {
            let text = String::from_utf8_lossy(&std::fs::read(&rule)?).into_owned();
            let files = files(&text, &tree);
            if files.is_empty() {
                continue;
            }
            let theirs = self.shown(&tree, &["spatch"], &rule, &text, &files)?;
            let program = program.display().to_string();
            let ours = self.shown(&tree, &[&program, "spatch"], &rule, &text, &files)?;
            compared += 1;
            lines += theirs.len();
            if theirs != ours {
                println!("{}: {} lines, {} with spatch", rule.display(), ours.len(), theirs.len());
                differing.push(rule);
            }
        }
        println!(
            "{compared} semantic patches, {lines} lines of their diffs: {} differ",
            differing.len()
        );
        match differing.is_empty() {
            true => Ok(()),
            false => bail!("spatch and treewide differ"),
        }
    }

    /// The lines that a tool's diffs take out and put in, in alphabetical order.
    fn shown(
        &self,
        tree: &Path,
        tool: &[&str],
        rule: &Path,
        text: &str,
        files: &[&str],
    ) -> Result<Vec<String>> {
        let limit = self.limit.to_string();
        let mut run = command("timeout", tree, [limit.as_str()]);
        run.args(tool).args(["--very-quiet", "--no-includes", "--include-headers"]);
        for name in VIRTUALS.iter().filter(|name| declares(text, name)) {
            run.args(["-D", name]);
        }
        let output = finish(run.arg("--cocci-file").arg(rule).args(files))?;
        let is_changed = |line: &&str| {
            line.starts_with(['-', '+']) && !line.starts_with("--- ") && !line.starts_with("+++ ")
        };
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut lines: Vec<String> =
            printed.lines().filter(is_changed).map(str::to_owned).collect();
        lines.sort_unstable();
        Ok(lines)
    }
}

/// The semantic patches below a folder, by path.
fn rules(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let path = entry?.into_path();
        if path.extension().is_some_and(|it| it == "cocci") {
            found.push(std::path::absolute(path)?);
        }
    }
    ensure!(!found.is_empty(), "{} has no semantic patches", folder.display());
    Ok(found)
}

/// The files that a semantic patch names, as far as the tree has them.
fn files<'t>(text: &'t str, tree: &Path) -> Vec<&'t str> {
    let named = text.lines().find_map(|line| line.strip_prefix("/// Files:"));
    let named = named.into_iter().flat_map(str::split_whitespace);
    named.filter(|file| tree.join(file).is_file()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_that_are_there_are_compared() -> Result<()> {
        let tree = tempfile::tempdir()?;
        std::fs::write(tree.path().join("b.c"), "")?;
        let text = "/// Files: a.c b.c\n@@ @@\n* f();\n";
        assert_eq!(files(text, tree.path()), ["b.c"]);
        assert!(files("@@ @@\n* f();\n", tree.path()).is_empty());
        Ok(())
    }
}
