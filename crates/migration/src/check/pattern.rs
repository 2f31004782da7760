//! Paths, path patterns and regular expressions of a manifest.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use regex::bytes::Regex;
use source::Diagnostic;

use super::Check;
use crate::condition::Probe;
use crate::document::{self, Document, Text};
use crate::folder::{is_inside, span_of};
use crate::{Condition, Scan};

impl Check {
    /// Which files are looked at: files that the migration creates define the new API, so they are not.
    pub(super) fn scan(&mut self, document: &Document) -> Scan {
        let created = document.insert.iter().filter(|insert| insert.create).map(|i| &i.file);
        let exclude = self.globs(document.scan.exclude.iter().chain(created));
        let given = document.scan.extensions.as_ref().map(|list| {
            list.iter().map(|e| e.get_ref().trim_start_matches('.').to_owned()).collect()
        });
        let extensions = given.unwrap_or_else(|| vec!["c".to_owned(), "h".to_owned()]);
        Scan { extensions, exclude }
    }

    /// Path patterns from the root of the tree; one that ends in `/` takes all below it.
    fn globs<'t>(&mut self, patterns: impl Iterator<Item = &'t Text>) -> GlobSet {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            let text = pattern.get_ref();
            let below = if text.ends_with('/') { format!("{text}**") } else { text.clone() };
            match GlobBuilder::new(&below).literal_separator(true).build() {
                Ok(glob) => drop(set.add(glob)),
                Err(error) => {
                    let message = format!("bad path pattern: {}", error.kind());
                    let help = "`*`, `?` and `[a-z]` match within a name, `**` across folders.";
                    self.fault(span_of(pattern), message, "here", help);
                }
            }
        }
        set.build().unwrap_or_else(|error| {
            let message = format!("the path patterns are too many to combine: {error}");
            self.faults.push(Diagnostic::error(message).help("Exclude folders, not files."));
            GlobSet::empty()
        })
    }

    /// A path in a tree.
    pub(super) fn tree_path(&mut self, path: &Text) -> String {
        if !is_inside(path.get_ref()) {
            let message = format!("`{}` is not a path inside a tree", path.get_ref());
            let help = "Name the file from the root of the tree, without `..` and a leading `/`.";
            self.fault(span_of(path), message, "here", help);
        }
        path.get_ref().clone()
    }

    pub(super) fn pattern(&mut self, pattern: &Text) -> Option<Regex> {
        let error = match Regex::new(pattern.get_ref()) {
            Ok(regex) => return Some(regex),
            Err(error) => error.to_string(),
        };
        let why = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
        let help = "Write it as Rust's `regex` takes it, best in a literal string ('…').";
        let message = format!("bad regular expression: {why}");
        self.fault(span_of(pattern), message, "here", help);
        None
    }

    pub(super) fn condition(
        &mut self,
        when: Option<&document::Probe>,
        when_not: Option<&document::Probe>,
    ) -> Condition {
        let mut probe = |probe: &document::Probe| {
            let file = self.tree_path(&probe.file);
            self.pattern(&probe.matches).map(|matches| Probe { file, matches })
        };
        Condition { when: when.and_then(&mut probe), when_not: when_not.and_then(&mut probe) }
    }
}
