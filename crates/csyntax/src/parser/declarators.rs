//! Declarators, named or abstract, and parameter lists.
//!
//! ```text
//!   *(*f[2])(int)     Pointer( Function( Parenthesized( Pointer( Array( Identifier ) ) ) ParameterList ) )
//! ```

use super::patterns::Level;
use super::specifiers::Role;
use super::{Parsed, Parser};
use crate::NodeKind;
use crate::TokenKind::*;
use crate::macros::MacroClass;

impl Parser<'_> {
    /// True when a declarator, named or abstract, begins here.
    pub(super) fn declarator_begins(&self) -> bool {
        match self.kind() {
            Identifier | MetaIdentifier | Star | LParen | Caret => true,
            LBracket => self.peek(1) != LBracket,
            DisjunctionOpen | MetaExpression => true,
            MetaType => matches!(self.peek(1), Semicolon | Comma),
            _ => false,
        }
    }

    /// A declarator; the name may be missing.
    pub(super) fn declarator(&mut self) -> Parsed {
        let base = self.pending.len();
        while matches!(self.kind(), Star | Caret) {
            let mark = self.mark();
            self.bump();
            self.pointer_qualifiers()?;
            self.pending.push((mark, NodeKind::PointerDeclarator));
        }
        let read = if self.direct_declarator_begins() { self.direct_declarator() } else { Ok(()) };
        while self.pending.len() > base {
            if let (Some((mark, kind)), true) = (self.pending.pop(), read.is_ok()) {
                self.complete(mark, kind);
            }
        }
        read
    }

    fn direct_declarator_begins(&self) -> bool {
        self.declarator_begins()
    }

    /// (qualifier | Attribute)* after a `*`; a name is an attribute when another name or `*` follows it.
    fn pointer_qualifiers(&mut self) -> Parsed {
        loop {
            match self.kind() {
                KwConst | KwVolatile | KwRestrict | KwAtomic => self.bump(),
                KwAttribute => self.attribute()?,
                MetaAttribute => self.attribute()?,
                Identifier if self.is_pointer_attribute() => self.attribute()?,
                _ => return Ok(()),
            }
        }
    }

    fn is_pointer_attribute(&self) -> bool {
        let known = self.known.is(self.peek_text(0), MacroClass::Attribute);
        match self.peek(1) {
            Identifier => known || self.attribute_score(1) < 3,
            MetaIdentifier | Star | KwConst | KwVolatile | KwRestrict => true,
            RParen | Comma | LBracket => known,
            LParen => {
                (known || self.attribute_score(0) >= 2)
                    && self.peek(2) != RParen
                    && !self.parameters_follow(1)
                    && self.attribute_arguments_follow()
            }
            KwAttribute => known,
            _ => false,
        }
    }

    /// `__aligned(8) name`: after the parentheses the declarator goes on.
    fn attribute_arguments_follow(&self) -> bool {
        let after = self.look_past_group(self.look_at(1));
        matches!(self.look_kind(after), Identifier | Star | LParen)
    }

    fn direct_declarator(&mut self) -> Parsed {
        let mark = self.mark();
        match self.kind() {
            LParen if self.parenthesis_is_declarator() => {
                self.bump();
                while matches!(self.kind(), KwAttribute)
                    || self.at(Identifier) && matches!(self.peek(1), Star | Identifier)
                {
                    self.attribute()?;
                }
                self.nested(Self::declarator)?;
                self.attributes_in_parentheses()?;
                self.expect(RParen, "expected `)` in a declarator")?;
                self.complete(mark, NodeKind::ParenthesizedDeclarator);
            }
            LParen | LBracket => {}
            DisjunctionOpen => self.disjunction(Level::Name)?,
            MetaType => self.leaf(NodeKind::IdentifierDeclarator),
            _ => {
                self.name()?;
                self.complete(mark, NodeKind::IdentifierDeclarator);
            }
        }
        self.declarator_suffixes(mark)
    }

    fn attributes_in_parentheses(&mut self) -> Parsed {
        if self.at(RParen) { Ok(()) } else { self.attributes() }
    }

    fn declarator_suffixes(&mut self, mark: super::Mark) -> Parsed {
        loop {
            match self.kind() {
                LBracket if self.peek(1) != LBracket => {
                    self.array_size()?;
                    self.complete(mark, NodeKind::ArrayDeclarator);
                }
                LParen => {
                    self.parameter_list()?;
                    self.complete(mark, NodeKind::FunctionDeclarator);
                }
                _ => return Ok(()),
            }
        }
    }

    /// `(` begins a nested declarator, not parameters.
    fn parenthesis_is_declarator(&self) -> bool {
        match self.peek(1) {
            Star | Caret | LParen => true,
            LBracket => true,
            KwAttribute => {
                let after = self.look_past_group(self.look_at(2));
                matches!(self.look_kind(after), Star | LParen)
            }
            Identifier if self.named_already() => false,
            Identifier => match self.peek(2) {
                RParen => {
                    self.peek(3) == LParen
                        || !self.known.is_type(self.peek_text(1)) && self.peek(3) == LBracket
                }
                Star => {
                    matches!(self.peek(3), Identifier | RParen)
                        && self.peek(4) == RParen
                        && self.peek(5) == LParen
                        || self.peek(3) == RParen
                }
                LBracket => !self.known.is_type(self.peek_text(1)),
                LParen => false,
                _ => false,
            },
            MetaIdentifier => self.peek(2) == RParen && self.peek(3) == LParen,
            DisjunctionOpen => false,
            _ => false,
        }
    }

    fn named_already(&self) -> bool {
        self.nodes
            .last()
            .is_some_and(|node| node.kind == NodeKind::IdentifierDeclarator && node.end == self.pos)
    }

    /// `[` (`static` | qualifier)* (expression | `*`)? `]`
    fn array_size(&mut self) -> Parsed {
        self.bump();
        loop {
            match self.kind() {
                KwStatic | KwConst | KwVolatile | KwRestrict => self.bump(),
                Identifier if matches!(self.peek(1), Identifier | Number) => self.attribute()?,
                _ => break,
            }
        }
        if self.at(Star) && self.peek(1) == RBracket {
            self.bump();
        } else if !self.at(RBracket) {
            self.nested(Self::expression)?;
        }
        self.expect(RBracket, "expected `]` after an array's size")
    }

    /// `(` (ParameterDeclaration `,`)* `...`? `)`
    pub(super) fn parameter_list(&mut self) -> Parsed {
        let mark = self.mark();
        if !self.group_closes() {
            return Err(self.fail("nothing closes this `(`"));
        }
        self.bump();
        self.nested(Self::parameters)?;
        self.expect(RParen, "expected `)` after parameters")?;
        self.complete(mark, NodeKind::ParameterList);
        Ok(())
    }

    fn parameters(&mut self) -> Parsed {
        while !matches!(self.kind(), RParen | Eof) {
            self.parameter()?;
            let more = self.eat(Comma);
            if !(more || self.is_pattern() && !self.at(RParen)) {
                return Ok(());
            }
        }
        Ok(())
    }

    pub(super) fn parameter(&mut self) -> Parsed {
        match self.kind() {
            Ellipsis if !self.is_pattern() => self.bump(),
            DotsDots => self.bump(),
            Dots | Ellipsis | MetaParameter | MetaParameterList | MetaExpressionList => {
                let dots = matches!(self.kind(), Dots | Ellipsis);
                self.leaf(if dots { NodeKind::Dots } else { NodeKind::MetaVariable });
            }
            DisjunctionOpen
                if !self.disjunction_holds_type() || self.disjunction_ends_parameter() =>
            {
                self.disjunction(Level::Parameter)?;
            }
            Number | String | Character | Minus | Amp => self.constant_parameter()?,
            _ => self.parameter_declaration()?,
        }
        Ok(())
    }

    /// A macro's argument where parameters were expected: `int NAME(x, 3);`.
    fn constant_parameter(&mut self) -> Parsed {
        let mark = self.mark();
        self.assignment_expression()?;
        self.complete(mark, NodeKind::MacroArgument);
        Ok(())
    }

    /// DeclarationSpecifiers declarator? Attribute*
    pub(super) fn parameter_declaration(&mut self) -> Parsed {
        let (mark, start) = (self.mark(), self.checkpoint());
        let read = self.parameter_rule(mark);
        let ends = matches!(
            self.kind(),
            Comma | RParen | DisjunctionOr | DisjunctionAnd | DisjunctionClose | Dots
        );
        if read.is_ok() && ends || self.conditionals.aborted.is_some() {
            return read;
        }
        // What a macro makes a parameter of is kept as it stands.
        let fault = self.fault;
        self.restore_if_unspent(&start);
        if self.is_pattern() || !self.parameter_may_be_macro() {
            self.fault = fault;
            if read.is_ok() {
                let _ = self.fail("expected `,` or `)` in parameters");
            }
            return Err(super::Failed);
        }
        while !matches!(self.kind(), Comma | RParen | RBrace | Eof) {
            self.skip_group();
        }
        self.complete(mark, NodeKind::MacroArgument);
        Ok(())
    }

    /// An expression or a call of a macro stands where a parameter was expected.
    fn parameter_may_be_macro(&self) -> bool {
        self.at(Identifier) && !matches!(self.peek(1), Identifier | Star)
    }

    fn parameter_rule(&mut self, mark: super::Mark) -> Parsed {
        if self.at(MetaIdentifier) && matches!(self.peek(1), Comma | RParen) {
            self.leaf(NodeKind::IdentifierDeclarator);
        } else {
            self.specifiers(Role::Parameter)?;
            if self.declarator_begins() {
                self.declarator()?;
            }
        }
        self.attributes()?;
        self.complete(mark, NodeKind::ParameterDeclaration);
        Ok(())
    }
}
