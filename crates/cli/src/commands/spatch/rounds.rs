//! The runs of a semantic patch: the one that was asked for, and those that its scripts ask for.
//!
//! ```text
//!   files ──► rules and scripts ──► results, in order of path
//!     ▲              │ Iteration().register()
//!     └── the last that was asked for next, until none is left; then `finalize`, which may ask for more
//! ```
//! A run sees what the runs before it have changed, also where that is only shown and not written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use engine::{Engine, Input, Iteration, Program};
use source::Diagnostic;

use super::groups::Group;
use super::in_order::in_order;
use super::joined::Joining;
use super::options::Options;
use super::results::{Done, show};
use super::scripts::Scripts;
use super::texts::{First, Texts};
use crate::console::{Console, print};
use crate::failure::Outcome;
use crate::knowledge::{FileKnowledge, Knowledge};

/// A script that asks for another run in every run would never end.
const MOST_ROUNDS: u32 = 10_000;

/// See the module's description.
pub(super) struct Rounds<'r> {
    pub(super) options: &'r Options,
    pub(super) console: &'r Console,
    pub(super) engine: &'r Engine,
    pub(super) scripts: &'r Scripts<'r>,
    /// The files of the first run.
    pub(super) groups: &'r [Group],
    /// The headers that join those of further runs.
    pub(super) joining: &'r Joining<'r>,
    pub(super) threads: usize,
    /// What is known of the files that are given.
    pub(super) knowledge: &'r dyn Fn(&[PathBuf]) -> Outcome<Knowledge>,
}

/// One run.
struct Round {
    engine: Engine,
    /// `None` for that of the first.
    groups: Option<Vec<Group>>,
}

impl Rounds<'_> {
    /// All runs, and the scripts behind them; gives what has failed.
    pub(super) fn all(&self) -> Outcome<Vec<Diagnostic>> {
        let known = (self.knowledge)(&files_of(self.groups))?;
        let mut state = State { texts: Texts::new(self.groups), failures: Vec::new() };
        let mut waiting = vec![Round { engine: self.engine.clone(), groups: None }];
        let mut rounds = 0;
        while let Some(round) = waiting.pop() {
            rounds += 1;
            if rounds > MOST_ROUNDS {
                return Err(endless(self.engine).into());
            }
            let asked = self.one(&round, &known, &mut state)?;
            waiting.extend(asked.into_iter().map(|it| self.next(&round, it)));
            if waiting.is_empty() || !state.failures.is_empty() {
                let asked = self.scripts.finish(&self.at_the_end(&round.engine))?;
                waiting.extend(asked.into_iter().map(|it| self.next(&round, it)));
            } else {
                self.scripts.between_runs();
            }
            if !state.failures.is_empty() {
                break;
            }
        }
        Ok(state.failures)
    }

    /// One run; gives those that its scripts ask for.
    fn one(&self, round: &Round, known: &Knowledge, state: &mut State) -> Outcome<Vec<Iteration>> {
        let own = match &round.groups {
            Some(groups) if !self.holds_all(groups) => Some((self.knowledge)(&files_of(groups))?),
            _ => None,
        };
        let knowledge = own.as_ref().unwrap_or(known);
        let groups = round.groups.as_deref().unwrap_or(self.groups);
        let State { texts, failures } = state;
        let (mut asked, mut first) = (Vec::new(), First::new(texts));
        let work = |group: &Group| {
            let before = group.files().map(|file| texts.of(file)).collect::<Outcome<_>>()?;
            Ok(on_group(&round.engine, group, before, knowledge, self.scripts))
        };
        let take = |done: Outcome<Vec<Done>>| {
            let done = done?;
            if self.options.output.is_some()
                && done.iter().filter(|it| it.after.is_some()).count() > 1
            {
                return Err(too_many_results().into());
            }
            done.into_iter().try_for_each(|done| {
                asked.extend(done.iterations.iter().cloned());
                let done = first.only(done);
                if self.engine.may_iterate() {
                    texts.keep(&done);
                }
                self.take(done, failures)
            })
        };
        in_order(groups, self.threads, work, take)?;
        Ok(asked)
    }

    /// Whether the files of some groups are among those of the first run.
    fn holds_all(&self, groups: &[Group]) -> bool {
        let known: BTreeSet<&PathBuf> = self.groups.iter().flat_map(Group::files).collect();
        groups.iter().flat_map(Group::files).all(|file| known.contains(file))
    }

    /// Shows what became of one file. A script that failed does not stop the others, and is told of once for each place.
    fn take(&self, mut file: Done, failures: &mut Vec<Diagnostic>) -> Outcome<()> {
        if !self.options.quiet {
            self.console.report_all(&file.problems);
        }
        print(&file.output)?;
        let failure = file.failure.take().map(|it| *it);
        let is_new = |it: &Diagnostic| failures.iter().all(|known| known.labels != it.labels);
        let new = failure.filter(is_new);
        failures.extend(new);
        show(self.options, &file)
    }

    /// The run that a script of `round` asks for.
    fn next(&self, round: &Round, asked: Iteration) -> Round {
        let mut identifiers = BTreeMap::new();
        if asked.extends {
            identifiers.clone_from(round.engine.given().1);
        }
        identifiers.extend(asked.identifiers);
        let together = |files: Vec<String>| {
            vec![self.joining.join(Group::new(files.into_iter().map(PathBuf::from)))]
        };
        Round {
            engine: round.engine.under(asked.virtuals, identifiers),
            groups: asked.files.map(together),
        }
    }

    /// `finalize` scripts see the virtual rules of the last run, and the virtual identifiers of the command line.
    fn at_the_end(&self, last: &Engine) -> Engine {
        let (virtuals, identifiers) = (last.given().0, self.engine.given().1);
        self.engine.under(virtuals.clone(), identifiers.clone())
    }
}

fn too_many_results() -> Diagnostic {
    Diagnostic::error("-o takes one result, and a header is changed too")
        .help("Use --in-place, or leave headers alone with --include-headers-for-types.")
}

fn files_of(groups: &[Group]) -> Vec<PathBuf> {
    groups.iter().flat_map(Group::files).cloned().collect()
}

/// What one run leaves to the next.
struct State {
    texts: Texts,
    failures: Vec<Diagnostic>,
}

/// What becomes of the files of a group; what scripts say stands with the first.
fn on_group(
    engine: &Engine,
    group: &Group,
    before: Vec<Arc<[u8]>>,
    knowledge: &Knowledge,
    scripts: &Scripts<'_>,
) -> Vec<Done> {
    let file = |(path, before): (&PathBuf, &Arc<[u8]>)| Done {
        path: path.clone(),
        before: before.clone(),
        ..Done::default()
    };
    let mut done: Vec<Done> = group.files().zip(&before).map(file).collect();
    let texts: Vec<&[u8]> = before.iter().map(|text| &**text).collect();
    if !engine.concerns_program(&texts) {
        return done;
    }
    let labels: Vec<String> = group.files().map(|path| path.display().to_string()).collect();
    let known: Vec<FileKnowledge> =
        group.files().zip(&before).map(|(path, text)| knowledge.of(path, text)).collect();
    let (frozen, host) = (BTreeSet::new(), scripts.host());
    let files: Vec<Input<'_>> = (0..before.len())
        .map(|at| Input {
            path: &labels[at],
            text: &before[at],
            macros: &known[at].macros,
            outside: known[at].outside(),
            frozen: &frozen,
            scripts: Some(&host),
        })
        .collect();
    let named: Vec<&str> = labels[group.headers.len()..].iter().map(String::as_str).collect();
    let outcomes = engine.run_program(&Program { files: &files, named: &named });
    done.iter_mut().zip(outcomes).for_each(|(file, outcome)| file.take(outcome));
    done
}

fn endless(engine: &Engine) -> Diagnostic {
    let path = engine.path();
    Diagnostic::error(format!("the scripts of {path} have asked for more than {MOST_ROUNDS} runs"))
        .help("Register an Iteration only where there is something left to look for.")
}
