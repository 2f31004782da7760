//! A copy of the sample tree, built out of tree.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::digest::{self, Digest};
use crate::sabotage::Sabotage;

/// A copy of `tests/sample-tree` that a test may edit; it goes when the test ends.
pub(crate) struct Sample {
    dir: TempDir,
}

impl Sample {
    pub(crate) fn new() -> Self {
        let sample = Sample { dir: tempfile::tempdir().expect("a temporary folder") };
        copy(&original(), &sample.tree());
        sample
    }

    /// The tree.
    pub(crate) fn tree(&self) -> PathBuf {
        self.dir.path().join("tree")
    }

    /// Where `make` puts what it builds.
    pub(crate) fn output(&self) -> PathBuf {
        self.folder("build")
    }

    /// A folder beside the tree.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs `make`; the error has all that it printed.
    pub(crate) fn make(&self, arguments: &[&str]) -> Result<String, String> {
        let output = self.run_make(arguments);
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(printed);
        }
        Err(printed + &String::from_utf8_lossy(&output.stderr))
    }

    /// What a test program says, if it builds and says anything.
    pub(crate) fn digest(&self, program: &str) -> Option<Digest> {
        let path = self.output().join("tests").join(program);
        self.make(&[path.to_str().expect("a UTF-8 path")]).expect("the program builds");
        let output = Command::new(&path).output().expect("the program runs");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        digest::parse(&printed).into_values().next()
    }

    /// What `then` gives while text of a file, which is there exactly once, is another.
    #[track_caller]
    pub(crate) fn edited<T>(&self, case: &Sabotage, then: impl FnOnce() -> T) -> T {
        let path = self.tree().join(&case.file);
        let text = fs::read_to_string(&path).expect("a file of the sample tree");
        assert_eq!(text.matches(&case.from).count(), 1, "`{}` is in {}", case.from, case.file);

        fs::write(&path, text.replace(&case.from, &case.to)).expect("the copy can be written");
        let result = then();
        fs::write(&path, text).expect("the copy can be written");
        result
    }

    /// Every file of the tree, sorted.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        walk(&self.tree(), &mut |path| files.push(path.to_owned()));
        files.sort();
        files
    }

    fn run_make(&self, arguments: &[&str]) -> Output {
        Command::new("make")
            .arg("-C")
            .arg(self.tree())
            .arg("-j2")
            .arg(format!("O={}", self.output().display()))
            .args(arguments)
            .env_remove("MAKEFLAGS")
            .env_remove("CFLAGS")
            .output()
            .expect("make is installed")
    }
}

fn original() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/sample-tree")
}

fn copy(from: &Path, to: &Path) {
    walk(from, &mut |path| {
        let target = to.join(path.strip_prefix(from).expect("a path below the tree"));
        fs::create_dir_all(target.parent().expect("a file has a folder")).expect("a folder");
        fs::copy(path, target).expect("a copy");
    });
}

/// Calls `visit` for every file that is not built.
fn walk(dir: &Path, visit: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(dir).expect("a folder of the tree") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, visit);
        } else if !is_built(&path) {
            visit(&path);
        }
    }
}

/// Somebody may have run `make` in the original without `O=`.
fn is_built(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    let program = extension.is_none() && path.parent().is_some_and(|dir| dir.ends_with("tests"));
    program || matches!(extension, Some("o" | "d"))
}
