//! One file on its way through the rules.
//!
//! Each rule sees the text as the rule before left it, under every environment that the rules so far have made: what
//! `r.x` stands for, and which rules have matched.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use csyntax::Tree;
use smpl::{CodeRule, Origin, PlusPiece, RuleBody};
use source::{Diagnostic, Edits, Span};

use crate::collect::Collector;
use crate::engine::{Engine, Ready};
use crate::env::Env;
use crate::environment::{Circumstances, Elsewhere, Environment};
use crate::matching::{excluded, replacement_of};
use crate::offsets::Offsets;
use crate::outcome::{Change, Input, Outcome};
use crate::rule_run::{Found, RuleRun, holds_words};
use crate::scripting::Scripting;
use crate::value::Values;

/// Bindings that rules hand on are given up beyond this many ways, and reported.
const MOST_ENVIRONMENTS: usize = 10_000;

/// One file on its way through the rules.
pub(crate) struct Run<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) input: Input<'a>,
    pub(crate) tree: Tree,
    pub(crate) values: RefCell<Values>,
    pub(crate) environments: BTreeSet<Environment>,
    pub(crate) ever: BTreeSet<String>,
    pub(crate) scripting: Scripting<'a>,
    /// Whether a script wants no more rules to run.
    pub(crate) is_over: bool,
    pub(crate) outcome: Outcome,
}

impl<'a> Run<'a> {
    pub(crate) fn new(engine: &'a Engine, input: &Input<'a>) -> Self {
        let mut values = Values::default();
        values.read(input.text.clone());
        Self {
            engine,
            input: *input,
            tree: csyntax::parse(input.text.clone(), input.macros),
            values: RefCell::new(values),
            environments: BTreeSet::from([Environment::default()]),
            ever: BTreeSet::new(),
            scripting: Scripting::new(input.scripts, input.path),
            is_over: false,
            outcome: Outcome {
                offsets: Offsets::untouched(input.text.len() as u32),
                ..Outcome::default()
            },
        }
    }

    pub(crate) fn finish(self) -> Outcome {
        // Rules may undo each other.
        let changed = !self.outcome.changes.is_empty() && **self.tree.text() != **self.input.text;
        let text = changed.then(|| self.tree.text().to_vec());
        let (output, failure) = self.scripting.finish();
        Outcome { text, output, failure, ..self.outcome }
    }

    /// Whether no more rules are to run.
    pub(crate) fn is_over(&self) -> bool {
        self.is_over || self.scripting.has_failed()
    }

    /// One rule, under every environment that lets it run.
    pub(crate) fn rule(&mut self, ready: &Ready) {
        match &ready.rule.body {
            RuleBody::Code(code) => self.code_rule(ready, code),
            RuleBody::Script(script) => self.script_rule(ready, script),
        }
    }

    fn code_rule(&mut self, ready: &Ready, code: &CodeRule) {
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
        let groups = elsewhere.in_order(groups, &mut self.values.borrow_mut());
        let mut edits = Edits::default();
        let mut removed = BTreeSet::new();
        let replacements = self.replacements(ready);
        for (reading, tree) in readings(&self.tree).chain(&replacements).enumerate() {
            let rule_run = RuleRun { run: self, ready, code, tree };
            let mut collector = Collector::new(tree, code, &ready.constraints, &self.scripting);
            let mut found = Found::default();
            for (env, members) in &groups {
                let exported = rule_run.matches(env, &mut collector, &mut found);
                if reading > 0 && exported.is_empty() {
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
        self.keep(next, &ready.rule.name);
        self.apply(&ready.rule.name, &edits, removed);
    }

    /// The replacements of macros, as code of its own, where the rule could match in them.
    fn replacements(&self, ready: &Ready) -> Vec<Tree> {
        if ready.directives {
            return Vec::new();
        }
        let text = self.tree.text();
        self.tree
            .directives()
            .iter()
            .filter_map(|directive| replacement_of(&self.tree, directive))
            .map(|span| csyntax::parse_replacement(text.clone(), span))
            .filter(|tree| holds_words(&ready.words, tree, tree.root()))
            .collect()
    }

    /// Takes over the environments after a rule, as far as there is room.
    pub(crate) fn keep(&mut self, mut next: BTreeSet<Environment>, rule: &str) {
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
        self.environments = next;
    }

    /// Makes the edits of a rule, and reads the result for the next.
    fn apply(&mut self, rule: &str, edits: &Edits, removed: BTreeSet<Span>) {
        if edits.is_empty() {
            return;
        }
        let text = self.tree.text().clone();
        let removed =
            removed.into_iter().filter_map(|span| self.outcome.offsets.original(span)).collect();
        self.outcome.changes.push(Change { rule: rule.to_owned(), removed });
        self.outcome.offsets = self.outcome.offsets.edited(edits, text.len() as u32);
        self.values.borrow_mut().read(edits.apply(&text).into());
        self.tree = csyntax::parse(edits.apply(&text).into(), self.input.macros);
    }
}

/// The tree, and the other readings of items that conditionals split.
fn readings(tree: &Tree) -> impl Iterator<Item = &Tree> {
    std::iter::once(tree).chain(tree.variants())
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
