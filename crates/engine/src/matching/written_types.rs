//! Types as they are written: in front of a declarator, alone, or standing for whatever there is.

use csyntax::{NodeId, NodeKind, Part, TokenId, TokenKind};
use smallvec::smallvec;
use smpl::{MetaId, PatternNode, PatternPart, PatternTokenId};

use super::declarators::{is_attribute, is_declarator, is_declarator_item, take_apart_pattern};
use super::{Matcher, branches};
use crate::env::{Extent, Hit, State, States};

/// What the specifiers of a pattern ask for.
enum WantedType<'p> {
    /// One type metavariable, and the other words that stand with it.
    Meta { token: PatternTokenId, meta: MetaId, words: Vec<&'p PatternPart> },
    /// Types written out.
    Written(&'p PatternNode),
    /// Storage classes and attributes of a function whose type is not given: `static f(...)`.
    Untyped(&'p PatternNode),
    /// Nothing: a function definition without a return type.
    Nothing,
}

impl Matcher<'_> {
    /// What the specifiers of the pattern say of the specifiers of the code and the derivations left over.
    pub(super) fn type_part(
        &self,
        wanted: Option<&PatternNode>,
        found: Option<NodeId>,
        rest: &[NodeId],
        state: State,
    ) -> States {
        match self.wanted_type(wanted) {
            WantedType::Nothing => smallvec![state],
            WantedType::Meta { token, meta, words } => {
                self.type_metavariable(token, meta, &words, found, rest, state)
            }
            WantedType::Untyped(pattern) => match found {
                Some(found) => {
                    let mut left = self.tree.parts(found).collect();
                    self.take_words(pattern, found, &mut left, state)
                }
                None => States::new(),
            },
            WantedType::Written(pattern) => {
                if let [PatternPart::Node(node)] = pattern.parts.as_slice()
                    && node.kind == NodeKind::Disjunction
                {
                    return branches(node)
                        .map(|branch| self.type_branch(branch, found, rest, state.clone()))
                        .find(|states| !states.is_empty())
                        .unwrap_or_default();
                }
                match found {
                    Some(found) if rest.is_empty() => self.specifiers(pattern, found, state),
                    _ => States::new(),
                }
            }
        }
    }

    /// A type in a branch of a disjunction: specifiers, perhaps with a declarator of its own.
    fn type_branch(
        &self,
        branch: &PatternNode,
        found: Option<NodeId>,
        rest: &[NodeId],
        state: State,
    ) -> States {
        let inner =
            branch.children().find(|node| node.kind == NodeKind::TypeName).unwrap_or(branch);
        let specifiers = inner
            .children()
            .find(|node| node.kind == NodeKind::DeclarationSpecifiers)
            .or(Some(inner));
        let Some(wanted) = take_apart_pattern(inner.children().find(|node| is_declarator(node)))
        else {
            return States::new();
        };
        if wanted.outward.len() > rest.len() {
            return States::new();
        }
        let mut states: States = smallvec![state];
        for (wanted, found) in wanted.outward.iter().zip(rest) {
            states = states
                .into_iter()
                .flat_map(|state| self.derivation(wanted, *found, state))
                .collect();
        }
        let rest = &rest[wanted.outward.len()..];
        states
            .into_iter()
            .flat_map(|state| self.type_part(specifiers, found, rest, state))
            .collect()
    }

    /// A type that stands alone in the pattern, against the specifiers of a declaration: with as many derivations of
    /// each declarator as it asks for, those nearest to the specifiers first.
    pub(super) fn type_anywhere(
        &self,
        pattern: &PatternNode,
        specifiers: NodeId,
        state: &State,
    ) -> States {
        let wanted = pattern.children().find(|node| node.kind == NodeKind::DeclarationSpecifiers);
        let Some(layers) = take_apart_pattern(pattern.children().find(|node| is_declarator(node)))
        else {
            return States::new();
        };
        for derived in self.derivations_beside(specifiers) {
            for used in layers.outward.len()..=derived.len() {
                let rest = &derived[derived.len() - used..];
                let (mine, rest) = rest.split_at(layers.outward.len());
                let mut states: States = smallvec![state.clone()];
                for (wanted, found) in layers.outward.iter().zip(mine) {
                    states = states
                        .into_iter()
                        .flat_map(|state| self.derivation(wanted, *found, state))
                        .collect();
                }
                let states: States = states
                    .into_iter()
                    .flat_map(|state| self.type_part(wanted, Some(specifiers), rest, state))
                    .collect();
                if !states.is_empty() {
                    return states;
                }
            }
        }
        States::new()
    }

    /// The derivations of each declarator that shares these specifiers, from the name outward; none for a type alone.
    fn derivations_beside(&self, specifiers: NodeId) -> Vec<Vec<NodeId>> {
        let Some(parent) = self.tree.parent(specifiers) else { return vec![Vec::new()] };
        let mut all: Vec<Vec<NodeId>> = Vec::new();
        for child in self.tree.children(parent) {
            let declarator = if is_declarator_item(self.tree.kind(child)) {
                self.tree.children(child).find(|inner| self.tree.kind(*inner).is_declarator())
            } else {
                Some(child).filter(|child| self.tree.kind(*child).is_declarator())
            };
            if declarator.is_some() {
                all.push(self.take_apart(declarator).outward);
            }
        }
        if all.is_empty() {
            all.push(Vec::new());
        }
        all
    }

    fn wanted_type<'p>(&self, specifiers: Option<&'p PatternNode>) -> WantedType<'p> {
        let Some(specifiers) = specifiers else { return WantedType::Nothing };
        let is_meta = |part: &&PatternPart| self.type_token(part).is_some();
        match specifiers.parts.iter().find(is_meta).and_then(|part| self.type_token(part)) {
            Some((token, meta)) => {
                let words = specifiers.parts.iter().filter(|part| !is_meta(part)).collect();
                WantedType::Meta { token, meta, words }
            }
            None if specifiers.parts.iter().all(|part| self.is_beside_type(part)) => {
                WantedType::Untyped(specifiers)
            }
            None => WantedType::Written(specifiers),
        }
    }

    fn type_token(&self, part: &PatternPart) -> Option<(PatternTokenId, MetaId)> {
        let PatternPart::Node(node) = part else { return None };
        match (node.kind, node.parts.as_slice()) {
            (NodeKind::TypedefName | NodeKind::MetaVariable, [PatternPart::Token(token)]) => {
                let info = self.rule.token(*token);
                info.meta.filter(|_| info.kind == TokenKind::MetaType).map(|meta| (*token, meta))
            }
            _ => None,
        }
    }

    /// What `T *` leaves of `int (*f)(void)`: a function, for which no type metavariable stands.
    fn is_pointed_to_function(&self, rest: &[NodeId]) -> bool {
        let kind = |node: &NodeId| self.tree.kind(*node);
        let nearest = rest.iter().find(|node| kind(node) != NodeKind::ParenthesizedDeclarator);
        nearest.is_some_and(|node| {
            kind(node) == NodeKind::FunctionDeclarator
                && self.tree.child(*node, NodeKind::ParenthesizedDeclarator).is_some()
        })
    }

    /// `T`: binds the specifiers, storage classes apart, and the derivations left over.
    fn type_metavariable(
        &self,
        token: PatternTokenId,
        meta: MetaId,
        words: &[&PatternPart],
        found: Option<NodeId>,
        rest: &[NodeId],
        state: State,
    ) -> States {
        let Some(found) = found.filter(|_| !self.is_pointed_to_function(rest)) else {
            return States::new();
        };
        let mut parts: Vec<Part> = self.tree.parts(found).collect();
        let mut behind: Vec<Part> = rest.first().map_or_else(Vec::new, |nearest| {
            let beside = |part: &Part| self.is_attribute(*part) || self.is_qualifier(*part);
            self.tree.parts(*nearest).filter(beside).collect()
        });
        let mut states: States = smallvec![state];
        for word in words {
            // `const T` and `T __attr` say something of the whole type: where that is a pointer, of the pointer.
            let of_whole = !rest.is_empty() && (is_attribute(word) || self.says_qualifier(word));
            let among = if of_whole { &mut behind } else { &mut parts };
            let taken = among.iter().enumerate().find_map(|(at, part)| {
                let next: States = states
                    .iter()
                    .filter(|_| self.same_word(word, *part))
                    .flat_map(|state| self.part(word, *part, found, state.clone()))
                    .collect();
                (!next.is_empty()).then_some((at, next))
            });
            let Some((at, next)) = taken else { return States::new() };
            among.remove(at);
            states = next;
        }
        let mut left = parts.iter().chain(&behind);
        if !self.allows("optional_attributes") && left.any(|part| self.is_attribute(*part)) {
            return States::new();
        }
        let is_typedef = |part: &Part| matches!(part, Part::Token(token) if self.tree.token(*token).kind == TokenKind::KwTypedef);
        parts.retain(|part| {
            !self.is_storage(*part) && !self.is_attribute(*part) && !is_typedef(part)
        });
        let Some(written) = self.spell(&parts, rest) else { return States::new() };
        let Written { first, last, tokens, text, hole } = written;
        let value = self.values.borrow_mut().of_pieces(self.tree, &tokens, text, hole);
        states
            .into_iter()
            .filter_map(|mut state| {
                self.bind_checked(meta, value, Some(found), &mut state.env).then_some(state)
            })
            .flat_map(|state| self.hit(token, first, last, found, state))
            .map(|mut state| {
                for extra in tokens.iter().filter(|token| **token > last) {
                    state.hits.push(Hit {
                        pattern: token,
                        first: *extra,
                        last: *extra,
                        owner: found,
                        extent: Extent::MarkOnly,
                    });
                }
                state
            })
            .collect()
    }

    /// The type that some specifiers and derivations spell, without a name.
    fn spell(&self, specifiers: &[Part], derivations: &[NodeId]) -> Option<Written> {
        let mut tokens: Vec<TokenId> =
            specifiers.iter().flat_map(|part| self.part_tokens(*part)).collect();
        let (first, last) = tokens.first().copied().zip(tokens.last().copied())?;
        let (mut before, mut behind) = (String::new(), String::new());
        for derivation in derivations {
            let own = self.derivation_tokens(*derivation);
            let all = || own.first().zip(own.last()).map(|(a, b)| self.text_between(*a, *b));
            match self.tree.kind(*derivation) {
                NodeKind::PointerDeclarator => before.insert_str(0, &all().unwrap_or_default()),
                NodeKind::ParenthesizedDeclarator => {
                    before.insert(0, '(');
                    behind.push(')');
                }
                _ => behind.push_str(&all().unwrap_or_default()),
            }
            tokens.extend(own);
        }
        let mut text = self.text_between(first, last);
        if !before.is_empty() && !text.ends_with('*') {
            text.push(' ');
        }
        text.push_str(&before);
        let hole = text.len();
        text.push_str(&behind);
        Some(Written { first, last, tokens, text, hole })
    }
}

/// A type as it is written.
struct Written {
    /// The first and the last token of its specifiers.
    first: TokenId,
    last: TokenId,
    tokens: Vec<TokenId>,
    text: String,
    /// Where in the text a name would stand.
    hole: usize,
}
