//! Directives in patterns. They are no tokens in C; in a pattern they are a node with tokens of its own.
//!
//! ```text
//!   #include <linux/a.h>     `#` `include` `<linux/a.h>` (a String; `<...>` and `"..."` match any, `...` both)
//!   #define N(a) f(a)        `#` `define` `N` `(` `a` `)` and a Pattern node: `f(a)`
//!   #undef N                 `#` `undef` `N`
//! ```

use csyntax::{Directive, DirectiveKind, NodeKind, PatternEntry, Token, TokenKind, lex};
use source::Span;

use super::tokens;
use crate::builder::RuleBuilder;
use crate::cursor::Parsed;
use crate::{PatternNode, PatternPart, PatternToken, PatternTokenId};

/// Reads one directive of the slice.
///
/// # Errors
/// The replacement of a `#define` can not be read as code.
pub(crate) fn read(builder: &mut RuleBuilder<'_>, directive: Directive) -> Parsed<PatternNode> {
    let slice = std::sync::Arc::clone(&builder.slice);
    let hash = Span::new(directive.span.start, directive.span.start + 1);
    let inside = Span::new(hash.end, directive.span.end);
    let lexed = lex(&slice, inside).tokens;
    let mut draft = tokens::join(&slice, &lexed);
    let body = match directive.kind {
        DirectiveKind::Include => {
            join_header_name(&slice, &mut draft, directive.span.end);
            // Dots here stand for a name: code can be added beside them.
            for name in draft.iter_mut().skip(1).filter(|word| word.text == "...") {
                (name.kind, name.dots) = (TokenKind::String, None);
            }
            draft.len()
        }
        DirectiveKind::Define => define_body(&draft),
        _ => draft.len(),
    };
    draft.insert(0, hash_token(&slice, hash));
    tokens::mark(&mut draft, &builder.lines);
    let mut draft = tokens::attach(builder, draft)?;
    tokens::name_metavariables(builder, &mut draft);
    let replacement = draft.split_off((body + 1).min(draft.len()));
    let mut parts = own_tokens(builder, draft);
    if !replacement.is_empty() {
        let code = builder.pattern(replacement, PatternEntry::Body)?;
        parts.push(PatternPart::Node(code));
    }
    Ok(PatternNode { kind: NodeKind::Directive, parts })
}

fn hash_token(text: &[u8], span: Span) -> PatternToken {
    tokens::plain(text, Token { kind: TokenKind::Hash, start: span.start, end: span.end })
}

fn own_tokens(builder: &mut RuleBuilder<'_>, draft: Vec<PatternToken>) -> Vec<PatternPart> {
    let base = builder.tokens.len();
    let count = draft.len();
    let settled: Vec<PatternToken> =
        draft.into_iter().map(|token| builder.settled(token)).collect();
    builder.tokens.extend(settled);
    (base..base + count).map(|at| PatternPart::Token(PatternTokenId(at as u32))).collect()
}

/// Makes one token of `<a/b.h>`.
fn join_header_name(text: &[u8], draft: &mut Vec<PatternToken>, end: u32) {
    let Some(first) = draft.get(1).cloned() else { return };
    if !first.text.starts_with('<') {
        return;
    }
    let rest = &text[first.span.start as usize..end as usize];
    let length = rest.iter().position(|byte| *byte == b'>').map_or(rest.len(), |n| n + 1);
    let close = first.span.start + length as u32;
    let behind = draft.iter().position(|token| token.span.start >= close);
    let token = Token { kind: TokenKind::String, start: first.span.start, end: close };
    draft.splice(1..behind.unwrap_or(draft.len()), [tokens::plain(text, token)]);
}

/// Where the replacement of a `#define` begins: behind the name, and behind parameters that follow it without a blank.
fn define_body(draft: &[PatternToken]) -> usize {
    let opens = |at: usize| draft.get(at).is_some_and(|token| token.kind == TokenKind::LParen);
    let adjacent = draft.len() > 2 && draft[1].span.end == draft[2].span.start;
    if !opens(2) || !adjacent {
        return 2.min(draft.len());
    }
    let close = draft.iter().position(|token| token.kind == TokenKind::RParen);
    close.map_or(draft.len(), |at| at + 1)
}
