//! The summaries of many headers, found by name.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::Listing;
use crate::load::included;
use crate::pack::Blob;
use crate::reach::{Reach, closures};
use crate::summary;
use crate::table::{Place, Table};
use crate::view::{Included, View};

/// A header that some file reaches.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// The headers that it includes itself, by number.
    pub(crate) includes: Vec<u32>,
    /// Where the macros begin in its lessons.
    pub(crate) macros: usize,
    pub(crate) lessons: Blob,
    pub(crate) declarations: Option<Blob>,
}

/// What the headers of a tree tell; made by [`crate::load()`]. To be asked through a [`View`].
#[derive(Debug)]
pub struct HeaderIndex {
    listing: Arc<Listing>,
    headers: Vec<Option<Header>>,
    closures: Vec<Option<Arc<Reach>>>,
    macros: Table,
    /// Made when somebody asks for a type.
    declarations: OnceLock<Table>,
}

impl HeaderIndex {
    pub(crate) fn new(listing: Arc<Listing>, headers: Vec<Option<Header>>) -> Self {
        let includes: Vec<Vec<u32>> = headers
            .iter()
            .map(|header| header.as_ref().map(|it| it.includes.clone()).unwrap_or_default())
            .collect();
        let places = headers.par_iter().enumerate().flat_map_iter(|(number, header)| {
            header.iter().flat_map(move |header| {
                summary::macro_places(header.lessons.bytes(), header.macros)
                    .map(move |(name, at)| Place::new(name, number as u32, at))
            })
        });
        let macros = Table::new(places.collect());
        Self {
            closures: closures(&includes),
            macros,
            declarations: OnceLock::new(),
            listing,
            headers,
        }
    }

    /// How many headers are in it.
    pub fn len(&self) -> usize {
        self.headers.iter().flatten().count()
    }

    /// True when none is.
    pub fn is_empty(&self) -> bool {
        self.headers.iter().all(Option::is_none)
    }

    /// What a file sees. Its macros are those of every header that it reaches; its types are those of the headers
    /// that `types` names, and of those that every file includes.
    pub fn view(self: &Arc<Self>, path: &str, text: &[u8], types: Included) -> View {
        let direct = included(&self.listing, path, text);
        let macros = Arc::new(self.reached(&direct));
        let types = match types.choose(&self.listing, path, text) {
            None => macros.clone(),
            Some(chosen) => {
                let mut only = Reach::new(self.headers.len());
                let chosen = chosen.into_iter().chain(self.listing.always());
                chosen.for_each(|number| only.insert(number));
                Arc::new(only)
            }
        };
        View::new(self.clone(), macros, types)
    }

    fn reached(&self, direct: &[u32]) -> Reach {
        let mut reach = Reach::new(self.headers.len());
        for number in direct {
            reach.insert(*number);
            if let Some(Some(closure)) = self.closures.get(*number as usize) {
                reach.extend(closure);
            }
        }
        reach
    }

    /// Where a macro is told of, and the lessons of the header.
    pub(crate) fn macro_places(&self, name: &[u8]) -> impl Iterator<Item = (Place, &[u8])> {
        self.macros.find(name).filter_map(|place| {
            let header = self.headers.get(place.header as usize)?.as_ref()?;
            Some((place, header.lessons.bytes()))
        })
    }

    /// Where a name or structure is declared, and the declarations of the header.
    pub(crate) fn declared_places(&self, key: &[u8]) -> impl Iterator<Item = (Place, &[u8])> {
        self.declarations().find(key).filter_map(|place| {
            let header = self.headers.get(place.header as usize)?.as_ref()?;
            Some((place, header.declarations.as_ref()?.bytes()))
        })
    }

    fn declarations(&self) -> &Table {
        self.declarations.get_or_init(|| {
            let places = self.headers.par_iter().enumerate().flat_map_iter(|(number, header)| {
                let declarations = header.as_ref().and_then(|it| it.declarations.as_ref());
                declarations.into_iter().flat_map(move |declarations| {
                    summary::declared_places(declarations.bytes())
                        .map(move |(it, at)| Place::new(it.key, number as u32, at))
                })
            });
            Table::new(places.collect())
        })
    }
}
