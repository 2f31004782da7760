//! How far a walk can still come: what lies on the ways on from a node.
//!
//! ```text
//!   x = get();          ... x = get(); ... put(x);
//!   if (a)
//!           put(x);     the last place that names x
//!   more();             nothing ahead names x: a walk that looks for put(x) ends here,
//!   still_more();       and not at the end of the function
//! ```
//!
//! With walks that end where nothing is left to be found, a function in which each of many values is used near to where it is
//! made costs time by its size, and not by its square.

use csyntax::Tree;
use csyntax::cfg::{Cfg, CfgNodeId, CfgNodeKind};

use super::check::Checker;

/// For the nodes of a graph, what can be reached from them.
#[derive(Debug)]
pub(super) struct Horizon {
    /// The first of the tokens that belong to a node on some way on, the node itself included.
    first: Vec<u32>,
    /// Whether some way on leaves the function without an early exit.
    leaves: Vec<bool>,
    /// The token behind the function.
    end: u32,
}

impl Horizon {
    fn new(cfg: &Cfg, tree: &Tree, own_first: &dyn Fn(CfgNodeId) -> u32) -> Self {
        let end = tree.token_range(cfg.function()).end;
        let mut nodes: Vec<(u32, CfgNodeId)> =
            cfg.nodes().map(|node| (own_first(node).min(end), node)).collect();
        nodes.sort_unstable_by_key(|(first, _)| *first);
        let mut first = vec![u32::MAX; cfg.len()];
        for (token, node) in nodes {
            let unknown = |node: CfgNodeId| first[node.0 as usize] == u32::MAX;
            let found = backwards(cfg, node, &unknown);
            found.into_iter().for_each(|node| first[node.0 as usize] = token);
        }
        let mut leaves = vec![false; cfg.len()];
        for exit in [cfg.exit(), cfg.error_exit()] {
            let goes_on = |node: CfgNodeId| !leaves[node.0 as usize] && !cfg.escapes(node);
            let found = backwards(cfg, exit, &goes_on);
            found.into_iter().for_each(|node| leaves[node.0 as usize] = true);
        }
        Self { first, leaves, end }
    }

    /// The tokens among which all lie that a walk from a node can come to.
    pub(super) fn tokens_ahead(&self, node: CfgNodeId) -> std::ops::Range<u32> {
        self.first[node.0 as usize].min(self.end)..self.end
    }

    /// Whether some way on from a node leaves the function without an early exit.
    pub(super) fn leaves(&self, node: CfgNodeId) -> bool {
        self.leaves[node.0 as usize]
    }
}

/// The nodes from which one is reached over nodes that are `open`, itself included.
fn backwards(cfg: &Cfg, to: CfgNodeId, is_open: &dyn Fn(CfgNodeId) -> bool) -> Vec<CfgNodeId> {
    let mut found = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut open = vec![to];
    while let Some(node) = open.pop() {
        if is_open(node) && seen.insert(node) {
            found.push(node);
            open.extend(cfg.predecessors(node));
        }
    }
    found
}

impl Checker<'_> {
    pub(super) fn horizon(&self) -> &Horizon {
        let own_first = |node| self.first_token(node);
        self.horizon.get_or_init(|| Horizon::new(self.cfg, self.matcher.tree, &own_first))
    }

    /// The first token that a step can match at a node; of one that stands for no code, none.
    fn first_token(&self, node: CfgNodeId) -> u32 {
        use CfgNodeKind as K;
        let tree = self.matcher.tree;
        match self.cfg.kind(node) {
            K::True | K::False | K::FallThrough | K::InLoop | K::LoopExit | K::End => u32::MAX,
            K::Exit | K::ErrorExit => u32::MAX,
            K::BlockClose => {
                tree.last_token(self.cfg.syntax(node)).map_or(u32::MAX, |token| token.0)
            }
            _ => self.own_range(node).start,
        }
    }
}
