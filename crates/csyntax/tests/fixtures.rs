//! The grammar's tests are data: `tests/grammar/*.txt` for C, `tests/patterns/*.txt` for patterns.
//!
//! A file holds cases: a line `=== name`, the input, a line `---`, and the dump expected. In patterns `E…`, `I…`, `T…`,
//! `S…`, `P…`, `L…` are metavariables for an expression, identifier, type, statement, parameter and expression list, and
//! `\(`, `\|`, `\&`, `\)` are a disjunction's. `UPDATE_FIXTURES=1` writes what the parser gives today; read the
//! difference before committing it.

#![allow(clippy::unwrap_used)]

mod invariants;

use std::path::Path;

use csyntax::{
    MacroIndex, PatternEntry, Token, TokenId, TokenKind, Tree, dump, lex, parse,
    parse_pattern_with_directives,
};
use source::Span;

#[test]
fn grammar_of_c() {
    let macros = MacroIndex::builtin();
    check("grammar", |input| parse(input.as_bytes().into(), &macros));
}

#[test]
fn grammar_of_patterns() {
    check("patterns", |input| {
        let text = input.as_bytes();
        let lexed = lex(text, Span::new(0, text.len() as u32));
        let tokens = pattern_tokens(text, &lexed.tokens);
        let mut directives = lexed.directives.clone();
        for directive in &mut directives {
            let before = tokens.partition_point(|token| token.start < directive.span.start);
            directive.before = TokenId(before as u32);
        }
        parse_pattern_with_directives(text.into(), tokens, directives, PatternEntry::Body)
    });
}

#[track_caller]
fn check(folder: &str, read: impl Fn(&str) -> Tree) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = Vec::new();
    for file in files {
        let old = std::fs::read_to_string(&file).unwrap();
        let mut new = String::new();
        for case in old.split("=== ").skip(1) {
            let (name, rest) = case.split_once('\n').unwrap();
            let (input, expected) = rest.split_once("---\n").unwrap();
            let tree = read(input);
            invariants::check_tree(&tree);
            let found = dump(&tree);
            if expected.trim() != found.trim() {
                wrong.push(format!("{}: {name}\n{input}---\n{found}", file.display()));
            }
            new += &format!("=== {name}\n{input}---\n{found}\n");
        }
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::write(&file, new.trim_end().to_owned() + "\n").unwrap();
        }
    }
    let updated = std::env::var_os("UPDATE_FIXTURES").is_some();
    assert!(updated || wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
}

fn pattern_tokens(text: &[u8], tokens: &[Token]) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    for token in tokens {
        let glued = out.last().filter(|last| last.end == token.start).map(|last| last.kind);
        let kind = match (glued, token.kind) {
            (Some(TokenKind::Unknown), TokenKind::LParen) => Some(TokenKind::DisjunctionOpen),
            (Some(TokenKind::Unknown), TokenKind::RParen) => Some(TokenKind::DisjunctionClose),
            (Some(TokenKind::Unknown), TokenKind::Pipe) => Some(TokenKind::DisjunctionOr),
            (Some(TokenKind::Unknown), TokenKind::Amp) => Some(TokenKind::DisjunctionAnd),
            (Some(TokenKind::Lt), TokenKind::Ellipsis) => Some(TokenKind::NestOpen),
            (Some(TokenKind::Dots), TokenKind::Gt) => Some(TokenKind::NestClose),
            (Some(TokenKind::Plus), TokenKind::Ellipsis) => Some(TokenKind::NestPlusOpen),
            (Some(TokenKind::Plus), TokenKind::Gt) => Some(TokenKind::NestPlusClose),
            _ => None,
        };
        if let (Some(kind), Some(last)) = (kind, out.pop_if(|_| kind.is_some())) {
            let mut start = last.start;
            if last.kind == TokenKind::Plus {
                start = out.pop().unwrap().start;
            }
            out.push(Token { kind, start, end: token.end });
            continue;
        }
        let kind = match (token.kind, token.span().of(text)) {
            (TokenKind::Ellipsis, _) => TokenKind::Dots,
            (TokenKind::Identifier, [first, rest @ ..]) if rest.iter().all(u8::is_ascii_digit) => {
                match first {
                    b'E' => TokenKind::MetaExpression,
                    b'I' => TokenKind::MetaIdentifier,
                    b'T' => TokenKind::MetaType,
                    b'S' => TokenKind::MetaStatement,
                    b'P' => TokenKind::MetaParameter,
                    b'L' => TokenKind::MetaExpressionList,
                    _ => TokenKind::Identifier,
                }
            }
            (kind, _) => kind,
        };
        out.push(Token { kind, ..*token });
    }
    out
}
