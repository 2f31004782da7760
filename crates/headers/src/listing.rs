//! The headers of a tree, and which of them an `#include` means.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::load::included;
use crate::{Include, IncludeKind};

/// The paths of the files of a tree that may be included, from its top, with `/` between their parts.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Sorted, so that a header's number does not depend on how it was found.
    paths: Vec<Box<str>>,
    /// The numbers of the paths that end in a name.
    by_name: HashMap<Box<str>, Vec<u32>>,
    /// Where included names are looked for before any header of the tree is meant that happens to be called so.
    folders: Vec<String>,
    /// The headers that every file includes.
    always: Vec<u32>,
}

impl Listing {
    /// Lists paths, in whatever order they come.
    pub fn new(paths: impl IntoIterator<Item = String>) -> Self {
        let mut paths: Vec<Box<str>> = paths.into_iter().map(String::into_boxed_str).collect();
        paths.sort_unstable();
        paths.dedup();
        let mut by_name: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for (number, path) in paths.iter().enumerate() {
            let name = split(path).1;
            match by_name.get_mut(name) {
                Some(numbers) => numbers.push(number as u32),
                None => drop(by_name.insert(name.into(), vec![number as u32])),
            }
        }
        Self { paths, by_name, ..Self::default() }
    }

    /// With folders in which an included name is looked for, the first first, and headers that every file includes. One
    /// outside of the tree has its whole path, from `/` on.
    ///
    /// ```
    /// use headers::{Include, IncludeKind, Listing};
    /// let paths = ["include/x.h", "other/x.h", "/usr/include/y.h"];
    /// let listing = Listing::new(paths.map(String::from));
    /// let listing = listing.with_folders(["other", "/usr/include"].map(String::from), []);
    /// let include = |name| Include { kind: IncludeKind::Angled, name };
    /// assert_eq!(listing.resolve("a.c", include("x.h")), Some("other/x.h"));
    /// assert_eq!(listing.resolve("a.c", include("y.h")), Some("/usr/include/y.h"));
    /// ```
    #[must_use]
    pub fn with_folders(
        self,
        folders: impl IntoIterator<Item = String>,
        always: impl IntoIterator<Item = String>,
    ) -> Self {
        let always = always.into_iter().filter_map(|path| self.number(&path)).collect();
        Self { folders: folders.into_iter().collect(), always, ..self }
    }

    /// The headers that every file includes, by number.
    pub(crate) fn always(&self) -> impl Iterator<Item = u32> + '_ {
        self.always.iter().copied()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.paths.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// The path of a header.
    pub(crate) fn path(&self, number: u32) -> &str {
        &self.paths[number as usize]
    }

    /// The headers that a file of the tree includes itself, by number: what [`crate::load()`] is to begin with.
    pub fn included(&self, path: &str, text: &[u8]) -> Vec<u32> {
        included(self, path, text)
    }

    /// Whether a path is among them.
    pub(crate) fn contains(&self, path: &str) -> bool {
        self.number(path).is_some()
    }

    fn number(&self, path: &str) -> Option<u32> {
        self.paths.binary_search_by(|known| (**known).cmp(path)).ok().map(|at| at as u32)
    }

    /// The path that an `#include` in the file `from` means, `None` where the tree does not tell.
    ///
    /// A quoted name is looked for beside the file first, then in the folders of [`Self::with_folders`]. Otherwise a header whose path ends in the name is meant:
    /// of several the one whose folder, or the folder that holds its `include`, lies nearest above the file.
    ///
    /// ```
    /// use headers::{Include, IncludeKind, Listing};
    /// let paths = ["include/a/x.h", "include/uapi/a/x.h", "tools/include/a/x.h", "lib/y.h"];
    /// let listing = Listing::new(paths.map(String::from));
    /// let include = Include { kind: IncludeKind::Angled, name: "a/x.h" };
    /// assert_eq!(listing.resolve("lib/y.c", include), Some("include/a/x.h"));
    /// assert_eq!(listing.resolve("tools/z/z.c", include), Some("tools/include/a/x.h"));
    /// ```
    ///
    /// One that lies elsewhere is taken when no other lies as near; among equals, as the headers of several
    /// architectures are to common code, there is no telling.
    pub fn resolve(&self, from: &str, include: Include<'_>) -> Option<&str> {
        self.find(from, include).map(|number| self.path(number))
    }

    pub(crate) fn find(&self, from: &str, include: Include<'_>) -> Option<u32> {
        let folder = split(from).0;
        if include.kind == IncludeKind::Quoted || include.name.starts_with("../") {
            let beside = normal(folder, include.name).and_then(|path| self.number(&path));
            if beside.is_some() {
                return beside;
            }
        }
        let below = |folder: &String| self.number(&normal(folder, include.name)?);
        if let Some(told) = self.folders.iter().filter_map(below).next() {
            return Some(told);
        }
        let name = include.name.rsplit("../").next().unwrap_or_default();
        let name = name.trim_start_matches("./").trim_start_matches('/');
        let ending = self.by_name.get(split(name).1)?.iter().filter_map(|number| {
            let place = self.path(*number).strip_suffix(name)?;
            (place.is_empty() || place.ends_with('/')).then(|| Candidate {
                nearness: nearness(folder, place),
                depth: Reverse(parts(place).count()),
                number: Reverse(*number),
            })
        });
        nearest(&ending.collect::<Vec<_>>())
    }
}

/// The candidate that lies nearest; `None` when it lies elsewhere and another is as near.
fn nearest(candidates: &[Candidate]) -> Option<u32> {
    let best = candidates.iter().max()?;
    let is_near = |candidate: &&Candidate| candidate.nearness == best.nearness;
    let is_told = matches!(best.nearness, Nearness::Above(_))
        || candidates.iter().filter(is_near).count() == 1;
    is_told.then_some(best.number.0)
}

/// A header that may be meant; the greater, the better.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    nearness: Nearness,
    /// The parts of its folder: few are better.
    depth: Reverse<usize>,
    /// The first of equals is taken.
    number: Reverse<u32>,
}

/// Where a header lies as seen from the including file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// Under another folder, with so many parts in common.
    Elsewhere(usize),
    /// In or below an `include` folder, or right in a folder, that lies so deep above the file.
    Above(usize),
}

/// Where `place`, the folder below which the included name lies, is as seen from a file in `folder`.
fn nearness(folder: &str, place: &str) -> Nearness {
    let owner: Vec<&str> = parts(place).take_while(|part| *part != "include").collect();
    let shared = parts(folder).zip(&owner).take_while(|(a, b)| a == *b).count();
    if shared == owner.len() { Nearness::Above(shared) } else { Nearness::Elsewhere(shared) }
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

/// The folder and the name of a path.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// `name` below `folder` with its `.` and `..` taken away; `None` where it leaves the tree.
fn normal(folder: &str, name: &str) -> Option<String> {
    let mut all: Vec<&str> = parts(folder).collect();
    for part in parts(name) {
        match part {
            "." => {}
            ".." => drop(all.pop()?),
            part => all.push(part),
        }
    }
    let top = if folder.starts_with('/') { "/" } else { "" };
    Some(format!("{top}{}", all.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATHS: [&str; 9] = [
        "arch/arm/include/asm/io.h",
        "arch/x86/include/asm/io.h",
        "drivers/gpu/core/core.h",
        "drivers/net/x.h",
        "include/a/b.h",
        "include/uapi/a/b.h",
        "include/x.h",
        "tools/include/a/b.h",
        "tools/one/two.h",
    ];

    #[track_caller]
    fn check(from: &str, include: &str, meant: Option<&str>) {
        let listing = Listing::new(PATHS.map(String::from));
        let kind = if include.starts_with('<') { IncludeKind::Angled } else { IncludeKind::Quoted };
        let name = &include[1..include.len() - 1];
        assert_eq!(listing.resolve(from, Include { kind, name }), meant, "{include} in {from}");
    }

    #[test]
    fn a_quoted_name_is_looked_for_beside_the_file_first() {
        check("drivers/net/a.c", "\"x.h\"", Some("drivers/net/x.h"));
        check("drivers/a.c", "\"x.h\"", Some("include/x.h"));
        check("drivers/gpu/a.c", "\"../net/x.h\"", Some("drivers/net/x.h"));
        check("a.c", "\"./tools/one/two.h\"", Some("tools/one/two.h"));
    }

    #[test]
    fn the_nearest_include_folder_above_is_meant() {
        check("fs/a.c", "<a/b.h>", Some("include/a/b.h"));
        check("tools/deep/er/a.c", "<a/b.h>", Some("tools/include/a/b.h"));
        check("arch/x86/kernel/a.c", "<asm/io.h>", Some("arch/x86/include/asm/io.h"));
    }

    #[test]
    fn a_header_elsewhere_is_meant_when_there_is_no_other() {
        check("drivers/gpu/display/a.c", "\"core.h\"", Some("drivers/gpu/core/core.h"));
        check("drivers/gpu/display/a.c", "\"deep/../core.h\"", Some("drivers/gpu/core/core.h"));
        check(
            "drivers/gpu/display/deep/a.c",
            "\"../core/core.h\"",
            Some("drivers/gpu/core/core.h"),
        );
        check("fs/a.c", "<asm/io.h>", None);
        check("fs/a.c", "<not/there.h>", None);
        check("fs/a.c", "\"../../../x.h\"", Some("include/x.h"));
    }

    #[test]
    fn a_part_of_a_name_is_no_name() {
        check("fs/a.c", "<o.h>", None);
        check("fs/a.c", "<../>", None);
    }
}
