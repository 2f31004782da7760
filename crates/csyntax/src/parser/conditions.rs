//! What the `#if`s of a file ask, and what a reading supposes to be the answer, so that it takes the same branch of all
//! conditionals that ask the same.
//!
//! ```text
//!   #ifdef A      condition 0, as it is
//!   #ifndef A     condition 0, negated
//!   #if !(B)      condition 1, negated
//! ```

use std::collections::HashMap;

use crate::lexer::directive_words;
use crate::{Directive, DirectiveKind};

/// A condition by number, and whether an `#if` wants it to hold.
#[derive(Clone, Copy)]
pub(super) struct Condition {
    number: u32,
    positive: bool,
}

/// The condition of every directive that has one; equal text is one condition.
pub(super) struct Conditions(Vec<Condition>);

impl Conditions {
    pub(super) fn new(text: &[u8], directives: &[Directive]) -> Self {
        let mut numbers = HashMap::new();
        let conditions = directives.iter().map(|directive| {
            let words = directive_words(directive.span.of(text));
            let (words, positive) = plain(directive.kind, words);
            let next = numbers.len() as u32;
            Condition { number: *numbers.entry(words).or_insert(next), positive }
        });
        Self(conditions.collect())
    }

    /// The condition of a directive.
    pub(super) fn of(&self, directive: u32) -> Condition {
        self.0[directive as usize]
    }
}

/// A condition without what negates it, and whether it is meant positively.
fn plain(kind: DirectiveKind, words: &[u8]) -> (&[u8], bool) {
    let (words, positive) = match (kind, words.strip_prefix(b"!")) {
        (DirectiveKind::Ifdef, _) => (words, true),
        (DirectiveKind::Ifndef, _) => (words, false),
        (_, Some(rest)) if !rest.contains(&b'&') && !rest.contains(&b'|') => (rest, false),
        _ => (words, true),
    };
    let inner = (words.strip_prefix(b"defined"))
        .map(|rest| rest.trim_ascii())
        .map(|rest| rest.strip_prefix(b"(").and_then(|r| r.strip_suffix(b")")).unwrap_or(rest));
    (inner.filter(|name| name.iter().all(u8::is_ascii_graphic)).unwrap_or(words), positive)
}

/// What one reading supposes about conditions.
#[derive(Default)]
pub(super) struct Suppositions {
    /// By number; the first supposition about a condition counts.
    holds: Vec<Option<bool>>,
    /// The numbers of `holds`, in the order in which they were supposed.
    made: Vec<u32>,
}

impl Suppositions {
    /// Whether what a directive asks is supposed to hold; `None` when nothing is supposed.
    pub(super) fn holds(&self, condition: Condition) -> Option<bool> {
        let holds = self.holds.get(condition.number as usize).copied().flatten();
        holds.map(|holds| holds == condition.positive)
    }

    /// Supposes that what a directive asks holds, or does not.
    pub(super) fn suppose(&mut self, condition: Condition, holds: bool) {
        let number = condition.number as usize;
        if self.holds.len() <= number {
            self.holds.resize(number + 1, None);
        }
        if self.holds[number].is_none() {
            self.holds[number] = Some(holds == condition.positive);
            self.made.push(condition.number);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.made.len()
    }

    /// Forgets all but the first `length` suppositions.
    pub(super) fn truncate(&mut self, length: usize) {
        for number in self.made.drain(length.min(self.made.len())..) {
            self.holds[number as usize] = None;
        }
    }
}
