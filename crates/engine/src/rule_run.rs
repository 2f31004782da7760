//! One rule on one reading of a file: which items it matches, and what it wants changed there.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use csyntax::cfg::Cfg;
use csyntax::names::{FileDeclarations, Scopes};
use csyntax::{NodeId, NodeKind, Tree};
use smpl::{CodeRule, Formula, Mark, MetaId, MetaKind, Quantifier};
use source::{Diagnostic, Edits, Span};

use crate::collect::Collector;
use crate::engine::Ready;
use crate::env::Env;
use crate::flow::{Checker, Mode, Witness, compile};
use crate::layout;
use crate::matching::Matcher;
use crate::outcome::{Match, MatchedValue};
use crate::run::Run;
use crate::value::{ValueId, Values};

const DEFAULT_BUDGET: u64 = 20_000_000;

#[derive(Default)]
pub(crate) struct Found {
    pub(crate) matches: Vec<Match>,
    pub(crate) problems: Vec<Diagnostic>,
}

/// One rule on one reading of a file.
pub(crate) struct RuleRun<'r, 'a> {
    pub(crate) run: &'r Run<'a>,
    pub(crate) ready: &'r Ready,
    pub(crate) code: &'r CodeRule,
    pub(crate) tree: &'r Tree,
}

impl RuleRun<'_, '_> {
    /// All matches under one set of inherited bindings; gives what they hand on.
    pub(crate) fn matches(
        &self,
        env: &Env,
        collector: &mut Collector<'_>,
        found: &mut Found,
    ) -> BTreeSet<Env> {
        let mut exported = BTreeSet::new();
        let program = compile(self.code);
        let widths = self.run.engine.options.widths;
        let declarations = asks_for_types(self.code).then(|| FileDeclarations::new(self.tree));
        for item in items(self.tree) {
            let function = function_name(self.tree, item);
            if self.run.input.frozen.contains(&function) || !self.may_match(item) {
                continue;
            }
            let element = element_name(self.tree, item);
            let matcher = Matcher {
                tree: self.tree,
                rule: self.code,
                values: &self.run.values,
                constraints: &self.ready.constraints,
                file: self.run.input.path,
                element: (&element, self.tree.span(item)),
                scripts: &self.run.scripting,
                scopes: declarations.as_ref().map(|file| {
                    Scopes::new(file, item).with_outside(self.run.input.outside).with_widths(widths)
                }),
                work: Cell::new(0),
            };
            let cfg = Cfg::new(self.tree, item);
            let checker = Checker::new(&cfg, &matcher, self.mode(), self.budget());
            let witnesses = checker.run(&program.steps, env);
            if checker.over_budget() {
                found.problems.push(self.too_much_work(item, &function));
                continue;
            }
            for witness in &witnesses {
                let mut values = self.run.values.borrow_mut();
                let names = collector.add(witness, &mut values);
                found.matches.push(self.describe(witness, &function, &values));
                let bound = witness
                    .environments(&|meta| self.code.metavariable(meta).kind != MetaKind::Symbol);
                exported.extend(bound.iter().filter_map(|env| env.joined(&names)));
            }
        }
        exported
    }

    /// Turns what the matches want into edits.
    pub(crate) fn edit(
        &self,
        collector: Collector<'_>,
        edits: &mut Edits,
        removed: &mut BTreeSet<Span>,
        found: &mut Found,
    ) {
        for conflict in &collector.conflicts {
            found.problems.push(
                Diagnostic::warning(format!(
                    "two matches of rule {} add different code at one place",
                    self.ready.rule.name
                ))
                .at(
                    self.run.input.path,
                    // A directive at the end of a file stands in front of no token.
                    self.tree.tokens().get(conflict.0 as usize).map_or_else(
                        || Span::empty(self.tree.text().len() as u32),
                        |token| token.span(),
                    ),
                    "the first match has been taken",
                )
                .help("Write ++ if all of it is to be added."),
            );
        }
        let plan = collector.finish();
        removed.extend(plan.removed.iter().map(|token| self.tree.token(*token).span()));
        match layout::edits(self.tree, &plan, &self.run.engine.options.style) {
            Ok(new) => {
                for edit in new.iter() {
                    // Another reading of the same code may want the same edit.
                    if !edits.iter().any(|old| old == edit) && edits.add(edit.clone()).is_err() {
                        found.problems.push(
                            Diagnostic::warning(
                                "the branches of a conditional want different edits of one place",
                            )
                            .at(
                                self.run.input.path,
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
                .at(self.run.input.path, Span::default(), ""),
            ),
        }
    }

    /// Whether an item holds what the rule can not do without.
    fn may_match(&self, item: NodeId) -> bool {
        match self.tree.kind(item) {
            NodeKind::Directive => self.ready.directives,
            _ => self.ready.directives || holds_words(&self.ready.words, self.tree, item),
        }
    }

    fn mode(&self) -> Mode {
        let starred = self.code.tokens.iter().any(|token| token.mark == Mark::Star);
        match self.code.quantifier {
            Quantifier::Exists => Mode::SomePath,
            Quantifier::Forall => Mode::AllPaths,
            Quantifier::Default if starred => Mode::SomePath,
            Quantifier::Default => Mode::AllPaths,
        }
    }

    fn budget(&self) -> u64 {
        match self.run.engine.options.budget {
            0 => DEFAULT_BUDGET,
            budget => budget,
        }
    }

    fn too_much_work(&self, item: NodeId, function: &str) -> Diagnostic {
        Diagnostic::warning(format!(
            "rule {} was given up on {function}(): too many ways to match",
            self.ready.rule.name
        ))
        .at(self.run.input.path, Span::empty(self.tree.span(item).start), "not searched")
        .help(format!(
            "Make the pattern in {} more specific, or raise the budget.",
            self.run.engine.path
        ))
    }

    fn describe(&self, witness: &Rc<Witness>, function: &str, values: &Values) -> Match {
        let mut tokens = BTreeSet::new();
        let mut starred = BTreeSet::new();
        let mut bound: BTreeMap<MetaId, ValueId> = BTreeMap::new();
        witness.walk(&mut |witness| {
            for hit in witness.hits.iter() {
                let spans = (hit.first.0..=hit.last.0)
                    .map(|token| self.tree.token(csyntax::TokenId(token)).span());
                let spans: Vec<Span> =
                    spans.filter_map(|span| self.run.outcome.offsets.original(span)).collect();
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

/// Whether the words that a rule can not do without are among the tokens of a node.
pub(crate) fn holds_words(words: &Formula, tree: &Tree, node: NodeId) -> bool {
    let tokens =
        &tree.tokens()[tree.token_range(node).start as usize..tree.token_range(node).end as usize];
    words.holds(&mut |word| {
        tokens.iter().any(|token| token.span().of(tree.text()) == word.as_bytes())
    })
}

/// What rules are matched on, one at a time: functions and whole declarations, also under `#if`.
fn items(tree: &Tree) -> Vec<NodeId> {
    let mut open = vec![tree.root()];
    let mut items = Vec::new();
    while let Some(node) = open.pop() {
        match tree.kind(node) {
            NodeKind::TranslationUnit
            | NodeKind::Pattern
            | NodeKind::ConditionalGroup
            | NodeKind::ConditionalBranch
            | NodeKind::LinkageSpecification => {
                let children: Vec<NodeId> = tree.children(node).collect();
                open.extend(children.into_iter().rev());
            }
            NodeKind::Error => {}
            _ => items.push(node),
        }
    }
    items
}

/// The name of the function that an item defines; empty for other items.
fn function_name(tree: &Tree, item: NodeId) -> String {
    let name = csyntax::views::FunctionDefinition::cast(tree, item)
        .and_then(csyntax::views::FunctionDefinition::name);
    name.map(|token| String::from_utf8_lossy(tree.token_text(token)).into_owned())
        .unwrap_or_default()
}

/// The name of a function, or of the first variable that is declared; empty where there is none.
fn element_name(tree: &Tree, item: NodeId) -> String {
    let declaration = csyntax::views::Declaration::cast(tree, item);
    let declarator = declaration.and_then(|it| it.declarators().next());
    let name = declarator
        .and_then(|it| csyntax::views::InitDeclarator::cast(tree, it))
        .and_then(csyntax::views::InitDeclarator::name);
    match name {
        Some(name) => String::from_utf8_lossy(tree.token_text(name)).into_owned(),
        None => function_name(tree, item),
    }
}

/// Whether a rule asks what names mean or what types expressions have.
pub(crate) fn asks_for_types(rule: &CodeRule) -> bool {
    rule.metavariables.iter().any(|meta| {
        !meta.types.is_empty()
            || matches!(meta.kind, MetaKind::LocalIdExpression | MetaKind::GlobalIdExpression)
    })
}
