//! Line markers: which file and line each byte of a preprocessed text comes from.
//!
//! ```text
//!   # 12 "fs/a.c" 2      the next line is line 12 of fs/a.c
//! ```
//!
//! `#define` lines, which `-dD` keeps, are read here too.

use std::collections::BTreeMap;

use csyntax::DirectiveKind;
use source::{LineIndex, Span};

use crate::Macro;

/// Answers where bytes come from.
pub(crate) struct Places {
    lines: LineIndex,
    files: Vec<String>,
    /// In order: the line of the text that follows the marker, the line it stands for, and its file.
    markers: Vec<(u32, u32, u32)>,
}

impl Places {
    /// The original line of a byte, from 1.
    pub(crate) fn line(&self, offset: u32) -> u32 {
        let at = self.lines.line(offset);
        self.marker(at).map_or(at, |(first, line, _)| line + (at - first))
    }

    /// The file that a byte comes from; empty in front of the first marker.
    pub(crate) fn file(&self, offset: u32) -> &str {
        let marker = self.marker(self.lines.line(offset));
        marker.map_or("", |(_, _, file)| &self.files[file as usize])
    }

    fn marker(&self, line: u32) -> Option<(u32, u32, u32)> {
        let behind = self.markers.partition_point(|(first, _, _)| *first <= line);
        behind.checked_sub(1).map(|at| self.markers[at])
    }
}

/// Reads the directives of a preprocessed text.
pub(crate) fn read(text: &[u8]) -> (Places, BTreeMap<String, Macro>) {
    let lexed = csyntax::lex(text, Span::new(0, text.len() as u32));
    let mut places = Places { lines: LineIndex::new(text), files: Vec::new(), markers: Vec::new() };
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut macros = BTreeMap::new();
    for directive in &lexed.directives {
        let line = String::from_utf8_lossy(directive.span.of(text)).into_owned();
        match directive.kind {
            DirectiveKind::Define => macros.extend(definition(&line)),
            DirectiveKind::Other => {
                let Some((number, file)) = marker(&line) else { continue };
                let known = numbers.len() as u32;
                let file = *numbers.entry(file.to_owned()).or_insert_with(|| {
                    places.files.push(file.to_owned());
                    known
                });
                let first = places.lines.line(directive.span.start) + 1;
                places.markers.push((first, number, file));
            }
            _ => {}
        }
    }
    (places, macros)
}

/// `# 12 "fs/a.c" 2` or `#line 12 "fs/a.c"`
fn marker(line: &str) -> Option<(u32, &str)> {
    let words = line.strip_prefix('#')?.trim_start();
    let words = words.strip_prefix("line").unwrap_or(words).trim_start();
    let (number, rest) = words.split_once(' ')?;
    let file = rest.trim_start().strip_prefix('"')?;
    Some((number.parse().ok()?, file.rsplit_once('"')?.0))
}

/// `#define name(parameters) replacement`
fn definition(line: &str) -> Option<(String, Macro)> {
    let rest = line.strip_prefix('#')?.trim_start().strip_prefix("define")?.trim_start();
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
    let (name, rest) = rest.split_at(end.unwrap_or(rest.len()));
    let takes_arguments = rest.starts_with('(');
    let replacement = if takes_arguments { rest.split_once(')')?.1 } else { rest };
    Some((name.to_owned(), Macro { takes_arguments, replacement: replacement.trim().to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_the_markers() {
        let text = b"# 1 \"a.c\"\nint a;\n\n# 7 \"b.h\" 1\nint b;\n# 4 \"a.c\" 2\nint c;\n";
        let (places, _) = read(text);
        let at = |name: &[u8]| {
            let offset = text.windows(name.len()).position(|it| it == name);
            let offset = offset.expect("the text holds the name") as u32;
            (places.file(offset).to_owned(), places.line(offset))
        };
        assert_eq!(at(b"int a"), ("a.c".into(), 1));
        assert_eq!(at(b"int b"), ("b.h".into(), 7));
        assert_eq!(at(b"int c"), ("a.c".into(), 4));
    }

    #[test]
    fn definitions_are_kept() {
        let (_, macros) = read(b"#define A\n#define B (A)\n#define c(x, y) x + y\n#undef A\n");
        let shown: Vec<_> = macros
            .iter()
            .map(|(name, it)| (name.as_str(), it.takes_arguments, it.replacement.as_str()))
            .collect();
        assert_eq!(shown, [("A", false, ""), ("B", false, "(A)"), ("c", true, "x + y")]);
    }
}
