//! The Pythons that run scripts: started when a script first runs, kept for the files that follow.
//!
//! A file that runs scripts has a Python to itself until it is done, so there are as many as files are worked on at
//! once. What `initialize` rules set up is there in each; what scripts remember, the later files of the same Python
//! see. With a `finalize` rule, which looks at what all files have left behind, there is one Python, and files come
//! to it in order of path. So there is where scripts ask for further runs, lest each Python asks for the same.

use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard, PoisonError};

use engine::{Call, Engine, Iteration, Ran, Script, ScriptHost};
use python::{Settings, Worker};
use smpl::ScriptPhase;
use source::Diagnostic;

use crate::console::print;
use crate::failure::Outcome;

type Done<T> = Result<T, Box<Diagnostic>>;

/// See the module's description.
pub(super) struct Scripts<'e> {
    engine: &'e Engine,
    settings: Settings,
    idle: Mutex<Vec<Worker>>,
}

impl<'e> Scripts<'e> {
    pub(super) fn new(engine: &'e Engine, settings: Settings) -> Self {
        Self { engine, settings, idle: Mutex::default() }
    }

    /// Whether all files must go through one Python, in order.
    pub(super) fn is_one(&self) -> bool {
        self.has_end() || self.engine.may_iterate()
    }

    fn has_end(&self) -> bool {
        self.engine.has_scripts(ScriptPhase::Finalize)
    }

    /// Runs the `initialize` rules, if there are any; shows what they print.
    pub(super) fn begin(&self) -> Outcome<()> {
        if !self.engine.has_scripts(ScriptPhase::Initialize) && !self.has_end() {
            return Ok(());
        }
        let mut output = String::new();
        let started = self.start(&mut output);
        print(&output)?;
        self.idle().push(started.map_err(|error| *error)?);
        Ok(())
    }

    /// A run is over, and another comes before the `finalize` rules.
    pub(super) fn between_runs(&self) {
        if self.engine.merged().next().is_some()
            && let Some(worker) = self.idle().last()
        {
            worker.keep(self.engine.merged());
        }
    }

    /// Runs the `finalize` rules as `engine` has them; shows what they print, and gives the runs that they ask for.
    pub(super) fn finish(&self, engine: &Engine) -> Outcome<Vec<Iteration>> {
        if !engine.has_scripts(ScriptPhase::Finalize) {
            return Ok(Vec::new());
        }
        let worker = self.take().map_err(|error| *error)?;
        let mut output = String::new();
        let done = engine.run_scripts(ScriptPhase::Finalize, &worker, &mut output);
        print(&output)?;
        self.idle().extend(Some(worker).filter(Worker::is_alive));
        Ok(done.map_err(|error| *error)?)
    }

    /// What runs the scripts for one file.
    pub(super) fn host(&self) -> Host<'_, 'e> {
        Host { scripts: self, worker: RefCell::new(None) }
    }

    fn take(&self) -> Done<Worker> {
        let idle = self.idle().pop();
        // What `initialize` rules print was shown when the first began.
        idle.map_or_else(|| self.start(&mut String::new()), Ok)
    }

    fn start(&self, output: &mut String) -> Done<Worker> {
        let worker = Worker::start(&self.settings)?;
        self.engine.run_scripts(ScriptPhase::Initialize, &worker, output)?;
        Ok(worker)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs the scripts for one file; the Python that it came to use goes back when the file is done.
pub(super) struct Host<'s, 'e> {
    scripts: &'s Scripts<'e>,
    worker: RefCell<Option<Worker>>,
}

impl ScriptHost for Host<'_, '_> {
    fn run(&self, script: &Script<'_>, calls: &[Call]) -> Ran {
        let mut worker = self.worker.borrow_mut();
        let started = match worker.take() {
            Some(worker) => Ok(worker),
            None => self.scripts.take(),
        };
        match started {
            Ok(started) => worker.insert(started).run(script, calls),
            Err(error) => Ran { output: String::new(), replies: Err(error) },
        }
    }
}

impl Drop for Host<'_, '_> {
    fn drop(&mut self) {
        let worker = self.worker.take().filter(Worker::is_alive);
        self.scripts.idle().extend(worker);
    }
}
