//! What stands in front of a function's body: the return type, which need not be said, name and parameters.

use csyntax::{NodeId, NodeKind, Part, TokenId};
use smallvec::smallvec;
use smpl::{Mark, PatternNode, PatternPart, PatternTokenId};

use super::Matcher;
use crate::env::{Extent, Hit, State, States};

impl Matcher<'_> {
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
        self.unsaid_leaves_too(pattern, code, &mut states);
        states
    }

    /// A function that goes takes along what the pattern did not mention of its return type and storage classes.
    fn unsaid_leaves_too(&self, pattern: &PatternNode, code: NodeId, states: &mut States) {
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
}
