//! Braces whose last member has a comma behind it, and more lines to come: each member has a line of its own.
//!
//! ```text
//!   + .driver = { .name = n, },      .driver = {
//!                                            .name = n,
//!                                    },
//! ```
//!
//! Only designated members: `{ 1, 2, }` is a row of a table.

use csyntax::TokenKind as T;

use super::words::Word;

/// Puts the members of such lists on lines, where they are written on one.
pub(super) fn spread(words: &mut [Word]) {
    let mut open = Vec::new();
    let mut brackets = 0;
    for at in 0..words.len() {
        match words[at].kind.token() {
            Some(T::LParen | T::LBracket) => brackets += 1,
            Some(T::RParen | T::RBracket) => brackets -= 1,
            Some(T::LBrace) => open.push((at, brackets)),
            Some(T::RBrace) => match open.pop() {
                Some((start, 0)) if is_spread(&words[start..=at]) => {
                    break_lines(&mut words[start..=at])
                }
                _ => {}
            },
            _ => {}
        }
    }
}

/// True for `{ .member = value, }`, written on one line of the semantic patch.
fn is_spread(list: &[Word]) -> bool {
    let kind = |at: usize| list.get(at).and_then(|word| word.kind.token());
    let on_one_line = list[1..].iter().all(|word| word.breaks == 0);
    let is_written = list.get(1).is_some_and(|word| !word.inherited);
    on_one_line && is_written && kind(1) == Some(T::Dot) && kind(list.len() - 2) == Some(T::Comma)
}

fn break_lines(list: &mut [Word]) {
    list[1].breaks = 1;
    let mut depth = 0;
    for at in 1..list.len() - 1 {
        match list[at].kind.token() {
            Some(T::LParen | T::LBracket | T::LBrace) => depth += 1,
            Some(T::RParen | T::RBracket | T::RBrace) => depth -= 1,
            Some(T::Comma) if depth == 0 => list[at + 1].breaks = 1,
            _ => {}
        }
    }
}
