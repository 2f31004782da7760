//! The primitive of the flagship in the sample tree: added by the migration's own insertions, tested by the KUnit
//! suite that comes with it.

use std::fs;
use std::path::Path;

use migration::Change;

use crate::digest;
use crate::sabotage;
use crate::sample::Sample;

#[test]
fn its_suite_passes_and_no_caller_notices_it() {
    let sample = Sample::new();
    let before = sample.make(&["digests"]).expect("the tree as it is");

    insert_primitive(&sample);
    let after = sample.make(&["check", "WERROR=1"]).expect("the tree with the primitive");

    assert!(after.contains("\nok iov_frags"), "the suite is built and passes: {after}");
    assert_eq!(digest::parse(&after), digest::parse(&before));
}

#[test]
fn insertions_are_made_once() {
    let sample = Sample::new();
    assert!(insert_primitive(&sample) > 0);
    assert_eq!(insert_primitive(&sample), 0);
}

#[test]
fn its_suite_notices_sabotage() {
    let sample = Sample::new();
    insert_primitive(&sample);
    for case in &sabotage::cases().primitive {
        let outcome = sample.edited(case, || sample.make(&[&case.program]));
        let report = outcome.expect_err(&case.what);
        assert!(report.contains("not ok"), "a case fails, the suite builds: {report}");
    }
}

/// Does what patch 1 of a series does; returns how many files changed.
fn insert_primitive(sample: &Sample) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/iov-iter-get-pages");
    let migration = migration::load(&folder).expect("the flagship is in order");
    let read = |path: &str| Ok(fs::read(sample.tree().join(path)).ok());
    let changes = migration::plan(&migration, &read).expect("the sample tree has the anchors");
    for change in &changes {
        write(sample, change);
    }
    changes.len()
}

fn write(sample: &Sample, change: &Change) {
    let path = sample.tree().join(change.path());
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
    fs::write(path, change.after()).expect("the copy can be written");
}
