//! The fold on the sample tree: refused while a caller is left, and after it every caller does what it did.
//!
//! ```text
//! sample tree ── five callers that no rule converts ──► refused, each is named
//!      └─ without them ── series ── git am ──► no old name is left, digests and suites as before
//! ```

use std::fs;

use serde_json::Value;

use crate::digest;
use crate::git::Repository;
use crate::sample::Sample;
use crate::series::{am, treewide, write_series};

const MIGRATION: &str = "iov-iter-get-pages";

/// Callers that the sample tree has so that they remain, and what drives them.
const STUBBORN: [&str; 10] = [
    "drivers/misc/capture.c",
    "drivers/misc/grab.c",
    "drivers/scsi/tape.c",
    "drivers/dma/ring.c",
    "fs/dio_queue.c",
    "tests/capture_test.c",
    "tests/grab_test.c",
    "tests/tape_test.c",
    "tests/dma_ring_test.c",
    "tests/dio_queue_test.c",
];

#[test]
fn it_is_refused_while_callers_are_left() {
    let sample = Sample::new();
    let output = treewide(&sample, &["status", MIGRATION, "--fold", "--json"]);
    assert_eq!(output.status.code(), Some(1), "1 means that the fold can not be emitted");

    let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(said["fold"]["state"], "refused");
    let obstacles = said["fold"]["obstacles"].as_array().expect("a list");
    let named = |path: &str| obstacles.iter().any(|place| place["path"] == path);
    for path in STUBBORN.iter().filter(|path| path.ends_with(".c") && !path.starts_with("tests")) {
        assert!(named(path) || path.ends_with("grab.c"), "{path} is not named: {said}");
    }
    let folds = write_series(&sample, MIGRATION).iter().any(is_fold);
    assert!(!folds, "the series ends with the last conversion");
}

#[test]
fn a_use_that_is_no_call_stands_in_the_way() {
    let sample = without(&STUBBORN.map(|path| if path.contains("grab") { "" } else { path }));
    let output = treewide(&sample, &["status", MIGRATION, "--fold"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("drivers/misc/grab.c") && said.contains(": use: "), "{said}");
}

#[test]
fn after_it_no_name_is_left_and_callers_do_what_they_did() {
    let sample = without(&STUBBORN);
    let before = digest::parse(&sample.make(&["digests"]).expect("the tree as it is"));
    let repository = Repository::of(&sample.tree());
    let gate = treewide(&sample, &["status", MIGRATION, "--fold"]);
    let said = String::from_utf8_lossy(&gate.stdout).into_owned();
    let behind = "fold: can be emitted, behind the patches that convert all 21 callers; it changes";
    assert!(said.contains(behind), "{said}");
    let patches = write_series(&sample, MIGRATION);
    assert!(is_fold(patches.last().expect("patches")), "the fold comes last: {patches:?}");
    for patch in &patches {
        am(&repository, patch);
    }

    let after = sample.make(&["check", "WERROR=1"]).expect("the folded tree");
    assert!(after.contains("\nok iov_frags"), "the suite passes: {after}");
    assert_eq!(digest::parse(&after), before);
    assert_eq!(names_left(&sample), Vec::<String>::new());

    let again = treewide(&sample, &["status", MIGRATION, "--fold"]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("nothing to fold"));
}

#[test]
fn it_can_be_left_out() {
    let sample = without(&STUBBORN);
    let out = sample.folder("part");
    let out = out.to_str().expect("a UTF-8 path");
    let output = treewide(&sample, &["series", MIGRATION, "--no-fold", "--out", out]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let index = fs::read(sample.folder("part").join("series.json")).expect("the index");
    let index: Value = serde_json::from_slice(&index).expect("JSON");
    let patches = index["patches"].as_array().expect("a list");
    assert!(patches.iter().skip(1).all(|patch| patch["sites"] != Value::Array(Vec::new())));
}

/// The sample tree without some of its files.
fn without(paths: &[&str]) -> Sample {
    let sample = Sample::new();
    for path in paths.iter().filter(|path| !path.is_empty()) {
        fs::remove_file(sample.tree().join(path)).expect("a file of the sample tree");
        let Some((folder, name)) = path.rsplit_once('/') else { continue };
        let makefile = sample.tree().join(folder).join("Makefile");
        if let Ok(text) = fs::read_to_string(&makefile) {
            let object = name.replace(".c", ".o");
            let kept = text.split(' ').filter(|word| word.trim() != object || word.ends_with('\n'));
            let kept = kept.map(|word| word.replace(&object, "")).collect::<Vec<_>>().join(" ");
            fs::write(makefile, kept).expect("the copy can be written");
        }
    }
    sample
}

/// Whether a patch is the last one of a migration: that of the message of the fold.
fn is_fold(patch: &std::path::PathBuf) -> bool {
    let text = fs::read_to_string(patch).expect("a patch");
    let subject = text.lines().find(|line| line.starts_with("Subject: ")).unwrap_or_default();
    subject.contains("fold the page array functions")
}

/// Where an old name stands in C after the fold.
fn names_left(sample: &Sample) -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let old = migration::load(&folder.join(MIGRATION)).expect("in order").api.old;
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut left = Vec::new();
    for file in sample.files() {
        let is_source =
            file.extension().is_some_and(|extension| extension == "c" || extension == "h");
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let words = text.split(|c: char| !is_name(c)).filter(|word| old.iter().any(|o| o == word));
        left.extend(words.filter(|_| is_source).map(|word| format!("{}: {word}", file.display())));
    }
    left
}
