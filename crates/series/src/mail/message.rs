//! The message of a commit, such that mailing it and applying the mail gives it back.
//!
//! A mail reader looks for headers, patches and other mails inside a body. Lines it would take for one get a space
//! in front, in the commit as in the mail, so that both stay equal:
//!
//! ```text
//! From 1234 here on       ->    From 1234 here on
//! diff --git a/x b/x      ->    diff --git a/x b/x
//! ---                     ->    ---
//! ```

use super::header;

/// Subject, blank line and body, with blank lines at the end and runs of them gone.
pub(crate) fn commit_message(subject: &str, body: &str, trailers: &[String]) -> String {
    let mut out = subject_line(subject);
    let body = settled_body(body, trailers);
    if !body.is_empty() {
        out += "\n\n";
        out += &body;
    }
    out + "\n"
}

/// The subject as one line; brackets at its start, which applying a mail drops, are dropped here too.
pub(crate) fn subject_line(subject: &str) -> String {
    let mut line = header::one_line(subject);
    while let Some((_, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        line = rest.trim_start().to_owned();
    }
    let line = line.trim_start_matches([' ', ':']);
    if line.is_empty() { "(no subject)".to_owned() } else { line.to_owned() }
}

/// The body as it is mailed and committed, trailers at its end, without a newline there.
pub(crate) fn settled_body(body: &str, trailers: &[String]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in body.replace("\r\n", "\n").split('\n') {
        let line: String = line.chars().filter(|it| !it.is_control() || *it == '\t').collect();
        let line = line.trim_end();
        let blank_before = lines.last().is_none_or(String::is_empty);
        if line.is_empty() && blank_before {
            continue;
        }
        let guard = is_structure(line) || (lines.is_empty() && is_header(line));
        lines.push(if guard { format!(" {line}") } else { line.to_owned() });
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    if !trailers.is_empty() {
        if lines.last().is_some_and(|last| !is_trailer(last)) {
            lines.push(String::new());
        }
        lines.extend(trailers.iter().map(|it| header::one_line(it)));
    }
    lines.join("\n")
}

/// True for `Fixes: …` and the like: a token with a capital, a colon, a value.
pub(crate) fn is_trailer(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(token, value)| {
        let word = |char: char| char.is_ascii_alphanumeric() || char == '-';
        token.starts_with(|it: char| it.is_ascii_uppercase())
            && token.chars().all(word)
            && !value.is_empty()
    })
}

/// Lines that end a message, or start another mail.
fn is_structure(line: &str) -> bool {
    line.starts_with("---")
        || line.starts_with("diff -")
        || line.starts_with("Index: ")
        || line.starts_with("From ")
        || line.starts_with(">From ")
}

/// Lines taken for a header when a body starts with them.
fn is_header(line: &str) -> bool {
    let token = line.split_once(':').map_or("", |(token, _)| token);
    let word = |char: char| char.is_ascii_graphic();
    (!token.is_empty() && token.chars().all(word)) || line.starts_with('[')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_body_is_taken_for_a_patch_or_a_mail() {
        let body = "From: me\n\n\n\ntext  \n---\nFrom 12 Mon\ndiff --git a/x b/x\n\n\n";
        let settled = settled_body(body, &["Signed-off-by: A <a@b.org>".into()]);
        let expected = " From: me\n\ntext\n ---\n From 12 Mon\n diff --git a/x b/x\n\n\
                        Signed-off-by: A <a@b.org>";
        assert_eq!(settled, expected);
    }

    #[test]
    fn trailers_join_trailers() {
        let settled =
            settled_body("Text.\n\nLink: https://x.org/y\n", &["Signed-off-by: A".into()]);
        assert_eq!(settled, "Text.\n\nLink: https://x.org/y\nSigned-off-by: A");
    }

    #[test]
    fn a_subject_is_one_line_without_brackets() {
        assert_eq!(subject_line("[PATCH 1/2] [x] tls:\n drop it"), "tls: drop it");
        assert_eq!(subject_line("\n"), "(no subject)");
    }
}
