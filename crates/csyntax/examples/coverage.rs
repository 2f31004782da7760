//! How much of a tree of C files is read without error, and how fast.
//!
//! ```text
//!   cargo run --release -p csyntax --example coverage -- [--errors] [--slow] [--dump] [--functions] [--nodes] [--headers] PATH…
//! ```
//! Prints `{"files", "files_with_errors", "functions", "functions_with_errors", "bytes", "seconds"}`; `seconds` is the
//! time of the parser alone, one thread. `--errors` lists each reason with file and line, `--slow` files over 0.1 s,
//! `--functions` each function, `--nodes` what each macro-like node was taken for (to be counted with `sort | uniq -c`).
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use csyntax::{MacroIndex, NodeKind, TokenId, Tree, dump, functions, parse};

#[derive(Default)]
struct Totals {
    files: usize,
    files_with_errors: usize,
    functions: usize,
    functions_with_errors: usize,
    bytes: usize,
    seconds: f64,
}

struct Options {
    errors: bool,
    slow: bool,
    dump: bool,
    headers: bool,
    functions: bool,
    nodes: bool,
}

fn main() {
    let (flags, paths): (Vec<_>, Vec<_>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    let options = Options {
        errors: has("--errors"),
        slow: has("--slow"),
        dump: has("--dump"),
        headers: has("--headers"),
        functions: has("--functions"),
        nodes: has("--nodes"),
    };
    let mut files = Vec::new();
    for path in &paths {
        collect(Path::new(path), &options, &mut files);
    }
    files.sort();
    let macros = MacroIndex::builtin();
    let mut totals = Totals::default();
    for file in &files {
        match std::fs::read(file) {
            Ok(text) => measure(file, text.into(), &macros, &options, &mut totals),
            Err(error) => eprintln!("{}: {error}", file.display()),
        }
    }
    println!(
        "{{\"files\":{},\"files_with_errors\":{},\"functions\":{},\"functions_with_errors\":{},\"bytes\":{},\"seconds\":{:.3}}}",
        totals.files,
        totals.files_with_errors,
        totals.functions,
        totals.functions_with_errors,
        totals.bytes,
        totals.seconds
    );
}

fn collect(path: &Path, options: &Options, files: &mut Vec<PathBuf>) {
    if path.is_symlink() {
        return;
    }
    if path.is_dir() {
        let Ok(entries) = path.read_dir() else { return };
        for entry in entries.flatten() {
            collect(&entry.path(), options, files);
        }
        return;
    }
    let wanted =
        |extension: &std::ffi::OsStr| extension == "c" || options.headers && extension == "h";
    if path.extension().is_some_and(wanted) {
        files.push(path.to_owned());
    }
}

fn measure(
    file: &Path,
    text: Arc<[u8]>,
    macros: &MacroIndex,
    options: &Options,
    totals: &mut Totals,
) {
    let start = Instant::now();
    let tree = parse(text.clone(), macros);
    let seconds = start.elapsed().as_secs_f64();
    totals.files += 1;
    totals.bytes += text.len();
    totals.seconds += seconds;
    totals.files_with_errors += usize::from(!tree.errors().is_empty());
    let found = functions(&tree);
    totals.functions += found.len();
    totals.functions_with_errors += found
        .iter()
        .filter(|function| {
            let span = tree.span(function.node);
            tree.errors().iter().any(|error| span.contains(error.span))
        })
        .count();
    if !is_lossless(&tree) {
        println!("{}: tokens and trivia are not the bytes", file.display());
    }
    if options.slow && seconds > 0.1 {
        println!("{}: {seconds:.3} s for {} bytes", file.display(), text.len());
    }
    if options.errors {
        list_errors(file, &tree);
    }
    if options.functions {
        for function in &found {
            let name = function.written.map_or(&b"?"[..], |name| tree.token_text(name));
            println!("{}\t{}", file.display(), String::from_utf8_lossy(name));
        }
    }
    if options.nodes {
        list_nodes(&tree);
    }
    if options.dump {
        print!("{}", dump(&tree));
    }
}

/// The kind and the first word of every node whose reading is a guess by shape.
fn list_nodes(tree: &Tree) {
    for node in tree.nodes() {
        let kind = tree.kind(node);
        let guessed = matches!(
            kind,
            NodeKind::MacroStatement
                | NodeKind::IteratorStatement
                | NodeKind::MacroDeclaration
                | NodeKind::MacroFunctionDefinition
                | NodeKind::MacroType
                | NodeKind::MacroArgument
                | NodeKind::Attribute
                | NodeKind::TypedefName
        );
        if let (true, Some(first)) = (guessed, tree.first_token(node)) {
            println!("{kind:?} {}", String::from_utf8_lossy(tree.token_text(first)));
        }
    }
}

fn list_errors(file: &Path, tree: &Tree) {
    let text = tree.text();
    for error in tree.errors() {
        let at = error.span.start as usize;
        let line = text[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let start = text[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |n| n + 1);
        let end = text[at..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |n| at + n);
        let shown = String::from_utf8_lossy(&text[start..end]);
        println!("{}:{line}: {}: {}", file.display(), error.message, shown.trim());
    }
}

/// Tokens and trivia follow each other without holes, from the first byte to the last.
fn is_lossless(tree: &Tree) -> bool {
    let mut at = 0;
    for index in 0..=tree.tokens().len() {
        for piece in tree.trivia(TokenId(index as u32)) {
            if piece.span.start != at {
                return false;
            }
            at = piece.span.end;
        }
        if let Some(token) = tree.tokens().get(index) {
            if token.start != at || token.end <= at {
                return false;
            }
            at = token.end;
        }
    }
    at as usize == tree.text().len()
}
