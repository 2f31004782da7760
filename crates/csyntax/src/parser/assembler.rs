//! `asm`: the operands are read as arguments, the colons between them are the statement's own.
//!
//! ```text
//!   asm volatile("mov %1, %0" : "=r" (out) : "r" (in) : "memory");
//! ```

use super::{Parsed, Parser};
use crate::NodeKind;
use crate::TokenKind::*;

impl Parser<'_> {
    /// `asm` (qualifier | `goto`)* `(` … `)` `;`
    pub(super) fn asm(&mut self, kind: NodeKind) -> Parsed {
        let mark = self.mark();
        self.bump();
        while matches!(self.kind(), KwVolatile | KwInline | KwGoto | KwConst)
            || self.at(Identifier) && matches!(self.peek(1), LParen | Identifier | KwGoto)
        {
            self.bump();
        }
        if self.at(LBrace) {
            // The compilers for Windows: a block of instructions.
            self.skip_group();
            self.complete(mark, kind);
            return Ok(());
        }
        self.expect(LParen, "expected `(` after `asm`")?;
        self.nested(Self::asm_operands)?;
        self.expect(RParen, "expected `)` after `asm`")?;
        if !self.eat(Semicolon) && !matches!(self.kind(), RBrace | Eof) {
            let closed = self.newline_before(self.index(0)) && kind == NodeKind::AsmDeclaration;
            if !closed {
                return Err(self.fail("expected `;` after `asm`"));
            }
        }
        self.complete(mark, kind);
        Ok(())
    }

    /// Operands, and the `,`, `:` and `::` between them.
    fn asm_operands(&mut self) -> Parsed {
        loop {
            match self.kind() {
                RParen => return Ok(()),
                Comma | Colon | ColonColon => self.bump(),
                LBracket => {
                    self.bump();
                    self.name()?;
                    self.expect(RBracket, "expected `]` after an operand's name")?;
                }
                LParen => {
                    self.bump();
                    self.expression()?;
                    self.expect(RParen, "expected `)` after an operand")?;
                }
                String => self.asm_template(),
                KwGoto => self.bump(),
                Eof => return Err(self.fail("expected `)` after `asm`")),
                _ => self.assignment_expression()?,
            }
        }
    }

    /// String literals and macros; a call at the end may be an operand's parenthesis, so names stay alone there.
    fn asm_template(&mut self) {
        let mark = self.mark();
        while matches!(self.kind(), String | Identifier) {
            let called = self.at(Identifier) && self.peek(1) == LParen;
            self.bump();
            if called {
                self.skip_group();
            }
        }
        self.complete(mark, NodeKind::StringLiteral);
    }
}
