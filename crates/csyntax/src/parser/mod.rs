//! The parser: recursive descent over raw tokens, nodes in postorder, never refusing.
//!
//! One file a stage of the grammar; what they share is the [`Parser`] below:
//!
//! ```text
//!   cursor        the next token, across directives       items          what stands at file level
//!   conditionals  branches, split groups, variants        declarations   specifiers, fields, enumerators
//!   tree_builder  postorder nodes to the preorder tree    declarators    pointers, arrays, functions, parameters
//!   lookahead     what a name is, told by its shape       statements     expressions   arguments   initializers
//!   recovery      what a mistake costs                    patterns       what only a semantic patch can hold
//!   effort        when nothing is read again
//! ```
//!
//! A rule that can not go on returns [`Failed`]; the nearest statement, header, argument or declaration catches it and
//! turns its own tokens into an `Error` node. Nothing recurses deeper than [`NESTING_LIMIT`], every loop moves on.

mod arguments;
mod assembler;
mod brackets;
mod conditionals;
mod conditions;
mod cursor;
mod declarations;
mod declarators;
mod effort;
mod expressions;
mod initializers;
mod items;
mod lists;
mod lookahead;
mod patterns;
mod recovery;
mod specifiers;
mod statements;
mod tree_builder;
mod types;
mod variants;

use std::sync::Arc;

use source::Span;

use self::brackets::Brackets;
use self::conditionals::Conditionals;
use self::effort::Effort;
pub use self::effort::effort;
pub use self::patterns::{
    PatternEntry, define_head, directive_words, parse_directive, parse_pattern,
    parse_pattern_with_directives, parse_replacement,
};
use self::tree_builder::Postorder;
use crate::lexer::{lex, open_comment};
use crate::macros::{Known, MacroIndex};
use crate::{Directive, NodeKind, SyntaxError, Token, TokenKind, Tree};

/// How deep constructs may nest. What is deeper becomes an `Error` node, read over with its brackets balanced; chosen so
/// that a thread of 2 MiB stack suffices in an unoptimised build.
const NESTING_LIMIT: u32 = 200;

/// Reads C as it stands. Never fails: what was not understood lies in `Error` nodes, told by [`Tree::errors`].
///
/// `macros` is what is known of macros beforehand; the file's own `#define`s and typedefs are learned on top, so the
/// result depends on the text and on `macros` alone. What is known from outside is believed as far as the text can be
/// read with it: one header may define a name in two ways, and which is meant takes a configuration to tell.
pub fn parse(text: Arc<[u8]>, macros: &MacroIndex) -> Tree {
    parse_and_learn(text, macros).0
}

/// As [`parse`]; gives also what the text itself says of macros and types, see [`MacroIndex::with_own`].
pub fn parse_and_learn(text: Arc<[u8]>, macros: &MacroIndex) -> (Tree, MacroIndex) {
    let (tree, own) = read(text.clone(), macros);
    if tree.errors().is_empty() {
        return (tree, own);
    }
    match macros.without_outside().map(|without| read(text, &without).0) {
        Some(other) if other.errors().len() < tree.errors().len() => (other, own),
        _ => (tree, own),
    }
}

fn read(text: Arc<[u8]>, macros: &MacroIndex) -> (Tree, MacroIndex) {
    let span = Span::new(0, text.len().min(u32::MAX as usize) as u32);
    read_with(text, macros, |parser| {
        (parser.take_tree(span, 0), std::mem::take(&mut parser.known.own))
    })
}

/// Reads a text, and asks the parser for what is wanted of it.
fn read_with<T>(
    text: Arc<[u8]>,
    macros: &MacroIndex,
    result: impl FnOnce(&mut Parser<'_>) -> T,
) -> T {
    let span = Span::new(0, text.len().min(u32::MAX as usize) as u32);
    let lexed = lex(&text, span);
    let known = Known::of_file(&text, &lexed, macros);
    let mut parser = Parser::new(&text, &lexed.tokens, &lexed.directives, known, Dialect::C);
    let mark = parser.mark();
    parser.translation_unit();
    parser.complete(mark, NodeKind::TranslationUnit);
    let after = lexed.tokens.last().map_or(0, |token| token.end as usize);
    if let Some(comment) = open_comment(&text[..span.end as usize], after) {
        let mark = Span::new(comment as u32, comment as u32 + 2);
        parser.error(mark, "a comment that is not closed");
    }
    result(&mut parser)
}

/// Which language is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    C,
    Pattern,
}

/// A rule could not go on; why is in [`Parser::fault`].
#[derive(Debug)]
struct Failed;

type Parsed = Result<(), Failed>;

/// Where a node begins: the place in the postorder array and the next token.
#[derive(Clone, Copy)]
struct Mark {
    node: u32,
    token: u32,
}

/// Why the last rule failed, and at which token.
#[derive(Clone, Copy)]
struct Fault {
    token: u32,
    message: &'static str,
}

struct Parser<'a> {
    source: &'a Arc<[u8]>,
    text: &'a [u8],
    /// All tokens of the text, those of branches not taken included; the last is [`TokenKind::Eof`].
    tokens: Vec<Token>,
    /// The raw token at which this reading ends: the last one, or where a variant's item ends.
    end: u32,
    directives: &'a [Directive],
    known: Known<'a>,
    dialect: Dialect,
    /// The next raw token.
    pos: u32,
    /// The next directive.
    next_directive: u32,
    /// The raw token in front of which the next directive stands.
    stop: u32,
    conditionals: Conditionals,
    brackets: Brackets,
    effort: Effort,
    nodes: Vec<Postorder>,
    /// (postorder index, directive) of the nodes that stand for directives.
    directive_nodes: Vec<(u32, u32)>,
    errors: Vec<SyntaxError>,
    variants: Vec<Tree>,
    /// Wrappers that wait for their last operand: unary operators, assignments, `else if`s.
    pending: Vec<(Mark, NodeKind)>,
    depth: u32,
    /// How many blocks are open.
    blocks: u32,
    fault: Fault,
}

impl<'a> Parser<'a> {
    fn new(
        source: &'a Arc<[u8]>,
        tokens: &[Token],
        directives: &'a [Directive],
        known: Known<'a>,
        dialect: Dialect,
    ) -> Self {
        let end = tokens.last().map_or(0, |token| token.end);
        let mut all = Vec::with_capacity(tokens.len() + 1);
        all.extend_from_slice(tokens);
        all.push(Token { kind: TokenKind::Eof, start: end, end });
        let mut parser = Self {
            source,
            text: source,
            directives,
            known,
            dialect,
            end: tokens.len() as u32,
            pos: 0,
            next_directive: 0,
            stop: u32::MAX,
            conditionals: Conditionals::new(directives),
            brackets: Brackets::new(source, &all, directives),
            effort: Effort::default(),
            nodes: Vec::with_capacity(tokens.len() + 16),
            directive_nodes: Vec::new(),
            errors: Vec::new(),
            variants: Vec::new(),
            pending: Vec::new(),
            depth: 0,
            blocks: 0,
            fault: Fault { token: 0, message: "not understood" },
            tokens: all,
        };
        parser.set_directive(0);
        parser
    }

    fn is_pattern(&self) -> bool {
        self.dialect == Dialect::Pattern
    }

    #[inline]
    fn mark(&self) -> Mark {
        Mark { node: self.nodes.len() as u32, token: self.pos }
    }

    /// Completes a node that began at `mark` and ends with the last token taken.
    #[inline]
    fn complete(&mut self, mark: Mark, kind: NodeKind) {
        self.nodes.push(Postorder { kind, mark: mark.node, first: mark.token, end: self.pos });
    }

    /// A node of exactly the next token.
    #[inline]
    fn leaf(&mut self, kind: NodeKind) {
        let mark = self.mark();
        self.bump();
        self.complete(mark, kind);
    }

    /// The kind of the node completed last, if it began at or after `mark`.
    fn last_kind(&self, mark: Mark) -> Option<NodeKind> {
        (self.nodes.len() as u32 > mark.node).then(|| self.nodes[self.nodes.len() - 1].kind)
    }

    #[cold]
    fn fail(&mut self, message: &'static str) -> Failed {
        self.fault = Fault { token: self.index(0), message };
        Failed
    }

    /// Runs a rule one level deeper; refuses past the nesting limit.
    #[inline]
    fn nested(&mut self, rule: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        if self.depth >= NESTING_LIMIT {
            return Err(self.fail("nested too deeply"));
        }
        self.depth += 1;
        let done = rule(self);
        self.depth -= 1;
        done
    }
}
