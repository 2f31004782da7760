//! C as people write it: read without preprocessing, losslessly, and never refused.
//!
//! A parse gives a [`Tree`] and a list of errors. The same grammar reads the code parts of semantic patches, where a
//! few more tokens may stand (metavariables, dots, disjunctions).
#![warn(missing_docs)]

pub mod cfg;
mod kind;
pub mod names;
mod tree;
pub mod views;

pub use kind::{NodeKind, TokenKind};
pub use tree::{
    Children, Directive, DirectiveKind, NodeId, Part, Parts, SyntaxError, Token, TokenId, Tree,
    Trivia, TriviaKind,
};
