//! MAINTAINERS as the kernel writes it: who looks after which part of a tree.
//!
//! ```text
//! NETWORKING [TLS]                         a section: a name, then lines `letter: value`
//! M:  Ann Other <ann@example.org>          mail patches to
//! R:  Bob Reader <bob@example.org>         a reviewer
//! L:  netdev@example.org (moderated)       a list
//! S:  Maintained                           status
//! T:  git git://example.org/net.git        the tree that takes patches
//! F:  net/tls/*                            files, X: but not these, N: paths, K: content
//! ```
//!
//! The reference is `scripts/get_maintainer.pl --nogit --nogit-fallback`: [`Maintainers::recipients`] gives what it
//! prints, and [`Maintainers::section_of`] the one section that speaks for a path. Where the script leaves the order
//! to chance (sections equally deep), ours is the order of the file.

mod address;
mod pattern;
mod recipients;
mod section;

pub use address::{Address, Mailmap};
pub use pattern::{Depth, Expression, PathPattern};
pub use recipients::{Query, Recipient, Role};
pub use section::{Contact, Match, Section};

use source::{Diagnostic, Span};

/// The sections of a MAINTAINERS file, in its order.
#[derive(Clone, Debug, Default)]
pub struct Maintainers {
    sections: Vec<Section>,
    mailmap: Mailmap,
}

impl Maintainers {
    /// Reads a MAINTAINERS file called `label` in diagnostics. `is_directory` tells whether a path (relative to the
    /// top of the tree) is a directory. Reading never fails: a line that can not be used is reported and left out.
    ///
    /// ```
    /// use series::maintainers::Maintainers;
    /// let text = b"VHOST\nM:\tAnn <ann@example.org>\nF:\tdrivers/vhost/\n";
    /// let (maintainers, problems) = Maintainers::parse("MAINTAINERS", text, &|_| false);
    /// assert!(problems.is_empty());
    /// assert_eq!(maintainers.section_of("drivers/vhost/scsi.c").unwrap().section.name, "VHOST");
    /// ```
    pub fn parse(
        label: &str,
        text: &[u8],
        is_directory: &dyn Fn(&str) -> bool,
    ) -> (Self, Vec<Diagnostic>) {
        let mut reader = Reader { label, is_directory, sections: Vec::new(), problems: Vec::new() };
        let mut start = 0;
        for (number, line) in text.split(|byte| *byte == b'\n').enumerate() {
            let end = start + line.len();
            let span = Span::new(offset(start), offset(end));
            reader.line(&String::from_utf8_lossy(line), span, number + 1);
            start = end + 1;
        }
        reader.sections.retain(|section| !section.is_empty());
        if reader.sections.is_empty() {
            reader.problems.push(
                Diagnostic::error(format!("{label} has no section"))
                    .at(label, Span::empty(0), "")
                    .help(
                        "Give a file with sections: a name, then lines such as `F: drivers/net/`.",
                    ),
            );
        }
        (Self { sections: reader.sections, mailmap: Mailmap::default() }, reader.problems)
    }

    /// With the names and addresses of a `.mailmap`.
    #[must_use]
    pub fn with_mailmap(mut self, mailmap: Mailmap) -> Self {
        self.mailmap = mailmap;
        self
    }

    /// The sections, in the order of the file.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The section that speaks for `path`: of those that match, the one whose pattern is deepest; among equals the
    /// one with the longest text before a wildcard, then with the fewest patterns, then the first of the file.
    /// A section that matches as part of "everything" (`F: *`, `F: */`) never speaks for a path.
    pub fn section_of(&self, path: &str) -> Option<Match<'_>> {
        let found = self.sections.iter().filter_map(|section| section.best_match(path));
        found.filter(|found| found.depth >= 0).min_by_key(Match::rank)
    }

    /// Every section with a path pattern that matches, deepest first, ties in the order of the file.
    pub fn sections_of(&self, path: &str) -> Vec<Match<'_>> {
        let found = self.sections.iter().filter_map(|section| section.last_match(path));
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|found| std::cmp::Reverse(found.depth));
        found
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

struct Reader<'a> {
    label: &'a str,
    is_directory: &'a dyn Fn(&str) -> bool,
    sections: Vec<Section>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, span: Span, number: usize) {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            return;
        }
        match letter(line) {
            Some((letter, value)) => self.entry(letter, value, span, number),
            None => self.sections.push(Section::new(line, number)),
        }
    }

    fn entry(&mut self, letter: char, value: &str, span: Span, number: usize) {
        if self.sections.is_empty() {
            self.report(
                span,
                "this line belongs to no section",
                "Put the name of the section above it.",
            );
            self.sections.push(Section::new("", number));
        }
        let Some(section) = self.sections.last_mut() else { return };
        if let Err(problem) = section.add(letter, value, self.is_directory) {
            self.report(span, &problem.what, &problem.next);
        }
    }

    fn report(&mut self, span: Span, what: &str, next: &str) {
        let message = format!("a line of {} can not be used: {what}", self.label);
        self.problems.push(Diagnostic::warning(message).at(self.label, span, what).help(next));
    }
}

/// `X: value`, the value without the white space in front.
fn letter(line: &str) -> Option<(char, &str)> {
    let letter = line.chars().next().filter(char::is_ascii_uppercase)?;
    Some((letter, line[1..].strip_prefix(':')?.trim_start()))
}
