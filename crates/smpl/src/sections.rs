//! Where the parts of a .cocci file are: its top, and for each rule its header, declarations and body.
//!
//! ```text
//!   virtual patch              top
//!   @r depends on patch@       header        (between the first `@` and the next)
//!   expression e;              declarations  (up to `@@`)
//!   @@
//!   - f(e);                    body          (up to a `@` in the first column, or the end)
//! ```
//!
//! A `@` elsewhere in a body attaches a metavariable. Comments and strings hide what is in them.

use source::{Diagnostic, Span};

use crate::file::File;

/// The parts of a file, none of them read yet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Sections {
    pub(crate) top: Span,
    pub(crate) rules: Vec<RuleSection>,
}

/// The parts of one rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct RuleSection {
    /// Between the two `@` of `@name@`; empty for `@@`.
    pub(crate) header: Span,
    /// Between the header and `@@`.
    pub(crate) declarations: Span,
    /// What follows the `@@`, from the byte behind it.
    pub(crate) body: Span,
}

/// Finds the sections.
///
/// # Errors
/// A header that is not closed, or declarations without their `@@`.
pub(crate) fn split(file: &File) -> Result<Sections, Diagnostic> {
    let text = &file.text[..];
    let mut sections = Sections::default();
    let mut at = find(text, 0, Stop::Header);
    sections.top = Span::new(0, at as u32);
    while at < text.len() {
        let header_end = if text.get(at + 1) == Some(&b'@') {
            at + 1
        } else {
            closed(text, at + 1, Stop::Header).ok_or_else(|| unclosed_header(file, at))?
        };
        let header = Span::new(at as u32 + 1, header_end as u32);
        let declarations_end = closed(text, header_end + 1, Stop::DoubleAt)
            .ok_or_else(|| unclosed_declarations(file, at, header_end))?;
        let body = declarations_end + 2;
        let stop = if is_script(header.of(text)) { Stop::FirstColumn } else { Stop::NextRule };
        at = find(text, body, stop);
        sections.rules.push(RuleSection {
            header,
            declarations: Span::new(header_end as u32 + 1, declarations_end as u32),
            body: Span::new(body as u32, at as u32),
        });
    }
    Ok(sections)
}

/// True for the header of a rule whose body is a script.
fn is_script(header: &[u8]) -> bool {
    let word = header.trim_ascii_start();
    ["script", "initialize", "finalize"].iter().any(|phase| {
        word.strip_prefix(phase.as_bytes())
            .is_some_and(|rest| rest.trim_ascii_start().first() == Some(&b':'))
    })
}

fn unclosed_header(file: &File, at: usize) -> Diagnostic {
    file.error(Span::new(at as u32, at as u32 + 1), "this rule header is not closed", "opened here")
        .help("Write `@name@`, or `@@` for a rule without a name; inside code, a `@` in the first column begins a new rule.")
}

fn unclosed_declarations(file: &File, at: usize, header_end: usize) -> Diagnostic {
    file.error(
        Span::new(at as u32, header_end as u32 + 1),
        "the metavariable declarations of this rule have no end",
        "no `@@` follows",
    )
    .help("Put a line `@@` between the declarations and the code of the rule.")
}

/// What ends a search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// Any `@`.
    Header,
    /// `@@`
    DoubleAt,
    /// A `@` in the first column, outside comments.
    NextRule,
    /// A `@` in the first column, in whatever a script takes for strings and comments.
    FirstColumn,
}

/// As [`find`], `None` when nothing stops it.
fn closed(text: &[u8], from: usize, stop: Stop) -> Option<usize> {
    Some(find(text, from, stop)).filter(|at| *at < text.len())
}

/// The first place at or after `from` that `stop` names, or the end.
fn find(text: &[u8], from: usize, stop: Stop) -> usize {
    let mut at = from;
    while at < text.len() {
        match text[at] {
            b'@' if stops(text, at, stop) => return at,
            b'/' | b'"' | b'\'' if stop != Stop::FirstColumn => at = skip(text, at),
            _ => at += 1,
        }
    }
    text.len()
}

fn stops(text: &[u8], at: usize, stop: Stop) -> bool {
    match stop {
        Stop::Header => true,
        Stop::DoubleAt => text.get(at + 1) == Some(&b'@'),
        Stop::NextRule | Stop::FirstColumn => at == 0 || text[at - 1] == b'\n',
    }
}

/// The end of the comment, string or character constant at `at`; one byte on where there is none.
fn skip(text: &[u8], at: usize) -> usize {
    let rest = &text[at..];
    if rest.starts_with(b"//") {
        return rest.iter().position(|byte| *byte == b'\n').map_or(text.len(), |n| at + n);
    }
    if rest.starts_with(b"/*") {
        return rest[2..]
            .windows(2)
            .position(|pair| pair == b"*/")
            .map_or(at + 2, |n| at + 2 + n + 2);
    }
    if rest[0] == b'/' {
        return at + 1;
    }
    let mut end = 1;
    while let Some(&byte) = rest.get(end) {
        match byte {
            b'\n' => return at + 1,
            b'\\' => end += 2,
            _ if byte == rest[0] => return at + end + 1,
            _ => end += 1,
        }
    }
    at + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[[&str; 3]]) {
        let file = File::new("t.cocci", text.as_bytes());
        let sections = split(&file).expect("splits");
        let found: Vec<[String; 3]> = sections
            .rules
            .iter()
            .map(|rule| [rule.header, rule.declarations, rule.body].map(|span| file.str(span)))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn attachments_and_comments_do_not_begin_a_rule() {
        check(
            "// @no@\n@r@\nposition p;\n@@\n f@p(\"@\")\n/*\n@x@\n*/\n@@@@\n+a\n",
            &[["r", "\nposition p;\n", "\n f@p(\"@\")\n/*\n@x@\n*/\n"], ["", "", "\n+a\n"]],
        );
    }

    #[test]
    fn a_script_may_hold_any_quote() {
        check(
            "@script:python@\np << r.p;\n@@\n# don't /* \nx\n@@ @@\n",
            &[["script:python", "\np << r.p;\n", "\n# don't /* \nx\n"], ["", " ", "\n"]],
        );
    }

    #[test]
    fn what_is_not_closed_is_told() {
        let told = |text: &str| split(&File::new("t", text.as_bytes())).expect_err("unclosed");
        assert!(told("@r\n").message.contains("header"));
        assert!(told("@r@\nexpression e;\n").message.contains("declarations"));
    }
}
