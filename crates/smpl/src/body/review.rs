//! What is odd about a rule but no error.

use csyntax::TokenKind;

use crate::builder::RuleBuilder;
use crate::suggest;
use crate::{MetaKind, Origin};

/// Names in the code that look like metavariables: a capital letter with at most one more character, or a word one slip
/// away from a metavariable that is declared and not used.
pub(crate) fn names(builder: &mut RuleBuilder<'_>) {
    let mut seen = Vec::new();
    for at in 0..builder.tokens.len() {
        let token = &builder.tokens[at];
        if token.kind != TokenKind::Identifier
            || seen.contains(&token.text)
            || builder.lookup(&token.text).is_some()
        {
            continue;
        }
        seen.push(token.text.clone());
        let capital =
            token.text.len() <= 2 && token.text.starts_with(|c: char| c.is_ascii_uppercase());
        let unused =
            builder.metavariables.iter().zip(&builder.uses).filter(|(_, used)| !used.slice);
        let near = suggest::nearest(&token.text, unused.map(|(meta, _)| meta.name.as_str()));
        let help = match near {
            Some(near) => format!("Did you mean the metavariable `{near}`?"),
            None if capital => format!(
                "Declare it, for instance `expression {0};`, or say that it is meant as it stands: `symbol {0};`.",
                token.text
            ),
            None => continue,
        };
        let message = format!("`{}` is no metavariable: it only matches itself", token.text);
        let warning = builder.file.warning(token.span, message, "not declared").help(help);
        builder.warnings.push(warning);
    }
}

/// Metavariables that are declared and not used, or used where they have no value.
pub(crate) fn metavariables(builder: &mut RuleBuilder<'_>) {
    for (meta, used) in builder.metavariables.iter().zip(&builder.uses) {
        if meta.kind.is_name_only() || used.slice || used.declaration {
            continue;
        }
        let bound_elsewhere =
            meta.origin != Origin::Local || meta.kind == MetaKind::FreshIdentifier;
        let (message, help) = match (used.plus, bound_elsewhere) {
            (true, true) => continue,
            (true, false) => (
                format!("`{}` is used in added code only, so it has no value there", meta.name),
                format!(
                    "Use `{}` in the code to be matched, or inherit it from a rule that binds it.",
                    meta.name
                ),
            ),
            (false, _) => (
                format!("`{}` is declared and not used", meta.name),
                "Take the declaration out, or check the name's spelling in the code.".to_owned(),
            ),
        };
        let warning = builder.file.warning(meta.span, message, "declared here").help(help);
        builder.warnings.push(warning);
    }
}
