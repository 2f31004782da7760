//! From the parse tree to the pattern: an owned tree whose tokens are those of the rule.

use csyntax::{Directive, NodeId, NodeKind, Part, Tree};

use super::directives;
use crate::builder::RuleBuilder;
use crate::cursor::Parsed;
use crate::{PatternNode, PatternPart, PatternTokenId};

/// Trees deeper than this are refused, so that walking a pattern never runs out of stack.
const MAX_DEPTH: u32 = 400;

/// The pattern of a tree whose token `n` is the rule's token `base + n`.
///
/// # Errors
/// The tree is too deep, or a directive in it can not be read.
pub(crate) fn build(builder: &mut RuleBuilder<'_>, tree: &Tree, base: u32) -> Parsed<PatternNode> {
    if depth(tree) > MAX_DEPTH {
        let error = builder.file.error(tree.span(tree.root()), "this code nests too deeply", "");
        return Err(error.help("Split the rule into several."));
    }
    node(builder, tree, base, tree.root())
}

/// The number of levels; nodes lie in preorder, so a parent's level is known before its children's.
fn depth(tree: &Tree) -> u32 {
    let mut levels = vec![0u32; tree.nodes().len()];
    for id in tree.nodes() {
        levels[id.0 as usize] = tree.parent(id).map_or(0, |above| levels[above.0 as usize] + 1);
    }
    levels.into_iter().max().unwrap_or(0)
}

fn node(builder: &mut RuleBuilder<'_>, tree: &Tree, base: u32, id: NodeId) -> Parsed<PatternNode> {
    if tree.kind(id) == NodeKind::Directive {
        return directive_node(builder, tree, id);
    }
    let mut parts = Vec::new();
    if tree.kind(id) == NodeKind::ConditionalBranch {
        parts.push(PatternPart::Node(directive_node(builder, tree, id)?));
    }
    for part in tree.parts(id) {
        parts.push(match part {
            Part::Token(token) => PatternPart::Token(PatternTokenId(base + token.0)),
            Part::Node(child) => PatternPart::Node(node(builder, tree, base, child)?),
        });
    }
    Ok(PatternNode { kind: tree.kind(id), parts })
}

fn directive_node(builder: &mut RuleBuilder<'_>, tree: &Tree, id: NodeId) -> Parsed<PatternNode> {
    let directive: Option<Directive> = tree.directive_of(id).copied();
    match directive {
        Some(directive) => directives::read(builder, directive),
        None => Ok(PatternNode { kind: NodeKind::Directive, parts: Vec::new() }),
    }
}
