//! Type names, and the specifiers that take one in parentheses.
//!
//! ```text
//!   (const struct s *)x       TypeName( DeclarationSpecifiers( const StructSpecifier ) PointerDeclarator )
//!   typeof(a + b)             TypeofSpecifier( BinaryExpression )
//! ```

use super::expressions::Position;
use super::patterns::Level;
use super::specifiers::Role;
use super::{Parsed, Parser};
use crate::NodeKind;
use crate::TokenKind::*;

impl Parser<'_> {
    /// DeclarationSpecifiers declarator?: the type of a cast, of `sizeof`, or of a macro's argument (where it may
    /// declare a name).
    pub(super) fn type_name(&mut self) -> Parsed {
        let mark = self.mark();
        if self.at(DisjunctionOpen) {
            self.disjunction(Level::Type)?;
            if !self.declarator_begins() {
                return Ok(());
            }
        } else {
            self.specifiers(Role::TypeName)?;
        }
        if self.declarator_begins() {
            self.declarator()?;
        }
        self.attributes()?;
        self.complete(mark, NodeKind::TypeName);
        Ok(())
    }

    /// `typeof` `(` expression | TypeName `)`
    pub(super) fn typeof_specifier(&mut self) -> Parsed {
        let mark = self.mark();
        self.bump();
        self.parenthesized_operand("expected `(` after `typeof`")?;
        self.complete(mark, NodeKind::TypeofSpecifier);
        Ok(())
    }

    /// `_Alignas` `(` expression | TypeName `)`
    pub(super) fn alignas_specifier(&mut self) -> Parsed {
        let mark = self.mark();
        self.bump();
        self.parenthesized_operand("expected `(` after `_Alignas`")?;
        self.complete(mark, NodeKind::AlignasSpecifier);
        Ok(())
    }

    /// `_Atomic` `(` TypeName `)`
    pub(super) fn atomic_specifier(&mut self) -> Parsed {
        let mark = self.mark();
        self.bump();
        self.parenthesized_operand("expected `(` after `_Atomic`")?;
        self.complete(mark, NodeKind::AtomicSpecifier);
        Ok(())
    }

    fn parenthesized_operand(&mut self, message: &'static str) -> Parsed {
        if self.at(LParen) && self.parenthesis_holds_type(Position::Operand) {
            return self.parenthesized_type();
        }
        self.expect(LParen, message)?;
        self.nested(Self::expression)?;
        self.expect(RParen, "expected `)`")
    }
}
