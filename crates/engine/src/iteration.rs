//! Further runs of a semantic patch under other virtual names, and what scripts can say to get them.

use std::collections::{BTreeMap, BTreeSet};

use smpl::{Origin, RuleBody};

use crate::engine::{Engine, Options, Ready, holds_word, usual_mode};
use crate::screen::{Given, allowed};
use crate::script::Virtuals;
use crate::script_run::inherited;

impl Engine {
    /// The same semantic patch with other virtual rules and identifiers.
    pub fn under(&self, virtuals: BTreeSet<String>, identifiers: BTreeMap<String, String>) -> Self {
        let given = Given { virtuals: &virtuals, identifiers: &identifiers };
        let usual = usual_mode(allowed(self.rules.iter().map(|ready| &ready.rule), &given));
        let options = Options { virtuals, identifiers, ..self.options.clone() };
        let mut other = self.clone();
        (other.usual, other.options) = (usual, options);
        other
    }

    /// The virtual names that are not on: rules by name, identifiers as `name=VALUE`.
    pub fn left_off(&self) -> impl Iterator<Item = String> {
        let (rules, identifiers) = self.given();
        let rules = self.virtuals.rules.iter().filter(|name| !rules.contains(*name)).cloned();
        let values = self.virtuals.identifiers.iter();
        let values = values.filter(|name| !identifiers.contains_key(*name));
        rules.chain(values.map(|name| format!("{name}=VALUE")))
    }

    /// The virtual rules and identifiers.
    pub fn given(&self) -> (&BTreeSet<String>, &BTreeMap<String, String>) {
        (&self.options.virtuals, &self.options.identifiers)
    }

    /// Whether a script may ask for another run.
    pub fn may_iterate(&self) -> bool {
        mentions(&self.rules, "Iteration")
    }

    /// The names of what `finalize` rules read of what scripts have left, `merge.name`.
    pub fn merged(&self) -> impl Iterator<Item = &str> {
        self.rules
            .iter()
            .filter_map(|ready| match &ready.rule.body {
                RuleBody::Script(script) => Some(script),
                RuleBody::Code(_) => None,
            })
            .flat_map(inherited)
            .filter(|(_, (rule, _))| rule == "merge")
            .map(|(_, (_, name))| name.as_str())
    }
}

/// The virtual names that a semantic patch declares or asks for.
pub(crate) fn virtuals(rules: &[Ready], declared: Vec<String>) -> Virtuals {
    let mut found = Virtuals { rules: declared.into_iter().collect(), ..Virtuals::default() };
    for ready in rules {
        match &ready.rule.body {
            RuleBody::Code(code) => {
                found.identifiers.extend(code.metavariables.iter().filter_map(|meta| {
                    match &meta.origin {
                        Origin::Virtual { name } => Some(name.clone()),
                        _ => None,
                    }
                }));
            }
            RuleBody::Script(script) => {
                let from = inherited(script).map(|(_, from)| from);
                let virtuals = from.filter(|(rule, _)| rule == "virtual");
                found.identifiers.extend(virtuals.map(|(_, name)| name.clone()));
            }
        }
    }
    found
}

/// Whether a word stands in a script.
pub(crate) fn mentions(rules: &[Ready], word: &str) -> bool {
    rules.iter().any(|ready| match &ready.rule.body {
        RuleBody::Script(script) => holds_word(script.code.as_bytes(), word.as_bytes()),
        RuleBody::Code(_) => false,
    })
}
