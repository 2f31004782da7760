//! Where in a statement an expression pattern may match.

use csyntax::{NodeId, NodeKind, Tree};

/// The nodes under which the expressions of a control-flow node lie: for a simple statement or declaration all of it,
/// for the head of an `if` or loop what stands between its parentheses.
pub(crate) fn expression_roots(
    tree: &Tree,
    statement: NodeId,
) -> impl Iterator<Item = NodeId> + '_ {
    let kind = tree.kind(statement);
    let whole = !is_compound(kind);
    let head = tree.children(statement).filter(move |child| !whole && in_head(tree, kind, *child));
    whole.then_some(statement).into_iter().chain(head)
}

/// Statements that hold statements: only their heads are nodes of the control-flow graph.
fn is_compound(kind: NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::IfStatement
            | NodeKind::SwitchStatement
            | NodeKind::WhileStatement
            | NodeKind::DoStatement
            | NodeKind::ForStatement
            | NodeKind::IteratorStatement
            | NodeKind::CompoundStatement
            | NodeKind::LabeledStatement
            | NodeKind::FunctionDefinition
            | NodeKind::MacroFunctionDefinition
            | NodeKind::ConditionalGroup
            | NodeKind::ConditionalBranch
    )
}

fn in_head(tree: &Tree, kind: NodeKind, child: NodeId) -> bool {
    let child_kind = tree.kind(child);
    match kind {
        NodeKind::CompoundStatement | NodeKind::LabeledStatement => false,
        NodeKind::ForStatement => {
            matches!(child_kind, NodeKind::ForInit | NodeKind::ForCondition | NodeKind::ForStep)
        }
        NodeKind::IteratorStatement => child_kind == NodeKind::ArgumentList,
        _ => child_kind.is_expression(),
    }
}
