//! The pattern of a rule: an owned tree of nodes and tokens, small enough to copy and rewrite.
//!
//! ```text
//!   - frob(e, 0)              CallExpression
//!   + frob_one(e)               Identifier      [frob: minus]
//!                               ArgumentList    [( minus] MetaVariable[e minus] [, minus] Constant[0 minus] [) minus, after: "frob_one(e)"]
//! ```
//!
//! The tree is what is to be matched: context and minus code. Plus code hangs on the token it stands behind
//! (or, where there is none, before), as pieces of text with metavariables in it.

use csyntax::{NodeKind, TokenKind};
use source::Span;

use crate::MetaId;

/// A node of a pattern.
#[derive(Clone, PartialEq, Debug)]
pub struct PatternNode {
    /// The kind of the C node it matches, or one of the pattern-only kinds.
    pub kind: NodeKind,
    /// Child nodes and own tokens, in order.
    pub parts: Vec<PatternPart>,
}

/// A part of a node.
#[derive(Clone, PartialEq, Debug)]
pub enum PatternPart {
    /// A child.
    Node(PatternNode),
    /// A token of the node itself.
    Token(PatternTokenId),
}

/// The place of a token in [`crate::CodeRule::tokens`]. Patterns that isomorphisms make share the tokens they keep
/// and add tokens of their own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PatternTokenId(pub u32);

/// A token of a pattern, with all that SmPL hangs on it.
#[derive(Clone, PartialEq, Debug)]
pub struct PatternToken {
    /// What it is.
    pub kind: TokenKind,
    /// As written.
    pub text: String,
    /// Where it stands in the .cocci file; for a token made by an isomorphism, the place of what it replaces.
    pub span: Span,
    /// The metavariable it is.
    pub meta: Option<MetaId>,
    /// What happens to what it matches.
    pub mark: Mark,
    /// On a `?` line: need not be there.
    pub optional: bool,
    /// Metavariables attached with `@`: positions, or metavariables of other kinds bound to the smallest term that
    /// ends with (or is) this token.
    pub attached: Vec<MetaId>,
    /// Code added in front of it.
    pub plus_before: Vec<PlusBlock>,
    /// Code added behind it.
    pub plus_after: Vec<PlusBlock>,
    /// For `...`, `<...`, `<+...`: its `when` clauses.
    pub dots: Option<DotsInfo>,
}

/// What happens to the code a token matches.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mark {
    /// It stays.
    Context,
    /// `-`: it goes.
    Minus,
    /// `*`: it is shown.
    Star,
}

/// One run of adjacent `+` lines.
#[derive(Clone, PartialEq, Debug)]
pub struct PlusBlock {
    /// Its code.
    pub pieces: Vec<PlusPiece>,
    /// What it is, as far as layout cares.
    pub shape: PlusShape,
    /// `++`: may be added more than once at one place.
    pub multiple: bool,
    /// It stands in the column of the statement that ends here, not of the branch that does: it comes behind both.
    pub outside: bool,
    /// The line in front of it ends in a `\\`: it is added to the directive that stands there, not behind it.
    pub continues: bool,
    /// The column (tabs to 8) of its first character in the .cocci file, `+` counted as a blank.
    pub column: u32,
    /// The column of the pattern line it hangs on, for relative indentation.
    pub anchor_column: u32,
    /// Where it stands in the .cocci file.
    pub span: Span,
}

/// A piece of added code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PlusPiece {
    /// Tokens and blanks within one line, as written.
    Text(String),
    /// The value of a metavariable.
    Meta(MetaId),
    /// A line end, and the column at which the next line's first character stands in the .cocci file.
    Newline {
        /// That column.
        column: u32,
    },
}

/// What added code is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PlusShape {
    /// Whole statements, declarations, directives or functions: lines of their own.
    Lines,
    /// Anything less: goes where its neighbour is.
    Inline,
}

/// The `when` clauses of dots or a nest.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DotsInfo {
    /// In order.
    pub whens: Vec<When>,
}

/// One `when` clause.
#[derive(Clone, PartialEq, Debug)]
pub enum When {
    /// `when != code`: none of it on the way. The node is a Pattern.
    Not(PatternNode),
    /// `when = code`: nothing but this on the way. The node is a Pattern.
    Always(PatternNode),
    /// `when any`: the ends may stand on the way too.
    Any,
    /// `when strict`: every way counts, those that leave early too.
    Strict,
    /// `when forall`
    Forall,
    /// `when exists`
    Exists,
    /// `when != true e`: not on the branch where `e` is true.
    NotTrue(PatternNode),
    /// `when != false e`
    NotFalse(PatternNode),
}

impl PatternNode {
    /// The one node that a node holds when it holds nothing else; itself when it holds more, less, or a token.
    #[must_use]
    pub fn unwrapped(mut self) -> Self {
        match self.parts.pop() {
            Some(PatternPart::Node(only)) if self.parts.is_empty() => only,
            last => {
                self.parts.extend(last);
                self
            }
        }
    }

    /// The tokens of the node and everything below it, in order.
    pub fn tokens(&self) -> Vec<PatternTokenId> {
        let mut out = Vec::new();
        let mut stack = vec![self.parts.iter()];
        while let Some(top) = stack.last_mut() {
            match top.next() {
                Some(PatternPart::Token(token)) => out.push(*token),
                Some(PatternPart::Node(node)) => stack.push(node.parts.iter()),
                None => {
                    stack.pop();
                }
            }
        }
        out
    }

    /// The child nodes, in order.
    pub fn children(&self) -> impl Iterator<Item = &PatternNode> {
        self.parts.iter().filter_map(|part| match part {
            PatternPart::Node(node) => Some(node),
            PatternPart::Token(_) => None,
        })
    }
}
