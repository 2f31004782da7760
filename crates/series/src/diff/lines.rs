//! Which lines changed: two texts to a list of replaced ranges.

use super::slide;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::collections::HashMap;
use std::ops::Range;

/// Lines that differ, after those both texts begin and end with, above which the shortest script costs too much.
const SHORTEST_LIMIT: usize = 20_000;

/// Lines `old` of one text replaced by lines `new` of the other; counted from 0.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Change {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// The lines of a text with their line ends; the last one may lack it.
pub(super) fn split(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|byte| *byte == b'\n').collect()
}

/// The changes from `old` to `new`, in order, never touching each other.
pub(super) fn compare<'a>(old: &[&'a [u8]], new: &[&'a [u8]]) -> Vec<Change> {
    let mut ids = HashMap::new();
    let mut number = |line: &&'a [u8]| {
        let fresh = ids.len() as u32;
        *ids.entry(*line).or_insert(fresh)
    };
    let old_ids: Vec<u32> = old.iter().map(&mut number).collect();
    let new_ids: Vec<u32> = new.iter().map(&mut number).collect();
    let mut marks = slide::Marks::new(old.len(), new.len());
    mark(&old_ids, &new_ids, &mut marks);
    slide::align(&mut marks, old, new);
    marks.changes()
}

/// Marks the lines that are not part of the common text. A line only one side has is a change whatever the rest
/// is, so only the others are compared: rewriting a whole file costs no more than reading it.
fn mark(old: &[u32], new: &[u32], marks: &mut slide::Marks) {
    let front = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - front;
    let back =
        old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new);
    let back = back.count();
    let (old_range, new_range) = (front..old.len() - back, front..new.len() - back);

    let count = old.iter().chain(new).max().map_or(0, |max| *max as usize + 1);
    let shared = |ids: &[u32], range: &Range<usize>| {
        let mut has = vec![false; count];
        ids[range.clone()].iter().for_each(|id| has[*id as usize] = true);
        has
    };
    let (in_old, in_new) = (shared(old, &old_range), shared(new, &new_range));
    let kept = |ids: &[u32], range: Range<usize>, other: &[bool], changed: &mut [bool]| {
        let (kept, lone): (Vec<_>, Vec<_>) = range.partition(|at| other[ids[*at] as usize]);
        lone.into_iter().for_each(|at| changed[at] = true);
        kept
    };
    let old_kept = kept(old, old_range, &in_new, &mut marks.old);
    let new_kept = kept(new, new_range, &in_old, &mut marks.new);

    let pick = |ids: &[u32], kept: &[usize]| kept.iter().map(|at| ids[*at]).collect::<Vec<_>>();
    let (left, right) = (pick(old, &old_kept), pick(new, &new_kept));
    let large = left.len() + right.len() > SHORTEST_LIMIT;
    let algorithm = if large { Algorithm::Histogram } else { Algorithm::Myers };
    for op in capture_diff_slices(algorithm, &left, &right) {
        if op.tag() != DiffTag::Equal {
            op.old_range().for_each(|at| marks.old[old_kept[at]] = true);
            op.new_range().for_each(|at| marks.new[new_kept[at]] = true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_put_in_front_of_its_like_is_one_change() {
        let (old, new) = (split(b"a\nb\nc\n"), split(b"a\nx\nb\nc"));
        let changes = compare(&old, &new);
        assert_eq!(changes, [Change { old: 1..1, new: 1..2 }, Change { old: 2..3, new: 3..4 }]);
    }

    #[test]
    fn large_texts_in_another_order_take_no_time_to_speak_of() {
        let lines: Vec<Vec<u8>> =
            (0..60_000).map(|n| format!("line {}\n", n % 5_000).into()).collect();
        let old: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
        let new: Vec<&[u8]> = old.iter().rev().copied().collect();
        let changes = compare(&old, &new);
        let mut at = 0;
        for change in &changes {
            assert!(change.old.start >= at);
            at = change.old.end;
        }
    }
}
