//! `while`, `for`, iterator macros and `do`.

use super::{
    CfgNodeId, CfgNodeKind,
    build::{Builder, Context, Step},
};
use crate::{
    NodeId, Tree,
    views::{DoStatement, ForStatement, IteratorStatement, WhileStatement},
};

/// What `break` leaves and `continue` goes on with: a loop or, without `again`, a switch.
pub(super) struct Breakable {
    /// The innermost region around it: jumps to it leave the regions inside of that.
    pub(super) region: Option<u32>,
    /// Where `continue` leads.
    pub(super) again: Option<CfgNodeId>,
    /// Where `break` leads; known when all of it has been read.
    pub(super) end: Option<CfgNodeId>,
    /// Some `break` leaves it.
    pub(super) is_broken: bool,
}

impl Builder<'_> {
    /// A loop with its test in front; the body follows.
    pub(super) fn loop_header(&mut self, node: NodeId) {
        let body = body(self.tree, node);
        let header = self.header(node, body);
        self.then(CfgNodeKind::InLoop, node);
        let outer = self.context;
        self.enter_loop(Some(header));
        self.steps.push(Step::AfterLoop { header, outer });
        self.steps.extend(body.map(Step::Statement));
    }

    /// The body has been read: back to the test, and out.
    pub(super) fn after_loop(&mut self, header: CfgNodeId, outer: Context) {
        let body_end = self.flow.replace(header);
        self.link_from(body_end, header);
        let exit = self.then(CfgNodeKind::LoopExit, self.syntax(header));
        self.leave_loop(header, exit, outer);
    }

    /// `do`; the body follows.
    pub(super) fn do_header(&mut self, node: NodeId) {
        let header = self.head(CfgNodeKind::Header, node);
        let outer = self.context;
        self.enter_loop(None);
        self.steps.push(Step::AfterDo { header, outer });
        let body = DoStatement::cast(self.tree, node).and_then(DoStatement::body);
        self.steps.extend(body.map(Step::Statement));
    }

    /// The body has been read: the test, back to the start, and out.
    pub(super) fn after_do(&mut self, header: CfgNodeId, outer: Context) {
        let node = self.syntax(header);
        let tail = self.then(CfgNodeKind::DoTail, node);
        let condition = DoStatement::cast(self.tree, node).and_then(DoStatement::condition);
        if let Some(condition) = condition {
            self.note_inner_jumps(tail, self.nodes_of(condition));
        }
        if let Some(innermost) = self.context.breakable {
            self.breakables[innermost as usize].again = Some(tail);
        }
        if !is_run_once(self.tree, node) {
            let again = self.then(CfgNodeKind::InLoop, node);
            self.link(again, header);
        }
        self.flow = Some(tail);
        let exit = self.then(CfgNodeKind::FallThrough, node);
        self.leave_loop(header, exit, outer);
    }

    fn leave_loop(&mut self, header: CfgNodeId, exit: CfgNodeId, outer: Context) {
        let breakable = self.context.breakable;
        self.context = outer;
        self.join(header, [exit].into_iter());
        self.set_break_target(breakable, self.last());
    }

    fn enter_loop(&mut self, again: Option<CfgNodeId>) {
        self.enter_breakable();
        self.context.looping = self.context.breakable;
        if let Some(innermost) = self.breakables.last_mut() {
            innermost.again = again;
        }
    }

    pub(super) fn enter_breakable(&mut self) {
        let region = self.context.region;
        self.context.breakable = Some(self.breakables.len() as u32);
        self.breakables.push(Breakable { region, again: None, end: None, is_broken: false });
    }

    pub(super) fn is_broken(&self, breakable: Option<u32>) -> bool {
        breakable.is_some_and(|at| self.breakables[at as usize].is_broken)
    }

    pub(super) fn set_break_target(&mut self, breakable: Option<u32>, end: CfgNodeId) {
        if let Some(at) = breakable {
            self.breakables[at as usize].end = Some(end);
        }
    }
}

fn body(tree: &Tree, node: NodeId) -> Option<NodeId> {
    (WhileStatement::cast(tree, node).map(WhileStatement::body))
        .or_else(|| ForStatement::cast(tree, node).map(ForStatement::body))
        .or_else(|| IteratorStatement::cast(tree, node).map(IteratorStatement::body))
        .flatten()
}

/// True for `do … while (0)`.
fn is_run_once(tree: &Tree, node: NodeId) -> bool {
    let condition = DoStatement::cast(tree, node).and_then(DoStatement::condition);
    condition.is_some_and(|condition| tree.node_text(condition) == b"0")
}
