//! The whole of it: a semantic patch made ready once, then run on one file after another.
//!
//! Nothing is kept from file to file, so neither the order of files nor the number of threads can change a result.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use csyntax::cfg::Cfg;
use csyntax::names::{FileDeclarations, Scopes};
use csyntax::{MacroClass, MacroIndex, NodeId, NodeKind, Tree};
use smpl::iso::{self, Isomorphism};
use smpl::{
    CodeRule, Formula, Mark, MetaId, MetaKind, Origin, PatternNode, PlusPiece, Quantifier, Rule,
    RuleBody, ScriptLanguage, ScriptRule, SemanticPatch, required_words,
};
use source::{Diagnostic, Edits, Span};

use crate::collect::Collector;
use crate::environment::{Circumstances, Environment};
use crate::flow::{Checker, Mode, Witness, compile};
use crate::layout::{self, Style};
use crate::matching::{Compiled, Matcher, declare_referenced, replacement_of};
use crate::offsets::Offsets;
use crate::value::Values;

/// How to run a semantic patch.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Virtual rules that are on (`-D name`).
    pub virtuals: BTreeSet<String>,
    /// Virtual identifiers (`-D name=value`).
    pub identifiers: BTreeMap<String, String>,
    /// What is to be treated alike instead of [`smpl::iso::standard_isomorphisms`].
    pub isomorphisms: Option<Vec<Isomorphism>>,
    /// Comparisons a rule may spend on one function before it is given up and reported; 0: the default.
    pub budget: u64,
}

const DEFAULT_BUDGET: u64 = 20_000_000;

/// Bindings that rules hand on are given up beyond this many ways, and reported.
const MOST_ENVIRONMENTS: usize = 10_000;

/// A semantic patch, ready to run.
#[derive(Debug)]
pub struct Engine {
    path: String,
    rules: Vec<Ready>,
    options: Options,
    /// Names that the semantic patch declares to be types, attributes, iterators or declarers.
    names: Vec<(MacroClass, String)>,
}

#[derive(Debug)]
struct Ready {
    rule: Rule,
    constraints: Compiled,
    words: Formula,
    /// Whether directives are among what it looks for.
    directives: bool,
}

/// One file to run on.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Its name, for positions, messages and `file in`.
    pub path: &'a str,
    /// What it holds.
    pub text: &'a Arc<[u8]>,
    /// What is known of the macros it uses.
    pub macros: &'a MacroIndex,
    /// Functions to pass over, by name.
    pub frozen: &'a BTreeSet<String>,
}

/// What a semantic patch does to one file.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The text afterwards; `None` when it is as before.
    pub text: Option<Vec<u8>>,
    /// Every match, in the order of rules and then of the text.
    pub matches: Vec<Match>,
    /// Every rule that changed something, in order, and what it removed.
    pub changes: Vec<Change>,
    /// Where the bytes of the new text stood in the old.
    pub offsets: Offsets,
    /// What could not be done: functions over budget, matches that contradict each other.
    pub problems: Vec<Diagnostic>,
}

/// One match of a rule.
#[derive(Clone, Debug)]
pub struct Match {
    /// The rule.
    pub rule: String,
    /// The function it lies in; empty outside of functions.
    pub function: String,
    /// The tokens it hit, in the file as it was read; tokens that an earlier rule wrote are not listed.
    pub tokens: Vec<Span>,
    /// Tokens on lines marked `*`.
    pub starred: Vec<Span>,
    /// What its metavariables are bound to.
    pub values: Vec<MatchedValue>,
}

/// What a metavariable is bound to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatchedValue {
    /// The metavariable.
    pub name: String,
    /// The code; empty for a position.
    pub text: String,
    /// Where it stands first, in the text that the rule saw.
    pub span: Span,
}

/// What one rule did.
#[derive(Clone, Debug)]
pub struct Change {
    /// The rule.
    pub rule: String,
    /// The tokens it removed, in the file as it was read; tokens that an earlier rule wrote are not listed.
    pub removed: Vec<Span>,
}

impl Engine {
    /// Makes a semantic patch ready.
    ///
    /// # Errors
    /// A diagnostic for each rule that can not be run: scripts, malformed regular expressions.
    pub fn new(patch: SemanticPatch, options: Options) -> Result<Self, Vec<Diagnostic>> {
        let mut rules = Vec::new();
        let mut errors = Vec::new();
        let isomorphisms =
            options.isomorphisms.as_deref().unwrap_or_else(|| iso::standard_isomorphisms());
        for mut rule in patch.rules {
            let constraints = match &mut rule.body {
                RuleBody::Code(code) => {
                    **code = iso::expand(code, isomorphisms).rule;
                    declare_referenced(code);
                    Compiled::new(code, &patch.path)
                }
                RuleBody::Script(script) => Err(vec![no_script(&rule.name, script, &patch.path)]),
            };
            match constraints {
                Ok(constraints) => {
                    let (words, directives) = match &rule.body {
                        RuleBody::Code(code) => {
                            (required_words(code), has_directive(&code.pattern))
                        }
                        RuleBody::Script(_) => (Formula::True, false),
                    };
                    rules.push(Ready { rule, constraints, words, directives });
                }
                Err(more) => errors.extend(more),
            }
        }
        let names = declared_names(&rules);
        if errors.is_empty() {
            Ok(Self { path: patch.path, rules, options, names })
        } else {
            Err(errors)
        }
    }

    /// The rules, in order.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|ready| &ready.rule)
    }

    /// Runs all rules on one file.
    pub fn run(&self, input: &Input<'_>) -> Outcome {
        let mut macros = None;
        if !self.names.is_empty() {
            let known = macros.insert(input.macros.clone());
            self.names.iter().for_each(|(class, name)| known.add(*class, name.as_bytes()));
        }
        let input = &Input { macros: macros.as_ref().unwrap_or(input.macros), ..*input };
        let mut run = Run::new(self, input);
        for ready in &self.rules {
            run.rule(ready);
        }
        run.finish()
    }
}

/// One file on its way through the rules.
struct Run<'a> {
    engine: &'a Engine,
    input: Input<'a>,
    tree: Tree,
    values: RefCell<Values>,
    environments: BTreeSet<Environment>,
    ever: BTreeSet<String>,
    outcome: Outcome,
}

impl<'a> Run<'a> {
    fn new(engine: &'a Engine, input: &Input<'a>) -> Self {
        Self {
            engine,
            input: *input,
            tree: csyntax::parse(input.text.clone(), input.macros),
            values: RefCell::default(),
            environments: BTreeSet::from([Environment::default()]),
            ever: BTreeSet::new(),
            outcome: Outcome {
                offsets: Offsets::untouched(input.text.len() as u32),
                ..Outcome::default()
            },
        }
    }

    fn finish(self) -> Outcome {
        let changed = !self.outcome.changes.is_empty();
        Outcome { text: changed.then(|| self.tree.text().to_vec()), ..self.outcome }
    }

    /// One rule, under every environment that lets it run.
    fn rule(&mut self, ready: &Ready) {
        let RuleBody::Code(code) = &ready.rule.body else { return };
        let options = &self.engine.options;
        let around =
            Circumstances { ever: &self.ever, virtuals: &options.virtuals, path: self.input.path };
        let mut groups: BTreeMap<crate::env::Env, Vec<Environment>> = BTreeMap::new();
        let mut next = BTreeSet::new();
        for environment in std::mem::take(&mut self.environments) {
            let runs = environment.satisfies(&ready.rule.depends, &around);
            let env =
                environment.inherited(code, &options.identifiers, &mut self.values.borrow_mut());
            if runs && can_add(code, &env) {
                groups.entry(env).or_default().push(environment);
            } else {
                next.insert(environment);
            }
        }
        let mut edits = Edits::default();
        let mut removed = BTreeSet::new();
        let replacements = self.replacements(ready);
        for (reading, tree) in readings(&self.tree).chain(&replacements).enumerate() {
            let rule_run = RuleRun { run: self, ready, code, tree };
            let mut collector = Collector::new(tree, code);
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
    fn keep(&mut self, mut next: BTreeSet<Environment>, rule: &str) {
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
        self.tree = csyntax::parse(edits.apply(&text).into(), self.input.macros);
    }
}

/// The tree, and the other readings of items that conditionals split.
fn readings(tree: &Tree) -> impl Iterator<Item = &Tree> {
    std::iter::once(tree).chain(tree.variants())
}

/// Says that a script can not be run, and why.
fn no_script(rule: &str, script: &ScriptRule, path: &str) -> Diagnostic {
    let (what, help) = match &script.language {
        ScriptLanguage::Ocaml => {
            ("an OCaml script, and treewide does not run OCaml", "Write it in Python")
        }
        ScriptLanguage::Python => {
            ("a Python script, and treewide can not run scripts yet", "Leave it out")
        }
        ScriptLanguage::Other(_) => ("a script in a language that is not known", "Leave it out"),
    };
    Diagnostic::error(format!("{rule} is {what}"))
        .at(path, script.span, "")
        .help(format!("{help}, or run this semantic patch with spatch."))
}

/// Whether all that the rule inherits and writes is bound.
fn can_add(rule: &CodeRule, env: &crate::env::Env) -> bool {
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

#[derive(Default)]
struct Found {
    matches: Vec<Match>,
    problems: Vec<Diagnostic>,
}

/// One rule on one reading of a file.
struct RuleRun<'r, 'a> {
    run: &'r Run<'a>,
    ready: &'r Ready,
    code: &'r CodeRule,
    tree: &'r Tree,
}

impl RuleRun<'_, '_> {
    /// All matches under one set of inherited bindings; gives what they hand on.
    fn matches(
        &self,
        env: &crate::env::Env,
        collector: &mut Collector<'_>,
        found: &mut Found,
    ) -> BTreeSet<crate::env::Env> {
        let mut exported = BTreeSet::new();
        let program = compile(self.code);
        let declarations = self.asks_for_types().then(|| FileDeclarations::new(self.tree));
        for item in items(self.tree) {
            let function = function_name(self.tree, item);
            if self.run.input.frozen.contains(&function) || !self.may_match(item) {
                continue;
            }
            let matcher = Matcher {
                tree: self.tree,
                rule: self.code,
                values: &self.run.values,
                constraints: &self.ready.constraints,
                file: self.run.input.path,
                function: &function,
                scopes: declarations.as_ref().map(|file| Scopes::new(file, item)),
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
                collector.add(witness, &mut values);
                found.matches.push(self.describe(witness, &function, &values));
                exported.extend(
                    witness.environments(&|meta| {
                        self.code.metavariable(meta).kind != MetaKind::Symbol
                    }),
                );
            }
        }
        exported
    }

    /// Turns what the matches want into edits.
    fn edit(
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
                    self.tree.token(*conflict).span(),
                    "the first match has been taken",
                )
                .help("Write ++ if all of it is to be added."),
            );
        }
        let plan = collector.finish();
        removed.extend(plan.removed.iter().map(|token| self.tree.token(*token).span()));
        match layout::edits(self.tree, &plan, &Style::default()) {
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

    fn asks_for_types(&self) -> bool {
        self.code.metavariables.iter().any(|meta| {
            !meta.types.is_empty()
                || matches!(meta.kind, MetaKind::LocalIdExpression | MetaKind::GlobalIdExpression)
        })
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
        let mut bound: BTreeMap<MetaId, crate::value::ValueId> = BTreeMap::new();
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

/// The names that rules declare to be types, attributes, iterators or declarers.
fn declared_names(rules: &[Ready]) -> Vec<(MacroClass, String)> {
    let codes = rules.iter().filter_map(|ready| match &ready.rule.body {
        RuleBody::Code(code) => Some(code),
        RuleBody::Script(_) => None,
    });
    let class = |kind| match kind {
        MetaKind::Typedef => Some(MacroClass::Type),
        MetaKind::AttributeName => Some(MacroClass::Attribute),
        MetaKind::IteratorName => Some(MacroClass::Iterator),
        MetaKind::DeclarerName => Some(MacroClass::Declarer),
        _ => None,
    };
    codes
        .flat_map(|code| &code.metavariables)
        .filter_map(|meta| Some((class(meta.kind)?, meta.name.clone())))
        .collect()
}

/// Whether the words that a rule can not do without are among the tokens of a node.
fn holds_words(words: &Formula, tree: &Tree, node: NodeId) -> bool {
    let tokens =
        &tree.tokens()[tree.token_range(node).start as usize..tree.token_range(node).end as usize];
    words.holds(&mut |word| {
        tokens.iter().any(|token| token.span().of(tree.text()) == word.as_bytes())
    })
}

fn has_directive(pattern: &PatternNode) -> bool {
    pattern.kind == NodeKind::Directive || pattern.children().any(has_directive)
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
