//! `treewide status`

use clap::Args;
use migration::Migration;
use tracker::Colour;

use crate::arguments::Subject;
use crate::console::{Console, print};
use crate::failure::{Exit, Outcome};
use crate::fold::{Fold, Overlay, fold};
use crate::survey::{Survey, load_migration, survey};

/// Show every caller of the old API: where, what shape, and why it remains
///
/// Changes nothing. A caller is `convertible` when a rule of the migration converts it, else `remaining`, with the
/// reason.
#[derive(Args, Debug)]
pub(crate) struct Status {
    #[command(flatten)]
    subject: Subject,
    /// Write JSON: {"tree", "sites": [{"path", "line", "function", "subsystem", "shape", "state", "reason"}], "coverage"}
    #[arg(long)]
    json: bool,
    /// Write CSV, a line a caller
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Say instead whether a series can end with the fold, and what stands in its way; with --json, as
    /// {"fold": {"state", "files", "obstacles": [{"path", "line", "kind", "reason"}]}}. Exit code 1: it can not
    #[arg(long, conflicts_with = "csv")]
    fold: bool,
}

/// Columns of a table whose reader is no terminal.
const WIDTH: usize = 100;

impl Status {
    pub(crate) fn run(&self, console: &Console, jobs: usize) -> Outcome {
        let migration = load_migration(&self.subject.migration)?;
        let survey =
            survey(&migration, &self.subject.tree, &self.subject.knowledge, jobs, console)?;
        if self.fold {
            return self.say_fold(&migration, &survey);
        }
        let text = if self.json {
            survey.status.to_json()
        } else if self.csv {
            tracker::csv(std::slice::from_ref(&survey.status)).map_err(|error| {
                source::Diagnostic::error(format!("the table can not be written: {error}"))
            })?
        } else {
            let colour = if console.colours_output() { Colour::Ansi } else { Colour::Plain };
            tracker::table(&survey.status, WIDTH, colour)
        };
        print(&text)?;
        survey.report_coverage(console);
        Ok(survey.exit())
    }

    /// The gate, after all that a series converts.
    fn say_fold(&self, migration: &Migration, survey: &Survey<'_>) -> Outcome {
        let tree = |path: &str| survey.tree.read(path);
        let mut changed: Overlay = survey
            .files
            .iter()
            .filter_map(|file| Some((file.path.clone(), file.after.clone()?)))
            .collect();
        if !changed.is_empty() {
            let primitive = migration::plan(migration, &tree)?;
            changed.extend(primitive.iter().map(|file| (file.path().to_owned(), file.after())));
        }
        let fold = fold(survey, migration, &changed)?;
        print(&if self.json { fold.to_json() } else { fold.summary(survey.status.sites.len()) })?;
        Ok(if matches!(fold, Fold::Ready(_)) { Exit::Done } else { Exit::Nothing })
    }
}
