//! The git tree a series is for: what it says about files, and committing to it.
//!
//! Reading never touches the work tree or the index; [`Repository::commit_series`] only adds objects and one branch.
//!
//! ```text
//! base ── patch 1 ── patch 2 ── … ── patch n   <- the new branch; the work tree stays where it is
//! ```

use crate::diff::{FileChange, FileMode};
use crate::mail::{Identity, Timestamp, commit_message};
use crate::series::{Patch, RenderOptions, Series};
use git2::build::TreeUpdateBuilder;
use git2::{Commit, ErrorCode, Oid, Signature, Status, StatusOptions, Time, Tree};
use source::Diagnostic;
use std::path::Path;

/// A git repository with a work tree.
pub struct Repository {
    pub(crate) git: git2::Repository,
}

/// What to look at for changes that are not committed.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// All files git knows.
    Tracked,
    /// These files, known to git or not.
    Paths(&'a [&'a str]),
}

impl Repository {
    /// Opens the repository whose top is `tree`; `None` when `tree` is no such folder.
    ///
    /// # Errors
    /// A repository that can not be read.
    pub fn open(tree: &Path) -> Result<Option<Self>, Diagnostic> {
        match git2::Repository::open(tree) {
            Ok(git) => Ok(Some(Self { git })),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(failed(&format!("{} can not be opened", tree.display()), &error)
                .help("Check with `git -C TREE status` what is wrong with the repository.")),
        }
    }

    /// The commit id (40 digits) a revision stands for.
    ///
    /// # Errors
    /// A revision that names no commit.
    pub fn resolve(&self, revision: &str) -> Result<String, Diagnostic> {
        let object = self.git.revparse_single(revision).and_then(|it| it.peel_to_commit());
        object.map(|commit| commit.id().to_string()).map_err(|error| {
            failed(&format!("{revision:?} is not a commit of this tree"), &error)
                .help("Give a branch, a tag or a commit id that `git log` takes.")
        })
    }

    /// What a file holds at a commit; `None` when the commit has no such file.
    ///
    /// # Errors
    /// A commit that is not there, or an object that can not be read.
    pub fn blob(&self, commit: &str, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let tree = self.commit(commit)?.tree().map_err(|error| unreadable(&error))?;
        let blob = self.blob_of(&tree, path).map_err(|error| unreadable(&error))?;
        Ok(blob.map(|(_, text)| text))
    }

    /// The files in `scope` that differ from the last commit, in order.
    ///
    /// # Errors
    /// A work tree that can not be read.
    pub fn dirty(&self, scope: Scope<'_>) -> Result<Vec<String>, Diagnostic> {
        let mut options = StatusOptions::new();
        options.include_ignored(false).exclude_submodules(true).update_index(false);
        if let Scope::Paths(paths) = scope {
            options
                .include_untracked(true)
                .recurse_untracked_dirs(true)
                .disable_pathspec_match(true);
            for path in paths {
                options.pathspec(path);
            }
        } else {
            options.include_untracked(false);
        }
        let statuses = self.git.statuses(Some(&mut options)).map_err(|error| {
            failed("the work tree can not be compared with its last commit", &error)
                .help("Check with `git status` what is wrong with the work tree.")
        })?;
        let changed = statuses.iter().filter(|it| it.status() != Status::CURRENT);
        let mut paths: Vec<String> =
            changed.map(|it| String::from_utf8_lossy(it.path_bytes()).into_owned()).collect();
        paths.sort();
        Ok(paths)
    }

    /// When a commit was made.
    ///
    /// # Errors
    /// A commit that is not there.
    pub fn date(&self, commit: &str) -> Result<Timestamp, Diagnostic> {
        let time = self.commit(commit)?.time();
        Ok(Timestamp { seconds: time.seconds(), offset_minutes: time.offset_minutes() })
    }

    /// Commits the patches on a new branch that starts at the base of the series, with the author, dates and
    /// messages of its mails. Gives the commit ids. Neither the work tree nor the index is touched, and the branch
    /// appears only when every patch is committed.
    ///
    /// # Errors
    /// A branch that exists or can not be named so, a series without a base, and a patch that does not start from
    /// what the commit before it holds.
    pub fn commit_series(
        &self,
        branch: &str,
        series: &Series,
        options: &RenderOptions,
    ) -> Result<Vec<String>, Diagnostic> {
        self.check_branch(branch)?;
        let base = series.base.as_deref().ok_or_else(|| {
            Diagnostic::error("the series has no commit to start from")
                .help("Name one with `--base REV`.")
        })?;
        let mut parent = self.commit(base)?;
        let mut ids = Vec::new();
        for (at, patch) in series.patches.iter().enumerate() {
            let date = options.date.later(at as i64 + 1);
            parent = self.commit_patch(&parent, patch, options, date)?;
            ids.push(parent.id().to_string());
        }
        let created = self.git.branch(branch, &parent, false);
        created.map_err(|error| branch_problem(branch, error.message()))?;
        Ok(ids)
    }

    fn check_branch(&self, branch: &str) -> Result<(), Diagnostic> {
        if !git2::Branch::name_is_valid(branch).unwrap_or(false) {
            return Err(branch_problem(branch, "git does not allow the name"));
        }
        match self.git.find_branch(branch, git2::BranchType::Local) {
            Ok(_) => Err(branch_problem(branch, "it exists")),
            Err(_) => Ok(()),
        }
    }

    fn commit_patch<'a>(
        &'a self,
        parent: &Commit<'a>,
        patch: &Patch,
        options: &RenderOptions,
        date: Timestamp,
    ) -> Result<Commit<'a>, Diagnostic> {
        patch.diffs()?;
        let subject = patch.full_subject();
        let message = commit_message(&subject, &patch.body, &patch.trailers(options));
        let tree = parent.tree().map_err(|error| unreadable(&error))?;
        let tree = self.updated(&tree, patch)?;
        let who = signature(&options.author, date)?;
        let commit = self
            .git
            .find_tree(tree)
            .and_then(|tree| self.git.commit(None, &who, &who, &message, &tree, &[parent]))
            .and_then(|id| self.git.find_commit(id));
        commit.map_err(|error| {
            failed(&format!("the patch \"{subject}\" can not be committed"), &error)
                .help("Check that the repository is yours to write.")
        })
    }

    /// The tree with the files of a patch in it.
    fn updated(&self, tree: &Tree<'_>, patch: &Patch) -> Result<Oid, Diagnostic> {
        let mut update = TreeUpdateBuilder::new();
        for file in &patch.files {
            let known = self.blob_of(tree, &file.path).map_err(|error| unreadable(&error))?;
            if known.as_ref().map(|(_, text)| text) != file.before.as_ref() {
                return Err(stale(patch, &file.path));
            }
            match &file.after {
                None => drop(update.remove(file.path.as_str())),
                Some(text) => {
                    let id = self.git.blob(text).map_err(|error| unreadable(&error))?;
                    let mode = known.map_or(git_mode(file), |(mode, _)| mode);
                    update.upsert(file.path.as_str(), id, mode);
                }
            }
        }
        update.create_updated(&self.git, tree).map_err(|error| unreadable(&error))
    }

    pub(crate) fn commit(&self, id: &str) -> Result<Commit<'_>, Diagnostic> {
        let commit = Oid::from_str(id).and_then(|id| self.git.find_commit(id));
        commit.map_err(|error| {
            failed(&format!("{id} is not a commit of this tree"), &error)
                .help("Give the commit the series is made for with `--base REV`.")
        })
    }

    fn blob_of(
        &self,
        tree: &Tree<'_>,
        path: &str,
    ) -> Result<Option<(git2::FileMode, Vec<u8>)>, git2::Error> {
        let entry = match tree.get_path(Path::new(path)) {
            Err(error) if error.code() == ErrorCode::NotFound => return Ok(None),
            found => found?,
        };
        let mode = match entry.filemode() {
            0o100_755 => git2::FileMode::BlobExecutable,
            _ => git2::FileMode::Blob,
        };
        let blob = entry.to_object(&self.git)?.peel_to_blob()?;
        Ok(Some((mode, blob.content().to_vec())))
    }
}

/// What git's configuration says of a key, that of the repository before the user's; `None` when it says nothing.
pub fn configured(repository: Option<&Repository>, key: &str) -> Option<String> {
    let config = match repository {
        Some(repository) => repository.git.config(),
        None => git2::Config::open_default(),
    };
    let value = config.and_then(|config| config.get_string(key)).ok()?;
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

fn git_mode(file: &FileChange) -> git2::FileMode {
    match file.mode {
        FileMode::Regular => git2::FileMode::Blob,
        FileMode::Executable => git2::FileMode::BlobExecutable,
    }
}

fn signature(author: &Identity, date: Timestamp) -> Result<Signature<'static>, Diagnostic> {
    let time = Time::new(date.seconds, date.offset_minutes);
    Signature::new(author.name.trim(), author.email.trim(), &time).map_err(|error| {
        failed(&format!("{} can not be the author of a commit", author.trailer()), &error)
            .help("Set `git config user.name` and `user.email`.")
    })
}

fn branch_problem(branch: &str, why: &str) -> Diagnostic {
    Diagnostic::error(format!("branch {branch:?} can not be made: {why}"))
        .help("Give a name that `git branch` does not list yet.")
}

fn stale(patch: &Patch, path: &str) -> Diagnostic {
    let subject = patch.full_subject();
    Diagnostic::error(format!("\"{subject}\" starts from another {path} than the commit below it"))
        .help("Commit or set aside your changes to the file, or choose the commit it is at with `--base REV`.")
}

fn unreadable(error: &git2::Error) -> Diagnostic {
    failed("an object of the repository can not be read or written", error)
        .help("Check the repository with `git fsck`.")
}

fn failed(what: &str, error: &git2::Error) -> Diagnostic {
    Diagnostic::error(format!("{what}: {}", error.message().trim_end_matches('.')))
}
