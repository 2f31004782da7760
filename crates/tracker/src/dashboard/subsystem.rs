//! The table of subsystems by tree.

use std::collections::BTreeMap;

use super::caller::subsystem_name;
use crate::{Status, Tally};

/// A row: a subsystem's callers in each tree.
pub(super) struct Subsystem {
    pub(super) name: String,
    pub(super) counts: Vec<Count>,
}

/// Callers of one subsystem in one tree.
pub(super) struct Count {
    pub(super) remaining: usize,
    pub(super) convertible: usize,
    /// The length of the bar for [`remaining`](Self::remaining), in percent of the longest row.
    pub(super) remaining_percent: usize,
    /// The same for what is convertible.
    pub(super) convertible_percent: usize,
}

impl Count {
    pub(super) fn total(&self) -> usize {
        self.remaining + self.convertible
    }
}

/// The rows, by name.
pub(super) fn subsystems(trees: &[Status]) -> Vec<Subsystem> {
    let mut rows: BTreeMap<&str, Vec<Tally>> = BTreeMap::new();
    for (at, tree) in trees.iter().enumerate() {
        for (name, sites) in tree.by_subsystem() {
            let row = rows.entry(name).or_insert_with(|| vec![Tally::default(); trees.len()]);
            row[at] = Tally::of(sites);
        }
    }
    let longest = rows.values().flatten().map(|tally| tally.total()).max().unwrap_or(1).max(1);
    let count = |tally: &Tally| Count {
        remaining: tally.remaining,
        convertible: tally.convertible,
        remaining_percent: tally.remaining * 100 / longest,
        convertible_percent: tally.convertible * 100 / longest,
    };
    rows.into_iter()
        .map(|(name, row)| Subsystem {
            name: subsystem_name(name),
            counts: row.iter().map(count).collect(),
        })
        .collect()
}
