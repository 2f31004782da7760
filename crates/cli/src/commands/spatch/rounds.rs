//! The runs of a semantic patch: the one that was asked for, and those that its scripts ask for.
//!
//! ```text
//!   files ──► rules and scripts ──► results, in order of path
//!     ▲              │ Iteration().register()
//!     └── the last that was asked for next, until none is left; then `finalize`, which may ask for more
//! ```
//! A run sees what the runs before it have changed, also where that is only shown and not written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use engine::{Engine, Input, Iteration};
use source::Diagnostic;

use super::in_order::in_order;
use super::options::Options;
use super::results::{Done, show};
use super::scripts::Scripts;
use crate::console::{Console, print};
use crate::failure::{Outcome, io_failure};
use crate::file_text::with_text;
use crate::knowledge::Knowledge;

/// A script that asks for another run in every run would never end.
const MOST_ROUNDS: u32 = 10_000;

/// See the module's description.
pub(super) struct Rounds<'r> {
    pub(super) options: &'r Options,
    pub(super) console: &'r Console,
    pub(super) engine: &'r Engine,
    pub(super) scripts: &'r Scripts<'r>,
    /// The files of the first run.
    pub(super) files: &'r [PathBuf],
    pub(super) threads: usize,
    /// What is known of the files that are given.
    pub(super) knowledge: &'r dyn Fn(&[PathBuf]) -> Outcome<Knowledge>,
}

/// One run.
struct Round {
    engine: Engine,
    /// `None` for those of the first.
    files: Option<Vec<PathBuf>>,
}

impl Rounds<'_> {
    /// All runs, and the scripts behind them; gives what has failed.
    pub(super) fn all(&self) -> Outcome<Vec<Diagnostic>> {
        let known = (self.knowledge)(self.files)?;
        let mut state = State::default();
        let mut waiting = vec![Round { engine: self.engine.clone(), files: None }];
        let mut rounds = 0;
        while let Some(round) = waiting.pop() {
            rounds += 1;
            if rounds > MOST_ROUNDS {
                return Err(endless(self.engine).into());
            }
            let asked = self.one(&round, &known, &mut state)?;
            waiting.extend(asked.into_iter().map(|it| round.next(it)));
            if waiting.is_empty() || !state.failures.is_empty() {
                let asked = self.scripts.finish(&self.at_the_end(&round.engine))?;
                waiting.extend(asked.into_iter().map(|it| round.next(it)));
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
        let own = match &round.files {
            Some(files) if !files.iter().all(|file| self.files.contains(file)) => {
                Some((self.knowledge)(files)?)
            }
            _ => None,
        };
        let knowledge = own.as_ref().unwrap_or(known);
        let files = round.files.as_deref().unwrap_or(self.files);
        let State { texts, failures } = state;
        let mut asked = Vec::new();
        let work = |file: &PathBuf| {
            let text = texts.of(file)?;
            Ok(on_file(&round.engine, file, text, knowledge, self.scripts))
        };
        let take = |done: Outcome<Done>| {
            let done = done?;
            asked.extend(done.iterations.iter().cloned());
            if self.engine.may_iterate() {
                texts.keep(&done);
            }
            self.take(done, failures)
        };
        in_order(files, self.threads, work, take)?;
        Ok(asked)
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

    /// `finalize` scripts see the virtual rules of the last run, and the virtual identifiers of the command line.
    fn at_the_end(&self, last: &Engine) -> Engine {
        let (virtuals, identifiers) = (last.given().0, self.engine.given().1);
        self.engine.under(virtuals.clone(), identifiers.clone())
    }
}

impl Round {
    /// The run that a script of this one asks for.
    fn next(&self, asked: Iteration) -> Self {
        let mut identifiers = BTreeMap::new();
        if asked.extends {
            identifiers.clone_from(self.engine.given().1);
        }
        identifiers.extend(asked.identifiers);
        let paths = |files: Vec<String>| {
            let unique: BTreeSet<PathBuf> = files.into_iter().map(PathBuf::from).collect();
            unique.into_iter().collect()
        };
        Self {
            engine: self.engine.under(asked.virtuals, identifiers),
            files: asked.files.map(paths),
        }
    }
}

/// What one run leaves to the next.
#[derive(Default)]
struct State {
    texts: Texts,
    failures: Vec<Diagnostic>,
}

/// What files hold: as runs have left them, or else as they are on disk.
#[derive(Default)]
struct Texts(Mutex<BTreeMap<PathBuf, Arc<[u8]>>>);

impl Texts {
    fn of(&self, path: &Path) -> Outcome<Arc<[u8]>> {
        let changed = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        let on_disk = || {
            with_text(path, |text| Arc::from(text))
                .map_err(|error| io_failure("read", path, &error))
        };
        changed.map_or_else(on_disk, Ok)
    }

    fn keep(&self, done: &Done) {
        if let Some(after) = &done.after {
            let mut changed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            changed.insert(done.path.clone(), after.as_slice().into());
        }
    }
}

fn on_file(
    engine: &Engine,
    path: &Path,
    before: Arc<[u8]>,
    knowledge: &Knowledge,
    scripts: &Scripts<'_>,
) -> Done {
    if !engine.concerns(&before) {
        return Done { path: path.to_path_buf(), before, ..Done::default() };
    }
    let label = path.display().to_string();
    let known = knowledge.of(path, &before);
    let frozen = BTreeSet::new();
    let outcome = engine.run(&Input {
        path: &label,
        text: &before,
        macros: &known.macros,
        outside: known.outside(),
        frozen: &frozen,
        scripts: Some(&scripts.host()),
    });
    Done {
        path: path.to_path_buf(),
        after: outcome.text.filter(|after| **after != *before),
        before,
        starred: outcome.matches.into_iter().flat_map(|hit| hit.starred).collect(),
        problems: outcome.problems,
        output: outcome.output,
        iterations: outcome.iterations,
        failure: outcome.failure,
    }
}

fn endless(engine: &Engine) -> Diagnostic {
    let path = engine.path();
    Diagnostic::error(format!("the scripts of {path} have asked for more than {MOST_ROUNDS} runs"))
        .help("Register an Iteration only where there is something left to look for.")
}
