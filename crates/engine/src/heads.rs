//! A brace that is removed and added again stays.
//!
//! ```text
//!   - while (n) {            the added line hangs on `len = …;`, the last line removed, but its `{` is the loop's.
//!   -   len = min(n, m);     So `for_each(x)` takes the place of `while (n)`, the `{` stays, and what is added
//!   + for_each(x) {          behind it takes the place of `len = …;`.
//!   +   use(x);
//! ```

use csyntax::{NodeKind, TokenId, TokenKind, Tree};
use smpl::PlusShape;

use crate::plan::{Added, AddedPiece, Anchor, Insertion, Plan, Side};

/// Splits added code that opens a block in place of a removed one, and keeps the brace.
pub(crate) fn settle(tree: &Tree, plan: &mut Plan) {
    for mut insertion in std::mem::take(&mut plan.insertions) {
        match kept_brace(tree, plan, &insertion).zip(split(&insertion.added)) {
            Some((brace, (head, rest))) => {
                plan.removed.remove(&brace);
                let before = TokenId(brace.0.saturating_sub(1));
                let node = tree.nodes().find(|node| {
                    tree.kind(*node) == NodeKind::CompoundStatement
                        && tree.first_token(*node) == Some(brace)
                });
                plan.insertions.push(Insertion {
                    anchor: Anchor::Token(before),
                    side: Side::After,
                    node: node.and_then(|block| tree.parent(block)),
                    added: head,
                });
                if let Some(rest) = rest {
                    insertion.added = rest;
                    plan.insertions.push(insertion);
                }
            }
            None => plan.insertions.push(insertion),
        }
    }
}

/// The removed `{` whose place the added code takes.
fn kept_brace(tree: &Tree, plan: &Plan, insertion: &Insertion) -> Option<TokenId> {
    let Anchor::Token(anchor) = insertion.anchor else { return None };
    let mut closed = 0usize;
    let run = (0..=anchor.0).rev().map(TokenId).take_while(|token| plan.removed.contains(token));
    for token in run.filter(|_| insertion.side == Side::After) {
        match tree.token(token).kind {
            TokenKind::RBrace => closed += 1,
            TokenKind::LBrace if closed == 0 => return Some(token),
            TokenKind::LBrace => closed -= 1,
            _ => {}
        }
    }
    None
}

/// What stands before the first `{` that is not closed, and what follows on the lines behind it.
fn split(added: &Added) -> Option<(Added, Option<Added>)> {
    let at = open_piece(&added.pieces)?;
    let mut head = added.pieces[..=at].to_vec();
    if let Some(AddedPiece::Text(text)) = head.last_mut() {
        *text = text.trim_end().strip_suffix('{')?.trim_end().to_owned();
    }
    let head = Added { pieces: head, shape: PlusShape::Inline, ..added.clone() };
    let rest = match added.pieces.get(at + 1) {
        Some(AddedPiece::Newline { column }) if at + 2 < added.pieces.len() => Some(Added {
            pieces: added.pieces[at + 2..].to_vec(),
            column: *column,
            ..added.clone()
        }),
        Some(AddedPiece::Newline { .. }) | None => None,
        Some(_) => return None,
    };
    Some((head, rest))
}

/// The piece that ends with a `{` which nothing behind it closes.
fn open_piece(pieces: &[AddedPiece]) -> Option<usize> {
    let mut closed = 0usize;
    for (at, piece) in pieces.iter().enumerate().rev() {
        let AddedPiece::Text(text) = piece else { continue };
        let span = source::Span::new(0, text.len() as u32);
        for token in csyntax::lex(text.as_bytes(), span).tokens.iter().rev() {
            match token.kind {
                TokenKind::RBrace => closed += 1,
                TokenKind::LBrace if closed == 0 => {
                    return text.trim_end().ends_with('{').then_some(at);
                }
                TokenKind::LBrace => closed -= 1,
                _ => {}
            }
        }
    }
    None
}
