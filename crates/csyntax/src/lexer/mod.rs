//! Bytes to tokens, without ever failing.
//!
//! Every byte belongs to a token or to the gap in front of one. A directive is a gap too: its logical line is kept as
//! one [`Directive`], so that `#` never reaches the grammar.
//!
//! ```text
//!   a = \        tokens      a = b ;
//!     b;         directives  #if X   (before no token: `before` is one past the last)
//!   #if X
//! ```

mod classes;
mod directives;
mod keywords;
mod literals;
mod punctuators;

use source::Span;

use self::classes::{Class, class_of, is_word};
pub(crate) use self::directives::{define_parts, directive_words};
use crate::{Directive, Token, TokenId, TokenKind};

/// What a text consists of: tokens, and the directives between them.
#[derive(Clone, Debug, Default)]
pub struct Lexed {
    /// The tokens, in order, without an end-of-input token.
    pub tokens: Vec<Token>,
    /// The directives, in order; `before` counts in `tokens`.
    pub directives: Vec<Directive>,
}

/// Splits the bytes `span` of `text` into tokens and directives. Offsets are offsets in `text`, so a piece of a larger
/// text can be read in place. A text past 4 GiB is read up to that size.
pub fn lex(text: &[u8], span: Span) -> Lexed {
    let end = (span.end as usize).min(text.len());
    let start = (span.start as usize).min(end);
    let mut lexer = Lexer {
        text: &text[..end],
        at: start,
        fresh_line: start == 0 || text[start - 1] == b'\n',
        out: Lexed { tokens: Vec::with_capacity((end - start) / 5 + 8), directives: Vec::new() },
    };
    lexer.run();
    lexer.out
}

struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    /// Only blanks and comments were seen since the line began.
    fresh_line: bool,
    out: Lexed,
}

impl Lexer<'_> {
    fn run(&mut self) {
        while let Some(&byte) = self.text.get(self.at) {
            match class_of(byte) {
                Class::Blank => self.at += 1,
                Class::Newline => self.newline(),
                Class::Word => self.word(),
                Class::Digit => self.number(),
                Class::Quote => self.quoted(self.at),
                Class::Dot if self.byte(self.at + 1).is_ascii_digit() => self.number(),
                Class::Slash => self.slash(),
                Class::Hash => self.hash(),
                Class::Backslash => self.backslash(),
                Class::Single => self.push(punctuators::one(byte), self.at, self.at + 1),
                Class::Dot | Class::Punctuator => self.punctuator(),
                Class::Other => self.push(TokenKind::Unknown, self.at, self.at + 1),
            }
        }
    }

    /// The line's indentation goes with it: one test a byte in place of one dispatch.
    #[inline]
    fn newline(&mut self) {
        self.at += 1;
        while self.byte(self.at) == b'\t' {
            self.at += 1;
        }
        self.fresh_line = true;
    }

    /// The byte at an offset, 0 past the end.
    #[inline]
    fn byte(&self, at: usize) -> u8 {
        self.text.get(at).copied().unwrap_or(0)
    }

    /// The first offset at or after `at` that begins no line splice.
    #[inline]
    fn after_splices(&self, at: usize) -> usize {
        if self.byte(at) == b'\\' { after_splices(self.text, at) } else { at }
    }

    #[inline]
    fn push(&mut self, kind: TokenKind, start: usize, end: usize) {
        self.out.tokens.push(Token { kind, start: start as u32, end: end as u32 });
        self.at = end;
        self.fresh_line = false;
    }

    fn word(&mut self) {
        let start = self.at;
        let (end, spliced) = self.word_end(start);
        if end - start <= 3 && matches!(self.byte(end), b'"' | b'\'') && self.prefixed(start, end) {
            return;
        }
        let kind = if spliced {
            keywords::kind_of(&without_splices(&self.text[start..end]))
        } else {
            keywords::kind_of(&self.text[start..end])
        };
        self.push(kind, start, end);
    }

    /// Takes the literal whose prefix is the word at hand; false when the word is none.
    fn prefixed(&mut self, start: usize, quote: usize) -> bool {
        match literals::prefix(&self.text[start..quote]) {
            None => false,
            Some(false) => {
                self.at = quote;
                self.quoted(start);
                true
            }
            Some(true) => {
                let end = literals::raw_string_end(self.text, quote);
                if let Some(end) = end {
                    self.push(TokenKind::String, start, end);
                }
                end.is_some()
            }
        }
    }

    /// Where the word that begins at `start` ends, and whether a line splice lies in it.
    #[inline]
    fn word_end(&self, start: usize) -> (usize, bool) {
        let (mut end, mut spliced) = (start, false);
        loop {
            end += self.text[end..].iter().take_while(|byte| is_word(**byte)).count();
            let next = self.after_splices(end);
            if next == end || !is_word(self.byte(next)) {
                return (end, spliced);
            }
            (end, spliced) = (next, true);
        }
    }

    fn number(&mut self) {
        let end = literals::number_end(self.text, self.at);
        self.push(TokenKind::Number, self.at, end);
    }

    /// A string or character constant whose token begins at `start` and whose quote is at the current offset. One that
    /// is not closed ends with its line, and is no token of C.
    fn quoted(&mut self, start: usize) {
        match (literals::closed_end(self.text, self.at), self.byte(self.at)) {
            (Ok(end), b'"') => self.push(TokenKind::String, start, end),
            (Ok(end), _) => self.push(TokenKind::Character, start, end),
            (Err(end), _) => self.push(TokenKind::Unknown, start, end),
        }
    }

    fn slash(&mut self) {
        match comment_end(self.text, self.at) {
            Some(end) => self.at = end,
            None => self.punctuator(),
        }
    }

    fn hash(&mut self) {
        if self.fresh_line {
            self.directive(1);
        } else {
            self.punctuator();
        }
    }

    fn directive(&mut self, mark: usize) {
        let (kind, end) = directives::read(self.text, self.at, mark);
        self.out.directives.push(Directive {
            kind,
            span: Span::new(self.at as u32, end as u32),
            before: TokenId(self.out.tokens.len() as u32),
            node: None,
        });
        self.at = end;
    }

    fn backslash(&mut self) {
        let next = self.after_splices(self.at);
        if next == self.at {
            self.push(TokenKind::Unknown, self.at, self.at + 1);
        } else {
            self.at = next;
        }
    }

    fn punctuator(&mut self) {
        let second = self.after_splices(self.at + 1);
        let third = self.after_splices(second + 1);
        let bytes = [self.byte(self.at), self.byte(second), self.byte(third)];
        if self.fresh_line && bytes[..2] == *b"%:" {
            return self.directive(second + 1 - self.at);
        }
        let (kind, length) = punctuators::longest(bytes);
        let end = match length {
            1 => self.at + 1,
            2 => second + 1,
            _ => third + 1,
        };
        if kind == TokenKind::Hash && bytes[..2] == *b"%:" {
            let fourth = self.after_splices(third + 1);
            if bytes[2] == b'%' && self.byte(fourth) == b':' {
                return self.push(TokenKind::HashHash, self.at, fourth + 1);
            }
        }
        self.push(kind, self.at, end);
    }
}

/// The length of the line splice (`\`, blanks that GCC forgives, a line end) at `at`, 0 when there is none.
fn splice_length(text: &[u8], at: usize) -> usize {
    if text.get(at) != Some(&b'\\') {
        return 0;
    }
    let blanks = text[at + 1..].iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
    if text.get(at + 1 + blanks) == Some(&b'\n') { blanks + 2 } else { 0 }
}

/// The first offset at or after `at` that begins no line splice.
pub(crate) fn after_splices(text: &[u8], mut at: usize) -> usize {
    loop {
        match splice_length(text, at) {
            0 => return at,
            length => at += length,
        }
    }
}

/// A token's bytes with the line splices taken out.
pub(crate) fn without_splices(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match splice_length(bytes, at) {
            0 => {
                out.push(bytes[at]);
                at += 1;
            }
            length => at += length,
        }
    }
    out
}

/// Where the comment that begins at `at` ends; `None` when there is none. An open comment ends with the text.
pub(crate) fn comment_end(text: &[u8], at: usize) -> Option<usize> {
    let second = after_splices(text, at + 1);
    match text.get(second) {
        Some(b'*') if text.get(at) == Some(&b'/') => Some(block_comment_end(text, second + 1)),
        Some(b'/') if text.get(at) == Some(&b'/') => Some(line_comment_end(text, second + 1)),
        _ => None,
    }
}

/// The comment that nothing closes, in what follows the last token (blanks, comments and directives) at `at`.
pub(crate) fn open_comment(text: &[u8], mut at: usize) -> Option<usize> {
    while let Some(found) = memchr::memchr3(b'/', b'"', b'\'', text.get(at..)?) {
        at += found;
        let end = match text[at] {
            b'/' => comment_end(text, at),
            _ => literals::closed_end(text, at).ok(),
        };
        let second = after_splices(text, at + 1);
        let is_block = text[at] == b'/' && text.get(second) == Some(&b'*');
        if is_block && closing_mark(text, second + 1).is_none() {
            return Some(at);
        }
        at = end.unwrap_or(at + 1);
    }
    None
}

fn block_comment_end(text: &[u8], at: usize) -> usize {
    closing_mark(text, at).unwrap_or(text.len())
}

/// The offset behind the next `*/`.
fn closing_mark(text: &[u8], mut at: usize) -> Option<usize> {
    while let Some(star) = memchr::memchr(b'*', text.get(at..).unwrap_or(&[])) {
        at += star + 1;
        let next = after_splices(text, at);
        if text.get(next) == Some(&b'/') {
            return Some(next + 1);
        }
    }
    None
}

fn line_comment_end(text: &[u8], mut at: usize) -> usize {
    while let Some(newline) = memchr::memchr(b'\n', text.get(at..).unwrap_or(&[])) {
        let end = at + newline;
        let line = text[at..end].trim_ascii_end();
        if line.last() != Some(&b'\\') {
            return end;
        }
        at = end + 1;
    }
    text.len()
}
