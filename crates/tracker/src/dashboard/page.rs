//! What the template is filled with.

use std::borrow::Cow;

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
    name: Cow<'d, str>,
    title: Cow<'d, str>,
    tool: Cow<'d, str>,
    old: Vec<Cow<'d, str>>,
    new: Vec<Cow<'d, str>>,
    /// Its paragraphs.
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
        Self {
            style: STYLE,
            script: SCRIPT,
            name: printable(&dashboard.name),
            title: printable(&dashboard.title),
            tool: printable(&dashboard.tool),
            old: dashboard.old.iter().map(|name| printable(name)).collect(),
            new: dashboard.new.iter().map(|name| printable(name)).collect(),
            summary: paragraphs(&dashboard.summary),
            docs: dashboard.docs.as_deref().and_then(link::href),
            trees: cards(&dashboard.trees),
            chart: chart::chart(&dashboard.trees),
            subsystems: subsystem::subsystems(&dashboard.trees),
            callers: caller::callers(dashboard),
            states: caller::states(),
        }
    }
}

/// The paragraphs of a text, each on one line.
fn paragraphs(text: &str) -> Vec<String> {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let paragraphs = text.split("\n\n").map(words).filter(|text| !text.is_empty());
    paragraphs.map(|text| printable(&text).into_owned()).collect()
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
