//! Text and what can be said about it: spans, lines, edits and diagnostics.
//!
//! This crate is the bottom of the graph. It knows no language, reads no file and prints nothing.
//!
//! ```
//! use source::{Edit, Edits, Span};
//! let mut edits = Edits::default();
//! edits.add(Edit::replace(Span::new(4, 7), "two")).expect("no overlap");
//! assert_eq!(edits.apply(b"one 2.0 three"), b"one two three");
//! ```
#![warn(missing_docs)]

mod diagnostic;
mod edit;
mod lines;
mod span;

pub use diagnostic::{Diagnostic, Label, Severity};
pub use edit::{Edit, EditConflict, Edits};
pub use lines::{LineColumn, LineIndex};
pub use span::Span;
