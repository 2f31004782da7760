//! Declarators, read from the name outward, as C means them.
//!
//! So `T x;` matches `struct page *x[4];`: the name takes the name, and the type takes what is left, an array of
//! pointers to `struct page`.
//!
//! ```text
//!   struct page *x[4]      name x   outward: [4]  *   specifiers: struct page
//! ```

use csyntax::{NodeId, NodeKind, Part, TokenId};
use smallvec::smallvec;
use smpl::{PatternNode, PatternPart};

use super::Matcher;
use crate::env::{State, States};

/// A declarator of the pattern, taken apart.
#[derive(Default)]
pub(super) struct WantedDeclarator<'p> {
    pub(super) name: Option<&'p PatternPart>,
    pub(super) outward: Vec<&'p PatternNode>,
}

/// A declarator of the code, taken apart.
#[derive(Default)]
pub(super) struct FoundDeclarator {
    pub(super) name: Option<TokenId>,
    /// The node whose own token the name is.
    pub(super) owner: Option<NodeId>,
    pub(super) outward: Vec<NodeId>,
}

impl Matcher<'_> {
    /// The heart: a type and a declarator, in the pattern and in the code.
    pub(super) fn typed(
        &self,
        specifiers: Option<&PatternNode>,
        declarator: Option<&PatternNode>,
        found_specifiers: Option<NodeId>,
        found_declarator: Option<NodeId>,
        state: State,
    ) -> States {
        let Some(wanted) = take_apart_pattern(declarator) else { return States::new() };
        let found = self.take_apart(found_declarator);
        if wanted.outward.len() > found.outward.len() {
            return States::new();
        }
        let mut states: States = match (wanted.name, found.name.zip(found.owner)) {
            (None, None) => smallvec![state],
            (Some(part), Some((name, owner))) => match part {
                PatternPart::Token(token) => self.token(*token, name, owner, state),
                PatternPart::Node(node) => self.name_disjunction(node, name, owner, state),
            },
            _ => return States::new(),
        };
        for (wanted, found) in wanted.outward.iter().zip(&found.outward) {
            states = states
                .into_iter()
                .flat_map(|state| self.derivation(wanted, *found, state))
                .collect();
        }
        let rest = &found.outward[wanted.outward.len()..];
        states
            .into_iter()
            .flat_map(|state| self.type_part(specifiers, found_specifiers, rest, state))
            .collect()
    }

    /// A pointer, array, function or parenthesis of the pattern against one of the code, inner declarators apart.
    pub(super) fn derivation(&self, wanted: &PatternNode, found: NodeId, state: State) -> States {
        if wanted.kind != self.tree.kind(found) {
            return States::new();
        }
        let wanted_parts: Vec<&PatternPart> =
            wanted.parts.iter().filter(|part| !is_declarator_part(part)).collect();
        let found_parts: Vec<Part> = self
            .tree
            .parts(found)
            .filter(
                |part| !matches!(part, Part::Node(node) if self.tree.kind(*node).is_declarator()),
            )
            .filter(|part| {
                wanted_parts.iter().any(|wanted| is_attribute(wanted))
                    || !self.is_optional_attribute(*part)
            })
            .filter(|part| {
                wanted_parts.iter().any(|wanted| self.same_word(wanted, *part))
                    || !(self.is_qualifier(*part) && self.allows("optional_qualifier"))
            })
            .collect();
        let mut wanted_parts = wanted_parts;
        if wanted.kind == NodeKind::ArrayDeclarator && found_parts.len() < wanted_parts.len() {
            // `[...]` is any size, or none.
            wanted_parts.retain(|part| !is_dots(part));
        }
        if wanted_parts.len() != found_parts.len() {
            return States::new();
        }
        wanted_parts.iter().zip(found_parts).fold(
            smallvec![state],
            |states: States, (wanted, code)| {
                states.into_iter().flat_map(|state| self.part(wanted, code, found, state)).collect()
            },
        )
    }

    pub(super) fn take_apart(&self, declarator: Option<NodeId>) -> FoundDeclarator {
        let mut found = FoundDeclarator::default();
        let mut next = declarator;
        while let Some(node) = next {
            if self.tree.kind(node) == NodeKind::IdentifierDeclarator {
                found.name = self.tree.first_token(node);
                found.owner = Some(node);
            } else {
                found.outward.push(node);
            }
            next = self.tree.children(node).find(|child| self.tree.kind(*child).is_declarator());
        }
        found.outward.reverse();
        found
    }

    pub(super) fn derivation_tokens(&self, derivation: NodeId) -> Vec<TokenId> {
        self.tree
            .parts(derivation)
            .filter(
                |part| !matches!(part, Part::Node(node) if self.tree.kind(*node).is_declarator()),
            )
            .flat_map(|part| self.part_tokens(part))
            .collect()
    }

    pub(super) fn part_tokens(&self, part: Part) -> Vec<TokenId> {
        match part {
            Part::Token(token) => vec![token],
            Part::Node(node) => self.tree.token_range(node).map(TokenId).collect(),
        }
    }

    pub(super) fn text_between(&self, first: TokenId, last: TokenId) -> String {
        let span = self.tree.token(first).span().cover(self.tree.token(last).span());
        String::from_utf8_lossy(span.of(self.tree.text())).into_owned()
    }
}

/// From the name outward; `None` when something in it is no declarator.
pub(super) fn take_apart_pattern(declarator: Option<&PatternNode>) -> Option<WantedDeclarator<'_>> {
    let mut wanted = WantedDeclarator::default();
    let mut next = declarator;
    while let Some(node) = next {
        next = None;
        match node.kind {
            NodeKind::IdentifierDeclarator | NodeKind::MetaVariable => {
                wanted.name = node.parts.first()
            }
            NodeKind::Disjunction | NodeKind::Conjunction => return None,
            _ => {
                wanted.outward.push(node);
                next = node.children().find(|child| is_declarator(child));
            }
        }
    }
    wanted.outward.reverse();
    Some(wanted)
}

pub(super) fn is_declarator(node: &PatternNode) -> bool {
    node.kind.is_declarator() || matches!(node.kind, NodeKind::MetaVariable)
}

fn is_dots(part: &PatternPart) -> bool {
    matches!(part, PatternPart::Node(node) if node.kind == NodeKind::Dots)
}

pub(super) fn is_declarator_part(part: &PatternPart) -> bool {
    matches!(part, PatternPart::Node(node) if node.kind.is_declarator())
}

pub(super) fn is_attribute(part: &PatternPart) -> bool {
    matches!(part, PatternPart::Node(node) if node.kind == NodeKind::Attribute)
}

pub(super) fn is_declarator_item(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::InitDeclarator | NodeKind::StructDeclarator)
}
