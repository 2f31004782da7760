//! A tree of C sources on disk: found, walked, read.

use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use source::Diagnostic;

use crate::failure::{Failure, Outcome, io_failure};

/// A tree of sources.
#[derive(Clone, Debug)]
pub(crate) struct SourceTree {
    root: PathBuf,
}

impl SourceTree {
    /// The tree at `root`.
    pub(crate) fn open(root: &Path) -> Outcome<Self> {
        if !root.is_dir() {
            return Err(Diagnostic::error(format!("{} is not a directory", root.display()))
                .help("Give the top of a source tree with --tree, for example --tree ~/src/linux.")
                .into());
        }
        Ok(Self { root: root.to_path_buf() })
    }

    /// The file of a path relative to the top.
    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// What a file holds; `None` where there is none.
    pub(crate) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        match std::fs::read(self.file(path)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Diagnostic::error(format!("{path} can not be read: {error}"))
                .help("Check the permissions of the tree's files.")),
        }
    }

    /// The tree's MAINTAINERS.
    pub(crate) fn maintainers(
        &self,
    ) -> Outcome<(series::maintainers::Maintainers, Vec<Diagnostic>)> {
        let Some(text) = self.read("MAINTAINERS")? else {
            return Err(Diagnostic::error(format!("{} has no MAINTAINERS", self.root.display()))
                .help("Give the top of the tree with --tree. For a tree without subsystems, add a MAINTAINERS with one section.")
                .into());
        };
        let is_directory = |path: &str| self.file(path).is_dir();
        let label = self.file("MAINTAINERS").display().to_string();
        let (maintainers, problems) =
            series::maintainers::Maintainers::parse(&label, &text, &is_directory);
        let mailmap = self.read(".mailmap")?.map(|text| series::maintainers::Mailmap::parse(&text));
        Ok((maintainers.with_mailmap(mailmap.unwrap_or_default()), problems))
    }

    /// Walks the files that `wanted` takes, on `jobs` threads, in no order. Links are not followed, `.git` is left out.
    pub(crate) fn walk(
        &self,
        jobs: usize,
        wanted: &(dyn Fn(&str) -> bool + Sync),
        each: &(dyn Fn(&str, &Path) + Sync),
    ) -> Vec<Failure> {
        let failures = std::sync::Mutex::new(Vec::new());
        let mut builder = WalkBuilder::new(&self.root);
        builder
            .standard_filters(false)
            .threads(jobs)
            .filter_entry(|entry| entry.file_name() != ".git");
        builder.build_parallel().run(|| {
            Box::new(|entry| {
                match entry {
                    Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                        if let Some(path) = self.relative(entry.path()).filter(|path| wanted(path))
                        {
                            each(&path, entry.path());
                        }
                    }
                    Ok(_) => {}
                    Err(error) => {
                        let failure =
                            io_failure("read", &self.root, &io::Error::other(error.to_string()));
                        failures
                            .lock()
                            .unwrap_or_else(std::sync::PoisonError::into_inner)
                            .push(failure);
                    }
                }
                ignore::WalkState::Continue
            })
        });
        failures.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// A path from the top, with `/` between its parts; `None` for a name that is not UTF-8.
    fn relative(&self, path: &Path) -> Option<String> {
        path.strip_prefix(&self.root).ok()?.to_str().map(str::to_owned)
    }
}

/// The files among `paths`, and the .c and .h files below the directories among them, each once, in order of path.
pub(crate) fn c_files(paths: &[PathBuf]) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_file() {
            files.push(path.clone());
            continue;
        }
        let tree = SourceTree::open(path).map_err(|_| {
            Diagnostic::error(format!("there is no {}", path.display()))
                .help("Give C files, or directories that hold some.")
        })?;
        let found = std::sync::Mutex::new(Vec::new());
        let is_c = |path: &str| path.ends_with(".c") || path.ends_with(".h");
        let failures = tree.walk(rayon::current_num_threads(), &is_c, &|_, file| {
            found
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .push(file.to_path_buf());
        });
        if let Some(failure) = failures.into_iter().next() {
            return Err(failure);
        }
        files.extend(found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
    files.sort();
    files.dedup();
    Ok(files)
}
