//! Isomorphisms: pieces of C that a rule treats alike, as data that users can read, replace and turn off.
//!
//! ```text
//!   Expression                              rule          - if (p == NULL)
//!   @ is_null @ expression X; @@            matches also    if (!p)
//!   X == NULL => !X
//! ```
//!
//! [`parse_isomorphisms`] reads the format, [`standard_isomorphisms`] the file that comes with the tool, and [`expand`](fn@expand) rewrites a
//! rule: each piece of its pattern that a form matches becomes a disjunction of the piece and its equivalents.

mod build;
mod expand;
mod forms;
mod known;
mod negate;
mod read;

pub use expand::{Expanded, expand};
pub use known::disabled_in_vain;
pub use read::{parse_isomorphisms, standard_isomorphisms};

use source::Span;

use crate::{Metavariable, PatternNode, PatternToken};

/// Forms that mean the same.
#[derive(Clone, PartialEq, Debug)]
pub struct Isomorphism {
    /// What `disable` calls it.
    pub name: String,
    /// Where it applies.
    pub category: Category,
    /// Its metavariables.
    pub metavariables: Vec<Metavariable>,
    /// The tokens of its forms.
    pub tokens: Vec<PatternToken>,
    /// Its forms, in the order of the file.
    pub forms: Vec<Form>,
    /// Its header in the file.
    pub span: Span,
}

/// One form.
#[derive(Clone, PartialEq, Debug)]
pub struct Form {
    /// Its code.
    pub pattern: PatternNode,
    /// The forms that it may be replaced by, by place.
    pub leads_to: Vec<usize>,
}

/// Where an isomorphism applies.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Category {
    /// Any expression.
    Expression,
    /// An expression among the arguments of a call.
    ArgExpression,
    /// An expression whose truth is asked for.
    TestExpression,
    /// A statement.
    Statement,
    /// A declaration.
    Declaration,
    /// A type.
    Type,
    /// Items at file level.
    TopLevel,
}
