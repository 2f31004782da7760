//! A run into a folder that holds an earlier run of the same series: numbers stay, and so do edits by hand.
//!
//! ```text
//! out/0003-tls-….patch     what stands there, perhaps edited
//! out/.generated           every mail as it was generated then
//! out/series.json          which patch is which: its role and subsystem
//! ```
//!
//! A patch is known by what it is for, not by its number or its subject. Patches that are known keep their order, and
//! with it their numbers, as long as none of them is gone; new ones come behind them.

mod hand;
mod merge;

use std::fs;
use std::path::{Path, PathBuf};

use crate::posting::Posting;
use crate::render::{INDEX_FILE, OutputFile};
use crate::series::{Role, Series};
use serde::Deserialize;
use source::Diagnostic;

/// The file that keeps every mail as it was generated.
pub const RECORD_FILE: &str = ".generated";

/// What a patch is for; `None`: the cover letter.
type Key = Option<(Role, String)>;

/// A posting as an earlier run left it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Prior {
    folder: PathBuf,
    version: u32,
    mails: Vec<Known>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Known {
    key: Key,
    name: String,
    generated: Vec<u8>,
    /// What stands there; `None`: nothing does.
    found: Option<Vec<u8>>,
}

impl Known {
    fn is_edited(&self) -> bool {
        self.found.as_ref().is_some_and(|found| *found != self.generated)
    }
}

/// As much of `series.json` as is needed to know the patches again.
#[derive(Deserialize)]
struct Index {
    #[serde(default)]
    version: u32,
    cover: Option<String>,
    patches: Vec<IndexPatch>,
}

#[derive(Deserialize)]
struct IndexPatch {
    file: String,
    #[serde(default)]
    role: Role,
    #[serde(default)]
    subsystem: String,
}

impl Prior {
    /// What an earlier run left in `folder`; `None` when nothing there says so.
    ///
    /// # Errors
    /// A record that does not fit its series, and what the system reports.
    pub fn read(folder: &Path) -> Result<Option<Self>, Diagnostic> {
        let Ok(index) = fs::read(folder.join(INDEX_FILE)) else { return Ok(None) };
        let Ok(index) = serde_json::from_slice::<Index>(&index) else { return Ok(None) };
        let Ok(record) = fs::read(folder.join(RECORD_FILE)) else { return Ok(None) };
        let record = read_record(&record).ok_or_else(|| {
            let message = format!("{} can not be read", folder.join(RECORD_FILE).display());
            Diagnostic::error(message).help("Give another folder, or remove this one.")
        })?;
        let patch = |patch: IndexPatch| (Some((patch.role, patch.subsystem)), patch.file);
        let cover = index.cover.map(|name| (None, name));
        let names = cover.into_iter().chain(index.patches.into_iter().map(patch));
        let known = names.filter_map(|(key, name)| {
            let (_, generated) = record.iter().find(|(known, _)| *known == name)?;
            let found = is_plain(&name).then(|| fs::read(folder.join(&name)).ok()).flatten();
            Some(Known { key, name, generated: generated.clone(), found })
        });
        let mails = known.collect();
        Ok(Some(Self { folder: folder.to_path_buf(), version: index.version.max(1), mails }))
    }

    /// Puts the patches of a series into the order that they had in `priors`.
    pub fn reorder(priors: &[Self], series: &mut Series) {
        let keys: Vec<&Key> =
            priors.iter().flat_map(|prior| &prior.mails).map(|mail| &mail.key).collect();
        let rank = |at: &usize| {
            let patch = &series.patches[*at];
            let key = Some((patch.role, patch.subsystem.clone()));
            let known = keys.iter().position(|known| **known == key);
            (patch.role, known.unwrap_or(usize::MAX), *at)
        };
        let mut order: Vec<usize> = (0..series.patches.len()).collect();
        order.sort_by_key(rank);
        series.permute(&order);
    }

    /// Says under each patch of a later version what became of it, on top of what was said of the versions before.
    ///
    /// # Errors
    /// What [`crate::series::Patch::diffs`] refuses.
    pub fn annotate(priors: &[Self], series: &mut Series) -> Result<(), Diagnostic> {
        let version = series.version;
        for patch in &mut series.patches {
            let key = Some((patch.role, patch.subsystem.clone()));
            let text: Vec<u8> = patch.diffs()?.into_iter().flat_map(|diff| diff.text).collect();
            let known = find(priors, &key).map(|(prior, known)| (prior.version, known));
            patch.note = match known {
                None if version == 1 => String::new(),
                None => format!("v{version}: new"),
                Some((before, known)) => {
                    let said = hand::note(&known.generated);
                    let same = hand::diff_of(&known.generated) == text;
                    let word = if same { "no change" } else { "generated anew" };
                    let line = (before < version).then(|| format!("v{version}: {word}"));
                    [line, said].into_iter().flatten().collect::<Vec<_>>().join("\n")
                }
            };
        }
        Ok(())
    }

    /// The mails of a posting with what was edited by hand, for the folder `folder`; the record of what was generated is
    /// among them.
    ///
    /// # Errors
    /// Each place that was edited and is now generated in another way.
    pub fn keep(
        priors: &[Self],
        folder: &Path,
        series: &Series,
        posting: &Posting,
        files: Vec<OutputFile>,
    ) -> Result<Vec<OutputFile>, Vec<Diagnostic>> {
        let keys = posting.patches.iter().map(|at| {
            let patch = &series.patches[*at];
            Some((patch.role, patch.subsystem.clone()))
        });
        let mut keys = std::iter::once(None).chain(keys);
        let mut record = Vec::new();
        let (mut out, mut conflicts) = (Vec::new(), Vec::new());
        for (name, now) in files {
            if !name.ends_with(".patch") {
                out.push((name, now));
                continue;
            }
            write_record(&mut record, &name, &now);
            let key = keys.next().flatten();
            let known = match key {
                None => priors
                    .iter()
                    .find(|prior| prior.folder == folder)
                    .and_then(|prior| prior.of(&None).map(|known| (prior, known))),
                key => find(priors, &key),
            };
            let kept = match known {
                Some((prior, Known { name, generated, found: Some(found), .. })) => {
                    let path = prior.folder.join(name).display().to_string();
                    hand::keep(&path, generated, found, &now)
                }
                _ => Ok(now),
            };
            match kept {
                Ok(mail) => out.push((name, mail)),
                Err(conflict) => conflicts.push(conflict),
            }
        }
        out.push((RECORD_FILE.to_owned(), record));
        if conflicts.is_empty() { Ok(out) } else { Err(conflicts) }
    }

    /// The patches that were edited by hand and that the series does not have any more.
    pub fn lost(priors: &[Self], series: &Series) -> Vec<Diagnostic> {
        let has = |key: &(Role, String)| {
            series.patches.iter().any(|patch| patch.role == key.0 && patch.subsystem == key.1)
        };
        let gone =
            priors.iter().flat_map(|prior| prior.mails.iter().map(move |mail| (prior, mail)));
        gone.filter(|(_, mail)| mail.is_edited() && mail.key.as_ref().is_some_and(|key| !has(key)))
            .map(|(prior, mail)| {
                let path = prior.folder.join(&mail.name);
                let message = format!(
                    "{} was edited, and the series has no such patch any more",
                    path.display()
                );
                Diagnostic::error(message).help("Put the file aside, or remove it, and run again.")
            })
            .collect()
    }

    fn of(&self, key: &Key) -> Option<&Known> {
        self.mails.iter().find(|mail| mail.key == *key)
    }
}

fn find<'p>(priors: &'p [Prior], key: &Key) -> Option<(&'p Prior, &'p Known)> {
    priors.iter().find_map(|prior| prior.of(key).map(|known| (prior, known)))
}

fn is_plain(name: &str) -> bool {
    !name.contains(['/', '\\', '\0']) && name.ends_with(".patch")
}

/// `NAME LENGTH`, then as many bytes.
fn write_record(record: &mut Vec<u8>, name: &str, mail: &[u8]) {
    record.extend_from_slice(format!("{name} {}\n", mail.len()).as_bytes());
    record.extend_from_slice(mail);
}

fn read_record(mut record: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut mails = Vec::new();
    while !record.is_empty() {
        let end = record.iter().position(|byte| *byte == b'\n')?;
        let (name, length) = std::str::from_utf8(&record[..end]).ok()?.rsplit_once(' ')?;
        let mail = record.get(end + 1..)?.get(..length.parse::<u32>().ok()? as usize)?;
        mails.push((name.to_owned(), mail.to_vec()));
        record = &record[end + 1 + mail.len()..];
    }
    Some(mails)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_as_it_was_written_and_a_damaged_one_is_not() {
        let mut record = Vec::new();
        write_record(&mut record, "0001-a.patch", b"From x\n\nbody\n");
        write_record(&mut record, "0002-b.patch", b"");
        let read = read_record(&record).expect("read");
        assert_eq!(read[0], ("0001-a.patch".to_owned(), b"From x\n\nbody\n".to_vec()));
        assert_eq!(read[1].1, b"");
        for damaged in [&record[..record.len() - 3], b"x", b"x 5\nab", b"x 99999999999\n"] {
            assert_eq!(read_record(damaged), None);
        }
    }
}
