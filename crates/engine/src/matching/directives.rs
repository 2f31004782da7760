//! Directives: `#include`, `#define`, `#undef`, `#pragma`, compared word by word.
//!
//! ```text
//!   - #define i(x) e            # define i ( x )   words: names bind, `...` takes any number
//!                               e                  the replacement: code, matched as code is
//!   #include <linux/...>        a header name with `...` stands for all that begin and end like it
//! ```
//!
//! In the file's tree a directive has no tokens, so its words are those of a tree of its own. Where all of it goes, or
//! code comes beside it, that is noted for the whole line.

use std::ops::Range;

use csyntax::{DirectiveKind, NodeId, NodeKind, TokenId, TokenKind, Tree};
use smallvec::smallvec;
use smpl::{Mark, MetaKind, PatternNode, PatternPart, PatternTokenId};
use source::Span;

use super::Matcher;
use crate::env::{Extent, Hit, Hits, State, States};

impl Matcher<'_> {
    /// A directive against another.
    pub(super) fn directive(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let kind = self.tree.directive_of(code).map(|directive| directive.kind);
        let (Some(kind), Some(tree)) = (kind, self.directives.of(code)) else {
            return States::new();
        };
        let (work, precedence) = Default::default();
        let inside = Matcher { tree, scopes: None, work, precedence, ..*self };
        let start = State { env: state.env, hits: Hits::default() };
        let found = inside.whole_directive(pattern, kind, start);
        self.work.set(self.work.get() + inside.work.get());
        let before = state.hits;
        found.into_iter().map(|found| self.handed_over(code, found, before.clone())).collect()
    }

    /// The words and the replacement of the directive that this matcher's tree is.
    fn whole_directive(&self, pattern: &PatternNode, kind: DirectiveKind, state: State) -> States {
        let own: Vec<PatternTokenId> = pattern
            .parts
            .iter()
            .filter_map(|part| match part {
                PatternPart::Token(token) => Some(*token),
                PatternPart::Node(_) => None,
            })
            .collect();
        let Some((hash, wanted)) = own.split_first() else { return States::new() };
        let root = self.tree.root();
        let code = self.tree.children(root).next();
        let end =
            code.map_or(self.tree.token_range(root).end, |code| self.tree.token_range(code).start);
        let begun = self.hit(*hash, TokenId(0), TokenId(0), root, state);
        let words = begun.into_iter().filter_map(|state| match kind {
            DirectiveKind::Include => self.include(wanted, 1..end, state),
            _ => self.words(wanted, 1..end, state),
        });
        let body = pattern.children().next();
        words
            .flat_map(|state| match kind {
                DirectiveKind::Define => self.replacement(body, code, state),
                _ => smallvec![state],
            })
            .collect()
    }

    /// What was found inside of a directive, as part of a match of the file: a directive that goes, goes as a line.
    fn handed_over(&self, directive: NodeId, found: State, mut hits: Hits) -> State {
        let all: Vec<Hit> = found.hits.iter().collect();
        let mark = |hit: &Hit| self.rule.token(hit.pattern).mark;
        let goes = all.iter().all(|hit| mark(hit) == Mark::Minus) && !self.is_reworded(&all);
        for hit in all.into_iter().rev() {
            if goes || self.adds_beside(hit.pattern) {
                let (first, last) = (TokenId(1), TokenId(0));
                let (owner, extent) = (directive, Extent::Directive);
                hits.push(Hit { first, last, owner, extent, ..hit });
            } else {
                hits.push_inside(directive, hit);
            }
        }
        State { env: found.env, hits }
    }

    /// Whether one directive comes in the place of another: a comment behind it is about both.
    fn is_reworded(&self, hits: &[Hit]) -> bool {
        let tokens = hits.iter().map(|hit| self.rule.token(hit.pattern));
        let mut blocks = tokens.flat_map(|token| token.plus_before.iter().chain(&token.plus_after));
        let one_line = |block: &smpl::PlusBlock| {
            let begins = matches!(block.pieces.first(), Some(smpl::PlusPiece::Text(text)) if text.starts_with('#'));
            let ends = |piece: &smpl::PlusPiece| matches!(piece, smpl::PlusPiece::Newline { .. });
            begins && !block.pieces.iter().any(ends)
        };
        blocks.next().is_some_and(one_line) && blocks.next().is_none()
    }

    /// Whether code is added beside a word that stays, on lines that are not the directive's.
    fn adds_beside(&self, word: PatternTokenId) -> bool {
        let token = self.rule.token(word);
        let mut blocks = token.plus_before.iter().chain(&token.plus_after).peekable();
        token.mark != Mark::Minus && blocks.peek().is_some() && blocks.all(|block| !block.continues)
    }

    /// `#include` and the name of a header.
    fn include(&self, wanted: &[PatternTokenId], found: Range<u32>, state: State) -> Option<State> {
        let (keyword, name) = (*wanted.first()?, *wanted.get(1)?);
        let state = self.word(keyword, found.start, state)?;
        let range = found.start + 1..found.end;
        let (first, last) = (TokenId(range.start), TokenId(range.end.checked_sub(1)?));
        if range.is_empty() {
            return None;
        }
        let span = self.tree.token(first).span().cover(self.tree.token(last).span());
        let header = header_name(span.of(self.tree.text()));
        let token = self.rule.token(name);
        let state = match token.meta {
            Some(meta) => {
                let span = Span::new(span.start, span.start + header.len() as u32);
                self.bind_text(meta, &[header], span, state)?
            }
            None => {
                (is_dots(token.kind) || is_like(token.text.as_bytes(), header)).then_some(state)?
            }
        };
        self.taken(name, range, state)
    }

    /// Words of the pattern against words of the code.
    fn words(&self, wanted: &[PatternTokenId], found: Range<u32>, state: State) -> Option<State> {
        let Some((first, rest)) = wanted.split_first() else {
            return found.is_empty().then_some(state);
        };
        let token = self.rule.token(*first);
        let kind = |at: usize| rest.get(at).map(|token| self.rule.token(*token).kind);
        let takes_many = is_dots(token.kind)
            || token.meta.is_some_and(|meta| {
                let kind = self.rule.metavariable(meta).kind;
                kind.is_list() || kind == MetaKind::PragmaInfo
            });
        if takes_many {
            let least = found.start + u32::from(token.meta.is_some());
            return (least..=found.end).find_map(|end| {
                let taken = found.start..end;
                let state = match token.meta {
                    Some(meta) => self.bind_words(meta, taken.clone(), state.clone())?,
                    None => state.clone(),
                };
                let state = self.taken(*first, taken.clone(), state)?;
                // Dots that take nothing leave no comma behind.
                let comma = taken.is_empty() && kind(0) == Some(TokenKind::Comma);
                self.words(&rest[usize::from(comma)..], end..found.end, state)
            });
        }
        let ends_in_dots = token.kind == TokenKind::Comma && kind(0).is_some_and(is_dots);
        if ends_in_dots && let Some(state) = self.words(&rest[1..], found.clone(), state.clone()) {
            return Some(state);
        }
        let state = if found.is_empty() { None } else { self.word(*first, found.start, state) };
        self.words(rest, found.start + 1..found.end, state?)
    }

    /// One word against another.
    fn word(&self, wanted: PatternTokenId, found: u32, state: State) -> Option<State> {
        let token = self.rule.token(wanted);
        let word = self.tree.token(TokenId(found));
        let state = match token.meta {
            Some(meta) => self.bind_words(meta, found..found + 1, state)?,
            None if token.kind == TokenKind::DotsDots => {
                (word.kind == TokenKind::Ellipsis).then_some(state)?
            }
            None => (token.text.as_bytes() == word.span().of(self.tree.text())).then_some(state)?,
        };
        self.taken(wanted, found..found + 1, state)
    }

    /// Notes that a word of the pattern took some of the code, perhaps none.
    fn taken(&self, wanted: PatternTokenId, found: Range<u32>, state: State) -> Option<State> {
        let (first, last) = (TokenId(found.start), TokenId(found.end.wrapping_sub(1)));
        self.hit(wanted, first, last, self.tree.root(), state).into_iter().next()
    }

    /// The replacement of a `#define`.
    fn replacement(
        &self,
        wanted: Option<&PatternNode>,
        found: Option<NodeId>,
        state: State,
    ) -> States {
        let wanted: Vec<&PatternNode> = match wanted {
            Some(wanted) => wanted.children().collect(),
            None if found.is_none() => return smallvec![state],
            None => return States::new(),
        };
        if let [PatternNode { kind: NodeKind::Dots, parts }] = wanted.as_slice()
            && let [PatternPart::Token(dots)] = parts.as_slice()
        {
            let end = self.tree.tokens().len() as u32;
            let range = found.map_or(end..end, |found| self.tree.token_range(found));
            return self.taken(*dots, range, state).into_iter().collect();
        }
        let code: Vec<NodeId> =
            found.into_iter().flat_map(|found| self.tree.children(found)).collect();
        if wanted.len() != code.len() {
            return States::new();
        }
        if let ([wanted], [code]) = (wanted.as_slice(), code.as_slice())
            && let Some(found) = self.name_of_type(wanted, *code, &state)
        {
            return found;
        }
        wanted.iter().zip(code).fold(smallvec![state], |states: States, (wanted, code)| {
            states.into_iter().flat_map(|state| self.node(wanted, code, state)).collect()
        })
    }

    /// A type metavariable against a lone name, which C's grammar takes for an expression.
    fn name_of_type(&self, wanted: &PatternNode, code: NodeId, state: &State) -> Option<States> {
        let [token] = *wanted.tokens() else { return None };
        let is_name = self.tree.kind(code) == NodeKind::Identifier;
        let first = self.tree.first_token(code).filter(|_| is_name)?;
        let is_type = self.rule.token(token).kind == TokenKind::MetaType;
        is_type.then(|| self.metavariable_name(token, first, code, state.clone()))
    }

    fn bind_words(&self, meta: smpl::MetaId, words: Range<u32>, state: State) -> Option<State> {
        let span = crate::value::span_of(self.tree, words.clone());
        let words: Vec<&[u8]> = words.map(|at| self.tree.token_text(TokenId(at))).collect();
        if self.rule.metavariable(meta).kind == MetaKind::Identifier
            && !matches!(words.as_slice(), [word] if is_name(word))
        {
            return None;
        }
        self.bind_text(meta, &words, span, state)
    }

    fn bind_text(
        &self,
        meta: smpl::MetaId,
        words: &[&[u8]],
        span: Span,
        mut state: State,
    ) -> Option<State> {
        let text = String::from_utf8_lossy(span.of(self.tree.text())).into_owned();
        let value = self.values.borrow_mut().of_written(words, text);
        self.bind_checked(meta, value, None, &mut state.env).then_some(state)
    }
}

/// The parameters and the replacement of a `#define`; `None` when it has no replacement, and for other directives.
pub(crate) fn define_parts(
    tree: &Tree,
    directive: &csyntax::Directive,
) -> Option<(Vec<Span>, Span)> {
    let words = (directive.kind == DirectiveKind::Define)
        .then(|| csyntax::directive_words(tree.text(), directive))?;
    let head = csyntax::define_head(&words);
    let (first, last) = (words.get(head)?, words.last()?);
    let is_name = |word: &&csyntax::Token| word.kind == TokenKind::Identifier;
    let parameters = words.get(3..head).unwrap_or(&[]).iter().filter(is_name);
    Some((parameters.map(|word| word.span()).collect(), first.span().cover(last.span())))
}

/// The header's name without what stands behind it.
fn header_name(text: &[u8]) -> &[u8] {
    let close = match text.first() {
        Some(b'<') => b'>',
        Some(b'"') => b'"',
        _ => return text,
    };
    let end = text.iter().skip(1).position(|byte| *byte == close);
    end.map_or(text, |at| &text[..at + 2])
}

/// Whether a header name is one that `wanted` stands for: `<linux/...>`.
fn is_like(wanted: &[u8], header: &[u8]) -> bool {
    match wanted.windows(3).position(|window| window == b"...") {
        Some(at) => {
            let (begin, end) = (&wanted[..at], &wanted[at + 3..]);
            header.len() >= begin.len() + end.len()
                && header.starts_with(begin)
                && header.ends_with(end)
        }
        None => wanted == header,
    }
}

fn is_dots(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Dots | TokenKind::Ellipsis)
}

fn is_name(word: &[u8]) -> bool {
    word.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_name_with_dots_stands_for_many() {
        assert!(is_like(b"<linux/...>", b"<linux/fs.h>"));
        assert!(is_like(b"<...>", b"<a.h>"));
        assert!(!is_like(b"<linux/...>", b"<asm/io.h>"));
        assert!(!is_like(b"<...>", b"\"a.h\""));
        assert!(!is_like(b"<aa...aa>", b"<aaa>"));
    }
}
