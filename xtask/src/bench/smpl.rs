// SPDX-License-Identifier: MIT OR Apache-2.0
//! The kernel's own semantic patches, through `treewide spatch` and through spatch, on folders of a tree: CPU time.
//!
//! spatch takes minutes for what treewide takes seconds for, so its times are kept in the cache folder, by tree, script
//! and folder, and measured again with `--again`. treewide is measured each time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::kernel_script::KernelScript;
use crate::measure::measure;
use crate::project;

/// CPU time for the kernel's semantic patches, beside spatch
#[derive(Args)]
pub(super) struct Smpl {
    /// Scripts by name [default: kfree and seven others that are known to be slow]
    scripts: Vec<String>,
    /// Folders of the tree
    #[arg(long, value_name = "DIR", default_values = ["fs", "net", "drivers/net/ethernet/intel"])]
    folder: Vec<String>,
    /// Measure spatch again
    #[arg(long)]
    again: bool,
    /// Leave script rules out of what treewide is given: what is left is the matching
    #[arg(long)]
    without_scripts: bool,
}

const SCRIPTS: &[&str] = &[
    "kfree",
    "kstrdup",
    "deref_null",
    "double_lock",
    "doubleinit",
    "list_entry_update",
    "err_cast",
    "semicolon",
];

/// How often treewide's time goes into spatch's at least: in total, and for each script that takes spatch long.
const TOTAL_FLOOR: f64 = 50.0;
const SCRIPT_FLOOR: f64 = 20.0;
const LONG: f64 = 5.0;

impl Smpl {
    pub(super) fn run(&self, tree: &Path) -> Result<()> {
        let named = || SCRIPTS.iter().map(|name| (*name).to_owned()).collect();
        let names: Vec<String> =
            if self.scripts.is_empty() { named() } else { self.scripts.clone() };
        let mut times = Times::load(tree)?;
        let program = project::treewide()?;
        let mut total = (0.0, 0.0);
        let mut short = Vec::new();
        println!("{:<24} {:>10} {:>10} {:>7}", "CPU s", "spatch", "treewide", "ratio");
        for name in &names {
            let script = KernelScript::find(tree, name)?;
            let (mut theirs, mut ours) = (0.0, 0.0);
            for folder in &self.folder {
                theirs += times.of(&script, folder, self.again)?;
                ours += self.ours(&program, tree, &script, folder)?;
            }
            line(name, theirs, ours);
            total = (total.0 + theirs, total.1 + ours);
            let floor = if theirs > LONG { SCRIPT_FLOOR } else { 1.0 };
            short.extend((theirs < floor * ours).then_some(name.as_str()));
        }
        line("total", total.0, total.1);
        if !short.is_empty() || (self.scripts.is_empty() && total.0 < TOTAL_FLOOR * total.1) {
            bail!(
                "below the floor of {TOTAL_FLOOR} in total, {SCRIPT_FLOOR} for each: {}",
                short.join(", ")
            );
        }
        Ok(())
    }

    fn ours(
        &self,
        program: &Path,
        tree: &Path,
        script: &KernelScript,
        folder: &str,
    ) -> Result<f64> {
        let mut command = Command::new(program);
        command.arg("spatch");
        let stripped = tempfile::tempdir()?;
        if self.without_scripts {
            let path = stripped.path().join("without_scripts.cocci");
            std::fs::write(&path, without_scripts(&script.text))?;
            script.arguments(&mut command, &path, folder);
        } else {
            script.arguments(&mut command, &script.path, folder);
        }
        Ok(measure(command.current_dir(tree), &[0])?.cpu.as_secs_f64())
    }
}

/// A semantic patch without its script rules.
fn without_scripts(text: &str) -> String {
    let is_script = |line: &str| {
        let head = line.trim_start_matches(['@', ' ']);
        ["script:", "initialize:", "finalize:"].iter().any(|word| head.starts_with(word))
    };
    let mut kept = String::new();
    let (mut in_header, mut skips) = (false, false);
    for line in text.lines() {
        let end = line.trim_end();
        if in_header {
            in_header = !end.ends_with("@@");
        } else if line.starts_with('@') {
            skips = is_script(line);
            in_header = !end.ends_with("@@") || end.trim_matches(['@', ' ']).is_empty();
        }
        if !skips {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// What spatch took, by tree, script and folder.
struct Times {
    tree: PathBuf,
    file: PathBuf,
    known: BTreeMap<String, f64>,
}

impl Times {
    fn load(tree: &Path) -> Result<Self> {
        let file = project::cache()?.join("spatch-times.tsv");
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let known = text
            .lines()
            .filter_map(|line| line.rsplit_once('\t'))
            .filter_map(|(key, seconds)| Some((key.to_owned(), seconds.parse().ok()?)))
            .collect();
        Ok(Self { tree: tree.to_path_buf(), file, known })
    }

    fn of(&mut self, script: &KernelScript, folder: &str, again: bool) -> Result<f64> {
        let name = script.name.rsplit('/').next().unwrap_or_default();
        let key = format!("{}\t{name}\t{folder}", self.tree.display());
        if let Some(seconds) = self.known.get(&key).filter(|_| !again) {
            return Ok(*seconds);
        }
        let mut command = Command::new("spatch");
        script.arguments(&mut command, &script.path, folder);
        // A file that takes longer is given up, as the kernel's own .cocciconfig has it.
        command.args(["--timeout", "200"]).current_dir(&self.tree);
        let seconds = measure(&mut command, &[0])?.cpu.as_secs_f64();
        self.known.insert(key, seconds);
        let lines = self.known.iter().map(|(key, seconds)| format!("{key}\t{seconds}\n"));
        std::fs::write(&self.file, lines.collect::<String>())
            .with_context(|| format!("{} can not be written", self.file.display()))?;
        Ok(seconds)
    }
}

fn line(name: &str, theirs: f64, ours: f64) {
    println!("{name:<24} {theirs:>10.2} {ours:>10.2} {:>7.1}", theirs / ours);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_rules_are_left_out_and_nothing_else() {
        let text = "virtual v\n@r@\nposition p;\n@@\n f@p()\n@script:python depends on v@\np << r.p;\n@@\nprint(p)\n@s depends on r@\n@@\n g()\n@initialize:python@\n@@\nx = 1\n@@ @@\n h()\n";
        let kept =
            "virtual v\n@r@\nposition p;\n@@\n f@p()\n@s depends on r@\n@@\n g()\n@@ @@\n h()\n";
        assert_eq!(without_scripts(text), kept);
    }
}
