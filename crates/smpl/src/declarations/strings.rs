//! Tokens of declarations, where a string may go on over line ends as it may not in C.
//!
//! ```text
//!   identifier f =~ "^(old_alloc|
//!   older_alloc)$";
//! ```

use csyntax::{Token, TokenKind, lex};
use source::Span;

/// The tokens of a piece of a rule's declarations.
pub(super) fn tokens(text: &[u8], span: Span) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut from = span.start;
    loop {
        let lexed = lex(text, Span::new(from, span.end)).tokens;
        let open = lexed.iter().position(|token| is_open(text, *token));
        let string = open.and_then(|at| closed(text, lexed[at].start, span.end));
        let (Some(at), Some(string)) = (open, string) else {
            tokens.extend(lexed);
            return tokens;
        };
        tokens.extend_from_slice(&lexed[..at]);
        tokens.push(string);
        from = string.end;
    }
}

/// A string that its line does not close.
fn is_open(text: &[u8], token: Token) -> bool {
    let text = token.span().of(text);
    token.kind != TokenKind::String && text.starts_with(b"\"")
}

/// The string that begins at `start`, with all its lines.
fn closed(text: &[u8], start: u32, end: u32) -> Option<Token> {
    let inside = Span::new(start + 1, end).of(text);
    let mut escaped = false;
    let close = inside.iter().position(|byte| {
        let closes = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    })?;
    Some(Token { kind: TokenKind::String, start, end: start + close as u32 + 2 })
}
