//! Where numbers, strings and character constants end.

use super::classes::is_word;
use super::{after_splices, splice_length};

/// Whether a word is a literal's prefix; `Some(true)` for the prefixes of raw strings.
pub(super) fn prefix(word: &[u8]) -> Option<bool> {
    match word {
        b"L" | b"u" | b"U" | b"u8" => Some(false),
        b"R" | b"LR" | b"uR" | b"UR" | b"u8R" => Some(true),
        _ => None,
    }
}

/// The end of the literal whose quote is at `open`, or, as the error, where the line ends before it is closed.
pub(super) fn closed_end(text: &[u8], open: usize) -> Result<usize, usize> {
    let quote = text[open];
    let mut at = open + 1;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'\\' => at += splice_length(text, at).max(2),
            b'\n' => return Err(at),
            _ if byte == quote => return Ok(at + 1),
            _ => at += 1,
        }
    }
    Err(text.len())
}

/// The end of `"delimiter(…)delimiter"` whose quote is at `open`; `None` when it is no raw string.
pub(super) fn raw_string_end(text: &[u8], open: usize) -> Option<usize> {
    let rest = text.get(open + 1..)?;
    let length = rest.iter().take(17).position(|byte| *byte == b'(')?;
    let delimiter = &rest[..length];
    if delimiter.iter().any(|b| b.is_ascii_whitespace() || matches!(b, b')' | b'\\' | b'"')) {
        return None;
    }
    let close = [b")", delimiter, b"\""].concat();
    memchr::memmem::find(&rest[length..], &close).map(|at| open + 1 + length + at + close.len())
}

/// The end of the preprocessing number at `start`.
pub(super) fn number_end(text: &[u8], start: usize) -> usize {
    let mut at = start;
    loop {
        let byte = text.get(at).copied().unwrap_or(0);
        let next = text.get(at + 1).copied().unwrap_or(0);
        at += match byte {
            b'e' | b'E' | b'p' | b'P' if matches!(next, b'+' | b'-') => 2,
            b'\'' if next.is_ascii_alphanumeric() => 2,
            b'.' => 1,
            b'\\' => {
                let after = after_splices(text, at);
                let goes_on = text.get(after).is_some_and(|b| is_word(*b) || *b == b'.');
                if after == at || !goes_on {
                    return at;
                }
                after - at
            }
            _ if is_word(byte) => 1,
            _ => return at,
        };
    }
}
