//! A tree as indented text, for tests and for people.
//!
//! ```text
//!   ExpressionStatement
//!     BinaryExpression
//!       Identifier 'a'
//!       '+'
//!       Identifier 'b'
//!     ';'
//! ```

use std::fmt::Write;

use crate::{NodeId, Part, Tree};

/// How many levels are indented: the text of a tree that is one long chain would else grow as its square does.
const LEVELS: usize = 64;

/// The tree, one node or own token a line, two blanks a level; a node of one token and no child is one line. Below 64
/// levels the level stands in front as a number. Errors and variants follow.
pub fn dump(tree: &Tree) -> String {
    let mut out = String::new();
    dump_nodes(tree, &mut out);
    for error in tree.errors() {
        let _ = writeln!(out, "error {}..{}: {}", error.span.start, error.span.end, error.message);
    }
    for variant in tree.variants() {
        let _ = writeln!(out, "variant {}..{}", variant.scope().start, variant.scope().end);
        for line in dump(variant).lines() {
            let _ = writeln!(out, "  {line}");
        }
    }
    out
}

/// Walks with a stack of its own, since a tree may be deeper than a thread's stack.
fn dump_nodes(tree: &Tree, out: &mut String) {
    let mut open = vec![(0, vec![Part::Node(tree.root())].into_iter())];
    while let Some((depth, parts)) = open.last_mut() {
        let depth = *depth;
        match parts.next() {
            None => {
                open.pop();
            }
            Some(Part::Token(token)) => {
                let text = String::from_utf8_lossy(tree.token_text(token));
                indent(depth, out);
                let _ = writeln!(out, "'{text}'");
            }
            Some(Part::Node(node)) => {
                let parts: Vec<_> = tree.parts(node).collect();
                indent(depth, out);
                let _ = write!(out, "{:?}", tree.kind(node));
                match head(tree, node, &parts) {
                    Some(text) => {
                        let _ = writeln!(out, " {text}");
                        if parts.len() <= 1 && tree.children(node).next().is_none() {
                            continue;
                        }
                    }
                    None => out.push('\n'),
                }
                open.push((depth + 1, parts.into_iter()));
            }
        }
    }
}

fn indent(depth: usize, out: &mut String) {
    let _ = write!(out, "{:indent$}", "", indent = depth.min(LEVELS) * 2);
    if depth > LEVELS {
        let _ = write!(out, "[{depth}] ");
    }
}

/// What stands beside a node's kind: the directive it stands for, or its only token.
fn head(tree: &Tree, node: NodeId, parts: &[Part]) -> Option<String> {
    if let Some(directive) = tree.directive_of(node) {
        return Some(String::from_utf8_lossy(directive.span.of(tree.text())).into_owned());
    }
    match parts {
        [Part::Token(token)] => {
            Some(format!("'{}'", String::from_utf8_lossy(tree.token_text(*token))))
        }
        _ => None,
    }
}
