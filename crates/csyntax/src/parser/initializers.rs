//! Initializers: `{ .a = 1, [2 ... 4] = x, f: y, MACRO(z) }`.

use super::lists::List;
use super::patterns::Level;
use super::{Parsed, Parser};
use crate::NodeKind;
use crate::TokenKind::*;

impl Parser<'_> {
    /// An expression or a braced list.
    pub(super) fn initializer(&mut self) -> Parsed {
        match self.kind() {
            LBrace => self.initializer_list(),
            MetaInitializer => {
                self.leaf(NodeKind::MetaVariable);
                Ok(())
            }
            _ => {
                let mark = self.mark();
                self.assignment_expression()?;
                // `TYPE(x) { 1, 2 }`: the macro brings the parentheses of a compound literal.
                if self.at(LBrace) && self.last_kind(mark) == Some(NodeKind::CallExpression) {
                    self.initializer_list()?;
                    self.complete(mark, NodeKind::CompoundLiteral);
                }
                Ok(())
            }
        }
    }

    /// `{` (initializer | DesignatedInitializer `,`)* `}`
    pub(super) fn initializer_list(&mut self) -> Parsed {
        let mark = self.mark();
        self.expect(LBrace, "expected `{`")?;
        self.nested(|parser| {
            parser.list(List::Initializers);
            Ok(())
        })?;
        self.expect(RBrace, "expected `}` after initializers")?;
        self.complete(mark, NodeKind::InitializerList);
        Ok(())
    }

    /// One element and the `,` after it. Macros may bring their own comma.
    pub(super) fn initializer_element(&mut self) {
        if self.at(Comma) {
            return self.bump();
        }
        self.guarded(Self::element_rule, Self::skip_element);
        let _ = self.eat(Comma);
    }

    fn element_rule(&mut self) -> Parsed {
        let mark = self.mark();
        match self.kind() {
            Dot | LBracket => self.designated_initializer()?,
            Identifier | MetaIdentifier if self.peek(1) == Colon => {
                self.bump();
                self.bump();
                self.nested(Self::initializer)?;
                self.complete(mark, NodeKind::DesignatedInitializer);
            }
            Dots | Ellipsis if self.is_pattern() => self.leaf(NodeKind::Dots),
            NestOpen | NestPlusOpen => self.nest(Level::Initializer)?,
            DisjunctionOpen if self.disjunction_holds_elements() => {
                self.disjunction(Level::Initializer)?;
            }
            MetaInitializer | MetaInitializerList | MetaExpressionList => {
                self.leaf(NodeKind::MetaVariable);
            }
            _ => {
                self.nested(Self::initializer)?;
                // `MACRO(x) = y`, or a range in an old designator.
                if self.eat(Eq) {
                    self.nested(Self::initializer)?;
                    self.complete(mark, NodeKind::DesignatedInitializer);
                }
            }
        }
        self.after_element(mark)
    }

    /// An element is followed by `,` or the end; after a macro, also by the next element.
    fn after_element(&mut self, mark: super::Mark) -> Parsed {
        let brings_comma = matches!(
            self.last_kind(mark),
            Some(NodeKind::CallExpression | NodeKind::Identifier | NodeKind::StringLiteral)
        );
        match self.kind() {
            Comma | RBrace | Eof => Ok(()),
            _ if brings_comma || self.at_directive() || self.is_pattern() => Ok(()),
            _ => Err(self.fail("expected `,` or `}` after an initializer")),
        }
    }

    fn designated_initializer(&mut self) -> Parsed {
        let mark = self.mark();
        self.designators()?;
        let _ = self.eat(Eq);
        if !(self.is_pattern() && matches!(self.kind(), Comma | RBrace)) {
            self.nested(Self::initializer)?;
        }
        self.complete(mark, NodeKind::DesignatedInitializer);
        Ok(())
    }

    fn designators(&mut self) -> Parsed {
        loop {
            let mark = self.mark();
            match self.kind() {
                Dot => {
                    self.bump();
                    if self.kind().is_keyword() {
                        self.bump();
                    } else {
                        self.name()?;
                    }
                    self.complete(mark, NodeKind::FieldDesignator);
                }
                LBracket => {
                    self.bump();
                    self.nested(Self::constant_expression)?;
                    if matches!(self.kind(), Ellipsis | Dots) {
                        self.bump();
                        self.nested(Self::constant_expression)?;
                    }
                    self.expect(RBracket, "expected `]` after a designator")?;
                    self.complete(mark, NodeKind::ArrayDesignator);
                }
                _ => return Ok(()),
            }
        }
    }

    fn skip_element(&mut self) {
        while !matches!(self.kind(), Eof | Comma | RBrace | RParen | RBracket) {
            self.skip_group();
        }
    }
}
