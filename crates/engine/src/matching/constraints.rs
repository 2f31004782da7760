//! What a value must satisfy besides being of the right kind: sets, regular expressions, subterms, types.

use std::collections::{BTreeSet, HashMap};

use csyntax::{NodeId, NodeKind};
use fancy_regex::Regex;
use smpl::{
    CodeRule, Constraint, ConstraintSet, FreshPart, MetaId, MetaKind, Metavariable, Origin,
    PatternNode, PatternToken,
};
use source::{Diagnostic, Span};

use super::Matcher;
use crate::env::Env;
use crate::scripting::Question;
use crate::value::{Value, ValueClass, ValueId};

/// The constraints of a rule, ready to be asked.
#[derive(Debug, Default)]
pub(crate) struct Compiled {
    regexes: HashMap<String, Regex>,
    /// The rule, and the file it stands in.
    rule: String,
    path: String,
    /// Metavariables that scripts are passed, each with the metavariable that the script constrains.
    passed: Vec<(MetaId, MetaId)>,
}

/// Steps a regular expression may take on one value before it counts as no match.
const REGEX_STEPS: usize = 100_000;

impl Compiled {
    /// Compiles the regular expressions of a rule.
    ///
    /// # Errors
    /// A diagnostic for each that is malformed, and for each script that can not be run.
    pub(crate) fn new(
        rule: &CodeRule,
        name: &str,
        path: &str,
        scripts: bool,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut compiled = Self {
            rule: name.to_owned(),
            path: path.to_owned(),
            passed: passed(rule),
            ..Self::default()
        };
        let mut errors = Vec::new();
        let mut left: Vec<&Constraint> =
            rule.metavariables.iter().flat_map(|meta| &meta.constraints).collect();
        while let Some(constraint) = left.pop() {
            match constraint {
                Constraint::All(inner) | Constraint::AnyOf(inner) => left.extend(inner),
                Constraint::Regex { regex, span, .. } => {
                    match fancy_regex::RegexBuilder::new(regex).backtrack_limit(REGEX_STEPS).build() {
                        Ok(ready) => drop(compiled.regexes.insert(regex.clone(), ready)),
                        Err(error) => errors.push(
                            Diagnostic::error(format!("this is no regular expression: {error}"))
                                .at(path, *span, "")
                                .help("Regular expressions have the syntax of PCRE; escape \\ ( ) [ ] { } . * + ? ^ $ | to mean themselves."),
                        ),
                    }
                }
                Constraint::Script { language, span, .. } => {
                    errors.extend(crate::engine::not_run(name, language, scripts, (path, *span)));
                }
                Constraint::Set { .. } | Constraint::Subterm(_) => {}
            }
        }
        for meta in &rule.metavariables {
            for part in &meta.fresh {
                if let FreshPart::Script { language, span, .. } = part {
                    errors.extend(crate::engine::not_run(name, language, scripts, (path, *span)));
                }
            }
        }
        if errors.is_empty() { Ok(compiled) } else { Err(errors) }
    }

    /// Whether `meta` may have this value.
    pub(super) fn allow(
        &self,
        matcher: &Matcher<'_>,
        meta: MetaId,
        value: ValueId,
        node: Option<NodeId>,
        env: &mut Env,
    ) -> bool {
        let declared = matcher.rule.metavariable(meta);
        declared
            .constraints
            .iter()
            .all(|constraint| self.holds(constraint, matcher, (meta, value), node, env))
            && self.scripts_passed(meta, matcher, env)
            && (declared.types.is_empty()
                || declared.kind == MetaKind::Type
                || node.is_none_or(|node| matcher.has_type_of(meta, node, env)))
    }

    fn holds(
        &self,
        constraint: &Constraint,
        matcher: &Matcher<'_>,
        (meta, value): (MetaId, ValueId),
        node: Option<NodeId>,
        env: &Env,
    ) -> bool {
        match constraint {
            Constraint::All(inner) => {
                inner.iter().all(|each| self.holds(each, matcher, (meta, value), node, env))
            }
            Constraint::AnyOf(inner) => {
                inner.iter().any(|each| self.holds(each, matcher, (meta, value), node, env))
            }
            Constraint::Regex { regex, negated, .. } => {
                let text = matcher.values.borrow().get(value).text.clone();
                let found = self
                    .regexes
                    .get(regex)
                    .is_some_and(|regex| regex.is_match(&text).unwrap_or(false));
                found != *negated
            }
            Constraint::Set { set, negated } => {
                self.in_set(set, matcher, (meta, value), node, env) != *negated
            }
            Constraint::Subterm(names) => {
                names.iter().any(|name| is_subterm(matcher, name, value, env))
            }
            Constraint::Script { arguments, code, span, .. } => {
                let asked = self.question(code, *span);
                self.script_holds(asked, arguments, matcher, (meta, value), env)
            }
        }
    }

    /// Whether a script agrees. It is asked when all that it is passed is bound, and not before.
    fn script_holds(
        &self,
        asked: Question<'_>,
        arguments: &[String],
        matcher: &Matcher<'_>,
        (meta, value): (MetaId, ValueId),
        env: &Env,
    ) -> bool {
        let rule = matcher.rule;
        let own = (rule.metavariable(meta).name.clone(), Some(value));
        let passed = arguments
            .iter()
            .filter(|name| **name != own.0)
            .map(|name| (last_name(name), rule.find(name).and_then(|meta| env.get(meta))));
        let named: Vec<(String, Option<ValueId>)> =
            passed.chain(std::iter::once((last_name(&own.0), own.1))).collect();
        let variables = {
            let values = matcher.values.borrow();
            let variable = |(name, value): (String, Option<ValueId>)| {
                Some((name, matcher.scripts.value(&values, value?)))
            };
            named.into_iter().map(variable).collect::<Option<_>>()
        };
        variables.is_none_or(|variables| {
            matcher.scripts.evaluate(asked, variables).is_some_and(|reply| reply.truth)
        })
    }

    /// Whether the scripts agree that waited for `meta` to be bound.
    fn scripts_passed(&self, meta: MetaId, matcher: &Matcher<'_>, env: &Env) -> bool {
        self.passed.iter().filter(|(argument, _)| *argument == meta).all(|(_, owner)| {
            let Some(value) = env.get(*owner) else { return true };
            scripts_of(matcher.rule.metavariable(*owner)).all(|(arguments, code, span)| {
                let asked = self.question(code, span);
                self.script_holds(asked, arguments, matcher, (*owner, value), env)
            })
        })
    }

    /// A script of this rule, to be evaluated.
    pub(crate) fn question<'s>(&'s self, code: &'s str, span: Span) -> Question<'s> {
        Question { rule: &self.rule, path: &self.path, code, span }
    }

    fn in_set(
        &self,
        set: &ConstraintSet,
        matcher: &Matcher<'_>,
        (meta, value): (MetaId, ValueId),
        node: Option<NodeId>,
        env: &Env,
    ) -> bool {
        let text = matcher.values.borrow().get(value).text.clone();
        let is_type_word = |word: &String| type_words(word) == type_words(&text);
        set.words.contains(&text)
            || (matcher.rule.metavariable(meta).kind == MetaKind::Type
                && set.words.iter().any(is_type_word))
            || set.metavariables.iter().any(|name| {
                bound(matcher, name, env)
                    .is_some_and(|bound| matcher.values.borrow().is_among(value, bound))
            })
            || set.patterns.iter().any(|pattern| match pattern.kind {
                NodeKind::TypeName => is_type(matcher, pattern, &text),
                _ => node.is_some_and(|node| matcher.holds(pattern, node, env)),
            })
    }
}

/// The scripts that must agree to what a metavariable is bound to: what each is passed, and its text.
fn scripts_of(meta: &Metavariable) -> impl Iterator<Item = (&[String], &str, Span)> {
    let mut left: Vec<&Constraint> = meta.constraints.iter().collect();
    let mut found = Vec::new();
    while let Some(constraint) = left.pop() {
        match constraint {
            Constraint::All(inner) => left.extend(inner),
            Constraint::Script { arguments, code, span, .. } => {
                found.push((arguments.as_slice(), code.as_str(), *span));
            }
            _ => {}
        }
    }
    found.into_iter()
}

/// See [`Compiled::passed`].
fn passed(rule: &CodeRule) -> Vec<(MetaId, MetaId)> {
    let owners = (0..).map(MetaId).zip(&rule.metavariables);
    owners
        .flat_map(|(owner, meta)| {
            let names = scripts_of(meta).flat_map(|(arguments, _, _)| arguments);
            names.filter_map(|name| rule.find(name)).map(move |it| (it, owner)).collect::<Vec<_>>()
        })
        .filter(|(argument, owner)| argument != owner)
        .collect()
}

/// The name by which a script knows `r.x`.
pub(crate) fn last_name(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_owned()
}

/// Declares what constraints name of other rules (`position p != r.q`), so that it is inherited as all else is.
pub(crate) fn declare_referenced(rule: &mut CodeRule) {
    let mut named: Vec<(String, Span)> = Vec::new();
    for meta in &rule.metavariables {
        let mut left: Vec<&Constraint> = meta.constraints.iter().collect();
        while let Some(constraint) = left.pop() {
            match constraint {
                Constraint::All(inner) | Constraint::AnyOf(inner) => left.extend(inner),
                Constraint::Set { set, .. } => {
                    named.extend(set.metavariables.iter().map(|name| (name.clone(), meta.span)));
                }
                Constraint::Subterm(names) => {
                    named.extend(names.iter().map(|name| (name.clone(), meta.span)))
                }
                Constraint::Regex { .. } | Constraint::Script { .. } => {}
            }
        }
    }
    for (name, span) in named {
        let Some((from, theirs)) = name.split_once('.') else { continue };
        if rule.find(&name).is_none() {
            let origin = Origin::Rule { rule: from.to_owned(), name: theirs.to_owned() };
            let declared = Metavariable::new(name, span, MetaKind::Any);
            rule.metavariables.push(Metavariable { origin, ..declared });
        }
    }
}

/// The metavariables of other rules that a rule excludes with `!= r.p`, and does not use otherwise than as places.
pub(crate) fn excluded(rule: &CodeRule) -> BTreeSet<MetaId> {
    let mut excluded = BTreeSet::new();
    let mut used: BTreeSet<MetaId> = rule
        .tokens
        .iter()
        .flat_map(|token| token.attached.iter().copied().chain(token.meta))
        .filter(|meta| rule.metavariable(*meta).kind != MetaKind::Position)
        .collect();
    for meta in &rule.metavariables {
        let mut left: Vec<&Constraint> = meta.constraints.iter().collect();
        while let Some(constraint) = left.pop() {
            match constraint {
                Constraint::All(inner) | Constraint::AnyOf(inner) => left.extend(inner),
                Constraint::Set { set, negated: true } if meta.kind == MetaKind::Position => {
                    excluded.extend(set.metavariables.iter().filter_map(|name| rule.find(name)));
                }
                Constraint::Set { set, .. } => {
                    used.extend(set.metavariables.iter().filter_map(|name| rule.find(name)));
                }
                Constraint::Subterm(names) => {
                    used.extend(names.iter().filter_map(|name| rule.find(name)));
                }
                Constraint::Regex { .. } | Constraint::Script { .. } => {}
            }
        }
    }
    excluded.retain(|meta| {
        !used.contains(meta) && matches!(rule.metavariable(*meta).origin, Origin::Rule { .. })
    });
    // `position r.p;` and the `r.p` of `!= r.p` are the same.
    let is_excluded = |meta: &Metavariable| {
        excluded.iter().any(|other| rule.metavariable(*other).origin == meta.origin)
    };
    let metas = (0..).map(MetaId).zip(&rule.metavariables);
    metas.filter(|(_, meta)| is_excluded(meta)).map(|(id, _)| id).collect()
}

/// Whether a type is written as `pattern` is; a metavariable in it is any type, as Coccinelle takes `T = r.T *`.
fn is_type(matcher: &Matcher<'_>, pattern: &PatternNode, found: &str) -> bool {
    let found = type_words(found);
    let tokens: Vec<&PatternToken> =
        pattern.tokens().into_iter().map(|token| matcher.rule.token(token)).collect();
    let text = |tokens: &[&PatternToken]| -> Vec<String> {
        without_implied(tokens.iter().map(|token| token.text.clone()).collect())
    };
    match tokens.iter().position(|token| token.meta.is_some()) {
        Some(at) => {
            let (before, behind) = (text(&tokens[..at]), text(&tokens[at + 1..]));
            found.len() > before.len() + behind.len()
                && found.starts_with(&before)
                && found.ends_with(&behind)
        }
        None => text(&tokens) == found,
    }
}

/// The words of a type, without those that say nothing: `unsigned int` is `unsigned`.
fn type_words(text: &str) -> Vec<String> {
    without_implied(words(text))
}

fn without_implied(mut words: Vec<String>) -> Vec<String> {
    let modifies = |word: &String| matches!(word.as_str(), "unsigned" | "long" | "short");
    if words.iter().any(modifies) {
        words.retain(|word| word != "int" && word != "signed");
    } else if words.iter().any(|word| word == "int") {
        words.retain(|word| word != "signed");
    }
    words
}

fn words(text: &str) -> Vec<String> {
    let tokens = csyntax::lex(text.as_bytes(), Span::new(0, text.len() as u32)).tokens;
    tokens.iter().map(|token| text[token.span().range()].to_owned()).collect()
}

/// The value of a metavariable that a constraint names.
fn bound(matcher: &Matcher<'_>, name: &str, env: &Env) -> Option<ValueId> {
    matcher.rule.find(name).and_then(|meta| env.get(meta))
}

/// Whether the code of `value` occurs in what `name` is bound to.
fn is_subterm(matcher: &Matcher<'_>, name: &str, value: ValueId, env: &Env) -> bool {
    let Some(whole) = bound(matcher, name, env) else { return false };
    let values = matcher.values.borrow();
    let (whole, part) = (values.get(whole), values.get(value));
    match (whole.class, part.class) {
        (ValueClass::Position, ValueClass::Position) => {
            whole.span.contains(part.span) && same_element(whole, part)
        }
        _ => contains_words(&whole.text, &part.text),
    }
}

fn same_element(one: &Value, other: &Value) -> bool {
    let element = |value: &Value| value.place.as_ref().map(|place| place.element_span);
    element(one) == element(other)
}

/// `part` occurs in `whole` and does not begin or end within a word.
fn contains_words(whole: &str, part: &str) -> bool {
    let is_word = |character: Option<char>| {
        character.is_some_and(|character| character.is_alphanumeric() || character == '_')
    };
    whole.match_indices(part).any(|(at, _)| {
        let (before, behind) = (&whole[..at], &whole[at + part.len()..]);
        let begins_within = is_word(before.chars().next_back()) && is_word(part.chars().next());
        let ends_within = is_word(behind.chars().next()) && is_word(part.chars().next_back());
        !begins_within && !ends_within
    })
}
