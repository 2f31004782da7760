//! From the parser's postorder to the tree's preorder, in one pass.
//!
//! A node is pushed when it is complete and remembers where its first descendant lies (`mark`), so wrapping what was
//! just read costs nothing. The place of a node in preorder is its `mark` plus the number of nodes above it:
//!
//! ```text
//!   a + b   postorder  0 Identifier[m0] 1 Identifier[m1] 2 Binary[m0]     preorder  0 Binary 1 Identifier 2 Identifier
//! ```

use source::Span;

use super::Parser;
use crate::tree::NodeData;
use crate::{Directive, NodeId, NodeKind, TokenId, Tree};

/// A completed node.
#[derive(Clone, Copy)]
pub(super) struct Postorder {
    pub(super) kind: NodeKind,
    /// Where its descendants begin in the array; its own place when it has none.
    pub(super) mark: u32,
    /// Its first raw token.
    pub(super) first: u32,
    /// One past its last raw token.
    pub(super) end: u32,
}

impl Parser<'_> {
    /// Builds the tree of what was read since raw token `base`, and forgets it. `scope` is the bytes the tree is about.
    pub(super) fn take_tree(&mut self, scope: Span, base: u32) -> Tree {
        let (end, reached) = (self.pos, self.next_directive);
        let places = Places::new(base, end, &self.conditionals.skipped);
        let nodes = std::mem::take(&mut self.nodes);
        let stands_for = std::mem::take(&mut self.directive_nodes);
        let (nodes, node_directives) = preorder(&nodes, &stands_for, &places);
        let first = self.directives.partition_point(|d| d.span.start < scope.start) as u32;
        let last = reached.max(first).min(self.directives.len() as u32);
        let mut directives: Vec<Directive> =
            self.directives[first as usize..last as usize].to_vec();
        for directive in &mut directives {
            directive.before = TokenId(places.compact(directive.before.0));
        }
        let node_directives: Vec<_> =
            node_directives.into_iter().map(|(node, at)| (node, at - first)).collect();
        for (node, at) in &node_directives {
            directives[*at as usize].node = Some(*node);
        }
        let mut kept = Vec::with_capacity((end - base) as usize);
        places.each_kept_range(|range| kept.extend_from_slice(&self.tokens[range]));
        Tree {
            text: self.source.clone(),
            tokens: kept,
            nodes,
            directives,
            node_directives,
            errors: std::mem::take(&mut self.errors),
            inactive: std::mem::take(&mut self.conditionals.inactive),
            variants: std::mem::take(&mut self.variants),
            scope,
        }
    }
}

/// Raw token places to places in the tree: those that the reading skipped are taken out.
struct Places {
    base: u32,
    end: u32,
    skipped: Vec<(u32, u32)>,
    /// Tokens skipped before each skipped range, and at last in all.
    before: Vec<u32>,
}

impl Places {
    fn new(base: u32, end: u32, skipped: &[(u32, u32)]) -> Self {
        let skipped: Vec<_> = skipped.iter().copied().filter(|(from, to)| from < to).collect();
        let mut total = 0;
        let mut before = Vec::with_capacity(skipped.len() + 1);
        for (from, to) in &skipped {
            before.push(total);
            total += to - from;
        }
        before.push(total);
        Self { base, end, skipped, before }
    }

    #[inline]
    fn compact(&self, raw: u32) -> u32 {
        let raw = raw.clamp(self.base, self.end);
        if self.skipped.is_empty() { raw - self.base } else { self.compact_past_skipped(raw) }
    }

    fn compact_past_skipped(&self, raw: u32) -> u32 {
        let at = self.skipped.partition_point(|(from, _)| *from < raw);
        let inside = match at.checked_sub(1).map(|last| self.skipped[last]) {
            Some((_, to)) if raw < to => to - raw,
            _ => 0,
        };
        raw + inside - self.base - self.before[at]
    }

    fn each_kept_range(&self, mut keep: impl FnMut(std::ops::Range<usize>)) {
        let mut at = self.base;
        for (from, to) in &self.skipped {
            keep(at as usize..(*from).max(at) as usize);
            at = *to;
        }
        keep(at.min(self.end) as usize..self.end as usize);
    }
}

/// The nodes in preorder, and the (node, directive) pairs of `stands_for` (which counts in postorder), by node.
fn preorder(
    nodes: &[Postorder],
    stands_for: &[(u32, u32)],
    places: &Places,
) -> (Vec<NodeData>, Vec<(NodeId, u32)>) {
    let blank = NodeData { kind: NodeKind::Error, parent: 0, first: 0, end: 0, after: 0 };
    let mut out = vec![blank; nodes.len()];
    let mut pairs = Vec::with_capacity(stands_for.len());
    let mut left = stands_for;
    // The nodes above, outermost first: (mark in postorder, place in preorder).
    let mut above: Vec<(u32, u32)> = Vec::new();
    for (at, node) in nodes.iter().enumerate().rev() {
        while above.last().is_some_and(|(mark, _)| *mark as usize > at) {
            above.pop();
        }
        let place = node.mark + above.len() as u32;
        let parent = above.last().map_or(0, |(_, place)| *place);
        out[place as usize] = NodeData {
            kind: node.kind,
            parent,
            first: places.compact(node.first),
            end: places.compact(node.end),
            after: place + (at as u32 - node.mark) + 1,
        };
        if let Some(((_, directive), rest)) =
            left.split_last().filter(|((index, _), _)| *index as usize == at)
        {
            pairs.push((NodeId(place), *directive));
            left = rest;
        }
        above.push((node.mark, place));
    }
    pairs.sort_unstable();
    (out, pairs)
}
