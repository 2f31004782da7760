//! `treewide dashboard`

use std::path::{Path, PathBuf};

use clap::Args;
use migration::Migration;
use source::Diagnostic;

use crate::console::{Console, print};
use crate::failure::{Exit, Outcome, io_failure};
use crate::knowledge::KnowledgeOptions;
use crate::survey::{load_migration, survey};

/// Write a page that shows how far a migration has come
///
/// One self-contained HTML file: callers by tree and by subsystem, every caller with its reason, links into a series.
/// Give several trees, oldest first, to see the curve.
#[derive(Args, Debug)]
pub(crate) struct Dashboard {
    /// A migration: a name that `treewide list` shows, or the path of a folder with a migration.toml
    #[arg(value_name = "MIGRATION")]
    migration: String,
    /// Trees of C sources, oldest first
    #[arg(long, value_name = "DIR", num_args = 1.., required = true)]
    tree: Vec<PathBuf>,
    /// The folder to write index.html into; made when it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Series written by `treewide series` for the newest tree, to link to
    #[arg(long, value_name = "DIR")]
    series: Option<PathBuf>,
    #[command(flatten)]
    knowledge: KnowledgeOptions,
}

impl Dashboard {
    pub(crate) fn run(&self, console: &Console, jobs: usize) -> Outcome {
        let migration = load_migration(&self.migration)?;
        let mut trees = Vec::new();
        let mut exit = Exit::Done;
        for tree in &self.tree {
            let survey = survey(&migration, tree, &self.knowledge, jobs, console)?;
            survey.report_coverage(console);
            if survey.exit() == Exit::Incomplete {
                exit = Exit::Incomplete;
            }
            trees.push(survey.status);
        }
        let page = write_page(&migration, trees, self.series.as_deref(), &self.out)?;
        print(&format!("{}\n", page.display()))?;
        Ok(exit)
    }
}

/// Writes the page into `out`, and gives its path.
pub(crate) fn write_page(
    migration: &Migration,
    trees: Vec<tracker::Status>,
    series: Option<&Path>,
    out: &Path,
) -> Outcome<PathBuf> {
    std::fs::create_dir_all(out).map_err(|error| io_failure("made", out, &error))?;
    let series = series.map(|folder| link_to(folder, out, &trees)).transpose()?;
    let dashboard = tracker::dashboard::Dashboard {
        name: migration.name.clone(),
        title: migration.title.clone(),
        summary: migration.summary.clone(),
        old: migration.api.old.clone(),
        new: migration.api.new.clone(),
        shapes: migration
            .shapes
            .iter()
            .map(|shape| (shape.name.clone(), shape.title.clone()))
            .collect(),
        trees,
        series: series.into_iter().collect(),
        docs: migration.docs.clone(),
        tool: crate::composition::TOOL.to_owned(),
    };
    let html = dashboard
        .to_html()
        .map_err(|error| Diagnostic::error(format!("the page can not be made: {error}")))?;
    let page = out.join("index.html");
    let there = std::fs::read(&page).unwrap_or_default();
    if there.is_empty() {
        std::fs::write(&page, html).map_err(|error| io_failure("written", &page, &error))?;
    } else {
        series::rewrite::rewrite_file(&page, &there, html.as_bytes())?;
    }
    Ok(page)
}

/// The series in `folder`, made for the last of the trees, as seen from the page in `out`.
fn link_to(
    folder: &Path,
    out: &Path,
    trees: &[tracker::Status],
) -> Outcome<tracker::dashboard::Series> {
    let file = folder.join(series::render::INDEX_FILE);
    let json = std::fs::read_to_string(&file).map_err(|error| io_failure("read", &file, &error))?;
    let tree = trees.last().map(|status| status.tree.as_str()).unwrap_or_default();
    Ok(tracker::dashboard::Series::from_json(
        &file.display().to_string(),
        &json,
        tree,
        &relative(folder, out),
    )?)
}

/// `folder` as seen from `from`, when they lie side by side or one in the other; else as it was given.
fn relative(folder: &Path, from: &Path) -> String {
    let full = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let (folder, from) = (full(folder), full(from));
    for (up, above) in from.ancestors().enumerate() {
        if let Ok(rest) = folder.strip_prefix(above) {
            return format!("{}{}", "../".repeat(up), rest.display());
        }
    }
    folder.display().to_string()
}
