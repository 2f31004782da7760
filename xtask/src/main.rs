// SPDX-License-Identifier: MIT OR Apache-2.0
//! Developer tasks: `cargo xtask --help`.
//!
//! A task drives the program that users get, the release build of `treewide`, and looks at what it writes: nothing
//! here calls the libraries to find out what the program would have done. (`bench parse`, `ctags` and `expanded` are the
//! exceptions: they look at a library.) One task, one file; what a task expects is in `xtask/data/`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a task's product is what it prints"
)]

mod bench;
mod coccicheck;
mod command;
mod conformance;
mod coverage;
mod ctags;
mod differential;
mod expanded;
mod get_maintainer;
mod kernel_make;
mod kernel_script;
mod kernel_tree;
mod linear;
mod lossless;
mod measure;
mod named_files;
mod programs;
mod project;
mod proof;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Tasks of treewide's developers.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    KernelMake(kernel_make::KernelMake),
    KernelTree(kernel_tree::KernelTree),
    Linear(linear::Linear),
    Lossless(lossless::Lossless),
    Programs(programs::Programs),
    NamedFiles(named_files::NamedFiles),
    Proof(proof::Proof),
    Bench(bench::Bench),
    Coccicheck(coccicheck::Coccicheck),
    Conformance(conformance::Conformance),
    Coverage(coverage::Coverage),
    Ctags(ctags::Ctags),
    Differential(differential::Differential),
    Expanded(expanded::Expanded),
    GetMaintainer(get_maintainer::GetMaintainer),
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> anyhow::Result<()> {
    match task {
        Task::KernelMake(task) => task.run(),
        Task::KernelTree(task) => task.run(),
        Task::Linear(task) => task.run(),
        Task::Lossless(task) => task.run(),
        Task::Programs(task) => task.run(),
        Task::NamedFiles(task) => task.run(),
        Task::Proof(task) => task.run(),
        Task::Bench(task) => task.run(),
        Task::Coccicheck(task) => task.run(),
        Task::Conformance(task) => task.run(),
        Task::Coverage(task) => task.run(),
        Task::Ctags(task) => task.run(),
        Task::Differential(task) => task.run(),
        Task::Expanded(task) => task.run(),
        Task::GetMaintainer(task) => task.run(),
    }
}
