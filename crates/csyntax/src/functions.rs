//! The functions of a file, found without walking their bodies.

use crate::{NodeId, NodeKind, TokenId, TokenKind, Tree};

/// A function's definition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Function {
    /// The [`NodeKind::FunctionDefinition`] or [`NodeKind::MacroFunctionDefinition`].
    pub node: NodeId,
    /// Its name: the declared one; for a macro's function the first argument if that is a name, else the macro.
    pub name: Option<TokenId>,
    /// The name in front of the parameters: [`Function::name`], but for a macro's function the macro.
    pub written: Option<TokenId>,
}

/// The functions that a tree defines, in order, those in conditional branches included; not those of its variants.
pub fn functions(tree: &Tree) -> Vec<Function> {
    let mut found = Vec::new();
    let mut open = vec![tree.children(tree.root())];
    while let Some(children) = open.last_mut() {
        let Some(node) = children.next() else {
            open.pop();
            continue;
        };
        match tree.kind(node) {
            NodeKind::FunctionDefinition => {
                let name = declared_name(tree, node);
                found.push(Function { node, name, written: name });
            }
            NodeKind::MacroFunctionDefinition => {
                let written = tree.own_tokens(node).next();
                found.push(Function {
                    node,
                    name: first_argument(tree, node).or(written),
                    written,
                });
            }
            NodeKind::ConditionalGroup
            | NodeKind::ConditionalBranch
            | NodeKind::LinkageSpecification => open.push(tree.children(node)),
            _ => {}
        }
    }
    found
}

/// The name at the heart of a definition's declarator.
fn declared_name(tree: &Tree, function: NodeId) -> Option<TokenId> {
    let mut at = tree.children(function).find(|child| tree.kind(*child).is_declarator())?;
    while tree.kind(at) != NodeKind::IdentifierDeclarator {
        at = tree.children(at).find(|child| tree.kind(*child).is_declarator())?;
    }
    tree.first_token(at)
}

/// The name that a macro's function gets from its first argument.
fn first_argument(tree: &Tree, function: NodeId) -> Option<TokenId> {
    let arguments = tree.child(function, NodeKind::ArgumentList)?;
    let first = tree.children(arguments).next().and_then(|argument| tree.first_token(argument));
    first.filter(|token| tree.token(*token).kind == TokenKind::Identifier)
}
