//! One definition through `lang-c`: its name and its calls.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use csyntax::{Token, TokenKind};
use lang_c::ast::{CallExpression, Declarator, DeclaratorKind, Expression, ExternalDeclaration};
use lang_c::driver::{Config, Flavor, SyntaxError, parse_preprocessed};
use lang_c::span::Span;
use lang_c::visit::{self, Visit};

use crate::markers::Places;
use crate::split::Definition;
use crate::{Call, Callee, Function, Reason, Unread};

/// How deep brackets may lie in brackets. The parser descends, and tries anew at each level what the last had tried.
const DEPTH_LIMIT: usize = 100;
/// How many tokens a function may have, and how many `else`.
const TOKEN_LIMIT: usize = 200_000;
const ELSE_LIMIT: usize = 500;
/// How much text of a fault is shown.
const SHOWN: usize = 40;
/// The stack of the thread that parses, in bytes: room for [`DEPTH_LIMIT`] and [`ELSE_LIMIT`].
const STACK: usize = 256 << 20;

/// The calls of a definition; `types` are the names that must be taken for types.
pub(crate) fn calls(
    text: &[u8],
    definition: &Definition,
    types: &BTreeSet<&[u8]>,
    places: &Places,
) -> Result<Function, Unread> {
    let unread = |reason| Unread {
        name: name_before_parenthesis(text, &definition.tokens),
        line: places.line(definition.span.start),
        reason,
    };
    if is_too_large(&definition.tokens) {
        return Err(unread(Reason::TooLarge));
    }
    let mut source = prelude(text, &definition.tokens, types);
    let skipped = source.len();
    source.push_str(&String::from_utf8_lossy(definition.span.of(text)));
    // Bytes that are no UTF-8 become longer, so places are taken from the start of the text as it was.
    let origin = |at: usize| definition.span.start + at.saturating_sub(skipped) as u32;
    let parsed = on_large_stack(|| parse(source, &origin, places));
    match parsed {
        Some(Ok(function)) => Ok(function),
        Some(Err(error)) => {
            let rest = error.source.get(error.offset..).unwrap_or_default();
            let before = rest.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
            let before = before.chars().take(SHOWN).collect();
            Err(unread(Reason::Syntax { line: places.line(origin(error.offset)), before }))
        }
        None => Err(unread(Reason::TooLarge)),
    }
}

/// Runs on a thread with room; `None` when it could not be had.
fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        thread.ok()?.join().ok()
    })
}

fn parse(
    source: String,
    origin: &dyn Fn(usize) -> u32,
    places: &Places,
) -> Result<Function, SyntaxError> {
    let config = Config { flavor: Flavor::GnuC11, ..Config::default() };
    let parsed = parse_preprocessed(&config, source)?;
    let mut found = Found { origin, places, calls: Vec::new() };
    let mut function = Function { name: String::new(), line: 0, calls: Vec::new() };
    for declaration in &parsed.unit.0 {
        if let ExternalDeclaration::FunctionDefinition(definition) = &declaration.node {
            if let Some((name, span)) = declared_name(&definition.node.declarator.node) {
                function.name = name;
                function.line = places.line(origin(span.start));
            }
            found.visit_function_definition(&definition.node, &definition.span);
        }
    }
    function.calls = found.calls;
    Ok(function)
}

struct Found<'a> {
    origin: &'a dyn Fn(usize) -> u32,
    places: &'a Places,
    calls: Vec<Call>,
}

impl<'ast> Visit<'ast> for Found<'_> {
    fn visit_call_expression(&mut self, call: &'ast CallExpression, span: &'ast Span) {
        let (callee, start) = match &call.callee.node {
            Expression::Identifier(name) => (Callee::Name(name.node.name.clone()), name.span.start),
            Expression::Member(member) => {
                let name = &member.node.identifier;
                (Callee::Member(name.node.name.clone()), name.span.start)
            }
            _ => (Callee::Other, call.callee.span.start),
        };
        self.calls.push(Call { line: self.places.line((self.origin)(start)), callee });
        visit::visit_call_expression(self, call, span);
    }
}

fn declared_name(declarator: &Declarator) -> Option<(String, Span)> {
    match &declarator.kind.node {
        DeclaratorKind::Abstract => None,
        DeclaratorKind::Identifier(name) => Some((name.node.name.clone(), name.span)),
        DeclaratorKind::Declarator(inner) => declared_name(&inner.node),
    }
}

/// `typedef int name;` for every name that must be taken for a type.
fn prelude(text: &[u8], tokens: &[Token], types: &BTreeSet<&[u8]>) -> String {
    let words = tokens.iter().filter(|token| token.kind == TokenKind::Identifier);
    let used: BTreeSet<&[u8]> =
        words.map(|token| token.span().of(text)).filter(|word| types.contains(word)).collect();
    let mut prelude = String::new();
    for name in used {
        let _ = write!(prelude, "typedef int {};", String::from_utf8_lossy(name));
    }
    prelude
}

fn is_too_large(tokens: &[Token]) -> bool {
    let (mut depth, mut deepest, mut elses) = (0usize, 0, 0);
    for token in tokens {
        match token.kind {
            TokenKind::LParen | TokenKind::LBracket | TokenKind::LBrace => depth += 1,
            TokenKind::RParen | TokenKind::RBracket | TokenKind::RBrace => {
                depth = depth.saturating_sub(1);
            }
            TokenKind::KwElse => elses += 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    tokens.len() > TOKEN_LIMIT || deepest > DEPTH_LIMIT || elses > ELSE_LIMIT
}

fn name_before_parenthesis(text: &[u8], tokens: &[Token]) -> String {
    let pair = tokens
        .windows(2)
        .find(|pair| pair[0].kind == TokenKind::Identifier && pair[1].kind == TokenKind::LParen);
    pair.map_or_else(String::new, |pair| {
        String::from_utf8_lossy(pair[0].span().of(text)).into_owned()
    })
}
