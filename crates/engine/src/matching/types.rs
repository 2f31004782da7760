//! Typed metavariables: `struct page **pages;`, `expression *e;`, `local idexpression x;`.
//!
//! The type of an expression is what the declarations of its file tell. Where they do not tell, the expression has no
//! type that a metavariable could ask for, and does not match. An array has its declared type: only where it is reckoned
//! with does it become a pointer, so `sizeof` tells the two apart.

use std::sync::Arc;

use csyntax::names::{Base, Builtin, Scopes, Type, type_of_declaration};
use csyntax::{MacroIndex, NodeId, NodeKind, TokenKind};
use smpl::{MetaId, MetaKind, MetaType};
use source::Span;

use super::Matcher;
use crate::env::Env;

/// Stands for a type metavariable that is not bound yet.
const ANY_TYPE: &str = "any_type__";

impl Matcher<'_> {
    /// Whether the name at `code` is a local variable or parameter; `None` when that can not be told.
    pub(super) fn is_local(&self, code: NodeId) -> Option<bool> {
        self.scopes.as_ref()?.meaning_of(code).map(csyntax::names::Meaning::is_local)
    }

    /// Whether the expression has one of the types declared for the metavariable. A type metavariable in them that is
    /// not bound yet is bound to what it stands for.
    pub(super) fn has_type_of(&self, meta: MetaId, code: NodeId, env: &mut Env) -> bool {
        let declared = self.rule.metavariable(meta);
        if declared.types.is_empty() || declared.kind == MetaKind::Type {
            return true;
        }
        let found = match self.is_character(code) {
            // An `int` by the standard; whoever writes `char c;` in a rule means `'c'`.
            true => Some(Type::builtin(Builtin::Char)),
            false => self.scopes.as_ref().and_then(|scopes| scopes.type_of(code)),
        };
        let tagged = declared.kind == MetaKind::TaggedExpression;
        let found = found.map(|it| if it.is_array() { it } else { it.decayed() });
        found.is_some_and(|found| {
            declared.types.iter().any(|wanted| match tagged {
                true => self.has_tag(wanted, &found),
                false => self.is_type(wanted, &found, env),
            })
        })
    }

    fn is_character(&self, code: NodeId) -> bool {
        let first = self.tree.first_token(code).map(|token| self.tree.token(token).kind);
        self.tree.kind(code) == NodeKind::Constant && first == Some(TokenKind::Character)
    }

    /// `expression struct *e`: the keyword and as many pointers.
    fn has_tag(&self, declared: &MetaType, found: &Type) -> bool {
        let Some(scopes) = &self.scopes else { return false };
        let words: Vec<TokenKind> =
            declared.pattern.tokens().iter().map(|token| self.rule.token(*token).kind).collect();
        let mut rest = scopes.resolved(found.clone());
        for _ in words.iter().filter(|word| **word == TokenKind::Star) {
            match rest.decayed().pointee() {
                Some(inner) => rest = scopes.resolved(inner),
                None => return false,
            }
        }
        let plain = !rest.is_pointer_like() && rest.clone().inner().is_none();
        plain
            && match rest.base {
                Base::Struct(_) => words.contains(&TokenKind::KwStruct),
                Base::Union(_) => words.contains(&TokenKind::KwUnion),
                Base::Enum(_) => words.contains(&TokenKind::KwEnum),
                Base::Builtin(_) | Base::Typedef(_) => false,
            }
    }

    fn is_type(&self, declared: &MetaType, found: &Type, env: &mut Env) -> bool {
        let Some(scopes) = &self.scopes else { return false };
        if declared.any_pointer {
            let words = declared.pattern.tokens();
            let stars = words.iter().filter(|word| self.rule.token(**word).kind == TokenKind::Star);
            return is_pointer(scopes, found, stars.count());
        }
        let Some(wanted) = self.wanted_c_type(declared, env) else { return false };
        if wanted.base != Base::Typedef(ANY_TYPE.as_bytes().into()) {
            let qualified = || {
                found.has_qualifiers_of(&wanted)
                    || scopes.resolved(found.clone()).has_qualifiers_of(&wanted)
            };
            return scopes.is_same_type(&wanted, found) && qualified();
        }
        let rest = found.clone().strip_qualified(&wanted);
        rest.is_some_and(|rest| self.bind_type(declared, &rest, env))
    }

    /// Binds the type metavariable of a declared type.
    fn bind_type(&self, declared: &MetaType, found: &Type, env: &mut Env) -> bool {
        let unbound = declared
            .pattern
            .tokens()
            .into_iter()
            .filter_map(|token| self.rule.token(token).meta)
            .find(|meta| env.get(*meta).is_none());
        let Some(meta) = unbound else { return true };
        let text = found.to_string();
        let tokens = csyntax::lex(text.as_bytes(), Span::new(0, text.len() as u32)).tokens;
        let words: Vec<&[u8]> =
            tokens.iter().map(|token| token.span().of(text.as_bytes())).collect();
        let value = self.values.borrow_mut().of_words(&words);
        self.bind_checked(meta, value, None, env)
    }

    /// The type that a declaration of the semantic patch names, what is bound put in its place.
    fn wanted_c_type(&self, wanted: &MetaType, env: &Env) -> Option<Type> {
        let mut text = String::new();
        for token in wanted.pattern.tokens() {
            let token = self.rule.token(token);
            match token.meta.map(|meta| env.get(meta)) {
                None => text.push_str(&token.text),
                Some(None) => text.push_str(ANY_TYPE),
                Some(Some(value)) => text.push_str(&self.values.borrow().get(value).text),
            }
            text.push(' ');
        }
        type_of_text(&text)
    }
}

/// Whether a type is a pointer, to a pointer as often as asked; an array is none.
fn is_pointer(scopes: &Scopes<'_>, ty: &Type, levels: usize) -> bool {
    let mut rest = scopes.resolved(ty.clone());
    for _ in 0..levels {
        match rest.is_pointer().then(|| rest.inner()).flatten() {
            Some(inner) => rest = scopes.resolved(inner),
            None => return false,
        }
    }
    true
}

/// The type that some text spells, as in a cast. Its names are those of types, declared or not.
fn type_of_text(text: &str) -> Option<Type> {
    let mut macros = MacroIndex::default();
    let mut before = None;
    for token in csyntax::lex(text.as_bytes(), Span::new(0, text.len() as u32)).tokens {
        let is_tag = matches!(
            before.replace(token.kind),
            Some(TokenKind::KwStruct | TokenKind::KwUnion | TokenKind::KwEnum)
        );
        if token.kind == TokenKind::Identifier && !is_tag {
            macros.add(csyntax::MacroClass::Type, token.span().of(text.as_bytes()));
        }
    }
    let text: Arc<[u8]> = format!("int x = sizeof({text});").into_bytes().into();
    let tree = csyntax::parse(text, &macros);
    let name = tree.nodes().find(|node| tree.kind(*node) == NodeKind::TypeName)?;
    let specifiers = tree.child(name, NodeKind::DeclarationSpecifiers)?;
    let declarator = tree.children(name).find(|node| tree.kind(*node).is_declarator());
    type_of_declaration(&tree, specifiers, declarator)
}
