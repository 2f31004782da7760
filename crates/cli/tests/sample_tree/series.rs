//! The whole job on the sample tree: a series is written, applied with `git am`, built after every patch, and every
//! caller does what it did before.
//!
//! ```text
//! tree ── treewide series ──> 0001-… 0002-… ── git am, make, one by one ──> tree'
//!   └── make digests  ═══════════════ must be equal ═══════════════ make digests ──┘
//! ```

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::digest;
use crate::equivalence;
use crate::git::{Repository, hermetic};
use crate::sabotage;
use crate::sample::Sample;

#[test]
fn every_patch_builds_and_callers_do_what_they_did() {
    let sample = Sample::new();
    let before = digest::parse(&sample.make(&["digests"]).expect("the tree as it is"));
    let repository = Repository::of(&sample.tree());

    let patches = write_series(&sample, "iov-iter-get-pages");
    assert!(patches.len() > 5, "the primitive and several subsystems: {patches:?}");
    for patch in &patches {
        am(&repository, patch);
        sample.make(&["WERROR=1"]).unwrap_or_else(|printed| panic!("{patch:?}: {printed}"));
    }

    let after = sample.make(&["check", "WERROR=1"]).expect("the converted tree");
    assert_eq!(digest::parse(&after), before);
    equivalence::holds(&before, &digest::parse(&after));
}

#[test]
fn the_readme_shows_what_comes_out() {
    let readme = include_str!("../../../../README.md");
    let (_, shown) = readme.split_once("```diff\n").expect("a patch");
    let (shown, _) = shown.split_once("```\n").expect("its end");
    let (subject, hunks) = shown.split_once("...\n").expect("a subject, and hunks");

    let sample = Sample::new();
    let mails = write_series(&sample, "iov-iter-get-pages");
    let mut texts = mails.iter().map(|path| fs::read_to_string(path).expect("a mail"));
    let mail = texts.find(|mail| mail.contains(subject));
    let mail = mail.unwrap_or_else(|| panic!("no mail has {subject}"));
    assert!(mail.contains(hunks), "{mail}\nis not\n{hunks}");
}

#[test]
fn a_second_run_has_nothing_to_do() {
    let sample = Sample::new();
    let repository = Repository::of(&sample.tree());
    for patch in write_series(&sample, "iov-iter-get-pages") {
        am(&repository, &patch);
    }
    let output = series(&sample, "iov-iter-get-pages", "again");
    assert_eq!(output.status.code(), Some(1), "1 means that nothing matched");
}

#[test]
fn a_sabotaged_conversion_is_noticed() {
    let sample = Sample::new();
    let repository = Repository::of(&sample.tree());
    for patch in write_series(&sample, "iov-iter-get-pages") {
        am(&repository, &patch);
    }
    for case in &sabotage::cases().converted {
        let before = sample.digest(&case.program).expect("the converted caller");
        let after = sample.edited(case, || sample.digest(&case.program));
        assert_ne!(after, Some(before), "nobody notices that {}", case.what);
    }
}

#[test]
fn a_second_migration_needs_no_primitive() {
    let sample = Sample::new();
    let before = sample.digest("frob_test").expect("the callers as they are");
    let repository = Repository::of(&sample.tree());
    for patch in write_series(&sample, "frob-buffer") {
        am(&repository, &patch);
    }
    let control = fs::read_to_string(sample.tree().join("drivers/frob/control.c")).expect("a file");
    assert!(control.contains("frob_buffer(dev, reset_command, sizeof(reset_command))"));
    assert!(control.contains("frob_pages(dev, flush_command"), "a call with a flag stays");
    assert_eq!(sample.digest("frob_test"), Some(before));
}

/// Applies a mail as a maintainer would.
pub(crate) fn am(repository: &Repository, mail: &Path) {
    repository.git(&["am", "--quiet", mail.to_str().expect("a UTF-8 path")]);
}

/// Writes the series; its patches in order, without the cover letter.
pub(crate) fn write_series(sample: &Sample, migration: &str) -> Vec<PathBuf> {
    write_series_with(sample, migration, &[])
}

/// The same with more options.
pub(crate) fn write_series_with(
    sample: &Sample,
    migration: &str,
    options: &[&str],
) -> Vec<PathBuf> {
    let output = series_with(sample, migration, "series", options);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "treewide series: {errors}");
    patches(&sample.folder("series"))
}

fn series(sample: &Sample, migration: &str, out: &str) -> Output {
    series_with(sample, migration, out, &[])
}

pub(crate) fn series_with(sample: &Sample, migration: &str, out: &str, options: &[&str]) -> Output {
    let out = sample.folder(out);
    let out = out.to_str().expect("a UTF-8 path");
    treewide(sample, &[&["series", migration, "--out", out], options].concat())
}

/// Runs treewide on the sample tree.
pub(crate) fn treewide(sample: &Sample, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_treewide"));
    command.args(arguments).arg("--tree").arg(sample.tree());
    hermetic(&mut command, &sample.tree()).output().expect("treewide runs")
}

fn patches(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the series was written");
    let mut patches: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    patches.retain(|path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.ends_with(".patch") && !name.starts_with("0000-")
    });
    patches.sort();
    patches
}
