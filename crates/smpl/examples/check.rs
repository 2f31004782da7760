//! Reads the .cocci files named on the command line and tells which of them can not be read, and why.
//!
//! `cargo run -p smpl --example check -- [-v] [-i] FILE…`; `-v` tells warnings too, `-i` what the standard isomorphisms
//! make of each rule: how many tokens it has before and after, and the words a file must have for it.
#![allow(clippy::print_stdout)]

use std::path::Path;

use source::{Diagnostic, LineIndex};

fn main() {
    let (flags, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with('-'));
    let asked = |name: &str| flags.iter().any(|flag| flag == name);
    let (verbose, isomorphisms) = (asked("-v"), asked("-i"));
    let mut read = 0;
    for path in &files {
        let Ok(text) = std::fs::read(path) else { continue };
        let folder = Path::new(path).parent().unwrap_or(Path::new("."));
        let loader = |name: &str| {
            let near = std::fs::read(folder.join(name));
            near.or_else(|_| std::fs::read(name)).map_err(|error| error.to_string())
        };
        match smpl::parse(path, &text, &smpl::ParseOptions { loader: Some(&loader) }) {
            Ok(patch) => {
                read += 1;
                if isomorphisms {
                    patch.rules.iter().for_each(|rule| expanded(path, rule));
                }
                if verbose {
                    patch.warnings.iter().for_each(|warning| tell(&text, warning));
                }
            }
            Err(errors) => errors.iter().for_each(|error| tell(&text, error)),
        }
    }
    println!("{read} of {} read", files.len());
}

fn expanded(path: &str, rule: &smpl::Rule) {
    let smpl::RuleBody::Code(code) = &rule.body else { return };
    let whole = smpl::iso::expand(code, smpl::iso::standard_isomorphisms());
    let (before, after) = (code.tokens.len(), whole.rule.pattern.tokens().len());
    let cut = if whole.truncated { " truncated" } else { "" };
    let words = smpl::required_words(&whole.rule);
    println!("{path} {}: {before} tokens, {after} expanded{cut}; {words:?}", rule.name);
}

fn tell(text: &[u8], diagnostic: &Diagnostic) {
    println!("{:?}: {}", diagnostic.severity, diagnostic.message);
    for label in &diagnostic.labels {
        let lines = LineIndex::new(text);
        let at = lines.line_column(label.span.start);
        println!("  {}:{}:{}: {}", label.path, at.line, at.column, label.text);
        if let Some(span) = lines.span(at.line) {
            println!("    {}", String::from_utf8_lossy(span.of(text)).trim_end());
        }
    }
    if let Some(help) = &diagnostic.help {
        println!("  help: {help}");
    }
}
