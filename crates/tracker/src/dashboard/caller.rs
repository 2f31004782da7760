//! One row a caller: the same call followed through the trees.

use std::collections::BTreeMap;

use super::link::Link;
use super::{Dashboard, Series};
use crate::{Site, State, Status, printable};

/// A row of the table of callers.
pub(super) struct Caller {
    pub(super) subsystem: String,
    pub(super) path: String,
    pub(super) function: String,
    pub(super) shape: String,
    /// What has become of it in the newest tree, or `gone`.
    pub(super) state: &'static str,
    /// One a tree; `None` where the tree does not have the caller.
    pub(super) cells: Vec<Option<Cell>>,
    /// Why it remains, in the newest tree that has it.
    pub(super) reason: String,
}

/// A caller in one tree.
pub(super) struct Cell {
    pub(super) state: &'static str,
    pub(super) line: u32,
    pub(super) link: Option<Link>,
}

/// What makes callers of two trees one: file, function, and which call of the function. The call itself may be spelt
/// otherwise in each tree, as when the function got another name between two releases.
type Key<'s> = (&'s str, &'s str, &'s str, usize);

/// All callers, by subsystem, file, function.
pub(super) fn callers(dashboard: &Dashboard) -> Vec<Caller> {
    let mut rows: BTreeMap<Key<'_>, Vec<Option<&Site>>> = BTreeMap::new();
    let subsystems = newest_subsystems(&dashboard.trees);
    for (at, tree) in dashboard.trees.iter().enumerate() {
        let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for site in &tree.sites {
            let count = seen.entry((&site.path, &site.function)).or_default();
            let subsystem = subsystems.get(site.path.as_str()).copied().unwrap_or_default();
            let key = (subsystem, site.path.as_str(), site.function.as_str(), *count);
            *count += 1;
            let row = rows.entry(key).or_insert_with(|| vec![None; dashboard.trees.len()]);
            row[at] = Some(site);
        }
    }
    rows.into_iter().map(|(key, sites)| caller(dashboard, key, &sites)).collect()
}

/// The subsystem of each file, as the newest tree that has the file says.
fn newest_subsystems(trees: &[Status]) -> BTreeMap<&str, &str> {
    let sites = trees.iter().flat_map(|tree| &tree.sites);
    sites.map(|site| (site.path.as_str(), site.subsystem.as_str())).collect()
}

fn caller(dashboard: &Dashboard, key: Key<'_>, sites: &[Option<&Site>]) -> Caller {
    let (subsystem, path, function, _) = key;
    let newest = sites.iter().rev().flatten().next();
    let shape = newest.map(|site| site.shape.as_str()).unwrap_or_default();
    let title = dashboard.shapes.get(shape).map_or(shape, String::as_str);
    let reason = newest.and_then(|site| site.reason.as_deref()).unwrap_or_default();
    let cells = sites.iter().zip(&dashboard.trees);
    Caller {
        subsystem: subsystem_name(subsystem),
        path: printable(path).into_owned(),
        function: printable(function).into_owned(),
        shape: printable(title).into_owned(),
        state: sites.last().copied().flatten().map_or("gone", |site| site.state.name()),
        cells: cells
            .map(|(site, tree)| site.map(|site| cell(&dashboard.series, tree, site)))
            .collect(),
        reason: printable(reason).into_owned(),
    }
}

fn cell(series: &[Series], tree: &Status, site: &Site) -> Cell {
    let link = series.iter().find_map(|series| series.link(&tree.tree, site));
    Cell { state: site.state.name(), line: site.line, link }
}

/// How a subsystem is called, or that it is not.
pub(super) fn subsystem_name(name: &str) -> String {
    if name.is_empty() { "no subsystem".to_owned() } else { printable(name).into_owned() }
}

/// States that a row can be filtered by, in the order of [`State::ALL`], then `gone`.
pub(super) fn states() -> Vec<&'static str> {
    State::ALL.iter().map(|state| state.name()).chain(["gone"]).collect()
}
