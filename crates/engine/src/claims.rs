//! Matches that want different things of one piece of code: inside of what one moves elsewhere, another adds code.
//!
//! ```text
//!   - f(e)          f(f(x))     the outer match takes `f(x)` along as the value of `e`; what the inner one adds beside
//!   + g(e)                      it would stand where nothing is left
//! ```

use std::collections::BTreeSet;

use csyntax::TokenId;
use smpl::{CodeRule, Mark};

use crate::env::{Extent, Hit};
use crate::matching::Taken;

/// What the matches so far do.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    /// Code that goes as the value of a metavariable, several tokens of it.
    moved: Taken,
    /// Tokens beside which code is added.
    beside: BTreeSet<u32>,
}

impl Claims {
    /// Adds the claims of a match; or, where they contradict earlier ones, gives the place.
    pub(crate) fn conflict(
        &mut self,
        rule: &CodeRule,
        hits: impl Iterator<Item = Hit>,
    ) -> Option<TokenId> {
        let (mut moved, mut beside) = (Vec::new(), Vec::new());
        for hit in hits.filter(|hit| hit.extent == Extent::Whole && hit.first <= hit.last) {
            let token = rule.token(hit.pattern);
            let adds = !token.plus_before.is_empty() || !token.plus_after.is_empty();
            if adds {
                beside.extend([hit.first.0, hit.last.0]);
            } else if token.mark == Mark::Minus && token.meta.is_some() && hit.first < hit.last {
                moved.push(hit.first.0..hit.last.0 + 1);
            }
        }
        let inside = beside.iter().find(|at| self.moved.overlaps(&(**at..**at + 1))).copied();
        let around = || moved.iter().find_map(|range| self.beside.range(range.clone()).next());
        if let Some(token) = inside.or_else(|| around().copied()) {
            return Some(TokenId(token));
        }
        moved.into_iter().for_each(|range| self.moved.add(range));
        self.beside.extend(beside);
        None
    }
}
