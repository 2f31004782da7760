//! What is odd about a rule but no error.

use csyntax::{NodeKind, TokenKind};

use crate::builder::RuleBuilder;
use crate::suggest;
use crate::{MetaKind, Origin, PatternNode, PatternPart, PatternTokenId, PlusPiece};

/// Names in the code that look like metavariables: a capital letter with at most one more character, or a word one slip
/// away from a metavariable that is declared and not used.
pub(crate) fn names(builder: &mut RuleBuilder<'_>, pattern: &PatternNode) {
    let mut seen = Vec::new();
    used_names(pattern, &mut seen);
    let mut told: Vec<String> = Vec::new();
    for id in seen {
        let token = &builder.tokens[id.0 as usize];
        if token.kind != TokenKind::Identifier || told.contains(&token.text) {
            continue;
        }
        told.push(token.text.clone());
        let Some(help) = advice(builder, &token.text) else { continue };
        let message = format!("`{}` is no metavariable: it only matches itself", token.text);
        let warning = builder.file.warning(token.span, message, "not declared").help(help);
        builder.warnings.push(warning);
    }
}

/// The tokens of names that are used, as expressions or types; what declares a name or is a member is not.
fn used_names(node: &PatternNode, out: &mut Vec<PatternTokenId>) {
    for part in &node.parts {
        match part {
            PatternPart::Node(child) => used_names(child, out),
            PatternPart::Token(id)
                if matches!(node.kind, NodeKind::Identifier | NodeKind::TypedefName) =>
            {
                out.push(*id);
            }
            PatternPart::Token(_) => {}
        }
    }
}

fn advice(builder: &RuleBuilder<'_>, word: &str) -> Option<String> {
    if builder.lookup(word).is_some() {
        return None;
    }
    let unused = builder
        .metavariables
        .iter()
        .zip(&builder.uses)
        .filter(|(meta, used)| !used.slice && !meta.kind.is_name_only());
    if let Some(near) = suggest::nearest(word, unused.map(|(meta, _)| meta.name.as_str())) {
        return Some(format!("Did you mean the metavariable `{near}`?"));
    }
    let capital = word.len() <= 2 && word.starts_with(|c: char| c.is_ascii_uppercase());
    capital.then(|| {
        format!(
            "Declare it, for instance `expression {word};`, or say that it is meant as it stands: `symbol {word};`."
        )
    })
}

/// Dots next to dots, perhaps with a comma between: which of the two matches what is anyone's guess.
pub(crate) fn dots(builder: &mut RuleBuilder<'_>, node: &PatternNode) {
    let is_comma = |part: &PatternPart| match part {
        PatternPart::Token(id) => builder.tokens[id.0 as usize].kind == TokenKind::Comma,
        PatternPart::Node(_) => false,
    };
    let parts: Vec<PatternPart> =
        node.parts.iter().filter(|part| !is_comma(part)).cloned().collect();
    for pair in parts.windows(2) {
        let [PatternPart::Node(one), PatternPart::Node(two)] = pair else { continue };
        if one.kind != NodeKind::Dots || two.kind != NodeKind::Dots {
            continue;
        }
        let spans = [one, two]
            .map(|node| node.tokens().first().map(|id| builder.tokens[id.0 as usize].span));
        let [Some(first), Some(second)] = spans else { continue };
        let warning = builder
            .file
            .warning(second, "these dots follow other dots", "add nothing")
            .at(builder.file.path.clone(), first, "the others")
            .help("Take one of the two out, or put the code that stands between them there.");
        builder.warnings.push(warning);
    }
    behind_return(builder, node);
    node.children().for_each(|child| dots(builder, child));
}

/// Dots behind a `return`, with code behind them: no path leads there.
fn behind_return(builder: &mut RuleBuilder<'_>, node: &PatternNode) {
    let items: Vec<&PatternNode> = node.children().collect();
    for triple in items.windows(3) {
        let [before, dots, behind] = triple else { continue };
        let is_label = matches!(
            behind.kind,
            NodeKind::LabeledStatement | NodeKind::CaseStatement | NodeKind::DefaultStatement
        );
        let leaves = before.kind == NodeKind::ReturnStatement
            && matches!(dots.kind, NodeKind::Dots | NodeKind::Nest);
        if !leaves || is_label {
            continue;
        }
        let span =
            |node: &PatternNode| node.tokens().first().map(|id| builder.tokens[id.0 as usize].span);
        let Some((dots, leaves)) = span(dots).zip(span(before)) else { continue };
        let warning = builder
            .file
            .warning(dots, "these dots can never bind", "no path comes here")
            .at(builder.file.path.clone(), leaves, "every path ends with this `return`")
            .help("Put what comes first in front, or write two branches of a disjunction.");
        builder.warnings.push(warning);
    }
}

/// Metavariables that are declared and not used; it is an error to use one where it has no value.
pub(crate) fn metavariables(builder: &mut RuleBuilder<'_>) {
    let mut errors = Vec::new();
    let added = added_words(builder);
    for (meta, used) in builder.metavariables.iter().zip(&builder.uses) {
        if meta.kind.is_name_only() || used.slice || used.declaration {
            continue;
        }
        let bound_elsewhere =
            meta.origin != Origin::Local || meta.kind == MetaKind::FreshIdentifier;
        let (message, help) = match (used.plus, bound_elsewhere) {
            (true, true) => continue,
            (true, false) => {
                let name = &meta.name;
                let message =
                    format!("`{name}` is used in added code only, so it has no value there");
                let error = builder.file.error(meta.span, message, "declared here");
                errors.push(error.help(format!(
                    "Use `{name}` in the code to be matched, inherit it from a rule that binds it, or make it a `fresh identifier`."
                )));
                continue;
            }
            (false, _) => (
                format!("`{}` is declared and not used", meta.name),
                match suggest::nearest(&meta.name, added.iter().map(String::as_str)) {
                    Some(near) => format!("Is `{near}` in the added code meant to be it?"),
                    None => "Take the declaration out, or check the name's spelling in the code."
                        .to_owned(),
                },
            ),
        };
        let warning = builder.file.warning(meta.span, message, "declared here").help(help);
        builder.warnings.push(warning);
    }
    builder.errors.extend(errors);
}

/// The words of the added code that are no metavariables.
fn added_words(builder: &RuleBuilder<'_>) -> Vec<String> {
    let blocks = builder.tokens.iter().flat_map(|it| it.plus_before.iter().chain(&it.plus_after));
    let texts = blocks.flat_map(|block| &block.pieces).filter_map(|piece| match piece {
        PlusPiece::Text(text) => Some(text.as_str()),
        PlusPiece::Meta(_) | PlusPiece::Newline { .. } => None,
    });
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let words = texts.flat_map(|text| text.split(move |character| !is_part(character)));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
