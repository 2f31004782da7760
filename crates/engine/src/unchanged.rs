//! What a rule takes out and puts back as it was stays where it is, blanks, comments and conditionals included.
//!
//! ```text
//!   - old(E)      «-old-»«+new+»(a, /* why */
//!   + new(E)                    b)
//! ```
//!
//! Only where there is more than blanks to keep, for code that is added is spelled in one way; and only within one
//! expression, declaration or plain statement: statements with others in them are laid out as a whole.

use std::ops::Range;

use csyntax::{TokenId, TokenKind as T, Tree};
use smpl::PlusShape;
use source::Span;

use crate::plan::{AddedPiece, Anchor, Insertion, Plan, Side};

/// More tokens than these are not compared.
const MOST_TOKENS: usize = 120;

/// A token: its kind and how it is written.
type Word<'t> = (T, &'t [u8]);

/// Takes out of a plan what it would replace by the same tokens.
pub(crate) fn keep(tree: &Tree, plan: &mut Plan) {
    let anchors: Vec<(Anchor, Side)> =
        plan.insertions.iter().map(|insertion| (insertion.anchor, insertion.side)).collect();
    for at in 0..plan.insertions.len() {
        let Some(tokens) = replaced(&anchors, at, plan) else { continue };
        if !has_remarks(tree, tokens.clone()) {
            continue;
        }
        let Some(same) = Same::of(tree, tokens.clone(), &plan.insertions[at]) else { continue };
        for token in same.kept(&tokens) {
            plan.removed.remove(&TokenId(token));
        }
        same.narrow(&tokens, &mut plan.insertions[at]);
    }
    plan.insertions.retain(|insertion| !insertion.added.pieces.is_empty());
}

/// The tokens in whose place an insertion comes: those removed in front of its anchor, up to what another comes in the
/// place of. Insertions are in the order of the text.
fn replaced(anchors: &[(Anchor, Side)], at: usize, plan: &Plan) -> Option<Range<u32>> {
    let (Anchor::Token(last), Side::After) = anchors[at] else { return None };
    let goes = |token: &u32| plan.removed.contains(&TokenId(*token));
    let near = |other: Option<usize>| other.and_then(|other| anchors.get(other));
    let before = match near(at.checked_sub(1)) {
        Some((Anchor::Token(before), Side::After)) if before.0 < last.0 => before.0 + 1,
        Some((Anchor::Token(before), Side::Before)) => before.0,
        _ => 0,
    };
    let first = (before..=last.0).rev().take_while(goes).last()?;
    let is_shared = |other: Option<usize>| {
        near(other).is_some_and(|(anchor, side)| match anchor {
            Anchor::Token(token) => {
                token.0 == last.0 || (*side == Side::Before && token.0 == first)
            }
            Anchor::Directive(_) => false,
        })
    };
    let alone = !is_shared(at.checked_sub(1)) && !is_shared(at.checked_add(1));
    alone.then_some(first..last.0 + 1)
}

/// True where comments, directives or code of another branch lie between some tokens.
fn has_remarks(tree: &Tree, tokens: Range<u32>) -> bool {
    let end = |token: u32| tree.token(TokenId(token)).end;
    let start = |token: u32| tree.token(TokenId(token)).start;
    let gap = |token| Span::new(end(token), start(token + 1)).of(tree.text());
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'\\';
    (tokens.start..tokens.end - 1).any(|token| !gap(token).iter().all(is_blank))
}

/// What some removed tokens and the code in their place have in common at their ends.
struct Same {
    front: usize,
    back: usize,
    /// The bytes between in the added code.
    rest: Range<usize>,
}

impl Same {
    fn of(tree: &Tree, tokens: Range<u32>, insertion: &Insertion) -> Option<Self> {
        let text = text_of(&insertion.added.pieces)?;
        let words = csyntax::lex(text.as_bytes(), Span::new(0, text.len() as u32)).tokens;
        if words.len().max(tokens.len()) > MOST_TOKENS {
            return None;
        }
        let old: Vec<Word<'_>> = tokens
            .map(TokenId)
            .map(|token| (tree.token(token).kind, tree.token_text(token)))
            .collect();
        let new: Vec<Word<'_>> =
            words.iter().map(|word| (word.kind, word.span().of(text.as_bytes()))).collect();
        if !is_plain(&old) || !is_plain(&new) {
            return None;
        }
        let (front, back) = common_ends(&old, &new)?;
        let start = words.get(front).map_or(text.len(), |word| word.start as usize);
        let end = words[..words.len() - back].last().map_or(0, |word| word.end as usize);
        Some(Self { front, back, rest: start..end.max(start) })
    }

    /// The tokens that stay.
    fn kept(&self, tokens: &Range<u32>) -> impl Iterator<Item = u32> + use<> {
        let front = tokens.start..tokens.start + self.front as u32;
        let back = tokens.end - self.back as u32..tokens.end;
        front.chain(back)
    }

    /// Leaves of an insertion what differs.
    fn narrow(self, tokens: &Range<u32>, insertion: &mut Insertion) {
        let added = &mut insertion.added;
        added.pieces = cut(&added.pieces, &self.rest);
        added.shape = PlusShape::Inline;
        insertion.node = None;
        let end = tokens.end - self.back as u32;
        (insertion.anchor, insertion.side) = match end > tokens.start {
            true => (Anchor::Token(TokenId(end - 1)), Side::After),
            false => (Anchor::Token(TokenId(end)), Side::Before),
        };
    }
}

/// The added code as one text, where it is one line of the semantic patch without comments of its own.
fn text_of(pieces: &[AddedPiece]) -> Option<String> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            AddedPiece::Text(written) if written.contains("/*") || written.contains("//") => {
                return None;
            }
            AddedPiece::Text(piece) | AddedPiece::Code(piece) => text.push_str(piece),
            AddedPiece::Newline { .. } => return None,
        }
    }
    Some(text)
}

/// True for code of one line: no statement with another in it, no two of them, no block.
fn is_plain(code: &[Word<'_>]) -> bool {
    let governs = |kind: T| {
        use T::{
            Hash, KwCase, KwDefault, KwDo, KwElse, KwFor, KwIf, KwSwitch, KwWhile, LBrace, RBrace,
        };
        let words = [KwIf, KwElse, KwFor, KwWhile, KwDo, KwSwitch, KwCase, KwDefault];
        words.contains(&kind) || matches!(kind, LBrace | RBrace | Hash)
    };
    let inner = code.split_last().map_or(code, |(_, inner)| inner);
    !code.iter().any(|(kind, _)| governs(*kind))
        && !inner.iter().any(|(kind, _)| *kind == T::Semicolon)
}

/// How many tokens at the front and at the back are the same, where what is left between has its brackets in pairs.
fn common_ends(old: &[Word<'_>], new: &[Word<'_>]) -> Option<(usize, usize)> {
    let shorter = old.len().min(new.len());
    let same = |pair: &(&Word<'_>, &Word<'_>)| pair.0 == pair.1;
    let most_back = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
    let most_front = old.iter().zip(new).take_while(same).count();
    if most_front == shorter && old.len() == new.len() {
        return None;
    }
    let fits = |front: usize, back: usize| {
        is_paired(&old[front..old.len() - back]) && is_paired(&new[front..new.len() - back])
    };
    let back_with =
        |front: usize| (0..=most_back.min(shorter - front)).rev().find(|back| fits(front, *back));
    let ends = (0..=most_front).filter_map(|front| Some((front, back_with(front)?)));
    let best = ends.max_by_key(|(front, back)| front + back)?;
    let is_end = |(kind, _): &Word<'_>| *kind != T::Semicolon;
    let kept = old[..best.0].iter().chain(&old[old.len() - best.1..]);
    kept.clone().any(is_end).then_some(best)
}

fn is_paired(code: &[Word<'_>]) -> bool {
    let mut depth = 0;
    for (kind, _) in code {
        match kind {
            T::LParen | T::LBracket => depth += 1,
            T::RParen | T::RBracket => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// The pieces that make up some bytes of their text.
fn cut(pieces: &[AddedPiece], range: &Range<usize>) -> Vec<AddedPiece> {
    let mut at = 0;
    let mut out = Vec::new();
    for piece in pieces {
        let (AddedPiece::Text(text) | AddedPiece::Code(text)) = piece else { continue };
        let start = range.start.clamp(at, at + text.len()) - at;
        let end = range.end.clamp(at, at + text.len()) - at;
        at += text.len();
        if let Some(part) = text.get(start..end).filter(|part| !part.is_empty()) {
            out.push(match piece {
                AddedPiece::Text(_) => AddedPiece::Text(part.to_owned()),
                _ => AddedPiece::Code(part.to_owned()),
            });
        }
    }
    out
}
