//! Conversions gone wrong: each is an edit that compiles and that a reviewer may miss. `sabotage.toml` has them.

use serde::Deserialize;

/// One wrong edit.
#[derive(Deserialize)]
pub(crate) struct Sabotage {
    /// What is wrong with it, to follow "nobody notices that".
    pub(crate) what: String,
    /// The file edited, under the sample tree.
    pub(crate) file: String,
    /// Text that is there once.
    pub(crate) from: String,
    /// Text in its place.
    pub(crate) to: String,
    /// What must notice: a program under `tests/`, or a goal of `make`.
    pub(crate) program: String,
}

/// All of them, by what they are done to.
#[derive(Deserialize)]
pub(crate) struct Cases {
    /// Callers as they are.
    pub(crate) caller: Vec<Sabotage>,
    /// The primitive.
    pub(crate) primitive: Vec<Sabotage>,
    /// Callers that a series has converted.
    pub(crate) converted: Vec<Sabotage>,
}

/// Reads the list.
pub(crate) fn cases() -> Cases {
    toml::from_str(include_str!("sabotage.toml")).expect("the list of sabotage is in order")
}
