//! What changed in a file, as git writes it.
//!
//! ```text
//! before ┐                                                        ┌ hunks ── header ── patch
//!        ├─ lines ── similar (Myers) ── slide (git's alignment) ──┤
//! after  ┘                                                        └ counts ── diffstat
//! ```
//!
//! The same bytes as `git diff` for the edits a tool makes: blob ids, names in quotes, function names in hunk headers
//! (rules of git's `cpp` driver for `.c` and `.h`), three lines of context, groups of lines slid to where the
//! indentation reads best. Line comparison itself is `similar`'s; where two edit scripts are about equally short, git
//! may choose the other one.

mod header;
mod hunks;
mod lines;
mod slide;
mod stat;

pub use stat::diffstat;

use crate::path::check_path;
use source::Diagnostic;

/// Bytes git looks at for a NUL to tell binary files.
const BINARY_PROBE: usize = 8_000;

/// A file of the tree before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileChange {
    /// Path from the top of the tree, with `/`.
    pub path: String,
    /// What it held; `None` for a new file.
    pub before: Option<Vec<u8>>,
    /// What it holds; `None` for a file that goes.
    pub after: Option<Vec<u8>>,
    /// What kind of file it is, before and after.
    pub mode: FileMode,
}

/// The kinds of file git tells apart, without links and submodules.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FileMode {
    /// `100644`
    #[default]
    Regular,
    /// `100755`
    Executable,
}

impl FileMode {
    /// The mode as git writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Regular => "100644",
            Self::Executable => "100755",
        }
    }
}

/// The difference of one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileDiff {
    /// Path from the top of the tree.
    pub path: String,
    /// The patch: header and hunks.
    pub text: Vec<u8>,
    /// Lines added.
    pub added: usize,
    /// Lines removed.
    pub removed: usize,
    /// ` create mode 100644 path`, for a file that comes or goes.
    pub summary: Option<String>,
}

/// The difference of one file, as a patch. A file that did not change gives an empty text.
///
/// # Errors
/// A path that leaves the tree, and a file with NUL bytes, which git would not show as text.
///
/// ```
/// use series::diff::{FileChange, FileMode, file_diff};
/// let diff = file_diff(&FileChange {
///     path: "a.c".into(),
///     before: Some(b"int a;\n".to_vec()),
///     after: Some(b"int b;\n".to_vec()),
///     mode: FileMode::Regular,
/// })?;
/// assert!(diff.text.ends_with(b"@@ -1 +1 @@\n-int a;\n+int b;\n"));
/// # Ok::<(), source::Diagnostic>(())
/// ```
pub fn file_diff(change: &FileChange) -> Result<FileDiff, Diagnostic> {
    check_path(&change.path)?;
    let before = text_of(change.before.as_deref(), &change.path)?;
    let after = text_of(change.after.as_deref(), &change.path)?;
    let mut diff = FileDiff {
        path: change.path.clone(),
        text: Vec::new(),
        added: 0,
        removed: 0,
        summary: header::summary(change),
    };
    if change.before == change.after {
        return Ok(diff);
    }
    (diff.added, diff.removed) = write(&mut diff.text, change, (before, after), hunks::CONTEXT);
    Ok(diff)
}

/// The difference of one file for people to read; `name` may be any path. Empty when nothing changed.
pub fn shown_diff(name: &str, before: &[u8], after: &[u8]) -> Vec<u8> {
    diff_with_context(name, before, after, hunks::CONTEXT)
}

/// [`shown_diff`] with so many lines around what changed.
pub fn diff_with_context(name: &str, before: &[u8], after: &[u8], context: usize) -> Vec<u8> {
    let mut text = Vec::new();
    if before != after {
        let [before, after] = [before, after].map(|text| Some(text.to_vec()));
        // As git does: `a/` stands for the root of an absolute path.
        let path = name.trim_start_matches('/').to_owned();
        let change = FileChange { path, before, after, mode: FileMode::Regular };
        let [before, after] =
            [&change.before, &change.after].map(|it| it.as_deref().unwrap_or_default());
        write(&mut text, &change, (before, after), context);
    }
    text
}

/// Appends the patch; gives the lines added and removed.
fn write(
    out: &mut Vec<u8>,
    change: &FileChange,
    (before, after): (&[u8], &[u8]),
    context: usize,
) -> (usize, usize) {
    let (old, new) = (lines::split(before), lines::split(after));
    let changes = lines::compare(&old, &new);
    out.extend(header::header(change));
    hunks::write(out, &old, &new, &changes, hunks::Naming::of(&change.path), context);
    let sum = |len: fn(&lines::Change) -> usize| changes.iter().map(len).sum();
    (sum(|it| it.new.len()), sum(|it| it.old.len()))
}

fn text_of<'a>(content: Option<&'a [u8]>, path: &str) -> Result<&'a [u8], Diagnostic> {
    let content = content.unwrap_or_default();
    if content[..content.len().min(BINARY_PROBE)].contains(&0) {
        return Err(Diagnostic::error(format!("{path} is a binary file"))
            .help("Leave it out: a patch that can be mailed changes text only."));
    }
    Ok(content)
}
