//! Added code as words: tokens, comments and directives, and how they were written in the semantic patch.

use source::Span;

use super::atoms::{AtomKind, Atoms};
use crate::{Added, AddedPiece};

/// Blanks kept at the start of a line within a comment, at most.
const MOST_BLANKS: u32 = 200;

/// A word of added code.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: Vec<u8>,
    pub(super) kind: AtomKind,
    /// Line ends in front of it, as written.
    pub(super) breaks: usize,
    /// True when blanks or line ends stand in front of it, as written.
    pub(super) spaced: bool,
    /// True when it stood behind its neighbour in a C file already: the line ends in front of it are somebody's choice.
    pub(super) inherited: bool,
    /// The width of the line from here on, as written.
    pub(super) rest: u32,
}

impl Word {
    /// A word that layout adds by itself.
    pub(super) fn of(text: &str, kind: AtomKind) -> Self {
        Self {
            text: text.as_bytes().to_vec(),
            kind,
            breaks: 0,
            spaced: false,
            inherited: false,
            rest: 1,
        }
    }
}

/// What a directive among added code is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Directives {
    /// One word, on a line of its own.
    Whole,
    /// As many words as it has tokens: the code comes into the line of another.
    Apart,
}

/// The words of added code, and how many line ends follow the last one.
pub(super) fn read(added: &Added, directives: Directives) -> (Vec<Word>, usize) {
    let (text, code) = written(added);
    let bytes = text.as_bytes();
    let all = Span::new(0, bytes.len() as u32);
    let mut lexed = csyntax::lex(bytes, all);
    if directives == Directives::Apart {
        let inside = lexed.directives.drain(..);
        lexed.tokens.extend(inside.flat_map(|one| csyntax::directive_words(bytes, &one)));
        lexed.tokens.sort_by_key(|token| token.start);
    }
    let atoms = Atoms::read(bytes, all, &lexed.tokens, &lexed.directives);
    let words = (0..atoms.len()).map(|at| Word {
        text: atoms.bytes(at).to_vec(),
        kind: atoms.kind(at).unwrap_or(AtomKind::Inactive),
        breaks: atoms.breaks(at),
        spaced: !atoms.gap(at).is_empty(),
        rest: atoms.line_width(at).saturating_sub(atoms.get(at).map_or(0, |atom| atom.column)),
        inherited: code.iter().any(|span| span.contains(atoms.gap_span(at)) && at > 0),
    });
    (words.collect(), atoms.breaks(atoms.len()))
}

/// The code as one text, and where in it the values of metavariables lie.
fn written(added: &Added) -> (String, Vec<Span>) {
    let mut text = String::new();
    let mut code = Vec::new();
    for piece in &added.pieces {
        match piece {
            AddedPiece::Text(written) => text.push_str(written),
            AddedPiece::Code(value) => {
                // A directive has its lines for itself.
                let is_directive = |line: Option<&str>| {
                    line.is_some_and(|line| line.trim_start().starts_with('#'))
                };
                if is_directive(value.lines().next()) && value.contains('\n') {
                    text.push('\n');
                }
                let start = text.len() as u32;
                text.push_str(value);
                code.push(Span::new(start, text.len() as u32));
                if is_directive(value.lines().last()) && value.contains('\n') {
                    text.push('\n');
                }
            }
            AddedPiece::Newline { column } => {
                text.push('\n');
                // Only what is one word over several lines, a comment say, keeps these blanks.
                let indent = column.saturating_sub(added.column).min(MOST_BLANKS);
                text.extend(std::iter::repeat_n(' ', indent as usize));
            }
        }
    }
    (text, code)
}
