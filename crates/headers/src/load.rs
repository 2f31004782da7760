//! Finds the headers that some files reach, and sums up those that are not known yet.
//!
//! Wave after wave: what the files include, then what those headers include, … each wave in parallel. The outcome does
//! not depend on the order, since a header's summary is made from its bytes alone.

use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::index::{Header, HeaderIndex};
use crate::pack::{Known, Pack};
use crate::{Listing, includes, summary};

/// How the headers of a tree are read.
pub trait Files: Sync {
    /// What the file or folder of a path looks like from outside; `None` where there is none.
    fn stamp(&self, path: &str) -> Option<Stamp>;

    /// What it holds; `None` where it can not be read.
    fn read(&self, path: &str) -> Option<Vec<u8>>;
}

/// What a file looks like from outside. As long as this is the same, so are its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// When its bytes were changed last, in nanoseconds since 1970.
    pub modified: u64,
    /// When anything about it was changed last, in nanoseconds since 1970; where the system does not tell, 0.
    pub changed: u64,
}

/// The granularity of the times that file systems note, and more: two seconds.
const SETTLED: u64 = 2_000_000_000;

impl Stamp {
    /// Whether a change from `now` on would show.
    pub(crate) fn is_settled(self, now: u64) -> bool {
        self.modified.max(self.changed).saturating_add(SETTLED) < now
    }
}

/// What is wanted of headers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// What macros are.
    Macros,
    /// That, and the types of names and members: these cost a parse of each header, once.
    Types,
}

/// Sums up all headers that are reached from `seeds`, the headers that files include themselves (see
/// [`Listing::included`]). `pack` is what runs before have learned; gives also what it should be from now on, when that
/// is more.
pub fn load(
    listing: Arc<Listing>,
    pack: &Pack,
    files: &dyn Files,
    seeds: &[u32],
    wanted: Wanted,
) -> (HeaderIndex, Option<Pack>) {
    let mut headers: Vec<Option<Header>> = vec![None; listing.len()];
    let mut news: Vec<(u32, Known)> = Vec::new();
    let mut wave: Vec<u32> = seeds.to_vec();
    loop {
        wave.sort_unstable();
        wave.dedup();
        wave.retain(|number| headers.get(*number as usize).is_some_and(Option::is_none));
        if wave.is_empty() {
            break;
        }
        let read = |number: &u32| (*number, one(&listing, pack, files, *number, wanted));
        let loaded: Vec<(u32, Loaded)> = wave.par_iter().map(read).collect();
        wave.clear();
        for (number, loaded) in loaded {
            wave.extend_from_slice(&loaded.header.includes);
            headers[number as usize] = Some(loaded.header);
            news.extend(loaded.news.map(|known| (number, known)));
        }
    }
    let better = (!news.is_empty()).then(|| {
        let mut better = pack.clone();
        better.headers.retain(|path, _| listing.contains(path));
        let named = news.into_iter().map(|(number, known)| (listing.path(number).into(), known));
        better.headers.extend(named);
        better
    });
    (HeaderIndex::new(listing, headers), better)
}

/// The headers that a text of the tree includes itself, by number, and those that every file includes.
pub(crate) fn included(listing: &Listing, path: &str, text: &[u8]) -> Vec<u32> {
    let own = includes(text).filter_map(|include| listing.find(path, include));
    let mut all: Vec<u32> = own.chain(listing.always()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

struct Loaded {
    header: Header,
    /// What the pack should know of it, when it does not.
    news: Option<Known>,
}

fn one(listing: &Listing, pack: &Pack, files: &dyn Files, number: u32, wanted: Wanted) -> Loaded {
    let path = listing.path(number);
    let stamp = files.stamp(path);
    let known = pack.headers.get(path);
    let is_enough = |known: &&Known| wanted == Wanted::Macros || known.declarations.is_some();
    let unchanged = |known: &&Known| known.stamp.is_some() && known.stamp == stamp;
    if let Some(known) = known.filter(unchanged).filter(is_enough) {
        return Loaded { header: header(listing, number, known), news: None };
    }
    let text = files.read(path).unwrap_or_default();
    let hash = xxh3_128(&text);
    let known = known.filter(|known| known.hash == hash);
    let known = Known {
        stamp,
        hash,
        lessons: match known {
            Some(known) => known.lessons.clone(),
            None => summary::lessons(&text).into(),
        },
        declarations: match known.and_then(|known| known.declarations.clone()) {
            None if wanted == Wanted::Types => Some(summary::declarations(&text).into()),
            declarations => declarations,
        },
    };
    Loaded { header: header(listing, number, &known), news: Some(known) }
}

fn header(listing: &Listing, number: u32, known: &Known) -> Header {
    let (names, macros) = summary::read_includes(known.lessons.bytes()).unwrap_or_default();
    let path = listing.path(number);
    let mut includes: Vec<u32> =
        names.into_iter().filter_map(|include| listing.find(path, include)).collect();
    includes.sort_unstable();
    includes.dedup();
    Header {
        includes,
        macros,
        lessons: known.lessons.clone(),
        declarations: known.declarations.clone(),
    }
}
