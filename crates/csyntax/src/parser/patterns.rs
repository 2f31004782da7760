//! What only a semantic patch can hold: metavariables, dots, nests, disjunctions, and code without its surroundings.
//!
//! ```text
//!   ( a = f(...);  |  g(x) )        Disjunction( DisjunctionBranch( … ) DisjunctionBranch( … ) )
//!   <+... x ...+>                   Nest( … )
//! ```

use std::sync::Arc;

use source::Span;

use super::cursor::Look;
use super::lists::List;
use super::{Dialect, Mark, Parsed, Parser};
use crate::TokenKind::{self, *};
use crate::macros::{Known, MacroIndex, is_declaration_keyword};
use crate::{Directive, DirectiveKind, NodeKind, Token, Tree};

/// What a pattern's text is to be read as.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PatternEntry {
    /// The body of a rule: items, statements, declarations, directives; also a lone expression or type.
    Body,
    /// One expression.
    Expression,
    /// An expression as it stands among arguments.
    ArgExpression,
    /// An expression as it stands where a truth value is tested.
    TestExpression,
    /// One statement, or several.
    Statement,
    /// One declaration.
    Declaration,
    /// One type name.
    Type,
    /// Items at file level.
    TopLevel,
    /// One initializer.
    Initializer,
    /// A list of parameters.
    Parameters,
}

/// Reads a pattern. `tokens` come from the caller, who knows which names are metavariables; they lie in `text` in
/// order. The root is a [`NodeKind::Pattern`]; what was not understood is told by [`Tree::errors`].
pub fn parse_pattern(text: Arc<[u8]>, tokens: Vec<Token>, entry: PatternEntry) -> Tree {
    parse_pattern_with_directives(text, tokens, Vec::new(), entry)
}

/// As [`parse_pattern`], for a pattern that holds directives: each names, in `before`, the token it stands in front of.
pub fn parse_pattern_with_directives(
    text: Arc<[u8]>,
    tokens: Vec<Token>,
    directives: Vec<Directive>,
    entry: PatternEntry,
) -> Tree {
    let span = Span::new(0, text.len().min(u32::MAX as usize) as u32);
    let known = Known::builtin();
    let mut parser = Parser::new(&text, &tokens, &directives, known, Dialect::Pattern);
    let mark = parser.mark();
    parser.pattern(entry);
    parser.complete(mark, NodeKind::Pattern);
    parser.take_tree(span, 0)
}

/// Reads the replacement of a `#define`, the bytes `span` of `text`: an expression, statements or declarations, the last
/// perhaps without its `;`. The root is a [`NodeKind::Pattern`]; token offsets are offsets in `text`.
///
/// `macros` is all that is known; what the rest of the text defines is not learned here.
pub fn parse_replacement(text: Arc<[u8]>, span: Span, macros: &MacroIndex) -> Tree {
    let tokens = crate::lexer::lex(&text, span).tokens;
    let known = Known::of_index(macros);
    let mut parser = Parser::new(&text, &tokens, &[], known, Dialect::Pattern);
    let mark = parser.mark();
    parser.pattern(PatternEntry::Body);
    parser.complete(mark, NodeKind::Pattern);
    parser.take_tree(span, 0)
}

/// Reads a whole directive: the root is a [`NodeKind::Directive`] whose own tokens are its words, `#` the first; the
/// replacement of a `#define` is a [`NodeKind::Pattern`] below it, as [`parse_replacement`] reads one.
pub fn parse_directive(text: Arc<[u8]>, directive: &Directive, macros: &MacroIndex) -> Tree {
    let tokens = directive_words(&text, directive);
    let head = match directive.kind {
        DirectiveKind::Define => define_head(&tokens),
        _ => tokens.len(),
    };
    let known = Known::of_index(macros);
    let mut parser = Parser::new(&text, &tokens, &[], known, Dialect::Pattern);
    let mark = parser.mark();
    (0..head).for_each(|_| parser.bump());
    if head < tokens.len() {
        let replacement = parser.mark();
        parser.pattern(PatternEntry::Body);
        parser.complete(replacement, NodeKind::Pattern);
    }
    parser.complete(mark, NodeKind::Directive);
    parser.take_tree(directive.span, 0)
}

/// The tokens of a directive, its `#` the first.
pub fn directive_words(text: &[u8], directive: &Directive) -> Vec<Token> {
    let span = directive.span;
    let mark = if span.of(text).starts_with(b"%:") { 2 } else { 1 };
    let hash = Span::new(span.start, span.start + mark);
    let mut tokens = vec![Token { kind: Hash, start: hash.start, end: hash.end }];
    tokens.extend(crate::lexer::lex(text, Span::new(hash.end, span.end)).tokens);
    tokens
}

/// How many of the tokens of a `#define` there are up to its replacement: `#`, `define`, the name, and the parameters that follow it without
/// a blank.
pub fn define_head(tokens: &[Token]) -> usize {
    match tokens {
        [_, _, name, open, ..] if open.kind == LParen && open.start == name.end => {
            let close = tokens.iter().position(|token| token.kind == RParen);
            close.map_or(tokens.len(), |at| at + 1)
        }
        _ => tokens.len().min(3),
    }
}

/// What the branches of a disjunction, or the inside of a nest, hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Statement,
    Expression,
    Argument,
    Type,
    Parameter,
    Name,
    Initializer,
    Field,
    Operator,
}

impl Parser<'_> {
    fn pattern(&mut self, entry: PatternEntry) {
        let rule: fn(&mut Self) -> Parsed = match entry {
            PatternEntry::Body
            | PatternEntry::Statement
            | PatternEntry::TopLevel
            | PatternEntry::Declaration => {
                return self.list(List::Pattern);
            }
            PatternEntry::Expression
            | PatternEntry::ArgExpression
            | PatternEntry::TestExpression => Self::expression,
            PatternEntry::Type => Self::type_name,
            PatternEntry::Initializer => Self::initializer,
            PatternEntry::Parameters => |parser| parser.level(Level::Parameter),
        };
        self.guarded(
            |parser| {
                rule(parser)?;
                if parser.at(Eof) { Ok(()) } else { Err(parser.fail("expected the end")) }
            },
            |parser| {
                while !parser.at(Eof) {
                    parser.skip_group();
                }
            },
        );
    }

    /// One element of a rule's body.
    pub(super) fn pattern_item(&mut self) {
        self.guarded(Self::pattern_rule, Self::skip_statement);
    }

    fn pattern_rule(&mut self) -> Parsed {
        let mark = self.mark();
        match self.kind() {
            Identifier | MetaIdentifier | MetaExpression if self.bare_function_begins() => {
                self.declared(mark)
            }
            Dot if matches!(self.peek(2), Eq | LBracket | Dot) => {
                self.initializer_element();
                Ok(())
            }
            LBrace if self.braces_hold_initializers() => self.initializer_list(),
            KwCase | KwDefault | KwIf | KwDo => self.statement_rule(),
            KwExtern if self.peek(1) == String => Err(self.fail("`extern \"C\"` in a pattern")),
            _ if self.declaration_begins() => self.declaration_or_type(),
            _ => self.statement_rule(),
        }
    }

    /// A declaration; or, when it does not end as one, a type alone.
    fn declaration_or_type(&mut self) -> Parsed {
        let start = self.checkpoint();
        if self.declaration().is_ok() {
            return Ok(());
        }
        let fault = self.fault;
        self.restore(&start);
        if self.type_name().is_ok() && (self.ends_pattern_branch() || self.at(LBrace)) {
            return Ok(());
        }
        self.restore(&start);
        if self.at_name() && self.statement_rule().is_ok() {
            return Ok(());
        }
        self.fault = fault;
        Err(super::Failed)
    }

    /// `name(…) {` outside any block: a function without its type.
    fn bare_function_begins(&self) -> bool {
        if self.blocks > 0 || self.peek(1) != LParen {
            return false;
        }
        let after = self.look_past_group(self.look_at(1));
        self.look_kind(after) == LBrace
    }

    /// `{ .a = …, }`, `{ a, b }`: no statement, but elements between commas.
    fn braces_hold_initializers(&self) -> bool {
        if self.braces_hold_statements() {
            return false;
        }
        let mut look = self.look_on(self.look());
        let designated = matches!(self.look_kind(look), Dot | LBracket);
        loop {
            match self.look_kind(look) {
                Comma => return true,
                RBrace | Eof => return designated,
                LParen | LBrace | LBracket | DisjunctionOpen => look = self.look_past_group(look),
                kind if super::arguments::begins_statement(kind) => return false,
                _ => look = self.look_on(look),
            }
        }
    }

    /// True where a branch, a nest or the pattern ends, so that a `;` may be missing.
    pub(super) fn ends_pattern_branch(&self) -> bool {
        self.is_pattern()
            && matches!(
                self.kind(),
                Eof | DisjunctionOr | DisjunctionAnd | DisjunctionClose | NestClose | NestPlusClose
            )
    }

    /// A statement that begins with a token of patterns.
    pub(super) fn pattern_statement(&mut self, mark: Mark, kind: TokenKind) -> Parsed {
        match kind {
            Dots if joins_operands(self.peek(1)) => return self.expression_statement(mark),
            Dots => self.leaf(NodeKind::Dots),
            MetaStatement | MetaStatementList | MetaDeclaration => {
                self.leaf(NodeKind::MetaVariable)
            }
            MetaField | MetaFieldList | MetaParameter | MetaParameterList | MetaInitializer
            | MetaInitializerList => {
                self.leaf(NodeKind::MetaVariable);
                let _ = self.eat(Comma);
            }
            MetaIterator => return self.iterator(mark),
            MetaDeclarer => return self.macro_declaration(mark),
            NestOpen | NestPlusOpen if !self.nest_is_operand() => {
                return self.nest(Level::Statement);
            }
            DisjunctionOpen if self.disjunction_begins_declaration() => return self.declaration(),
            DisjunctionOpen if self.disjunction_holds_statements() => {
                return self.disjunction(Level::Statement);
            }
            _ if self.declaration_begins() => return self.declaration(),
            _ => return self.expression_statement(mark),
        }
        Ok(())
    }

    /// An operand that begins with a token of patterns.
    pub(super) fn pattern_expression(&mut self, kind: TokenKind) -> Parsed {
        match kind {
            MetaExpression | MetaExpressionList | MetaInitializer | MetaInitializerList
            | MetaParameter | MetaParameterList | MetaStatement => {
                self.leaf(NodeKind::MetaVariable);
                Ok(())
            }
            MetaIterator | MetaDeclarer | MetaAttribute => {
                self.leaf(NodeKind::Identifier);
                Ok(())
            }
            MetaType => self.type_name(),
            Dots => {
                self.leaf(NodeKind::Dots);
                Ok(())
            }
            NestOpen | NestPlusOpen => self.nest(Level::Expression),
            DisjunctionOpen => self.disjunction(Level::Expression),
            _ => Err(self.fail("expected an expression")),
        }
    }

    /// True when an element of a list begins that is no expression.
    pub(super) fn pattern_list_element(&self, kind: TokenKind) -> bool {
        match kind {
            Dots | Ellipsis | MetaExpressionList | MetaParameter | MetaParameterList
            | MetaInitializerList | MetaStatement => true,
            DisjunctionOpen => {
                let after = self.look_kind(self.look_past_group(self.look()));
                matches!(after, Comma | RParen | DisjunctionOr | DisjunctionAnd | DisjunctionClose)
            }
            _ => false,
        }
    }

    pub(super) fn pattern_argument(&mut self, kind: TokenKind) -> Parsed {
        match kind {
            Dots | Ellipsis if ends_list_element(self.peek(1)) => self.leaf(NodeKind::Dots),
            Dots | Ellipsis => return self.assignment_expression(),
            DisjunctionOpen => return self.disjunction(Level::Argument),
            _ => self.leaf(NodeKind::MetaVariable),
        }
        Ok(())
    }

    /// DisjunctionOpen branch (`|` branch)* DisjunctionClose
    pub(super) fn disjunction(&mut self, level: Level) -> Parsed {
        let mark = self.mark();
        self.bump();
        let mut kind = NodeKind::Disjunction;
        loop {
            let branch = self.mark();
            self.nested(|parser| parser.level(level))?;
            self.complete(branch, NodeKind::DisjunctionBranch);
            match self.kind() {
                DisjunctionOr => self.bump(),
                DisjunctionAnd => {
                    kind = NodeKind::Conjunction;
                    self.bump();
                }
                _ => break,
            }
        }
        self.expect(DisjunctionClose, "expected `|`, `&` or `)` of a disjunction")?;
        self.complete(mark, kind);
        Ok(())
    }

    /// `<...` or `<+...`, what it holds, and its end.
    pub(super) fn nest(&mut self, level: Level) -> Parsed {
        let mark = self.mark();
        let closing = if self.at(NestPlusOpen) { NestPlusClose } else { NestClose };
        self.bump();
        self.nested(|parser| parser.level(level))?;
        self.expect(closing, "expected the end of a nest")?;
        self.complete(mark, NodeKind::Nest);
        Ok(())
    }

    /// What one branch of a disjunction, or a nest, holds; may be nothing.
    fn level(&mut self, level: Level) -> Parsed {
        if self.ends_pattern_branch() && !(level == Level::Statement && self.at_directive()) {
            return Ok(());
        }
        match level {
            Level::Statement => self.list(List::Pattern),
            Level::Field => self.list(List::Fields),
            Level::Initializer => self.list(List::Initializers),
            Level::Expression => return self.expression(),
            Level::Argument => return self.argument_branch(),
            Level::Type => return self.type_name(),
            Level::Parameter => return self.parameter_branch(),
            Level::Name => return self.name(),
            Level::Operator => self.bump(),
        }
        Ok(())
    }

    fn argument_branch(&mut self) -> Parsed {
        loop {
            self.argument()?;
            if !self.eat(Comma) {
                return Ok(());
            }
        }
    }

    fn parameter_branch(&mut self) -> Parsed {
        loop {
            self.parameter()?;
            if !self.eat(Comma) {
                return Ok(());
            }
        }
    }

    /// The first token of each branch of the disjunction at `look`.
    fn each_branch(&self, look: Look, mut see: impl FnMut(Look) -> bool) -> bool {
        let mut look = self.look_on(look);
        loop {
            if see(look) {
                return true;
            }
            loop {
                match self.look_kind(look) {
                    Eof | DisjunctionClose => return false,
                    DisjunctionOr | DisjunctionAnd => break,
                    LParen | LBracket | LBrace | DisjunctionOpen => {
                        look = self.look_past_group(look)
                    }
                    _ => look = self.look_on(look),
                }
            }
            look = self.look_on(look);
        }
    }

    /// True when a type stands in a branch: `(int | T)`.
    pub(super) fn disjunction_holds_type(&self) -> bool {
        self.disjunction_at_holds_type(self.look())
    }

    pub(super) fn disjunction_at_holds_type(&self, look: Look) -> bool {
        let after = self.look_kind(self.look_past_group(look));
        let lone = |kind| matches!(kind, DisjunctionOr | DisjunctionAnd | DisjunctionClose | Star);
        self.each_branch(look, |first| {
            let kind = self.look_kind(first);
            let next = self.look_kind(self.look_on(first));
            match kind {
                MetaType => lone(next),
                Identifier => {
                    lone(next)
                        && (self.known.is_type(self.look_text(first))
                            || matches!(after, Identifier | MetaIdentifier | MetaExpression | Star))
                }
                kind => is_declaration_keyword(kind) && self.branch_is_type(first),
            }
        })
    }

    /// Keywords, names and `*`s up to the end of the branch.
    fn branch_is_type(&self, mut look: Look) -> bool {
        loop {
            match self.look_kind(look) {
                DisjunctionOr | DisjunctionAnd | DisjunctionClose => return true,
                Identifier | MetaIdentifier | MetaType | Star => {}
                kind if is_declaration_keyword(kind) => {}
                _ => return false,
            }
            look = self.look_on(look);
        }
    }

    /// True when a disjunction of types is followed by what they declare.
    pub(super) fn disjunction_begins_declaration(&self) -> bool {
        let after = self.look_past_group(self.look());
        self.disjunction_holds_type()
            && matches!(
                self.look_kind(after),
                Identifier | MetaIdentifier | MetaExpression | Star | DisjunctionOpen
            )
    }

    pub(super) fn disjunction_ends_parameter(&self) -> bool {
        matches!(self.look_kind(self.look_past_group(self.look())), Comma | RParen)
    }

    pub(super) fn disjunction_holds_elements(&self) -> bool {
        self.disjunction_ends_element()
            || self
                .each_branch(self.look(), |first| matches!(self.look_kind(first), Dot | LBracket))
    }

    fn disjunction_ends_element(&self) -> bool {
        matches!(self.look_kind(self.look_past_group(self.look())), Comma | RBrace)
    }

    /// True for `( = | += )`: operators alone.
    pub(super) fn operator_disjunction(&self) -> bool {
        matches!(self.peek(2), DisjunctionOr | DisjunctionAnd)
            && (self.peek(1).is_assignment()
                || (LParen..=PipeEq).contains(&self.peek(1))
                || matches!(self.peek(1), MetaAssignmentOperator | MetaBinaryOperator))
    }

    /// A disjunction where a statement may stand: of statements, unless it goes on as an expression or ends with `;`.
    fn disjunction_holds_statements(&self) -> bool {
        let after = self.look_past_group(self.look());
        let mut look = self.look_on(self.look());
        let mut depth = 0u32;
        while look.pos < after.pos {
            match self.look_kind(look) {
                Semicolon | LBrace | Dots | MetaStatement | MetaStatementList | MetaDeclaration
                    if depth == 0 =>
                {
                    return true;
                }
                kind if super::arguments::begins_statement(kind) => return true,
                LParen | LBracket => depth += 1,
                RParen | RBracket => depth = depth.saturating_sub(1),
                _ => {}
            }
            look = self.look_on(look);
        }
        let kind = self.look_kind(after);
        let goes_on = (LParen..=PipeEq).contains(&kind)
            && !matches!(kind, RParen | RBrace | LBrace | Star | PlusPlus | MinusMinus)
            || matches!(kind, MetaBinaryOperator | MetaAssignmentOperator);
        !goes_on
    }

    /// A nest at statement level that is an operand: `<+... x ...+>;`, `<+... x ...+> = y`.
    fn nest_is_operand(&self) -> bool {
        let mut look = self.look_on(self.look());
        let mut depth = 1u32;
        loop {
            match self.look_kind(look) {
                Semicolon if depth == 1 => return false,
                NestOpen | NestPlusOpen => depth += 1,
                NestClose | NestPlusClose => depth -= 1,
                Eof => return false,
                _ => {}
            }
            look = self.look_on(look);
            if depth == 0 {
                break;
            }
        }
        let kind = self.look_kind(look);
        kind == Semicolon || kind.is_assignment() || matches!(kind, Dot | Arrow | LBracket)
    }

    /// After `name(…)` in a pattern: a statement begins that can only be an iterator's body.
    pub(super) fn pattern_body_follows(&self, after: Look) -> bool {
        matches!(self.look_kind(after), MetaStatement) && self.blocks > 0
    }

    /// What an `if` of a pattern tests when its parentheses are a disjunction's.
    pub(super) fn header_operand(&mut self) -> Parsed {
        self.nested(Self::assignment_expression)
    }
}

/// True for the operators that only stand between two operands.
fn joins_operands(kind: TokenKind) -> bool {
    matches!(
        kind,
        Slash
            | Percent
            | Shl
            | Shr
            | Lt
            | Gt
            | Le
            | Ge
            | EqEq
            | Ne
            | Caret
            | Pipe
            | PipePipe
            | AmpAmp
            | Question
    )
}

fn ends_list_element(kind: TokenKind) -> bool {
    matches!(
        kind,
        Comma
            | RParen
            | DisjunctionOr
            | DisjunctionAnd
            | DisjunctionClose
            | NestClose
            | NestPlusClose
            | Eof
    )
}
