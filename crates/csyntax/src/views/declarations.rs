//! Views of declarations and of what they are made of.

use super::{child_between, declarator_name, own_name, own_token_where, view};
use crate::{NodeId, NodeKind, TokenId, TokenKind, Tree};

view! {
    /// specifiers? declarator K&R-declarations* block
    FunctionDefinition = FunctionDefinition
}
view! {
    /// specifiers (declarator with initializer `,`)* `;`
    Declaration = Declaration
}
view! {
    /// declarator (`=` initializer)?
    InitDeclarator = InitDeclarator
}
view! {
    /// specifiers declarator?
    ParameterDeclaration = ParameterDeclaration
}
view! {
    /// specifiers abstract-declarator?, where a type stands alone
    TypeName = TypeName
}
view! {
    /// Storage class, qualifiers and type, in any order
    DeclarationSpecifiers = DeclarationSpecifiers
}
view! {
    /// A macro call that stands for a declaration, a function's header, a statement, a type or an iterator:
    /// `name` `(` arguments `)`
    MacroCall = MacroDeclaration | MacroFunctionDefinition | MacroStatement | MacroType | IteratorStatement
}

/// What a declaration says of storage and linkage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum StorageClass {
    /// `typedef`
    Typedef,
    /// `extern`
    Extern,
    /// `static`
    Static,
    /// `auto`
    Auto,
    /// `register`
    Register,
}

impl<'a> FunctionDefinition<'a> {
    /// Its [`NodeKind::DeclarationSpecifiers`].
    pub fn specifiers(self) -> Option<NodeId> {
        self.tree.child(self.node, NodeKind::DeclarationSpecifiers)
    }

    /// The declarator.
    pub fn declarator(self) -> Option<NodeId> {
        declarator_child(self.tree, self.node)
    }

    /// The function's name.
    pub fn name(self) -> Option<TokenId> {
        declarator_name(self.tree, self.declarator()?)
    }

    /// The [`NodeKind::ParameterList`].
    pub fn parameter_list(self) -> Option<NodeId> {
        super::declarators::parameter_list(self.tree, self.declarator()?)
    }

    /// The parameters, in order: declarations, and in patterns whatever stands for some.
    pub fn parameters(self) -> impl Iterator<Item = NodeId> + 'a {
        self.parameter_list().into_iter().flat_map(|list| self.tree.children(list))
    }

    /// The block.
    pub fn body(self) -> Option<NodeId> {
        self.tree.child(self.node, NodeKind::CompoundStatement)
    }
}

impl<'a> Declaration<'a> {
    /// Its [`NodeKind::DeclarationSpecifiers`].
    pub fn specifiers(self) -> Option<NodeId> {
        self.tree.child(self.node, NodeKind::DeclarationSpecifiers)
    }

    /// What is declared: [`NodeKind::InitDeclarator`]s.
    pub fn declarators(self) -> impl Iterator<Item = NodeId> + 'a {
        let tree = self.tree;
        tree.children(self.node)
            .filter(move |child| tree.kind(*child) != NodeKind::DeclarationSpecifiers)
    }

    /// What it says of storage.
    pub fn storage_class(self) -> Option<StorageClass> {
        DeclarationSpecifiers::cast(self.tree, self.specifiers()?)?.storage_class()
    }
}

impl InitDeclarator<'_> {
    /// The declarator.
    pub fn declarator(self) -> Option<NodeId> {
        declarator_child(self.tree, self.node)
    }

    /// The name declared.
    pub fn name(self) -> Option<TokenId> {
        declarator_name(self.tree, self.declarator()?)
    }

    /// What it is initialised with.
    pub fn initializer(self) -> Option<NodeId> {
        child_between(self.tree, self.node, TokenKind::Eq, &[])
    }
}

impl ParameterDeclaration<'_> {
    /// Its [`NodeKind::DeclarationSpecifiers`].
    pub fn specifiers(self) -> Option<NodeId> {
        self.tree.child(self.node, NodeKind::DeclarationSpecifiers)
    }

    /// The declarator; `None` for a type alone.
    pub fn declarator(self) -> Option<NodeId> {
        declarator_child(self.tree, self.node)
    }

    /// The parameter's name; `None` in a prototype without names.
    pub fn name(self) -> Option<TokenId> {
        declarator_name(self.tree, self.declarator()?)
    }
}

impl TypeName<'_> {
    /// Its [`NodeKind::DeclarationSpecifiers`].
    pub fn specifiers(self) -> Option<NodeId> {
        self.tree.child(self.node, NodeKind::DeclarationSpecifiers)
    }

    /// The declarator, which has no name.
    pub fn declarator(self) -> Option<NodeId> {
        declarator_child(self.tree, self.node)
    }
}

impl DeclarationSpecifiers<'_> {
    /// The storage class.
    pub fn storage_class(self) -> Option<StorageClass> {
        let storage = own_token_where(self.tree, self.node, |kind| storage_class(kind).is_some())?;
        storage_class(self.tree.token(storage).kind)
    }
}

impl<'a> MacroCall<'a> {
    /// The macro's name.
    pub fn name(self) -> Option<TokenId> {
        own_name(self.tree, self.node)
    }

    /// The [`NodeKind::ArgumentList`].
    pub fn argument_list(self) -> Option<NodeId> {
        self.tree.child(self.node, NodeKind::ArgumentList)
    }

    /// The arguments, in order.
    pub fn arguments(self) -> impl Iterator<Item = NodeId> + 'a {
        self.argument_list().into_iter().flat_map(|list| self.tree.children(list))
    }

    /// The block of a function definition by macro.
    pub fn body(self) -> Option<NodeId> {
        self.tree.child(self.node, NodeKind::CompoundStatement)
    }
}

/// The child that is a declarator, or in a pattern the disjunction that stands for one.
fn declarator_child(tree: &Tree, node: NodeId) -> Option<NodeId> {
    tree.children(node).find(|child| tree.kind(*child).is_declarator())
}

fn storage_class(kind: TokenKind) -> Option<StorageClass> {
    Some(match kind {
        TokenKind::KwTypedef => StorageClass::Typedef,
        TokenKind::KwExtern => StorageClass::Extern,
        TokenKind::KwStatic => StorageClass::Static,
        TokenKind::KwAuto => StorageClass::Auto,
        TokenKind::KwRegister => StorageClass::Register,
        _ => return None,
    })
}
