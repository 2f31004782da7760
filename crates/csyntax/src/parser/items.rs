//! What stands at file level: functions, declarations, and the macros that make them.
//!
//! ```text
//!   static int f(void) { }            FunctionDefinition
//!   SYSCALL_DEFINE1(x, int, a) { }    MacroFunctionDefinition
//!   module_init(f);                   MacroDeclaration
//! ```

use super::cursor::Look;
use super::lists::List;
use super::{Mark, Parsed, Parser};
use crate::TokenKind::*;
use crate::macros::{MacroClass, is_declaration_keyword};
use crate::{DirectiveKind, NodeKind};

impl Parser<'_> {
    /// A whole file.
    pub(super) fn translation_unit(&mut self) {
        self.list(List::Items);
    }

    /// One item; a mistake costs the item.
    pub(super) fn external_declaration(&mut self) {
        self.guarded(Self::item_rule, Self::skip_item);
    }

    fn item_rule(&mut self) -> Parsed {
        let mark = self.mark();
        match self.kind() {
            Semicolon => {
                self.leaf(NodeKind::EmptyDeclaration);
                Ok(())
            }
            KwAsm => self.asm(NodeKind::AsmDeclaration),
            KwExtern if self.peek(1) == String => self.linkage(mark),
            Identifier if self.peek(1) == Eq && self.peek(2) == LBrace => {
                self.macro_declaration(mark)
            }
            Identifier if self.peek(1) == LParen && self.macro_names_function() => {
                self.declared(mark)
            }
            Identifier if self.peek(1) == LParen && self.at_opener() => {
                self.opened_block(mark, NodeKind::MacroFunctionDefinition)
            }
            Identifier if self.peek(1) == LParen && self.item_is_macro() => {
                if self.function_without_type() {
                    self.declared(mark)
                } else {
                    self.macro_declaration(mark)
                }
            }
            Identifier if self.peek(1) == Eof || self.line_follows() => {
                self.leaf(NodeKind::MacroDeclaration);
                Ok(())
            }
            // A file that is included into a function, or into an initializer.
            LBrace if self.braces_hold_statements() => self.compound_statement(),
            LBrace | Dot | String => {
                self.initializer_element();
                Ok(())
            }
            RBrace => Err(self.fail("`}` without `{`")),
            _ => self.declaration(),
        }
    }

    /// `extern "C" {` item* `}`, or one declaration.
    fn linkage(&mut self, mark: Mark) -> Parsed {
        self.bump();
        self.bump();
        if !self.at(LBrace) {
            self.declaration()?;
            self.complete(mark, NodeKind::LinkageSpecification);
            return Ok(());
        }
        self.bump();
        self.nested(|parser| {
            parser.list(List::Items);
            Ok(())
        })?;
        self.expect(RBrace, "expected `}` after `extern \"C\"`")?;
        self.complete(mark, NodeKind::LinkageSpecification);
        Ok(())
    }

    /// `name(…)` at the start of an item: not attributes or a type in front of a declaration.
    fn item_is_macro(&self) -> bool {
        let class = self.known.class(self.peek_text(0));
        if class == Some(MacroClass::Type) || self.parenthesis_points() && self.at_known_type() {
            return false;
        }
        let after = self.look_past_group(self.look_at(1));
        let kind = self.look_kind(after);
        if matches!(kind, Semicolon | Eof | Eq | LBrace | RBrace | LBracket | Comma | Dot) {
            return true;
        }
        if class == Some(MacroClass::Attribute) || kind == Star {
            return false;
        }
        if self.newline_before(after.pos) {
            let underscored = self.peek_text(0).starts_with(b"__");
            return !(underscored && class.is_none() && is_declaration_keyword(kind));
        }
        match kind {
            Identifier => {
                self.known.is(self.look_text(after), MacroClass::Attribute)
                    || self.macro_leads_to_body(after)
            }
            LParen => false,
            kind => !is_declaration_keyword(kind),
        }
    }

    /// `NAME(…) OTHER(.) {`: the second call holds no parameters, so a body follows two macros.
    fn macro_leads_to_body(&self, name: Look) -> bool {
        let open = self.look_on(name);
        let first = self.look_kind(self.look_on(open));
        let body = self.look_past_group(open);
        self.look_kind(open) == LParen
            && matches!(first, Dot | Number | String | Minus)
            && self.look_kind(body) == LBrace
    }

    /// After the name at hand comes a directive that no declaration goes on behind.
    fn line_follows(&self) -> bool {
        let mut directives = self.directives[self.look().directive as usize..].iter();
        let next = self.index(1);
        directives.next().is_some_and(|directive| {
            let alone = matches!(directive.kind, DirectiveKind::Undef | DirectiveKind::Include);
            alone && directive.before.0 == next && next == self.index(0) + 1
        })
    }

    /// `NAME(x)(parameters) {`: a macro that makes a function's name, whose result is an `int` by default.
    fn macro_names_function(&self) -> bool {
        let parameters = self.look_past_group(self.look_at(1));
        !self.at_known_type()
            && matches!(self.peek(2), Identifier | Number)
            && self.peek(3) == RParen
            && self.look_kind(parameters) == LParen
            && self.look_kind(self.look_past_group(parameters)) == LBrace
    }

    /// `main() {`, `f(int x) {`: a function whose result is an `int` by default.
    fn function_without_type(&self) -> bool {
        let after = self.look_past_group(self.look_at(1));
        let lower = !self.peek_text(0).iter().any(u8::is_ascii_uppercase);
        let typed = self.peek(2) == RParen || self.parameters_follow(1);
        let old = matches!(self.peek(3), Comma | RParen) && self.old_parameters_lead_to_body(after);
        (self.look_kind(after) == LBrace && typed || old)
            && lower
            && self.known.class(self.peek_text(0)).is_none()
    }

    /// Attribute words begin here, and behind them a declaration: they are not the macro's in front of them.
    fn declaration_follows_attributes(&self) -> bool {
        let after = self.look_past_attributes(self.look());
        let kind = self.look_kind(after);
        kind == Identifier || is_declaration_keyword(kind)
    }

    /// `name` ArgumentList and what follows it: a body, or Attribute* (`=` initializer)? `;`?
    pub(super) fn macro_declaration(&mut self, mark: Mark) -> Parsed {
        self.bump();
        if self.at(LParen) {
            self.argument_list()?;
        }
        if self.at(LBrace) {
            return self.macro_body(mark);
        }
        if self.at(Dot) {
            return self.macro_elements(mark);
        }
        while self.at(LBracket) && self.peek(1) != LBracket {
            self.skip_group();
        }
        if self.at(Identifier) && self.macro_leads_to_body(self.look()) {
            self.attribute()?;
        }
        while matches!(self.kind(), KwAttribute | MetaAttribute)
            || self.at(Identifier) && !self.newline_before(self.index(0)) && self.peek(1) != LParen
            || self.at(Identifier)
                && self.known.is(self.peek_text(0), MacroClass::Attribute)
                && !(self.newline_before(self.index(0)) && self.declaration_follows_attributes())
        {
            self.attribute()?;
        }
        if self.at(LBrace) {
            return self.macro_body(mark);
        }
        if self.eat(Eq) {
            self.nested(Self::initializer)?;
        }
        while self.eat(Comma) {
            self.expression()?;
        }
        if !self.eat(Semicolon) && !self.ends_macro_line() {
            return Err(self.fail("expected `;` after a macro"));
        }
        self.complete(mark, NodeKind::MacroDeclaration);
        Ok(())
    }

    /// What stands in braces after a macro: a function's body, or the elements of an initializer.
    fn macro_body(&mut self, mark: Mark) -> Parsed {
        if self.peek(1) == Dot {
            self.initializer_list()?;
            let _ = self.eat(Semicolon);
            self.complete(mark, NodeKind::MacroDeclaration);
            return Ok(());
        }
        self.compound_statement()?;
        self.complete(mark, NodeKind::MacroFunctionDefinition);
        Ok(())
    }

    /// `MACHINE_START(…) .a = b, … MACHINE_END`: macros that open and close an initializer.
    fn macro_elements(&mut self, mark: Mark) -> Parsed {
        while self.at(Dot) {
            self.initializer_element();
        }
        let _ = self.eat(Identifier);
        let _ = self.eat(Semicolon);
        self.complete(mark, NodeKind::MacroDeclaration);
        Ok(())
    }

    /// A macro without `;` ends with its line, or in front of the next macro.
    fn ends_macro_line(&self) -> bool {
        matches!(self.kind(), Eof | RBrace | Identifier)
            || self.newline_before(self.index(0)) && !matches!(self.kind(), RParen | RBracket)
    }
}
