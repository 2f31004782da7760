//! A small tree in a folder of its own, and runs of the program on it.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::git::{Repository, hermetic};

/// The caller in the tree.
pub(crate) const CALLER: &str = "drivers/frob/user.c";

/// A copy of `command_line/tree`, and room beside it; it goes when the test ends.
pub(crate) struct Scene {
    dir: TempDir,
}

/// What a run came to.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let scene = Self { dir: tempfile::tempdir().expect("a temporary folder") };
        scene.copy("tree", "tree");
        scene
    }

    /// Puts the files of a folder beside this one into a folder of the scene.
    pub(crate) fn copy(&self, from: &str, to: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command_line").join(from);
        for (path, text) in files_below(&folder) {
            self.write(&Path::new(to).join(path).display().to_string(), &text);
        }
    }

    /// A path in the scene.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The tree.
    pub(crate) fn tree(&self) -> PathBuf {
        self.path("tree")
    }

    /// Writes a file of the scene, and the folders above it.
    pub(crate) fn write(&self, name: &str, text: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        fs::write(path, text).expect("a file of the scene");
    }

    /// Adds text at the end of the caller's file.
    pub(crate) fn add_to_caller(&self, more: &[u8]) {
        let name = format!("tree/{CALLER}");
        let text = [fs::read(self.path(&name)).expect("the caller"), more.to_vec()].concat();
        self.write(&name, &text);
    }

    /// Makes a git repository of the tree.
    pub(crate) fn commit(&self) -> Repository {
        Repository::of(&self.tree())
    }

    /// Runs the program in the scene, so that arguments may be relative to it.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_command(Command::new(env!("CARGO_BIN_EXE_treewide")), arguments)
    }

    /// Runs the program under another name.
    #[cfg(unix)]
    pub(crate) fn run_named(&self, name: &str, arguments: &[&str]) -> Run {
        let link = self.path(name);
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_treewide"), &link).expect("a link");
        self.run_command(Command::new(link), arguments)
    }

    /// Runs the program as a user who is not root, whom a file's mode can keep out.
    #[cfg(unix)]
    pub(crate) fn run_unprivileged(&self, arguments: &[&str]) -> Run {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        use std::os::unix::process::CommandExt;
        const NOBODY: u32 = 65534;
        let owner = fs::metadata(self.dir.path()).expect("the scene").uid();
        if owner != 0 {
            return self.run(arguments);
        }
        // The build's folder may be closed to others. Another process copies the program: what this one holds open for
        // writing, a process that another test starts may hold too, and then the copy can not be run.
        let program = self.path("treewide");
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_treewide")).arg(&program).status();
        assert!(copied.expect("cp runs").success(), "a copy of the program");
        let open = fs::Permissions::from_mode(0o755);
        fs::set_permissions(self.dir.path(), open).expect("others may enter");
        let mut command = Command::new(program);
        command.uid(NOBODY).gid(NOBODY);
        self.run_command(command, arguments)
    }

    fn run_command(&self, mut command: Command, arguments: &[&str]) -> Run {
        command.args(arguments).current_dir(self.dir.path());
        let output = finished(hermetic(&mut command, &self.tree()));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Run {
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Every file of the scene and what it holds, but for what the program remembers.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = files_below(self.dir.path());
        files.retain(|path, _| !path.starts_with(".cache"));
        files
    }
}

impl Run {
    /// The run ended with this code.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        self
    }
}

/// Runs a command. A copy of the program is busy as long as a process that another thread starts has inherited the file
/// open for writing, which it closes at once.
fn finished(command: &mut Command) -> Output {
    loop {
        match command.output() {
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
            output => return output.expect("treewide runs"),
        }
    }
}

fn files_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("a path below").to_owned();
                // One that may not be read is there all the same.
                files.insert(name, fs::read(&path).unwrap_or_default());
            }
        }
    }
    files
}
