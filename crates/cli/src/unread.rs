//! What the parser could not read of a file, as findings.

use csyntax::Tree;
use source::Diagnostic;

/// A finding for each place, with the file, the line and a caret.
pub(crate) fn not_understood(label: &str, tree: &Tree) -> Vec<Diagnostic> {
    let finding = |error: &csyntax::SyntaxError| {
        Diagnostic::warning(format!("not understood: {}", error.message)).at(label, error.span, "")
    };
    tree.errors().iter().map(finding).collect()
}
