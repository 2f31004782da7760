//! The sample tree is what the demo and the end-to-end tests convert, so it has to be worth it:
//! it builds without a warning, its tests pass, and they notice when a caller does something else.
//!
//! ```text
//! copy of tests/sample-tree ── make digests ──> caller: runs, digest, failed
//!        │ one edit                                     │ compared
//!        └──────────────────── make digests ──> caller: runs, digest, failed
//! ```

mod digest;
mod equivalence;
mod fold;
mod forms;
mod git;
mod mails;
mod primitive;
mod repeat;
mod rerun;
mod sabotage;
mod sample;
mod series;

use sample::Sample;

#[test]
fn builds_without_warnings_and_passes_its_checks() {
    let sample = Sample::new();
    let report = sample.make(&["check", "WERROR=1"]).expect("`make check` passes");

    let digests = digest::parse(&report);
    assert!(digests.len() >= 20, "a test program for every caller, not {}", digests.len());
    for (name, digest) in &digests {
        assert!(digest.runs > 1000, "{name} is driven over many iterators");
        assert_eq!(digest.failed, 0, "{name} leaks nothing");
    }
    assert!(report.contains("ok bitfields"), "the KUnit suites run: {report}");
}

#[test]
fn an_output_folder_keeps_the_sources_clean() {
    let sample = Sample::new();
    let before = sample.files();

    sample.make(&["net/tls/record.o", "block/map.i"]).expect("single files build");
    assert!(sample.output().join("net/tls/record.o").is_file());
    assert!(sample.output().join("block/map.i").is_file());
    assert_eq!(sample.files(), before);
}

#[test]
fn either_branch_of_the_ifdef_builds() {
    let sample = Sample::new();
    let goals = ["drivers/misc/capture.o", "WERROR=1", "CONFIG_OFF=CAPTURE_WHOLE_PAGES"];
    sample.make(&goals).expect("the branch that is usually off builds too");
}

#[test]
fn sabotage_is_noticed() {
    let sample = Sample::new();
    for case in &sabotage::cases().caller {
        let before = sample.digest(&case.program).expect("the caller as it is");
        assert_eq!(before.failed, 0);

        let after = sample.edited(case, || sample.digest(&case.program));

        // A caller that crashes is noticed as well.
        assert_ne!(after, Some(before), "nobody notices that {}", case.what);
    }
}
