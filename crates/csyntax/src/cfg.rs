//! The control-flow graph of one function: the model on which the `...` of a semantic patch is checked.
//!
//! It holds more than a compiler's graph, because a pattern may name braces, `else` and labels, and because the
//! checker must tell branches from one another by looking at nodes alone. The shapes are those of Coccinelle
//! (Padioleau et al., "WYSIWIB", DSN 2009; Brunel et al., "A foundation for flow-based program matching", POPL 2009):
//!
//! ```text
//!   if (c) a;            if (c) a; else b;        while (c) a;                 do a; while (c);
//!
//!   Header               Header                   Header <------------.       Header <-----------------.
//!    |-> True -> a --.    |-> True -> a ------.    |-> InLoop -> a ----'        `-> a -> DoTail          |
//!    `-> FallThrough-|    `-> False -> Else    |    `-> LoopExit -> End               |-> InLoop --------'
//!                   End        `-> b --------- End                                    `-> FallThrough -> End
//!
//!   switch (e) { case 1: a; break; default: b; }         #ifdef A .. #elif B .. #endif in a list of statements
//!
//!   Header -> BlockOpen |-> Case -> a -> break ..         Conditional |-> Branch -> .. --.
//!                       `-> Case -> b -> BlockClose -> End             |-> Branch -> .. --|
//!   without a default also Header -> FallThrough -> End                `-> FallThrough -- End
//! ```
//!
//! What to know before checking paths on it:
//!
//! - **A jump leaves through the braces it crosses.** `return`, `goto`, `break` and `continue` run through *copies* of
//!   the [`BlockClose`](CfgNodeKind::BlockClose) of every block they leave (and of the `End` of every `if … else` and
//!   conditional group), innermost first. So every path from a `{` meets exactly one `}` of that block before it goes
//!   on. Jumps from one block to one place share their copies ([`Cfg::is_copy`]).
//!   A `goto` leaves the blocks that do not hold its label; here Coccinelle closes all but the function's.
//! - **`after` is a relation, not an edge** ([`Cfg::after`]): from the header of a compound statement to where control
//!   meets again, whatever the branches did.
//! - **A loop can always be left**: `while (1)` and `for (;;)` keep their `LoopExit`. Only `do … while (0)`, with the
//!   literal, has no way back.
//! - **A `return` under an `if` without `else` goes to [`ErrorExit`](CfgNodeKind::ErrorExit)**: such paths are taken
//!   for error paths, which only `when strict` makes `...` care about.
//! - **Code no path reaches stays in the graph**, without predecessors. A join that nothing reaches is left out.
//! - A branch under `#if 0` is such code. Other directives than conditionals and `#pragma` have no node, so that they
//!   do not stand between two statements.
//! - A statement expression `({ … })` is part of the statement that holds it: it has no nodes of its own. A jump out of
//!   it is one more edge of that statement. [`Cfg::new`] on its block gives a graph of it, and so do the drawings.
//! - A condition is one node, however many tests it makes: [`short_circuit()`] tells them apart.
//! - What a scope cleans up, it does at its `}`: [`Cfg::cleanups`].
//!
//! Nodes are numbered in source order, a compound statement's being one range ([`Cfg::extent`]); copies come last.
//! Building takes time linear in the function, see [`CfgProblem::TooManyCopies`] for the one bound.

mod adjacency;
mod build;
mod cleanup;
mod conditional;
mod draw;
mod inner;
mod jumps;
mod loops;
mod selection;
mod short_circuit;

use std::ops::Range;

use self::adjacency::Adjacency;
pub use self::short_circuit::{Outcome, Test, short_circuit};
use crate::{NodeId, NodeKind, Tree, views::DoStatement};

/// The place of a node in a [`Cfg`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CfgNodeId(pub u32);

/// What a node of the graph is. `syntax` is what [`Cfg::syntax`] gives for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CfgNodeKind {
    /// Where every path begins; syntax: the function.
    Entry,
    /// The function's specifiers, declarator and parameters; syntax: the function.
    FunctionHeader,
    /// The `{` of a block; syntax: the compound statement.
    BlockOpen,
    /// The `}` of a block; syntax: the compound statement.
    BlockClose,
    /// A statement without statements inside: expression, empty, asm, macro, attribute statement, label
    /// declaration, nested function and every jump; syntax: the statement.
    Statement,
    /// A declaration among statements; syntax: the declaration.
    Declaration,
    /// A `#pragma` among statements; syntax: the directive.
    Directive,
    /// Tokens that the parser could not place; syntax: the [`NodeKind::Error`].
    Error,
    /// The part of an `if`, `switch`, `while`, `for` or iterator that holds the condition, or the `do` of a
    /// `do … while`; syntax: the whole statement.
    Header,
    /// `while (condition);` at the end of a do statement; syntax: the do statement.
    DoTail,
    /// The keyword `else`; syntax: the if statement.
    Else,
    /// `name:`; syntax: the label.
    Label,
    /// `case …:` or `default:`; syntax: the case or default.
    Case,
    /// The condition of an `if` holds; syntax: the if statement.
    True,
    /// The condition of an `if … else` does not hold; syntax: the if statement.
    False,
    /// An `if` without `else`, a `switch` without `default` or a conditional group without `#else` does nothing, or
    /// a do statement ends; syntax: the statement or group.
    FallThrough,
    /// One more turn of a loop; syntax: the loop.
    InLoop,
    /// A `while`, `for` or iterator ends; syntax: the loop.
    LoopExit,
    /// A conditional group, before its branches; syntax: the group.
    Conditional,
    /// A branch of a conditional group; syntax: the branch.
    Branch,
    /// Where the ways through an `if`, `switch`, loop or conditional group meet; syntax: the statement or group.
    End,
    /// Where every computed goto meets before it goes to any label; syntax: the function's block.
    ComputedJump,
    /// The function is left; syntax: the function.
    Exit,
    /// The function is left by a `return` under an `if` without `else`; syntax: the function.
    ErrorExit,
}

/// What is odd about a function, none of which keeps its graph from being built.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CfgProblem {
    /// The statement jumps to a label that the function does not have; the edge goes to the exit.
    MissingLabel(NodeId),
    /// The label has the name of an earlier one; jumps go to the first.
    DuplicateLabel(NodeId),
    /// A `break` or `continue` in no loop (or `switch`); the edge goes to the exit.
    StrayJump(NodeId),
    /// A `case` or `default` in no `switch`.
    StrayCase(NodeId),
    /// Jumps cross so many blocks that copying their braces would make the graph many times as large as the
    /// function. From this jump on, jumps go straight to where they lead.
    TooManyCopies(NodeId),
}

impl CfgProblem {
    /// The statement or label that is odd.
    pub fn node(self) -> NodeId {
        match self {
            Self::MissingLabel(node)
            | Self::DuplicateLabel(node)
            | Self::StrayJump(node)
            | Self::StrayCase(node)
            | Self::TooManyCopies(node) => node,
        }
    }
}

/// A node as it lies in the graph.
#[derive(Clone, Copy, Debug)]
struct NodeData {
    kind: CfgNodeKind,
    syntax: NodeId,
    /// One past the last node of the statement that this node heads.
    extent: u32,
    /// A true branch that never reaches the end of its `if`.
    escapes: bool,
    /// Control falls out of the statement that this node heads.
    falls_out: bool,
}

/// The control-flow graph of a function; see the module's description.
#[derive(Clone, Debug)]
pub struct Cfg {
    function: NodeId,
    nodes: Vec<NodeData>,
    /// The first copy; nodes from here on are copies or [`CfgNodeKind::ComputedJump`].
    first_copy: u32,
    exit: CfgNodeId,
    successors: Adjacency,
    predecessors: Adjacency,
    after: Adjacency,
    /// By syntax node, counted from `function`: the graph's node for it, or [`NO_NODE`].
    by_syntax: Vec<u32>,
    problems: Vec<CfgProblem>,
}

const NO_NODE: u32 = u32::MAX;

impl Cfg {
    /// The graph of a [`NodeKind::FunctionDefinition`] or [`NodeKind::MacroFunctionDefinition`]. Of any other node:
    /// the graph of that one statement, as if it were a function's body without a header.
    pub fn new(tree: &Tree, function: NodeId) -> Self {
        build::build(tree, function)
    }

    /// The function, or the statement that stands for one.
    pub fn function(&self) -> NodeId {
        self.function
    }

    /// Where every path begins: node 0.
    pub fn entry(&self) -> CfgNodeId {
        CfgNodeId(0)
    }

    /// Where paths end that fall off the function's end or return.
    pub fn exit(&self) -> CfgNodeId {
        self.exit
    }

    /// Where paths end that return under an `if` without `else`.
    pub fn error_exit(&self) -> CfgNodeId {
        CfgNodeId(self.exit.0 + 1)
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never: a graph has an entry and two exits.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// All nodes, in order.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = CfgNodeId> + ExactSizeIterator + use<> {
        (0..self.nodes.len() as u32).map(CfgNodeId)
    }

    /// What a node is.
    pub fn kind(&self, node: CfgNodeId) -> CfgNodeKind {
        self.data(node).kind
    }

    /// The piece of the tree that a node is about.
    pub fn syntax(&self, node: CfgNodeId) -> NodeId {
        self.data(node).syntax
    }

    /// True for a `}` or [`CfgNodeKind::End`] that only jumps run through.
    pub fn is_copy(&self, node: CfgNodeId) -> bool {
        node.0 >= self.first_copy && self.kind(node) != CfgNodeKind::ComputedJump
    }

    /// Where control may go from a node, without repetition: the branch taken first, then the way past it; cases in
    /// the order of the text.
    pub fn successors(&self, node: CfgNodeId) -> &[CfgNodeId] {
        self.successors.of(node)
    }

    /// Where control may come from, in ascending order.
    pub fn predecessors(&self, node: CfgNodeId) -> &[CfgNodeId] {
        self.predecessors.of(node)
    }

    /// Where control meets again after the compound statement that a node heads: for `{` its `}`, for other headers
    /// and conditional groups their [`CfgNodeKind::End`].
    ///
    /// That is one node wherever something falls out of the statement. Where every branch jumps away, it is the
    /// copies that the jumps run through, one for each place they lead to (none for a `switch`). Empty for a node
    /// that heads no compound statement.
    pub fn after(&self, header: CfgNodeId) -> &[CfgNodeId] {
        self.after.of(header)
    }

    /// True for the [`CfgNodeKind::True`] of an `if` whose branch never reaches the end of the statement.
    pub fn escapes(&self, node: CfgNodeId) -> bool {
        self.data(node).escapes
    }

    /// The nodes of the statement that a node heads, without copies; a single node for any other.
    pub fn extent(&self, header: CfgNodeId) -> Range<u32> {
        header.0..self.data(header).extent
    }

    /// The graph's node for a piece of syntax: a statement's header, a block's `{`, a function's header, a branch.
    /// `None` for what has no node of its own, such as an expression or a `#define`.
    pub fn node_of(&self, syntax: NodeId) -> Option<CfgNodeId> {
        let at = syntax.0.checked_sub(self.function.0)?;
        let found = *self.by_syntax.get(at as usize)?;
        (found != NO_NODE).then_some(CfgNodeId(found))
    }

    /// The node during which a piece of syntax runs: the header for a condition, the [`CfgNodeKind::DoTail`] for the
    /// condition of a do statement, the statement for an expression. `None` outside of the function.
    pub fn node_holding(&self, tree: &Tree, syntax: NodeId) -> Option<CfgNodeId> {
        let mut below = syntax;
        loop {
            if let Some(node) = self.node_of(below) {
                return Some(node);
            }
            let parent = tree.parent(below)?;
            let in_tail = tree.kind(parent) == NodeKind::DoStatement
                && DoStatement::cast(tree, parent).and_then(DoStatement::condition) == Some(below);
            if in_tail && let Some(header) = self.node_of(parent) {
                return self.tail_of(header);
            }
            below = parent;
        }
    }

    /// The [`CfgNodeKind::DoTail`] of a do statement's header.
    pub fn tail_of(&self, header: CfgNodeId) -> Option<CfgNodeId> {
        let syntax = self.syntax(header);
        self.extent(header)
            .rev()
            .map(CfgNodeId)
            .find(|node| self.kind(*node) == CfgNodeKind::DoTail && self.syntax(*node) == syntax)
    }

    /// What is odd about the function, in the order of the text.
    pub fn problems(&self) -> &[CfgProblem] {
        &self.problems
    }

    /// For every node, whether a path from the entry reaches it.
    pub fn reachable(&self) -> Vec<bool> {
        let mut seen = vec![false; self.nodes.len()];
        let mut open = vec![self.entry()];
        seen[0] = true;
        while let Some(node) = open.pop() {
            for next in self.successors(node) {
                if !std::mem::replace(&mut seen[next.0 as usize], true) {
                    open.push(*next);
                }
            }
        }
        seen
    }

    fn data(&self, node: CfgNodeId) -> &NodeData {
        &self.nodes[node.0 as usize]
    }
}
