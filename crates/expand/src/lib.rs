//! The expanded view: who calls whom in a file as the compiler sees it, under one configuration, macros expanded.
//!
//! [`read`] takes what `gcc -E` (or `gcc -E -dD`, which tells the macros too) wrote and gives the functions of one of
//! its files with their calls, each with the line of the original file. So a call that only a macro's replacement
//! holds is found, which the view of the source as it stands cannot show:
//!
//! ```text
//!   #define get(x) grab(&(x)->ref)                  # 7 "a.c"
//!   int f(struct s *s) { return get(s); }           int f(struct s *s) { return grab(&(s)->ref); }
//!                                                   f, line 7: calls grab, line 7
//! ```
//!
//! How it is read, one stage a module:
//!
//! ```text
//!   text ── markers     which file and line each byte comes from; the macros that were defined
//!        ── normalise   GNU forms that the parser lacks become C11 of the same length, so that places stay
//!        ── split       the function definitions, and the names that typedefs give
//!        ── calls       each definition through `lang-c`, behind a stand-in `typedef` for every such name it mentions
//! ```
//!
//! A definition is parsed by itself: what `lang-c` cannot read costs that function and no other, and is told in
//! [`Unit::unread`]. For calls it matters which names are types, not what they are, so headers are not parsed.
#![warn(missing_docs)]

mod calls;
mod markers;
mod normalise;
mod split;

use std::collections::BTreeMap;
use std::fmt;

/// What one file of a preprocessed translation unit holds.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// The functions that were read, in order.
    pub functions: Vec<Function>,
    /// The functions that were not.
    pub unread: Vec<Unread>,
    /// The macros defined anywhere in the unit, by name, if the preprocessor was asked to keep them (`-dD`).
    pub macros: BTreeMap<String, Macro>,
}

/// A function's definition and the calls in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of the name, from 1.
    pub line: u32,
    /// The calls in it, in the order of the text.
    pub calls: Vec<Call>,
}

/// A call.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Call {
    /// The line, from 1; of the macro's use where a macro brings the call.
    pub line: u32,
    /// What is called.
    pub callee: Callee,
}

/// What a call calls.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Callee {
    /// `name(…)`
    Name(String),
    /// `x.name(…)`, `x->name(…)`
    Member(String),
    /// Any other expression.
    Other,
}

impl fmt::Display for Callee {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(out, "{name}()"),
            Self::Member(name) => write!(out, "->{name}()"),
            Self::Other => write!(out, "(…)()"),
        }
    }
}

/// A function that could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unread {
    /// Its name, as far as it could be told.
    pub name: String,
    /// The line of its first token, from 1.
    pub line: u32,
    /// Why.
    pub reason: Reason,
}

/// Why a function could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The parser stopped at this line, in front of this text.
    Syntax {
        /// The line, from 1.
        line: u32,
        /// What stands there, cut short.
        before: String,
    },
    /// More tokens, or brackets in brackets, than the parser can be trusted with.
    TooLarge,
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { line, before } => write!(out, "not understood at line {line}: {before}"),
            Self::TooLarge => write!(out, "too large or too deeply nested"),
        }
    }
}

/// A macro's definition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Macro {
    /// It takes arguments.
    pub takes_arguments: bool,
    /// What it is replaced with.
    pub replacement: String,
}

/// Reads the functions that a preprocessed text has from `file`, named as the line markers name it.
///
/// Never fails: what could not be read is in [`Unit::unread`].
pub fn read(preprocessed: &[u8], file: &str) -> Unit {
    let (places, macros) = markers::read(preprocessed);
    let text = normalise::normalise(preprocessed);
    let split = split::split(&text);
    let mut unit = Unit { macros, ..Unit::default() };
    for definition in &split.functions {
        if places.file(definition.span.start) != file {
            continue;
        }
        match calls::calls(&text, definition, &split.types, &places) {
            Ok(function) => unit.functions.push(function),
            Err(unread) => unit.unread.push(unread),
        }
    }
    unit
}
