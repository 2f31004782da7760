//! Builds the graph in one pass over the statements, in source order.
//!
//! `flow` is the node that control has just come out of, or nothing after a jump. Reading a statement links `flow` to
//! the statement's first node and leaves in `flow` the node that control comes out of. What remains to be done after
//! a nested statement waits on a stack of [`Step`]s, so that nesting (think of a chain of ten thousand `else if`)
//! costs heap and not stack:
//!
//! ```text
//!   if (a) b;     if_header   adds Header and True, flow = True; pushes AfterThen, then Statement(b)
//!                 statement   adds b, flow = b
//!                 after_then  adds FallThrough and End, links both ways to it, flow = End
//! ```
//!
//! Jumps are noted, and resolved when all labels and joins are known (see [`super::jumps`]).

use std::collections::HashMap;

use super::{
    Cfg, CfgNodeId, CfgNodeKind, CfgProblem, NO_NODE, NodeData,
    adjacency::Adjacency,
    conditional::Group,
    inner::Inner,
    jumps::{Jump, Region},
    loops::Breakable,
    selection::Switch,
};
use crate::{Children, DirectiveKind, NodeId, NodeKind, Tree};

/// Builds the graph of a function or statement.
pub(super) fn build(tree: &Tree, function: NodeId) -> Cfg {
    let mut builder = Builder::new(tree, function);
    builder.function();
    builder.resolve_jumps();
    builder.finish()
}

/// Where a statement stands, which decides where its jumps lead.
#[derive(Clone, Copy, Default)]
pub(super) struct Context {
    /// The innermost block, `if … else` or conditional group around it, in [`Builder::regions`].
    pub(super) region: Option<u32>,
    /// What `break` leaves, in [`Builder::breakables`].
    pub(super) breakable: Option<u32>,
    /// What `continue` goes on with, in [`Builder::breakables`].
    pub(super) looping: Option<u32>,
    /// The innermost switch, in [`Builder::switches`].
    pub(super) switch: Option<u32>,
    /// It lies under the branch of an `if` without `else`.
    pub(super) under_if: bool,
    /// It lies under a conditional group inside of the innermost switch.
    pub(super) conditional: bool,
}

/// What is left to do.
pub(super) enum Step<'a> {
    /// Read a statement.
    Statement(NodeId),
    /// Read the rest of a list of statements.
    Items(Children<'a>),
    /// The statements of a block have been read.
    CloseBlock { open: CfgNodeId, outer: Context },
    /// The first branch of an `if` has been read.
    AfterThen { header: CfgNodeId, outer: Context },
    /// Both branches have been read, and control came out of the first at `then_end`.
    AfterElse { header: CfgNodeId, then_end: Option<CfgNodeId>, outer: Context },
    /// A switch's body has been read.
    AfterSwitch { header: CfgNodeId, outer: Context },
    /// The body of a loop with its test in front has been read.
    AfterLoop { header: CfgNodeId, outer: Context },
    /// The body of a do statement has been read.
    AfterDo { header: CfgNodeId, outer: Context },
    /// A branch of a conditional group has been read.
    NextBranch(Group<'a>),
}

/// A graph in the making.
pub(super) struct Builder<'a> {
    pub(super) tree: &'a Tree,
    pub(super) function: NodeId,
    nodes: Vec<NodeData>,
    edges: Vec<(CfgNodeId, CfgNodeId)>,
    after: Vec<(CfgNodeId, CfgNodeId)>,
    by_syntax: Vec<u32>,
    pub(super) problems: Vec<CfgProblem>,
    pub(super) flow: Option<CfgNodeId>,
    pub(super) context: Context,
    pub(super) steps: Vec<Step<'a>>,
    pub(super) regions: Vec<Region>,
    pub(super) breakables: Vec<Breakable>,
    pub(super) switches: Vec<Switch>,
    pub(super) jumps: Vec<Jump>,
    pub(super) inner: Inner<'a>,
    pub(super) labels: Vec<CfgNodeId>,
    pub(super) label_names: HashMap<&'a [u8], CfgNodeId>,
    pub(super) exit: CfgNodeId,
}

impl<'a> Builder<'a> {
    fn new(tree: &'a Tree, function: NodeId) -> Self {
        Self {
            tree,
            function,
            nodes: Vec::new(),
            edges: Vec::new(),
            after: Vec::new(),
            by_syntax: vec![NO_NODE; tree.subtree(function).count()],
            problems: Vec::new(),
            flow: None,
            context: Context::default(),
            steps: Vec::new(),
            regions: Vec::new(),
            breakables: Vec::new(),
            switches: Vec::new(),
            jumps: Vec::new(),
            inner: Inner::new(tree, function),
            labels: Vec::new(),
            label_names: HashMap::new(),
            exit: CfgNodeId(0),
        }
    }

    fn function(&mut self) {
        self.then(CfgNodeKind::Entry, self.function);
        let is_definition = matches!(
            self.tree.kind(self.function),
            NodeKind::FunctionDefinition | NodeKind::MacroFunctionDefinition
        );
        if is_definition {
            self.head(CfgNodeKind::FunctionHeader, self.function);
        }
        self.steps.extend(self.body().map(Step::Statement));
        while let Some(step) = self.steps.pop() {
            self.take(step);
        }
        self.exit = self.then(CfgNodeKind::Exit, self.function);
        self.add(CfgNodeKind::ErrorExit, self.function);
    }

    /// The function's block; the statement itself where it stands for a function.
    pub(super) fn body(&self) -> Option<NodeId> {
        match self.tree.kind(self.function) {
            NodeKind::FunctionDefinition | NodeKind::MacroFunctionDefinition => {
                self.tree.child(self.function, NodeKind::CompoundStatement)
            }
            _ => Some(self.function),
        }
    }

    fn take(&mut self, step: Step<'a>) {
        match step {
            Step::Statement(statement) => self.statement(statement),
            Step::Items(mut rest) => {
                if let Some(item) = rest.next() {
                    self.steps.push(Step::Items(rest));
                    self.statement(item);
                }
            }
            Step::CloseBlock { open, outer } => self.close_block(open, outer),
            Step::AfterThen { header, outer } => self.after_then(header, outer),
            Step::AfterElse { header, then_end, outer } => self.after_else(header, then_end, outer),
            Step::AfterSwitch { header, outer } => self.after_switch(header, outer),
            Step::AfterLoop { header, outer } => self.after_loop(header, outer),
            Step::AfterDo { header, outer } => self.after_do(header, outer),
            Step::NextBranch(group) => self.next_branch(group),
        }
    }

    fn statement(&mut self, node: NodeId) {
        use NodeKind::*;
        match self.tree.kind(node) {
            CompoundStatement => self.open_block(node),
            IfStatement => self.if_header(node),
            SwitchStatement => self.switch_header(node),
            WhileStatement | ForStatement | IteratorStatement => self.loop_header(node),
            DoStatement => self.do_header(node),
            LabeledStatement => self.steps.push(Step::Items(self.tree.children(node))),
            LabelStatement => self.label(node),
            CaseStatement | DefaultStatement => self.case(node),
            ConditionalGroup => self.conditional_group(node),
            Directive => self.directive(node),
            Declaration
            | StaticAssertDeclaration
            | EmptyDeclaration
            | MacroDeclaration
            | AsmDeclaration => {
                let declaration = self.head(CfgNodeKind::Declaration, node);
                self.note_inner_jumps(declaration, self.nodes_of(node));
            }
            Error => {
                self.head(CfgNodeKind::Error, node);
            }
            _ => {
                let statement = self.head(CfgNodeKind::Statement, node);
                self.note_inner_jumps(statement, self.nodes_of(node));
                self.note_jump(statement);
            }
        }
    }

    fn directive(&mut self, syntax: NodeId) {
        let kind = self.tree.directive_of(syntax).map(|directive| directive.kind);
        if kind == Some(DirectiveKind::Pragma) || syntax == self.function {
            self.head(CfgNodeKind::Directive, syntax);
        }
    }

    fn open_block(&mut self, block: NodeId) {
        let open = self.head(CfgNodeKind::BlockOpen, block);
        let outer = self.context;
        self.enter_region(open, CfgNodeKind::BlockClose);
        self.steps.push(Step::CloseBlock { open, outer });
        self.steps.push(Step::Items(self.tree.children(block)));
    }

    fn close_block(&mut self, open: CfgNodeId, outer: Context) {
        self.context = outer;
        if self.flow.is_some() {
            let close = self.then(CfgNodeKind::BlockClose, self.syntax(open));
            self.note_after(open, close);
        }
        self.close_extent(open);
    }

    /// Adds the header of a statement that has a body, and the jumps in its condition.
    pub(super) fn header(&mut self, node: NodeId, body: Option<NodeId>) -> CfgNodeId {
        let header = self.head(CfgNodeKind::Header, node);
        let whole = self.nodes_of(node);
        self.note_inner_jumps(header, whole.start..body.map_or(whole.end, |body| body.0));
        header
    }

    /// The numbers of a node and of all below it.
    pub(super) fn nodes_of(&self, node: NodeId) -> std::ops::Range<u32> {
        let last = self.tree.subtree(node).next_back();
        node.0..last.map_or(node.0, |last| last.0) + 1
    }

    /// Adds the first node of a piece of syntax, and lets control flow into it and out of it.
    pub(super) fn head(&mut self, kind: CfgNodeKind, syntax: NodeId) -> CfgNodeId {
        let node = self.then(kind, syntax);
        let at = (syntax.0 - self.function.0) as usize;
        self.by_syntax[at] = node.0;
        node
    }

    /// Adds a node, and lets control flow into it and out of it.
    pub(super) fn then(&mut self, kind: CfgNodeKind, syntax: NodeId) -> CfgNodeId {
        let node = self.add(kind, syntax);
        self.link_from(self.flow, node);
        self.flow = Some(node);
        node
    }

    /// Adds the node where the ways through a statement meet. Where there are none, control does not come out.
    pub(super) fn join(&mut self, header: CfgNodeId, ways: impl Iterator<Item = CfgNodeId>) {
        let mut ways = ways.peekable();
        self.flow = None;
        if ways.peek().is_some() {
            self.meet(header, ways);
        }
        self.close_extent(header);
    }

    /// Adds the node where the given ways through a statement meet, if not others.
    pub(super) fn meet(&mut self, header: CfgNodeId, ways: impl Iterator<Item = CfgNodeId>) {
        self.flow = None;
        let end = self.then(CfgNodeKind::End, self.syntax(header));
        self.note_after(header, end);
        ways.for_each(|from| self.link(from, end));
    }

    /// Adds a node.
    pub(super) fn add(&mut self, kind: CfgNodeKind, syntax: NodeId) -> CfgNodeId {
        let node = CfgNodeId(self.nodes.len() as u32);
        self.nodes.push(NodeData {
            kind,
            syntax,
            extent: node.0 + 1,
            escapes: false,
            falls_out: false,
        });
        node
    }

    /// Adds an edge.
    pub(super) fn link(&mut self, from: CfgNodeId, to: CfgNodeId) {
        self.edges.push((from, to));
    }

    /// Adds an edge, if there is anything that it comes from.
    pub(super) fn link_from(&mut self, from: Option<CfgNodeId>, to: CfgNodeId) {
        self.edges.extend(from.map(|from| (from, to)));
    }

    /// Notes where control falls out of a statement.
    fn note_after(&mut self, header: CfgNodeId, end: CfgNodeId) {
        self.after.push((header, end));
        self.nodes[header.0 as usize].falls_out = true;
    }

    /// Notes the copy of a region's end that a jump runs through: that is what comes after a statement that nothing
    /// falls out of.
    pub(super) fn note_copy(&mut self, header: CfgNodeId, copy: CfgNodeId) {
        if !self.nodes[header.0 as usize].falls_out {
            self.after.push((header, copy));
        }
    }

    /// Notes whether the branch that a [`CfgNodeKind::True`] leads into never falls out.
    pub(super) fn set_escapes(&mut self, node: CfgNodeId, escapes: bool) {
        self.nodes[node.0 as usize].escapes = escapes;
    }

    /// Notes that the statement that a node heads has been read.
    pub(super) fn close_extent(&mut self, header: CfgNodeId) {
        self.nodes[header.0 as usize].extent = self.node_count();
    }

    pub(super) fn node_count(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// The node added last.
    pub(super) fn last(&self) -> CfgNodeId {
        CfgNodeId(self.node_count() - 1)
    }

    pub(super) fn syntax(&self, node: CfgNodeId) -> NodeId {
        self.nodes[node.0 as usize].syntax
    }

    fn finish(mut self) -> Cfg {
        self.problems.sort_by_key(|problem| problem.node());
        let count = self.nodes.len();
        let successors = Adjacency::new(count, &self.edges);
        Cfg {
            function: self.function,
            first_copy: self.exit.0 + 2,
            exit: self.exit,
            predecessors: successors.reversed(),
            successors,
            after: Adjacency::new(count, &self.after),
            by_syntax: self.by_syntax,
            problems: self.problems,
            nodes: self.nodes,
        }
    }
}
