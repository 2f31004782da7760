//! Triples: NAME.cocci run on NAME.c gives NAME.res. The folder is the list.
//!
//! Two comparisons: of tokens, which says what the rule means, and of bytes, which says how the result looks. What is
//! known to fail is listed beside the triples, and must fail. Of every result it is checked that it reads without new
//! errors, and that the rule leaves it alone when it is run again, unless it is listed as one that does not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use csyntax::MacroIndex;
use engine::{Engine, Input, Options};
use source::Span;

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "tests", "cocci"].iter().collect()
}

fn read(name: &str, extension: &str) -> String {
    let path = folder().join(format!("{name}.{extension}"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names of all triples.
fn names() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .expect("the folder of triples")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "cocci"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(!names.is_empty(), "there are no triples");
    names
}

/// The lines of a list beside the triples: a name, and the words behind it.
fn list(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(folder().join(file)).expect("the list");
    let known = names();
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let mut words = line.split_whitespace().map(str::to_owned);
            let name = words.next().expect("a line that is not blank");
            assert!(known.contains(&name), "{file} names {name}, and there is no such triple");
            (name, words.collect())
        })
        .collect()
}

fn engine(name: &str) -> Engine {
    let text = read(name, "cocci");
    let path = format!("{name}.cocci");
    let patch = smpl::parse(&path, text.as_bytes(), &smpl::ParseOptions::default())
        .unwrap_or_else(|errors| panic!("{path}: {errors:?}"));
    Engine::new(patch, Options::default()).unwrap_or_else(|errors| panic!("{path}: {errors:?}"))
}

/// The text after the rule.
fn run(engine: &Engine, name: &str, text: &str) -> String {
    let text: Arc<[u8]> = text.as_bytes().into();
    let outcome = engine.run(&Input {
        path: &format!("{name}.c"),
        text: &text,
        macros: &MacroIndex::builtin(),
        outside: &(),
        frozen: &BTreeSet::new(),
        scripts: None,
    });
    assert!(outcome.problems.is_empty(), "{name}: {:?}", outcome.problems);
    let after = outcome.text.unwrap_or_else(|| text.to_vec());
    String::from_utf8(after).expect("text stays UTF-8")
}

/// The tokens and directives of a text: white space and comments left out.
fn tokens(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let lexed = csyntax::lex(bytes, Span::new(0, bytes.len() as u32));
    let words = lexed.tokens.iter().map(|token| token.span());
    let directives = lexed.directives.iter().map(|directive| directive.span);
    let mut spans: Vec<Span> = words.chain(directives).collect();
    spans.sort_by_key(|span| span.start);
    spans.into_iter().map(|span| String::from_utf8_lossy(span.of(bytes)).into_owned()).collect()
}

fn errors(text: &str) -> usize {
    csyntax::parse(text.as_bytes().into(), &MacroIndex::builtin()).errors().len()
}

#[test]
fn every_triple_comes_out_as_written() {
    let known = list("known_failures.txt");
    let mut wrong = Vec::new();
    for name in names() {
        let (wanted, found) = (read(&name, "res"), run(&engine(&name), &name, &read(&name, "c")));
        for (comparison, equal) in
            [("token", tokens(&wanted) == tokens(&found)), ("byte", wanted == found)]
        {
            let expected = known.get(&name).is_none_or(|listed| !listed.contains(comparison));
            if equal != expected {
                wrong.push(format!("{name} ({comparison} by {comparison}):\n{found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "not as listed:\n{}", wrong.join("\n"));
}

#[test]
fn results_read_without_new_errors() {
    for name in names() {
        let (before, after) = (read(&name, "c"), read(&name, "res"));
        assert!(errors(&after) <= errors(&before), "{name}.res does not read as C");
    }
}

#[test]
fn twice_is_once() {
    let known = list("not_idempotent.txt");
    for name in names() {
        let engine = engine(&name);
        let once = run(&engine, &name, &read(&name, "c"));
        let twice = run(&engine, &name, &once);
        assert_eq!(once == twice, !known.contains_key(&name), "{name}, run again:\n{twice}");
    }
}
