//! The text to come, atom by atom: kept atoms with their gaps as they were, new words, and gaps written anew.
//!
//! A draft knows at which column it writes and where the open brackets stand, so it can do what needs the finished
//! line: move continuation lines along with the bracket they are aligned under, and break lines that grew too long
//! (see [`super::width`]).

use csyntax::TokenKind as T;
use source::{Edit, EditConflict, Edits, Span};

use super::Style;
use super::atoms::{AtomKind, Atoms};
use super::columns;
use super::words::Word;

/// One atom of the text to come.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The white space in front; `None` when it is as it was.
    pub(super) gap: Option<Vec<u8>>,
    pub(super) word: ItemWord,
}

/// A kept atom or a new word.
#[derive(Clone, Debug)]
pub(super) enum ItemWord {
    Old(usize),
    New(Word),
}

/// An open bracket: the columns behind it, before and after the change.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bracket {
    pub(super) item: usize,
    pub(super) old: Option<u32>,
    pub(super) new: u32,
    /// A brace: what it holds does not continue the line it stands on.
    pub(super) brace: bool,
}

impl Bracket {
    /// The bracket that item `item` may be, when the line stands at `column` behind it.
    pub(super) fn at(item: usize, kind: Option<T>, old: Option<u32>, column: u32) -> Self {
        Self { item, old, new: column, brace: kind == Some(T::LBrace) }
    }
}

/// Open brackets further out than this many are not aligned to.
const BRACKETS_KEPT: usize = 16;

/// See the module.
pub(super) struct Draft<'a, 't> {
    pub(super) atoms: &'a Atoms<'t>,
    pub(super) style: &'a Style,
    pub(super) items: Vec<Item>,
    pub(super) column: u32,
    pub(super) brackets: Vec<Bracket>,
    /// The brackets open where the line at hand begins.
    pub(super) outer: Vec<Bracket>,
    /// The first item of the line at hand.
    pub(super) line: usize,
    /// Something on the line at hand is new.
    pub(super) touched: bool,
    /// The column behind a removed bracket whose replacement is still to come.
    pub(super) lost_bracket: Option<u32>,
    /// Lines are indented with tabs.
    pub(super) tabs: bool,
}

impl<'a, 't> Draft<'a, 't> {
    pub(super) fn new(atoms: &'a Atoms<'t>, style: &'a Style, tabs: bool) -> Self {
        Self {
            atoms,
            style,
            items: Vec::with_capacity(atoms.len()),
            column: columns::of_byte(atoms.text, atoms.scope.start),
            brackets: Vec::new(),
            outer: Vec::new(),
            line: 0,
            touched: false,
            lost_bracket: None,
            tabs,
        }
    }

    /// Keeps atom `at`; `gap` is what comes in front of it instead of what was there.
    pub(super) fn keep(&mut self, at: usize, gap: Option<Vec<u8>>) {
        let gap = gap.filter(|gap| !self.follows(at) || gap != self.atoms.gap(at));
        let moved = if gap.is_none() { self.realigned(at) } else { None };
        let follows_bracket = moved.is_some();
        let gap = gap.or(moved);
        let touched = gap.is_some();
        self.push(Item { gap, word: ItemWord::Old(at) }, touched);
        // A line that moved along with its bracket may reach too far now.
        self.touched |= follows_bracket;
    }

    /// Adds a word.
    pub(super) fn add(&mut self, word: Word, gap: Vec<u8>) {
        self.push(Item { gap: Some(gap), word: ItemWord::New(word) }, true);
    }

    /// Notes a bracket that goes: lines aligned under it follow the bracket that comes in its place.
    pub(super) fn lose(&mut self, at: usize) {
        if self.atoms.token_kind(at) == Some(T::LParen) {
            self.lost_bracket = self.atoms.get(at).map(|atom| atom.column + 1);
        }
    }

    /// The column under which the next line of the statement at hand continues.
    pub(super) fn continuation(&self) -> u32 {
        match self.brackets.last() {
            Some(bracket) if !bracket.brace => bracket.new,
            _ => self.line_column() + columns::TAB,
        }
    }

    /// The column at which the line at hand begins.
    pub(super) fn line_column(&self) -> u32 {
        let gap = self.items.get(self.line).map_or(&[][..], |item| self.gap_of(item));
        match self.line {
            // What is laid out may begin within a line, as the replacement of a macro does.
            0 => columns::advance(columns::of_byte(self.atoms.text, self.atoms.scope.start), gap),
            _ => columns::advance(0, columns::indent(gap)),
        }
    }

    pub(super) fn last(&self) -> Option<AtomKind> {
        self.items.last().map(|item| self.kind_of(item))
    }

    pub(super) fn kind_of(&self, item: &Item) -> AtomKind {
        match &item.word {
            ItemWord::Old(at) => self.atoms.kind(*at).unwrap_or(AtomKind::Inactive),
            ItemWord::New(word) => word.kind,
        }
    }

    pub(super) fn bytes_of<'b>(&'b self, item: &'b Item) -> &'b [u8] {
        match &item.word {
            ItemWord::Old(at) => self.atoms.bytes(*at),
            ItemWord::New(word) => &word.text,
        }
    }

    pub(super) fn gap_of<'b>(&'b self, item: &'b Item) -> &'b [u8] {
        match (&item.gap, &item.word) {
            (Some(gap), _) => gap,
            (None, ItemWord::Old(at)) => self.atoms.gap(*at),
            (None, ItemWord::New(_)) => &[],
        }
    }

    /// Where the atom in front of a kept one ended, if the item in front of that is not that atom at that place.
    pub(super) fn moved_from(&self, at: usize, column: u32) -> Option<u32> {
        let ItemWord::Old(atom) = self.items.get(at)?.word else { return None };
        let old = atom.checked_sub(1)?;
        let ended = columns::advance(self.atoms.get(old)?.column, self.atoms.bytes(old));
        let before = &self.items.get(at.checked_sub(1)?)?.word;
        let stays = matches!(before, ItemWord::Old(it) if *it == old) && ended == column;
        (!stays).then_some(ended)
    }

    /// True when the last item is the atom in front of atom `at`.
    fn follows(&self, at: usize) -> bool {
        match self.items.last() {
            None => at == 0,
            Some(item) => matches!(item.word, ItemWord::Old(last) if last + 1 == at),
        }
    }

    /// The gap of a line that is aligned under a bracket which moved.
    fn realigned(&self, at: usize) -> Option<Vec<u8>> {
        let atom = self.atoms.get(at)?;
        let bracket = self.brackets.last()?;
        let ends_line = self
            .items
            .get(bracket.item + 1)
            .is_none_or(|next| columns::breaks(self.gap_of(next)) > 0);
        let aligned = self.atoms.breaks(at) > 0 && bracket.old == Some(atom.column) && !ends_line;
        if !aligned || bracket.new == atom.column {
            return None;
        }
        let gap = self.atoms.gap(at);
        let tabs =
            columns::indent(gap).contains(&b'\t') || (self.tabs && atom.column < columns::TAB);
        let mut out = columns::before_indent(gap).to_vec();
        out.extend(columns::blanks(bracket.new, tabs));
        Some(out)
    }

    fn push(&mut self, mut item: Item, touched: bool) {
        if touched && self.gap_of(&item).is_empty() && self.would_merge(&item) {
            item.gap = Some(b" ".to_vec());
        }
        let mut starts_line = columns::breaks(self.gap_of(&item)) > 0;
        if starts_line && self.end_line(&item) {
            item.gap = Some(b" ".to_vec());
            starts_line = false;
        }
        self.touched |= touched && !(starts_line && matches!(item.word, ItemWord::Old(_)));
        self.column = columns::advance(self.column, self.gap_of(&item));
        self.column = columns::advance(self.column, self.bytes_of(&item));
        let at = self.items.len();
        let kind = self.kind_of(&item).token();
        let old = self.old_bracket(&item);
        self.items.push(item);
        follow_bracket(&mut self.brackets, kind, Bracket::at(at, kind, old, self.column));
    }

    /// True when an item directly behind the last one would be read as part of it.
    fn would_merge(&self, item: &Item) -> bool {
        let Some(last) = self.items.last() else { return false };
        if self.kind_of(last) == AtomKind::BlockComment {
            return false;
        }
        let last = self.bytes_of(last);
        let joined = [last, self.bytes_of(item)].concat();
        let lexed = csyntax::lex(&joined, Span::new(0, joined.len() as u32));
        lexed.tokens.first().is_some_and(|token| token.end as usize != last.len())
    }

    /// The column behind a bracket before the change.
    fn old_bracket(&mut self, item: &Item) -> Option<u32> {
        match &item.word {
            ItemWord::Old(at) => self.atoms.get(*at).map(|atom| atom.column + 1),
            ItemWord::New(word) if word.kind == AtomKind::Token(T::LParen) => {
                self.lost_bracket.take()
            }
            ItemWord::New(_) => None,
        }
    }

    /// The line at hand is complete. True when it was broken, and the next line is more of the same list: then it
    /// goes on behind what was left over.
    fn end_line(&mut self, next: &Item) -> bool {
        let left_over = if self.touched { super::width::fit(self) } else { None };
        let goes_on = left_over.is_some() && self.continues(next);
        let outer = self.brackets.len().saturating_sub(BRACKETS_KEPT);
        match left_over {
            Some((first, brackets)) if goes_on => {
                self.line = first;
                self.outer = brackets;
            }
            _ => {
                self.line = self.items.len();
                self.touched = false;
                self.outer.clear();
                self.outer.extend_from_slice(&self.brackets[outer..]);
            }
        }
        goes_on
    }

    /// True when an item continues a list on a line of its own, aligned under the bracket of the line before, and
    /// that line has room for its own.
    fn continues(&self, item: &Item) -> bool {
        let Some(bracket) = self.brackets.last() else { return false };
        let (aligned, rest) = match &item.word {
            ItemWord::Old(at) => {
                let column = self.atoms.get(*at).map_or(0, |atom| atom.column);
                let plain = self.atoms.breaks(*at) == 1 && self.atoms.token_kind(*at).is_some();
                (plain && bracket.old == Some(column), self.atoms.line_width(*at) - column)
            }
            ItemWord::New(word) => {
                let gap = self.gap_of(item);
                let column = columns::advance(0, columns::indent(gap));
                (word.inherited && bracket.new == column, word.rest)
            }
        };
        aligned
            && self.last() == Some(AtomKind::Token(T::Comma))
            && self.column + 1 + rest <= self.style.width
    }

    /// The last line is complete.
    pub(super) fn finish(&mut self) {
        if self.touched {
            super::width::fit(self);
        }
    }

    /// The edits that make the text into the finished draft; `tail` is the white space at its end, if it is to change.
    pub(super) fn edits(self, tail: Option<Vec<u8>>) -> Result<Edits, EditConflict> {
        let mut edits = Edits::default();
        let mut text = Vec::new();
        let mut done = self.atoms.scope.start;
        let mut next = 0;
        for (at, item) in self.items.iter().enumerate() {
            text.extend_from_slice(self.gap_of(item));
            match &item.word {
                ItemWord::New(word) => text.extend_from_slice(&word.text),
                ItemWord::Old(old) => {
                    let span = self.atoms.get(*old).map_or(Span::empty(done), |atom| atom.span);
                    if item.gap.is_some() || *old != next || at != next {
                        add_difference(
                            &mut edits,
                            self.atoms.text,
                            Span::new(done, span.start),
                            &text,
                        )?;
                    }
                    text.clear();
                    done = span.end;
                    next = old + 1;
                }
            }
        }
        let end = Span::new(done, self.atoms.scope.end);
        let tail = tail.unwrap_or_else(|| self.atoms.gap(self.atoms.len()).to_vec());
        text.extend_from_slice(&tail);
        add_difference(&mut edits, self.atoms.text, end, &text)?;
        Ok(edits)
    }
}

/// Keeps a stack of open brackets up to date.
pub(super) fn follow_bracket(brackets: &mut Vec<Bracket>, kind: Option<T>, bracket: Bracket) {
    match kind {
        Some(T::LParen | T::LBracket | T::LBrace) => brackets.push(bracket),
        Some(T::RParen | T::RBracket | T::RBrace) => drop(brackets.pop()),
        _ => {}
    }
}

/// Adds the edit that replaces `span` by `new`, without what they have in common at their ends.
fn add_difference(
    edits: &mut Edits,
    text: &[u8],
    span: Span,
    new: &[u8],
) -> Result<(), EditConflict> {
    let old = span.of(text);
    if old == new {
        return Ok(());
    }
    let same = |pair: &(&u8, &u8)| pair.0 == pair.1;
    let front = old.iter().zip(new).take_while(same).count();
    let back = old[front..].iter().rev().zip(new[front..].iter().rev()).take_while(same).count();
    let changed = Span::new(span.start + front as u32, span.end - back as u32);
    edits.add(Edit::replace(changed, &new[front..new.len() - back]))
}
