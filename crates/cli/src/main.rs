//! The binary `treewide`: arguments, files, threads, progress, exit codes. What it does lies in the libraries.

mod arguments;
mod commands;
mod composition;
mod console;
mod conversion;
mod defaults;
mod failure;
mod fold;
mod guarding;
mod header_cache;
mod knowledge;
mod scan;
mod sites;
mod source_tree;
mod survey;
mod unread;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::console::Console;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let console = Console::new(&arguments.global);
    match commands::run(&arguments, &console) {
        Ok(exit) => exit.code(),
        Err(failure) => {
            console.report_all(&failure.diagnostics);
            failure::Exit::Error.code()
        }
    }
}
