//! The pattern as steps of a walk over the control-flow graph.

use std::collections::BTreeSet;

use csyntax::{NodeKind, TokenKind};
use smpl::{
    CodeRule, Formula, MetaId, MetaKind, PatternNode, PatternPart, PatternToken, PatternTokenId,
    PlusPiece, When, required_of,
};

use crate::matching::Kinds;

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Program<'p> {
    pub(crate) steps: Seq<'p>,
    /// What the node at which a step begins needs to hold, by the step's id.
    pub(crate) needs: Vec<Formula>,
    /// Whether some dots have `when any`: then one path may hold several matches of what follows them.
    pub(crate) goes_on: bool,
}

/// Steps one after another.
#[derive(Debug, Default)]
pub(crate) struct Seq<'p> {
    pub(crate) steps: Vec<Step<'p>>,
}

/// One step.
#[derive(Debug)]
pub(crate) struct Step<'p> {
    pub(crate) kind: StepKind<'p>,
    /// The metavariables it uses, in patterns or in the code added beside it.
    pub(crate) uses: BTreeSet<MetaId>,
    /// Of dots and nests: the metavariables that must have one value on all paths, because the sequence uses them
    /// in more places than one.
    pub(crate) shared: BTreeSet<MetaId>,
    /// Tells steps apart where results are kept.
    pub(crate) id: u32,
    /// Of a step that is one node: that node's kind. Of an expression: the kinds of what it matches in a node.
    pub(crate) kinds: Kinds,
}

impl Step<'_> {
    pub(crate) fn is_nest(&self) -> bool {
        matches!(self.kind, StepKind::Nest { .. })
    }
}

/// What a step asks for.
#[derive(Debug)]
pub(crate) enum StepKind<'p> {
    /// A simple statement, declaration, label or directive: one node of the graph, matched whole.
    Simple(&'p PatternNode),
    /// An expression, type, …: anywhere in one node of the graph.
    Within(&'p PatternNode),
    /// A statement metavariable: one statement, however large.
    Statement(&'p PatternNode),
    /// A statement list metavariable: what is left of the block.
    StatementList(&'p PatternNode),
    /// `{ … }`
    Block(BlockStep<'p>),
    /// `if (…) … else …`
    If(IfStep<'p>),
    /// `while`, `for`, an iterator, `switch`: a head and a body.
    Loop(HeadStep<'p>),
    /// The body of a `switch` that names cases and nothing else.
    Cases(CasesStep<'p>),
    /// `do … while (…);`
    Do(HeadStep<'p>),
    /// A function definition.
    Function(HeadStep<'p>),
    /// `...`
    Dots(DotsStep<'p>),
    /// `<... … ...>`
    Nest { dots: DotsStep<'p>, items: Seq<'p>, at_least_once: bool },
    /// One of several, the first that holds.
    Choice(Vec<Seq<'p>>),
    /// All of several.
    All(Vec<Seq<'p>>),
}

/// A head and what it governs.
#[derive(Debug)]
pub(crate) struct HeadStep<'p> {
    pub(crate) node: &'p PatternNode,
    pub(crate) body: Seq<'p>,
}

/// A block.
#[derive(Debug)]
pub(crate) struct BlockStep<'p> {
    pub(crate) open: PatternTokenId,
    pub(crate) body: Seq<'p>,
    pub(crate) close: PatternTokenId,
}

/// The cases of a `switch`, each with what it governs, in a block without steps of its own.
#[derive(Debug)]
pub(crate) struct CasesStep<'p> {
    pub(crate) block: BlockStep<'p>,
    pub(crate) cases: Vec<Seq<'p>>,
}

/// An if statement.
#[derive(Debug)]
pub(crate) struct IfStep<'p> {
    pub(crate) node: &'p PatternNode,
    pub(crate) then: Seq<'p>,
    pub(crate) otherwise: Option<(PatternTokenId, Seq<'p>)>,
}

/// Dots, and what may not lie under them.
#[derive(Debug)]
pub(crate) struct DotsStep<'p> {
    pub(crate) token: Option<PatternTokenId>,
    pub(crate) never: Vec<Seq<'p>>,
    pub(crate) always: Vec<Seq<'p>>,
    pub(crate) not_true: Vec<&'p PatternNode>,
    pub(crate) not_false: Vec<&'p PatternNode>,
    pub(crate) any: bool,
    pub(crate) strict: bool,
    pub(crate) quantifier: Option<super::Mode>,
}

/// Compiles the pattern of a rule.
pub(crate) fn compile(rule: &CodeRule) -> Program<'_> {
    let mut compiler = Compiler { rule, needs: Vec::new(), around: BTreeSet::new() };
    let steps = compiler.items(&rule.pattern);
    Program { steps, needs: compiler.needs, goes_on: rule.tokens.iter().any(lets_go_on) }
}

struct Compiler<'p> {
    rule: &'p CodeRule,
    /// What each step so far needs, by its id.
    needs: Vec<Formula>,
    /// The metavariables of the code around the block at hand: its braces, and what is added beside them.
    around: BTreeSet<MetaId>,
}

impl<'p> Compiler<'p> {
    /// The steps of a `Pattern`, a branch of a disjunction, or a block's contents.
    fn items(&mut self, node: &'p PatternNode) -> Seq<'p> {
        self.seq(node.children())
    }

    fn seq(&mut self, nodes: impl Iterator<Item = &'p PatternNode>) -> Seq<'p> {
        let around = std::mem::take(&mut self.around);
        let mut steps: Vec<Step<'p>> = Vec::new();
        let mut before = None;
        for child in nodes {
            if self.is_optional(child) {
                // Dots in front of what may be missing end there or go on.
                let dots = before.filter(|node: &&PatternNode| is_dots(node.kind));
                steps.truncate(steps.len() - usize::from(dots.is_some()));
                let choice = self.optional(dots, child);
                steps.push(choice);
            } else {
                steps.push(self.step(child));
            }
            before = Some(child);
        }
        self.find_shared(&mut steps, &around);
        Seq { steps }
    }

    /// `?`: with the statement where it is there, else without.
    fn optional(&mut self, dots: Option<&'p PatternNode>, child: &'p PatternNode) -> Step<'p> {
        let with = dots.into_iter().chain([child]).map(|node| self.step(node)).collect();
        let without = dots.into_iter().map(|node| self.step(node)).collect();
        let mut uses = self.uses(child);
        uses.extend(dots.into_iter().flat_map(|node| self.uses(node)));
        let kind = StepKind::Choice(vec![Seq { steps: with }, Seq { steps: without }]);
        Step { uses, ..self.step_of(kind) }
    }

    fn is_optional(&self, node: &PatternNode) -> bool {
        node.tokens().first().is_some_and(|token| self.rule.token(*token).optional)
    }

    /// See [`Step::shared`].
    fn find_shared(&self, steps: &mut [Step<'p>], around: &BTreeSet<MetaId>) {
        let is_bound = |meta: &MetaId| {
            !matches!(
                self.rule.metavariable(*meta).kind,
                MetaKind::FreshIdentifier | MetaKind::Symbol
            )
        };
        let uses = |steps: &[Step<'_>]| -> BTreeSet<MetaId> {
            steps.iter().flat_map(|step| step.uses.iter().copied()).filter(is_bound).collect()
        };
        for at in 0..steps.len() {
            if !matches!(steps[at].kind, StepKind::Dots(_) | StepKind::Nest { .. }) {
                continue;
            }
            let (mut before, own, after) =
                (uses(&steps[..at]), uses(&steps[at..=at]), uses(&steps[at + 1..]));
            before.extend(around.iter().filter(|meta| is_bound(meta)));
            let mut shared: BTreeSet<MetaId> = own.intersection(&before).copied().collect();
            shared.extend(after.iter().filter(|meta| before.contains(meta) || own.contains(meta)));
            steps[at].shared = shared;
        }
    }

    /// A statement where one must stand: the body of an `if` or loop.
    fn body(&mut self, node: Option<&'p PatternNode>) -> Seq<'p> {
        Seq { steps: node.map(|node| self.step(node)).into_iter().collect() }
    }

    fn step(&mut self, node: &'p PatternNode) -> Step<'p> {
        let kind = self.step_kind(node);
        Step { uses: self.uses(node), ..self.step_of(kind) }
    }

    fn step_of(&mut self, kind: StepKind<'p>) -> Step<'p> {
        let id = self.needs.len() as u32;
        let (needs, kinds) = match &kind {
            StepKind::Simple(node) | StepKind::Within(node) => {
                (required_of(self.rule, node), Kinds::matched_by(node))
            }
            // What a body needs may stand elsewhere: behind the label that it jumps to.
            StepKind::If(IfStep { node, .. }) | StepKind::Loop(HeadStep { node, .. }) => {
                (required_of(self.rule, &self.head(node)), Kinds::ALL)
            }
            _ => (Formula::True, Kinds::ALL),
        };
        self.needs.push(needs);
        Step { kind, uses: BTreeSet::new(), shared: BTreeSet::new(), id, kinds }
    }

    /// A compound statement up to its `)`.
    fn head(&self, node: &PatternNode) -> PatternNode {
        let closes = |part: &PatternPart| match part {
            PatternPart::Token(token) => self.rule.token(*token).kind == TokenKind::RParen,
            PatternPart::Node(_) => false,
        };
        let end = node.parts.iter().position(closes).unwrap_or(0);
        PatternNode { kind: node.kind, parts: node.parts[..end].to_vec() }
    }

    fn step_kind(&mut self, node: &'p PatternNode) -> StepKind<'p> {
        match node.kind {
            NodeKind::MetaVariable => match self.metavariable_kind(node) {
                Some(MetaKind::Statement) => StepKind::Statement(node),
                Some(MetaKind::StatementList) => StepKind::StatementList(node),
                Some(MetaKind::Declaration) => StepKind::Simple(node),
                _ => StepKind::Within(node),
            },
            NodeKind::Dots => StepKind::Dots(self.dots(node)),
            NodeKind::Nest => StepKind::Nest {
                dots: self.dots(node),
                items: self.seq(node.children()),
                at_least_once: self.opens_with(node, TokenKind::NestPlusOpen),
            },
            NodeKind::Disjunction if branches_are_terms(node) => StepKind::Within(node),
            NodeKind::Disjunction => {
                StepKind::Choice(node.children().map(|branch| self.items(branch)).collect())
            }
            NodeKind::Conjunction => {
                StepKind::All(node.children().map(|branch| self.items(branch)).collect())
            }
            NodeKind::CompoundStatement => self.block(node),
            NodeKind::IfStatement => self.if_step(node),
            NodeKind::WhileStatement | NodeKind::ForStatement | NodeKind::IteratorStatement => {
                StepKind::Loop(HeadStep { node, body: self.body(bodies(node).next()) })
            }
            NodeKind::SwitchStatement => {
                let body = bodies(node).next();
                let cases = body.and_then(|body| self.cases(body));
                StepKind::Loop(HeadStep { node, body: cases.unwrap_or_else(|| self.body(body)) })
            }
            NodeKind::DoStatement => {
                StepKind::Do(HeadStep { node, body: self.body(bodies(node).next()) })
            }
            NodeKind::FunctionDefinition | NodeKind::MacroFunctionDefinition => {
                let body = node
                    .children()
                    .filter(|child| child.kind == NodeKind::CompoundStatement)
                    .last();
                StepKind::Function(HeadStep { node, body: self.body(body) })
            }
            kind if is_whole_node(kind) => StepKind::Simple(node),
            _ => StepKind::Within(node),
        }
    }

    fn block(&mut self, node: &'p PatternNode) -> StepKind<'p> {
        match (node.parts.first(), node.parts.last()) {
            (Some(PatternPart::Token(open)), Some(PatternPart::Token(close)))
                if node.parts.len() > 1 =>
            {
                self.around.extend(self.uses_of_tokens(&[*open, *close]));
                let body = self.items(node);
                StepKind::Block(BlockStep { open: *open, body, close: *close })
            }
            _ => StepKind::Simple(node),
        }
    }

    /// The body of a `switch`, when it is a block that begins with a case.
    fn cases(&mut self, body: &'p PatternNode) -> Option<Seq<'p>> {
        let is_case = |node: &PatternNode| {
            matches!(node.kind, NodeKind::CaseStatement | NodeKind::DefaultStatement)
        };
        let children: Vec<&'p PatternNode> = body.children().collect();
        if body.kind != NodeKind::CompoundStatement || !children.first().is_some_and(|n| is_case(n))
        {
            return None;
        }
        let (Some(PatternPart::Token(open)), Some(PatternPart::Token(close))) =
            (body.parts.first(), body.parts.last())
        else {
            return None;
        };
        let cases = children
            .chunk_by(|_, next| !is_case(next))
            .map(|case| self.seq(case.iter().copied()))
            .collect();
        let block = BlockStep { open: *open, body: Seq::default(), close: *close };
        let mut step = self.step_of(StepKind::Cases(CasesStep { block, cases }));
        step.uses = self.uses(body);
        Some(Seq { steps: vec![step] })
    }

    fn if_step(&mut self, node: &'p PatternNode) -> StepKind<'p> {
        let mut found = bodies(node);
        let then = found.next();
        let otherwise = found.next();
        let else_token = node.parts.iter().find_map(|part| match part {
            PatternPart::Token(token) if self.rule.token(*token).kind == TokenKind::KwElse => {
                Some(*token)
            }
            _ => None,
        });
        let then = self.body(then);
        let otherwise = else_token.map(|token| (token, self.body(otherwise)));
        StepKind::If(IfStep { node, then, otherwise })
    }

    fn dots(&mut self, node: &'p PatternNode) -> DotsStep<'p> {
        let token = match node.parts.first() {
            Some(PatternPart::Token(token)) => Some(*token),
            _ => None,
        };
        let mut step = DotsStep {
            token,
            never: Vec::new(),
            always: Vec::new(),
            not_true: Vec::new(),
            not_false: Vec::new(),
            any: false,
            strict: false,
            quantifier: None,
        };
        let rule = self.rule;
        let whens = token
            .and_then(|token| rule.token(token).dots.as_ref())
            .map_or(&[][..], |info| &info.whens);
        for when in whens {
            match when {
                When::Not(pattern) => step.never.push(self.items(pattern)),
                When::Always(pattern) => step.always.push(self.items(pattern)),
                When::NotTrue(pattern) => step.not_true.push(only_child(pattern)),
                When::NotFalse(pattern) => step.not_false.push(only_child(pattern)),
                When::Any => step.any = true,
                When::Strict => step.strict = true,
                When::Forall => step.quantifier = Some(super::Mode::AllPaths),
                When::Exists => step.quantifier = Some(super::Mode::SomePath),
            }
        }
        step
    }

    fn uses(&self, node: &PatternNode) -> BTreeSet<MetaId> {
        self.uses_of_tokens(&node.tokens())
    }

    fn uses_of_tokens(&self, tokens: &[PatternTokenId]) -> BTreeSet<MetaId> {
        let mut uses = BTreeSet::new();
        for token in tokens {
            let token = self.rule.token(*token);
            uses.extend(token.meta);
            uses.extend(&token.attached);
            for block in token.plus_before.iter().chain(&token.plus_after) {
                uses.extend(block.pieces.iter().filter_map(|piece| match piece {
                    PlusPiece::Meta(meta) => Some(*meta),
                    _ => None,
                }));
            }
            let patterns =
                token.dots.iter().flat_map(|dots| &dots.whens).filter_map(|when| match when {
                    When::Not(pattern)
                    | When::Always(pattern)
                    | When::NotTrue(pattern)
                    | When::NotFalse(pattern) => Some(pattern),
                    _ => None,
                });
            for pattern in patterns {
                uses.extend(self.uses(pattern));
            }
        }
        uses
    }

    fn metavariable_kind(&self, node: &PatternNode) -> Option<MetaKind> {
        match node.parts.first() {
            Some(PatternPart::Token(token)) => {
                self.rule.token(*token).meta.map(|meta| self.rule.metavariable(meta).kind)
            }
            _ => None,
        }
    }

    fn opens_with(&self, node: &PatternNode, kind: TokenKind) -> bool {
        matches!(node.parts.first(), Some(PatternPart::Token(token)) if self.rule.token(*token).kind == kind)
    }
}

fn lets_go_on(token: &PatternToken) -> bool {
    token.dots.iter().flat_map(|dots| &dots.whens).any(|when| matches!(when, When::Any))
}

fn is_dots(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Dots | NodeKind::Nest)
}

/// The statements inside a compound statement, in order: what follows its head.
fn bodies(node: &PatternNode) -> impl Iterator<Item = &PatternNode> {
    let count = if node.kind == NodeKind::IfStatement { 2 } else { 1 };
    let all: Vec<&PatternNode> = node.children().filter(|child| may_be_body(child)).collect();
    // The condition may be a metavariable or a disjunction as well: bodies come last.
    let heads = match node.kind {
        NodeKind::IfStatement | NodeKind::WhileStatement | NodeKind::SwitchStatement => {
            usize::from(node.children().next().is_some_and(may_be_body))
        }
        _ => 0,
    };
    all.into_iter().skip(heads).take(count)
}

fn may_be_body(node: &PatternNode) -> bool {
    node.kind.is_statement()
        || matches!(
            node.kind,
            NodeKind::MetaVariable
                | NodeKind::Dots
                | NodeKind::Nest
                | NodeKind::Disjunction
                | NodeKind::Conjunction
                | NodeKind::Declaration
        )
}

/// Nodes that are one node of the graph.
fn is_whole_node(kind: NodeKind) -> bool {
    kind.is_statement()
        || matches!(
            kind,
            NodeKind::Declaration
                | NodeKind::MacroDeclaration
                | NodeKind::StaticAssertDeclaration
                | NodeKind::AsmDeclaration
                | NodeKind::EmptyDeclaration
                | NodeKind::StructDeclaration
                | NodeKind::Directive
        )
}

/// True when every branch is one expression or type: then each place in a statement chooses for itself.
fn branches_are_terms(node: &PatternNode) -> bool {
    node.children().all(|branch| match branch.parts.as_slice() {
        [PatternPart::Node(inner)] if inner.kind == NodeKind::Disjunction => {
            branches_are_terms(inner)
        }
        [PatternPart::Node(inner)] => {
            inner.kind.is_expression() || inner.kind == NodeKind::TypeName
        }
        _ => false,
    })
}

fn only_child(pattern: &PatternNode) -> &PatternNode {
    pattern.children().next().unwrap_or(pattern)
}
