//! Metavariables: a name in the pattern that stands for code.

use csyntax::{NodeId, NodeKind, TokenId, TokenKind};
use smpl::{MetaId, MetaKind, Origin, PatternNode, PatternPart, PatternTokenId};

use super::Matcher;
use crate::env::{Env, State, States};
use crate::value::ValueId;

impl Matcher<'_> {
    /// A metavariable that stands for a whole node.
    pub(super) fn metavariable_node(
        &self,
        pattern: &PatternNode,
        code: NodeId,
        mut state: State,
    ) -> States {
        let Some((token, meta)) = self.metavariable_of(pattern) else { return States::new() };
        if !self.may_stand_for(meta, code) {
            return States::new();
        }
        let (Some(first), Some(last)) = (self.tree.first_token(code), self.tree.last_token(code))
        else {
            return States::new();
        };
        let value = self.values.borrow_mut().of_node(self.tree, code);
        if !self.bind_checked(meta, value, Some(code), &mut state.env) {
            return States::new();
        }
        self.hit(token, first, last, code, state)
    }

    /// The token and metavariable of a [`NodeKind::MetaVariable`] node.
    pub(crate) fn metavariable_of(
        &self,
        pattern: &PatternNode,
    ) -> Option<(PatternTokenId, MetaId)> {
        match pattern.parts.as_slice() {
            [PatternPart::Token(token)] => self.rule.token(*token).meta.map(|meta| (*token, meta)),
            _ => None,
        }
    }

    /// A metavariable that stands for one name token: of a function, variable, member, type, label, ….
    pub(super) fn metavariable_name(
        &self,
        pattern: PatternTokenId,
        code: TokenId,
        owner: NodeId,
        mut state: State,
    ) -> States {
        let Some(meta) = self.rule.token(pattern).meta else { return States::new() };
        if self.tree.token(code).kind != TokenKind::Identifier {
            return States::new();
        }
        let value = self.values.borrow_mut().of_token(self.tree, code);
        if !self.bind_checked(meta, value, Some(owner), &mut state.env) {
            return States::new();
        }
        self.hit(pattern, code, code, owner, state)
    }

    /// An expression metavariable that stands for the name a declaration declares.
    pub(super) fn metavariable_declared(
        &self,
        pattern: &PatternNode,
        name: NodeId,
        code: TokenId,
        mut state: State,
    ) -> States {
        let Some((token, meta)) = self.metavariable_of(pattern) else { return States::new() };
        let stands_for_name = matches!(
            self.rule.metavariable(meta).kind,
            MetaKind::Expression
                | MetaKind::IdExpression
                | MetaKind::LocalIdExpression
                | MetaKind::Identifier
                | MetaKind::Any
        );
        let value = self.values.borrow_mut().of_token(self.tree, code);
        if !stands_for_name || !self.bind_checked(meta, value, Some(name), &mut state.env) {
            return States::new();
        }
        self.hit(token, code, code, name, state)
    }

    /// A metavariable that stands for an operator.
    pub(super) fn metavariable_operator(
        &self,
        pattern: PatternTokenId,
        code: TokenId,
        mut state: State,
    ) -> States {
        let Some(meta) = self.rule.token(pattern).meta else { return States::new() };
        let value = self.values.borrow_mut().of_token(self.tree, code);
        if !self.bind_checked(meta, value, None, &mut state.env) {
            return States::new();
        }
        self.hit(pattern, code, code, self.tree.root(), state)
    }

    /// Binds, when the value satisfies what is declared of the metavariable.
    pub(crate) fn bind_checked(
        &self,
        meta: MetaId,
        value: ValueId,
        node: Option<NodeId>,
        env: &mut Env,
    ) -> bool {
        let inherits = self.rule.metavariable(meta).origin != Origin::Local;
        if inherits && env.get(meta).is_none() {
            return false;
        }
        let is_same = env.bind(meta, value) || self.is_one_of(meta, value, env);
        is_same && self.constraints.allow(self, meta, value, node, env)
    }

    /// Whether a place is one of those that the metavariable stands for together.
    fn is_one_of(&self, meta: MetaId, value: ValueId, env: &Env) -> bool {
        self.rule.metavariable(meta).kind == MetaKind::Position
            && env.get(meta).is_some_and(|bound| self.values.borrow().is_among(value, bound))
    }

    /// Binds what is attached to a token with `@`: a position, or the term that ends there.
    pub(super) fn attach(
        &self,
        meta: MetaId,
        first: TokenId,
        last: TokenId,
        owner: NodeId,
        env: &mut Env,
    ) -> bool {
        if matches!(self.rule.metavariable(meta).kind, MetaKind::Format | MetaKind::FormatList) {
            // Bound when the string was matched that it stands in.
            return env.get(meta).is_some();
        }
        let term = self.term_ending_at(first, last, owner);
        if !self.may_be_attached(meta, first, last) {
            return false;
        }
        let value = match self.rule.metavariable(meta).kind {
            MetaKind::Position => {
                let tokens = self.tree.token(first).span().cover(self.tree.token(last).span());
                let span = term.map_or(tokens, |term| self.tree.span(term));
                let mut values = self.values.borrow_mut();
                values.of_position(self.file, self.element, span, tokens)
            }
            _ => match term {
                Some(term) => self.values.borrow_mut().of_node(self.tree, term),
                None => self.values.borrow_mut().of_token(self.tree, last),
            },
        };
        self.bind_checked(meta, value, term, env)
    }

    /// Binds a position to the place of a token that stands for one that is not written; nothing else can be bound so.
    pub(crate) fn attach_place(
        &self,
        meta: MetaId,
        token: TokenId,
        owner: NodeId,
        env: &mut Env,
    ) -> bool {
        self.rule.metavariable(meta).kind == MetaKind::Position
            && self.attach(meta, token, token, owner, env)
    }

    /// A metavariable that stands for a name can only be attached to one.
    fn may_be_attached(&self, meta: MetaId, first: TokenId, last: TokenId) -> bool {
        let is_name = matches!(
            self.rule.metavariable(meta).kind,
            MetaKind::Identifier | MetaKind::Function | MetaKind::Symbol
        );
        !is_name || (first == last && self.tree.token(last).kind == TokenKind::Identifier)
    }

    /// The smallest term that ends with these tokens: the call for its `)`, the statement for its `;`.
    fn term_ending_at(&self, first: TokenId, last: TokenId, owner: NodeId) -> Option<NodeId> {
        let ends_here = |node: &NodeId| self.tree.last_token(*node) == Some(last);
        if first != last || !ends_here(&owner) {
            return (first != last).then_some(owner);
        }
        let is_list = |node: NodeId| {
            matches!(self.tree.kind(node), NodeKind::ArgumentList | NodeKind::ParameterList)
        };
        if is_list(owner) { self.tree.parent(owner).filter(ends_here) } else { Some(owner) }
    }

    /// Whether code of this kind is what the metavariable's kind names.
    fn may_stand_for(&self, meta: MetaId, code: NodeId) -> bool {
        let kind = self.tree.kind(code);
        match self.rule.metavariable(meta).kind {
            MetaKind::Expression | MetaKind::TaggedExpression => {
                kind.is_expression() || kind == NodeKind::InitializerList
            }
            MetaKind::Constant => self.is_constant(code),
            MetaKind::IdExpression => kind == NodeKind::Identifier,
            MetaKind::LocalIdExpression => {
                kind == NodeKind::Identifier && self.is_local(code) == Some(true)
            }
            MetaKind::GlobalIdExpression => {
                kind == NodeKind::Identifier && self.is_local(code) != Some(true)
            }
            MetaKind::Identifier
            | MetaKind::FreshIdentifier
            | MetaKind::Function
            | MetaKind::Symbol => kind == NodeKind::Identifier,
            MetaKind::Statement => kind.is_statement(),
            MetaKind::Declaration => {
                matches!(kind, NodeKind::Declaration | NodeKind::MacroDeclaration)
            }
            MetaKind::Parameter => kind == NodeKind::ParameterDeclaration,
            MetaKind::Initializer => kind.is_expression() || kind == NodeKind::InitializerList,
            MetaKind::Field => {
                matches!(kind, NodeKind::StructDeclaration | NodeKind::MacroDeclaration)
            }
            MetaKind::Type => kind == NodeKind::TypeName,
            MetaKind::Attribute => kind == NodeKind::Attribute,
            MetaKind::Any => true,
            _ => false,
        }
    }

    /// `3`, `"x"`, `FOO`, `-3`, `sizeof(x)`, and what is cast from these.
    fn is_constant(&self, code: NodeId) -> bool {
        match self.tree.kind(code) {
            NodeKind::Constant | NodeKind::StringLiteral | NodeKind::SizeofExpression => true,
            NodeKind::CastExpression => {
                self.tree.children(code).last().is_some_and(|cast| self.is_constant(cast))
            }
            _ => self.is_macro_constant(code) || self.is_negative_constant(code),
        }
    }

    /// `-1`, `-FOO`
    fn is_negative_constant(&self, code: NodeId) -> bool {
        let minus = self.tree.first_token(code).map(|token| self.tree.token(token).kind);
        self.tree.kind(code) == NodeKind::UnaryExpression
            && minus == Some(TokenKind::Minus)
            && self.tree.children(code).next().is_some_and(|operand| {
                self.tree.kind(operand) == NodeKind::Constant || self.is_macro_constant(operand)
            })
    }

    /// `FOO`, a name in capitals, is taken as a constant.
    fn is_macro_constant(&self, code: NodeId) -> bool {
        self.tree.kind(code) == NodeKind::Identifier
            && self
                .tree
                .node_text(code)
                .iter()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_')
            && self.tree.node_text(code).iter().any(u8::is_ascii_uppercase)
    }
}
