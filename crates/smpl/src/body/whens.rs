//! `when` clauses: taken off the tokens, each hung on the dots or nest in front of it.
//!
//! ```text
//!   ... when != f(e)        one clause a line; a line may hold several,
//!       when any, strict    and a clause goes on while a bracket is open
//! ```

use csyntax::{PatternEntry, TokenKind};

use crate::builder::RuleBuilder;
use crate::cursor::Parsed;
use crate::suggest;
use crate::{DotsInfo, Mark, PatternToken, When};

const MODIFIERS: [&str; 4] = ["any", "strict", "forall", "exists"];

/// Takes the `when` clauses off; every dots and nest opener that is left has its [`DotsInfo`].
pub(crate) fn take(
    builder: &mut RuleBuilder<'_>,
    text: &[u8],
    tokens: Vec<PatternToken>,
) -> Parsed<Vec<PatternToken>> {
    let mut out: Vec<PatternToken> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let holder = out.last().is_some_and(|token| holds_whens(token.kind));
        if holder && is_when(&tokens[at]) {
            let end = clause_end(text, &tokens, at);
            let whens = clause(builder, tokens[at + 1..end].to_vec(), &tokens[at])?;
            let dots = out.last_mut().and_then(|token| token.dots.as_mut());
            dots.into_iter().for_each(|dots| dots.whens.extend(whens.clone()));
            at = end;
            continue;
        }
        let mut token = tokens[at].clone();
        if holds_whens(token.kind) {
            token.dots = Some(DotsInfo::default());
        }
        out.push(token);
        at += 1;
    }
    Ok(out)
}

fn holds_whens(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Dots | TokenKind::NestOpen | TokenKind::NestPlusOpen)
}

fn is_when(token: &PatternToken) -> bool {
    token.kind == TokenKind::Identifier && matches!(&*token.text, "when" | "WHEN")
}

/// One past the last token of the clause whose `when` is at `at`.
fn clause_end(text: &[u8], tokens: &[PatternToken], at: usize) -> usize {
    let mut depth = 0usize;
    let mut end = at + 1;
    while let Some(token) = tokens.get(end) {
        let gap = &text[tokens[end - 1].span.end as usize..token.span.start as usize];
        let new_line = gap.contains(&b'\n');
        if depth == 0 && (new_line || is_when(token)) {
            break;
        }
        match token.kind {
            TokenKind::LParen | TokenKind::LBracket | TokenKind::LBrace => depth += 1,
            TokenKind::DisjunctionOpen => depth += 1,
            TokenKind::RParen | TokenKind::RBracket | TokenKind::RBrace if depth == 0 => break,
            TokenKind::DisjunctionClose if depth == 0 => break,
            TokenKind::RParen | TokenKind::RBracket | TokenKind::RBrace => depth -= 1,
            TokenKind::DisjunctionClose => depth -= 1,
            _ => {}
        }
        end += 1;
    }
    end
}

/// Reads one clause, its `when` taken off.
fn clause(
    builder: &mut RuleBuilder<'_>,
    mut tokens: Vec<PatternToken>,
    when: &PatternToken,
) -> Parsed<Vec<When>> {
    tokens.iter_mut().for_each(|token| token.mark = Mark::Context);
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    match (word(0), word(1)) {
        ("!=", value @ ("true" | "false")) => {
            let truth = value == "true";
            let pattern = builder.pattern(tokens.split_off(2), PatternEntry::Expression)?;
            Ok(vec![if truth { When::NotTrue(pattern) } else { When::NotFalse(pattern) }])
        }
        ("!=", _) if tokens.len() > 1 => {
            let code = without_clauses(tokens.split_off(1));
            Ok(vec![When::Not(builder.pattern(code, PatternEntry::Body)?)])
        }
        ("=", _) if tokens.len() > 1 => {
            let code = without_clauses(tokens.split_off(1));
            Ok(vec![When::Always(builder.pattern(code, PatternEntry::Body)?)])
        }
        _ => modifiers(builder, &tokens, when),
    }
}

/// Dots inside a clause's own code have no clauses, only the place for them.
fn without_clauses(mut tokens: Vec<PatternToken>) -> Vec<PatternToken> {
    for token in tokens.iter_mut().filter(|token| holds_whens(token.kind)) {
        token.dots = Some(DotsInfo::default());
    }
    tokens
}

/// What may have been meant by a clause that begins with this word.
fn advice(word: &str, tokens: &[PatternToken]) -> String {
    match (word, tokens.get(1)) {
        ("!" | "!=" | "=" | "==", Some(code)) => {
            let sign = if word.starts_with('!') { "!=" } else { "=" };
            format!("Did you mean `when {sign} {}`?", code.text)
        }
        ("!" | "!=" | "=" | "==", None) => {
            "Say on the same line what may not be on the way: `when != e`.".to_owned()
        }
        _ => match suggest::nearest(word, MODIFIERS) {
            Some(near) => format!("Did you mean `when {near}`?"),
            None => format!("To forbid it on the way, write `when != {word}`."),
        },
    }
}

/// `any, strict`
fn modifiers(
    builder: &RuleBuilder<'_>,
    tokens: &[PatternToken],
    when: &PatternToken,
) -> Parsed<Vec<When>> {
    let mut out = Vec::new();
    for token in tokens.iter().filter(|token| token.kind != TokenKind::Comma) {
        out.push(match &*token.text {
            "any" => When::Any,
            "strict" => When::Strict,
            "forall" => When::Forall,
            "exists" => When::Exists,
            other => {
                let error = builder.file.error(
                    token.span,
                    format!("`{other}` is no `when` clause"),
                    "expected `!=`, `=`, `any`, `strict`, `forall` or `exists`",
                );
                return Err(error.help(advice(other, tokens)));
            }
        });
    }
    if out.is_empty() {
        let error = builder.file.error(
            when.span,
            "this `when` says nothing",
            "nothing follows it on its line",
        );
        return Err(error.help("Write for instance `when != e` or `when any`, all on one line."));
    }
    Ok(out)
}
