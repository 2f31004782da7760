//! What a maintainer would remark on before reading a line of code.

use crate::posting::{POSTING_LIMIT, Posting};
use crate::series::{Patch, Series};
use source::Diagnostic;
use std::collections::BTreeMap;

/// Columns of a subject, without its `[PATCH 01/12]`.
pub const SUBJECT_WIDTH: usize = 75;

/// Warnings on a series that can be mailed, but should not be mailed as it is: subjects that are long or occur twice,
/// patches that go to no one, postings with more patches than people read.
pub fn review(series: &Series, postings: &[Posting]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = series.patches.iter().flat_map(review_patch).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for patch in &series.patches {
        *counts.entry(patch.full_subject()).or_default() += 1;
    }
    for (subject, count) in counts.iter().filter(|(_, count)| **count > 1) {
        let message = format!("{count} patches have the subject \"{subject}\"");
        found.push(Diagnostic::warning(message).help("Set a prefix for one of their paths."));
    }
    for posting in postings.iter().filter(|posting| posting.patches.len() > POSTING_LIMIT) {
        let message = format!(
            "the series has {} patches; more than {POSTING_LIMIT} in one posting are seldom read",
            posting.patches.len()
        );
        found.push(Diagnostic::warning(message).help("Post it in parts, with `--postings`."));
    }
    found
}

fn review_patch(patch: &Patch) -> Vec<Diagnostic> {
    let subject = patch.full_subject();
    let width = subject.chars().count();
    let mut found = Vec::new();
    if width > SUBJECT_WIDTH {
        let message = format!("the subject \"{subject}\" has {width} columns, {SUBJECT_WIDTH} fit");
        found
            .push(Diagnostic::warning(message).help("Shorten it in the message of the migration."));
    }
    if patch.recipients.to.is_empty() && patch.recipients.cc.is_empty() {
        let message = format!("the patch \"{subject}\" goes to no one");
        let help = format!("Add a section for {} to MAINTAINERS.", patch.paths().join(", "));
        found.push(Diagnostic::warning(message).help(help));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maintainers::Address;
    use crate::series::{Cover, Recipients, Role};

    fn patch(subject: &str, to: &str) -> Patch {
        let to = if to.is_empty() { Vec::new() } else { vec![Address::parse(to)] };
        Patch {
            role: Role::Conversion,
            apart: None,
            subsystem: String::new(),
            prefix: "net".into(),
            subject: subject.into(),
            body: String::new(),
            files: Vec::new(),
            recipients: Recipients { to, cc: Vec::new() },
            note: String::new(),
            sites: Vec::new(),
        }
    }

    #[track_caller]
    fn check(patches: Vec<Patch>, expected: &[&str]) {
        let series = Series { base: None, version: 1, cover: Cover::default(), patches };
        let found = review(&series, &[Posting::whole(&series)]);
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, part) in found.iter().zip(expected) {
            assert!(found.message.contains(part) && found.help.is_some(), "{found:?}");
        }
    }

    #[test]
    fn a_maintainer_remarks_on_form_first() {
        check(vec![patch("one", "a@b.org"), patch("two", "a@b.org")], &[]);
        check(vec![patch("one", "a@b.org"), patch("one", "")], &["no one", "2 patches have"]);
        check(vec![patch(&"x".repeat(71), "a@b.org")], &["76 columns"]);
        let many = (0..16).map(|number| patch(&number.to_string(), "a@b.org")).collect();
        check(many, &["16 patches"]);
    }
}
