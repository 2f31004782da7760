//! What a success leaves behind: which tokens were hit under which bindings, on every path that counted.

use std::rc::Rc;

use smpl::MetaId;

use crate::env::{Env, Hits};
use crate::value::ValueId;

/// One matched step, and what followed from there.
#[derive(Debug)]
pub(crate) struct Witness {
    /// All that was bound when the step had matched.
    pub(crate) env: Env,
    /// What the step hit; steps before it have witnesses of their own.
    pub(crate) hits: Hits,
    pub(crate) next: Vec<Rc<Witness>>,
    pub(crate) join: Join,
}

/// How the witnesses that follow belong together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Join {
    /// Each stands for another path: bindings are those of one of them.
    Paths,
    /// All describe parts of one match: bindings are those of all together.
    Parts,
}

impl Witness {
    /// The value of a metavariable here or, when it is bound later only, at the first place below that binds it.
    pub(crate) fn find(&self, meta: MetaId) -> Option<ValueId> {
        self.env.get(meta).or_else(|| self.next.iter().find_map(|next| next.find(meta)))
    }

    /// The bindings that later rules see: one for each way to choose a path.
    pub(crate) fn environments(&self, keep: &dyn Fn(MetaId) -> bool) -> Vec<Env> {
        let own = self.env.restricted(keep);
        let below: Vec<Vec<Env>> = self.next.iter().map(|next| next.environments(keep)).collect();
        let mut all = match self.join {
            Join::Paths if below.is_empty() => vec![own],
            Join::Paths => below.into_iter().flatten().filter_map(|env| own.joined(&env)).collect(),
            Join::Parts => below.into_iter().fold(vec![own], |all, part| {
                all.iter()
                    .flat_map(|env| part.iter().filter_map(|other| env.joined(other)))
                    .collect()
            }),
        };
        all.sort();
        all.dedup();
        all
    }

    /// Itself and all below, parents first.
    pub(crate) fn walk<'w>(self: &'w Rc<Self>, each: &mut dyn FnMut(&'w Rc<Witness>)) {
        each(self);
        for next in &self.next {
            next.walk(each);
        }
    }
}
