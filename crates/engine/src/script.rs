//! Scripts, as the engine sees them: what it hands to a script, and what comes back.
//!
//! The engine runs no script itself. Whoever calls it gives a [`ScriptHost`]; one call of the host is one script with
//! all the bindings that it is to run on, so that a host in another process is asked once for a rule and a file.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use source::{Diagnostic, LineColumn, LineIndex, Span};

/// Something that runs scripts.
pub trait ScriptHost {
    /// Runs a script once for each of `calls`, in order, up to the first that asks to [`Verdict::Exit`].
    fn run(&self, script: &Script<'_>, calls: &[Call]) -> Ran;
}

/// What running a script came to.
#[derive(Debug)]
pub struct Ran {
    /// What it printed, also when it failed then.
    pub output: String,
    /// A reply for each call; or why it could not be run or what it raised, with a place in the semantic patch.
    pub replies: Result<Vec<Reply>, Box<Diagnostic>>,
}

/// A script, and the files it is run for.
#[derive(Clone, Copy, Debug)]
pub struct Script<'a> {
    /// The rule it is or stands in.
    pub rule: &'a str,
    /// The semantic patch, for messages.
    pub path: &'a str,
    /// Its text, and where that stands in the semantic patch.
    pub code: &'a str,
    /// See [`Script::code`].
    pub span: Span,
    /// What is wanted of it.
    pub form: ScriptForm,
    /// The variables that it gives a value.
    pub computes: &'a [String],
    /// The C files at hand; none before the first and after the last.
    pub files: &'a [&'a str],
    /// The virtual names of the semantic patch, which scripts may name.
    pub virtuals: &'a Virtuals,
}

/// The virtual names that a semantic patch declares or asks for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Virtuals {
    /// Rules, `virtual name;`.
    pub rules: BTreeSet<String>,
    /// Identifiers, `virtual.name`.
    pub identifiers: BTreeSet<String>,
}

/// What is wanted of a script.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ScriptForm {
    /// Statements, run for what they do.
    Statements,
    /// An expression, whose value is wanted.
    Expression,
}

/// What one call of a script runs on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Call {
    /// Its variables.
    pub variables: Variables,
    /// What is bound, as rule and metavariable, where a script asks for that.
    pub bound: BTreeSet<(String, String)>,
}

/// The variables of one call, by name.
pub type Variables = Vec<(String, ScriptValue)>;

/// The value of a variable, on its way to a script or back.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ScriptValue {
    /// Code: its tokens, with a blank between them.
    Code(String),
    /// A list: all of it, and its elements.
    List(String, Vec<String>),
    /// Places in files.
    Places(Vec<Rc<Place>>),
    /// What the host's scripts have left under a name, `merge.name`.
    Merged(String),
}

/// A place in a file, by lines from 1 and columns (of bytes) from 0.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The function or declaration around it.
    pub element: String,
    /// Where that begins and ends.
    pub element_extent: Extent,
    /// Where the place begins and ends.
    pub extent: Extent,
}

/// From the first byte up to the byte behind the last.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Extent {
    /// The first line.
    pub line: u32,
    /// The column there.
    pub column: u32,
    /// The last line.
    pub line_end: u32,
    /// The column behind the last byte there.
    pub column_end: u32,
}

impl Extent {
    /// The extent of a span.
    pub fn of(lines: &LineIndex, span: Span) -> Self {
        let (start, end) = (lines.line_column(span.start), lines.line_column(span.end));
        let (column, column_end) = (start.column - 1, end.column - 1);
        Self { line: start.line, column, line_end: end.line, column_end }
    }

    /// The span of an extent, as far as it lies in the text.
    pub fn span(self, lines: &LineIndex) -> Span {
        let offset =
            |line, column: u32| lines.offset(LineColumn { line, column: column.saturating_add(1) });
        let start = offset(self.line, self.column);
        Span::new(start, offset(self.line_end, self.column_end).max(start))
    }
}

/// What one call of a script came to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reply {
    /// What becomes of the bindings it ran on.
    pub verdict: Verdict,
    /// The variables it computed.
    pub computed: Variables,
    /// The value of an expression as text.
    pub value: String,
    /// Whether an expression counts as true.
    pub truth: bool,
    /// The runs that it asks for.
    pub iterations: Vec<Iteration>,
}

/// Another run, which a script asks for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Iteration {
    /// The files to run on; `None` for those of the first run.
    pub files: Option<Vec<String>>,
    /// The virtual rules that are on.
    pub virtuals: BTreeSet<String>,
    /// The virtual identifiers.
    pub identifiers: BTreeMap<String, String>,
    /// Whether the virtual identifiers of the run that asks for it have their values still.
    pub extends: bool,
}

/// What a script decides of the bindings it ran on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Verdict {
    /// Later rules see them.
    #[default]
    Keep,
    /// Later rules do not.
    Drop,
    /// No more rules for this file.
    Exit,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extents_and_spans_are_each_others_inverse() {
        let lines = LineIndex::new(b"ab\n\tcd\nef");
        for (span, extent) in [
            (Span::new(0, 2), [1, 0, 1, 2]),
            (Span::new(4, 6), [2, 1, 2, 3]),
            (Span::new(1, 9), [1, 1, 3, 2]),
        ] {
            let found = Extent::of(&lines, span);
            let Extent { line, column, line_end, column_end } = found;
            assert_eq!([line, column, line_end, column_end], extent);
            assert_eq!(found.span(&lines), span);
        }
    }

    #[test]
    fn an_extent_outside_of_the_text_ends_with_it() {
        let far = Extent { line: 9, column: 7, line_end: 1, column_end: 1 };
        assert_eq!(far.span(&LineIndex::new(b"ab\n")), Span::new(3, 3));
    }
}
