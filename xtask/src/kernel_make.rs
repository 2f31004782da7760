// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask kernel-make`: a kernel's own `make coccicheck` and `scripts/nsdeps`, with treewide under the name `spatch`.
//!
//! Both run in a copy of the parts of the tree that they need, so the tree stays as it is. `xtask/data/kernel_make.toml` says
//! which parts and which folder, and what must come out.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;

use crate::command::{command, succeed};
use crate::project;

/// Run `make coccicheck` and scripts/nsdeps of a kernel with treewide as spatch
#[derive(Args)]
pub(crate) struct KernelMake {
    /// The tree: a folder, or a release as `kernel-tree` takes it
    #[arg(long, value_name = "DIR|VERSION", default_value = "7.2")]
    tree: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    parts: Vec<String>,
    folder: String,
    mode: Vec<Mode>,
    report: Printed,
    nsdeps: Nsdeps,
}

/// One script in one mode.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mode {
    mode: String,
    script: String,
    prints: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Printed {
    prints: String,
}

/// A module that is to import namespaces.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nsdeps {
    module: String,
    source: String,
    namespaces: Vec<String>,
    prints: String,
}

impl KernelMake {
    pub(crate) fn run(&self) -> Result<()> {
        let tree = match Path::new(&self.tree).is_dir() {
            true => PathBuf::from(&self.tree),
            false => crate::kernel_tree::get(&self.tree, None)?,
        };
        let plan: Plan = project::data("kernel_make.toml")?;
        let copy = Copied::new(&tree, &plan)?;
        copy.coccicheck(&plan, "report", None, &plan.report.prints)?;
        for mode in &plan.mode {
            copy.coccicheck(&plan, &mode.mode, Some(&mode.script), &mode.prints)?;
        }
        copy.nsdeps(&plan.nsdeps)
    }
}

/// The parts of a tree, and the program under its other name.
struct Copied {
    dir: tempfile::TempDir,
    spatch: PathBuf,
}

impl Copied {
    fn new(tree: &Path, plan: &Plan) -> Result<Self> {
        let dir = tempfile::tempdir()?;
        for part in plan.parts.iter().chain([&plan.folder]) {
            let to = dir.path().join(part);
            std::fs::create_dir_all(to.parent().unwrap_or(dir.path()))?;
            succeed(command("cp", tree, ["-r", part]).arg(&to))?;
        }
        let spatch = dir.path().join("spatch");
        std::fs::copy(project::treewide()?, &spatch)?;
        Ok(Self { dir, spatch })
    }

    fn coccicheck(
        &self,
        plan: &Plan,
        mode: &str,
        script: Option<&str>,
        prints: &str,
    ) -> Result<()> {
        let mut make = command("make", self.dir.path(), ["coccicheck", "V=0"]);
        make.arg(format!("MODE={mode}")).arg(format!("M={}", plan.folder));
        make.arg(format!("SPATCH={}", self.spatch.display())).arg("SPFLAGS=--skip-ocaml");
        if let Some(script) = script {
            let path = self.dir.path().join(format!("scripts/coccinelle/{script}.cocci"));
            make.arg(format!("COCCI={}", path.display()));
        }
        let what = format!("make coccicheck MODE={mode} {}", script.unwrap_or("(all scripts)"));
        let text = succeed(&mut undisturbed(make)).context(what.clone())?;
        expect(&what, &text, prints)
    }

    fn nsdeps(&self, plan: &Nsdeps) -> Result<()> {
        let write = |name: &str, text: String| std::fs::write(self.dir.path().join(name), text);
        write("modules.nsdeps", format!("{}.ko: {}\n", plan.module, plan.namespaces.join(" ")))?;
        let object = Path::new(&plan.source).with_extension("o");
        write(&format!("{}.mod", plan.module), format!("{}\n", object.display()))?;
        let mut nsdeps = command("sh", self.dir.path(), ["scripts/nsdeps"]);
        nsdeps.env("srctree", self.dir.path()).env("srcroot", ".").env("SPATCH", &self.spatch);
        succeed(&mut undisturbed(nsdeps)).context("scripts/nsdeps")?;
        let source = std::fs::read_to_string(self.dir.path().join(&plan.source))?;
        expect("scripts/nsdeps", &source, &plan.prints)
    }
}

/// Without what a surrounding `make` or shell may have set.
fn undisturbed(mut command: Command) -> Command {
    for name in ["MAKEFLAGS", "MAKELEVEL", "MFLAGS", "COCCI", "MODE", "M", "J"] {
        command.env_remove(name);
    }
    command
}

fn expect(what: &str, text: &str, line: &str) -> Result<()> {
    if !text.contains(line) {
        bail!("{what} does not give `{line}`:\n{text}");
    }
    println!("{what}: as expected");
    Ok(())
}
