//! A migration as data: what retires an API, read from one folder.
//!
//! ```text
//! migrations/NAME/migration.toml    the manifest: names, insertions, rules, shapes, guards, messages
//! migrations/NAME/insert/           text that is added to a tree by anchors
//! migrations/NAME/messages/         templates of commit messages and of the cover letter
//! patches/NAME/                     semantic patches: rules, and what tells the shape of a call
//! ```
//!
//! [`load`] reads and checks all of it at once, so that whoever holds a [`Migration`] holds no dangling name, no bad
//! pattern and no unreadable file; [`find`] gets there from what the user typed. [`plan`] turns the insertions
//! into edits of one tree, and [`Template`] turns the messages into text.
//!
//! This crate knows no C and no SmPL: semantic patches are text here. It writes nothing; a tree is a function that
//! reads a file.
#![warn(missing_docs)]

mod check;
mod condition;
mod document;
mod folder;
mod insert;
mod lookup;
mod message;
mod model;
mod suggest;
mod template;
mod toml_error;

pub use condition::{Condition, Probe, ReadFile};
pub use insert::{Change, plan, plan_insertions};
pub use lookup::{Listed, find, list, load};
pub use message::{MessageKind, Messages};
pub use model::{
    Anchor, Api, Fold, FoldRule, Guard, Insertion, Judges, Migration, Outline, Place, Posting,
    Rewording, Role, Rule, Scan, SemanticPatch, Shape, Side, Unclassified,
};
pub use suggest::did_you_mean;
pub use template::Template;
