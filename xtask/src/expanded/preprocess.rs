// SPDX-License-Identifier: MIT OR Apache-2.0
//! The preprocessor, called as the tree's own build calls it.
//!
//! `make path/file.i` leaves the command in `path/.file.i.cmd`; that command is run again with `-dD` and no output file,
//! so that the macros' definitions come with the text and nothing in the tree depends on that option.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::command::{command, finish};

pub(super) struct Preprocessor<'a> {
    tree: &'a Path,
}

impl<'a> Preprocessor<'a> {
    pub(super) fn new(tree: &'a Path) -> Self {
        Self { tree }
    }

    pub(super) fn tree(&self) -> &Path {
        self.tree
    }

    /// Those of the files that the configured tree can preprocess.
    ///
    /// # Errors
    /// make does not start.
    pub(super) fn prepare(&self, files: &[String]) -> Result<Vec<String>> {
        let known = |file: &&String| self.recorded(file).is_file();
        let new = files.iter().filter(|file| !known(file)).map(|file| file.replace(".c", ".i"));
        let mut make = command("nice", self.tree, ["make", "-k", "-j2", "ARCH=x86_64"]);
        // What make cannot make is not of this configuration, and no fault.
        finish(make.args(new).env("LC_ALL", "C"))?;
        Ok(files.iter().filter(known).cloned().collect())
    }

    /// What gcc makes of a file, definitions of macros included; nothing for a file that does not compile by itself,
    /// such as one that others include.
    ///
    /// # Errors
    /// The preprocessor fails.
    pub(super) fn run(&self, file: &str) -> Result<Option<Vec<u8>>> {
        let recorded = self.recorded(file);
        let text = std::fs::read_to_string(&recorded).context(recorded.display().to_string())?;
        let line = text.lines().next().unwrap_or_default();
        let (_, gcc) = line.split_once(":= ").context("no command is recorded")?;
        let gcc = gcc.split(" ; ").next().unwrap_or(gcc);
        let gcc = gcc.replace(&format!(" -o {}", file.replace(".c", ".i")), " -dD ");
        let words = gcc
            .split(' ')
            .filter(|word| !word.starts_with("-Wp,-MMD") && !word.starts_with("-Wp,-MD"));
        let words: Vec<_> = words.collect();
        let gcc = |option: &str| {
            let line = words.iter().map(|word| if *word == "-E" { option } else { word });
            let line = line.collect::<Vec<_>>().join(" ");
            finish(&mut command("sh", self.tree, ["-c", &line]))
        };
        if !gcc("-fsyntax-only")?.status.success() {
            return Ok(None);
        }
        let output = gcc("-E")?;
        if !output.status.success() {
            bail!("{file}: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(Some(output.stdout))
    }

    /// `fs/.splice.i.cmd` of `fs/splice.c`
    fn recorded(&self, file: &str) -> PathBuf {
        let path = Path::new(file);
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        self.tree.join(path.with_file_name(format!(".{name}.i.cmd")))
    }
}
