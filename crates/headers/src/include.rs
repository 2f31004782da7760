//! The `#include`s of a text.

/// One `#include`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Include<'a> {
    /// How the name is quoted.
    pub kind: IncludeKind,
    /// The name between the quotes or brackets.
    pub name: &'a str,
}

/// How an included name is quoted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IncludeKind {
    /// `#include "name"`
    Quoted,
    /// `#include <name>`
    Angled,
}

/// The `#include`s of a text, in order, those in branches of conditionals and in comments too: one too many does no
/// harm. A name that a macro gives, or that is not UTF-8, is left out.
pub fn includes(text: &[u8]) -> impl Iterator<Item = Include<'_>> {
    memchr::memchr_iter(b'#', text).filter_map(|hash| {
        let line_start = text[..hash].iter().rev().take_while(|byte| **byte != b'\n');
        if !line_start.into_iter().all(|byte| matches!(byte, b' ' | b'\t')) {
            return None;
        }
        let line = &text[hash + 1..];
        let line = &line[..memchr::memchr(b'\n', line).unwrap_or(line.len())];
        let rest = line.trim_ascii_start().strip_prefix(b"include")?;
        let rest = rest.strip_prefix(b"_next").unwrap_or(rest).trim_ascii_start();
        let (kind, close) = match rest.first()? {
            b'"' => (IncludeKind::Quoted, b'"'),
            b'<' => (IncludeKind::Angled, b'>'),
            _ => return None,
        };
        let name = &rest[1..];
        let name = std::str::from_utf8(&name[..memchr::memchr(close, name)?]).ok()?;
        (!name.is_empty()).then_some(Include { kind, name })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_where_a_directive_may_stand() {
        let text =
            b"#include <a/b.h>\n  # include \"c.h\" // d\nint x; #include <no.h>\n#include MACRO\n\
                     #include_next <e.h>\n#include <open\n#include \"\"\n#";
        let found: Vec<_> = includes(text).map(|include| (include.kind, include.name)).collect();
        assert_eq!(
            found,
            [
                (IncludeKind::Angled, "a/b.h"),
                (IncludeKind::Quoted, "c.h"),
                (IncludeKind::Angled, "e.h"),
            ]
        );
    }
}
