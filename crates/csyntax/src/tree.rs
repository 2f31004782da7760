//! The tree: two flat arrays, tokens and nodes, and the text they point into.
//!
//! Nodes lie in preorder: a node's children follow it, `after` is where its subtree ends. So a subtree is a slice,
//! a walk is a loop, and nothing recurses. A node's tokens are a range of the token array; what lies between its
//! children is its own (the operator between two operands).
//!
//! ```text
//!   a + b;       tokens  a + b ;
//!                nodes   0 ExpressionStatement [0,4) after 4
//!                        1   BinaryExpression  [0,3) after 4
//!                        2     Identifier      [0,1) after 3
//!                        3     Identifier      [2,3) after 4
//! ```
//!
//! White space, comments, directives and the branches of a conditional that this reading leaves out are not tokens:
//! they are the gaps between them, told apart on demand by [`Tree::trivia`]. Every byte is thus in exactly one token
//! or one piece of trivia. A conditional that splits a statement has one reading in the main tree, and one more tree
//! for each other branch in [`Tree::variants`].

use std::sync::Arc;

use source::Span;

use crate::{NodeKind, TokenKind};

/// A token: its kind and its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Token {
    /// Its bytes.
    pub fn span(self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// The place of a token in [`Tree::tokens`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TokenId(pub u32);

/// The place of a node in the tree, in preorder; the root is 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u32);

/// A node as it lies in the array.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NodeData {
    pub(crate) kind: NodeKind,
    pub(crate) parent: u32,
    pub(crate) first: u32,
    pub(crate) end: u32,
    pub(crate) after: u32,
}

/// A child of a node: a node, or a token that is the node's own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Part {
    /// A child node.
    Node(NodeId),
    /// A token of the node itself.
    Token(TokenId),
}

/// What a preprocessing directive is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DirectiveKind {
    /// `#if`
    If,
    /// `#ifdef`
    Ifdef,
    /// `#ifndef`
    Ifndef,
    /// `#elif`, `#elifdef`, `#elifndef`
    Elif,
    /// `#else`
    Else,
    /// `#endif`
    Endif,
    /// `#include`, `#include_next`, `#import`
    Include,
    /// `#define`
    Define,
    /// `#undef`
    Undef,
    /// `#pragma`
    Pragma,
    /// `#error`, `#warning`, `#line`, `#ident`, an empty `#`, or a name not known
    Other,
}

/// One directive: its logical line, line splices and comments inside it included, without the line end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Directive {
    /// What it is.
    pub kind: DirectiveKind,
    /// From the `#` to the end of the logical line.
    pub span: Span,
    /// The token that follows it (in this tree's tokens).
    pub before: TokenId,
    /// The [`NodeKind::Directive`] or [`NodeKind::ConditionalBranch`] that stands for it, where a list may hold one.
    pub node: Option<NodeId>,
}

/// Why some tokens found no place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// The bytes that were not understood.
    pub span: Span,
    /// What was expected or is wrong, as one phrase.
    pub message: &'static str,
}

/// A piece of a gap between tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Trivia {
    /// What it is.
    pub kind: TriviaKind,
    /// Its bytes.
    pub span: Span,
}

/// What lies between tokens.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TriviaKind {
    /// Blanks, line ends, line splices.
    Space,
    /// `/* … */`
    BlockComment,
    /// `// …`
    LineComment,
    /// A directive's logical line.
    Directive,
    /// A branch of a conditional that this reading of the file leaves out.
    Inactive,
}

/// A file, or a pattern, as read.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(crate) text: Arc<[u8]>,
    pub(crate) tokens: Vec<Token>,
    pub(crate) nodes: Vec<NodeData>,
    pub(crate) directives: Vec<Directive>,
    /// The nodes that stand for directives, by node, with the place of the directive in `directives`.
    pub(crate) node_directives: Vec<(NodeId, u32)>,
    pub(crate) errors: Vec<SyntaxError>,
    /// The bytes of the branches that this reading leaves out, by place.
    pub(crate) inactive: Vec<Span>,
    pub(crate) variants: Vec<Tree>,
    /// The bytes this tree is about: the whole file, or the one item that a variant reads anew.
    pub(crate) scope: Span,
}

impl Tree {
    /// The text.
    pub fn text(&self) -> &Arc<[u8]> {
        &self.text
    }

    /// The root: a [`NodeKind::TranslationUnit`] or [`NodeKind::Pattern`].
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// All nodes, in preorder.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = NodeId> + ExactSizeIterator + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// The node and everything below it, in preorder.
    pub fn subtree(&self, node: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (node.0..self.data(node).after).map(NodeId)
    }

    /// What a node is.
    pub fn kind(&self, node: NodeId) -> NodeKind {
        self.data(node).kind
    }

    /// The node above, `None` for the root.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        (node.0 != 0).then(|| NodeId(self.data(node).parent))
    }

    /// The nodes above, nearest first.
    pub fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(node), |above| self.parent(*above))
    }

    /// The child nodes, in order.
    pub fn children(&self, node: NodeId) -> Children<'_> {
        Children { tree: self, next: node.0 + 1, end: self.data(node).after }
    }

    /// The first child of a kind.
    pub fn child(&self, node: NodeId, kind: NodeKind) -> Option<NodeId> {
        self.children(node).find(|child| self.kind(*child) == kind)
    }

    /// Children and own tokens, in the order of the text.
    pub fn parts(&self, node: NodeId) -> Parts<'_> {
        let data = self.data(node);
        Parts { children: self.children(node), held: None, token: data.first, end: data.end }
    }

    /// A node's own tokens: those in no child.
    pub fn own_tokens(&self, node: NodeId) -> impl Iterator<Item = TokenId> + '_ {
        self.parts(node).filter_map(|part| match part {
            Part::Token(token) => Some(token),
            Part::Node(_) => None,
        })
    }

    /// True when `inner` is `outer` or lies below it.
    pub fn is_within(&self, inner: NodeId, outer: NodeId) -> bool {
        outer.0 <= inner.0 && inner.0 < self.data(outer).after
    }

    /// The tokens under a node, as a range of [`Tree::tokens`].
    pub fn token_range(&self, node: NodeId) -> std::ops::Range<u32> {
        let data = self.data(node);
        data.first..data.end
    }

    /// The first token under a node; `None` for a node of no tokens.
    pub fn first_token(&self, node: NodeId) -> Option<TokenId> {
        let range = self.token_range(node);
        (!range.is_empty()).then_some(TokenId(range.start))
    }

    /// The last token under a node; `None` for a node of no tokens.
    pub fn last_token(&self, node: NodeId) -> Option<TokenId> {
        let range = self.token_range(node);
        (!range.is_empty()).then(|| TokenId(range.end - 1))
    }

    /// From the first byte of a node's first token to the last byte of its last; for a node of no tokens its
    /// directive's bytes, or the empty span where it stands.
    pub fn span(&self, node: NodeId) -> Span {
        match (self.first_token(node), self.last_token(node)) {
            (Some(first), Some(last)) => Span::new(self.token(first).start, self.token(last).end),
            _ => self.directive_of(node).map_or_else(
                || {
                    Span::empty(
                        self.tokens
                            .get(self.data(node).first as usize)
                            .map_or(self.scope.end, |token| token.start),
                    )
                },
                |directive| directive.span,
            ),
        }
    }

    /// The bytes of a node.
    pub fn node_text(&self, node: NodeId) -> &[u8] {
        self.span(node).of(&self.text)
    }

    /// All tokens, in order, without the end of input.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// A token.
    pub fn token(&self, token: TokenId) -> Token {
        self.tokens[token.0 as usize]
    }

    /// The bytes of a token.
    pub fn token_text(&self, token: TokenId) -> &[u8] {
        self.token(token).span().of(&self.text)
    }

    /// The directives, in order.
    pub fn directives(&self) -> &[Directive] {
        &self.directives
    }

    /// The directive that a [`NodeKind::Directive`] or [`NodeKind::ConditionalBranch`] stands for.
    pub fn directive_of(&self, node: NodeId) -> Option<&Directive> {
        let at = self.node_directives.binary_search_by_key(&node, |(of, _)| *of).ok()?;
        self.directives.get(self.node_directives[at].1 as usize)
    }

    /// What was not understood, by place.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// Other readings of single items: one for each branch of a conditional that splits a statement or declaration
    /// and that this tree leaves out. Their offsets are offsets in the same text.
    pub fn variants(&self) -> &[Tree] {
        &self.variants
    }

    /// The bytes this tree reads: the whole file, or, for a variant, its one item.
    pub fn scope(&self) -> Span {
        self.scope
    }

    /// The gap in front of token `token` (for one past the last token: the gap at the end).
    pub fn gap_before(&self, token: TokenId) -> Span {
        let at = token.0 as usize;
        let start = if at == 0 { self.scope.start } else { self.tokens[at - 1].end };
        Span::new(start, self.tokens.get(at).map_or(self.scope.end, |token| token.start))
    }

    pub(crate) fn data(&self, node: NodeId) -> &NodeData {
        &self.nodes[node.0 as usize]
    }
}

/// See [`Tree::children`].
#[derive(Clone, Debug)]
pub struct Children<'a> {
    tree: &'a Tree,
    next: u32,
    end: u32,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        (self.next < self.end).then(|| {
            let child = NodeId(self.next);
            self.next = self.tree.data(child).after;
            child
        })
    }
}

/// See [`Tree::parts`].
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    children: Children<'a>,
    held: Option<NodeId>,
    token: u32,
    end: u32,
}

impl Iterator for Parts<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        if self.held.is_none() {
            self.held = self.children.next();
        }
        let child = self.held.map(|child| (child, self.children.tree.token_range(child)));
        match child {
            Some((child, range)) if range.start <= self.token => {
                self.held = None;
                self.token = range.end.max(self.token);
                Some(Part::Node(child))
            }
            _ if self.token < self.end => {
                self.token += 1;
                Some(Part::Token(TokenId(self.token - 1)))
            }
            _ => None,
        }
    }
}
