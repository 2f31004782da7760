//! Turning a condition round.
//!
//! ```text
//!   a == b    a != b        a < b    a >= b        !a    a
//!   a && b    !a || !b      where both sides can be turned round
//! ```

use csyntax::{NodeKind, TokenKind};

use super::build::push;
use crate::{CodeRule, PatternNode, PatternPart, PatternTokenId};

/// The opposite of a condition; `None` where only a `!` in front of it says so, or code is added inside of it.
pub(super) fn negated(rule: &mut CodeRule, node: &PatternNode) -> Option<PatternNode> {
    let adds = |id: &PatternTokenId| {
        let token = rule.token(*id);
        !token.plus_before.is_empty() || !token.plus_after.is_empty()
    };
    if node.tokens().iter().any(adds) {
        return None;
    }
    turned(rule, node)
}

fn turned(rule: &mut CodeRule, node: &PatternNode) -> Option<PatternNode> {
    match (node.kind, node.parts.as_slice()) {
        (NodeKind::Dots, _) => Some(node.clone()),
        (NodeKind::ParenthesizedExpression, [open, PatternPart::Node(inner), close]) => {
            let (open, close) = (open.clone(), close.clone());
            let inner = PatternPart::Node(turned(rule, inner)?);
            Some(PatternNode { kind: node.kind, parts: vec![open, inner, close] })
        }
        (NodeKind::UnaryExpression, [PatternPart::Token(operator), PatternPart::Node(operand)]) => {
            (rule.token(*operator).kind == TokenKind::Bang).then(|| operand.clone())
        }
        (
            NodeKind::BinaryExpression,
            [PatternPart::Node(a), PatternPart::Token(operator), PatternPart::Node(b)],
        ) => {
            let (kind, text) = opposite(rule.token(*operator).kind)?;
            let (a, b) = match kind {
                TokenKind::AmpAmp | TokenKind::PipePipe => (turned(rule, a)?, turned(rule, b)?),
                _ => (a.clone(), b.clone()),
            };
            let token = rule.token(*operator).clone();
            let operator = push(rule, crate::PatternToken { kind, text: text.to_owned(), ..token });
            let parts =
                vec![PatternPart::Node(a), PatternPart::Token(operator), PatternPart::Node(b)];
            Some(PatternNode { kind: node.kind, parts })
        }
        _ => None,
    }
}

fn opposite(operator: TokenKind) -> Option<(TokenKind, &'static str)> {
    use TokenKind as T;
    Some(match operator {
        T::EqEq => (T::Ne, "!="),
        T::Ne => (T::EqEq, "=="),
        T::Lt => (T::Ge, ">="),
        T::Ge => (T::Lt, "<"),
        T::Gt => (T::Le, "<="),
        T::Le => (T::Gt, ">"),
        T::AmpAmp => (T::PipePipe, "||"),
        T::PipePipe => (T::AmpAmp, "&&"),
        _ => return None,
    })
}
