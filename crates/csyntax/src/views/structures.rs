//! Views of structures, unions and enumerations.

use super::{items, own_name, view};
use crate::{NodeId, NodeKind, TokenId, TokenKind};

view! {
    /// `struct` | `union` `name`? `{` members `}`?
    StructSpecifier = StructSpecifier
}
view! {
    /// One declaration of members: specifiers (declarator `,`)* `;`
    StructDeclaration = StructDeclaration
}
view! {
    /// `enum` `name`? `{` enumerators `}`?
    EnumSpecifier = EnumSpecifier
}
view! {
    /// `name` (`=` constant)?
    Enumerator = Enumerator
}

impl<'a> StructSpecifier<'a> {
    /// True for a union.
    pub fn is_union(self) -> bool {
        let first = self.tree.first_token(self.node);
        first.is_some_and(|first| self.tree.token(first).kind == TokenKind::KwUnion)
    }

    /// The tag.
    pub fn tag(self) -> Option<TokenId> {
        own_name(self.tree, self.node)
    }

    /// The [`NodeKind::StructDeclarationList`]; `None` where the structure is only named.
    pub fn declaration_list(self) -> Option<NodeId> {
        self.tree.child(self.node, NodeKind::StructDeclarationList)
    }

    /// The member declarations, those in the branches of conditionals included.
    pub fn declarations(self) -> impl Iterator<Item = NodeId> + 'a {
        let tree = self.tree;
        self.declaration_list()
            .into_iter()
            .flat_map(move |list| items(tree, list))
            .filter(move |item| tree.kind(*item) == NodeKind::StructDeclaration)
    }
}

impl<'a> StructDeclaration<'a> {
    /// Its [`NodeKind::DeclarationSpecifiers`].
    pub fn specifiers(self) -> Option<NodeId> {
        self.tree.child(self.node, NodeKind::DeclarationSpecifiers)
    }

    /// The members: [`NodeKind::StructDeclarator`]s; none for an anonymous structure or union.
    pub fn declarators(self) -> impl Iterator<Item = NodeId> + 'a {
        let tree = self.tree;
        tree.children(self.node)
            .filter(move |child| tree.kind(*child) == NodeKind::StructDeclarator)
    }
}

impl EnumSpecifier<'_> {
    /// The tag.
    pub fn tag(self) -> Option<TokenId> {
        own_name(self.tree, self.node)
    }

    /// The [`NodeKind::EnumeratorList`]; `None` where the enumeration is only named.
    pub fn enumerator_list(self) -> Option<NodeId> {
        self.tree.child(self.node, NodeKind::EnumeratorList)
    }
}

impl Enumerator<'_> {
    /// The constant's name.
    pub fn name(self) -> Option<TokenId> {
        own_name(self.tree, self.node)
    }

    /// The value given.
    pub fn value(self) -> Option<NodeId> {
        self.tree.children(self.node).find(|child| self.tree.kind(*child) != NodeKind::Attribute)
    }
}
