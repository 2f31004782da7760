//! A series is the same however it is made: with one thread or many, as mails or as commits, all of it or a part.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::git::Repository;
use crate::sample::Sample;
use crate::series::{am, treewide, write_series};

const MIGRATION: &str = "iov-iter-get-pages";

#[test]
fn threads_make_no_difference() {
    let sample = Sample::new();
    Repository::of(&sample.tree());
    let one = folder_by(&sample, "1", &[]);
    assert!(one.len() > 6, "a cover letter, patches and an index: {:?}", one.keys());
    assert_eq!(one, folder_by(&sample, "4", &[]));
}

#[test]
fn a_plain_directory_gives_the_same_patches_twice() {
    let sample = Sample::new();
    assert_eq!(folder_by(&sample, "1", &[]), folder_by(&sample, "4", &[]));
}

#[test]
fn a_branch_holds_what_the_mails_hold() {
    let sample = Sample::new();
    let repository = Repository::of(&sample.tree());
    let made = treewide(&sample, &["series", MIGRATION, "--branch", "converted"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    assert_eq!(repository.git(&["status", "--porcelain"]), "", "the work tree stays as it was");
    assert_eq!(repository.git(&["branch", "--show-current"]), "main\n");

    for patch in write_series(&sample, MIGRATION) {
        am(&repository, &patch);
    }
    let log = |branch: &str| repository.git(&["log", "--format=%T %an %ad %s%n%b", branch]);
    assert_eq!(log("converted"), log("main"), "trees, authors, dates and messages");
}

#[test]
fn a_part_is_what_the_whole_holds_of_it() {
    let sample = Sample::new();
    Repository::of(&sample.tree());
    let whole = folder_by(&sample, "2", &[]);
    let index = json(&whole["series.json"]);
    let wanted = index["patches"].as_array().and_then(|patches| patches.last()).expect("patches");
    let subsystem = wanted["subsystem"].as_str().expect("a name");

    let part = folder_by(&sample, "2", &["--only", subsystem]);
    let index = json(&part["series.json"]);
    let patches = index["patches"].as_array().expect("a list");
    assert_eq!(patches.len(), 2, "the primitive and {subsystem}");
    assert_eq!(patches[1]["paths"], wanted["paths"]);
    assert_eq!(patches[1]["sites"], wanted["sites"]);
}

#[test]
fn every_caller_is_converted_or_remains_with_a_reason() {
    let sample = Sample::new();
    Repository::of(&sample.tree());
    let index = json(&folder_by(&sample, "2", &[])["series.json"]);
    let patches = index["patches"].as_array().expect("a list");
    let converted = patches.iter().filter_map(|patch| patch["sites"].as_array()).flatten();
    let remaining = index["remaining"].as_array().expect("a list");
    assert!(remaining.iter().all(|site| !site["reason"].as_str().unwrap_or_default().is_empty()));

    let status = treewide(&sample, &["status", MIGRATION, "--json"]);
    let status = json(&status.stdout);
    let place = |site: &Value| format!("{}:{}", site["path"], site["line"]);
    let mut told: Vec<String> = converted.chain(remaining).map(place).collect();
    told.sort();
    let sites = status["sites"].as_array().expect("a list");
    let mut all: Vec<String> = sites.iter().map(place).collect();
    all.sort();
    assert_eq!(told, all);
}

/// A series written by so many threads: its files by name.
fn folder_by(sample: &Sample, jobs: &str, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let out = sample.folder("out");
    let arguments = ["series", MIGRATION, "--jobs", jobs, "--out", out.to_str().expect("UTF-8")];
    let output = treewide(sample, &[&arguments[..], more].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = files(&out);
    fs::remove_dir_all(out).expect("removed, so that the next run can not find it");
    files
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder");
    let files = entries.map(|entry| {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("a UTF-8 name");
        (name, fs::read(entry.path()).expect("a file"))
    });
    files.collect()
}

fn json(text: &[u8]) -> Value {
    serde_json::from_slice(text).expect("JSON and nothing else")
}
