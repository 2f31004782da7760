//! Which kinds of nodes a piece of pattern can match: asked before anything is compared.

use csyntax::NodeKind;
use smpl::{PatternNode, PatternPart};

/// A set of kinds of nodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Kinds([u64; 4]);

impl Kinds {
    pub(crate) const ALL: Self = Self([u64::MAX; 4]);

    fn of(kinds: &[NodeKind]) -> Self {
        let mut set = Self([0; 4]);
        for kind in kinds {
            set.0[*kind as usize / 64] |= 1 << (*kind as usize % 64);
        }
        set
    }

    fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] | other.0[at]))
    }

    pub(crate) fn contains(self, kind: NodeKind) -> bool {
        self.0[kind as usize / 64] & (1 << (kind as usize % 64)) != 0
    }

    /// The kinds of the nodes that a pattern matches, as [`super::Matcher::node`] and [`super::Matcher::anywhere`] see it.
    pub(crate) fn matched_by(pattern: &PatternNode) -> Self {
        match pattern.kind {
            NodeKind::Disjunction => {
                let branch = |branch: &PatternNode| match branch.parts.as_slice() {
                    [PatternPart::Node(inner)] => Self::matched_by(inner),
                    _ => Self::ALL,
                };
                pattern.children().map(branch).fold(Self::of(&[]), Self::or)
            }
            NodeKind::Tested => match pattern.children().next() {
                Some(inner) => Self::matched_by(inner),
                None => Self::ALL,
            },
            NodeKind::Conjunction
            | NodeKind::MetaVariable
            | NodeKind::Dots
            | NodeKind::Nest
            | NodeKind::Pattern => Self::ALL,
            NodeKind::BinaryExpression if super::is_open_chain(pattern) => Self::ALL,
            // Said by a declaration with its initializer as well.
            NodeKind::AssignmentExpression => {
                Self::of(&[NodeKind::AssignmentExpression, NodeKind::InitDeclarator])
            }
            NodeKind::TypeName => Self::of(&[NodeKind::TypeName, NodeKind::DeclarationSpecifiers]),
            kind => Self::of(&[kind]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(kind: NodeKind, parts: Vec<PatternPart>) -> PatternNode {
        PatternNode { kind, parts }
    }

    #[test]
    fn a_disjunction_matches_what_its_branches_do() {
        let branch = |kind| {
            let inner = PatternPart::Node(node(kind, Vec::new()));
            PatternPart::Node(node(NodeKind::Pattern, vec![inner]))
        };
        let either = vec![branch(NodeKind::CallExpression), branch(NodeKind::AssignmentExpression)];
        let kinds = Kinds::matched_by(&node(NodeKind::Disjunction, either));
        assert!(
            kinds.contains(NodeKind::CallExpression) && kinds.contains(NodeKind::InitDeclarator)
        );
        assert!(!kinds.contains(NodeKind::Identifier));
        let one = Kinds::matched_by(&node(NodeKind::MetaVariable, Vec::new()));
        assert!(one.contains(NodeKind::Identifier));
    }
}
