//! What the TOML reader says, as a diagnostic: place, what was expected, and the nearest right name.

use source::{Diagnostic, Span};

use crate::suggest::next_step;

/// The diagnostic of a manifest that does not read.
pub(crate) fn diagnostic(path: &str, text: &str, error: &toml::de::Error) -> Diagnostic {
    let span = error.span().map_or(Span::empty(text.len() as u32), |range| {
        Span::new(range.start as u32, range.end as u32)
    });
    let said = error.message().trim_end_matches('\n').replace('\n', "; ");
    let (label, help) = explain(&said);
    Diagnostic::error(format!("the manifest does not read: {said}"))
        .at(path, span, label)
        .help(help)
}

/// The label and the next step for a message of serde, whose wording is part of its interface: the names that it puts
/// between backquotes are first the one found, then those it would have taken.
fn explain(said: &str) -> (&'static str, String) {
    let mut names = said.split('`').skip(1).step_by(2);
    if said.starts_with("unknown field") {
        let typed = names.next().unwrap_or_default();
        let known: Vec<_> = names.collect();
        let help = if known.is_empty() {
            "Remove the key.".to_owned()
        } else {
            next_step(typed, known.iter().copied())
        };
        return ("not a key of this table", help);
    }
    if said.starts_with("missing field") {
        let name = names.next().unwrap_or_default();
        return (
            "in this table",
            format!("Add the key `{name}`; docs/reference/migration-toml.md says what it means."),
        );
    }
    if said.starts_with("invalid type") {
        return (
            "not of the type that the key takes",
            "Change the value to the expected type.".to_owned(),
        );
    }
    ("here", "Correct the TOML; a literal string ('…') takes backslashes as they are.".to_owned())
}
