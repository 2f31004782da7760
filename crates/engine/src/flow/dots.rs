//! `...` and nests: one walk over the edges they can reach.
//!
//! From the node behind `A` the walk goes forward. At each node, in this order:
//!
//! ```text
//! what comes after the dots holds here      the path is done, its witness is kept
//! a branch that only leaves (error exit)    the path is done, unless `when strict`
//! a `when` forbids the node, or it matches what stands before or behind the dots, or there is no way on
//!                                           the path has failed: so has the whole, where all paths count
//! otherwise                                 on to the successors; a nest leaves its witness
//! ```
//!
//! A node already seen is not walked again: a loop that can be left must be left, one that can not asks nothing
//! (a weak until, as Coccinelle takes it).

use std::collections::BTreeSet;
use std::rc::Rc;

use csyntax::cfg::{CfgNodeId, CfgNodeKind};
use csyntax::{NodeId, NodeKind, TokenId};
use smpl::{Mark, MetaId, PatternNode};

use super::check::{Checker, Mode, Success, Then, success};
use super::compile::{DotsStep, Seq, Step, StepKind};
use super::witness::{Join, Witness};
use crate::env::{Env, Extent, Hit, Hits, State};

/// A sequence in which dots stand, and what comes after it.
struct Place<'c, 'p> {
    seq: &'c Seq<'p>,
    at: usize,
    dots: &'c DotsStep<'p>,
    nest: Option<&'c Seq<'p>>,
    then: &'c Then<'c, 'p>,
    mode: Mode,
}

/// What a walk found.
#[derive(Default)]
struct Walk {
    reached: Vec<Success>,
    nested: Vec<Rc<Witness>>,
    passed: Vec<CfgNodeId>,
    failed: bool,
}

impl Checker<'_> {
    /// The dots or nest at `at`, from `node` on.
    pub(super) fn dots<'p>(
        &self,
        seq: &Seq<'p>,
        at: usize,
        node: CfgNodeId,
        env: &Env,
        then: &Then<'_, 'p>,
    ) -> Vec<Success> {
        let (dots, nest, at_least_once) = match &seq.steps[at].kind {
            StepKind::Dots(dots) => (dots, None, false),
            StepKind::Nest { dots, items, at_least_once } => (dots, Some(items), *at_least_once),
            _ => return Vec::new(),
        };
        let place = Place { seq, at, dots, nest, then, mode: dots.quantifier.unwrap_or(self.mode) };
        let shared = self.unbound_shared(seq, at, env);
        if shared.is_empty() {
            let walk = self.walk(&place, node, env);
            return self.outcome(&place, env, &shared, walk, at_least_once);
        }
        // A metavariable that is also used outside of this sequence has one value on all paths: try those there are.
        let candidates: BTreeSet<Env> = self
            .walk(&place, node, env)
            .reached
            .iter()
            .map(|success| success.env.restricted(|meta| shared.contains(&meta)))
            .collect();
        candidates
            .iter()
            .filter_map(|candidate| env.joined(candidate))
            .flat_map(|env| {
                let walk = self.walk(&place, node, &env);
                self.outcome(&place, &env, &shared, walk, at_least_once)
            })
            .collect()
    }

    fn outcome(
        &self,
        place: &Place<'_, '_>,
        env: &Env,
        shared: &BTreeSet<MetaId>,
        walk: Walk,
        at_least_once: bool,
    ) -> Vec<Success> {
        let empty_handed = at_least_once && walk.nested.is_empty();
        if empty_handed || self.over_budget() {
            return Vec::new();
        }
        let hits = self.hits_of_passed(place.dots, &walk.passed);
        let nested = |next: Vec<Rc<Witness>>| {
            let paths =
                Witness { env: env.clone(), hits: Hits::default(), next, join: Join::Paths };
            let mut parts = vec![Rc::new(paths)];
            if !walk.nested.is_empty() {
                // Each match in a nest stands for itself: what it binds, another may bind otherwise.
                parts.push(Rc::new(Witness {
                    env: env.clone(),
                    hits: Hits::default(),
                    next: walk.nested.clone(),
                    join: Join::Paths,
                }));
            }
            parts
        };
        match place.mode {
            Mode::SomePath => walk
                .reached
                .iter()
                .map(|reached| {
                    let state = State { env: reached.env.clone(), hits: hits.clone() };
                    success(state, nested(vec![reached.witness.clone()]), Join::Parts)
                })
                .collect(),
            Mode::AllPaths if walk.failed => Vec::new(),
            Mode::AllPaths => {
                let env = walk.reached.iter().fold(env.clone(), |env, reached| {
                    env.joined(&reached.env.restricted(|meta| shared.contains(&meta)))
                        .unwrap_or(env)
                });
                let next = walk.reached.into_iter().map(|reached| reached.witness).collect();
                vec![success(State { env, hits }, nested(next), Join::Parts)]
            }
        }
    }

    fn walk(&self, place: &Place<'_, '_>, start: CfgNodeId, env: &Env) -> Walk {
        let mut walk = Walk::default();
        let mut seen = vec![false; self.cfg.len()];
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut seen[node.0 as usize], true) {
                continue;
            }
            let found = self.after_dots(place, node, env);
            if !found.is_empty() {
                walk.reached.extend(found);
            } else if place.mode == Mode::AllPaths && self.leaves_early(place, node, env, &mut walk)
            {
            } else if self.blocked(place, node, env) {
                walk.failed = true;
                if place.mode == Mode::AllPaths {
                    return walk;
                }
            } else {
                self.pass(place, node, env, &mut walk);
                let next = self.cfg.successors(node);
                walk.failed |= next.is_empty();
                open.extend(next.iter().rev());
            }
        }
        walk
    }

    /// What follows the dots, at `node`.
    fn after_dots(&self, place: &Place<'_, '_>, node: CfgNodeId, env: &Env) -> Vec<Success> {
        let at_end = place.at + 1 == place.seq.steps.len() && matches!(place.then, Then::Nothing);
        if !at_end {
            return self.seq(place.seq, place.at + 1, node, env, place.then);
        }
        let is_exit = matches!(self.cfg.kind(node), CfgNodeKind::Exit | CfgNodeKind::ErrorExit);
        if !is_exit && !self.cfg.successors(node).is_empty() {
            return Vec::new();
        }
        vec![success(State { env: env.clone(), hits: Hits::default() }, Vec::new(), Join::Paths)]
    }

    fn pass(&self, place: &Place<'_, '_>, node: CfgNodeId, env: &Env, walk: &mut Walk) {
        walk.passed.push(node);
        if let Some(nest) = place.nest {
            walk.nested.extend(
                self.seq(nest, 0, node, env, &Then::Nothing).into_iter().map(|found| found.witness),
            );
        }
    }

    /// Whether a path may not run over this node.
    fn blocked(&self, place: &Place<'_, '_>, node: CfgNodeId, env: &Env) -> bool {
        if self.leaves_block(place.then, node)
            || matches!(self.cfg.kind(node), CfgNodeKind::Exit | CfgNodeKind::ErrorExit)
        {
            return true;
        }
        let in_nest =
            place.nest.is_some_and(|nest| !self.seq(nest, 0, node, env, &Then::Nothing).is_empty());
        if !place.dots.any && self.is_end_of_dots(place, node, env) {
            return true;
        }
        !in_nest && self.forbidden(place.dots, node, env)
    }

    /// The closing brace of the block in which the dots stand.
    fn leaves_block(&self, then: &Then<'_, '_>, node: CfgNodeId) -> bool {
        match then {
            Then::Nothing => false,
            Then::Steps { then, .. } => self.leaves_block(then, node),
            Then::Close { block, .. } => {
                self.cfg.kind(node) == CfgNodeKind::BlockClose && self.cfg.syntax(node) == *block
            }
        }
    }

    /// What stands before or behind the dots may not stand on the way: paths are the shortest ones.
    fn is_end_of_dots(&self, place: &Place<'_, '_>, node: CfgNodeId, env: &Env) -> bool {
        let before = place.at.checked_sub(1).and_then(|at| place.seq.steps.get(at));
        before.is_some_and(|step| self.touches(step, node, env))
            || self.matches_behind(place, node, env)
    }

    fn matches_behind(&self, place: &Place<'_, '_>, node: CfgNodeId, env: &Env) -> bool {
        match (place.seq.steps.get(place.at + 1), place.then) {
            (Some(step), _) => self.touches(step, node, env),
            (None, Then::Steps { seq, at, .. }) => {
                seq.steps.get(*at).is_some_and(|step| self.touches(step, node, env))
            }
            _ => false,
        }
    }

    /// Whether a step, or the first of it, matches at a node.
    fn touches(&self, step: &Step<'_>, node: CfgNodeId, env: &Env) -> bool {
        let heads = |pattern: &PatternNode| {
            let syntax = self.cfg.syntax(node);
            self.cfg.kind(node) == CfgNodeKind::Header
                && self.matcher.tree.kind(syntax) == pattern.kind
                && !self
                    .head(pattern, syntax, State { env: env.clone(), hits: Hits::default() })
                    .is_empty()
        };
        match &step.kind {
            StepKind::Simple(_) | StepKind::Within(_) => !self.at_node(step, node, env).is_empty(),
            StepKind::Choice(branches) | StepKind::All(branches) => branches
                .iter()
                .filter_map(|branch| branch.steps.first())
                .any(|step| self.touches(step, node, env)),
            StepKind::If(branch) => heads(branch.node),
            StepKind::Loop(head) => heads(head.node),
            _ => false,
        }
    }

    /// The `when` clauses.
    pub(super) fn forbidden(&self, dots: &DotsStep<'_>, node: CfgNodeId, env: &Env) -> bool {
        let holds = |seq: &Seq<'_>| !self.seq(seq, 0, node, env, &Then::Nothing).is_empty();
        let is_code = !matches!(
            self.cfg.kind(node),
            CfgNodeKind::True
                | CfgNodeKind::False
                | CfgNodeKind::FallThrough
                | CfgNodeKind::End
                | CfgNodeKind::InLoop
                | CfgNodeKind::LoopExit
                | CfgNodeKind::Else
                | CfgNodeKind::Entry
        );
        dots.never.iter().any(holds)
            || (is_code && dots.always.iter().any(|seq| !holds(seq)))
            || self.on_branch(&dots.not_true, node, env, &[CfgNodeKind::True, CfgNodeKind::InLoop])
            || self.on_branch(
                &dots.not_false,
                node,
                env,
                &[CfgNodeKind::False, CfgNodeKind::FallThrough, CfgNodeKind::LoopExit],
            )
    }

    /// Whether the node begins a branch of one of `kinds` under a condition that one of the patterns matches.
    fn on_branch(
        &self,
        patterns: &[&PatternNode],
        node: CfgNodeId,
        env: &Env,
        kinds: &[CfgNodeKind],
    ) -> bool {
        if patterns.is_empty() || !kinds.contains(&self.cfg.kind(node)) {
            return false;
        }
        let tree = self.matcher.tree;
        let syntax = self.cfg.syntax(node);
        let condition = tree.children(syntax).find(|child| tree.kind(*child).is_expression());
        condition.is_some_and(|condition| {
            patterns.iter().any(|pattern| self.matcher.holds(pattern, condition, env))
        })
    }

    /// A branch taken under an `if` that only leaves, and in which nothing of the pattern is to be found, is an error
    /// exit: not asked for, unless `when strict` says so.
    fn leaves_early(
        &self,
        place: &Place<'_, '_>,
        node: CfgNodeId,
        env: &Env,
        walk: &mut Walk,
    ) -> bool {
        // Dots that end the pattern ask for every path to the exit: there is nothing an error path could miss.
        let ends = place.at + 1 == place.seq.steps.len() && matches!(place.then, Then::Nothing);
        if place.dots.strict || ends || !self.cfg.escapes(node) {
            return false;
        }
        let statement = self.cfg.syntax(node);
        let mut seen = vec![false; self.cfg.len()];
        let mut open = vec![node];
        let mut inside = Vec::new();
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut seen[node.0 as usize], true) {
                continue;
            }
            let within = self.matcher.tree.is_within(self.cfg.syntax(node), statement);
            if !self.after_dots_within(place, node, env)
                || (within && self.forbidden(place.dots, node, env))
            {
                return false;
            }
            if within {
                inside.push(node);
            }
            if !within || !self.ends_branch(node) {
                open.extend(self.cfg.successors(node));
            }
        }
        if let Some(nest) = place.nest {
            let found =
                inside.iter().flat_map(|node| self.seq(nest, 0, *node, env, &Then::Nothing));
            walk.nested.extend(found.map(|success| success.witness));
        }
        walk.passed.append(&mut inside);
        true
    }

    /// True when what comes after the dots is not at this node.
    fn after_dots_within(&self, place: &Place<'_, '_>, node: CfgNodeId, env: &Env) -> bool {
        !self.matches_behind(place, node, env)
            && (place.at + 1 == place.seq.steps.len()
                || self.seq(place.seq, place.at + 1, node, env, place.then).is_empty())
    }

    /// `return` and `continue` end a branch for good; what a `goto` or `break` leads to still counts.
    fn ends_branch(&self, node: CfgNodeId) -> bool {
        self.cfg.kind(node) == CfgNodeKind::Statement
            && matches!(
                self.matcher.tree.kind(self.cfg.syntax(node)),
                NodeKind::ReturnStatement | NodeKind::ContinueStatement
            )
    }

    /// `- ...`: all that was passed goes.
    fn hits_of_passed(&self, dots: &DotsStep<'_>, passed: &[CfgNodeId]) -> Hits {
        let mut hits = Hits::default();
        let Some(token) =
            dots.token.filter(|token| self.matcher.rule.token(*token).mark != Mark::Context)
        else {
            return hits;
        };
        let passed_tokens = passed
            .iter()
            .filter(|node| !self.cfg.is_copy(**node))
            .flat_map(|node| self.tokens_of_node(*node));
        let owner = self.matcher.tree.root();
        for (first, last) in passed_tokens.chain(self.dead_code(passed)) {
            hits.push(Hit { pattern: token, first, last, owner, extent: Extent::MarkOnly });
        }
        hits
    }

    /// What no path leads to in the blocks that were passed goes along.
    fn dead_code(&self, passed: &[CfgNodeId]) -> Vec<(TokenId, TokenId)> {
        let tree = self.matcher.tree;
        let reached = self.reached();
        let lives = |node: &CfgNodeId| reached[node.0 as usize];
        let mut dead = Vec::new();
        for open in passed.iter().filter(|node| self.cfg.kind(**node) == CfgNodeKind::BlockOpen) {
            let block = self.cfg.syntax(*open);
            let unseen = tree
                .children(block)
                .filter(|child| !self.cfg.node_of(*child).is_some_and(|node| lives(&node)));
            dead.extend(
                unseen.filter_map(|child| tree.first_token(child).zip(tree.last_token(child))),
            );
            let closes = |node: &CfgNodeId| {
                self.cfg.kind(*node) == CfgNodeKind::BlockClose
                    && self.cfg.syntax(*node) == block
                    && !self.cfg.is_copy(*node)
            };
            if !self.cfg.nodes().filter(closes).any(|node| lives(&node)) {
                dead.extend(tree.last_token(block).map(|close| (close, close)));
            }
        }
        dead
    }

    /// For each node, whether a path leads to it.
    fn reached(&self) -> Vec<bool> {
        let mut reached = vec![false; self.cfg.len()];
        let mut open = vec![self.cfg.entry()];
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut reached[node.0 as usize], true) {
                open.extend(self.cfg.successors(node));
            }
        }
        reached
    }

    /// The tokens that a node of the graph stands for.
    fn tokens_of_node(&self, node: CfgNodeId) -> Vec<(TokenId, TokenId)> {
        let tree = self.matcher.tree;
        let syntax: NodeId = self.cfg.syntax(node);
        let pair = |first: Option<TokenId>, last: Option<TokenId>| {
            first.zip(last).into_iter().collect::<Vec<_>>()
        };
        match self.cfg.kind(node) {
            CfgNodeKind::Statement
            | CfgNodeKind::Declaration
            | CfgNodeKind::Label
            | CfgNodeKind::Case => pair(tree.first_token(syntax), tree.last_token(syntax)),
            CfgNodeKind::BlockOpen => pair(tree.first_token(syntax), tree.first_token(syntax)),
            CfgNodeKind::BlockClose => pair(tree.last_token(syntax), tree.last_token(syntax)),
            CfgNodeKind::Else => pair(
                self.own_token(syntax, csyntax::TokenKind::KwElse),
                self.own_token(syntax, csyntax::TokenKind::KwElse),
            ),
            CfgNodeKind::Header => {
                let body = tree.children(syntax).find(|child| tree.kind(*child).is_statement());
                let first = tree.first_token(syntax);
                pair(
                    first,
                    body.and_then(|body| tree.first_token(body)).map(|token| TokenId(token.0 - 1)),
                )
            }
            _ => Vec::new(),
        }
    }

    /// The metavariables not yet bound that the rest of the sequence uses and something outside of it uses too.
    fn unbound_shared(&self, seq: &Seq<'_>, at: usize, env: &Env) -> BTreeSet<MetaId> {
        let shared = self.shared.borrow();
        let Some(outside) = shared.last() else { return BTreeSet::new() };
        seq.steps[at..]
            .iter()
            .flat_map(|step| step.uses.iter().copied())
            .filter(|meta| outside.contains(meta) && env.get(*meta).is_none())
            .collect()
    }
}
