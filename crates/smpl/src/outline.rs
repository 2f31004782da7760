//! The outline of a pattern: its tokens in order, and where items begin and end among them.
//!
//! ```text
//!   if ( x ) { f ( ) ; }        item boundaries:  | if ( x ) | { | f ( ) ; | } |
//! ```

use std::collections::HashMap;

use csyntax::{NodeKind, TokenKind};

use crate::{PatternNode, PatternPart, PatternToken, PatternTokenId};

/// What lies at one side of a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Boundary {
    /// Statements, declarations or directives may be put there.
    Items,
    /// Elements of an initializer or enumeration may.
    Elements,
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    /// The tokens, by place in the file.
    pub(crate) order: Vec<PatternTokenId>,
    before: HashMap<PatternTokenId, Boundary>,
    after: HashMap<PatternTokenId, Boundary>,
    /// For the last token of items: the first token of the outermost one.
    starts: HashMap<PatternTokenId, PatternTokenId>,
}

impl Outline {
    /// The outline of a pattern whose tokens are in `tokens`.
    pub(crate) fn of(pattern: &PatternNode, tokens: &[PatternToken]) -> Self {
        let mut outline = Self { order: pattern.tokens(), ..Self::default() };
        outline.order.sort_by_key(|id| tokens[id.0 as usize].span.start);
        outline.visit(pattern, tokens);
        outline
    }

    /// What may be put at a side of a token.
    pub(crate) fn boundary(&self, token: PatternTokenId, after: bool) -> Option<Boundary> {
        if after { self.after.get(&token).copied() } else { self.before.get(&token).copied() }
    }

    /// The first token of the outermost item that ends with this token; the token itself when none does.
    pub(crate) fn item_start(&self, token: PatternTokenId) -> PatternTokenId {
        self.starts.get(&token).copied().unwrap_or(token)
    }

    fn visit(&mut self, node: &PatternNode, tokens: &[PatternToken]) {
        let own = node.tokens();
        if let (Some(first), Some(last)) = (own.first(), own.last())
            && is_item(node.kind, Some(tokens[first.0 as usize].kind))
        {
            self.before.insert(*first, Boundary::Items);
            self.after.insert(*last, Boundary::Items);
            self.starts.entry(*last).or_insert(*first);
        }
        if matches!(node.kind, NodeKind::InitializerList | NodeKind::EnumeratorList) {
            for first in node.children().filter_map(|child| child.tokens().first().copied()) {
                self.before.insert(first, Boundary::Elements);
            }
        }
        for part in &node.parts {
            match part {
                PatternPart::Token(id) => self.own_token(node.kind, *id, tokens),
                PatternPart::Node(child) => self.visit(child, tokens),
            }
        }
    }

    fn own_token(&mut self, node: NodeKind, id: PatternTokenId, tokens: &[PatternToken]) {
        use NodeKind as N;
        use TokenKind as T;
        let list = matches!(node, N::CompoundStatement | N::StructDeclarationList);
        let elements = matches!(node, N::InitializerList | N::EnumeratorList);
        match tokens[id.0 as usize].kind {
            T::LBrace if list => _ = self.after.insert(id, Boundary::Items),
            T::RBrace if list => _ = self.before.insert(id, Boundary::Items),
            T::LBrace | T::Comma if elements => _ = self.after.insert(id, Boundary::Elements),
            T::RBrace if elements => _ = self.before.insert(id, Boundary::Elements),
            T::RParen if heads_statement(node) => _ = self.after.insert(id, Boundary::Items),
            T::KwElse | T::KwDo => _ = self.after.insert(id, Boundary::Items),
            _ => {}
        }
    }
}

/// Statements that are a head in parentheses and a body.
fn heads_statement(kind: NodeKind) -> bool {
    use NodeKind as N;
    matches!(kind, N::IfStatement | N::WhileStatement | N::ForStatement | N::SwitchStatement)
}

/// True for what stands on lines of its own: statements, declarations, fields, functions, directives, and the
/// metavariables that stand for them (`meta` is the kind of the node's first token).
pub(crate) fn is_item(kind: NodeKind, meta: Option<TokenKind>) -> bool {
    use NodeKind as N;
    use TokenKind as T;
    kind.is_statement()
        || (N::FunctionDefinition..=N::LinkageSpecification).contains(&kind)
            && kind != N::InitDeclarator
        || matches!(kind, N::ConditionalGroup | N::Directive | N::StructDeclaration)
        || kind == N::MetaVariable
            && matches!(
                meta,
                Some(
                    T::MetaStatement
                        | T::MetaStatementList
                        | T::MetaDeclaration
                        | T::MetaField
                        | T::MetaFieldList
                )
            )
}
