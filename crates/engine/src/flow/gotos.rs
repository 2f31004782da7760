//! Error handling written with `goto`: what a rule says of a block that returns also holds of one that jumps to it.
//!
//! ```text
//!   pattern                    code                      read as
//!   if (...) {                 if (x)                    the block without its braces,
//!     ... return e;              goto out;               behind the label
//!   }
//!                              if (x) {                  the block, over the jump and on
//!                                f();                    behind the label
//!                                goto out;
//!                              }
//! ```
//!
//! Coccinelle reads a block that ends in `return` so; a block whose braces change is taken at its word.

use csyntax::cfg::{CfgNodeId, CfgNodeKind};
use csyntax::{NodeId, NodeKind};
use smpl::{Mark, PatternTokenId};

use super::check::{Checker, Success, Then};
use super::compile::{BlockStep, Seq, Step, StepKind};
use crate::env::{Env, Hits, State};

impl Checker<'_> {
    /// A body that is, in one of its forms, a block that ends in `return`, where the code jumps to such code.
    pub(super) fn body_by_goto(&self, body: &Seq<'_>, start: CfgNodeId, env: &Env) -> Vec<Success> {
        let mut found = Vec::new();
        for block in blocks(body).filter(|block| ends_in_return(&block.body)) {
            if self.is_changed(block.open) || self.is_changed(block.close) {
                continue;
            }
            found.extend(self.behind_label(block, start, env));
            found.extend(self.over_jumps(block, start, env));
        }
        found
    }

    /// The body is the jump alone.
    fn behind_label(&self, block: &BlockStep<'_>, start: CfgNodeId, env: &Env) -> Vec<Success> {
        if !self.is_goto(start) {
            return Vec::new();
        }
        let mut node = start;
        while let [next] = self.cfg.successors(node) {
            node = *next;
            if !self.cfg.is_copy(node) {
                break;
            }
        }
        if self.cfg.kind(node) != CfgNodeKind::Label {
            return Vec::new();
        }
        let state = State { env: env.clone(), hits: Hits::default() };
        self.everywhere(state, self.cfg.successors(node), |env, node| {
            self.seq(&block.body, 0, node, env, &Then::Nothing)
        })
    }

    /// The body is a block, and every way through it ends in a jump.
    fn over_jumps(&self, block: &BlockStep<'_>, start: CfgNodeId, env: &Env) -> Vec<Success> {
        let syntax = self.cfg.syntax(start);
        if self.cfg.kind(start) != CfgNodeKind::BlockOpen || !self.always_jumps(start, syntax) {
            return Vec::new();
        }
        let Some(brace) = self.matcher.tree.first_token(syntax) else { return Vec::new() };
        let state = State { env: env.clone(), hits: Hits::default() };
        self.matcher
            .token(block.open, brace, syntax, state)
            .into_iter()
            .flat_map(|state| {
                self.everywhere(state, self.cfg.successors(start), |env, node| {
                    self.seq(&block.body, 0, node, env, &Then::Nothing)
                })
            })
            .collect()
    }

    /// Whether all ways from `start` meet a `goto` before they leave the block.
    fn always_jumps(&self, start: CfgNodeId, block: NodeId) -> bool {
        let mut seen = vec![false; self.cfg.len()];
        let mut open = self.cfg.successors(start).to_vec();
        let mut jumps = false;
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut seen[node.0 as usize], true) {
                continue;
            }
            if self.is_goto(node) {
                jumps = true;
                continue;
            }
            let closes =
                self.cfg.kind(node) == CfgNodeKind::BlockClose && self.cfg.syntax(node) == block;
            if closes || !self.matcher.tree.is_within(self.cfg.syntax(node), block) {
                return false;
            }
            open.extend(self.cfg.successors(node));
        }
        jumps
    }

    fn is_goto(&self, node: CfgNodeId) -> bool {
        self.cfg.kind(node) == CfgNodeKind::Statement
            && self.matcher.tree.kind(self.cfg.syntax(node)) == NodeKind::GotoStatement
    }

    /// Whether a token of the pattern is removed, or code is added beside it.
    fn is_changed(&self, token: PatternTokenId) -> bool {
        let token = self.matcher.rule.token(token);
        token.mark != Mark::Context || !token.plus_before.is_empty() || !token.plus_after.is_empty()
    }
}

/// The blocks that a body may be.
fn blocks<'c, 'p>(body: &'c Seq<'p>) -> impl Iterator<Item = &'c BlockStep<'p>> {
    let forms: Vec<&Step<'p>> = match body.steps.as_slice() {
        [Step { kind: StepKind::Choice(forms), .. }] => {
            forms.iter().filter_map(|form| form.steps.first()).collect()
        }
        [only] => vec![only],
        _ => Vec::new(),
    };
    forms.into_iter().filter_map(|step| match &step.kind {
        StepKind::Block(block) => Some(block),
        _ => None,
    })
}

fn ends_in_return(seq: &Seq<'_>) -> bool {
    match seq.steps.last().map(|step| &step.kind) {
        Some(StepKind::Simple(pattern)) => pattern.kind == NodeKind::ReturnStatement,
        Some(StepKind::Choice(forms)) => forms.iter().all(ends_in_return),
        _ => false,
    }
}
