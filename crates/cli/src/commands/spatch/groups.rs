//! Which files are matched together.
//!
//! ```text
//!   a.c b.c               one program              --file-groups LIST    those between empty lines are one
//!   --dir folder          each file by itself      set_files([…])        one program
//! ```
//! What one rule binds in a file of a program, the next looks for in all of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use source::Diagnostic;

use super::joined::key;
use super::options::Options;
use crate::failure::{Outcome, io_failure};
use crate::source_tree::c_files;

/// The files of a program, each once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Group {
    /// The headers that are matched along, see [`super::joined`].
    pub(super) headers: Vec<PathBuf>,
    /// The C files, in the order in which they are named.
    pub(super) named: Vec<PathBuf>,
}

impl Group {
    pub(super) fn new(files: impl IntoIterator<Item = PathBuf>) -> Self {
        let mut seen = BTreeSet::new();
        let named = files.into_iter().filter(|file| seen.insert(key(file))).collect();
        Self { headers: Vec::new(), named }
    }

    /// All files of it, the headers first.
    pub(super) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.headers.iter().chain(&self.named)
    }
}

/// The groups to run on, as the options have them.
pub(super) fn groups(options: &Options) -> Outcome<Vec<Group>> {
    if options.paths.is_empty() && options.optional.is_empty() {
        return Err(Diagnostic::error("no C file is given")
            .help("Name C files, or a directory with --dir.")
            .into());
    }
    let mut groups = match options.are_lists {
        true => listed(&options.paths)?,
        false => named(options)?,
    };
    for group in &mut groups {
        group.named.retain(|path| !is_ignored(options, path));
    }
    groups.retain(|group| !group.named.is_empty());
    if options.output.is_some() && groups.iter().flat_map(Group::files).nth(1).is_some() {
        return Err(Diagnostic::error("-o takes one C file")
            .help("Use --in-place to change many files.")
            .into());
    }
    Ok(options.shares.of(groups))
}

/// The files that are named are one program; of folders, each file is one.
fn named(options: &Options) -> Outcome<Vec<Group>> {
    let (folders, files): (Vec<_>, Vec<_>) =
        options.paths.iter().cloned().partition(|path| path.is_dir());
    let optional = options.optional.iter().filter(|path| path.is_file()).cloned();
    let files: Vec<PathBuf> = files.into_iter().chain(optional).collect();
    existing(&files)?;
    let mut found = c_files(&folders)?;
    found.retain(|path| (options.headers || !is_header(path)) && !files.contains(path));
    let together = Group::new(files);
    Ok(std::iter::once(together).chain(found.into_iter().map(|file| Group::new([file]))).collect())
}

fn existing(files: &[PathBuf]) -> Outcome<()> {
    match files.iter().find(|file| !file.is_file()) {
        Some(missing) => Err(Diagnostic::error(format!("there is no {}", missing.display()))
            .help("Give C files, or directories that hold some.")
            .into()),
        None => Ok(()),
    }
}

pub(super) fn is_header(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "h")
}

fn is_ignored(options: &Options, path: &Path) -> bool {
    let path = path.display().to_string();
    options.ignored.iter().any(|prefix| path.starts_with(prefix))
}

/// The groups that lists name: a file a line, an empty line between groups; a line that begins with `//` says nothing.
fn listed(lists: &[PathBuf]) -> Outcome<Vec<Group>> {
    let mut groups = Vec::new();
    for list in lists {
        let text =
            std::fs::read_to_string(list).map_err(|error| io_failure("read", list, &error))?;
        let lines: Vec<&str> =
            text.lines().map(str::trim).filter(|line| !line.starts_with("//")).collect();
        let paragraphs = lines.split(|line| line.is_empty());
        groups.extend(paragraphs.map(|lines| Group::new(lines.iter().map(PathBuf::from))));
    }
    groups.iter().try_for_each(|group| existing(&group.named))?;
    Ok(groups)
}
