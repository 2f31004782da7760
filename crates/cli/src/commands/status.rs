//! `treewide status`

use clap::Args;
use tracker::Colour;

use crate::arguments::Subject;
use crate::console::{Console, print};
use crate::failure::Outcome;
use crate::survey::{load_migration, survey};

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
}

/// Columns of a table whose reader is no terminal.
const WIDTH: usize = 100;

impl Status {
    pub(crate) fn run(&self, console: &Console, jobs: usize) -> Outcome {
        let migration = load_migration(&self.subject.migration)?;
        let survey =
            survey(&migration, &self.subject.tree, &self.subject.knowledge, jobs, console)?;
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
}
