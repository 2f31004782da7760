//! What a change of a function's header means for its prototypes.
//!
//! ```text
//!   - f(T x) { ... }           - f(T p);          p: the prototype may call its parameters otherwise,
//!   + f(T x, int n) { ... }    + f(T p, int n);
//!                              - f(T);            or not at all
//!                              + f(T, int);
//! ```
//!
//! A rule that changes a header is followed by rules of our own making, one for prototypes that name their parameters
//! and one for those that do not. They run where the rule has matched and inherit what it bound: only prototypes of
//! the functions that it changed are changed. `disable prototypes` in the rule's header leaves them alone.

mod added;
mod parameters;

use csyntax::{NodeKind, TokenKind};

use crate::{
    CodeRule, Dependency, Mark, MetaId, MetaKind, Metavariable, Origin, PatternNode, PatternPart,
    PatternToken, PatternTokenId, PlusBlock, PlusShape, Rule, RuleBody,
};

/// The rules that change prototypes as `rule` changes the functions that they announce.
pub fn prototypes(rule: &Rule) -> Vec<Rule> {
    let RuleBody::Code(code) = &rule.body else { return Vec::new() };
    if code.disabled.iter().any(|word| word == "prototypes") {
        return Vec::new();
    }
    let functions =
        code.pattern.children().filter(|node| node.kind == NodeKind::FunctionDefinition);
    functions
        .filter_map(|function| Header::of(code, function))
        .filter(Header::changes)
        .flat_map(|header| {
            let unnamed = header.names_parameters().then(|| header.prototype(rule, Names::Unsaid));
            [Some(header.prototype(rule, Names::Any)), unnamed]
        })
        .flatten()
        .collect()
}

/// Whether the parameters of a prototype have names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    /// Whatever names.
    Any,
    /// None.
    Unsaid,
}

/// The header of a function in a pattern.
struct Header<'r> {
    rule: &'r CodeRule,
    function: &'r PatternNode,
    specifiers: Option<&'r PatternNode>,
    declarator: &'r PatternNode,
    /// All tokens of the header.
    tokens: Vec<PatternTokenId>,
    /// Added code that takes the place of the whole header, up to its `{`.
    replacement: Option<PlusBlock>,
}

impl<'r> Header<'r> {
    fn of(rule: &'r CodeRule, function: &'r PatternNode) -> Option<Self> {
        let specifiers =
            function.children().find(|node| node.kind == NodeKind::DeclarationSpecifiers);
        let declarator = function.children().find(|node| node.kind.is_declarator())?;
        let tokens: Vec<PatternTokenId> =
            specifiers.into_iter().chain([declarator]).flat_map(PatternNode::tokens).collect();
        let all_go = tokens.iter().all(|token| rule.token(*token).mark == Mark::Minus);
        let body = function.tokens().into_iter().skip_while(|token| Some(token) != tokens.last());
        let removed = body.take_while(|token| rule.token(*token).mark == Mark::Minus);
        let replacement = removed
            .filter(|_| all_go)
            .flat_map(|token| &rule.token(token).plus_after)
            .find_map(added::header_in);
        Some(Self { rule, function, specifiers, declarator, tokens, replacement })
    }

    /// Whether anything but the body changes.
    fn changes(&self) -> bool {
        let beside =
            |token: &PatternToken| token.plus_before.iter().chain(&token.plus_after).any(is_inline);
        let tokens = || self.tokens.iter().map(|token| self.rule.token(*token));
        let goes = tokens().any(|token| token.mark == Mark::Minus);
        // What all goes and comes back in a form that is not understood leaves the prototype as it is.
        let understood = self.replacement.is_some()
            || self.function_goes()
            || !tokens().all(|token| token.mark == Mark::Minus)
            || tokens().any(beside);
        (goes || tokens().any(beside)) && understood
    }

    /// Whether the function goes and nothing comes in its place.
    fn function_goes(&self) -> bool {
        self.replacement.is_none()
            && self.function.tokens().iter().map(|token| self.rule.token(*token)).all(|token| {
                token.mark == Mark::Minus
                    && token.plus_before.is_empty()
                    && token.plus_after.is_empty()
            })
    }

    fn names_parameters(&self) -> bool {
        parameters::of(self.declarator).any(|parameter| parameters::name(parameter).is_some())
    }

    fn prototype(&self, rule: &Rule, names: Names) -> Rule {
        let mut maker = Maker::new(self.rule, &rule.name, names);
        for parameter in parameters::of(self.declarator) {
            maker.parameter(parameter);
        }
        let mut parts: Vec<PatternPart> = Vec::new();
        parts.extend(self.specifiers.map(|node| PatternPart::Node(maker.node(node))));
        let declarator = maker.node(self.declarator);
        let declared = vec![PatternPart::Node(declarator)];
        parts.push(PatternPart::Node(PatternNode {
            kind: NodeKind::InitDeclarator,
            parts: declared,
        }));
        if let Some(block) = &self.replacement {
            let mut block = block.clone();
            if names == Names::Unsaid {
                added::drop_names(&mut block, self.rule, false);
            }
            maker.add_behind(block);
        }
        let mark = if self.function_goes() { Mark::Minus } else { Mark::Context };
        parts.push(PatternPart::Token(maker.semicolon(mark)));
        let declaration = PatternNode { kind: NodeKind::Declaration, parts };
        let code = maker.finish(declaration, self.rule);
        Rule {
            name: rule.name.clone(),
            named: rule.named,
            path: rule.path.clone(),
            span: rule.span,
            depends: Dependency::Rule(rule.name.clone()),
            body: RuleBody::Code(Box::new(code)),
        }
    }
}

/// Whether added code is part of the code beside it.
fn is_inline(block: &PlusBlock) -> bool {
    block.shape == PlusShape::Inline
}

/// A rule in the making: the tokens that a prototype keeps, and what is inherited.
struct Maker<'r> {
    rule: &'r CodeRule,
    names: Names,
    metavariables: Vec<Metavariable>,
    tokens: Vec<PatternToken>,
    /// The tokens that name parameters.
    named: Vec<PatternTokenId>,
    /// Added code whose place is gone, for the next token.
    waiting: Vec<PlusBlock>,
}

impl<'r> Maker<'r> {
    fn new(rule: &'r CodeRule, name: &str, names: Names) -> Self {
        let inherited = |meta: &Metavariable| {
            if meta.origin != Origin::Local || meta.kind.is_name_only() {
                return meta.clone();
            }
            let origin = Origin::Rule { rule: name.to_owned(), name: meta.name.clone() };
            Metavariable { origin, ..Metavariable::new(meta.name.clone(), meta.span, meta.kind) }
        };
        let metavariables = rule.metavariables.iter().map(inherited).collect();
        let (tokens, named, waiting) = (Vec::new(), Vec::new(), Vec::new());
        Self { rule, names, metavariables, tokens, named, waiting }
    }

    /// Whatever is said of parameters is said of the function's own: a prototype binds its names and lists anew.
    fn parameter(&mut self, parameter: &PatternNode) {
        let name = parameters::name(parameter);
        self.named.extend(name);
        let list = parameter.tokens().first().copied().filter(|_| name.is_none());
        let own = name.or(list).and_then(|token| self.rule.token(token).meta);
        let local = |kind| {
            kind != MetaKind::Type && kind != MetaKind::FreshIdentifier && kind != MetaKind::Symbol
        };
        if let Some(meta) = own.map(|meta| &mut self.metavariables[meta.0 as usize])
            && local(meta.kind)
        {
            meta.origin = Origin::Local;
        }
    }

    fn node(&mut self, node: &PatternNode) -> PatternNode {
        let mut out = PatternNode { kind: node.kind, parts: Vec::new() };
        for part in &node.parts {
            match part {
                PatternPart::Node(child) => {
                    let made = self.node(child);
                    if !made.parts.is_empty() {
                        out.parts.push(PatternPart::Node(made));
                    }
                }
                PatternPart::Token(token) => {
                    out.parts.extend(self.token(*token).map(PatternPart::Token));
                }
            }
        }
        out
    }

    /// A token of the header as one of the prototype; `None` for a name that it does not have.
    fn token(&mut self, id: PatternTokenId) -> Option<PatternTokenId> {
        let mut token = self.rule.token(id).clone();
        token.attached.clear();
        token.plus_before.retain(is_inline);
        token.plus_after.retain(is_inline);
        let is_name = self.named.contains(&id);
        if self.names == Names::Unsaid {
            let blocks = token.plus_before.iter_mut().chain(&mut token.plus_after);
            blocks.for_each(|block| added::drop_names(block, self.rule, is_name));
            token.plus_before.retain(|block| !block.pieces.is_empty());
            token.plus_after.retain(|block| !block.pieces.is_empty());
        }
        if is_name && self.names == Names::Unsaid {
            let blocks = token.plus_before.into_iter().chain(token.plus_after);
            blocks.for_each(|block| self.add_behind(block));
            return None;
        }
        if is_name && token.meta.is_none() {
            token.meta = Some(self.any_name(&token));
            token.kind = TokenKind::MetaIdentifier;
        }
        Some(self.push(token))
    }

    /// A metavariable for the name of a parameter that the pattern spells out.
    fn any_name(&mut self, token: &PatternToken) -> MetaId {
        let name = format!("{} of the prototype", token.text);
        self.metavariables.push(Metavariable::new(name, token.span, MetaKind::Identifier));
        MetaId(self.metavariables.len() as u32 - 1)
    }

    /// Adds code behind the last token.
    fn add_behind(&mut self, block: PlusBlock) {
        match self.tokens.last_mut() {
            Some(token) => token.plus_after.push(block),
            None => self.waiting.push(block),
        }
    }

    fn push(&mut self, mut token: PatternToken) -> PatternTokenId {
        token.plus_before.splice(0..0, self.waiting.drain(..));
        self.tokens.push(token);
        PatternTokenId(self.tokens.len() as u32 - 1)
    }

    fn semicolon(&mut self, mark: Mark) -> PatternTokenId {
        let span = self.tokens.last().map(|token| source::Span::empty(token.span.end));
        self.push(PatternToken {
            kind: TokenKind::Semicolon,
            text: ";".to_owned(),
            span: span.unwrap_or_default(),
            meta: None,
            mark,
            optional: false,
            attached: Vec::new(),
            plus_before: Vec::new(),
            plus_after: Vec::new(),
            dots: None,
        })
    }

    fn finish(self, declaration: PatternNode, rule: &CodeRule) -> CodeRule {
        let parts = vec![PatternPart::Node(declaration)];
        CodeRule {
            metavariables: self.metavariables,
            pattern: PatternNode { kind: NodeKind::Pattern, parts },
            tokens: self.tokens,
            quantifier: rule.quantifier,
            disabled: rule.disabled.clone(),
            extends: None,
            isomorphism_files: rule.isomorphism_files.clone(),
            rule_kind: None,
        }
    }
}
