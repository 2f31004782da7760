//! Guards at work: on what a rule made of a file, on someone else's patch, on a tree.
//!
//! ```text
//! before ──┬── guard ── hits ─┐
//!          │                  ├── new ones: findings
//! after ───┴── guard ── hits ─┘
//! ```
//!
//! A hit that was there before is not the change's doing. Hits are compared by function and line of code, so that
//! moving code trips nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use csyntax::MacroIndex;
use engine::{Engine, Input};
use migration::{Guard, Judges, Migration};
use smpl::{Formula, RuleBody, required_words};
use source::Span;

use crate::conversion::{SITE, ready};
use crate::failure::Outcome;

/// The rules of a guard that [`Judges::Swap`]: what goes, and what comes in its place.
const SWAPPED: [&str; 2] = ["before", "after"];

/// The guards of a migration that judge code after a change.
pub(crate) struct Guards<'m> {
    guards: Vec<Ready<'m>>,
    macros: MacroIndex,
}

struct Ready<'m> {
    guard: &'m Guard,
    engine: Engine,
    /// What a file must hold for one of its rules to name a site in it.
    words: Formula,
}

/// Something a guard found.
#[derive(Clone, Debug)]
pub(crate) struct Finding<'m> {
    pub(crate) guard: &'m Guard,
    /// The function; empty outside of one.
    pub(crate) function: String,
    /// The place in the text after the change.
    pub(crate) span: Span,
}

/// A place where a rule of a guard matched.
struct Hit {
    rule: String,
    function: String,
    span: Span,
    /// Its line of code, blanks left out.
    line: String,
}

impl Hit {
    /// What makes two hits the same. For what is added, a line that was changed is the one that was there.
    fn key(&self, judges: Judges) -> (&str, &str, &str) {
        let line = if judges == Judges::Added { "" } else { &self.line };
        (&self.rule, &self.function, line)
    }
}

impl<'m> Guards<'m> {
    pub(crate) fn new(migration: &'m Migration) -> Outcome<Self> {
        let mut guards = Vec::new();
        for guard in migration.guards.iter().filter(|guard| guard.judges != Judges::Before) {
            let engine = ready(&guard.patch)?;
            let words = Formula::Or(engine.rules().filter_map(words).collect());
            guards.push(Ready { guard, engine, words });
        }
        Ok(Self { guards, macros: MacroIndex::builtin() })
    }

    /// The words that a file of a tree may be looked for by: without any of them, no guard finds anything in it.
    pub(crate) fn words(&self) -> Vec<String> {
        let all: BTreeSet<&str> = self.of_trees().flat_map(|ready| ready.words.words()).collect();
        all.into_iter().map(str::to_owned).collect()
    }

    /// Whether a file that holds these words has to be looked at.
    pub(crate) fn may_find(&self, has: &mut dyn FnMut(&str) -> bool) -> bool {
        self.of_trees().any(|ready| ready.words.holds(has))
    }

    /// What is wrong in a file as it stands.
    pub(crate) fn file(&self, path: &str, text: &Arc<[u8]>) -> Vec<Finding<'m>> {
        let found = self.of_trees().flat_map(|ready| {
            let hits = self.hits(ready, path, text);
            hits.into_iter().map(|hit| finding(ready, hit))
        });
        sorted(found.collect())
    }

    /// What a change makes wrong; `before` is `None` for a new file.
    pub(crate) fn change(
        &self,
        path: &str,
        before: Option<&Arc<[u8]>>,
        after: &Arc<[u8]>,
    ) -> Vec<Finding<'m>> {
        let found = self.guards.iter().flat_map(|ready| {
            let old = before.map(|text| self.hits(ready, path, text)).unwrap_or_default();
            let new = self.hits(ready, path, after);
            let fresh = fresh(&old, &new, ready.guard.judges);
            let fresh = match ready.guard.judges {
                Judges::Swap => swapped(&old, &new, fresh),
                Judges::Before | Judges::After | Judges::Added => fresh,
            };
            fresh.into_iter().map(|hit| finding(ready, hit)).collect::<Vec<_>>()
        });
        sorted(found.collect())
    }

    fn of_trees(&self) -> impl Iterator<Item = &Ready<'m>> {
        self.guards.iter().filter(|ready| ready.guard.judges == Judges::After)
    }

    fn hits(&self, ready: &Ready<'m>, path: &str, text: &Arc<[u8]>) -> Vec<Hit> {
        let frozen = BTreeSet::new();
        let input = Input {
            path,
            text,
            macros: &self.macros,
            outside: &(),
            frozen: &frozen,
            scripts: None,
        };
        let mut seen = BTreeSet::new();
        let outcome = ready.engine.run(&input);
        let sites = outcome.matches.into_iter().flat_map(|hit| {
            let (rule, function) = (hit.rule, hit.function);
            let sites = hit.values.into_iter().filter(|value| value.name == SITE);
            sites.map(move |value| (value.span, rule.clone(), function.clone()))
        });
        sites
            .filter(|(span, rule, _)| seen.insert((*span, rule.clone())))
            .map(|(span, rule, function)| Hit { rule, function, span, line: line(text, span) })
            .collect()
    }
}

/// What a rule asks of a file when it can name a site.
fn words(rule: &smpl::Rule) -> Option<Formula> {
    let RuleBody::Code(code) = &rule.body else { return None };
    code.find(SITE).map(|_| required_words(code))
}

fn finding<'m>(ready: &Ready<'m>, hit: Hit) -> Finding<'m> {
    Finding { guard: ready.guard, function: hit.function, span: hit.span }
}

fn sorted(mut found: Vec<Finding<'_>>) -> Vec<Finding<'_>> {
    found.sort_by_key(|finding| (finding.span, finding.guard.patch.name.clone()));
    found
}

/// The hits that were not there before, as often as they were not.
fn fresh(old: &[Hit], new: &[Hit], judges: Judges) -> Vec<Hit> {
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    old.iter().for_each(|hit| *known.entry(hit.key(judges)).or_default() += 1);
    let mut fresh = Vec::new();
    for hit in new {
        match known.get_mut(&hit.key(judges)) {
            Some(count) if *count > 0 => *count -= 1,
            _ => fresh.push(Hit {
                rule: hit.rule.clone(),
                function: hit.function.clone(),
                line: hit.line.clone(),
                ..*hit
            }),
        }
    }
    fresh
}

/// Of the fresh hits those that came where something else went, in the same function.
fn swapped(old: &[Hit], new: &[Hit], fresh: Vec<Hit>) -> Vec<Hit> {
    let [goes, comes] = SWAPPED;
    let count = |hits: &[Hit], function: &str| {
        hits.iter().filter(|hit| hit.rule == goes && hit.function == function).count()
    };
    let came =
        |hit: &Hit| hit.rule == comes && count(old, &hit.function) > count(new, &hit.function);
    fresh.into_iter().filter(came).collect()
}

fn line(text: &[u8], span: Span) -> String {
    let at = (span.start as usize).min(text.len());
    let start = text[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let end = text[at..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |end| at + end);
    let line = String::from_utf8_lossy(&text[start..end]);
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
