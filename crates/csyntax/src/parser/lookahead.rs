//! What a name is, told by what follows it: bounded look-ahead in place of a symbol table.
//!
//! ```text
//!   foo bar;      foo *bar = …;      declarations             foo * bar(x);    an expression, unless foo is a known type
//!   (foo *)x      (foo)x  (foo){ }   casts, a literal         (foo)(x)  (foo)-1    a cast only for a known type
//! ```

use super::Parser;
use super::cursor::Look;
use super::expressions::Position;
use crate::TokenKind::{self, *};
use crate::macros::{MacroClass, is_declaration_keyword};

/// How many attributes in a row are looked past.
const ATTRIBUTE_LIMIT: usize = 16;
/// How many tokens the declarations of old-style parameters may take.
const OLD_PARAMETERS_LIMIT: usize = 128;

impl Parser<'_> {
    /// The look-ahead `n` tokens past the next one.
    pub(super) fn look_at(&self, n: u32) -> Look {
        let mut look = self.look();
        for _ in 0..n {
            look = self.look_on(look);
        }
        look
    }

    /// The place after the known attribute words that begin at `look`, as far as their number is sensible.
    pub(super) fn look_past_attributes(&self, mut look: Look) -> Look {
        for _ in 0..ATTRIBUTE_LIMIT {
            match self.look_kind(look) {
                KwAttribute => look = self.look_on(look),
                Identifier if self.known.is(self.look_text(look), MacroClass::Attribute) => {
                    look = self.look_on(look);
                }
                _ => break,
            }
            if self.look_kind(look) == LParen {
                look = self.look_past_group(look);
            }
        }
        look
    }

    /// Declarations of parameters begin at `look`, as before C89: a `;` stands in front of the body's `{`.
    pub(super) fn old_parameters_lead_to_body(&self, mut look: Look) -> bool {
        let mut ended = false;
        for _ in 0..OLD_PARAMETERS_LIMIT {
            match self.look_kind(look) {
                Semicolon => ended = true,
                LBrace => return ended,
                Identifier | Star | Comma | LBracket | RBracket | Number => ended = false,
                kind if is_declaration_keyword(kind) => ended = false,
                _ => return false,
            }
            look = self.look_on(look);
        }
        false
    }

    pub(super) fn look_text(&self, look: Look) -> &[u8] {
        self.raw_text(look.pos)
    }

    /// True when the name at hand is a known type.
    pub(super) fn at_known_type(&self) -> bool {
        self.known.is_type(self.peek_text(0))
    }

    /// True when a type begins here that is no mere name.
    pub(super) fn type_begins(&self) -> bool {
        match self.kind() {
            Identifier => self.at_known_type() || matches!(self.peek(1), Star | Identifier),
            MetaType => true,
            DisjunctionOpen => self.disjunction_holds_type(),
            kind => is_declaration_keyword(kind),
        }
    }

    /// True when the `(` at hand opens a parenthesis around a type.
    pub(super) fn parenthesis_holds_type(&self, position: Position) -> bool {
        match self.peek(1) {
            Identifier => self.parenthesized_name_is_type(position),
            MetaType => true,
            DisjunctionOpen => self.parenthesized_disjunction_is_type(),
            KwExtension => false,
            kind => is_declaration_keyword(kind),
        }
    }

    fn parenthesized_disjunction_is_type(&self) -> bool {
        let after = self.look_past_group(self.look_at(1));
        matches!(self.look_kind(after), Star | RParen)
            && self.disjunction_at_holds_type(self.look_at(1))
    }

    fn parenthesized_name_is_type(&self, position: Position) -> bool {
        let name = self.look_at(1);
        let next = self.look_on(name);
        match self.look_kind(next) {
            RParen => {
                self.lone_name_is_type(name, self.look_kind(self.look_on(next)), position)
                    || position == Position::Cast && self.cast_follows(self.look_on(next))
            }
            Star => self.stars_end_type(next),
            Identifier | MetaType => self.names_end_type(next),
            LBracket => {
                self.look_kind(self.look_on(next)) == RBracket
                    || self.known.is_type(self.look_text(name))
                        && self.look_kind(self.look_past_group(next)) == RParen
            }
            LParen => {
                let after = self.look_past_group(next);
                let inner = self.look_on(next);
                let pointer = self.abstract_pointer_at(inner)
                    && matches!(self.look_kind(after), LParen | LBracket);
                let operand = self.look_kind(self.look_on(after));
                pointer
                    || position == Position::Cast
                        && self.look_kind(after) == RParen
                        && begins_no_argument(operand)
                    || self.look_kind(after) == Star && self.stars_end_type(after)
                    || self.known.is(self.look_text(name), MacroClass::Type)
                        && self.look_kind(after) == RParen
                    || self.known.is(self.look_text(name), MacroClass::Attribute)
            }
            kind => is_declaration_keyword(kind),
        }
    }

    /// `*)` or `attribute *)`: the inner part of a pointer to a function without a name.
    pub(super) fn abstract_pointer_at(&self, look: Look) -> bool {
        let star = if self.look_kind(look) == Identifier { self.look_on(look) } else { look };
        self.look_kind(star) == Star && self.look_kind(self.look_on(star)) == RParen
    }

    /// `(int)…` or `(name)operand` at `look`: what stands in front of it in parentheses is called by nothing.
    fn cast_follows(&self, look: Look) -> bool {
        if self.look_kind(look) != LParen {
            return false;
        }
        let inner = self.look_kind(self.look_on(look));
        is_declaration_keyword(inner)
            || inner == Identifier && begins_no_argument(self.look_kind(self.look_past_group(look)))
    }

    /// `(name)`: a type when known as one, or when an operand follows that no call could be.
    fn lone_name_is_type(&self, name: Look, after: TokenKind, position: Position) -> bool {
        if self.known.is_type(self.look_text(name)) {
            return position == Position::Operand || begins_operand(after);
        }
        position == Position::Cast
            && matches!(
                after,
                Identifier
                    | Number
                    | Character
                    | String
                    | KwSizeof
                    | KwAlignof
                    | Tilde
                    | Bang
                    | LBrace
                    | MetaIdentifier
                    | MetaExpression
                    | KwOffsetof
                    | KwVaArg
                    | KwRealImag
            )
    }

    /// True when `*`s, qualifiers and attribute words lead to the end of a type.
    fn stars_end_type(&self, mut look: Look) -> bool {
        loop {
            match self.look_kind(look) {
                Star | KwConst | KwVolatile | KwRestrict | KwAtomic => {}
                RParen | Comma => return true,
                Identifier => match self.look_kind(self.look_on(look)) {
                    Star => {}
                    RParen if self.known.is(self.look_text(look), MacroClass::Attribute) => {}
                    _ => return false,
                },
                LParen => {
                    let inner = self.look_on(look);
                    return self.abstract_pointer_at(inner)
                        || self.look_kind(inner) == Star
                            && self.look_kind(self.look_on(inner)) == LBracket;
                }
                LBracket => {
                    let after = self.look_past_group(look);
                    return self.look_kind(after) == RParen
                        && self.look_kind(self.look_on(look)) == RBracket;
                }
                _ => return false,
            }
            look = self.look_on(look);
        }
    }

    /// True when a run of names ends as a type does, not as a string among macros does.
    fn names_end_type(&self, mut look: Look) -> bool {
        while self.look_kind(look) == Identifier {
            look = self.look_on(look);
        }
        match self.look_kind(look) {
            Star => self.stars_end_type(look),
            RParen | LBracket => true,
            kind => is_declaration_keyword(kind) || kind == MetaType,
        }
    }

    /// In a macro's argument: a name that begins a type, which may declare something.
    pub(super) fn name_begins_type_argument(&self) -> bool {
        let next = self.look_at(1);
        match self.look_kind(next) {
            Identifier | MetaIdentifier => {
                let mut look = next;
                while matches!(self.look_kind(look), Identifier | MetaIdentifier) {
                    look = self.look_on(look);
                }
                matches!(self.look_kind(look), Comma | RParen | Star | LBracket | Eq)
            }
            Star => {
                let mut look = next;
                while matches!(self.look_kind(look), Star | KwConst | KwVolatile | KwRestrict) {
                    look = self.look_on(look);
                }
                matches!(self.look_kind(look), Comma | RParen)
                    || self.look_kind(look) == Identifier && self.at_known_type()
            }
            Comma | RParen => self.at_known_type(),
            KwConst | KwVolatile | KwStruct | KwUnion | KwEnum => true,
            _ => false,
        }
    }

    /// `name (*` or `name (attribute *`: the parenthesis of a declarator, if the name is a type.
    pub(super) fn parenthesis_points(&self) -> bool {
        self.peek(2) == Star || self.peek(2) == Identifier && self.peek(3) == Star
    }

    /// True when a declaration begins at a statement position.
    pub(super) fn declaration_begins(&self) -> bool {
        match self.kind() {
            Identifier | MetaIdentifier => self.name_begins_declaration(),
            MetaType => true,
            MetaAttribute => true,
            DisjunctionOpen => self.disjunction_begins_declaration(),
            KwExtension => self.extension_begins_declaration(),
            KwAttribute => self.attribute_begins_declaration(),
            KwStaticAssert => true,
            kind => is_declaration_keyword(kind),
        }
    }

    fn extension_begins_declaration(&self) -> bool {
        match self.peek(1) {
            Identifier => self.peek(2) == Identifier,
            kind => is_declaration_keyword(kind),
        }
    }

    /// `__attribute__((…))` in front of a declaration, not of a `;`.
    fn attribute_begins_declaration(&self) -> bool {
        let after = self.look_past_group(self.look_at(1));
        self.look_kind(after) != Semicolon && !self.attributes_lead_statement()
    }

    /// `__attribute__((…))` or `[[…]]`, any number of them, and then a statement that is no declaration.
    pub(super) fn attributes_lead_statement(&self) -> bool {
        let mut look = self.look();
        for _ in 0..ATTRIBUTE_LIMIT {
            let next = self.look_on(look);
            look = match self.look_kind(look) {
                KwAttribute => self.look_past_group(next),
                LBracket if self.look_kind(next) == LBracket => self.look_past_group(look),
                _ => break,
            };
        }
        match self.look_kind(look) {
            KwIf | KwFor | KwWhile | KwDo | KwSwitch | KwReturn | KwGoto | KwBreak | KwContinue
            | KwCase | KwDefault | LBrace | PlusPlus | MinusMinus | Star => true,
            Identifier => matches!(
                self.look_kind(self.look_on(look)),
                Eq | PlusPlus | MinusMinus | Arrow | Dot | LBracket | LParen
            ),
            _ => false,
        }
    }

    fn name_begins_declaration(&self) -> bool {
        let next = self.look_at(1);
        match self.look_kind(next) {
            Identifier | MetaIdentifier => !self.names_are_statement(next),
            Star => self.stars_lead_to_declarator(next),
            LParen => self.call_begins_declaration(next),
            KwExtension | KwAsm | KwStaticAssert => false,
            KwAttribute => !self.is_pattern(),
            kind => kind == MetaType || is_declaration_keyword(kind),
        }
    }

    /// `NAME` at the end of a line and a name on the next: a macro that is a statement, when it looks like one.
    fn names_are_statement(&self, next: Look) -> bool {
        let name = self.peek_text(0);
        if self.is_pattern() || self.look_kind(self.look_on(next)) == String {
            return self.look_kind(self.look_on(next)) == String;
        }
        match self.known.class(name) {
            Some(MacroClass::Attribute) => {
                let after = self.look_kind(self.look_on(next));
                let uses = after.is_assignment() || matches!(after, Arrow | Dot | PlusPlus);
                return uses && self.newline_before(next.pos);
            }
            Some(MacroClass::Type) => return false,
            Some(MacroClass::Statement) => return true,
            _ => {}
        }
        let after = self.look_kind(self.look_on(next));
        self.newline_before(next.pos)
            && !matches!(after, Semicolon | Comma | Eq | LBracket)
            && !name.iter().any(u8::is_ascii_lowercase)
    }

    /// `name * * const x` followed by what follows a declarator.
    fn stars_lead_to_declarator(&self, mut look: Look) -> bool {
        let known = self.at_known_type();
        loop {
            match self.look_kind(look) {
                Star | KwConst | KwVolatile | KwRestrict => look = self.look_on(look),
                KwAttribute => return true,
                Identifier if self.look_kind(self.look_on(look)) == Identifier => {
                    return true;
                }
                Identifier | MetaIdentifier => {
                    let after = self.look_kind(self.look_on(look));
                    return match after {
                        Semicolon | Eq | Comma | LBracket | KwAttribute | Colon => true,
                        LParen => known || self.is_pattern() && self.depth <= 1,
                        RParen => true,
                        _ => false,
                    };
                }
                LParen => return known,
                DisjunctionOpen => return true,
                _ => return false,
            }
        }
    }

    /// `name(…) x`: a declaration when the name is a type or attribute macro; `name (*f)(…)` for a known type.
    fn call_begins_declaration(&self, open: Look) -> bool {
        let name = self.peek_text(0);
        if self.is_pattern() {
            return false;
        }
        let after = self.look_past_group(open);
        match self.look_kind(after) {
            Semicolon | RBrace | Eof => false,
            Identifier => {
                let known = self.known.class(name);
                let next = self.look_kind(self.look_on(after));
                let uses = next.is_assignment() || matches!(next, Arrow | Dot | PlusPlus);
                known == Some(MacroClass::Type)
                    || known == Some(MacroClass::Attribute)
                        && !(uses && self.newline_before(after.pos))
                    || known.is_none()
                        && !self.newline_before(after.pos)
                        && matches!(
                            self.look_kind(self.look_on(after)),
                            Eq | Semicolon | Comma | LBracket
                        )
            }
            Star => self.known.is(name, MacroClass::Type) && !self.newline_before(after.pos),
            LParen => self.known.is_type(name) && self.parenthesis_points(),
            kind => is_declaration_keyword(kind) && self.known.is(name, MacroClass::Attribute),
        }
    }

    /// True when a `;` stands in the braces at hand, not deeper.
    pub(super) fn braces_hold_statements(&self) -> bool {
        let mut look = self.look_on(self.look());
        loop {
            match self.look_kind(look) {
                Semicolon => return true,
                RBrace | Eof => return false,
                LParen | LBracket | LBrace => {
                    let block = self.look_kind(look) == LBrace;
                    look = self.look_past_group(look);
                    if block && !matches!(self.look_kind(look), Comma | RBrace) {
                        return true;
                    }
                }
                _ => look = self.look_on(look),
            }
        }
    }
}

/// What can stand after a cast, and neither after an operand nor after a call.
fn begins_no_argument(kind: TokenKind) -> bool {
    matches!(kind, Identifier | Number | Character | String | Tilde | Bang | KwSizeof)
}

fn begins_operand(kind: TokenKind) -> bool {
    matches!(
        kind,
        Identifier
            | Number
            | Character
            | String
            | LParen
            | LBrace
            | Amp
            | Star
            | Plus
            | Minus
            | Tilde
            | Bang
            | PlusPlus
            | MinusMinus
            | AmpAmp
            | KwExtension
    ) || kind >= KwSizeof
}
