//! Matching a form of an isomorphism against a piece of a rule's pattern: pattern against pattern.

use csyntax::{NodeKind, TokenKind};

use super::Isomorphism;
use crate::{
    CodeRule, Mark, MetaId, MetaKind, PatternNode, PatternPart, PatternToken, PatternTokenId,
};

/// What a form's metavariable stands for in the rule.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Bound {
    /// A whole node.
    Node(PatternNode),
    /// A name's token.
    Token(PatternTokenId),
    /// What declaration specifiers hold besides the form's own words.
    Parts(Vec<PatternPart>),
}

/// A match: what the metavariables stand for, and which of the rule's tokens are the form's own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matched {
    pub(crate) bound: Vec<(MetaId, Bound)>,
    /// (token of the rule, token of the form), in order.
    pub(crate) own: Vec<(PatternTokenId, PatternTokenId)>,
}

impl Matched {
    pub(crate) fn get(&self, meta: MetaId) -> Option<&Bound> {
        self.bound.iter().find(|(id, _)| *id == meta).map(|(_, bound)| bound)
    }
}

/// Matches `form`, of `iso`, against `node`, of `rule`.
pub(crate) fn matches(
    rule: &CodeRule,
    iso: &Isomorphism,
    form: &PatternNode,
    node: &PatternNode,
) -> Option<Matched> {
    let mut matcher = Matcher { rule, iso, found: Matched::default() };
    matcher.node(form, node).then_some(matcher.found)
}

struct Matcher<'a> {
    rule: &'a CodeRule,
    iso: &'a Isomorphism,
    found: Matched,
}

impl Matcher<'_> {
    fn form_token(&self, id: PatternTokenId) -> &PatternToken {
        &self.iso.tokens[id.0 as usize]
    }

    fn node(&mut self, form: &PatternNode, node: &PatternNode) -> bool {
        if let Some(meta) = whole_metavariable(self.iso, form) {
            return self.fits(meta, node) && self.bind(meta, Bound::Node(node.clone()));
        }
        if form.kind != node.kind {
            return false;
        }
        if form.kind == NodeKind::DeclarationSpecifiers {
            return self.specifiers(form, node);
        }
        form.parts.len() == node.parts.len()
            && form.parts.iter().zip(&node.parts).all(|pair| match pair {
                (PatternPart::Node(form), PatternPart::Node(node)) => self.node(form, node),
                (PatternPart::Token(form), PatternPart::Token(token)) => self.token(*form, *token),
                _ => false,
            })
    }

    fn token(&mut self, form: PatternTokenId, token: PatternTokenId) -> bool {
        let (wanted, found) = (self.form_token(form), self.rule.token(token));
        if let Some(meta) = wanted.meta {
            let name = matches!(found.kind, TokenKind::Identifier | TokenKind::MetaIdentifier);
            return name && self.bind(meta, Bound::Token(token));
        }
        // What `when` asks of dots is not part of their form: `{ ... when != f(); }` may be any statement too.
        let is_same = wanted.kind == found.kind && wanted.text == found.text;
        self.found.own.push((token, form));
        is_same
    }

    /// `static T` against `static const struct s`: the form's words must be there, its type is all the rest.
    fn specifiers(&mut self, form: &PatternNode, node: &PatternNode) -> bool {
        let mut rest = node.parts.clone();
        let mut ty = None;
        for part in &form.parts {
            match part {
                PatternPart::Token(id) => {
                    let text = &self.form_token(*id).text;
                    let place = rest.iter().position(|part| match part {
                        PatternPart::Token(token) => self.rule.token(*token).text == *text,
                        PatternPart::Node(_) => false,
                    });
                    let Some(PatternPart::Token(token)) = place.map(|at| rest.remove(at)) else {
                        return false;
                    };
                    self.found.own.push((token, *id));
                }
                PatternPart::Node(child) => match whole_metavariable(self.iso, child) {
                    Some(meta) if ty.is_none() => ty = Some(meta),
                    _ => return false,
                },
            }
        }
        let storage = rest.iter().any(|part| match part {
            PatternPart::Token(token) => is_storage(self.rule.token(*token).kind),
            PatternPart::Node(_) => false,
        });
        match ty {
            Some(meta) => !rest.is_empty() && !storage && self.bind(meta, Bound::Parts(rest)),
            None => rest.is_empty(),
        }
    }

    fn bind(&mut self, meta: MetaId, bound: Bound) -> bool {
        if self.iso.metavariables[meta.0 as usize].stays && self.goes(&bound) {
            return false;
        }
        match self.found.get(meta) {
            Some(old) => same(self.rule, old, &bound),
            None => {
                self.found.bound.push((meta, bound));
                true
            }
        }
    }

    /// Whether any of the code goes, or other code comes beside it.
    fn goes(&self, bound: &Bound) -> bool {
        let tokens = match bound {
            Bound::Node(node) => node.tokens(),
            Bound::Token(token) => vec![*token],
            Bound::Parts(parts) => {
                let parts = parts.clone();
                PatternNode { kind: NodeKind::Pattern, parts }.tokens()
            }
        };
        tokens.iter().map(|token| self.rule.token(*token)).any(|token| {
            token.mark == Mark::Minus
                || !token.plus_before.is_empty()
                || !token.plus_after.is_empty()
        })
    }

    /// Whether a metavariable of the form may stand for a node of the rule.
    fn fits(&self, meta: MetaId, node: &PatternNode) -> bool {
        let meta = &self.iso.metavariables[meta.0 as usize];
        match meta.kind {
            MetaKind::Expression if meta.types.is_empty() => is_expression(self.rule, node),
            MetaKind::Expression if meta.types.iter().any(|ty| ty.any_pointer) => {
                is_pointer(self.rule, node)
            }
            MetaKind::Expression => is_integer(self.rule, node),
            MetaKind::Constant => is_constant(self.rule, node),
            MetaKind::Statement => {
                is_statement(self.rule, node) || is_lone_expression(self.rule, node)
            }
            MetaKind::Type => node.kind == NodeKind::TypeName,
            MetaKind::Identifier => {
                matches!(node.kind, NodeKind::Identifier) || node.kind.is_declarator()
            }
            _ => false,
        }
    }
}

/// The metavariable that a node of a form is as a whole: an expression, a statement, a type, a declared or used name.
pub(crate) fn whole_metavariable(iso: &Isomorphism, form: &PatternNode) -> Option<MetaId> {
    let [part] = &form.parts[..] else { return None };
    match (form.kind, part) {
        (
            NodeKind::MetaVariable
            | NodeKind::TypedefName
            | NodeKind::Identifier
            | NodeKind::IdentifierDeclarator,
            PatternPart::Token(id),
        ) => iso.tokens[id.0 as usize].meta,
        (NodeKind::TypeName, PatternPart::Node(specifiers))
            if specifiers.kind == NodeKind::DeclarationSpecifiers =>
        {
            let [PatternPart::Node(name)] = &specifiers.parts[..] else { return None };
            whole_metavariable(iso, name)
        }
        _ => None,
    }
}

fn is_storage(kind: TokenKind) -> bool {
    use TokenKind::{KwExtern, KwRegister, KwStatic, KwThreadLocal, KwTypedef};
    matches!(kind, KwExtern | KwRegister | KwStatic | KwThreadLocal | KwTypedef)
}

/// The token of a node that is one metavariable.
fn lone_metavariable<'r>(rule: &'r CodeRule, node: &PatternNode) -> Option<&'r PatternToken> {
    match &node.parts[..] {
        [PatternPart::Token(id)] if node.kind == NodeKind::MetaVariable => Some(rule.token(*id)),
        _ => None,
    }
}

/// True for expressions, and for what stands for one in a pattern.
pub(crate) fn is_expression(rule: &CodeRule, node: &PatternNode) -> bool {
    match node.kind {
        NodeKind::MetaVariable => lone_metavariable(rule, node)
            .is_some_and(|token| token.kind == TokenKind::MetaExpression),
        NodeKind::Disjunction | NodeKind::Conjunction => node.children().all(|branch| {
            matches!(&branch.parts[..], [PatternPart::Node(only)] if is_expression(rule, only))
        }),
        NodeKind::Nest => node.children().all(|child| is_expression(rule, child)),
        NodeKind::Dots => true,
        kind => kind.is_expression(),
    }
}

/// True for an expression that stands where statements do, and so for the statement that holds it.
fn is_lone_expression(rule: &CodeRule, node: &PatternNode) -> bool {
    node.kind != NodeKind::Dots && is_expression(rule, node)
}

/// True for statements, and for what stands for one in a pattern.
pub(crate) fn is_statement(rule: &CodeRule, node: &PatternNode) -> bool {
    match node.kind {
        NodeKind::MetaVariable => lone_metavariable(rule, node)
            .is_some_and(|token| token.kind == TokenKind::MetaStatement),
        NodeKind::Nest => node.children().all(|child| is_statement(rule, child)),
        kind => kind.is_statement(),
    }
}

/// True when the rule itself says that an expression is a pointer.
fn is_pointer(rule: &CodeRule, node: &PatternNode) -> bool {
    if let Some(meta) = lone_metavariable(rule, node).and_then(|token| token.meta) {
        let types = &rule.metavariable(meta).types;
        return !types.is_empty()
            && types.iter().all(|ty| ty.any_pointer || has_pointer(&ty.pattern));
    }
    match node.kind {
        NodeKind::CastExpression | NodeKind::ParenthesizedExpression => {
            node.children().all(|child| {
                if child.kind == NodeKind::TypeName {
                    has_pointer(child)
                } else {
                    node.kind == NodeKind::CastExpression || is_pointer(rule, child)
                }
            })
        }
        _ => false,
    }
}

fn has_pointer(type_name: &PatternNode) -> bool {
    type_name
        .children()
        .any(|child| matches!(child.kind, NodeKind::PointerDeclarator | NodeKind::ArrayDeclarator))
}

/// True when an expression is an integer by its own form or by what the rule says of it.
fn is_integer(rule: &CodeRule, node: &PatternNode) -> bool {
    let declared = lone_metavariable(rule, node).and_then(|token| token.meta);
    match (node.kind, node.parts.as_slice()) {
        (NodeKind::MetaVariable, _) => declared.is_some_and(|meta| is_integer_by_type(rule, meta)),
        (NodeKind::Constant, [PatternPart::Token(id)]) => {
            !rule.token(*id).text.contains(['.', '"'])
        }
        // Whatever is not known to be a pointer is taken for a number where it is reckoned with.
        (
            NodeKind::BinaryExpression,
            [PatternPart::Node(a), PatternPart::Token(operator), PatternPart::Node(b)],
        ) => {
            is_reckoning(rule.token(*operator).kind)
                && b.kind != NodeKind::Dots
                && !is_pointer(rule, a)
                && !is_pointer(rule, b)
        }
        (NodeKind::ParenthesizedExpression, _) => {
            node.children().all(|inner| is_integer(rule, inner))
        }
        (NodeKind::UnaryExpression, [PatternPart::Token(operator), PatternPart::Node(operand)]) => {
            match rule.token(*operator).kind {
                TokenKind::Minus | TokenKind::Plus | TokenKind::Tilde => is_integer(rule, operand),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Operators that reckon; comparisons are tests already, and no one compares them with 0.
fn is_reckoning(operator: TokenKind) -> bool {
    use TokenKind::{Amp, Caret, Minus, Percent, Pipe, Plus, Shl, Shr, Slash, Star};
    matches!(operator, Amp | Caret | Minus | Percent | Pipe | Plus | Shl | Shr | Slash | Star)
}

fn is_integer_by_type(rule: &CodeRule, meta: MetaId) -> bool {
    let types = &rule.metavariable(meta).types;
    !types.is_empty()
        && types.iter().all(|ty| {
            let words = ty.pattern.tokens();
            !ty.any_pointer && words.iter().all(|token| is_integer_word(rule.token(*token).kind))
        })
}

fn is_integer_word(kind: TokenKind) -> bool {
    use TokenKind::{
        KwBool, KwChar, KwConst, KwInt, KwLong, KwShort, KwSigned, KwUnsigned, KwVolatile,
    };
    matches!(
        kind,
        KwBool | KwChar | KwConst | KwInt | KwLong | KwShort | KwSigned | KwUnsigned | KwVolatile
    )
}

/// A number, character or string, a `constant` metavariable, or a name in capitals, which is a macro by custom.
fn is_constant(rule: &CodeRule, node: &PatternNode) -> bool {
    match (node.kind, &node.parts[..]) {
        (NodeKind::Constant | NodeKind::StringLiteral, _) => true,
        (NodeKind::Identifier, [PatternPart::Token(id)]) => {
            let token = rule.token(*id);
            token.meta.is_none() && !token.text.bytes().any(|byte| byte.is_ascii_lowercase())
        }
        _ => lone_metavariable(rule, node)
            .and_then(|token| token.meta)
            .is_some_and(|meta| rule.metavariable(meta).kind == MetaKind::Constant),
    }
}

/// Whether two pieces of the rule are the same code, marks aside.
fn same(rule: &CodeRule, a: &Bound, b: &Bound) -> bool {
    let tokens = |bound: &Bound| match bound {
        Bound::Node(node) => node.tokens(),
        Bound::Token(token) => vec![*token],
        Bound::Parts(parts) => {
            PatternNode { kind: NodeKind::Pattern, parts: parts.clone() }.tokens()
        }
    };
    let texts = |bound: &Bound| -> Vec<String> {
        tokens(bound).iter().map(|id| rule.token(*id).text.clone()).collect()
    };
    texts(a) == texts(b)
}
