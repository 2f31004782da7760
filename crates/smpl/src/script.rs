//! Script rules: the variables between header and `@@`, and the script's text.
//!
//! ```text
//!   p << r.p;                inherited
//!   n << r.n = "none";       with a value for when `r.n` has none
//!   msg;                     computed by the script, for later rules
//! ```

use csyntax::{TokenKind, lex};
use source::Span;

use crate::builder::Scope;
use crate::cursor::{Cursor, Parsed};
use crate::file::File;
use crate::sections::RuleSection;
use crate::{ScriptLanguage, ScriptPhase, ScriptRule, ScriptVariable, suggest};

/// Reads a script rule.
///
/// # Errors
/// A variable that is not declared as one, or that nothing gives.
pub(crate) fn parse(
    file: &File,
    scope: &Scope,
    section: &RuleSection,
    language: ScriptLanguage,
    phase: ScriptPhase,
) -> Parsed<ScriptRule> {
    let lexed = lex(&file.text, section.declarations);
    let mut cursor = Cursor::new(file, &lexed.tokens, section.declarations.end);
    let mut variables = Vec::new();
    while !cursor.is_done() {
        variable(&mut cursor, scope, phase, &mut variables)?;
    }
    let span = without_first_line_end(file, section.body);
    let code = without_comments(&file.str(span), &language);
    Ok(ScriptRule { language, phase, variables, code, span })
}

/// A script in Python with blanks for the lines that are comments of the semantic patch, so that places stay the same.
fn without_comments(code: &str, language: &ScriptLanguage) -> String {
    let blank = |line: &str| match line.starts_with("//") && *language == ScriptLanguage::Python {
        true => line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect(),
        false => line.to_owned(),
    };
    code.split_inclusive('\n').map(blank).collect()
}

/// The script begins on the line after `@@`.
fn without_first_line_end(file: &File, body: Span) -> Span {
    let text = body.of(&file.text);
    let blanks = text.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    match text.get(blanks) {
        Some(b'\n') => Span::new(body.start + blanks as u32 + 1, body.end),
        _ => body,
    }
}

fn variable(
    cursor: &mut Cursor<'_>,
    scope: &Scope,
    phase: ScriptPhase,
    out: &mut Vec<ScriptVariable>,
) -> Parsed<()> {
    let mut names = Vec::new();
    if cursor.eat(TokenKind::LParen) {
        // OCaml's pair of a string and a syntax tree.
        names.push(cursor.name("a variable's name")?.0);
        cursor.expect(TokenKind::Comma, "`,`")?;
        names.push(cursor.name("a variable's name")?.0);
        cursor.expect(TokenKind::RParen, "`)`")?;
    } else {
        names.push(cursor.name("a variable's name")?.0);
    }
    let from =
        if cursor.eat(TokenKind::Shl) { Some(inherited(cursor, scope, phase)?) } else { None };
    let default = if cursor.eat(TokenKind::Eq) { Some(default(cursor)?) } else { None };
    cursor.expect(TokenKind::Semicolon, "`;` or `<< rule.name;`")?;
    out.extend(names.into_iter().filter(|name| name != "_").map(|name| ScriptVariable {
        name,
        from: from.clone(),
        default: default.clone(),
    }));
    Ok(())
}

fn default(cursor: &mut Cursor<'_>) -> Parsed<String> {
    match cursor.next() {
        Some(token) if token.kind == TokenKind::String => {
            Ok(crate::cursor::unquote(&cursor.file.str(token.span())))
        }
        Some(token) if token.kind != TokenKind::Semicolon => Ok(cursor.file.str(token.span())),
        _ => Err(cursor.expected("a value")),
    }
}

fn inherited(
    cursor: &mut Cursor<'_>,
    scope: &Scope,
    phase: ScriptPhase,
) -> Parsed<(String, String)> {
    let (rule, rule_span) = cursor.name("a rule's name after `<<`")?;
    cursor.expect(TokenKind::Dot, "`.` and a metavariable's name")?;
    let (name, span) = cursor.name("a metavariable's name")?;
    if rule == "merge" && phase != ScriptPhase::Finalize {
        let message = "what scripts have left is there for `finalize` alone".to_owned();
        let error = cursor.file.error(rule_span, message, "asked for too early");
        return Err(error.help("Read it in a `finalize:python` rule."));
    }
    if matches!(&*rule, "virtual" | "merge") {
        return Ok((rule, name));
    }
    let Some(known) = scope.rule(&rule) else {
        let rules = scope.rules.iter().map(|rule| rule.name.as_str());
        let error = cursor.file.error(
            rule_span,
            format!("no rule `{rule}` comes before this one"),
            "inherited from it",
        );
        return Err(error.help(suggest::help(&rule, "rule", rules)));
    };
    if !known.metavariables.iter().any(|meta| meta.name == name) {
        let names = known.metavariables.iter().map(|meta| meta.name.as_str());
        let message = format!("rule `{rule}` has no metavariable `{name}`");
        let error = cursor.file.error(span, message, "inherited");
        return Err(error.help(suggest::help(&name, "metavariable", names)));
    }
    Ok((rule, name))
}
