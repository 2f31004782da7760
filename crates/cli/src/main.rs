//! The binary `treewide`: arguments, files, threads, progress, exit codes. What it does lies in the libraries.

mod arguments;
mod commands;
mod composition;
mod console;
mod conversion;
mod defaults;
mod failure;
mod file_text;
mod fold;
mod guarding;
mod header_cache;
mod knowledge;
mod scan;
mod sites;
mod source_tree;
mod survey;
mod unread;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::console::Console;

/// Trees, bindings and matches are many small pieces of memory that live as long as one file.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse_from(words(std::env::args_os()));
    let console = Console::new(&arguments.global);
    match commands::run(&arguments, &console) {
        Ok(exit) => exit.code(),
        Err(failure) => {
            console.report_all(&failure.diagnostics);
            failure::Exit::Error.code()
        }
    }
}

/// The words of the command line. Under the name `spatch` the program takes spatch's options and nothing else.
fn words(given: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = given.collect();
    let name = words.first().and_then(|word| Path::new(word).file_name());
    if name.is_some_and(|name| name == "spatch") {
        words.splice(1..1, ["spatch".into(), "--".into()]);
    }
    words
}
