//! Three texts to one: what two sides made of the same text, line by line.
//!
//! ```text
//! base    ours     theirs        a          b    where only one side changed something, it has its way;
//! a       a        a        =>   mine       mine where both did the same, that is it;
//! b       mine     b             new        new  both lines, where each only added some at the same place;
//!                  new                           anything else is a conflict, and told as one.
//! ```

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Lines that both sides changed, each in its own way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Conflict {
    /// The lines of our side.
    pub(crate) ours: Range<usize>,
    /// The lines of the other side.
    pub(crate) theirs: Range<usize>,
}

/// Lines that stand in place of others.
struct Change {
    base: Range<usize>,
    side: Range<usize>,
}

/// Merges what two sides made of `base`.
///
/// # Errors
/// The first place where both changed the same lines.
pub(crate) fn merge<'t>(
    base: &[&'t [u8]],
    ours: &[&'t [u8]],
    theirs: &[&'t [u8]],
) -> Result<Vec<&'t [u8]>, Conflict> {
    let (mine, new) = (changes(base, ours), changes(base, theirs));
    let (mut i, mut j, mut done) = (0, 0, 0);
    let mut out = Vec::new();
    while let Some(start) = first(mine.get(i), new.get(j)) {
        out.extend_from_slice(&base[done..start]);
        let (from_i, from_j, mut end) = (i, j, start);
        loop {
            let joins = |change: &&Change| change.base.start == start || change.base.start < end;
            if let Some(change) = mine.get(i).filter(joins) {
                (end, i) = (end.max(change.base.end), i + 1);
            } else if let Some(change) = new.get(j).filter(joins) {
                (end, j) = (end.max(change.base.end), j + 1);
            } else {
                break;
            }
        }
        let our = side(&mine[from_i..i], &(start..end));
        let their = side(&new[from_j..j], &(start..end));
        match (our, their) {
            (Some(our), None) => out.extend_from_slice(&ours[our]),
            (None, Some(their)) => out.extend_from_slice(&theirs[their]),
            (Some(our), Some(their)) if ours[our.clone()] == theirs[their.clone()] => {
                out.extend_from_slice(&ours[our]);
            }
            (Some(our), Some(their)) if start == end => {
                out.extend_from_slice(&theirs[their]);
                out.extend_from_slice(&ours[our]);
            }
            (Some(ours), Some(theirs)) => return Err(Conflict { ours, theirs }),
            (None, None) => break,
        }
        done = end;
    }
    out.extend_from_slice(&base[done..]);
    Ok(out)
}

fn first(mine: Option<&Change>, new: Option<&Change>) -> Option<usize> {
    mine.into_iter().chain(new).map(|change| change.base.start).min()
}

/// What a side has for a range of the base; `None` where it changed nothing there.
fn side(changes: &[Change], range: &Range<usize>) -> Option<Range<usize>> {
    let (first, last) = (changes.first()?, changes.last()?);
    let start = first.side.start - (first.base.start - range.start);
    Some(start..last.side.end + (range.end - last.base.end))
}

fn changes(base: &[&[u8]], side: &[&[u8]]) -> Vec<Change> {
    let ops = capture_diff_slices(Algorithm::Myers, base, side);
    let mut out: Vec<Change> = Vec::new();
    for op in ops.iter().filter(|op| op.tag() != DiffTag::Equal) {
        let (base, side) = (op.old_range(), op.new_range());
        match out.last_mut() {
            Some(last) if last.base.end == base.start && last.side.end == side.start => {
                (last.base.end, last.side.end) = (base.end, side.end);
            }
            _ => out.push(Change { base, side }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&[u8]> {
        text.split_whitespace().map(str::as_bytes).collect()
    }

    #[track_caller]
    fn check(base: &str, ours: &str, theirs: &str, expected: Option<&str>) {
        let merged = merge(&words(base), &words(ours), &words(theirs));
        assert_eq!(merged.ok(), expected.map(words));
    }

    #[test]
    fn each_side_has_its_way_where_it_alone_changed_something() {
        check("a b c d", "a x c d", "a b c y", Some("a x c y"));
        check("a b c d", "a c d", "a b c d e", Some("a c d e"));
        check("a b c", "a x c", "a x c", Some("a x c"));
        check("a b", "a m b", "a n b", Some("a n m b"));
        check("a b c", "a x c", "a y c", None);
        check("a b c d", "a x d", "a b y d", None);
        check("", "x", "", Some("x"));
    }

    proptest! {
        #[test]
        fn a_side_that_changed_nothing_loses_nothing(base in "([a-c] ){0,9}", other in "([a-d] ){0,9}") {
            let (base, other) = (words(&base), words(&other));
            prop_assert_eq!(merge(&base, &other, &base).ok(), Some(other.clone()));
            prop_assert_eq!(merge(&base, &base, &other).ok(), Some(other.clone()));
            prop_assert_eq!(merge(&base, &other, &other).ok(), Some(other));
        }
    }
}
