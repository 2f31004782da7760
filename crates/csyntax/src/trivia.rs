//! What lies between tokens, told apart on demand.

use source::Span;

use crate::lexer::comment_end;
use crate::{TokenId, Tree, Trivia, TriviaKind};

impl Tree {
    /// The pieces of the gap in front of a token (for one past the last token: of the gap at the end), in order and
    /// without holes.
    pub fn trivia(&self, token: TokenId) -> TriviaIter<'_> {
        let gap = self.gap_before(token);
        TriviaIter { tree: self, at: gap.start, end: gap.end }
    }
}

/// See [`Tree::trivia`].
#[derive(Clone, Debug)]
pub struct TriviaIter<'a> {
    tree: &'a Tree,
    at: u32,
    end: u32,
}

impl Iterator for TriviaIter<'_> {
    type Item = Trivia;

    fn next(&mut self) -> Option<Trivia> {
        if self.at >= self.end {
            return None;
        }
        let (kind, end) = self.piece();
        let span = Span::new(self.at, end.clamp(self.at + 1, self.end));
        self.at = span.end;
        Some(Trivia { kind, span })
    }
}

impl TriviaIter<'_> {
    /// The kind and the end of the piece that begins here.
    fn piece(&self) -> (TriviaKind, u32) {
        let text = &self.tree.text[..self.end as usize];
        if let Some(end) = span_from(self.tree.inactive.iter().copied(), self.at) {
            return (TriviaKind::Inactive, end);
        }
        let directives = &self.tree.directives;
        if let Ok(found) = directives.binary_search_by_key(&self.at, |d| d.span.start) {
            return (TriviaKind::Directive, directives[found].span.end);
        }
        match comment_end(text, self.at as usize) {
            Some(end) if text.get(self.at as usize + 1) == Some(&b'/') => {
                (TriviaKind::LineComment, end as u32)
            }
            Some(end) => (TriviaKind::BlockComment, end as u32),
            None => (TriviaKind::Space, self.space_end()),
        }
    }

    /// Where the blanks that begin here end: at a comment, a directive, a branch left out, or the end of the gap.
    fn space_end(&self) -> u32 {
        let text = &self.tree.text;
        let next_directive = {
            let at = self.tree.directives.partition_point(|d| d.span.start <= self.at);
            self.tree.directives.get(at).map_or(self.end, |d| d.span.start)
        };
        let next_inactive = {
            let at = self.tree.inactive.partition_point(|span| span.start <= self.at);
            self.tree.inactive.get(at).map_or(self.end, |span| span.start)
        };
        let limit = self.end.min(next_directive).min(next_inactive);
        (self.at + 1..limit).find(|at| text[*at as usize] == b'/').unwrap_or(limit)
    }
}

fn span_from(mut spans: impl Iterator<Item = Span>, at: u32) -> Option<u32> {
    spans.find(|span| span.start == at && !span.is_empty()).map(|span| span.end)
}
