//! Knowledge is data: no line of Rust names a function that the flagship is about.
//!
//! ```text
//! migrations/FLAGSHIP/migration.toml [api] old, new ──> words ──> looked for in every *.rs of crates/ and xtask/
//! ```

use std::fs;
use std::path::{Path, PathBuf};

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files below a folder that end in `.rs`.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// What the flagship retires, and what it puts in its place.
fn names() -> Vec<String> {
    let folder = top().join("migrations/iov-iter-get-pages");
    let api = migration::load(&folder).expect("a migration in order").api;
    api.old.into_iter().chain(api.new).collect()
}

#[test]
fn no_line_of_rust_names_what_the_flagship_is_about() {
    let names = names();
    assert!(names.len() > 5, "the names were not found: {names:?}");
    let mut files = Vec::new();
    sources(&top().join("crates"), &mut files);
    sources(&top().join("xtask"), &mut files);
    assert!(files.len() > 100, "the sources were not found");

    let mut named = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a source");
        for (at, line) in text.lines().enumerate() {
            let hits = names.iter().filter(|name| line.contains(name.as_str()));
            named.extend(hits.map(|name| format!("{}:{}: {name}", file.display(), at + 1)));
        }
    }
    assert!(named.is_empty(), "{}", named.join("\n"));
}
