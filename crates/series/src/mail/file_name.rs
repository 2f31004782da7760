//! The name of a patch's file: number and subject, as `git format-patch` makes it.

use super::Position;

/// Bytes of a name, its ending included.
const LIMIT: usize = 64;
const ENDING: &str = ".patch";

/// `0003-tls-use-the-new-walk.patch`, with `v2-` in front from the second posting on.
///
/// ```
/// use series::mail::{Position, file_name};
/// let position = Position { number: 3, total: 12, version: 1, tag: "" };
/// assert_eq!(file_name(position, "net/tls: use it."), "0003-net-tls-use-it.patch");
/// ```
pub fn file_name(position: Position<'_>, subject: &str) -> String {
    let version =
        if position.version > 1 { format!("v{}-", position.version) } else { String::new() };
    let mut name = format!("{version}{:04}-{}", position.number, dashed(subject));
    // All of it is ASCII, so any byte is a place to cut.
    name.truncate(LIMIT - ENDING.len() - 1);
    name + ENDING
}

/// Runs of what is no letter, digit, dot or underscore become one dash; runs of dots one dot; none at the ends.
fn dashed(subject: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for char in subject.chars() {
        if !char.is_ascii_alphanumeric() && !matches!(char, '.' | '_') {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push('-');
        }
        if gap || char != '.' || !out.ends_with('.') {
            out.push(char);
        }
        gap = false;
    }
    out.truncate(out.trim_end_matches(['.', '-']).len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_plain() {
        let name = |number, version, subject: &str| {
            file_name(Position { number, total: 9, version, tag: "" }, subject)
        };
        assert_eq!(name(1, 1, "a/b: drop ../../x... now"), "0001-a-b-drop-.-.-x.-now.patch");
        assert_eq!(name(2, 3, "größer"), "v3-0002-gr-er.patch");
        assert_eq!(name(1, 1, &"word ".repeat(40)).len(), 63);
    }
}
