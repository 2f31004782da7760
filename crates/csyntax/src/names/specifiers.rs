//! From specifiers and a declarator to a [`Type`].
//!
//! Keywords are counted, so that their order and spelling do not matter: `long unsigned`, `unsigned long int` and
//! `unsigned long` are one type.

use super::{Base, Builtin, Layer, Qualifiers, Type};
use crate::{
    NodeId, NodeKind, Part, TokenKind, Tree,
    views::{
        DeclaratorLayer, EnumSpecifier, StructSpecifier, TypeName, declarator_layers,
        declarator_name,
    },
};

/// The type that [`NodeKind::DeclarationSpecifiers`] and a declarator declare; `None` where they do not say
/// (`typeof`, `auto`, a macro that makes a type).
pub fn type_of_declaration(
    tree: &Tree,
    specifiers: NodeId,
    declarator: Option<NodeId>,
) -> Option<Type> {
    let mut declared = base_of(tree, specifiers)?;
    wrap(tree, &mut declared, declarator);
    Some(declared)
}

/// The type that a [`NodeKind::TypeName`] writes.
pub(super) fn type_of_type_name(tree: &Tree, node: NodeId) -> Option<Type> {
    let name = TypeName::cast(tree, node)?;
    type_of_declaration(tree, name.specifiers()?, name.declarator())
}

/// Puts the layers of a declarator around a type: the outermost declarator is the innermost layer.
pub(super) fn wrap(tree: &Tree, declared: &mut Type, declarator: Option<NodeId>) {
    let Some(declarator) = declarator else { return };
    let first = declared.layers.len();
    declared.layers.extend(declarator_layers(tree, declarator).map(|layer| match layer {
        DeclaratorLayer::Pointer(node) => Layer::Pointer(qualifiers_of(tree, node)),
        DeclaratorLayer::Array(_) => Layer::Array,
        DeclaratorLayer::Function(_) => Layer::Function,
    }));
    declared.layers[first..].reverse();
}

/// The `typeof` among specifiers.
pub(super) fn typeof_of(tree: &Tree, specifiers: NodeId) -> Option<NodeId> {
    tree.child(specifiers, NodeKind::TypeofSpecifier)
}

/// True where specifiers leave the type to the initializer: `auto` or `__auto_type` without a type.
pub(super) fn is_inferred(tree: &Tree, specifiers: NodeId) -> bool {
    let mut words = Words::default();
    let mut has_auto = false;
    for part in tree.parts(specifiers) {
        match part {
            Part::Node(child) if tree.kind(child) != NodeKind::Attribute => return false,
            Part::Node(_) => {}
            Part::Token(token) => {
                has_auto |= tree.token(token).kind == TokenKind::KwAuto;
                words.count(tree.token(token).kind);
            }
        }
    }
    has_auto && words.any == 0
}

fn base_of(tree: &Tree, specifiers: NodeId) -> Option<Type> {
    let mut words = Words::default();
    let mut named = None;
    for part in tree.parts(specifiers) {
        match part {
            Part::Token(token) if tree.token(token).kind == TokenKind::KwBuiltinType => {
                let is_unsigned = words.unsigned > 0;
                named = Some(Type::new(one_word(tree.token_text(token), is_unsigned)));
            }
            Part::Token(token) => words.count(tree.token(token).kind),
            Part::Node(child) => match tree.kind(child) {
                NodeKind::TypeofSpecifier | NodeKind::MacroType => return None,
                NodeKind::Attribute | NodeKind::AlignasSpecifier => {}
                _ => named = named.or(specified(tree, child)),
            },
        }
    }
    let mut base = match named {
        Some(named) => named,
        None => Type::builtin(words.builtin()?),
    };
    base.qualifiers = base.qualifiers.union(qualifiers_of(tree, specifiers));
    Some(base)
}

/// The type that a specifier node names.
fn specified(tree: &Tree, node: NodeId) -> Option<Type> {
    match tree.kind(node) {
        NodeKind::StructSpecifier => Some(Type::new(aggregate(tree, node)?)),
        NodeKind::EnumSpecifier => {
            let view = EnumSpecifier::cast(tree, node)?;
            let list = view.enumerator_list();
            let name = match view.tag() {
                Some(tag) => tree.token_text(tag),
                None => tree.node_text(list?),
            };
            Some(Type::new(Base::Enum(name.into())))
        }
        NodeKind::TypedefName => Some(Type::typedef(tree.node_text(node))),
        NodeKind::AtomicSpecifier => {
            let mut inner = type_of_type_name(tree, tree.child(node, NodeKind::TypeName)?)?;
            inner.qualifiers = inner.qualifiers.union(Qualifiers::ATOMIC);
            Some(inner)
        }
        _ => None,
    }
}

/// The structure or union that a [`NodeKind::StructSpecifier`] names or writes.
pub(super) fn aggregate(tree: &Tree, node: NodeId) -> Option<Base> {
    let view = StructSpecifier::cast(tree, node)?;
    let name = match view.tag() {
        Some(tag) => tree.token_text(tag),
        None => tree.node_text(view.declaration_list()?),
    };
    Some(if view.is_union() { Base::Union(name.into()) } else { Base::Struct(name.into()) })
}

/// The name that a declarator declares, as text.
pub(super) fn declared_name(tree: &Tree, declarator: NodeId) -> Option<&[u8]> {
    declarator_name(tree, declarator).map(|name| tree.token_text(name))
}

fn qualifiers_of(tree: &Tree, node: NodeId) -> Qualifiers {
    tree.own_tokens(node).fold(Qualifiers::NONE, |all, token| {
        all.union(match tree.token(token).kind {
            TokenKind::KwConst => Qualifiers::CONST,
            TokenKind::KwVolatile => Qualifiers::VOLATILE,
            TokenKind::KwRestrict => Qualifiers::RESTRICT,
            TokenKind::KwAtomic => Qualifiers::ATOMIC,
            _ => Qualifiers::NONE,
        })
    })
}

/// GNU C's types of one word; a name not known here is taken as a typedef's.
fn one_word(word: &[u8], is_unsigned: bool) -> Base {
    match word {
        b"__int128" if is_unsigned => Base::Builtin(Builtin::UnsignedInt128),
        b"__int128" | b"__int128_t" => Base::Builtin(Builtin::Int128),
        b"__uint128_t" => Base::Builtin(Builtin::UnsignedInt128),
        name => Base::Typedef(name.into()),
    }
}

/// How often each type keyword stands among specifiers.
#[derive(Default)]
struct Words {
    any: u32,
    void: u32,
    bool: u32,
    char: u32,
    short: u32,
    long: u32,
    float: u32,
    double: u32,
    signed: u32,
    unsigned: u32,
    complex: u32,
}

impl Words {
    fn count(&mut self, kind: TokenKind) {
        let word = match kind {
            TokenKind::KwVoid => &mut self.void,
            TokenKind::KwBool => &mut self.bool,
            TokenKind::KwChar => &mut self.char,
            TokenKind::KwShort => &mut self.short,
            TokenKind::KwLong => &mut self.long,
            TokenKind::KwFloat => &mut self.float,
            TokenKind::KwDouble => &mut self.double,
            TokenKind::KwSigned => &mut self.signed,
            TokenKind::KwUnsigned => &mut self.unsigned,
            TokenKind::KwComplex => &mut self.complex,
            TokenKind::KwInt => {
                self.any += 1;
                return;
            }
            _ => return,
        };
        *word += 1;
        self.any += 1;
    }

    fn builtin(&self) -> Option<Builtin> {
        use Builtin::*;
        if self.any == 0 || self.complex > 0 {
            return None;
        }
        let is_unsigned = self.unsigned > 0;
        let pick = |signed, unsigned| if is_unsigned { unsigned } else { signed };
        Some(match self {
            Self { void: 1.., .. } => Void,
            Self { bool: 1.., .. } => Bool,
            Self { float: 1.., .. } => Float,
            Self { double: 1.., long: 1.., .. } => LongDouble,
            Self { double: 1.., .. } => Double,
            Self { char: 1.., signed: 1.., .. } => SignedChar,
            Self { char: 1.., .. } => pick(Char, UnsignedChar),
            Self { short: 1.., .. } => pick(Short, UnsignedShort),
            Self { long: 2.., .. } => pick(LongLong, UnsignedLongLong),
            Self { long: 1, .. } => pick(Long, UnsignedLong),
            _ => pick(Int, UnsignedInt),
        })
    }
}
