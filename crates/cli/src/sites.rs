//! Calls of the old functions in a file.

use std::collections::BTreeMap;

use csyntax::{NodeId, NodeKind, TokenId, TokenKind, Tree};
use source::Span;

/// A call, by the name called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Call {
    /// The name called.
    pub(crate) name: Span,
    /// The whole call.
    pub(crate) call: Span,
    /// The function it stands in; empty outside of one.
    pub(crate) function: String,
}

/// The calls of `names` in all readings of a file, in the order of the text. A name in a comment, a string, a
/// directive, a declaration or without `(` behind it is no call.
pub(crate) fn calls(tree: &Tree, names: &[String]) -> Vec<Call> {
    let mut found: BTreeMap<Span, Call> = BTreeMap::new();
    for reading in std::iter::once(tree).chain(tree.variants()) {
        for node in reading.nodes() {
            for token in names_in(reading, node) {
                let is_wanted =
                    names.iter().any(|name| name.as_bytes() == reading.token_text(token));
                if is_wanted && is_called(reading, token) {
                    let call = call_of(reading, node, token);
                    found.entry(call.name).or_insert(call);
                }
            }
        }
    }
    found.into_values().collect()
}

/// The tokens of a node that may name a called function.
fn names_in(tree: &Tree, node: NodeId) -> Vec<TokenId> {
    match tree.kind(node) {
        NodeKind::Identifier => tree.first_token(node).into_iter().collect(),
        NodeKind::MacroArgument | NodeKind::Error => tree
            .own_tokens(node)
            .filter(|token| tree.token(*token).kind == TokenKind::Identifier)
            .collect(),
        NodeKind::MacroStatement => tree.first_token(node).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn is_called(tree: &Tree, token: TokenId) -> bool {
    tree.tokens().get(token.0 as usize + 1).is_some_and(|next| next.kind == TokenKind::LParen)
}

fn call_of(tree: &Tree, node: NodeId, token: TokenId) -> Call {
    let name = tree.token(token).span();
    let around = tree.parent(node).filter(|parent| tree.kind(*parent) == NodeKind::CallExpression);
    let call = around.map_or(name, |around| tree.span(around));
    Call { name, call, function: function_around(tree, node) }
}

/// The name of the function that a node lies in.
pub(crate) fn function_around(tree: &Tree, node: NodeId) -> String {
    let definition = std::iter::once(node)
        .chain(tree.ancestors(node))
        .find_map(|above| csyntax::views::FunctionDefinition::cast(tree, above));
    let name = definition.and_then(csyntax::views::FunctionDefinition::name);
    name.map(|token| String::from_utf8_lossy(tree.token_text(token)).into_owned())
        .unwrap_or_default()
}
