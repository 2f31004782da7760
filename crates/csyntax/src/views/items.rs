//! Lists whose elements may lie in the branches of a conditional.
//!
//! ```text
//!   struct s {
//!           int a;              items: int a; int b; int c;
//!   #ifdef B
//!           int b;
//!   #endif
//!           int c;
//!   };
//! ```

use crate::{Children, NodeId, NodeKind, Tree};

/// The elements of a list: its children, with those of the branches of conditional groups (and of `extern "C"`) in
/// the place of the group.
pub fn items(tree: &Tree, list: NodeId) -> Items<'_> {
    Items { tree, open: vec![tree.children(list)] }
}

/// See [`items`].
#[derive(Clone, Debug)]
pub struct Items<'a> {
    tree: &'a Tree,
    open: Vec<Children<'a>>,
}

impl Iterator for Items<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        loop {
            let Some(child) = self.open.last_mut()?.next() else {
                self.open.pop();
                continue;
            };
            match self.tree.kind(child) {
                NodeKind::ConditionalGroup
                | NodeKind::ConditionalBranch
                | NodeKind::LinkageSpecification => self.open.push(self.tree.children(child)),
                _ => return Some(child),
            }
        }
    }
}
