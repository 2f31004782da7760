//! Directives: `#include`, `#define`, `#undef`, `#pragma`, compared word by word.
//!
//! ```text
//!   - #define i(x) e            # define i ( x )   words: names bind, `...` takes any number
//!                               e                  the replacement: code, matched as code is
//!   #include <linux/...>        a header name with `...` stands for all that begin and end like it
//! ```
//!
//! A directive is no token: what is to be done with it is noted for the whole of it.

use std::cell::Cell;

use csyntax::{DirectiveKind, NodeId, NodeKind, Token, TokenId, TokenKind, Tree};
use smallvec::smallvec;
use smpl::{MetaKind, PatternNode, PatternPart, PatternTokenId};
use source::Span;

use super::Matcher;
use crate::env::{Extent, Hit, Hits, State, States};

/// A directive of the code, taken apart.
struct FoundDirective {
    /// The words behind `#`; for a `#define` those before its replacement.
    words: Vec<Token>,
    /// The replacement of a `#define`.
    replacement: Span,
}

impl Matcher<'_> {
    /// A directive against another.
    pub(super) fn directive(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let Some(directive) = self.tree.directive_of(code).copied() else { return States::new() };
        let own: Vec<PatternTokenId> = pattern
            .parts
            .iter()
            .filter_map(|part| match part {
                PatternPart::Token(token) => Some(*token),
                PatternPart::Node(_) => None,
            })
            .collect();
        let Some((_, wanted)) = own.split_first() else { return States::new() };
        let found = take_apart(self.tree, directive.span, directive.kind);
        let states = match directive.kind {
            DirectiveKind::Include => self.include(wanted, &found.words, directive.span, state),
            _ => self.words(wanted, &found.words, state).into_iter().collect(),
        };
        let body = pattern.children().next();
        states
            .into_iter()
            .filter_map(|state| match directive.kind {
                DirectiveKind::Define => self.replacement(body, found.replacement, state),
                _ => Some(state),
            })
            .map(|state| self.directive_hits(pattern, code, state))
            .collect()
    }

    /// What happens to the directive happens to all of it.
    fn directive_hits(&self, pattern: &PatternNode, owner: NodeId, mut state: State) -> State {
        for token in pattern.tokens() {
            let (first, last) = (TokenId(1), TokenId(0));
            state.hits.push(Hit { pattern: token, first, last, owner, extent: Extent::Directive });
        }
        state
    }

    /// `#include` and the name of a header.
    fn include(
        &self,
        wanted: &[PatternTokenId],
        found: &[Token],
        span: Span,
        state: State,
    ) -> States {
        let (Some((keyword, name)), Some((word, rest))) =
            (wanted.split_first(), found.split_first())
        else {
            return States::new();
        };
        let text = self.tree.text();
        if self.rule.token(*keyword).text.as_bytes() != word.span().of(text) {
            return States::new();
        }
        let (Some(name), Some(first), Some(last)) = (name.first(), rest.first(), rest.last())
        else {
            return States::new();
        };
        let header = Span::new(first.start, last.end.min(span.end));
        let header = header_name(header.of(text));
        let wanted = self.rule.token(*name);
        if let Some(meta) = wanted.meta {
            return self.bind_text(meta, &[header], state).into_iter().collect();
        }
        if is_dots(wanted.kind) || is_like(wanted.text.as_bytes(), header) {
            smallvec![state]
        } else {
            States::new()
        }
    }

    /// Words of the pattern against words of the code.
    fn words(&self, wanted: &[PatternTokenId], found: &[Token], state: State) -> Option<State> {
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
            let counts = (0..=found.len()).filter(|count| *count > 0 || token.meta.is_none());
            return counts.into_iter().find_map(|count| {
                let (taken, left) = found.split_at(count);
                let state = match token.meta {
                    Some(meta) => self.bind_words(meta, taken, state.clone())?,
                    None => state.clone(),
                };
                // Dots that take nothing leave no comma behind.
                let comma = count == 0 && kind(0) == Some(TokenKind::Comma);
                self.words(&rest[usize::from(comma)..], left, state)
            });
        }
        let ends_in_dots = token.kind == TokenKind::Comma && kind(0).is_some_and(is_dots);
        if ends_in_dots && let Some(state) = self.words(&rest[1..], found, state.clone()) {
            return Some(state);
        }
        let (word, left) = found.split_first()?;
        let state = match token.meta {
            Some(meta) => self.bind_words(meta, std::slice::from_ref(word), state)?,
            None if token.kind == TokenKind::DotsDots => {
                (word.kind == TokenKind::Ellipsis).then_some(state)?
            }
            None => (token.text.as_bytes() == word.span().of(self.tree.text())).then_some(state)?,
        };
        self.words(rest, left, state)
    }

    /// The replacement of a `#define`.
    fn replacement(
        &self,
        wanted: Option<&PatternNode>,
        found: Span,
        state: State,
    ) -> Option<State> {
        let Some(wanted) = wanted else { return found.is_empty().then_some(state) };
        let wanted: Vec<&PatternNode> = wanted.children().collect();
        if let [only] = wanted.as_slice() {
            if only.kind == NodeKind::Dots {
                return Some(state);
            }
            if let [token] = only.tokens().as_slice()
                && let Some(meta) = self.rule.token(*token).meta
                && !found.is_empty()
            {
                let words = csyntax::lex(self.tree.text(), found).tokens;
                return self.bind_words(meta, &words, state);
            }
        }
        let tree = csyntax::parse_replacement(self.tree.text().clone(), found);
        let code: Vec<NodeId> = tree.children(tree.root()).collect();
        if wanted.len() != code.len() {
            return None;
        }
        let inside = Matcher { tree: &tree, scopes: None, work: Cell::new(0), ..*self };
        let start = State { env: state.env.clone(), hits: Hits::default() };
        let found =
            wanted.iter().zip(code).fold(smallvec![start], |states: States, (wanted, code)| {
                states.into_iter().flat_map(|state| inside.node(wanted, code, state)).collect()
            });
        found.into_iter().next().map(|inside| State { env: inside.env, hits: state.hits })
    }

    fn bind_words(&self, meta: smpl::MetaId, words: &[Token], state: State) -> Option<State> {
        let text = self.tree.text();
        let words: Vec<&[u8]> = words.iter().map(|word| word.span().of(text)).collect();
        if self.rule.metavariable(meta).kind == MetaKind::Identifier
            && !matches!(words.as_slice(), [word] if is_name(word))
        {
            return None;
        }
        self.bind_text(meta, &words, state)
    }

    fn bind_text(&self, meta: smpl::MetaId, words: &[&[u8]], mut state: State) -> Option<State> {
        let value = self.values.borrow_mut().of_words(words);
        self.bind_checked(meta, value, None, &mut state.env).then_some(state)
    }
}

/// The bytes of the replacement of a `#define`; `None` when it has none, and for other directives.
pub(crate) fn replacement_of(tree: &Tree, directive: &csyntax::Directive) -> Option<Span> {
    (directive.kind == DirectiveKind::Define)
        .then(|| take_apart(tree, directive.span, directive.kind).replacement)
        .filter(|span| !span.is_empty())
}

fn take_apart(tree: &Tree, span: Span, kind: DirectiveKind) -> FoundDirective {
    let mut words = csyntax::lex(tree.text(), Span::new(span.start + 1, span.end)).tokens;
    let mut replacement = Span::empty(span.end);
    if kind == DirectiveKind::Define {
        let length = head_length(&words);
        let body = words.split_off(length.min(words.len()));
        if let (Some(first), Some(last)) = (body.first(), body.last()) {
            replacement = Span::new(first.start, last.end);
        }
    }
    FoundDirective { words, replacement }
}

/// `define`, the name, and the parameters that follow it without a blank.
fn head_length(words: &[Token]) -> usize {
    match words {
        [_, name, open, ..] if open.kind == TokenKind::LParen && open.start == name.end => words
            .iter()
            .position(|word| word.kind == TokenKind::RParen)
            .map_or(words.len(), |at| at + 1),
        _ => 2,
    }
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
