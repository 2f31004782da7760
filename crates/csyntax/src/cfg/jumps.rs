//! Jumps: where they lead, and the copies of the braces they cross on the way.
//!
//! A *region* is what a jump passes the end of when it leaves: a block, an `if … else`, a conditional group. A jump
//! climbs from its own region to that of its target, through one copy of each region's end. Jumps that go to the same
//! place share the copies from the first common region on, so a function with many `return`s pays each brace once:
//!
//! ```text
//!   {                      return 1 --> }' --.
//!     { return 1; }                          |--> }' --> Exit
//!     { return 2; }        return 2 --> }' --'
//!   }
//! ```

use std::collections::{HashMap, hash_map::Entry};

use super::{
    CfgNodeId, CfgNodeKind, CfgProblem,
    build::{Builder, Context},
};
use crate::{
    NodeId, NodeKind, TokenId,
    views::{GotoStatement, LabelStatement, asm_goto_labels},
};

/// Copies may be this many times as many as the other nodes, and [`FREE_COPIES`] more.
const COPIES_A_NODE: usize = 8;
/// See [`COPIES_A_NODE`].
const FREE_COPIES: usize = 4096;

/// A jump whose target is to be found.
#[derive(Clone, Copy)]
pub(super) struct Jump {
    from: CfgNodeId,
    /// The statement that jumps: that of `from`, or one in its expressions.
    syntax: NodeId,
    target: Target,
    context: Context,
}

/// Where a jump leads.
#[derive(Clone, Copy)]
enum Target {
    Exit,
    ErrorExit,
    Break,
    Continue,
    Label,
    AsmLabels,
    AnyLabel,
}

/// What a jump passes the end of when it leaves.
#[derive(Clone, Copy)]
pub(super) struct Region {
    header: CfgNodeId,
    /// What its end is: a `}` or an [`CfgNodeKind::End`].
    close: CfgNodeKind,
    outer: Option<u32>,
}

/// How far a jump climbs.
#[derive(Clone, Copy)]
enum Until {
    /// Out of every region inside of this one.
    Region(Option<u32>),
    /// Out of every region that does not hold this node.
    Holding(NodeId),
}

/// What the resolution of jumps keeps.
struct Climber {
    /// The copy of a region's end on the way to a node.
    copies: HashMap<(u32, CfgNodeId), CfgNodeId>,
    limit: usize,
    is_exhausted: bool,
}

impl Builder<'_> {
    /// Notes a statement's jump, if it is one; control does not come out of those that always jump.
    pub(super) fn note_jump(&mut self, from: CfgNodeId) {
        let syntax = self.syntax(from);
        let always = self.push_jump(from, syntax, self.context.under_if);
        if always {
            self.flow = None;
        }
    }

    /// Notes the jump of the statement `syntax`, which the node `from` runs, and tells whether it always jumps.
    pub(super) fn push_jump(&mut self, from: CfgNodeId, syntax: NodeId, under_if: bool) -> bool {
        let target = match self.tree.kind(syntax) {
            NodeKind::ReturnStatement if under_if || self.context.under_if => Target::ErrorExit,
            NodeKind::ReturnStatement => Target::Exit,
            NodeKind::BreakStatement => Target::Break,
            NodeKind::ContinueStatement => Target::Continue,
            NodeKind::GotoStatement => Target::Label,
            NodeKind::ComputedGotoStatement => Target::AnyLabel,
            NodeKind::AsmStatement => Target::AsmLabels,
            _ => return false,
        };
        if let (Target::Break, Some(left)) = (target, self.context.breakable) {
            self.breakables[left as usize].is_broken = true;
        }
        self.jumps.push(Jump { from, syntax, target, context: self.context });
        !matches!(target, Target::AsmLabels)
    }

    /// `name:`
    pub(super) fn label(&mut self, syntax: NodeId) {
        let node = self.head(CfgNodeKind::Label, syntax);
        self.labels.push(node);
        let name = LabelStatement::cast(self.tree, syntax).and_then(LabelStatement::name);
        let Some(name) = name else { return };
        match self.label_names.entry(self.tree.token_text(name)) {
            Entry::Occupied(_) => self.problems.push(CfgProblem::DuplicateLabel(syntax)),
            Entry::Vacant(free) => {
                free.insert(node);
            }
        }
    }

    /// Links every jump to where it leads.
    pub(super) fn resolve_jumps(&mut self) {
        let limit = self.node_count() as usize * (COPIES_A_NODE + 1) + FREE_COPIES;
        let mut climber = Climber { copies: HashMap::new(), limit, is_exhausted: false };
        let mut hub = None;
        for jump in std::mem::take(&mut self.jumps) {
            match jump.target {
                Target::Exit => self.climb(&mut climber, jump, self.exit, Until::Region(None)),
                Target::ErrorExit => {
                    let error_exit = CfgNodeId(self.exit.0 + 1);
                    self.climb(&mut climber, jump, error_exit, Until::Region(None));
                }
                Target::Break | Target::Continue => self.resolve_break(&mut climber, jump),
                Target::Label => {
                    let goto = GotoStatement::cast(self.tree, jump.syntax);
                    self.resolve_label(&mut climber, jump, goto.and_then(GotoStatement::label));
                }
                Target::AsmLabels => {
                    for label in asm_goto_labels(self.tree, jump.syntax) {
                        self.resolve_label(&mut climber, jump, Some(label));
                    }
                }
                // Where it goes, this function does not say.
                Target::AnyLabel if self.labels.is_empty() && hub.is_none() => {
                    self.resolve_label(&mut climber, jump, None);
                }
                Target::AnyLabel => {
                    let hub = *hub.get_or_insert_with(|| self.computed_jump());
                    self.climb(
                        &mut climber,
                        jump,
                        hub,
                        Until::Holding(self.body().unwrap_or(self.function)),
                    );
                }
            }
        }
    }

    fn resolve_break(&mut self, climber: &mut Climber, jump: Jump) {
        let is_break = matches!(jump.target, Target::Break);
        let left = if is_break { jump.context.breakable } else { jump.context.looping };
        let place = left.and_then(|left| {
            let left = &self.breakables[left as usize];
            let to = if is_break { left.end } else { left.again };
            to.map(|to| (to, left.region))
        });
        match place {
            Some((to, region)) => self.climb(climber, jump, to, Until::Region(region)),
            None => {
                self.problems.push(CfgProblem::StrayJump(jump.syntax));
                self.climb(climber, jump, self.exit, Until::Region(None));
            }
        }
    }

    fn resolve_label(&mut self, climber: &mut Climber, jump: Jump, name: Option<TokenId>) {
        let text = name.map(|name| self.tree.token_text(name));
        match text.and_then(|text| self.label_names.get(text)).copied() {
            Some(label) => self.climb(climber, jump, label, Until::Holding(self.syntax(label))),
            None => {
                self.problems.push(CfgProblem::MissingLabel(jump.syntax));
                self.climb(climber, jump, self.exit, Until::Region(None));
            }
        }
    }

    /// The node where computed gotos meet, so that `m` of them and `n` labels need `m + n` edges.
    fn computed_jump(&mut self) -> CfgNodeId {
        let block = self.body().unwrap_or(self.function);
        let hub = self.add(CfgNodeKind::ComputedJump, block);
        for label in std::mem::take(&mut self.labels) {
            self.link(hub, label);
        }
        hub
    }

    /// Links a jump to `to`, through the ends of the regions it leaves.
    fn climb(&mut self, climber: &mut Climber, jump: Jump, to: CfgNodeId, until: Until) {
        let mut from = jump.from;
        let mut next = jump.context.region;
        while let Some(at) = next.filter(|at| self.leaves(*at, until)) {
            if let Some(shared) = climber.copies.get(&(at, to)) {
                return self.link(from, *shared);
            }
            if self.node_count() as usize >= climber.limit {
                self.report_limit(climber, jump);
                break;
            }
            let region = self.regions[at as usize];
            let copy = self.add(region.close, self.syntax(region.header));
            self.link(from, copy);
            self.note_copy(region.header, copy);
            climber.copies.insert((at, to), copy);
            (from, next) = (copy, region.outer);
        }
        self.link(from, to);
    }

    fn leaves(&self, region: u32, until: Until) -> bool {
        match until {
            Until::Region(outer) => Some(region) != outer,
            Until::Holding(node) => {
                let syntax = self.syntax(self.regions[region as usize].header);
                !self.tree.is_within(node, syntax)
            }
        }
    }

    fn report_limit(&mut self, climber: &mut Climber, jump: Jump) {
        if !std::mem::replace(&mut climber.is_exhausted, true) {
            self.problems.push(CfgProblem::TooManyCopies(jump.syntax));
        }
    }

    pub(super) fn enter_region(&mut self, header: CfgNodeId, close: CfgNodeKind) {
        let outer = self.context.region;
        self.context.region = Some(self.regions.len() as u32);
        self.regions.push(Region { header, close, outer });
    }
}
