//! What goes along with the tokens that go: comments and directives inside of them, and comments about them.
//!
//! ```text
//!   /* Tell the log. */   goes: it heads lines that all go
//!   log(a, /* b */ b);    `b` inside of it goes
//!   return; /* done */    stays
//! ```
//!
//! A comment between kept and removed code stays where that is in doubt.

use csyntax::{TokenId, TokenKind};

use super::atoms::{AtomKind, Atoms};
use super::structure::Structure;
use crate::Plan;

/// For each atom, whether it goes.
pub(super) struct Fading<'a, 't> {
    atoms: &'a Atoms<'t>,
    structure: &'a Structure<'t>,
    /// For each atom, the first token at or behind it.
    next_token: Vec<u32>,
    gone: Vec<bool>,
}

/// Marks what goes, with or without the comments on it; `filled` says of an atom whether code comes in its place or at its edges.
pub(super) fn gone(
    atoms: &Atoms<'_>,
    structure: &Structure<'_>,
    plan: &Plan,
    keeps_comments: bool,
    filled: impl Fn(usize) -> bool,
) -> Vec<bool> {
    let mut gone = vec![false; atoms.len()];
    let directives = plan.removed_directives.iter().map(|node| structure.tree.span(*node).start);
    let removed = plan.removed.iter().filter_map(|token| atoms.of_token(*token));
    removed
        .chain(directives.filter_map(|start| atoms.at_byte(start)))
        .for_each(|at| gone[at] = true);
    let mut fading = Fading { atoms, structure, next_token: next_tokens(atoms), gone };
    let mut start = 0;
    while let Some(region) = fading.region_from(start) {
        fading.fade(region.clone(), &filled);
        fading.fade_separators(region.clone(), &filled);
        start = region.end;
    }
    if keeps_comments {
        let kinds = (0..atoms.len()).map(|at| atoms.kind(at));
        let comments = kinds.map(|kind| kind.is_some_and(AtomKind::is_comment));
        fading.gone.iter_mut().zip(comments).for_each(|(gone, is_comment)| *gone &= !is_comment);
    }
    fading.gone
}

fn next_tokens(atoms: &Atoms<'_>) -> Vec<u32> {
    let mut count = 0;
    let mut next = Vec::with_capacity(atoms.len() + 1);
    for at in 0..atoms.len() {
        next.push(count);
        count += u32::from(atoms.token_kind(at).is_some());
    }
    next.push(count);
    next
}

impl Fading<'_, '_> {
    /// The next run of atoms, from the first that goes to the last, with only comments and directives that may stay
    /// in between.
    fn region_from(&self, start: usize) -> Option<std::ops::Range<usize>> {
        let first = (start..self.atoms.len()).find(|at| self.gone[*at])?;
        let stays = |at: &usize| self.atoms.token_kind(*at).is_some() && !self.gone[*at];
        let end = (first..self.atoms.len()).find(stays).unwrap_or(self.atoms.len());
        let last = (first..end).rev().find(|at| self.gone[*at]).unwrap_or(first);
        Some(first..last + 1)
    }

    fn fade(&mut self, region: std::ops::Range<usize>, filled: &impl Fn(usize) -> bool) {
        let is_filled = region.clone().any(filled);
        for at in region.clone().filter(|at| !self.gone[*at]).collect::<Vec<_>>() {
            if self.structure.inside_gone(TokenId(self.next_token[at])) {
                self.gone[at] = true;
            }
        }
        for at in region.clone().rev() {
            if !self.gone[at] && self.atoms.kind(at).is_some_and(AtomKind::is_comment) {
                // What ends the line of code that something comes in place of is about that, too.
                let trails_added = !self.atoms.starts_line(at)
                    && self.atoms.starts_line(at + 1)
                    && at.checked_sub(1).is_some_and(filled);
                self.gone[at] = !trails_added && self.inner_comment_goes(at, &region, is_filled);
            }
        }
        if !is_filled {
            self.fade_around(region);
        }
    }

    /// A comment between two tokens that go, but not inside of one thing that goes.
    fn inner_comment_goes(&self, at: usize, region: &std::ops::Range<usize>, filled: bool) -> bool {
        let in_lines = self.structure.in_list_of_lines(TokenId(self.next_token[at]));
        if !self.atoms.starts_line(at) {
            let trails_kept = !self.gone[self.atoms.head(at)] && self.atoms.starts_line(at + 1);
            return !trails_kept && (!in_lines || self.atoms.starts_line(at + 1));
        }
        !in_lines || (!filled && self.heads_gone(at, region.end))
    }

    /// True when an own-line comment stands above lines that all go: up to a blank line, another comment, or the end
    /// of the block.
    fn heads_gone(&self, comment: usize, end: usize) -> bool {
        let code = (comment..end).find(|at| self.gone[*at] && !self.is_comment(*at));
        let Some(code) =
            code.filter(|code| (comment + 1..=*code).all(|at| self.atoms.breaks(at) <= 1))
        else {
            return false;
        };
        let over = |at: usize| {
            at >= self.atoms.len()
                || self.atoms.breaks(at) > 1
                || (self.atoms.starts_line(at)
                    && !matches!(self.atoms.kind(at), Some(AtomKind::Token(_))))
                || self.atoms.token_kind(at) == Some(TokenKind::RBrace)
        };
        let run_end = (code + 1..=end).find(|at| over(*at) || (*at < end && !self.gone[*at]));
        run_end.is_some_and(over)
    }

    fn is_comment(&self, at: usize) -> bool {
        self.atoms.kind(at).is_some_and(AtomKind::is_comment)
    }

    /// A comma that has nothing left to part: behind another, behind a bracket, in front of the end.
    fn fade_separators(&mut self, region: std::ops::Range<usize>, filled: &impl Fn(usize) -> bool) {
        let kind = |at: usize| self.atoms.token_kind(at);
        let (Some(left), right) = (region.start.checked_sub(1), region.end) else { return };
        if (left..=right).any(|at| at < self.atoms.len() && filled(at)) || self.gone[left] {
            return;
        }
        let in_list = self.structure.in_list_with_commas(TokenId(self.next_token[region.start]));
        use TokenKind::{Comma, LBrace, LParen, RParen, Semicolon};
        match (kind(left), kind(right)) {
            (Some(Comma | LParen | LBrace), Some(Comma)) if in_list => self.gone[right] = true,
            (Some(Comma), Some(RParen | Semicolon)) if in_list => self.gone[left] = true,
            _ => {}
        }
    }

    /// Comments on the removed lines, and those above that head them.
    fn fade_around(&mut self, region: std::ops::Range<usize>) {
        let head = self.atoms.head(region.start);
        let leads = (head..region.start).all(|at| self.is_comment(at) || self.gone[at]);
        let begins = leads && self.atoms.starts_line(head);
        let mut end = region.end;
        while end < self.atoms.len() && self.is_comment(end) && !self.atoms.starts_line(end) {
            end += 1;
        }
        let closes = matches!(
            self.atoms.token_kind(end),
            Some(TokenKind::RParen | TokenKind::Comma | TokenKind::RBracket)
        );
        let whole_lines = begins && (end == self.atoms.len() || self.atoms.starts_line(end));
        if whole_lines || (closes && !self.atoms.starts_line(end)) {
            self.gone[region.end..end].fill(true);
        }
        if whole_lines {
            self.gone[head..region.start].fill(true);
            self.fade_above(head, end);
        }
    }

    /// The comment lines directly above line `head`.
    fn fade_above(&mut self, head: usize, end: usize) {
        let lists = self.structure.in_list_of_lines(TokenId(self.next_token[head]));
        let mut first = head;
        while first > 0
            && self.atoms.breaks(first) == 1
            && self.is_comment(first - 1)
            && self.atoms.starts_line(first - 1)
        {
            first -= 1;
        }
        if lists && first > 0 && first < head && self.heads_gone(first, end) {
            self.gone[first..head].fill(true);
        }
    }
}
