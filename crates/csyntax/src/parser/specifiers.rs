//! Declaration specifiers: keywords, type names, and the attribute words that macros put among them.
//!
//! Of a run of names, one is the type (unless a keyword was), the last is the declarator, the rest are attributes;
//! what is known of a name decides first, then its looks (`__init`, `ALL_CAPS`), then its place.
//!
//! ```text
//!   static noinline foo_t __init bar(     static, Attribute, TypedefName, Attribute | declarator
//!   struct s __percpu *p                  StructSpecifier, Attribute | declarator
//! ```

use super::cursor::Look;
use super::patterns::Level;
use super::{Parsed, Parser};
use crate::NodeKind;
use crate::TokenKind::{self, *};
use crate::macros::{MacroClass, is_declaration_keyword};

/// Where specifiers stand, which decides what a lone name is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A declarator follows.
    Declaration,
    /// A declarator may follow: parameters.
    Parameter,
    /// No name is declared, as a rule.
    TypeName,
}

/// What a name among specifiers is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Type,
    MacroType,
    Attribute,
    /// The declarator begins here.
    Declarator,
}

/// What was read so far.
#[derive(Clone, Copy, Default)]
struct Progress {
    /// A type was named.
    typed: bool,
    /// The last specifier had a body in braces.
    body: bool,
    /// A storage class was read.
    storage: bool,
}

impl Parser<'_> {
    /// Reads specifiers into one DeclarationSpecifiers node and tells whether they name a type; fails when there is
    /// none.
    pub(super) fn specifiers(&mut self, role: Role) -> Result<bool, super::Failed> {
        let mark = self.mark();
        let mut progress = Progress::default();
        while self.specifier(role, &mut progress)? {}
        if self.pos == mark.token {
            return Err(self.fail("expected a declaration"));
        }
        self.complete(mark, NodeKind::DeclarationSpecifiers);
        Ok(progress.typed)
    }

    /// Reads one specifier; false when what follows is none.
    fn specifier(&mut self, role: Role, progress: &mut Progress) -> Result<bool, super::Failed> {
        let body = std::mem::take(&mut progress.body);
        match self.kind() {
            KwStatic | KwExtern | KwTypedef | KwRegister | KwInline | KwNoreturn
            | KwThreadLocal => {
                progress.storage = true;
                self.bump();
            }
            KwConst | KwVolatile | KwRestrict | KwExtension => self.bump(),
            KwAuto => {
                progress.typed |= !(is_declaration_keyword(self.peek(1))
                    || self.peek(1) == Identifier && self.peek(2) == Identifier);
                self.bump();
            }
            KwAtomic if self.peek(1) == LParen => {
                progress.typed = true;
                self.atomic_specifier()?;
            }
            KwAtomic => self.bump(),
            KwVoid | KwChar | KwShort | KwInt | KwLong | KwFloat | KwDouble | KwSigned
            | KwUnsigned | KwBool | KwComplex | KwBuiltinType => {
                progress.typed = true;
                self.bump();
            }
            KwStruct | KwUnion | KwEnum => {
                progress.typed = true;
                progress.body = self.tagged_specifier()?;
            }
            KwTypeof => {
                progress.typed = true;
                self.typeof_specifier()?;
            }
            KwAlignas => self.alignas_specifier()?,
            KwAttribute => self.attribute()?,
            MetaAttribute => self.attribute()?,
            LBracket if self.peek(1) == LBracket => self.attribute()?,
            // `typedef T1 T2;` declares the second.
            MetaType if role == Role::Declaration && progress.typed && self.declarator_begins() => {
                return Ok(false);
            }
            MetaType if role == Role::Declaration && self.peek(1) == LBrace => {
                progress.typed = true;
                progress.body = true;
                self.metavariable_with_fields()?;
            }
            MetaType => {
                progress.typed = true;
                self.leaf(NodeKind::TypedefName);
            }
            DisjunctionOpen if !progress.typed && self.disjunction_holds_type() => {
                progress.typed = true;
                self.disjunction(Level::Type)?;
            }
            Identifier => return self.word(role, progress, body),
            MetaIdentifier
                if !progress.typed && matches!(self.peek(1), Identifier | MetaIdentifier) =>
            {
                progress.typed = true;
                self.leaf(NodeKind::TypedefName);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn word(
        &mut self,
        role: Role,
        progress: &mut Progress,
        body: bool,
    ) -> Result<bool, super::Failed> {
        let word = if progress.typed {
            self.word_after_type(body)
        } else {
            self.word_before_type(role, progress.storage)
        };
        match word {
            Word::Type => {
                progress.typed = true;
                self.leaf(NodeKind::TypedefName);
            }
            Word::MacroType => {
                progress.typed = true;
                let mark = self.mark();
                self.bump();
                self.argument_list()?;
                self.complete(mark, NodeKind::MacroType);
            }
            Word::Attribute => self.attribute()?,
            Word::Declarator => return Ok(false),
        }
        Ok(true)
    }

    /// How much a name looks like an attribute: 3 known, 2 underscored, 1 capitals, 0 not at all.
    pub(super) fn attribute_score(&self, n: u32) -> u8 {
        let name = self.peek_text(n);
        match self.known.class(name) {
            Some(MacroClass::Attribute) => 3,
            Some(MacroClass::Type) => 0,
            _ if self.is_doubly_parenthesized(n + 1) => 3,
            _ if name.ends_with(b"_t") => 0,
            _ if name.starts_with(b"__") => 2,
            _ if name.len() > 1 && !name.iter().any(u8::is_ascii_lowercase) => 1,
            _ => 0,
        }
    }

    /// `((…))` at token `n`: what `__attribute__` and the macros that stand for it take.
    fn is_doubly_parenthesized(&self, n: u32) -> bool {
        self.peek(n) == LParen
            && self.peek(n + 1) == LParen
            && !self.is_pattern()
            && self.look_kind(self.look_past_group(self.look_at(n + 1))) == RParen
    }

    /// A name after the type: an attribute, or the declarator.
    fn word_after_type(&self, body: bool) -> Word {
        let score = self.attribute_score(0);
        let attribute = match self.peek(1) {
            Identifier | MetaIdentifier => {
                self.peek(1) == MetaIdentifier
                    || score >= self.attribute_score(1)
                    || self.function_name_follows()
            }
            Star => true,
            KwAttribute => {
                let after = self.look_past_attributes(self.look_at(1));
                matches!(self.look_kind(after), Identifier | Star)
            }
            kind if is_declaration_keyword(kind) => true,
            LParen if score == 3 => {
                let after = self.look_past_group(self.look_at(1));
                self.look_kind(after) != LBrace
                    && !(self.parameters_follow(1) && self.body_follows(after))
            }
            LParen => {
                self.arguments_precede_function()
                    || self.peek(2) == Number && self.declared_name_follows_call()
            }
            Semicolon | Comma | RParen => score == 3 || body && score == 2,
            Eq => score == 3,
            _ => false,
        };
        if attribute { Word::Attribute } else { Word::Declarator }
    }

    /// A name where no type was read yet: the type, an attribute, or the declarator of an untyped declaration.
    fn word_before_type(&self, role: Role, storage: bool) -> Word {
        let score = self.attribute_score(0);
        match self.peek(1) {
            LParen => self.called_word(role, score),
            Identifier if score == 3 => Word::Attribute,
            Identifier => self.first_of_names(score),
            KwConst | KwVolatile | KwRestrict | KwAtomic => {
                let typed = (2..5).map(|n| self.peek(n)).find(|kind| !is_qualifier(*kind));
                let keyword =
                    typed.is_some_and(|kind| is_declaration_keyword(kind) && kind != KwAttribute);
                if score == 3 || keyword { Word::Attribute } else { Word::Type }
            }
            KwAttribute => {
                if score == 3 {
                    Word::Attribute
                } else {
                    Word::Type
                }
            }
            kind if is_declaration_keyword(kind) => {
                if score < 2 && self.known.is_type(self.peek_text(0)) {
                    Word::Type
                } else {
                    Word::Attribute
                }
            }
            MetaType => Word::Attribute,
            _ if score == 3 && !matches!(self.peek(1), Star) => Word::Attribute,
            Semicolon | Eq | Comma | LBracket if storage && role == Role::Declaration => {
                Word::Declarator
            }
            _ => Word::Type,
        }
    }

    /// `name(…)` before any type.
    fn called_word(&self, role: Role, score: u8) -> Word {
        if self.is_pattern() {
            return if self.at_known_type() && self.peek(2) == Star {
                Word::Type
            } else {
                Word::Declarator
            };
        }
        if self.abstract_pointer_at(self.look_at(2)) && role == Role::TypeName {
            return Word::Type;
        }
        if self.parenthesis_points() && (role != Role::TypeName || self.at_known_type()) {
            return Word::Type;
        }
        let after = self.look_past_group(self.look_at(1));
        let macro_type = if score >= 2 { Word::Attribute } else { Word::MacroType };
        match self.look_kind(after) {
            _ if self.known.is(self.peek_text(0), MacroClass::Type) => Word::MacroType,
            Identifier if score < 2 && self.look_kind(self.look_on(after)) == Identifier => {
                Word::Attribute
            }
            Identifier if score < 2 && self.body_follows(after) => Word::Declarator,
            Identifier if self.known.is(self.look_text(after), MacroClass::Attribute) => {
                match self.look_kind(self.look_on(after)) {
                    Eq | Semicolon => Word::Declarator,
                    _ => macro_type,
                }
            }
            Identifier | Star => macro_type,
            RParen | Comma if role != Role::Declaration => Word::MacroType,
            kind if is_declaration_keyword(kind) || score == 3 => Word::Attribute,
            LParen if self.look_kind(self.look_on(after)) == Star => Word::MacroType,
            LParen
                if self.at_known_type()
                    || self.peek(2) == Identifier && self.peek(3) == Identifier =>
            {
                Word::Type
            }
            _ => Word::Declarator,
        }
    }

    /// The first of several names before any type.
    fn first_of_names(&self, score: u8) -> Word {
        if self.known.is_type(self.peek_text(0)) {
            return Word::Type;
        }
        match self.peek(2) {
            Identifier | Star if self.attribute_score(1) >= 2 && score < 2 => Word::Type,
            Identifier if self.known.is_type(self.peek_text(1)) || score > 0 => Word::Attribute,
            Star if score > 0 && self.known.is_type(self.peek_text(1)) => Word::Attribute,
            LParen if score >= 2 && self.declaration_follows_call(2) => Word::Attribute,
            Star if score > 0 && self.peek(3) != RParen => Word::Attribute,
            kind if is_declaration_keyword(kind) && kind != KwAttribute && !is_qualifier(kind) => {
                Word::Attribute
            }
            _ => Word::Type,
        }
    }

    /// A run of names that ends in a function's name with its parameters.
    fn function_name_follows(&self) -> bool {
        (1..5).find(|n| self.peek(*n) != Identifier).is_some_and(|n| {
            self.peek(n) == LParen
                && self.parameters_follow(n)
                && (self.attribute_score(n - 1) < 3
                    || self.body_follows(self.look_past_group(self.look_at(n))))
        })
    }

    /// `NAME(1, 2) f(int x`: arguments that are no parameters, and behind them a function's name with its parameters;
    /// or `__name(1) int f`: the declaration begins anew.
    fn arguments_precede_function(&self) -> bool {
        if self.peek(2) == RParen || self.parameters_follow(1) {
            return false;
        }
        let name = self.look_past_group(self.look_at(1));
        let open = self.look_on(name);
        match self.look_kind(name) {
            Identifier => {
                self.look_kind(open) == LParen
                    && is_declaration_keyword(self.look_kind(self.look_on(open)))
            }
            kind if is_declaration_keyword(kind) => {
                self.attribute_score(0) == 2 && !self.old_parameters_lead_to_body(name)
            }
            _ => false,
        }
    }

    /// Nothing but known attributes stands between here and the `{` of a body.
    fn body_follows(&self, look: Look) -> bool {
        self.look_kind(self.look_past_attributes(look)) == LBrace
    }

    /// The parenthesis at token `n` holds parameters rather than arguments.
    pub(super) fn parameters_follow(&self, n: u32) -> bool {
        match self.peek(n + 1) {
            Identifier => {
                matches!(self.peek(n + 2), Identifier | Star)
                    || self.known.is_type(self.peek_text(n + 1))
            }
            kind => is_declaration_keyword(kind),
        }
    }

    /// `ALIGNED(64) name[`: after the call at hand a declared name follows.
    fn declared_name_follows_call(&self) -> bool {
        let name = self.look_past_group(self.look_at(1));
        self.look_kind(name) == Identifier
            && matches!(self.look_kind(self.look_on(name)), LBracket | Eq | Semicolon | Comma)
    }

    /// After the parenthesis at token `n` the specifiers go on, so what it belongs to is an attribute.
    fn declaration_follows_call(&self, n: u32) -> bool {
        let after = self.look_kind(self.look_past_group(self.look_at(n)));
        after == Identifier || is_declaration_keyword(after) && after != KwAttribute
    }

    /// Attribute*: after declarators and tags, where nothing else can stand.
    pub(super) fn attributes(&mut self) -> Parsed {
        loop {
            match self.kind() {
                KwAttribute | KwAlignas => self.attribute()?,
                MetaAttribute => self.attribute()?,
                LBracket if self.peek(1) == LBracket => self.attribute()?,
                KwAsm => self.asm_label()?,
                Identifier if !self.is_pattern() || self.attribute_score(0) == 3 => {
                    self.attribute()?
                }
                _ => return Ok(()),
            }
        }
    }

    /// One attribute: `__attribute__((…))`, `[[…]]`, `name` or `name(…)`.
    pub(super) fn attribute(&mut self) -> Parsed {
        let mark = self.mark();
        match self.kind() {
            LBracket => self.skip_group(),
            _ => {
                self.bump();
                if self.at(LParen) && !self.parenthesis_declares() {
                    self.argument_list()?;
                }
            }
        }
        self.complete(mark, NodeKind::Attribute);
        Ok(())
    }

    /// `(*name)(…)` behind an attribute without arguments: a pointer to a function is declared.
    fn parenthesis_declares(&self) -> bool {
        self.peek(1) == Star && self.look_kind(self.look_past_group(self.look())) == LParen
    }

    /// An asm label: `asm` `(` StringLiteral `)`
    fn asm_label(&mut self) -> Parsed {
        let mark = self.mark();
        self.bump();
        let _ = self.eat(KwVolatile);
        self.expect(LParen, "expected `(` after `asm`")?;
        self.nested(Self::expression)?;
        self.expect(RParen, "expected `)` after an asm label")?;
        self.complete(mark, NodeKind::AsmLabel);
        Ok(())
    }
}

fn is_qualifier(kind: TokenKind) -> bool {
    matches!(kind, KwConst | KwVolatile | KwRestrict | KwAtomic)
}
