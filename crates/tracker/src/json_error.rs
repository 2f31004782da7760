//! What the JSON reader says, as a diagnostic at its place.

use source::{Diagnostic, LineIndex, Span};

/// The diagnostic of a file that is not what was expected.
pub(crate) fn diagnostic(path: &str, json: &str, error: &serde_json::Error) -> Diagnostic {
    let index = LineIndex::new(json.as_bytes());
    let line = u32::try_from(error.line()).ok().and_then(|line| index.span(line));
    let line = line.unwrap_or(Span::empty(json.len() as u32));
    let at = (line.start + (error.column() as u32).saturating_sub(1)).min(line.end);
    let said = error.to_string();
    let what = said.split(" at line ").next().unwrap_or_default();
    Diagnostic::error(format!("{path} does not read: {what}"))
        .at(path, Span::empty(at), "here")
        .help("Write the file anew with the command that made it.")
}
