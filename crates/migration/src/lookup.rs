//! From what the user typed to a migration: a name under a `migrations/` folder, or the path of a folder like it.

use std::path::{Path, PathBuf};

use source::Diagnostic;

use crate::check::check;
use crate::document::Document;
use crate::folder::{Folder, file_names, read_text};
use crate::suggest::next_step;
use crate::{Migration, toml_error};

/// The file that makes a folder a migration.
const MANIFEST: &str = "migration.toml";

/// One migration that is there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// What the user types.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
}

/// The migrations in `roots`, by name; of two with one name, that of the earlier root is meant.
pub fn list(roots: &[PathBuf]) -> Vec<Listed> {
    let mut found: Vec<Listed> = Vec::new();
    for root in roots {
        for name in file_names(root) {
            let folder = root.join(&name);
            if folder.join(MANIFEST).is_file() && !found.iter().any(|listed| listed.name == name) {
                found.push(Listed { name, folder });
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// Loads the migration that `wanted` names: one of the `roots`' or, when it holds a `/` or is a folder with a
/// manifest, that folder.
///
/// # Errors
/// A name that is not known, with the nearest one; else what [`load`] finds.
pub fn find(wanted: &str, roots: &[PathBuf]) -> Result<Migration, Vec<Diagnostic>> {
    let listed = list(roots);
    if let Some(found) = listed.iter().find(|listed| listed.name == wanted) {
        return load(&found.folder);
    }
    let path = Path::new(wanted);
    if wanted.contains('/') || path.join(MANIFEST).is_file() {
        return load(path);
    }
    let help = match listed.is_empty() {
        true => format!("Name a folder that holds a {MANIFEST}."),
        false => next_step(wanted, listed.iter().map(|listed| listed.name.as_str())),
    };
    Err(vec![Diagnostic::error(format!("no migration is called `{wanted}`")).help(help)])
}

/// Loads the migration in `folder`. Its semantic patches are in `patches/` beside the manifest, or else in
/// `../../patches/NAME`, as the layout of a project with several migrations has it.
///
/// # Errors
/// Everything that is wrong with it, each with its place in the manifest or the file that it names.
pub fn load(folder: &Path) -> Result<Migration, Vec<Diagnostic>> {
    let manifest = folder.join(MANIFEST);
    let shown = manifest.display().to_string();
    let text = read_text(&manifest).map_err(|why| {
        let help = format!("Name a folder that holds a {MANIFEST}.");
        vec![Diagnostic::error(format!("{shown}: {why}")).help(help)]
    })?;
    let document: Document = toml::from_str(&text)
        .map_err(|error| vec![toml_error::diagnostic(&shown, &text, &error)])?;
    let patches = patches_of(folder);
    check(
        &document,
        Folder { path: folder.to_owned(), manifest: shown.clone() },
        Folder { path: patches, manifest: shown },
    )
}

/// Where the semantic patches of the migration in `folder` are.
fn patches_of(folder: &Path) -> PathBuf {
    let own = folder.join("patches");
    // A path like `.` says neither its name nor what is above it.
    let full = folder.file_name().is_none().then(|| folder.canonicalize().ok()).flatten();
    let folder = full.as_deref().unwrap_or(folder);
    match (folder.parent().and_then(Path::parent), folder.file_name()) {
        (Some(project), Some(name)) if !own.is_dir() => project.join("patches").join(name),
        _ => own,
    }
}
