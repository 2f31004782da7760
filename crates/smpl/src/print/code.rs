//! The body of a rule as text: annotated lines, one item a line, blocks indented by tabs.
//!
//! A line ends where the annotation changes, where added code hangs, and where an item or brace ends it anyway.

use csyntax::{NodeKind, TokenKind};

use crate::outline::is_item;
use crate::{CodeRule, Mark, PatternNode, PatternPart, PatternTokenId, PlusBlock, PlusPiece, When};

/// The body of a rule.
pub(super) fn body(rule: &CodeRule) -> String {
    let mut printer = Printer { rule, ..Printer::new(rule) };
    printer.node(&rule.pattern, Level::Items);
    printer.end_line();
    printer.out
}

/// Code on one line, without annotations.
pub(super) fn inline(rule: &CodeRule, node: &PatternNode) -> String {
    let mut printer = Printer { bare: true, ..Printer::new(rule) };
    printer.node(node, Level::Inline);
    printer.line
}

/// Whether items stand at a place, each on its own lines, or less.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Items,
    Inline,
}

struct Printer<'r> {
    rule: &'r CodeRule,
    out: String,
    /// The line at hand, without its annotation and indentation.
    line: String,
    annotation: (Mark, bool),
    indent: usize,
    /// The token before: no blank follows it.
    tight: bool,
    /// How many tokens of a directive are still to come: its lines are joined by `\`.
    directive: usize,
    /// Nothing but code is printed.
    bare: bool,
}

impl<'r> Printer<'r> {
    fn new(rule: &'r CodeRule) -> Self {
        Self {
            rule,
            out: String::new(),
            line: String::new(),
            annotation: (Mark::Context, false),
            indent: 0,
            tight: false,
            directive: 0,
            bare: false,
        }
    }

    fn node(&mut self, node: &PatternNode, level: Level) {
        if node.kind == NodeKind::Directive {
            return self.directive(node);
        }
        let choice = matches!(node.kind, NodeKind::Disjunction | NodeKind::Conjunction);
        let bare_choice = choice && node.children().count() == node.parts.len();
        let level = if choice && !self.is_bare(node) { Level::Inline } else { level };
        for (at, part) in node.parts.iter().enumerate() {
            match part {
                PatternPart::Token(id) => self.token(node, *id, level),
                PatternPart::Node(child) => {
                    if bare_choice {
                        self.word(if at == 0 { "\\(" } else { "\\|" }, false);
                    }
                    let inner = level_of(node, at, level);
                    self.node(child, inner);
                    if inner == Level::Items && self.is_item(child) {
                        self.end_line();
                    }
                }
            }
        }
        if bare_choice {
            self.word("\\)", false);
        }
    }

    /// Whether no token of the node itself has an annotation or attachment, so that it may stand in the first column.
    fn is_bare(&self, node: &PatternNode) -> bool {
        node.parts.iter().all(|part| match part {
            PatternPart::Token(id) => {
                let token = self.rule.token(*id);
                token.mark == Mark::Context && !token.optional && token.attached.is_empty()
            }
            PatternPart::Node(_) => true,
        })
    }

    fn is_item(&self, node: &PatternNode) -> bool {
        let first = node.tokens().first().map(|id| self.rule.token(*id).kind);
        is_item(node.kind, first)
            || matches!(node.kind, NodeKind::Dots | NodeKind::Nest | NodeKind::Disjunction)
            || node.kind == NodeKind::Conjunction
    }

    fn directive(&mut self, node: &PatternNode) {
        self.end_line();
        self.directive = node.tokens().len();
        let name_end = node.parts.get(2).and_then(|part| self.span(part)).map(|span| span.end);
        for (at, part) in node.parts.iter().enumerate() {
            let adjacent = at == 3 && self.span(part).map(|span| span.start) == name_end;
            match part {
                PatternPart::Token(id) => {
                    self.tight |= at == 1 || adjacent;
                    self.token(node, *id, Level::Inline);
                }
                PatternPart::Node(child) => {
                    self.tight = false;
                    self.node(child, Level::Inline);
                }
            }
        }
        self.end_line();
    }

    fn span(&self, part: &PatternPart) -> Option<source::Span> {
        match part {
            PatternPart::Token(id) => Some(self.rule.token(*id).span),
            PatternPart::Node(_) => None,
        }
    }

    fn token(&mut self, node: &PatternNode, id: PatternTokenId, level: Level) {
        let token = self.rule.token(id);
        let block =
            matches!(node.kind, NodeKind::CompoundStatement | NodeKind::StructDeclarationList);
        if block && token.kind == TokenKind::RBrace {
            self.end_line();
            self.indent = self.indent.saturating_sub(1);
        }
        token.plus_before.iter().for_each(|plus| self.plus(plus));
        if self.annotation != (token.mark, token.optional) {
            self.end_line();
            self.annotation = (token.mark, token.optional);
        }
        if level == Level::Items && is_choice_token(token.kind) {
            self.choice_line(token.kind);
        } else {
            let text = inline_text(token.kind, &token.text);
            self.word(text, hugs_left(node.kind, token.kind));
            self.tight = hugs_right(node.kind, token.kind);
        }
        self.directive = self.directive.saturating_sub(1);
        for meta in &token.attached {
            let name = &self.rule.metavariable(*meta).name;
            if !token.text.contains(&format!("%@{name}@")) {
                self.line.push('@');
                self.line.push_str(name);
            }
        }
        for when in token.dots.iter().flat_map(|dots| &dots.whens) {
            self.end_line();
            let clause = self.when(when);
            self.word(&clause, false);
            self.end_line();
        }
        token.plus_after.iter().for_each(|plus| self.plus(plus));
        if block && token.kind == TokenKind::LBrace {
            self.end_line();
            self.indent += 1;
        }
        let nest = matches!(token.kind, TokenKind::NestOpen | TokenKind::NestPlusOpen);
        if nest && level == Level::Items {
            self.end_line();
        }
    }

    fn when(&self, when: &When) -> String {
        let code = |node| inline(self.rule, node);
        match when {
            When::Not(node) => format!("when != {}", code(node)),
            When::Always(node) => format!("when = {}", code(node)),
            When::NotTrue(node) => format!("when != true {}", code(node)),
            When::NotFalse(node) => format!("when != false {}", code(node)),
            When::Any => "when any".to_owned(),
            When::Strict => "when strict".to_owned(),
            When::Forall => "when forall".to_owned(),
            When::Exists => "when exists".to_owned(),
        }
    }

    /// `(`, `|`, `&` or `)` in the first column, alone on its line.
    fn choice_line(&mut self, kind: TokenKind) {
        self.end_line();
        self.out.push_str(match kind {
            TokenKind::DisjunctionOpen => "(\n",
            TokenKind::DisjunctionOr => "|\n",
            TokenKind::DisjunctionAnd => "&\n",
            _ => ")\n",
        });
    }

    fn word(&mut self, text: &str, hugs: bool) {
        if !self.line.is_empty() && !self.tight && !hugs {
            self.line.push(' ');
        }
        self.line.push_str(text);
        self.tight = false;
    }

    fn end_line(&mut self) {
        self.tight = false;
        if self.line.is_empty() || self.bare {
            return;
        }
        let (mark, optional) = self.annotation;
        self.out.push_str(if optional { "?" } else { "" });
        self.out.push_str(match mark {
            Mark::Context if optional => "",
            Mark::Context => " ",
            Mark::Minus => "-",
            Mark::Star => "*",
        });
        self.out.push_str(&"\t".repeat(self.indent.max(usize::from(mark != Mark::Context))));
        let line = std::mem::take(&mut self.line);
        self.out.push_str(&line);
        self.out.push_str(if self.directive > 0 { " \\\n" } else { "\n" });
    }

    fn plus(&mut self, block: &PlusBlock) {
        if self.bare {
            return;
        }
        self.end_line();
        let mark = if block.multiple { "++" } else { "+" };
        self.out.push_str(mark);
        pad(&mut self.out, mark.len() as u32, block.column);
        for piece in &block.pieces {
            match piece {
                PlusPiece::Text(text) => self.out.push_str(text),
                PlusPiece::Meta(meta) => self.out.push_str(&self.rule.metavariable(*meta).name),
                PlusPiece::Newline { column } => {
                    self.out.push('\n');
                    self.out.push_str(mark);
                    pad(&mut self.out, mark.len() as u32, *column);
                }
            }
        }
        self.out.push_str(if self.directive > 0 { " \\\n" } else { "\n" });
    }
}

fn pad(out: &mut String, from: u32, to: u32) {
    (from..to).for_each(|_| out.push(' '));
}

/// Whether part `at` of a node holds items.
fn level_of(parent: &PatternNode, at: usize, outer: Level) -> Level {
    use NodeKind as N;
    let body = || match parent.parts.get(at.wrapping_sub(1)) {
        Some(PatternPart::Token(_)) | None => true,
        Some(PatternPart::Node(_)) => false,
    };
    match parent.kind {
        N::Pattern | N::Nest | N::Disjunction | N::Conjunction => outer,
        N::DisjunctionBranch | N::Tested => outer,
        N::CompoundStatement | N::StructDeclarationList | N::FunctionDefinition => Level::Items,
        N::WhileStatement | N::ForStatement | N::SwitchStatement | N::DoStatement => {
            if body() && at > 2 { Level::Items } else { Level::Inline }
        }
        N::IfStatement if body() && at > 2 => Level::Items,
        N::LabeledStatement => Level::Items,
        _ => Level::Inline,
    }
}

fn is_choice_token(kind: TokenKind) -> bool {
    (TokenKind::DisjunctionOpen..=TokenKind::DisjunctionClose).contains(&kind)
}

fn inline_text(kind: TokenKind, text: &str) -> &str {
    match kind {
        TokenKind::DisjunctionOpen => "\\(",
        TokenKind::DisjunctionOr => "\\|",
        TokenKind::DisjunctionAnd => "\\&",
        TokenKind::DisjunctionClose => "\\)",
        _ => text,
    }
}

/// True for tokens that stand close to what is in front of them.
fn hugs_left(node: NodeKind, kind: TokenKind) -> bool {
    use TokenKind as T;
    match kind {
        T::Comma | T::Semicolon | T::RParen | T::RBracket => true,
        T::LParen => matches!(node, NodeKind::ArgumentList | NodeKind::ParameterList),
        T::LBracket => node != NodeKind::ArrayDesignator,
        T::Dot | T::Arrow => node == NodeKind::MemberExpression,
        T::PlusPlus | T::MinusMinus => node == NodeKind::PostfixExpression,
        T::Colon => matches!(node, NodeKind::LabelStatement | NodeKind::CaseStatement),
        _ => false,
    }
}

/// True for tokens that what follows stands close to.
fn hugs_right(node: NodeKind, kind: TokenKind) -> bool {
    use TokenKind as T;
    match kind {
        T::LParen | T::LBracket | T::Arrow | T::Dot | T::Bang | T::Tilde => true,
        T::RParen => node == NodeKind::CastExpression,
        T::Amp => node == NodeKind::UnaryExpression,
        T::Star => matches!(node, NodeKind::UnaryExpression | NodeKind::PointerDeclarator),
        T::PlusPlus | T::MinusMinus => node == NodeKind::PrefixExpression,
        _ => false,
    }
}
