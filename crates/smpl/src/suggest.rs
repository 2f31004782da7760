//! "Did you mean": the known word nearest to one that is not known.

/// The candidate most like `word`, when it is near enough to be a slip of the hand: one edit for short words, two for
/// longer ones, three from nine letters on.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let allowed = match word.chars().count() {
        0..=2 => 0,
        3..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A help line for an unknown name: the nearest known one, or the list of what there is.
pub(crate) fn help<'a>(
    word: &str,
    what: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> String {
    if let Some(near) = nearest(word, known.clone()) {
        return format!("Did you mean `{near}`?");
    }
    let names: Vec<&str> = known.into_iter().take(12).collect();
    if names.is_empty() {
        format!("No {what} is declared before this line.")
    } else {
        format!("Known {what}s: {}.", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_near_words_are_offered() {
        let known = ["expression", "identifier", "type"];
        assert_eq!(nearest("exporession", known), Some("expression"));
        assert_eq!(nearest("tpye", known), Some("type"));
        assert_eq!(nearest("foo_t", known), None);
        assert_eq!(nearest("type", known), None);
    }
}
