//! Typed metavariables: `struct page **pages;`, `expression *e;`, `local idexpression x;`.
//!
//! The type of an expression is what the declarations of its file tell. Where they do not tell, the expression has no
//! type that a metavariable could ask for, and does not match.

use std::sync::Arc;

use csyntax::names::{Base, Type, type_of_declaration};
use csyntax::{MacroIndex, NodeId, NodeKind};
use smpl::{MetaId, MetaKind, MetaType};

use super::Matcher;
use crate::env::Env;

/// Stands for a type metavariable that is not bound yet.
const ANY_TYPE: &str = "any_type__";

impl Matcher<'_> {
    /// Whether the name at `code` is a local variable or parameter; `None` when that can not be told.
    pub(super) fn is_local(&self, code: NodeId) -> Option<bool> {
        self.scopes.as_ref()?.meaning_of(code).map(csyntax::names::Meaning::is_local)
    }

    /// Whether the expression has one of the types declared for the metavariable.
    pub(super) fn has_type_of(&self, meta: MetaId, code: NodeId, env: &Env) -> bool {
        let declared = self.rule.metavariable(meta);
        if declared.types.is_empty() || declared.kind == MetaKind::Type {
            return true;
        }
        let found = self.scopes.as_ref().and_then(|scopes| scopes.type_of(code));
        found.is_some_and(|found| {
            declared.types.iter().any(|wanted| self.is_type(wanted, &found, env))
        })
    }

    fn is_type(&self, wanted: &MetaType, found: &Type, env: &Env) -> bool {
        let Some(scopes) = &self.scopes else { return false };
        if wanted.any_pointer {
            return scopes.resolved(found.clone()).is_pointer_like();
        }
        let Some(wanted) = self.wanted_c_type(wanted, env) else { return false };
        let is_any = wanted.base == Base::Typedef(ANY_TYPE.as_bytes().into());
        let same = |found: &Type| match is_any {
            true => found.clone().strip_layers_of(&wanted).is_some(),
            false => scopes.is_same_type(&wanted, found),
        };
        same(found) || same(&found.clone().decayed())
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

/// The type that some text spells, as in a cast.
fn type_of_text(text: &str) -> Option<Type> {
    let text: Arc<[u8]> = format!("int x = sizeof({text});").into_bytes().into();
    let mut macros = MacroIndex::default();
    macros.add(csyntax::MacroClass::Type, ANY_TYPE.as_bytes());
    let tree = csyntax::parse(text, &macros);
    let name = tree.nodes().find(|node| tree.kind(*node) == NodeKind::TypeName)?;
    let specifiers = tree.child(name, NodeKind::DeclarationSpecifiers)?;
    let declarator = tree.children(name).find(|node| tree.kind(*node).is_declarator());
    type_of_declaration(&tree, specifiers, declarator)
}
