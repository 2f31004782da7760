//! Mistakes that are better told by what was meant than by the grammar.
//!
//! ```text
//!   (             a disjunction that nothing closes        f(..)        dots are three
//!   - f(e);
//!   |                                                      + g(e;       what results can not be read
//!   - g(e);                                                + g(...);    nothing says what is to be added
//! ```

use csyntax::{NodeKind, TokenKind, lex};
use source::{Diagnostic, Span};

use super::lines::{self, Role};
use super::tokens;
use crate::builder::RuleBuilder;
use crate::cursor::Parsed;
use crate::{Mark, PatternNode, PatternToken};

/// Looks at the code to be matched before the grammar reads it.
///
/// # Errors
/// The first mistake there is.
pub(crate) fn brackets(builder: &RuleBuilder<'_>, draft: &[PatternToken]) -> Parsed<()> {
    let mut open: Vec<&PatternToken> = Vec::new();
    for (at, token) in draft.iter().enumerate() {
        use TokenKind as K;
        match token.kind {
            K::LParen | K::LBracket | K::LBrace | K::DisjunctionOpen => open.push(token),
            K::RParen | K::RBracket | K::RBrace | K::DisjunctionClose => {
                let opened = open.pop().is_some();
                if !opened && is_alone(builder, token) {
                    return Err(closes_nothing(builder, token));
                }
            }
            K::Pipe if is_alone(builder, token) => return Err(stray_branch(builder, token)),
            K::Dot if is_dot_behind(draft, at) => return Err(two_dots(builder, token)),
            _ => {}
        }
    }
    match open.iter().find(|token| token.kind == TokenKind::LParen && is_alone(builder, token)) {
        Some(token) => Err(unclosed(builder, token)),
        None => Ok(()),
    }
}

/// True for a token that has its line for itself, as the parts of a disjunction have.
fn is_alone(builder: &RuleBuilder<'_>, token: &PatternToken) -> bool {
    let line = lines::line_at(&builder.lines, token.span.start);
    line.is_some_and(|line| line.code.of(&builder.slice).trim_ascii() == token.text.as_bytes())
}

fn is_dot_behind(draft: &[PatternToken], at: usize) -> bool {
    draft
        .get(at + 1)
        .is_some_and(|next| next.kind == TokenKind::Dot && next.span.start == draft[at].span.end)
}

const BRANCHES: &str = "A disjunction is `(`, branches with `|` between them, and `)`; each of these signs stands in the first column of its line, without a mark.";

fn closes_nothing(builder: &RuleBuilder<'_>, token: &PatternToken) -> Diagnostic {
    let message = format!("nothing opens this `{}`", token.text);
    builder.file.error(token.span, message, "closes nothing").help(BRANCHES)
}

fn stray_branch(builder: &RuleBuilder<'_>, token: &PatternToken) -> Diagnostic {
    builder.file.error(token.span, "this `|` is in no disjunction", "parts nothing").help(BRANCHES)
}

fn unclosed(builder: &RuleBuilder<'_>, token: &PatternToken) -> Diagnostic {
    builder.file.error(token.span, "this disjunction has no end", "no `)` closes it").help(BRANCHES)
}

fn two_dots(builder: &RuleBuilder<'_>, token: &PatternToken) -> Diagnostic {
    let span = Span::new(token.span.start, token.span.end + 1);
    let error = builder.file.error(span, "these are two dots", "expected three");
    error.help("Write `...` for whatever may stand there.")
}

/// Looks at what the code is to become: what stays of it and what is added.
pub(crate) fn results(builder: &mut RuleBuilder<'_>) {
    let is_added = |line: &lines::Line| matches!(line.role, Role::Plus { .. });
    let is_changed = |line: &lines::Line| is_added(line) || line.role == Role::Slice(Mark::Minus);
    let is_starred = |line: &lines::Line| line.role == Role::Slice(Mark::Star);
    let changed = builder.lines.iter().find(|line| is_changed(line)).copied();
    if let Some(line) = changed.filter(|_| builder.lines.iter().any(is_starred)) {
        let blanks = line.code.of(&builder.file.text).iter();
        let blanks = blanks.take_while(|byte| byte.is_ascii_whitespace()).count() as u32;
        let error = builder.file.error(
            Span::new(line.code.start + blanks, line.code.end),
            "a rule reports with `*` or changes with `-` and `+`, not both",
            "changed beside `*`",
        );
        let help = "Take the `*` off, or put what is to be changed in a rule of its own.";
        builder.errors.push(error.help(help));
        return;
    }
    if !builder.lines.iter().any(is_added) {
        return;
    }
    let Some(result) = result(builder) else { return };
    let error = dots(builder, &result).or_else(|| unbalanced(builder, &result));
    builder.errors.extend(error);
}

/// The tokens of the lines that stay or are added; `None` where directives stand among them, which may split anything.
fn result(builder: &RuleBuilder<'_>) -> Option<Vec<PatternToken>> {
    let (first, last) = (builder.lines.first()?, builder.lines.last()?);
    let whole = Span::new(first.code.start, last.code.end);
    let mut text: Vec<u8> = whole.of(&builder.file.text).to_vec();
    let mut from = whole.start;
    for line in &builder.lines {
        let goes = line.role == Role::Slice(Mark::Minus);
        let to = if goes { line.code.end } else { line.code.start };
        let range = (from - whole.start) as usize..(to - whole.start) as usize;
        text[range].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        from = line.code.end;
    }
    let lexed = lex(&text, Span::new(0, text.len() as u32));
    if !lexed.directives.is_empty() {
        return None;
    }
    let mut joined = tokens::join(&text, &lexed.tokens);
    for token in &mut joined {
        token.span = Span::new(token.span.start + whole.start, token.span.end + whole.start);
    }
    Some(joined)
}

/// Dots that are added: as all there is between parentheses, or on a line of their own.
fn dots(builder: &RuleBuilder<'_>, result: &[PatternToken]) -> Option<Diagnostic> {
    let found = (0..result.len()).find(|at| {
        let kind = |at: Option<usize>| at.and_then(|at| result.get(at)).map(|token| token.kind);
        let token = &result[*at];
        let Some(line) = lines::line_at(&builder.lines, token.span.start) else { return false };
        token.kind == TokenKind::Dots
            && matches!(line.role, Role::Plus { .. })
            && (line.code.of(&builder.file.text).trim_ascii() == b"..."
                || (kind(at.checked_sub(1)) == Some(TokenKind::LParen)
                    && kind(Some(at + 1)) == Some(TokenKind::RParen)))
    })?;
    let error = builder.file.error(
        result[found].span,
        "dots can not be added: nothing says what they stand for",
        "in added code",
    );
    Some(error.help("Keep them on a line without a mark, or bind what is there: `expression list es;`. C's own `...` is written `......`."))
}

/// The first bracket of the result that has no other.
fn unbalanced(builder: &RuleBuilder<'_>, result: &[PatternToken]) -> Option<Diagnostic> {
    let mut open: Vec<&PatternToken> = Vec::new();
    let mut stray = None;
    for token in result {
        match token.text.as_str() {
            "(" | "[" | "{" | "\\(" => open.push(token),
            ")" | "]" | "}" | "\\)" if !closes(&mut open, token) => {
                stray = Some((token, "opens"));
                break;
            }
            _ => {}
        }
    }
    let (token, verb) = stray.or_else(|| open.first().map(|token| (*token, "closes")))?;
    let message = format!(
        "what this rule makes of the code can not be read: nothing {verb} this `{}`",
        token.text
    );
    let error = builder.file.error(token.span, message, &format!("nothing {verb} it"));
    Some(error.help("The lines without a mark and the `+` lines are the code that results; check their brackets."))
}

/// Takes the bracket off that a token closes, if it is the last one open.
fn closes(open: &mut Vec<&PatternToken>, token: &PatternToken) -> bool {
    open.pop().is_some_and(|opened| closing(&opened.text) == token.text)
}

fn closing(open: &str) -> &'static str {
    match open {
        "(" => ")",
        "[" => "]",
        "{" => "}",
        _ => "\\)",
    }
}

/// Looks at the pattern: a declaration without its `;`, a mark that is not in the first column.
pub(crate) fn items(builder: &mut RuleBuilder<'_>, pattern: &PatternNode) {
    for item in pattern.children() {
        let tokens = item.tokens();
        let Some(first) = tokens.first().map(|id| &builder.tokens[id.0 as usize]) else { continue };
        let names = |node: &PatternNode| node.kind == NodeKind::IdentifierDeclarator;
        if item.kind == NodeKind::TypeName && item.children().any(names) {
            let error =
                builder.file.error(first.span, "this declaration has no end", "no `;` follows");
            let error = error.help("Write `;` behind it; a type alone, without a name, matches wherever the type is written.");
            builder.errors.push(error);
        } else if item.kind == NodeKind::ExpressionStatement && is_sign(first) {
            let message =
                format!("this `{}` marks nothing: it is not in the first column", first.text);
            let warning = builder.file.warning(first.span, message, "taken for C's operator");
            let warning = warning.help("Take the blanks in front of it out.");
            builder.warnings.push(warning);
        }
    }
}

/// A sign at the start of a line of code; no statement begins so.
fn is_sign(token: &PatternToken) -> bool {
    matches!(token.kind, TokenKind::Minus | TokenKind::Plus)
}
