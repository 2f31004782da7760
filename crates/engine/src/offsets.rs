//! Where a byte of the text at hand stood in the file as it was read.
//!
//! Rules run one after another, each on what the one before it left. Findings are told in places of the file that the
//! user has, so each run of bytes that no rule has touched remembers where it came from.

use source::{Edits, Span};

/// Runs of untouched bytes, in order: where they stand now, and where they stood.
#[derive(Clone, Debug, Default)]
pub struct Offsets {
    runs: Vec<Run>,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    now: u32,
    then: u32,
    len: u32,
}

impl Offsets {
    /// Of a text that no one has touched.
    pub(crate) fn untouched(len: u32) -> Self {
        Self { runs: vec![Run { now: 0, then: 0, len }] }
    }

    /// Where `span` of the text at hand stood; `None` when some of it was not there.
    pub fn original(&self, span: Span) -> Option<Span> {
        let at = self.runs.partition_point(|run| run.now <= span.start).checked_sub(1)?;
        let run = self.runs[at];
        let from = span.start - run.now;
        (from + span.len() <= run.len)
            .then(|| Span::new(run.then + from, run.then + from + span.len()))
    }

    /// After `edits` of the text at hand.
    pub(crate) fn edited(&self, edits: &Edits, len: u32) -> Self {
        let mut kept = Vec::new();
        let (mut old, mut new) = (0, 0);
        for edit in edits.iter() {
            self.keep(&mut kept, Span::new(old, edit.span.start), new);
            new += edit.span.start - old + edit.text.len() as u32;
            old = edit.span.end;
        }
        self.keep(&mut kept, Span::new(old, len), new);
        Self { runs: kept }
    }

    /// Copies the runs under `span`, which now begins at `now`.
    fn keep(&self, kept: &mut Vec<Run>, span: Span, now: u32) {
        for run in &self.runs {
            let start = run.now.max(span.start);
            let end = (run.now + run.len).min(span.end);
            if start < end {
                kept.push(Run {
                    now: now + start - span.start,
                    then: run.then + start - run.now,
                    len: end - start,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use source::Edit;

    use super::*;

    #[test]
    fn places_survive_edits_around_them() {
        let mut edits = Edits::default();
        edits.add(Edit::replace(Span::new(2, 4), "xyz")).expect("free");
        let once = Offsets::untouched(10).edited(&edits, 10);
        assert_eq!(once.original(Span::new(0, 2)), Some(Span::new(0, 2)));
        assert_eq!(once.original(Span::new(1, 3)), None);
        assert_eq!(once.original(Span::new(5, 7)), Some(Span::new(4, 6)));
        let twice = once.edited(&edits, 11);
        assert_eq!(twice.original(Span::new(6, 8)), Some(Span::new(4, 6)));
        assert_eq!(twice.original(Span::new(4, 6)), None);
    }
}
