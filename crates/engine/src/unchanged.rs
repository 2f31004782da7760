//! What a rule takes out and puts back as it was stays where it is, blanks, comments and conditionals included.
//!
//! ```text
//!   - old(a, b)       «-old-»«+new+»(«+b, +»a«-, /* the flags */
//!   + new(b, a)               b-»)
//!
//!   - x = get(a);     x = «-get-»«+take+»(a);
//!   - if (!x)         if (!x) /* why */
//!   -     return;             return;
//!   - use(x);         «-use(x);-»
//!   + x = take(a);
//!   + if (!x)
//!   +     return;
//! ```
//!
//! Only where there is more than blanks to keep, for code that is added is spelled in one way. The tokens that go and
//! those that come are compared; each difference is part of a line or whole statements, with its brackets in pairs, and
//! grows until it is.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::ops::Range;

use csyntax::{TokenId, TokenKind as T, Tree};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use smpl::PlusShape;
use source::Span;

use crate::plan::{Added, AddedPiece, Anchor, Insertion, Plan, Side};

/// Old tokens times new ones: beyond it only whole statements are compared.
const MOST_PAIRS: usize = 4_000_000;

/// A token: its kind and how it is written.
type Word<'t> = (T, &'t [u8]);

/// Takes out of a plan what it would replace by the same tokens.
pub(crate) fn keep(tree: &Tree, plan: &mut Plan) {
    let anchors: Vec<(Anchor, Side)> =
        plan.insertions.iter().map(|insertion| (insertion.anchor, insertion.side)).collect();
    let mut insertions = Vec::with_capacity(anchors.len());
    for (at, insertion) in std::mem::take(&mut plan.insertions).into_iter().enumerate() {
        let tokens = replaced(&anchors, at, plan);
        let found =
            tokens.and_then(|tokens| Some((worthwhile(tree, &tokens, &insertion)?, tokens)));
        match found {
            Some((differences, tokens)) => {
                for token in tokens.clone().map(TokenId) {
                    plan.removed.remove(&token);
                }
                for difference in &differences {
                    plan.removed.extend(difference.tokens(&tokens));
                }
                let added = |one: &Difference| one.insertions(&tokens, &insertion);
                insertions.extend(differences.iter().flat_map(added));
            }
            None => insertions.push(insertion),
        }
    }
    plan.insertions = insertions;
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

/// The differences, where something lies between the tokens that they keep: comments, directives or code of another
/// branch; line ends alone where all that changes is one word, for then they are as good as they were.
fn worthwhile(tree: &Tree, tokens: &Range<u32>, insertion: &Insertion) -> Option<Vec<Difference>> {
    let end = |token: u32| tree.token(TokenId(token)).end;
    let start = |token: u32| tree.token(TokenId(token)).start;
    let gap = |token| Span::new(end(token), start(token + 1)).of(tree.text());
    let gaps = || (tokens.start..tokens.end - 1).flat_map(gap);
    if gaps().all(|byte| matches!(byte, b' ' | b'\t')) {
        return None;
    }
    let has_remarks = gaps().any(|byte| !byte.is_ascii_whitespace() && *byte != b'\\');
    let is_one_word = |all: &Vec<Difference>| match all.as_slice() {
        [one] => one.old.len() == 1 && one.new.len() == 1,
        _ => false,
    };
    differences(tree, tokens, insertion).filter(|all| has_remarks || is_one_word(all))
}

/// Some of the old tokens, and what comes in their place.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Difference {
    old: Range<usize>,
    new: Range<usize>,
    /// Lines of their own, or part of one.
    shape: PlusShape,
    /// The bytes of the added code.
    bytes: Range<usize>,
    /// Where in them more elements of a list begin, behind code that belongs to the one in front; else their end.
    more: usize,
}

impl Difference {
    /// The tokens that go.
    fn tokens(&self, all: &Range<u32>) -> impl Iterator<Item = TokenId> + use<> {
        (all.start + self.old.start as u32..all.start + self.old.end as u32).map(TokenId)
    }

    /// What comes: what belongs to the element of a list in front of it, and more elements.
    fn insertions(&self, all: &Range<u32>, whole: &Insertion) -> Vec<Insertion> {
        let end = all.start + self.old.end as u32;
        let (anchor, side) = match end > all.start {
            true => (Anchor::Token(TokenId(end - 1)), Side::After),
            false => (Anchor::Token(TokenId(end)), Side::Before),
        };
        let parts = [self.bytes.start..self.more, self.more..self.bytes.end];
        let pieces = parts.map(|part| cut(&whole.added.pieces, &part)).into_iter();
        let insertion = |pieces| Insertion {
            anchor,
            side,
            node: None,
            added: Added { pieces, shape: self.shape, ..whole.added.clone() },
        };
        pieces.filter(|pieces| !pieces.is_empty()).map(insertion).collect()
    }
}

/// Where some tokens and the code in their place differ; `None` where there is nothing to keep.
fn differences(tree: &Tree, tokens: &Range<u32>, insertion: &Insertion) -> Option<Vec<Difference>> {
    let text = text_of(&insertion.added.pieces)?;
    let words = csyntax::lex(text.as_bytes(), Span::new(0, text.len() as u32)).tokens;
    let old = tokens.clone().map(TokenId);
    let code = Code {
        old: old.map(|token| (tree.token(token).kind, tree.token_text(token))).collect(),
        new: words.iter().map(|word| (word.kind, word.span().of(text.as_bytes()))).collect(),
    };
    let mut differences = code.settled(code.differences())?;
    for difference in &mut differences {
        let words = &words[difference.new.clone()];
        if let (Some(first), Some(last)) = (words.first(), words.last()) {
            difference.bytes = first.start as usize..last.end as usize;
            let is_comma = |at: &usize| {
                words[*at].kind == T::Comma && is_paired(&code.new[difference.new.start..][..*at])
            };
            let goes_on = difference.old.is_empty() && difference.shape == PlusShape::Inline;
            let comma = (0..words.len()).find(is_comma).filter(|_| goes_on);
            difference.more = comma.map_or(difference.bytes.end, |at| words[at].start as usize);
        }
    }
    Some(differences)
}

/// The added code as one text, where it is without comments of its own.
pub(crate) fn text_of(pieces: &[AddedPiece]) -> Option<String> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            AddedPiece::Text(written) if written.contains("/*") || written.contains("//") => {
                return None;
            }
            AddedPiece::Text(piece) | AddedPiece::Code(piece) => text.push_str(piece),
            AddedPiece::Newline { .. } => text.push('\n'),
        }
    }
    Some(text)
}

/// What goes and what comes.
struct Code<'t> {
    old: Vec<Word<'t>>,
    new: Vec<Word<'t>>,
}

impl Code<'_> {
    /// The differences: of statements, and of tokens in those that are not the same.
    fn differences(&self) -> Vec<Difference> {
        let (old, new) = (statements(&self.old), statements(&self.new));
        let is_small = self.old.len().saturating_mul(self.new.len()) <= MOST_PAIRS;
        let mut same = Vec::new();
        for op in diff(&old, &new) {
            let at = |code: &[&[Word<'_>]], upto: usize| -> usize {
                code[..upto].iter().map(|statement| statement.len()).sum()
            };
            let (olds, news) = (op.old_range(), op.new_range());
            let (from_old, from_new) = (at(&old, olds.start), at(&new, news.start));
            let (to_old, to_new) = (at(&old, olds.end), at(&new, news.end));
            if matches!(op, DiffOp::Equal { .. }) {
                same.extend((from_old..to_old).zip(from_new..to_new));
            } else if is_small {
                let ops = diff(&self.old[from_old..to_old], &self.new[from_new..to_new]);
                for op in ops.iter().filter(|op| matches!(op, DiffOp::Equal { .. })) {
                    let old = op.old_range().map(|at| from_old + at);
                    same.extend(old.zip(op.new_range().map(|at| from_new + at)));
                }
            }
        }
        self.keep_pairs(&mut same);
        self.between(&same)
    }

    /// Takes out of what is the same the brackets that belong to others.
    fn keep_pairs(&self, same: &mut Vec<(usize, usize)>) {
        let (old, new) = (partners(&self.old), partners(&self.new));
        let pairs: BTreeMap<usize, usize> = same.iter().copied().collect();
        same.retain(|(at, other)| match (old[*at], new[*other]) {
            (Some(partner), Some(other)) => pairs.get(&partner) == Some(&other),
            (None, None) => true,
            _ => false,
        });
    }

    /// What lies between tokens that are the same.
    fn between(&self, same: &[(usize, usize)]) -> Vec<Difference> {
        let mut out = Vec::new();
        let mut from = (0, 0);
        for to in same.iter().copied().chain([(self.old.len(), self.new.len())]) {
            if from != to {
                out.push(Difference {
                    old: from.0..to.0,
                    new: from.1..to.1,
                    shape: PlusShape::Inline,
                    bytes: 0..0,
                    more: 0,
                });
            }
            from = (to.0 + 1, to.1 + 1);
        }
        out
    }

    /// Joins differences until layout can make each of them; `None` if nothing is left between them.
    fn settled(&self, differences: Vec<Difference>) -> Option<Vec<Difference>> {
        let mut out: Vec<Difference> = Vec::new();
        let mut rest = differences.into_iter().peekable();
        while let Some(mut next) = rest.next() {
            loop {
                if let Some(last) = out.pop_if(|last| !self.parts(last.old.end..next.old.start)) {
                    next = joined(&last, &next);
                } else if let Some(shape) = self.shape(&next) {
                    next.shape = shape;
                    break;
                } else if let Some(behind) = rest.next_if(|_| !self.lacks_front(&next)) {
                    next = joined(&next, &behind);
                } else if let Some(last) = out.pop() {
                    next = joined(&last, &next);
                } else {
                    next = joined(&next, &rest.next()?);
                }
            }
            out.push(next);
        }
        let starts = out.iter().map(|one| one.old.start).chain([self.old.len()]);
        let ends = [0].into_iter().chain(out.iter().map(|one| one.old.end));
        let keeps = ends.zip(starts).any(|(from, to)| self.parts(from..to));
        keeps.then_some(out)
    }

    /// True where what stays is more than punctuation.
    fn parts(&self, kept: Range<usize>) -> bool {
        use T::{Character, Identifier, LBrace, LBracket, LParen, Number, RBrace, String};
        let counts = [Identifier, Number, String, Character, LParen, LBracket, LBrace, RBrace];
        self.old[kept].iter().any(|(kind, _)| kind.is_keyword() || counts.contains(kind))
    }

    /// How layout can make a difference: as part of a line, or as whole statements between others.
    fn shape(&self, one: &Difference) -> Option<PlusShape> {
        let (old, new) = (&self.old[one.old.clone()], &self.new[one.new.clone()]);
        if !is_paired(old) || !is_paired(new) {
            return None;
        }
        if is_plain(old) && is_plain(new) {
            return Some(PlusShape::Inline);
        }
        let whole = is_whole(&self.old, &one.old) && is_whole(&self.new, &one.new);
        whole.then_some(PlusShape::Lines)
    }

    /// True where brackets close that open in front of a difference.
    fn lacks_front(&self, one: &Difference) -> bool {
        lowest_depth(&self.old[one.old.clone()]) < 0 || lowest_depth(&self.new[one.new.clone()]) < 0
    }
}

fn diff<W: Hash + Ord>(old: &[W], new: &[W]) -> Vec<DiffOp> {
    capture_diff_slices(Algorithm::Myers, old, new)
}

/// Code up to each `;` and brace.
fn statements<'c, 't>(code: &'c [Word<'t>]) -> Vec<&'c [Word<'t>]> {
    let mut depth = 0;
    let ends = |(kind, _): &Word<'_>| {
        let is_brace = matches!(kind, T::LBrace | T::RBrace);
        depth += if is_brace { 0 } else { turn(*kind) };
        is_brace || (*kind == T::Semicolon && depth <= 0)
    };
    code.split_inclusive(ends).collect()
}

/// Two differences and what lies between them.
fn joined(one: &Difference, other: &Difference) -> Difference {
    let (old, new) = (one.old.start..other.old.end, one.new.start..other.new.end);
    Difference { old, new, ..one.clone() }
}

/// True for code within one expression, declaration or statement: none that governs others, no end of one.
fn is_plain(code: &[Word<'_>]) -> bool {
    use T::{
        Hash, KwCase, KwDefault, KwDo, KwElse, KwFor, KwIf, KwSwitch, KwWhile, LBrace, RBrace,
        Semicolon,
    };
    let words = [KwIf, KwElse, KwFor, KwWhile, KwDo, KwSwitch, KwCase, KwDefault];
    let is_inner = |kind: T| !words.contains(&kind) && !matches!(kind, LBrace | RBrace | Hash);
    code.iter().all(|(kind, _)| is_inner(*kind) && *kind != Semicolon)
}

/// True for whole statements among others.
fn is_whole(code: &[Word<'_>], part: &Range<usize>) -> bool {
    let ends = |at: usize| {
        at.checked_sub(1)
            .is_none_or(|last| matches!(code[last].0, T::Semicolon | T::LBrace | T::RBrace))
    };
    let brackets = code[..part.start].iter().map(|(kind, _)| match kind {
        T::LParen | T::LBracket => 1,
        T::RParen | T::RBracket => -1,
        _ => 0,
    });
    ends(part.start) && ends(part.end) && brackets.sum::<i32>() == 0
}

fn is_paired(code: &[Word<'_>]) -> bool {
    lowest_depth(code) == 0
        && partners(code)
            .iter()
            .zip(code)
            .all(|(partner, (kind, _))| partner.is_some() || turn(*kind) == 0)
}

/// What a bracket adds to the depth.
fn turn(kind: T) -> i32 {
    match kind {
        T::LParen | T::LBracket | T::LBrace => 1,
        T::RParen | T::RBracket | T::RBrace => -1,
        _ => 0,
    }
}

/// The lowest depth of brackets that some code comes to; 0 where it begins.
fn lowest_depth(code: &[Word<'_>]) -> i32 {
    let depths = code.iter().scan(0, |depth, (kind, _)| {
        *depth += turn(*kind);
        Some(*depth)
    });
    depths.min().unwrap_or(0).min(0)
}

/// For each bracket, the one that belongs to it.
fn partners(code: &[Word<'_>]) -> Vec<Option<usize>> {
    let mut open = Vec::new();
    let mut partners = vec![None; code.len()];
    for (at, (kind, _)) in code.iter().enumerate() {
        match turn(*kind) {
            1 => open.push(at),
            -1 => {
                let Some(start) = open.pop() else { continue };
                (partners[start], partners[at]) = (Some(at), Some(start));
            }
            _ => {}
        }
    }
    partners
}

/// The pieces that make up some bytes of their text.
pub(crate) fn cut(pieces: &[AddedPiece], range: &Range<usize>) -> Vec<AddedPiece> {
    let mut at = 0;
    let mut out = Vec::new();
    for piece in pieces {
        let len = match piece {
            AddedPiece::Text(text) | AddedPiece::Code(text) => text.len(),
            AddedPiece::Newline { .. } => 1,
        };
        let start = range.start.clamp(at, at + len) - at;
        let end = range.end.clamp(at, at + len) - at;
        at += len;
        match piece {
            _ if start == end => {}
            AddedPiece::Text(text) => {
                out.extend(text.get(start..end).map(|it| AddedPiece::Text(it.to_owned())))
            }
            AddedPiece::Code(text) => {
                out.extend(text.get(start..end).map(|it| AddedPiece::Code(it.to_owned())))
            }
            AddedPiece::Newline { .. } => out.push(piece.clone()),
        }
    }
    out
}
