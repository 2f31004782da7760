//! One script rule on one file.
//!
//! It runs once for each different set of values of the variables that it inherits, not once for each environment:
//! bindings that it does not ask for do not multiply its calls. An environment in which one of them is unbound, and
//! has no default, is passed over; and so are places that no configuration compiles together, because what a script
//! says of two places is of one program.

use std::collections::{BTreeMap, BTreeSet};

use csyntax::Alternatives;
use smpl::{ScriptPhase, ScriptRule, ScriptVariable};

use source::Span;

use crate::engine::Ready;
use crate::environment::Environment;
use crate::run::Run;
use crate::script::{Call, Reply, Script, ScriptForm, ScriptValue, Verdict};
use crate::value::{ValueId, Values};

/// What makes calls of a script differ.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    /// The values of its inherited variables; `None` for the default.
    values: Vec<Option<ValueId>>,
    /// What is bound, if scripts ask.
    bound: BTreeSet<(String, String)>,
}

impl Run<'_> {
    /// Runs a script rule on all that the rules before it have bound.
    pub(crate) fn script_rule(&mut self, ready: &Ready, script: &ScriptRule) {
        if script.phase != ScriptPhase::Script {
            return;
        }
        let (mut groups, mut next) = self.groups(ready, script);
        self.drop_alternatives(&mut groups, &mut next);
        if groups.is_empty() {
            return self.keep(next, ready);
        }
        let calls: Vec<Call> = groups.keys().map(|asked| self.call(script, asked)).collect();
        let computes = computed(script);
        let asked = Script {
            rule: &ready.rule.name,
            path: &ready.rule.path,
            code: &script.code,
            span: script.span,
            form: ScriptForm::Statements,
            computes: &computes,
            files: &[],
            virtuals: &self.engine.virtuals,
        };
        let Some(replies) = self.scripting.run(&asked, &calls) else { return };
        self.is_over = replies.iter().any(|reply| reply.verdict == Verdict::Exit);
        for (reply, members) in replies.into_iter().zip(groups.into_values()) {
            if reply.verdict == Verdict::Keep {
                self.ever.insert(ready.rule.name.clone());
                let made = self.made(reply);
                next.extend(members.iter().map(|it| it.after_script(&ready.rule.name, &made)));
            }
        }
        self.keep(next, ready);
    }

    /// The environments in which the script runs, by the values it asks for; and the others.
    fn groups(
        &mut self,
        ready: &Ready,
        script: &ScriptRule,
    ) -> (BTreeMap<Asked, Vec<Environment>>, BTreeSet<Environment>) {
        let options = &self.engine.options;
        let environments = std::mem::take(&mut self.environments);
        let paths: Vec<&str> = self.files.iter().map(|file| file.input.path).collect();
        let around = self.around(&paths);
        let mut groups: BTreeMap<Asked, Vec<Environment>> = BTreeMap::new();
        let mut others = BTreeSet::new();
        for environment in environments {
            let runs = environment.satisfies(&ready.rule.depends, &around);
            let mut values = self.values.borrow_mut();
            let asked: Option<Vec<_>> = inherited(script)
                .map(|(variable, from)| {
                    let value = environment.value(from, &options.identifiers, &mut values);
                    (value.is_some() || variable.default.is_some()).then_some(value)
                })
                .collect();
            let asks = self.engine.asks_for_bindings;
            let bound = if asks { environment.bound() } else { BTreeSet::new() };
            match asked.filter(|_| runs) {
                Some(values) => {
                    groups.entry(Asked { values, bound }).or_default().push(environment);
                }
                None => drop(others.insert(environment)),
            }
        }
        (groups, others)
    }

    /// Takes out what binds places in different branches of one `#if`.
    fn drop_alternatives(
        &self,
        groups: &mut BTreeMap<Asked, Vec<Environment>>,
        others: &mut BTreeSet<Environment>,
    ) {
        let mut alternatives = BTreeMap::new();
        let values = self.values.borrow();
        groups.retain(|asked, members| {
            let is_one_program = !excludes_itself(&values, &asked.values, &mut alternatives);
            if !is_one_program {
                others.extend(std::mem::take(members));
            }
            is_one_program
        });
    }

    fn call(&self, script: &ScriptRule, asked: &Asked) -> Call {
        let values = self.values.borrow();
        let value = |(variable, id): (&ScriptVariable, &Option<ValueId>)| match id {
            Some(id) => self.scripting.value(&values, *id),
            None => ScriptValue::Code(variable.default.clone().unwrap_or_default()),
        };
        let variables = inherited(script)
            .zip(&asked.values)
            .map(|((variable, _), id)| (variable.name.clone(), value((variable, id))))
            .collect();
        Call { variables, bound: asked.bound.clone() }
    }

    /// What a script has computed, as values.
    fn made(&self, reply: Reply) -> Vec<(String, ValueId)> {
        let mut values = self.values.borrow_mut();
        reply
            .computed
            .into_iter()
            .filter_map(|(name, value)| {
                let value = match value {
                    ScriptValue::Code(text)
                    | ScriptValue::List(text, _)
                    | ScriptValue::Merged(text) => Some(values.of_code(&text)),
                    ScriptValue::Places(places) => {
                        let members = places.iter().filter_map(|place| {
                            values.turn_to_file(&place.file);
                            let lines = values.lines_at_hand()?;
                            let around = (&*place.element, place.element_extent.span(lines));
                            let span = place.extent.span(lines);
                            Some(values.of_position(&place.file, around, span, span))
                        });
                        let members = members.collect();
                        values.of_positions(members)
                    }
                };
                Some((name, value?))
            })
            .collect()
    }
}

/// Whether two of the places that are bound exclude each other: the first of each variable's.
fn excludes_itself(
    values: &Values,
    bound: &[Option<ValueId>],
    alternatives: &mut BTreeMap<usize, Alternatives>,
) -> bool {
    let places: Vec<(usize, u32)> = bound
        .iter()
        .flatten()
        .filter_map(|id| {
            Some((values.get(*id).place.as_ref()?.reading, values.get(*id).span.start))
        })
        .collect();
    places.iter().enumerate().any(|(at, (reading, one))| {
        let others = places[..at].iter().filter(|(other, _)| other == reading);
        others.into_iter().any(|(_, other)| {
            let known = alternatives.entry(*reading);
            known.or_insert_with(|| alternatives_of(values.text(*reading))).exclude(*one, *other)
        })
    })
}

fn alternatives_of(text: &[u8]) -> Alternatives {
    // Most files have no second branch, and need not be taken apart again.
    let begins_one = |at: usize| text[at + 1..].trim_ascii_start().starts_with(b"el");
    if !memchr::memchr_iter(b'#', text).any(begins_one) {
        return Alternatives::default();
    }
    let lexed = csyntax::lex(text, Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX)));
    Alternatives::of(&lexed.directives)
}

/// The variables that a script inherits, and from where.
pub(crate) fn inherited(
    script: &ScriptRule,
) -> impl Iterator<Item = (&ScriptVariable, &(String, String))> {
    script.variables.iter().filter_map(|variable| Some((variable, variable.from.as_ref()?)))
}

/// The names of the variables that a script computes.
pub(crate) fn computed(script: &ScriptRule) -> Vec<String> {
    let own = script.variables.iter().filter(|variable| variable.from.is_none());
    own.map(|variable| variable.name.clone()).collect()
}
