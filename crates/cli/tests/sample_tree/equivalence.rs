//! What is shown of each caller: `equivalence.toml`, a table of shapes, callers and programs.
//!
//! ```text
//! shapes of migration.toml ─┐
//! calls of `treewide status` ┼── each has its row, and each row is one of them
//! programs under tests/ ─────┘
//! digests before and after a series, in either form ── the same in every row, with faults met and nothing left over
//! ```

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use crate::digest::Digest;
use crate::sample::Sample;
use crate::series::treewide;

/// A converted caller and what drives it.
#[derive(Deserialize)]
pub(crate) struct Row {
    /// The shape of its call, as `status` says it.
    pub(crate) shape: String,
    pub(crate) file: String,
    pub(crate) function: String,
    /// The name that its test program prints.
    pub(crate) program: String,
    /// Whether the callback form makes a function of its loop.
    pub(crate) callback: bool,
    /// Why it does not.
    since: Option<String>,
}

impl Row {
    /// The function that the callback form makes.
    pub(crate) fn made(&self) -> String {
        format!("{}_page", self.function)
    }

    /// The name of the test program's file.
    pub(crate) fn file_of_program(&self) -> String {
        format!("{}_test", self.program)
    }
}

/// The table.
pub(crate) fn rows() -> Vec<Row> {
    #[derive(Deserialize)]
    struct Table {
        caller: Vec<Row>,
    }
    let table: Table =
        toml::from_str(include_str!("equivalence.toml")).expect("the table is in order");
    table.caller
}

/// Every caller of the table did after the conversion what it did before it, with every fault, and leaves nothing over.
#[track_caller]
pub(crate) fn holds(before: &BTreeMap<String, Digest>, after: &BTreeMap<String, Digest>) {
    for row in rows() {
        let digest = after.get(&row.program).unwrap_or_else(|| panic!("{} ran", row.program));
        assert!(digest.runs > 1000 && digest.met > 100, "{}: {digest:?}", row.function);
        assert!(digest.faults > digest.runs / 2, "{}: {digest:?}", row.function);
        assert_eq!(digest.failed, 0, "{} drops each reference once", row.function);
        assert_eq!(Some(digest), before.get(&row.program), "{} does what it did", row.function);
    }
}

#[test]
fn every_shape_and_every_converted_call_has_a_row() {
    let sample = Sample::new();
    let output = treewide(&sample, &["status", "iov-iter-get-pages", "--json"]);
    let status: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let text = |site: &Value, key: &str| site[key].as_str().unwrap_or_default().to_owned();
    let key = |site: &Value| (text(site, "shape"), text(site, "path"), text(site, "function"));
    let sites = status["sites"].as_array().expect("a list");
    let converted: BTreeSet<_> =
        sites.iter().filter(|site| site["state"] == "convertible").map(key).collect();
    let shown: BTreeSet<_> =
        rows().into_iter().map(|row| (row.shape, row.file, row.function)).collect();
    assert_eq!(shown, converted, "the rows are the calls that are converted");

    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let migration = migration::load(&folder.join("iov-iter-get-pages")).expect("in order");
    for shape in &migration.shapes {
        assert!(rows().iter().any(|row| row.shape == shape.name), "no caller of {}", shape.name);
    }
    assert_eq!(migration.forms(), ["callback"], "the table has a column for each form");
}

#[test]
fn every_row_says_which_form_it_takes_and_names_a_program() {
    let sample = Sample::new();
    for row in rows() {
        assert_eq!(row.callback, row.since.is_none(), "{} says why not", row.function);
        let program = format!("tests/{}.c", row.file_of_program());
        assert!(sample.tree().join(&program).is_file(), "{program} drives {}", row.function);
    }
}
