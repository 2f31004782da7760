//! One section of MAINTAINERS, and how well it fits a path.

use super::{Depth, Expression, PathPattern, address};
use std::cmp::Reverse;

/// A section: the lines from one name to the next.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The name, as written.
    pub name: String,
    /// The line of the name, from 1.
    pub line: usize,
    /// `S:`; the last one counts.
    pub status: Option<String>,
    /// `T:` lines: kind and address of the trees that take patches.
    pub trees: Vec<String>,
    /// `M:`, `R:` and `L:` lines, as written and in order.
    pub contacts: Vec<Contact>,
    files: Vec<FilePattern>,
    excluded: Vec<PathPattern>,
    keywords: Vec<Expression>,
}

/// An `M:`, `R:` or `L:` line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Contact {
    /// Mail patches to.
    Maintainer(String),
    /// Wants to see patches.
    Reviewer(String),
    /// A mailing list, with its remark.
    List(String),
}

#[derive(Clone, Debug)]
enum FilePattern {
    Path(PathPattern),
    Name(Expression),
}

/// Why a line can not be used, and what to do.
pub(super) struct Problem {
    pub(super) what: String,
    pub(super) next: String,
}

/// A section that covers a path, and by which pattern.
#[derive(Clone, Copy, Debug)]
pub struct Match<'a> {
    /// The section.
    pub section: &'a Section,
    /// How deep its pattern reaches; `-1` for "everything", `0` for an `N:` line.
    pub depth: Depth,
    /// The pattern as written.
    pub pattern: &'a str,
    literal: usize,
}

impl Match<'_> {
    /// Smaller is more specific.
    pub(super) fn rank(&self) -> (Reverse<Depth>, Reverse<usize>, usize) {
        (Reverse(self.depth), Reverse(self.literal), self.section.files.len())
    }
}

impl Section {
    pub(super) fn new(name: &str, line: usize) -> Self {
        Self { name: name.to_owned(), line, ..Self::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.contacts.is_empty()
            && self.files.is_empty()
            && self.keywords.is_empty()
            && self.trees.is_empty()
            && self.status.is_none()
    }

    pub(super) fn add(
        &mut self,
        letter: char,
        value: &str,
        is_directory: &dyn Fn(&str) -> bool,
    ) -> Result<(), Problem> {
        let path = |value| PathPattern::parse(value, is_directory).map_err(bad_pattern);
        let expression = |value| Expression::parse(value).map_err(bad_pattern);
        match letter {
            'S' => self.status = Some(value.to_owned()),
            'T' => self.trees.push(value.to_owned()),
            'M' => self.contacts.push(Contact::Maintainer(checked(value)?)),
            'R' => self.contacts.push(Contact::Reviewer(checked(value)?)),
            'L' => self.contacts.push(Contact::List(value.to_owned())),
            'F' => self.files.push(FilePattern::Path(path(value)?)),
            'N' => self.files.push(FilePattern::Name(expression(value)?)),
            'X' => self.excluded.push(path(value)?),
            'K' => self.keywords.push(expression(value)?),
            // P:, Q:, W:, B:, C: and letters to come say nothing about files and recipients.
            _ => {}
        }
        Ok(())
    }

    /// `K:` lines.
    pub fn keywords(&self) -> &[Expression] {
        &self.keywords
    }

    /// The match that says most about `path`.
    pub(super) fn best_match(&self, path: &str) -> Option<Match<'_>> {
        self.matches(path).into_iter().min_by_key(Match::rank)
    }

    /// The match the script remembers: the last one.
    pub(super) fn last_match(&self, path: &str) -> Option<Match<'_>> {
        self.matches(path).pop()
    }

    fn matches(&self, path: &str) -> Vec<Match<'_>> {
        let hits = self.files.iter().filter_map(|pattern| self.match_of(pattern, path));
        let hits: Vec<_> = hits.collect();
        // Exclusions are rare, and matter only to a section that matches.
        let excluded = !hits.is_empty() && self.excluded.iter().any(|it| it.matches(path));
        if excluded { Vec::new() } else { hits }
    }

    fn match_of<'a>(&'a self, pattern: &'a FilePattern, path: &str) -> Option<Match<'a>> {
        match pattern {
            FilePattern::Path(pattern) => pattern.matches(path).then(|| Match {
                section: self,
                depth: pattern.depth(),
                pattern: pattern.text(),
                literal: pattern.literal_len(),
            }),
            FilePattern::Name(name) => name.is_in(path).then(|| Match {
                section: self,
                depth: 0,
                pattern: name.text(),
                literal: 0,
            }),
        }
    }
}

fn bad_pattern(why: String) -> Problem {
    Problem { what: why, next: "Correct the pattern; it covers no file as it stands.".to_owned() }
}

fn checked(value: &str) -> Result<String, Problem> {
    if address::Address::parse(value).address.is_empty() {
        let next = "Write it as `Name <local@domain>`.".to_owned();
        return Err(Problem { what: "it has no mail address".to_owned(), next });
    }
    Ok(value.to_owned())
}
