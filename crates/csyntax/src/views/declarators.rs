//! Declarators, read the way they mean: from the name outwards.
//!
//! ```text
//!   int *(*table[4])(void);       "table is an array of pointers to functions that return a pointer to int"
//!         layers, innermost first:  Array [4], Pointer, Function (void), Pointer
//! ```

use super::own_name;
use crate::{NodeId, NodeKind, TokenId, Tree};

/// One step from a name towards the type of its declaration.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DeclaratorLayer {
    /// *pointer to*; the [`NodeKind::PointerDeclarator`].
    Pointer(NodeId),
    /// *array of*; the [`NodeKind::ArrayDeclarator`].
    Array(NodeId),
    /// *function returning*; the [`NodeKind::FunctionDeclarator`].
    Function(NodeId),
}

/// See [`declarator_layers`].
#[derive(Clone, Debug)]
pub struct Layers<'a> {
    tree: &'a Tree,
    outermost: NodeId,
    next: Option<NodeId>,
}

/// The name that a declarator declares; `None` for an abstract one.
pub fn declarator_name(tree: &Tree, declarator: NodeId) -> Option<TokenId> {
    let innermost = innermost(tree, declarator);
    (tree.kind(innermost) == NodeKind::IdentifierDeclarator)
        .then(|| own_name(tree, innermost))
        .flatten()
}

/// The layers of a declarator, from the name outwards.
pub fn declarator_layers(tree: &Tree, declarator: NodeId) -> Layers<'_> {
    Layers { tree, outermost: declarator, next: Some(innermost(tree, declarator)) }
}

/// The parameters of the function that a declarator declares: those of its innermost function layer, if that is the
/// first layer.
pub(super) fn parameter_list(tree: &Tree, declarator: NodeId) -> Option<NodeId> {
    match declarator_layers(tree, declarator).next()? {
        DeclaratorLayer::Function(function) => tree.child(function, NodeKind::ParameterList),
        _ => None,
    }
}

/// The declarator that holds no other.
fn innermost(tree: &Tree, declarator: NodeId) -> NodeId {
    let mut at = declarator;
    while let Some(inner) = tree.children(at).find(|child| tree.kind(*child).is_declarator()) {
        at = inner;
    }
    at
}

impl Iterator for Layers<'_> {
    type Item = DeclaratorLayer;

    fn next(&mut self) -> Option<DeclaratorLayer> {
        while let Some(at) = self.next {
            self.next = (at != self.outermost).then(|| self.tree.parent(at)).flatten();
            match self.tree.kind(at) {
                NodeKind::PointerDeclarator => return Some(DeclaratorLayer::Pointer(at)),
                NodeKind::ArrayDeclarator => return Some(DeclaratorLayer::Array(at)),
                NodeKind::FunctionDeclarator => return Some(DeclaratorLayer::Function(at)),
                _ => {}
            }
        }
        None
    }
}
