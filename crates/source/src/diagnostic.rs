//! What is wrong, where, and what to do next: data, rendered by whoever talks to the user.

use crate::Span;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The work asked for can not be done.
    Error,
    /// It can, but probably not as meant.
    Warning,
    /// Something worth knowing.
    Note,
}

/// A place in a file with a few words on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// The file as the user named it.
    pub path: String,
    /// The bytes meant.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

/// One finding for the user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// How bad.
    pub severity: Severity,
    /// One sentence without a full stop: what is wrong.
    pub message: String,
    /// Where; the first label is the main one.
    pub labels: Vec<Label>,
    /// The next step, as a sentence.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, message: message.into(), labels: Vec::new(), help: None }
    }

    /// A warning without a place.
    pub fn warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(message) }
    }

    /// With one more place.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { path: path.into(), span, text: text.into() });
        self
    }

    /// With a next step.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
