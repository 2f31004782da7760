//! Arguments: of calls, and of macros, where types, statements and operators may stand.
//!
//! An argument is read as what it looks like; when that does not end at a `,` or `)`, its tokens become a
//! `MacroArgument` as they stand, which is no error.
//!
//! ```text
//!   wait_event(q, x > 0)      Identifier, BinaryExpression
//!   va_arg(ap, struct s *)    Identifier, TypeName
//!   CMP(a, <, b)              Identifier, MacroArgument [<], Identifier
//! ```

use super::{Parsed, Parser};
use crate::NodeKind;
use crate::TokenKind::{self, *};
use crate::macros::is_declaration_keyword;

impl Parser<'_> {
    /// `(` arguments `)`
    pub(super) fn argument_list(&mut self) -> Parsed {
        let mark = self.mark();
        if !self.group_closes() {
            return Err(self.fail("nothing closes this `(`"));
        }
        self.bump();
        self.nested(Self::arguments)?;
        self.expect(RParen, "expected `)` after arguments")?;
        self.complete(mark, NodeKind::ArgumentList);
        Ok(())
    }

    fn arguments(&mut self) -> Parsed {
        if self.at(RParen) {
            return Ok(());
        }
        loop {
            self.argument()?;
            if !self.eat(Comma) {
                return Ok(());
            }
        }
    }

    pub(super) fn argument(&mut self) -> Parsed {
        let kind = self.kind();
        if self.is_pattern() && self.pattern_list_element(kind) {
            return self.pattern_argument(kind);
        }
        let (mark, start) = (self.mark(), self.checkpoint());
        let read = self.argument_as(kind);
        if read.is_ok() && self.ends_argument() {
            return Ok(());
        }
        if self.conditionals.aborted.is_some() {
            return Err(super::Failed);
        }
        self.restore_if_unspent(&start);
        self.macro_argument();
        self.complete(mark, NodeKind::MacroArgument);
        Ok(())
    }

    fn ends_argument(&self) -> bool {
        match self.kind() {
            Comma | RParen => true,
            DisjunctionOr | DisjunctionAnd | DisjunctionClose | NestClose | NestPlusClose => true,
            // Dots and nests need no comma around them in a pattern that spans lines.
            _ => false,
        }
    }

    fn argument_as(&mut self, kind: TokenKind) -> Parsed {
        match kind {
            Comma | RParen => Err(super::Failed),
            LBrace => self.braced_argument(),
            kind if begins_statement(kind) => self.statement_arguments(),
            _ if self.type_begins_argument(kind) => {
                self.type_name()?;
                if self.at(Semicolon) { Err(super::Failed) } else { Ok(()) }
            }
            _ => self.expression_argument(),
        }
    }

    /// An expression; when `;` follows, it and what comes after are statements.
    fn expression_argument(&mut self) -> Parsed {
        let mark = self.mark();
        self.assignment_expression()?;
        if self.eat(Semicolon) {
            self.complete(mark, NodeKind::ExpressionStatement);
            return self.statement_arguments();
        }
        Ok(())
    }

    /// Statements up to the end of the argument; the last may lack its `;`.
    fn statement_arguments(&mut self) -> Parsed {
        while !matches!(self.kind(), Comma | RParen | Eof) {
            let before = self.pos;
            let kind = self.kind();
            if kind == LBrace || begins_statement(kind) {
                self.nested(Self::statement_rule)?;
            } else if self.declaration_begins() {
                self.declaration()?;
            } else {
                let mark = self.mark();
                self.nested(Self::expression)?;
                if self.eat(Semicolon) {
                    self.complete(mark, NodeKind::ExpressionStatement);
                }
            }
            if self.pos == before {
                return Err(super::Failed);
            }
        }
        Ok(())
    }

    /// `{ … }`: statements when a `;` stands in it, otherwise an initializer.
    fn braced_argument(&mut self) -> Parsed {
        if self.braces_hold_statements() {
            self.nested(Self::compound_statement)?;
            return self.statement_arguments();
        }
        self.initializer_list()
    }

    fn type_begins_argument(&self, kind: TokenKind) -> bool {
        match kind {
            MetaType => true,
            Identifier => self.name_begins_type_argument(),
            kind => is_declaration_keyword(kind) && kind != KwExtension,
        }
    }

    /// Tokens as they stand, up to the `,` or `)` that ends the argument; none for an empty one.
    fn macro_argument(&mut self) {
        while !matches!(self.kind(), Eof | Comma | RParen | RBrace) {
            self.skip_group();
        }
    }
}

/// Keywords that begin a statement.
pub(super) fn begins_statement(kind: TokenKind) -> bool {
    matches!(
        kind,
        KwIf | KwSwitch
            | KwWhile
            | KwDo
            | KwFor
            | KwGoto
            | KwContinue
            | KwBreak
            | KwReturn
            | KwAsm
            | KwCase
            | KwDefault
    )
}
