//! Statements that hold statements: `if`, loops, `switch`, blocks, functions.
//!
//! The head is matched at its node, the body along the branch that leads into it, and the pattern goes on where
//! control meets again, whatever the branches did: `if (x) return; B` has `B` after the `if`.

use std::collections::BTreeSet;

use csyntax::cfg::{CfgNodeId, CfgNodeKind};
use csyntax::{NodeId, NodeKind, Part, TokenKind};
use smpl::{MetaId, PatternNode, PatternPart};

use super::check::{Checker, Success, Then, both, success_before};
use super::compile::{BlockStep, HeadStep, IfStep, Seq};
use crate::env::{Env, Hits, State, States};

impl Checker<'_> {
    pub(super) fn if_statement<'p>(
        &self,
        step: &IfStep<'p>,
        seq: &Seq<'p>,
        at: usize,
        node: CfgNodeId,
        env: &Env,
        then: &Then<'_, 'p>,
    ) -> Vec<Success> {
        let has_else = self.branch(node, CfgNodeKind::False).is_some();
        if has_else != step.otherwise.is_some() {
            return Vec::new();
        }
        let outside = uses_after(seq, at);
        self.heads(step.node, node, env)
            .into_iter()
            .flat_map(|state| {
                let taken =
                    self.in_body(&outside, step.otherwise.as_ref().map(|(_, seq)| seq), || {
                        self.body(&step.then, self.branch(node, CfgNodeKind::True), &state.env)
                    });
                let taken = match &step.otherwise {
                    None => taken,
                    Some((token, otherwise)) => {
                        self.with_else(taken, *token, otherwise, node, &outside)
                    }
                };
                self.after_compound(state, taken, node, seq, at, then)
            })
            .collect()
    }

    fn with_else(
        &self,
        taken: Vec<Success>,
        token: smpl::PatternTokenId,
        otherwise: &Seq<'_>,
        node: CfgNodeId,
        outside: &BTreeSet<MetaId>,
    ) -> Vec<Success> {
        let syntax = self.cfg.syntax(node);
        let (Some(branch), Some(keyword)) =
            (self.branch(node, CfgNodeKind::False), self.own_token(syntax, TokenKind::KwElse))
        else {
            return Vec::new();
        };
        let start = self.cfg.successors(branch).first().copied();
        taken
            .into_iter()
            .flat_map(|taken| {
                let state = State { env: taken.env.clone(), hits: Hits::default() };
                self.matcher
                    .token(token, keyword, syntax, state)
                    .into_iter()
                    .flat_map(|state| {
                        let found =
                            self.in_body(outside, None, || self.body(otherwise, start, &state.env));
                        found
                            .into_iter()
                            .map(|next| both(&taken, &success_before(&state, next)))
                            .collect::<Vec<_>>()
                    })
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    pub(super) fn loop_statement<'p>(
        &self,
        step: &HeadStep<'p>,
        seq: &Seq<'p>,
        at: usize,
        node: CfgNodeId,
        env: &Env,
        then: &Then<'_, 'p>,
    ) -> Vec<Success> {
        let (pattern, body) = (step.node, &step.body);
        let outside = uses_after(seq, at);
        let is_switch = pattern.kind == NodeKind::SwitchStatement;
        self.heads(pattern, node, env)
            .into_iter()
            .flat_map(|state| {
                let taken = self.in_body(&outside, None, || {
                    if is_switch {
                        let block = self.branch(node, CfgNodeKind::BlockOpen);
                        block.map_or_else(Vec::new, |block| {
                            self.switch_body(body, block, &state.env)
                        })
                    } else {
                        self.body(body, self.branch(node, CfgNodeKind::InLoop), &state.env)
                    }
                });
                self.after_compound(state, taken, node, seq, at, then)
            })
            .collect()
    }

    pub(super) fn do_statement<'p>(
        &self,
        step: &HeadStep<'p>,
        seq: &Seq<'p>,
        at: usize,
        node: CfgNodeId,
        env: &Env,
        then: &Then<'_, 'p>,
    ) -> Vec<Success> {
        let (pattern, body) = (step.node, &step.body);
        let outside = uses_after(seq, at);
        let syntax = self.cfg.syntax(node);
        self.heads(pattern, node, env)
            .into_iter()
            .flat_map(|state| self.do_tail(pattern, syntax, state))
            .flat_map(|state| {
                let start = self.cfg.successors(node).first().copied();
                let taken = self.in_body(&outside, None, || match start {
                    Some(start) => self.body_at(body, start, &state.env),
                    None => Vec::new(),
                });
                self.after_compound(state, taken, node, seq, at, then)
            })
            .collect()
    }

    /// `while (condition);`: all after the body.
    fn do_tail(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let tree = self.matcher.tree;
        let wanted: Vec<&PatternPart> = pattern
            .parts
            .iter()
            .skip_while(|part| {
                !matches!(part, PatternPart::Token(token) if self.matcher.rule.token(*token).kind == TokenKind::KwWhile)
            })
            .collect();
        let found: Vec<Part> = tree
            .parts(code)
            .skip_while(|part| !matches!(part, Part::Token(token) if tree.token(*token).kind == TokenKind::KwWhile))
            .collect();
        self.matcher.pairs(&wanted, &found, code, state)
    }

    pub(super) fn block<'p>(
        &self,
        step: &BlockStep<'p>,
        seq: &Seq<'p>,
        at: usize,
        node: CfgNodeId,
        env: &Env,
        then: &Then<'_, 'p>,
    ) -> Vec<Success> {
        if self.cfg.kind(node) != CfgNodeKind::BlockOpen {
            return Vec::new();
        }
        let syntax = self.cfg.syntax(node);
        let Some(brace) = self.matcher.tree.first_token(syntax) else { return Vec::new() };
        let ends = then.ends_after(seq, at);
        let rest = Then::Steps { seq, at: at + 1, then };
        let rest = if ends { then } else { &rest };
        let close = Then::Close { block: syntax, token: step.close, then: rest };
        let state = State { env: env.clone(), hits: Hits::default() };
        self.matcher
            .token(step.open, brace, syntax, state)
            .into_iter()
            .flat_map(|state| {
                self.everywhere(state, self.cfg.successors(node), |env, node| {
                    self.seq(&step.body, 0, node, env, &close)
                })
            })
            .collect()
    }

    pub(super) fn function(
        &self,
        pattern: &PatternNode,
        body: &Seq<'_>,
        node: CfgNodeId,
        env: &Env,
    ) -> Vec<Success> {
        if self.cfg.kind(node) != CfgNodeKind::FunctionHeader {
            return Vec::new();
        }
        let state = State { env: env.clone(), hits: Hits::default() };
        self.matcher
            .function_header(pattern, self.cfg.syntax(node), state)
            .into_iter()
            .flat_map(|state| {
                self.followed(state, body, 0, self.cfg.successors(node), &Then::Nothing)
            })
            .collect()
    }

    /// What is left of the block, up to its closing brace.
    pub(super) fn statement_list<'p>(
        &self,
        pattern: &PatternNode,
        seq: &Seq<'p>,
        at: usize,
        node: CfgNodeId,
        env: &Env,
        then: &Then<'_, 'p>,
    ) -> Vec<Success> {
        let tree = self.matcher.tree;
        let Then::Close { block, .. } = then else { return Vec::new() };
        if at + 1 != seq.steps.len() {
            return Vec::new();
        }
        let Some((token, meta)) = self.matcher.metavariable_of(pattern) else { return Vec::new() };
        let end = tree.token_range(*block).end - 1;
        let begin = if self.cfg.syntax(node) == *block {
            end
        } else {
            tree.token_range(self.cfg.syntax(node)).start
        };
        let length =
            tree.children(*block).filter(|child| tree.token_range(*child).start >= begin).count()
                as u32;
        let mut state = State { env: env.clone(), hits: Hits::default() };
        let value = self.matcher.values.borrow_mut().of_list(tree, begin..end, length);
        if !self.matcher.bind_checked(meta, value, None, &mut state.env) {
            return Vec::new();
        }
        let (first, last) = (csyntax::TokenId(begin), csyntax::TokenId(end.wrapping_sub(1)));
        let close = self.cfg.node_of(*block).and_then(|open| self.cfg.after(open).first().copied());
        let Some(close) = close else { return Vec::new() };
        self.matcher
            .hit(token, first, last, *block, state)
            .into_iter()
            .flat_map(|state| {
                self.everywhere(state, &[close], |env, node| self.then(then, node, env))
            })
            .collect()
    }

    /// Matches the head of a compound statement at its node.
    fn heads(&self, pattern: &PatternNode, node: CfgNodeId, env: &Env) -> States {
        let syntax = self.cfg.syntax(node);
        if self.cfg.kind(node) != CfgNodeKind::Header
            || self.matcher.tree.kind(syntax) != pattern.kind
        {
            return States::new();
        }
        self.head(pattern, syntax, State { env: env.clone(), hits: Hits::default() })
    }

    /// The node of a kind among those that follow a header.
    fn branch(&self, header: CfgNodeId, kind: CfgNodeKind) -> Option<CfgNodeId> {
        self.cfg.successors(header).iter().copied().find(|node| self.cfg.kind(*node) == kind)
    }

    /// A body, behind the node that marks the branch into it.
    fn body(&self, seq: &Seq<'_>, branch: Option<CfgNodeId>, env: &Env) -> Vec<Success> {
        match branch.and_then(|branch| self.cfg.successors(branch).first().copied()) {
            Some(start) => self.body_at(seq, start, env),
            None => Vec::new(),
        }
    }

    /// A body that begins at a node.
    fn body_at(&self, seq: &Seq<'_>, start: CfgNodeId, env: &Env) -> Vec<Success> {
        let range = self.matcher.tree.token_range(self.cfg.syntax(start));
        let then = match seq.steps.is_empty() {
            true => Then::Nothing,
            false => Then::Leave { first: range.start, end: range.end },
        };
        let mut found = self.seq(seq, 0, start, env, &then);
        found.extend(self.body_by_goto(seq, start, env));
        found
    }

    /// Runs `check` knowing which metavariables code outside of the body uses.
    fn in_body(
        &self,
        outside: &BTreeSet<MetaId>,
        other: Option<&Seq<'_>>,
        check: impl FnOnce() -> Vec<Success>,
    ) -> Vec<Success> {
        let mut uses = outside.clone();
        uses.extend(
            other.into_iter().flat_map(|seq| &seq.steps).flat_map(|step| step.uses.iter().copied()),
        );
        if let Some(around) = self.shared.borrow().last() {
            uses.extend(around);
        }
        self.shared.borrow_mut().push(uses);
        let found = check();
        self.shared.borrow_mut().pop();
        found
    }

    /// The rest of the pattern, after a compound statement whose head and bodies matched.
    fn after_compound<'p>(
        &self,
        head: State,
        bodies: Vec<Success>,
        node: CfgNodeId,
        seq: &Seq<'p>,
        at: usize,
        then: &Then<'_, 'p>,
    ) -> Vec<Success> {
        let ends = then.ends_after(seq, at) && then.is_end();
        let after = if ends { Vec::new() } else { self.nodes_after_joins(self.cfg.after(node)) };
        bodies
            .into_iter()
            .flat_map(|body| {
                let body = success_before(&head, body);
                if ends {
                    return vec![body];
                }
                let state = State { env: body.env.clone(), hits: Hits::default() };
                self.followed(state, seq, at + 1, &after, then)
                    .iter()
                    .map(|rest| both(&body, rest))
                    .collect()
            })
            .collect()
    }
}

/// The metavariables that the steps after `at` use.
fn uses_after(seq: &Seq<'_>, at: usize) -> BTreeSet<MetaId> {
    seq.steps[at + 1..].iter().flat_map(|step| step.uses.iter().copied()).collect()
}
