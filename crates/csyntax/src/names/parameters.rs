//! The parameters of a function, however its header is written.
//!
//! ```text
//!   int f(int a, char *b)                parameter declarations
//!   int f(a, b) int a; char *b;          declarations between header and body
//!   MACRO2(f, int, a, char *, b)         a macro that takes types and names in turn
//! ```

use super::{
    NameKind,
    file::{Declared, declared_by},
};
use crate::{
    NodeId, NodeKind, Tree,
    views::{FunctionDefinition, MacroCall, ParameterDeclaration},
};

/// The named parameters of a function.
pub(super) fn parameters(tree: &Tree, function: NodeId) -> Vec<Declared> {
    match tree.kind(function) {
        NodeKind::FunctionDefinition => {
            let mut all: Vec<_> = prototype(tree, function).collect();
            for child in tree.children(function) {
                if tree.kind(child) == NodeKind::Declaration {
                    all.extend(declared_by(tree, child, NameKind::Parameter));
                }
            }
            all
        }
        NodeKind::MacroFunctionDefinition => by_macro(tree, function).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn prototype(tree: &Tree, function: NodeId) -> impl Iterator<Item = Declared> {
    let view = FunctionDefinition::cast(tree, function);
    view.into_iter().flat_map(FunctionDefinition::parameters).filter_map(|node| {
        let view = ParameterDeclaration::cast(tree, node)?;
        let specifiers = view.specifiers();
        Some(Declared { kind: NameKind::Parameter, node: view.declarator()?, specifiers })
    })
}

/// Types and names in turn after the first argument, of which at least one type is none that could be a name.
fn by_macro(tree: &Tree, function: NodeId) -> Option<Vec<Declared>> {
    let arguments: Vec<_> = MacroCall::cast(tree, function)?.arguments().collect();
    let (_, rest) = arguments.split_first()?;
    let pairs = rest.chunks_exact(2);
    let kind = |node: NodeId| tree.kind(node);
    let fits = pairs.remainder().is_empty()
        && pairs.clone().all(|pair| {
            matches!(kind(pair[0]), NodeKind::TypeName | NodeKind::Identifier)
                && kind(pair[1]) == NodeKind::Identifier
        })
        && pairs.clone().any(|pair| kind(pair[0]) == NodeKind::TypeName);
    fits.then(|| {
        pairs
            .map(|pair| Declared {
                kind: NameKind::Parameter,
                node: pair[1],
                specifiers: Some(pair[0]),
            })
            .collect()
    })
}
