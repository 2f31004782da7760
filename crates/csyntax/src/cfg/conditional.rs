//! Conditional groups: `#if` … `#endif` whose branches are whole statements.
//!
//! Control goes through one branch of a group, or past it where there is no `#else`. A branch under `#if 0`, or
//! beside `#if 1`, is never gone through: it has no predecessor.

use super::{
    CfgNodeId, CfgNodeKind,
    build::{Builder, Context, Step},
};
use crate::{Children, Directive, DirectiveKind, NodeId, Tree};

/// A group whose branches are being read.
pub(super) struct Group<'a> {
    node: CfgNodeId,
    /// The branches still to be read.
    rest: Children<'a>,
    /// What the branches read so far came out of.
    ends: Vec<CfgNodeId>,
    /// A branch read so far is always compiled, so those that follow never are.
    is_settled: bool,
    outer: Context,
}

impl<'a> Builder<'a> {
    /// The group's node; the branches follow.
    pub(super) fn conditional_group(&mut self, syntax: NodeId) {
        let node = self.head(CfgNodeKind::Conditional, syntax);
        let outer = self.context;
        self.enter_region(node, CfgNodeKind::End);
        self.context.conditional = true;
        self.flow = None;
        let rest = self.tree.children(syntax);
        self.next_branch(Group { node, rest, ends: Vec::new(), is_settled: false, outer });
    }

    /// A branch (or, at first, none) has been read: the next, or the end of the group.
    pub(super) fn next_branch(&mut self, mut group: Group<'a>) {
        group.ends.extend(self.flow.take());
        let Some(branch) = group.rest.next() else {
            return self.end_group(group);
        };
        let condition = Condition::of(self.tree, branch);
        let is_live = !group.is_settled && condition != Condition::Never;
        group.is_settled |= condition == Condition::Always;
        self.flow = is_live.then_some(group.node);
        self.head(CfgNodeKind::Branch, branch);
        self.steps.push(Step::NextBranch(group));
        self.steps.push(Step::Items(self.tree.children(branch)));
    }

    fn end_group(&mut self, group: Group<'_>) {
        self.context = group.outer;
        let skip = (!group.is_settled).then(|| {
            self.flow = Some(group.node);
            self.then(CfgNodeKind::FallThrough, self.syntax(group.node))
        });
        self.join(group.node, group.ends.into_iter().chain(skip));
    }
}

/// What is known of a branch's condition by its words alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Condition {
    /// `#else`, `#if 1`
    Always,
    /// `#if 0`
    Never,
    Unknown,
}

impl Condition {
    fn of(tree: &Tree, branch: NodeId) -> Self {
        match tree.directive_of(branch) {
            Some(directive) if directive.kind == DirectiveKind::Else => Self::Always,
            Some(directive) if directive.kind == DirectiveKind::If => Self::of_if(tree, directive),
            _ => Self::Unknown,
        }
    }

    fn of_if(tree: &Tree, directive: &Directive) -> Self {
        let text = directive.span.of(tree.text());
        let words = text.strip_prefix(b"#").map(<[u8]>::trim_ascii_start);
        match words.and_then(|words| words.strip_prefix(b"if")).map(<[u8]>::trim_ascii) {
            Some(b"0") => Self::Never,
            Some(b"1") => Self::Always,
            _ => Self::Unknown,
        }
    }
}
