//! What is cleaned up where a scope ends: declarations with a cleanup attribute, and the macros that make them.
//!
//! ```text
//!   {                                        every path out of the block, by a jump too, runs through its `}`
//!     char *p __attribute__((cleanup(f)));   (see the module above), and that is where f(&p) is called
//!   }
//! ```
//!
//! Which words do that is data: `data/cleanup.txt`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Cfg, CfgNodeId, CfgNodeKind};
use crate::{NodeId, NodeKind, TokenId, TokenKind, Tree};

static WORDS: LazyLock<HashSet<&'static [u8]>> = LazyLock::new(|| {
    let lines = include_str!("../../data/cleanup.txt").lines();
    let words = lines.filter_map(|line| line.split('#').next()).flat_map(str::split_whitespace);
    words.map(str::as_bytes).collect()
});

impl Cfg {
    /// What is cleaned up at a [`CfgNodeKind::BlockClose`], the last one first, as far as control has come by it: the
    /// block's own declarations, and the macro whose body the block is. Nothing at other nodes.
    pub fn cleanups(&self, tree: &Tree, node: CfgNodeId) -> Vec<NodeId> {
        if self.kind(node) != CfgNodeKind::BlockClose {
            return Vec::new();
        }
        let block = self.syntax(node);
        let around = tree.parent(block).filter(|above| {
            tree.kind(*above) == NodeKind::IteratorStatement && begins_with_word(tree, *above)
        });
        let mut found: Vec<NodeId> = around.into_iter().collect();
        found.extend(tree.children(block).filter(|item| is_cleaned_up(tree, *item)));
        found.reverse();
        found
    }
}

fn is_cleaned_up(tree: &Tree, item: NodeId) -> bool {
    match tree.kind(item) {
        NodeKind::Declaration => tree
            .subtree(item)
            .filter(|node| tree.kind(*node) == NodeKind::Attribute)
            .any(|attribute| tree.token_range(attribute).any(|at| is_word(tree, TokenId(at)))),
        NodeKind::ExpressionStatement | NodeKind::MacroDeclaration | NodeKind::MacroStatement => {
            begins_with_word(tree, item)
        }
        _ => false,
    }
}

fn begins_with_word(tree: &Tree, node: NodeId) -> bool {
    tree.first_token(node).is_some_and(|token| is_word(tree, token))
}

fn is_word(tree: &Tree, token: TokenId) -> bool {
    tree.token(token).kind == TokenKind::Identifier && WORDS.contains(tree.token_text(token))
}
