//! Metavariable declarations: `kind items;` between a rule's header and its `@@`.
//!
//! ```text
//!   expression e, r.size != 0;      struct page **pages;       position p : script:python() { ok(p) };
//!   kind       name name constraint type          name         kind     name constraint
//! ```
//!
//! A declaration that can not be read costs itself only: reading goes on behind its `;`.

mod constraints;
mod kinds;
mod scripts;
mod strings;
mod types;

use csyntax::{Token, TokenKind};
use source::Span;

use crate::builder::RuleBuilder;
use crate::cursor::{Cursor, Parsed, with_help};
use crate::file::File;
use crate::suggest;
use crate::{FreshPart, ListLength, MetaKind, Metavariable, Origin};

use self::kinds::Kind;

/// What a declaration looks like, for mistakes that have no better advice.
const FORM: &str = "A declaration is a kind or C type, names with constraints, and `;`: `identifier f, g != main;`.";

/// Reads the declarations in `span` into the builder.
pub(crate) fn parse(builder: &mut RuleBuilder<'_>, span: Span) {
    let file: &File = builder.file;
    let tokens = strings::tokens(&file.text, span);
    let mut cursor = Cursor::new(file, &tokens, span.end);
    while !cursor.is_done() {
        let start = cursor.position();
        if let Err(error) = declaration(builder, &mut cursor) {
            builder.errors.push(with_help(error, FORM));
            cursor.skip_past(TokenKind::Semicolon);
        }
        if cursor.position() == start {
            cursor.advance(1);
        }
    }
}

fn declaration(builder: &mut RuleBuilder<'_>, cursor: &mut Cursor<'_>) -> Parsed<()> {
    let mut stays = false;
    while matches!(cursor.word(0), b"pure" | b"context") {
        stays |= cursor.word(0) == b"context";
        cursor.advance(1);
    }
    let kind = match kinds::parse(cursor) {
        Some(kind) => {
            if kind.kind == MetaKind::Expression {
                check_one_name(cursor)?;
            }
            kind
        }
        None => {
            check_type_word(builder, cursor)?;
            Kind { kind: MetaKind::Expression, typed: true, tag: None }
        }
    };
    let length = if kind.kind.is_list() { list_length(builder, cursor)? } else { None };
    let typed = if kind.typed || kind.tag.is_some() {
        types::take(builder, cursor, &kind)?
    } else {
        types::Typed::default()
    };
    let mut name = typed.name;
    loop {
        let template = Metavariable {
            types: typed.types.clone(),
            length: length.clone(),
            stays,
            ..Metavariable::new(String::new(), cursor.here(), kind.kind)
        };
        if cursor.peek_kind() == TokenKind::Star && name.is_none() {
            return Err(own_star(cursor));
        }
        item(builder, cursor, template, name.take())?;
        if !cursor.eat(TokenKind::Comma) {
            break;
        }
    }
    cursor.expect(TokenKind::Semicolon, "`,` or `;`").map(drop)
}

/// `expression e identifier f;`: a name is followed by another.
fn check_one_name(cursor: &Cursor<'_>) -> Parsed<()> {
    let is_name =
        |at: usize| cursor.rest().get(at).is_some_and(|token| token.kind == TokenKind::Identifier);
    let is_kind = |at: usize| cursor.word(at) == b"expression";
    if !is_name(0) || !is_name(1) || is_kind(0) {
        return Ok(());
    }
    let mut behind = cursor.clone();
    behind.advance(1);
    Err(behind.expected("`,` or `;` behind the name").help(
        "Names are parted by commas, and a declaration ends in `;`; a typed expression is declared by its type alone: `struct s *x;`.",
    ))
}

/// `struct s *a, *b;` in C's manner.
fn own_star(cursor: &Cursor<'_>) -> source::Diagnostic {
    cursor
        .expected("a metavariable's name")
        .help("All names of a declaration have its one type, `*` included: write `struct s *a, b;`, or two declarations.")
}

/// One name with its constraints; `name` is the name when it was read with the type.
fn item(
    builder: &mut RuleBuilder<'_>,
    cursor: &mut Cursor<'_>,
    mut meta: Metavariable,
    name: Option<(String, Span)>,
) -> Parsed<()> {
    // `position any p` and `position p any` are the same.
    let any = meta.kind == MetaKind::Position
        && cursor.word(0) == b"any"
        && cursor.rest().get(1).is_some_and(|token| token.kind == TokenKind::Identifier)
        && cursor.eat_word("any");
    let (written, span) = match name {
        Some(name) => name,
        None => cursor.dotted_name("a metavariable's name")?,
    };
    meta.span = span;
    meta.name = match written.split_once('.') {
        Some((rule, name)) => {
            builder.inherited_kind(rule, name, span)?;
            meta.origin = if rule == "virtual" {
                Origin::Virtual { name: name.to_owned() }
            } else {
                Origin::Rule { rule: rule.to_owned(), name: name.to_owned() }
            };
            name.to_owned()
        }
        None => written,
    };
    meta.any_position = any || meta.kind == MetaKind::Position && cursor.eat_word("any");
    if meta.kind == MetaKind::FreshIdentifier && cursor.eat(TokenKind::Eq) {
        meta.fresh = fresh(builder, cursor)?;
    } else {
        meta.constraints = constraints::parse(builder, cursor, &meta)?;
    }
    builder.declare(meta);
    Ok(())
}

/// `"a" ## x ## script:python(y) { … }`
fn fresh(builder: &mut RuleBuilder<'_>, cursor: &mut Cursor<'_>) -> Parsed<Vec<FreshPart>> {
    let mut parts = Vec::new();
    loop {
        parts.push(if cursor.peek_kind() == TokenKind::String {
            FreshPart::Text(cursor.string("a string")?.0)
        } else if cursor.word(0) == b"script" && cursor.word(1) == b":" {
            let script = scripts::parse(builder, cursor)?;
            FreshPart::Script {
                language: script.language,
                arguments: script.arguments,
                code: script.code,
                span: script.span,
            }
        } else {
            let (name, span) = cursor.dotted_name("a string or a metavariable")?;
            FreshPart::Meta(reference(builder, &name, span)?)
        });
        if cursor.peek_kind() == TokenKind::Hash {
            return Err(cursor.expected("`##`").help("Parts of a name are joined by `##`."));
        }
        if !cursor.eat(TokenKind::HashHash) {
            return Ok(parts);
        }
    }
}

/// The metavariable that a declaration names, `x` or `r.x`.
fn reference(builder: &mut RuleBuilder<'_>, name: &str, span: Span) -> Parsed<crate::MetaId> {
    if let Some((rule, field)) = name.split_once('.') {
        return builder.inherit(rule, field, span);
    }
    let Some(meta) = builder.lookup(name) else {
        let known = builder.metavariables.iter().map(|meta| meta.name.as_str());
        let help = suggest::help(name, "metavariable", known);
        let message = format!("`{name}` is not declared before this line");
        return Err(builder.file.error(span, message, "not declared").help(help));
    };
    builder.uses[meta.0 as usize].declaration = true;
    Ok(meta)
}

/// `[3]`, `[n]`, `[n = {2 ... 6}]`
fn list_length(
    builder: &mut RuleBuilder<'_>,
    cursor: &mut Cursor<'_>,
) -> Parsed<Option<ListLength>> {
    if !cursor.eat(TokenKind::LBracket) {
        return Ok(None);
    }
    let length = if cursor.peek_kind() == TokenKind::Number {
        ListLength::Exactly(number(cursor)?)
    } else {
        let (name, span) = cursor.dotted_name("a length or a name for it")?;
        let length = length_name(builder, &name, span)?;
        let ranges = if cursor.eat(TokenKind::Eq) { ranges(cursor)? } else { Vec::new() };
        ListLength::Named { length, ranges }
    };
    cursor.expect(TokenKind::RBracket, "`]`")?;
    Ok(Some(length))
}

/// The metavariable that a length is called by: another rule's, one that an earlier list has, or a new one.
fn length_name(builder: &mut RuleBuilder<'_>, name: &str, span: Span) -> Parsed<crate::MetaId> {
    if let Some((rule, field)) = name.split_once('.') {
        return builder.inherit(rule, field, span);
    }
    let known = builder.lookup(name);
    let is_length =
        |meta: crate::MetaId| builder.metavariables[meta.0 as usize].kind == MetaKind::Length;
    if let Some(meta) = known.filter(|meta| is_length(*meta)) {
        return Ok(meta);
    }
    let meta = builder.declare(Metavariable::new(name.to_owned(), span, MetaKind::Length));
    builder.uses[meta.0 as usize].declaration = true;
    Ok(meta)
}

fn number(cursor: &mut Cursor<'_>) -> Parsed<usize> {
    let token = cursor.expect(TokenKind::Number, "a number")?;
    let bad =
        || cursor.file.error(token.span(), "this is no length", "expected a small whole number");
    cursor.file.str(token.span()).parse().map_err(|_| bad())
}

/// `4` or `{1, 2 ... 6}`
fn ranges(cursor: &mut Cursor<'_>) -> Parsed<Vec<std::ops::RangeInclusive<usize>>> {
    if !cursor.eat(TokenKind::LBrace) {
        let only = number(cursor)?;
        return Ok(vec![only..=only]);
    }
    let mut out = Vec::new();
    loop {
        let from = number(cursor)?;
        let to = if cursor.eat(TokenKind::Ellipsis) { number(cursor)? } else { from };
        out.push(from..=to);
        if !cursor.eat(TokenKind::Comma) {
            cursor.expect(TokenKind::RBrace, "`,` or `}`")?;
            return Ok(out);
        }
    }
}

/// Refuses a first word that is no type and looks like a mistyped kind.
fn check_type_word(builder: &RuleBuilder<'_>, cursor: &Cursor<'_>) -> Parsed<()> {
    let Some(token) = cursor.peek() else { return Ok(()) };
    let word = cursor.file.str(token.span());
    let is_type = token.kind != TokenKind::Identifier
        || word.ends_with("_t")
        || builder.lookup(&word).is_some()
        || follows_dot(cursor.rest());
    let Some(near) = suggest::nearest(&word, kinds::WORDS).filter(|_| !is_type) else {
        return Ok(());
    };
    let message = format!("`{word}` is no kind of metavariable");
    Err(cursor.file.error(token.span(), message, "not known").help(format!(
        "Did you mean `{near}`? If it is a C type, say so first: `typedef {word};`."
    )))
}

fn follows_dot(tokens: &[Token]) -> bool {
    tokens.get(1).is_some_and(|token| token.kind == TokenKind::Dot)
}
