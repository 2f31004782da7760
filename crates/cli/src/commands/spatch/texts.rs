//! What files hold, and whose result counts, where a file is part of several programs: a header mostly.
//!
//! All programs of a run see the file as it was when the first of them read it, and the first result is the one that is
//! shown and written. So neither the number of threads nor `--in-place` changes what comes out.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use source::{Diagnostic, Span};

use super::groups::Group;
use super::joined::key;
use super::results::Done;
use crate::failure::{Outcome, io_failure};
use crate::file_text::with_text;

/// What files hold: as runs have left them, or else as they are on disk.
#[derive(Default)]
pub(super) struct Texts {
    changed: Mutex<BTreeMap<PathBuf, Arc<[u8]>>>,
    /// Files of several programs; `None` where one can not be read.
    shared: HashMap<PathBuf, OnceLock<Option<Arc<[u8]>>>>,
}

impl Texts {
    pub(super) fn new(groups: &[Group]) -> Self {
        let mut counts: HashMap<PathBuf, u32> = HashMap::new();
        let joined = groups.iter().filter(|group| !group.headers.is_empty());
        if groups.len() > 1 && (joined.count() > 0 || groups.iter().any(|it| it.named.len() > 1)) {
            let files = groups.iter().flat_map(Group::files);
            files.for_each(|file| *counts.entry(key(file)).or_default() += 1);
        }
        let shared = counts.into_iter().filter(|(_, count)| *count > 1);
        let shared = shared.map(|(file, _)| (file, OnceLock::new())).collect();
        Self { shared, ..Self::default() }
    }

    pub(super) fn of(&self, path: &Path) -> Outcome<Arc<[u8]>> {
        let changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = changed.get(&key(path)) {
            return Ok(text.clone());
        }
        drop(changed);
        let on_disk = || with_text(path, |text| Arc::from(text));
        let shared = self.shared.get(&key(path));
        let first = shared.and_then(|text| text.get_or_init(|| on_disk().ok()).clone());
        first.map_or_else(|| on_disk().map_err(|error| io_failure("read", path, &error)), Ok)
    }

    /// Further runs see the result.
    pub(super) fn keep(&self, done: &Done) {
        if let Some(after) = &done.after {
            let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
            changed.insert(key(&done.path), after.as_slice().into());
        }
    }
}

/// The first results of a run for files of several programs.
pub(super) struct First<'t> {
    texts: &'t Texts,
    taken: HashMap<PathBuf, Option<Vec<u8>>>,
}

impl<'t> First<'t> {
    pub(super) fn new(texts: &'t Texts) -> Self {
        Self { texts, taken: HashMap::new() }
    }

    /// What is to be shown and written of a result; if there was one for this file before, what scripts said alone.
    pub(super) fn only(&mut self, done: Done) -> Done {
        if !self.texts.shared.contains_key(&key(&done.path)) || done.is_nothing() {
            return done;
        }
        match self.taken.get(&key(&done.path)) {
            None => {
                self.taken.insert(key(&done.path), done.after.clone());
                done
            }
            Some(first) => {
                let differs = done.after.is_some() && done.after != *first;
                let problems = if differs { vec![other_result(&done.path)] } else { Vec::new() };
                Done { after: None, starred: Vec::new(), problems, ..done }
            }
        }
    }
}

fn other_result(path: &Path) -> Diagnostic {
    Diagnostic::warning("this file is changed in another way for another file that includes it")
        .at(path.display().to_string(), Span::default(), "the first result is kept")
        .help("Apply the semantic patch to the changed files again, or let its rules not depend on what includes the file.")
}
