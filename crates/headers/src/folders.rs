//! The folders of a tree and the headers in them, for runs to come.
//!
//! Which header an `#include` means depends on all headers that there are, and walking a large tree takes longer than
//! reading one file of it. A folder whose times are those noted holds what is noted, so only the others are read again.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::codec::{Reader, Writer};
use crate::envelope::{open, read_stamp, seal, write_stamp};
use crate::load::{Files, Stamp};

const MAGIC: &[u8] = b"treewide folders\n";

/// How the folders of a tree are looked into.
pub trait LookInto: Files {
    /// What lies in a folder; nothing where it can not be looked into.
    fn entries(&self, folder: &str) -> Entries;
}

/// What of a folder's entries matters here, by name; links are not among them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Entries {
    /// The folders in it.
    pub folders: Vec<String>,
    /// The files that others may include.
    pub headers: Vec<String>,
}

/// The folders of a tree, by their paths from its top, which is `""`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Folders {
    by_path: BTreeMap<Box<str>, Arc<Folder>>,
}

#[derive(PartialEq, Eq, Debug)]
struct Folder {
    /// What the folder looked like before its entries were read; `None` when that may not be relied on.
    stamp: Option<Stamp>,
    entries: Entries,
}

impl Folders {
    /// The folders as they are now, of which these are what was known; and whether some had to be read.
    pub fn walk(&self, files: &dyn LookInto) -> (Self, bool) {
        let mut now = BTreeMap::new();
        let mut any_read = false;
        let mut wave = vec![String::new()];
        while !wave.is_empty() {
            let look = |path: String| (self.one(files, &path), path);
            let seen: Vec<((Arc<Folder>, bool), String)> = wave.into_par_iter().map(look).collect();
            wave = Vec::new();
            for ((folder, is_read), path) in seen {
                any_read |= is_read;
                wave.extend(folder.entries.folders.iter().map(|name| below(&path, name)));
                now.insert(path.into_boxed_str(), folder);
            }
        }
        any_read |= now.len() != self.by_path.len();
        (Self { by_path: now }, any_read)
    }

    /// One folder, and whether it was read.
    fn one(&self, files: &dyn LookInto, path: &str) -> (Arc<Folder>, bool) {
        let stamp = files.stamp(path);
        let unchanged = |known: &&Arc<Folder>| known.stamp.is_some() && known.stamp == stamp;
        match self.by_path.get(path).filter(unchanged) {
            Some(known) => (known.clone(), false),
            None => (Arc::new(Folder { stamp, entries: files.entries(path) }), true),
        }
    }

    /// The paths of the headers.
    pub fn headers(&self) -> impl Iterator<Item = String> {
        self.by_path.iter().flat_map(|(path, folder)| {
            folder.entries.headers.iter().map(move |name| below(path, name))
        })
    }

    /// Reads what [`Folders::encode`] wrote for the same `program`; `None` when it is damaged or of another program.
    pub fn decode(program: &str, bytes: &[u8]) -> Option<Self> {
        let mut reader = open(MAGIC, program, bytes)?;
        let mut by_path = BTreeMap::new();
        for _ in 0..reader.number()? {
            let path = text(&mut reader)?;
            let stamp = read_stamp(&mut reader)?;
            let entries = Entries { folders: texts(&mut reader)?, headers: texts(&mut reader)? };
            by_path.insert(path.into_boxed_str(), Arc::new(Folder { stamp, entries }));
        }
        Some(Self { by_path })
    }

    /// The folders as bytes. `now` is the time in nanoseconds since 1970: the times of a folder that has just been changed
    /// are not noted, for it could change again unseen.
    pub fn encode(&self, program: &str, now: u64) -> Vec<u8> {
        let mut body = Writer::default();
        body.number(self.by_path.len() as u64);
        for (path, folder) in &self.by_path {
            body.text(path.as_bytes());
            write_stamp(&mut body, folder.stamp, now);
            for names in [&folder.entries.folders, &folder.entries.headers] {
                body.number(names.len() as u64);
                names.iter().for_each(|name| body.text(name.as_bytes()));
            }
        }
        seal(MAGIC, program, body)
    }
}

fn below(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

fn text(reader: &mut Reader<'_>) -> Option<String> {
    String::from_utf8(reader.text()?.to_vec()).ok()
}

fn texts(reader: &mut Reader<'_>) -> Option<Vec<String>> {
    let count = reader.number()?;
    (0..count).map(|_| text(reader)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Folders with their times and entries; notes which are read.
    #[derive(Default)]
    struct Disk {
        folders: BTreeMap<&'static str, (u64, Entries)>,
        read: Mutex<Vec<String>>,
    }

    impl Disk {
        fn with(
            mut self,
            path: &'static str,
            time: u64,
            folders: &[&str],
            headers: &[&str],
        ) -> Self {
            let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let entries = Entries { folders: owned(folders), headers: owned(headers) };
            self.folders.insert(path, (time, entries));
            self
        }

        fn read(&self) -> Vec<String> {
            let mut read = std::mem::take(&mut *self.read.lock().expect("no panic"));
            read.sort();
            read
        }
    }

    impl Files for Disk {
        fn stamp(&self, path: &str) -> Option<Stamp> {
            let (time, _) = self.folders.get(path)?;
            Some(Stamp { size: 0, modified: *time, changed: *time })
        }

        fn read(&self, _: &str) -> Option<Vec<u8>> {
            None
        }
    }

    impl LookInto for Disk {
        fn entries(&self, folder: &str) -> Entries {
            self.read.lock().expect("no panic").push(folder.to_owned());
            self.folders.get(folder).map(|(_, entries)| entries.clone()).unwrap_or_default()
        }
    }

    const LATER: u64 = 1 << 40;

    #[test]
    fn only_folders_that_have_changed_are_read_again() {
        let disk = Disk::default().with("", 1, &["a", "b"], &["x.h"]).with("a", 1, &[], &["y.h"]);
        let disk = disk.with("b", 1, &["c"], &[]).with("b/c", 1, &[], &["z.h"]);
        let (folders, any_read) = Folders::default().walk(&disk);
        assert!(any_read);
        assert_eq!(disk.read(), ["", "a", "b", "b/c"]);
        assert_eq!(folders.headers().collect::<Vec<_>>(), ["x.h", "a/y.h", "b/c/z.h"]);
        let known = Folders::decode("one", &folders.encode("one", LATER)).expect("is whole");
        assert_eq!(known.walk(&disk), (folders, false));
        assert!(disk.read().is_empty());
        let disk = disk.with("b", 2, &[], &["new.h"]);
        let (folders, any_read) = known.walk(&disk);
        assert!(any_read);
        assert_eq!(disk.read(), ["b"]);
        assert_eq!(folders.headers().collect::<Vec<_>>(), ["x.h", "a/y.h", "b/new.h"]);
    }

    #[test]
    fn a_folder_that_has_just_changed_is_read_again() {
        let disk = Disk::default().with("", LATER, &[], &["x.h"]);
        let (folders, _) = Folders::default().walk(&disk);
        disk.read();
        let known = Folders::decode("one", &folders.encode("one", LATER)).expect("is whole");
        known.walk(&disk);
        assert_eq!(disk.read(), [""]);
    }

    #[test]
    fn any_damage_is_noticed() {
        let (folders, _) = Folders::default().walk(&Disk::default().with("", 1, &["a"], &["x.h"]));
        let bytes = folders.encode("one", LATER);
        assert!(Folders::decode("another", &bytes).is_none());
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x20;
            assert!(Folders::decode("one", &damaged).is_none(), "byte {at}");
            assert!(Folders::decode("one", &bytes[..at]).is_none(), "cut at {at}");
        }
    }
}
