//! What a mistake costs: one statement, one header, one argument, or one declaration, never the rest of the file.
//!
//! ```text
//!   x = = 1;           Error [x = = 1 ;]
//!   y = 2;             ExpressionStatement        the next statement is read as ever
//! ```

use source::Span;

use super::conditionals::Checkpoint;
use super::{Mark, Parsed, Parser};
use crate::NodeKind;
use crate::TokenKind::{self, *};

impl Parser<'_> {
    /// Runs a rule; when it fails, goes back, lets `skip` pass over the tokens, and makes them an `Error` node.
    #[inline]
    pub(super) fn guarded(
        &mut self,
        rule: impl FnOnce(&mut Self) -> Parsed,
        skip: impl FnOnce(&mut Self),
    ) {
        let (mark, start) = (self.mark(), self.checkpoint());
        if rule(self).is_err() {
            self.give_up(mark, &start, skip);
        }
    }

    #[cold]
    fn give_up(&mut self, mark: Mark, start: &Checkpoint, skip: impl FnOnce(&mut Self)) {
        if self.conditionals.aborted.is_some() {
            return;
        }
        self.restore_if_unspent(start);
        skip(self);
        self.error_node(mark);
    }

    /// Completes an `Error` node of the tokens since `mark`, with the reason of the last failure.
    pub(super) fn error_node(&mut self, mark: Mark) {
        let token = self.tokens[self.fault.token as usize];
        self.complete(mark, NodeKind::Error);
        self.error(Span::new(token.start, token.end), self.fault.message);
    }

    /// Takes the next token, or bracketed group, as an error of its own.
    #[cold]
    pub(super) fn misplaced_token(&mut self) {
        if self.kind() == Eof {
            while self.at_directive() && self.conditionals.aborted.is_none() {
                self.cross_one();
            }
            return;
        }
        let mark = self.mark();
        let _ = self.fail("misplaced token");
        self.skip_group();
        self.error_node(mark);
    }

    /// Takes the next token; when it opens a bracket, all up to its match.
    pub(super) fn skip_group(&mut self) {
        let mut depth = 0u32;
        loop {
            match self.kind() {
                Eof => return,
                LParen | LBracket | LBrace => depth += 1,
                RParen | RBracket | RBrace => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.bump();
            if depth == 0 {
                return;
            }
        }
    }

    /// Passes over what is left of a statement: to its `;`, the end of its block, or the `}` that ends the list.
    pub(super) fn skip_statement(&mut self) {
        let (mut braces, mut parens) = (0u32, 0u32);
        loop {
            let kind = self.kind();
            match kind {
                Eof => return,
                LBrace => braces += 1,
                RBrace if braces == 0 => return,
                RBrace => braces -= 1,
                _ if braces > 0 => {}
                LParen | LBracket => parens += 1,
                RParen | RBracket => parens = parens.saturating_sub(1),
                _ if self.ends_skip(kind, parens) => return,
                _ => {}
            }
            self.bump();
            let closed = braces == 0 && (parens == 0 || self.newline_before(self.index(0)));
            let over =
                kind == Semicolon || kind == RBrace && !self.at(Semicolon) && !self.at(RParen);
            if closed && over {
                return;
            }
        }
    }

    /// In a pattern: what ends a branch also ends the statement in it.
    fn ends_skip(&self, kind: TokenKind, parens: u32) -> bool {
        parens == 0
            && self.is_pattern()
            && matches!(
                kind,
                DisjunctionOr
                    | DisjunctionAnd
                    | DisjunctionClose
                    | NestClose
                    | NestPlusClose
                    | Dots
            )
    }

    /// Passes over what is left of an item at file level.
    pub(super) fn skip_item(&mut self) {
        let (mut braces, mut parens) = (0u32, 0u32);
        let first = self.pos;
        loop {
            let kind = self.kind();
            match kind {
                Eof => return,
                LParen if self.group_closes() => {
                    self.skip_group();
                    continue;
                }
                LBrace => braces += 1,
                RBrace => braces = braces.saturating_sub(1),
                LParen => parens += 1,
                RParen => parens = parens.saturating_sub(1),
                _ if braces == 0 && self.pos != first && self.begins_item(kind) => return,
                _ => {}
            }
            self.bump();
            let ends = kind == Semicolon && parens == 0 || kind == RBrace && !self.at(Semicolon);
            if braces == 0 && ends {
                return;
            }
        }
    }

    /// A token at the first column that begins a declaration.
    fn begins_item(&self, kind: TokenKind) -> bool {
        let index = self.index(0);
        let start = self.tokens[index as usize].start as usize;
        let first_column = start == 0 || self.text[start - 1] == b'\n';
        first_column
            && matches!(kind, KwStatic | KwTypedef | KwExtern | KwVoid | KwInt | KwStruct | KwEnum)
    }

    /// Passes over what stands up to the `)` that closes the parenthesis already open, which is left.
    pub(super) fn skip_to_paren(&mut self) {
        while !matches!(self.kind(), Eof | RParen | RBrace) {
            if self.is_pattern() && matches!(self.kind(), DisjunctionClose | DisjunctionOr) {
                return;
            }
            self.skip_group();
        }
    }
}
