//! The examples of the guards are their test: `patches/MIGRATION/guards/tests/NAME.trips.c` holds what `NAME.cocci` must
//! find, on lines that say `// found`, and `NAME.passes.c` nothing. A guard that compares has a `NAME.before.c`; of one that
//! keeps functions from being converted, the lines are those of the calls that stay.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use migration::{Guard, Judges};
use serde_json::Value;

/// What a guard said: its exit code, and the lines it named by guard.
struct Said {
    code: i32,
    lines: BTreeSet<(String, u64)>,
}

#[test]
fn every_guard_finds_what_its_examples_mark_and_nothing_else() {
    let guards = guards();
    assert!(guards.len() >= 9, "{guards:?}");
    for guard in guards {
        let name = guard.file_stem().expect("a name").to_string_lossy().into_owned();
        for kind in ["trips", "passes"] {
            let case = example(&guard, kind);
            let text = fs::read_to_string(&case).unwrap_or_else(|_| {
                panic!("{name}: {kind} has to be shown in {}", case.display());
            });
            let marked: BTreeSet<(String, u64)> = (1..)
                .zip(text.lines())
                .filter(|(_, line)| line.contains("// found"))
                .map(|(number, _)| (format!("guards/{name}.cocci"), number))
                .collect();
            assert_eq!(marked.is_empty(), kind == "passes", "marks of {}", case.display());
            let said = if keeps_from_conversion(&name) {
                kept(&name, &text)
            } else {
                judge(&guard, &text)
            };
            assert_eq!(said.lines, marked, "{}", case.display());
            assert_eq!(said.code, if marked.is_empty() { 0 } else { 4 }, "{}", case.display());
        }
    }
}

#[test]
fn a_patch_is_judged_without_its_tree_and_a_bad_one_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let guard = guards().into_iter().find(|path| path.ends_with("fast-swap.cocci")).expect("there");
    let [before, after] =
        ["before", "trips"].map(|kind| fs::read(example(&guard, kind)).expect("an example"));
    let diff = series::diff::shown_diff("drivers/a.c", &before, &after);
    let patch = folder.path().join("a.patch");
    fs::write(&patch, &diff).expect("written");
    let run = |tree: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_treewide"));
        command.args(["guard", "iov-iter-get-pages", "--patch"]).arg(&patch).args(tree);
        let output = command.current_dir(folder.path()).output().expect("treewide runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = run(&[]);
    assert_eq!(code, Some(4), "{said}");
    assert!(said.contains("^^^^^^^^^^^^^^^^^^^") && said.contains("help:"), "{said}");
    let (code, said) = run(&["--tree", "."]);
    assert!(code == Some(2) && said.contains("drivers/a.c"), "{said}");
    fs::write(&patch, String::from_utf8_lossy(&diff).replace("b/drivers", "b/../drivers"))
        .expect("written");
    let (code, said) = run(&[]);
    assert!(code == Some(2) && said.contains("inside a tree"), "{said}");
}

/// Whether a guard looks at functions before they are converted, not at what a change makes of them.
fn keeps_from_conversion(name: &str) -> bool {
    guard(name).judges == Judges::Before
}

/// The guard in the migration.
fn guard(name: &str) -> Guard {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/iov-iter-get-pages");
    let guards = migration::load(&folder).expect("in order").guards;
    let file = format!("guards/{name}.cocci");
    let found = guards.into_iter().find(|guard| guard.patch.path.ends_with(&file));
    found.unwrap_or_else(|| panic!("no [[guard]] has {file}"))
}

/// The calls of an example that stay for the guard's reason, as if it had judged them; all others are converted.
fn kept(name: &str, text: &str) -> Said {
    let tree = tempfile::tempdir().expect("a folder");
    fs::write(tree.path().join("a.c"), text).expect("written");
    let maintainers = "THE REST\nM:\tAnn Author <ann@example.org>\nF:\t*\n";
    fs::write(tree.path().join("MAINTAINERS"), maintainers).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_treewide"));
    command.args(["-q", "status", "iov-iter-get-pages", "--json", "--tree"]).arg(tree.path());
    let report: Value =
        serde_json::from_slice(&command.output().expect("treewide runs").stdout).expect("a status");
    let mut lines = BTreeSet::new();
    for site in report["sites"].as_array().expect("a list") {
        let line = site["line"].as_u64().unwrap_or(0);
        if site["reason"] == guard(name).reason {
            lines.insert((format!("guards/{name}.cocci"), line));
        } else {
            assert_eq!(site["state"], "convertible", "line {line}: {}", site["reason"]);
        }
    }
    Said { code: if lines.is_empty() { 0 } else { 4 }, lines }
}

/// Judges an example: as a file of a tree, or, when there is something to compare with, as a patch to it.
fn judge(guard: &Path, text: &str) -> Said {
    let tree = tempfile::tempdir().expect("a folder");
    let before = fs::read(example(guard, "before")).ok();
    let file = tree.path().join("a.c");
    fs::write(&file, before.as_deref().unwrap_or(text.as_bytes())).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_treewide"));
    command.args(["-q", "guard", "iov-iter-get-pages", "--json", "--tree"]).arg(tree.path());
    if let Some(before) = before {
        let diff = series::diff::shown_diff("a.c", &before, text.as_bytes());
        let patch = tree.path().join("a.patch");
        fs::write(&patch, diff).expect("written");
        command.arg("--patch").arg(patch);
    }
    let output = command.output().expect("treewide runs");
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let findings = report["findings"].as_array().expect("a list");
    let line = |it: &Value| {
        (it["guard"].as_str().unwrap_or_default().to_owned(), it["line"].as_u64().unwrap_or(0))
    };
    Said { code: output.status.code().unwrap_or(-1), lines: findings.iter().map(line).collect() }
}

fn guards() -> Vec<PathBuf> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../patches/iov-iter-get-pages/guards");
    let entries =
        fs::read_dir(folder).expect("guards").map(|entry| entry.expect("an entry").path());
    let mut guards: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "cocci")).collect();
    guards.sort();
    guards
}

fn example(guard: &Path, kind: &str) -> PathBuf {
    let name = guard.with_extension(format!("{kind}.c"));
    guard.with_file_name("tests").join(name.file_name().expect("a name"))
}
