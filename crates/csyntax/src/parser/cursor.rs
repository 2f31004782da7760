//! The cursor: the next tokens of *this reading*, with directives stepped over as if they were blanks.
//!
//! Looking never commits to anything. Only [`Parser::bump`] does: taking a token that lies past a directive crosses the
//! directive, which may split its conditional (see [`super::conditionals`]).
//!
//! ```text
//!   raw tokens   if ( a | && b | ) ;        | = a directive in front of the token
//!                       ^pos=stop           kind() looks through it, bump() crosses it
//! ```

use super::{Failed, Parsed, Parser};
use crate::TokenKind::{self, *};

/// A place to look ahead from, without moving the cursor.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) pos: u32,
    pub(super) directive: u32,
}

impl Parser<'_> {
    /// The kind of the next token.
    #[inline]
    pub(super) fn kind(&self) -> TokenKind {
        if self.pos != self.stop {
            self.tokens[self.pos as usize].kind
        } else {
            self.tokens[self.index(0) as usize].kind
        }
    }

    /// The kind of the token `n` past the next one.
    #[inline]
    pub(super) fn peek(&self, n: u32) -> TokenKind {
        self.tokens[self.index(n) as usize].kind
    }

    /// The raw place of the token `n` past the next one; the end of input is repeated for ever.
    #[inline]
    pub(super) fn index(&self, n: u32) -> u32 {
        let last = self.tokens.len() as u32 - 1;
        let at = self.pos + n;
        if at < self.stop { at.min(last) } else { self.index_across(n) }
    }

    #[cold]
    fn index_across(&self, n: u32) -> u32 {
        let mut look = self.look();
        for _ in 0..n {
            look = self.look_on(look);
        }
        look.pos
    }

    /// A look-ahead at the next token.
    #[inline]
    pub(super) fn look(&self) -> Look {
        self.settle(Look { pos: self.pos, directive: self.next_directive })
    }

    /// The look-ahead one token further.
    #[inline]
    pub(super) fn look_on(&self, look: Look) -> Look {
        let last = self.tokens.len() as u32 - 1;
        self.settle(Look { pos: (look.pos + 1).min(last), ..look })
    }

    /// Steps over the directives in front of a look-ahead's token.
    #[inline]
    fn settle(&self, mut look: Look) -> Look {
        while let Some(directive) = self.directives.get(look.directive as usize) {
            if directive.before.0 > look.pos {
                break;
            }
            self.effort.look(1);
            look = self.step_over(look);
        }
        look
    }

    #[inline]
    pub(super) fn look_kind(&self, look: Look) -> TokenKind {
        self.tokens[look.pos as usize].kind
    }

    #[inline]
    pub(super) fn at(&self, kind: TokenKind) -> bool {
        self.kind() == kind
    }

    /// Takes the next token.
    #[inline]
    pub(super) fn bump(&mut self) {
        if self.pos == self.stop {
            self.cross();
        }
        if self.tokens[self.pos as usize].kind != Eof {
            self.pos += 1;
            self.effort.taken += 1;
        }
    }

    #[inline]
    pub(super) fn eat(&mut self, kind: TokenKind) -> bool {
        let found = self.at(kind);
        if found {
            self.bump();
        }
        found
    }

    #[inline]
    pub(super) fn expect(&mut self, kind: TokenKind, message: &'static str) -> Parsed {
        if self.eat(kind) { Ok(()) } else { Err(self.fail(message)) }
    }

    /// A name: an identifier, or in a pattern what may stand for one.
    pub(super) fn at_name(&self) -> bool {
        matches!(self.kind(), Identifier | MetaIdentifier)
            || (self.is_pattern() && matches!(self.kind(), MetaExpression | DisjunctionOpen | Dots))
    }

    /// Takes a name, which becomes the caller's own token (in a pattern it may be a disjunction of names).
    pub(super) fn name(&mut self) -> Parsed {
        match self.kind() {
            Identifier | MetaIdentifier => self.bump(),
            MetaExpression | Dots if self.is_pattern() => self.bump(),
            DisjunctionOpen => return self.disjunction(super::patterns::Level::Name),
            _ => return Err(self.name_expected()),
        }
        Ok(())
    }

    #[cold]
    fn name_expected(&mut self) -> Failed {
        self.fail("expected a name")
    }

    /// The bytes of a raw token.
    pub(super) fn raw_text(&self, index: u32) -> &[u8] {
        self.tokens[index as usize].span().of(self.text)
    }

    /// The bytes of the token `n` past the next one.
    pub(super) fn peek_text(&self, n: u32) -> &[u8] {
        self.raw_text(self.index(n))
    }

    /// True when a line end lies in front of raw token `index`.
    pub(super) fn newline_before(&self, index: u32) -> bool {
        let Some(previous) = index.checked_sub(1) else { return true };
        let (from, to) = (self.tokens[previous as usize].end, self.tokens[index as usize].start);
        memchr::memchr(b'\n', &self.text[from as usize..(to as usize).max(from as usize)]).is_some()
    }

    /// How far raw token `index` is indented: the column it begins at, tabs to the next multiple of eight. Counts the
    /// blanks of its line only, so of two tokens on one line the column of the line's first is told.
    pub(super) fn indentation(&self, index: u32) -> u32 {
        let start = self.tokens[index as usize].start as usize;
        let line = memchr::memrchr(b'\n', &self.text[..start]).map_or(0, |newline| newline + 1);
        let mut column = 0;
        for byte in &self.text[line..start] {
            match byte {
                b' ' => column += 1,
                b'\t' => column = column / 8 * 8 + 8,
                _ => break,
            }
        }
        column
    }

    /// True when the next directive stands in front of the next token.
    #[inline]
    pub(super) fn at_directive(&self) -> bool {
        self.pos == self.stop
    }

    pub(super) fn set_directive(&mut self, index: u32) {
        // The end of a conditional that nothing ends lies past the last directive.
        let index = index.min(self.directives.len() as u32);
        self.next_directive = index;
        self.stop =
            self.directives.get(index as usize).map_or(u32::MAX, |directive| directive.before.0);
    }
}
