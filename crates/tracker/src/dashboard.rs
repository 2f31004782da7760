//! The dashboard: one static page that shows how far a migration has come over several trees.
//!
//! ```text
//! header      what the migration is
//! cards       callers per tree, as large figures
//! burn-down   the same as a chart, oldest tree first
//! subsystems  who has how many
//! callers     every caller once, with its state in each tree, its reason or its patch
//! ```
//!
//! The page asks for nothing from anywhere, works without JavaScript (which adds a filter and sorting), in print and in
//! the dark, and is the same bytes for the same data. Whatever comes from a tree is text in it, never markup.

mod caller;
mod chart;
mod link;
mod page;
mod subsystem;

use std::collections::BTreeMap;

use crate::Status;

pub use link::Series;

/// What is shown.
#[derive(Clone, Debug, Default)]
pub struct Dashboard {
    /// The migration's name.
    pub name: String,
    /// What changes, in one line.
    pub title: String,
    /// Why; paragraphs are set apart by blank lines.
    pub summary: String,
    /// Names that go.
    pub old: Vec<String>,
    /// Names that come.
    pub new: Vec<String>,
    /// Titles of shapes by name; a shape without one is shown by its name.
    pub shapes: BTreeMap<String, String>,
    /// The trees, oldest first.
    pub trees: Vec<Status>,
    /// Series written for some of the trees.
    pub series: Vec<Series>,
    /// Where the documentation of the migration is: a relative or http(s) address; others are left out.
    pub docs: Option<String>,
    /// What made the page: `treewide 0.1.0`.
    pub tool: String,
}

impl Dashboard {
    /// The page.
    ///
    /// # Errors
    /// Never in practice: the template writes to memory.
    pub fn to_html(&self) -> Result<String, askama::Error> {
        askama::Template::render(&page::Page::new(self))
    }
}
