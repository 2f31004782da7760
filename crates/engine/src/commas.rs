//! Commas of added code that would part something from nothing.
//!
//! ```text
//!   + f(dev, es)      es is empty      f(dev)
//!   + , int n         beside `(`       (int n)
//! ```

use crate::plan::AddedPiece;

/// Takes out a comma that some code begins with; says whether there was one.
pub(crate) fn without_first(piece: &mut AddedPiece) -> bool {
    let AddedPiece::Text(text) = piece else { return false };
    let Some(rest) = text.trim_start().strip_prefix(',') else { return false };
    *text = rest.trim_start().to_owned();
    true
}

/// Takes out a comma that some code ends with.
pub(crate) fn without_last(piece: &mut AddedPiece) {
    let AddedPiece::Text(text) = piece else { return };
    if let Some(rest) = text.trim_end().strip_suffix(',') {
        *text = rest.to_owned();
    }
}

/// Takes out one comma beside each value that is an empty list.
pub(crate) fn beside_nothing(pieces: &mut [AddedPiece]) {
    let is_empty = |piece: &AddedPiece| matches!(piece, AddedPiece::Code(text) if text.is_empty());
    for at in 0..pieces.len() {
        if !is_empty(&pieces[at]) {
            continue;
        }
        let (before, behind) = pieces.split_at_mut(at);
        let followed = behind.get_mut(1).is_some_and(without_first);
        if let Some(last) = before.last_mut().filter(|_| !followed) {
            without_last(last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, behind: &str, wanted: &str) {
        let text = |text: &str| AddedPiece::Text(text.to_owned());
        let mut pieces = [text(before), AddedPiece::Code(String::new()), text(behind)];
        beside_nothing(&mut pieces);
        let found: String = pieces
            .iter()
            .map(|piece| match piece {
                AddedPiece::Text(text) | AddedPiece::Code(text) => text.as_str(),
                AddedPiece::Newline { .. } => "",
            })
            .collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn an_empty_list_takes_one_comma_along() {
        check("f(", ", b)", "f(b)");
        check("f(a, ", ")", "f(a)");
        check("f(a, ", ", b)", "f(a, b)");
        check("f(", ")", "f()");
    }
}
