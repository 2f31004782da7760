//! What a rule wants of a file: tokens that go, code that comes. Not yet bytes: that is the work of [`crate::layout`].

use std::collections::BTreeSet;

use csyntax::{NodeId, TokenId};
use smpl::PlusShape;

/// All that one rule wants of one file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plan {
    /// Tokens that go.
    pub removed: BTreeSet<TokenId>,
    /// Whole directives that go: nodes of kind [`csyntax::NodeKind::Directive`].
    pub removed_directives: BTreeSet<NodeId>,
    /// Code that comes, in the order of the text.
    pub insertions: Vec<Insertion>,
}

/// Code that comes, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Insertion {
    /// What it stands beside; that may itself be among what goes.
    pub anchor: Anchor,
    /// On which side.
    pub side: Side,
    /// The statement, declaration or other node whose edge is meant, where several share the anchor: `if (x) y();`
    /// and its `y();` end in one token, but code behind the one is outside of the branch, behind the other inside.
    pub node: Option<NodeId>,
    /// The code.
    pub added: Added,
}

/// What added code stands beside.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Anchor {
    /// A token.
    Token(TokenId),
    /// A directive on a line of its own: a node of kind [`csyntax::NodeKind::Directive`].
    Directive(NodeId),
}

/// A side of a token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Side {
    /// In front of it.
    Before,
    /// Behind it.
    After,
}

/// Code to add, metavariables already replaced by what they are bound to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Added {
    /// Its pieces.
    pub pieces: Vec<AddedPiece>,
    /// Lines of their own, or part of one.
    pub shape: PlusShape,
    /// The column (tabs to 8) of its first character in the semantic patch.
    pub column: u32,
    /// The column of the pattern line it hangs on there.
    pub anchor_column: u32,
}

/// A piece of added code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AddedPiece {
    /// As written in the semantic patch; no line end.
    Text(String),
    /// What a metavariable is bound to, as it stands in the C file it comes from; may hold line ends.
    Code(String),
    /// A line end, and the column of the next line's first character in the semantic patch.
    Newline {
        /// That column.
        column: u32,
    },
}
