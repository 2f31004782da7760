//! The series in its other form: the bodies of loops are functions, and every caller does what it did.
//!
//! ```text
//! sample tree ── series --form callback ── git am, make, one by one ──► digests as before
//! ```

use std::fs;
use std::path::PathBuf;

use crate::digest;
use crate::equivalence::{self, Row, rows};
use crate::git::Repository;
use crate::sabotage::Sabotage;
use crate::sample::Sample;
use crate::series::{am, series_with, write_series_with};

const MIGRATION: &str = "iov-iter-get-pages";
const CALLBACK: [&str; 2] = ["--form", "callback"];

/// The callers that the form covers.
fn covered() -> Vec<Row> {
    rows().into_iter().filter(|row| row.callback).collect()
}

#[test]
fn every_patch_builds_and_callers_do_what_they_did() {
    let sample = Sample::new();
    let before = digest::parse(&sample.make(&["digests"]).expect("the tree as it is"));
    let repository = Repository::of(&sample.tree());
    for patch in write_series_with(&sample, MIGRATION, &CALLBACK) {
        am(&repository, &patch);
        sample.make(&["WERROR=1"]).unwrap_or_else(|printed| panic!("{patch:?}: {printed}"));
    }
    for row in rows() {
        let made = read(&sample, &row.file).contains(&format!("static int {}(", row.made()));
        assert_eq!(made, row.callback, "{}() is made of {}()", row.made(), row.function);
    }
    let after = sample.make(&["check", "WERROR=1"]).expect("the converted tree");
    assert_eq!(digest::parse(&after), before);
    equivalence::holds(&before, &digest::parse(&after));

    let again = series_with(&sample, MIGRATION, "again", &CALLBACK);
    assert_eq!(again.status.code(), Some(1), "1 means that nothing matched");
}

#[test]
fn a_reference_too_many_or_too_few_is_noticed_in_the_functions_it_makes() {
    let sample = converted();
    for row in covered() {
        let (program, function) = (row.file_of_program(), row.made());
        let before = sample.digest(&program).expect("the converted caller");
        let text = read(&sample, &row.file);
        let made = &text[text.find(&format!("static int {function}(")).expect("the function")..];
        let body = &made[..made.find("\tget_page(page);\n").expect("a reference") + 17];
        for other in ["", "\tget_page(page);\n\tget_page(page);\n"] {
            let case = Sabotage {
                what: format!("{function}() takes another number of references"),
                program: program.clone(),
                file: row.file.clone(),
                from: body.to_owned(),
                to: body.replace("\tget_page(page);\n", other),
            };
            let after = sample.edited(&case, || sample.digest(&program));
            assert_ne!(after.as_ref(), Some(&before), "nobody notices that {}", case.what);
        }
    }
}

#[test]
fn what_the_form_does_not_cover_is_as_without_it_and_told() {
    let sample = Sample::new();
    let patches = write_series_with(&sample, MIGRATION, &CALLBACK);
    let cover = fs::read_to_string(sample.folder("series").join("0000-cover-letter.patch"));
    let cover = cover.expect("a cover letter");
    assert!(cover.contains("\nThe callback form has no rule for alg_make_sg(), "), "{cover}");
    let formed = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a patch");
        (text.contains("is in a function of its own"), text)
    };
    let (with, without): (Vec<_>, Vec<_>) = patches.iter().map(formed).partition(|it| it.0);
    assert_eq!(with.len(), covered().len(), "a patch for each caller that the form covers");
    let told = without.iter().filter(|(_, text)| text.contains("callback form has no rule for"));
    assert_eq!(told.count() + 1, without.len(), "all but the primitive say so");

    let unasked = Sample::new();
    for path in write_series_with(&unasked, MIGRATION, &[]) {
        let text = fs::read_to_string(path).expect("a patch");
        assert!(!text.contains("callback form"), "without --form nothing is said of it");
    }
}

#[test]
fn a_form_that_there_is_not_is_refused() {
    let sample = Sample::new();
    for (migration, form, help) in [
        (MIGRATION, "calback", "Did you mean \"callback\"?"),
        ("frob-buffer", "callback", "leave --form out"),
    ] {
        let output = series_with(&sample, migration, "series", &["--form", form]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(help), "{said}");
        assert!(!sample.folder("series").exists(), "nothing is half-written");
    }
}

/// The sample tree after the series in the callback form.
fn converted() -> Sample {
    let sample = Sample::new();
    let repository = Repository::of(&sample.tree());
    for patch in write_series_with(&sample, MIGRATION, &CALLBACK) {
        am(&repository, &patch);
    }
    sample
}

fn read(sample: &Sample, path: &str) -> String {
    fs::read_to_string(sample.tree().join(path)).expect("a file of the sample tree")
}
