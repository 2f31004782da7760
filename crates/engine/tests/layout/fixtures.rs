//! Reads the fixtures of `tests/layout/*.txt` and makes plans of their marks.

use csyntax::{MacroIndex, TokenId, Tree};
use engine::{Added, AddedPiece, Anchor, Insertion, Plan, Side};
use smpl::PlusShape;
use source::Span;

/// One case of a fixture file.
pub(crate) struct Case {
    /// What it shows.
    pub(crate) name: String,
    /// The code with marks.
    pub(crate) before: String,
    /// The code wanted.
    pub(crate) after: String,
}

/// All cases, by file and order.
pub(crate) fn cases() -> Vec<Case> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/layout");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("folder")
        .map(|entry| entry.expect("entry").path())
        .collect();
    paths.sort();
    let texts = paths.iter().filter(|path| path.extension().is_some_and(|end| end == "txt"));
    texts.flat_map(|path| split(&std::fs::read_to_string(path).expect("fixture"))).collect()
}

fn split(text: &str) -> Vec<Case> {
    text.split("=== ")
        .skip(1)
        .map(|case| {
            let (name, code) = case.split_once('\n').expect("a name line");
            let (before, after) = code.split_once("---\n").expect("a line of three dashes");
            Case { name: name.to_owned(), before: before.to_owned(), after: after.to_owned() }
        })
        .collect()
}

/// A mark found in the code: what it is, its text, and where it stands in the code without marks.
struct Mark {
    kind: &'static str,
    text: String,
    at: u32,
}

const KINDS: [(&str, &str); 5] =
    [("«-", "-»"), ("«++", "++»"), ("«^^", "^^»"), ("«+", "+»"), ("«^", "^»")];

impl Case {
    /// The tree of the code without marks, and what the marks ask for.
    pub(crate) fn plan(&self) -> (Tree, Plan) {
        let (text, marks) = self.marks();
        let tree = parse(text.as_bytes());
        let mut plan = Plan::default();
        for mark in marks {
            match mark.kind {
                "«-" => {
                    remove(&tree, &mut plan, Span::new(mark.at, mark.at + mark.text.len() as u32))
                }
                kind => plan.insertions.push(insertion(&tree, kind, &mark)),
            }
        }
        (tree, plan)
    }

    fn marks(&self) -> (String, Vec<Mark>) {
        let (mut text, mut marks) = (String::new(), Vec::new());
        let mut rest = self.before.as_str();
        while let Some(start) = rest.find('«') {
            text.push_str(&rest[..start]);
            rest = &rest[start..];
            let (open, close) =
                KINDS.iter().find(|(open, _)| rest.starts_with(open)).expect("a known mark");
            let end = rest.find(close).expect("the mark's end");
            let inner = &rest[open.len()..end];
            marks.push(Mark { kind: open, text: inner.to_owned(), at: text.len() as u32 });
            if *open == "«-" {
                text.push_str(inner);
            }
            rest = &rest[end + close.len()..];
        }
        text.push_str(rest);
        (text, marks)
    }
}

/// Reads C.
pub(crate) fn parse(text: &[u8]) -> Tree {
    csyntax::parse(std::sync::Arc::from(text), &MacroIndex::default())
}

fn remove(tree: &Tree, plan: &mut Plan, span: Span) {
    let tokens = tree.tokens().iter().enumerate();
    plan.removed.extend(
        tokens.filter(|(_, token)| span.contains(token.span())).map(|(at, _)| TokenId(at as u32)),
    );
    let directives = tree.directives().iter().filter(|directive| span.contains(directive.span));
    plan.removed_directives.extend(directives.filter_map(|directive| directive.node));
}

fn insertion(tree: &Tree, kind: &str, mark: &Mark) -> Insertion {
    let side = if kind.starts_with("«+") { Side::After } else { Side::Before };
    let lines = kind.len() > "«+".len();
    let shape = if lines { PlusShape::Lines } else { PlusShape::Inline };
    let added = Added { pieces: pieces(&mark.text), shape, column: 0, anchor_column: 0 };
    Insertion { anchor: anchor(tree, side, mark.at), side, node: None, added }
}

fn anchor(tree: &Tree, side: Side, at: u32) -> Anchor {
    let before = tree.tokens().partition_point(|token| token.end <= at);
    let directives = tree.directives().iter().filter(|directive| directive.node.is_some());
    let token = |index: usize| Anchor::Token(TokenId(index as u32));
    match side {
        Side::After => {
            let start = before.checked_sub(1).map_or(0, |last| tree.tokens()[last].end);
            let mut directives = directives;
            let last = directives.rfind(|one| start <= one.span.start && one.span.end <= at);
            last.and_then(|one| one.node).map_or_else(|| token(before - 1), Anchor::Directive)
        }
        Side::Before => {
            let end = tree.tokens().get(before).map_or(u32::MAX, |token| token.start);
            let next = directives.clone().find(|one| at <= one.span.start && one.span.end <= end);
            next.and_then(|one| one.node).map_or_else(|| token(before), Anchor::Directive)
        }
    }
}

/// `a ‹b› c` on lines as pieces of added code.
fn pieces(text: &str) -> Vec<AddedPiece> {
    let mut pieces = Vec::new();
    for (at, part) in text.split(['‹', '›']).enumerate() {
        if at % 2 == 1 {
            pieces.push(AddedPiece::Code(part.to_owned()));
            continue;
        }
        for (line, code) in part.split('\n').enumerate() {
            let written = code.trim_start();
            if line > 0 {
                let column = (code.len() - written.len()) as u32;
                pieces.push(AddedPiece::Newline { column });
            }
            let code = if line > 0 { written } else { code };
            if !code.is_empty() {
                pieces.push(AddedPiece::Text(code.to_owned()));
            }
        }
    }
    pieces
}

/// The tokens of a text.
pub(crate) fn token_texts(text: &[u8]) -> Vec<String> {
    let lexed = csyntax::lex(text, Span::new(0, text.len() as u32));
    let string = |span: Span| String::from_utf8_lossy(span.of(text)).into_owned();
    lexed.tokens.iter().map(|token| string(token.span())).collect()
}

/// The tokens that are to be there afterwards.
pub(crate) fn tokens_after(tree: &Tree, plan: &Plan) -> Vec<String> {
    let mut tokens = Vec::new();
    let place = |insertion: &Insertion| match insertion.anchor {
        Anchor::Token(token) => token.0,
        Anchor::Directive(node) => tree.directive_of(node).expect("a directive").before.0,
    };
    let add = |at: u32, side: Side, directives: bool, tokens: &mut Vec<String>| {
        for insertion in &plan.insertions {
            let beside = matches!(insertion.anchor, Anchor::Directive(_));
            if place(insertion) == at && insertion.side == side && beside == directives {
                tokens.extend(token_texts(written(&insertion.added).as_bytes()));
            }
        }
    };
    for (at, token) in tree.tokens().iter().enumerate() {
        let at = at as u32;
        add(at, Side::Before, true, &mut tokens);
        add(at, Side::After, true, &mut tokens);
        add(at, Side::Before, false, &mut tokens);
        if !plan.removed.contains(&TokenId(at)) {
            tokens.push(String::from_utf8_lossy(token.span().of(tree.text())).into_owned());
        }
        add(at, Side::After, false, &mut tokens);
    }
    tokens
}

fn written(added: &Added) -> String {
    let text = |piece: &AddedPiece| match piece {
        AddedPiece::Text(text) | AddedPiece::Code(text) => text.clone(),
        AddedPiece::Newline { .. } => "\n".to_owned(),
    };
    added.pieces.iter().map(text).collect()
}
