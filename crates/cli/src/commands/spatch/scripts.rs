//! The Pythons that run scripts: started when a script first runs, kept for the files that follow.
//!
//! A file that runs scripts has a Python to itself until it is done, so there are as many as files are worked on at
//! once. What `initialize` rules set up is there in each; what scripts remember, the later files of the same Python
//! see. With a `finalize` rule, which looks at what all files have left behind, there is one Python, and files come
//! to it in order of path.

use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard, PoisonError};

use engine::{Engine, Reply, Script, ScriptHost, Variables};
use python::{Settings, Worker};
use smpl::ScriptPhase;
use source::Diagnostic;

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
        self.engine.has_scripts(ScriptPhase::Finalize)
    }

    /// Runs the `initialize` rules, if there are any; gives what they print.
    pub(super) fn begin(&self) -> Outcome<String> {
        if !self.engine.has_scripts(ScriptPhase::Initialize) && !self.is_one() {
            return Ok(String::new());
        }
        let (worker, output) = self.start().map_err(|error| *error)?;
        self.idle().push(worker);
        Ok(output)
    }

    /// Runs the `finalize` rules; gives what they print.
    pub(super) fn finish(&self) -> Outcome<String> {
        if !self.is_one() {
            return Ok(String::new());
        }
        let done =
            self.take().and_then(|worker| self.engine.run_scripts(ScriptPhase::Finalize, &worker));
        Ok(done.map_err(|error| *error)?)
    }

    /// What runs the scripts for one file.
    pub(super) fn host(&self) -> Host<'_, 'e> {
        Host { scripts: self, worker: RefCell::new(None) }
    }

    fn take(&self) -> Done<Worker> {
        let idle = self.idle().pop();
        idle.map_or_else(|| Ok(self.start()?.0), Ok)
    }

    fn start(&self) -> Done<(Worker, String)> {
        let worker = Worker::start(&self.settings)?;
        let output = self.engine.run_scripts(ScriptPhase::Initialize, &worker)?;
        Ok((worker, output))
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
    fn run(&self, script: &Script<'_>, calls: &[Variables]) -> Done<Vec<Reply>> {
        let mut worker = self.worker.borrow_mut();
        let worker = match &mut *worker {
            Some(worker) => worker,
            none => none.insert(self.scripts.take()?),
        };
        worker.run(script, calls)
    }
}

impl Drop for Host<'_, '_> {
    fn drop(&mut self) {
        let worker = self.worker.take().filter(Worker::is_alive);
        self.scripts.idle().extend(worker);
    }
}
