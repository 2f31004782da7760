//! Differences as spatch shows them: headers that `patch` reads, and function names in hunks as `diff -p` picks them.
//!
//! ```text
//!   of --dir, or with --patch           lines marked `*` in such a file          of a file that was named
//!   diff -u -p a/x.c b/x.c              diff -u -p dir/x.c /tmp/nothing/x.c      --- dir/x.c
//!   --- a/x.c                           --- dir/x.c                              +++ dir/x.c
//!   +++ b/x.c                           +++ /tmp/nothing/x.c
//! ```

/// A file's names.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// As it was found.
    pub(super) path: String,
    /// From the folder that was searched, or that of `--patch`.
    pub(super) relative: Option<String>,
}

/// What a difference shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shows {
    /// Code before and after.
    Change,
    /// Lines marked `*`, as if they were removed; the header says that this is no patch.
    Stars,
}

impl Name {
    fn header(&self, shows: Shows) -> String {
        let path = &self.path;
        let (old, new) = match (&self.relative, shows) {
            (None, _) => return format!("--- {path}\n+++ {path}\n"),
            (Some(name), Shows::Change) => (format!("a/{name}"), format!("b/{name}")),
            (Some(name), Shows::Stars) => (path.clone(), format!("/tmp/nothing/{name}")),
        };
        format!("diff -u -p {old} {new}\n--- {old}\n+++ {new}\n")
    }
}

/// `diff -p` shows so much of a function's first line.
const MOST_OF_FUNCTION: usize = 40;

/// The difference, with so many lines around what changed; empty when there is none.
pub(super) fn diff(
    name: &Name,
    shows: Shows,
    (before, after): (&[u8], &[u8]),
    context: usize,
) -> Vec<u8> {
    let whole = series::diff::diff_with_context(&name.path, before, after, context);
    let Some(start) = memchr::memmem::find(&whole, b"\n@@ ") else { return Vec::new() };
    let mut out = name.header(shows).into_bytes();
    let old: Vec<&[u8]> = before.split(|byte| *byte == b'\n').collect();
    for line in whole[start + 1..].split_inclusive(|byte| *byte == b'\n') {
        match first_line_of(line) {
            Some((head, first)) => {
                out.extend_from_slice(head);
                if let Some(function) = function_above(&old, first) {
                    out.push(b' ');
                    out.extend_from_slice(function);
                }
                out.push(b'\n');
            }
            None => out.extend_from_slice(line),
        }
    }
    out
}

/// Of a hunk's first line, `@@ -12,3 +12,4 @@ …`: all up to the second `@@`, and the 12.
fn first_line_of(line: &[u8]) -> Option<(&[u8], usize)> {
    let rest = line.strip_prefix(b"@@ -")?;
    let head = 4 + memchr::memmem::find(rest, b" @@")? + 3;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number = std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()?;
    Some((&line[..head], number))
}

/// The last line in front of line `first` that begins with a word.
fn function_above<'a>(old: &[&'a [u8]], first: usize) -> Option<&'a [u8]> {
    let above = &old[..first.saturating_sub(1).min(old.len())];
    let begins = |line: &&&[u8]| {
        line.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$'))
    };
    let line = above.iter().rev().find(begins)?;
    Some(line[..line.len().min(MOST_OF_FUNCTION)].trim_ascii_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(relative: Option<&str>, shows: Shows) -> String {
        let name = Name { path: "x/y.c".into(), relative: relative.map(str::to_owned) };
        let before = b"int a_function_with_a_name_that_is_rather_long(int a)\n{\n\ta;\n\tb;\n\tc;\n\td;\n}\n";
        let after = String::from_utf8_lossy(before).replace("\tc;\n", "");
        String::from_utf8(diff(&name, shows, (before, after.as_bytes()), 3)).expect("text")
    }

    #[test]
    fn a_folders_files_have_a_header_for_patch_and_function_names_are_cut() {
        let all = shown(Some("y.c"), Shows::Change);
        let header = "diff -u -p a/y.c b/y.c\n--- a/y.c\n+++ b/y.c\n";
        let hunk = "@@ -2,6 +2,5 @@ int a_function_with_a_name_that_is_rathe\n {\n";
        assert!(all.starts_with(&format!("{header}{hunk}")), "{all}");
    }

    #[test]
    fn starred_lines_of_a_folders_file_are_no_patch() {
        let header = "diff -u -p x/y.c /tmp/nothing/y.c\n--- x/y.c\n+++ /tmp/nothing/y.c\n@@ -2,6 ";
        assert!(shown(Some("y.c"), Shows::Stars).starts_with(header));
    }

    #[test]
    fn a_named_file_has_its_name_alone() {
        for shows in [Shows::Change, Shows::Stars] {
            assert!(shown(None, shows).starts_with("--- x/y.c\n+++ x/y.c\n@@ -2,6 +2,5 @@ int a_"));
        }
        let name = Name { path: "x.c".into(), relative: None };
        assert!(diff(&name, Shows::Change, (b"a\n", b"a\n"), 3).is_empty());
    }
}
