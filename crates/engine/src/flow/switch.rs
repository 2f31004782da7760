//! `switch` with the cases that a rule names: each is looked for by itself, others may stand between them.
//!
//! ```text
//!   pattern                  code
//!   switch (e) {             switch (x) {
//!   - case A: ... break;     case B: b(); break;
//!   - case B: ... break;     case C: c(); break;      <- no case of the pattern: passed over
//!   }                        case A: a(); break;
//!                            }
//! ```
//!
//! A case of the code whose label one of the pattern matches must match it whole.

use std::collections::BTreeSet;

use csyntax::cfg::{CfgNodeId, CfgNodeKind};
use csyntax::{NodeId, NodeKind, TokenKind};
use smpl::MetaId;

use super::check::{Checker, Mode, Success, Then, both, success};
use super::compile::{BlockStep, CasesStep, Seq, StepKind};
use super::witness::Join;
use crate::env::{Env, Hits, State};

impl Checker<'_> {
    /// The body of a switch, from its `{` on.
    pub(super) fn switch_body(&self, body: &Seq<'_>, start: CfgNodeId, env: &Env) -> Vec<Success> {
        match body.steps.as_slice() {
            [step] => match &step.kind {
                StepKind::Cases(cases) => self.cases(cases, start, env),
                _ => self.seq(body, 0, start, env, &Then::Nothing),
            },
            _ => self.seq(body, 0, start, env, &Then::Nothing),
        }
    }

    fn cases(&self, step: &CasesStep<'_>, start: CfgNodeId, env: &Env) -> Vec<Success> {
        let labels: Vec<CfgNodeId> = (self.cfg.successors(start).iter().copied())
            .filter(|node| self.cfg.kind(*node) == CfgNodeKind::Case)
            .collect();
        let block = self.cfg.syntax(start);
        // One path is enough: then another case of the code may have the label and another body.
        let is_there = |case: &Seq<'_>| {
            labels.iter().any(|label| match self.mode {
                Mode::AllPaths => self.has_label(case, *label, env),
                Mode::SomePath => {
                    let then = self.end_of_case(block, *label);
                    !self.seq(case, 0, *label, env, &then).is_empty()
                }
            })
        };
        if !step.cases.iter().all(is_there) {
            return Vec::new();
        }
        let shared = self.shared_by_cases(step);
        let mut found = self.braces(&step.block, block, env);
        for label in labels {
            found = found
                .into_iter()
                .flat_map(|so_far| self.one_case(step, block, label, so_far, &shared))
                .collect();
        }
        found
    }

    /// What was found so far, together with what the pattern makes of one case of the code.
    fn one_case(
        &self,
        step: &CasesStep<'_>,
        block: NodeId,
        label: CfgNodeId,
        so_far: Success,
        shared: &BTreeSet<MetaId>,
    ) -> Vec<Success> {
        let env = &so_far.env;
        let then = self.end_of_case(block, label);
        let found: Vec<Success> =
            step.cases.iter().flat_map(|case| self.seq(case, 0, label, env, &then)).collect();
        if found.is_empty() {
            let asked = step.cases.iter().any(|case| self.has_label(case, label, env));
            let passes = !asked || self.mode == Mode::SomePath;
            return if passes { vec![so_far] } else { Vec::new() };
        }
        // What one case alone binds, another may bind otherwise.
        let handed_on = |found: &Success| found.env.restricted(|meta| shared.contains(&meta));
        let ways: BTreeSet<Env> = found.iter().map(handed_on).collect();
        ways.iter()
            .filter_map(|way| env.joined(way).map(|env| (way, env)))
            .map(|(way, env)| {
                let next = found.iter().filter(|found| handed_on(found) == *way);
                let next = next.map(|found| found.witness.clone()).collect();
                both(&so_far, &success(State { env, hits: Hits::default() }, next, Join::Paths))
            })
            .collect()
    }

    /// The metavariables that more than one case or the code around the switch uses.
    fn shared_by_cases(&self, step: &CasesStep<'_>) -> BTreeSet<MetaId> {
        let mut shared = self.shared.borrow().last().cloned().unwrap_or_default();
        let mut seen = BTreeSet::new();
        for case in &step.cases {
            let uses: BTreeSet<MetaId> =
                case.steps.iter().flat_map(|step| step.uses.iter().copied()).collect();
            shared.extend(uses.intersection(&seen));
            seen.extend(uses);
        }
        shared
    }

    fn has_label(&self, case: &Seq<'_>, label: CfgNodeId, env: &Env) -> bool {
        case.steps.first().is_some_and(|header| !self.at_node(header, label, env).is_empty())
    }

    /// The statements that a case governs end where the next begins.
    fn end_of_case(&self, block: NodeId, label: CfgNodeId) -> Then<'static, 'static> {
        let tree = self.matcher.tree;
        let first = tree.token_range(self.cfg.syntax(label)).start;
        let end = tree.token_range(block).end.saturating_sub(1);
        let is_case = |node: &NodeId| {
            matches!(tree.kind(*node), NodeKind::CaseStatement | NodeKind::DefaultStatement)
        };
        let next = tree.children(block).filter(is_case).map(|case| tree.token_range(case).start);
        Then::Leave { first, end: next.filter(|next| *next > first).min().unwrap_or(end) }
    }

    fn braces(&self, step: &BlockStep<'_>, block: NodeId, env: &Env) -> Vec<Success> {
        let brace = |kind| self.own_token(block, kind);
        let (Some(open), Some(close)) = (brace(TokenKind::LBrace), brace(TokenKind::RBrace)) else {
            return Vec::new();
        };
        let state = State { env: env.clone(), hits: Hits::default() };
        self.matcher
            .token(step.open, open, block, state)
            .into_iter()
            .flat_map(|state| self.matcher.token(step.close, close, block, state))
            .map(|state| success(state, Vec::new(), Join::Parts))
            .collect()
    }
}
