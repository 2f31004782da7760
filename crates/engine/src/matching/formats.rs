//! Format strings: `"...%d..."`, `"%@f@ pages"`.
//!
//! ```text
//!   pattern  "... %@f@ ..."      dots take any text, formats included; %@f@ one format, or as many as its list has
//!   code     "%s: %08lx pages"
//! ```
//!
//! A string of the pattern is one of formats when it has a `%` beside its dots or a `%@`; else it is taken as it stands.

use csyntax::{NodeId, TokenKind};
use smpl::{MetaId, MetaKind, PatternNode, PatternPart};

use super::Matcher;
use crate::env::{Env, State, States};

/// A piece of a format string in a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Piece<'t> {
    Text(&'t str),
    /// `%d`, written out.
    Format(&'t str),
    /// `%@f@`
    Meta(&'t str),
    /// `...`
    Dots,
}

impl Matcher<'_> {
    /// A string literal against another.
    pub(super) fn string(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let [PatternPart::Token(wanted)] = pattern.parts.as_slice() else {
            return self.parts(pattern, code, state);
        };
        let text = &self.rule.token(*wanted).text;
        if !is_format(text) {
            return self.parts(pattern, code, state);
        }
        let (Some(first), Some(last)) = (self.tree.first_token(code), self.tree.last_token(code))
        else {
            return States::new();
        };
        let literal = self.tree.token(first).kind == TokenKind::String && first == last;
        let (Some(wanted_text), Some(found)) = (
            content(text),
            std::str::from_utf8(self.tree.token_text(first)).ok().and_then(content),
        ) else {
            return States::new();
        };
        let env = literal.then(|| self.formats(&pieces(wanted_text), found, &state.env)).flatten();
        match env {
            Some(env) => self.hit(*wanted, first, last, code, State { env, ..state }),
            None => States::new(),
        }
    }

    fn formats(&self, wanted: &[Piece<'_>], found: &str, env: &Env) -> Option<Env> {
        let Some((first, rest)) = wanted.split_first() else {
            return found.is_empty().then(|| env.clone());
        };
        match first {
            Piece::Text(text) => self.formats(rest, found.strip_prefix(text)?, env),
            Piece::Format(format) => {
                let length = format_length(found)?;
                (found[..length] == **format).then_some(())?;
                self.formats(rest, &found[length..], env)
            }
            Piece::Dots => boundaries(found).find_map(|at| self.formats(rest, &found[at..], env)),
            Piece::Meta(name) => {
                let meta = self.rule.find(name)?;
                if self.rule.metavariable(meta).kind == MetaKind::FormatList {
                    return self.format_list(meta, rest, found, env);
                }
                let length = format_length(found)?;
                let env = self.bind_format(meta, &found[1..length], env)?;
                self.formats(rest, &found[length..], &env)
            }
        }
    }

    /// A list takes as much as it can: formats, and the text between and behind them.
    fn format_list(&self, meta: MetaId, rest: &[Piece<'_>], found: &str, env: &Env) -> Option<Env> {
        let ends: Vec<usize> = boundaries(found).collect();
        ends.into_iter().rev().find_map(|end| {
            let taken = &found[..end];
            let count = formats_in(taken);
            let mut env = self.bind_format(meta, taken, env).filter(|_| count > 0)?;
            self.bind_length(meta, count, &mut env).then_some(())?;
            self.formats(rest, &found[end..], &env)
        })
    }

    fn bind_format(&self, meta: MetaId, text: &str, env: &Env) -> Option<Env> {
        let mut env = env.clone();
        let value = self.values.borrow_mut().of_characters(text);
        self.bind_checked(meta, value, None, &mut env).then_some(env)
    }
}

fn is_format(text: &str) -> bool {
    text.contains("%@") || (text.contains("...") && text.contains('%'))
}

/// What stands between the quotes.
fn content(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.strip_suffix('"')
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut left = text;
    while !left.is_empty() {
        let (piece, length) = if left.starts_with("...") {
            (Piece::Dots, 3)
        } else if let Some((name, _)) =
            left.strip_prefix("%@").and_then(|rest| rest.split_once('@'))
        {
            (Piece::Meta(name), name.len() + 3)
        } else if let Some(length) = format_length(left) {
            (Piece::Format(&left[..length]), length)
        } else {
            let plain = |at: &usize| {
                left.is_char_boundary(*at)
                    && (left[*at..].starts_with('%') || left[*at..].starts_with("..."))
            };
            let length = (1..left.len()).find(plain).unwrap_or(left.len());
            (Piece::Text(&left[..length]), length)
        };
        pieces.push(piece);
        left = &left[length..];
    }
    pieces
}

/// The length of the format that `text` begins with: flags, width, precision, length, conversion. `%%` is none.
fn format_length(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('%')?;
    let modifiers = rest
        .bytes()
        .take_while(|byte| matches!(byte, b'-' | b'+' | b' ' | b'#' | b'0'..=b'9' | b'*' | b'.'))
        .count();
    let lengths = rest[modifiers..]
        .bytes()
        .take_while(|byte| matches!(byte, b'h' | b'l' | b'q' | b'j' | b'z' | b't' | b'L'))
        .count();
    let conversion = rest[modifiers + lengths..].chars().next()?;
    conversion.is_ascii_alphabetic().then_some(modifiers + lengths + 2)
}

/// The places of a string that are not inside of a format, both ends included.
fn boundaries(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut at = Some(0);
    std::iter::from_fn(move || {
        let here = at?;
        let left = &text[here..];
        let step = match (left.starts_with("%%"), left.chars().next()) {
            (_, None) => None,
            (true, _) => Some(2),
            (false, Some(first)) => Some(format_length(left).unwrap_or(first.len_utf8())),
        };
        at = step.map(|step| here + step);
        Some(here)
    })
}

fn formats_in(text: &str) -> usize {
    boundaries(text)
        .filter(|at| !text[*at..].starts_with("%%") && format_length(&text[*at..]).is_some())
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_flags_width_and_length() {
        for (text, length) in [("%d", 2), ("%08lx pages", 5), ("%-*.3s|", 6), ("%zu", 3)] {
            assert_eq!(format_length(text), Some(length), "{text}");
        }
        assert_eq!(format_length("%%"), None);
        assert_eq!(format_length("d"), None);
    }

    #[test]
    fn dots_do_not_cut_a_format_in_two() {
        assert_eq!(boundaries("a%08xb").collect::<Vec<_>>(), [0, 1, 5, 6]);
        assert_eq!(boundaries("%%d").collect::<Vec<_>>(), [0, 2, 3]);
        assert_eq!(formats_in("%d %% %s"), 2);
    }

    #[test]
    fn a_pattern_is_text_formats_and_dots() {
        assert_eq!(
            pieces("...%@f@ of %d..."),
            [Piece::Dots, Piece::Meta("f"), Piece::Text(" of "), Piece::Format("%d"), Piece::Dots]
        );
    }
}
