//! Every caller in one tree.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Coverage, Site, State};

/// The state of a migration in one tree.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Status {
    /// The tree, as it is called: `7.2`, or a folder.
    pub tree: String,
    /// Its callers, by path and line.
    pub sites: Vec<Site>,
    /// What was looked at.
    pub coverage: Coverage,
}

/// How many sites there are of each state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Of state [`State::Remaining`].
    pub remaining: usize,
    /// Of state [`State::Convertible`].
    pub convertible: usize,
}

impl Tally {
    /// Of both.
    pub const fn total(self) -> usize {
        self.remaining + self.convertible
    }

    /// Those of one state.
    pub const fn of_state(self, state: State) -> usize {
        match state {
            State::Remaining => self.remaining,
            State::Convertible => self.convertible,
        }
    }

    /// Counts sites.
    pub fn of<'s>(sites: impl IntoIterator<Item = &'s Site>) -> Self {
        let mut tally = Self::default();
        for site in sites {
            match site.state {
                State::Remaining => tally.remaining += 1,
                State::Convertible => tally.convertible += 1,
            }
        }
        tally
    }
}

impl Status {
    /// Puts the sites in order and numbers those that are otherwise the same. Sites of one line keep the order in which
    /// they come, which should be that of the text; otherwise the order does not matter.
    pub fn new(tree: impl Into<String>, mut sites: Vec<Site>, mut coverage: Coverage) -> Self {
        sites.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
        let mut seen: BTreeMap<(String, String, String), u32> = BTreeMap::new();
        for site in &mut sites {
            let same = (site.path.clone(), site.function.clone(), site.call.clone());
            let count = seen.entry(same).or_default();
            site.ordinal = *count;
            *count += 1;
        }
        coverage.unread.sort();
        Self { tree: tree.into(), sites, coverage }
    }

    /// How many sites there are of each state.
    pub fn tally(&self) -> Tally {
        Tally::of(&self.sites)
    }

    /// The sites of each subsystem, by its name.
    pub fn by_subsystem(&self) -> BTreeMap<&str, Vec<&Site>> {
        let mut groups: BTreeMap<&str, Vec<&Site>> = BTreeMap::new();
        for site in &self.sites {
            groups.entry(&site.subsystem).or_default().push(site);
        }
        groups
    }

    /// `21 callers in 18 files: 12 convertible, 9 remaining`.
    pub fn summary(&self) -> String {
        let tally = self.tally();
        let mut files: Vec<_> = self.sites.iter().map(|site| &site.path).collect();
        files.dedup();
        let count = |number: usize, one: &str| {
            format!("{number} {one}{}", if number == 1 { "" } else { "s" })
        };
        format!(
            "{} in {}: {} convertible, {} remaining",
            count(tally.total(), "caller"),
            count(files.len(), "file"),
            tally.convertible,
            tally.remaining,
        )
    }

    /// As JSON, indented, with a line end. `docs/reference/status-json.md` describes it.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self)
            .expect("strings and numbers always have a JSON form");
        json.push('\n');
        json
    }

    /// From JSON as [`to_json`](Self::to_json) gives it.
    ///
    /// # Errors
    /// What is wrong, at its place; `path` is where the text came from.
    pub fn from_json(path: &str, json: &str) -> Result<Self, source::Diagnostic> {
        serde_json::from_str(json)
            .map_err(|error| crate::json_error::diagnostic(path, json, &error))
    }
}
