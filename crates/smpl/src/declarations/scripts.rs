//! Scripts inside declarations: `script:python(a, r.b) { code }`.

use csyntax::TokenKind;
use source::Span;

use super::reference;
use crate::ScriptLanguage;
use crate::builder::RuleBuilder;
use crate::cursor::{Cursor, Parsed, closing};
use crate::header::language;

/// One script.
#[derive(Clone, Debug)]
pub(crate) struct InlineScript {
    pub(crate) language: ScriptLanguage,
    pub(crate) arguments: Vec<String>,
    pub(crate) code: String,
    pub(crate) span: Span,
}

/// Reads a script, from the word `script` to its `}`.
pub(crate) fn parse(
    builder: &mut RuleBuilder<'_>,
    cursor: &mut Cursor<'_>,
) -> Parsed<InlineScript> {
    if !cursor.eat_word("script") {
        return Err(cursor.expected("`script:python(…) { … }`"));
    }
    cursor.expect(TokenKind::Colon, "`:` and a language")?;
    let language = language(&cursor.name("a scripting language")?.0);
    cursor.expect(TokenKind::LParen, "`(` and the metavariables to pass")?;
    let mut arguments = Vec::new();
    while !cursor.eat(TokenKind::RParen) {
        let (name, span) = cursor.dotted_name("a metavariable or `)`")?;
        reference(builder, &name, span)?;
        arguments.push(name);
        if cursor.peek_kind() != TokenKind::RParen {
            cursor.expect(TokenKind::Comma, "`,` or `)`")?;
        }
    }
    if cursor.peek_kind() != TokenKind::LBrace {
        return Err(cursor.expected("`{` and the script's code"));
    }
    let rest = cursor.rest();
    let Some(close) = closing(rest) else {
        let error = cursor.file.error(cursor.here(), "this `{` is not closed", "opened here");
        return Err(error.help("Close the script's code with `}`."));
    };
    let span = Span::new(rest[0].end, rest[close].start);
    cursor.advance(close + 1);
    Ok(InlineScript { language, arguments, code: cursor.file.str(span), span })
}
