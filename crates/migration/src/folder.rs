//! Reading the files that a manifest names, without leaving the folders it may name them in.

use std::path::{Component, Path, PathBuf};

use source::{Diagnostic, Span};

use crate::document::Text;
use crate::suggest::did_you_mean;

/// The most a file of a migration may hold, in bytes: far above any real one, far below what would hurt.
const MAX_BYTES: u64 = 16 << 20;

/// Where a value stands in the manifest.
pub(crate) fn span_of<T>(value: &toml::Spanned<T>) -> Span {
    let range = value.span();
    Span::new(range.start as u32, range.end as u32)
}

/// True for a path that stays below where it starts: relative, of plain names only, `/` between them.
pub(crate) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', '\0', '\n'])
        && !path.ends_with('/')
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// A folder that a manifest may name files in.
pub(crate) struct Folder {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// The manifest, for labels.
    pub(crate) manifest: String,
}

impl Folder {
    /// The folder `name` in this one.
    pub(crate) fn below(&self, name: &str) -> Self {
        Self { path: self.path.join(name), manifest: self.manifest.clone() }
    }

    /// Reads the file that the manifest names with `name`; gives the path as the user can open it, and the text.
    pub(crate) fn read(&self, name: &Text) -> Result<(String, String), Diagnostic> {
        let label = |message: String, text: &str| {
            Diagnostic::error(message).at(&self.manifest, span_of(name), text)
        };
        let named = name.get_ref();
        if !is_inside(named) {
            return Err(label(
                format!("`{named}` is not a path below the folder"),
                "must stay inside",
            )
            .help(format!("Name a file below {}, without `..`.", self.path.display())));
        }
        let path = self.path.join(named);
        let shown = path.display().to_string();
        match read_text(&path) {
            Ok(text) => Ok((shown, text)),
            Err(why) => {
                Err(label(format!("{shown}: {why}"), "named here").help(self.next_step(named)))
            }
        }
    }

    /// What to do about a file that does not read: the nearest file beside it, or where to put one.
    fn next_step(&self, name: &str) -> String {
        let beside = self.path.join(name).parent().map(file_names).unwrap_or_default();
        let base = name.rsplit('/').next().unwrap_or(name);
        match did_you_mean(base, beside.iter().map(String::as_str)) {
            Some(near) if near != base => {
                format!("Did you mean `{}{near}`?", &name[..name.len() - base.len()])
            }
            _ => format!("Put the file into {}, or correct the name.", self.path.display()),
        }
    }
}

/// The text of a file, or why there is none, in a few words.
pub(crate) fn read_text(path: &Path) -> Result<String, String> {
    let size = std::fs::metadata(path).map_err(|error| error.to_string())?;
    if !size.is_file() {
        return Err("not a regular file".to_owned());
    }
    if size.len() > MAX_BYTES {
        return Err(format!("{} bytes, more than the {MAX_BYTES} that are read", size.len()));
    }
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    String::from_utf8(bytes)
        .map_err(|error| format!("not UTF-8 at byte {}", error.utf8_error().valid_up_to()))
}

/// The names in a folder, sorted; empty when it can not be listed.
pub(crate) fn file_names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> =
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_relative_paths_are_inside() {
        for good in ["a", "a/b.cocci", "guards/x-y.cocci"] {
            assert!(is_inside(good), "{good}");
        }
        for bad in ["", "/etc/passwd", "../x", "a/../../x", "./a", "a\\b", "a\0b", "a/"] {
            assert!(!is_inside(bad), "{bad:?}");
        }
    }
}
