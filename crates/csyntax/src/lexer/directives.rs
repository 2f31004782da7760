//! Directives: one logical line each, line splices and comments inside it included.

use super::classes::is_word;
use super::{after_splices, comment_end, literals, without_splices};
use crate::DirectiveKind;

/// Reads the directive at `start`, whose `#` (or `%:`) takes `mark` bytes: its kind and where it ends.
pub(super) fn read(text: &[u8], start: usize, mark: usize) -> (DirectiveKind, usize) {
    let name_start = after_blanks(text, start + mark);
    let name_end = word_end(text, name_start);
    let kind = kind_of(&without_splices(&text[name_start..name_end]));
    (kind, line_end(text, name_end))
}

fn kind_of(name: &[u8]) -> DirectiveKind {
    match name {
        b"if" => DirectiveKind::If,
        b"ifdef" => DirectiveKind::Ifdef,
        b"ifndef" => DirectiveKind::Ifndef,
        b"elif" | b"elifdef" | b"elifndef" => DirectiveKind::Elif,
        b"else" => DirectiveKind::Else,
        b"endif" => DirectiveKind::Endif,
        b"include" | b"include_next" | b"import" => DirectiveKind::Include,
        b"define" => DirectiveKind::Define,
        b"undef" => DirectiveKind::Undef,
        b"pragma" => DirectiveKind::Pragma,
        _ => DirectiveKind::Other,
    }
}

/// The end of the logical line, without its line end.
fn line_end(text: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = text.get(at) {
        match byte {
            b'\n' => {
                return if at > 0 && text[at - 1] == b'\r' { at - 1 } else { at };
            }
            b'\\' => at = after_splices(text, at).max(at + 1),
            b'/' => at = comment_end(text, at).unwrap_or(at + 1),
            b'"' | b'\'' => at = literals::closed_end(text, at).unwrap_or(at + 1),
            _ => at += 1,
        }
    }
    text.len()
}

/// The first offset at or after `at`, on this logical line, that begins no blank, comment or splice.
fn after_blanks(text: &[u8], mut at: usize) -> usize {
    loop {
        at = after_splices(text, at);
        match text.get(at) {
            Some(b' ' | b'\t' | 0x0b | 0x0c) => at += 1,
            Some(b'/') => match comment_end(text, at) {
                Some(end) => at = end,
                None => return at,
            },
            _ => return at,
        }
    }
}

fn word_end(text: &[u8], mut at: usize) -> usize {
    loop {
        while text.get(at).is_some_and(|byte| is_word(*byte)) {
            at += 1;
        }
        let next = after_splices(text, at);
        if next == at || !text.get(next).is_some_and(|byte| is_word(*byte)) {
            return at;
        }
        at = next;
    }
}

/// What follows a directive's name: for `#ifdef A /* x */` the bytes of `A`, trimmed.
pub(crate) fn directive_words(text: &[u8]) -> &[u8] {
    let mark = if text.starts_with(b"%:") { 2 } else { 1 };
    let name = after_blanks(text, mark.min(text.len()));
    let mut start = after_blanks(text, word_end(text, name));
    let mut end = start;
    while end < text.len() {
        if text[end] == b'/' && comment_end(text, end).is_some() {
            break;
        }
        end += 1;
    }
    start = start.min(end);
    text[start..end].trim_ascii()
}

/// The parts of a `#define`: where its name lies, its parameter list (parentheses included) if it has one, and where
/// its replacement begins; offsets count in `text`, the directive's bytes.
pub(crate) fn define_parts(text: &[u8]) -> Option<DefineParts> {
    let mark = if text.starts_with(b"%:") { 2 } else { 1 };
    let keyword = after_blanks(text, mark.min(text.len()));
    let start = after_blanks(text, word_end(text, keyword));
    let end = word_end(text, start);
    if start == end {
        return None;
    }
    let mut body = end;
    if text.get(end) == Some(&b'(') {
        body = end + 1 + text[end..].iter().position(|byte| *byte == b')')?;
    }
    Some(DefineParts { name: start..end, parameters: end..body, body })
}

/// See [`define_parts`].
pub(crate) struct DefineParts {
    pub(crate) name: std::ops::Range<usize>,
    pub(crate) parameters: std::ops::Range<usize>,
    pub(crate) body: usize,
}
