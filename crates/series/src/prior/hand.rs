//! Edits by hand in a mail, taken over into what is generated now.
//!
//! ```text
//! generated then ──┬── stands there ── edits by hand ──┐
//!                  └── generated now ── new facts ─────┴── the mail
//! ```
//!
//! Header fields are taken one by one, addresses of `To:` and `Cc:` one by one, the text line by line. A diff is not
//! merged: a hunk that nobody has seen applied is of no use, so an edit of it is kept as long as what is generated is
//! the same.

use super::merge;
use source::{Diagnostic, Span};

/// A mail in its parts.
struct Parts<'t> {
    /// The line that begins a mail in a file.
    first: &'t [u8],
    fields: Vec<Field<'t>>,
    /// Message, notes, table of changes.
    text: &'t [u8],
    /// Where the text begins in the mail.
    text_at: usize,
    /// From the first `diff --git` on; empty in a cover letter.
    diff: &'t [u8],
    /// `-- `, who made it.
    end: &'t [u8],
}

struct Field<'t> {
    name: &'t [u8],
    /// With its name, continuation lines and line end.
    lines: &'t [u8],
}

/// The mail with the edits that were made by hand since it was `generated`. `path` is where `found` stands.
///
/// # Errors
/// A place that was edited and that is now generated in another way.
pub(super) fn keep(
    path: &str,
    generated: &[u8],
    found: &[u8],
    now: &[u8],
) -> Result<Vec<u8>, Diagnostic> {
    if found == generated || found == now {
        return Ok(now.to_vec());
    }
    let (base, ours, theirs) = (Parts::of(generated), Parts::of(found), Parts::of(now));
    let mut out = theirs.first.to_vec();
    out.extend(fields(path, found, &base, &ours, &theirs)?);
    out.push(b'\n');
    out.extend(text(path, &base, &ours, &theirs)?);
    out.extend(diff(path, found, &base, &ours, &theirs)?);
    out.extend_from_slice(theirs.end);
    Ok(out)
}

impl<'t> Parts<'t> {
    fn of(mail: &'t [u8]) -> Self {
        let text_at = find(mail, b"\n\n").map_or(mail.len(), |at| at + 2);
        let content = &mail[text_at..];
        let header = &mail[..if text_at < mail.len() { text_at - 1 } else { mail.len() }];
        let first = header.split_inclusive(|byte| *byte == b'\n').next();
        let first = first.filter(|line| line.starts_with(b"From ")).unwrap_or_default();
        let end =
            content.windows(5).rposition(|it| it == b"\n-- \n").map_or(content.len(), |at| at + 1);
        let (content, end) = content.split_at(end);
        let diff = if content.starts_with(b"diff --git ") {
            0
        } else {
            find(content, b"\ndiff --git ").map_or(content.len(), |at| at + 1)
        };
        let (text, diff) = content.split_at(diff);
        Self { first, fields: split_fields(&header[first.len()..]), text, text_at, diff, end }
    }

    fn field(&self, name: &[u8]) -> &'t [u8] {
        self.fields.iter().find(|field| field.name == name).map_or(&[], |field| field.lines)
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|it| it == what)
}

fn split_fields(header: &[u8]) -> Vec<Field<'_>> {
    let mut fields = Vec::new();
    let mut start = 0;
    while start < header.len() {
        let mut end = start;
        loop {
            end += header[end..]
                .iter()
                .position(|byte| *byte == b'\n')
                .map_or(header.len() - end, |at| at + 1);
            if !matches!(header.get(end), Some(b' ' | b'\t')) {
                break;
            }
        }
        let lines = &header[start..end];
        let name = lines.split(|byte| *byte == b':').next().unwrap_or_default();
        fields.push(Field { name, lines });
        start = end;
    }
    fields
}

/// Fields that follow from the others are taken as they are generated; one that was added by hand is kept.
fn fields(
    path: &str,
    found: &[u8],
    base: &Parts<'_>,
    ours: &Parts<'_>,
    theirs: &Parts<'_>,
) -> Result<Vec<u8>, Diagnostic> {
    let mut out = Vec::new();
    for field in &theirs.fields {
        let (then, there) = (base.field(field.name), ours.field(field.name));
        match field.name {
            b"Subject" => out.extend(subject(path, found, then, there, field.lines)?),
            b"To" | b"Cc" => out.extend(addresses(field.name, then, there, field.lines)),
            b"From" if there != then && field.lines == then => out.extend_from_slice(there),
            _ => out.extend_from_slice(field.lines),
        }
    }
    let generated = |field: &&Field<'_>| {
        theirs.field(field.name).is_empty() && base.field(field.name).is_empty()
    };
    ours.fields.iter().filter(generated).for_each(|field| out.extend_from_slice(field.lines));
    Ok(out)
}

/// The subject behind its brackets is text; the brackets are counted anew.
fn subject(
    path: &str,
    found: &[u8],
    then: &[u8],
    there: &[u8],
    now: &[u8],
) -> Result<Vec<u8>, Diagnostic> {
    let words = |field: &[u8]| -> Vec<u8> {
        let words = field.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(&b' ')
    };
    let behind = |field: &[u8]| -> Vec<u8> {
        let line = words(field);
        let at = find(&line, b"] ").map_or(0, |at| at + 2);
        line[at..].to_vec()
    };
    let (then, there, new) = (behind(then), behind(there), behind(now));
    if there.is_empty() || there == then || there == new {
        return Ok(now.to_vec());
    }
    if then != new {
        return Err(conflict(path, span_of(found, b"Subject: "), "subject"));
    }
    let line = words(now);
    let brackets = &line[..line.len() - new.len()];
    Ok([brackets, &there, b"\n"].concat())
}

/// The addresses generated now, without those taken out by hand, and with those put in.
fn addresses(name: &[u8], then: &[u8], there: &[u8], now: &[u8]) -> Vec<u8> {
    let list = |field: &[u8]| -> Vec<Vec<u8>> {
        let value = field.get(name.len() + 1..).unwrap_or_default();
        let lines = value.split(|byte| *byte == b'\n').map(|line| line.trim_ascii());
        lines
            .map(|line| line.strip_suffix(b",").unwrap_or(line).to_vec())
            .filter(|it| !it.is_empty())
            .collect()
    };
    let (then, there, now) = (list(then), list(there), list(now));
    let taken_out = |it: &&Vec<u8>| then.contains(it) && !there.contains(it);
    let mut all: Vec<Vec<u8>> = now.iter().filter(|it| !taken_out(it)).cloned().collect();
    let put_in = there.iter().filter(|it| !then.contains(it) && !now.contains(it));
    all.extend(put_in.cloned());
    if all.is_empty() {
        return Vec::new();
    }
    [name, b": ", &all.join(&b",\n    "[..]), b"\n"].concat()
}

fn text(
    path: &str,
    base: &Parts<'_>,
    ours: &Parts<'_>,
    theirs: &Parts<'_>,
) -> Result<Vec<u8>, Diagnostic> {
    fn lines(text: &[u8]) -> Vec<&[u8]> {
        text.split_inclusive(|byte| *byte == b'\n').collect()
    }
    let (then, there, now) = (lines(base.text), lines(ours.text), lines(theirs.text));
    merge::merge(&then, &there, &now).map(|lines| lines.concat()).map_err(|both| {
        let length = |lines: &[&[u8]]| lines.iter().map(|line| line.len()).sum::<usize>();
        let start = ours.text_at + length(&there[..both.ours.start]);
        let end = start + length(&there[both.ours.clone()]);
        let new = String::from_utf8_lossy(&now[both.theirs].concat()).into_owned();
        let problem = conflict(path, Span::new(start as u32, end as u32), "text");
        let help = problem.help.clone().unwrap_or_default();
        problem.help(format!("{help} What is generated now:\n{new}"))
    })
}

fn diff<'t>(
    path: &str,
    found: &[u8],
    base: &Parts<'_>,
    ours: &Parts<'t>,
    theirs: &Parts<'t>,
) -> Result<&'t [u8], Diagnostic> {
    if ours.diff == base.diff || ours.diff == theirs.diff {
        return Ok(theirs.diff);
    }
    if theirs.diff == base.diff {
        return Ok(ours.diff);
    }
    Err(conflict(path, span_of(found, b"diff --git "), "diff"))
}

/// The line that begins with `what`.
fn span_of(mail: &[u8], what: &[u8]) -> Span {
    let at = find(mail, &[b"\n", what].concat()).map_or(0, |at| at + 1);
    let end = mail[at..].iter().position(|byte| *byte == b'\n').map_or(mail.len(), |end| at + end);
    Span::new(at as u32, end as u32)
}

fn conflict(path: &str, span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(format!("the {what} of {path} was edited, and what is generated there has changed too"))
        .at(path, span, "edited here")
        .help("Put the edit aside and run again, then make it anew; without the file, all of it is generated.")
}

/// What a mail says between `---` and the table of changes; `None` when it says nothing.
pub(super) fn note(mail: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(Parts::of(mail).text).into_owned();
    let (_, under) =
        text.split_once("\n---\n").or_else(|| text.strip_prefix("---\n").map(|it| ("", it)))?;
    let (note, _) = under.split_once("\n\n").filter(|(note, _)| !note.starts_with(' '))?;
    Some(note.to_owned()).filter(|note| !note.is_empty())
}

/// The diff of a mail.
pub(super) fn diff_of(mail: &[u8]) -> &[u8] {
    Parts::of(mail).diff
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "From 1 Mon\nMessage-ID: <1>\nSubject: [PATCH 1/2] tls: use it\nTo: A <a@x.org>,\n    B <b@x.org>\n\n\
                        Text one.\n\nText two.\n---\n a.c | 2 +-\n\ndiff --git a/a.c b/a.c\n-old\n+new\n-- \ntool 1\n\n";

    fn kept(edits: &[(&str, &str)], changes: &[(&str, &str)]) -> Result<String, String> {
        let with = |edits: &[(&str, &str)]| {
            edits.iter().fold(MAIL.to_owned(), |mail, (from, to)| {
                assert!(mail.contains(from), "{from}");
                mail.replace(from, to)
            })
        };
        let (ours, theirs) = (with(edits), with(changes));
        keep("p", MAIL.as_bytes(), ours.as_bytes(), theirs.as_bytes())
            .map(|mail| String::from_utf8_lossy(&mail).into_owned())
            .map_err(|problem| problem.message)
    }

    #[test]
    fn edits_and_news_come_together() {
        let mail = kept(
            &[
                ("Text one.", "My words."),
                ("tls: use it", "tls: really use it"),
                ("    B <b@x.org>", "    C <c@x.org>"),
                ("---\n", "---\nv2: mine\n\n"),
            ],
            &[
                ("1/2]", "v2 2/3]"),
                ("<1>", "<2>"),
                ("Text two.", "Text two and more."),
                ("+new", "+newer"),
                ("B <", "D <d@x.org>,\n    B <"),
            ],
        );
        let expected = "From 1 Mon\nMessage-ID: <2>\nSubject: [PATCH v2 2/3] tls: really use it\n\
                        To: A <a@x.org>,\n    D <d@x.org>,\n    C <c@x.org>\n\nMy words.\n\nText two and more.\n---\n\
                        v2: mine\n\n a.c | 2 +-\n\ndiff --git a/a.c b/a.c\n-old\n+newer\n-- \ntool 1\n\n";
        assert_eq!(mail.as_deref(), Ok(expected));
    }

    #[test]
    fn an_edited_diff_is_kept_as_long_as_what_is_generated_is_the_same() {
        let mail = kept(&[("+new", "+mine")], &[("Text two.", "Text.")]).expect("kept");
        assert!(mail.contains("+mine") && mail.contains("Text."));
        let problem = kept(&[("+new", "+mine")], &[("+new", "+newer")]).expect_err("a conflict");
        assert!(problem.starts_with("the diff of p was edited"), "{problem}");
    }

    #[test]
    fn the_same_lines_changed_twice_are_a_conflict() {
        let problem = kept(&[("Text one.", "Mine.")], &[("Text one.", "New.")]);
        assert!(problem.is_err_and(|it| it.starts_with("the text of p")));
        let problem = kept(&[("use it", "mine")], &[("use it", "new")]);
        assert!(problem.is_err_and(|it| it.starts_with("the subject of p")));
    }

    #[test]
    fn a_note_is_what_stands_under_the_dashes() {
        assert_eq!(note(MAIL.as_bytes()), None);
        let noted = MAIL.replace("---\n a.c", "---\nv3: x\nv2: y\n\n a.c");
        assert_eq!(note(noted.as_bytes()).as_deref(), Some("v3: x\nv2: y"));
    }
}
