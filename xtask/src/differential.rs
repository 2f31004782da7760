// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask differential`: each of the flagship's rules through spatch and through treewide, on the same files.
//!
//! ```text
//! rule + file ─┬─ spatch --sp-file ─────── tokens ─┐
//!              └─ treewide apply --in-place ─ tokens ─┴─ equal, or explained in xtask/data/differential.toml
//! ```
//!
//! The files: the examples of the rules, the sample tree, and copies of the callers of every tree that is given. A rule that spatch
//! does not take, and a difference, must be in the list, and what is in the list must occur.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};
use clap::Args;
use serde::Deserialize;

use crate::command::{command, finish, installed};
use crate::project;

/// Run the flagship's rules through spatch and treewide, and compare the results token by token
#[derive(Args)]
pub(crate) struct Differential {
    /// A release whose callers are compared too: 5.10, 6.1 or 7.2; may be given several times
    #[arg(long = "release", value_name = "VERSION")]
    releases: Vec<String>,
    /// Only the rules with this in their name
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Seconds that either tool may take for one file
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    limit: u64,
}

const MIGRATION: &str = "iov-iter-get-pages";

/// `xtask/data/differential.toml`
#[derive(Deserialize)]
struct Known {
    #[serde(default)]
    refused: Vec<Refused>,
    #[serde(default)]
    difference: Vec<Difference>,
}

/// A rule that spatch does not take.
#[derive(Deserialize)]
struct Refused {
    rule: String,
    why: String,
}

/// A rule and files, by the end of their path, with another result in spatch.
#[derive(Deserialize)]
struct Difference {
    rule: String,
    file: String,
    why: String,
}

impl Differential {
    pub(crate) fn run(&self) -> Result<()> {
        ensure!(installed("spatch"), "spatch is not installed: Debian has it as `coccinelle`");
        let program = project::treewide()?;
        let known: Known = project::data("differential.toml")?;
        let files = self.files(&program)?;
        let mut tally = Tally::default();
        for rule in self.rules()? {
            let name = file_name(&rule);
            if let Some(refusal) = refusal(&rule)? {
                tally.judge(&name, None, known.refused(&name), &refusal);
                continue;
            }
            for file in &files {
                let theirs = self.spatch(&rule, file)?;
                let ours = self.treewide(&program, &rule, file)?;
                tally.runs += 1;
                let known = known.difference(&name, file);
                match difference(&theirs, &ours) {
                    Some(difference) => tally.judge(&name, Some(file), known, &difference),
                    None if known.is_some() => tally.stale(&name, file),
                    None => {}
                }
            }
        }
        tally.end()
    }

    fn rules(&self) -> Result<Vec<PathBuf>> {
        let mut rules = files_in(&project::root().join("patches").join(MIGRATION), "cocci")?;
        rules.retain(|rule| self.only.as_ref().is_none_or(|only| file_name(rule).contains(only)));
        Ok(rules)
    }

    fn files(&self, program: &Path) -> Result<Vec<PathBuf>> {
        let examples = project::root().join("patches").join(MIGRATION).join("tests");
        let sample = project::root().join("tests/sample-tree");
        let mut files = files_in(&examples, "c")?;
        files.extend(callers(program, &sample)?);
        for release in &self.releases {
            files.extend(callers(program, &crate::kernel_tree::get(release, None)?)?);
        }
        Ok(files)
    }

    fn spatch(&self, rule: &Path, file: &Path) -> Result<Outcome> {
        let arguments = ["--very-quiet", "--in-place", "--sp-file"];
        self.on_a_copy("spatch", &arguments, &[0], rule, file)
    }

    fn treewide(&self, program: &Path, rule: &Path, file: &Path) -> Result<Outcome> {
        let arguments = ["apply", "--quiet", "--in-place"];
        self.on_a_copy(&program.display().to_string(), &arguments, &[0, 1, 3], rule, file)
    }

    /// Lets a tool change a copy of the file. `fine` are the exit codes that mean success.
    fn on_a_copy(
        &self,
        program: &str,
        arguments: &[&str],
        fine: &[i32],
        rule: &Path,
        file: &Path,
    ) -> Result<Outcome> {
        let folder = tempfile::tempdir()?;
        let copy = folder.path().join("copy.c");
        std::fs::copy(file, &copy)?;
        let limit = self.limit.to_string();
        let mut run = command("timeout", folder.path(), [limit.as_str(), program]);
        let output = finish(run.args(arguments).arg(rule).arg(&copy))?;
        if output.status.code().is_some_and(|code| fine.contains(&code)) {
            return Ok(Outcome::Tokens(tokens(&std::fs::read(&copy)?)));
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Ok(Outcome::Failed(format!("{}: {}", output.status, last_line(&said))))
    }
}

/// What one tool makes of a file.
enum Outcome {
    Tokens(Vec<Vec<u8>>),
    Failed(String),
}

impl Known {
    fn refused(&self, rule: &str) -> Option<&str> {
        let found = self.refused.iter().find(|refused| refused.rule == rule);
        found.map(|refused| refused.why.as_str())
    }

    fn difference(&self, rule: &str, file: &Path) -> Option<&str> {
        let found = self.difference.iter().find(|it| it.rule == rule && file.ends_with(&it.file));
        found.map(|difference| difference.why.as_str())
    }
}

/// What was compared, and what came of it.
#[derive(Default)]
struct Tally {
    runs: usize,
    explained: usize,
    faults: usize,
}

impl Tally {
    fn judge(&mut self, rule: &str, file: Option<&Path>, known: Option<&str>, what: &str) {
        let place = file.map_or_else(String::new, |file| format!(" on {}", file.display()));
        match known {
            Some(why) => {
                self.explained += 1;
                println!("known  {rule}{place}: {what}\n       {why}");
            }
            None => {
                self.faults += 1;
                println!("NEW    {rule}{place}: {what}");
            }
        }
    }

    fn stale(&mut self, rule: &str, file: &Path) {
        self.faults += 1;
        println!("STALE  {rule} on {}: listed as different, but it is the same", file.display());
    }

    fn end(&self) -> Result<()> {
        println!("{} runs compared, {} explained, {} not", self.runs, self.explained, self.faults);
        if self.faults > 0 {
            bail!("{} differences are not in xtask/data/differential.toml", self.faults);
        }
        Ok(())
    }
}

/// Why spatch does not take a rule.
fn refusal(rule: &Path) -> Result<Option<String>> {
    let output = finish(command("spatch", Path::new("/"), ["--parse-cocci"]).arg(rule))?;
    let said = String::from_utf8_lossy(&output.stderr);
    Ok((!output.status.success()).then(|| last_line(&said)))
}

/// Where two results part, and what each has there.
fn difference(theirs: &Outcome, ours: &Outcome) -> Option<String> {
    let (theirs, ours) = match (theirs, ours) {
        (Outcome::Tokens(theirs), Outcome::Tokens(ours)) => (theirs, ours),
        (Outcome::Failed(why), _) => return Some(format!("spatch failed: {why}")),
        (_, Outcome::Failed(why)) => return Some(format!("treewide failed: {why}")),
    };
    if theirs == ours {
        return None;
    }
    let at = theirs.iter().zip(ours).take_while(|(left, right)| left == right).count();
    let around = |tokens: &[Vec<u8>]| {
        let piece = &tokens[at.saturating_sub(4).min(tokens.len())..(at + 8).min(tokens.len())];
        String::from_utf8_lossy(&piece.join(&b' ')).into_owned()
    };
    Some(format!("spatch has `{}`, treewide `{}`", around(theirs), around(ours)))
}

/// Tokens and directives in their order; comments and blanks are dropped.
fn tokens(text: &[u8]) -> Vec<Vec<u8>> {
    let whole = source::Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
    let lexed = csyntax::lex(text, whole);
    let spans = lexed.tokens.iter().map(|token| token.span());
    let mut spans: Vec<_> = spans.chain(lexed.directives.iter().map(|it| it.span)).collect();
    spans.sort_by_key(|span| span.start);
    spans.iter().map(|span| text[span.start as usize..span.end as usize].to_vec()).collect()
}

/// The files of a tree that hold a caller.
fn callers(program: &Path, tree: &Path) -> Result<Vec<PathBuf>> {
    let mut status = command(&program.display().to_string(), tree, ["status", MIGRATION, "--json"]);
    let output = finish(status.arg("--quiet").arg("--tree").arg(tree))?;
    let status: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let sites = status["sites"].as_array().into_iter().flatten();
    let mut files: Vec<PathBuf> =
        sites.filter_map(|site| site["path"].as_str()).map(|path| tree.join(path)).collect();
    files.dedup();
    Ok(files)
}

/// The files right in a folder. What lies deeper in that of the rules only matches, and spatch has nothing to show for it.
fn files_in(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let entries = walkdir::WalkDir::new(folder).max_depth(1).sort_by_file_name().into_iter();
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.into_path();
        if path.extension().is_some_and(|it| it == extension) {
            files.push(path);
        }
    }
    Ok(files)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn last_line(text: &str) -> String {
    text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("no word").to_owned()
}
