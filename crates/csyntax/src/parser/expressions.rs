//! Expressions: one loop for assignments and conditionals, precedence climbing for binary operators, one loop for
//! unary operators and casts, one for postfix operators. Only brackets recurse.
//!
//! ```text
//!   a = (u8)*p++ + f(x)      Assignment( a, Binary( Cast( u8, Unary( Postfix( p ) ) ), Call( f, ArgumentList( x ) ) ) )
//! ```

use super::patterns::Level;
use super::{Mark, Parsed, Parser};
use crate::NodeKind;
use crate::TokenKind::{self, *};

/// The binding strength of a binary operator, 0 for what is none; a higher one binds tighter.
const fn strength(kind: TokenKind) -> u8 {
    match kind {
        PipePipe | MetaBinaryOperator => 1,
        AmpAmp => 2,
        Pipe => 3,
        Caret => 4,
        Amp => 5,
        EqEq | Ne => 6,
        Lt | Gt | Le | Ge => 7,
        Shl | Shr => 8,
        Plus | Minus => 9,
        Star | Slash | Percent => 10,
        Smaller | Larger => 11,
        _ => 0,
    }
}

/// How many names in a row are looked at to find the string literal that they stand beside.
const STRING_NAMES: u32 = 256;

impl Parser<'_> {
    /// expression: assignments separated by commas.
    pub(super) fn expression(&mut self) -> Parsed {
        let mark = self.mark();
        self.assignment_expression()?;
        while self.at(Comma) {
            self.bump();
            self.assignment_expression()?;
            self.complete(mark, NodeKind::CommaExpression);
        }
        Ok(())
    }

    /// assignment-expression, conditional expressions included.
    pub(super) fn assignment_expression(&mut self) -> Parsed {
        let base = self.pending.len();
        let read = self.assignment_chain();
        if read.is_ok() {
            self.complete_pending(base);
        } else {
            self.pending.truncate(base);
        }
        read
    }

    /// `a = b ? c : d = e`: each operator waits in `pending` for its right operand.
    fn assignment_chain(&mut self) -> Parsed {
        loop {
            let mark = self.mark();
            self.binary_expression(1)?;
            match self.kind() {
                Question => {
                    self.bump();
                    if !self.at(Colon) {
                        self.nested(Self::expression)?;
                    }
                    self.expect(Colon, "expected `:` of a conditional expression")?;
                    self.pending.push((mark, NodeKind::ConditionalExpression));
                }
                kind if kind.is_assignment() || kind == MetaAssignmentOperator => {
                    self.bump();
                    self.pending.push((mark, NodeKind::AssignmentExpression));
                    if self.at(LBrace) {
                        return self.initializer_list();
                    }
                }
                DisjunctionOpen if self.operator_disjunction() => {
                    self.disjunction(Level::Operator)?;
                    self.pending.push((mark, NodeKind::AssignmentExpression));
                }
                _ => return Ok(()),
            }
        }
    }

    pub(super) fn complete_pending(&mut self, base: usize) {
        while self.pending.len() > base {
            if let Some((mark, kind)) = self.pending.pop() {
                self.complete(mark, kind);
            }
        }
    }

    /// conditional-expression, as in a constant: no assignment, no comma.
    pub(super) fn constant_expression(&mut self) -> Parsed {
        let mark = self.mark();
        self.binary_expression(1)?;
        if self.eat(Question) {
            if !self.at(Colon) {
                self.nested(Self::expression)?;
            }
            self.expect(Colon, "expected `:` of a conditional expression")?;
            self.nested(Self::constant_expression)?;
            self.complete(mark, NodeKind::ConditionalExpression);
        }
        Ok(())
    }

    fn binary_expression(&mut self, least: u8) -> Parsed {
        let mark = self.mark();
        self.unary_expression()?;
        loop {
            let kind = self.kind();
            if kind == DisjunctionOpen
                && self.operator_disjunction()
                && !self.peek(1).is_assignment()
            {
                self.disjunction(Level::Operator)?;
                self.binary_expression(2)?;
                self.complete(mark, NodeKind::BinaryExpression);
                continue;
            }
            if kind == Identifier && self.peek(1) == Number && !self.is_pattern() {
                // `c OP 3`: a macro that is an operator.
                self.bump();
                self.binary_expression(2)?;
                self.complete(mark, NodeKind::BinaryExpression);
                continue;
            }
            let strength = strength(kind);
            if strength < least || strength == 0 {
                return Ok(());
            }
            self.bump();
            self.binary_expression(strength + 1)?;
            self.complete(mark, NodeKind::BinaryExpression);
        }
    }

    fn unary_expression(&mut self) -> Parsed {
        let base = self.pending.len();
        let read = self.unary_chain();
        if read.is_ok() {
            self.complete_pending(base);
        } else {
            self.pending.truncate(base);
        }
        read
    }

    /// Prefix operators and casts wait in `pending` for their operand.
    fn unary_chain(&mut self) -> Parsed {
        loop {
            let mark = self.mark();
            let kind = match self.kind() {
                PlusPlus | MinusMinus => NodeKind::PrefixExpression,
                Amp | Star | Plus | Minus | Tilde | Bang | KwExtension | KwRealImag => {
                    NodeKind::UnaryExpression
                }
                KwSizeof | KwAlignof => {
                    let size = self.at(KwSizeof);
                    self.bump();
                    let kind =
                        if size { NodeKind::SizeofExpression } else { NodeKind::AlignofExpression };
                    if !self.at(LParen) || !self.parenthesis_holds_type(Position::Operand) {
                        self.pending.push((mark, kind));
                        continue;
                    }
                    return self.size_of_type(mark, kind);
                }
                AmpAmp => return self.label_address(mark),
                LParen if self.parenthesis_holds_type(Position::Cast) => {
                    self.parenthesized_type()?;
                    if self.at(LBrace) {
                        self.initializer_list()?;
                        self.complete(mark, NodeKind::CompoundLiteral);
                        return self.postfix_operators(mark);
                    }
                    self.pending.push((mark, NodeKind::CastExpression));
                    continue;
                }
                _ => return self.postfix_expression(),
            };
            self.bump();
            self.pending.push((mark, kind));
        }
    }

    /// After `sizeof`: a type in parentheses, or a compound literal, which is an operand.
    fn size_of_type(&mut self, mark: Mark, kind: NodeKind) -> Parsed {
        let operand = self.mark();
        self.parenthesized_type()?;
        if self.at(LBrace) {
            self.initializer_list()?;
            self.complete(operand, NodeKind::CompoundLiteral);
            self.postfix_operators(operand)?;
        }
        self.complete(mark, kind);
        Ok(())
    }

    /// `(` TypeName `)`
    pub(super) fn parenthesized_type(&mut self) -> Parsed {
        self.bump();
        self.nested(Self::type_name)?;
        self.expect(RParen, "expected `)` after a type")
    }

    fn label_address(&mut self, mark: Mark) -> Parsed {
        self.bump();
        self.name()?;
        self.complete(mark, NodeKind::LabelAddress);
        Ok(())
    }

    fn postfix_expression(&mut self) -> Parsed {
        let mark = self.mark();
        self.primary_expression()?;
        self.postfix_operators(mark)
    }

    fn postfix_operators(&mut self, mark: Mark) -> Parsed {
        loop {
            let kind = match self.kind() {
                LParen => {
                    self.argument_list()?;
                    NodeKind::CallExpression
                }
                LBracket => {
                    self.bump();
                    self.nested(Self::expression)?;
                    self.expect(RBracket, "expected `]`")?;
                    NodeKind::SubscriptExpression
                }
                Dot | Arrow => {
                    self.bump();
                    self.member_name()?;
                    NodeKind::MemberExpression
                }
                PlusPlus | MinusMinus => {
                    self.bump();
                    NodeKind::PostfixExpression
                }
                String => return self.string_after(mark),
                Identifier if self.is_string_macro_call(mark) => return self.string_after(mark),
                Identifier if self.is_unit(mark) => {
                    self.bump();
                    NodeKind::PostfixExpression
                }
                _ => return Ok(()),
            };
            self.complete(mark, kind);
        }
    }

    /// `4 MB`: a macro that brings an operator and its right operand.
    fn is_unit(&self, mark: Mark) -> bool {
        let number = self.pos - mark.token == 1 && self.tokens[mark.token as usize].kind == Number;
        number && !self.is_pattern() && !self.newline_before(self.index(0))
    }

    /// `NAME(a) NAME(b)`, all in capitals: macros that are string literals.
    fn is_string_macro_call(&self, mark: Mark) -> bool {
        let capitals = |name: &[u8]| !name.iter().any(u8::is_ascii_lowercase);
        self.last_kind(mark) == Some(NodeKind::CallExpression)
            && !self.is_pattern()
            && matches!(self.peek(1), LParen | String)
            && capitals(self.peek_text(0))
            && capitals(self.raw_text(mark.token))
    }

    /// The name of a member; a keyword that a macro made one is let through.
    fn member_name(&mut self) -> Parsed {
        if self.kind().is_keyword() {
            self.bump();
            return Ok(());
        }
        self.name()
    }

    /// A string follows an operand: the operand is a macro among string literals.
    fn string_after(&mut self, mark: Mark) -> Parsed {
        match self.last_kind(mark) {
            Some(NodeKind::CallExpression) => {
                self.string_parts();
                self.complete(mark, NodeKind::StringLiteral);
                Ok(())
            }
            _ => Err(self.fail("expected an operator")),
        }
    }

    fn primary_expression(&mut self) -> Parsed {
        match self.kind() {
            Identifier if self.begins_string() => {
                self.string_literal();
                Ok(())
            }
            Identifier | MetaIdentifier => {
                self.leaf(NodeKind::Identifier);
                Ok(())
            }
            Number | Character => {
                self.leaf(NodeKind::Constant);
                Ok(())
            }
            String => {
                self.string_literal();
                Ok(())
            }
            LParen => self.parenthesized_expression(),
            KwOffsetof | KwVaArg | KwTypesCompatible => self.builtin_expression(),
            KwGeneric => self.generic_selection(),
            kind if kind.is_pattern_only() => self.pattern_expression(kind),
            Ellipsis if self.is_pattern() => {
                self.leaf(NodeKind::Dots);
                Ok(())
            }
            Unknown if self.peek_text(0).iter().any(|byte| matches!(byte, b'"' | b'\'')) => {
                Err(self.fail("a string or character constant that is not closed"))
            }
            _ => Err(self.fail("expected an expression")),
        }
    }

    fn parenthesized_expression(&mut self) -> Parsed {
        let mark = self.mark();
        self.bump();
        if self.at(LBrace) {
            self.nested(Self::compound_statement)?;
            self.expect(RParen, "expected `)` after a statement expression")?;
            self.complete(mark, NodeKind::StatementExpression);
            return Ok(());
        }
        self.nested(Self::expression)?;
        self.expect(RParen, "expected `)`")?;
        self.complete(mark, NodeKind::ParenthesizedExpression);
        Ok(())
    }

    /// A keyword that takes types among its arguments.
    fn builtin_expression(&mut self) -> Parsed {
        let mark = self.mark();
        self.bump();
        self.argument_list()?;
        self.complete(mark, NodeKind::BuiltinExpression);
        Ok(())
    }

    fn generic_selection(&mut self) -> Parsed {
        let mark = self.mark();
        self.bump();
        self.expect(LParen, "expected `(` after `_Generic`")?;
        if self.type_begins() {
            self.nested(Self::type_name)?;
        } else {
            self.nested(Self::assignment_expression)?;
        }
        while self.eat(Comma) {
            self.nested(Self::generic_association)?;
        }
        self.expect(RParen, "expected `)` after `_Generic`")?;
        self.complete(mark, NodeKind::GenericSelection);
        Ok(())
    }

    fn generic_association(&mut self) -> Parsed {
        let mark = self.mark();
        if self.at(Identifier) && matches!(self.peek(1), LParen | Comma | RParen) {
            // A macro that expands to associations.
            self.assignment_expression()?;
        } else {
            if !self.eat(KwDefault) {
                self.type_name()?;
            }
            self.expect(Colon, "expected `:` of a generic association")?;
            self.assignment_expression()?;
        }
        self.complete(mark, NodeKind::GenericAssociation);
        Ok(())
    }

    /// True when the names at hand are macros that stand in front of a string literal.
    fn begins_string(&self) -> bool {
        match self.peek(1) {
            String => true,
            Identifier => self.names_lead_to_string(),
            _ => false,
        }
    }

    fn names_lead_to_string(&self) -> bool {
        let mut look = self.look_at(2);
        for looked in 2..STRING_NAMES {
            let kind = self.look_kind(look);
            if kind != Identifier {
                self.effort.look(u64::from(looked));
                return matches!(kind, String | Comma | RParen | Semicolon | RBrace);
            }
            look = self.look_on(look);
        }
        self.effort.look(u64::from(STRING_NAMES));
        false
    }

    /// Adjacent string literals, macro names and macro calls.
    pub(super) fn string_literal(&mut self) {
        let mark = self.mark();
        self.string_parts();
        self.complete(mark, NodeKind::StringLiteral);
    }

    fn string_parts(&mut self) {
        loop {
            match self.kind() {
                String => self.bump(),
                Identifier if self.peek(1) == LParen => {
                    let mark = self.mark();
                    self.leaf(NodeKind::Identifier);
                    let start = self.checkpoint();
                    if self.argument_list().is_err() {
                        return self.restore(&start);
                    }
                    self.complete(mark, NodeKind::CallExpression);
                }
                Identifier => self.bump(),
                _ => return,
            }
        }
    }
}

/// Where a parenthesis stands that may hold a type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// In front of an operand: a cast, if it holds a type.
    Cast,
    /// After `sizeof` and the like.
    Operand,
}
