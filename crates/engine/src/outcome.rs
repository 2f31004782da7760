//! What goes into a run on one file, and what comes out of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use csyntax::MacroIndex;
use csyntax::names::Declarations;
use source::{Diagnostic, Span};

use crate::offsets::Offsets;
use crate::script::{Iteration, ScriptHost};

/// One file to run on.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// Its name, for positions, messages and `file in`.
    pub path: &'a str,
    /// What it holds.
    pub text: &'a Arc<[u8]>,
    /// What is known of the macros it uses.
    pub macros: &'a MacroIndex,
    /// What the headers that it includes declare; `&()` for nothing.
    pub outside: &'a dyn Declarations,
    /// Functions to pass over, by name.
    pub frozen: &'a BTreeSet<String>,
    /// What runs the scripts among the rules, for those made with [`crate::Options::scripts`].
    pub scripts: Option<&'a dyn ScriptHost>,
}

impl std::fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Input").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Files that are one program: a rule runs over all of them before the next one does, and what it binds in one is looked
/// for in the others.
#[derive(Clone, Copy, Debug)]
pub struct Program<'a> {
    /// C files and headers, in the order in which rules run over them. Scripts are run by what the first names.
    pub files: &'a [Input<'a>],
    /// The names that scripts see, `cocci.files()`: those of the C files.
    pub named: &'a [&'a str],
}

/// What a semantic patch does to one file.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The text afterwards; `None` when it is as before.
    pub text: Option<Vec<u8>>,
    /// Every match, in the order of rules and then of the text.
    pub matches: Vec<Match>,
    /// Every rule that changed something, in order, and what it removed.
    pub changes: Vec<Change>,
    /// Where the bytes of the new text stood in the old.
    pub offsets: Offsets,
    /// What could not be done: functions over budget, matches that contradict each other.
    pub problems: Vec<Diagnostic>,
    /// What scripts have printed; for all files of a program, if it is the first.
    pub output: String,
    /// The runs that scripts ask for, likewise.
    pub iterations: Vec<Iteration>,
    /// A script that failed, likewise: the rules after it have not run, and the texts are as before.
    pub failure: Option<Box<Diagnostic>>,
}

impl Outcome {
    /// Of a file in which nothing is found.
    pub(crate) fn untouched(text: &[u8]) -> Self {
        Self { offsets: Offsets::untouched(text.len() as u32), ..Self::default() }
    }
}

/// One match of a rule.
#[derive(Clone, Debug)]
pub struct Match {
    /// The rule.
    pub rule: String,
    /// The function it lies in; empty outside of functions.
    pub function: String,
    /// The tokens it hit, in the file as it was read; tokens that an earlier rule wrote are not listed.
    pub tokens: Vec<Span>,
    /// Tokens on lines marked `*`.
    pub starred: Vec<Span>,
    /// What its metavariables are bound to.
    pub values: Vec<MatchedValue>,
}

/// What a metavariable is bound to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatchedValue {
    /// The metavariable.
    pub name: String,
    /// The code; empty for a position.
    pub text: String,
    /// Where it stands first, in the text that the rule saw.
    pub span: Span,
}

/// What one rule did.
#[derive(Clone, Debug)]
pub struct Change {
    /// The rule.
    pub rule: String,
    /// The tokens it removed, in the file as it was read; tokens that an earlier rule wrote are not listed.
    pub removed: Vec<Span>,
}
