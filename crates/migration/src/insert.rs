//! Adds text to a tree beside lines that are there: the same insertion serves every release that has the line.
//!
//! ```text
//! file = "include/linux/thing.h"         ssize_t old_thing(struct thing *t);
//! after = ['^ssize_t old_thing\(']   =>  ssize_t new_thing(struct thing *t);     <- content
//! unless = '\bnew_thing\('
//! ```
//!
//! All anchors are looked up in the file as it is in the tree, so that no insertion can move another's anchor. What
//! goes after a line comes before what goes before the next, each in the order of the manifest. Nothing is written
//! here.

use std::collections::BTreeMap;

use source::{Diagnostic, Edit, Edits};

use crate::condition::{ReadFile, lines};
use crate::{Anchor, Insertion, Migration, Place, Side};

/// How many matching lines an error names.
const SHOWN_LINES: usize = 5;

/// What the insertions do to one file of a tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// A file that the tree does not have.
    Create {
        /// Where, from the root of the tree.
        path: String,
        /// What it holds.
        text: Vec<u8>,
    },
    /// Lines added to a file.
    Edit {
        /// Where, from the root of the tree.
        path: String,
        /// The file as it is.
        before: Vec<u8>,
        /// Insertions only.
        edits: Edits,
    },
}

impl Change {
    /// The file, from the root of the tree.
    pub fn path(&self) -> &str {
        match self {
            Self::Create { path, .. } | Self::Edit { path, .. } => path,
        }
    }

    /// The file as it is to be.
    pub fn after(&self) -> Vec<u8> {
        match self {
            Self::Create { text, .. } => text.clone(),
            Self::Edit { before, edits, .. } => edits.apply(before),
        }
    }
}

/// What the insertions of `migration` do to the tree that `read` reads: one change a file, by path; nothing for what
/// is already there.
///
/// # Errors
/// A diagnostic for each insertion whose anchors match no line, or none of them just one; for each file that is
/// missing; and for each file to create that is there with other text.
pub fn plan(migration: &Migration, read: ReadFile<'_>) -> Result<Vec<Change>, Vec<Diagnostic>> {
    plan_insertions(&migration.manifest, &migration.insertions, read)
}

/// As [`plan`], for some insertions of the manifest `manifest`, such as those of its fold.
///
/// # Errors
/// As [`plan`].
pub fn plan_insertions(
    manifest: &str,
    insertions: &[Insertion],
    read: ReadFile<'_>,
) -> Result<Vec<Change>, Vec<Diagnostic>> {
    let mut by_path: BTreeMap<&str, Vec<&Insertion>> = BTreeMap::new();
    let mut faults = Vec::new();
    for insertion in insertions {
        match insertion.when.is_met(read) {
            Ok(true) => by_path.entry(&insertion.file).or_default().push(insertion),
            Ok(false) => {}
            Err(fault) => faults.push(fault),
        }
    }
    let mut changes = Vec::new();
    for (path, insertions) in by_path {
        let file = File { path, manifest };
        match read(path).map_err(|fault| vec![fault]).and_then(|text| file.plan(&insertions, text))
        {
            Ok(change) => changes.extend(change),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(changes) } else { Err(faults) }
}

/// A file of the tree that insertions are about.
struct File<'m> {
    path: &'m str,
    manifest: &'m str,
}

impl File<'_> {
    fn plan(
        &self,
        insertions: &[&Insertion],
        text: Option<Vec<u8>>,
    ) -> Result<Option<Change>, Vec<Diagnostic>> {
        let creates = |i: &&&Insertion| matches!(i.place, Place::Create);
        match (insertions, text) {
            ([], _) => Ok(None),
            ([only], text) if creates(&only) => {
                self.create(only, text).map_err(|fault| vec![fault])
            }
            (list, _) if list.iter().any(|i| creates(&i)) => Err(vec![self.crowded(list)]),
            (list, Some(text)) => self.edit(list, text),
            ([first, ..], None) => Err(vec![self.missing(first)]),
        }
    }

    fn create(
        &self,
        insertion: &Insertion,
        there: Option<Vec<u8>>,
    ) -> Result<Option<Change>, Diagnostic> {
        let text = insertion.text.clone().into_bytes();
        match there {
            None => Ok(Some(Change::Create { path: self.path.to_owned(), text })),
            Some(there) if there == text || is_marked(insertion, &there) => Ok(None),
            Some(_) => Err(self
                .fault(insertion, format!("the tree has another {}", self.path), "to be created")
                .help(
                    "Move the tree's file away, or tell with `unless` that it is the one meant.",
                )),
        }
    }

    fn edit(
        &self,
        added: &[&Insertion],
        before: Vec<u8>,
    ) -> Result<Option<Change>, Vec<Diagnostic>> {
        let mut places = Vec::new();
        let mut faults = Vec::new();
        for insertion in added.iter().filter(|insertion| !is_there(insertion, &before)) {
            match self.offset(insertion, &before) {
                Ok((at, side)) => places.push((at, side, &insertion.text)),
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        places.sort_by_key(|(at, side, _)| (*at, *side));
        let mut edits = Edits::default();
        let mut open = !before.is_empty() && !before.ends_with(b"\n");
        for (at, _, text) in places {
            let close = if at == before.len() && std::mem::take(&mut open) { "\n" } else { "" };
            edits.add(Edit::insert(at as u32, [close, text].concat())).map_err(|clash| {
                vec![Diagnostic::error(format!("insertions into {} clash: {clash:?}", self.path))]
            })?;
        }
        let changed = !edits.is_empty();
        Ok(changed.then(|| Change::Edit { path: self.path.to_owned(), before, edits }))
    }

    /// The byte at which to insert: the start of a line, or the end of the file.
    fn offset(&self, insertion: &Insertion, text: &[u8]) -> Result<(usize, Side), Diagnostic> {
        let Place::Anchors(anchors) = &insertion.place else {
            return Ok((text.len(), Side::Before));
        };
        let mut tried = Vec::new();
        for anchor in anchors {
            let found = matching_lines(anchor, text);
            if let [line] = found.as_slice() {
                let skipped = if anchor.side == Side::After { *line } else { line - 1 };
                let at = text.split_inclusive(|b| *b == b'\n').take(skipped).map(<[u8]>::len).sum();
                return Ok((at, anchor.side));
            }
            tried.push((anchor, found));
        }
        Err(self.no_anchor(&tried))
    }

    fn no_anchor(&self, tried: &[(&Anchor, Vec<usize>)]) -> Diagnostic {
        let ambiguous = tried.iter().any(|(_, found)| !found.is_empty());
        let (message, help) = if ambiguous {
            (
                "no anchor matches just one line of",
                "Make the pattern longer, until it matches one line only.",
            )
        } else {
            (
                "no anchor matches a line of",
                "Add a pattern that matches a line of this tree's file, or a condition (`when`) that leaves such trees out.",
            )
        };
        let fault = Diagnostic::error(format!("{message} {}", self.path)).help(help);
        tried.iter().fold(fault, |fault, (anchor, found)| {
            fault.at(self.manifest, anchor.span, describe(found))
        })
    }

    fn missing(&self, insertion: &Insertion) -> Diagnostic {
        self.fault(insertion, format!("the tree has no {}", self.path), "no such file").help(
            "Check that this is the tree meant, or add a condition (`when`) that leaves such trees out.",
        )
    }

    /// A file is made by one insertion, and nothing is added to it.
    fn crowded(&self, list: &[&Insertion]) -> Diagnostic {
        let message =
            format!("more than one insertion is for {}, which is to be created", self.path);
        let help = "List all parts in the `content` of one insertion, or add conditions of which one holds.";
        list.iter()
            .fold(Diagnostic::error(message), |fault, i| fault.at(self.manifest, i.span, "here"))
            .help(help)
    }

    fn fault(&self, insertion: &Insertion, message: String, label: &str) -> Diagnostic {
        Diagnostic::error(message).at(self.manifest, insertion.span, label)
    }
}

/// The numbers, from 1, of the lines that match.
fn matching_lines(anchor: &Anchor, text: &[u8]) -> Vec<usize> {
    let matching = lines(text).enumerate().filter(|(_, line)| anchor.pattern.is_match(line));
    matching.map(|(at, _)| at + 1).collect()
}

fn describe(found: &[usize]) -> String {
    let shown: Vec<_> = found.iter().take(SHOWN_LINES).map(usize::to_string).collect();
    match found.len() {
        0 => "matches no line".to_owned(),
        1..=SHOWN_LINES => format!("matches lines {}", shown.join(", ")),
        more => format!("matches {more} lines: {}, …", shown.join(", ")),
    }
}

/// Whether a file holds what an insertion adds: `unless` says so, or the lines stand there as they are.
fn is_there(insertion: &Insertion, text: &[u8]) -> bool {
    is_marked(insertion, text) || holds_lines(text, &insertion.text)
}

fn is_marked(insertion: &Insertion, text: &[u8]) -> bool {
    insertion.unless.as_ref().is_some_and(|unless| lines(text).any(|line| unless.is_match(line)))
}

/// Whether `wanted` stands in `text`, from the start of a line.
fn holds_lines(text: &[u8], wanted: &str) -> bool {
    memchr::memmem::find_iter(text, wanted).any(|at| at == 0 || text[at - 1] == b'\n')
}
