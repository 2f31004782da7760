//! A rule as indented text: its metavariables, then its pattern with marks, for tests and for people.
//!
//! ```text
//!   meta 0 Expression e
//!   Pattern
//!     ExpressionStatement
//!       CallExpression
//!         Identifier
//!           -'frob'
//!         ArgumentList
//!           -'('  …  -')'
//!       -';' after lines "frob_one(" e ");"
//! ```

use std::fmt::Write;

use crate::{
    CodeRule, Mark, Metavariable, Origin, PatternNode, PatternPart, PatternTokenId, PlusBlock,
    PlusPiece, PlusShape, When,
};

/// The rule, one node or token a line, two blanks a level.
pub fn dump(rule: &CodeRule) -> String {
    let mut out = String::new();
    for (at, meta) in rule.metavariables.iter().enumerate() {
        let _ = writeln!(out, "meta {at} {}", metavariable(rule, meta));
    }
    node(rule, &rule.pattern, 0, &mut out);
    out
}

fn metavariable(rule: &CodeRule, meta: &Metavariable) -> String {
    let mut out = format!("{:?} {}", meta.kind, meta.name);
    match &meta.origin {
        Origin::Local => {}
        Origin::Rule { rule, name } => _ = write!(out, " from {rule}.{name}"),
        Origin::Virtual { name } => _ = write!(out, " from -D {name}"),
    }
    for ty in &meta.types {
        let words: Vec<&str> =
            ty.pattern.tokens().iter().map(|token| rule.token(*token).text.as_str()).collect();
        let _ = write!(out, " type `{}`", words.join(" "));
    }
    if let Some(length) = &meta.length {
        let _ = write!(out, " {length:?}");
    }
    for constraint in &meta.constraints {
        let _ = write!(out, " {constraint:?}");
    }
    if !meta.fresh.is_empty() {
        let _ = write!(out, " {:?}", meta.fresh);
    }
    if meta.any_position {
        out.push_str(" any");
    }
    out
}

fn node(rule: &CodeRule, pattern: &PatternNode, depth: usize, out: &mut String) {
    let _ = writeln!(out, "{:indent$}{:?}", "", pattern.kind, indent = depth * 2);
    for part in &pattern.parts {
        match part {
            PatternPart::Node(child) => node(rule, child, depth + 1, out),
            PatternPart::Token(id) => token(rule, *id, depth + 1, out),
        }
    }
}

fn token(rule: &CodeRule, id: PatternTokenId, depth: usize, out: &mut String) {
    let token = rule.token(id);
    let mark = match token.mark {
        Mark::Context => "",
        Mark::Minus => "-",
        Mark::Star => "*",
    };
    let optional = if token.optional { "?" } else { "" };
    let _ = write!(out, "{:indent$}{optional}{mark}'{}'", "", token.text, indent = depth * 2);
    for meta in &token.attached {
        let _ = write!(out, " @{}", rule.metavariable(*meta).name);
    }
    for block in &token.plus_before {
        let _ = write!(out, " before {}", plus(rule, block));
    }
    for block in &token.plus_after {
        let _ = write!(out, " after {}", plus(rule, block));
    }
    out.push('\n');
    for when in token.dots.iter().flat_map(|dots| &dots.whens) {
        let indent = depth * 2 + 2;
        match when {
            When::Not(code) | When::Always(code) | When::NotTrue(code) | When::NotFalse(code) => {
                let name = match when {
                    When::Not(_) => "not",
                    When::Always(_) => "always",
                    When::NotTrue(_) => "not true",
                    _ => "not false",
                };
                let _ = writeln!(out, "{:indent$}when {name}", "");
                node(rule, code, depth + 2, out);
            }
            other => _ = writeln!(out, "{:indent$}when {other:?}", ""),
        }
    }
}

fn plus(rule: &CodeRule, block: &PlusBlock) -> String {
    let shape = match block.shape {
        PlusShape::Lines => "lines",
        PlusShape::Inline => "inline",
    };
    let times = if block.multiple { "++ " } else { "" };
    let pieces: Vec<String> = block
        .pieces
        .iter()
        .map(|piece| match piece {
            PlusPiece::Text(text) => format!("{text:?}"),
            PlusPiece::Meta(meta) => rule.metavariable(*meta).name.clone(),
            PlusPiece::Newline { column } => format!("\\n{column}"),
        })
        .collect();
    format!("{times}{shape} {}/{} {}", block.column, block.anchor_column, pieces.join(" "))
}
