//! One file on its way through the rules.
//!
//! Each rule sees the text as the rule before left it, under every environment that the rules so far have made: what
//! `r.x` stands for, and which rules have matched.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use smpl::{CodeRule, Origin, PlusPiece, RuleBody};
use source::{Diagnostic, Edits, Span};

use crate::collect::Collector;
use crate::engine::{Engine, Ready, holds_word};
use crate::env::Env;
use crate::environment::{Circumstances, Elsewhere, Environment};
use crate::flow::compile;
use crate::matching::excluded;
use crate::outcome::{Change, Input, Outcome};
use crate::reading::{Reading, Readings, Sources};
use crate::rule_run::{Found, RuleRun};
use crate::scripting::Scripting;
use crate::value::Values;

/// Bindings that rules hand on are given up beyond this many ways, and reported.
const MOST_ENVIRONMENTS: usize = 10_000;

/// One file on its way through the rules.
pub(crate) struct Run<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) input: Input<'a>,
    sources: Rc<Sources>,
    /// For each rule, whether it can match in the file as it is.
    may_match: Vec<bool>,
    pub(crate) values: RefCell<Values>,
    pub(crate) environments: BTreeSet<Environment>,
    pub(crate) ever: BTreeSet<String>,
    pub(crate) scripting: Scripting<'a>,
    /// Whether a script wants no more rules to run.
    pub(crate) is_over: bool,
    pub(crate) outcome: Outcome,
}

impl<'a> Run<'a> {
    pub(crate) fn new(engine: &'a Engine, input: &Input<'a>, may_match: Vec<bool>) -> Self {
        let mut values = Values::default();
        values.read(input.text.clone());
        Self {
            engine,
            input: *input,
            sources: Rc::new(Sources::new(input.text.clone(), input.macros)),
            may_match,
            values: RefCell::new(values),
            environments: BTreeSet::from([Environment::default()]),
            ever: BTreeSet::new(),
            scripting: Scripting::new(input.scripts, input.path, &engine.virtuals),
            is_over: false,
            outcome: Outcome::untouched(input.text),
        }
    }

    pub(crate) fn finish(self) -> Outcome {
        // Rules may undo each other; and what a script that fails was to decide is not decided.
        let changed = !self.outcome.changes.is_empty()
            && !self.scripting.has_failed()
            && **self.text() != **self.input.text;
        let text = changed.then(|| self.text().to_vec());
        let (said, failure) = self.scripting.finish();
        let (output, iterations) = (said.printed, said.iterations);
        Outcome { text, output, iterations, failure, ..self.outcome }
    }

    /// The file as the rules so far have left it.
    pub(crate) fn text(&self) -> &Arc<[u8]> {
        self.sources.tree.text()
    }

    /// All rules, in order.
    pub(crate) fn rules(&mut self, rules: &[Ready]) {
        let mut left = rules.iter().enumerate().peekable();
        while left.peek().is_some() {
            let sources = self.sources.clone();
            let readings = Readings::new(&sources);
            // What was made of the file lasts until a rule changes it.
            for (at, ready) in left.by_ref() {
                if self.is_over || self.scripting.has_failed() {
                    return;
                }
                if self.may_match[at] && self.rule(ready, &readings) {
                    self.may_match = self.engine.may_match(self.text(), &self.may_match[..=at]);
                    break;
                }
            }
        }
    }

    /// One rule, under every environment that lets it run. True when it changed the file.
    fn rule(&mut self, ready: &Ready, readings: &Readings<'_>) -> bool {
        match &ready.rule.body {
            RuleBody::Code(code) => self.code_rule(ready, code, readings),
            RuleBody::Script(script) => {
                self.script_rule(ready, script);
                false
            }
        }
    }

    fn code_rule(&mut self, ready: &Ready, code: &CodeRule, readings: &Readings<'_>) -> bool {
        let options = &self.engine.options;
        let around =
            Circumstances { ever: &self.ever, virtuals: &options.virtuals, path: self.input.path };
        let mut groups: BTreeMap<Env, Vec<Environment>> = BTreeMap::new();
        let mut elsewhere = Elsewhere::new(excluded(code));
        let mut next = BTreeSet::new();
        for environment in std::mem::take(&mut self.environments) {
            let runs = environment.satisfies(&ready.rule.depends, &around);
            let env =
                environment.inherited(code, &options.identifiers, &mut self.values.borrow_mut());
            let env = elsewhere.note(env);
            if runs && can_add(code, &env) {
                groups.entry(env).or_default().push(environment);
            } else {
                next.insert(environment);
            }
        }
        if groups.is_empty() {
            self.environments = next;
            return false;
        }
        let groups = elsewhere.in_order(groups, &mut self.values.borrow_mut());
        let program = compile(code);
        let mut edits = Edits::default();
        let mut removed = BTreeSet::new();
        let replacements = replacements(ready, readings);
        let file = readings.code().first();
        let code_readings = readings.code().iter().map(|reading| (reading, None));
        let all = code_readings.chain(replacements.into_iter().map(|reading| (reading, file)));
        for (at, (reading, around)) in all.enumerate() {
            let rule_run = RuleRun::new(self, (ready, code, &program), reading, around);
            let mut collector = Collector::new(
                reading.tree,
                code,
                &ready.constraints,
                &self.scripting,
                reading.directives(),
                &self.engine.options.style,
            );
            let mut found = Found::default();
            for (env, members) in &groups {
                let exported = rule_run.matches(env, &mut collector, &mut found);
                if at > 0 && exported.is_empty() {
                    continue;
                }
                for member in members {
                    if exported.is_empty() {
                        next.insert(member.clone());
                    }
                    next.extend(
                        exported.iter().map(|bound| member.after(&ready.rule.name, code, bound)),
                    );
                }
            }
            rule_run.edit(collector, &mut edits, &mut removed, &mut found);
            self.outcome.matches.extend(found.matches);
            self.outcome.problems.extend(found.problems);
        }
        if next.iter().any(|environment| environment.has_matched(&ready.rule.name)) {
            self.ever.insert(ready.rule.name.clone());
        }
        self.keep(next, ready);
        self.apply(&ready.rule.name, &edits, removed)
    }

    /// Takes over the environments after a rule, as far as there is room.
    pub(crate) fn keep(&mut self, next: BTreeSet<Environment>, ready: &Ready) {
        let rule = &ready.rule.name;
        let mut next: BTreeSet<Environment> =
            next.into_iter().map(|environment| environment.reduced(&ready.later)).collect();
        if next.len() > MOST_ENVIRONMENTS {
            self.outcome.problems.push(
                Diagnostic::warning(format!("rule {rule} matches in more than {MOST_ENVIRONMENTS} ways; the rest is left out"))
                    .at(self.input.path, Span::default(), "")
                    .help("Bind fewer metavariables that later rules inherit."),
            );
            let cut = next.iter().nth(MOST_ENVIRONMENTS).cloned();
            if let Some(cut) = cut {
                next.split_off(&cut);
            }
        }
        if next.is_empty() {
            // Scripts have refused all: rules that inherit nothing still run.
            next.insert(Environment::default());
        }
        self.environments = next;
    }

    /// Makes the edits of a rule, and reads the result for the next. True when there are any.
    fn apply(&mut self, rule: &str, edits: &Edits, removed: BTreeSet<Span>) -> bool {
        if edits.is_empty() {
            return false;
        }
        let text = self.text().clone();
        let removed =
            removed.into_iter().filter_map(|span| self.outcome.offsets.original(span)).collect();
        self.outcome.changes.push(Change { rule: rule.to_owned(), removed });
        self.outcome.offsets = self.outcome.offsets.edited(edits, text.len() as u32);
        let text: Arc<[u8]> = edits.apply(&text).into();
        self.values.borrow_mut().read(text.clone());
        self.sources = Rc::new(Sources::new(text, self.input.macros));
        true
    }
}

/// The replacements of macros in which a rule could match.
fn replacements<'r, 's>(ready: &Ready, readings: &'r Readings<'s>) -> Vec<&'r Reading<'s>> {
    if ready.directives {
        return Vec::new();
    }
    readings.replacements(|text| ready.words.holds(&mut |word| holds_word(text, word.as_bytes())))
}

/// Whether all that the rule inherits and writes is bound.
fn can_add(rule: &CodeRule, env: &Env) -> bool {
    let blocks =
        rule.tokens.iter().flat_map(|token| token.plus_before.iter().chain(&token.plus_after));
    let mut written = blocks.flat_map(|block| &block.pieces);
    written.all(|piece| match piece {
        PlusPiece::Meta(meta) => {
            rule.metavariable(*meta).origin == Origin::Local || env.get(*meta).is_some()
        }
        _ => true,
    })
}
