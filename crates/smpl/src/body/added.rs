//! What a run of `+` lines holds: its text, its pieces, and whether it is lines of its own.

use std::sync::Arc;

use csyntax::{NodeKind, PatternEntry, TokenKind, Tree, lex, parse_pattern_with_directives};
use source::Span;

use super::lines::{self, quoted_len};
use super::plus::Run;
use super::tokens;
use crate::builder::RuleBuilder;
use crate::file::File;
use crate::outline::{Outline, is_item};
use crate::{MetaKind, PatternTokenId, PlusPiece, PlusShape};

/// The lines of a run: the column of each one's first character, and what stands from there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct AddedText {
    pub(crate) lines: Vec<(u32, String)>,
}

/// The text of a run; blanks at the ends of its lines are left out, and so is a `\` that joins the last of them to a
/// line of the code it is added to.
pub(crate) fn text(file: &File, run: &Run) -> AddedText {
    let line = |span: Span| {
        let code = span.of(&file.text).trim_ascii_end();
        let blanks = code.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let text = String::from_utf8_lossy(&code[blanks..]).into_owned();
        let column = lines::column(&file.text, span.start + blanks as u32);
        (if text.is_empty() { 0 } else { column }, text)
    };
    let mut lines: Vec<(u32, String)> = run.lines.iter().map(|l| line(l.code)).collect();
    if let Some((_, last)) = lines.last_mut() {
        *last = last.strip_suffix('\\').unwrap_or(last).trim_end().to_owned();
    }
    AddedText { lines }
}

/// Splits added code into text and metavariables; notes which metavariables it uses. Comments and strings are text.
pub(crate) fn pieces(builder: &mut RuleBuilder<'_>, text: &AddedText) -> Vec<PlusPiece> {
    let mut out = Pieces { builder, out: Vec::new(), comment: false };
    for (at, (column, line)) in text.lines.iter().enumerate() {
        if at > 0 {
            out.out.push(PlusPiece::Newline { column: *column });
        }
        out.line(line);
    }
    out.out
}

struct Pieces<'b, 'a> {
    builder: &'b mut RuleBuilder<'a>,
    out: Vec<PlusPiece>,
    /// In a block comment.
    comment: bool,
}

impl Pieces<'_, '_> {
    fn line(&mut self, line: &str) {
        let mut at = 0;
        while at < line.len() {
            let length = self.step(&line.as_bytes()[at..]);
            match &line[at..at + length] {
                string if string.starts_with('"') => self.string(string),
                word => self.put(word),
            }
            at += length;
        }
    }

    /// How many bytes belong together at the front of `rest`.
    fn step(&mut self, rest: &[u8]) -> usize {
        if self.comment {
            let close = rest.windows(2).position(|pair| pair == b"*/");
            self.comment = close.is_none();
            return close.map_or(rest.len(), |n| n + 2);
        }
        match rest[0] {
            b'/' if rest.starts_with(b"//") => rest.len(),
            b'/' if rest.starts_with(b"/*") => {
                self.comment = true;
                2
            }
            quote @ (b'"' | b'\'') => quoted_len(rest, quote).min(rest.len()),
            byte if is_word(byte) => rest.iter().take_while(|byte| is_word(**byte)).count(),
            _ => 1,
        }
    }

    /// `"%@f@ pages"`: the formats that are metavariables stand for what they are bound to.
    fn string(&mut self, string: &str) {
        let mut left = string;
        while let Some((before, rest)) = left.split_once("%@") {
            let Some((name, behind)) = rest.split_once('@') else { break };
            let Some(meta) = self.builder.lookup(name) else { break };
            self.builder.uses[meta.0 as usize].plus = true;
            self.text(before);
            // One format is bound without its sign, a list of them with the text around.
            if self.builder.metavariables[meta.0 as usize].kind == MetaKind::Format {
                self.text("%");
            }
            self.out.push(PlusPiece::Meta(meta));
            left = behind;
        }
        self.text(left);
    }

    fn text(&mut self, text: &str) {
        match self.out.last_mut() {
            Some(PlusPiece::Text(so_far)) => so_far.push_str(text),
            _ => self.out.push(PlusPiece::Text(text.to_owned())),
        }
    }

    fn put(&mut self, word: &str) {
        let meta = if self.comment { None } else { self.builder.lookup(word) };
        let meta = meta.filter(|meta| {
            let kind = self.builder.metavariables[meta.0 as usize].kind;
            self.builder.uses[meta.0 as usize].plus = true;
            !kind.is_name_only() && tokens::token_kind(kind).is_some()
        });
        match meta {
            Some(meta) => self.out.push(PlusPiece::Meta(meta)),
            None => self.text(word),
        }
    }
}

/// True for bytes of words; all bytes of non-ASCII characters are, so that characters are never split.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// `T x, y;` as `T x;` and `T y;`: what `T` stands for may have to be written around the name, as `char [4]` is.
pub(crate) fn one_declarator_each(builder: &RuleBuilder<'_>, text: AddedText) -> AddedText {
    let split = |(column, line): (u32, String)| -> Vec<(u32, String)> {
        let lines = declarators_apart(builder, &line);
        match lines {
            Some(lines) => lines.into_iter().map(|line| (column, line)).collect(),
            None => vec![(column, line)],
        }
    };
    AddedText { lines: text.lines.into_iter().flat_map(split).collect() }
}

fn declarators_apart(builder: &RuleBuilder<'_>, line: &str) -> Option<Vec<String>> {
    let tree = parsed(builder, line.as_bytes().into());
    let mut items = tree.children(tree.root());
    let declaration = items
        .next()
        .filter(|node| tree.errors().is_empty() && tree.kind(*node) == NodeKind::Declaration)?;
    let specifiers = tree.child(declaration, NodeKind::DeclarationSpecifiers)?;
    let is_meta = |token: u32| tree.token(csyntax::TokenId(token)).kind == TokenKind::MetaType;
    let declarators: Vec<_> = tree
        .children(declaration)
        .filter(|node| tree.kind(*node) == NodeKind::InitDeclarator)
        .collect();
    let apart = declarators.len() > 1
        && items.next().is_none()
        && tree.token_range(specifiers).any(is_meta)
        && tree.span(declaration).end as usize == line.len();
    let text = |node| String::from_utf8_lossy(tree.node_text(node)).into_owned();
    apart.then(|| {
        declarators.iter().map(|one| format!("{} {};", text(specifiers), text(*one))).collect()
    })
}

/// Whether added code is lines of its own: it is whole items, and it hangs between items.
pub(crate) fn shape(
    builder: &RuleBuilder<'_>,
    outline: &Outline,
    text: &AddedText,
    token: PatternTokenId,
    after: bool,
) -> PlusShape {
    let code = Code::of(builder, text);
    let boundary = outline.boundary(token, after);
    let lines = match boundary {
        Some(crate::outline::Boundary::Items) => {
            let ends = code.ends_like_items() || code.ends_with_head && !ends_head(builder, token);
            code.is_items || ends
        }
        Some(crate::outline::Boundary::Elements) => {
            code.last == Some(TokenKind::Comma) || code.is_element(text) && stays(builder, token)
        }
        None => false,
    };
    if lines { PlusShape::Lines } else { PlusShape::Inline }
}

/// Whether the code that a run hangs on stays: the run takes no one's place.
fn stays(builder: &RuleBuilder<'_>, token: PatternTokenId) -> bool {
    builder.tokens[token.0 as usize].mark != crate::Mark::Minus
}

/// True for the end of a head that goes: another in its place stands on its line.
fn ends_head(builder: &RuleBuilder<'_>, token: PatternTokenId) -> bool {
    use TokenKind::{KwDo, KwElse, RParen};
    let kind = builder.tokens[token.0 as usize].kind;
    !stays(builder, token) && matches!(kind, RParen | KwElse | KwDo)
}

/// Added code as a pattern.
fn parsed(builder: &RuleBuilder<'_>, bytes: Arc<[u8]>) -> Tree {
    let lexed = lex(&bytes, Span::new(0, bytes.len() as u32));
    let mut tokens = lexed.tokens;
    for token in tokens.iter_mut().filter(|token| token.kind == TokenKind::Identifier) {
        let word = String::from_utf8_lossy(token.span().of(&bytes)).into_owned();
        let meta = builder.lookup(&word).map(|meta| &builder.metavariables[meta.0 as usize]);
        token.kind = meta.and_then(|meta| tokens::token_kind(meta.kind)).unwrap_or(token.kind);
    }
    parse_pattern_with_directives(bytes, tokens, lexed.directives, PatternEntry::Body)
}

/// What the grammar makes of added code.
struct Code {
    /// Whole statements, declarations and directives, or nothing but comments.
    is_items: bool,
    /// The kind of its last token.
    last: Option<TokenKind>,
    /// It ends with the head of a statement: an `if`, `for`, `while` or `switch` up to its `)`, an `else` or a `do`.
    ends_with_head: bool,
    /// It holds a directive.
    directive: bool,
}

impl Code {
    fn of(builder: &RuleBuilder<'_>, text: &AddedText) -> Self {
        let joined: Vec<&str> = text.lines.iter().map(|(_, line)| line.as_str()).collect();
        let tree = parsed(builder, joined.join("\n").into_bytes().into());
        let mut kinds = tree.tokens().iter().rev().map(|token| token.kind);
        let last = kinds.find(|kind| *kind != TokenKind::Eof);
        let directive = !tree.directives().is_empty();
        let item = |node| {
            let meta = tree.first_token(node).map(|token| tree.token(token).kind);
            is_item(tree.kind(node), meta)
        };
        let is_items = tree.errors().is_empty() && tree.children(tree.root()).all(item);
        let kinds: Vec<TokenKind> = tree.tokens().iter().map(|token| token.kind).collect();
        let ends_with_head = ends_with_head(&kinds);
        Self { is_items, last, ends_with_head, directive }
    }

    /// A designated initializer, as far as its first word tells: `.name = …`.
    fn is_element(&self, text: &AddedText) -> bool {
        let first = text.lines.iter().find(|(_, line)| !line.is_empty());
        first.is_some_and(|(_, line)| line.starts_with('.') || line.starts_with('['))
    }

    /// For code that is no whole item, as an opening `if (x) {` alone.
    fn ends_like_items(&self) -> bool {
        use TokenKind::{Colon, LBrace, MetaStatement, RBrace, Semicolon};
        let ends = |last| matches!(last, Colon | LBrace | MetaStatement | RBrace | Semicolon);
        self.directive || self.last.is_some_and(ends)
    }
}

/// True for code that ends with the head of a statement whose body is not part of it.
fn ends_with_head(kinds: &[TokenKind]) -> bool {
    use TokenKind::{Eof, KwDo, KwElse, KwFor, KwIf, KwSwitch, KwWhile, LParen, RParen};
    let code = kinds.strip_suffix(&[Eof]).unwrap_or(kinds);
    let mut open = 0usize;
    for (at, kind) in code.iter().enumerate().rev() {
        match kind {
            RParen => open += 1,
            LParen if open == 1 => {
                let head = at.checked_sub(1).map(|before| code[before]);
                return matches!(head, Some(KwIf | KwFor | KwWhile | KwSwitch));
            }
            LParen => open = open.saturating_sub(1),
            KwElse | KwDo if open == 0 => return true,
            _ if open == 0 => return false,
            _ => {}
        }
    }
    false
}
