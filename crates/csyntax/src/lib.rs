//! C as people write it: read without preprocessing, losslessly, and never refused.
//!
//! A parse gives a [`Tree`] and a list of errors. The same grammar reads the code parts of semantic patches, where a
//! few more tokens may stand (metavariables, dots, disjunctions).
//!
//! ```
//! let macros = csyntax::MacroIndex::builtin();
//! let tree = csyntax::parse(b"int f(void) { return 1; }".as_slice().into(), &macros);
//! assert!(tree.errors().is_empty());
//! assert_eq!(csyntax::functions(&tree).len(), 1);
//! ```
#![warn(missing_docs)]

mod alternatives;
pub mod cfg;
mod conditional_parts;
mod dump;
mod functions;
mod kind;
mod lexer;
mod macros;
pub mod names;
mod parser;
mod tree;
mod trivia;
pub mod views;

pub use alternatives::Alternatives;
pub use conditional_parts::{ConditionalPart, conditional_parts};
pub use dump::dump;
pub use functions::{Function, functions};
pub use kind::{NodeKind, TokenKind};
pub use lexer::{Lexed, lex};
pub use macros::{Lesson, MacroClass, MacroIndex, MacroSource};
pub use parser::{
    PatternEntry, define_head, directive_words, effort, parse, parse_and_learn, parse_directive,
    parse_pattern, parse_pattern_with_directives, parse_replacement,
};
pub use tree::{
    Children, Directive, DirectiveKind, NodeId, Part, Parts, SyntaxError, Token, TokenId, Tree,
    Trivia, TriviaKind,
};
pub use trivia::TriviaIter;
