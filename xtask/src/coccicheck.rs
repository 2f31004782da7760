// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask coccicheck`: each semantic patch of a kernel in report mode, through spatch and through treewide.
//!
//! Findings are compared by file, line and message. Where the two part, `xtask/data/coccicheck.toml` says why, and an extra
//! finding that it does not know fails the task, and so does one that spatch is said not to have read where spatch says
//! that it has; so does a script that ends in an error, one that costs more CPU time
//! than spatch, and less than 99% of what spatch finds. Where spatch ran into its limit, it is asked for each file alone in
//! which treewide finds more.

mod findings;
mod known;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;

use self::findings::{Findings, Kept, ours};
use self::known::Known;
use crate::kernel_script::KernelScript;
use crate::project;

/// Compare what the kernel's own semantic patches find, through spatch and through treewide
#[derive(Args)]
pub(crate) struct Coccicheck {
    /// Folders of the tree
    #[arg(default_values = ["fs", "net", "drivers/net/ethernet/intel"])]
    folders: Vec<String>,
    /// The tree: a folder, or a release as `kernel-tree` takes it
    #[arg(long, value_name = "DIR|VERSION", default_value = "7.2")]
    tree: String,
    /// Only scripts whose name holds this
    #[arg(long, value_name = "NAME")]
    script: Option<String>,
    /// Seconds that spatch may take for a script and a folder
    #[arg(long, value_name = "SECONDS", default_value_t = 1800)]
    limit: u32,
    /// Print all that the two do not share
    #[arg(long)]
    verbose: bool,
}

/// The share of spatch's findings that must come.
const SHARE: f64 = 0.99;
/// Starting a program takes time too: below this, a script is not slow.
const NO_TIME: f64 = 0.5;

/// What all runs come to.
#[derive(Default)]
struct Sum {
    wanted: usize,
    found: usize,
    cpu: (f64, f64),
    faults: Vec<String>,
}

impl Coccicheck {
    pub(crate) fn run(&self) -> Result<()> {
        let tree = match Path::new(&self.tree).is_dir() {
            true => PathBuf::from(&self.tree),
            false => crate::kernel_tree::get(&self.tree, None)?,
        };
        let known: Known = project::data("coccicheck.toml")?;
        let program = project::treewide()?;
        let kept = Kept::new(&tree, self.limit)?;
        let mut sum = Sum::default();
        println!(
            "{:<32} {:>7} {:>5} {:>6} {:>9} {:>9} {:>6}",
            "script", "spatch", "both", "extra", "spatch s", "ours s", "ratio"
        );
        let wanted = |script: &KernelScript| {
            self.script.as_ref().is_none_or(|part| script.name.contains(part.as_str()))
        };
        for script in KernelScript::all(&tree)?.iter().filter(|script| wanted(script)) {
            if let Some(refused) = known.refused.iter().find(|it| it.script == script.name) {
                println!("{:<32} {}", script.name, refused.why);
                continue;
            }
            if !script.has_mode("report") {
                println!("{:<32} has no report mode", script.name);
                continue;
            }
            self.script(&tree, &program, &kept, script, &known, &mut sum)?;
        }
        sum.verdict()
    }

    fn script(
        &self,
        tree: &Path,
        program: &Path,
        kept: &Kept,
        script: &KernelScript,
        known: &Known,
        sum: &mut Sum,
    ) -> Result<()> {
        let (mut counts, mut cpu, mut is_cut) = ([0; 3], (0.0, 0.0), false);
        for folder in &self.folders {
            let mut theirs = kept.of(script, folder)?;
            let ours = ours(program, tree, script, folder)?;
            kept.complete(&mut theirs, &ours, script)?;
            is_cut |= theirs.code != Some(0);
            if ours.code != Some(0) {
                sum.faults.push(format!("{} on {folder} ended with {:?}", script.name, ours.code));
            }
            let both = theirs.lines.intersection(&ours.lines).count();
            let extra = ours.lines.len() - both;
            counts = [counts[0] + theirs.lines.len(), counts[1] + both, counts[2] + extra];
            cpu = (cpu.0 + theirs.cpu, cpu.1 + ours.cpu);
            self.differences(tree, script, (&theirs, &ours), known, sum)?;
        }
        let [wanted, both, extra] = counts;
        println!(
            "{:<32} {wanted:>7} {both:>5} {extra:>6} {:>9.2} {:>9.2} {:>6.1}{}",
            script.name,
            cpu.0,
            cpu.1,
            cpu.0 / cpu.1.max(0.01),
            if is_cut { " (spatch ran into its limit)" } else { "" }
        );
        if cpu.1 > cpu.0 && cpu.1 > NO_TIME {
            sum.faults.push(format!("{} costs more than with spatch", script.name));
        }
        sum.wanted += wanted;
        sum.found += both;
        sum.cpu = (sum.cpu.0 + cpu.0, sum.cpu.1 + cpu.1);
        Ok(())
    }

    fn differences(
        &self,
        tree: &Path,
        script: &KernelScript,
        (theirs, ours): (&Findings, &Findings),
        known: &Known,
        sum: &mut Sum,
    ) -> Result<()> {
        for missing in theirs.lines.difference(&ours.lines) {
            let is_known = known.explains(tree, &script.name, missing)?;
            if self.verbose || !is_known {
                println!("   - {missing}");
            }
        }
        for extra in ours.lines.difference(&theirs.lines) {
            let is_known = known.explains(tree, &script.name, extra)?;
            if self.verbose || !is_known {
                println!("   + {extra}");
            }
            if !is_known {
                sum.faults.push(format!("{}: {extra}", script.name));
            }
        }
        Ok(())
    }
}

impl Sum {
    fn verdict(&self) -> Result<()> {
        let share = self.found as f64 / (self.wanted as f64).max(1.0);
        println!(
            "{} of {} findings ({:.1}%); CPU {:.0} s, {:.0} s with spatch ({:.1} times)",
            self.found,
            self.wanted,
            100.0 * share,
            self.cpu.1,
            self.cpu.0,
            self.cpu.0 / self.cpu.1.max(0.01)
        );
        let short = (share < SHARE && self.wanted > 0).then(|| "findings are missing".to_owned());
        let faults: Vec<&String> = self.faults.iter().chain(&short).collect();
        if !faults.is_empty() {
            let list: String = faults.iter().map(|fault| format!("\n  {fault}")).collect();
            bail!("not as xtask/data/coccicheck.toml has it:{list}");
        }
        Ok(())
    }
}
