//! Declaration specifiers: words in any order, some of which need not be mentioned.

use csyntax::{NodeId, NodeKind, Part, TokenId, TokenKind};
use smallvec::smallvec;
use smpl::{Mark, PatternNode, PatternPart, PatternToken, PatternTokenId};

use super::Matcher;
use crate::env::{Extent, Hit, State, States};

impl Matcher<'_> {
    /// Each word of the pattern takes one of the code; storage classes and qualifiers may be left over, and `int` may
    /// be said or not beside `unsigned`, `long` or `short`.
    pub(super) fn specifiers(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let mut left: Vec<Part> = self.tree.parts(code).collect();
        let implied_int = left.iter().any(|part| self.is_int_modifier(*part));
        let states = self.take_words(pattern, code, &mut left, state);
        if !left.iter().all(|part| self.may_go_unmentioned(*part, implied_int)) {
            return States::new();
        }
        let states = self.int_goes_along(pattern, code, &left, states);
        self.leave_together(pattern, code, &left, states)
    }

    /// `T { … };`, a definition or a typedef of one.
    pub(super) fn typedef_or_not(
        &self,
        pattern: &PatternNode,
        code: NodeId,
        state: State,
    ) -> States {
        let found = self.specifiers(pattern, code, state.clone());
        if found.is_empty() { self.inside_typedef(pattern, code, state) } else { found }
    }

    /// `struct s { … };` where a typedef names the structure that it defines, unless the definition goes.
    pub(super) fn inside_typedef(
        &self,
        pattern: &PatternNode,
        code: NodeId,
        state: State,
    ) -> States {
        let defines = |node: &PatternNode| {
            node.kind == NodeKind::StructSpecifier
                && node.children().any(|inner| inner.kind == NodeKind::StructDeclarationList)
        };
        let goes = |node: &PatternNode| {
            let first = node.tokens().first().copied();
            first.is_some_and(|first| self.rule.token(first).mark == Mark::Minus)
        };
        let is_typedef = |part: &Part| self.token_kind(*part) == Some(TokenKind::KwTypedef);
        let (typedef, mut left): (Vec<Part>, Vec<Part>) =
            self.tree.parts(code).partition(is_typedef);
        if typedef.is_empty() || !pattern.children().any(|node| defines(node) && !goes(node)) {
            return States::new();
        }
        let states = self.take_words(pattern, code, &mut left, state);
        let all_said = left.iter().all(|part| self.may_go_unmentioned(*part, false));
        if all_said { states } else { States::new() }
    }

    /// Lets each word of the pattern take one of those that are left; `int` is where `unsigned` is.
    pub(super) fn take_words(
        &self,
        pattern: &PatternNode,
        code: NodeId,
        left: &mut Vec<Part>,
        state: State,
    ) -> States {
        let mut states: States = smallvec![state];
        let implied_int = left.iter().copied().find(|part| self.is_int_modifier(*part));
        for wanted in &pattern.parts {
            let taken = left.iter().enumerate().find_map(|(at, part)| {
                let next: States = states
                    .iter()
                    .flat_map(|state| self.part(wanted, *part, code, state.clone()))
                    .collect();
                (!next.is_empty()).then_some((at, next))
            });
            match taken {
                Some((at, next)) => {
                    left.remove(at);
                    states = next;
                }
                None => match (implied_int, wanted) {
                    (Some(Part::Token(at)), PatternPart::Token(int))
                        if self.is_int_word(wanted) =>
                    {
                        // It is not there, but code may be added at its place.
                        let (pattern, extent) = (*int, Extent::AddedOnly);
                        let (first, last) = (TokenId(at.0 + 1), at);
                        let hit = Hit { pattern, first, last, owner: code, extent };
                        states.iter_mut().for_each(|state| state.hits.push(hit));
                    }
                    _ => return States::new(),
                },
            }
        }
        states
    }

    /// `unsigned` and `unsigned int` are one type: what goes with the one word takes the other along.
    fn int_goes_along(
        &self,
        pattern: &PatternNode,
        owner: NodeId,
        left: &[Part],
        mut states: States,
    ) -> States {
        let goes = |token: &PatternTokenId| {
            let token = self.rule.token(*token);
            let modifies = matches!(
                token.kind,
                TokenKind::KwUnsigned
                    | TokenKind::KwSigned
                    | TokenKind::KwLong
                    | TokenKind::KwShort
            );
            modifies && token.mark == Mark::Minus
        };
        let modifier = pattern.tokens().into_iter().find(goes);
        let int = left.iter().find(|part| self.token_kind(**part) == Some(TokenKind::KwInt));
        if let (Some(pattern), Some(Part::Token(int))) = (modifier, int.copied()) {
            let extent = Extent::MarkOnly;
            let hit = Hit { pattern, first: int, last: int, owner, extent };
            states.iter_mut().for_each(|state| state.hits.push(hit));
        }
        states
    }

    /// A structure; for `T { … }` the metavariable takes the keyword and the tag, or, where there is no tag, the name that
    /// a typedef gives it.
    pub(super) fn structure(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let [PatternPart::Token(token), PatternPart::Node(fields)] = pattern.parts.as_slice()
        else {
            return self.parts(pattern, code, state);
        };
        let Some(meta) = self.rule.token(*token).meta else {
            return self.parts(pattern, code, state);
        };
        let Some(list) = self.tree.child(code, NodeKind::StructDeclarationList) else {
            return States::new();
        };
        let head: Vec<TokenId> = self.tree.own_tokens(code).collect();
        let (Some(first), Some(last)) = (head.first().copied(), head.last().copied()) else {
            return States::new();
        };
        let name = if head.len() > 1 { None } else { self.typedef_name(code) };
        let words: Vec<&[u8]> = match name {
            Some(name) => vec![self.tree.token_text(name)],
            None => head.iter().map(|token| self.tree.token_text(*token)).collect(),
        };
        let value = self.values.borrow_mut().of_words(&words);
        let mut state = state;
        if !self.bind_checked(meta, value, None, &mut state.env) {
            return States::new();
        }
        self.hit(*token, first, last, code, state)
            .into_iter()
            .flat_map(|state| self.node(fields, list, state))
            .collect()
    }

    /// The first name that `typedef struct { … } name;` declares.
    fn typedef_name(&self, structure: NodeId) -> Option<TokenId> {
        let specifiers = self.tree.parent(structure)?;
        let is_typedef = self
            .tree
            .own_tokens(specifiers)
            .any(|token| self.tree.token(token).kind == TokenKind::KwTypedef);
        let declaration = self.tree.parent(specifiers).filter(|_| is_typedef)?;
        let names = |node: &NodeId| self.tree.kind(*node) == NodeKind::IdentifierDeclarator;
        let declarator = self.tree.child(declaration, NodeKind::InitDeclarator)?;
        self.tree.subtree(declarator).find(names).and_then(|name| self.tree.first_token(name))
    }

    /// When every word of the pattern goes, so do the ones it did not mention.
    fn leave_together(
        &self,
        pattern: &PatternNode,
        owner: NodeId,
        left: &[Part],
        mut states: States,
    ) -> States {
        let tokens = pattern.tokens();
        let all_go = tokens.iter().all(|token| self.rule.token(*token).mark == Mark::Minus);
        let all_go = all_go && !tokens.last().is_some_and(|last| self.is_replaced(*last));
        if let (true, Some(last)) = (all_go, tokens.last()) {
            for state in &mut states {
                for token in left.iter().flat_map(|part| self.part_tokens(*part)) {
                    state.hits.push(Hit {
                        pattern: *last,
                        first: token,
                        last: token,
                        owner,
                        extent: Extent::MarkOnly,
                    });
                }
            }
        }
        states
    }

    /// Whether code is added beside the run of removed tokens that `token` belongs to: then what the pattern does not
    /// mention belongs to that code.
    pub(super) fn is_replaced(&self, token: PatternTokenId) -> bool {
        let tokens = &self.rule.tokens;
        // What an isomorphism made has the place of what it stands for.
        let span = self.rule.token(token).span;
        let at = tokens.iter().position(|other| other.span == span).unwrap_or(token.0 as usize);
        let goes = |token: &&PatternToken| token.mark == Mark::Minus;
        let adds =
            |token: &PatternToken| !token.plus_before.is_empty() || !token.plus_after.is_empty();
        tokens[at..].iter().take_while(goes).any(adds)
            || tokens[..at].iter().rev().take_while(goes).any(adds)
    }

    fn may_go_unmentioned(&self, part: Part, implied_int: bool) -> bool {
        (self.is_storage(part) && self.allows("optional_storage"))
            || (self.is_qualifier(part) && self.allows("optional_qualifier"))
            || self.is_optional_attribute(part)
            || (implied_int && self.token_kind(part) == Some(TokenKind::KwInt))
    }

    /// A storage class or function specifier.
    pub(super) fn is_storage(&self, part: Part) -> bool {
        self.token_kind(part).is_some_and(stores)
    }

    pub(super) fn is_qualifier(&self, part: Part) -> bool {
        self.token_kind(part).is_some_and(qualifies)
    }

    /// A qualifier in the pattern.
    pub(super) fn says_qualifier(&self, wanted: &PatternPart) -> bool {
        matches!(wanted, PatternPart::Token(token) if qualifies(self.rule.token(*token).kind))
    }

    /// A word of the pattern that stands beside a type and is none.
    pub(super) fn is_beside_type(&self, wanted: &PatternPart) -> bool {
        match wanted {
            PatternPart::Token(token) => stores(self.rule.token(*token).kind),
            PatternPart::Node(node) => node.kind == NodeKind::Attribute,
        }
    }

    /// A word of the pattern and the same word of the code.
    pub(super) fn same_word(&self, wanted: &PatternPart, code: Part) -> bool {
        match (wanted, code) {
            (PatternPart::Token(wanted), Part::Token(code)) => {
                let (wanted, code) = (self.rule.token(*wanted).kind, self.tree.token(code).kind);
                wanted == code && wanted.is_keyword()
            }
            (PatternPart::Node(wanted), Part::Node(code)) => {
                wanted.kind == NodeKind::Attribute && self.tree.kind(code) == NodeKind::Attribute
            }
            _ => false,
        }
    }

    fn is_int_modifier(&self, part: Part) -> bool {
        matches!(
            self.token_kind(part),
            Some(
                TokenKind::KwUnsigned
                    | TokenKind::KwSigned
                    | TokenKind::KwLong
                    | TokenKind::KwShort
            )
        )
    }

    fn is_int_word(&self, wanted: &PatternPart) -> bool {
        matches!(wanted, PatternPart::Token(token) if self.rule.token(*token).kind == TokenKind::KwInt)
    }

    fn token_kind(&self, part: Part) -> Option<TokenKind> {
        match part {
            Part::Token(token) => Some(self.tree.token(token).kind),
            Part::Node(_) => None,
        }
    }
}

fn qualifies(kind: TokenKind) -> bool {
    use TokenKind::{KwAtomic, KwConst, KwRestrict, KwVolatile};
    matches!(kind, KwConst | KwVolatile | KwRestrict | KwAtomic)
}

/// A storage class or function specifier.
fn stores(kind: TokenKind) -> bool {
    use TokenKind::{
        KwExtension, KwExtern, KwInline, KwNoreturn, KwRegister, KwStatic, KwThreadLocal,
    };
    matches!(
        kind,
        KwStatic | KwExtern | KwRegister | KwInline | KwNoreturn | KwThreadLocal | KwExtension
    )
}
