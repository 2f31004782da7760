//! What holds for the control-flow graph of whatever function is read.

#![allow(dead_code, reason = "each user asks for some of them")]

use csyntax::cfg::{Cfg, CfgNodeId, CfgNodeKind};
use csyntax::{NodeId, NodeKind, Tree, functions};

/// The graph of every function, those of other readings included; and it can be drawn.
#[track_caller]
pub(crate) fn check_graphs(tree: &Tree) {
    for function in functions(tree) {
        let graph = Cfg::new(tree, function.node);
        check_graph(tree, &graph);
        assert!(!graph.to_text(tree).is_empty());
    }
    tree.variants().iter().for_each(check_graphs);
}

/// Every invariant of one graph.
#[track_caller]
pub(crate) fn check_graph(tree: &Tree, graph: &Cfg) {
    check_edges(graph);
    check_statements(tree, graph);
    check_exits(tree, graph);
    let size = tree.subtree(graph.function()).count();
    assert!(graph.len() <= 64 * size + 64, "{} nodes for {size}", graph.len());
    for problem in graph.problems() {
        assert!(tree.is_within(problem.node(), graph.function()));
    }
}

/// Both ends of an edge exist and tell of it, none leads to the entry, and extents nest.
fn check_edges(graph: &Cfg) {
    assert_eq!(graph.predecessors(graph.entry()), []);
    for node in graph.nodes() {
        for next in graph.successors(node) {
            assert!((next.0 as usize) < graph.len(), "{node:?} -> {next:?}");
            assert!(graph.predecessors(*next).binary_search(&node).is_ok(), "{node:?} -> {next:?}");
        }
        for before in graph.predecessors(node) {
            assert!(graph.successors(*before).contains(&node), "{before:?} -> {node:?}");
        }
        assert!(graph.extent(node).end as usize <= graph.len());
    }
}

/// Every statement and every declaration among statements has its node; those of expressions, specifiers and inner functions aside.
fn check_statements(tree: &Tree, graph: &Cfg) {
    let function = graph.function();
    let mut skip = 0;
    for node in tree.subtree(function).filter(|node| *node != function) {
        if node.0 < skip {
            continue;
        }
        let kind = tree.kind(node);
        let among = tree.parent(node).is_some_and(|parent| holds_statements(tree, parent));
        let must = kind.is_statement() && kind != NodeKind::LabeledStatement
            || among && matches!(kind, NodeKind::Declaration | NodeKind::MacroDeclaration);
        assert!(!must || graph.node_of(node).is_some(), "{kind:?} {node:?} is not in the graph");
        let apart =
            kind == NodeKind::FunctionDefinition || kind == NodeKind::MacroFunctionDefinition;
        let other = [NodeKind::ArgumentList, NodeKind::DeclarationSpecifiers, NodeKind::Error];
        if kind.is_expression() || apart || other.contains(&kind) {
            skip = tree.subtree(node).next_back().map_or(skip, |last| last.0 + 1);
        }
    }
}

fn is_list(kind: NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::ConditionalGroup | NodeKind::ConditionalBranch | NodeKind::LabeledStatement
    )
}

fn holds_statements(tree: &Tree, node: NodeId) -> bool {
    let kind = tree.kind(node);
    kind == NodeKind::CompoundStatement || is_list(kind)
}

/// From every node that the entry reaches an exit can be reached, unless a `goto` keeps control in a circle.
fn check_exits(tree: &Tree, graph: &Cfg) {
    let reachable = graph.reachable();
    let leaving = leaving(graph);
    let ends = |node: &CfgNodeId| reachable[node.0 as usize] && !leaving[node.0 as usize];
    let endless: Vec<CfgNodeId> = graph.nodes().filter(ends).collect();
    let jumps = |node: &CfgNodeId| {
        let kind = tree.kind(graph.syntax(*node));
        matches!(kind, NodeKind::GotoStatement | NodeKind::ComputedGotoStatement)
            || graph.kind(*node) == CfgNodeKind::ComputedJump
            || tree.subtree(graph.syntax(*node)).any(|it| tree.kind(it) == NodeKind::GotoStatement)
    };
    assert!(endless.is_empty() || endless.iter().any(jumps), "no way out of {:?}", endless.first());
    for node in &endless {
        assert!(!graph.successors(*node).is_empty(), "{node:?} ends a path");
    }
}

/// For every node, whether an exit can be reached.
fn leaving(graph: &Cfg) -> Vec<bool> {
    let mut seen = vec![false; graph.len()];
    let mut open = vec![graph.exit(), graph.error_exit()];
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut seen[node.0 as usize], true) {
            open.extend(graph.predecessors(node));
        }
    }
    seen
}
