//! Header fields of a mail: folded, encoded, and never more than the one field asked for.
//!
//! ```text
//! "Änderung: a\nBcc: x"   ->   Subject: =?UTF-8?q?=C3=84nderung:_a_Bcc:_x?=
//! ```
//!
//! Control characters become spaces before anything else, so a value can not end its field. Encoding is the `q`
//! form of RFC 2047, folding that of RFC 5322.

use crate::maintainers::Address;

/// Columns of a header line. Mail asks for 78 and allows 998 (RFC 5322, section 2.1.1); `b4` before 0.13 can not read a
/// folded subject from an mbox, so nothing is folded that may stand as it is.
const WIDTH: usize = 998;
/// Bytes of an encoded word (RFC 2047, section 2).
const ENCODED_WORD: usize = 75;
/// A word longer than this can not stand in a header line (RFC 5322, section 2.1.1).
const WORD_LIMIT: usize = 900;

/// `name: value`, with its line end.
pub(super) fn text(name: &str, value: &str) -> String {
    let value = one_line(value);
    if needs_encoding(&value) {
        return format!("{name}: {}\n", encoded(&value, name.len() + 2));
    }
    let mut out = format!("{name}:");
    let mut column = out.len();
    for word in value.split(' ') {
        if column + 1 + word.len() > WIDTH && column > name.len() + 1 {
            out.push('\n');
            column = 0;
        }
        out.push(' ');
        out += word;
        column += 1 + word.len();
    }
    out + "\n"
}

/// `name: address, …` with one address a line, or nothing when no address can be written to.
pub(super) fn addresses(name: &str, all: &[Address]) -> String {
    let all: Vec<String> = all.iter().filter_map(address).collect();
    match all.is_empty() {
        true => String::new(),
        false => format!("{name}: {}\n", all.join(",\n    ")),
    }
}

/// One address as a header holds it; `None` when it is not `local@domain`.
pub(super) fn address(address: &Address) -> Option<String> {
    let mail = address.address.trim();
    let (local, domain) = mail.rsplit_once('@')?;
    let plain = |char: char| char.is_ascii_graphic() && !"<>(),;:\\\"[]@".contains(char);
    if local.is_empty() || domain.is_empty() || !local.chars().chain(domain.chars()).all(plain) {
        return None;
    }
    let name = one_line(&address.plain_name());
    let word = |char: char| char.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~ ".contains(char);
    Some(match name.as_str() {
        "" => mail.to_owned(),
        name if needs_encoding(name) => format!("{} <{mail}>", encoded(name, 10)),
        name if name.chars().all(word) => format!("{name} <{mail}>"),
        name => format!("\"{}\" <{mail}>", name.replace('\\', "\\\\").replace('"', "\\\"")),
    })
}

/// The value without control characters and without white space around it.
pub(super) fn one_line(value: &str) -> String {
    let separator = |char: char| char.is_control() || matches!(char, '\u{2028}' | '\u{2029}');
    let spaced: String = value.chars().map(|it| if separator(it) { ' ' } else { it }).collect();
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn needs_encoding(value: &str) -> bool {
    let long = value.split(' ').any(|word| word.len() > WORD_LIMIT);
    long || !value.is_ascii() || value.contains("=?")
}

/// Encoded words on lines of their own; the first starts at `column`.
fn encoded(value: &str, column: usize) -> String {
    const OPEN: &str = "=?UTF-8?q?";
    let mut out = OPEN.to_owned();
    let mut used = column + OPEN.len();
    for char in value.chars() {
        let mut bytes = [0; 4];
        let piece: String = char.encode_utf8(&mut bytes).bytes().map(encoded_byte).collect();
        if used + piece.len() + "?=".len() > ENCODED_WORD {
            out += "?=\n ";
            out += OPEN;
            used = 1 + OPEN.len();
        }
        used += piece.len();
        out += &piece;
    }
    out + "?="
}

fn encoded_byte(byte: u8) -> String {
    match byte {
        b' ' => "_".to_owned(),
        byte if byte.is_ascii_alphanumeric() || b"!*+-/:.".contains(&byte) => {
            char::from(byte).to_string()
        }
        byte => format!("={byte:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_fold_between_words() {
        let value = "word ".repeat(300);
        let field = text("Subject", &value);
        assert!(field.lines().all(|line| line.len() <= WIDTH), "{field}");
        assert_eq!(field.replace('\n', ""), format!("Subject: {}", value.trim_end()));
    }

    #[test]
    fn values_beyond_ascii_are_encoded_whole_characters_at_a_time() {
        assert_eq!(text("Subject", "Größe"), "Subject: =?UTF-8?q?Gr=C3=B6=C3=9Fe?=\n");
        let field = text("Subject", &"ä".repeat(60));
        for line in field.trim_start_matches("Subject: ").lines() {
            let word = line.trim().strip_prefix("=?UTF-8?q?").and_then(|it| it.strip_suffix("?="));
            assert_eq!(word.expect("an encoded word").len() % 6, 0, "{line}");
            assert!(line.len() <= ENCODED_WORD + 1);
        }
    }

    #[test]
    fn a_value_stays_in_its_field() {
        for bad in ["a\nBcc: x@y.org", "a\r\n\r\nbody", "a\u{85}b", "a\u{2028}b", "\0"] {
            let field = text("Subject", bad);
            let lines: Vec<&str> = field.lines().collect();
            assert!(lines[1..].iter().all(|line| line.starts_with(' ')), "{field:?}");
            assert!(!field.contains('\r'));
        }
        let to = |name: &str, address_: &str| {
            address(&Address { name: name.into(), address: address_.into() })
        };
        assert_eq!(to("A\nBcc: x", "a@b.org").as_deref(), Some("\"A Bcc: x\" <a@b.org>"));
        assert_eq!(to("A", "a@b.org>\nBcc: <x@y.org"), None);
        assert_eq!(to("", "Mali"), None);
        assert_eq!(to("Other, Ann", "a@b.org").as_deref(), Some("\"Other, Ann\" <a@b.org>"));
    }
}
