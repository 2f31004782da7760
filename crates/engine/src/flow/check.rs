//! Steps at nodes: bindings and witnesses, or nothing.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use csyntax::cfg::{Cfg, CfgNodeId, CfgNodeKind};
use csyntax::{NodeId, NodeKind, Part, TokenId, TokenKind};
use rustc_hash::FxHashMap;
use smpl::{MetaId, PatternNode, PatternPart, PatternTokenId};

use super::compile::{Seq, Step, StepKind};
use super::horizon::Horizon;
use super::witness::{Join, Witness};
use crate::env::{Env, Extent, Hit, Hits, State, States};
use crate::matching::{Kinds, Matcher, Precedence, Taken, expression_roots};
use crate::sieve::{Needs, Sieve};

/// Which paths must match.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Mode {
    /// All of them.
    AllPaths,
    /// One is enough.
    SomePath,
}

/// A success: what is bound for what comes after, and the trail it left.
#[derive(Clone, Debug)]
pub(super) struct Success {
    pub(super) env: Env,
    pub(super) witness: Rc<Witness>,
}

/// What must hold after the last step of a sequence.
#[derive(Clone, Copy, Debug)]
pub(super) enum Then<'c, 'p> {
    /// Nothing: the pattern ends, or the branch of a compound statement.
    Nothing,
    /// Nothing, and the step at hand is the only one that is asked.
    Alone,
    /// More steps, at the nodes that follow.
    Steps { seq: &'c Seq<'p>, at: usize, then: &'c Then<'c, 'p> },
    /// The `}` of this block, then what follows the block.
    Close { block: NodeId, token: PatternTokenId, then: &'c Then<'c, 'p> },
    /// A body without braces, or what one `case` governs, is left: these tokens.
    Leave { first: u32, end: u32 },
}

impl Then<'_, '_> {
    /// True when nothing is asked of the code behind; dots still have to get out of what they stand in.
    pub(super) fn is_end(&self) -> bool {
        matches!(self, Then::Nothing | Then::Alone | Then::Leave { .. })
    }

    /// True when nothing of a sequence is asked behind its step `at`.
    pub(super) fn ends_after(&self, seq: &Seq<'_>, at: usize) -> bool {
        matches!(self, Then::Alone) || at + 1 == seq.steps.len()
    }
}

/// Checks one rule on one graph.
pub(crate) struct Checker<'a> {
    pub(crate) cfg: &'a Cfg,
    pub(crate) matcher: &'a Matcher<'a>,
    pub(crate) mode: Mode,
    /// Metavariables that a sequence binds on one path and code outside of it uses too.
    pub(super) shared: RefCell<Vec<BTreeSet<MetaId>>>,
    /// What one step matched at one node, hits and bindings.
    pub(super) seen: RefCell<FxHashMap<(u32, CfgNodeId, Env), States>>,
    pub(super) horizon: OnceCell<Horizon>,
    /// The metavariables that later rules inherit.
    pub(super) handed_on: &'a BTreeSet<MetaId>,
    sieve: &'a Sieve<'a>,
    /// What each step of the program needs, by its id; `None` where code matches that is no tokens.
    needs: Option<&'a [Needs]>,
    /// Comparisons after which the function is given up.
    pub(crate) budget: u64,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(
        cfg: &'a Cfg,
        matcher: &'a Matcher<'a>,
        mode: Mode,
        budget: u64,
        handed_on: &'a BTreeSet<MetaId>,
        (sieve, needs): (&'a Sieve<'a>, Option<&'a [Needs]>),
    ) -> Self {
        let (shared, seen, horizon) = Default::default();
        Self { cfg, matcher, mode, shared, seen, horizon, handed_on, sieve, needs, budget }
    }

    /// All matches of a program, by the node where they begin.
    pub(crate) fn run(&self, seq: &Seq<'_>, env: &Env) -> Vec<Rc<Witness>> {
        let begins_with_dots = matches!(
            seq.steps.first().map(|step| &step.kind),
            Some(StepKind::Dots(_) | StepKind::Nest { .. })
        );
        let starts: Vec<CfgNodeId> =
            if begins_with_dots { vec![self.cfg.entry()] } else { self.cfg.nodes().collect() };
        let mut all = Vec::new();
        for node in starts {
            all.extend(
                self.seq(seq, 0, node, env, &Then::Nothing)
                    .into_iter()
                    .map(|success| success.witness),
            );
        }
        all
    }

    /// True when the comparisons allowed for a function are spent.
    pub(crate) fn over_budget(&self) -> bool {
        self.matcher.work.get() > self.budget
    }

    /// The steps from `at` on, beginning at `node`.
    pub(super) fn seq<'p>(
        &self,
        seq: &Seq<'p>,
        at: usize,
        node: CfgNodeId,
        env: &Env,
        then: &Then<'_, 'p>,
    ) -> Vec<Success> {
        if self.over_budget() {
            return Vec::new();
        }
        let Some(step) = seq.steps.get(at) else { return self.then(then, node, env) };
        match &step.kind {
            StepKind::Dots(_) | StepKind::Nest { .. } => self.dots(seq, at, node, env, then),
            StepKind::Choice(branches) => self.choice(branches, seq, at, node, env, then),
            StepKind::All(branches) => self.all(branches, seq, at, node, env, then),
            StepKind::If(_) | StepKind::Loop(_) if !self.may_begin(step, node, env) => Vec::new(),
            StepKind::If(branch) => self.if_statement(branch, seq, at, node, env, then),
            StepKind::Loop(head) => self.loop_statement(head, seq, at, node, env, then),
            StepKind::Do(head) => self.do_statement(head, seq, at, node, env, then),
            // Only a switch has cases, and it takes them itself.
            StepKind::Cases(_) => Vec::new(),
            StepKind::Block(block) => self.block(block, seq, at, node, env, then),
            StepKind::Function(head) => self.function(head.node, &head.body, node, env),
            StepKind::StatementList(pattern) => {
                self.statement_list(pattern, seq, at, node, env, then)
            }
            StepKind::Simple(_) | StepKind::Within(_) | StepKind::Statement(_) => {
                let states = self.at_node(step, node, env);
                if states.is_empty() {
                    return Vec::new();
                }
                let after = self.nodes_after(step, node);
                states
                    .into_iter()
                    .flat_map(|state| self.followed(state, seq, at + 1, &after, then))
                    .collect()
            }
        }
    }

    /// What one step of one node matches there.
    pub(super) fn at_node(&self, step: &Step<'_>, node: CfgNodeId, env: &Env) -> States {
        if !self.may_begin(step, node, env) {
            return States::new();
        }
        let key = (step.id, node, env.clone());
        if let Some(known) = self.seen.borrow().get(&key) {
            return known.clone();
        }
        let found = self.match_node(step, node, env);
        self.seen.borrow_mut().insert(key, found.clone());
        found
    }

    /// Whether a step can match at a node, by what the node is and holds.
    pub(super) fn may_begin(&self, step: &Step<'_>, node: CfgNodeId, env: &Env) -> bool {
        let node_kind = self.cfg.kind(node);
        let syntax = self.cfg.syntax(node);
        let is_right_kind = match &step.kind {
            StepKind::Simple(pattern) if !is_simple(node_kind) => {
                pattern.kind == NodeKind::ReturnStatement && self.is_implicit_return(node)
            }
            StepKind::Simple(_) => step.kinds.contains(self.matcher.tree.kind(syntax)),
            StepKind::Within(_) => holds_expressions(node_kind),
            StepKind::If(_) | StepKind::Loop(_) => node_kind == CfgNodeKind::Header,
            _ => true,
        };
        is_right_kind
            && self.needs.is_none_or(|needs| {
                let range = self.own_range(node);
                self.sieve.passes(&needs[step.id as usize], &range, env, self.matcher.values)
            })
    }

    /// Whether a step can match at a node or on some way on from it, by the words that stand there.
    pub(super) fn may_come(&self, step: &Step<'_>, node: CfgNodeId, env: &Env) -> bool {
        self.needs.is_none_or(|needs| {
            let range = self.horizon().tokens_ahead(node);
            self.sieve.passes(&needs[step.id as usize], &range, env, self.matcher.values)
        })
    }

    /// The tokens that belong to a node: of a header, those up to the body.
    pub(super) fn own_range(&self, node: CfgNodeId) -> Range<u32> {
        let tree = self.matcher.tree;
        let syntax = self.cfg.syntax(node);
        let whole = tree.token_range(syntax);
        let is_body = |child: &NodeId| match self.cfg.kind(node) {
            CfgNodeKind::Header => tree.kind(*child).is_statement(),
            CfgNodeKind::FunctionHeader => tree.kind(*child) == NodeKind::CompoundStatement,
            _ => false,
        };
        let is_headed = tree.kind(syntax) != NodeKind::DoStatement;
        let body = tree.children(syntax).find(|child| is_headed && is_body(child));
        match body {
            Some(body) => whole.start..tree.token_range(body).start.max(whole.start),
            None => whole,
        }
    }

    fn match_node(&self, step: &Step<'_>, node: CfgNodeId, env: &Env) -> States {
        let state = State { env: env.clone(), hits: Hits::default() };
        let syntax = self.cfg.syntax(node);
        let node_kind = self.cfg.kind(node);
        match &step.kind {
            StepKind::Simple(pattern) if is_simple(node_kind) => {
                self.matcher.node(pattern, syntax, state)
            }
            StepKind::Simple(pattern) if self.is_implicit_return(node) => {
                self.implicit_return(pattern, syntax, state)
            }
            StepKind::Within(pattern) if holds_expressions(node_kind) => {
                self.within(pattern, step.kinds, node, state)
            }
            StepKind::Statement(pattern)
                if begins_statement(node_kind)
                    && !self.cfg.is_copy(node)
                    && !self.is_function_body(node) =>
            {
                self.matcher.node(pattern, syntax, state)
            }
            _ => States::new(),
        }
    }

    /// The `}` at which control falls off the end of a function.
    pub(super) fn is_implicit_return(&self, node: CfgNodeId) -> bool {
        self.cfg.kind(node) == CfgNodeKind::BlockClose
            && !self.cfg.is_copy(node)
            && self.is_function_body(node)
            && !self.cfg.predecessors(node).is_empty()
    }

    /// `return;` where none is written: its place is that of the `}`, and what is added beside it comes in front of that.
    fn implicit_return(&self, pattern: &PatternNode, block: NodeId, mut state: State) -> States {
        let tree = self.matcher.tree;
        let is_bare = pattern.kind == NodeKind::ReturnStatement
            && pattern.parts.iter().all(|part| matches!(part, PatternPart::Token(_)));
        let (true, Some(brace)) = (is_bare, tree.last_token(block)) else { return States::new() };
        let owner = tree.children(block).last().unwrap_or(block);
        let last = TokenId(brace.0.saturating_sub(1));
        for pattern in pattern.tokens() {
            let mut attached = self.matcher.rule.token(pattern).attached.iter();
            if !attached.all(|meta| self.matcher.attach_place(*meta, brace, block, &mut state.env))
            {
                return States::new();
            }
            state.hits.push(Hit { pattern, first: brace, last, owner, extent: Extent::AddedOnly });
        }
        States::from_elem(state, 1)
    }

    /// The block of a function is no statement by itself.
    fn is_function_body(&self, node: CfgNodeId) -> bool {
        let tree = self.matcher.tree;
        tree.parent(self.cfg.syntax(node)).is_some_and(|parent| {
            matches!(
                tree.kind(parent),
                NodeKind::FunctionDefinition | NodeKind::MacroFunctionDefinition
            )
        })
    }

    /// An expression anywhere in what one node of the graph stands for.
    fn within(&self, pattern: &PatternNode, kinds: Kinds, node: CfgNodeId, state: State) -> States {
        let tree = self.matcher.tree;
        let syntax = self.cfg.syntax(node);
        let roots: Vec<NodeId> = match (self.cfg.kind(node), tree.kind(syntax)) {
            (CfgNodeKind::Header, NodeKind::DoStatement) => Vec::new(),
            (CfgNodeKind::FunctionHeader, _) => tree
                .children(syntax)
                .filter(|child| tree.kind(*child) != NodeKind::CompoundStatement)
                .collect(),
            _ => expression_roots(tree, syntax).collect(),
        };
        let mut found = States::new();
        let mut taken = Taken::default();
        for pattern in self.matcher.written_branches(pattern) {
            let mut mine = Vec::new();
            let inside = roots.iter().flat_map(|root| tree.subtree(*root));
            for inner in inside.filter(|inner| kinds.contains(tree.kind(*inner))) {
                let range = tree.token_range(inner);
                if taken.overlaps(&range) {
                    continue;
                }
                for state in self.matcher.anywhere(pattern, inner, &state) {
                    if !self.matcher.is_overwritten(&state, &found) {
                        found.push(state);
                        mine.push(range.clone());
                    }
                }
            }
            mine.into_iter().for_each(|range| taken.add(range));
        }
        found
    }

    /// A state that matched, and the rest of the pattern at the nodes that follow.
    pub(super) fn followed<'p>(
        &self,
        state: State,
        seq: &Seq<'p>,
        at: usize,
        after: &[CfgNodeId],
        then: &Then<'_, 'p>,
    ) -> Vec<Success> {
        if then.is_end() && (at == seq.steps.len() || matches!(then, Then::Alone)) {
            return vec![success(state, Vec::new(), Join::Paths)];
        }
        let rest = |env: &Env, node: CfgNodeId| self.seq(seq, at, node, env, then);
        self.everywhere(state, after, rest)
    }

    /// Asks `rest` at each of the nodes: of all, or in `SomePath` mode of one.
    pub(super) fn everywhere(
        &self,
        state: State,
        nodes: &[CfgNodeId],
        rest: impl Fn(&Env, CfgNodeId) -> Vec<Success>,
    ) -> Vec<Success> {
        if let [only] = nodes {
            return rest(&state.env, *only)
                .into_iter()
                .map(|next| success_before(&state, next))
                .collect();
        }
        let outcomes: Vec<Vec<Success>> =
            nodes.iter().map(|node| rest(&state.env, *node)).collect();
        match self.mode {
            Mode::SomePath => {
                outcomes.into_iter().flatten().map(|next| success_before(&state, next)).collect()
            }
            Mode::AllPaths if outcomes.is_empty() || outcomes.iter().any(Vec::is_empty) => {
                Vec::new()
            }
            Mode::AllPaths => {
                let next = outcomes.into_iter().flatten().map(|next| next.witness).collect();
                vec![success(state, next, Join::Paths)]
            }
        }
    }

    /// What must hold at the end of a sequence, at the node after its last.
    pub(super) fn then(&self, then: &Then<'_, '_>, node: CfgNodeId, env: &Env) -> Vec<Success> {
        let state = State { env: env.clone(), hits: Hits::default() };
        match then {
            Then::Nothing | Then::Alone => vec![success(state, Vec::new(), Join::Paths)],
            Then::Steps { seq, at, then } => self.seq(seq, *at, node, env, then),
            Then::Close { block, token, then } => self.close(*block, *token, node, state, then),
            Then::Leave { first, end } if self.is_outside(node, *first, *end) => {
                vec![success(state, Vec::new(), Join::Paths)]
            }
            Then::Leave { .. } => Vec::new(),
        }
    }

    fn is_outside(&self, node: CfgNodeId, first: u32, end: u32) -> bool {
        let range = self.matcher.tree.token_range(self.cfg.syntax(node));
        range.start < first || range.end > end
    }

    fn close(
        &self,
        block: NodeId,
        token: PatternTokenId,
        node: CfgNodeId,
        state: State,
        then: &Then<'_, '_>,
    ) -> Vec<Success> {
        let node = self.out_of_inner_blocks(block, node);
        let closes = self.closes(block, node);
        let Some(brace) = self.matcher.tree.last_token(block).filter(|_| closes) else {
            return Vec::new();
        };
        let states = self.matcher.token(token, brace, block, state);
        let ends = then.is_end() || self.cfg.is_copy(node);
        states
            .into_iter()
            .flat_map(|state| {
                if ends {
                    return vec![success(state, Vec::new(), Join::Paths)];
                }
                self.everywhere(state, self.cfg.successors(node), |env, node| {
                    self.then(then, node, env)
                })
            })
            .collect()
    }

    fn closes(&self, block: NodeId, node: CfgNodeId) -> bool {
        self.cfg.kind(node) == CfgNodeKind::BlockClose && self.cfg.syntax(node) == block
    }

    /// A jump leaves the blocks inside of `block` first: `{ ... return; }` ends where the return does.
    fn out_of_inner_blocks(&self, block: NodeId, mut node: CfgNodeId) -> CfgNodeId {
        while self.cfg.is_copy(node) && !self.closes(block, node) {
            match self.cfg.successors(node) {
                [next] => node = *next,
                _ => break,
            }
        }
        node
    }

    /// The nodes at which the pattern goes on after a step matched at `node`.
    fn nodes_after(&self, step: &Step<'_>, node: CfgNodeId) -> Vec<CfgNodeId> {
        if matches!(step.kind, StepKind::Simple(_)) && self.is_implicit_return(node) {
            // Nothing was consumed: the `}` may be part of the pattern as well.
            return vec![node];
        }
        let joins = self.cfg.after(node);
        let whole = matches!(step.kind, StepKind::Statement(_)) && !joins.is_empty();
        let nodes =
            if whole { self.nodes_after_joins(joins) } else { self.cfg.successors(node).to_vec() };
        self.behind_conditionals(nodes)
    }

    /// The nodes that come after a compound statement.
    pub(super) fn nodes_after_joins(&self, joins: &[CfgNodeId]) -> Vec<CfgNodeId> {
        let mut nodes: Vec<CfgNodeId> =
            joins.iter().flat_map(|join| self.cfg.successors(*join)).copied().collect();
        nodes.sort();
        nodes.dedup();
        nodes
    }

    /// The branches in order. Of what other code or other rules use, a branch may only bind what those in front of it do not.
    fn choice<'p>(
        &self,
        branches: &[Seq<'p>],
        seq: &Seq<'p>,
        at: usize,
        node: CfgNodeId,
        env: &Env,
        then: &Then<'_, 'p>,
    ) -> Vec<Success> {
        let rest = Then::Steps { seq, at: at + 1, then };
        let rest = if then.ends_after(seq, at) { then } else { &rest };
        let told = OnceCell::new();
        let told = || told.get_or_init(|| self.told_outside(seq, at));
        let told_by = |success: &Success| success.env.restricted(|meta| told().contains(&meta));
        let mut found: Vec<Success> = Vec::new();
        for branch in branches {
            let mut more = self.seq(branch, 0, node, env, rest);
            if !found.is_empty() && !more.is_empty() {
                let earlier: BTreeSet<Env> = found.iter().map(told_by).collect();
                more.retain(|one| earlier.iter().all(|it| it.joined(&told_by(one)).is_none()));
            }
            found.append(&mut more);
        }
        found
    }

    /// The metavariables that code beside step `at` uses, or later rules.
    fn told_outside(&self, seq: &Seq<'_>, at: usize) -> BTreeSet<MetaId> {
        let others = seq.steps.iter().enumerate().filter(|(other, _)| *other != at);
        let mut told: BTreeSet<MetaId> =
            others.flat_map(|(_, step)| step.uses.iter().copied()).collect();
        told.extend(self.handed_on);
        told.extend(self.shared.borrow().last().into_iter().flatten());
        told
    }

    /// All branches hold here; the pattern goes on after the first.
    fn all<'p>(
        &self,
        branches: &[Seq<'p>],
        seq: &Seq<'p>,
        at: usize,
        node: CfgNodeId,
        env: &Env,
        then: &Then<'_, 'p>,
    ) -> Vec<Success> {
        let rest = Then::Steps { seq, at: at + 1, then };
        let Some((first, others)) = branches.split_first() else { return Vec::new() };
        let mut found = self.seq(first, 0, node, env, &rest);
        for branch in others {
            found = found
                .into_iter()
                .flat_map(|so_far| {
                    let more = self.seq(branch, 0, node, &so_far.env, &Then::Nothing);
                    more.into_iter().map(move |next| both(&so_far, &next)).collect::<Vec<_>>()
                })
                .collect();
        }
        found
    }

    /// The own parts of a compound statement's head, up to its body.
    pub(super) fn head(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let tree = self.matcher.tree;
        let closes = |kind: TokenKind| kind == TokenKind::RParen;
        let wanted = head_length(
            pattern.kind,
            &pattern.parts,
            |part| matches!(part, PatternPart::Token(token) if closes(self.matcher.rule.token(*token).kind)),
        );
        let found: Vec<Part> = tree.parts(code).collect();
        let outer = self.matcher.precedence.replace(Precedence::SameBindings);
        let length = head_length(
            tree.kind(code),
            &found,
            |part| matches!(part, Part::Token(token) if closes(tree.token(*token).kind)),
        );
        let wanted: Vec<&PatternPart> = pattern.parts[..wanted].iter().collect();
        let states = self.matcher.pairs(&wanted, &found[..length], code, state);
        self.matcher.precedence.set(outer);
        states
    }

    pub(super) fn own_token(&self, node: NodeId, kind: TokenKind) -> Option<TokenId> {
        let tree = self.matcher.tree;
        tree.own_tokens(node).find(|token| tree.token(*token).kind == kind)
    }
}

pub(super) fn success(state: State, next: Vec<Rc<Witness>>, join: Join) -> Success {
    let witness = Witness { env: state.env.clone(), hits: state.hits, next, join };
    Success { env: state.env, witness: Rc::new(witness) }
}

/// A step that matched, in front of a success.
pub(super) fn success_before(state: &State, next: Success) -> Success {
    let witness = Witness {
        env: state.env.clone(),
        hits: state.hits.clone(),
        next: vec![next.witness],
        join: Join::Parts,
    };
    Success { env: next.env, witness: Rc::new(witness) }
}

/// Two successes that describe one match; the second was found under the bindings of the first.
pub(super) fn both(first: &Success, second: &Success) -> Success {
    let witness = Witness {
        env: Env::default(),
        hits: Hits::default(),
        next: vec![first.witness.clone(), second.witness.clone()],
        join: Join::Parts,
    };
    Success { env: second.env.clone(), witness: Rc::new(witness) }
}

/// How many parts the head of a compound statement has.
fn head_length<P>(kind: NodeKind, parts: &[P], closes: impl Fn(&P) -> bool) -> usize {
    let length = match kind {
        NodeKind::IteratorStatement => 2,
        NodeKind::DoStatement => 1,
        _ => parts.iter().position(closes).map_or(parts.len(), |at| at + 1),
    };
    length.min(parts.len())
}

fn is_simple(kind: CfgNodeKind) -> bool {
    matches!(
        kind,
        CfgNodeKind::Statement
            | CfgNodeKind::Declaration
            | CfgNodeKind::Directive
            | CfgNodeKind::Label
            | CfgNodeKind::Case
    )
}

fn holds_expressions(kind: CfgNodeKind) -> bool {
    is_simple(kind)
        || matches!(kind, CfgNodeKind::Header | CfgNodeKind::DoTail | CfgNodeKind::FunctionHeader)
}

fn begins_statement(kind: CfgNodeKind) -> bool {
    matches!(kind, CfgNodeKind::Statement | CfgNodeKind::Header | CfgNodeKind::BlockOpen)
}
