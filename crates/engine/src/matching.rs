//! Does this piece of pattern match this piece of tree, and with which bindings?
//!
//! Pattern and code have trees of the same kinds, so the core is one rule: the kinds are equal and the parts match
//! one by one. Around it stand the places where SmPL or C is not so simple, a file each:
//!
//! ```text
//! metavariables  a name that stands for code, and what that code must satisfy
//! lists          arguments, parameters, elements: `...` and list metavariables take any number
//! declarations   of variables and fields: one declarator of many
//! declarators    from the name outward
//! headers        of functions: return type, name, parameters
//! directives     #include, #define, …: word by word
//! formats        strings with dots and formats
//! specifiers     words in any order, some unsaid
//! str_syntax     regular expressions of another syntax
//! types          typed metavariables: what an expression is declared to be
//! written_types  types in the text: in front of a declarator, or alone
//! scan           where in a statement an expression pattern may match
//! ```

mod constraints;
mod declarations;
mod declarators;
mod directives;
mod formats;
mod headers;
mod initializations;
mod kinds;
mod lists;
mod metavariables;
mod scan;
mod specifiers;
mod str_syntax;
mod types;
mod written_types;

use std::cell::{Cell, RefCell};

use csyntax::names::Scopes;
use csyntax::{NodeId, NodeKind, Part, TokenId, TokenKind, Tree};
use smallvec::smallvec;
use smpl::{CodeRule, Mark, PatternNode, PatternPart, PatternTokenId};

pub(crate) use constraints::{Compiled, declare_referenced, excluded, last_name};
pub(crate) use directives::define_parts;
pub(crate) use kinds::Kinds;
pub(crate) use scan::{Taken, expression_roots};
pub(crate) use str_syntax::translate_constraints;

use crate::directive_trees::DirectiveTrees;
use crate::env::{Env, Extent, Hit, Hits, State, States};
use crate::value::Values;

/// Matches the patterns of one rule against one tree.
pub(crate) struct Matcher<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) rule: &'a CodeRule,
    pub(crate) values: &'a RefCell<Values>,
    /// What constraints need, by metavariable.
    pub(crate) constraints: &'a constraints::Compiled,
    /// The file's name, for positions.
    pub(crate) file: &'a str,
    /// The function or declaration at hand, for positions: its name, empty where it has none, and where it stands.
    pub(crate) element: (&'a str, source::Span),
    /// Runs the scripts that constraints are.
    pub(crate) scripts: &'a crate::scripting::Scripting<'a>,
    /// What names denote there, where a metavariable of the rule asks for it.
    pub(crate) scopes: Option<Scopes<'a>>,
    /// The directives of the tree.
    pub(crate) directives: &'a DirectiveTrees<'a>,
    /// Nodes compared so far.
    pub(crate) work: Cell<u64>,
    /// When a branch of a disjunction rules out those behind it.
    pub(crate) precedence: Cell<Precedence>,
}

/// When a branch of a disjunction that matches rules out those behind it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Precedence {
    /// Always.
    #[default]
    First,
    /// Where both bind alike: in the head of a compound statement, `if (\(e \| e != NULL\))` holds with either `e`.
    SameBindings,
}

impl Matcher<'_> {
    /// All ways in which `pattern` matches the node `code`, given what is bound.
    pub(crate) fn node(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        self.work.set(self.work.get() + 1);
        match pattern.kind {
            NodeKind::Disjunction => {
                self.disjunction(pattern, |branch, state| self.branch(branch, code, state), state)
            }
            NodeKind::Conjunction => {
                self.conjunction(pattern, |branch, state| self.branch(branch, code, state), state)
            }
            NodeKind::MetaVariable => self.metavariable_node(pattern, code, state),
            NodeKind::Dots => self.dots_node(pattern, code, state),
            NodeKind::Nest => self.expression_nest(pattern, code, state),
            NodeKind::Tested if scan::is_tested(self.tree, code) => {
                self.branch(pattern, code, state)
            }
            NodeKind::BinaryExpression if is_open_chain(pattern) => {
                self.open_chain(pattern, code, state)
            }
            kind if kind != self.tree.kind(code) => States::new(),
            kind => self.same_kind(kind, pattern, code, state),
        }
    }

    fn same_kind(
        &self,
        kind: NodeKind,
        pattern: &PatternNode,
        code: NodeId,
        state: State,
    ) -> States {
        match kind {
            NodeKind::ArgumentList
            | NodeKind::ParameterList
            | NodeKind::InitializerList
            | NodeKind::EnumeratorList
            | NodeKind::StructDeclarationList => self.list(pattern, code, state),
            NodeKind::DeclarationSpecifiers => self.specifiers(pattern, code, state),
            NodeKind::Declaration | NodeKind::StructDeclaration => {
                self.declaration(pattern, code, state)
            }
            NodeKind::ParameterDeclaration | NodeKind::TypeName => {
                self.typed_item(pattern, code, state)
            }
            NodeKind::Directive => self.directive(pattern, code, state),
            NodeKind::ForInit | NodeKind::ForCondition | NodeKind::ForStep => {
                self.for_part(pattern, code, state)
            }
            NodeKind::StructSpecifier => self.structure(pattern, code, state),
            NodeKind::StringLiteral => self.string(pattern, code, state),
            NodeKind::Attribute => self.attribute(pattern, code, state),
            NodeKind::MacroDeclaration => self.macro_declaration(pattern, code, state),
            _ => self.parts(pattern, code, state),
        }
    }

    /// The parts of both, one by one. Attributes that the pattern does not mention are passed over.
    pub(crate) fn parts(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        self.parts_among(pattern, self.tree.parts(code), code, state)
    }

    /// The parts of a pattern and these of the code, one by one.
    fn parts_among(
        &self,
        pattern: &PatternNode,
        found: impl Iterator<Item = Part>,
        code: NodeId,
        state: State,
    ) -> States {
        let mut code_parts = found.peekable();
        let mut states: States = smallvec![state];
        for part in &pattern.parts {
            let wants_attribute =
                matches!(part, PatternPart::Node(node) if node.kind == NodeKind::Attribute);
            while !wants_attribute
                && code_parts.next_if(|part| self.is_optional_attribute(*part)).is_some()
            {
            }
            let Some(code_part) = code_parts.next() else { return States::new() };
            states = states
                .into_iter()
                .flat_map(|state| self.part(part, code_part, code, state))
                .collect();
            if states.is_empty() {
                return states;
            }
        }
        while code_parts.next_if(|part| self.is_optional_attribute(*part)).is_some() {}
        if code_parts.next().is_some() { States::new() } else { states }
    }

    /// As many parts of a pattern as of the code, one by one.
    pub(crate) fn pairs(
        &self,
        wanted: &[&PatternPart],
        found: &[Part],
        owner: NodeId,
        state: State,
    ) -> States {
        if wanted.len() != found.len() {
            return States::new();
        }
        wanted.iter().zip(found).fold(smallvec![state], |states: States, (wanted, found)| {
            states.into_iter().flat_map(|state| self.part(wanted, *found, owner, state)).collect()
        })
    }

    pub(crate) fn part(
        &self,
        pattern: &PatternPart,
        code: Part,
        owner: NodeId,
        state: State,
    ) -> States {
        match (pattern, code) {
            (PatternPart::Node(pattern), Part::Node(code)) => self.node(pattern, code, state),
            (PatternPart::Token(pattern), Part::Token(code)) => {
                self.token(*pattern, code, owner, state)
            }
            (PatternPart::Node(pattern), Part::Token(code)) => {
                self.name_disjunction(pattern, code, owner, state)
            }
            (PatternPart::Token(_), Part::Node(_)) => States::new(),
        }
    }

    /// A token of the pattern against one of the code; `owner` is the node whose own token `code` is.
    pub(crate) fn token(
        &self,
        pattern: PatternTokenId,
        code: TokenId,
        owner: NodeId,
        state: State,
    ) -> States {
        let wanted = self.rule.token(pattern);
        let found = self.tree.token(code).kind;
        let matches = match wanted.kind {
            TokenKind::MetaIdentifier | TokenKind::MetaType => {
                return self.metavariable_name(pattern, code, owner, state);
            }
            TokenKind::MetaBinaryOperator => {
                return self.metavariable_operator(pattern, code, state);
            }
            TokenKind::MetaAssignmentOperator if found.is_assignment() => {
                return self.metavariable_operator(pattern, code, state);
            }
            // Six dots are C's own three.
            TokenKind::DotsDots => found == TokenKind::Ellipsis,
            TokenKind::MetaIterator | TokenKind::MetaDeclarer | TokenKind::MetaAttribute => {
                return self.metavariable_name(pattern, code, owner, state);
            }
            kind => {
                kind == found
                    && (!has_spelling(kind)
                        || wanted.text.as_bytes() == self.tree.token_text(code)
                        || (kind == TokenKind::Number
                            && same_number(&wanted.text, self.tree.token_text(code))))
            }
        };
        if matches { self.hit(pattern, code, code, owner, state) } else { States::new() }
    }

    /// Notes that `pattern` matched the tokens `first..=last`, and binds what is attached to it.
    pub(crate) fn hit(
        &self,
        pattern: PatternTokenId,
        first: TokenId,
        last: TokenId,
        owner: NodeId,
        mut state: State,
    ) -> States {
        state.hits.push(Hit { pattern, first, last, owner, extent: Extent::Whole });
        let token = self.rule.token(pattern);
        for meta in &token.attached {
            if !self.attach(*meta, first, last, owner, &mut state.env) {
                return States::new();
            }
        }
        smallvec![state]
    }

    /// The first branch that matches wins, as the manual asks of disjunctions.
    fn disjunction(
        &self,
        pattern: &PatternNode,
        each: impl Fn(&PatternNode, State) -> States,
        state: State,
    ) -> States {
        if self.precedence.get() == Precedence::SameBindings && is_written(pattern) {
            return self.compatible_branches(pattern, each, state);
        }
        branches(pattern)
            .map(|branch| each(branch, state.clone()))
            .find(|states| !states.is_empty())
            .unwrap_or_default()
    }

    /// All branches that match, but for ways in which they bind no metavariable otherwise than an earlier one does.
    fn compatible_branches(
        &self,
        pattern: &PatternNode,
        each: impl Fn(&PatternNode, State) -> States,
        state: State,
    ) -> States {
        let mut found = States::new();
        for branch in branches(pattern) {
            let mut more = each(branch, state.clone());
            more.retain(|new| found.iter().all(|old| new.env.joined(&old.env).is_none()));
            found.extend(more);
        }
        found
    }

    fn conjunction(
        &self,
        pattern: &PatternNode,
        each: impl Fn(&PatternNode, State) -> States,
        state: State,
    ) -> States {
        branches(pattern).fold(smallvec![state], |states: States, branch| {
            states.into_iter().flat_map(|state| each(branch, state)).collect()
        })
    }

    /// A branch that holds one node, against one node.
    fn branch(&self, branch: &PatternNode, code: NodeId, state: State) -> States {
        match branch.parts.as_slice() {
            [PatternPart::Node(inner)] => self.node(inner, code, state),
            [PatternPart::Token(token)] => {
                match (self.tree.first_token(code), self.tree.token_range(code).len()) {
                    (Some(first), 1) => self.token(*token, first, code, state),
                    _ => States::new(),
                }
            }
            _ => States::new(),
        }
    }

    /// A disjunction of names where the code has a name token: `x->\(a\|b\)`.
    fn name_disjunction(
        &self,
        pattern: &PatternNode,
        code: TokenId,
        owner: NodeId,
        state: State,
    ) -> States {
        let each = |branch: &PatternNode, state: State| match name_token(branch) {
            Some(token) => self.token(token, code, owner, state),
            None => States::new(),
        };
        match pattern.kind {
            NodeKind::Disjunction => self.disjunction(pattern, each, state),
            NodeKind::Conjunction => self.conjunction(pattern, each, state),
            _ => States::new(),
        }
    }

    /// `...` where one expression stands: anything.
    fn dots_node(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        match (pattern.parts.first(), self.tree.first_token(code), self.tree.last_token(code)) {
            (Some(PatternPart::Token(token)), Some(first), Some(last)) => {
                self.hit(*token, first, last, code, state)
            }
            _ => States::new(),
        }
    }

    /// `<+... e ...+>` inside an expression: `e` somewhere in it; `<... e ...>`: wherever it is, if anywhere.
    fn expression_nest(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let open = match pattern.parts.first() {
            Some(PatternPart::Token(open)) => Some(*open),
            _ => None,
        };
        let at_least_once =
            open.is_some_and(|open| self.rule.token(open).kind == TokenKind::NestPlusOpen);
        let mut found = self.by_bindings(pattern, code, &state);
        if found.is_empty() && !at_least_once {
            found.push(state);
        }
        if let Some(open) = open {
            found.iter_mut().for_each(|state| self.whole_goes(open, code, state));
        }
        found
    }

    /// What a nest holds, wherever it is in an expression: a state for each way to bind, with all places bound that way.
    fn by_bindings(&self, nest: &PatternNode, code: NodeId, before: &State) -> States {
        let mut found = States::new();
        for inner in nest.children() {
            for node in self.tree.subtree(code) {
                let start = State { env: before.env.clone(), hits: Hits::default() };
                for new in self.node(inner, node, start) {
                    let same = found.iter_mut().find(|old: &&mut State| old.env == new.env);
                    let state = match same {
                        Some(state) => state,
                        None => {
                            found.push(State { env: new.env, hits: before.hits.clone() });
                            let last = found.len() - 1;
                            &mut found[last]
                        }
                    };
                    state.hits.append(&new.hits);
                }
            }
            if found.len() > lists::MOST_WAYS {
                // Too many to be of use: the function is given up as one over budget.
                self.work.set(u64::MAX / 2);
                return States::new();
            }
        }
        found
    }

    /// Dots that are removed take all that they stand for with them.
    fn whole_goes(&self, dots: PatternTokenId, code: NodeId, state: &mut State) {
        let range = self.tree.token_range(code);
        if self.rule.token(dots).mark == Mark::Minus && !range.is_empty() {
            let (first, last) = (TokenId(range.start), TokenId(range.end - 1));
            state.hits.push(Hit {
                pattern: dots,
                first,
                last,
                owner: code,
                extent: Extent::MarkOnly,
            });
        }
    }

    /// `e || ...`: `e` is one of the operands or what some of them are joined to first, or all there is where something is tested.
    fn open_chain(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let [PatternPart::Node(wanted), PatternPart::Token(operator), PatternPart::Node(dots)] =
            pattern.parts.as_slice()
        else {
            return States::new();
        };
        let joins_tests =
            matches!(self.rule.token(*operator).kind, TokenKind::AmpAmp | TokenKind::PipePipe);
        let mut found: States = self
            .operands(*operator, code)
            .into_iter()
            .filter(|operand| !joins_tests || scan::is_tested(self.tree, *operand))
            .flat_map(|operand| self.node(wanted, operand, state.clone()))
            .collect();
        if let Some(dots) = dots.tokens().first() {
            found.iter_mut().for_each(|state| {
                self.whole_goes(*dots, code, state);
                self.added_behind(&[*operator, *dots], code, state);
            });
        }
        found
    }

    /// What is added beside tokens that may have matched nothing comes behind the code.
    fn added_behind(&self, tokens: &[PatternTokenId], code: NodeId, state: &mut State) {
        let Some(last) = self.tree.last_token(code) else { return };
        for pattern in tokens {
            let token = self.rule.token(*pattern);
            if !token.plus_before.is_empty() || !token.plus_after.is_empty() {
                let extent = Extent::AddedOnly;
                state.hits.push(Hit { pattern: *pattern, first: last, last, owner: code, extent });
            }
        }
    }

    /// What one operator joins, however often, and what it joins first: `a`, `b`, `c`, `a || b` and all of `a || b || c`.
    fn operands(&self, operator: PatternTokenId, code: NodeId) -> Vec<NodeId> {
        let wanted = self.rule.token(operator).kind;
        let mut operands = Vec::new();
        let mut open = vec![code];
        while let Some(node) = open.pop() {
            operands.push(node);
            let joins = self.tree.kind(node) == NodeKind::BinaryExpression
                && self.tree.own_tokens(node).any(|token| self.tree.token(token).kind == wanted);
            if joins {
                open.extend(self.tree.children(node));
            }
        }
        operands.reverse();
        operands
    }

    /// `...` in the head of a `for`: any expression or none; before a declaration, the `;` is the declaration's.
    fn for_part(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let [PatternPart::Node(dots), rest @ ..] = pattern.parts.as_slice() else {
            return self.parts(pattern, code, state);
        };
        let [PatternPart::Token(token)] = dots.parts.as_slice() else {
            return self.parts(pattern, code, state);
        };
        if dots.kind != NodeKind::Dots {
            return self.parts(pattern, code, state);
        }
        let range = self.tree.token_range(code);
        let end = range.end - rest.len() as u32;
        let (first, last) = (TokenId(range.start), TokenId(end.wrapping_sub(1)));
        let states = self.hit(*token, first, last, code, state);
        match rest {
            [PatternPart::Token(semicolon)] => states
                .into_iter()
                .flat_map(|state| self.token(*semicolon, TokenId(end), code, state))
                .collect(),
            _ => states,
        }
    }

    fn is_attribute(&self, part: Part) -> bool {
        matches!(part, Part::Node(node) if self.tree.kind(node) == NodeKind::Attribute)
    }

    /// An attribute that the pattern need not mention.
    fn is_optional_attribute(&self, part: Part) -> bool {
        self.is_attribute(part) && self.allows("optional_attributes")
    }

    /// Whether the rule leaves something on that its header may `disable`.
    pub(crate) fn allows(&self, what: &str) -> bool {
        !self.rule.disabled.iter().any(|word| word == what)
    }

    /// True when `pattern` matches `code` in some way that agrees with what is bound.
    pub(crate) fn holds(&self, pattern: &PatternNode, code: NodeId, env: &Env) -> bool {
        !self.node(pattern, code, State { env: env.clone(), hits: Default::default() }).is_empty()
    }
}

/// `e || ...`, with any operator.
fn is_open_chain(pattern: &PatternNode) -> bool {
    matches!(pattern.parts.as_slice(),
        [_, PatternPart::Token(_), PatternPart::Node(last)] if last.kind == NodeKind::Dots)
}

/// The branches of a disjunction or conjunction.
pub(crate) fn branches(pattern: &PatternNode) -> impl Iterator<Item = &PatternNode> {
    pattern.children().filter(|child| child.kind == NodeKind::DisjunctionBranch)
}

/// True for a disjunction of the rule's own; isomorphisms make those that have no tokens.
pub(crate) fn is_written(disjunction: &PatternNode) -> bool {
    disjunction.kind == NodeKind::Disjunction
        && disjunction.parts.iter().any(|part| matches!(part, PatternPart::Token(_)))
}

/// Kinds whose tokens differ in spelling. Keywords have several spellings too, but those mean the same.
fn has_spelling(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Identifier
            | TokenKind::Number
            | TokenKind::Character
            | TokenKind::String
            | TokenKind::Unknown
            | TokenKind::KwBuiltinType
            | TokenKind::KwRealImag
    )
}

/// Whether two integer constants are the same number, written in whatever base.
fn same_number(wanted: &str, found: &[u8]) -> bool {
    let value = |text: &str| {
        let text = text.to_ascii_lowercase();
        match text.strip_prefix("0x") {
            Some(hex) => u64::from_str_radix(hex, 16).ok(),
            None if text.len() > 1 && text.starts_with('0') => u64::from_str_radix(&text, 8).ok(),
            None => text.parse().ok(),
        }
    };
    let found = std::str::from_utf8(found).ok().and_then(value);
    found.is_some() && value(wanted) == found
}

/// The one token of a branch, however deep it lies.
fn name_token(branch: &PatternNode) -> Option<PatternTokenId> {
    match branch.tokens().as_slice() {
        [token] => Some(*token),
        _ => None,
    }
}
