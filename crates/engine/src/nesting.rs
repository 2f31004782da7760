//! Matches inside of what another match moves: they are applied in turn, the inner ones first.
//!
//! ```text
//!   - f(e)      f(f(x))     the outer match moves `f(x)` along as the value of `e`; the inner one is planned for that
//!   + g(e)                  piece alone, and what it makes of it, `g(x)`, is what the outer one moves
//! ```

use std::ops::Range;
use std::rc::Rc;

use smpl::{CodeRule, Mark, MetaId};

use crate::env::{Env, Extent};
use crate::flow::Witness;

/// Matches deeper than this in one another are not applied.
const MOST_LEVELS: usize = 64;

/// How many of the matches around one are looked at.
const MOST_AROUND: usize = 64;

/// A match that waits for those around it.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) root: Rc<Witness>,
    /// The names that it makes up.
    pub(crate) names: Env,
    /// From the first to the last token that it writes.
    written: Range<u32>,
    /// The code that it moves, by metavariable.
    moved: Vec<(MetaId, Range<u32>)>,
}

/// A match, and those inside of what it moves.
#[derive(Debug)]
pub(crate) struct Nested {
    pub(crate) own: Pending,
    pub(crate) inside: Vec<Inside>,
}

/// Matches in one piece of code that is moved.
#[derive(Debug)]
pub(crate) struct Inside {
    pub(crate) meta: MetaId,
    pub(crate) range: Range<u32>,
    pub(crate) matches: Vec<Nested>,
}

impl Pending {
    pub(crate) fn new(rule: &CodeRule, root: &Rc<Witness>, names: Env) -> Self {
        let mut written: Option<Range<u32>> = None;
        let mut moved = Vec::new();
        let mut all = Vec::new();
        root.walk(&mut |witness| all.push(witness));
        for hit in all.iter().flat_map(|witness| witness.hits.iter()) {
            let token = rule.token(hit.pattern);
            let range = hit.first.0..hit.last.0 + 1;
            let adds = !token.plus_before.is_empty() || !token.plus_after.is_empty();
            let goes = token.mark == Mark::Minus;
            if range.is_empty() || !(goes || adds) {
                continue;
            }
            written = Some(match written {
                Some(so_far) => so_far.start.min(range.start)..so_far.end.max(range.end),
                None => range.clone(),
            });
            if let Some(meta) = token.meta.filter(|_| goes && hit.extent == Extent::Whole) {
                moved.push((meta, range));
            }
        }
        Self { root: Rc::clone(root), names, written: written.unwrap_or_default(), moved }
    }

    /// Which of the pieces that this match moves holds all that another writes.
    fn holds(&self, other: &Self) -> Option<usize> {
        if other.written.is_empty() || other.written.len() >= self.written.len() {
            return None;
        }
        self.moved.iter().position(|(_, range)| {
            range.start <= other.written.start && other.written.end <= range.end
        })
    }
}

/// The matches that lie in no other, in the order in which they were found, each with those inside.
pub(crate) fn forest(pending: Vec<Pending>) -> Vec<Nested> {
    let parents = parents(&pending);
    let mut children: Vec<Vec<(usize, usize)>> = pending.iter().map(|_| Vec::new()).collect();
    for (at, parent) in parents.iter().enumerate() {
        if let Some((parent, piece)) = parent {
            children[*parent].push((at, *piece));
        }
    }
    // Smaller ones first: what is inside of a match is whole before the match is asked for.
    let mut order: Vec<usize> = (0..pending.len()).collect();
    order.sort_by_key(|at| pending[*at].written.len());
    let mut left: Vec<Option<Pending>> = pending.into_iter().map(Some).collect();
    let mut done: Vec<Option<Nested>> = left.iter().map(|_| None).collect();
    for at in order {
        let Some(own) = left[at].take() else { continue };
        let mut inside: Vec<Inside> = Vec::new();
        for (child, piece) in std::mem::take(&mut children[at]) {
            let Some(child) = done[child].take() else { continue };
            let (meta, range) = own.moved[piece].clone();
            match inside.iter_mut().find(|there| there.range == range) {
                Some(there) => there.matches.push(child),
                None => inside.push(Inside { meta, range, matches: vec![child] }),
            }
        }
        done[at] = Some(Nested { own, inside });
    }
    done.into_iter().flatten().collect()
}

/// For each match the smallest one around it, and in which piece of that one it lies.
fn parents(pending: &[Pending]) -> Vec<Option<(usize, usize)>> {
    let mut order: Vec<usize> = (0..pending.len()).collect();
    order.sort_by_key(|at| {
        let written = &pending[*at].written;
        (written.start, std::cmp::Reverse(written.end))
    });
    let mut parents = vec![None; pending.len()];
    let mut levels = vec![0; pending.len()];
    let mut open: Vec<usize> = Vec::new();
    for at in order {
        let start = pending[at].written.start;
        while open.last().is_some_and(|around| pending[*around].written.end <= start) {
            open.pop();
        }
        parents[at] = open
            .iter()
            .rev()
            .take(MOST_AROUND)
            .find_map(|around| Some((*around, pending[*around].holds(&pending[at])?)))
            .filter(|(around, _)| levels[*around] < MOST_LEVELS);
        levels[at] = parents[at].map_or(0, |(around, _)| levels[around] + 1);
        open.push(at);
    }
    parents
}
