//! What of C, GNU C and the use of macros is read, construct by construct: `tests/constructs/*.txt`.
//!
//! A file holds cases: a line `=== name`, the code, a line `--- Kind Kind…`, and for each node of these kinds in the
//! tree (and in its other readings) a line `Kind code`, blanks taken together. Errors are listed always, so a case
//! without `error` lines also says that its code is read in full. `UPDATE_FIXTURES=1` writes what the parser gives today; read the
//! difference before committing it.

#![allow(clippy::unwrap_used)]

use std::fmt::Write;
use std::path::Path;

use csyntax::{MacroIndex, Tree, parse};

#[test]
fn constructs_are_read_as_what_they_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/constructs");
    let mut files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 3);
    let update = std::env::var_os("UPDATE_FIXTURES").is_some();
    let mut wrong = String::new();
    for file in files {
        let old = std::fs::read_to_string(&file).unwrap();
        let mut new = String::new();
        for case in old.split("=== ").skip(1) {
            let (name, rest) = case.split_once('\n').unwrap();
            let (code, rest) = rest.split_once("---").unwrap();
            let (kinds, expected) = rest.split_once('\n').unwrap();
            let tree = parse(code.as_bytes().into(), &MacroIndex::builtin());
            let wanted: Vec<&str> = kinds.split_whitespace().collect();
            let found = list(&tree, &wanted);
            if expected.trim() != found.trim() {
                let _ = write!(wrong, "{}: {name}\n{code}---{kinds}\n{found}\n", file.display());
            }
            let _ = write!(new, "=== {name}\n{code}---{kinds}\n{found}\n");
        }
        if update {
            std::fs::write(&file, new.trim_end().to_owned() + "\n").unwrap();
        }
    }
    assert!(update || wrong.is_empty(), "not as expected:\n{wrong}");
}

fn list(tree: &Tree, wanted: &[&str]) -> String {
    let mut out = String::new();
    let joined = |bytes: &[u8]| {
        String::from_utf8_lossy(bytes).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for node in tree.nodes() {
        let kind = format!("{:?}", tree.kind(node));
        if wanted.contains(&kind.as_str()) {
            let tokens: Vec<&[u8]> = tree
                .token_range(node)
                .map(|token| tree.token_text(csyntax::TokenId(token)))
                .collect();
            let _ = writeln!(out, "{kind} {}", joined(&tokens.join(&b' ')));
        }
    }
    for error in tree.errors() {
        let _ = writeln!(out, "error {}: {}", error.message, joined(error.span.of(tree.text())));
    }
    for variant in tree.variants() {
        let _ = writeln!(out, "or");
        for line in list(variant, wanted).lines() {
            let _ = writeln!(out, "  {line}");
        }
    }
    out
}
