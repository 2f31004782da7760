//! The examples of the rules are their test: `patches/MIGRATION/tests/NAME.c` becomes `NAME.res` by `NAME.cocci`, to
//! the byte.
//!
//! ```text
//! tests/walk.c ── walk.cocci ──> tests/walk.res ── walk.cocci ──> nothing more
//! ```

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use csyntax::MacroIndex;
use engine::{Engine, Input, Options};

#[test]
fn every_rule_does_what_its_example_shows() {
    let rules = rules();
    assert!(rules.len() > 5, "the rules were not found: {rules:?}");
    let wrong: Vec<String> = rules.iter().filter_map(|rule| difference(rule)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_rule_does_more_the_second_time() {
    let wrong: Vec<PathBuf> = rules()
        .into_iter()
        .filter(|rule| apply(rule, &read(&example(rule, "res"))).is_some())
        .collect();
    assert!(wrong.is_empty(), "these change their own result: {wrong:?}");
}

#[test]
fn the_part_that_a_message_quotes_does_the_same() {
    for rule in rules() {
        let (label, text) = (rule.display().to_string(), read(&rule));
        let text = String::from_utf8(text).expect("a rule is UTF-8");
        let before = read(&example(&rule, "c"));
        let whole = run(&label, text.as_bytes(), &before);
        let names = |list: &mut dyn Iterator<Item = &String>| list.cloned().collect();
        let activity = smpl::Activity {
            matched: names(&mut whole.matches.iter().map(|hit| &hit.rule)),
            changed: names(&mut whole.changes.iter().map(|change| &change.rule)),
        };
        let part = smpl::excerpt(&label, &text, &activity);
        let part = part.unwrap_or_else(|| panic!("{label} can not be cut"));
        assert_eq!(run(&label, part.as_bytes(), &before).text, whole.text, "{label}:\n{part}");
    }
}

/// What is wrong with the result of a rule on its example, as a diff from the result that was expected.
fn difference(rule: &Path) -> Option<String> {
    let expected = read(&example(rule, "res"));
    let before = read(&example(rule, "c"));
    assert_ne!(before, expected, "the example of {} shows nothing", rule.display());
    let after = apply(rule, &before).unwrap_or(before);
    if after == expected {
        return None;
    }
    let diff = series::diff::shown_diff(&rule.display().to_string(), &expected, &after);
    Some(String::from_utf8_lossy(&diff).into_owned())
}

/// What a rule makes of a text; `None` when it leaves it as it is.
fn apply(rule: &Path, text: &[u8]) -> Option<Vec<u8>> {
    let outcome = run(&rule.display().to_string(), &read(rule), text);
    assert!(outcome.problems.is_empty(), "{}: {:?}", rule.display(), outcome.problems);
    outcome.text
}

/// Runs a semantic patch on a text.
fn run(label: &str, rule: &[u8], text: &[u8]) -> engine::Outcome {
    let patch = smpl::parse(label, rule, &smpl::ParseOptions::default());
    let patch = patch.unwrap_or_else(|problems| panic!("{label}: {problems:?}"));
    let engine = Engine::new(patch, Options::default()).expect("a rule that can be run");
    let text: Arc<[u8]> = text.into();
    let macros = MacroIndex::builtin();
    let input = Input {
        path: "example.c",
        text: &text,
        macros: &macros,
        outside: &(),
        frozen: &BTreeSet::new(),
        scripts: None,
    };
    engine.run(&input)
}

/// The rules that convert, of every migration; those that only look lie in folders of their own.
fn rules() -> Vec<PathBuf> {
    let patches = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../patches");
    let mut rules: Vec<PathBuf> = entries(&patches)
        .iter()
        .filter(|folder| folder.is_dir())
        .flat_map(|folder| entries(folder))
        .filter(|path| path.extension().is_some_and(|end| end == "cocci"))
        .collect();
    rules.sort();
    rules
}

/// The example of a rule, before (`c`) or after (`res`).
fn example(rule: &Path, extension: &str) -> PathBuf {
    let name = rule.with_extension(extension);
    rule.with_file_name("tests").join(name.file_name().expect("a rule is a file"))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
