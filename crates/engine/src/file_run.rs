//! One file of a program on its way through the rules: its text as they have left it so far, and what became of it.
//!
//! A text is read when a rule first looks for something in it: most headers are never parsed.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use csyntax::MacroIndex;

use crate::outcome::{Change, Input, Outcome};
use crate::reading::{Readings, Sources};
use crate::rule_run::Found;
use crate::value::Values;

/// See the module's description.
pub(crate) struct FileRun<'a> {
    pub(crate) input: Input<'a>,
    source: Rc<Source<'a>>,
    /// Which of the texts of [`Values`] is the one at hand.
    reading: usize,
    pub(crate) outcome: Outcome,
}

/// A text, and its tree once it is asked for.
pub(crate) struct Source<'a> {
    text: Arc<[u8]>,
    macros: &'a MacroIndex,
    read: OnceCell<Sources>,
}

/// A source, and what is made of it for the rules.
pub(crate) struct Opened<'s> {
    source: &'s Source<'s>,
    readings: OnceCell<Readings<'s>>,
}

impl<'a> Source<'a> {
    fn new(text: Arc<[u8]>, macros: &'a MacroIndex) -> Rc<Self> {
        Rc::new(Self { text, macros, read: OnceCell::new() })
    }
}

impl<'s> Opened<'s> {
    pub(crate) fn new(source: &'s Source<'s>) -> Self {
        Self { source, readings: OnceCell::new() }
    }

    pub(crate) fn readings(&self) -> &Readings<'s> {
        self.readings.get_or_init(|| {
            let Source { text, macros, read } = self.source;
            Readings::new(read.get_or_init(|| Sources::new(text.clone(), macros)))
        })
    }
}

impl<'a> FileRun<'a> {
    pub(crate) fn new(input: Input<'a>, values: &mut Values) -> Self {
        Self {
            input,
            source: Source::new(input.text.clone(), input.macros),
            reading: values.read(input.path, input.text.clone()),
            outcome: Outcome::untouched(input.text),
        }
    }

    /// The file as the rules so far have left it.
    pub(crate) fn text(&self) -> &[u8] {
        &self.source.text
    }

    pub(crate) fn source(&self) -> Rc<Source<'a>> {
        self.source.clone()
    }

    pub(crate) fn reading(&self) -> usize {
        self.reading
    }

    /// Takes what a rule has found, and makes its edits. True when there are any.
    pub(crate) fn take(&mut self, rule: &str, found: Found, values: &mut Values) -> bool {
        self.outcome.matches.extend(found.matches);
        self.outcome.problems.extend(found.problems);
        if found.edits.is_empty() {
            return false;
        }
        let text = &self.source.text;
        let original = |span| self.outcome.offsets.original(span);
        let removed = found.removed.into_iter().filter_map(original).collect();
        self.outcome.changes.push(Change { rule: rule.to_owned(), removed });
        self.outcome.offsets = self.outcome.offsets.edited(&found.edits, text.len() as u32);
        let text: Arc<[u8]> = found.edits.apply(text).into();
        self.reading = values.read(self.input.path, text.clone());
        self.source = Source::new(text, self.input.macros);
        true
    }

    /// The outcome, with the new text if what changed it is to stay.
    pub(crate) fn finish(self, is_decided: bool) -> Outcome {
        // Rules may undo each other.
        let changed = is_decided
            && !self.outcome.changes.is_empty()
            && *self.source.text != **self.input.text;
        Outcome { text: changed.then(|| self.source.text.to_vec()), ..self.outcome }
    }
}
