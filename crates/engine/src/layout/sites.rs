//! The places of change, one after another: between a kept atom and the next, what goes and what comes.
//!
//! Everything is a question of gaps. The gap that is left where whole lines went takes its line ends from the gap in
//! front or the one behind, so that no blank lines pile up; a replacement keeps the gaps around what it replaces.
//!
//! ```text
//!   a();                a();
//!                       (one blank line)
//!   - b();       ->     c();
//!
//!   c();
//! ```

use csyntax::{TokenId, TokenKind as T};

use super::atoms::{AtomKind, Atoms};
use super::blocks::Block;
use super::columns;
use super::draft::Draft;
use super::indent::Indents;
use super::spacing::{Joint, Speller, Written};
use super::structure::Structure;

/// Writes a draft from what goes and what comes.
pub(super) struct Sites<'a, 't> {
    pub(super) atoms: &'a Atoms<'t>,
    pub(super) structure: &'a Structure<'t>,
    pub(super) indents: &'a Indents<'a, 't>,
    pub(super) gone: &'a [bool],
    pub(super) draft: Draft<'a, 't>,
    /// How kept lines move, innermost last.
    pub(super) lifts: Vec<Lift>,
}

/// Kept lines that move to the right or left.
#[derive(Clone, Debug)]
pub(super) struct Lift {
    /// By so many steps.
    pub(super) steps: i32,
    /// The atom that moves no more; `None` up to the brace that closes.
    pub(super) until: Option<usize>,
    /// The indentation of the line of the opening brace.
    pub(super) base: Vec<u8>,
}

/// One place of change.
pub(super) struct Site<'b> {
    /// The atom in front that stays.
    pub(super) left: Option<usize>,
    /// The first atom that goes, or else the one behind.
    pub(super) start: usize,
    /// The atom behind that stays; one past the last at the end.
    pub(super) right: usize,
    pub(super) blocks: &'b [Block],
    /// The gap in front of the first atom that goes, or the only gap.
    pub(super) front: Vec<u8>,
    /// The gap behind the last atom that goes, or the only gap.
    pub(super) back: Vec<u8>,
    /// Something goes.
    pub(super) removes: bool,
}

impl Sites<'_, '_> {
    /// Writes everything; the white space at the end of the text, if it changes.
    pub(super) fn write(&mut self, blocks: &[Block]) -> Option<Vec<u8>> {
        let mut left = None;
        let mut from = 0;
        for right in 0..=self.atoms.len() {
            if right < self.atoms.len() && self.gone[right] {
                self.draft.lose(right);
                continue;
            }
            let first = from;
            while blocks.get(from).is_some_and(|block| block.slot <= right) {
                from += 1;
            }
            self.lifts.retain(|lift| lift.until.is_none_or(|until| right < until));
            let tail = self.between(left, right, &blocks[first..from]);
            if right == self.atoms.len() {
                return tail;
            }
            self.draft.keep(right, tail);
            left = Some(right);
        }
        None
    }

    /// Writes what comes between two kept atoms; the gap to leave in front of the second, if it changes.
    fn between(&mut self, left: Option<usize>, right: usize, blocks: &[Block]) -> Option<Vec<u8>> {
        let start = left.map_or(0, |left| left + 1);
        let site = Site {
            left,
            start,
            right,
            blocks,
            front: self.atoms.gap(start).to_vec(),
            back: self.atoms.gap(right).to_vec(),
            removes: start < right,
        };
        let gap = match (site.removes, blocks) {
            (false, []) => None,
            (true, []) => {
                let gap = self.lifted(Some(self.closed_gap(&site)), right);
                return gap.map(|gap| self.unwrapped(&site, gap, None));
            }
            _ => return Some(self.filled(&site)),
        };
        self.lifted(gap, right)
    }

    /// Moves the statement behind to the left when the constructs around it went; `head` is the indentation of a
    /// head that came in their place, or in front of the statement.
    pub(super) fn unwrapped(
        &mut self,
        site: &Site<'_>,
        gap: Vec<u8>,
        head: Option<&[u8]>,
    ) -> Vec<u8> {
        let is_code = |at: &usize| !self.atoms.kind(*at).is_some_and(AtomKind::is_comment);
        let code = (site.right..self.atoms.len()).find(is_code);
        let start = code.and_then(|code| self.atoms.get(code)).map(|atom| atom.span.start);
        let token = start.and_then(|start| self.structure.token_at(start));
        let tree = self.structure.tree;
        let wrapper =
            token.and_then(|token| self.structure.unwrapped(token)).filter(|_| site.removes);
        let outer = wrapper.or_else(|| {
            let item = token.and_then(|token| self.structure.item_beginning(token));
            // A function's body is where it is, whatever its header looks like.
            let item =
                item.filter(|item| head.is_some() && !self.structure.is_function_body(*item))?;
            Some((item, tree.first_token(item)?))
        });
        let (Some((outer, owner)), true) = (outer, columns::breaks(&gap) > 0) else { return gap };
        let atom = |token: Option<TokenId>| token.and_then(|token| self.atoms.of_token(token));
        let (Some(first), Some(last)) = (atom(Some(owner)), atom(tree.last_token(outer))) else {
            return gap;
        };
        let indent = match (head, wrapper) {
            (Some(head), None) => self.indents.shifted(head, 1),
            _ => {
                let steps = self.lift() + i32::from(head.is_some());
                self.indents.shifted(self.atoms.line_indent(first), steps)
            }
        };
        let old = self.indents.shifted(self.atoms.line_indent(site.right), self.lift());
        let steps = self.indents.steps(&old, &indent);
        self.lifts.push(Lift { steps, until: Some(last + 1), base: Vec::new() });
        [columns::before_indent(&gap), &indent].concat()
    }

    /// Moves a kept line to the right when braces were added around it.
    fn lifted(&self, gap: Option<Vec<u8>>, right: usize) -> Option<Vec<u8>> {
        let old = gap.as_deref().unwrap_or_else(|| self.atoms.gap(right));
        let is_directive = self.atoms.kind(right) == Some(AtomKind::Directive);
        if self.lift() == 0
            || is_directive
            || columns::breaks(old) == 0
            || right == self.atoms.len()
        {
            return gap;
        }
        Some(
            [columns::before_indent(old), &self.indents.shifted(columns::indent(old), self.lift())]
                .concat(),
        )
    }

    /// How many steps kept lines move to the right here.
    pub(super) fn lift(&self) -> i32 {
        self.lifts.iter().map(|lift| lift.steps).sum()
    }

    /// The gap left where atoms went and nothing came.
    fn closed_gap(&self, site: &Site<'_>) -> Vec<u8> {
        let at_end = site.right == self.atoms.len();
        let starts = self.atoms.starts_line(site.start);
        let ends = columns::breaks(&site.back) > 0 || at_end;
        match (starts, ends) {
            (true, true) => self.without_lines(site),
            (true, false) if self.closes(site) => Vec::new(),
            (true, false) => site.front.clone(),
            (false, true) if self.joins(site) => Vec::new(),
            (false, true) => columns::from_line_end(&site.back).to_vec(),
            (false, false) => self.closed_line(site),
        }
    }

    /// The gap where whole lines went: of the blank lines around them, those behind stay, unless a block begins
    /// there, and else those in front, unless a block ends there.
    fn without_lines(&self, site: &Site<'_>) -> Vec<u8> {
        let kind = |at: usize| self.atoms.token_kind(at);
        let Some(left) = site.left else {
            let all = site.right == self.atoms.len();
            return if all { site.back.clone() } else { columns::indent(&site.back).to_vec() };
        };
        let trailing = self.atoms.gap_span(site.start).of(self.atoms.text);
        let trailing = &trailing[..trailing.len() - columns::from_line_end(trailing).len()];
        let opens = kind(left) == Some(T::LBrace);
        let closes = site.right == self.atoms.len() || kind(site.right) == Some(T::RBrace);
        let blank_front = columns::breaks(&site.front) > 1;
        let blank_back = columns::breaks(&site.back) > 1;
        let single = |gap: &[u8]| {
            let line_end = if gap.contains(&b'\r') { &b"\r\n"[..] } else { b"\n" };
            [line_end, columns::indent(&site.back)].concat()
        };
        let lines = match () {
            () if opens && blank_back => single(&site.back),
            () if blank_back || !blank_front => columns::from_line_end(&site.back).to_vec(),
            () if closes => single(&site.back),
            () => {
                return [columns::before_indent(&site.front), columns::indent(&site.back)].concat();
            }
        };
        [trailing, &lines].concat()
    }

    /// True where the rest of a line is to come up behind an open bracket.
    fn joins(&self, site: &Site<'_>) -> bool {
        site.left.is_some_and(|left| {
            matches!(self.atoms.token_kind(left), Some(T::LParen | T::LBracket))
                && self.atoms.token_kind(site.right).is_some()
        })
    }

    /// True where what went leaves a closing bracket, a comma or a semicolon at the start of a line.
    fn closes(&self, site: &Site<'_>) -> bool {
        let left = site.left.and_then(|left| self.atoms.token_kind(left));
        let right = self.atoms.token_kind(site.right);
        let closes = [T::RParen, T::RBracket, T::Comma, T::Semicolon];
        let begins = [T::Comma, T::Semicolon, T::LBrace, T::RBrace];
        left.is_some_and(|left| !begins.contains(&left))
            && right.is_some_and(|right| closes.contains(&right))
    }

    /// The gap where a part of a line went.
    fn closed_line(&self, site: &Site<'_>) -> Vec<u8> {
        let (Some(_), Some(right)) = (
            site.left.and_then(|left| self.atoms.token_kind(left)),
            self.atoms.token_kind(site.right),
        ) else {
            return if site.front.is_empty() { site.back.clone() } else { site.front.clone() };
        };
        let written = Written { before: !site.front.is_empty(), ..Written::default() };
        let joint = self.speller(site.left).joint(right, written);
        match (site.front.is_empty(), site.back.is_empty()) {
            (false, false) => site.front.clone(),
            (true, true) => Vec::new(),
            _ if joint == Joint::Glue => Vec::new(),
            _ if joint == Joint::AsWritten => site.front.clone(),
            (true, false) => site.back.clone(),
            (false, true) => site.front.clone(),
        }
    }

    /// A speller that has read what leads up to a kept atom: its statement, or the last few tokens of it.
    pub(super) fn speller(&self, left: Option<usize>) -> Speller {
        const LOOK_BACK: usize = 64;
        let mut speller = Speller::default();
        let Some(left) = left else { return speller };
        let ends = |at: &usize| {
            matches!(self.atoms.token_kind(*at), Some(T::Semicolon | T::LBrace | T::RBrace))
        };
        let low = left.saturating_sub(LOOK_BACK);
        let start = (low..left).rev().find(ends).unwrap_or(low);
        for at in start..=left {
            if let Some(kind) = self.atoms.token_kind(at) {
                speller.read(kind, self.written(at));
            }
        }
        speller
    }

    pub(super) fn written(&self, at: usize) -> Written {
        Written {
            before: !self.atoms.gap(at).is_empty(),
            after: !self.atoms.gap(at + 1).is_empty(),
            next: self.atoms.token_kind(at + 1),
        }
    }
}
