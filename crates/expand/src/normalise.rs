//! GNU forms that `lang-c` does not know become C11 of the same length that holds the same calls at the same places.
//!
//! ```text
//!   int x __attribute__((unused)) = a ?: {f}(b);      int x                         = a || f(b);
//!   asm volatile("…" : "=r" (v) : "r" (g(x)) : "cc");              ("…"   ,    (v)   ,  (g(x))       );
//!   __auto_type p = (typeof(p)) { };                  int         p = (typeof(p)) 0  ;
//! ```
//!
//! Types may become other types: what is called does not depend on them. Directives become blanks.

use csyntax::TokenKind::{self, *};
use csyntax::{Lexed, Token};
use source::Span;

/// Qualifiers of address spaces, which x86 kernels use: words to `lang-c`.
const ADDRESS_SPACES: &[&[u8]] = &[b"__seg_gs", b"__seg_fs"];

/// The text with these forms replaced; as long as it was.
pub(crate) fn normalise(text: &[u8]) -> Vec<u8> {
    let lexed = csyntax::lex(text, Span::new(0, text.len() as u32));
    let mut writer = Writer { text: text.to_vec(), tokens: &lexed.tokens };
    writer.directives(&lexed);
    let mut at = 0;
    let mut depth = 0u32;
    while at < lexed.tokens.len() {
        match writer.kind(at) {
            LBrace => depth += 1,
            RBrace => depth = depth.saturating_sub(1),
            _ => {}
        }
        at = writer.token(at, depth).max(at + 1);
    }
    writer.text
}

struct Writer<'a> {
    text: Vec<u8>,
    tokens: &'a [Token],
}

impl Writer<'_> {
    fn directives(&mut self, lexed: &Lexed) {
        for directive in &lexed.directives {
            self.blank(directive.span);
        }
    }

    /// Rewrites what begins at a token, `depth` braces deep, and tells where to go on.
    fn token(&mut self, at: usize, depth: u32) -> usize {
        match self.kind(at) {
            KwAttribute => return self.blank_through_group(at),
            LBracket if self.kind(at + 1) == LBracket => return self.blank_through_group(at),
            KwAsm => return self.asm(at, depth),
            KwExtension | KwInline | KwThreadLocal | KwRestrict => self.put(at, b""),
            KwLabel | KwStaticAssert => return self.blank_through(at, Semicolon),
            KwTypesCompatible => {
                let end = self.blank_through_group(at);
                self.put(at, b"0");
                return end;
            }
            KwAlignof => self.put(at, b"sizeof"),
            KwBuiltinType => self.put(at, b"long"),
            KwAuto if self.word(at) == b"__auto_type" => self.put(at, b"int"),
            KwTypeof => self.put(at, b"typeof"),
            KwConst => self.put(at, b"const"),
            KwVolatile => self.put(at, b"volatile"),
            KwSigned => self.put(at, b"signed"),
            Identifier if ADDRESS_SPACES.contains(&self.word(at)) => self.put(at, b""),
            Number if matches!(self.word(at), [b'0', b'b' | b'B', ..]) => self.put(at, b"0"),
            Question if self.kind(at + 1) == Colon => self.short_conditional(at),
            LBrace if self.kind(at + 1) == RBrace => self.empty_braces(at),
            KwGoto if self.kind(at + 1) == Star => {
                self.put(at, b"");
                self.put(at + 1, b"");
            }
            AmpAmp if self.is_operand(at) => self.put(at, b"&"),
            Colon => self.label_end(at),
            _ => {}
        }
        at + 1
    }

    /// A statement becomes its operands in one parenthesis; a name for the assembler becomes nothing.
    fn asm(&mut self, at: usize, depth: u32) -> usize {
        let mut open = at;
        while open < self.tokens.len() && self.kind(open) != LParen {
            self.put(open, b"");
            open += 1;
        }
        let end = self.group_end(open);
        let before = at.checked_sub(1).map_or(Eof, |before| self.kind(before));
        if depth == 0 || matches!(before, Identifier | RBracket) {
            self.blank_tokens(open..end);
            return end;
        }
        let mut inner = open + 1;
        while inner + 1 < end && self.kind(inner) == String {
            inner += 1;
        }
        while inner + 1 < end {
            inner = self.operand(inner);
        }
        // What the operands hold is C like any other.
        open + 1
    }

    /// Blanks what stands between the expressions of an asm statement, and puts a comma in front of each.
    fn operand(&mut self, at: usize) -> usize {
        match self.kind(at) {
            LParen => self.group_end(at),
            String if self.kind(at + 1) == LParen => {
                self.put(at, b",");
                at + 1
            }
            LBracket => {
                let end = self.group_end(at);
                self.blank_tokens(at..end);
                end
            }
            _ => {
                self.put(at, b"");
                at + 1
            }
        }
    }

    /// `x ?: y` becomes `x || y`.
    fn short_conditional(&mut self, at: usize) {
        let (question, colon) = (self.tokens[at], self.tokens[at + 1]);
        self.blank(Span::new(question.start, colon.end));
        self.write(question.start, b"||");
    }

    /// An empty initializer becomes `0`; an empty block stays.
    fn empty_braces(&mut self, at: usize) {
        let before = at.checked_sub(1).map_or(Eof, |before| self.kind(before));
        let is_initializer = match before {
            Eq | LParen | Comma => true,
            LBrace => self.kind(at + 2) == Comma,
            RParen => self.ends_type(at - 1),
            _ => false,
        };
        if is_initializer {
            self.put(at, b"0");
            self.put(at + 1, b"");
        }
    }

    /// The `)` at a token closes the type of a compound literal, and not the head of a statement or a macro's call.
    fn ends_type(&self, close: usize) -> bool {
        let mut depth = 0usize;
        for at in (0..=close).rev() {
            match self.kind(at) {
                RParen => depth += 1,
                LParen => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let before = at.checked_sub(1).map_or(Eof, |before| self.kind(before));
                return matches!(
                    before,
                    Eq | LParen | Comma | KwReturn | Question | Colon | RParen
                ) || before == Amp;
            }
        }
        false
    }

    /// `&&` in front of an operand is the address of a label.
    fn is_operand(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or(Eof, |before| self.kind(before));
        matches!(before, LParen | Comma | Eq | LBrace | LBracket | KwReturn | Question | Colon)
            || before == RParen && self.holds_type_keyword(at - 1)
    }

    /// The parenthesis that closes at a token begins with a keyword of types: a cast.
    fn holds_type_keyword(&self, close: usize) -> bool {
        let open = (0..close).rev().find(|at| matches!(self.kind(*at), LParen | RParen));
        open.is_some_and(|open| {
            let first = self.kind(open + 1);
            self.kind(open) == LParen && (KwConst..=KwTypeof).contains(&first)
        })
    }

    /// Behind a label stands a statement: `;` in front of a `}` or a declaration.
    fn label_end(&mut self, colon: usize) {
        let is_label = colon >= 2
            && matches!(self.kind(colon - 1), Identifier | KwDefault | Number | RParen)
            && (matches!(self.kind(colon - 2), Semicolon | LBrace | RBrace | Colon | KwCase));
        let next = self.kind(colon + 1);
        let lacks = next == RBrace || (KwVoid..=KwTypeof).contains(&next) || next == KwConst;
        let end = self.tokens[colon].end;
        let is_free = self.text.get(end as usize).is_some_and(u8::is_ascii_whitespace);
        if is_label && lacks && is_free {
            self.text[end as usize] = b';';
        }
    }

    fn kind(&self, at: usize) -> TokenKind {
        self.tokens.get(at).map_or(Eof, |token| token.kind)
    }

    fn word(&self, at: usize) -> &[u8] {
        self.tokens.get(at).map_or(&[], |token| token.span().of(&self.text))
    }

    /// Writes a word in place of a token, which is at least as long.
    fn put(&mut self, at: usize, word: &[u8]) {
        let Some(token) = self.tokens.get(at) else { return };
        self.blank(token.span());
        if word.len() <= (token.end - token.start) as usize {
            self.write(token.start, word);
        }
    }

    fn write(&mut self, start: u32, word: &[u8]) {
        let start = start as usize;
        self.text[start..start + word.len()].copy_from_slice(word);
    }

    /// Blanks bytes; line ends stay.
    fn blank(&mut self, span: Span) {
        for byte in &mut self.text[span.start as usize..span.end as usize] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }

    fn blank_tokens(&mut self, tokens: std::ops::Range<usize>) {
        if let (Some(first), Some(last)) =
            (self.tokens.get(tokens.start), self.tokens.get(tokens.end.wrapping_sub(1)))
        {
            self.blank(Span::new(first.start, last.end));
        }
    }

    /// Blanks a word and the brackets behind it, or the brackets that begin here, and tells where to go on.
    fn blank_through_group(&mut self, at: usize) -> usize {
        let open = if matches!(self.kind(at), LBracket) { at } else { at + 1 };
        let end =
            if matches!(self.kind(open), LParen | LBracket) { self.group_end(open) } else { open };
        self.blank_tokens(at..end);
        end
    }

    fn blank_through(&mut self, at: usize, last: TokenKind) -> usize {
        let mut end = at;
        while !matches!(self.kind(end), Eof | RBrace) && self.kind(end) != last {
            end = if self.kind(end) == LParen { self.group_end(end) } else { end + 1 };
        }
        let end = (end + 1).min(self.tokens.len());
        self.blank_tokens(at..end);
        end
    }

    /// One past the bracket that closes the one at a token.
    fn group_end(&self, open: usize) -> usize {
        let mut depth = 0u32;
        let mut at = open;
        while at < self.tokens.len() {
            match self.kind(at) {
                LParen | LBracket | LBrace => depth += 1,
                RParen | RBracket | RBrace => depth = depth.saturating_sub(1),
                _ => {}
            }
            at += 1;
            if depth == 0 {
                break;
            }
        }
        at
    }
}
