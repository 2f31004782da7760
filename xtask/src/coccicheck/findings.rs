// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a program finds with a script in a folder (or one file), and what it took. What spatch finds is kept, because it takes hours:
//!
//! ```text
//!   ~/.cache/treewide/coccicheck/VERSION/TREE/FOLDER/SCRIPT.txt      # cpu SECONDS exit CODE, then what was printed
//! ```

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use wait4::Wait4;

use crate::command::{command, succeed};
use crate::kernel_script::KernelScript;
use crate::project;

/// A run of one script on one folder.
pub(super) struct Findings {
    /// CPU seconds.
    pub(super) cpu: f64,
    /// The exit code; `None` when a signal ended it.
    pub(super) code: Option<i32>,
    /// `file:line: message`
    pub(super) lines: BTreeSet<String>,
}

impl Findings {
    fn new(cpu: f64, code: Option<i32>, printed: &str) -> Self {
        Self { cpu, code, lines: printed.lines().filter_map(without_columns).collect() }
    }
}

/// `a.c:12:3-7: message` as `a.c:12: message`; `None` for what is no finding.
fn without_columns(line: &str) -> Option<String> {
    let mut parts = line.splitn(4, ':');
    let (file, number, columns, message) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let (first, last) = columns.split_once('-')?;
    (is_number(number) && is_number(first) && is_number(last))
        .then(|| format!("{file}:{number}:{message}"))
}

/// What treewide finds.
pub(super) fn ours(
    program: &Path,
    tree: &Path,
    script: &KernelScript,
    folder: &str,
) -> Result<Findings> {
    let mut treewide = command("timeout", tree, ["600"]);
    treewide.arg(program).arg("spatch");
    script.arguments(&mut treewide, &script.path, folder);
    let (cpu, code, printed) = run(&mut treewide)?;
    Ok(Findings::new(cpu, code, &printed))
}

/// Where spatch's findings are kept.
pub(super) struct Kept {
    folder: PathBuf,
    tree: PathBuf,
    /// Seconds that a script may take in a folder.
    limit: u32,
}

impl Kept {
    pub(super) fn new(tree: &Path, limit: u32) -> Result<Self> {
        let version = succeed(&mut command("spatch", Path::new("/"), ["--version"]))?;
        let version = version.split_whitespace().nth(2).unwrap_or("unknown").to_owned();
        let name = tree.file_name().context("the tree has no name")?;
        let folder = project::cache()?.join("coccicheck").join(version).join(name);
        Ok(Self { folder, tree: tree.to_path_buf(), limit })
    }

    /// What spatch finds, now or at an earlier run.
    pub(super) fn of(&self, script: &KernelScript, folder: &str) -> Result<Findings> {
        let flat = |name: &str| name.trim_matches('/').replace('/', "__");
        let path = self.folder.join(flat(folder)).join(format!("{}.txt", flat(&script.name)));
        if !path.is_file() {
            self.run(script, folder, &path)?;
        }
        let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
        let (head, printed) = text.split_once('\n').unwrap_or((&text, ""));
        let words: Vec<&str> = head.split_whitespace().collect();
        let ["#", "cpu", cpu, "exit", code] = words[..] else {
            anyhow::bail!("{} does not begin as it should: remove it", path.display());
        };
        let code: i32 = code.parse()?;
        Ok(Findings::new(cpu.parse()?, (code >= 0).then_some(code), printed))
    }

    /// Adds what spatch finds in those files alone that it did not come to in its time, and in which there is something.
    pub(super) fn complete(
        &self,
        theirs: &mut Findings,
        ours: &Findings,
        script: &KernelScript,
    ) -> Result<()> {
        if theirs.code == Some(0) {
            return Ok(());
        }
        let extra = ours.lines.difference(&theirs.lines);
        let files: BTreeSet<String> =
            extra.filter_map(|it| Some(it.split_once(':')?.0.to_owned())).collect();
        for file in files {
            theirs.lines.extend(self.of(script, &file)?.lines);
        }
        Ok(())
    }

    fn run(&self, script: &KernelScript, folder: &str, path: &Path) -> Result<()> {
        eprintln!("spatch: {} on {folder}", script.name);
        let limit = self.limit.to_string();
        let mut spatch = command("nice", &self.tree, ["-n", "19", "timeout", &limit, "spatch"]);
        script.arguments(&mut spatch, &script.path, folder);
        // As `make coccicheck` gives them on x86; one file's limit is a part of the whole's.
        for include in ["arch/x86/include", "include", "include/uapi"] {
            spatch.args(["-I", include]);
        }
        spatch.args(["--timeout", "100"]);
        let (cpu, code, printed) = run(&mut spatch)?;
        std::fs::create_dir_all(path.parent().unwrap_or(path))?;
        let unfinished = path.with_extension("part");
        std::fs::write(
            &unfinished,
            format!("# cpu {cpu:.2} exit {}\n{printed}", code.unwrap_or(-1)),
        )?;
        Ok(std::fs::rename(&unfinished, path)?)
    }
}

/// CPU seconds, exit code, and what was printed.
fn run(command: &mut Command) -> Result<(f64, Option<i32>, String)> {
    let printed = tempfile::NamedTempFile::new()?;
    command.stdin(Stdio::null()).stdout(printed.reopen()?).stderr(Stdio::null());
    let program = command.get_program().to_string_lossy().into_owned();
    let child = command.spawn().with_context(|| format!("{program} does not start"))?;
    let end = child.wait4()?;
    let cpu = (end.rusage.utime + end.rusage.stime).as_secs_f64();
    let text = String::from_utf8_lossy(&std::fs::read(printed.path())?).into_owned();
    Ok((cpu, end.status.code(), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_told_from_other_lines_and_lose_their_columns() {
        let line = "fs/a.c:12:3-17: ERROR: x is NULL: stop";
        assert_eq!(without_columns(line), Some("fs/a.c:12: ERROR: x is NULL: stop".to_owned()));
        assert_eq!(without_columns("HANDLING: fs/a.c"), None);
        assert_eq!(without_columns("Error: 1:2 in a:b"), None);
    }
}
