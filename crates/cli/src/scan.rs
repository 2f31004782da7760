//! Finds the files that mention the names looked for: every byte is looked at once, few files are read further.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use aho_corasick::AhoCorasick;
use source::Diagnostic;

use crate::failure::{Failure, Outcome, io_failure};
use crate::file_text::with_text;
use crate::header_cache::is_header;
use crate::source_tree::SourceTree;

/// What a scan found.
#[derive(Debug, Default)]
pub(crate) struct Scanned {
    /// Files that hold one of the names as a word, by path.
    pub(crate) mentions: Vec<Mention>,
    /// The headers of the tree, looked at or not, in no order.
    pub(crate) headers: Vec<String>,
    /// Files looked at.
    pub(crate) files: u64,
    /// Their bytes.
    pub(crate) bytes: u64,
}

/// A file that mentions a name.
#[derive(Debug)]
pub(crate) struct Mention {
    pub(crate) path: String,
    pub(crate) text: Vec<u8>,
}

/// Whether a file is one of those looked for, given which of the names it holds.
pub(crate) type Holds<'a> = dyn Fn(&BTreeSet<&str>) -> bool + Sync + 'a;

/// Looks for `names` in all files that `wanted` takes.
pub(crate) fn scan(
    tree: &SourceTree,
    names: &[String],
    jobs: usize,
    wanted: &(dyn Fn(&str) -> bool + Sync),
) -> Outcome<Scanned> {
    scan_for(tree, names, &|found| !found.is_empty(), jobs, wanted)
}

/// Looks for files that hold `names` in a way that `holds` takes, among those that `wanted` takes.
pub(crate) fn scan_for(
    tree: &SourceTree,
    names: &[String],
    holds: &Holds<'_>,
    jobs: usize,
    wanted: &(dyn Fn(&str) -> bool + Sync),
) -> Outcome<Scanned> {
    let words = AhoCorasick::builder()
        .match_kind(aho_corasick::MatchKind::LeftmostLongest)
        .build(names)
        .map_err(|error| {
            Failure::from(Diagnostic::error(format!("the names can not be searched for: {error}")))
        })?;
    let found: Mutex<Vec<Mention>> = Mutex::default();
    let problems: Mutex<Vec<Failure>> = Mutex::default();
    let headers: Mutex<Vec<String>> = Mutex::default();
    let wanted = |path: &str| {
        if is_header(path) {
            lock(&headers).push(path.to_owned());
        }
        wanted(path)
    };
    let (files, bytes) = (AtomicU64::new(0), AtomicU64::new(0));
    let looked_for =
        |text: &[u8]| holds(&mentions(&words, text).map(|at| names[at].as_str()).collect());
    let look = |text: &[u8]| (text.len() as u64, looked_for(text).then(|| text.to_vec()));
    let each = |path: &str, file: &Path| match with_text(file, look) {
        Ok((length, text)) => {
            files.fetch_add(1, Ordering::Relaxed);
            bytes.fetch_add(length, Ordering::Relaxed);
            if let Some(text) = text {
                lock(&found).push(Mention { path: path.to_owned(), text });
            }
        }
        Err(error) => lock(&problems).push(io_failure("read", file, &error)),
    };
    // The walk first: `each` takes the lock too.
    let unwalked = tree.walk(jobs, &wanted, &each);
    lock(&problems).extend(unwalked);
    let problems = problems.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    if !problems.is_empty() {
        return Err(Failure {
            diagnostics: problems.into_iter().flat_map(|failure| failure.diagnostics).collect(),
        });
    }
    let mut mentions = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    mentions.sort_by(|a, b| a.path.cmp(&b.path));
    let headers = headers.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(Scanned { mentions, headers, files: files.into_inner(), bytes: bytes.into_inner() })
}

/// Which of the names stand in the text as whole words, by place. With the leftmost-longest rule a hit that is part of a
/// longer word can not hide a name: that word would begin at the same byte.
fn mentions<'t>(words: &'t AhoCorasick, text: &'t [u8]) -> impl Iterator<Item = usize> + 't {
    let is_word =
        |at: Option<&u8>| at.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let whole = move |hit: &aho_corasick::Match| {
        !is_word(hit.start().checked_sub(1).and_then(|at| text.get(at)))
            && !is_word(text.get(hit.end()))
    };
    words.find_iter(text).filter(whole).map(|hit| hit.pattern().as_usize())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_mentions() {
        let words = AhoCorasick::builder()
            .match_kind(aho_corasick::MatchKind::LeftmostLongest)
            .build(["get", "get_alloc"])
            .expect("two words");
        let check = |text: &str| mentions(&words, text.as_bytes()).next().is_some();
        assert!(check("x = get(y)") && check("get_alloc") && check("xget get"));
        assert!(!check("get_allocate") && !check("xget") && !check("get2") && !check(""));
    }
}
