//! Diffs as other people send them: read from a mail, and applied to files in memory.
//!
//! ```text
//! From: …                     skipped
//! ---
//!  a.c | 2 +-
//! diff --git a/a.c b/a.c      a FilePatch
//! --- a/a.c
//! +++ b/a.c
//! @@ -7,3 +7,3 @@ int f(void)    a Hunk: its lines are places in the mail, so that what is found in the result can be
//!  int x;                         shown where the reader has it
//! -old();
//! +new();
//! ```
//!
//! A mail is input from anywhere: nothing in it is taken for a path outside the tree, and what does not fit is an error
//! at its line.

use std::ops::Range;

use crate::path::check_path;
use source::{Diagnostic, Span};

/// Comparisons of lines that looking for a hunk's place may cost.
const MOST_COMPARISONS: usize = 4_000_000;

/// What a mail does to one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilePatch {
    /// The file, from the top of the tree; where it is renamed, the new name.
    pub path: String,
    /// The file as it was called before; `None` for a new one.
    pub old: Option<String>,
    /// True when the file goes.
    pub removed: bool,
    /// The changes, in order.
    pub hunks: Vec<Hunk>,
}

/// One run of changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hunk {
    /// The line of the old file at which it begins, from 1; 0 in an empty file.
    pub start: usize,
    /// Its lines.
    pub lines: Vec<HunkLine>,
    /// Its `@@` line in the mail.
    pub span: Span,
}

/// A line of a hunk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HunkLine {
    /// What becomes of it.
    pub kind: LineKind,
    /// The text in the mail: without the mark, with the line end that the file has.
    pub span: Span,
}

/// What becomes of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineKind {
    /// ` `: it stays.
    Context,
    /// `-`: it goes.
    Removed,
    /// `+`: it comes.
    Added,
}

/// A text made of pieces of a file and of a mail.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Patched {
    /// The text.
    pub text: Vec<u8>,
    /// Lines of it that stand in the mail: from where in the text, and where in the mail. In the order of the text.
    pub shown: Vec<(u32, Span)>,
}

impl Patched {
    /// Where in the mail a place of the text stands; `None` for what the mail does not show.
    pub fn in_mail(&self, place: Span) -> Option<Span> {
        let at = self.shown.partition_point(|(start, _)| *start <= place.start).checked_sub(1)?;
        let (start, line) = self.shown[at];
        let from = line.start + (place.start - start);
        (from < line.end).then(|| Span::new(from, (from + place.len()).min(line.end)))
    }

    fn push(&mut self, mail: &[u8], span: Span) {
        self.shown.push((self.text.len() as u32, span));
        self.text.extend_from_slice(span.of(mail));
    }
}

/// Reads all diffs of a mail, or of several. `name` is what messages call it.
///
/// # Errors
/// A hunk that is cut off or no hunk, a path that leaves the tree, a body that has to be decoded first.
pub fn read(name: &str, mail: &[u8]) -> Result<Vec<FilePatch>, Diagnostic> {
    let mut reader = Reader { name, mail, lines: lines(mail), at: 0 };
    let encoded = |line: &Range<usize>| {
        let line = mail[line.clone()].to_ascii_lowercase();
        line.starts_with(b"content-transfer-encoding:")
            && (line.ends_with(b"base64\n") || line.ends_with(b"quoted-printable\n"))
    };
    if let Some(line) = reader.lines.iter().find(|line| encoded(line)) {
        let span = Span::new(line.start as u32, line.end as u32 - 1);
        return Err(Diagnostic::error("the mail is encoded for transport")
            .at(name, span, "here")
            .help("Decode it first: `b4 am` and `git mailinfo` do."));
    }
    let mut patches = Vec::new();
    while reader.at < reader.lines.len() {
        match reader.file()? {
            Some(patch) => patches.push(patch),
            None => reader.at += 1,
        }
    }
    Ok(patches)
}

/// The ranges of the lines of a text, line ends included.
fn lines(text: &[u8]) -> Vec<Range<usize>> {
    let mut start = 0;
    let range = |line: &[u8]| {
        start += line.len();
        start - line.len()..start
    };
    text.split_inclusive(|byte| *byte == b'\n').map(range).collect()
}

struct Reader<'a> {
    name: &'a str,
    mail: &'a [u8],
    lines: Vec<Range<usize>>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn line(&self, at: usize) -> &'a [u8] {
        self.lines.get(at).map_or(&[], |line| &self.mail[line.clone()])
    }

    fn span(&self, at: usize) -> Span {
        let line = self.lines.get(at).cloned().unwrap_or(self.mail.len()..self.mail.len());
        Span::new(line.start as u32, line.end as u32)
    }

    /// The diff that begins at this line, if one does: `---`, `+++` and a hunk.
    fn file(&mut self) -> Result<Option<FilePatch>, Diagnostic> {
        let is = |at: usize, mark: &[u8]| self.line(self.at + at).starts_with(mark);
        if !(is(0, b"--- ") && is(1, b"+++ ") && is(2, b"@@ -")) {
            return Ok(None);
        }
        let (old, new) = (self.path(self.at)?, self.path(self.at + 1)?);
        self.at += 2;
        let Some(path) = new.clone().or_else(|| old.clone()) else {
            return Err(self.fault(self.at - 1, "this diff names no file"));
        };
        let mut patch = FilePatch { path, old, removed: new.is_none(), hunks: Vec::new() };
        while self.line(self.at).starts_with(b"@@ -") {
            patch.hunks.push(self.hunk()?);
        }
        Ok(Some(patch))
    }

    /// The path of a `---` or `+++` line, its first part taken off; `None` for `/dev/null`.
    fn path(&self, at: usize) -> Result<Option<String>, Diagnostic> {
        let line = self.line(at)[4..].trim_ascii_end();
        let name = line.split(|byte| *byte == b'\t').next().unwrap_or_default();
        if name == b"/dev/null" {
            return Ok(None);
        }
        let text = std::str::from_utf8(name).ok().filter(|name| !name.starts_with('"'));
        let path = text.and_then(|text| text.split_once('/')).map(|(_, path)| path.to_owned());
        let path = path.filter(|path| check_path(path).is_ok());
        path.map(Some).ok_or_else(|| self.fault(at, "this is no path inside a tree"))
    }

    fn hunk(&mut self) -> Result<Hunk, Diagnostic> {
        let head = self.at;
        let range = numbers(self.line(head));
        let (start, mut old, mut new) =
            range.ok_or_else(|| self.fault(head, "this line of a hunk can not be read"))?;
        let mut hunk = Hunk { start, lines: Vec::new(), span: self.span(head) };
        self.at += 1;
        while old > 0 || new > 0 {
            let (line, span) = (self.line(self.at), self.span(self.at));
            let kind = match line.first() {
                Some(b' ' | b'\n') if old > 0 && new > 0 => LineKind::Context,
                Some(b'-') if old > 0 => LineKind::Removed,
                Some(b'+') if new > 0 => LineKind::Added,
                _ => return Err(self.fault(head, "this hunk has fewer lines than it says")),
            };
            old -= usize::from(kind != LineKind::Added);
            new -= usize::from(kind != LineKind::Removed);
            let mark = u32::from(line.first() != Some(&b'\n'));
            self.at += 1;
            let ends = u32::from(self.line(self.at).starts_with(b"\\ "));
            self.at += ends as usize;
            let span = Span::new(span.start + mark, span.end - ends);
            hunk.lines.push(HunkLine { kind, span });
        }
        Ok(hunk)
    }

    fn fault(&self, at: usize, what: &str) -> Diagnostic {
        Diagnostic::error(what)
            .at(self.name, self.span(at), "here")
            .help("Give a patch as `git format-patch` writes it, or a mail that holds one.")
    }
}

/// First old line, old count and new count of `@@ -7,3 +7,4 @@`.
fn numbers(line: &[u8]) -> Option<(usize, usize, usize)> {
    let line = std::str::from_utf8(line.get(..60.min(line.len()))?).ok()?;
    let (ranges, _) = line.strip_prefix("@@ -")?.split_once(" @@")?;
    let (old, new) = ranges.split_once(" +")?;
    let range = |text: &str| -> Option<(usize, usize)> {
        let (start, count) = text.split_once(',').unwrap_or((text, "1"));
        Some((start.parse::<u32>().ok()? as usize, count.parse::<u32>().ok()? as usize))
    };
    let ((start, old), (_, new)) = (range(old)?, range(new)?);
    Some((start, old, new))
}

/// The file after a patch from `mail`; hunks may have moved, but each of their lines must be there.
///
/// # Errors
/// A hunk whose lines are not in the file.
pub fn apply(
    name: &str,
    mail: &[u8],
    patch: &FilePatch,
    before: &[u8],
) -> Result<Patched, Diagnostic> {
    let old = lines(before);
    let (mut out, mut done, mut budget) = (Patched::default(), 0, MOST_COMPARISONS);
    let mut moved = 0_isize;
    for hunk in &patch.hunks {
        let wanted: Vec<&[u8]> = hunk
            .lines
            .iter()
            .filter(|line| line.kind != LineKind::Added)
            .map(|line| line.span.of(mail))
            .collect();
        let said = hunk.start.saturating_sub(usize::from(!wanted.is_empty()));
        let expected = said.saturating_add_signed(moved).clamp(done, old.len());
        let holds = |at: usize, budget: &mut usize| {
            old.get(at..at + wanted.len()).is_some_and(|range| {
                range.iter().zip(&wanted).all(|(line, wanted)| {
                    *budget = budget.saturating_sub(1);
                    before[line.clone()] == **wanted
                })
            })
        };
        let mut places = nearest(expected, done, old.len());
        let place = places.find(|at| budget == 0 || holds(*at, &mut budget));
        let Some(place) = place.filter(|_| budget > 0) else {
            let message = format!("this hunk does not apply to {}", patch.path);
            return Err(Diagnostic::error(message)
                .at(name, hunk.span, "its lines are not in the file")
                .help("Give the tree that the patch is for, or leave --tree out to judge the patch by itself."));
        };
        moved = place as isize - said as isize;
        old[done..place].iter().for_each(|line| out.text.extend(&before[line.clone()]));
        for line in hunk.lines.iter().filter(|line| line.kind != LineKind::Removed) {
            out.push(mail, line.span);
        }
        done = place + wanted.len();
    }
    old[done..].iter().for_each(|line| out.text.extend(&before[line.clone()]));
    Ok(out)
}

/// The places from `low` to `high`, the nearest to `from` first.
fn nearest(from: usize, low: usize, high: usize) -> impl Iterator<Item = usize> {
    let apart = move |distance: usize| {
        let above = from.checked_add(distance).filter(move |at| *at <= high);
        let below = from.checked_sub(distance).filter(move |at| *at >= low && distance > 0);
        above.into_iter().chain(below)
    };
    (0..=high.saturating_sub(low)).flat_map(apart)
}

/// What a patch shows of a file before or after it, where there is no file: its hunks. One that begins inside of a function
/// gets the head of one, and one that ends there its end, so that statements read as statements.
pub fn fragments(mail: &[u8], patch: &FilePatch, side: LineKind) -> Patched {
    let mut out = Patched::default();
    for hunk in &patch.hunks {
        let shown = |line: &&HunkLine| line.kind == LineKind::Context || line.kind == side;
        let lines: Vec<Span> = hunk.lines.iter().filter(shown).map(|line| line.span).collect();
        let first =
            lines.iter().map(|span| span.of(mail)).find(|line| !line.trim_ascii().is_empty());
        let mut open = first.is_some_and(|line| line[0].is_ascii_whitespace());
        out.text.extend_from_slice(if open { b"void hunk(void) {\n" } else { b"\n" });
        for span in lines {
            match span.of(mail).first() {
                Some(b'{') => open = true,
                Some(b'}') => open = false,
                _ => {}
            }
            out.push(mail, span);
        }
        out.text.extend_from_slice(if open { b"\n}\n" } else { b"\n" });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MAIL: &str = "Subject: x\n\n--- a/is/no diff\n---\n a.c | 2 +-\n\ndiff --git a/d/a.c b/d/a.c\n\
                        index 1..2 100644\n--- a/d/a.c\n+++ b/d/a.c\n@@ -2,3 +2,3 @@ int f(void)\n int x;\n\
                        -old();\n+new();\n \n-- \n2.43\n";

    #[test]
    fn a_diff_is_found_in_its_mail_and_applied() {
        let patches = read("m", MAIL.as_bytes()).expect("read");
        assert_eq!((patches.len(), patches[0].path.as_str()), (1, "d/a.c"));
        for before in ["{\nint x;\nold();\n\n}\n", "//\n//\n//\n{\nint x;\nold();\n\n}\n"] {
            let after =
                apply("m", MAIL.as_bytes(), &patches[0], before.as_bytes()).expect("applied");
            assert_eq!(String::from_utf8_lossy(&after.text), before.replace("old", "new"));
            let at = before.find("old").expect("there") as u32;
            let shown = after.in_mail(Span::new(at, at + 3)).expect("in the mail");
            assert_eq!(&MAIL[shown.range()], "new");
            assert_eq!(after.in_mail(Span::new(0, 1)), None);
        }
    }

    #[test]
    fn what_does_not_fit_is_an_error_at_its_hunk() {
        let patches = read("m", MAIL.as_bytes()).expect("read");
        let problem = apply("m", MAIL.as_bytes(), &patches[0], b"int y;\n").expect_err("refused");
        assert_eq!(&MAIL[problem.labels[0].span.range()], "@@ -2,3 +2,3 @@ int f(void)\n");
    }

    #[test]
    fn hostile_paths_and_counts_are_refused() {
        for (from, to) in [
            ("b/d/a.c\n@@", "b/../a.c\n@@"),
            ("b/d/a.c\n@@", "b//etc/passwd\n@@"),
            ("+2,3 @@", "+2,99999 @@"),
            ("-2,3 +", "-2,x +"),
            ("-2,3 +", "-99999999999999999999,3 +"),
        ] {
            let mail = MAIL.replace(from, to);
            assert_ne!(mail, MAIL);
            let problem = read("m", mail.as_bytes()).expect_err("refused");
            assert!(problem.help.is_some() && problem.labels[0].path == "m");
        }
    }

    #[test]
    fn a_new_file_and_a_last_line_without_an_end() {
        let mail = b"--- /dev/null\n+++ b/n.c\n@@ -0,0 +1,2 @@\n+int a;\n+int b;\n\\ No newline at end of file\n";
        let patches = read("m", mail).expect("read");
        assert_eq!(patches[0].old, None);
        assert_eq!(apply("m", mail, &patches[0], b"").expect("applied").text, b"int a;\nint b;");
    }

    proptest! {
        #[test]
        fn anything_may_come(mail in "([-+@ \\\\]{0,3}(a/|b/)?[a-c,0-9 ]{0,9}\n){0,30}", before in "([abc]{0,2}\n){0,9}") {
            for patch in read("m", mail.as_bytes()).unwrap_or_default() {
                let _ = apply("m", mail.as_bytes(), &patch, before.as_bytes());
                let shown = fragments(mail.as_bytes(), &patch, LineKind::Added);
                prop_assert!(shown.in_mail(Span::new(0, 1)).is_none());
            }
        }
    }
}
