//! Values of the messages: who calls what, which rules made a patch, what stays.

use std::collections::{BTreeMap, BTreeSet};

use migration::Rule;
use series::series::{Patch, Role};
use source::Diagnostic;
use tracker::Site;

use crate::conversion::Applied;

/// Names of functions that a message tells before it counts the rest.
const MOST_FUNCTIONS: usize = 12;

/// The functions of some sites, a line each.
pub(super) fn functions(sites: &[&Site]) -> String {
    let all: BTreeSet<String> =
        sites.iter().map(|site| format!("  {} {}()", site.path, site.function)).collect();
    let mut lines: Vec<String> = all.iter().take(MOST_FUNCTIONS).cloned().collect();
    if all.len() > MOST_FUNCTIONS {
        lines.push(format!("  and {} more", all.len() - MOST_FUNCTIONS));
    }
    lines.join("\n")
}

/// Who calls what, as a clause: `f() calls old()`, `f() and g() call old() and older()`.
pub(super) fn calling(sites: &[&Site]) -> String {
    let callers: BTreeSet<String> = sites
        .iter()
        .map(|site| if site.function.is_empty() { site.path.clone() } else { call(&site.function) })
        .collect();
    let called: BTreeSet<String> = sites
        .iter()
        .map(|site| call(site.call.split('(').next().unwrap_or_default().trim()))
        .collect();
    let verb = if callers.len() == 1 { "calls" } else { "call" };
    format!("{} {verb} {}", listed(callers), listed(called))
}

fn call(name: &str) -> String {
    format!("{name}()")
}

/// `a`, `a and b`, `a, b and c`; many are counted.
fn listed(names: impl IntoIterator<Item = String>) -> String {
    let mut names: Vec<String> = names.into_iter().collect();
    if names.len() > MOST_FUNCTIONS {
        let rest = names.len() - MOST_FUNCTIONS;
        names.truncate(MOST_FUNCTIONS);
        names.push(format!("{rest} more"));
    }
    match names.pop() {
        None => String::new(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
    }
}

/// The paragraphs of the rules that changed something, each once, with the functions that it is about.
pub(super) fn changes(
    rules: &[(&Rule, &Applied)],
    everywhere: &BTreeMap<&'static str, String>,
) -> Result<String, Diagnostic> {
    let mut paragraphs: Vec<(&migration::Template, BTreeSet<&String>)> = Vec::new();
    for (rule, applied) in rules {
        let Some(template) = &rule.message else { continue };
        match paragraphs.iter_mut().find(|(known, _)| *known == template) {
            Some((_, functions)) => functions.extend(&applied.functions),
            None => paragraphs.push((template, applied.functions.iter().collect())),
        }
    }
    let mut values = everywhere.clone();
    let mut out = Vec::new();
    for (template, functions) in paragraphs {
        values.insert("functions", listed(functions.into_iter().map(|name| call(name))));
        out.push(template.render(&values)?.trim_end().to_owned());
    }
    Ok(out.join("\n\n"))
}

/// The rules that made a patch, under the file that each is from; what had no part in it is left out.
pub(super) fn smpl(migration: &str, rules: &[(&Rule, &Applied)]) -> String {
    let part = |(rule, applied): &(&Rule, &Applied)| {
        let cut = smpl::excerpt(&rule.patch.path, &rule.patch.text, &applied.activity);
        let text = cut.unwrap_or_else(|| rule_text(&rule.patch.text));
        format!("// {}\n\n{}", rule_file(migration, rule), text.trim_end())
    };
    rules.iter().map(part).collect::<Vec<_>>().join("\n\n")
}

/// The files of these rules, a line each.
pub(super) fn rule_files(migration: &str, rules: &[(&Rule, &Applied)]) -> String {
    let files = rules.iter().map(|(rule, _)| format!("  {}", rule_file(migration, rule)));
    files.collect::<Vec<_>>().join("\n")
}

fn rule_file(migration: &str, rule: &Rule) -> String {
    format!("patches/{migration}/{}", rule.patch.name)
}

/// A semantic patch without the comments in front of its first rule: those are for who reads the file.
fn rule_text(text: &str) -> String {
    let is_comment = |line: &&str| line.starts_with("//") || line.trim().is_empty();
    text.lines().skip_while(is_comment).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// The callers that stay and why, by reason; empty when none does.
pub(super) fn left(remaining: &[serde_json::Value]) -> String {
    let text = |value: &serde_json::Value, key: &str| value[key].as_str().unwrap_or("").to_owned();
    let mut reasons: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for site in remaining {
        let place = format!("  {} {}()", text(site, "path"), text(site, "function"));
        reasons.entry(text(site, "reason")).or_default().insert(place);
    }
    let paragraph = |(reason, places): (String, BTreeSet<String>)| {
        let reason = if reason.is_empty() { "not part of this series".to_owned() } else { reason };
        let places: Vec<String> = places.into_iter().collect();
        format!("Not converted: {reason}.\n\n{}", places.join("\n"))
    };
    reasons.into_iter().map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// When the old functions go: with the last patch, or later; empty for a migration that folds nothing.
pub(super) fn fold(patches: &[Patch], folds: bool) -> String {
    let last = patches.last().filter(|patch| patch.role == Role::Fold);
    match last {
        Some(patch) => {
            let subject = patch.full_subject();
            format!(
                "The last patch, \"{subject}\", takes the old functions away; it needs all others."
            )
        }
        None if folds => "The old functions stay until their last caller has gone.".to_owned(),
        None => String::new(),
    }
}

/// The functions that are not in the form asked for, by reason; empty when all are.
pub(super) fn formless<'a>(
    form: &str,
    functions: impl Iterator<Item = (&'a str, Option<&'a str>)>,
) -> String {
    let mut reasons: BTreeMap<Option<&str>, BTreeSet<String>> = BTreeMap::new();
    for (function, reason) in functions {
        reasons.entry(reason).or_default().insert(call(function));
    }
    let sentence = |(reason, names): (Option<&str>, BTreeSet<String>)| match reason {
        Some(reason) => format!("The {form} form can not take {}: {reason}.", listed(names)),
        None => format!("The {form} form has no rule for {}.", listed(names)),
    };
    reasons.into_iter().map(sentence).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_agrees_with_its_subject() {
        let site = |function: &str, text: &str| Site::convertible("a.c", 1, function, text);
        let (one, two) = (site("f", "old(x, y)"), site("g", "older(f(z))"));
        assert_eq!(calling(&[&one]), "f() calls old()");
        assert_eq!(calling(&[&two, &one]), "f() and g() call old() and older()");
        let many: Vec<Site> = (10..30).map(|at| site(&format!("f{at}"), "old()")).collect();
        let many = calling(&many.iter().collect::<Vec<_>>());
        assert!(many.ends_with("f21() and 8 more call old()"), "{many}");
    }

    #[test]
    fn what_stays_is_told_by_reason() {
        let site = |path: &str, reason: Option<&str>| serde_json::json!({ "path": path, "function": "f", "reason": reason });
        let all = [site("b.c", Some("it walks")), site("a.c", Some("it walks")), site("c.c", None)];
        let expected = "Not converted: not part of this series.\n\n  c.c f()\n\n\
                        Not converted: it walks.\n\n  a.c f()\n  b.c f()";
        assert_eq!(left(&all), expected);
        assert_eq!(left(&[]), "");
    }

    #[test]
    fn what_a_form_does_not_cover_is_told_by_reason() {
        let why = Some("it uses n");
        let said = formless("callback", [("g", why), ("f", why), ("h", None)].into_iter());
        let expected = "The callback form has no rule for h().\n\n\
                        The callback form can not take f() and g(): it uses n.";
        assert_eq!(said, expected);
        assert_eq!(formless("callback", std::iter::empty()), "");
    }
}
