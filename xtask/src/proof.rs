// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask proof`: the flagship's series on a real Linux tree, applied, built and judged.
//!
//! ```text
//! workspace     a git import of the tree, configured, kept between runs and reset at the start of each
//!   status      the callers are those that are known to be there
//!   series      written twice, with one thread and with many: the same bytes
//!   recipients  of every mail: those of scripts/get_maintainer.pl
//!   checkpatch  finds nothing in a patch that it does not find in the lines the patch takes away
//!   orders      twenty orders of the conversions, and each of them left out
//!   fold        refused while one is left, and the last patch when none is
//!   git am      patch by patch; each C file touched builds, with no warning that it did not have before
//!   left out    before the fold, the tree builds without any one of the conversions
//!   names left  none of the old ones, once all is applied
//!   series      once more, on what came out: nothing left to do
//! ```
//!
//! Every check is made and shown before a failure ends the task.

mod builds;
mod checkpatch;
mod expectations;
mod orders;
mod recipients;
mod report;
mod series;
mod workspace;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::project;
use builds::Builds;
use expectations::Expectations;
use orders::Parts;
use report::Report;
use series::{Series, Treewide};
pub(crate) use workspace::Workspace;

/// A git import of a release that may be written to, configured, with what a build of single files needs.
///
/// # Errors
/// The tree cannot be had, or make fails.
pub(crate) fn configured(version: &str) -> Result<Workspace> {
    let expectations = Expectations::read(version)?;
    let workspace = Workspace::open(&crate::kernel_tree::get(version, None)?, version)?;
    Builds::new(&workspace, &expectations).prepare()?;
    Ok(workspace)
}

/// Prove the flagship's series on a Linux tree: it applies, builds and leaves nothing to complain about
#[derive(Args)]
pub(crate) struct Proof {
    /// The release: 5.10, 6.1 or 7.2
    version: String,
    /// A tree of that release [default: what `kernel-tree VERSION` gives]
    #[arg(long, value_name = "DIR")]
    tree: Option<PathBuf>,
    /// The form of the conversions, as `treewide series --form` takes it
    #[arg(long, value_name = "NAME")]
    form: Option<String>,
    /// When to build the touched files
    #[arg(long, value_enum, default_value_t = When::Each)]
    build: When,
    /// Build nothing: the same as --build never
    #[arg(long, conflicts_with = "build")]
    no_build: bool,
}

/// When the touched files are built.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    /// After each patch, as `git bisect` would meet them
    Each,
    /// Once, after the last patch
    End,
    /// Never
    Never,
}

impl Proof {
    pub(crate) fn run(&self) -> Result<()> {
        let expectations = Expectations::read(&self.version)?;
        let tree = match &self.tree {
            Some(tree) => tree.canonicalize()?,
            None => crate::kernel_tree::get(&self.version, None)?,
        };
        let workspace = Workspace::open(&tree, &self.version)?;
        let treewide =
            Treewide::new(project::treewide()?, &expectations.migration, self.form.clone());
        let mut report = Report::default();

        let status = treewide.status(workspace.tree())?;
        report.check("callers", status.callers_expected(&expectations));
        let series = treewide.series(workspace.tree(), 1)?;
        let again = treewide.series(workspace.tree(), 0)?;
        report.check("same bytes with 1 thread and many", series.same_bytes(&again));
        report.check("converted", status.conversions_expected(&series, &expectations));
        if self.form.is_some() {
            report.check("in the form", treewide.in_form(workspace.tree(), &series));
        }
        report.check("recipients", recipients::check(&workspace, &series));
        let parts = Parts::of(&series)?;
        report.check("conversions are apart", parts.apart());
        report.check("any order", parts.any_order(&workspace));
        report.check("any one left out", parts.without_one(&workspace));
        report.check("lines", orders::lines(&series, self.form.is_some()));
        report.check("fold", treewide.fold(workspace.tree(), &series));
        self.apply(&workspace, &series, &parts, &expectations, &mut report)?;
        let names = expectations.old_names()?;
        report.check("names left", orders::names_left(&workspace, &names));
        report.check("second run", treewide.nothing_left(workspace.tree(), &series));

        println!("{report}");
        if report.failed() {
            bail!("the proof of {} on {} failed", expectations.migration, self.version);
        }
        Ok(())
    }

    /// Applies the patches one by one, building and checking on the way.
    fn apply(
        &self,
        workspace: &Workspace,
        series: &Series,
        parts: &Parts,
        expectations: &Expectations,
        report: &mut Report,
    ) -> Result<()> {
        let when = if self.no_build { When::Never } else { self.build };
        let mut builds = Builds::new(workspace, expectations);
        if when != When::Never {
            builds.prepare()?;
            builds.before(&series.sources())?;
        }
        for (number, patch) in series.patches.iter().enumerate() {
            let folds = number > 0 && !patch.converts();
            if folds && when == When::Each {
                let built = parts.builds_without_one(workspace, &builds);
                report.check("builds with any one left out", built);
            }
            let applied = workspace.am(&series.folder().join(&patch.file));
            let stop = applied.is_err();
            report
                .check(&format!("{}: git am", patch.file), applied.map(|()| "applied".to_owned()));
            if stop {
                return Ok(());
            }
            report.check(
                &format!("{}: checkpatch", patch.file),
                checkpatch::check(workspace, series, patch),
            );
            if when == When::Each {
                report.check(
                    &format!("{}: build", patch.file),
                    builds.after(patch, &series.patches[..=number]),
                );
            }
        }
        if when == When::End {
            report.check("build of all", builds.after_all(&series.patches));
        }
        Ok(())
    }
}
