//! The parameters of a header, and their names.

use csyntax::NodeKind;

use crate::{PatternNode, PatternPart, PatternTokenId};

/// The parameters of the function that a declarator declares.
pub(super) fn of(declarator: &PatternNode) -> impl Iterator<Item = &PatternNode> {
    list(declarator).into_iter().flat_map(PatternNode::children)
}

/// The list nearest to the declared name: `int (*f(int a))(int b)` has the parameter `a`.
fn list(declarator: &PatternNode) -> Option<&PatternNode> {
    let mut found = None;
    let mut next = Some(declarator);
    while let Some(node) = next {
        if node.kind == NodeKind::FunctionDeclarator {
            found = node.children().find(|child| child.kind == NodeKind::ParameterList);
        }
        next = node.children().find(|child| child.kind.is_declarator());
    }
    found
}

/// The token of a parameter's name.
pub(super) fn name(parameter: &PatternNode) -> Option<PatternTokenId> {
    if parameter.kind != NodeKind::ParameterDeclaration {
        return None;
    }
    let mut next = parameter.children().find(|child| child.kind.is_declarator());
    while let Some(node) = next {
        match (node.kind, node.parts.as_slice()) {
            (NodeKind::IdentifierDeclarator, [PatternPart::Token(token)]) => return Some(*token),
            _ => next = node.children().find(|child| child.kind.is_declarator()),
        }
    }
    None
}
