//! Differences as spatch shows them: headers that `patch` reads, and function names in hunks as `diff -p` picks them.
//!
//! ```text
//!   of --dir, or with --patch           of a file that was named
//!   diff -u -p a/dir/x.c b/dir/x.c      --- dir/x.c
//!   --- a/dir/x.c                       +++ dir/x.c
//!   +++ b/dir/x.c
//! ```

/// Where a file's name comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Naming {
    /// From a folder that was searched, or relative to the folder of `--patch`.
    Relative,
    /// From the command line.
    Named,
}

/// `diff -p` shows so much of a function's first line.
const MOST_OF_FUNCTION: usize = 40;

/// The difference, with so many lines around what changed; empty when there is none.
pub(super) fn diff(
    name: &str,
    naming: Naming,
    (before, after): (&[u8], &[u8]),
    context: usize,
) -> Vec<u8> {
    let whole = series::diff::diff_with_context(name, before, after, context);
    let Some(start) = memchr::memmem::find(&whole, b"\n@@ ") else { return Vec::new() };
    let mut out = match naming {
        Naming::Relative => {
            format!("diff -u -p a/{name} b/{name}\n--- a/{name}\n+++ b/{name}\n")
        }
        Naming::Named => format!("--- {name}\n+++ {name}\n"),
    }
    .into_bytes();
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

    fn shown(naming: Naming) -> String {
        let before = b"int a_function_with_a_name_that_is_rather_long(int a)\n{\n\ta;\n\tb;\n\tc;\n\td;\n}\n";
        let after = String::from_utf8_lossy(before).replace("\tc;\n", "");
        String::from_utf8(diff("x/y.c", naming, (before, after.as_bytes()), 3)).expect("text")
    }

    #[test]
    fn a_folders_files_have_a_header_for_patch_and_function_names_are_cut() {
        let all = shown(Naming::Relative);
        let header = "diff -u -p a/x/y.c b/x/y.c\n--- a/x/y.c\n+++ b/x/y.c\n";
        let hunk = "@@ -2,6 +2,5 @@ int a_function_with_a_name_that_is_rathe\n {\n";
        assert!(all.starts_with(&format!("{header}{hunk}")), "{all}");
    }

    #[test]
    fn a_named_file_has_its_name_alone() {
        assert!(shown(Naming::Named).starts_with("--- x/y.c\n+++ x/y.c\n@@ -2,6 +2,5 @@ int a_"));
        assert!(diff("x.c", Naming::Named, (b"a\n", b"a\n"), 3).is_empty());
    }
}
