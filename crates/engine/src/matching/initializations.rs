//! An assignment of the pattern against a declarator and its initializer: `x = e` matches `int x = 3;`.
//!
//! What is declared stays: the value may be rewritten, and the whole by another assignment, but not by a call.

use csyntax::{NodeId, NodeKind, Part, TokenKind};
use smpl::{Mark, PatternNode, PatternPart, PatternTokenId, PlusPiece};
use source::Span;

use super::Matcher;
use crate::env::{State, States};

impl Matcher<'_> {
    /// An assignment against a declarator and its initializer.
    pub(super) fn initialization(
        &self,
        pattern: &PatternNode,
        code: NodeId,
        state: State,
    ) -> States {
        let [PatternPart::Node(left), PatternPart::Token(operator), PatternPart::Node(right)] =
            pattern.parts.as_slice()
        else {
            return States::new();
        };
        let mut found = self.tree.parts(code);
        let (Some(Part::Node(declarator)), Some(Part::Token(equals)), Some(Part::Node(value))) =
            (found.next(), found.next(), found.next())
        else {
            return States::new();
        };
        let is_value =
            self.tree.kind(value).is_expression() || right.kind != NodeKind::MetaVariable;
        let may_change = self.stays(left, *operator) || self.stays_assignment(pattern);
        if self.tree.token(equals).kind != TokenKind::Eq || !is_value || !may_change {
            return States::new();
        }
        let is_name = |node: &NodeId| self.tree.kind(*node) == NodeKind::IdentifierDeclarator;
        let Some(name) = self.tree.subtree(declarator).find(is_name) else {
            return States::new();
        };
        self.declared_name(left, name, state)
            .into_iter()
            .flat_map(|state| self.token(*operator, equals, code, state))
            .flat_map(|state| self.node(right, value, state))
            .collect()
    }

    /// Whether the name and the operator stay, with nothing added beside them.
    fn stays(&self, left: &PatternNode, operator: PatternTokenId) -> bool {
        left.tokens().into_iter().chain([operator]).all(|token| {
            let token = self.rule.token(token);
            token.mark != Mark::Minus && token.plus_before.is_empty() && token.plus_after.is_empty()
        })
    }

    /// Whether the whole goes and an assignment comes in its place.
    fn stays_assignment(&self, pattern: &PatternNode) -> bool {
        let tokens = pattern.tokens();
        let all_go = tokens.iter().all(|token| self.rule.token(*token).mark == Mark::Minus);
        let mut blocks = tokens.iter().flat_map(|token| {
            let token = self.rule.token(*token);
            token.plus_before.iter().chain(&token.plus_after)
        });
        // Equivalent forms have the same code beside each.
        let first = blocks.next().filter(|_| all_go);
        first.is_some_and(|first| {
            assigns(&first.pieces) && blocks.all(|block| block.span == first.span)
        })
    }

    /// The left side of an assignment against the name that a declaration declares.
    fn declared_name(&self, left: &PatternNode, name: NodeId, state: State) -> States {
        let Some(token) = self.tree.first_token(name) else { return States::new() };
        match left.kind {
            NodeKind::Identifier => match left.parts.as_slice() {
                [PatternPart::Token(wanted)] => self.token(*wanted, token, name, state),
                _ => States::new(),
            },
            NodeKind::MetaVariable => self.metavariable_declared(left, name, token, state),
            NodeKind::Disjunction => super::branches(left)
                .filter_map(|branch| branch.children().next())
                .map(|inner| self.declared_name(inner, name, state.clone()))
                .find(|found| !found.is_empty())
                .unwrap_or_default(),
            _ => States::new(),
        }
    }
}

/// Whether added code is an assignment: a `=` stands in it outside of all brackets.
fn assigns(pieces: &[PlusPiece]) -> bool {
    let mut depth = 0_i32;
    let texts = pieces.iter().filter_map(|piece| match piece {
        PlusPiece::Text(text) => Some(text),
        PlusPiece::Meta(_) | PlusPiece::Newline { .. } => None,
    });
    texts.into_iter().any(|text| {
        let tokens = csyntax::lex(text.as_bytes(), Span::new(0, text.len() as u32)).tokens;
        tokens.iter().any(|token| {
            depth += match token.kind {
                TokenKind::LParen | TokenKind::LBrace | TokenKind::LBracket => 1,
                TokenKind::RParen | TokenKind::RBrace | TokenKind::RBracket => -1,
                _ => 0,
            };
            depth == 0 && token.kind == TokenKind::Eq
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_has_its_operator_outside_of_brackets() {
        let text = |text: &str| PlusPiece::Text(text.to_owned());
        let value = || PlusPiece::Meta(smpl::MetaId(0));
        assert!(assigns(&[value(), text("= f("), value(), text(")")]));
        assert!(!assigns(&[text("assign("), value(), text(" = 3)")]));
        assert!(!assigns(&[value(), text("+= 3")]));
    }
}
