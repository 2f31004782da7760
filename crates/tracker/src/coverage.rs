//! What was looked at: a count of callers is worth as much as the reading behind it.

use serde::{Deserialize, Serialize};

/// How much of a tree was read.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Files scanned for the names.
    pub files: u64,
    /// Their size in bytes.
    pub bytes: u64,
    /// Those that mention a name at all, in code or not: they were parsed.
    pub files_mentioning: u64,
    /// Those of them that could not be read in full.
    pub files_with_errors: u64,
    /// What could not be read, by place: a caller may hide there.
    #[serde(default)]
    pub unread: Vec<Unread>,
}

/// A part of a file that could not be read.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Unread {
    /// The file, from the root of the tree.
    pub path: String,
    /// Where it begins, from 1.
    pub line: u32,
    /// Why.
    pub reason: String,
}

impl Coverage {
    /// `63,812 files (1.43 GB) scanned, 25 mention the names, all of them read in full`.
    pub fn summary(&self) -> String {
        let read = match self.files_with_errors {
            0 if self.files_mentioning == 1 => "and was read in full".to_owned(),
            0 => "all of them read in full".to_owned(),
            some => format!("{} of them not read in full", grouped(some)),
        };
        format!(
            "{} {} ({}) scanned, {} {} the names, {read}",
            grouped(self.files),
            if self.files == 1 { "file" } else { "files" },
            size(self.bytes),
            grouped(self.files_mentioning),
            if self.files_mentioning == 1 { "mentions" } else { "mention" },
        )
    }
}

/// A number with its thousands apart: `63,812`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A size in decimal units, three digits: `1.43 GB`.
fn size(bytes: u64) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let decimals = match value {
        _ if unit == 0 => 0,
        v if v < 9.995 => 2,
        v if v < 99.95 => 1,
        _ => 0,
    };
    format!("{value:.decimals$} {}", units[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        let shown = [0, 999, 1000, 63_812, 1_234_567].map(grouped);
        assert_eq!(shown, ["0", "999", "1,000", "63,812", "1,234,567"]);
        let shown = [0, 999, 1000, 99_960, 999_500, 1_430_000_000, u64::MAX].map(size);
        assert_eq!(
            shown,
            ["0 bytes", "999 bytes", "1.00 kB", "100 kB", "1.00 MB", "1.43 GB", "18.4 EB"]
        );
    }
}
