//! How a run ends.

use std::process::ExitCode;

use source::Diagnostic;

/// What the exit code says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Exit {
    /// Done: 0.
    Done,
    /// Nothing matched, nothing to do: 1.
    Nothing,
    /// Could not be done: 2.
    Error,
    /// Done, but a file that mentions what was looked for could not be read in full: 3.
    Incomplete,
    /// A guard found something: 4.
    Found,
    /// What spatch refuses with 255: a semantic patch, a file or a script that it can not use.
    Refused,
}

impl Exit {
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::Nothing => 1,
            Self::Error => 2,
            Self::Incomplete => 3,
            Self::Found => 4,
            Self::Refused => 255,
        })
    }
}

/// Why a run could not be done.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// What a command comes to.
pub(crate) type Outcome<T = Exit> = Result<T, Failure>;

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostics: vec![diagnostic] }
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self { diagnostics }
    }
}

/// A failure to read or write, with what was tried.
pub(crate) fn io_failure(what: &str, path: &std::path::Path, error: &std::io::Error) -> Failure {
    Diagnostic::error(format!("{} can not be {what}: {error}", path.display()))
        .help("Check the path and its permissions.")
        .into()
}
