//! Bindings: which metavariable stands for which value, and what a match wants done.

use std::rc::Rc;

use csyntax::{NodeId, TokenId};
use smallvec::SmallVec;
use smpl::{MetaId, PatternTokenId};

use crate::value::ValueId;

/// The bindings of one rule's metavariables; ordered, so that equal bindings are equal values.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub(crate) struct Env {
    bound: SmallVec<[(MetaId, ValueId); 6]>,
}

impl Env {
    /// The value of a metavariable.
    pub(crate) fn get(&self, meta: MetaId) -> Option<ValueId> {
        self.bound.binary_search_by_key(&meta, |(meta, _)| *meta).ok().map(|at| self.bound[at].1)
    }

    /// Binds a metavariable; false when it is bound to something else already.
    pub(crate) fn bind(&mut self, meta: MetaId, value: ValueId) -> bool {
        match self.bound.binary_search_by_key(&meta, |(meta, _)| *meta) {
            Ok(at) => self.bound[at].1 == value,
            Err(at) => {
                self.bound.insert(at, (meta, value));
                true
            }
        }
    }

    /// All bindings, by metavariable.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (MetaId, ValueId)> + '_ {
        self.bound.iter().copied()
    }

    /// The bindings of `keep` alone.
    pub(crate) fn restricted(&self, keep: impl Fn(MetaId) -> bool) -> Self {
        Self { bound: self.bound.iter().copied().filter(|(meta, _)| keep(*meta)).collect() }
    }

    /// Both together, `None` when they disagree.
    pub(crate) fn joined(&self, other: &Self) -> Option<Self> {
        let mut all = self.clone();
        other.iter().all(|(meta, value)| all.bind(meta, value)).then_some(all)
    }
}

/// A pattern token and the tokens it matched. `first` lies one past `last` when it matched nothing there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Hit {
    pub(crate) pattern: PatternTokenId,
    pub(crate) first: TokenId,
    pub(crate) last: TokenId,
    /// The node whose own token it is, or that a metavariable stands for.
    pub(crate) owner: NodeId,
    pub(crate) extent: Extent,
}

/// How much of a pattern token's meaning a hit carries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Extent {
    /// All of it: its mark, and the code added beside it.
    Whole,
    /// Its mark alone: more tokens that share the fate of what it matched.
    MarkOnly,
    /// All of it, for the directive that is the owner: no token stands for it.
    Directive,
    /// The code added beside it alone: what it matched stays, because others need it.
    AddedOnly,
    /// As [`Self::AddedOnly`], for what several matches share, each of which may add code: `int a, b;`
    Shared,
}

/// Hits of one match attempt: a list that shares its tail with the attempts it branched from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hits(Option<Rc<Linked>>);

/// A hit, and those before it.
#[derive(Debug)]
struct Linked {
    hit: Hit,
    /// The directive that it lies in; its tokens are those of the directive's own tree.
    inside: Option<NodeId>,
    before: Hits,
}

impl Hits {
    pub(crate) fn push(&mut self, hit: Hit) {
        self.link(hit, None);
    }

    /// Adds a hit among the words of a directive.
    pub(crate) fn push_inside(&mut self, directive: NodeId, hit: Hit) {
        self.link(hit, Some(directive));
    }

    /// Adds the hits of another list, in their order.
    pub(crate) fn append(&mut self, other: &Self) {
        let all: Vec<&Linked> = other.linked().collect();
        all.into_iter().rev().for_each(|linked| self.link(linked.hit, linked.inside));
    }

    fn link(&mut self, hit: Hit, inside: Option<NodeId>) {
        self.0 = Some(Rc::new(Linked { hit, inside, before: Self(self.0.take()) }));
    }

    /// The hits that lie in no directive, last first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Hit> + '_ {
        self.linked().filter(|linked| linked.inside.is_none()).map(|linked| linked.hit)
    }

    /// The hits inside of directives, last first, and which these are.
    pub(crate) fn in_directives(&self) -> impl Iterator<Item = (NodeId, Hit)> + '_ {
        self.linked().filter_map(|linked| linked.inside.map(|inside| (inside, linked.hit)))
    }

    fn linked(&self) -> impl Iterator<Item = &Linked> {
        std::iter::successors(self.0.as_deref(), |linked| linked.before.0.as_deref())
    }
}

impl Drop for Hits {
    // A derived drop would recurse as deep as the list is long.
    fn drop(&mut self) {
        let mut next = self.0.take();
        while let Some(node) = next {
            next = Rc::try_unwrap(node).ok().and_then(|mut node| node.before.0.take());
        }
    }
}

/// Where a match attempt stands: what is bound, what was hit.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    pub(crate) env: Env,
    pub(crate) hits: Hits,
}

/// The outcomes of a match attempt: none, one, or several ways.
pub(crate) type States = SmallVec<[State; 1]>;
