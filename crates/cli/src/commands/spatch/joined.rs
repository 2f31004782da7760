//! Headers that are matched along with the files that include them.
//!
//! ```text
//!   --local-includes       "name", beside the file that includes it; also where code is changed by type
//!   --all-includes         these, and <name> and "name" below the folders of -I
//!   --recursive-includes   these, and what they include
//!   --include FILE         FILE, with each of them and without
//! ```
//! With `--include-headers-for-types` there is none. One in which no rule can match by its words is left out: nothing
//! would come of it. That is found out once for each header.

use std::collections::{BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use engine::Engine;
use headers::{Include, IncludeKind, Included, includes};

use super::groups::{Group, is_header};
use super::options::Options;
use crate::file_text::with_text;

/// Where headers are looked for if no `-I` says so.
const FOLDER: &str = "include";

/// See the module's description.
pub(super) struct Joining<'r> {
    engine: &'r Engine,
    included: Included,
    folders: Vec<PathBuf>,
    always: &'r [PathBuf],
    known: Mutex<HashMap<PathBuf, Arc<OnceLock<Known>>>>,
}

/// What is known of a header.
#[derive(Default)]
struct Known {
    /// Whether a rule could match in it.
    matters: bool,
    /// The headers that it includes, where they join too.
    includes: Vec<PathBuf>,
}

impl<'r> Joining<'r> {
    /// What joins under some options.
    pub(super) fn new(options: &'r Options, engine: &'r Engine) -> Self {
        let usual = if engine.changes_by_type() { Included::Local } else { Included::None };
        let (included, always) = match options.for_types {
            true => (Included::None, &[][..]),
            false => (options.included.unwrap_or(usual), options.knowledge.named.always.as_slice()),
        };
        let mut folders = options.knowledge.named.folders.clone();
        if folders.is_empty() {
            folders.push(FOLDER.into());
        }
        Self { engine, included, folders, always, known: Mutex::default() }
    }

    /// The group with the headers that join it: each behind those that it includes.
    pub(super) fn join(&self, group: Group) -> Group {
        if self.included == Included::None && self.always.is_empty() {
            return group;
        }
        let mut search = Search { joining: self, seen: BTreeSet::new(), found: Vec::new() };
        search.seen.extend(group.named.iter().map(|file| key(file)));
        search.begin(self.always.to_vec());
        // What a header includes joins where all of that does.
        let joins = |file: &Path| self.included == Included::Recursive || !is_header(file);
        for file in group.named.iter().filter(|file| joins(file)) {
            // One that can not be read is told of when its turn comes.
            search.begin(with_text(file, |text| self.named_in(file, text)).unwrap_or_default());
        }
        Group { headers: search.found, ..group }
    }

    /// The headers that a text includes, as far as they join.
    fn named_in(&self, file: &Path, text: &[u8]) -> Vec<PathBuf> {
        match self.included {
            Included::None => Vec::new(),
            _ => includes(text).filter_map(|include| self.resolve(file, include)).collect(),
        }
    }

    fn resolve(&self, file: &Path, include: Include<'_>) -> Option<PathBuf> {
        let below = |folder: &Path| {
            let raw = folder.join(include.name);
            let path = normal(&raw);
            [path, raw].into_iter().find(|path| path.is_file())
        };
        let beside = || {
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
            // As spatch has it: `./x.h` beside `x.c`.
            below(folder.unwrap_or(Path::new("."))).filter(|_| include.kind == IncludeKind::Quoted)
        };
        let elsewhere = || {
            let folders = self.folders.iter().filter(|_| self.included != Included::Local);
            folders.filter_map(|folder| below(folder)).next()
        };
        beside().or_else(elsewhere)
    }

    fn known(&self, header: &Path) -> Arc<OnceLock<Known>> {
        let key = header.to_path_buf();
        let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.entry(key).or_default().clone();
        drop(all);
        known.get_or_init(|| {
            let look = |text: &[u8]| Known {
                // What a further run is to look for is not known yet.
                matters: self.engine.may_iterate() || self.engine.may_touch(text),
                includes: match self.included {
                    Included::Recursive => self.named_in(header, text),
                    _ => Vec::new(),
                },
            };
            with_text(header, look).unwrap_or_default()
        });
        known
    }
}

/// A walk over what includes what.
struct Search<'s, 'r> {
    joining: &'s Joining<'r>,
    seen: BTreeSet<PathBuf>,
    found: Vec<PathBuf>,
}

impl Search<'_, '_> {
    /// Takes some headers and all that they include; those that are included come first.
    fn begin(&mut self, headers: Vec<PathBuf>) {
        // Chains of includes may be long, so what is left to do stands on a stack of its own.
        let mut open = vec![(None, headers.into_iter())];
        while let Some((_, left)) = open.last_mut() {
            if let Some(header) = left.next() {
                if self.seen.insert(key(&header)) {
                    let known = self.joining.known(&header);
                    let includes = known.get().map(|it| it.includes.clone()).unwrap_or_default();
                    let matters = known.get().is_some_and(|it| it.matters);
                    open.push((matters.then_some(header), includes.into_iter()));
                }
            } else {
                self.found.extend(open.pop().and_then(|(header, _)| header));
            }
        }
    }
}

/// Two paths of one file have one key, as far as their names tell.
pub(super) fn key(path: &Path) -> PathBuf {
    let path = normal(path);
    path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path)
}

/// A path without `x/..` in it.
fn normal(path: &Path) -> PathBuf {
    let mut parts: Vec<Component<'_>> = Vec::new();
    for part in path.components() {
        match (part, parts.last()) {
            (Component::ParentDir, Some(Component::Normal(_) | Component::CurDir)) => {
                let own = parts.pop();
                if own == Some(Component::CurDir) {
                    parts.push(part);
                }
            }
            _ => parts.push(part),
        }
    }
    parts.iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_up_and_down_again_are_left_out() {
        for (path, wanted) in [
            ("a/b/../c.h", "a/c.h"),
            ("a/../../c.h", "../c.h"),
            ("./../c.h", "../c.h"),
            ("./c.h", "./c.h"),
            ("../../c.h", "../../c.h"),
            ("/../c.h", "/../c.h"),
        ] {
            assert_eq!(normal(Path::new(path)), Path::new(wanted), "{path}");
        }
    }
}
