//! Runs the Python scripts of semantic patches, in the user's own Python.
//!
//! ```text
//!   engine ── ScriptHost ──► Worker ── frames of JSON over pipes ──► python3, running data/driver.py
//! ```
//! A [`Worker`] is one process that lives as long as it is kept: a script is sent with all the bindings that it is to
//! run on, so a rule costs one exchange for a file. What scripts print comes back as text.
#![warn(missing_docs)]

mod protocol;
mod worker;

pub use worker::{Settings, Worker};
