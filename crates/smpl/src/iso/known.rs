//! What `disable` may name: the isomorphisms there are, and what matching leaves open without one.

use super::Isomorphism;
use crate::{CodeRule, suggest};

/// Words of `disable` that are no isomorphism's name. The last two are isomorphisms of Coccinelle's own file that
/// match nothing.
const OTHERS: [&str; 10] = [
    "all",
    "optional_storage",
    "optional_qualifier",
    "optional_attributes",
    "optional_declarer_semicolon",
    "value_format",
    "comm_assoc",
    "prototypes",
    "fld_to_ptr",
    "mkinit",
];

/// The words that a rule disables and that name nothing, each with what was perhaps meant.
pub fn disabled_in_vain<'r>(
    rule: &'r CodeRule,
    isos: &'r [Isomorphism],
) -> impl Iterator<Item = (&'r str, String)> {
    let known = || isos.iter().map(|iso| iso.name.as_str()).chain(OTHERS);
    let unknown = rule.disabled.iter().filter(move |word| known().all(|name| name != **word));
    unknown.map(move |word| {
        let help = match suggest::nearest(word, known()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "Take it out, or name the file that has it with `using \"…\"`.".to_owned(),
        };
        (word.as_str(), help)
    })
}
