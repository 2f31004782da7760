//! Where declarations stand that rules have added.
//!
//! A rule puts a declaration beside one that it knows, not where the function's style wants it. Where the declarations of a
//! block get shorter from line to line, as `net/` has it in Linux, those that have come go to their place among them:
//!
//! ```text
//! int rc = 0, num_elem = *used;          int rc = 0, num_elem = *used;
//! struct bio_vec *frag;           =>     unsigned int size = 0;
//! unsigned int size = 0;                 struct bio_vec *frag;
//! ssize_t copied;                        ssize_t copied;
//! ```
//!
//! What was there stays in its order, and so does a new declaration that calls something or that another one depends on. A
//! block tells its style by at least two declarations that it had before.

use std::collections::{BTreeMap, BTreeSet};

use csyntax::{NodeId, NodeKind, TokenId, TokenKind, Tree, functions};
use source::{Edit, Edits, Span};

/// A block with more declarations than that is left alone.
const DECLARATIONS: usize = 64;

/// Moves the declarations that `after` has and `before` had not to their places, in blocks that keep an order.
pub fn declarations_in_order(before: &Tree, after: &Tree) -> Edits {
    let mut edits = Edits::default();
    let known = known(before);
    for function in functions(after) {
        let Some(had) = function.name.and_then(|name| known.get(after.token_text(name))) else {
            continue;
        };
        let blocks = after
            .subtree(function.node)
            .filter(|it| after.kind(*it) == NodeKind::CompoundStatement);
        for edit in blocks.filter_map(|block| in_order(after, block, had)) {
            // Blocks lie in each other, their declarations do not.
            let _ = edits.add(edit);
        }
    }
    edits
}

/// What each function of a file declares.
fn known(tree: &Tree) -> BTreeMap<&[u8], Known<'_>> {
    let mut known: BTreeMap<&[u8], Known<'_>> = BTreeMap::new();
    for function in functions(tree) {
        let Some(name) = function.name else { continue };
        let had = known.entry(tree.token_text(name)).or_default();
        for node in tree.subtree(function.node) {
            match tree.kind(node) {
                NodeKind::IdentifierDeclarator => {
                    had.names.insert(tree.node_text(node));
                }
                NodeKind::MacroDeclaration | NodeKind::ExpressionStatement => {
                    had.macros.insert(tree.node_text(node));
                }
                _ => {}
            }
        }
    }
    known
}

#[derive(Default)]
struct Known<'t> {
    names: BTreeSet<&'t [u8]>,
    /// Texts of what may be a declaration by a macro.
    macros: BTreeSet<&'t [u8]>,
}

/// A declaration at the head of a block.
struct Item<'t> {
    text: &'t [u8],
    /// The columns of its first line behind the indentation.
    width: usize,
    is_new: bool,
    /// It has no effect, so that only names tie it to its place.
    is_loose: bool,
    names: BTreeSet<&'t [u8]>,
    words: BTreeSet<&'t [u8]>,
}

/// The declarations of a block in their order, where that is another than they have.
fn in_order(tree: &Tree, block: NodeId, had: &Known<'_>) -> Option<Edit> {
    let nodes = run(tree, block);
    if nodes.len() < 3 || nodes.len() > DECLARATIONS {
        return None;
    }
    let items: Vec<Item<'_>> = nodes.iter().map(|node| Item::read(tree, *node, had)).collect();
    let old: Vec<usize> = items.iter().filter(|it| !it.is_new).map(|it| it.width).collect();
    if old.len() < 2 || old.len() == items.len() || !old.is_sorted_by(|a, b| a >= b) {
        return None;
    }
    let order = placed(&items);
    if order.is_sorted() {
        return None;
    }
    let [first, second, ..] = nodes[..] else { return None };
    let gap = Span::new(tree.span(first).end, tree.span(second).start).of(tree.text());
    let whole = Span::new(tree.span(first).start, tree.span(*nodes.last()?).end);
    let texts: Vec<&[u8]> = order.iter().map(|at| items[*at].text).collect();
    Some(Edit::replace(whole, texts.join(gap)))
}

/// The declarations that a block begins with, each on lines of its own with nothing between them.
fn run(tree: &Tree, block: NodeId) -> Vec<NodeId> {
    let mut nodes: Vec<NodeId> = Vec::new();
    for node in tree.children(block).take_while(|it| declares(tree, *it)) {
        if let Some(last) = nodes.last() {
            let gap = Span::new(tree.span(*last).end, tree.span(node).start).of(tree.text());
            let Some((b'\n', indentation)) = gap.split_first() else { break };
            if !indentation.iter().all(|byte| matches!(byte, b' ' | b'\t')) {
                break;
            }
        }
        nodes.push(node);
    }
    while nodes.last().is_some_and(|it| tree.kind(*it) == NodeKind::ExpressionStatement) {
        nodes.pop();
    }
    nodes
}

/// A declaration, or a macro of unknown meaning that may be one: its name is in capitals.
fn declares(tree: &Tree, node: NodeId) -> bool {
    match tree.kind(node) {
        NodeKind::Declaration | NodeKind::MacroDeclaration => true,
        NodeKind::ExpressionStatement => {
            let is_call = tree
                .children(node)
                .next()
                .is_some_and(|it| tree.kind(it) == NodeKind::CallExpression);
            let name = tree.first_token(node).map_or(&b""[..], |token| tree.token_text(token));
            is_call
                && name
                    .iter()
                    .all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'0'..=b'9'))
        }
        _ => false,
    }
}

impl<'t> Item<'t> {
    fn read(tree: &'t Tree, node: NodeId, had: &Known<'_>) -> Self {
        let text = tree.node_text(node);
        let is_plain = tree.kind(node) == NodeKind::Declaration;
        let words: BTreeSet<&[u8]> = tree
            .token_range(node)
            .map(TokenId)
            .filter(|token| tree.token(*token).kind == TokenKind::Identifier)
            .map(|token| tree.token_text(token))
            .collect();
        let declarators =
            tree.subtree(node).filter(|it| tree.kind(*it) == NodeKind::IdentifierDeclarator);
        // What a macro declares is among its arguments.
        let names: BTreeSet<&[u8]> = if is_plain {
            declarators.map(|it| tree.node_text(it)).collect()
        } else {
            words.clone()
        };
        let is_new = match is_plain {
            true => names.iter().all(|name| !had.names.contains(name)),
            false => !had.macros.contains(text),
        };
        let calls = tree.subtree(node).any(|it| tree.kind(it) == NodeKind::CallExpression);
        let width = text.iter().take_while(|byte| **byte != b'\n').count();
        Self { text, width, is_new, is_loose: !is_plain || !calls, names, words }
    }

    /// Whether the order of two declarations matters.
    fn tied_to(&self, other: &Self) -> bool {
        !self.names.is_disjoint(&other.words) || !self.words.is_disjoint(&other.names)
    }
}

/// The order in which the items should stand: those that may move go no further than between what is longer and what is
/// shorter, as far as what they are tied to allows.
fn placed(items: &[Item<'_>]) -> Vec<usize> {
    let moves = |at: &usize| items[*at].is_new && items[*at].is_loose;
    let mut order: Vec<usize> = (0..items.len()).filter(|at| !moves(at)).collect();
    for new in (0..items.len()).filter(moves) {
        let tied = |at: &usize| items[*at].tied_to(&items[new]);
        let behind = order.iter().rposition(|at| *at < new && tied(at)).map_or(0, |at| at + 1);
        let before = order.iter().position(|at| *at > new && tied(at)).unwrap_or(order.len());
        let first = |fits: &dyn Fn(usize) -> bool| {
            order.iter().position(|at| fits(items[*at].width)).unwrap_or(order.len())
        };
        let low = first(&|width| width <= items[new].width);
        let high = first(&|width| width < items[new].width);
        let now = order.iter().filter(|at| **at < new).count();
        let place = now.clamp(low, high.max(low)).clamp(behind, before.max(behind));
        order.insert(place, new);
    }
    order
}
