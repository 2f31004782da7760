//! One command, one file; its doc comment is its help.

pub(crate) mod apply;
pub(crate) mod completions;
pub(crate) mod dashboard;
pub(crate) mod demo;
pub(crate) mod guard;
pub(crate) mod list;
pub(crate) mod man;
pub(crate) mod parse;
pub(crate) mod series;
pub(crate) mod spatch;
pub(crate) mod status;

use crate::arguments::{Arguments, Command};
use crate::console::Console;
use crate::failure::Outcome;

/// Runs the command that was asked for.
pub(crate) fn run(arguments: &Arguments, console: &Console) -> Outcome {
    let jobs = match arguments.global.jobs {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        jobs => jobs,
    };
    // Fails only when a pool is there already; then that one serves.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    match &arguments.command {
        Command::Apply(command) => command.run(console),
        Command::Series(command) => command.run(console, jobs),
        Command::Status(command) => command.run(console, jobs),
        Command::Dashboard(command) => command.run(console, jobs),
        Command::Guard(command) => command.run(console, jobs),
        Command::List(command) => command.run(console),
        Command::Demo(command) => command.run(console, jobs),
        Command::Parse(command) => command.run(console),
        Command::Spatch(command) => command.run(console, jobs),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
    }
}
