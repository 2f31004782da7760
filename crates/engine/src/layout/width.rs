//! Lines that grew past the last column are broken, as the kernel breaks them.
//!
//! ```text
//!   dev_info(hw_to_dev(hw), "%s: mode = %d\n", prefix, caps->mode);       too long
//!
//!   dev_info(hw_to_dev(hw), "%s: mode = %d\n", prefix,
//!            caps->mode);                                                 under the bracket
//! ```
//!
//! Filled greedily: each line takes what fits, and ends at the outermost comma, `&&` or `||` of what it holds; where
//! there is none, behind another operator.

use csyntax::TokenKind as T;

use super::Closers;
use super::atoms::AtomKind;
use super::columns;
use super::draft::{Bracket, Draft, ItemWord, follow_bracket};

/// Breaks the line at hand where it must be.
///
/// Where it was, the first item of the last line made, and the brackets open there: what comes next may fit behind.
pub(super) fn fit(draft: &mut Draft<'_, '_>) -> Option<(usize, Vec<Bracket>)> {
    let width = draft.items[draft.line..]
        .iter()
        .enumerate()
        .fold((0, draft.line_column()), |(width, column), (at, item)| {
            let gap = if at == 0 { &[][..] } else { draft.gap_of(item) };
            let end = columns::advance(columns::advance(column, gap), draft.bytes_of(item));
            let counts = !draft.kind_of(item).is_comment() && !hangs(draft, draft.line + at);
            (if counts { width.max(end) } else { width }, end)
        })
        .0;
    let too_long = width > draft.style.width && width > old_width(draft);
    if too_long { Filler::new(draft).fill() } else { None }
}

/// The width that the widest of the lines had whose atoms are on the line now.
fn old_width(draft: &Draft<'_, '_>) -> u32 {
    let mut width = 0;
    let mut seen = None;
    for item in &draft.items[draft.line..] {
        if let ItemWord::Old(at) = item.word
            && seen != Some(draft.atoms.head(at))
        {
            seen = Some(draft.atoms.head(at));
            width = width.max(draft.atoms.line_width(at));
        }
    }
    width
}

/// Whether item `at` is punctuation that may stand beyond the width.
fn hangs(draft: &Draft<'_, '_>, at: usize) -> bool {
    draft.style.closers == Closers::Hanging
        && draft.items.get(at).is_some_and(|item| is_closer(draft.kind_of(item)))
}

fn is_closer(kind: AtomKind) -> bool {
    matches!(kind, AtomKind::Token(T::Comma | T::Semicolon | T::RParen | T::RBracket))
}

/// A place to break: in front of an item.
#[derive(Clone, Copy, Debug)]
struct Choice {
    item: usize,
    /// How bad: what kind of place it is, how many brackets lie around it, what it stands behind.
    cost: (Kind, usize, Stop),
    /// The column of the next line.
    column: u32,
}

/// What a line may end with, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Stop {
    Comma,
    Logical,
    Operator,
    Assignment,
}

/// Kinds of places, best first: brackets around it count only within one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
    /// Between the members of a list, or the terms of a condition.
    Between,
    /// Within an expression.
    Within,
    /// In front of what is assigned.
    Assigned,
}

impl Stop {
    fn kind(self) -> Kind {
        match self {
            Self::Comma | Self::Logical => Kind::Between,
            Self::Operator => Kind::Within,
            Self::Assignment => Kind::Assigned,
        }
    }
}

struct Filler<'d, 'a, 't> {
    draft: &'d mut Draft<'a, 't>,
    brackets: Vec<Bracket>,
    indent: u32,
    best: Option<Choice>,
    /// The start of the line that is being filled, its column, and the brackets open there.
    start: (usize, u32, Vec<Bracket>),
}

impl<'d, 'a, 't> Filler<'d, 'a, 't> {
    fn new(draft: &'d mut Draft<'a, 't>) -> Self {
        let brackets = draft.outer.clone();
        let indent = draft.line_column();
        let start = (draft.line, indent, brackets.clone());
        Self { draft, brackets, indent, best: None, start }
    }

    fn fill(mut self) -> Option<(usize, Vec<Bracket>)> {
        let mut at = self.draft.line;
        let mut column = self.indent;
        let mut first = at;
        while at < self.draft.items.len() {
            if at > first {
                self.consider(at, column);
                let gap = self.draft.gap_of(&self.draft.items[at]);
                column = columns::advance(column, gap);
            }
            column = columns::advance(column, self.draft.bytes_of(&self.draft.items[at]));
            let kind = self.draft.kind_of(&self.draft.items[at]);
            if column + self.glued_behind(at) > self.draft.style.width
                && !hangs(self.draft, at)
                && !kind.is_comment()
                && let Some(choice) = self.best.take()
            {
                first = choice.item;
                column = self.break_at(choice);
                at = first;
                continue;
            }
            follow_bracket(
                &mut self.brackets,
                kind.token(),
                Bracket::at(at, kind.token(), None, column),
            );
            at += 1;
        }
        self.settle(column)
    }

    /// The width of punctuation that can not be parted from item `at`.
    fn glued_behind(&self, at: usize) -> u32 {
        if self.draft.style.closers == Closers::Hanging {
            return 0;
        }
        let items = self.draft.items[at + 1..].iter();
        items.take_while(|item| is_closer(self.draft.kind_of(item))).count() as u32
    }

    fn consider(&mut self, at: usize, column: u32) {
        let Some(stop) = self.stop_before(at) else { return };
        let bracket = self.brackets.last().filter(|bracket| !bracket.brace);
        let next = bracket.map_or(self.indent + columns::TAB, |bracket| bracket.new);
        let cost = (stop.kind(), self.brackets.len(), stop);
        if next < column && self.best.is_none_or(|best| cost <= best.cost) {
            self.best = Some(Choice { item: at, cost, column: next });
        }
    }

    /// What the line ends with when it is broken in front of item `at`.
    fn stop_before(&self, at: usize) -> Option<Stop> {
        let last = self.draft.kind_of(&self.draft.items[at - 1]).token()?;
        let spaced = !self.draft.gap_of(&self.draft.items[at]).is_empty();
        match last {
            T::Comma | T::Semicolon => Some(Stop::Comma),
            T::AmpAmp | T::PipePipe if spaced => Some(Stop::Logical),
            T::Question | T::Colon if spaced && !self.brackets.is_empty() => Some(Stop::Operator),
            T::Plus
            | T::Minus
            | T::Slash
            | T::Percent
            | T::Shl
            | T::Shr
            | T::Pipe
            | T::Caret
            | T::Lt
            | T::Gt
            | T::Le
            | T::Ge
            | T::EqEq
            | T::Ne
            | T::Amp
            | T::Star
                if spaced =>
            {
                Some(Stop::Operator)
            }
            _ if last.is_assignment() => Some(Stop::Assignment),
            _ => None,
        }
    }

    /// Breaks the line and goes back to the state of the break; the column at which the next line begins.
    fn break_at(&mut self, choice: Choice) -> u32 {
        let mut gap = vec![b'\n'];
        gap.extend(columns::blanks(choice.column, self.draft.tabs));
        self.draft.items[choice.item].gap = Some(gap);
        self.settle_brackets(choice.item, choice.column);
        choice.column
    }

    /// Goes back to the brackets open in front of item `at`, where the next line starts.
    fn settle_brackets(&mut self, at: usize, next_column: u32) {
        let (first, mut column, mut brackets) = std::mem::take(&mut self.start);
        for item in first..at {
            let gap = self.draft.gap_of(&self.draft.items[item]);
            column = if item == first { column } else { columns::advance(column, gap) };
            column = columns::advance(column, self.draft.bytes_of(&self.draft.items[item]));
            let kind = self.draft.kind_of(&self.draft.items[item]).token();
            follow_bracket(&mut brackets, kind, Bracket::at(item, kind, None, column));
        }
        self.brackets.clone_from(&brackets);
        self.start = (at, next_column, brackets);
    }

    /// Hands the new columns of the brackets that stay open back to the draft.
    fn settle(self, column: u32) -> Option<(usize, Vec<Bracket>)> {
        for bracket in &self.brackets {
            if let Some(open) =
                self.draft.brackets.iter_mut().rev().find(|open| open.item == bracket.item)
            {
                open.new = bracket.new;
            }
        }
        self.draft.column = column;
        let (first, _, brackets) = self.start;
        (first > self.draft.line).then_some((first, brackets))
    }
}
