//! The function definitions of a normalised text, and the names that its typedefs give.
//!
//! At file level a `{` behind a `)` opens a body, unless a `=` came before, and any other is part of a declaration that goes on to its `;`.

use std::collections::BTreeSet;

use csyntax::Token;
use csyntax::TokenKind::*;
use source::Span;

/// A function's definition.
pub(crate) struct Definition {
    /// Its bytes, from the first specifier to the `}`.
    pub(crate) span: Span,
    /// Its tokens.
    pub(crate) tokens: Vec<Token>,
}

/// See the module's description.
pub(crate) struct Split<'a> {
    pub(crate) functions: Vec<Definition>,
    pub(crate) types: BTreeSet<&'a [u8]>,
}

pub(crate) fn split(text: &[u8]) -> Split<'_> {
    let lexed = csyntax::lex(text, Span::new(0, text.len() as u32));
    let tokens = &lexed.tokens[..];
    let mut split = Split { functions: Vec::new(), types: BTreeSet::new() };
    let (mut start, mut depth, mut body, mut assigned) = (0, 0u32, false, false);
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            LBrace if depth == 0 => {
                body = !assigned && at > start && tokens[at - 1].kind == RParen;
                depth = 1;
            }
            LBrace | LParen | LBracket => depth += 1,
            RBrace | RParen | RBracket => depth = depth.saturating_sub(1),
            Eq if depth == 0 => assigned = true,
            _ => {}
        }
        let item = &tokens[start..=at];
        if depth == 0 && body && token.kind == RBrace {
            let span = Span::new(item[0].start, token.end);
            split.functions.push(Definition { span, tokens: item.to_vec() });
        } else if depth != 0 || token.kind != Semicolon {
            continue;
        } else if item.iter().any(|token| token.kind == KwTypedef) {
            split.types.extend(declared(text, item));
        }
        (start, body, assigned) = (at + 1, false, false);
    }
    split
}

/// The names that a typedef declares: in each part between commas the name in `(*name)`, or else the last name in
/// front of a parenthesis or bracket.
fn declared<'a>(text: &'a [u8], item: &[Token]) -> Vec<&'a [u8]> {
    let mut names = Vec::new();
    let (mut depth, mut name, mut settled) = (0u32, None, false);
    for (at, token) in item.iter().enumerate() {
        match token.kind {
            LParen if depth == 0 && item.get(at + 1).is_some_and(|next| next.kind == Star) => {
                let pointed = item[at..].iter().take_while(|token| token.kind != RParen);
                let inner = pointed.filter(|token| token.kind == Identifier).last();
                name = inner.copied().or(name);
                settled = true;
                depth += 1;
            }
            LParen | LBracket | LBrace => {
                settled |= depth == 0
                    && token.kind != LBrace
                    && name.is_some()
                    && !follows_typeof(item, at);
                depth += 1;
            }
            RParen | RBracket | RBrace => depth = depth.saturating_sub(1),
            Identifier if depth == 0 && !settled => name = Some(*token),
            Comma | Semicolon if depth == 0 => {
                names.extend(name.take().map(|token| token.span().of(text)));
                settled = false;
            }
            _ => {}
        }
    }
    names
}

fn follows_typeof(item: &[Token], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| item[before].kind == KwTypeof)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[track_caller]
    fn check(text: &str, functions: &[&str], types: &[&str]) {
        let split = split(text.as_bytes());
        let found: Vec<_> = split
            .functions
            .iter()
            .map(|it| String::from_utf8_lossy(it.span.of(text.as_bytes())))
            .collect();
        assert_eq!(found, functions);
        let found: Vec<_> = split.types.iter().map(|it| String::from_utf8_lossy(it)).collect();
        assert_eq!(found, types);
    }

    #[test]
    fn bodies_and_other_braces() {
        check(
            "struct s { int a; }; int v[] = { 1 }; s t = (s){ 1 }; static int f(int a) { if (a) { } } enum e { A } g(void) { }",
            &["static int f(int a) { if (a) { } }", "enum e { A } g(void) { }"],
            &[],
        );
    }

    #[test]
    fn names_of_typedefs() {
        check(
            "typedef struct { int a; } one, *two; typedef int (*three)(int x);",
            &[],
            &["one", "three", "two"],
        );
        check(
            "typedef unsigned int four[2]; typedef void five(char c); typedef typeof(x) six;",
            &[],
            &["five", "four", "six"],
        );
    }
}
