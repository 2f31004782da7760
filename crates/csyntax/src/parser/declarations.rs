//! Declarations and what they are made of: structures and their fields, enumerations, declared names.
//!
//! ```text
//!   struct s { int a : 3; } x = { 1 }, *p;
//!   Declaration( DeclarationSpecifiers( StructSpecifier( … ) ) InitDeclarator InitDeclarator )
//! ```

use super::lists::List;
use super::patterns::Level;
use super::specifiers::Role;
use super::{Mark, Parsed, Parser};
use crate::NodeKind;
use crate::TokenKind::*;
use crate::macros::{MacroClass, is_declaration_keyword};

impl Parser<'_> {
    /// A declaration, or a function's definition when a body follows the first declarator.
    pub(super) fn declaration(&mut self) -> Parsed {
        let mark = self.mark();
        if self.at(KwStaticAssert) {
            return self.static_assert();
        }
        let typed = self.specifiers(Role::Declaration)?;
        if !typed && self.at_macro_declarator() {
            return self.macro_declaration(mark);
        }
        self.declared(mark)
    }

    /// `name(` after specifiers without a type: a macro that declares.
    fn at_macro_declarator(&self) -> bool {
        match self.kind() {
            Identifier => self.peek(1) == LParen && !self.is_pattern(),
            MetaDeclarer => true,
            _ => false,
        }
    }

    /// What follows the specifiers that began at `mark`.
    pub(super) fn declared(&mut self, mark: Mark) -> Parsed {
        if self.eat(Semicolon) {
            self.complete(mark, NodeKind::Declaration);
            return Ok(());
        }
        let first = self.mark();
        self.declared_name()?;
        if self.old_parameters_begin(first) {
            while !matches!(self.kind(), LBrace | Eof) {
                self.old_parameter()?;
            }
        }
        self.attributes()?;
        if self.at(LBrace) {
            self.compound_statement()?;
            self.complete(mark, NodeKind::FunctionDefinition);
            return Ok(());
        }
        self.more_declared(mark, first)
    }

    /// A declaration of parameters in front of an old function's body: no function itself.
    fn old_parameter(&mut self) -> Parsed {
        let mark = self.mark();
        self.specifiers(Role::Declaration)?;
        let first = self.mark();
        self.declared_name()?;
        self.attributes()?;
        self.more_declared(mark, first)
    }

    /// What follows the first declarator, begun at `first`, of the declaration begun at `mark`.
    fn more_declared(&mut self, mark: Mark, first: Mark) -> Parsed {
        self.initialized(first)?;
        while self.eat(Comma) {
            let next = self.mark();
            self.leading_attributes()?;
            self.declared_name()?;
            self.attributes()?;
            self.initialized(next)?;
        }
        if !self.ends_in_macro_body() {
            self.expect(Semicolon, "expected `;` after a declaration")?;
        }
        self.complete(mark, NodeKind::Declaration);
        Ok(())
    }

    /// `int f(int a) FORWARD(g, a)` and the end of the line: the macro brings the body.
    fn ends_in_macro_body(&self) -> bool {
        let [.., arguments, attribute, declarator] = self.nodes.as_slice() else { return false };
        arguments.kind == NodeKind::ArgumentList
            && attribute.kind == NodeKind::Attribute
            && declarator.kind == NodeKind::InitDeclarator
            && attribute.end == self.pos
            && self.tokens[attribute.first as usize].kind == Identifier
            && self.blocks == 0
            && self.newline_before(self.index(0))
    }

    /// Attributes of one declarator among several: `int a, __user *b;`
    fn leading_attributes(&mut self) -> Parsed {
        while self.at(KwAttribute)
            || self.at(Identifier) && matches!(self.peek(1), Star | Identifier)
        {
            if self.at(Identifier) && self.known.is(self.peek_text(1), MacroClass::Attribute) {
                break;
            }
            self.attribute()?;
        }
        Ok(())
    }

    fn declared_name(&mut self) -> Parsed {
        if self.at(DisjunctionOpen) && !self.disjunction_holds_type() {
            return self.disjunction(Level::Name);
        }
        if !(self.declarator_begins() || self.is_pattern() && self.at(Dots)) {
            return Err(self.fail("expected a name to declare"));
        }
        self.declarator()
    }

    /// The initializer of the declarator that began at `mark`, if it has one.
    fn initialized(&mut self, mark: Mark) -> Parsed {
        if self.eat(Eq) {
            self.nested(Self::initializer)?;
        }
        self.complete(mark, NodeKind::InitDeclarator);
        Ok(())
    }

    /// True when declarations of parameters follow a list of mere names, as before C89.
    fn old_parameters_begin(&self, declarator: Mark) -> bool {
        let kind = self.kind();
        let named = kind == Identifier
            && matches!(self.peek(1), Identifier | Star)
            && (self.at_known_type() || self.old_parameters_lead_to_body(self.look()));
        let keyword = is_declaration_keyword(kind) && !matches!(kind, KwAttribute | KwExtension);
        if !named && !keyword {
            return false;
        }
        self.nodes[declarator.node as usize..]
            .iter()
            .any(|node| node.kind == NodeKind::ParameterList && node.end - node.first > 2)
    }

    /// `_Static_assert` ArgumentList `;`
    pub(super) fn static_assert(&mut self) -> Parsed {
        let mark = self.mark();
        self.bump();
        if !self.at(LParen) {
            return Err(self.fail("expected `(` after `_Static_assert`"));
        }
        self.argument_list()?;
        if !self.eat(Semicolon) && !self.at(RBrace) {
            return Err(self.fail("expected `;` after `_Static_assert`"));
        }
        self.complete(mark, NodeKind::StaticAssertDeclaration);
        Ok(())
    }

    /// `struct`, `union` or `enum` with what belongs to it; true when it has a body.
    pub(super) fn tagged_specifier(&mut self) -> Result<bool, super::Failed> {
        let mark = self.mark();
        let is_enum = self.at(KwEnum);
        self.bump();
        self.tag()?;
        if is_enum && self.at(Colon) && !matches!(self.peek(1), Number | LParen) {
            self.bump();
            self.specifiers(Role::TypeName)?;
        }
        let body = self.at(LBrace);
        if body && is_enum {
            self.braced_list(List::Enumerators, NodeKind::EnumeratorList)?;
        } else if body {
            self.braced_list(List::Fields, NodeKind::StructDeclarationList)?;
        }
        let kind = if is_enum { NodeKind::EnumSpecifier } else { NodeKind::StructSpecifier };
        self.complete(mark, kind);
        Ok(body)
    }

    /// `T { … }` in a pattern: whatever structure holds these fields.
    pub(super) fn metavariable_with_fields(&mut self) -> Parsed {
        let mark = self.mark();
        self.bump();
        self.braced_list(List::Fields, NodeKind::StructDeclarationList)?;
        self.complete(mark, NodeKind::StructSpecifier);
        Ok(())
    }

    /// Attribute* and the tag, which may be missing or be made by a macro.
    fn tag(&mut self) -> Parsed {
        loop {
            match self.kind() {
                KwAttribute | KwAlignas => self.attribute()?,
                LBracket if self.peek(1) == LBracket => self.attribute()?,
                Identifier if self.is_tag_attribute() => self.attribute()?,
                _ => break,
            }
        }
        match self.kind() {
            Identifier | MetaIdentifier => {
                self.bump();
                if self.at(LParen) && self.tag_is_macro() {
                    self.argument_list()?;
                }
            }
            DisjunctionOpen => self.disjunction(Level::Name)?,
            LBrace | Colon => {}
            MetaExpression | MetaType => self.bump(),
            _ => return Err(self.fail("expected a tag or `{`")),
        }
        Ok(())
    }

    /// A known attribute word in front of the tag or the body.
    fn is_tag_attribute(&self) -> bool {
        self.known.is(self.peek_text(0), MacroClass::Attribute)
            && matches!(self.peek(1), Identifier | LBrace | LParen | KwAttribute)
    }

    /// `struct NAME(x) {` and `struct NAME(x) y`, not `struct s (*f)(void)`.
    fn tag_is_macro(&self) -> bool {
        let after = self.look_past_group(self.look());
        self.peek(1) != Star && matches!(self.look_kind(after), LBrace | Identifier | Star)
    }

    fn braced_list(&mut self, list: List, kind: NodeKind) -> Parsed {
        let mark = self.mark();
        self.bump();
        self.nested(|parser| {
            parser.list(list);
            Ok(())
        })?;
        self.expect(RBrace, "expected `}`")?;
        self.complete(mark, kind);
        Ok(())
    }

    /// One declaration of a structure's members.
    pub(super) fn field(&mut self) {
        self.guarded(Self::field_rule, Self::skip_statement);
    }

    fn field_rule(&mut self) -> Parsed {
        let mark = self.mark();
        match self.kind() {
            Semicolon => self.leaf(NodeKind::EmptyDeclaration),
            KwStaticAssert => self.static_assert()?,
            Dots | Ellipsis if self.is_pattern() => self.leaf(NodeKind::Dots),
            MetaField | MetaFieldList | MetaDeclaration => self.leaf(NodeKind::MetaVariable),
            NestOpen | NestPlusOpen => self.nest(Level::Field)?,
            DisjunctionOpen if !self.disjunction_begins_declaration() => {
                self.disjunction(Level::Field)?;
            }
            Identifier if self.field_is_macro() => self.macro_field(mark)?,
            _ => {
                self.specifiers(Role::Parameter)?;
                self.members(mark)?;
            }
        }
        Ok(())
    }

    /// (StructDeclarator `,`)* `;`
    fn members(&mut self, mark: Mark) -> Parsed {
        while !self.at(Semicolon) {
            let member = self.mark();
            self.leading_attributes()?;
            if self.declarator_begins() {
                self.declarator()?;
            }
            if self.eat(Colon) {
                self.nested(Self::constant_expression)?;
            }
            self.attributes()?;
            self.complete(member, NodeKind::StructDeclarator);
            if !self.eat(Comma) {
                break;
            }
        }
        if !self.eat(Semicolon) && !self.at(RBrace) {
            return Err(self.fail("expected `;` after a member"));
        }
        self.complete(mark, NodeKind::StructDeclaration);
        Ok(())
    }

    /// A macro that makes members: `DECLARE_BITMAP(map, 8);`, `COMMON_FIELDS`.
    fn field_is_macro(&self) -> bool {
        let name = self.peek_text(0);
        if self.peek(1) == LParen {
            if self.is_pattern() || self.parenthesis_points() && self.known.is_type(name) {
                return self.is_pattern();
            }
            let after = self.look_past_group(self.look_at(1));
            let attribute = self.known.is(name, MacroClass::Attribute);
            return match self.look_kind(after) {
                Semicolon | RBrace => true,
                LParen | Star | LBracket | Colon => false,
                Identifier => {
                    self.known.is(self.look_text(after), MacroClass::Attribute)
                        || !attribute && self.newline_before(after.pos)
                }
                _ => !attribute && self.newline_before(after.pos),
            };
        }
        self.peek(1) == RBrace
            || self.newline_before(self.index(1))
                && !self.known.is(name, MacroClass::Attribute)
                && (name.iter().any(u8::is_ascii_lowercase) && self.whole_field_follows()
                    || !name.iter().any(u8::is_ascii_lowercase) && self.field_may_follow())
    }

    /// Whether what follows the next token may begin a member.
    fn field_may_follow(&self) -> bool {
        is_declaration_keyword(self.peek(1)) || self.peek(1) == Identifier
    }

    /// Whether what follows the next token, a name in a line of its own, brings a type: then the name is none.
    fn whole_field_follows(&self) -> bool {
        let qualifier = matches!(self.peek(1), KwConst | KwVolatile);
        let two_names = self.peek(1) == Identifier
            && (self.peek(2) == Identifier && self.peek(3) != LParen
                || self.peek(2) == Star && self.peek(3) == Identifier);
        self.newline_before(self.index(0))
            && !self.known.is_type(self.peek_text(0))
            && (two_names || is_declaration_keyword(self.peek(1)) && !qualifier)
    }

    /// `name` ArgumentList? Attribute* `;`?
    fn macro_field(&mut self, mark: Mark) -> Parsed {
        self.bump();
        if self.at(LParen) {
            self.argument_list()?;
            while self.at(Identifier) && !self.newline_before(self.index(0)) || self.at(KwAttribute)
            {
                self.attribute()?;
            }
        }
        let _ = self.eat(Semicolon);
        self.complete(mark, NodeKind::MacroDeclaration);
        Ok(())
    }

    /// One enumerator and the `,` after it. Macros may bring their own comma.
    pub(super) fn enumerator(&mut self) {
        if self.at(Comma) {
            return self.bump();
        }
        self.guarded(Self::enumerator_rule, |parser| {
            while !matches!(parser.kind(), Eof | Comma | RBrace) {
                parser.skip_group();
            }
        });
        let _ = self.eat(Comma);
    }

    fn enumerator_rule(&mut self) -> Parsed {
        let mark = self.mark();
        match self.kind() {
            Dots | Ellipsis if self.is_pattern() => {
                self.leaf(NodeKind::Dots);
                return Ok(());
            }
            kind if kind.is_pattern_only() && kind != MetaIdentifier => {
                return self.pattern_expression(kind);
            }
            _ => self.name()?,
        }
        if self.at(LParen) {
            self.argument_list()?;
        }
        while matches!(self.kind(), KwAttribute | LBracket)
            || self.at(Identifier) && self.known.is(self.peek_text(0), MacroClass::Attribute)
        {
            self.attribute()?;
        }
        if self.eat(Eq) {
            self.nested(Self::constant_expression)?;
        }
        self.complete(mark, NodeKind::Enumerator);
        if matches!(self.kind(), Comma | RBrace | Eof | Identifier) || self.at_directive() {
            return Ok(());
        }
        if self.kind().is_pattern_only() {
            return Ok(());
        }
        Err(self.fail("expected `,` or `}` after an enumerator"))
    }
}
