//! The form of a series: rules of their own after the others, and the bodies of the loops that they mark outlined.
//!
//! ```text
//! rules of every form ──► rules of the form ──► outlines ──► rules that follow ──► reads as C?
//!         ▲                                        │ refused                          │ no
//!         └──── again, the function held back ─────┴──────────────────────────────────┘ from the rules of the form
//! ```
//!
//! A function that the form can not take is converted as without it, and the series says why.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use csyntax::Tree;
use engine::{Outline, Refusal};
use migration::Migration;
use tracker::{Site, State};

use super::{Applied, Conversion, FileResult, Progress, Subject};

/// Why functions are held back whose file would not be C.
const UNREADABLE: &str = "in it the file would not read as C";

/// Functions that are held back, each with the reason.
pub(super) struct Held {
    /// From every rule.
    pub(super) frozen: BTreeMap<String, String>,
    /// From the rules of the form.
    pub(super) formless: BTreeMap<String, String>,
}

impl Held {
    /// The functions held back from all rules, and those held back from the rules of the form.
    pub(super) fn names(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let frozen: BTreeSet<String> = self.frozen.keys().cloned().collect();
        let formless = frozen.iter().chain(self.formless.keys()).cloned().collect();
        (frozen, formless)
    }

    /// Holds functions back from the form; whether one of them was not before.
    pub(super) fn lose_form(
        &mut self,
        functions: impl IntoIterator<Item = String>,
        reason: &str,
    ) -> bool {
        let known = self.formless.len();
        for function in functions {
            self.formless.entry(function).or_insert_with(|| reason.to_owned());
        }
        self.formless.len() > known
    }
}

/// What the marks of a migration mean to the engine.
pub(super) fn outlines(migration: &Migration) -> Vec<Outline> {
    let outline = |outline: &migration::Outline| Outline {
        marker: outline.marker.clone(),
        function: outline.function.clone(),
        context: outline.context.clone(),
        parameters: outline.parameters.clone(),
        call: outline.call.clone(),
        stop: outline.stop.clone(),
    };
    migration.outlines.iter().map(outline).collect()
}

impl Conversion<'_> {
    /// Converts in the form asked for, and without it what it can not take.
    pub(super) fn formed(
        &self,
        file: Subject<'_>,
        text: &Arc<[u8]>,
        tree: &Tree,
        held: &mut Held,
    ) -> Progress {
        loop {
            match self.convert(file, text, tree, held) {
                Ok(progress) if progress.reads => return progress,
                Ok(progress) => {
                    if !held.lose_form(self.in_form(&progress.rules), UNREADABLE) {
                        return progress.readable(file.path, text);
                    }
                }
                Err(refusal) => {
                    if !held.lose_form([refusal.function.clone()], &refusal.reason) {
                        let mut progress = Progress::of(text);
                        progress.problems.push(*refusal.diagnostic);
                        return progress;
                    }
                }
            }
        }
    }

    /// Makes functions of the bodies that are marked.
    pub(super) fn outline(
        &self,
        file: Subject<'_>,
        progress: &mut Progress,
    ) -> Result<(), Refusal> {
        for outline in &self.outlines {
            let macros = &file.knowledge.macros;
            let outlined = engine::outline(file.path, &progress.text, macros, outline)?;
            if let Some(text) = outlined {
                progress.text = text.into();
                // From here on nothing is traced to the file as it was.
                progress.steps.push(engine::Offsets::default());
            }
        }
        Ok(())
    }

    /// The functions that rules of the form have changed.
    pub(super) fn in_form(&self, rules: &BTreeMap<usize, Applied>) -> BTreeSet<String> {
        let of_form = |(at, _): &(&usize, &Applied)| self.rules[**at].rule.form.is_some();
        let applied = rules.iter().filter(of_form);
        applied.flat_map(|(_, applied)| applied.functions.iter().cloned()).collect()
    }

    /// The callers of a file that are converted, and not in the form asked for; with the reason where one is known.
    pub(crate) fn formless<'f>(&self, file: &'f FileResult) -> Vec<(&'f str, Option<&'f str>)> {
        let formed = self.in_form(&file.rules);
        let plain =
            |site: &&Site| site.state == State::Convertible && !formed.contains(&site.function);
        let named = |site: &'f Site| {
            (site.function.as_str(), file.formless.get(&site.function).map(String::as_str))
        };
        file.sites.iter().filter(plain).map(named).collect()
    }
}
