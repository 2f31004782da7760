//! Jumps inside of expressions: in a statement expression, or in a macro's argument that is a statement.
//!
//! The expression has no nodes of its own, so the jump is an edge of the node that holds it, beside the edge to what
//! comes next:
//!
//! ```text
//!   x = ({ if (!p) goto out; p->x; });      `x = …`  -> next, out
//! ```
//!
//! What stays inside (a `break` of a loop in the expression, a `goto` to a label in it) is no edge.

use std::collections::HashSet;
use std::ops::Range;

use super::{CfgNodeId, build::Builder};
use crate::{
    NodeId, NodeKind, Tree,
    views::{GotoStatement, LabelStatement},
};

/// The jumps and labels inside of a function's expressions.
#[derive(Default)]
pub(super) struct Inner<'a> {
    /// In the order of the text.
    jumps: Vec<NodeId>,
    labels: HashSet<&'a [u8]>,
}

impl<'a> Inner<'a> {
    pub(super) fn new(tree: &'a Tree, function: NodeId) -> Self {
        let mut inner = Self::default();
        let mut end = 0;
        for node in tree.subtree(function) {
            let kind = tree.kind(node);
            if node.0 >= end {
                if holds_statements(kind) {
                    end = tree.subtree(node).next_back().map_or(end, |last| last.0 + 1);
                }
            } else if is_jump(kind) {
                inner.jumps.push(node);
            } else if let Some(label) = LabelStatement::cast(tree, node) {
                inner.labels.extend(label.name().map(|name| tree.token_text(name)));
            }
        }
        inner
    }
}

/// The outermost statement expressions below a node, in order.
pub(super) fn statement_expressions(tree: &Tree, below: NodeId) -> Vec<NodeId> {
    let mut found: Vec<NodeId> = Vec::new();
    for node in tree.subtree(below) {
        let inside = found.last().is_some_and(|last| tree.is_within(node, *last));
        if tree.kind(node) == NodeKind::StatementExpression && !inside {
            found.push(node);
        }
    }
    found
}

impl Builder<'_> {
    /// Notes the jumps in the expressions that a graph's node runs; `syntax` are the tree's nodes it is about.
    pub(super) fn note_inner_jumps(&mut self, from: CfgNodeId, syntax: Range<u32>) {
        let first = self.inner.jumps.partition_point(|jump| jump.0 < syntax.start);
        for at in first..self.inner.jumps.len() {
            let jump = self.inner.jumps[at];
            if jump.0 >= syntax.end {
                break;
            }
            if jump.0 != syntax.start && !self.stays_inside(jump, NodeId(syntax.start)) {
                let under_if = self.is_under_if(jump, NodeId(syntax.start));
                self.push_jump(from, jump, under_if);
            }
        }
    }

    /// A jump that does not leave the expression that it stands in.
    fn stays_inside(&self, jump: NodeId, outside: NodeId) -> bool {
        let kind = self.tree.kind(jump);
        if kind == NodeKind::GotoStatement {
            let goto = GotoStatement::cast(self.tree, jump).and_then(GotoStatement::label);
            return goto.is_some_and(|it| self.inner.labels.contains(self.tree.token_text(it)));
        }
        let mut above = self.tree.ancestors(jump).take_while(|above| *above != outside);
        above.any(|above| match self.tree.kind(above) {
            NodeKind::WhileStatement
            | NodeKind::DoStatement
            | NodeKind::ForStatement
            | NodeKind::IteratorStatement => {
                matches!(kind, NodeKind::BreakStatement | NodeKind::ContinueStatement)
            }
            NodeKind::SwitchStatement => kind == NodeKind::BreakStatement,
            NodeKind::FunctionDefinition => true,
            _ => false,
        })
    }

    fn is_under_if(&self, jump: NodeId, outside: NodeId) -> bool {
        let mut above = self.tree.ancestors(jump).take_while(|above| *above != outside);
        above.any(|above| self.tree.kind(above) == NodeKind::IfStatement)
    }
}

fn holds_statements(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::StatementExpression | NodeKind::ArgumentList)
}

fn is_jump(kind: NodeKind) -> bool {
    use NodeKind::*;
    matches!(
        kind,
        ReturnStatement
            | BreakStatement
            | ContinueStatement
            | GotoStatement
            | ComputedGotoStatement
            | AsmStatement
    )
}
