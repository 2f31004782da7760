//! Text with names to fill in: `{name}` is replaced, `{{` and `}}` are braces.
//!
//! A name alone on its line stands for whole lines: each line of its value takes the indentation in front of the
//! name, and a value that is empty takes its line away, and one of the blank lines around it.
//!
//! ```text
//! Callers converted:            Callers converted:
//!   {callers}             =>      net/a.c: f()
//!                                 net/b.c: g()
//! ```

use std::collections::BTreeMap;

use source::{Diagnostic, Span};

use crate::suggest::next_step;

/// A template that has been checked: it only asks for names of its vocabulary.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template {
    path: String,
    lines: Vec<Vec<Piece>>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    Text(String),
    Name(String, Span),
}

impl Template {
    /// Reads a template; `path` is where it came from, `vocabulary` the names it may ask for.
    ///
    /// # Errors
    /// One diagnostic for each brace that does not pair and each name that is not in the vocabulary.
    pub fn parse(path: &str, text: &str, vocabulary: &[&str]) -> Result<Self, Vec<Diagnostic>> {
        let mut lines = Vec::new();
        let mut faults = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            lines.push(pieces(line.trim_end_matches(['\r', '\n']), start, &mut faults));
            start += line.len();
        }
        for piece in lines.iter().flatten() {
            if let Piece::Name(name, span) = piece
                && !vocabulary.contains(&name.as_str())
            {
                let help = next_step(name, vocabulary.iter().copied());
                faults.push(Fault {
                    span: *span,
                    message: format!("no value is called `{name}` here"),
                    help,
                });
            }
        }
        if faults.is_empty() {
            return Ok(Self { path: path.to_owned(), lines });
        }
        Err(faults.into_iter().map(|fault| fault.diagnostic(path)).collect())
    }

    /// The text, with each name replaced by its value. Ends in a line end unless it is empty.
    ///
    /// # Errors
    /// A diagnostic at the name that has no value.
    pub fn render(&self, values: &BTreeMap<&str, String>) -> Result<String, Diagnostic> {
        let mut out = String::new();
        let mut dropped = false;
        for line in &self.lines {
            let blank = line.is_empty();
            let after_blank = out.is_empty() || out.ends_with("\n\n");
            if blank && dropped && after_blank {
                continue;
            }
            dropped = false;
            if let Some((indent, name, span)) = alone(line) {
                let value = self.value(values, name, span)?;
                dropped = value.is_empty();
                for row in value.lines() {
                    let indent = if row.is_empty() { "" } else { indent };
                    out.extend([indent, row, "\n"]);
                }
                continue;
            }
            for piece in line {
                out.push_str(match piece {
                    Piece::Text(text) => text,
                    Piece::Name(name, span) => self.value(values, name, *span)?,
                });
            }
            out.push('\n');
        }
        Ok(out)
    }

    fn value<'v>(
        &self,
        values: &'v BTreeMap<&str, String>,
        name: &str,
        span: Span,
    ) -> Result<&'v str, Diagnostic> {
        values.get(name).map(String::as_str).ok_or_else(|| {
            Diagnostic::error(format!("`{name}` has no value in this message"))
                .at(&self.path, span, "asked for here")
                .help("Take the name out of the template.")
        })
    }
}

/// The indentation and the name of a line that holds a name and nothing else.
fn alone(line: &[Piece]) -> Option<(&str, &str, Span)> {
    match line {
        [Piece::Name(name, span)] => Some(("", name, *span)),
        [Piece::Text(indent), Piece::Name(name, span)] if indent.trim().is_empty() => {
            Some((indent, name, *span))
        }
        _ => None,
    }
}

/// A brace or a name that is wrong.
struct Fault {
    span: Span,
    message: String,
    help: String,
}

impl Fault {
    fn diagnostic(self, path: &str) -> Diagnostic {
        Diagnostic::error(self.message).at(path, self.span, "here").help(self.help)
    }
}

/// Splits a line that starts at byte `start` of its file.
fn pieces(line: &str, start: usize, faults: &mut Vec<Fault>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut at = 0;
    while let Some(found) = line[at..].find(['{', '}']) {
        let brace = at + found;
        text.push_str(&line[at..brace]);
        let rest = &line[brace..];
        if rest.starts_with("{{") || rest.starts_with("}}") {
            text.push_str(&rest[..1]);
            at = brace + 2;
            continue;
        }
        let Some(name) = name_of(rest) else {
            let span = Span::new((start + brace) as u32, (start + brace + 1) as u32);
            let help = "Write `{name}` for a value, `{{` or `}}` for a brace.".to_owned();
            faults.push(Fault { span, message: "a brace that names no value".to_owned(), help });
            at = brace + 1;
            continue;
        };
        if !text.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
        }
        let end = brace + name.len() + 2;
        let span = Span::new((start + brace) as u32, (start + end) as u32);
        pieces.push(Piece::Name(name.to_owned(), span));
        at = end;
    }
    text.push_str(&line[at..]);
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    pieces
}

/// `name` when `rest` starts with `{name}`.
fn name_of(rest: &str) -> Option<&str> {
    let (name, _) = rest.strip_prefix('{')?.split_once('}')?;
    let good = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    good.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(text: &str, values: &[(&'static str, &str)]) -> String {
        let names: Vec<_> = values.iter().map(|(name, _)| *name).collect();
        let values = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Template::parse("t", text, &names).expect("well formed").render(&values).expect("all given")
    }

    #[test]
    fn names_are_replaced_and_braces_escape() {
        assert_eq!(render("{a}: {{{b}}} }}\n", &[("a", "x"), ("b", "{a}")]), "x: {{a}} }\n");
    }

    #[test]
    fn a_name_alone_keeps_its_indentation() {
        assert_eq!(render("list:\n\t{a}\nend", &[("a", "x\n\ny")]), "list:\n\tx\n\n\ty\nend\n");
    }

    #[test]
    fn an_empty_value_takes_its_line_and_one_blank_line() {
        assert_eq!(render("a\n\n{x}\n\nb\n", &[("x", "")]), "a\n\nb\n");
        assert_eq!(render("{x}\n\nb\n\n\nc\n", &[("x", "")]), "b\n\n\nc\n");
    }

    #[test]
    fn every_fault_has_its_place_and_a_next_step() {
        let text = "one {tow}\r\ntwo } {Bad\n{two}\n";
        let found = Template::parse("m.txt", text, &["two", "three"]).expect_err("three faults");
        let shown: Vec<_> = found
            .iter()
            .map(|d| (&text[d.labels[0].span.range()], d.message.as_str(), d.help.as_deref()))
            .collect();
        let brace = Some("Write `{name}` for a value, `{{` or `}}` for a brace.");
        assert_eq!(
            shown,
            [
                ("}", "a brace that names no value", brace),
                ("{", "a brace that names no value", brace),
                ("{tow}", "no value is called `tow` here", Some("Did you mean `two`?")),
            ]
        );
    }

    #[test]
    fn a_value_that_is_not_given_is_an_error_at_its_name() {
        let template = Template::parse("m.txt", "x {a}\n", &["a"]).expect("well formed");
        let error = template.render(&BTreeMap::new()).expect_err("no value");
        assert_eq!(error.labels[0].span, Span::new(2, 5));
    }
}
