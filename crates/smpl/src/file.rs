//! One .cocci file while it is read: its text, and how to point at a place in it.

use std::sync::Arc;

use source::{Diagnostic, Span};

/// A file's name and bytes. Every span of a rule is a span of the file that holds it.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: Arc<[u8]>,
}

impl File {
    pub(crate) fn new(path: &str, text: &[u8]) -> Self {
        Self { path: path.to_owned(), text: text.into() }
    }

    /// The bytes of a span as text; what is no UTF-8 is replaced.
    pub(crate) fn str(&self, span: Span) -> String {
        String::from_utf8_lossy(span.of(&self.text)).into_owned()
    }

    #[cfg(test)]
    pub(crate) fn end(&self) -> u32 {
        self.text.len() as u32
    }

    /// The line of an offset, from 1.
    pub(crate) fn line(&self, offset: u32) -> usize {
        let before = &self.text[..(offset as usize).min(self.text.len())];
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }

    pub(crate) fn error(&self, span: Span, message: impl Into<String>, label: &str) -> Diagnostic {
        Diagnostic::error(message).at(self.path.clone(), span, label)
    }

    pub(crate) fn warning(
        &self,
        span: Span,
        message: impl Into<String>,
        label: &str,
    ) -> Diagnostic {
        Diagnostic::warning(message).at(self.path.clone(), span, label)
    }
}
