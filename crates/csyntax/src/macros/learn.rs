//! What a `#define` teaches about the uses of its macro.
//!
//! Only replacements that tell something are kept: most macros are constants and calls. Of those that take arguments it
//! is noted that they tell nothing, lest what another file says of the name is believed.

use source::Span;

use super::{Entry, MacroClass, MacroIndex, is_declaration_keyword};
use crate::Token;
use crate::TokenKind::{self, *};
use crate::lexer::{define_parts, lex, without_splices};

impl MacroIndex {
    /// Learns from the bytes of one `#define` directive.
    pub(super) fn learn_define(&mut self, define: &[u8]) {
        let Some(parts) = define_parts(define) else { return };
        let name = without_splices(&define[parts.name.clone()]);
        let body = define[parts.body..].trim_ascii_start();
        if body.first().is_some_and(|byte| byte.is_ascii_digit()) {
            return;
        }
        let span = Span::new(parts.body as u32, define.len() as u32);
        let tokens = lex(define, span).tokens;
        let replacement = Replacement {
            text: define,
            tokens: &tokens,
            parameters: &define[parts.parameters.clone()],
        };
        match replacement.lesson(&name) {
            Some(Entry::Alias(of)) if *of == *name => {}
            Some(entry) => self.insert(&name, entry),
            None if replacement.takes_arguments() && self.lesson(&name).is_none() => {
                self.insert(&name, Entry::Nothing);
            }
            None => {}
        }
    }
}

/// How many words a replacement may have that is only told by what they are.
const MOST_WORDS: usize = 6;

/// What a macro is replaced by.
struct Replacement<'a> {
    text: &'a [u8],
    tokens: &'a [Token],
    /// The parameter list with its parentheses; empty for a macro without one.
    parameters: &'a [u8],
}

impl Replacement<'_> {
    fn kind(&self, at: usize) -> TokenKind {
        self.tokens.get(at).map_or(Eof, |token| token.kind)
    }

    fn text(&self, at: usize) -> &[u8] {
        self.tokens.get(at).map_or(&[], |token| token.span().of(self.text))
    }

    fn takes_arguments(&self) -> bool {
        !self.parameters.is_empty()
    }

    fn lesson(&self, name: &[u8]) -> Option<Entry> {
        if self.tokens.is_empty() {
            // `#define __must_hold(x)` is an attribute, `#define DBG(x)` a call that does nothing.
            let like_attribute = name.starts_with(b"_") && name.iter().any(u8::is_ascii_lowercase);
            let attribute = !self.takes_arguments() || like_attribute;
            return attribute.then_some(Entry::Class(MacroClass::Attribute));
        }
        if let Some(class) = self.half_a_block() {
            return Some(Entry::Class(class));
        }
        let words = self.attribute_words();
        if words.as_ref().is_some_and(Vec::is_empty) {
            return Some(Entry::Class(MacroClass::Attribute));
        }
        let last = self.tokens.len() - 1;
        match (self.kind(0), self.kind(last)) {
            (KwIf, _) if self.is_head(0) => Some(Entry::Class(MacroClass::Conditional)),
            (KwFor | KwWhile | KwSwitch, _) if self.is_head(0) => {
                Some(Entry::Class(MacroClass::Iterator))
            }
            (KwFor | KwIf, KwElse) => Some(Entry::Class(MacroClass::Iterator)),
            (KwFor, RParen) => Some(Entry::Class(MacroClass::Iterator)),
            (String, _) if self.tokens.iter().all(|t| matches!(t.kind, String | Identifier)) => {
                Some(Entry::Class(MacroClass::String))
            }
            (Identifier, _) => {
                self.alias().or_else(|| Some(Entry::Words(words?.into_boxed_slice())))
            }
            (KwDo | LBrace | KwIf, Semicolon | RBrace) => Some(Entry::Class(MacroClass::Statement)),
            (kind, _) if is_declaration_keyword(kind) => {
                self.declares().or_else(|| Some(Entry::Words(words?.into_boxed_slice())))
            }
            _ => None,
        }
    }

    /// Attributes, storage classes, qualifiers and words that may be attributes, and nothing else: those words, with
    /// blanks between them.
    fn attribute_words(&self) -> Option<Vec<u8>> {
        let (mut at, mut words) = (0, Vec::new());
        while at < self.tokens.len() {
            match self.kind(at) {
                KwInline | KwStatic | KwExtern | KwRegister | KwNoreturn | KwConst | KwVolatile
                | KwRestrict | KwThreadLocal | KwExtension | KwAttribute | KwAlignas => {}
                Identifier if self.text(at) == b"_Pragma" => {}
                Identifier => words.push(self.text(at)),
                LBracket if self.kind(at + 1) == LBracket => {
                    at = self.after_brackets(at);
                    continue;
                }
                _ => return None,
            }
            at += 1;
            if self.kind(at) == LParen {
                at = self.after_brackets(at);
            }
        }
        (words.len() <= MOST_WORDS).then(|| words.join(&b' '))
    }

    /// `for (…) {`, `do {`: the block that it opens, or closes with `} while (0)`, is another's to close or open.
    fn half_a_block(&self) -> Option<MacroClass> {
        let (mut open, mut lowest) = (0i32, 0);
        for token in self.tokens {
            open += i32::from(token.kind == LBrace) - i32::from(token.kind == RBrace);
            lowest = lowest.min(open);
        }
        let last = self.tokens.len().saturating_sub(1);
        let headed = matches!(self.kind(0), KwFor | KwWhile | KwIf | KwSwitch | KwDo | LBrace);
        let header = self.kind(last) == LBrace && self.kind(last.saturating_sub(1)) == RParen;
        match (open, lowest) {
            (1, 0) if headed || header => Some(MacroClass::Opener),
            (-1, -1) if self.kind(0) == RBrace => Some(MacroClass::Closer),
            _ => None,
        }
    }

    /// True when a keyword and one pair of parentheses are all that follows `at`.
    fn is_head(&self, at: usize) -> bool {
        self.kind(at + 1) == LParen && self.after_brackets(at + 1) == self.tokens.len()
    }

    fn after_brackets(&self, mut at: usize) -> usize {
        let mut depth = 0u32;
        while at < self.tokens.len() {
            match self.kind(at) {
                LParen | LBracket | LBrace => depth += 1,
                RParen | RBracket | RBrace => depth = depth.saturating_sub(1),
                _ => {}
            }
            at += 1;
            if depth == 0 {
                break;
            }
        }
        at
    }

    /// A name alone, or one call that is the whole replacement: what it is depends on that name.
    fn alias(&self) -> Option<Entry> {
        let is_call = self.kind(1) == LParen && self.after_brackets(1) == self.tokens.len();
        let parameter = self.parameters[..]
            .split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_')
            .any(|word| word == self.text(0));
        if parameter {
            return None;
        }
        if self.tokens.len() == 1 && !self.takes_arguments() || is_call && self.takes_arguments() {
            return Some(Entry::Alias(self.text(0).into()));
        }
        // `for_each_x(…) if (…)` and the like: an iterator with a guard.
        let after = self.after_brackets(1);
        let guarded = matches!(self.kind(after), KwIf | KwFor) && self.is_head(after);
        let negated = self.kind(after) == KwIf && self.kind(self.tokens.len() - 1) == KwElse;
        if self.kind(1) == LParen && (guarded || negated) {
            return Some(Entry::Class(MacroClass::Iterator));
        }
        None
    }

    /// The replacement begins like a declaration: a type alone, or something declared.
    fn declares(&self) -> Option<Entry> {
        let mut at = 0;
        let mut tagged = false;
        while at < self.tokens.len() {
            match self.kind(at) {
                Star => {}
                KwStruct | KwUnion | KwEnum => tagged = true,
                KwTypeof if self.kind(at + 1) == LParen => {
                    at = self.after_brackets(at + 1);
                    continue;
                }
                Identifier if tagged => tagged = false,
                kind if is_declaration_keyword(kind) => {}
                _ => break,
            }
            at += 1;
        }
        if at >= self.tokens.len() {
            return Some(Entry::Class(MacroClass::Type));
        }
        if self.takes_arguments() { Some(Entry::Class(MacroClass::Declarer)) } else { None }
    }
}
