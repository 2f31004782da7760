//! What rules hand on to later rules: bindings by rule and name, and which rules have matched.

use std::collections::{BTreeMap, BTreeSet};

use smpl::{CodeRule, Dependency, MetaId, Origin};

use crate::env::Env;
use crate::value::{ValueId, Values};

/// One way in which the rules so far have matched together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Environment {
    /// Values by rule and metavariable.
    bindings: BTreeMap<(String, String), ValueId>,
    /// The rules that have matched on this way, by name.
    matched: BTreeSet<String>,
}

/// What `depends on` can ask about besides one environment.
pub(crate) struct Circumstances<'a> {
    /// Rules that have matched at all.
    pub(crate) ever: &'a BTreeSet<String>,
    /// Virtual rules that are on.
    pub(crate) virtuals: &'a BTreeSet<String>,
    /// The files at hand.
    pub(crate) paths: &'a [&'a str],
}

impl Environment {
    /// The bindings with which a rule starts. What it inherits and is not bound here matches nothing.
    pub(crate) fn inherited(
        &self,
        rule: &CodeRule,
        given: &BTreeMap<String, String>,
        values: &mut Values,
    ) -> Env {
        let mut env = Env::default();
        for (at, meta) in rule.metavariables.iter().enumerate() {
            let value = match &meta.origin {
                Origin::Local => continue,
                Origin::Rule { rule, name } => {
                    self.bindings.get(&(rule.clone(), name.clone())).copied()
                }
                Origin::Virtual { name } => given.get(name).map(|text| values.of_text(text)),
            };
            if let Some(value) = value {
                env.bind(MetaId(at as u32), value);
            }
        }
        env
    }

    /// This environment after `rule` matched with `bound`.
    pub(crate) fn after(&self, name: &str, rule: &CodeRule, bound: &Env) -> Self {
        let mut next = self.clone();
        next.matched.insert(name.to_owned());
        for (meta, value) in bound.iter() {
            let declared = rule.metavariable(meta);
            if declared.origin == Origin::Local {
                next.bindings.insert((name.to_owned(), declared.name.clone()), value);
            }
        }
        next
    }

    /// This environment after the script `name` ran and computed some values.
    pub(crate) fn after_script(&self, name: &str, computed: &[(String, ValueId)]) -> Self {
        let mut next = self.clone();
        next.matched.insert(name.to_owned());
        for (variable, value) in computed {
            next.bindings.insert((name.to_owned(), variable.clone()), *value);
        }
        next
    }

    /// What of it later rules can still ask for: ways that differ in no other binding become one.
    pub(crate) fn reduced(mut self, later: &BTreeSet<(String, String)>) -> Self {
        self.bindings.retain(|from, _| later.contains(from));
        self
    }

    /// What `rule.name` is bound to.
    pub(crate) fn value(
        &self,
        from: &(String, String),
        given: &BTreeMap<String, String>,
        values: &mut Values,
    ) -> Option<ValueId> {
        match from.0.as_str() {
            "virtual" => given.get(&from.1).map(|text| values.of_text(text)),
            _ => self.bindings.get(from).copied(),
        }
    }

    /// All that is bound, by rule and metavariable.
    pub(crate) fn bound(&self) -> BTreeSet<(String, String)> {
        self.bindings.keys().cloned().collect()
    }

    /// Whether a rule has matched on this way.
    pub(crate) fn has_matched(&self, rule: &str) -> bool {
        self.matched.contains(rule)
    }

    /// Whether a dependency holds.
    pub(crate) fn satisfies(&self, dependency: &Dependency, around: &Circumstances<'_>) -> bool {
        match dependency {
            Dependency::Always => true,
            Dependency::Rule(name) => self.matched.contains(name) || around.virtuals.contains(name),
            Dependency::Ever(name) => around.ever.contains(name) || around.virtuals.contains(name),
            Dependency::Never(name) => {
                !around.ever.contains(name) && !around.virtuals.contains(name)
            }
            Dependency::Not(inner) => !self.satisfies(inner, around),
            Dependency::And(left, right) => {
                self.satisfies(left, around) && self.satisfies(right, around)
            }
            Dependency::Or(left, right) => {
                self.satisfies(left, around) || self.satisfies(right, around)
            }
            Dependency::File(scope) => around.paths.iter().any(|path| is_below(path, &scope.path)),
        }
    }
}

/// Positions that a rule excludes, `position p != r.p`: all that `r` found with the same other bindings, because a place
/// is always another than the one that some other match of `r` found.
pub(crate) struct Elsewhere {
    excluded: BTreeSet<MetaId>,
    found: BTreeMap<Env, BTreeMap<MetaId, BTreeSet<ValueId>>>,
}

impl Elsewhere {
    pub(crate) fn new(excluded: BTreeSet<MetaId>) -> Self {
        Self { excluded, found: BTreeMap::new() }
    }

    /// Takes note of the positions among some bindings, and gives the others.
    pub(crate) fn note(&mut self, env: Env) -> Env {
        if self.excluded.is_empty() {
            return env;
        }
        let others = env.restricted(|meta| !self.excluded.contains(&meta));
        let found = self.found.entry(others.clone()).or_default();
        for (meta, value) in env.iter().filter(|(meta, _)| self.excluded.contains(meta)) {
            found.entry(meta).or_default().insert(value);
        }
        others
    }

    /// The groups with all positions that are excluded for each, the last in the order of their values first: that is
    /// the order in which `++` adds what they want at one place.
    pub(crate) fn in_order<T>(
        &self,
        groups: BTreeMap<Env, T>,
        values: &mut Values,
    ) -> Vec<(Env, T)> {
        let mut all: Vec<(Vec<String>, Env, T)> = Vec::new();
        for (mut env, members) in groups {
            let order = env.iter().map(|(_, value)| values.get(value).text.clone()).collect();
            for (meta, positions) in self.found.get(&env).into_iter().flatten() {
                if let Some(value) = values.of_positions(positions.clone()) {
                    env.bind(*meta, value);
                }
            }
            all.push((order, env, members));
        }
        all.sort_by(|a, b| b.0.cmp(&a.0));
        all.into_iter().map(|(_, env, members)| (env, members)).collect()
    }
}

/// Whether `path` is the file `scope`, or lies in the folder of that name; `scope` may be the path's tail.
fn is_below(path: &str, scope: &str) -> bool {
    let scope = scope.trim_end_matches('/');
    let whole = |at: usize| {
        let before = at == 0 || path.as_bytes()[at - 1] == b'/';
        let end = at + scope.len();
        before && (end == path.len() || path.as_bytes()[end] == b'/')
    };
    !scope.is_empty() && path.match_indices(scope).any(|(at, _)| whole(at))
}
