//! What became of one file, written and shown.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use engine::Iteration;
use source::{Diagnostic, Span};

use super::diff::{Name, Shows, diff};
use super::options::Options;
use crate::console::print;
use crate::failure::{Outcome, io_failure};

/// What became of one file.
#[derive(Default)]
pub(super) struct Done {
    pub(super) path: PathBuf,
    pub(super) before: Arc<[u8]>,
    pub(super) after: Option<Vec<u8>>,
    pub(super) starred: Vec<Span>,
    pub(super) problems: Vec<Diagnostic>,
    /// What scripts printed.
    pub(super) output: String,
    /// The runs that scripts ask for.
    pub(super) iterations: Vec<Iteration>,
    /// A script that failed.
    pub(super) failure: Option<Box<Diagnostic>>,
}

impl Done {
    /// Whether the rules have found nothing in it.
    pub(super) fn is_nothing(&self) -> bool {
        self.after.is_none() && self.starred.is_empty() && self.problems.is_empty()
    }

    /// Takes what the rules have made of it.
    pub(super) fn take(&mut self, outcome: engine::Outcome) {
        self.after = outcome.text.filter(|after| **after != *self.before);
        self.starred = outcome.matches.into_iter().flat_map(|hit| hit.starred).collect();
        (self.problems, self.output) = (outcome.problems, outcome.output);
        (self.iterations, self.failure) = (outcome.iterations, outcome.failure);
    }
}

/// Writes and shows the result for one file.
pub(super) fn show(options: &Options, file: &Done) -> Outcome<()> {
    let (shows, shown) = match (&file.after, file.starred.is_empty()) {
        (Some(after), _) => (Shows::Change, after.clone()),
        (None, true) => return Ok(()),
        (None, false) => (Shows::Stars, without_lines(&file.before, &file.starred)),
    };
    let is_worth_it = options.force_diff || !is_same_but_for_blanks(&file.before, &shown);
    if !options.hide_diff && is_worth_it {
        let name = name_of(options, &file.path);
        let diff = diff(&name, shows, (&file.before, &shown), options.context);
        print(&String::from_utf8_lossy(&diff))?;
    }
    match &file.after {
        Some(after) => write(options, file, after),
        None => Ok(()),
    }
}

/// Writes the result wherever the options want it.
fn write(options: &Options, file: &Done, after: &[u8]) -> Outcome<()> {
    let save = |path: &Path, text: &[u8]| {
        std::fs::write(path, text).map_err(|error| io_failure("written", path, &error))
    };
    if options.in_place {
        if let Some(suffix) = &options.suffix {
            save(&with_suffix(&file.path, suffix), &file.before)?;
        }
        series::rewrite::rewrite_file(&file.path, &file.before, after)?;
    } else if options.out_place {
        let suffix = options.suffix.as_deref().unwrap_or(".cocci_res");
        save(&with_suffix(&file.path, suffix), after)?;
    }
    options.output.as_ref().map_or(Ok(()), |path| save(path, after))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Such a change is made and, unless that is asked for, not shown.
fn is_same_but_for_blanks(before: &[u8], after: &[u8]) -> bool {
    let black = |text: &'_ [u8]| -> Vec<u8> {
        text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
    };
    black(before) == black(after)
}

/// The names that diffs show: relative to the folder of `--patch`, or else to the one that was searched.
fn name_of(options: &Options, path: &Path) -> Name {
    let bases = options.base.iter().chain(&options.paths);
    let below =
        |base: &PathBuf| path.strip_prefix(base).ok().filter(|below| !below.as_os_str().is_empty());
    let relative = bases.filter_map(below).next().map(|below| below.display().to_string());
    Name { path: path.display().to_string(), relative }
}

/// The text without the lines that hold what is marked `*`: a diff then shows them as removed.
fn without_lines(text: &[u8], starred: &[Span]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(text.len());
    let mut start = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let end = start + line.len();
        let hit = |span: &Span| (span.start as usize) < end && (span.end as usize) > start;
        if !starred.iter().any(hit) {
            kept.extend_from_slice(line);
        }
        start = end;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_alone_are_no_change_to_show() {
        assert!(is_same_but_for_blanks(b"f( 1 );\n", b"f(1);\n\n"));
        assert!(!is_same_but_for_blanks(b"f(1);\n", b"f(2);\n"));
    }

    #[test]
    fn starred_lines_are_left_out() {
        let text = b"a\nbb\nc\n";
        assert_eq!(without_lines(text, &[Span::new(2, 4)]), b"a\nc\n");
        assert_eq!(without_lines(text, &[]), text);
    }
}
