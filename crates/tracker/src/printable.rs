//! Names from a tree, made safe to look at.

use std::borrow::Cow;

/// The text with each character that would steer the reader's terminal or turn the text around replaced by its escape:
/// controls, line separators and the marks of bidirectional text.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_shown() {
        assert_eq!(printable("net/ü.c"), "net/ü.c");
        assert_eq!(printable("\u{1b}[2J\n\u{202e}c.a"), "\\u{1b}[2J\\u{a}\\u{202e}c.a");
    }
}
