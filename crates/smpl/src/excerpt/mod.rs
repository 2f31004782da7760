//! The part of a semantic patch that made a change, as its author wrote it: what a commit message quotes.
//!
//! A file of rules serves many callers and several versions of a tree; the reader of one patch wants the rules that
//! made it. Rules that did nothing go, and what they leave behind in the others is worked out, knowing that they
//! matched nowhere:
//!
//! ```text
//!   @moves@ … @@ …                 goes: it matched nothing
//!   @call depends on !moves@       @call@
//!   position take.site, moves.old; position take.site;
//!   @@                             @@
//!   (
//!   - old@site(e)                  - old@site(e)
//!   + new(e)                       + new(e)
//!   |
//!   - older@old(e)                 this branch asked for a binding of `moves`
//!   + new(e)
//!   )
//! ```
//!
//! What is left does to the same code what the whole did.

mod prune;

use std::collections::BTreeSet;

use source::Span;

use crate::file::File;
use crate::sections::{self, RuleSection};
use crate::{
    CodeRule, Constraint, Dependency, Origin, ParseOptions, RuleBody, SemanticPatch, parse,
};

/// What the rules of a semantic patch did in a run, by their names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Activity {
    /// Rules that matched.
    pub matched: BTreeSet<String>,
    /// Rules that changed something.
    pub changed: BTreeSet<String>,
}

impl Activity {
    /// Adds what happened elsewhere.
    pub fn merge(&mut self, other: &Self) {
        self.matched.extend(other.matched.iter().cloned());
        self.changed.extend(other.changed.iter().cloned());
    }
}

/// The rules of `text` that changed something and those that they need; comments in front of a rule stay with it.
/// `None` when it can not be cut: it does not parse, or includes other files.
///
/// ```
/// use smpl::{Activity, excerpt};
/// let text = "@a@ @@\n- f();\n\n@b@ @@\n- g();\n";
/// let names = |name: &str| [name.to_owned()].into();
/// let done = Activity { matched: names("b"), changed: names("b") };
/// assert_eq!(excerpt("two.cocci", text, &done).as_deref(), Some("@b@ @@\n- g();\n"));
/// ```
pub fn excerpt(path: &str, text: &str, activity: &Activity) -> Option<String> {
    let mut draft = Draft::read(path, text)?;
    let flags = |names: &BTreeSet<String>| -> Vec<bool> {
        draft.patch.rules.iter().map(|rule| names.contains(&rule.name)).collect()
    };
    let (matched, changed) = (flags(&activity.matched), flags(&activity.changed));
    while let Some(shorter) = prune::step(&draft, &matched) {
        draft = Draft::read(path, &shorter)?;
    }
    let cut = draft.compose(&draft.needed(changed));
    Draft::read(path, &cut).map(|_| cut)
}

/// A semantic patch with the places of its parts. Rules are told by their place, since a rule without a name is called
/// by its line.
struct Draft {
    file: File,
    rules: Vec<RuleSection>,
    top: Span,
    patch: SemanticPatch,
}

impl Draft {
    fn read(path: &str, text: &str) -> Option<Self> {
        let file = File::new(path, text.as_bytes());
        let sections = sections::split(&file).ok()?;
        let patch = parse(path, text.as_bytes(), &ParseOptions::default()).ok()?;
        let (rules, top) = (sections.rules, sections.top);
        (rules.len() == patch.rules.len()).then_some(Self { file, rules, top, patch })
    }

    /// The rules that are kept: `wanted`, and what they refer to.
    fn needed(&self, wanted: Vec<bool>) -> Vec<bool> {
        let mut kept = wanted;
        // A rule refers to earlier ones only, so one pass from the end finds all.
        for at in (0..kept.len()).rev() {
            if kept[at] {
                for name in self.references(at) {
                    let found = self.patch.rules.iter().position(|rule| rule.name == name);
                    found.into_iter().for_each(|found| kept[found] = true);
                }
            }
        }
        kept
    }

    /// The names of the rules that a rule refers to.
    fn references(&self, at: usize) -> Vec<String> {
        let rule = &self.patch.rules[at];
        let mut names = Vec::new();
        collect(&rule.depends, &mut names);
        match &rule.body {
            RuleBody::Code(code) => {
                names.extend(code.extends.clone());
                names.extend(inherited(code).map(|(_, rule)| rule.to_owned()));
                let constraints = code.metavariables.iter().flat_map(|meta| &meta.constraints);
                constraints.for_each(|constraint| compared(constraint, &mut names));
            }
            RuleBody::Script(script) => {
                let from = script.variables.iter().filter_map(|variable| variable.from.as_ref());
                names.extend(from.map(|(rule, _)| rule.clone()));
            }
        }
        names
    }

    /// The text of the rules that are kept.
    fn compose(&self, kept: &[bool]) -> String {
        let starts: Vec<usize> = (0..self.rules.len()).map(|at| self.start(at)).collect();
        let mut parts = Vec::new();
        let top = self.file.str(self.top);
        let code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
        let top: Vec<&str> = top.lines().filter(code).collect();
        if !top.is_empty() {
            parts.push(top.join("\n"));
        }
        for (at, start) in starts.iter().enumerate().filter(|(at, _)| kept[*at]) {
            let end = starts.get(at + 1).copied().unwrap_or(self.file.text.len());
            let text = self.file.str(Span::new(*start as u32, end as u32));
            parts.push(text.trim_end().to_owned());
        }
        parts.join("\n\n") + "\n"
    }

    /// Where a rule begins: with the comment lines right above its header.
    fn start(&self, at: usize) -> usize {
        let text = &self.file.text[..];
        let mut start = self.rules[at].header.start as usize - 1;
        while let Some(above) = line_above(text, start) {
            if !text[above..start].trim_ascii_start().starts_with(b"//") {
                break;
            }
            start = above;
        }
        start
    }
}

/// The start of the line that ends at `start`.
fn line_above(text: &[u8], start: usize) -> Option<usize> {
    let end = start.checked_sub(1).filter(|end| text[*end] == b'\n')?;
    Some(text[..end].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1))
}

/// The metavariables that come from other rules, by place, and these rules.
fn inherited(code: &CodeRule) -> impl Iterator<Item = (usize, &str)> {
    code.metavariables.iter().enumerate().filter_map(|(at, meta)| match &meta.origin {
        Origin::Rule { rule, .. } => Some((at, rule.as_str())),
        _ => None,
    })
}

/// The rules whose metavariables a constraint names, as `r.x`.
fn compared(constraint: &Constraint, names: &mut Vec<String>) {
    let metavariables = match constraint {
        Constraint::Set { set, .. } => &set.metavariables,
        Constraint::Subterm(metavariables) => metavariables,
        Constraint::Script { arguments, .. } => arguments,
        Constraint::Regex { .. } => return,
        Constraint::All(all) | Constraint::AnyOf(all) => {
            return all.iter().for_each(|one| compared(one, names));
        }
    };
    let rules = metavariables.iter().filter_map(|name| name.split_once('.'));
    names.extend(rules.map(|(rule, _)| rule.to_owned()));
}

/// The rules a dependency names.
fn collect(dependency: &Dependency, names: &mut Vec<String>) {
    match dependency {
        Dependency::Always | Dependency::File(_) => {}
        Dependency::Rule(name) | Dependency::Ever(name) | Dependency::Never(name) => {
            names.push(name.clone());
        }
        Dependency::Not(inner) => collect(inner, names),
        Dependency::And(left, right) | Dependency::Or(left, right) => {
            collect(left, names);
            collect(right, names);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    const TEXT: &str = "// For the reader of the file.\nvirtual v;\n\n// First.\n@a@\nexpression e;\nposition p;\n\
                        @@\n f@p(e)\n\n@b@\nposition q;\n@@\n g@q()\n\n// What changes.\n// All of it.\n\
                        @c depends on a && !b && v exists@\nexpression a.e;\nposition a.p, b.q;\n@@\n(\n\
                        - f@p(e)\n+ h(e)\n|\n- f@q(e)\n+ k(e)\n)\n\n@depends on never b@ @@\n- x();\n";

    #[track_caller]
    fn check(matched: &[&str], changed: &[&str], expected: Expect) {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect();
        let done = Activity { matched: names(matched), changed: names(changed) };
        expected.assert_eq(&excerpt("t.cocci", TEXT, &done).expect("it can be cut"));
    }

    #[test]
    fn rules_that_matched_nothing_leave_nothing_behind() {
        check(
            &["a", "c"],
            &["c"],
            expect![[r#"
                virtual v;

                // First.
                @a@
                expression e;
                position p;
                @@
                 f@p(e)

                // What changes.
                // All of it.
                @c depends on a && v exists@
                expression a.e;
                position a.p;
                @@
                - f@p(e)
                + h(e)
            "#]],
        );
    }

    #[test]
    fn what_matched_somewhere_stays_with_all_that_refers_to_it() {
        check(
            &["a", "b", "c"],
            &["c"],
            expect![[r#"
                virtual v;

                // First.
                @a@
                expression e;
                position p;
                @@
                 f@p(e)

                @b@
                position q;
                @@
                 g@q()

                // What changes.
                // All of it.
                @c depends on a && !b && v exists@
                expression a.e;
                position a.p, b.q;
                @@
                (
                - f@p(e)
                + h(e)
                |
                - f@q(e)
                + k(e)
                )
            "#]],
        );
    }

    #[test]
    fn a_rule_without_a_name_is_told_by_its_line() {
        check(
            &["rule starting on line 30"],
            &["rule starting on line 30"],
            expect![[r#"
                virtual v;

                @@ @@
                - x();
            "#]],
        );
    }

    #[test]
    fn what_can_not_be_read_can_not_be_cut() {
        assert_eq!(excerpt("t", "@a@\n", &Activity::default()), None);
        assert_eq!(excerpt("t", "#include \"x.cocci\"\n", &Activity::default()), None);
    }
}
