//! What `treewide parse` tells of files: totals, and of each function where it is broken or conditional.

use csyntax::{ConditionalPart, Function, Tree, conditional_parts};
use serde_json::json;
use source::{LineIndex, Span};

use crate::console::count;

/// What all files came to.
#[derive(Default)]
pub(super) struct Totals {
    pub(super) files: usize,
    pub(super) files_with_errors: usize,
    pub(super) functions: usize,
    pub(super) functions_with_errors: usize,
    pub(super) bytes: usize,
    pub(super) seconds: f64,
    /// Functions whose graph was wanted.
    pub(super) graphs: usize,
    /// Files that could not be opened.
    pub(super) failures: usize,
}

impl Totals {
    pub(super) fn as_json(&self) -> String {
        let all = json!({
            "files": self.files,
            "files_with_errors": self.files_with_errors,
            "functions": self.functions,
            "functions_with_errors": self.functions_with_errors,
            "bytes": self.bytes,
            "seconds": self.seconds,
        });
        format!("{all:#}\n")
    }

    pub(super) fn as_text(&self) -> String {
        let speed = self.bytes as f64 / self.seconds.max(1e-9) / 1e6;
        format!(
            "{}, {} not read in full; {}, {} not read in full; {} bytes in {:.2} s ({speed:.0} MB/s)\n",
            count(self.files, "file"),
            self.files_with_errors,
            count(self.functions, "function"),
            self.functions_with_errors,
            self.bytes,
            self.seconds,
        )
    }
}

/// Whether something in a function was not understood.
pub(super) fn is_broken(tree: &Tree, function: &Function) -> bool {
    let span = tree.span(function.node);
    tree.errors().iter().any(|error| span.contains(error.span))
}

/// A file as one line of JSON.
pub(super) fn file_as_json(label: &str, tree: &Tree, functions: &[Function]) -> String {
    let lines = LineIndex::new(tree.text());
    let parts = conditional_parts(tree);
    let functions: Vec<_> = functions
        .iter()
        .map(|function| {
            let span = tree.span(function.node);
            let conditional: Vec<_> = within(&parts, span, &lines)
                .map(|(first, last, condition)| json!({"first": first, "last": last, "condition": condition}))
                .collect();
            json!({
                "name": name(tree, function),
                "line": lines.line(span.start),
                "end_line": lines.line(span.end),
                "broken": is_broken(tree, function),
                "conditional": conditional,
            })
        })
        .collect();
    let errors: Vec<_> = tree
        .errors()
        .iter()
        .map(|error| {
            let place = lines.line_column(error.span.start);
            json!({"line": place.line, "column": place.column, "reason": error.message})
        })
        .collect();
    format!("{}\n", json!({"path": label, "functions": functions, "errors": errors}))
}

/// A line for each conditional part of each function: `conditional f 3-5 defined(A)`.
pub(super) fn conditional_lines(tree: &Tree, functions: &[Function]) -> String {
    let lines = LineIndex::new(tree.text());
    let parts = conditional_parts(tree);
    let mut text = String::new();
    for function in functions {
        for (first, last, condition) in within(&parts, tree.span(function.node), &lines) {
            text.push_str(&format!(
                "conditional {} {first}-{last} {condition}\n",
                name(tree, function)
            ));
        }
    }
    text
}

/// The lines of a function that lie in conditional parts, with the conditions.
fn within<'p>(
    parts: &'p [ConditionalPart],
    function: Span,
    lines: &'p LineIndex,
) -> impl Iterator<Item = (u32, u32, &'p str)> {
    parts.iter().filter_map(move |part| {
        let is_apart = part.span.end <= function.start || part.span.start >= function.end;
        // The part begins behind one directive, and ends at the beginning of another.
        let first = (lines.line(part.span.start) + 1).max(lines.line(function.start));
        let last = (lines.line(part.span.end) - 1).min(lines.line(function.end));
        (!is_apart && first <= last).then_some((first, last, part.condition.as_str()))
    })
}

fn name(tree: &Tree, function: &Function) -> String {
    let name = function.name.map(|name| tree.token_text(name)).unwrap_or_default();
    String::from_utf8_lossy(name).into_owned()
}
