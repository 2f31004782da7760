//! The code of a rule: from its lines to its pattern, in stages.
//!
//! ```text
//!   lines    annotations off           - f(e);   ->  minus: f(e);
//!   tokens   dots, disjunctions, `@p`  whens     `when` clauses      directives   `#include …`
//!   nodes    the tree                  plus      where added code hangs    added  what it holds
//!   mistakes what the grammar would tell badly   review   what is odd: unused metavariables, names that look like metavariables
//! ```

pub(crate) mod added;
pub(crate) mod directives;
pub(crate) mod lines;
pub(crate) mod mistakes;
pub(crate) mod nodes;
pub(crate) mod plus;
pub(crate) mod review;
pub(crate) mod tokens;
pub(crate) mod whens;

use std::sync::Arc;

use csyntax::{NodeKind, PatternEntry, TokenKind, lex};
use source::Span;

use crate::PatternNode;
use crate::builder::RuleBuilder;
use crate::cursor::Parsed;

/// Reads the body `span` into the builder's tokens and gives its pattern.
///
/// # Errors
/// What can not be read; more of it may be in `builder.errors`.
pub(crate) fn parse(
    builder: &mut RuleBuilder<'_>,
    span: Span,
    rule_kind: Option<&str>,
) -> Parsed<PatternNode> {
    builder.lines = lines::lines(&builder.file.text, span);
    let slice = Arc::clone(&builder.slice);
    let lexed = lex(&slice, span);
    let mut draft = tokens::join(&slice, &lexed.tokens);
    let (mut directives, places) = anchored(lexed.directives, &lexed.tokens);
    tokens::first_column(&slice, &mut draft);
    tokens::mark(&mut draft, &builder.lines);
    mistakes::brackets(builder, &draft)?;
    let draft = tokens::attach(builder, draft)?;
    let draft = whens::take(builder, &slice, draft)?;
    for (directive, place) in directives.iter_mut().zip(places) {
        let before = draft.partition_point(|token| token.span.start < place);
        directive.before = csyntax::TokenId(before as u32);
    }
    let pattern = if draft.is_empty() && directives.is_empty() {
        PatternNode { kind: NodeKind::Pattern, parts: Vec::new() }
    } else {
        builder.pattern_with_directives(draft, &directives, entry(rule_kind))?
    };
    plus::attach(builder, &pattern);
    mistakes::results(builder);
    mistakes::items(builder, &pattern);
    review::names(builder, &pattern);
    review::dots(builder, &pattern);
    Ok(pattern)
}

/// The directives, and the offset of the token that each stands in front of.
fn anchored(
    directives: Vec<csyntax::Directive>,
    tokens: &[csyntax::Token],
) -> (Vec<csyntax::Directive>, Vec<u32>) {
    let place = |directive: &csyntax::Directive| {
        tokens.get(directive.before.0 as usize).map_or(u32::MAX, |token| token.start)
    };
    let places = directives.iter().map(place).collect();
    (directives, places)
}

/// What a body is when the header says so.
fn entry(rule_kind: Option<&str>) -> PatternEntry {
    match rule_kind {
        Some("expression" | "identifier") => PatternEntry::Expression,
        Some("type") => PatternEntry::Type,
        _ => PatternEntry::Body,
    }
}

/// True for tokens that added code may hang on: code, not dots and not the parts of a disjunction.
pub(crate) fn is_code(kind: TokenKind) -> bool {
    !(TokenKind::DisjunctionOpen..=TokenKind::NestPlusClose).contains(&kind)
}
