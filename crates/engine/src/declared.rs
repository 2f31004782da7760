//! What is left of a declaration when declarators of it go.
//!
//! ```text
//!   int w, -x-, y, -z-;      int w, y;          a comma goes with the declarator in front of it, or behind
//!   int -x-, -z-;                               a declaration without declarators goes whole
//! ```

use std::collections::HashSet;
use std::ops::Range;

use csyntax::{NodeId, NodeKind, TokenId, TokenKind, Tree};
use smpl::PlusShape;

use crate::plan::{Anchor, Plan};

/// Removes the commas, specifiers and semicolons that nothing is left for.
pub(crate) fn settle(tree: &Tree, plan: &mut Plan) {
    let Some((first, last)) = plan.removed.first().copied().zip(plan.removed.last().copied())
    else {
        return;
    };
    let added = Added::of(plan);
    let mut more: Vec<u32> = Vec::new();
    for node in tree.nodes() {
        let range = tree.token_range(node);
        let declares =
            matches!(tree.kind(node), NodeKind::Declaration | NodeKind::StructDeclaration);
        if declares && range.end > first.0 && range.start <= last.0 {
            more.extend(without_use(tree, plan, &added, node));
        }
    }
    plan.removed.extend(more.into_iter().map(TokenId));
}

/// Tokens beside which code is added.
struct Added {
    anywhere: HashSet<u32>,
    inline: HashSet<u32>,
}

impl Added {
    fn of(plan: &Plan) -> Self {
        let mut added = Self { anywhere: HashSet::new(), inline: HashSet::new() };
        for insertion in &plan.insertions {
            let Anchor::Token(token) = insertion.anchor else { continue };
            added.anywhere.insert(token.0);
            if insertion.added.shape == PlusShape::Inline {
                added.inline.insert(token.0);
            }
        }
        added
    }
}

/// The tokens of a declaration that go with its declarators.
fn without_use(tree: &Tree, plan: &Plan, added: &Added, declaration: NodeId) -> Vec<u32> {
    let range = tree.token_range(declaration);
    let declarators: Vec<Range<u32>> = tree
        .children(declaration)
        .filter(|child| {
            matches!(tree.kind(*child), NodeKind::InitDeclarator | NodeKind::StructDeclarator)
        })
        .map(|declarator| tree.token_range(declarator))
        .collect();
    let gone = |declarator: &Range<u32>| {
        declarator.clone().all(|token| plan.removed.contains(&TokenId(token)))
            && !declarator.clone().any(|token| added.inline.contains(&token))
    };
    let kept: Vec<bool> = declarators.iter().map(|declarator| !gone(declarator)).collect();
    // What comes in the place of a lone declarator may be made for the words in front of it.
    let replaced =
        declarators.len() == 1 && range.clone().any(|token| added.anywhere.contains(&token));
    match kept.iter().rposition(|kept| *kept) {
        None if declarators.is_empty() || replaced => Vec::new(),
        None => range.collect(),
        Some(last) => {
            let commas = tree
                .own_tokens(declaration)
                .filter(|token| tree.token(*token).kind == TokenKind::Comma);
            let parts = |at: usize| kept[at] && at < last;
            commas.zip(0..).filter(|(_, at)| !parts(*at)).map(|(comma, _)| comma.0).collect()
        }
    }
}
