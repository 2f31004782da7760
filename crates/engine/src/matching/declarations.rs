//! Declarations: specifiers in any order, declarators from the inside out, one declarator of many.
//!
//! A declarator is read from its name outward, as C means it. So `T x;` matches `struct page *x[4];`: the name takes
//! the name, and the type takes what is left, an array of pointers to `struct page`.
//!
//! ```text
//!   struct page *x[4]      name x   outward: [4]  *   specifiers: struct page
//! ```

use csyntax::{NodeId, NodeKind, Part, TokenId, TokenKind};
use smallvec::smallvec;
use smpl::{Mark, MetaId, PatternNode, PatternPart, PatternTokenId};

use super::{Matcher, branches};
use crate::env::{Extent, Hit, State, States};

/// A declarator of the pattern, taken apart.
#[derive(Default)]
struct WantedDeclarator<'p> {
    name: Option<&'p PatternPart>,
    outward: Vec<&'p PatternNode>,
}

/// A declarator of the code, taken apart.
#[derive(Default)]
struct FoundDeclarator {
    name: Option<TokenId>,
    /// The node whose own token the name is.
    owner: Option<NodeId>,
    outward: Vec<NodeId>,
}

/// What the specifiers of a pattern ask for.
enum WantedType<'p> {
    /// One type metavariable, and the other words that stand with it.
    Meta { token: PatternTokenId, meta: MetaId, words: Vec<&'p PatternPart> },
    /// Types written out.
    Written(&'p PatternNode),
    /// Nothing: a function definition without a return type.
    Nothing,
}

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
            // `T { … };` is about the structure, whatever is declared with it.
            [] if !found.is_empty()
                && specifiers.is_some_and(|it| self.holds_any_structure(it)) =>
            {
                match specifiers.zip(found_specifiers) {
                    Some((wanted, found)) => self.specifiers(wanted, found, state),
                    None => States::new(),
                }
            }
            [only] if found.len() > 1 => self.one_of_many(pattern, only, &found, code, state),
            _ if wanted.len() != found.len() => States::new(),
            [] => self.parts(pattern, code, state),
            _ => {
                let state = self.with_attributes(pattern, code, state);
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

    /// Whether specifiers are `T { … }`, with a metavariable for the structure.
    fn holds_any_structure(&self, specifiers: &PatternNode) -> bool {
        specifiers.children().any(|node| {
            node.kind == NodeKind::StructSpecifier
                && matches!(node.parts.first(), Some(PatternPart::Token(token)) if self.rule.token(*token).meta.is_some())
        })
    }

    /// A declaration that goes takes along the attributes of its declarators that the pattern did not mention.
    fn with_attributes(&self, pattern: &PatternNode, code: NodeId, mut state: State) -> State {
        let tokens = pattern.tokens();
        let all_go = tokens.iter().all(|token| self.rule.token(*token).mark == Mark::Minus);
        let Some(pattern) =
            tokens.first().copied().filter(|token| all_go && !self.is_replaced(*token))
        else {
            return state;
        };
        for attribute in
            self.tree.subtree(code).filter(|node| self.tree.kind(*node) == NodeKind::Attribute)
        {
            let range = self.tree.token_range(attribute);
            let (first, last) = (TokenId(range.start), TokenId(range.end.wrapping_sub(1)));
            let extent = Extent::MarkOnly;
            state.hits.push(Hit { pattern, first, last, owner: attribute, extent });
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
        let specifiers =
            pattern.children().find(|node| node.kind == NodeKind::DeclarationSpecifiers);
        let found_specifiers = self.tree.child(code, NodeKind::DeclarationSpecifiers);
        let shared = self.tree.token_range(code).start
            ..found.first().map_or(0, |first| self.tree.token_range(*first).start);
        let goes = wanted
            .tokens()
            .first()
            .is_some_and(|token| self.rule.token(*token).mark == Mark::Minus);
        let mut all = States::new();
        for (at, declarator) in found.iter().enumerate() {
            for mut state in
                self.declared(specifiers, wanted, found_specifiers, *declarator, state.clone())
            {
                keep_shared(&mut state, &shared);
                if goes && let Some(comma) = self.comma_beside(code, found, at) {
                    let pattern = wanted.tokens()[0];
                    state.hits.push(Hit {
                        pattern,
                        first: comma,
                        last: comma,
                        owner: code,
                        extent: Extent::MarkOnly,
                    });
                }
                for mut state in self.punctuation(pattern, code, state) {
                    if goes {
                        let end = self.tree.token_range(code).end;
                        keep_shared(&mut state, &(end - 1..end));
                    }
                    all.push(state);
                }
            }
        }
        all
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
            .filter(|part| rest.iter().any(|part| is_attribute(part)) || !self.is_attribute(*part))
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

    /// Each attribute of the pattern is one of the code's, in whatever order.
    fn attributes(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
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

    /// Specifiers and declarator of a function definition; without specifiers in the pattern any return type will do.
    pub(crate) fn function_header(
        &self,
        pattern: &PatternNode,
        code: NodeId,
        state: State,
    ) -> States {
        if pattern.kind != self.tree.kind(code) {
            return States::new();
        }
        if pattern.kind == NodeKind::MacroFunctionDefinition {
            return self.macro_function_header(pattern, code, state);
        }
        let mut states = self.typed_item(pattern, code, state);
        let unsaid = !pattern.children().any(|node| node.kind == NodeKind::DeclarationSpecifiers);
        if unsaid {
            self.return_type_leaves_too(pattern, code, &mut states);
        }
        states
    }

    /// A function that goes takes the return type along that the pattern did not mention.
    fn return_type_leaves_too(&self, pattern: &PatternNode, code: NodeId, states: &mut States) {
        let tokens = pattern.tokens();
        let all_go = tokens.iter().all(|token| self.rule.token(*token).mark == Mark::Minus);
        let replaced = |token: &PatternTokenId| self.is_replaced(*token);
        let Some(token) = tokens.first().copied().filter(|token| all_go && !replaced(token)) else {
            return;
        };
        let unmentioned = self.tree.token_range(code).start..self.name_of(code).0;
        for state in states.iter_mut() {
            for at in unmentioned.clone().map(TokenId) {
                let extent = Extent::MarkOnly;
                state.hits.push(Hit { pattern: token, first: at, last: at, owner: code, extent });
            }
        }
    }

    /// The name of a function definition; its first token when it has none.
    fn name_of(&self, definition: NodeId) -> TokenId {
        let declarator =
            self.tree.children(definition).find(|node| self.tree.kind(*node).is_declarator());
        self.take_apart(declarator).name.unwrap_or(TokenId(self.tree.token_range(definition).start))
    }

    fn macro_function_header(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let wanted: Vec<&PatternPart> = pattern
            .parts
            .iter()
            .filter(|part| !matches!(part, PatternPart::Node(node) if node.kind == NodeKind::CompoundStatement))
            .collect();
        let found: Vec<Part> = self
            .tree
            .parts(code)
            .filter(|part| !matches!(part, Part::Node(node) if self.tree.kind(*node) == NodeKind::CompoundStatement))
            .collect();
        if wanted.len() != found.len() {
            return States::new();
        }
        wanted.iter().zip(found).fold(smallvec![state], |states: States, (wanted, found)| {
            states.into_iter().flat_map(|state| self.part(wanted, found, code, state)).collect()
        })
    }

    /// The heart: a type and a declarator, in the pattern and in the code.
    fn typed(
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

    /// What the specifiers of the pattern say of the specifiers of the code and the derivations left over.
    fn type_part(
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
        let Some(found) = found else { return States::new() };
        let mut parts: Vec<Part> = self.tree.parts(found).collect();
        let mut states: States = smallvec![state];
        for word in words {
            let taken = parts.iter().enumerate().find_map(|(at, part)| {
                let next: States = states
                    .iter()
                    .filter(|_| self.same_word(word, *part))
                    .flat_map(|state| self.part(word, *part, found, state.clone()))
                    .collect();
                (!next.is_empty()).then_some((at, next))
            });
            let Some((at, next)) = taken else { return States::new() };
            parts.remove(at);
            states = next;
        }
        parts.retain(|part| !self.is_storage(*part) && !self.is_attribute(*part));
        let mut tokens: Vec<TokenId> =
            parts.iter().flat_map(|part| self.part_tokens(*part)).collect();
        let Some((first, last)) = tokens.first().copied().zip(tokens.last().copied()) else {
            return States::new();
        };
        let mut text = self.text_between(first, last);
        for derivation in rest {
            let own = self.derivation_tokens(*derivation);
            text.push_str(
                if self.tree.kind(*derivation) == NodeKind::PointerDeclarator
                    && !text.ends_with('*')
                {
                    " "
                } else {
                    ""
                },
            );
            text.push_str(
                &own.first()
                    .zip(own.last())
                    .map(|(first, last)| self.text_between(*first, *last))
                    .unwrap_or_default(),
            );
            tokens.extend(own);
        }
        let value = self.values.borrow_mut().of_pieces(self.tree, &tokens, text);
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

    /// A pointer, array, function or parenthesis of the pattern against one of the code, inner declarators apart.
    fn derivation(&self, wanted: &PatternNode, found: NodeId, state: State) -> States {
        if wanted.kind != self.tree.kind(found) {
            return States::new();
        }
        let wanted_parts: Vec<&PatternPart> =
            wanted.parts.iter().filter(|part| !is_inner(part)).collect();
        let found_parts: Vec<Part> = self
            .tree
            .parts(found)
            .filter(
                |part| !matches!(part, Part::Node(node) if self.tree.kind(*node).is_declarator()),
            )
            .filter(|part| {
                wanted_parts.iter().any(|wanted| is_attribute(wanted)) || !self.is_attribute(*part)
            })
            .filter(|part| {
                wanted_parts.iter().any(|wanted| self.same_word(wanted, *part))
                    || !self.is_qualifier(*part)
            })
            .collect();
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

    fn take_apart(&self, declarator: Option<NodeId>) -> FoundDeclarator {
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

    fn derivation_tokens(&self, derivation: NodeId) -> Vec<TokenId> {
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

    fn text_between(&self, first: TokenId, last: TokenId) -> String {
        let span = self.tree.token(first).span().cover(self.tree.token(last).span());
        String::from_utf8_lossy(span.of(self.tree.text())).into_owned()
    }

    /// The comma that goes with a declarator: the one behind it, for the last the one before.
    fn comma_beside(&self, declaration: NodeId, found: &[NodeId], at: usize) -> Option<TokenId> {
        let commas: Vec<TokenId> = self
            .tree
            .own_tokens(declaration)
            .filter(|token| self.tree.token(*token).kind == TokenKind::Comma)
            .collect();
        commas.get(if at + 1 < found.len() { at } else { at.checked_sub(1)? }).copied()
    }
}

/// Turns hits on `shared` tokens into ones that only add: other declarators still need those tokens.
fn keep_shared(state: &mut State, shared: &std::ops::Range<u32>) {
    let hits: Vec<Hit> = state.hits.iter().collect();
    state.hits = Default::default();
    for mut hit in hits.into_iter().rev() {
        if shared.contains(&hit.first.0) && hit.first <= hit.last {
            hit.extent = if hit.extent == Extent::Whole { Extent::AddedOnly } else { continue };
        }
        state.hits.push(hit);
    }
}

/// From the name outward; `None` when something in it is no declarator.
fn take_apart_pattern(declarator: Option<&PatternNode>) -> Option<WantedDeclarator<'_>> {
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

fn is_declarator(node: &PatternNode) -> bool {
    node.kind.is_declarator() || matches!(node.kind, NodeKind::MetaVariable)
}

fn is_declarator_part(part: &PatternPart) -> bool {
    matches!(part, PatternPart::Node(node) if node.kind.is_declarator())
}

fn is_inner(part: &PatternPart) -> bool {
    is_declarator_part(part)
}

fn is_attribute(part: &PatternPart) -> bool {
    matches!(part, PatternPart::Node(node) if node.kind == NodeKind::Attribute)
}

fn is_declarator_item(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::InitDeclarator | NodeKind::StructDeclarator)
}
