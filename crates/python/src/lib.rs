//! Runs the Python scripts of semantic patches, in the user's own Python.
//!
//! ```text
//!   engine ── ScriptHost ──► Worker ── frames of JSON over pipes ──► python3, running data/driver.py
//! ```
//! A [`Worker`] is one process that lives as long as it is kept: a script is sent with all the bindings that it is to
//! run on, so a rule costs one exchange for a file. What scripts print comes back as text.
//!
//! ```text
//!   frame     four bytes of length, most significant first; the bytes
//!   request   {"name", "cocci", "files", "form": "exec"|"eval", "code", "computes": […],
//!              "virtual_rules": […], "virtual_identifiers": […],
//!              "variables": [name], "places": [[file, element, 8 numbers as strings]],
//!              "calls": [[[value of each variable], [[rule, metavariable]]]]}
//!             or {"keep": [name]}
//!   value     "code", {"list", "elements"}, [number of a place], {"merged": name}
//!   answer    {"output", "replies": [reply]}, or {"output", "error", "name", "line"}
//!   reply     {"verdict", "computed": {name: "code" or {"places": [[file, element, [4 numbers], [4 numbers]]]}},
//!              "value", "truth", "iterations": [iteration]}, or null where only output is left
//!   iteration {"files": […] or null, "rules": […], "identifiers": {…}, "extends"}
//! ```
#![warn(missing_docs)]

mod answer;
mod request;
mod worker;

pub use worker::{Settings, Worker};
