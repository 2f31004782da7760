//! Paths of a tree, as they may appear in a patch.

use source::Diagnostic;

/// Checks that `path` names a file below the top of a tree, and nothing of git's own.
///
/// # Errors
/// An absolute path, an empty part, `.`, `..`, `.git`, a backslash or a NUL.
pub(crate) fn check_path(path: &str) -> Result<(), Diagnostic> {
    let bad = |part: &str| matches!(part, "" | "." | "..") || part.eq_ignore_ascii_case(".git");
    if path.contains(['\\', '\0']) || path.split('/').any(bad) {
        return Err(Diagnostic::error(format!("{path:?} is not a path inside a tree"))
            .help("Name the file from the top of the tree, for instance `net/tls/tls_sw.c`."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check_path;

    #[test]
    fn only_paths_below_the_top_pass() {
        for good in ["a.c", "net/tls/tls_sw.c", "a..b/..c", ".gitignore"] {
            assert!(check_path(good).is_ok(), "{good}");
        }
        for bad in
            ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", ".git/config", "a\\b"]
        {
            assert!(check_path(bad).is_err(), "{bad}");
        }
    }
}
