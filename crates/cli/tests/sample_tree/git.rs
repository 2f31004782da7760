//! git as a test needs it: no configuration of the machine, fixed author and dates, so that commit ids repeat.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A repository made of a folder.
pub(crate) struct Repository {
    root: PathBuf,
}

impl Repository {
    /// Commits all of `root` as the first commit.
    pub(crate) fn of(root: &Path) -> Self {
        let repository = Repository { root: root.to_owned() };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", "--message=sample tree"]);
        repository
    }

    /// Runs git, which must succeed; what it printed.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {errors}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        hermetic(Command::new("git").arg("-C").arg(&self.root).args(arguments), &self.root)
            .output()
            .expect("git is installed")
    }
}

/// Takes the machine's configuration away from git, or from what runs git.
pub(crate) fn hermetic<'c>(command: &'c mut Command, home: &Path) -> &'c mut Command {
    command
        .env("HOME", home.parent().expect("a folder around the tree"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_CACHE_HOME")
        .env("GIT_AUTHOR_NAME", "Ann Author")
        .env("GIT_AUTHOR_EMAIL", "ann@example.org")
        .env("GIT_AUTHOR_DATE", "2024-01-01T00:00:00Z")
        .env("GIT_COMMITTER_NAME", "Ann Author")
        .env("GIT_COMMITTER_EMAIL", "ann@example.org")
        .env("GIT_COMMITTER_DATE", "2024-01-01T00:00:00Z")
}
