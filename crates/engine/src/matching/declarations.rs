//! Declarations of variables and of fields: one declarator after the other, or one of many.
//!
//! ```text
//!   pattern   int x;      code   int w, x, y;     each declarator on its own, the rest of the line stays
//! ```

use csyntax::{NodeId, NodeKind, Part, TokenId, TokenKind};
use smallvec::smallvec;
use smpl::{Mark, MetaKind, PatternNode, PatternPart, PatternTokenId, PlusShape};

use super::Matcher;
use super::declarators::{is_attribute, is_declarator, is_declarator_item, is_declarator_part};
use crate::env::{Extent, Hit, State, States};

impl Matcher<'_> {
    /// A declaration, of variables or of fields.
    pub(super) fn declaration(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let wanted: Vec<&PatternNode> =
            pattern.children().filter(|node| is_declarator_item(node.kind)).collect();
        let found: Vec<NodeId> = self
            .tree
            .children(code)
            .filter(|node| is_declarator_item(self.tree.kind(*node)))
            .collect();
        let specifiers =
            pattern.children().find(|node| node.kind == NodeKind::DeclarationSpecifiers);
        let found_specifiers = self.tree.child(code, NodeKind::DeclarationSpecifiers);
        match wanted.as_slice() {
            [] if !found.is_empty() => match specifiers.zip(found_specifiers) {
                // `T { … };` is about the structure, whatever is declared with it.
                Some((wanted, found)) if self.holds_any_structure(wanted) => {
                    self.typedef_or_not(wanted, found, state)
                }
                Some((wanted, found)) => self
                    .inside_typedef(wanted, found, state)
                    .into_iter()
                    .flat_map(|state| self.punctuation(pattern, code, state))
                    .collect(),
                None => States::new(),
            },
            [only] if found.len() > 1 => self.one_of_many(pattern, only, &found, code, state),
            _ if wanted.len() != found.len() => States::new(),
            [] => self.parts(pattern, code, state),
            _ => {
                let state = self.with_unmentioned(pattern, code, state);
                let mut states: States = smallvec![state];
                for (wanted, found) in wanted.iter().zip(&found) {
                    states = states
                        .into_iter()
                        .flat_map(|state| {
                            self.declared(specifiers, wanted, found_specifiers, *found, state)
                        })
                        .collect();
                }
                states
                    .into_iter()
                    .flat_map(|state| self.punctuation(pattern, code, state))
                    .collect()
            }
        }
    }

    /// `DEFINE_MUTEX(x);`: storage classes need not be mentioned.
    pub(super) fn macro_declaration(
        &self,
        pattern: &PatternNode,
        code: NodeId,
        state: State,
    ) -> States {
        let says = pattern.children().any(|node| node.kind == NodeKind::DeclarationSpecifiers);
        let specifiers = self.tree.child(code, NodeKind::DeclarationSpecifiers);
        let may_stay = |part: Part| self.is_storage(part) && self.allows("optional_storage");
        let Some(specifiers) = specifiers.filter(|_| !says) else {
            return self.parts(pattern, code, state);
        };
        if !self.tree.parts(specifiers).all(may_stay) {
            return States::new();
        }
        let found = self.tree.parts(code).filter(|part| *part != Part::Node(specifiers));
        let state = self.with_unmentioned(pattern, code, state);
        self.parts_among(pattern, found, code, state)
    }

    /// Whether specifiers are `T { … }`, with a metavariable for the structure.
    fn holds_any_structure(&self, specifiers: &PatternNode) -> bool {
        specifiers.children().any(|node| {
            node.kind == NodeKind::StructSpecifier
                && matches!(node.parts.first(), Some(PatternPart::Token(token)) if self.rule.token(*token).meta.is_some())
        })
    }

    /// A declaration that goes takes along what the pattern did not mention: the attributes of its declarators, and the
    /// type of a function when only its name and parameters are given.
    fn with_unmentioned(&self, pattern: &PatternNode, code: NodeId, mut state: State) -> State {
        let untyped = !pattern.children().any(|node| node.kind == NodeKind::DeclarationSpecifiers);
        let tokens = pattern.tokens();
        let all_go = tokens.iter().all(|token| self.rule.token(*token).mark == Mark::Minus);
        let Some(pattern) =
            tokens.first().copied().filter(|token| all_go && !self.is_replaced(*token))
        else {
            return state;
        };
        let is_unmentioned = |node: &NodeId| match self.tree.kind(*node) {
            NodeKind::Attribute => true,
            NodeKind::DeclarationSpecifiers => untyped && self.tree.parent(*node) == Some(code),
            _ => false,
        };
        for owner in self.tree.subtree(code).filter(is_unmentioned) {
            let range = self.tree.token_range(owner);
            let (first, last) = (TokenId(range.start), TokenId(range.end.wrapping_sub(1)));
            let extent = Extent::MarkOnly;
            state.hits.push(Hit { pattern, first, last, owner, extent });
        }
        state
    }

    /// `int x;` against `int w, x, y;`: each declarator on its own, the rest of the line stays.
    fn one_of_many(
        &self,
        pattern: &PatternNode,
        wanted: &PatternNode,
        found: &[NodeId],
        code: NodeId,
        state: State,
    ) -> States {
        if self.changes_others(pattern, wanted) {
            return States::new();
        }
        let specifiers =
            pattern.children().find(|node| node.kind == NodeKind::DeclarationSpecifiers);
        let found_specifiers = self.tree.child(code, NodeKind::DeclarationSpecifiers);
        let range = self.tree.token_range(code);
        let before =
            range.start..found.first().map_or(0, |first| self.tree.token_range(*first).start);
        let behind = range.end - 1..range.end;
        let mut all = States::new();
        for declarator in found {
            for mut state in
                self.declared(specifiers, wanted, found_specifiers, *declarator, state.clone())
            {
                if self.loses_words(pattern, found_specifiers, &state) {
                    continue;
                }
                keep_shared(&mut state, &before);
                for mut state in self.punctuation(pattern, code, state) {
                    keep_shared(&mut state, &behind);
                    all.push(state);
                }
            }
        }
        all
    }

    /// Whether another declaration would come without words that the code has and the pattern does not mention: those
    /// stay with what is left of the declaration.
    fn loses_words(
        &self,
        pattern: &PatternNode,
        specifiers: Option<NodeId>,
        state: &State,
    ) -> bool {
        let is_replaced = pattern.tokens().iter().any(|token| {
            let token = self.rule.token(*token);
            token.mark == Mark::Minus && !token.plus_after.is_empty()
        });
        let is_hit =
            |token: u32| state.hits.iter().any(|hit| (hit.first.0..=hit.last.0).contains(&token));
        let words = specifiers.map_or(0..0, |specifiers| self.tree.token_range(specifiers));
        is_replaced && words.into_iter().any(|token| !is_hit(token))
    }

    /// Whether the pattern rewrites what all declarators share, and not the declaration as a whole: `- int + long x;`
    fn changes_others(&self, pattern: &PatternNode, wanted: &PatternNode) -> bool {
        let own = wanted.tokens();
        let goes = |token: &PatternTokenId| self.rule.token(*token).mark == Mark::Minus;
        let extended = |token: &PatternTokenId| {
            let token = self.rule.token(*token);
            let added = token.plus_before.iter().chain(&token.plus_after);
            added.into_iter().any(|block| block.shape == PlusShape::Inline)
        };
        let tokens = pattern.tokens();
        let shared = || tokens.iter().filter(|token| !own.contains(token));
        !tokens.iter().all(goes) && shared().any(|token| goes(token) || extended(token))
    }

    fn names_a_type(&self, specifiers: Option<NodeId>) -> bool {
        let is_typedef = |token| self.tree.token(token).kind == TokenKind::KwTypedef;
        specifiers.is_some_and(|specifiers| self.tree.own_tokens(specifiers).any(is_typedef))
    }

    fn says_typedef(&self, specifiers: Option<&PatternNode>) -> bool {
        specifiers.is_some_and(|specifiers| {
            specifiers.parts.iter().any(|part| matches!(part, PatternPart::Token(token) if self.rule.token(*token).kind == TokenKind::KwTypedef))
        })
    }

    /// One declarator with the specifiers in front of it, and its initializer.
    fn declared(
        &self,
        specifiers: Option<&PatternNode>,
        wanted: &PatternNode,
        found_specifiers: Option<NodeId>,
        found: NodeId,
        state: State,
    ) -> States {
        if self.names_a_type(found_specifiers) && !self.says_typedef(specifiers) {
            return States::new();
        }
        let wanted_declarator = wanted.children().find(|node| is_declarator(node));
        let found_declarator =
            self.tree.children(found).find(|node| self.tree.kind(*node).is_declarator());
        let states =
            self.typed(specifiers, wanted_declarator, found_specifiers, found_declarator, state);
        let rest: Vec<&PatternPart> =
            wanted.parts.iter().filter(|part| !is_declarator_part(part)).collect();
        let found_rest: Vec<Part> = self
            .tree
            .parts(found)
            .filter(|part| Some(*part) != found_declarator.map(Part::Node))
            .filter(|part| {
                rest.iter().any(|part| is_attribute(part)) || !self.is_optional_attribute(*part)
            })
            .collect();
        if rest.len() != found_rest.len() {
            return States::new();
        }
        rest.iter().zip(found_rest).fold(states, |states, (wanted, code)| {
            states.into_iter().flat_map(|state| self.part(wanted, code, found, state)).collect()
        })
    }

    /// A parameter or a type that stands alone: specifiers and at most one declarator.
    pub(super) fn typed_item(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let specifiers =
            pattern.children().find(|node| node.kind == NodeKind::DeclarationSpecifiers);
        let declarator = pattern.children().find(|node| is_declarator(node));
        let found_specifiers = self.tree.child(code, NodeKind::DeclarationSpecifiers);
        let found_declarator =
            self.tree.children(code).find(|node| self.tree.kind(*node).is_declarator());
        self.typed(specifiers, declarator, found_specifiers, found_declarator, state)
            .into_iter()
            .flat_map(|state| self.attributes(pattern, code, state))
            .collect()
    }

    /// An attribute; `attribute a;` is any, whatever its arguments.
    pub(super) fn attribute(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        match self.metavariable_of(pattern) {
            Some((_, meta)) if self.rule.metavariable(meta).kind == MetaKind::Attribute => {
                self.metavariable_node(pattern, code, state)
            }
            _ => self.parts(pattern, code, state),
        }
    }

    /// Each attribute of the pattern is one of the code's, in whatever order.
    pub(super) fn attributes(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let found: Vec<NodeId> = self
            .tree
            .children(code)
            .filter(|node| self.tree.kind(*node) == NodeKind::Attribute)
            .collect();
        pattern.children().filter(|node| node.kind == NodeKind::Attribute).fold(
            smallvec![state],
            |states: States, wanted| {
                states
                    .into_iter()
                    .flat_map(|state| {
                        let ways = found.iter().map(|code| self.node(wanted, *code, state.clone()));
                        ways.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
                    })
                    .collect()
            },
        )
    }

    /// The tokens of a declaration that are not in its specifiers and declarators: `;` and commas.
    fn punctuation(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let wanted: Vec<PatternTokenId> = pattern
            .parts
            .iter()
            .filter_map(|part| match part {
                PatternPart::Token(token) => Some(*token),
                PatternPart::Node(_) => None,
            })
            .collect();
        let found: Vec<TokenId> = self.tree.own_tokens(code).collect();
        let found = &found[found.len().saturating_sub(wanted.len())..];
        wanted.iter().zip(found).fold(smallvec![state], |states: States, (wanted, found)| {
            states.into_iter().flat_map(|state| self.token(*wanted, *found, code, state)).collect()
        })
    }
}

/// Turns hits on `shared` tokens into ones that only add: other declarators still need those tokens.
fn keep_shared(state: &mut State, shared: &std::ops::Range<u32>) {
    let hits: Vec<Hit> = state.hits.iter().collect();
    state.hits = Default::default();
    for mut hit in hits.into_iter().rev() {
        if shared.contains(&hit.first.0) && hit.first <= hit.last {
            hit.extent = if hit.extent == Extent::Whole { Extent::Shared } else { continue };
        }
        state.hits.push(hit);
    }
}
