//! What a file declares outside of functions, and the structures it lays out anywhere.

use std::collections::HashMap;

use super::{
    Base, Builtin, NameKind, Type,
    replacements::{Replacements, defines},
    specifiers::{aggregate, declared_name, type_of_declaration, type_of_type_name},
};
use crate::{
    MacroIndex, NodeId, NodeKind, Token, TokenKind, Tree,
    views::{
        Declaration, DeclaratorLayer, EnumSpecifier, Enumerator, FunctionDefinition,
        InitDeclarator, StorageClass, StructDeclaration, StructSpecifier, declarator_layers, items,
    },
};

/// How many typedefs are followed one after another before giving up.
const TYPEDEF_CHAIN: usize = 64;

/// A source of declarations: a file as read, or an index of headers that a caller keeps.
pub trait Declarations {
    /// What a name denotes at file scope, and its type where that is known. Typedefs are not asked for here.
    fn name(&self, name: &[u8]) -> Option<(NameKind, Option<Type>)>;

    /// The type that a typedef's name stands for.
    fn typedef(&self, name: &[u8]) -> Option<Type>;

    /// The type of a member of a structure or union.
    fn member(&self, aggregate: &Base, member: &[u8]) -> Option<Type>;

    /// The type of what a macro stands for, where that is an expression; `is_called` when arguments follow its name.
    fn replaced(&self, _name: &[u8], _is_called: bool) -> Option<Type> {
        None
    }

    /// The type with the typedefs of its base followed as far as they are known.
    fn resolved(&self, mut ty: Type) -> Type {
        for _ in 0..TYPEDEF_CHAIN {
            let Base::Typedef(name) = &ty.base else { break };
            let Some(meaning) = self.typedef(name) else { break };
            ty = ty.with_base_replaced(meaning);
        }
        ty
    }
}

/// Several sources, asked in order.
impl<D: Declarations> Declarations for [D] {
    fn name(&self, name: &[u8]) -> Option<(NameKind, Option<Type>)> {
        self.iter().find_map(|source| source.name(name))
    }

    fn typedef(&self, name: &[u8]) -> Option<Type> {
        self.iter().find_map(|source| source.typedef(name))
    }

    fn member(&self, aggregate: &Base, member: &[u8]) -> Option<Type> {
        self.iter().find_map(|source| source.member(aggregate, member))
    }

    fn replaced(&self, name: &[u8], is_called: bool) -> Option<Type> {
        self.iter().find_map(|source| source.replaced(name, is_called))
    }
}

/// No declarations at all.
impl Declarations for () {
    fn name(&self, _: &[u8]) -> Option<(NameKind, Option<Type>)> {
        None
    }

    fn typedef(&self, _: &[u8]) -> Option<Type> {
        None
    }

    fn member(&self, _: &Base, _: &[u8]) -> Option<Type> {
        None
    }
}

/// A name with what declares it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declared {
    pub(super) kind: NameKind,
    /// The declarator or [`NodeKind::Enumerator`].
    pub(super) node: NodeId,
    /// The [`NodeKind::DeclarationSpecifiers`]; none for an enumerator.
    pub(super) specifiers: Option<NodeId>,
}

/// The members of a structure: names, and types where they are written.
pub type Members<'a> = Vec<(&'a [u8], Option<Type>)>;

/// The declarations of one file. Names are indexed at once, types read when asked for.
#[derive(Clone, Debug)]
pub struct FileDeclarations<'a> {
    tree: &'a Tree,
    names: HashMap<&'a [u8], Declared>,
    /// What macros that stand for a type mean: `#define INT16 int`.
    macro_types: HashMap<&'a [u8], Type>,
    replacements: Replacements<'a>,
    /// For every structure, by member: the specifiers and the declarator.
    members: HashMap<Base, HashMap<&'a [u8], (NodeId, NodeId)>>,
}

impl<'a> FileDeclarations<'a> {
    /// Reads the declarations of a file; of names declared twice the first counts.
    pub fn new(tree: &'a Tree) -> Self {
        let mut file = Self {
            tree,
            names: HashMap::new(),
            macro_types: HashMap::new(),
            replacements: Replacements::default(),
            members: HashMap::new(),
        };
        for (words, head) in defines(tree) {
            file.replacements.add(tree, &words, head);
            file.macro_types.extend(macro_type(tree, &words, head));
        }
        for item in items(tree, tree.root()) {
            match tree.kind(item) {
                NodeKind::Declaration => file.declaration(item),
                NodeKind::FunctionDefinition => file.function(item),
                _ => {}
            }
        }
        for node in tree.nodes() {
            match tree.kind(node) {
                NodeKind::StructSpecifier => file.structure(node),
                NodeKind::EnumSpecifier if !is_in_block(tree, node) => {
                    for declared in enumerators(tree, node) {
                        file.add(declared);
                    }
                }
                _ => {}
            }
        }
        file
    }

    /// The file.
    pub fn tree(&self) -> &'a Tree {
        self.tree
    }

    /// Every name at file scope, by name, with its type where that is written; the type of a typedef's name is what it
    /// stands for.
    pub fn exported(&self) -> Vec<(&'a [u8], NameKind, Option<Type>)> {
        let mut all: Vec<_> = self
            .names
            .iter()
            .map(|(name, it)| (*name, it.kind, type_of_declared(self.tree, *it)))
            .collect();
        all.sort_unstable_by_key(|(name, ..)| *name);
        all
    }

    /// Every structure and union that is laid out, with its members by name.
    pub fn structures(&self) -> impl Iterator<Item = (&Base, Members<'a>)> {
        self.members.iter().map(|(base, members)| {
            let type_of = |&(specifiers, declarator): &(NodeId, NodeId)| {
                type_of_declaration(self.tree, specifiers, Some(declarator))
            };
            let mut all: Vec<_> =
                members.iter().map(|(name, place)| (*name, type_of(place))).collect();
            all.sort_unstable_by_key(|(name, _)| *name);
            (base, all)
        })
    }

    /// What declares a name at file scope.
    pub(super) fn declared(&self, name: &[u8]) -> Option<Declared> {
        self.names.get(name).copied()
    }

    fn declaration(&mut self, node: NodeId) {
        for declared in declared_by(self.tree, node, NameKind::Object) {
            self.add(declared);
        }
    }

    fn function(&mut self, node: NodeId) {
        let Some(view) = FunctionDefinition::cast(self.tree, node) else { return };
        if let Some(declarator) = view.declarator() {
            let specifiers = view.specifiers();
            self.add(Declared { kind: NameKind::Function, node: declarator, specifiers });
        }
    }

    fn add(&mut self, declared: Declared) {
        if let Some(name) = name_of(self.tree, declared) {
            self.names.entry(name).or_insert(declared);
        }
    }

    /// Indexes the members of a structure, those of unnamed structures inside it included.
    fn structure(&mut self, node: NodeId) {
        let tree = self.tree;
        let Some(base) = aggregate(tree, node) else { return };
        let mut members = HashMap::new();
        let mut open = vec![node];
        while let Some(next) = open.pop() {
            let view = StructSpecifier::cast(tree, next);
            for member in view.into_iter().flat_map(StructSpecifier::declarations) {
                let Some(view) = StructDeclaration::cast(tree, member) else { continue };
                let Some(specifiers) = view.specifiers() else { continue };
                let mut declarators = view.declarators().peekable();
                if declarators.peek().is_none() {
                    open.extend(tree.child(specifiers, NodeKind::StructSpecifier));
                }
                for declarator in declarators.filter_map(|each| tree.children(each).next()) {
                    if let Some(name) = declared_name(tree, declarator) {
                        members.entry(name).or_insert((specifiers, declarator));
                    }
                }
            }
        }
        if !members.is_empty() {
            self.members.entry(base).or_insert(members);
        }
    }
}

impl Declarations for FileDeclarations<'_> {
    fn name(&self, name: &[u8]) -> Option<(NameKind, Option<Type>)> {
        let declared = self.declared(name).filter(|it| it.kind != NameKind::Typedef)?;
        Some((declared.kind, type_of_declared(self.tree, declared)))
    }

    fn typedef(&self, name: &[u8]) -> Option<Type> {
        match self.declared(name).filter(|it| it.kind == NameKind::Typedef) {
            Some(declared) => type_of_declared(self.tree, declared),
            None => self.macro_types.get(name).cloned(),
        }
    }

    fn member(&self, aggregate: &Base, member: &[u8]) -> Option<Type> {
        let (specifiers, declarator) = *self.members.get(aggregate)?.get(member)?;
        type_of_declaration(self.tree, specifiers, Some(declarator))
    }

    fn replaced(&self, name: &[u8], is_called: bool) -> Option<Type> {
        self.replacements.type_of(self, name, is_called)
    }
}

/// A macro whose replacement is a type, words of C and nothing else, by name.
fn macro_type<'a>(tree: &'a Tree, words: &[Token], head: usize) -> Option<(&'a [u8], Type)> {
    let replacement = &words[head..];
    if replacement.is_empty() || !replacement.iter().all(|token| is_type_word(token.kind)) {
        return None;
    }
    let text = |token: &Token| token.span().of(tree.text());
    let name = text(words.get(2)?);
    Some((name, type_of_words(&replacement.iter().map(text).collect::<Vec<_>>())?))
}

fn is_type_word(kind: TokenKind) -> bool {
    (TokenKind::KwVoid..=TokenKind::KwBuiltinType).contains(&kind)
        || matches!(kind, TokenKind::KwConst | TokenKind::KwVolatile)
}

/// The type that some words of C write.
fn type_of_words(words: &[&[u8]]) -> Option<Type> {
    let text = [b"typedef ".as_slice(), &words.join(&b' '), b" t;"].concat();
    let tree = crate::parse(text.into(), &MacroIndex::default());
    FileDeclarations::new(&tree).typedef(b"t")
}

/// The names that a declaration declares, as `kind` unless it is a typedef or a function's prototype.
pub(super) fn declared_by(
    tree: &Tree,
    declaration: NodeId,
    kind: NameKind,
) -> impl Iterator<Item = Declared> {
    let view = Declaration::cast(tree, declaration);
    let specifiers = view.and_then(Declaration::specifiers);
    let is_typedef = view.and_then(Declaration::storage_class) == Some(StorageClass::Typedef);
    view.into_iter().flat_map(Declaration::declarators).filter_map(move |each| {
        let node = InitDeclarator::cast(tree, each)?.declarator()?;
        let kind = match () {
            () if is_typedef => NameKind::Typedef,
            () if is_function(tree, node) => NameKind::Function,
            () => kind,
        };
        Some(Declared { kind, node, specifiers })
    })
}

/// The constants of an enumeration.
pub(super) fn enumerators(tree: &Tree, specifier: NodeId) -> impl Iterator<Item = Declared> {
    let list = EnumSpecifier::cast(tree, specifier).and_then(EnumSpecifier::enumerator_list);
    list.into_iter()
        .flat_map(|list| items(tree, list))
        .filter(|item| tree.kind(*item) == NodeKind::Enumerator)
        .map(|node| Declared { kind: NameKind::Enumerator, node, specifiers: None })
}

/// The name declared.
pub(super) fn name_of(tree: &Tree, declared: Declared) -> Option<&[u8]> {
    match declared.kind {
        NameKind::Enumerator => {
            Enumerator::cast(tree, declared.node)?.name().map(|name| tree.token_text(name))
        }
        // An argument of a macro that makes a function.
        _ if tree.kind(declared.node) == NodeKind::Identifier => {
            Some(tree.node_text(declared.node))
        }
        _ => declared_name(tree, declared.node),
    }
}

/// The type declared, where the declaration writes it.
pub(super) fn type_of_declared(tree: &Tree, declared: Declared) -> Option<Type> {
    if declared.kind == NameKind::Enumerator {
        return Some(Type::builtin(Builtin::Int));
    }
    let specifiers = declared.specifiers?;
    match tree.kind(specifiers) {
        // Arguments of a macro that makes a function.
        NodeKind::TypeName => type_of_type_name(tree, specifiers),
        NodeKind::Identifier => Some(Type::typedef(tree.node_text(specifiers))),
        _ => type_of_declaration(tree, specifiers, Some(declared.node)),
    }
}

fn is_function(tree: &Tree, declarator: NodeId) -> bool {
    matches!(declarator_layers(tree, declarator).next(), Some(DeclaratorLayer::Function(_)))
}

fn is_in_block(tree: &Tree, node: NodeId) -> bool {
    tree.ancestors(node).any(|above| tree.kind(above) == NodeKind::CompoundStatement)
}
