//! Lines of a rule body and their annotations.
//!
//! ```text
//!   - frob(e);        minus          ?- frob(e);     minus, optional
//!   + frob_one(e);    plus           ++ frob(e);     plus, may be added several times
//!   * frob(e);        star             - 1           context: an annotation stands in the first column
//! ```
//!
//! Inside a block comment nothing annotates. The *slice* of a file is a copy with all but the code to be matched
//! blanked out, so that it can be read as C at its own offsets.

use source::Span;

use crate::Mark;

/// One line of a body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Line {
    /// What is behind the annotation, without the line end.
    pub(crate) code: Span,
    pub(crate) role: Role,
    pub(crate) optional: bool,
}

/// What a line does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// Part of what is matched.
    Slice(Mark),
    /// Added.
    Plus {
        /// `++`
        multiple: bool,
    },
}

/// The lines of the body `span`; its first line is what follows `@@`, and has no annotation.
pub(crate) fn lines(text: &[u8], span: Span) -> Vec<Line> {
    let mut out = Vec::new();
    let mut comment = None;
    let mut start = span.start as usize;
    let end = (span.end as usize).min(text.len());
    while start < end {
        let line_end = text[start..end].iter().position(|b| *b == b'\n').map_or(end, |n| start + n);
        let line = line_of(&text[..line_end], start, start == span.start as usize, comment);
        let open = leaves_comment_open(line.code.of(text), comment.is_some());
        comment = open.then_some(line.role);
        out.push(line);
        start = line_end + 1;
    }
    out
}

/// The line from `start` to the end of `text`; `comment` is the role of the comment it begins in.
fn line_of(text: &[u8], start: usize, first: bool, comment: Option<Role>) -> Line {
    let span = |from: usize| Span::new(from as u32, text.len() as u32);
    match comment {
        Some(role @ Role::Plus { .. }) => {
            let plus = usize::from(text.get(start) == Some(&b'+'));
            Line { code: span(start + plus), role, optional: false }
        }
        Some(role) => Line { code: span(start), role, optional: false },
        None if first => {
            Line { code: span(start), role: Role::Slice(Mark::Context), optional: false }
        }
        None => annotated(text, start),
    }
}

fn annotated(text: &[u8], start: usize) -> Line {
    let mut role = Role::Slice(Mark::Context);
    let mut optional = false;
    let mut at = start;
    while let Some(&byte) = text.get(at) {
        let twice = text.get(at + 1) == Some(&byte);
        match byte {
            b'+' if twice => role = Role::Plus { multiple: true },
            b'+' => role = Role::Plus { multiple: false },
            b'-' if twice => break,
            b'-' => role = Role::Slice(Mark::Minus),
            b'*' => role = Role::Slice(Mark::Star),
            b'?' => optional = true,
            _ => break,
        }
        at += if byte == b'+' && twice { 2 } else { 1 };
    }
    Line { code: Span::new(at as u32, text.len() as u32), role, optional }
}

/// Whether a block comment is open at the end of a line, given whether one was at its start.
fn leaves_comment_open(line: &[u8], mut open: bool) -> bool {
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        at += match rest[0] {
            b'*' if open && rest.starts_with(b"*/") => {
                open = false;
                2
            }
            b'/' if !open && rest.starts_with(b"//") => return false,
            b'/' if !open && rest.starts_with(b"/*") => {
                open = true;
                2
            }
            quote @ (b'"' | b'\'') if !open => quoted_len(rest, quote),
            _ => 1,
        };
    }
    open
}

/// The length of the string or character constant that begins `rest`; 1 when it is not closed on this line.
pub(crate) fn quoted_len(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => return 1,
            _ if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    1
}

/// Blanks, in a copy of the file's text that is `slice`, all of a body that is not to be matched.
pub(crate) fn blank(slice: &mut [u8], body: Span, lines: &[Line]) {
    let mut done = body.start;
    for line in lines {
        let keep = matches!(line.role, Role::Slice(_));
        // An added line inside a `#define` must not end it.
        let splice = u32::from(line.code.of(slice).ends_with(b"\\"));
        let from = if keep { line.code.start } else { line.code.end - splice };
        wipe(slice, Span::new(done, from));
        done = line.code.end;
    }
}

fn wipe(slice: &mut [u8], span: Span) {
    for byte in slice.get_mut(span.range()).into_iter().flatten() {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

/// The line that holds an offset.
pub(crate) fn line_at(lines: &[Line], offset: u32) -> Option<&Line> {
    lines.get(lines.partition_point(|line| line.code.end < offset))
}

/// The column of an offset in its line: tabs reach to the next multiple of 8, everything else is one wide.
pub(crate) fn column(text: &[u8], offset: u32) -> u32 {
    let before = &text[..(offset as usize).min(text.len())];
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
    before[start..].iter().fold(0, |column, byte| match byte {
        b'\t' => (column / 8 + 1) * 8,
        byte if byte & 0xC0 == 0x80 => column,
        _ => column + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Role, bool)]) {
        let found = lines(text.as_bytes(), Span::new(0, text.len() as u32));
        let found: Vec<_> = found
            .iter()
            .skip(1)
            .map(|line| (&text[line.code.range()], line.role, line.optional))
            .collect();
        assert_eq!(found, expected);
    }

    const CONTEXT: Role = Role::Slice(Mark::Context);
    const MINUS: Role = Role::Slice(Mark::Minus);

    #[test]
    fn annotations_stand_in_the_first_column() {
        check(
            "\n-a\n - b\n?-c\n++ d\n--e;\n* f",
            &[
                ("a", MINUS, false),
                (" - b", CONTEXT, false),
                ("c", MINUS, true),
                (" d", Role::Plus { multiple: true }, false),
                ("--e;", CONTEXT, false),
                (" f", Role::Slice(Mark::Star), false),
            ],
        );
    }

    #[test]
    fn nothing_annotates_inside_a_comment() {
        check(
            "\n/*\n* a\n-*/\n+ /* x\n* y */\n-z",
            &[
                ("/*", CONTEXT, false),
                ("* a", CONTEXT, false),
                ("-*/", CONTEXT, false),
                (" /* x", Role::Plus { multiple: false }, false),
                ("* y */", Role::Plus { multiple: false }, false),
                ("z", MINUS, false),
            ],
        );
    }

    #[test]
    fn the_slice_keeps_offsets() {
        let text = b"\n- a\n+ b\n  c";
        let span = Span::new(0, text.len() as u32);
        let mut slice = text.to_vec();
        blank(&mut slice, span, &lines(text, span));
        assert_eq!(slice, b"\n  a\n   \n  c");
        assert_eq!(column(b"x\n\t+y", 4), 9);
    }
}
