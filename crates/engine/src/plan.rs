//! What a rule wants of a file: tokens that go, code that comes. Not yet bytes: that is the work of [`crate::layout`].

use std::collections::BTreeSet;

use csyntax::TokenId;
use smpl::PlusShape;

/// All that one rule wants of one file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plan {
    /// Tokens that go.
    pub removed: BTreeSet<TokenId>,
    /// Code that comes, in the order of the text.
    pub insertions: Vec<Insertion>,
}

/// Code that comes, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Insertion {
    /// The token it stands beside; the token itself may be among those that go.
    pub anchor: TokenId,
    /// On which side.
    pub side: Side,
    /// The code.
    pub added: Added,
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
