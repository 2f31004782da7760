//! What one file sees of the headers of its tree.

use std::sync::Arc;

use csyntax::names::{Base, Declarations, NameKind, Type};
use csyntax::{Lesson, MacroSource};

use crate::index::HeaderIndex;
use crate::load::included;
use crate::reach::Reach;
use crate::summary::{self, Declared};
use crate::{IncludeKind, Listing, includes};

/// Whose declarations a file sees. The names are those of spatch's options.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Included {
    /// No header's (`--no-includes`).
    None,
    /// Those of headers included by a quoted name (`--local-includes`).
    Local,
    /// Those of headers that the file includes itself (`--all-includes`).
    Direct,
    /// Those, and of all headers that these include (`--recursive-includes`).
    #[default]
    Recursive,
}

impl Included {
    /// The headers chosen, by number; `None` for all that are reached.
    pub(crate) fn choose(self, listing: &Listing, path: &str, text: &[u8]) -> Option<Vec<u32>> {
        match self {
            Self::None => Some(Vec::new()),
            Self::Local => {
                let quoted = includes(text).filter(|include| include.kind == IncludeKind::Quoted);
                Some(quoted.filter_map(|include| listing.find(path, include)).collect())
            }
            Self::Direct => Some(included(listing, path, text)),
            Self::Recursive => None,
        }
    }
}

/// What one file sees: knowledge of macros as a [`MacroSource`], names and types as [`Declarations`].
///
/// Where several headers within sight tell of one name, that of the first path counts.
#[derive(Clone, Debug)]
pub struct View {
    index: Arc<HeaderIndex>,
    macros: Arc<Reach>,
    types: Arc<Reach>,
}

impl View {
    pub(crate) fn new(index: Arc<HeaderIndex>, macros: Arc<Reach>, types: Arc<Reach>) -> Self {
        Self { index, macros, types }
    }

    /// What is declared under a key by a header within sight.
    fn declared<'s>(
        &'s self,
        key: &'s [u8],
        is_wanted: impl Fn(&Declared<'_>) -> bool + 's,
    ) -> Option<Declared<'s>> {
        self.index
            .declared_places(key)
            .filter(|(place, _)| self.types.contains(place.header))
            .filter_map(|(place, bytes)| summary::declared_at(bytes, place.at as usize))
            .find(|declared| declared.key == key && is_wanted(declared))
    }
}

impl MacroSource for View {
    fn lesson(&self, name: &[u8]) -> Option<Lesson<'_>> {
        self.index
            .macro_places(name)
            .filter(|(place, _)| self.macros.contains(place.header))
            .filter_map(|(place, bytes)| summary::macro_at(bytes, place.at as usize))
            .find(|(known, _)| *known == name)
            .map(|(_, lesson)| lesson)
    }
}

impl Declarations for View {
    fn name(&self, name: &[u8]) -> Option<(NameKind, Option<Type>)> {
        let is_name = |it: &Declared<'_>| it.kind().is_some_and(|kind| kind != NameKind::Typedef);
        let declared = self.declared(name, is_name)?;
        Some((declared.kind()?, declared.ty()))
    }

    fn typedef(&self, name: &[u8]) -> Option<Type> {
        self.declared(name, |declared| declared.kind() == Some(NameKind::Typedef))?.ty()
    }

    fn member(&self, aggregate: &Base, member: &[u8]) -> Option<Type> {
        let key = summary::structure_key(aggregate);
        self.declared(&key, |declared| declared.is_structure())?.member(member)
    }
}
