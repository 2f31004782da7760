//! Statements, and the macros that look like them.
//!
//! ```text
//!   list_for_each(p, h) { }      IteratorStatement        SET_FLAG(x)        MacroStatement, no `;`
//!   foo(x);                      ExpressionStatement      FOO                MacroStatement
//! ```

use super::arguments::begins_statement;
use super::lists::List;
use super::{Failed, Mark, Parsed, Parser};
use crate::NodeKind;
use crate::TokenKind::*;
use crate::macros::{MacroClass, is_declaration_keyword};

impl Parser<'_> {
    /// One statement or declaration of a block; a mistake costs it alone.
    pub(super) fn statement(&mut self) {
        self.guarded(Self::statement_rule, Self::skip_statement);
    }

    /// `{` (statement | declaration | …)* `}`
    pub(super) fn compound_statement(&mut self) -> Parsed {
        let mark = self.mark();
        self.expect(LBrace, "expected `{`")?;
        self.block_rest(mark)
    }

    /// statement* `}`: a block behind its `{`, wherever that came from. A macro may bring the `}`.
    pub(super) fn block_rest(&mut self, mark: Mark) -> Parsed {
        self.blocks += 1;
        let read = self.nested(|parser| {
            parser.list(List::Statements);
            Ok(())
        });
        self.blocks -= 1;
        read?;
        if self.at_closer() {
            self.bump();
            if self.at(LParen) {
                self.argument_list()?;
            }
            let _ = self.eat(Semicolon);
        } else {
            self.expect(RBrace, "expected `}` at the end of a block")?;
        }
        self.complete(mark, NodeKind::CompoundStatement);
        Ok(())
    }

    /// True at a macro that brings the `}` of a block.
    pub(super) fn at_closer(&self) -> bool {
        self.known.has_half_blocks
            && self.at(Identifier)
            && self.known.is(self.peek_text(0), MacroClass::Closer)
    }

    /// True at a macro that brings the `{` of a block.
    pub(super) fn at_opener(&self) -> bool {
        self.known.has_half_blocks && self.known.is(self.peek_text(0), MacroClass::Opener)
    }

    /// `BEGIN_EACH(x) statement* }`: the macro brings the head and the `{`.
    pub(super) fn opened_block(&mut self, mark: Mark, kind: NodeKind) -> Parsed {
        self.bump();
        if self.at(LParen) {
            self.argument_list()?;
        }
        let block = self.mark();
        self.block_rest(block)?;
        self.complete(mark, kind);
        Ok(())
    }

    pub(super) fn statement_rule(&mut self) -> Parsed {
        let mark = self.mark();
        match self.kind() {
            LBrace => self.compound_statement(),
            Semicolon => {
                self.leaf(NodeKind::EmptyStatement);
                Ok(())
            }
            Identifier => self.name_statement(mark),
            KwIf => self.if_statement(),
            KwReturn => self.return_statement(mark),
            KwFor => self.for_statement(mark),
            KwWhile => self.headed_statement(mark, NodeKind::WhileStatement),
            KwSwitch => self.headed_statement(mark, NodeKind::SwitchStatement),
            KwDo => self.do_statement(mark),
            KwCase | KwDefault => self.case_label(mark),
            KwGoto => self.goto_statement(mark),
            KwBreak => self.jump(mark, NodeKind::BreakStatement),
            KwContinue => self.jump(mark, NodeKind::ContinueStatement),
            KwAsm => self.asm(NodeKind::AsmStatement),
            KwLabel => self.local_labels(mark),
            KwElse => Err(self.fail("`else` without `if`")),
            LBracket if self.peek(1) == LBracket => self.attributed(mark),
            KwAttribute if !self.declaration_begins() => self.attributed(mark),
            MetaIdentifier if self.peek(1) == Colon => self.label(mark),
            kind if kind.is_pattern_only() => self.pattern_statement(mark, kind),
            Ellipsis if self.is_pattern() => {
                self.leaf(NodeKind::Dots);
                Ok(())
            }
            KwExtension if self.declaration_begins() => self.declaration(),
            kind if is_declaration_keyword(kind) || kind == KwStaticAssert => self.declaration(),
            _ => self.expression_statement(mark),
        }
    }

    /// The statement under an `if`, a loop or a label: exactly one.
    fn substatement(&mut self) -> Parsed {
        let mark = self.mark();
        let mut labelled = false;
        while self.label_begins() {
            labelled = true;
            self.nested(Self::statement_rule)?;
        }
        if matches!(self.kind(), RBrace | Eof) {
            if !labelled {
                return Err(self.fail("expected a statement"));
            }
        } else {
            self.nested(|parser| {
                parser.statement();
                Ok(())
            })?;
        }
        if labelled {
            self.complete(mark, NodeKind::LabeledStatement);
        }
        Ok(())
    }

    fn label_begins(&self) -> bool {
        match self.kind() {
            KwCase | KwDefault => true,
            Identifier | MetaIdentifier => self.peek(1) == Colon,
            KwAttribute | LBracket => self.attributes_lead_statement(),
            _ => false,
        }
    }

    /// `if` statements in a chain of `else if` wait for their end in `pending`. A macro may stand for the `if`.
    fn if_statement(&mut self) -> Parsed {
        let base = self.pending.len();
        loop {
            let mark = self.mark();
            self.bump();
            self.header()?;
            self.substatement()?;
            if self.eat(KwElse) {
                if self.at(KwIf) {
                    self.pending.push((mark, NodeKind::IfStatement));
                    continue;
                }
                self.substatement()?;
            }
            self.complete(mark, NodeKind::IfStatement);
            self.complete_pending(base);
            return Ok(());
        }
    }

    /// `(` expression `)`; a mistake in it costs the header alone. A macro may bring the parentheses.
    fn header(&mut self) -> Parsed {
        if !self.at(LParen) {
            self.guarded(Self::bare_header, |_| {});
            return Ok(());
        }
        self.bump();
        self.guarded(
            |parser| {
                parser.nested(Self::expression)?;
                if parser.at(RParen) { Ok(()) } else { Err(parser.fail("expected `)`")) }
            },
            Self::skip_to_paren,
        );
        self.header_end()
    }

    /// The `)` of a header. Where it is missing, the statement is lost too, and the reason stays where it was found.
    fn header_end(&mut self) -> Parsed {
        if self.eat(RParen) { Ok(()) } else { Err(Failed) }
    }

    fn bare_header(&mut self) -> Parsed {
        if !matches!(self.kind(), Identifier | MetaIdentifier | DisjunctionOpen | MetaExpression) {
            return Err(self.fail("expected `(`"));
        }
        self.header_operand()
    }

    fn headed_statement(&mut self, mark: Mark, kind: NodeKind) -> Parsed {
        self.bump();
        self.header()?;
        self.substatement()?;
        self.complete(mark, kind);
        Ok(())
    }

    fn do_statement(&mut self, mark: Mark) -> Parsed {
        self.bump();
        self.substatement()?;
        if self.at(Identifier) && self.peek(1) == LParen {
            // A macro that brings the `while`.
            self.bump();
            self.argument_list()?;
        } else {
            self.expect(KwWhile, "expected `while` after the body of `do`")?;
            self.header()?;
        }
        self.statement_end("expected `;` after `do … while`", mark, NodeKind::DoStatement)
    }

    fn for_statement(&mut self, mark: Mark) -> Parsed {
        self.bump();
        self.expect(LParen, "expected `(` after `for`")?;
        self.guarded(Self::for_header, Self::skip_to_paren);
        self.header_end()?;
        self.substatement()?;
        self.complete(mark, NodeKind::ForStatement);
        Ok(())
    }

    /// ForInit ForCondition ForStep; a macro may make all of them.
    fn for_header(&mut self) -> Parsed {
        let mark = self.mark();
        if self.declaration_begins() {
            self.declaration()?;
        } else {
            if !self.at(Semicolon) {
                self.nested(Self::expression)?;
            }
            if self.at(RParen) {
                self.complete(mark, NodeKind::ForInit);
                return Ok(());
            }
            self.expect(Semicolon, "expected `;` in the header of `for`")?;
        }
        self.complete(mark, NodeKind::ForInit);
        let condition = self.mark();
        if !self.at(Semicolon) {
            self.nested(Self::expression)?;
        }
        if !self.at(RParen) {
            self.expect(Semicolon, "expected `;` in the header of `for`")?;
        }
        self.complete(condition, NodeKind::ForCondition);
        let step = self.mark();
        if !self.at(RParen) {
            self.nested(Self::expression)?;
        }
        if !self.at(RParen) {
            return Err(self.fail("expected `)` after the parts of `for`"));
        }
        self.complete(step, NodeKind::ForStep);
        Ok(())
    }

    /// `case` expression (`...` expression)? `:` | `default` `:`
    fn case_label(&mut self, mark: Mark) -> Parsed {
        let default = self.at(KwDefault);
        self.bump();
        if !default {
            self.nested(Self::constant_expression)?;
            if matches!(self.kind(), Ellipsis | Dots) {
                self.bump();
                self.nested(Self::constant_expression)?;
            }
        }
        let brings_colon = self.last_kind(mark) == Some(NodeKind::CallExpression);
        if !(brings_colon && self.eat(Semicolon)) {
            self.expect(Colon, "expected `:` after a case")?;
        }
        let kind = if default { NodeKind::DefaultStatement } else { NodeKind::CaseStatement };
        self.complete(mark, kind);
        Ok(())
    }

    fn goto_statement(&mut self, mark: Mark) -> Parsed {
        self.bump();
        if self.eat(Star) {
            self.expression()?;
            return self.statement_end("expected `;`", mark, NodeKind::ComputedGotoStatement);
        }
        self.name()?;
        self.statement_end("expected `;` after `goto`", mark, NodeKind::GotoStatement)
    }

    fn jump(&mut self, mark: Mark, kind: NodeKind) -> Parsed {
        self.bump();
        self.statement_end("expected `;`", mark, kind)
    }

    fn return_statement(&mut self, mark: Mark) -> Parsed {
        self.bump();
        if !self.at(Semicolon) && !self.ends_without_semicolon() {
            self.expression()?;
        }
        self.statement_end("expected `;` after `return`", mark, NodeKind::ReturnStatement)
    }

    /// The `;` of a statement. A line that lacks it is an error, but does not take the next line with it.
    fn statement_end(&mut self, message: &'static str, mark: Mark, kind: NodeKind) -> Parsed {
        if !self.eat(Semicolon) && !self.ends_without_semicolon() {
            let failed = self.fail(message);
            if !self.newline_before(self.index(0)) && !self.at(RBrace) {
                return Err(failed);
            }
            self.nodes.truncate(mark.node as usize);
            self.error_node(mark);
            return Ok(());
        }
        self.complete(mark, kind);
        Ok(())
    }

    /// Where a statement may lack its `;`: as a macro's argument, and at the end of a pattern's branch.
    fn ends_without_semicolon(&self) -> bool {
        matches!(self.kind(), RParen | Comma) || self.ends_pattern_branch()
    }

    /// `__label__` `name` `,` … `;`
    fn local_labels(&mut self, mark: Mark) -> Parsed {
        self.bump();
        self.name()?;
        while self.eat(Comma) {
            self.name()?;
        }
        self.statement_end("expected `;` after `__label__`", mark, NodeKind::LocalLabelDeclaration)
    }

    /// An attribute alone with its `;`, or in front of a statement (of its own) or declaration.
    fn attributed(&mut self, mark: Mark) -> Parsed {
        let start = self.checkpoint();
        let leads = self.attributes_lead_statement();
        self.attribute()?;
        if leads {
            self.complete(mark, NodeKind::AttributeStatement);
            return Ok(());
        }
        if self.eat(Semicolon) {
            self.complete(mark, NodeKind::AttributeStatement);
            return Ok(());
        }
        self.restore(&start);
        self.declaration()
    }

    fn label(&mut self, mark: Mark) -> Parsed {
        self.bump();
        self.bump();
        while self.at(KwAttribute) && !self.declaration_begins() {
            self.attribute()?;
            let _ = self.eat(Semicolon);
        }
        self.complete(mark, NodeKind::LabelStatement);
        Ok(())
    }

    /// A statement that begins with a name.
    fn name_statement(&mut self, mark: Mark) -> Parsed {
        match self.peek(1) {
            Colon => self.label(mark),
            _ if self.at_opener() => self.opened_block(mark, NodeKind::IteratorStatement),
            LParen => self.call_statement(mark),
            KwVolatile | KwGoto if matches!(self.peek(2), LParen | KwGoto) => {
                self.asm(NodeKind::AsmStatement)
            }
            Identifier | LBrace
                if !self.is_pattern() && self.known.is(self.peek_text(0), MacroClass::Iterator) =>
            {
                self.iterator(mark)
            }
            _ if self.declaration_begins() => self.declaration(),
            RBrace | KwElse if !self.is_pattern() => self.macro_word(mark),
            LBrace if !self.is_pattern() => {
                self.bump();
                self.substatement()?;
                self.complete(mark, NodeKind::IteratorStatement);
                Ok(())
            }
            Identifier if self.peek(2) != String && !self.is_pattern() => self.macro_word(mark),
            kind if begins_statement(kind) && !self.is_pattern() => self.macro_word(mark),
            _ => self.expression_statement(mark),
        }
    }

    /// `NAME`: a macro that is a statement.
    fn macro_word(&mut self, mark: Mark) -> Parsed {
        self.leaf(NodeKind::MacroStatement);
        debug_assert!(self.nodes.len() as u32 > mark.node);
        Ok(())
    }

    /// `name(…)` and what follows tell what it is.
    fn call_statement(&mut self, mark: Mark) -> Parsed {
        let after = self.look_past_group(self.look_at(1));
        let kind = self.look_kind(after);
        let class = self.known.class(self.peek_text(0));
        if kind == Semicolon && class == Some(MacroClass::Declarer) && !self.is_pattern() {
            return self.macro_declaration(mark);
        }
        if kind == Semicolon || self.is_pattern() {
            if self.is_pattern() && self.declaration_begins() {
                return self.declaration();
            }
            let iterator =
                self.is_pattern() && (kind == LBrace || self.pattern_body_follows(after));
            return if iterator { self.iterator(mark) } else { self.expression_statement(mark) };
        }
        match kind {
            _ if class == Some(MacroClass::Conditional) => self.if_statement(),
            LBrace => self.iterator(mark),
            Colon => self.macro_label(mark),
            RBrace | Eof | KwElse | KwCase | KwDefault => self.macro_statement(mark),
            Eq if self.look_kind(self.look_on(after)) == LBrace => self.macro_declaration(mark),
            _ if self.parenthesis_holds_semicolon(after) => self.macro_statement(mark),
            _ if self.declaration_begins() => self.declaration(),
            _ if class == Some(MacroClass::Iterator) => self.iterator(mark),
            Identifier | Number | PlusPlus | MinusMinus | Star | Amp => {
                self.statement_after(mark, after, class)
            }
            kind if kind.is_keyword() => self.statement_after(mark, after, class),
            LParen if self.newline_before(after.pos) => self.statement_after(mark, after, class),
            _ => self.expression_statement(mark),
        }
    }

    /// `NAME(int *p;)`: what a macro keeps or drops ends like a statement.
    fn parenthesis_holds_semicolon(&self, after: super::cursor::Look) -> bool {
        let last = after.pos.checked_sub(2).map(|last| self.tokens[last as usize].kind);
        last == Some(Semicolon) && self.tokens[after.pos as usize - 1].kind == RParen
    }

    /// `name(…)` with a statement after it: its body when that is indented deeper or on the same line, otherwise the
    /// next statement.
    fn statement_after(
        &mut self,
        mark: Mark,
        after: super::cursor::Look,
        class: Option<MacroClass>,
    ) -> Parsed {
        let operator = matches!(self.look_kind(after), PlusPlus | MinusMinus | Star | Amp | LParen);
        let deeper = self.indentation(after.pos) > self.indentation(self.index(0));
        let own_line = self.newline_before(after.pos);
        if operator && (!own_line || !self.call_ends_line_as_macro(after)) {
            return self.expression_statement(mark);
        }
        let body = deeper || !own_line;
        if body && !matches!(class, Some(MacroClass::Statement | MacroClass::Declarer)) {
            return self.iterator(mark);
        }
        self.macro_statement(mark)
    }

    /// `name(…)` with `*p = …;` or the like on the next line: two statements, not a product.
    fn call_ends_line_as_macro(&self, after: super::cursor::Look) -> bool {
        let operand = self.look_on(after);
        self.tokens[after.pos as usize].end == self.tokens[operand.pos as usize].start
    }

    /// `name` ArgumentList statement
    pub(super) fn iterator(&mut self, mark: Mark) -> Parsed {
        self.bump();
        if self.at(LParen) {
            self.argument_list()?;
        }
        self.substatement()?;
        self.complete(mark, NodeKind::IteratorStatement);
        Ok(())
    }

    fn macro_statement(&mut self, mark: Mark) -> Parsed {
        self.bump();
        self.argument_list()?;
        self.complete(mark, NodeKind::MacroStatement);
        Ok(())
    }

    /// `CASE(x):`, a label that a macro makes.
    fn macro_label(&mut self, mark: Mark) -> Parsed {
        self.bump();
        self.argument_list()?;
        self.bump();
        self.complete(mark, NodeKind::LabelStatement);
        Ok(())
    }

    /// expression `;`; in a pattern the `;` may be missing, and the expression stands alone.
    pub(super) fn expression_statement(&mut self, mark: Mark) -> Parsed {
        self.expression()?;
        if self.is_pattern() && !self.at(Semicolon) {
            return Ok(());
        }
        self.statement_end("expected `;`", mark, NodeKind::ExpressionStatement)
    }
}
