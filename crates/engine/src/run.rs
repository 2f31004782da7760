//! Files that are one program on their way through the rules.
//!
//! ```text
//!   rule 1 on a.h, a.c ──► environments ──► rule 2 on a.h, a.c ──► …
//! ```
//! Each rule sees the texts as the rule before left them, under every environment that the rules so far have made: what
//! `r.x` stands for, and which rules have matched, whichever file they matched in. Mostly the program is one file.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use smallvec::SmallVec;
use smpl::{CodeRule, Origin, PlusPiece, RuleBody};
use source::{Diagnostic, Span};

use crate::collect::Collector;
use crate::engine::{Engine, Ready, holds_word};
use crate::env::Env;
use crate::environment::{Circumstances, Elsewhere, Environment};
use crate::file_run::{FileRun, Opened};
use crate::flow::{self, compile};
use crate::matching::excluded;
use crate::outcome::{Outcome, Program};
use crate::reading::{Reading, Readings};
use crate::rule_run::{Found, RuleRun};
use crate::screen::Screened;
use crate::scripting::Scripting;
use crate::value::Values;

/// Bindings that rules hand on are given up beyond this many ways, and reported.
const MOST_ENVIRONMENTS: usize = 10_000;

/// See the module's description.
pub(crate) struct Run<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) files: Vec<FileRun<'a>>,
    /// For each rule, in which of the files it can match as they are.
    may_match: Screened,
    pub(crate) values: RefCell<Values>,
    pub(crate) environments: BTreeSet<Environment>,
    pub(crate) ever: BTreeSet<String>,
    pub(crate) scripting: Scripting<'a>,
    /// Whether a script wants no more rules to run.
    pub(crate) is_over: bool,
}

/// Environments that start a rule with the same bindings.
struct Group {
    env: Env,
    /// In which of the files the rule is to run under them.
    runs_in: Places,
    members: Vec<Environment>,
    /// What the matches bind, in all files.
    bound: BTreeSet<Env>,
}

/// For each file, whether something holds there.
type Places = SmallVec<[bool; 4]>;

impl<'a> Run<'a> {
    pub(crate) fn new(engine: &'a Engine, program: &Program<'a>, may_match: Screened) -> Self {
        let mut values = Values::default();
        let files = program.files.iter().map(|input| FileRun::new(*input, &mut values)).collect();
        let host = program.files.first().and_then(|input| input.scripts);
        Self {
            engine,
            files,
            may_match,
            values: RefCell::new(values),
            environments: BTreeSet::from([Environment::default()]),
            ever: BTreeSet::new(),
            scripting: Scripting::new(host, program.named, &engine.virtuals),
            is_over: false,
        }
    }

    /// The outcome for each file; what scripts have said stands in the first.
    pub(crate) fn finish(self) -> Vec<Outcome> {
        // What a script that fails was to decide is not decided.
        let is_decided = !self.scripting.has_failed();
        let mut outcomes: Vec<Outcome> =
            self.files.into_iter().map(|file| file.finish(is_decided)).collect();
        let (said, failure) = self.scripting.finish();
        if let Some(first) = outcomes.first_mut() {
            (first.output, first.iterations) = (said.printed, said.iterations);
            first.failure = failure;
        }
        outcomes
    }

    /// All rules, in order.
    pub(crate) fn rules(&mut self, rules: &[Ready]) {
        let mut left = rules.iter().enumerate().peekable();
        while left.peek().is_some() {
            let sources: Vec<_> = self.files.iter().map(FileRun::source).collect();
            let opened: Vec<Opened<'_>> = sources.iter().map(|it| Opened::new(it)).collect();
            // What was made of the files lasts until a rule changes one.
            for (at, ready) in left.by_ref() {
                if self.is_over || self.scripting.has_failed() {
                    return;
                }
                if self.may_match[at].contains(&true) && self.rule((at, ready), &opened) {
                    let known: Vec<bool> =
                        self.may_match[..=at].iter().map(|files| files.contains(&true)).collect();
                    let texts: Vec<&[u8]> = self.files.iter().map(FileRun::text).collect();
                    self.may_match = self.engine.may_match(&texts, &known);
                    break;
                }
            }
        }
    }

    /// One rule, under every environment that lets it run. True when it changed a file.
    fn rule(&mut self, (at, ready): (usize, &Ready), opened: &[Opened<'_>]) -> bool {
        match &ready.rule.body {
            RuleBody::Code(code) => self.code_rule((at, ready), code, opened),
            RuleBody::Script(script) => {
                self.script_rule(ready, script);
                false
            }
        }
    }

    fn code_rule(
        &mut self,
        (at, ready): (usize, &Ready),
        code: &CodeRule,
        opened: &[Opened<'_>],
    ) -> bool {
        let (mut groups, mut next) = self.starts(ready, code);
        if groups.is_empty() {
            self.environments = next;
            return false;
        }
        let program = compile(code);
        let mut found = Vec::new();
        for (file, opened) in opened.iter().enumerate() {
            if self.may_match[at][file] {
                found
                    .push((file, self.on_file(file, opened, (ready, code, &program), &mut groups)));
            }
        }
        for Group { members, bound, .. } in &groups {
            for member in members {
                if bound.is_empty() {
                    next.insert(member.clone());
                }
                next.extend(bound.iter().map(|it| member.after(&ready.rule.name, code, it)));
            }
        }
        if next.iter().any(|environment| environment.has_matched(&ready.rule.name)) {
            self.ever.insert(ready.rule.name.clone());
        }
        self.keep(next, ready);
        let values = self.values.get_mut();
        found.into_iter().fold(false, |changed, (file, found)| {
            self.files[file].take(&ready.rule.name, found, values) || changed
        })
    }

    /// The environments in which a rule runs, by what it inherits; and the others.
    fn starts(&mut self, ready: &Ready, code: &CodeRule) -> (Vec<Group>, BTreeSet<Environment>) {
        let options = &self.engine.options;
        let mut groups: BTreeMap<Env, BTreeMap<Places, Vec<Environment>>> = BTreeMap::new();
        let mut elsewhere = Elsewhere::new(excluded(code));
        let mut others = BTreeSet::new();
        for environment in std::mem::take(&mut self.environments) {
            let runs_in = self.files.iter().map(|file| {
                let around = self.around(std::slice::from_ref(&file.input.path));
                environment.satisfies(&ready.rule.depends, &around)
            });
            let runs_in: Places = runs_in.collect();
            let env =
                environment.inherited(code, &options.identifiers, &mut self.values.borrow_mut());
            let env = elsewhere.note(env);
            if runs_in.contains(&true) && can_add(code, &env) {
                groups.entry(env).or_default().entry(runs_in).or_default().push(environment);
            } else {
                others.insert(environment);
            }
        }
        let ordered = elsewhere.in_order(groups, &mut self.values.borrow_mut());
        let group = |(env, by_place): (Env, BTreeMap<Places, Vec<Environment>>)| {
            let bound = BTreeSet::new();
            by_place.into_iter().map(move |(runs_in, members)| Group {
                env: env.clone(),
                runs_in,
                members,
                bound: bound.clone(),
            })
        };
        (ordered.into_iter().flat_map(group).collect(), others)
    }

    /// What `depends on` can ask about in files of these names.
    pub(crate) fn around<'r>(&'r self, paths: &'r [&'r str]) -> Circumstances<'r> {
        Circumstances { ever: &self.ever, virtuals: &self.engine.options.virtuals, paths }
    }

    /// One rule on one file: notes what its matches bind, and gives what they want changed.
    fn on_file(
        &self,
        file: usize,
        opened: &Opened<'_>,
        (ready, code, program): (&Ready, &CodeRule, &flow::Program<'_>),
        groups: &mut [Group],
    ) -> Found {
        self.values.borrow_mut().turn_to(self.files[file].reading());
        let mut found = Found::default();
        let readings = opened.readings();
        let replacements = replacements(ready, readings);
        let whole = readings.code().first();
        let code_readings = readings.code().iter().map(|reading| (reading, None));
        let all = code_readings.chain(replacements.into_iter().map(|reading| (reading, whole)));
        for (reading, around) in all {
            let rule_run =
                RuleRun::new((self, &self.files[file]), (ready, code, program), reading, around);
            let mut collector = Collector::new(
                reading.tree,
                code,
                &ready.constraints,
                &self.scripting,
                reading.directives(),
                &self.engine.options.style,
            );
            for group in groups.iter_mut().filter(|group| group.runs_in[file]) {
                group.bound.extend(rule_run.matches(&group.env, &mut collector, &mut found));
            }
            rule_run.edit(collector, &mut found);
        }
        found
    }

    /// Takes over the environments after a rule, as far as there is room.
    pub(crate) fn keep(&mut self, next: BTreeSet<Environment>, ready: &Ready) {
        let rule = &ready.rule.name;
        let mut next: BTreeSet<Environment> =
            next.into_iter().map(|environment| environment.reduced(&ready.later)).collect();
        if next.len() > MOST_ENVIRONMENTS {
            if let Some(file) = self.files.last_mut() {
                file.outcome.problems.push(too_many_ways(rule, file.input.path));
            }
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
}

fn too_many_ways(rule: &str, path: &str) -> Diagnostic {
    Diagnostic::warning(format!(
        "rule {rule} matches in more than {MOST_ENVIRONMENTS} ways; the rest is left out"
    ))
    .at(path, Span::default(), "")
    .help("Bind fewer metavariables that later rules inherit.")
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
