//! Names in braces, filled in: the messages of a migration are templates.
//!
//! `{name}` is replaced, `{{` is a brace. Braces around anything but a name stay, since messages hold C:
//!
//! ```text
//! Convert {file} to struct foo { int a; };   ->   Convert net/tls/tls_sw.c to struct foo { int a; };
//! ```

use source::{Diagnostic, Span};
use std::collections::BTreeMap;

/// Fills in a template. `origin` is the file it comes from and `start` its first byte there, for diagnostics.
///
/// # Errors
/// A name that `values` does not have, with its place and the names that can be used.
///
/// ```
/// use std::collections::BTreeMap;
/// let values = BTreeMap::from([("old".to_owned(), "foo".to_owned())]);
/// let text = series::template::substitute("message.txt", 0, "drop {old}() { }", &values)?;
/// assert_eq!(text, "drop foo() { }");
/// # Ok::<(), source::Diagnostic>(())
/// ```
pub fn substitute(
    origin: &str,
    start: u32,
    template: &str,
    values: &BTreeMap<String, String>,
) -> Result<String, Diagnostic> {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out += &rest[..open];
        let inside = &rest[open + 1..];
        let at = template.len() - rest.len() + open;
        rest = if let Some(after) = inside.strip_prefix('{') {
            out.push('{');
            after
        } else if let Some((name, after)) = placeholder(inside) {
            let unknown = || unknown(origin, start, at, name, values);
            out += values.get(name).ok_or_else(unknown)?;
            after
        } else {
            out.push('{');
            inside
        };
    }
    Ok(out + rest)
}

/// `name}` and what follows it.
fn placeholder(text: &str) -> Option<(&str, &str)> {
    let (name, after) = text.split_once('}')?;
    let word =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte);
    let is_name = name.starts_with(|it: char| it.is_ascii_lowercase()) && name.bytes().all(word);
    is_name.then_some((name, after))
}

fn unknown(
    origin: &str,
    start: u32,
    at: usize,
    name: &str,
    values: &BTreeMap<String, String>,
) -> Diagnostic {
    let first = start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
    let last = first.saturating_add(u32::try_from(name.len() + 2).unwrap_or(u32::MAX));
    let known: Vec<String> = values.keys().map(|name| format!("{{{name}}}")).collect();
    Diagnostic::error(format!("{{{name}}} is not a name that can be filled in here"))
        .at(origin, Span::new(first, last), "unknown name")
        .help(format!("Use one of {}, or write {{{{ for a brace.", known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_shown_where_it_is() {
        let values = BTreeMap::from([("old".to_owned(), "foo".to_owned())]);
        let fill = |text: &str| substitute("m.txt", 10, text, &values);
        assert_eq!(fill("{old} {{old} {Old} { x } {").as_deref(), Ok("foo {old} {Old} { x } {"));
        let problem = fill("ä {new}").expect_err("unknown");
        assert_eq!(problem.labels[0].span, Span::new(13, 18));
        assert!(problem.help.is_some_and(|help| help.contains("{old}")));
    }
}
