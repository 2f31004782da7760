//! A name in the type that it is declared with: C writes `char x[4]`, a rule `T x`.
//!
//! ```text
//!   + T y;     T is  char [4]            char y[4];
//!   + T *y;          int (*)(void)       int (**y)(void);
//!   + T*y;           u32                 u32 *y;
//! ```

use crate::plan::AddedPiece;

/// Moves what the piece `at`, a type, is written in front of, to `hole` bytes into it; a type that no name follows stays.
pub(crate) fn fill(pieces: &mut Vec<AddedPiece>, at: usize, hole: usize) {
    let Some((stars, name, rest)) = declared(&pieces[at + 1..]) else { return };
    let AddedPiece::Code(text) = &pieces[at] else { return };
    let (before, behind) = (text[..hole].to_owned(), text[hole..].to_owned());
    // `*` binds less than `[` and `(`.
    let grouped = !stars.is_empty() && behind.starts_with(['[', '(']);
    let between = if before.ends_with(['*', '(']) { "" } else { " " };
    let (open, close) = if grouped { ("(", ")") } else { ("", "") };
    let used = if matches!(name, AddedPiece::Text(_)) { 1 } else { 2 };
    let new = [
        AddedPiece::Code(before),
        AddedPiece::Text(format!("{between}{open}{stars}")),
        name,
        AddedPiece::Code(format!("{close}{behind}")),
        AddedPiece::Text(rest),
    ];
    let filled = new.into_iter().filter(|piece| {
        !matches!(piece, AddedPiece::Text(text) | AddedPiece::Code(text) if text.is_empty())
    });
    pieces.splice(at..=at + used, filled);
}

/// The `*`s and the name that some code begins with, and what is left of the piece that the name stands in.
fn declared(pieces: &[AddedPiece]) -> Option<(String, AddedPiece, String)> {
    let (AddedPiece::Text(text), behind) = pieces.split_first()? else { return None };
    let end = text.find(|letter: char| letter != '*' && !letter.is_whitespace());
    let (head, rest) = text.split_at(end.unwrap_or(text.len()));
    let stars = "*".repeat(head.matches('*').count());
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    if rest.is_empty() {
        let is_name = |piece: &&AddedPiece| matches!(piece, AddedPiece::Code(name) if name.chars().all(is_word));
        let name = behind.first().filter(is_name)?;
        return Some((stars, name.clone(), String::new()));
    }
    let length = rest.find(|letter: char| !is_word(letter)).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(length);
    let begins = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    begins.then(|| (stars, AddedPiece::Text(name.to_owned()), rest.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(pieces: &[AddedPiece]) -> String {
        let text = |piece: &AddedPiece| match piece {
            AddedPiece::Text(text) | AddedPiece::Code(text) => text.clone(),
            AddedPiece::Newline { .. } => "\n".to_owned(),
        };
        pieces.iter().map(text).collect()
    }

    #[track_caller]
    fn check(ty: &str, behind: &str, wanted: &str) {
        let hole = ty.find('|').expect("a mark");
        let mut pieces =
            vec![AddedPiece::Code(ty.replace('|', "")), AddedPiece::Text(behind.to_owned())];
        fill(&mut pieces, 0, hole);
        assert_eq!(text(&pieces), wanted);
    }

    #[test]
    fn a_name_stands_where_c_wants_it() {
        check("char|[4]", " x;", "char x[4];");
        check("int (*|)(void)", " f = 0;", "int (*f)(void) = 0;");
        check("char|[4]", " *x;", "char (*x)[4];");
        check("char|[4]", ")", "char[4])");
        check("char *|", " *x;", "char **x;");
        check("u32|", "*x;", "u32 *x;");
    }

    #[test]
    fn a_name_may_be_a_metavariable() {
        let mut pieces = vec![
            AddedPiece::Code("char[4]".to_owned()),
            AddedPiece::Text(" ".to_owned()),
            AddedPiece::Code("x".to_owned()),
            AddedPiece::Text(";".to_owned()),
        ];
        fill(&mut pieces, 0, 4);
        assert_eq!(text(&pieces), "char x[4];");
    }
}
