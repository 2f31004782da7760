//! The format of isomorphism files.
//!
//! ```text
//!   Expression               category of the isomorphism that follows
//!   @ name @                 header
//!   expression X;            metavariables, as in rules
//!   @@
//!   X == NULL => !X          forms, with `=>` or `<=>` between each and the next
//! ```

use std::sync::{Arc, OnceLock};

use csyntax::{PatternEntry, TokenKind, lex};
use source::{Diagnostic, Span};

use super::{Category, Form, Isomorphism};
use crate::body::{tokens, whens};
use crate::builder::{RuleBuilder, Scope};
use crate::cursor::Parsed;
use crate::file::File;
use crate::sections::{self, RuleSection};
use crate::{PatternToken, declarations, suggest};

const STANDARD: &str = include_str!("../../data/standard.iso");

const CATEGORIES: [(&str, Category); 8] = [
    ("Expression", Category::Expression),
    ("ArgExpression", Category::ArgExpression),
    ("TestExpression", Category::TestExpression),
    ("ToTestExpression", Category::TestExpression),
    ("Statement", Category::Statement),
    ("Declaration", Category::Declaration),
    ("Type", Category::Type),
    ("TopLevel", Category::TopLevel),
];

/// The isomorphisms that come with the tool, `data/standard.iso` of this crate; read once.
pub fn standard_isomorphisms() -> &'static [Isomorphism] {
    static READ: OnceLock<Vec<Isomorphism>> = OnceLock::new();
    // A test reads the file; were it unreadable, there would be no isomorphisms.
    READ.get_or_init(|| parse_isomorphisms("standard.iso", STANDARD.as_bytes()).unwrap_or_default())
}

/// Reads an isomorphism file. `path` is what messages call it.
///
/// # Errors
/// All that can not be read, with places and next steps.
pub fn parse_isomorphisms(path: &str, text: &[u8]) -> Result<Vec<Isomorphism>, Vec<Diagnostic>> {
    let file = File::new(path, text);
    let sections = sections::split(&file).map_err(|error| vec![error])?;
    let mut out = Vec::new();
    let mut errors = Vec::new();
    let mut before = sections.top;
    for section in &sections.rules {
        let read = category(&file, before, section.header)
            .and_then(|category| isomorphism(&file, section, category));
        match read {
            Ok(Read { isomorphism, errors: more }) => {
                out.push(isomorphism);
                errors.extend(more);
            }
            Err(error) => errors.push(error),
        }
        before = section.body;
    }
    if errors.is_empty() { Ok(out) } else { Err(errors) }
}

/// The category is the last word in front of the header.
fn category(file: &File, before: Span, header: Span) -> Parsed<Category> {
    let lexed = lex(&file.text, before);
    let word = lexed.tokens.last().map(|token| file.str(token.span())).unwrap_or_default();
    let known = CATEGORIES.iter().find(|(name, _)| *name == word);
    known.map(|(_, category)| *category).ok_or_else(|| {
        let names = CATEGORIES.map(|(name, _)| name);
        let span = lexed.tokens.last().map_or(header, |token| token.span());
        let error =
            file.error(span, "this isomorphism has no category", "expected one before the header");
        error.help(match suggest::nearest(&word, names) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("Put one of these in front of it: {}.", names.join(", ")),
        })
    })
}

struct Read {
    isomorphism: Isomorphism,
    errors: Vec<Diagnostic>,
}

fn isomorphism(file: &File, section: &RuleSection, category: Category) -> Parsed<Read> {
    let scope = Scope::default();
    let mut builder = RuleBuilder::new(file, Arc::clone(&file.text), &scope);
    declarations::parse(&mut builder, section.declarations);
    let lexed = lex(&file.text, section.body);
    let mut tokens = lexed.tokens;
    // The last word is the category of the next isomorphism.
    let next = tokens.last().map(|token| file.str(token.span())).unwrap_or_default();
    if CATEGORIES.iter().any(|(name, _)| *name == next) {
        tokens.pop();
    }
    let draft = tokens::join(&file.text, &tokens);
    let (pieces, arrows) = split_forms(draft);
    if arrows.is_empty() {
        let error = file.error(section.header, "this isomorphism has only one form", "");
        return Err(error.help("Write two forms with `=>` or `<=>` between them."));
    }
    let mut forms = Vec::new();
    for (at, piece) in pieces.into_iter().enumerate() {
        let piece = whens::take(&mut builder, &file.text, piece)?;
        let pattern = builder.pattern(piece, entry(category))?;
        forms.push(Form { pattern: pattern.unwrapped(), leads_to: reachable(&arrows, at) });
    }
    let name = file.str(section.header).trim().to_owned();
    let isomorphism = Isomorphism {
        name,
        category,
        metavariables: builder.metavariables,
        tokens: builder.tokens,
        forms,
        span: section.header,
    };
    Ok(Read { isomorphism, errors: builder.errors })
}

/// What stands between a form and the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arrow {
    /// `=>`
    Right,
    /// `<=>`
    Both,
}

/// Splits the tokens at `=>` and `<=>`, which the C lexer knows as `= >` and `<= >`.
fn split_forms(draft: Vec<PatternToken>) -> (Vec<Vec<PatternToken>>, Vec<Arrow>) {
    let mut pieces = vec![Vec::new()];
    let mut arrows = Vec::new();
    let mut rest = draft.into_iter().peekable();
    while let Some(token) = rest.next() {
        let points = rest
            .peek()
            .is_some_and(|next| next.kind == TokenKind::Gt && next.span.start == token.span.end);
        let arrow = match token.kind {
            TokenKind::Eq if points => Arrow::Right,
            TokenKind::Le if points => Arrow::Both,
            _ => {
                pieces
                    .last_mut()
                    .into_iter()
                    .for_each(|piece: &mut Vec<_>| piece.push(token.clone()));
                continue;
            }
        };
        rest.next();
        arrows.push(arrow);
        pieces.push(Vec::new());
    }
    (pieces, arrows)
}

/// The forms that can be reached from one along the arrows: all to the right, and to the left as far as all are `<=>`.
fn reachable(arrows: &[Arrow], from: usize) -> Vec<usize> {
    let left = (0..from).rev().take_while(|at| arrows[*at] == Arrow::Both);
    let first = left.last().unwrap_or(from);
    (first..=arrows.len()).filter(|at| *at != from).collect()
}

fn entry(category: Category) -> PatternEntry {
    match category {
        Category::Expression => PatternEntry::Expression,
        Category::ArgExpression => PatternEntry::ArgExpression,
        Category::TestExpression => PatternEntry::TestExpression,
        Category::Statement => PatternEntry::Statement,
        Category::Declaration => PatternEntry::Declaration,
        Category::Type => PatternEntry::Type,
        Category::TopLevel => PatternEntry::TopLevel,
    }
}
