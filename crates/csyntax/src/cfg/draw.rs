//! Drawings of a graph: as text for tests and for reading, as a Graphviz graph for looking at.

use std::fmt::Write as _;

use source::Span;

use super::{Cfg, CfgNodeId, CfgNodeKind};
use crate::{NodeId, Tree};

/// How many characters of a statement a drawing shows.
const SHOWN: usize = 40;

impl Cfg {
    /// One line a node: its number, what it is, `->` its successors; `after` where that is known; `'` marks copies.
    ///
    /// ```text
    ///   4 header `if (a)` -> 5 7, after 8
    /// ```
    pub fn to_text(&self, tree: &Tree) -> String {
        let mut out = String::new();
        for node in self.nodes() {
            out.push_str(&format!("{} {}", node.0, self.label(tree, node)));
            for (lead, list) in [(" ->", self.successors(node)), (", after", self.after(node))] {
                if !list.is_empty() {
                    out.push_str(lead);
                    list.iter().for_each(|next| out.push_str(&format!(" {}", next.0)));
                }
            }
            out.push('\n');
        }
        out
    }

    /// The graph in Graphviz' language; `after` is dotted.
    pub fn to_dot(&self, tree: &Tree) -> String {
        let mut out = String::from("digraph cfg {\n  node [shape=box];\n");
        for node in self.nodes() {
            let label = self.label(tree, node).replace('\\', "\\\\").replace('"', "\\\"");
            let _ = writeln!(out, "  {} [label=\"{label}\"];", node.0);
            for next in self.successors(node) {
                let _ = writeln!(out, "  {} -> {};", node.0, next.0);
            }
            for next in self.after(node) {
                let _ = writeln!(out, "  {} -> {} [style=dotted];", node.0, next.0);
            }
        }
        out.push_str("}\n");
        out
    }

    fn label(&self, tree: &Tree, node: CfgNodeId) -> String {
        use CfgNodeKind::*;
        let copy = if self.is_copy(node) { "'" } else { "" };
        let syntax = self.syntax(node);
        match self.kind(node) {
            Entry => "entry".into(),
            FunctionHeader => format!("function `{}`", head_text(tree, syntax)),
            BlockOpen => "{".into(),
            BlockClose => format!("}}{copy}"),
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
