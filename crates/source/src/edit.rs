//! Edits as values: what to replace, kept apart from doing it.

use crate::Span;

/// One replacement of bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Edit {
    /// The bytes that go; empty for an insertion.
    pub span: Span,
    /// The bytes that come.
    pub text: Vec<u8>,
}

impl Edit {
    /// Replaces `span` by `text`.
    pub fn replace(span: Span, text: impl Into<Vec<u8>>) -> Self {
        Self { span, text: text.into() }
    }

    /// Removes `span`.
    pub fn delete(span: Span) -> Self {
        Self { span, text: Vec::new() }
    }

    /// Puts `text` in front of the byte at `at`.
    pub fn insert(at: u32, text: impl Into<Vec<u8>>) -> Self {
        Self { span: Span::empty(at), text: text.into() }
    }
}

/// Edits of one text, in order and without overlap.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Edits {
    list: Vec<Edit>,
}

/// Two edits that want the same bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EditConflict {
    /// The edit already there.
    pub old: Edit,
    /// The one that was refused.
    pub new: Edit,
}

impl Edits {
    /// Adds an edit. The same edit twice is one; insertions at one place keep the order they came in.
    ///
    /// # Errors
    /// [`EditConflict`] when the edit overlaps another; nothing is added then.
    pub fn add(&mut self, edit: Edit) -> Result<(), EditConflict> {
        if self.contains(&edit) && !edit.span.is_empty() {
            return Ok(());
        }
        let at = self.behind(edit.span);
        let clash = |old: &&Edit| {
            old.span.overlaps(edit.span) || (!old.span.is_empty() && old.span == edit.span)
        };
        let beside = self.list[..at].last().into_iter().chain(self.list.get(at));
        if let Some(old) = beside.into_iter().find(clash) {
            return Err(EditConflict { old: old.clone(), new: edit });
        }
        self.list.insert(at, edit);
        Ok(())
    }

    /// Whether this edit is among them. Only those of the same span are looked at.
    pub fn contains(&self, edit: &Edit) -> bool {
        let before = self.list[..self.behind(edit.span)].iter().rev();
        before.take_while(|old| old.span == edit.span).any(|old| old == edit)
    }

    /// The place behind all edits that begin, and end, before `span` or with it.
    fn behind(&self, span: Span) -> usize {
        self.list.partition_point(|old| (old.span.start, old.span.end) <= (span.start, span.end))
    }

    /// The edits, by place.
    pub fn iter(&self) -> impl Iterator<Item = &Edit> {
        self.list.iter()
    }

    /// True when there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many edits there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The text after the edits; bytes outside them are copied as they are.
    pub fn apply(&self, text: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(
            text.len() + self.list.iter().map(|edit| edit.text.len()).sum::<usize>(),
        );
        let mut done = 0;
        for edit in &self.list {
            out.extend_from_slice(Span::new(done, edit.span.start).of(text));
            out.extend_from_slice(&edit.text);
            done = edit.span.end;
        }
        out.extend_from_slice(Span::new(done, text.len() as u32).of(text));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_order_of_place() {
        let mut edits = Edits::default();
        edits.add(Edit::insert(3, "<")).expect("free");
        edits.add(Edit::delete(Span::new(0, 1))).expect("free");
        edits.add(Edit::insert(3, ">")).expect("free");
        assert_eq!(edits.apply(b"abcd"), b"bc<>d");
        assert!(edits.contains(&Edit::insert(3, "<")) && edits.contains(&Edit::insert(3, ">")));
        assert!(!edits.contains(&Edit::insert(3, "=")) && !edits.contains(&Edit::insert(2, "<")));
    }

    #[test]
    fn overlap_is_refused_and_changes_nothing() {
        let mut edits = Edits::default();
        edits.add(Edit::replace(Span::new(1, 4), "x")).expect("free");
        let before = edits.clone();
        assert!(edits.add(Edit::delete(Span::new(3, 5))).is_err());
        assert!(edits.add(Edit::replace(Span::new(1, 4), "y")).is_err());
        assert!(edits.add(Edit::replace(Span::new(1, 4), "x")).is_ok());
        assert_eq!(edits, before);
    }
}
