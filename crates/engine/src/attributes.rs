//! Attributes that a rule does not mention stay where they are in a declaration that it writes anew.
//!
//! ```text
//!   - T f(void)       static int __init f«-(void)-»      and not   static __init «+int f(int n)+»
//!   + T f(int n)                         «+(int n)+»
//! ```
//!
//! What goes is in pieces there, with the attribute between them. Where the added code begins as the pieces in front of the
//! attribute do, these stay, and only the rest comes in the place of the last piece.

use std::collections::BTreeSet;

use csyntax::{NodeId, NodeKind, TokenId, Tree};
use smpl::PlusShape;
use source::Span;

use crate::plan::{Anchor, Insertion, Plan, Side};
use crate::unchanged::{cut, text_of};

/// Takes out of a plan the pieces in front of attributes that it would put back behind them.
pub(crate) fn keep(tree: &Tree, plan: &mut Plan) {
    if plan.insertions.is_empty() || plan.removed.is_empty() {
        return;
    }
    let is_attribute = |node: &NodeId| tree.kind(*node) == NodeKind::Attribute;
    let attributes: BTreeSet<u32> =
        tree.nodes().filter(is_attribute).flat_map(|node| tree.token_range(node)).collect();
    for at in 0..plan.insertions.len() {
        let insertion = &plan.insertions[at];
        let shared = |other: usize| {
            plan.insertions.get(other).is_some_and(|other| other.anchor == insertion.anchor)
        };
        if at.checked_sub(1).is_some_and(shared) || shared(at + 1) {
            continue;
        }
        if let Some((stays, rest)) = split(tree, plan, insertion, &attributes) {
            plan.removed.retain(|token| !stays.contains(token));
            plan.insertions[at] = rest;
        }
    }
}

/// The tokens in front of an attribute that come back as they are, and what is added without them.
fn split(
    tree: &Tree,
    plan: &Plan,
    insertion: &Insertion,
    attributes: &BTreeSet<u32>,
) -> Option<(Vec<TokenId>, Insertion)> {
    let (Anchor::Token(last), Side::After) = (insertion.anchor, insertion.side) else {
        return None;
    };
    let goes = |token: &u32| plan.removed.contains(&TokenId(*token));
    let behind = (0..=last.0).rev().take_while(goes).last()?;
    let stays = |token: &u32| !goes(token) && attributes.contains(token);
    let attribute = (0..behind).rev().take_while(stays).last()?;
    let front = (0..attribute).rev().take_while(goes).last()?..attribute;
    let text = text_of(&insertion.added.pieces)?;
    let words = csyntax::lex(text.as_bytes(), Span::new(0, text.len() as u32)).tokens;
    let written = words.iter().map(|word| word.span().of(text.as_bytes()));
    let old = front.clone().map(|token| tree.token_text(TokenId(token)));
    let is_same = front.len() < words.len() && old.zip(written).all(|(old, new)| old == new);
    let begin = words.get(front.len()).filter(|_| is_same)?.start as usize;
    let mut rest = insertion.clone();
    rest.added.pieces = cut(&insertion.added.pieces, &(begin..text.len()));
    rest.added.shape = PlusShape::Inline;
    Some((front.map(TokenId).collect(), rest))
}
