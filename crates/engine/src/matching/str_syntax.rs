//! Regular expressions in the syntax of OCaml's `Str`, which older semantic patches ask for with `--ocaml-regexps`.
//!
//! Groups and choices are escaped there, and the bare characters are themselves:
//!
//! ```text
//!   Str    ^\(get\|put\)_(x)     PCRE    ^(get|put)_\(x\)
//! ```

use smpl::{CodeRule, Constraint};

/// Rewrites the regular expressions of a rule's constraints from the syntax of `Str`.
pub(crate) fn translate_constraints(rule: &mut CodeRule) {
    let mut left: Vec<&mut Constraint> =
        rule.metavariables.iter_mut().flat_map(|meta| &mut meta.constraints).collect();
    while let Some(constraint) = left.pop() {
        match constraint {
            Constraint::All(inner) | Constraint::AnyOf(inner) => left.extend(inner),
            Constraint::Regex { regex, .. } => *regex = to_pcre(regex),
            Constraint::Set { .. } | Constraint::Subterm(_) | Constraint::Script { .. } => {}
        }
    }
}

fn to_pcre(text: &str) -> String {
    let mut out = String::new();
    let mut characters = text.chars().peekable();
    let mut in_set = false;
    while let Some(character) = characters.next() {
        match character {
            ']' => {
                in_set = false;
                out.push(']');
            }
            // In a set a backslash is a character like any other.
            '\\' | '[' if in_set => out.extend(['\\', character]),
            _ if in_set => out.push(character),
            '[' => {
                in_set = true;
                out.push('[');
                out.extend(characters.next_if_eq(&'^'));
                if characters.next_if_eq(&']').is_some() {
                    out.push_str("\\]");
                }
            }
            '\\' => match characters.next() {
                Some(operator @ ('(' | ')' | '|')) => out.push(operator),
                Some(other) => out.extend(['\\', other]),
                None => out.push_str("\\\\"),
            },
            '(' | ')' | '|' | '{' | '}' => out.extend(['\\', character]),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_choices_lose_their_backslash_and_bare_ones_get_one() {
        assert_eq!(to_pcre(r"^\(get\|put\)_(x)"), r"^(get|put)_\(x\)");
        assert_eq!(to_pcre(r"a\.b*{2}"), r"a\.b*\{2\}");
    }

    #[test]
    fn sets_hold_characters_as_they_are() {
        assert_eq!(to_pcre(r"[^](|\]x"), r"[^\](|\\]x");
        assert_eq!(to_pcre("[a-z]("), r"[a-z]\(");
    }
}
