//! What the history of a tree calls a file: the subjects of the commits that last touched it.

use crate::repository::Repository;
use git2::{Commit, ObjectType, Oid, Tree};
use source::Diagnostic;
use std::collections::BTreeMap;

/// Commits looked at before giving up on files that change rarely.
const COMMIT_LIMIT: usize = 30_000;
/// Subjects kept of a file.
const SUBJECT_LIMIT: usize = 20;

impl Repository {
    /// The subjects of the last 20 commits that changed each of `paths`, newest first, among the last
    /// 30,000 commits up to `commit`. Merges are left out, and so is a first commit, which made every file.
    ///
    /// # Errors
    /// A commit that is not there, or a history that can not be read.
    pub fn subjects(
        &self,
        commit: &str,
        paths: &[&str],
    ) -> Result<BTreeMap<String, Vec<String>>, Diagnostic> {
        let start = self.commit(commit)?.id();
        self.walk(start, paths).map_err(|error| {
            Diagnostic::error(format!("the history can not be read: {}", error.message()))
                .help("Check the repository with `git fsck`; a shallow clone may need `git fetch --unshallow`.")
        })
    }

    fn walk(
        &self,
        start: Oid,
        paths: &[&str],
    ) -> Result<BTreeMap<String, Vec<String>>, git2::Error> {
        let mut found: BTreeMap<String, Vec<String>> =
            paths.iter().map(|path| ((*path).to_owned(), Vec::new())).collect();
        let mut walk = self.git.revwalk()?;
        walk.push(start)?;
        for id in walk.take(COMMIT_LIMIT) {
            let commit = self.git.find_commit(id?)?;
            if commit.parent_count() == 1 {
                self.note(&commit, &mut found)?;
            }
            if found.values().all(|subjects| subjects.len() >= SUBJECT_LIMIT) {
                break;
            }
        }
        Ok(found)
    }

    fn note(
        &self,
        commit: &Commit<'_>,
        found: &mut BTreeMap<String, Vec<String>>,
    ) -> Result<(), git2::Error> {
        // The parent of the oldest commit of a shallow clone is not there; such a commit says nothing.
        let Ok(parent) = commit.parent(0) else { return Ok(()) };
        let (old, new) = (parent.tree()?, commit.tree()?);
        for (path, subjects) in found.iter_mut().filter(|(_, it)| it.len() < SUBJECT_LIMIT) {
            if self.differs(&old, &new, path)? {
                let subject = commit.summary_bytes().unwrap_or_default();
                subjects.push(String::from_utf8_lossy(subject).into_owned());
            }
        }
        Ok(())
    }

    /// True when the two trees differ at `path`; looks no deeper than they do.
    fn differs(&self, old: &Tree<'_>, new: &Tree<'_>, path: &str) -> Result<bool, git2::Error> {
        let (name, rest) =
            path.split_once('/').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let (old, new) = (old.get_name(name), new.get_name(name));
        match (old, new, rest) {
            (Some(old), Some(new), _) if old.id() == new.id() => Ok(false),
            (Some(old), Some(new), Some(rest))
                if [&old, &new].iter().all(|it| it.kind() == Some(ObjectType::Tree)) =>
            {
                let (old, new) = (self.git.find_tree(old.id())?, self.git.find_tree(new.id())?);
                self.differs(&old, &new, rest)
            }
            (None, None, _) => Ok(false),
            _ => Ok(true),
        }
    }
}
