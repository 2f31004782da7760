//! A cursor over the tokens of a header or of declarations: small parsers with one token of lookahead.

use csyntax::{Token, TokenKind};
use source::{Diagnostic, Span};

use crate::file::File;

/// What a small parser returns.
pub(crate) type Parsed<T> = Result<T, Diagnostic>;

/// Gives an error a next step when it has none.
pub(crate) fn with_help(error: Diagnostic, help: &str) -> Diagnostic {
    if error.help.is_some() { error } else { error.help(help) }
}

/// Tokens of a piece of a file, read from the left.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    pub(crate) file: &'a File,
    tokens: &'a [Token],
    at: usize,
    /// Where the piece ends, for messages about what is missing.
    end: u32,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(file: &'a File, tokens: &'a [Token], end: u32) -> Self {
        Self { file, tokens, at: 0, end }
    }

    pub(crate) fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// The place of the next token in the token list.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// The tokens not read yet.
    pub(crate) fn rest(&self) -> &'a [Token] {
        &self.tokens[self.at.min(self.tokens.len())..]
    }

    pub(crate) fn advance(&mut self, count: usize) {
        self.at = (self.at + count).min(self.tokens.len());
    }

    pub(crate) fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    pub(crate) fn peek_kind(&self) -> TokenKind {
        self.peek().map_or(TokenKind::Eof, |token| token.kind)
    }

    /// The bytes of a token of this file.
    pub(crate) fn text(&self, token: Token) -> &'a [u8] {
        token.span().of(&self.file.text)
    }

    /// The bytes of the token `ahead` places on, empty past the end.
    pub(crate) fn word(&self, ahead: usize) -> &'a [u8] {
        self.tokens.get(self.at + ahead).map_or(&[], |token| self.text(*token))
    }

    pub(crate) fn next(&mut self) -> Option<Token> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    /// Takes the next token when it is of this kind.
    pub(crate) fn eat(&mut self, kind: TokenKind) -> bool {
        let hit = self.peek_kind() == kind && !self.is_done();
        self.at += usize::from(hit);
        hit
    }

    /// Takes the next token when it is this word.
    pub(crate) fn eat_word(&mut self, word: &str) -> bool {
        let hit = self.word(0) == word.as_bytes();
        self.at += usize::from(hit);
        hit
    }

    /// Where the next token is, or the end of the piece.
    pub(crate) fn here(&self) -> Span {
        let behind = || self.tokens.last().map_or(self.end, |last| last.end);
        self.peek().map_or_else(|| Span::empty(behind()), Token::span)
    }

    /// An error at the next token.
    pub(crate) fn expected(&self, what: &str) -> Diagnostic {
        let found = match self.peek() {
            Some(token) => format!("found `{}`", String::from_utf8_lossy(self.text(token))),
            None => "found the end".to_owned(),
        };
        self.file.error(
            self.here(),
            format!("expected {what}, {found}"),
            &format!("expected {what}"),
        )
    }

    pub(crate) fn expect(&mut self, kind: TokenKind, what: &str) -> Parsed<Token> {
        match self.peek() {
            Some(token) if token.kind == kind => {
                self.at += 1;
                Ok(token)
            }
            _ => Err(self.expected(what)),
        }
    }

    /// A name: an identifier or a word that C reserves but SmPL does not.
    pub(crate) fn name(&mut self, what: &str) -> Parsed<(String, Span)> {
        match self.peek() {
            Some(token) if token.kind == TokenKind::Identifier || token.kind.is_keyword() => {
                self.at += 1;
                Ok((self.file.str(token.span()), token.span()))
            }
            _ => Err(self.expected(what)),
        }
    }

    /// `name` or `rule.name`, spelled without blanks.
    pub(crate) fn dotted_name(&mut self, what: &str) -> Parsed<(String, Span)> {
        let (mut name, mut span) = self.name(what)?;
        if self.peek_kind() == TokenKind::Dot {
            self.at += 1;
            let (field, end) = self.name("a metavariable's name after `.`")?;
            name = format!("{name}.{field}");
            span = span.cover(end);
        }
        Ok((name, span))
    }

    /// A string literal, as [`unquote`] reads it.
    pub(crate) fn string(&mut self, what: &str) -> Parsed<(String, Span)> {
        let token = self.expect(TokenKind::String, what)?;
        Ok((unquote(&self.file.str(token.span())), token.span()))
    }

    /// Skips past the next token of a kind that is not inside brackets; to the end where there is none.
    pub(crate) fn skip_past(&mut self, kind: TokenKind) {
        match top_level(self.rest()).find(|(_, token)| token.kind == kind) {
            Some((offset, _)) => self.advance(offset + 1),
            None => self.at = self.tokens.len(),
        }
    }
}

/// The tokens that are not inside brackets, with their places; brackets themselves are among them.
pub(crate) fn top_level(tokens: &[Token]) -> impl Iterator<Item = (usize, Token)> + '_ {
    let mut depth = 0usize;
    tokens.iter().enumerate().filter_map(move |(at, token)| {
        use TokenKind::{LBrace, LBracket, LParen, RBrace, RBracket, RParen};
        let outer = depth;
        match token.kind {
            LParen | LBracket | LBrace => depth += 1,
            RParen | RBracket | RBrace => depth = depth.saturating_sub(1),
            _ => {}
        }
        (outer == 0 || depth == 0).then_some((at, *token))
    })
}

/// The place of the bracket that closes the one at the front; `None` when nothing does.
pub(crate) fn closing(tokens: &[Token]) -> Option<usize> {
    use TokenKind::{LBrace, LBracket, LParen, RBrace, RBracket, RParen};
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            LParen | LBracket | LBrace => depth += 1,
            RParen | RBracket | RBrace => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return (at > 0).then_some(at);
        }
    }
    None
}

/// A string literal's content: without its quotes, `\"` resolved, other escapes as written (they may be a regular
/// expression's).
pub(crate) fn unquote(literal: &str) -> String {
    let inner = literal.strip_prefix('"').unwrap_or(literal);
    inner.strip_suffix('"').unwrap_or(inner).replace("\\\"", "\"")
}
