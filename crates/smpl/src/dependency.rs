//! What `depends on` asks: `(x && !y) || ever z || file in "fs"`. `&&` binds tighter than `||`, `!` tightest.

use csyntax::TokenKind;
use source::Span;

use crate::cursor::{Cursor, Parsed};
use crate::{Dependency, FileScope};

/// Parentheses and negations deeper than this are refused.
const MAX_DEPTH: usize = 100;
/// So are more names than this: each makes the tree one level deeper.
const MAX_NAMES: usize = 1000;

/// Reads a dependency; the rules it names are added to `mentioned`.
pub(crate) fn parse(
    cursor: &mut Cursor<'_>,
    mentioned: &mut Vec<(String, Span)>,
) -> Parsed<Dependency> {
    Parser { cursor, mentioned, depth: 0 }.any()
}

struct Parser<'c, 'a> {
    cursor: &'c mut Cursor<'a>,
    mentioned: &'c mut Vec<(String, Span)>,
    depth: usize,
}

impl Parser<'_, '_> {
    fn any(&mut self) -> Parsed<Dependency> {
        let mut left = self.all()?;
        while self.cursor.eat(TokenKind::PipePipe) {
            left = Dependency::Or(Box::new(left), Box::new(self.all()?));
        }
        Ok(left)
    }

    fn all(&mut self) -> Parsed<Dependency> {
        let mut left = self.one()?;
        while self.cursor.eat(TokenKind::AmpAmp) {
            left = Dependency::And(Box::new(left), Box::new(self.one()?));
        }
        Ok(left)
    }

    fn one(&mut self) -> Parsed<Dependency> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.cursor.expected("a dependency nested less deeply"));
        }
        let found = self.operand();
        self.depth -= 1;
        found
    }

    fn operand(&mut self) -> Parsed<Dependency> {
        if self.cursor.eat(TokenKind::Bang) {
            return Ok(Dependency::Not(Box::new(self.one()?)));
        }
        if self.cursor.eat(TokenKind::LParen) {
            let inner = self.any()?;
            self.cursor.expect(TokenKind::RParen, "`)`")?;
            return Ok(inner);
        }
        if self.cursor.word(0) == b"file" && self.cursor.word(1) == b"in" {
            self.cursor.advance(2);
            let path = self.cursor.string("a path in quotes after `file in`")?.0;
            return Ok(Dependency::File(FileScope { path }));
        }
        if self.cursor.eat_word("ever") {
            return Ok(Dependency::Ever(self.rule()?));
        }
        if self.cursor.eat_word("never") {
            return Ok(Dependency::Never(self.rule()?));
        }
        Ok(Dependency::Rule(self.rule()?))
    }

    fn rule(&mut self) -> Parsed<String> {
        if self.mentioned.len() >= MAX_NAMES {
            return Err(self.cursor.expected("fewer rule names in one dependency"));
        }
        let (name, span) = self.cursor.name("the name of a rule")?;
        self.mentioned.push((name.clone(), span));
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use csyntax::lex;
    use expect_test::{Expect, expect};

    use super::*;
    use crate::file::File;

    #[track_caller]
    fn check(text: &str, expected: Expect) {
        let file = File::new("t", text.as_bytes());
        let lexed = lex(&file.text, Span::new(0, file.end()));
        let mut cursor = Cursor::new(&file, &lexed.tokens, file.end());
        let shown = parse(&mut cursor, &mut Vec::new())
            .map_or_else(|error| error.message, |found| format!("{found:?}"));
        expected.assert_eq(&shown);
    }

    #[test]
    fn and_binds_tighter_than_or() {
        check("a || !b && ever c", expect![[r#"Or(Rule("a"), And(Not(Rule("b")), Ever("c")))"#]]);
        check(
            "(a || b) && file in \"fs\"",
            expect![[r#"And(Or(Rule("a"), Rule("b")), File(FileScope { path: "fs" }))"#]],
        );
    }

    #[test]
    fn too_deep_is_an_error_not_an_overflow() {
        check(&"!".repeat(100_000), expect!["expected a dependency nested less deeply, found `!`"]);
        check("(a", expect!["expected `)`, found the end"]);
    }
}
