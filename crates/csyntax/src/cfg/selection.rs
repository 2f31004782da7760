//! `if` and `switch`.

use super::{
    CfgNodeId, CfgNodeKind, CfgProblem,
    build::{Builder, Context, Step},
};
use crate::{
    NodeId, NodeKind,
    views::{IfStatement, SwitchStatement},
};

/// A `switch` whose body is being read.
pub(super) struct Switch {
    /// The node that goes to every case: the body's `{`, or the header where the body has no braces.
    dispatch: CfgNodeId,
    /// Some `default` is there whatever is configured.
    has_default: bool,
}

impl Builder<'_> {
    /// `if (c)`; the branches follow.
    pub(super) fn if_header(&mut self, node: NodeId) {
        let view = IfStatement::cast(self.tree, node);
        let branch = view.and_then(IfStatement::then_branch);
        let header = self.header(node, branch);
        self.then(CfgNodeKind::True, node);
        let outer = self.context;
        if view.and_then(IfStatement::else_keyword).is_some() {
            self.enter_region(header, CfgNodeKind::End);
        } else {
            self.context.under_if = true;
        }
        self.steps.push(Step::AfterThen { header, outer });
        self.steps.extend(branch.map(Step::Statement));
    }

    /// The first branch has been read: the way past it, or `else`.
    pub(super) fn after_then(&mut self, header: CfgNodeId, outer: Context) {
        let node = self.syntax(header);
        let then_end = self.flow.replace(header);
        self.set_escapes(CfgNodeId(header.0 + 1), then_end.is_none());
        let view = IfStatement::cast(self.tree, node);
        if view.and_then(IfStatement::else_keyword).is_none() {
            self.context = outer;
            let skip = self.then(CfgNodeKind::FallThrough, node);
            return self.join(header, then_end.into_iter().chain([skip]));
        }
        self.then(CfgNodeKind::False, node);
        self.then(CfgNodeKind::Else, node);
        self.steps.push(Step::AfterElse { header, then_end, outer });
        self.steps.extend(view.and_then(IfStatement::else_branch).map(Step::Statement));
    }

    /// Both branches have been read.
    pub(super) fn after_else(
        &mut self,
        header: CfgNodeId,
        then_end: Option<CfgNodeId>,
        outer: Context,
    ) {
        self.context = outer;
        let else_end = self.flow;
        self.join(header, then_end.into_iter().chain(else_end));
    }

    /// `switch (e)`; the body follows.
    pub(super) fn switch_header(&mut self, node: NodeId) {
        let body = SwitchStatement::cast(self.tree, node).and_then(SwitchStatement::body);
        let header = self.header(node, body);
        let outer = self.context;
        let braces = body.is_some_and(|body| self.tree.kind(body) == NodeKind::CompoundStatement);
        // The body's `{` is the node that comes next.
        let dispatch = if braces { CfgNodeId(header.0 + 1) } else { header };
        self.enter_breakable();
        self.context.switch = Some(self.switches.len() as u32);
        self.context.conditional = false;
        self.switches.push(Switch { dispatch, has_default: false });
        self.steps.push(Step::AfterSwitch { header, outer });
        if !braces {
            // Only a case leads into a body without braces.
            self.flow = None;
        }
        self.steps.extend(body.map(Step::Statement));
    }

    /// `case …:` or `default:`, reached from the switch and from what stands before it.
    pub(super) fn case(&mut self, node: NodeId) {
        let Some(switch) = self.context.switch else {
            self.problems.push(CfgProblem::StrayCase(node));
            self.head(CfgNodeKind::Case, node);
            return;
        };
        let is_default = self.tree.kind(node) == NodeKind::DefaultStatement;
        let switch = &mut self.switches[switch as usize];
        switch.has_default |= is_default && !self.context.conditional;
        let dispatch = switch.dispatch;
        let case = self.head(CfgNodeKind::Case, node);
        self.link(dispatch, case);
    }

    /// The body has been read: the way past it where no case fits, and where breaks lead.
    pub(super) fn after_switch(&mut self, header: CfgNodeId, outer: Context) {
        let innermost = self.context.switch.map(|switch| &self.switches[switch as usize]);
        let has_default = innermost.is_some_and(|switch| switch.has_default);
        let body_end = self.flow.replace(header);
        let skip = (!has_default).then(|| self.then(CfgNodeKind::FallThrough, self.syntax(header)));
        let ways = body_end.into_iter().chain(skip);
        let breakable = self.context.breakable;
        self.context = outer;
        if self.is_broken(breakable) {
            self.meet(header, ways);
            self.set_break_target(breakable, self.last());
            self.close_extent(header);
        } else {
            self.join(header, ways);
        }
    }
}
