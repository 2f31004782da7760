//! "Did you mean": the nearest of the names that would have been right.

/// The name nearest to `typed`, when one is near enough that a slip of the hand explains the difference: at most a
/// third of its letters, swaps of neighbours counted once (Damerau-Levenshtein). Ties go to the first in order.
pub fn did_you_mean<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let limit = (typed.chars().count().max(3) / 3).max(1);
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(typed, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// `a`, `b` or `c`, for "expected …".
pub(crate) fn alternatives<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [init @ .., last] => format!("{} or {last}", init.join(", ")),
    }
}

/// The next step after a name that is not known: the nearest one, or all of them.
pub(crate) fn next_step<'n>(
    typed: &str,
    names: impl IntoIterator<Item = &'n str> + Clone,
) -> String {
    match did_you_mean(typed, names.clone()) {
        Some(name) => format!("Did you mean `{name}`?"),
        None => format!("Known here: {}.", alternatives(names)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_forgiven_and_no_more() {
        let names = ["summary", "title", "messages"];
        assert_eq!(did_you_mean("sumary", names), Some("summary"));
        assert_eq!(did_you_mean("tilte", names), Some("title"));
        assert_eq!(did_you_mean("colour", names), None);
        assert_eq!(did_you_mean("", names), None);
    }

    #[test]
    fn the_next_step_names_one_or_all() {
        assert_eq!(next_step("tile", ["title", "name"]), "Did you mean `title`?");
        assert_eq!(next_step("zzz", ["title", "name"]), "Known here: `title` or `name`.");
    }
}
