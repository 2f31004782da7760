//! The names that `typedef`s declare, told from the tokens: before anything is parsed the parser has to know them.
//!
//! ```text
//!   typedef struct page *ref, page_t;       ref page_t       typedef foo_t fn(u8 *data);        fn
//!   typedef int (*handler)(u8 *data);       handler          typedef unsigned int u __packed;   u
//! ```

use super::{MacroClass, MacroIndex, is_declaration_keyword};
use crate::Token;
use crate::TokenKind::*;

impl MacroIndex {
    /// Learns the names that the `typedef`s among some tokens declare.
    pub(super) fn learn_typedefs(&mut self, text: &[u8], tokens: &[Token]) {
        let mut at = 0;
        while at < tokens.len() {
            at += 1;
            if tokens[at - 1].kind == KwTypedef {
                let mut declaration =
                    Typedef { text, tokens, at, depth: 0, typed: false, name: None, past: false };
                while let Some(name) = declaration.next_name() {
                    self.add(MacroClass::Type, name.span().of(text));
                }
                at = declaration.at;
            }
        }
    }
}

/// A `typedef` on its way from the keyword to the `;`.
struct Typedef<'a> {
    text: &'a [u8],
    tokens: &'a [Token],
    at: usize,
    depth: u32,
    /// A type was seen: what follows is declared.
    typed: bool,
    /// What the declarator at hand seems to declare.
    name: Option<Token>,
    /// The declarator's parameters or attributes were reached: no name follows.
    past: bool,
}

impl Typedef<'_> {
    /// The name of the next declarator; `None` at the end of the declaration.
    fn next_name(&mut self) -> Option<Token> {
        while let Some(token) = self.tokens.get(self.at).copied() {
            self.at += 1;
            match token.kind {
                Semicolon if self.depth == 0 => {
                    self.at -= usize::from(self.name.is_some());
                    return self.name.take();
                }
                Comma if self.depth == 0 => {
                    self.past = false;
                    if let Some(name) = self.name.take() {
                        return Some(name);
                    }
                }
                KwTypedef => {
                    self.at -= 1;
                    return None;
                }
                LParen | LBrace | LBracket => self.open(token),
                RParen | RBrace | RBracket => self.depth = self.depth.checked_sub(1)?,
                KwStruct | KwUnion | KwEnum if self.depth == 0 => {
                    self.typed = true;
                    self.at += usize::from(self.kind(0) == Identifier);
                }
                KwConst | KwVolatile | KwAttribute | KwExtension | KwAlignas => {}
                Identifier if self.depth == 0 && !self.past => self.word(token),
                kind if self.depth == 0 => self.typed |= is_declaration_keyword(kind),
                _ => {}
            }
        }
        None
    }

    fn kind(&self, n: usize) -> crate::TokenKind {
        self.tokens.get(self.at + n).map_or(Eof, |token| token.kind)
    }

    fn open(&mut self, token: Token) {
        if self.depth == 0 && token.kind == LParen && !self.past {
            let points = self.kind(0) == Star;
            let encloses = self.name.is_none() && self.encloses_name();
            if points || encloses {
                self.name = self.name_inside();
            }
            self.past = self.name.is_some();
        }
        self.depth += 1;
    }

    /// `(name)(`, `(attribute *name)(`: what is in the parentheses is declared.
    fn encloses_name(&self) -> bool {
        let words = (0..4).take_while(|n| matches!(self.kind(*n), Identifier | KwAttribute | Star));
        let count = words.count();
        self.typed && count > 0 && self.kind(count) == RParen && self.kind(count + 1) == LParen
    }

    fn name_inside(&self) -> Option<Token> {
        let inside = self.tokens[self.at..].iter();
        inside
            .skip_while(|token| matches!(token.kind, Star | LParen))
            .take_while(|token| matches!(token.kind, Identifier | Star | KwConst | KwVolatile))
            .filter(|token| token.kind == Identifier)
            .last()
            .copied()
    }

    fn word(&mut self, token: Token) {
        let is_last = matches!(self.kind(0), Semicolon | Comma | LBracket);
        let underscored = token.span().of(self.text).starts_with(b"__");
        if !self.typed && !is_last {
            self.typed = true;
        } else if self.name.is_none() || !underscored {
            self.name = Some(token);
        }
    }
}
