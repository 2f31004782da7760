//! What the headers of a tree tell about the files that include them: what macros are, what names and types mean.
//!
//! A file is read without preprocessing, so it says nothing of what its headers define. Each header of the tree is
//! summed up once, on its own; a summary depends on the header's bytes alone and is kept in a [`Pack`]. A file then
//! sees the summaries of the headers that it includes, directly or through others, and of no other file:
//!
//! ```text
//!   fs/a.c ── "a.h" ──► fs/a.h ── <linux/list.h> ──► include/linux/list.h       list_for_each is an iterator
//!                                                    ▲
//!   net/b.c ─────────── <linux/list.h> ──────────────┘                          a.h is not seen from here
//!
//!   Folders   the headers that there are, folder by folder, as a file
//!   Listing   the same as paths, and which one an #include means
//!   Summary   what one header tells                       Pack    summaries of a tree, as a file
//!   load()    summaries of all that some files reach      View    what one file sees of them
//! ```
//!
//! No build is needed: which header an `#include` means is told by where files lie (see [`Listing::resolve`]).
//! This crate writes nothing and reads files only through [`Files`] and [`LookInto`].
#![warn(missing_docs)]

mod codec;
mod envelope;
mod folders;
mod include;
mod index;
mod listing;
mod load;
mod pack;
mod reach;
mod summary;
mod table;
mod view;

pub use folders::{Entries, Folders, LookInto};
pub use include::{Include, IncludeKind, includes};
pub use index::HeaderIndex;
pub use listing::Listing;
pub use load::{Files, Stamp, Wanted, load};
pub use pack::Pack;
pub use view::{Included, View};
