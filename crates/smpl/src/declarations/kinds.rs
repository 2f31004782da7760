//! The words that say what a metavariable may stand for.

use csyntax::TokenKind;

use crate::MetaKind;
use crate::cursor::Cursor;

/// Every word that may begin a declaration.
pub(crate) const WORDS: [&str; 26] = [
    "assignment",
    "attribute",
    "binary",
    "comments",
    "constant",
    "declaration",
    "declarer",
    "expression",
    "field",
    "format",
    "fresh",
    "function",
    "global",
    "idexpression",
    "identifier",
    "initialiser",
    "initializer",
    "iterator",
    "local",
    "metavariable",
    "parameter",
    "position",
    "pragmainfo",
    "statement",
    "symbol",
    "type",
];

/// A kind as declared.
#[derive(Clone, Debug)]
pub(crate) struct Kind {
    pub(crate) kind: MetaKind,
    /// A C type may stand between the kind and the name.
    pub(crate) typed: bool,
    /// `struct`, `union` or `enum` of `expression struct s`.
    pub(crate) tag: Option<csyntax::Token>,
}

/// Takes the words of a kind; `None` when the declaration begins with a C type.
pub(crate) fn parse(cursor: &mut Cursor<'_>) -> Option<Kind> {
    use MetaKind as M;
    let (kind, words) = match cursor.word(0) {
        b"expression" => return Some(expression(cursor)),
        b"metavariable" => (M::Any, 1),
        b"constant" => (M::Constant, 1),
        b"idexpression" => (M::IdExpression, 1),
        b"local" if cursor.word(1) == b"function" => (M::Function, 2),
        b"local" => (M::LocalIdExpression, 2),
        b"global" => (M::GlobalIdExpression, 2),
        b"identifier" => (M::Identifier, 1),
        b"fresh" => (M::FreshIdentifier, 2),
        b"function" => (M::Function, 1),
        b"symbol" => (M::Symbol, 1),
        b"field" => listed(cursor, M::Field, M::FieldList),
        b"type" => (M::Type, 1),
        b"typedef" => (M::Typedef, 1),
        b"statement" => listed(cursor, M::Statement, M::StatementList),
        b"declaration" => (M::Declaration, 1),
        b"parameter" => listed(cursor, M::Parameter, M::ParameterList),
        b"initializer" | b"initialiser" => listed(cursor, M::Initializer, M::InitializerList),
        b"binary" => (M::BinaryOperator, 2),
        b"assignment" => (M::AssignmentOperator, 2),
        b"position" => (M::Position, 1),
        b"declarer" => named(cursor, M::Declarer, M::DeclarerName),
        b"iterator" => named(cursor, M::Iterator, M::IteratorName),
        b"attribute" => named(cursor, M::Attribute, M::AttributeName),
        b"format" => listed(cursor, M::Format, M::FormatList),
        b"pragmainfo" => (M::PragmaInfo, 1),
        b"comments" => (M::Comments, 1),
        _ => return None,
    };
    let second: &[&[u8]] = match kind {
        M::LocalIdExpression | M::GlobalIdExpression => &[b"idexpression"],
        M::FreshIdentifier => &[b"identifier"],
        M::BinaryOperator | M::AssignmentOperator => &[b"operator"],
        _ => &[],
    };
    if !second.is_empty() && !second.contains(&cursor.word(1)) {
        return None;
    }
    cursor.advance(words);
    let typed = matches!(
        kind,
        M::Constant | M::IdExpression | M::LocalIdExpression | M::GlobalIdExpression
    );
    Some(Kind { kind, typed, tag: None })
}

/// `expression`, `expression list`, `expression struct`
fn expression(cursor: &mut Cursor<'_>) -> Kind {
    let (kind, words) = listed(cursor, MetaKind::Expression, MetaKind::ExpressionList);
    cursor.advance(words);
    let tag = cursor.peek().filter(|token| {
        matches!(token.kind, TokenKind::KwStruct | TokenKind::KwUnion | TokenKind::KwEnum)
            && kind == MetaKind::Expression
    });
    // `expression struct foo *e` has a type; `expression struct *e` has a tag only.
    let tag = tag.filter(|_| !two_names(cursor));
    match tag {
        Some(_) => {
            cursor.advance(1);
            Kind { kind: MetaKind::TaggedExpression, typed: false, tag }
        }
        None => Kind { kind, typed: kind == MetaKind::Expression, tag: None },
    }
}

fn two_names(cursor: &Cursor<'_>) -> bool {
    let mut after = cursor.rest().iter().skip(1);
    let is_name = |token: Option<&csyntax::Token>| {
        token.is_some_and(|token| token.kind == TokenKind::Identifier)
    };
    is_name(after.next()) && is_name(after.find(|token| token.kind != TokenKind::Star))
}

/// A kind that may be followed by `list`.
fn listed(cursor: &Cursor<'_>, one: MetaKind, list: MetaKind) -> (MetaKind, usize) {
    if cursor.word(1) == b"list" && begins_name(cursor.word(2)) { (list, 2) } else { (one, 1) }
}

/// A kind that may be followed by `name`.
fn named(cursor: &Cursor<'_>, variable: MetaKind, name: MetaKind) -> (MetaKind, usize) {
    if cursor.word(1) == b"name" && begins_name(cursor.word(2)) { (name, 2) } else { (variable, 1) }
}

fn begins_name(word: &[u8]) -> bool {
    word.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'['))
}
