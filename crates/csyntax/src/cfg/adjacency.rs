//! Neighbour lists of all nodes in two flat arrays: where each list begins, and the lists one after another.
//!
//! ```text
//!   edges 0->1 1->3 1->2 3->2       starts      0 1 3 3 4
//!                                   neighbours  1 3 2 2
//! ```

use super::CfgNodeId;

/// See the module's description.
#[derive(Clone, Debug)]
pub(super) struct Adjacency {
    /// Where each node's list begins in `neighbours`; one more entry marks the end.
    starts: Vec<u32>,
    neighbours: Vec<CfgNodeId>,
}

impl Adjacency {
    /// Lists for `nodes` nodes. The edges of one node keep their order; an edge given twice counts once.
    pub(super) fn new(nodes: usize, edges: &[(CfgNodeId, CfgNodeId)]) -> Self {
        let mut starts = vec![0u32; nodes + 1];
        for (from, _) in edges {
            starts[from.0 as usize + 1] += 1;
        }
        for at in 0..nodes {
            starts[at + 1] += starts[at];
        }
        let mut fill = starts.clone();
        let mut neighbours = vec![CfgNodeId(0); edges.len()];
        for (from, to) in edges {
            let at = &mut fill[from.0 as usize];
            neighbours[*at as usize] = *to;
            *at += 1;
        }
        let mut lists = Self { starts, neighbours };
        lists.drop_repetitions();
        lists
    }

    /// The list of a node.
    pub(super) fn of(&self, node: CfgNodeId) -> &[CfgNodeId] {
        let at = node.0 as usize;
        &self.neighbours[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The same edges, seen from their other end.
    pub(super) fn reversed(&self) -> Self {
        let nodes = self.starts.len() - 1;
        let edges: Vec<_> = (0..nodes as u32)
            .map(CfgNodeId)
            .flat_map(|from| self.of(from).iter().map(move |to| (*to, from)))
            .collect();
        Self::new(nodes, &edges)
    }

    fn drop_repetitions(&mut self) {
        let nodes = self.starts.len() - 1;
        // For every node, the last list (counted from 1) that it was seen in.
        let mut seen_in = vec![0u32; nodes];
        let (mut read, mut write) = (0usize, 0usize);
        for list in 0..nodes {
            let end = self.starts[list + 1] as usize;
            self.starts[list] = write as u32;
            for at in read..end {
                let to = self.neighbours[at];
                let seen = std::mem::replace(&mut seen_in[to.0 as usize], list as u32 + 1);
                if seen != list as u32 + 1 {
                    self.neighbours[write] = to;
                    write += 1;
                }
            }
            read = end;
        }
        self.starts[nodes] = write as u32;
        self.neighbours.truncate(write);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_and_drops_repetitions() {
        let edges =
            [(0, 2), (1, 0), (0, 1), (0, 2), (2, 2)].map(|(a, b)| (CfgNodeId(a), CfgNodeId(b)));
        let lists = Adjacency::new(3, &edges);
        assert_eq!(lists.of(CfgNodeId(0)), [CfgNodeId(2), CfgNodeId(1)]);
        assert_eq!(lists.of(CfgNodeId(1)), [CfgNodeId(0)]);
        assert_eq!(lists.reversed().of(CfgNodeId(2)), [CfgNodeId(0), CfgNodeId(2)]);
    }
}
