//! `treewide man`

use clap::{Args, CommandFactory};
use source::Diagnostic;

use crate::arguments::Arguments;
use crate::console::print;
use crate::failure::{Exit, Outcome};

/// Print the manual page of treewide or of one of its commands
///
/// To read it: `treewide man | man -l -`; of a command: `treewide man series | man -l -`
#[derive(Args, Debug)]
pub(crate) struct Man {
    /// The command; treewide itself when not given
    command: Option<String>,
}

impl Man {
    pub(crate) fn run(&self) -> Outcome {
        let mut whole = Arguments::command();
        whole.build();
        let page = match &self.command {
            None => whole,
            Some(name) => {
                whole.find_subcommand(name).cloned().ok_or_else(|| unknown(name, &whole))?
            }
        };
        let mut text = Vec::new();
        clap_mangen::Man::new(page).render(&mut text).map_err(|error| {
            Diagnostic::error(format!("the manual page can not be written: {error}"))
        })?;
        print(&String::from_utf8_lossy(&text))?;
        Ok(Exit::Done)
    }
}

fn unknown(name: &str, whole: &clap::Command) -> Diagnostic {
    let known = whole.get_subcommands().map(clap::Command::get_name);
    let help = match migration::did_you_mean(name, known) {
        Some(close) => format!("Did you mean `{close}`?"),
        None => "See `treewide --help` for the commands.".to_owned(),
    };
    Diagnostic::error(format!("there is no command {name}")).help(help)
}
