//! Changes to hunks: context, line numbers, the function a hunk is in.
//!
//! ```text
//! @@ -120,7 +120,9 @@ static int tls_push(struct sock *sk)
//!  three lines above
//! -what was
//! +what is
//!  three lines below
//! ```

use super::lines::Change;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Lines shown above and below a change.
pub(super) const CONTEXT: usize = 3;
/// Bytes of a function line that are shown.
const NAME_LIMIT: usize = 80;

/// Which lines of a file may name a hunk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Naming {
    /// Top-level lines of C, labels not among them: git's `cpp` driver, which kernel trees ask for.
    C,
    /// Any line that starts with a letter, `_` or `$`: git's rule for files it knows nothing about.
    Plain,
}

impl Naming {
    /// The rule for a path.
    pub(super) fn of(path: &str) -> Self {
        if path.ends_with(".c") || path.ends_with(".h") { Self::C } else { Self::Plain }
    }

    fn names(self, line: &[u8]) -> bool {
        static LABEL: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"^[A-Za-z_][A-Za-z_0-9]*:\s*(?:$|/[/*])").expect("a constant that compiles")
        });
        static TOP: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"^(?:::\s*)?[A-Za-z_]").expect("a constant that compiles")
        });
        match self {
            Self::C => TOP.is_match(line) && !LABEL.is_match(line.trim_ascii_end()),
            Self::Plain => {
                line.first().is_some_and(|it| it.is_ascii_alphabetic() || b"_$".contains(it))
            }
        }
    }
}

/// Appends the hunks of `changes`.
pub(super) fn write(
    out: &mut Vec<u8>,
    old: &[&[u8]],
    new: &[&[u8]],
    changes: &[Change],
    naming: Naming,
    context: usize,
) {
    let mut rest = changes;
    let (mut name, mut searched): (&[u8], usize) = (b"", 0);
    while let Some(first) = rest.first() {
        let (hunk, later) = rest.split_at(hunk_len(rest, context));
        let last = hunk.last().unwrap_or(first);
        let old_lines = around(&first.old, &last.old, old.len(), context);
        let new_lines = around(&first.new, &last.new, new.len(), context);
        let above = &old[searched..old_lines.start];
        name = above.iter().rfind(|line| naming.names(line)).copied().unwrap_or(name);
        searched = old_lines.start;
        out.extend(title(&old_lines, &new_lines, name));
        body(out, old, new, hunk, old_lines);
        rest = later;
    }
}

/// How many changes share a hunk: those whose contexts meet.
fn hunk_len(changes: &[Change], context: usize) -> usize {
    let near = |pair: &&[Change]| pair[1].old.start - pair[0].old.end <= context.saturating_mul(2);
    1 + changes.windows(2).take_while(near).count()
}

fn around(first: &Range<usize>, last: &Range<usize>, len: usize, context: usize) -> Range<usize> {
    first.start.saturating_sub(context)..last.end.saturating_add(context).min(len)
}

fn title(old: &Range<usize>, new: &Range<usize>, name: &[u8]) -> Vec<u8> {
    let mut out = format!("@@ -{} +{} @@", numbers(old), numbers(new)).into_bytes();
    let name = name[..name.len().min(NAME_LIMIT)].trim_ascii_end();
    if !name.is_empty() {
        out.push(b' ');
        out.extend_from_slice(name);
    }
    out.push(b'\n');
    out
}

/// `start,count`; an empty range is named by the line above it, and a count of 1 is left out.
fn numbers(lines: &Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        len => format!("{},{len}", lines.start + 1),
    }
}

fn body(out: &mut Vec<u8>, old: &[&[u8]], new: &[&[u8]], hunk: &[Change], lines: Range<usize>) {
    let mut at = lines.start;
    for change in hunk {
        mark(out, b' ', &old[at..change.old.start]);
        mark(out, b'-', &old[change.old.clone()]);
        mark(out, b'+', &new[change.new.clone()]);
        at = change.old.end;
    }
    mark(out, b' ', &old[at..lines.end]);
}

fn mark(out: &mut Vec<u8>, sign: u8, lines: &[&[u8]]) {
    for line in lines {
        out.push(sign);
        out.extend_from_slice(line);
        if !line.ends_with(b"\n") {
            out.extend_from_slice(b"\n\\ No newline at end of file\n");
        }
    }
}
