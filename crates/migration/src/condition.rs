//! Conditions on a tree, so that one migration serves many releases.
//!
//! ```toml
//! when_not = { file = "include/linux/thing.h", matches = '\bthing_get2\(' }
//! ```

use regex::bytes::Regex;
use source::Diagnostic;

/// Reads a file of a tree (path from its root, `/` between parts); `None` when the tree has no such file.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Result<Option<Vec<u8>>, Diagnostic>;

/// A question on a tree: does this file exist and one of its lines match?
#[derive(Clone, Debug)]
pub struct Probe {
    /// The file, from the root of the tree.
    pub file: String,
    /// What a line of it must match.
    pub matches: Regex,
}

impl Probe {
    fn holds(&self, read: ReadFile<'_>) -> Result<bool, Diagnostic> {
        Ok(read(&self.file)?
            .is_some_and(|text| lines(&text).any(|line| self.matches.is_match(line))))
    }
}

/// What must hold, and what must not, for a rule or an insertion to apply to a tree.
#[derive(Clone, Debug, Default)]
pub struct Condition {
    /// Must hold.
    pub when: Option<Probe>,
    /// Must not hold.
    pub when_not: Option<Probe>,
}

impl Condition {
    /// Whether the tree that `read` reads meets the condition.
    ///
    /// # Errors
    /// What `read` says when a file is there but can not be read.
    pub fn is_met(&self, read: ReadFile<'_>) -> Result<bool, Diagnostic> {
        let holds =
            |probe: &Option<Probe>| probe.as_ref().map(|probe| probe.holds(read)).transpose();
        Ok(holds(&self.when)? != Some(false) && holds(&self.when_not)? != Some(true))
    }
}

/// The lines of a file, without their ends.
pub(crate) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|b| *b == b'\n').map(|line| {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        line.strip_suffix(b"\r").unwrap_or(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probe(matches: &str) -> Option<Probe> {
        Some(Probe { file: "a.h".to_owned(), matches: Regex::new(matches).expect("valid") })
    }

    #[test]
    fn both_halves_of_a_condition_must_be_met() {
        let tree = |path: &str| Ok((path == "a.h").then(|| b"int a;\r\nint b;\n".to_vec()));
        let met = |when, when_not| Condition { when, when_not }.is_met(&tree).expect("readable");
        assert!(met(None, None));
        assert!(met(probe("^int a;$"), None));
        assert!(!met(probe("a;.*int"), None), "a pattern sees one line");
        assert!(!met(probe("a"), probe("b")));
        assert!(met(probe("a"), probe("c")));
        let missing = |_: &str| Ok(None);
        assert!(
            !Condition { when: probe("."), when_not: None }.is_met(&missing).expect("readable")
        );
        assert!(Condition { when: None, when_not: probe(".") }.is_met(&missing).expect("readable"));
    }
}
