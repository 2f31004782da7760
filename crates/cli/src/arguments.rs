//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands;
use crate::knowledge::KnowledgeOptions;

/// Retire a C API across a whole tree.
///
/// Write down once, as a semantic patch (SmPL, the language of Coccinelle), how old calls become new ones. treewide
/// finds the callers, rewrites those it can, writes a patch series split by subsystem that `git am` takes, and says
/// of every caller that remains why it does.
///
/// Begin with `treewide demo`, which does the whole job on a small tree of its own.
#[derive(Parser, Debug)]
#[command(name = "treewide", version, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 done; 1 nothing matched; 2 error; 3 done, but a file that mentions what was \
                        looked for could not be read in full; 4 a guard found something."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Args, Debug)]
pub(crate) struct Global {
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say more: every file looked at, every rule that matched
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto)]
    pub(crate) color: ColorChoice,
    /// Threads to use; 0: one a core. Results do not depend on it
    #[arg(short, long, global = true, value_name = "N", default_value_t = 0)]
    pub(crate) jobs: usize,
}

/// When to use colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    Apply(commands::apply::Apply),
    Series(commands::series::Series),
    Status(commands::status::Status),
    Dashboard(commands::dashboard::Dashboard),
    Guard(commands::guard::Guard),
    List(commands::list::List),
    Demo(commands::demo::Demo),
    Parse(commands::parse::Parse),
    Spatch(commands::spatch::Spatch),
    Completions(commands::completions::Completions),
    Man(commands::man::Man),
}

/// A migration and the tree it is for.
#[derive(Args, Debug)]
pub(crate) struct Subject {
    /// A migration: a name that `treewide list` shows, or the path of a folder with a migration.toml
    #[arg(value_name = "MIGRATION")]
    pub(crate) migration: String,
    /// The tree of C sources: a git checkout or a plain directory
    #[arg(long, value_name = "DIR")]
    pub(crate) tree: PathBuf,
    #[command(flatten)]
    pub(crate) knowledge: KnowledgeOptions,
}
