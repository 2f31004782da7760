//! Reads the .cocci files named on the command line and tells which of them can not be read, and why.
//!
//! `cargo run -p smpl --example check -- [-v] FILE…`; `-v` tells warnings too.
#![allow(clippy::print_stdout)]

use std::path::Path;

use source::{Diagnostic, LineIndex};

fn main() {
    let (flags, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with('-'));
    let verbose = flags.iter().any(|flag| flag == "-v");
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
                if verbose {
                    patch.warnings.iter().for_each(|warning| tell(&text, warning));
                }
            }
            Err(errors) => errors.iter().for_each(|error| tell(&text, error)),
        }
    }
    println!("{read} of {} read", files.len());
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
