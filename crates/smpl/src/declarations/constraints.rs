//! Constraints on a metavariable's value.
//!
//! ```text
//!   = {a, b}   != r.x   =~ "^foo"   !~ "_t$"   <= e   : script:python(b) { a > b }      && binds tighter than ||
//! ```

use csyntax::{PatternEntry, Token, TokenKind};

use super::{reference, scripts, types};
use crate::body::tokens::join;
use crate::builder::RuleBuilder;
use crate::cursor::{Cursor, Parsed, closing, top_level};
use crate::{Constraint, ConstraintSet, MetaKind, Metavariable};

/// Parentheses deeper than this are refused.
const MAX_DEPTH: usize = 50;

/// Reads what follows a name; nothing but the end of its declaration gives no constraint.
pub(crate) fn parse(
    builder: &mut RuleBuilder<'_>,
    cursor: &mut Cursor<'_>,
    meta: &Metavariable,
) -> Parsed<Vec<Constraint>> {
    if matches!(cursor.peek_kind(), TokenKind::Comma | TokenKind::Semicolon | TokenKind::Eof) {
        return Ok(Vec::new());
    }
    let mut parser = Parser { builder, meta, depth: 0 };
    Ok(match parser.any(cursor)? {
        Constraint::All(all) => all,
        one => vec![one],
    })
}

struct Parser<'b, 'a> {
    builder: &'b mut RuleBuilder<'a>,
    meta: &'b Metavariable,
    depth: usize,
}

impl Parser<'_, '_> {
    fn any(&mut self, cursor: &mut Cursor<'_>) -> Parsed<Constraint> {
        let mut list = vec![self.all(cursor)?];
        while cursor.eat(TokenKind::PipePipe) {
            list.push(self.all(cursor)?);
        }
        Ok(if list.len() == 1 { list.remove(0) } else { Constraint::AnyOf(list) })
    }

    fn all(&mut self, cursor: &mut Cursor<'_>) -> Parsed<Constraint> {
        let mut list = vec![self.one(cursor)?];
        while cursor.eat(TokenKind::AmpAmp) {
            list.push(self.one(cursor)?);
        }
        Ok(if list.len() == 1 { list.remove(0) } else { Constraint::All(list) })
    }

    fn one(&mut self, cursor: &mut Cursor<'_>) -> Parsed<Constraint> {
        let regex = cursor.rest().get(1).is_some_and(|token| token.kind == TokenKind::Tilde);
        match cursor.peek_kind() {
            TokenKind::Eq | TokenKind::Bang if regex => self.regex(cursor),
            TokenKind::Eq | TokenKind::Ne => self.set(cursor),
            TokenKind::Le => self.subterm(cursor),
            TokenKind::Colon => self.script(cursor),
            TokenKind::LParen if self.depth < MAX_DEPTH => {
                cursor.advance(1);
                self.depth += 1;
                let inner = self.any(cursor)?;
                self.depth -= 1;
                cursor.expect(TokenKind::RParen, "`)`")?;
                Ok(inner)
            }
            _ => Err(cursor
                .expected("`,`, `;` or a constraint")
                .help("Constraints are `= …`, `!= …`, `=~ \"…\"`, `!~ \"…\"`, `<= …` and `: script:python() { … }`.")),
        }
    }

    fn regex(&mut self, cursor: &mut Cursor<'_>) -> Parsed<Constraint> {
        let negated = cursor.peek_kind() == TokenKind::Bang;
        cursor.advance(2);
        let (regex, span) = cursor.string("a regular expression in quotes")?;
        Ok(Constraint::Regex { regex, span, negated })
    }

    fn script(&mut self, cursor: &mut Cursor<'_>) -> Parsed<Constraint> {
        cursor.advance(1);
        let script = scripts::parse(self.builder, cursor)?;
        Ok(Constraint::Script {
            language: script.language,
            arguments: script.arguments,
            code: script.code,
            span: script.span,
        })
    }

    fn subterm(&mut self, cursor: &mut Cursor<'_>) -> Parsed<Constraint> {
        cursor.advance(1);
        let braces = cursor.eat(TokenKind::LBrace);
        let mut names = Vec::new();
        loop {
            let (name, span) = cursor.dotted_name("the metavariable it is a part of")?;
            reference(self.builder, &name, span)?;
            names.push(name);
            if !braces || !cursor.eat(TokenKind::Comma) {
                break;
            }
        }
        if braces {
            cursor.expect(TokenKind::RBrace, "`,` or `}`")?;
        }
        Ok(Constraint::Subterm(names))
    }

    fn set(&mut self, cursor: &mut Cursor<'_>) -> Parsed<Constraint> {
        let negated = cursor.peek_kind() == TokenKind::Ne;
        cursor.advance(1);
        if negated && cursor.peek_kind() == TokenKind::Tilde {
            let error = cursor.expected("a value");
            return Err(
                error.help("What a regular expression must not match is written `!~ \"…\"`.")
            );
        }
        let tokens = if cursor.peek_kind() == TokenKind::LBrace {
            let close = closing(cursor.rest()).ok_or_else(|| cursor.expected("a closed `{`"))?;
            let inner = &cursor.rest()[1..close];
            cursor.advance(close + 1);
            inner
        } else {
            let length = self.value_length(cursor.rest());
            let value = &cursor.rest()[..length];
            cursor.advance(length);
            value
        };
        if tokens.is_empty() {
            return Err(cursor.expected("a value"));
        }
        let mut set = ConstraintSet::default();
        for element in split_at_commas(tokens) {
            self.element(cursor, element, &mut set)?;
        }
        Ok(Constraint::Set { set, negated })
    }

    fn is_operator(&self) -> bool {
        matches!(self.meta.kind, MetaKind::BinaryOperator | MetaKind::AssignmentOperator)
    }

    /// How many tokens a value without braces has.
    fn value_length(&self, tokens: &[Token]) -> usize {
        use TokenKind::{
            AmpAmp, Comma, Dot, LBrace, LBracket, LParen, PipePipe, RParen, Semicolon,
        };
        if self.is_operator() && tokens.get(1).is_none_or(|token| token.kind != Dot) {
            return tokens.len().min(1);
        }
        let ends = |kind| matches!(kind, AmpAmp | Comma | PipePipe | Semicolon | RParen);
        let mut at = 0;
        while let Some(token) = tokens.get(at).filter(|token| !ends(token.kind)) {
            let opens = matches!(token.kind, LParen | LBracket | LBrace);
            at += 1 + if opens { closing(&tokens[at..]).unwrap_or(0) } else { 0 };
        }
        at.min(tokens.len())
    }

    fn element(
        &mut self,
        cursor: &Cursor<'_>,
        element: &[Token],
        set: &mut ConstraintSet,
    ) -> Parsed<()> {
        let text = &cursor.file.text;
        match element {
            [] => return Err(cursor.expected("a value between the commas")),
            [one] => {
                let word = cursor.file.str(one.span());
                match self.builder.lookup(&word) {
                    Some(meta)
                        if one.kind == TokenKind::Identifier
                            && !self.builder.metavariables[meta.0 as usize].kind.is_name_only() =>
                    {
                        self.builder.uses[meta.0 as usize].declaration = true;
                        set.metavariables.push(word);
                    }
                    _ => set.words.push(word),
                }
            }
            [rule, dot, name] if dot.kind == TokenKind::Dot => {
                let (rule, name) = (cursor.file.str(rule.span()), cursor.file.str(name.span()));
                let span = element[0].span().cover(element[2].span());
                self.builder.inherited_kind(&rule, &name, span)?;
                set.metavariables.push(format!("{rule}.{name}"));
            }
            _ if self.is_operator() => return Err(cursor.expected("one operator")),
            _ if self.meta.kind == MetaKind::Type => {
                set.patterns.push(types::one(self.builder, join(text, element))?.pattern);
            }
            _ => {
                let draft = join(text, element);
                let pattern = self.builder.pattern(draft, PatternEntry::Expression)?;
                set.patterns.push(pattern.unwrapped());
            }
        }
        Ok(())
    }
}

fn split_at_commas(tokens: &[Token]) -> Vec<&[Token]> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, token) in top_level(tokens) {
        if token.kind == TokenKind::Comma {
            out.push(&tokens[start..at]);
            start = at + 1;
        }
    }
    out.push(&tokens[start..]);
    out
}
