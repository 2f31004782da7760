//! Drawings of a graph: as text for tests and for reading, as a Graphviz graph for looking at.

use std::fmt::Write as _;

use source::Span;

use super::{Cfg, CfgNodeId, CfgNodeKind, Outcome, inner, short_circuit};
use crate::views::{DoStatement, ForStatement, IfStatement, StatementExpression, WhileStatement};
use crate::{NodeId, Tree};

/// How many characters of a statement a drawing shows.
const SHOWN: usize = 40;

impl Cfg {
    /// One line a node: its number, what it is, `->` its successors; `after` where that is known; `'` marks copies.
    /// Under a condition of several tests, what each decides; under a graph, those of its statement expressions.
    ///
    /// ```text
    ///   4 header `if (a && b)` -> 5 7, after 8
    ///       0 `a` ? 1 : false
    ///       1 `b` ? true : false
    /// ```
    pub fn to_text(&self, tree: &Tree) -> String {
        let mut out = String::new();
        let reachable = self.reachable();
        for node in self.nodes() {
            let unreachable = self.is_unreachable(node, &reachable);
            let mark = if unreachable { " (unreachable)" } else { "" };
            out.push_str(&format!("{} {}{mark}", node.0, self.label(tree, node)));
            for (lead, list) in [(" ->", self.successors(node)), (", after", self.after(node))] {
                if !list.is_empty() {
                    out.push_str(lead);
                    list.iter().for_each(|next| out.push_str(&format!(" {}", next.0)));
                }
            }
            out.push('\n');
            out.push_str(&self.tests_text(tree, node));
        }
        for (holder, block) in self.inner_blocks(tree) {
            let _ = writeln!(out, "statement expression of {}:", holder.0);
            for line in Cfg::new(tree, block).to_text(tree).lines() {
                let _ = writeln!(out, "  {line}");
            }
        }
        out
    }

    /// The graph in Graphviz' language: `after` is dotted, what no path reaches is dashed, and each statement expression
    /// is a cluster.
    pub fn to_dot(&self, tree: &Tree) -> String {
        let mut out = String::from("digraph cfg {\n  node [shape=box];\n");
        self.write_dot(tree, "", &mut out);
        out.push_str("}\n");
        out
    }

    fn write_dot(&self, tree: &Tree, prefix: &str, out: &mut String) {
        let reachable = self.reachable();
        for node in self.nodes() {
            let label = format!("{}\n{}", self.label(tree, node), self.tests_text(tree, node));
            let label =
                label.trim_end().replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\l");
            let style = if self.is_unreachable(node, &reachable) { ", style=dashed" } else { "" };
            let _ = writeln!(out, "  n{prefix}{} [label=\"{label}\"{style}];", node.0);
            for next in self.successors(node) {
                let _ = writeln!(out, "  n{prefix}{} -> n{prefix}{};", node.0, next.0);
            }
            for next in self.after(node) {
                let _ =
                    writeln!(out, "  n{prefix}{} -> n{prefix}{} [style=dotted];", node.0, next.0);
            }
        }
        for (at, (holder, block)) in self.inner_blocks(tree).into_iter().enumerate() {
            let inner = format!("{prefix}{}_{at}_", holder.0);
            let _ = writeln!(out, "  subgraph cluster_{inner} {{\n  label=\"of {}\";", holder.0);
            Cfg::new(tree, block).write_dot(tree, &inner, out);
            out.push_str("  }\n");
        }
    }

    /// The blocks of the outermost statement expressions, and the nodes that run them.
    fn inner_blocks(&self, tree: &Tree) -> Vec<(CfgNodeId, NodeId)> {
        let found = inner::statement_expressions(tree, self.function()).into_iter();
        let with_block = found.filter_map(|expression| {
            let block = StatementExpression::cast(tree, expression)?.block()?;
            Some((self.node_holding(tree, expression)?, block))
        });
        with_block.collect()
    }

    /// No path leads to the node. The exits are where paths would end, and so are never meant.
    fn is_unreachable(&self, node: CfgNodeId, reachable: &[bool]) -> bool {
        !reachable[node.0 as usize] && ![self.exit(), self.error_exit()].contains(&node)
    }

    /// The tests of the condition of a header or tail, where it makes several, one a line.
    fn tests_text(&self, tree: &Tree, node: CfgNodeId) -> String {
        let Some(condition) = self.condition(tree, node) else { return String::new() };
        let tests = short_circuit(tree, condition);
        let shown = |outcome: Outcome| match outcome {
            Outcome::True => "true".to_owned(),
            Outcome::False => "false".to_owned(),
            Outcome::Test(at) => at.to_string(),
        };
        let mut out = String::new();
        for (at, test) in tests.iter().enumerate().filter(|_| tests.len() > 1) {
            let (text, yes, no) =
                (text(tree, test.expression), shown(test.if_true), shown(test.if_false));
            let _ = writeln!(out, "    {at} `{text}` ? {yes} : {no}");
        }
        out
    }

    /// What a header or tail tests.
    fn condition(&self, tree: &Tree, node: CfgNodeId) -> Option<NodeId> {
        let syntax = self.syntax(node);
        match self.kind(node) {
            CfgNodeKind::Header => (IfStatement::cast(tree, syntax).map(IfStatement::condition))
                .or_else(|| WhileStatement::cast(tree, syntax).map(WhileStatement::condition))
                .or_else(|| ForStatement::cast(tree, syntax).map(ForStatement::condition))
                .flatten(),
            CfgNodeKind::DoTail => DoStatement::cast(tree, syntax).and_then(DoStatement::condition),
            _ => None,
        }
    }

    fn label(&self, tree: &Tree, node: CfgNodeId) -> String {
        use CfgNodeKind::*;
        let copy = if self.is_copy(node) { "'" } else { "" };
        let syntax = self.syntax(node);
        match self.kind(node) {
            Entry => "entry".into(),
            FunctionHeader => format!("function `{}`", head_text(tree, syntax)),
            BlockOpen => "{".into(),
            BlockClose => {
                let cleanups = self.cleanups(tree, node);
                let cleanups = cleanups.iter().map(|item| format!(" `{}`", head_text(tree, *item)));
                let cleanups: String = cleanups.collect();
                let lead = if cleanups.is_empty() { "" } else { " cleans up" };
                format!("}}{copy}{lead}{cleanups}")
            }
            Statement => format!("`{}`", text(tree, syntax)),
            Declaration => format!("declaration `{}`", text(tree, syntax)),
            Directive => format!("directive `{}`", text(tree, syntax)),
            Error => format!("error `{}`", text(tree, syntax)),
            Header => format!("header `{}`", head_text(tree, syntax)),
            DoTail => "do tail".into(),
            Else => "else".into(),
            Label | Case => format!("label `{}`", text(tree, syntax)),
            True => if self.escapes(node) { "true (escapes)" } else { "true" }.into(),
            False => "false".into(),
            FallThrough => "fall through".into(),
            InLoop => "in loop".into(),
            LoopExit => "loop exit".into(),
            Conditional => "conditional".into(),
            Branch => format!("branch `{}`", branch_text(tree, syntax)),
            End => format!("end{copy}"),
            ComputedJump => "computed jump".into(),
            Exit => "exit".into(),
            ErrorExit => "error exit".into(),
        }
    }
}

/// A node's text, on one line and cut short.
fn text(tree: &Tree, syntax: NodeId) -> String {
    shorten(tree.node_text(syntax))
}

/// What stands before the first nested statement.
fn head_text(tree: &Tree, syntax: NodeId) -> String {
    let whole = tree.span(syntax);
    let body = tree.children(syntax).find(|child| tree.kind(*child).is_statement());
    let end = body.map_or(whole.end, |body| tree.span(body).start);
    shorten(Span::new(whole.start, end).of(tree.text()))
}

/// The directive that opens a branch.
fn branch_text(tree: &Tree, syntax: NodeId) -> String {
    let directive = tree.directive_of(syntax);
    shorten(directive.map_or(&b""[..], |directive| directive.span.of(tree.text())))
}

fn shorten(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}
