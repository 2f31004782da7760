// SPDX-License-Identifier: MIT OR Apache-2.0
//! That the conversions do not depend on each other: in any order, and without any one of them.
//!
//! ```text
//! base ── primitive ──┬── 3 1 2 ──► tree          every order ends in the same tree
//!                     ├── 2 3 1 ──► tree
//!                     └── 3   2 ──► another tree, to which 1 still applies
//! ```
//!
//! Orders are tried in an index of their own, so no file is written and twenty take seconds. They need no twenty builds: a
//! conversion changes C files that no other conversion changes, and no header, so whatever else is applied, its objects come from
//! the same text. That this is so is checked, and one tree for each conversion left out is built (`--build each`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::builds::Builds;
use super::series::Series;
use super::workspace::Workspace;
use crate::command::{git, succeed};

/// How many orders are tried.
const ORDERS: u64 = 20;

/// The first patch and the conversions: what is neither the first nor converts anything is the fold.
pub(super) struct Parts {
    primitive: PathBuf,
    conversions: Vec<PathBuf>,
    /// What each conversion changes, in the same order.
    changed: Vec<Vec<String>>,
}

impl Parts {
    pub(super) fn of(series: &Series) -> Result<Self> {
        let path = |file: &String| series.folder().join(file);
        let mut patches = series.patches.iter();
        let first = patches.next().context("a series without patches")?;
        let (conversions, changed) = patches
            .filter(|patch| patch.converts())
            .map(|patch| (path(&patch.file), patch.paths.clone()))
            .unzip();
        Ok(Self { primitive: path(&first.file), conversions, changed })
    }

    /// No conversion changes what another compiles.
    pub(super) fn apart(&self) -> Result<String> {
        let mut seen = BTreeSet::new();
        for path in self.changed.iter().flatten() {
            ensure!(path.ends_with(".c"), "{path} is compiled into more than one object");
            ensure!(seen.insert(path), "{path} is changed by two conversions");
        }
        Ok(format!("{} C files, each changed by one of them", seen.len()))
    }

    /// Without any one of them the tree builds. All are applied, and the fold is not.
    pub(super) fn builds_without_one(
        &self,
        workspace: &Workspace,
        builds: &Builds<'_>,
    ) -> Result<String> {
        for (patch, changed) in self.conversions.iter().zip(&self.changed) {
            let name = patch.display().to_string();
            succeed(&mut git(workspace.tree(), ["apply", "--reverse", &name]))?;
            let built = builds.remade(&self.changed.concat(), changed);
            succeed(&mut git(workspace.tree(), ["apply", &name]))?;
            built.with_context(|| format!("without {name}"))?;
        }
        Ok(format!("a tree without one builds, for each of {}", self.conversions.len()))
    }

    /// Twenty orders, the same ones every time, end in one tree.
    pub(super) fn any_order(&self, workspace: &Workspace) -> Result<String> {
        let index = Index::new(workspace)?;
        let expected = index.tree(&self.primitive, self.conversions.iter())?;
        for seed in 1..=ORDERS {
            let order = shuffled(&self.conversions, seed);
            let tree = index.tree(&self.primitive, order.iter().copied())?;
            ensure!(tree == expected, "order {seed} ends in tree {tree}, not {expected}");
        }
        Ok(format!("{ORDERS} of {} conversions end in one tree", self.conversions.len()))
    }

    /// Without any one of them the others apply, and it applies to what they leave.
    pub(super) fn without_one(&self, workspace: &Workspace) -> Result<String> {
        let index = Index::new(workspace)?;
        let expected = index.tree(&self.primitive, self.conversions.iter())?;
        for dropped in &self.conversions {
            let others = self.conversions.iter().filter(|patch| *patch != dropped);
            let left = index.tree(&self.primitive, others)?;
            ensure!(left != expected, "{} changes nothing", dropped.display());
            index.apply(dropped)?;
            ensure!(index.write()? == expected, "{} comes too late", dropped.display());
        }
        Ok(format!("each of {} can be left out", self.conversions.len()))
    }
}

/// An index beside that of the checkout.
struct Index<'w> {
    tree: &'w Path,
    file: tempfile::TempDir,
}

impl<'w> Index<'w> {
    fn new(workspace: &'w Workspace) -> Result<Self> {
        Ok(Self { tree: workspace.tree(), file: tempfile::tempdir()? })
    }

    /// The tree that patches make of the base.
    fn tree<'p>(&self, first: &Path, rest: impl Iterator<Item = &'p PathBuf>) -> Result<String> {
        self.git(&["read-tree", "base"])?;
        self.apply(first)?;
        for patch in rest {
            self.apply(patch)?;
        }
        self.write()
    }

    fn apply(&self, patch: &Path) -> Result<()> {
        let name = patch.display().to_string();
        self.git(&["apply", "--cached", &name]).map(drop).with_context(|| name)
    }

    fn write(&self) -> Result<String> {
        Ok(self.git(&["write-tree"])?.trim().to_owned())
    }

    fn git(&self, arguments: &[&str]) -> Result<String> {
        let index = self.file.path().join("index");
        succeed(git(self.tree, arguments).env("GIT_INDEX_FILE", index))
    }
}

/// The elements in an order that depends on the seed alone (Fisher and Yates, with Knuth's linear congruential numbers).
fn shuffled<T>(list: &[T], seed: u64) -> Vec<&T> {
    let mut order: Vec<&T> = list.iter().collect();
    let mut state = seed;
    for last in (1..order.len()).rev() {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(last, (state >> 33) as usize % (last + 1));
    }
    order
}

/// What is left of the old names in C after the last patch.
pub(super) fn names_left(workspace: &Workspace, names: &[String]) -> Result<String> {
    let pattern = format!(r"\b({})\b", names.join("|"));
    let arguments = ["grep", "-n", "-P", &pattern, "--", "*.c", "*.h", "*.S", "*.rst"];
    let output = git(workspace.tree(), arguments).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let history = |line: &&str| line.starts_with("Documentation/filesystems/porting.rst:");
    let left: Vec<&str> = said.lines().filter(|line| !history(line)).collect();
    if !left.is_empty() {
        bail!("{} places, the first is {}", left.len(), left[0]);
    }
    Ok(format!("{} names, none is left", names.len()))
}

/// Lines that the conversions add and remove, and those of the fold: the callers get shorter. In a form of its own, which may
/// spend lines on functions, what counts is the whole series behind the patch that adds the new functions.
pub(super) fn lines(series: &Series, in_form: bool) -> Result<String> {
    let (mut conversions, mut fold) = (Lines::default(), Lines::default());
    for patch in series.patches.iter().skip(1) {
        let lines = if patch.converts() { &mut conversions } else { &mut fold };
        lines.count(&series.diff(patch)?);
    }
    let judged = if in_form { conversions.and(fold) } else { conversions };
    let told = format!("conversions {conversions}, the fold {fold}");
    ensure!(judged.removed > judged.added, "more comes than goes: {told}");
    Ok(told)
}

/// Lines of a diff.
#[derive(Clone, Copy, Default)]
struct Lines {
    added: usize,
    removed: usize,
}

impl Lines {
    fn count(&mut self, diff: &str) {
        for line in diff.lines().filter(|it| !it.starts_with("+++") && !it.starts_with("---")) {
            self.added += usize::from(line.starts_with('+'));
            self.removed += usize::from(line.starts_with('-'));
        }
    }

    fn and(self, other: Self) -> Self {
        Self { added: self.added + other.added, removed: self.removed + other.removed }
    }
}

impl std::fmt::Display for Lines {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "+{} -{}", self.added, self.removed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_has_every_element_once_and_repeats() {
        let list: Vec<u32> = (0..12).collect();
        let order = shuffled(&list, 7);
        assert_eq!(order, shuffled(&list, 7));
        assert_ne!(order, shuffled(&list, 8));
        let mut sorted: Vec<u32> = order.into_iter().copied().collect();
        sorted.sort_unstable();
        assert_eq!(sorted, list);
    }
}
