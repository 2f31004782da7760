//! Where a group of changed lines sits when it could sit in several places.
//!
//! ```text
//!  }                         }
//! +                          ¦
//! +void b(void)             +void b(void)
//! +{                        +{
//! +}                        +}
//!  ¦                        +
//!  void c(void)              void c(void)
//! ```
//!
//! A group may slide while the line it leaves equals the line it takes. As git does since 2.14, it goes to where
//! the other file has a change too, or else to where the lines around both its ends are indented least and blank
//! most. The weights are git's, which got them by fitting to splits chosen by people.

use super::lines::Change;
use std::ops::Range;

/// How far a group is tried.
const MAX_SLIDE: usize = 100;
/// Deeper indentation counts as this.
const MAX_INDENT: i64 = 200;
/// More blank lines count as this.
const MAX_BLANKS: i64 = 20;

/// Which lines of both files are changed.
pub(super) struct Marks {
    pub(super) old: Vec<bool>,
    pub(super) new: Vec<bool>,
}

impl Marks {
    pub(super) fn new(old: usize, new: usize) -> Self {
        Self { old: vec![false; old], new: vec![false; new] }
    }

    /// The marks as ranges.
    pub(super) fn changes(&self) -> Vec<Change> {
        let (mut old, mut new, mut out) = (0, 0, Vec::new());
        while old < self.old.len() || new < self.new.len() {
            let change =
                Change { old: old..run_end(&self.old, old), new: new..run_end(&self.new, new) };
            (old, new) = (change.old.end + 1, change.new.end + 1);
            if !change.old.is_empty() || !change.new.is_empty() {
                out.push(change);
            }
        }
        out
    }
}

/// Slides the groups of both files to where they read best.
pub(super) fn align(marks: &mut Marks, old: &[&[u8]], new: &[&[u8]]) {
    align_side(&mut marks.old, old, &marks.new);
    align_side(&mut marks.new, new, &marks.old);
}

fn align_side(changed: &mut [bool], lines: &[&[u8]], other: &[bool]) {
    let mut group = Group { at: 0..run_end(changed, 0), changed, lines };
    let mut beside = 0..run_end(other, 0);
    loop {
        if !group.at.is_empty() {
            settle(&mut group, &mut beside, other);
        }
        if group.at.end >= lines.len() {
            return;
        }
        let start = group.at.end + 1;
        group.at = start..run_end(group.changed, start);
        beside = after(other, &beside);
    }
}

/// One group, and the file it is in.
struct Group<'a> {
    at: Range<usize>,
    changed: &'a mut [bool],
    lines: &'a [&'a [u8]],
}

impl Group<'_> {
    /// One line up, joining the group above when it is met.
    fn up(&mut self) -> bool {
        let Range { start, end } = self.at;
        if start == 0 || self.lines[start - 1] != self.lines[end - 1] {
            return false;
        }
        self.changed[start - 1] = true;
        self.changed[end - 1] = false;
        self.at = run_start(self.changed, start - 1)..end - 1;
        true
    }

    /// One line down, joining the group below when it is met.
    fn down(&mut self) -> bool {
        let Range { start, end } = self.at;
        if end == self.lines.len() || self.lines[start] != self.lines[end] {
            return false;
        }
        self.changed[start] = false;
        self.changed[end] = true;
        self.at = start + 1..run_end(self.changed, end + 1);
        true
    }
}

/// Moves a group through all its places, then to the best. `beside` is the group of the other file, maybe empty,
/// that lies at the same place.
fn settle(group: &mut Group<'_>, beside: &mut Range<usize>, other: &[bool]) {
    let (mut len, mut top, mut meets);
    loop {
        len = group.at.len();
        while group.up() {
            *beside = before(other, beside);
        }
        top = group.at.end;
        meets = beside.start < beside.end;
        while group.down() {
            *beside = after(other, beside);
            meets |= beside.start < beside.end;
        }
        if group.at.len() == len {
            break;
        }
    }
    if group.at.end == top {
        return;
    }
    let best = if meets { None } else { Some(best_end(group, top, len)) };
    while best.map_or(beside.start == beside.end, |best| group.at.end > best) && group.up() {
        *beside = before(other, beside);
    }
}

/// The end of the group that reads best, of those from `top` to where it is; the lowest of equals.
fn best_end(group: &Group<'_>, top: usize, len: usize) -> usize {
    let end = group.at.end;
    let first = top.max(end.saturating_sub(len + 1)).max(end.saturating_sub(MAX_SLIDE));
    let score = |end: usize| Score::of(group.lines, end) + Score::of(group.lines, end - len);
    let mut best = (first, score(first));
    for end in first + 1..=end {
        let score = score(end);
        if score.is_no_worse_than(&best.1) {
            best = (end, score);
        }
    }
    best.0
}

/// How bad it is to split the text in front of a line.
#[derive(Clone, Copy)]
struct Score {
    indent: i64,
    penalty: i64,
}

impl std::ops::Add for Score {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { indent: self.indent + other.indent, penalty: self.penalty + other.penalty }
    }
}

impl Score {
    fn of(lines: &[&[u8]], split: usize) -> Self {
        let own = lines.get(split).and_then(|line| indent(line));
        let (blanks_above, above) = nearest(lines[..split].iter().rev());
        let (more_blanks, below) = nearest(lines[(split + 1).min(lines.len())..].iter());
        let blanks_below = if own.is_none() { 1 + more_blanks } else { 0 };
        let blanks = blanks_above + blanks_below;
        let mut penalty = -30 * blanks + 6 * blanks_below;
        penalty += i64::from(above.is_none() && blanks_above == 0);
        penalty += if split >= lines.len() { 21 } else { 0 };
        let effective = own.or(below);
        if let (Some(here), Some(above)) = (effective, above) {
            penalty += step_penalty(here, above, below, blanks > 0);
        }
        Self { indent: effective.unwrap_or(-1), penalty }
    }

    fn is_no_worse_than(&self, other: &Self) -> bool {
        60 * (self.indent - other.indent).signum() + self.penalty - other.penalty <= 0
    }
}

/// The price of a change of indentation at the split.
fn step_penalty(here: i64, above: i64, below: Option<i64>, blanks: bool) -> i64 {
    let price = |without, with| if blanks { with } else { without };
    match here.cmp(&above) {
        std::cmp::Ordering::Greater => price(-4, 10),
        std::cmp::Ordering::Equal => 0,
        std::cmp::Ordering::Less if below.is_some_and(|below| below > here) => price(24, 17),
        std::cmp::Ordering::Less => price(23, 17),
    }
}

/// Blank lines, and the indentation of the first line that is not.
fn nearest<'a>(lines: impl Iterator<Item = &'a &'a [u8]>) -> (i64, Option<i64>) {
    let mut blanks = 0;
    for line in lines {
        if let Some(indent) = indent(line) {
            return (blanks, Some(indent));
        }
        blanks += 1;
        if blanks == MAX_BLANKS {
            return (blanks, Some(0));
        }
    }
    (blanks, None)
}

/// Columns before the first character; `None` for a blank line.
fn indent(line: &[u8]) -> Option<i64> {
    let mut columns = 0;
    for byte in line {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 8 - columns % 8,
            b'\n' | b'\r' | 0x0b | 0x0c => {}
            _ => return Some(columns),
        }
        if columns >= MAX_INDENT {
            return Some(MAX_INDENT);
        }
    }
    None
}

fn run_end(changed: &[bool], from: usize) -> usize {
    changed.get(from..).map_or(from, |rest| from + rest.iter().take_while(|it| **it).count())
}

fn run_start(changed: &[bool], from: usize) -> usize {
    from - changed[..from].iter().rev().take_while(|it| **it).count()
}

/// The group, maybe empty, after the next common line.
fn after(changed: &[bool], group: &Range<usize>) -> Range<usize> {
    let start = (group.end + 1).min(changed.len());
    start..run_end(changed, start)
}

/// The group, maybe empty, above the last common line.
fn before(changed: &[bool], group: &Range<usize>) -> Range<usize> {
    let end = group.start.saturating_sub(1);
    run_start(changed, end)..end
}
