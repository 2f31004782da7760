//! Where in a statement an expression or type pattern may match.
//!
//! Anywhere, so also inside of what it matches already; but what one match rewrites, the next leaves alone. The branches
//! of a disjunction are looked for one after the other, each where no earlier one matches, around or inside: with
//! `( v.fld | v )` the `v` of `v.fld` has been spoken for.

use std::collections::BTreeMap;
use std::ops::Range;

use csyntax::{NodeId, NodeKind, TokenId, TokenKind, Tree};
use smpl::{Mark, PatternNode, PatternPart, PlusBlock};

use super::Matcher;
use crate::env::{Extent, State, States};

/// Tokens that matches have taken, as ranges that do not overlap.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken(BTreeMap<u32, u32>);

impl Taken {
    /// Whether one of some tokens has been taken.
    pub(crate) fn overlaps(&self, range: &Range<u32>) -> bool {
        self.0.range(..range.end).next_back().is_some_and(|(_, end)| *end > range.start)
    }

    /// Takes some tokens; a range that lies in another, or around it, is part of that one.
    pub(crate) fn add(&mut self, mut range: Range<u32>) {
        while let Some((start, end)) = self.0.range(..range.end).next_back()
            && *end > range.start
        {
            let (start, end) = (*start, *end);
            range = range.start.min(start)..range.end.max(end);
            self.0.remove(&start);
        }
        self.0.insert(range.start, range.end);
    }
}

impl Matcher<'_> {
    /// The branches of a disjunction that the rule writes as such; else the pattern itself.
    pub(crate) fn written_branches<'p>(&self, pattern: &'p PatternNode) -> Vec<&'p PatternNode> {
        if !super::is_written(pattern) {
            return vec![pattern];
        }
        let each = |branch: &'p PatternNode| match branch.parts.as_slice() {
            [PatternPart::Node(inner)] => self.written_branches(inner),
            _ => vec![branch],
        };
        super::branches(pattern).flat_map(each).collect()
    }

    /// All ways in which a term of the pattern matches at `code`, among them those where code says the same with a
    /// node of another kind: `x = 3` matches `int x = 3;`, a type matches wherever one is written.
    pub(crate) fn anywhere(&self, pattern: &PatternNode, code: NodeId, state: &State) -> States {
        let mut found = self.node(pattern, code, state.clone());
        if found.is_empty() {
            found = match (pattern.kind, self.tree.kind(code)) {
                (NodeKind::AssignmentExpression, NodeKind::InitDeclarator) => {
                    self.initialization(pattern, code, state.clone())
                }
                (NodeKind::TypeName, NodeKind::DeclarationSpecifiers) => {
                    self.type_anywhere(pattern, code, state)
                }
                (
                    NodeKind::Disjunction,
                    NodeKind::InitDeclarator | NodeKind::DeclarationSpecifiers,
                ) => self.disjunction_anywhere(pattern, code, state),
                _ => found,
            };
        }
        found
    }

    fn disjunction_anywhere(&self, pattern: &PatternNode, code: NodeId, state: &State) -> States {
        super::branches(pattern)
            .filter_map(|branch| match branch.parts.as_slice() {
                [PatternPart::Node(inner)] => Some(self.anywhere(inner, code, state)),
                _ => None,
            })
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// True when a match wants to rewrite tokens that an earlier one rewrites.
    pub(crate) fn is_overwritten(&self, state: &State, earlier: &States) -> bool {
        let mine: Vec<[TokenId; 2]> = self.written(state).collect();
        !mine.is_empty()
            && earlier
                .iter()
                .inspect(|_| self.work.set(self.work.get() + 1))
                .filter(|other| other.env != state.env || !same_hits(other, state))
                .filter(|other| !self.moves(other, &mine))
                .any(|other| {
                    self.written(other).any(|hit| mine.iter().any(|own| overlap(&hit, own)))
                })
    }

    /// Whether all that one match writes lies in one piece of what another moves: both can be applied.
    fn moves(&self, other: &State, written: &[[TokenId; 2]]) -> bool {
        let all: Vec<[TokenId; 2]> = self.written(other).collect();
        let extent = |written: &[[TokenId; 2]]| {
            let first = written.iter().map(|[first, _]| first.0).min().unwrap_or_default();
            let last = written.iter().map(|[_, last]| last.0).max().unwrap_or_default();
            first..=last
        };
        let (mine, theirs) = (extent(written), extent(&all));
        let is_smaller = mine.end() - mine.start() < theirs.end() - theirs.start();
        is_smaller
            && other.hits.iter().any(|hit| {
                let token = self.rule.token(hit.pattern);
                token.mark == Mark::Minus
                    && token.meta.is_some()
                    && hit.extent == Extent::Whole
                    && hit.first.0 <= *mine.start()
                    && *mine.end() <= hit.last.0
            })
    }

    /// The tokens that a match removes, first and last of each run, and those that it adds code beside; what is marked
    /// `++` can join what others add.
    fn written(&self, state: &State) -> impl Iterator<Item = [TokenId; 2]> {
        let adds = |blocks: &[PlusBlock]| blocks.iter().any(|block| !block.multiple);
        state.hits.iter().filter(|hit| hit.first <= hit.last).flat_map(move |hit| {
            let token = self.rule.token(hit.pattern);
            let goes = token.mark == Mark::Minus;
            let whole = goes.then_some([hit.first, hit.last]);
            let before = (!goes && adds(&token.plus_before)).then_some([hit.first, hit.first]);
            let after = (!goes && adds(&token.plus_after)).then_some([hit.last, hit.last]);
            [whole, before, after].into_iter().flatten()
        })
    }
}

fn overlap(a: &[TokenId; 2], b: &[TokenId; 2]) -> bool {
    a[0] <= b[1] && b[0] <= a[1]
}

fn same_hits(a: &State, b: &State) -> bool {
    a.hits.iter().eq(b.hits.iter())
}

/// The nodes under which the expressions of a control-flow node lie: for a simple statement or declaration all of it,
/// for the head of an `if` or loop what stands between its parentheses.
pub(crate) fn expression_roots(
    tree: &Tree,
    statement: NodeId,
) -> impl Iterator<Item = NodeId> + '_ {
    let kind = tree.kind(statement);
    let whole = !is_compound(kind);
    let head = tree.children(statement).filter(move |child| !whole && in_head(tree, kind, *child));
    whole.then_some(statement).into_iter().chain(head)
}

/// Statements that hold statements: only their heads are nodes of the control-flow graph.
fn is_compound(kind: NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::IfStatement
            | NodeKind::SwitchStatement
            | NodeKind::WhileStatement
            | NodeKind::DoStatement
            | NodeKind::ForStatement
            | NodeKind::IteratorStatement
            | NodeKind::CompoundStatement
            | NodeKind::LabeledStatement
            | NodeKind::FunctionDefinition
            | NodeKind::MacroFunctionDefinition
            | NodeKind::ConditionalGroup
            | NodeKind::ConditionalBranch
    )
}

fn in_head(tree: &Tree, kind: NodeKind, child: NodeId) -> bool {
    let child_kind = tree.kind(child);
    match kind {
        NodeKind::CompoundStatement | NodeKind::LabeledStatement => false,
        NodeKind::ForStatement => {
            matches!(child_kind, NodeKind::ForInit | NodeKind::ForCondition | NodeKind::ForStep)
        }
        NodeKind::IteratorStatement => child_kind == NodeKind::ArgumentList,
        _ => child_kind.is_expression(),
    }
}

/// Whether an expression is asked for its truth: the condition of an `if` or loop, or what `!`, `&&`, `||` and `?` take.
pub(super) fn is_tested(tree: &Tree, expression: NodeId) -> bool {
    let mut node = expression;
    while let Some(parent) = tree.parent(node) {
        let has = |kinds: &[TokenKind]| {
            tree.own_tokens(parent).any(|token| kinds.contains(&tree.token(token).kind))
        };
        return match tree.kind(parent) {
            NodeKind::ParenthesizedExpression => {
                node = parent;
                continue;
            }
            NodeKind::IfStatement | NodeKind::WhileStatement | NodeKind::DoStatement => {
                tree.kind(node).is_expression()
            }
            NodeKind::ForCondition => true,
            NodeKind::ConditionalExpression => tree.children(parent).next() == Some(node),
            NodeKind::UnaryExpression => has(&[TokenKind::Bang]),
            NodeKind::BinaryExpression => has(&[TokenKind::AmpAmp, TokenKind::PipePipe]),
            _ => false,
        };
    }
    false
}
