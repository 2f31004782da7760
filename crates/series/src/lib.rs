//! Files before and after, and what there is to say about them, to a patch series that can be mailed.
#![warn(missing_docs)]

pub mod diff;
pub mod maintainers;
mod path;
