//! Metavariable declarations as text, one a line.

use super::{code, language};
use crate::{
    CodeRule, Constraint, ConstraintSet, FreshPart, ListLength, MetaKind, Metavariable, Origin,
};

/// The declaration of a metavariable with its line end; nothing for one that the code brings by itself.
pub(super) fn line(rule: &CodeRule, meta: &Metavariable) -> String {
    let name = match &meta.origin {
        Origin::Rule { rule: base, .. } if rule.extends.as_ref() == Some(base) => {
            return String::new();
        }
        Origin::Rule { .. } if meta.name.contains('.') => return String::new(),
        Origin::Rule { rule, name } => format!("{rule}.{name}"),
        Origin::Virtual { name } => format!("virtual.{name}"),
        Origin::Local if meta.kind == MetaKind::Length => return String::new(),
        Origin::Local => meta.name.clone(),
    };
    let mut words: Vec<String> = Vec::new();
    let typed = meta.kind == MetaKind::Expression && !meta.types.is_empty();
    if !typed || meta.types.iter().any(|ty| ty.any_pointer) {
        words.push(format!("{}{}", kind(meta.kind), length(rule, meta)));
    }
    let types: Vec<String> = meta.types.iter().map(|ty| code::inline(rule, &ty.pattern)).collect();
    match &types[..] {
        [] => {}
        [only] => words.push(only.clone()),
        several => words.push(format!("{{{}}}", several.join(", "))),
    }
    if meta.any_position {
        words.push("any".to_owned());
    }
    words.push(name);
    if !meta.fresh.is_empty() {
        let parts: Vec<String> = meta.fresh.iter().map(|part| fresh(rule, part)).collect();
        words.push(format!("= {}", parts.join(" ## ")));
    }
    let constraints: Vec<String> =
        meta.constraints.iter().map(|one| constraint(rule, one, true)).collect();
    if !constraints.is_empty() {
        words.push(constraints.join(" && "));
    }
    format!("{};\n", words.join(" "))
}

fn kind(kind: MetaKind) -> &'static str {
    use MetaKind as M;
    match kind {
        M::Expression | M::TaggedExpression => "expression",
        M::Constant => "constant",
        M::IdExpression => "idexpression",
        M::LocalIdExpression => "local idexpression",
        M::GlobalIdExpression => "global idexpression",
        M::ExpressionList => "expression list",
        M::Identifier => "identifier",
        M::FreshIdentifier => "fresh identifier",
        M::Function => "function",
        M::Symbol => "symbol",
        M::Field => "field",
        M::FieldList => "field list",
        M::Type => "type",
        M::Typedef => "typedef",
        M::Statement => "statement",
        M::StatementList => "statement list",
        M::Declaration => "declaration",
        M::Parameter => "parameter",
        M::ParameterList => "parameter list",
        M::Initializer => "initializer",
        M::InitializerList => "initializer list",
        M::BinaryOperator => "binary operator",
        M::AssignmentOperator => "assignment operator",
        M::Position => "position",
        M::DeclarerName => "declarer name",
        M::Declarer => "declarer",
        M::IteratorName => "iterator name",
        M::Iterator => "iterator",
        M::AttributeName => "attribute name",
        M::Attribute => "attribute",
        M::Format => "format",
        M::FormatList => "format list",
        M::PragmaInfo => "pragmainfo",
        M::Any => "metavariable",
        M::Comments => "comments",
        M::Length => "length",
    }
}

fn length(rule: &CodeRule, meta: &Metavariable) -> String {
    match &meta.length {
        None => String::new(),
        Some(ListLength::Exactly(length)) => format!("[{length}]"),
        Some(ListLength::Named { length, ranges }) if ranges.is_empty() => {
            format!("[{}]", rule.metavariable(*length).name)
        }
        Some(ListLength::Named { length, ranges }) => {
            let name = &rule.metavariable(*length).name;
            let ranges: Vec<String> = ranges
                .iter()
                .map(|range| match (range.start(), range.end()) {
                    (from, to) if from == to => from.to_string(),
                    (from, to) => format!("{from} ... {to}"),
                })
                .collect();
            format!("[{name} = {{{}}}]", ranges.join(", "))
        }
    }
}

fn fresh(rule: &CodeRule, part: &FreshPart) -> String {
    match part {
        FreshPart::Text(text) => format!("\"{}\"", text.replace('"', "\\\"")),
        FreshPart::Meta(meta) => rule.metavariable(*meta).name.clone(),
        FreshPart::Script { language: script, arguments, code, .. } => {
            format!("script:{}({}) {{{code}}}", language(script), arguments.join(", "))
        }
    }
}

/// One constraint; `inner` when it stands among others that must all hold.
fn constraint(rule: &CodeRule, one: &Constraint, inner: bool) -> String {
    let join = |list: &[Constraint], inner, by: &str| {
        let list: Vec<String> = list.iter().map(|one| constraint(rule, one, inner)).collect();
        list.join(by)
    };
    match one {
        Constraint::Set { set, negated } => {
            format!("{} {}", if *negated { "!=" } else { "=" }, elements(rule, set))
        }
        Constraint::Regex { regex, negated, .. } => {
            let operator = if *negated { "!~" } else { "=~" };
            format!("{operator} \"{}\"", regex.replace('"', "\\\""))
        }
        Constraint::Subterm(names) if names.len() == 1 => format!("<= {}", names[0]),
        Constraint::Subterm(names) => format!("<= {{{}}}", names.join(", ")),
        Constraint::Script { language: script, arguments, code, .. } => {
            format!(": script:{}({}) {{{code}}}", language(script), arguments.join(", "))
        }
        Constraint::All(list) => join(list, true, " && "),
        Constraint::AnyOf(list) if inner => format!("({})", join(list, false, " || ")),
        Constraint::AnyOf(list) => join(list, false, " || "),
    }
}

fn elements(rule: &CodeRule, set: &ConstraintSet) -> String {
    let patterns = set.patterns.iter().map(|pattern| code::inline(rule, pattern));
    let all: Vec<String> =
        set.words.iter().chain(&set.metavariables).cloned().chain(patterns).collect();
    if all.len() == 1 { all.concat() } else { format!("{{{}}}", all.join(", ")) }
}
