// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where spatch and treewide are known to part, and why. That spatch has not read a place is not taken on trust: what
//! `spatch --parse-c FILE` prints must say so.
//!
//! ```text
//!   bad:    char name[1];              # spatch could not read this line
//!   passed:struct old { char a [ 1 ]   # it went past these tokens: they stand under `#if 0`
//! ```

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::command::command;

/// What `xtask/data/coccicheck.toml` holds.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    #[serde(default)]
    pub(super) refused: Vec<Refused>,
    #[serde(default)]
    difference: Vec<Difference>,
}

/// A script that treewide does not take.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Refused {
    pub(super) script: String,
    pub(super) why: String,
}

/// Findings that one of the two has alone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Difference {
    script: String,
    /// `file:line`
    places: BTreeSet<String>,
    #[serde(rename = "why")]
    _why: String,
    /// How spatch shows that it has not read the places.
    unread: Option<Unread>,
}

/// What `spatch --parse-c` calls a line that it has not read.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Unread {
    Bad,
    Passed,
}

impl Known {
    /// Whether it is known that only one of the two has a finding. Where spatch is said not to have read the place, it is asked.
    pub(super) fn explains(&self, tree: &Path, script: &str, finding: &str) -> Result<bool> {
        let place = finding.splitn(3, ':').take(2).collect::<Vec<_>>().join(":");
        let mut of_script = self.difference.iter().filter(|it| it.script == script);
        let Some(difference) = of_script.find(|it| it.places.contains(&place)) else {
            return Ok(false);
        };
        difference.unread.map_or(Ok(true), |unread| unread.is_shown(tree, &place))
    }
}

impl Unread {
    fn is_shown(self, tree: &Path, place: &str) -> Result<bool> {
        let (file, line) = place.split_once(':').context("a place is file:line")?;
        let text = std::fs::read(tree.join(file)).with_context(|| format!("{file} is not read"))?;
        let text = String::from_utf8_lossy(&text).into_owned();
        let line = line.parse::<usize>()?.saturating_sub(1);
        let line = text.lines().nth(line).context("the file has no such line")?;
        let run = command("spatch", tree, ["--parse-c", file]).output()?;
        let printed = [run.stdout, run.stderr].concat();
        Ok(self.is_in(&String::from_utf8_lossy(&printed), line))
    }

    /// Whether what spatch printed names a line in this way.
    fn is_in(self, printed: &str, line: &str) -> bool {
        let heads: &[&str] = match self {
            Self::Bad => &["bad: ", "BAD:!!!!! "],
            Self::Passed => &["passed:"],
        };
        let wanted = without_blanks(code_of(line));
        let shown =
            |it: &str| heads.iter().find_map(|head| it.strip_prefix(head)).map(without_blanks);
        !wanted.is_empty() && printed.lines().filter_map(shown).any(|it| code_of(&it) == wanted)
    }
}

/// A line up to its comment.
fn code_of(line: &str) -> &str {
    line.split("/*").next().unwrap_or(line)
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_known_by_their_code() {
        let printed =
            "bad: \tchar name[1];\nBAD:!!!!! \tf(x); /* odd */\npassed:__u8 space [ 1 ] ; \n";
        assert!(Unread::Bad.is_in(printed, "\tchar\tname[1];"));
        assert!(Unread::Bad.is_in(printed, "\tf(x);"));
        assert!(Unread::Passed.is_in(printed, "\t__u8\tspace[1];\t/* list */"));
        assert!(!Unread::Passed.is_in(printed, "\tchar name[1];"));
        assert!(!Unread::Bad.is_in(printed, "\tg(x);"));
        assert!(!Unread::Bad.is_in("bad: \n", ""));
    }
}
