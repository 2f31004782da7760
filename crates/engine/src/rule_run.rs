//! One rule on one reading of a file: which items it matches, and what it wants changed there.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use csyntax::names::Scopes;
use csyntax::{NodeId, NodeKind, TokenId, Tree};
use smpl::{CodeRule, Mark, MetaId, MetaKind, Quantifier};
use source::{Diagnostic, Edits, Span};

use crate::collect::Collector;
use crate::engine::Ready;
use crate::env::{Env, Hit};
use crate::file_run::FileRun;
use crate::flow::{Checker, Mode, Program, Witness};
use crate::layout;
use crate::matching::Matcher;
use crate::outcome::{Match, MatchedValue};
use crate::plan::Plan;
use crate::reading::{Item, Reading};
use crate::run::Run;
use crate::sieve::{Needs, Sieve};
use crate::surroundings::Surroundings;
use crate::value::{ValueId, Values};

const DEFAULT_BUDGET: u64 = 20_000_000;

/// What one rule has found in one file, and wants changed there.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) matches: Vec<Match>,
    pub(crate) problems: Vec<Diagnostic>,
    pub(crate) edits: Edits,
    /// The tokens that go.
    pub(crate) removed: BTreeSet<Span>,
}

/// One rule on one reading of a file.
pub(crate) struct RuleRun<'r, 'a, 's> {
    run: &'r Run<'a>,
    file: &'r FileRun<'a>,
    ready: &'r Ready,
    code: &'r CodeRule,
    program: &'r Program<'r>,
    tree: &'r Tree,
    reading: &'r Reading<'s>,
    /// The reading of the file in which this one lies, if it is that of a macro's replacement.
    around: Option<&'r Reading<'s>>,
    sieve: Sieve<'r>,
    /// What an item needs to hold, and what each step needs; `None` where directives match, which are no tokens.
    item_needs: Option<Needs>,
    steps: Option<Vec<Needs>>,
    /// Whether the outcome is to name its matches.
    is_told_of: bool,
}

impl<'r, 'a, 's> RuleRun<'r, 'a, 's> {
    pub(crate) fn new(
        (run, file): (&'r Run<'a>, &'r FileRun<'a>),
        (ready, code, program): (&'r Ready, &'r CodeRule, &'r Program<'r>),
        reading: &'r Reading<'s>,
        around: Option<&'r Reading<'s>>,
    ) -> Self {
        let needs = |words| Needs::new(words, code, reading.names());
        let sifts = !ready.directives;
        let is_starred = || code.tokens.iter().any(|token| token.mark == Mark::Star);
        Self {
            run,
            file,
            ready,
            code,
            program,
            tree: reading.tree,
            reading,
            around,
            sieve: reading.sieve(),
            item_needs: sifts.then(|| needs(&ready.words)),
            steps: sifts.then(|| program.needs.iter().map(needs).collect()),
            is_told_of: !run.engine.options.only_starred || is_starred(),
        }
    }

    /// All matches under one set of inherited bindings; gives what they hand on.
    pub(crate) fn matches(
        &self,
        env: &Env,
        collector: &mut Collector<'_>,
        found: &mut Found,
    ) -> BTreeSet<Env> {
        let mut exported = BTreeSet::new();
        for item in self.reading.items() {
            let is_frozen = self.file.input.frozen.contains(&item.function);
            if !is_frozen && self.may_match(item, env) {
                self.item(item, env, collector, found, &mut exported);
            }
        }
        exported
    }

    fn item(
        &self,
        item: &Item,
        env: &Env,
        collector: &mut Collector<'_>,
        found: &mut Found,
        exported: &mut BTreeSet<Env>,
    ) {
        let surroundings = Surroundings {
            parameters: self.reading.parameters().collect(),
            file: self.around.filter(|_| asks_for_types(self.code)).map(Reading::declarations),
            outside: self.file.input.outside,
        };
        let matcher = self.matcher(item, &surroundings);
        let screen = (&self.sieve, self.steps.as_deref());
        let cfg = item.cfg(self.tree);
        let handed_on = &self.ready.handed_on;
        let checker = Checker::new(cfg, &matcher, self.mode(), self.budget(), handed_on, screen);
        let witnesses = checker.run(&self.program.steps, env);
        if checker.over_budget() {
            found.problems.push(self.too_much_work(item.node, &item.function));
            return;
        }
        for witness in &witnesses {
            let mut values = self.run.values.borrow_mut();
            let names = collector.add(witness, &mut values);
            if self.is_told_of {
                found.matches.push(self.describe(witness, &item.function, &values));
            }
            let keep = |meta| self.ready.handed_on.contains(&meta);
            let names = names.restricted(keep);
            let bound = self.with_places_together(witness.environments(&keep), &mut values);
            exported.extend(bound.iter().filter_map(|env| env.joined(&names)));
        }
    }

    /// A position stands for its places on all paths of a match that agree in all else.
    fn with_places_together(&self, bound: Vec<Env>, values: &mut Values) -> Vec<Env> {
        let is_position = |meta| self.code.metavariable(meta).kind == MetaKind::Position;
        if bound.len() < 2
            || self.program.goes_on
            || !bound.iter().flat_map(Env::iter).any(|(meta, _)| is_position(meta))
        {
            return bound;
        }
        let mut together: BTreeMap<Env, BTreeMap<MetaId, BTreeSet<ValueId>>> = BTreeMap::new();
        for env in &bound {
            let places = together.entry(env.restricted(|meta| !is_position(meta))).or_default();
            for (meta, value) in env.iter().filter(|(meta, _)| is_position(*meta)) {
                places.entry(meta).or_default().insert(value);
            }
        }
        let joined = together.into_iter().map(|(mut env, places)| {
            for (meta, places) in places {
                values.of_positions(places).map(|value| env.bind(meta, value));
            }
            env
        });
        joined.collect()
    }

    fn matcher<'m>(&'m self, item: &'m Item, surroundings: &'m Surroundings<'m>) -> Matcher<'m> {
        let widths = self.run.engine.options.widths;
        let scopes = asks_for_types(self.code).then(|| {
            Scopes::new(self.reading.declarations(), item.node)
                .with_outside(surroundings)
                .with_widths(widths)
        });
        Matcher {
            tree: self.tree,
            rule: self.code,
            values: &self.run.values,
            constraints: &self.ready.constraints,
            file: self.file.input.path,
            element: (&item.element, self.tree.span(item.node)),
            scripts: &self.run.scripting,
            scopes,
            directives: self.reading.directives(),
            work: Cell::new(0),
            precedence: Cell::default(),
        }
    }

    /// Turns what the matches want into edits.
    pub(crate) fn edit(&self, mut collector: Collector<'_>, found: &mut Found) {
        collector.settle(&mut self.run.values.borrow_mut());
        for conflict in collector.conflicts() {
            found.problems.push(
                Diagnostic::warning(format!(
                    "two matches of rule {} add different code at one place",
                    self.ready.rule.name
                ))
                .at(self.file.input.path, conflict, "the first match has been taken")
                .help("Write ++ if all of it is to be added."),
            );
        }
        for (tree, plan) in collector.finish() {
            found.removed.extend(plan.removed.iter().map(|token| tree.token(*token).span()));
            self.lay_out(tree, &plan, found);
        }
    }

    fn lay_out(&self, tree: &Tree, plan: &Plan, found: &mut Found) {
        match layout::edits(tree, plan, &self.run.engine.options.style) {
            Ok(new) => {
                for edit in new.iter() {
                    // Another reading of the same code may want the same edit.
                    if !found.edits.contains(edit) && found.edits.add(edit.clone()).is_err() {
                        found.problems.push(
                            Diagnostic::warning(
                                "the branches of a conditional want different edits of one place",
                            )
                            .at(
                                self.file.input.path,
                                edit.span,
                                "the first branch has been taken",
                            ),
                        );
                    }
                }
            }
            Err(error) => found.problems.push(
                Diagnostic::warning(format!(
                    "rule {} matches, but can not be applied: {error}",
                    self.ready.rule.name
                ))
                .at(self.file.input.path, Span::default(), ""),
            ),
        }
    }

    /// Whether an item holds what the rule can not do without.
    fn may_match(&self, item: &Item, env: &Env) -> bool {
        let Some(needs) = &self.item_needs else { return true };
        let range = self.tree.token_range(item.node);
        self.tree.kind(item.node) != NodeKind::Directive
            && self.sieve.passes(needs, &range, env, &self.run.values)
    }

    fn mode(&self) -> Mode {
        match self.code.quantifier {
            Quantifier::Exists => Mode::SomePath,
            Quantifier::Forall => Mode::AllPaths,
            Quantifier::Default => self.run.engine.usual,
        }
    }

    fn budget(&self) -> u64 {
        match self.run.engine.options.budget {
            0 => DEFAULT_BUDGET,
            budget => budget,
        }
    }

    fn too_much_work(&self, item: NodeId, function: &str) -> Diagnostic {
        let what = match function {
            "" => "a declaration".to_owned(),
            name => format!("{name}()"),
        };
        Diagnostic::warning(format!(
            "rule {} was given up on {what}: too many ways to match",
            self.ready.rule.name
        ))
        .at(self.file.input.path, Span::empty(self.tree.span(item).start), "not searched")
        .help(format!(
            "Make the pattern in {} more specific, or raise the budget.",
            self.run.engine.path
        ))
    }

    /// The hits of a witness, and the trees that their tokens are in.
    fn hits<'w>(&'w self, witness: &'w Witness) -> impl Iterator<Item = (&'w Tree, Hit)> {
        let directives = self.reading.directives();
        let inside = |(directive, hit)| directives.of(directive).map(|tree| (tree, hit));
        let own = witness.hits.iter().map(|hit| (self.tree, hit));
        own.chain(witness.hits.in_directives().filter_map(inside))
    }

    fn describe(&self, witness: &Rc<Witness>, function: &str, values: &Values) -> Match {
        let mut tokens = BTreeSet::new();
        let mut starred = BTreeSet::new();
        let mut bound: BTreeMap<MetaId, ValueId> = BTreeMap::new();
        witness.walk(&mut |witness| {
            for (tree, hit) in self.hits(witness) {
                let spans =
                    (hit.first.0..=hit.last.0).map(|token| tree.token(TokenId(token)).span());
                let spans: Vec<Span> =
                    spans.filter_map(|span| self.file.outcome.offsets.original(span)).collect();
                if self.code.token(hit.pattern).mark == Mark::Star {
                    starred.extend(spans.iter().copied());
                }
                tokens.extend(spans);
            }
            for (meta, value) in witness.env.iter() {
                bound.entry(meta).or_insert(value);
            }
        });
        let values = bound
            .into_iter()
            .map(|(meta, value)| MatchedValue {
                name: self.code.metavariable(meta).name.clone(),
                text: values.get(value).text.clone(),
                span: values.get(value).span,
            })
            .collect();
        Match {
            rule: self.ready.rule.name.clone(),
            function: function.to_owned(),
            tokens: tokens.into_iter().collect(),
            starred: starred.into_iter().collect(),
            values,
        }
    }
}

/// Whether a rule asks what names mean or what types expressions have.
pub(crate) fn asks_for_types(rule: &CodeRule) -> bool {
    rule.metavariables.iter().any(|meta| {
        !meta.types.is_empty()
            || matches!(meta.kind, MetaKind::LocalIdExpression | MetaKind::GlobalIdExpression)
    })
}
