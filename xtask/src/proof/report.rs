// SPDX-License-Identifier: MIT OR Apache-2.0
//! The table at the end of a proof, also told line by line on the way.

use std::fmt;

use anyhow::Result;

/// One line for each check made.
#[derive(Default)]
pub(super) struct Report {
    lines: Vec<(String, Result<String, String>)>,
}

impl Report {
    /// Takes note of a check: what it found, or why it failed.
    pub(super) fn check(&mut self, what: &str, result: Result<String>) {
        let result = result.map_err(|error| format!("{error:#}"));
        eprintln!("{}", line(what, &result));
        self.lines.push((what.to_owned(), result));
    }

    pub(super) fn failed(&self) -> bool {
        self.lines.iter().any(|(_, result)| result.is_err())
    }
}

fn line(what: &str, result: &Result<String, String>) -> String {
    match result {
        Ok(found) => format!("ok    {what}: {found}"),
        Err(why) => format!("FAIL  {what}: {why}"),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed = self.lines.iter().filter(|(_, result)| result.is_err()).count();
        writeln!(out, "{} checks, {failed} failed", self.lines.len())?;
        for (what, result) in &self.lines {
            writeln!(out, "{}", line(what, result))?;
        }
        Ok(())
    }
}
