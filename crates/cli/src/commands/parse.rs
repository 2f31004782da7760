//! `treewide parse`

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use csyntax::{MacroIndex, Tree};
use rayon::prelude::*;
use source::{Diagnostic, LineIndex};

use crate::console::{Console, print};
use crate::failure::{Exit, Outcome, io_failure};
use crate::source_tree::c_files;

/// Read C files and say how well they could be read
///
/// Every file gives a tree; what could not be understood is told by place and reason.
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
    /// Print the tree
    #[arg(long)]
    dump: bool,
    /// Draw the control-flow graph of a function
    #[arg(long, value_name = "FUNCTION")]
    cfg: Option<String>,
    /// Draw it for Graphviz
    #[arg(long, requires = "cfg")]
    dot: bool,
    /// Write JSON
    #[arg(long)]
    json: bool,
    /// A file of macros to know besides those built in
    #[arg(long, value_name = "FILE")]
    macros: Option<PathBuf>,
}

/// What one file came to.
#[derive(Default)]
struct Read {
    bytes: usize,
    functions: usize,
    functions_with_errors: usize,
    errors: Vec<Diagnostic>,
    text: String,
}

impl Parse {
    pub(crate) fn run(&self, console: &Console) -> Outcome {
        let macros = self.macro_index()?;
        let files = c_files(&self.paths)?;
        let progress = console.progress("reading", Some(files.len() as u64));
        let start = Instant::now();
        let read: Vec<Read> = files
            .par_iter()
            .map(|file| {
                progress.inc(1);
                self.file(file, &macros)
            })
            .collect::<Outcome<_>>()?;
        let seconds = start.elapsed().as_secs_f64();
        progress.finish_and_clear();
        for file in &read {
            print(&file.text)?;
            if self.errors {
                console.report_all(&file.errors);
            }
        }
        let with_errors = read.iter().filter(|file| !file.errors.is_empty()).count();
        if self.stats || self.json {
            print(&self.statistics(&read, with_errors, seconds))?;
        }
        Ok(match (files.is_empty(), with_errors) {
            (true, _) => Exit::Nothing,
            (false, 0) => Exit::Done,
            (false, _) => Exit::Incomplete,
        })
    }

    fn macro_index(&self) -> Outcome<MacroIndex> {
        let index = MacroIndex::builtin();
        match &self.macros {
            None => Ok(index),
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|error| io_failure("read", path, &error))?;
                Ok(index.with_file(&path.display().to_string(), &text)?)
            }
        }
    }

    fn file(&self, path: &Path, macros: &MacroIndex) -> Outcome<Read> {
        let text = std::fs::read(path).map_err(|error| io_failure("read", path, &error))?;
        let tree = csyntax::parse(text.into(), macros);
        let label = path.display().to_string();
        let error = |error: &csyntax::SyntaxError| {
            Diagnostic::warning(format!("not understood: {}", error.message))
                .at(&label, error.span, "")
        };
        let functions = csyntax::functions(&tree);
        let broken = |function: &csyntax::Function| {
            let span = tree.span(function.node);
            tree.errors().iter().any(|error| span.contains(error.span))
        };
        Ok(Read {
            bytes: tree.text().len(),
            functions_with_errors: functions.iter().filter(|function| broken(function)).count(),
            functions: functions.len(),
            errors: tree.errors().iter().map(error).collect(),
            text: self.drawing(&tree, &functions),
        })
    }

    fn drawing(&self, tree: &Tree, functions: &[csyntax::Function]) -> String {
        let mut text = if self.dump { csyntax::dump(tree) } else { String::new() };
        let Some(wanted) = &self.cfg else { return text };
        for function in functions {
            if function.name.is_some_and(|name| tree.token_text(name) == wanted.as_bytes()) {
                let graph = csyntax::cfg::Cfg::new(tree, function.node);
                let line = LineIndex::new(tree.text()).line(tree.span(function.node).start);
                let drawn = if self.dot {
                    graph.to_dot(tree)
                } else {
                    format!("{wanted} (line {line})\n{}", graph.to_text(tree))
                };
                text.push_str(&drawn);
            }
        }
        text
    }

    fn statistics(&self, read: &[Read], with_errors: usize, seconds: f64) -> String {
        let bytes: usize = read.iter().map(|file| file.bytes).sum();
        let functions: usize = read.iter().map(|file| file.functions).sum();
        let broken: usize = read.iter().map(|file| file.functions_with_errors).sum();
        if self.json {
            return format!(
                "{:#}\n",
                serde_json::json!({
                    "files": read.len(),
                    "files_with_errors": with_errors,
                    "functions": functions,
                    "functions_with_errors": broken,
                    "bytes": bytes,
                    "seconds": seconds,
                })
            );
        }
        let speed = bytes as f64 / seconds.max(1e-9) / 1e6;
        format!(
            "{} files, {with_errors} not read in full; {functions} functions, {broken} not read in full; \
             {bytes} bytes in {seconds:.2} s ({speed:.0} MB/s)\n",
            read.len()
        )
    }
}
