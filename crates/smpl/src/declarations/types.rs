//! The C type in a declaration: all that stands before the name (and behind it, for arrays).
//!
//! ```text
//!   struct page **pages, *q;     type `struct page **` for both names
//!   {int, r.T} *x;               either of `int *` and `r.T *`
//!   expression **e;              a pointer to a pointer to anything
//! ```

use csyntax::{NodeKind, PatternEntry, Token, TokenKind};
use source::Span;

use super::kinds::Kind;
use crate::body::tokens::{join, plain};
use crate::builder::RuleBuilder;
use crate::cursor::{Cursor, Parsed, top_level};
use crate::{MetaKind, MetaType, PatternNode, PatternPart, PatternToken, PatternTokenId};

/// A type, and the first name, which stands inside it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    pub(crate) types: Vec<MetaType>,
    pub(crate) name: Option<(String, Span)>,
}

/// Reads the type and the first name of a declaration.
pub(crate) fn take(
    builder: &mut RuleBuilder<'_>,
    cursor: &mut Cursor<'_>,
    kind: &Kind,
) -> Parsed<Typed> {
    let extent = extent(cursor.rest());
    let tokens = &cursor.rest()[..extent];
    let Some(name) = name_in(tokens) else {
        cursor.advance(extent);
        return Err(cursor.expected("a metavariable's name"));
    };
    let text = &cursor.file.text;
    let mut draft = join(text, &tokens[..name.start]);
    draft.extend(join(text, &tokens[name.end..]));
    let mut read = cursor.clone();
    read.advance(name.start);
    let name = read.dotted_name("a metavariable's name")?;
    cursor.advance(extent);
    let types = match kind.tag {
        Some(tag) => vec![tagged(builder, plain(text, tag), draft)],
        None if draft.is_empty() => Vec::new(),
        None if draft.iter().all(is_star) && kind.kind != MetaKind::Constant => {
            vec![pointer_to_anything(builder, draft)]
        }
        None => alternatives(builder, draft)?,
    };
    Ok(Typed { types, name: Some(name) })
}

/// How many tokens there are before what may follow the first declarator.
fn extent(tokens: &[Token]) -> usize {
    use TokenKind::{Bang, Colon, Comma, Eq, Le, Ne, Semicolon};
    let ends = |kind| matches!(kind, Bang | Colon | Comma | Eq | Le | Ne | Semicolon);
    top_level(tokens).find(|(_, token)| ends(token.kind)).map_or(tokens.len(), |(at, _)| at)
}

/// The tokens of the declared name: the last identifier outside brackets, or that of `(*name)`.
fn name_in(tokens: &[Token]) -> Option<std::ops::Range<usize>> {
    let outer = top_level(tokens).filter(|(_, token)| token.kind == TokenKind::Identifier);
    let inner = tokens.windows(4).position(|four| {
        [TokenKind::LParen, TokenKind::Star, TokenKind::Identifier, TokenKind::RParen]
            .iter()
            .zip(four)
            .all(|(kind, token)| *kind == token.kind)
    });
    let at = match inner {
        Some(open) => open + 2,
        None => outer.map(|(at, _)| at).last()?,
    };
    let dotted = at >= 2 && tokens[at - 1].kind == TokenKind::Dot;
    Some(if dotted { at - 2 } else { at }..at + 1)
}

fn is_star(token: &PatternToken) -> bool {
    token.kind == TokenKind::Star
}

/// `{A, B} *`: each of the types in braces with what follows them; without braces, the one type.
fn alternatives(
    builder: &mut RuleBuilder<'_>,
    mut draft: Vec<PatternToken>,
) -> Parsed<Vec<MetaType>> {
    if draft[0].kind != TokenKind::LBrace {
        return Ok(vec![one(builder, draft)?]);
    }
    let close = draft.iter().position(|token| token.kind == TokenKind::RBrace);
    let close = close.unwrap_or(draft.len());
    let suffix = draft.split_off(draft.len().min(close + 1));
    draft.truncate(close);
    let mut out = Vec::new();
    for piece in draft[1..].split(|token| token.kind == TokenKind::Comma) {
        out.push(one(builder, piece.iter().chain(&suffix).cloned().collect())?);
    }
    Ok(out)
}

/// One type.
pub(crate) fn one(builder: &mut RuleBuilder<'_>, draft: Vec<PatternToken>) -> Parsed<MetaType> {
    let draft = join_inherited(builder, draft)?;
    let pattern = builder.pattern(draft, PatternEntry::Type)?.unwrapped();
    Ok(MetaType { pattern, any_pointer: false })
}

/// `r.T` as one token, the metavariable it names.
fn join_inherited(
    builder: &mut RuleBuilder<'_>,
    draft: Vec<PatternToken>,
) -> Parsed<Vec<PatternToken>> {
    let mut out: Vec<PatternToken> = Vec::with_capacity(draft.len());
    let mut rest = draft.into_iter().peekable();
    while let Some(mut token) = rest.next() {
        let dotted = token.kind == TokenKind::Identifier
            && rest.next_if(|next| next.kind == TokenKind::Dot).is_some();
        if let Some(field) = rest.next_if(|_| dotted) {
            token.span = token.span.cover(field.span);
            token.meta = Some(builder.inherit(&token.text, &field.text, token.span)?);
            token.kind = TokenKind::MetaType;
            token.text = format!("{}.{}", token.text, field.text);
        }
        out.push(token);
    }
    Ok(out)
}

/// `struct *`: a TypeName of the tag alone and pointers.
fn tagged(builder: &mut RuleBuilder<'_>, tag: PatternToken, stars: Vec<PatternToken>) -> MetaType {
    let is_enum = tag.kind == TokenKind::KwEnum;
    let kind = if is_enum { NodeKind::EnumSpecifier } else { NodeKind::StructSpecifier };
    let specifier = PatternNode { kind, parts: vec![push(builder, tag)] };
    let mut parts = vec![PatternPart::Node(PatternNode {
        kind: NodeKind::DeclarationSpecifiers,
        parts: vec![PatternPart::Node(specifier)],
    })];
    parts.extend(pointers(builder, stars).map(PatternPart::Node));
    MetaType { pattern: PatternNode { kind: NodeKind::TypeName, parts }, any_pointer: false }
}

fn pointer_to_anything(builder: &mut RuleBuilder<'_>, stars: Vec<PatternToken>) -> MetaType {
    let parts = pointers(builder, stars).map(PatternPart::Node).into_iter().collect();
    MetaType { pattern: PatternNode { kind: NodeKind::TypeName, parts }, any_pointer: true }
}

/// An abstract declarator of nothing but `*`s.
fn pointers(builder: &mut RuleBuilder<'_>, stars: Vec<PatternToken>) -> Option<PatternNode> {
    stars.into_iter().take(16).rev().fold(None, |inner, star| {
        let mut parts = vec![push(builder, star)];
        parts.extend(inner.map(PatternPart::Node));
        Some(PatternNode { kind: NodeKind::PointerDeclarator, parts })
    })
}

fn push(builder: &mut RuleBuilder<'_>, token: PatternToken) -> PatternPart {
    builder.tokens.push(token);
    PatternPart::Token(PatternTokenId(builder.tokens.len() as u32 - 1))
}
