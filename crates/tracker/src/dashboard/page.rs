//! What the template is filled with.

use askama::Template;

use super::Dashboard;
use super::caller::{self, Caller};
use super::chart::{self, Chart};
use super::link;
use super::subsystem::{self, Subsystem};
use crate::{Status, printable};

/// The page's looks.
const STYLE: &str = include_str!("../../templates/dashboard.css");
/// The filter and the sorting.
const SCRIPT: &str = include_str!("../../templates/dashboard.js");

#[derive(Template)]
#[template(path = "dashboard.html")]
pub(super) struct Page<'d> {
    style: &'static str,
    script: &'static str,
    dashboard: &'d Dashboard,
    summary: Vec<String>,
    docs: Option<String>,
    trees: Vec<Card>,
    chart: Chart,
    subsystems: Vec<Subsystem>,
    callers: Vec<Caller>,
    states: Vec<&'static str>,
}

/// The figures of one tree.
struct Card {
    name: String,
    total: usize,
    remaining: usize,
    convertible: usize,
    /// How many more than in the tree before: `−8 since 6.1`; empty for the first tree.
    change: String,
    coverage: String,
}

impl<'d> Page<'d> {
    pub(super) fn new(dashboard: &'d Dashboard) -> Self {
        let paragraphs = dashboard.summary.split("\n\n").map(str::trim).filter(|p| !p.is_empty());
        Self {
            style: STYLE,
            script: SCRIPT,
            dashboard,
            summary: paragraphs.map(str::to_owned).collect(),
            docs: dashboard.docs.as_deref().and_then(link::href),
            trees: cards(&dashboard.trees),
            chart: chart::chart(&dashboard.trees),
            subsystems: subsystem::subsystems(&dashboard.trees),
            callers: caller::callers(dashboard),
            states: caller::states(),
        }
    }
}

fn cards(trees: &[Status]) -> Vec<Card> {
    let before = std::iter::once(None).chain(trees.iter().map(Some));
    trees.iter().zip(before).map(|(tree, before)| card(tree, before)).collect()
}

fn card(tree: &Status, before: Option<&Status>) -> Card {
    let tally = tree.tally();
    let change = before.map(|before| {
        let (old, new) = (before.tally().total(), tally.total());
        let sign = match new.cmp(&old) {
            std::cmp::Ordering::Less => "\u{2212}",
            std::cmp::Ordering::Equal => "\u{b1}",
            std::cmp::Ordering::Greater => "+",
        };
        format!("{sign}{} since {}", new.abs_diff(old), printable(&before.tree))
    });
    Card {
        name: printable(&tree.tree).into_owned(),
        total: tally.total(),
        remaining: tally.remaining,
        convertible: tally.convertible,
        change: change.unwrap_or_default(),
        coverage: tree.coverage.summary(),
    }
}
