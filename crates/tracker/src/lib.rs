//! What has become of an API's callers: the state of a migration over one or more trees, and how it is shown.
//!
//! ```text
//! sites of a tree --> Status --> JSON, CSV, a table for the terminal, Markdown
//!                     Status ... --> dashboard: one static page for several trees
//! ```
//!
//! A [`Site`] is a call of an old function. Its [`SiteId`] does not hold the line, so that it stays the same site when
//! code above it moves. How sites are found is not known here: they come in as data, and so do the migration's titles.
//! Everything shown comes from trees and may be hostile; each renderer makes it inert in its own format.
#![warn(missing_docs)]

mod call;
mod coverage;
mod csv_table;
pub mod dashboard;
mod json_error;
mod markdown;
mod printable;
mod site;
mod status;
mod table;

pub use call::normalise_call;
pub use coverage::{Coverage, Unread};
pub use csv_table::csv;
pub use markdown::markdown;
pub use printable::printable;
pub use site::{Site, SiteId, State};
pub use status::{Status, Tally};
pub use table::{Colour, table};
