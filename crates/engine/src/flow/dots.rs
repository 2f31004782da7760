//! `...` and nests: one walk over the edges they can reach.
//!
//! From the node behind `A` the walk goes forward. At each node, in this order:
//!
//! ```text
//! what comes after the dots holds here      the path is done, its witness is kept; with `when any` it also goes on
//! a branch that only leaves (error exit)    the path is done, unless `when strict`, and goes on where it can
//! a `when` forbids the node, or it matches what stands before or behind the dots, or there is no way on
//!                                           the path has failed: so has the whole, where all paths count
//! otherwise                                 on to the successors; a nest leaves its witness
//! ```
//!
//! A node already seen is not walked again: a loop that can be left must be left, one that can not asks nothing
//! (a weak until, as Coccinelle takes it), so long as some path gets to what comes after the dots.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use csyntax::cfg::{CfgNodeId, CfgNodeKind};
use csyntax::{NodeId, NodeKind, TokenId};
use rustc_hash::FxHashSet;
use smpl::{Mark, MetaId, MetaKind, Origin, PatternNode};

use super::check::{Checker, Mode, Success, Then, success};
use super::compile::{DotsStep, Seq, StepKind};
use super::witness::{Join, Witness};
use crate::env::{Env, Extent, Hit, Hits, State};

/// A node that a walk has not come to.
const UNSEEN: usize = usize::MAX;

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

/// What became of a path at one node.
struct Stop {
    node: CfgNodeId,
    /// What follows the dots holds here, in these ways.
    reached: Vec<Success>,
    /// The path need not go on: it leaves early.
    is_early: bool,
    /// The path may go on.
    passes: bool,
    /// What it passed here, and what the nest matched there.
    passed: Vec<CfgNodeId>,
    nested: Vec<Rc<Witness>>,
}

impl Stop {
    fn at(node: CfgNodeId, reached: Vec<Success>) -> Self {
        Self {
            node,
            reached,
            is_early: false,
            passes: false,
            passed: Vec::new(),
            nested: Vec::new(),
        }
    }

    /// No path may come here.
    fn is_dead(&self) -> bool {
        self.reached.is_empty() && !self.is_early && !self.passes
    }
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
        // A metavariable that is also used elsewhere has one value on all paths: try those there are.
        let candidates = self.candidates(&place, node, env, &shared);
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

    /// The values that some path gives to the metavariables in `shared`.
    fn candidates(
        &self,
        place: &Place<'_, '_>,
        start: CfgNodeId,
        env: &Env,
        shared: &BTreeSet<MetaId>,
    ) -> BTreeSet<Env> {
        let (mut behind, mut inside) = (BTreeSet::new(), BTreeSet::new());
        let mut seen = vec![false; self.cfg.len()];
        let mut open = vec![start];
        let values = |found: &Success| found.env.restricted(|meta| shared.contains(&meta));
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut seen[node.0 as usize], true) {
                continue;
            }
            if place.nest.is_none() && self.is_over(place, node, env) {
                continue;
            }
            behind.extend(self.after_dots(place, node, env).iter().map(values));
            if let Some(nest) = place.nest {
                let found = self.seq(nest, 0, node, env, &Then::Nothing);
                inside.extend(found.iter().map(values));
            }
            if !self.leaves_block(place.then, node) {
                open.extend(self.cfg.successors(node).iter().rev());
            }
        }
        // What stands behind decides; in its absence, what the nest holds.
        if behind.iter().all(|env| env.iter().next().is_none()) {
            inside.extend(behind);
            inside
        } else {
            behind
        }
    }

    /// Follows all paths from `start` to where what comes after the dots holds.
    fn walk(&self, place: &Place<'_, '_>, start: CfgNodeId, env: &Env) -> Walk {
        let mut stops: Vec<Stop> = Vec::new();
        let mut known = vec![UNSEEN; self.cfg.len()];
        let mut open = vec![start];
        let ahead = OnceCell::new();
        // While every path must come through all nodes so far, one dead end is enough.
        let mut may_choose = place.dots.any || place.mode == Mode::SomePath;
        while let Some(node) = open.pop() {
            if known[node.0 as usize] != UNSEEN {
                continue;
            }
            known[node.0 as usize] = stops.len();
            let stop = self.stop(place, node, env, &ahead);
            if stop.is_dead() && !may_choose {
                return Walk { failed: true, ..Walk::default() };
            }
            may_choose |= stop.is_early;
            if stop.passes {
                open.extend(self.cfg.successors(node).iter().rev());
            }
            stops.push(stop);
        }
        if place.mode == Mode::AllPaths && may_choose {
            self.give_up_dead(start, &mut stops, &known);
        }
        if place.mode == Mode::SomePath {
            self.leave_failed(&mut stops, &known);
        }
        // Code that no path leads to does not hold, not even where all paths go round for ever; the end of a block does.
        let ends_block = place.at + 1 == place.seq.steps.len();
        let is_lost = |stop: &Stop| stop.reached.is_empty() && (stop.is_dead() || !ends_block);
        let failed = stops.iter().all(is_lost);
        let mut walk = Walk { failed, ..Walk::default() };
        for stop in stops {
            walk.reached.extend(stop.reached);
            walk.passed.extend(stop.passed);
            walk.nested.extend(stop.nested);
        }
        walk
    }

    /// Where a path could have ended, by `when any` or because it leaves early, it goes on as well. A way on that
    /// fails somewhere is not taken; what only such ways lead to does not count.
    fn give_up_dead(&self, start: CfgNodeId, stops: &mut [Stop], known: &[usize]) {
        let mut dead: Vec<CfgNodeId> =
            stops.iter().filter(|stop| stop.is_dead()).map(|stop| stop.node).collect();
        while let Some(node) = dead.pop() {
            for before in self.cfg.predecessors(node) {
                let Some(stop) = stops.get_mut(known[before.0 as usize]) else { continue };
                if std::mem::replace(&mut stop.passes, false) {
                    if !stop.is_early {
                        stop.passed.clear();
                        stop.nested.clear();
                    }
                    dead.extend(stop.is_dead().then_some(stop.node));
                }
            }
        }
        let mut counts = vec![false; stops.len()];
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            let at = known[node.0 as usize];
            if at == UNSEEN || std::mem::replace(&mut counts[at], true) || !stops[at].passes {
                continue;
            }
            open.extend(self.cfg.successors(node));
        }
        for (stop, counts) in stops.iter_mut().zip(counts) {
            if !counts {
                *stop = Stop::at(stop.node, Vec::new());
            }
        }
    }

    /// Where one path is enough, what lies on ways that come to nothing is passed by none.
    fn leave_failed(&self, stops: &mut [Stop], known: &[usize]) {
        let mut leads = vec![false; stops.len()];
        let reached = stops.iter().filter(|stop| !stop.reached.is_empty());
        let mut open: Vec<CfgNodeId> = reached.map(|stop| stop.node).collect();
        while let Some(node) = open.pop() {
            for before in self.cfg.predecessors(node) {
                let at = known[before.0 as usize];
                if stops.get(at).is_some_and(|stop| stop.passes)
                    && !std::mem::replace(&mut leads[at], true)
                {
                    open.push(*before);
                }
            }
        }
        for (stop, _) in stops.iter_mut().zip(leads).filter(|(_, leads)| !leads) {
            stop.passed.clear();
            stop.nested.clear();
        }
    }

    /// What becomes of a path at a node; `ahead` is asked for where a branch leaves early.
    fn stop(
        &self,
        place: &Place<'_, '_>,
        node: CfgNodeId,
        env: &Env,
        ahead: &OnceCell<Vec<bool>>,
    ) -> Stop {
        // A walk costs something even where nothing is compared.
        self.matcher.work.set(self.matcher.work.get() + 1);
        let is_over = self.is_over(place, node, env);
        let reached = if is_over { Vec::new() } else { self.after_dots(place, node, env) };
        let mut stop = Stop::at(node, reached);
        if !stop.reached.is_empty() && !place.dots.any {
            return stop;
        }
        if stop.reached.is_empty() && place.mode == Mode::AllPaths {
            stop.is_early = self.leaves_early(place, node, env, (&mut stop, ahead));
        }
        // Where all paths count, this is known to fail only if some path ahead is no early exit.
        let fails = place.mode == Mode::SomePath || self.horizon().leaves(node);
        if is_over && fails && !stop.is_early {
            return stop;
        }
        if !self.blocked(place, node, env) && !self.cfg.successors(node).is_empty() {
            stop.passes = true;
            self.pass(place, node, env, &mut stop);
        }
        stop
    }

    /// Whether what follows the dots is neither at a node nor anywhere on the ways on from it.
    fn is_over(&self, place: &Place<'_, '_>, node: CfgNodeId, env: &Env) -> bool {
        let step = match (place.seq.steps.get(place.at + 1), place.then) {
            (Some(step), _) => Some(step),
            (None, Then::Steps { seq, at, .. }) => seq.steps.get(*at),
            _ => None,
        };
        step.is_some_and(|step| !self.may_come(step, node, env))
    }

    /// What follows the dots, at `node`.
    fn after_dots(&self, place: &Place<'_, '_>, node: CfgNodeId, env: &Env) -> Vec<Success> {
        let at_end = place.at + 1 == place.seq.steps.len() && place.then.is_end();
        if !at_end {
            return self.seq(place.seq, place.at + 1, node, env, place.then);
        }
        if matches!(place.then, Then::Leave { .. }) {
            let found = self.then(place.then, node, env);
            if !found.is_empty() {
                return found;
            }
        }
        let is_exit = matches!(self.cfg.kind(node), CfgNodeKind::Exit | CfgNodeKind::ErrorExit);
        if !is_exit && !self.cfg.successors(node).is_empty() {
            return Vec::new();
        }
        vec![success(State { env: env.clone(), hits: Hits::default() }, Vec::new(), Join::Paths)]
    }

    fn pass(&self, place: &Place<'_, '_>, node: CfgNodeId, env: &Env, stop: &mut Stop) {
        stop.passed.push(node);
        if let Some(nest) = place.nest {
            stop.nested.extend(
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
            Then::Nothing | Then::Alone | Then::Leave { .. } => false,
            Then::Steps { then, .. } => self.leaves_block(then, node),
            Then::Close { block, .. } => {
                self.cfg.kind(node) == CfgNodeKind::BlockClose && self.cfg.syntax(node) == *block
            }
        }
    }

    /// What stands before or behind the dots may not stand on the way: paths are the shortest ones.
    fn is_end_of_dots(&self, place: &Place<'_, '_>, node: CfgNodeId, env: &Env) -> bool {
        let before = place.at.checked_sub(1);
        before.is_some_and(|at| self.touches_anew(place.seq, at, node, env))
            || self.matches_behind(place, node, env)
    }

    /// Whether step `at` matches at a node, whatever its place.
    fn touches_anew(&self, seq: &Seq<'_>, at: usize, node: CfgNodeId, env: &Env) -> bool {
        let is_place = |meta| self.matcher.rule.metavariable(meta).kind == MetaKind::Position;
        if !env.iter().any(|(meta, _)| is_place(meta) && !self.is_inherited(meta)) {
            return self.touches(seq, at, node, env);
        }
        let keeps = |meta| !is_place(meta) || self.is_inherited(meta);
        self.touches(seq, at, node, &env.restricted(keeps))
    }

    fn is_inherited(&self, meta: MetaId) -> bool {
        self.matcher.rule.metavariable(meta).origin != Origin::Local
    }

    fn matches_behind(&self, place: &Place<'_, '_>, node: CfgNodeId, env: &Env) -> bool {
        match (place.seq.steps.get(place.at + 1), place.then) {
            (Some(_), _) => self.touches(place.seq, place.at + 1, node, env),
            (None, Then::Steps { seq, at, .. }) => self.touches(seq, *at, node, env),
            _ => false,
        }
    }

    /// Whether step `at` of a sequence matches at a node, whatever follows it.
    fn touches(&self, seq: &Seq<'_>, at: usize, node: CfgNodeId, env: &Env) -> bool {
        let Some(step) = seq.steps.get(at) else { return false };
        match &step.kind {
            StepKind::Simple(_) | StepKind::Within(_) => !self.at_node(step, node, env).is_empty(),
            StepKind::Choice(branches) | StepKind::All(branches) => {
                branches.iter().any(|branch| self.touches(branch, 0, node, env))
            }
            StepKind::If(_) | StepKind::Loop(_) | StepKind::Do(_) => {
                self.cfg.kind(node) == CfgNodeKind::Header
                    && !self.seq(seq, at, node, env, &Then::Alone).is_empty()
            }
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
        let tree = self.matcher.tree;
        let syntax = self.cfg.syntax(node);
        // The test of a do statement comes behind its body; Coccinelle does not ask it.
        if patterns.is_empty()
            || !kinds.contains(&self.cfg.kind(node))
            || tree.kind(syntax) == NodeKind::DoStatement
        {
            return false;
        }
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
        (stop, ahead): (&mut Stop, &OnceCell<Vec<bool>>),
    ) -> bool {
        // Dots that end the pattern ask for every path to the exit: there is nothing an error path could miss.
        let ends = place.at + 1 == place.seq.steps.len() && place.then.is_end();
        if place.dots.strict || ends || !self.cfg.escapes(node) {
            return false;
        }
        let statement = self.cfg.syntax(node);
        let ahead = || ahead.get_or_init(|| self.ahead(place, env));
        let mut seen = FxHashSet::default();
        let mut open = vec![node];
        let mut inside = Vec::new();
        while let Some(node) = open.pop() {
            if !seen.insert(node) {
                continue;
            }
            self.matcher.work.set(self.matcher.work.get() + 1);
            if !self.matcher.tree.is_within(self.cfg.syntax(node), statement) {
                if !self.is_over(place, node, env) && ahead()[node.0 as usize] {
                    return false;
                }
                continue;
            }
            if !self.after_dots_within(place, node, env) {
                return false;
            }
            inside.push(node);
            if !self.ends_branch(node) {
                open.extend(self.cfg.successors(node));
            }
        }
        if let Some(nest) = place.nest {
            let found =
                inside.iter().flat_map(|node| self.seq(nest, 0, *node, env, &Then::Nothing));
            stop.nested.extend(found.map(|success| success.witness));
        }
        stop.passed.append(&mut inside);
        true
    }

    /// For each node, whether what comes after the dots is there or somewhere behind it.
    fn ahead(&self, place: &Place<'_, '_>, env: &Env) -> Vec<bool> {
        let mut ahead = vec![false; self.cfg.len()];
        let holds = |node: &CfgNodeId| !self.after_dots_within(place, *node, env);
        let mut open: Vec<CfgNodeId> = self.cfg.nodes().filter(holds).collect();
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut ahead[node.0 as usize], true) {
                open.extend(self.cfg.predecessors(node));
            }
        }
        ahead
    }

    /// True when what comes after the dots is not at this node.
    fn after_dots_within(&self, place: &Place<'_, '_>, node: CfgNodeId, env: &Env) -> bool {
        place.at + 1 == place.seq.steps.len()
            || self.seq(place.seq, place.at + 1, node, env, place.then).is_empty()
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

    /// The metavariables not yet bound that the rest of the sequence uses, and something before or outside of it or a
    /// later rule too.
    fn unbound_shared(&self, seq: &Seq<'_>, at: usize, env: &Env) -> BTreeSet<MetaId> {
        let mut unbound: BTreeSet<MetaId> =
            seq.steps[at].shared.iter().filter(|meta| env.get(**meta).is_none()).copied().collect();
        if let Some(outside) = self.shared.borrow().last() {
            let uses = seq.steps[at..].iter().flat_map(|step| step.uses.iter().copied());
            unbound.extend(uses.filter(|meta| outside.contains(meta) && env.get(*meta).is_none()));
        }
        let behind = seq.steps[at + 1..].iter().filter(|step| !step.is_nest());
        let handed_on =
            behind.flat_map(|step| step.uses.iter()).filter(|meta| self.is_fixed(**meta));
        unbound.extend(handed_on.filter(|meta| env.get(**meta).is_none()));
        unbound
    }

    /// What later rules inherit has one value in a match; but a position stands for places on several paths.
    fn is_fixed(&self, meta: MetaId) -> bool {
        self.handed_on.contains(&meta)
            && !matches!(
                self.matcher.rule.metavariable(meta).kind,
                MetaKind::Position | MetaKind::FreshIdentifier | MetaKind::Symbol
            )
    }
}
