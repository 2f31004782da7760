//! Can a rule ever run? Whether some course of events lets its `depends on` hold.
//!
//! ```text
//!   @a depends on r && !r@         never
//!   @b depends on never r@         never, when it inherits from r
//!   expression r.e;
//! ```

use std::collections::BTreeMap;

use crate::Dependency;

/// More names than this are not tried: each multiplies the courses of events by three.
const MOST_NAMES: usize = 8;

/// What became of a rule, seen from where another is about to run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It has not matched at all.
    Never,
    /// It has matched, but not with the bindings at hand.
    Elsewhere,
    /// It has matched with them.
    Here,
}

/// Whether a dependency can hold where all of `needed` have matched.
pub(crate) fn can_hold(dependency: &Dependency, needed: &[String]) -> bool {
    let mut fates: BTreeMap<String, Fate> = BTreeMap::new();
    names(dependency, &mut fates);
    let free: Vec<String> = fates.keys().filter(|name| !needed.contains(name)).cloned().collect();
    for fate in fates.values_mut() {
        *fate = Fate::Here;
    }
    free.len() > MOST_NAMES || some_course(dependency, &free, &mut fates)
}

fn some_course(
    dependency: &Dependency,
    free: &[String],
    fates: &mut BTreeMap<String, Fate>,
) -> bool {
    let Some((first, rest)) = free.split_first() else { return holds(dependency, fates) };
    [Fate::Never, Fate::Elsewhere, Fate::Here].into_iter().any(|fate| {
        fates.insert(first.clone(), fate);
        some_course(dependency, rest, fates)
    })
}

fn holds(dependency: &Dependency, fates: &BTreeMap<String, Fate>) -> bool {
    let fate = |name: &String| fates.get(name).copied().unwrap_or(Fate::Here);
    match dependency {
        Dependency::Always | Dependency::File(_) => true,
        Dependency::Rule(name) => fate(name) == Fate::Here,
        Dependency::Ever(name) => fate(name) != Fate::Never,
        Dependency::Never(name) => fate(name) == Fate::Never,
        // A file may be in a folder or not.
        Dependency::Not(inner) if matches!(**inner, Dependency::File(_)) => true,
        Dependency::Not(inner) => !holds(inner, fates),
        Dependency::And(left, right) => holds(left, fates) && holds(right, fates),
        Dependency::Or(left, right) => holds(left, fates) || holds(right, fates),
    }
}

fn names(dependency: &Dependency, out: &mut BTreeMap<String, Fate>) {
    match dependency {
        Dependency::Always | Dependency::File(_) => {}
        Dependency::Rule(name) | Dependency::Ever(name) | Dependency::Never(name) => {
            out.insert(name.clone(), Fate::Here);
        }
        Dependency::Not(inner) => names(inner, out),
        Dependency::And(left, right) | Dependency::Or(left, right) => {
            names(left, out);
            names(right, out);
        }
    }
}
