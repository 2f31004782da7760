//! A migration made ready, and what it does to one file: which calls are there, what they look like, which of them
//! the rules convert.

mod form;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use csyntax::{MacroIndex, Tree};
use engine::{Engine, Input, Options, Outcome as RuleOutcome, Outline, Refusal};
use headers::Wanted;
use migration::{Guard, Judges, Migration, ReadFile, Rewording, Role, Rule, SemanticPatch};
use smpl::Activity;
use source::{Diagnostic, LineIndex, Span};
use tracker::{Site, Unread};

use crate::conversion::form::{Held, outlines};
use crate::failure::Outcome;
use crate::fold::{Obstacle, named_in};
use crate::guarding::Guards;
use crate::knowledge::FileKnowledge;
use crate::sites::{Call, calls};

/// The metavariable by which shape and guard rules name a call.
pub(crate) const SITE: &str = "site";

/// The engines of a migration, for one tree.
pub(crate) struct Conversion<'m> {
    migration: &'m Migration,
    /// In the order in which they run: those of every form, those of the form asked for, those that follow.
    rules: Vec<ReadyRule<'m>>,
    outlines: Vec<Outline>,
    shapes: Vec<Engine>,
    guards: Vec<(&'m Guard, Engine)>,
    judges: Guards<'m>,
    /// For files that are not read for their callers.
    macros: MacroIndex,
}

/// The file at hand, and what is known before it is read.
#[derive(Clone, Copy)]
struct Subject<'f> {
    path: &'f str,
    knowledge: &'f FileKnowledge,
}

struct ReadyRule<'m> {
    rule: &'m migration::Rule,
    engine: Engine,
}

/// What became of one file.
#[derive(Debug)]
pub(crate) struct FileResult {
    pub(crate) path: String,
    pub(crate) before: Vec<u8>,
    /// `None` when nothing changed.
    pub(crate) after: Option<Vec<u8>>,
    /// Every call, by line; shape, state and reason told, the subsystem not yet.
    pub(crate) sites: Vec<Site>,
    /// The rules that changed something, by their place in the migration.
    pub(crate) rules: BTreeMap<usize, Applied>,
    /// Functions that the form asked for can not take, and why; they are converted as without it.
    pub(crate) formless: BTreeMap<String, String>,
    /// What the parser could not read.
    pub(crate) unread: Vec<Unread>,
    pub(crate) problems: Vec<Diagnostic>,
}

/// What one file of rules did to one file of C.
#[derive(Clone, Debug, Default)]
pub(crate) struct Applied {
    /// Which of its rules had a part in it.
    pub(crate) activity: Activity,
    /// The functions that they changed.
    pub(crate) functions: BTreeSet<String>,
}

/// The text on its way through the rules, and what they took from the original.
struct Progress {
    text: Arc<[u8]>,
    steps: Vec<engine::Offsets>,
    removed: BTreeSet<Span>,
    rules: BTreeMap<usize, Applied>,
    problems: Vec<Diagnostic>,
    /// It has no more errors than the file had.
    reads: bool,
}

impl<'m> Conversion<'m> {
    /// Makes the rules ready that apply to the tree that `read` reads, and for a form to those of that form.
    pub(crate) fn new(
        migration: &'m Migration,
        form: Option<&str>,
        read: ReadFile<'_>,
    ) -> Outcome<Self> {
        let mut rules = Vec::new();
        for rule in migration.rules_for(read, form)? {
            rules.push(ReadyRule { rule, engine: ready(&rule.patch)? });
        }
        rules.sort_by_key(|ready| (ready.rule.role == Role::Follows, ready.rule.form.is_some()));
        let shapes =
            migration.shapes.iter().map(|shape| ready(&shape.patch)).collect::<Outcome<_>>()?;
        let before = migration.guards.iter().filter(|guard| guard.judges == Judges::Before);
        let guards =
            before.map(|guard| Ok((guard, ready(&guard.patch)?))).collect::<Outcome<_>>()?;
        let judges = Guards::new(migration)?;
        let outlines = outlines(migration);
        let macros = MacroIndex::builtin();
        Ok(Self { migration, rules, outlines, shapes, guards, judges, macros })
    }

    /// What the rules need to know of the headers that a file includes.
    pub(crate) fn wanted(&self) -> Wanted {
        let rules = self.rules.iter().map(|rule| &rule.engine);
        let guards = self.guards.iter().map(|(_, engine)| engine);
        let mut all = rules.chain(&self.shapes).chain(guards);
        if all.any(Engine::asks_for_types) { Wanted::Types } else { Wanted::Macros }
    }

    /// Runs all of it on one file.
    pub(crate) fn file(
        &self,
        path: &str,
        before: Vec<u8>,
        knowledge: &FileKnowledge,
    ) -> FileResult {
        let text: Arc<[u8]> = before.as_slice().into();
        let file = Subject { path, knowledge };
        let tree = csyntax::parse(text.clone(), &knowledge.macros);
        let lines = LineIndex::new(&text);
        let calls = calls(&tree, &self.migration.api.old);
        let unread = unread(path, &tree, &lines);
        if calls.is_empty() {
            return FileResult::untouched(path, before, unread);
        }
        let (frozen, mut problems) = self.frozen(file, &text);
        let mut held = Held { frozen, formless: BTreeMap::new() };
        let progress = self.guarded(file, &text, &tree, &mut held);
        problems.extend(progress.problems);
        let shapes = self.shapes(file, &text, &calls);
        let site = |(at, call): (usize, &Call)| {
            let shape = shapes[at].map(|at| &self.migration.shapes[at]);
            let name = shape.map_or(&self.migration.unclassified.name, |shape| &shape.name);
            let source = String::from_utf8_lossy(call.call.of(&text)).into_owned();
            let line = lines.line(call.name.start);
            let mut site = Site::convertible(path, line, call.function.clone(), &source);
            site.shape.clone_from(name);
            if progress.removed.contains(&call.name) {
                return site;
            }
            let guarded = held.frozen.get(&call.function);
            let reason = shape.map_or(&self.migration.unclassified.remains, |shape| &shape.remains);
            site.remaining(guarded.unwrap_or(reason))
        };
        let sites = calls.iter().enumerate().map(site).collect();
        let changed = *progress.text != *text;
        FileResult {
            path: path.to_owned(),
            before,
            after: changed.then(|| progress.text.to_vec()),
            sites,
            rules: progress.rules,
            formless: held.formless,
            unread,
            problems,
        }
    }

    /// Converts, and leaves functions alone in which a guard finds fault with the result; first it takes the form away.
    fn guarded(
        &self,
        file: Subject<'_>,
        text: &Arc<[u8]>,
        tree: &Tree,
        held: &mut Held,
    ) -> Progress {
        loop {
            let mut progress = self.formed(file, text, tree, held);
            let found = match *progress.text == **text {
                true => Vec::new(),
                false => self.judges.change(file.path, Some(text), &progress.text),
            };
            let Some(first) = found.first() else { return progress };
            if held.lose_form(self.in_form(&progress.rules), &first.guard.reason) {
                continue;
            }
            let known = held.frozen.len();
            for finding in &found {
                let reason = || finding.guard.reason.clone();
                held.frozen.entry(finding.function.clone()).or_insert_with(reason);
            }
            if held.frozen.len() == known {
                progress.undo(text);
                return progress;
            }
        }
    }

    /// Functions that a guard keeps as they are, and why.
    fn frozen(
        &self,
        file: Subject<'_>,
        text: &Arc<[u8]>,
    ) -> (BTreeMap<String, String>, Vec<Diagnostic>) {
        let mut frozen = BTreeMap::new();
        let mut problems = Vec::new();
        for (guard, engine) in &self.guards {
            let outcome = self.run(engine, file, text, &BTreeSet::new());
            let hits = outcome
                .matches
                .iter()
                .filter(|hit| hit.values.iter().any(|value| value.name == SITE));
            for hit in hits {
                frozen.entry(hit.function.clone()).or_insert_with(|| guard.reason.clone());
            }
            problems.extend(outcome.problems);
        }
        (frozen, problems)
    }

    /// For each call the first shape whose rule names it.
    fn shapes(&self, file: Subject<'_>, text: &Arc<[u8]>, calls: &[Call]) -> Vec<Option<usize>> {
        let mut shapes = vec![None; calls.len()];
        for (at, engine) in self.shapes.iter().enumerate() {
            if shapes.iter().all(Option::is_some) {
                break;
            }
            let outcome = self.run(engine, file, text, &BTreeSet::new());
            let named: BTreeSet<Span> = outcome
                .matches
                .iter()
                .flat_map(|hit| hit.values.iter().filter(|value| value.name == SITE))
                .map(|value| value.span)
                .collect();
            for (shape, call) in shapes.iter_mut().zip(calls) {
                if shape.is_none() && named.contains(&call.name) {
                    *shape = Some(at);
                }
            }
        }
        shapes
    }

    /// Runs the rules one after another; what can not be outlined loses its mark before those that follow run.
    fn convert(
        &self,
        file: Subject<'_>,
        text: &Arc<[u8]>,
        tree: &Tree,
        held: &Held,
    ) -> Result<Progress, Refusal> {
        let mut progress = Progress::of(text);
        let (frozen, formless) = held.names();
        for (at, ready) in self.rules.iter().enumerate() {
            if ready.rule.role == Role::Follows {
                continue;
            }
            let frozen = if ready.rule.form.is_some() { &formless } else { &frozen };
            progress.take(at, self.run(&ready.engine, file, &progress.text, frozen));
        }
        self.outline(file, &mut progress)?;
        for (at, ready) in self.rules.iter().enumerate() {
            if ready.rule.role == Role::Follows && !progress.rules.is_empty() {
                progress.take(at, self.run(&ready.engine, file, &progress.text, &frozen));
            }
        }
        if !progress.rules.is_empty() {
            let macros = &file.knowledge.macros;
            let after = csyntax::parse(progress.text.clone(), macros);
            let text = engine::declarations_in_order(tree, &after).apply(&progress.text);
            let is_formed = !self.in_form(&progress.rules).is_empty();
            progress.text = self.reworded(text, is_formed).into();
            let errors = csyntax::parse(progress.text.clone(), macros).errors().len();
            progress.reads = errors <= tree.errors().len();
        }
        Ok(progress)
    }

    /// A file with the words of its comments brought up to date; some are only for files of which a function is in the
    /// form asked for.
    pub(crate) fn reworded(&self, mut text: Vec<u8>, is_formed: bool) -> Vec<u8> {
        let form = self.rules.iter().find_map(|ready| ready.rule.form.as_ref());
        let fits =
            |words: &&Rewording| words.form.is_none() || is_formed && words.form.as_ref() == form;
        for words in self.migration.comments.iter().filter(fits) {
            let tree = csyntax::parse(text.as_slice().into(), &self.macros);
            let edits = engine::reword(&tree, &words.old, &words.new);
            if !edits.is_empty() {
                text = edits.apply(&text);
            }
        }
        text
    }

    /// What in a file names an old function.
    pub(crate) fn named(&self, path: &str, text: &[u8]) -> Vec<Obstacle> {
        let tree = csyntax::parse(text.into(), &self.macros);
        named_in(path, &tree, &self.migration.api.old)
    }

    /// Runs one semantic patch that is not a rule for callers.
    pub(crate) fn run_alone(&self, engine: &Engine, path: &str, text: Arc<[u8]>) -> RuleOutcome {
        let macros = &self.macros;
        engine.run(&Input {
            path,
            text: &text,
            macros,
            outside: &(),
            frozen: &BTreeSet::new(),
            scripts: None,
        })
    }

    fn run(
        &self,
        engine: &Engine,
        file: Subject<'_>,
        text: &Arc<[u8]>,
        frozen: &BTreeSet<String>,
    ) -> RuleOutcome {
        engine.run(&Input {
            path: file.path,
            text,
            macros: &file.knowledge.macros,
            outside: file.knowledge.outside(),
            frozen,
            scripts: None,
        })
    }

    /// The rule at a place that [`FileResult::rules`] names.
    pub(crate) fn rule(&self, place: usize) -> &'m Rule {
        self.rules[place].rule
    }
}

impl FileResult {
    /// A file without a call.
    fn untouched(path: &str, before: Vec<u8>, unread: Vec<Unread>) -> Self {
        Self {
            path: path.to_owned(),
            before,
            after: None,
            sites: Vec::new(),
            rules: BTreeMap::new(),
            formless: BTreeMap::new(),
            unread,
            problems: Vec::new(),
        }
    }
}

impl Applied {
    fn of(matches: &[engine::Match], changes: &[engine::Change]) -> Self {
        let changed: BTreeSet<String> = changes.iter().map(|change| change.rule.clone()).collect();
        let hits = matches.iter().filter(|hit| changed.contains(&hit.rule));
        let functions = hits.map(|hit| hit.function.clone()).filter(|name| !name.is_empty());
        let functions = functions.collect();
        let matched = matches.iter().map(|hit| hit.rule.clone()).collect();
        Self { activity: Activity { matched, changed }, functions }
    }

    /// Adds what the same rules did elsewhere.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.activity.merge(&other.activity);
        self.functions.extend(other.functions.iter().cloned());
    }
}

impl Progress {
    fn of(text: &Arc<[u8]>) -> Self {
        Self {
            text: text.clone(),
            steps: Vec::new(),
            removed: BTreeSet::new(),
            rules: BTreeMap::new(),
            problems: Vec::new(),
            reads: true,
        }
    }

    fn take(&mut self, rule: usize, outcome: RuleOutcome) {
        self.problems.extend(outcome.problems);
        let Some(text) = outcome.text else { return };
        let original =
            |span: Span| self.steps.iter().rev().try_fold(span, |span, step| step.original(span));
        let removed: Vec<Span> = outcome
            .changes
            .iter()
            .flat_map(|change| &change.removed)
            .filter_map(|span| original(*span))
            .collect();
        self.removed.extend(removed);
        self.steps.push(outcome.offsets);
        self.rules.insert(rule, Applied::of(&outcome.matches, &outcome.changes));
        self.text = text.into();
    }

    fn undo(&mut self, text: &Arc<[u8]>) {
        self.text = text.clone();
        self.removed.clear();
        self.rules.clear();
    }

    /// What has come out, or the file as it was where that does not read as C.
    fn readable(mut self, path: &str, text: &Arc<[u8]>) -> Self {
        if !self.reads {
            let message =
                format!("the conversion of {path} does not read as C; it is left as it is");
            let help = "Report the rule and the function: the rule matches what it should not.";
            self.problems.push(Diagnostic::warning(message).help(help));
            self.undo(text);
        }
        self
    }
}

/// Makes a semantic patch ready to run.
pub(crate) fn ready(patch: &SemanticPatch) -> Outcome<Engine> {
    let parsed = smpl::parse(&patch.path, patch.text.as_bytes(), &smpl::ParseOptions::default())?;
    Ok(Engine::new(parsed, Options::default())?)
}

/// What the parser could not read of a file.
pub(crate) fn unread(path: &str, tree: &Tree, lines: &LineIndex) -> Vec<Unread> {
    tree.errors()
        .iter()
        .map(|error| Unread {
            path: path.to_owned(),
            line: lines.line(error.span.start),
            reason: error.message.to_owned(),
        })
        .collect()
}
