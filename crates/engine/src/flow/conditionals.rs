//! `#if` and `#endif` between statements.
//!
//! ```text
//!   a();                  `- a(); - b();` does not match: what stands under a condition is not next to what does not.
//!   #ifdef X
//!   b();                  Where a conditional of the function splits a statement (`c() … #else + 4; …`), the function
//!   #endif                is read once a choice of branches, and its conditionals are no more than blanks.
//! ```

use std::collections::BTreeSet;

use csyntax::NodeKind;
use csyntax::cfg::{CfgNodeId, CfgNodeKind};

use super::check::Checker;

impl Checker<'_> {
    /// These nodes, or, where conditionals are blanks, the first nodes behind them that are code.
    pub(super) fn behind_conditionals(&self, nodes: Vec<CfgNodeId>) -> Vec<CfgNodeId> {
        if !nodes.iter().any(|node| self.is_conditional(*node)) || !self.has_split_conditional() {
            return nodes;
        }
        let mut open = nodes;
        let mut seen = BTreeSet::new();
        let mut out = Vec::new();
        while let Some(node) = open.pop() {
            if !seen.insert(node) {
                continue;
            }
            if self.is_conditional(node) {
                open.extend(self.cfg.successors(node));
            } else {
                out.push(node);
            }
        }
        out.sort();
        out
    }

    fn is_conditional(&self, node: CfgNodeId) -> bool {
        matches!(self.cfg.kind(node), CfgNodeKind::Conditional | CfgNodeKind::Branch)
            || self.matcher.tree.kind(self.cfg.syntax(node)) == NodeKind::ConditionalGroup
    }

    /// Whether the function at hand has more than one reading.
    fn has_split_conditional(&self) -> bool {
        let tree = self.matcher.tree;
        let function = tree.span(self.cfg.syntax(self.cfg.entry()));
        let is_variant = tree.scope().len() < tree.text().len() as u32;
        is_variant || tree.variants().iter().any(|variant| variant.scope().overlaps(function))
    }
}
