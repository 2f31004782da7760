//! The lines of a patch above its hunks.
//!
//! ```text
//! diff --git a/fs/new.c b/fs/new.c
//! new file mode 100644
//! index 000000000000..3b18e512dba7
//! --- /dev/null
//! +++ b/fs/new.c
//! ```

use super::FileChange;
use git2::{ObjectType, Oid};

/// Digits of a blob id on the index line: what the kernel asks for, and enough for its tree.
const ID_DIGITS: usize = 12;

/// The header of a file's patch.
pub(super) fn header(change: &FileChange) -> Vec<u8> {
    let [old, new] = ["a", "b"].map(|side| quoted(&format!("{side}/{}", change.path)));
    let mode = change.mode.as_str();
    let mut out = format!("diff --git {old} {new}\n");
    match (&change.before, &change.after) {
        (None, _) => out += &format!("new file mode {mode}\n"),
        (_, None) => out += &format!("deleted file mode {mode}\n"),
        _ => {}
    }
    out += &format!("index {}..{}", id(&change.before), id(&change.after));
    if change.before.is_some() && change.after.is_some() {
        out += &format!(" {mode}");
    }
    out.push('\n');
    let has_lines = |side: &Option<Vec<u8>>| side.as_ref().is_some_and(|text| !text.is_empty());
    if has_lines(&change.before) || has_lines(&change.after) {
        out += &format!("--- {}\n", side(&change.before, &old));
        out += &format!("+++ {}\n", side(&change.after, &new));
    }
    out.into_bytes()
}

/// ` create mode …` or ` delete mode …`, as below a diffstat.
pub(super) fn summary(change: &FileChange) -> Option<String> {
    let verb = match (&change.before, &change.after) {
        (None, Some(_)) => "create",
        (Some(_), None) => "delete",
        _ => return None,
    };
    Some(format!(" {verb} mode {} {}", change.mode.as_str(), quoted(&change.path)))
}

/// A name as git prints it: in quotes and escaped when it holds a control character, a quote, a backslash or a
/// byte beyond ASCII.
pub(super) fn quoted(name: &str) -> String {
    let plain = |byte: u8| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
    if name.bytes().all(plain) {
        return name.to_owned();
    }
    let escape = |byte: u8| match byte {
        b'"' => "\\\"".to_owned(),
        b'\\' => "\\\\".to_owned(),
        0x07 => "\\a".to_owned(),
        0x08 => "\\b".to_owned(),
        0x0b => "\\v".to_owned(),
        0x0c => "\\f".to_owned(),
        b'\t' => "\\t".to_owned(),
        b'\n' => "\\n".to_owned(),
        b'\r' => "\\r".to_owned(),
        byte if plain(byte) => char::from(byte).to_string(),
        byte => format!("\\{byte:03o}"),
    };
    format!("\"{}\"", name.bytes().map(escape).collect::<String>())
}

fn side(content: &Option<Vec<u8>>, name: &str) -> String {
    match content {
        None => "/dev/null".to_owned(),
        // Old patch programs end a name at a space, unless a tab follows.
        Some(_) if name.contains(' ') => format!("{name}\t"),
        Some(_) => name.to_owned(),
    }
}

fn id(content: &Option<Vec<u8>>) -> String {
    let id = content.as_ref().and_then(|text| Oid::hash_object(ObjectType::Blob, text).ok());
    let mut id = id.map_or_else(|| "0".repeat(ID_DIGITS), |id| id.to_string());
    id.truncate(ID_DIGITS);
    id
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn names_are_quoted_as_git_does() {
        assert_eq!(quoted("a b.c"), "a b.c");
        assert_eq!(quoted("ä\t\"\\\u{1}"), r#""\303\244\t\"\\\001""#);
    }
}
