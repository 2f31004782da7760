//! `treewide parse`

mod report;

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use csyntax::{Function, Tree};
use headers::{Included, Wanted};
use rayon::prelude::*;
use source::{Diagnostic, LineIndex};

use self::report::{Totals, conditional_lines, file_as_json};
use crate::console::{Console, print};
use crate::failure::{Exit, Outcome, io_failure};
use crate::knowledge::{Knowledge, KnowledgeOptions};
use crate::source_tree::c_files;
use crate::unread::not_understood;

/// Read C files and say how well they could be read
///
/// Every file gives a tree; what could not be understood is told by place and reason. Results come in order of path. Without an option, both the places and the totals are printed.
#[derive(Args, Debug)]
pub(crate) struct Parse {
    /// Files, and directories to look for .c and .h files in
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print how much was read, and how fast
    #[arg(long)]
    stats: bool,
    /// Print each place that could not be read
    #[arg(long)]
    errors: bool,
    /// Print the tree, and which lines of each function are conditional
    #[arg(long)]
    dump: bool,
    /// Draw the control-flow graph of a function
    #[arg(long, value_name = "FUNCTION")]
    cfg: Option<String>,
    /// Draw it for Graphviz
    #[arg(long, requires = "cfg")]
    dot: bool,
    /// Write JSON: with --stats {"files", "files_with_errors", "functions", "functions_with_errors", "bytes",
    /// "seconds"}, else a line a file, {"path", "functions", "errors"}, with --errors only of files that have some
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    knowledge: KnowledgeOptions,
}

/// Files read before their results are printed.
const BATCH: usize = 1024;

/// What one file came to.
struct Read {
    bytes: usize,
    functions: usize,
    functions_with_errors: usize,
    /// Functions whose graph is wanted.
    graphs: usize,
    errors: Vec<Diagnostic>,
    text: String,
}

impl Parse {
    pub(crate) fn run(&self, console: &Console) -> Outcome {
        let files = c_files(&self.paths)?;
        let progress = console.progress("reading", Some(files.len() as u64));
        let start = Instant::now();
        let knowledge = Knowledge::of_files(
            &self.knowledge,
            self.knowledge.macros()?,
            &files,
            (Wanted::Macros, Included::None),
            &|_| true,
            console,
        );
        let mut totals = Totals::default();
        for batch in files.chunks(BATCH) {
            let read: Vec<Outcome<Read>> = batch
                .par_iter()
                .map(|file| {
                    progress.inc(1);
                    self.file(file, &knowledge)
                })
                .collect();
            for file in read {
                self.show(file, &mut totals, console)?;
            }
        }
        totals.seconds = start.elapsed().as_secs_f64();
        progress.finish_and_clear();
        if self.stats || self.is_plain() {
            print(&if self.json { totals.as_json() } else { totals.as_text() })?;
        }
        Ok(self.exit(&totals, console))
    }

    /// No form of output was asked for.
    fn is_plain(&self) -> bool {
        !(self.errors || self.dump || self.json || self.cfg.is_some())
    }

    fn exit(&self, totals: &Totals, console: &Console) -> Exit {
        match (totals, &self.cfg) {
            (Totals { failures: 1.., .. }, _) => Exit::Error,
            (Totals { files: 0, .. }, _) => {
                console.say("There is no .c or .h file in what was given.");
                Exit::Nothing
            }
            (Totals { graphs: 0, .. }, Some(wanted)) => {
                console.say(format!("No function is called {wanted}."));
                Exit::Nothing
            }
            (Totals { files_with_errors: 0, .. }, _) => Exit::Done,
            _ => Exit::Incomplete,
        }
    }

    /// Prints what is wanted of a file, and counts it. One that can not be read does not stop the others.
    fn show(&self, file: Outcome<Read>, totals: &mut Totals, console: &Console) -> Outcome<()> {
        let file = match file {
            Ok(file) => file,
            Err(failure) => {
                totals.failures += 1;
                console.report_all(&failure.diagnostics);
                return Ok(());
            }
        };
        totals.files += 1;
        totals.files_with_errors += usize::from(!file.errors.is_empty());
        totals.functions += file.functions;
        totals.functions_with_errors += file.functions_with_errors;
        totals.bytes += file.bytes;
        totals.graphs += file.graphs;
        if (self.errors || self.is_plain()) && !self.json {
            console.report_all(&file.errors);
        }
        print(&file.text)
    }

    fn file(&self, path: &Path, knowledge: &Knowledge) -> Outcome<Read> {
        let text = std::fs::read(path).map_err(|error| io_failure("read", path, &error))?;
        let known = knowledge.of(path, &text);
        let tree = csyntax::parse(text.into(), &known.macros);
        let label = path.display().to_string();
        let functions = csyntax::functions(&tree);
        let broken = functions.iter().filter(|function| report::is_broken(&tree, function)).count();
        Ok(Read {
            bytes: tree.text().len(),
            functions_with_errors: broken,
            functions: functions.len(),
            graphs: functions.iter().filter(|function| self.wants_graph(&tree, function)).count(),
            errors: not_understood(&label, &tree),
            text: self.text(&label, &tree, &functions),
        })
    }

    /// What is printed of a file.
    fn text(&self, label: &str, tree: &Tree, functions: &[Function]) -> String {
        let mut text = String::new();
        if self.dump {
            text.push_str(&csyntax::dump(tree));
            text.push_str(&conditional_lines(tree, functions));
        }
        text.push_str(&self.graphs(tree, functions));
        let is_wanted = !self.errors || !tree.errors().is_empty();
        if self.json && !self.stats && !self.dump && self.cfg.is_none() && is_wanted {
            text.push_str(&file_as_json(label, tree, functions));
        }
        text
    }

    /// Whether the graph of a function is wanted: a file may define it in both branches of a conditional.
    fn wants_graph(&self, tree: &Tree, function: &Function) -> bool {
        let name = function.name.map(|name| tree.token_text(name));
        name.is_some() && name == self.cfg.as_deref().map(str::as_bytes)
    }

    /// The graphs that are wanted.
    fn graphs(&self, tree: &Tree, functions: &[Function]) -> String {
        let draw = |function: &Function| {
            let graph = csyntax::cfg::Cfg::new(tree, function.node);
            let line = LineIndex::new(tree.text()).line(tree.span(function.node).start);
            let name = self.cfg.as_deref().unwrap_or_default();
            match self.dot {
                true => graph.to_dot(tree),
                false => format!("{name} (line {line})\n{}", graph.to_text(tree)),
            }
        };
        functions.iter().filter(|function| self.wants_graph(tree, function)).map(draw).collect()
    }
}
