//! A text as a row of atoms with nothing but white space between them.
//!
//! Tokens, comments, directives and branches left out are all atoms, so that layout has one kind of thing to keep or
//! drop, and one kind of gap to write anew.
//!
//! ```text
//!   foo(a); /* why */        foo ( a ) ; /* why */
//!   #endif                   #endif
//! ```

use csyntax::{Directive, Token, TokenId, TokenKind};
use source::Span;

use super::columns;

/// What an atom is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum AtomKind {
    Token(TokenKind),
    LineComment,
    BlockComment,
    Directive,
    /// A branch of a conditional that this reading of the file leaves out.
    Inactive,
}

impl AtomKind {
    pub(super) fn is_comment(self) -> bool {
        matches!(self, Self::LineComment | Self::BlockComment)
    }

    /// True when what follows must stand on a new line.
    pub(super) fn ends_line(self) -> bool {
        matches!(self, Self::LineComment | Self::Directive)
    }

    pub(super) fn token(self) -> Option<TokenKind> {
        match self {
            Self::Token(kind) => Some(kind),
            _ => None,
        }
    }
}

/// One atom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom {
    pub(super) kind: AtomKind,
    pub(super) span: Span,
    /// The tab-expanded column of its first byte, from 0.
    pub(super) column: u32,
    /// The atom that begins the line on which this one begins.
    head: u32,
}

/// The atoms of a text, in order.
pub(super) struct Atoms<'t> {
    pub(super) text: &'t [u8],
    pub(super) scope: Span,
    list: Vec<Atom>,
    of_token: Vec<u32>,
}

impl<'t> Atoms<'t> {
    /// Reads the bytes `scope` of `text`, given what the lexer found there.
    pub(super) fn read(
        text: &'t [u8],
        scope: Span,
        tokens: &[Token],
        directives: &[Directive],
    ) -> Self {
        let mut atoms = Self { text, scope, list: Vec::new(), of_token: Vec::new() };
        let mut at = scope.start;
        let mut directives = directives
            .iter()
            .map(|directive| directive.span)
            .filter(|span| scope.contains(*span))
            .peekable();
        for token in tokens {
            atoms.read_gap(at, token.start, &mut directives);
            atoms.of_token.push(atoms.list.len() as u32);
            atoms.push(AtomKind::Token(token.kind), token.span());
            at = token.end;
        }
        atoms.read_gap(at, scope.end, &mut directives);
        atoms.place();
        atoms
    }

    /// How many atoms there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<Atom> {
        self.list.get(at).copied()
    }

    /// The kind of atom `at`; `None` past the end.
    pub(super) fn kind(&self, at: usize) -> Option<AtomKind> {
        self.get(at).map(|atom| atom.kind)
    }

    /// The kind of token that atom `at` is.
    pub(super) fn token_kind(&self, at: usize) -> Option<TokenKind> {
        self.kind(at).and_then(AtomKind::token)
    }

    /// The bytes of atom `at`.
    pub(super) fn bytes(&self, at: usize) -> &'t [u8] {
        self.get(at).map_or(&[], |atom| atom.span.of(self.text))
    }

    /// The atom that a token is.
    pub(super) fn of_token(&self, token: TokenId) -> Option<usize> {
        self.of_token.get(token.0 as usize).map(|at| *at as usize)
    }

    /// The atom that begins at a byte.
    pub(super) fn at_byte(&self, start: u32) -> Option<usize> {
        self.list.binary_search_by_key(&start, |atom| atom.span.start).ok()
    }

    /// The white space in front of atom `at`; for one past the last, that at the end.
    pub(super) fn gap_span(&self, at: usize) -> Span {
        let start = at.checked_sub(1).and_then(|before| self.get(before));
        Span::new(
            start.map_or(self.scope.start, |atom| atom.span.end),
            self.get(at).map_or(self.scope.end, |atom| atom.span.start),
        )
    }

    pub(super) fn gap(&self, at: usize) -> &'t [u8] {
        self.gap_span(at).of(self.text)
    }

    /// How many line ends lie in the gap in front of atom `at`.
    pub(super) fn breaks(&self, at: usize) -> usize {
        columns::breaks(self.gap(at))
    }

    /// True when atom `at` is the first of its line. One past the last is, when the text ends with a line end.
    pub(super) fn starts_line(&self, at: usize) -> bool {
        self.breaks(at) > 0 || (at == 0 && self.is_line_start(self.scope.start))
    }

    /// The blanks at the start of the line on which atom `at` begins.
    pub(super) fn line_indent(&self, at: usize) -> &'t [u8] {
        self.get(at).map_or(&[], |atom| columns::indent(self.gap(atom.head as usize)))
    }

    /// The atom that begins the line of atom `at`.
    pub(super) fn head(&self, at: usize) -> usize {
        self.get(at).map_or(at, |atom| atom.head as usize)
    }

    /// The column behind the last atom on the line of atom `at`; trailing comments do not count.
    pub(super) fn line_width(&self, at: usize) -> u32 {
        let mut last = at;
        while self.get(last + 1).is_some_and(|next| !next.kind.is_comment())
            && !self.starts_line(last + 1)
        {
            last += 1;
        }
        self.get(last).map_or(0, |atom| columns::advance(atom.column, self.bytes(last)))
    }

    fn is_line_start(&self, byte: u32) -> bool {
        byte == 0 || self.text.get(byte as usize - 1) == Some(&b'\n')
    }

    fn push(&mut self, kind: AtomKind, span: Span) {
        self.list.push(Atom { kind, span, column: 0, head: 0 });
    }

    fn read_gap(
        &mut self,
        start: u32,
        end: u32,
        directives: &mut std::iter::Peekable<impl Iterator<Item = Span>>,
    ) {
        let mut at = start;
        while at < end {
            while directives.next_if(|span| span.start < at).is_some() {}
            let directive = directives.peek().copied().filter(|span| span.start < end);
            if directive.is_some_and(|span| span.start == at) {
                let span = directive.unwrap_or_default();
                let (code, remark) = self.remark(Span::new(span.start, span.end.min(end)));
                self.push(AtomKind::Directive, code);
                if let Some(remark) = remark {
                    self.push(AtomKind::LineComment, remark);
                }
                at = span.end.clamp(at + 1, end);
                continue;
            }
            let (kind, next) = self.piece(at, directive.map_or(end, |span| span.start));
            if let Some(kind) = kind {
                self.push(kind, Span::new(at, next));
            }
            at = next;
        }
    }

    /// A directive without the comment that ends it, and that comment, which ends the line in whatever way it is written.
    fn remark(&self, directive: Span) -> (Span, Option<Span>) {
        let bytes = directive.of(self.text);
        let tokens = csyntax::lex(bytes, Span::new(1, bytes.len() as u32)).tokens;
        let code = directive.start + tokens.last().map_or(1, |last| last.end);
        let behind = Span::new(code, directive.end).of(self.text);
        let blanks = behind.len() - behind.trim_ascii_start().len();
        let remark = Span::new(code + blanks as u32, directive.end);
        let is_comment = blanks > 0 && matches!(remark.of(self.text), [b'/', b'*' | b'/', ..]);
        if is_comment {
            (Span::new(directive.start, code), Some(remark))
        } else {
            (directive, None)
        }
    }

    /// What begins at byte `at` of a gap and where it ends; no kind for white space.
    fn piece(&self, at: u32, end: u32) -> (Option<AtomKind>, u32) {
        let rest = Span::new(at, end).of(self.text);
        let line_end = |from: usize| {
            rest[from..].iter().position(|byte| *byte == b'\n').map_or(rest.len(), |len| from + len)
        };
        let (kind, len) = match rest {
            [b'/', b'*', ..] => {
                let close = rest[2..].windows(2).position(|pair| pair == b"*/");
                (Some(AtomKind::BlockComment), close.map_or(rest.len(), |len| len + 4))
            }
            [b'/', b'/', ..] => {
                let mut len = line_end(0);
                while len < rest.len() && rest[..len].ends_with(b"\\") {
                    len = line_end(len + 1);
                }
                let trimmed = rest[..len].strip_suffix(b"\r").map_or(len, <[u8]>::len);
                (Some(AtomKind::LineComment), trimmed)
            }
            _ => match rest.iter().position(|byte| !byte.is_ascii_whitespace() && *byte != b'\\') {
                Some(0) | None if rest.first().is_some_and(|byte| !is_space(*byte)) => {
                    (Some(AtomKind::Inactive), rest.trim_ascii_end().len())
                }
                space => (None, space.unwrap_or(rest.len())),
            },
        };
        (kind, at + (len as u32).max(1))
    }

    /// Columns and line heads, in one pass over the text.
    fn place(&mut self) {
        let mut column = columns::of_byte(self.text, self.scope.start);
        let mut head = 0;
        for at in 0..self.list.len() {
            let gap = self.gap(at);
            column = columns::advance(column, gap);
            if columns::breaks(gap) > 0 {
                head = at;
            }
            let bytes = self.bytes(at);
            self.list[at].column = column;
            self.list[at].head = head as u32;
            column = columns::advance(column, bytes);
        }
    }
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'\\' || byte == 0x0b
}
