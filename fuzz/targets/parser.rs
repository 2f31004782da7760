//! Any bytes give a tree that holds all of them.
#![no_main]

#[path = "../../crates/csyntax/tests/invariants/mod.rs"]
mod invariants;

use std::sync::LazyLock;

use csyntax::MacroIndex;
use libfuzzer_sys::fuzz_target;

static MACROS: LazyLock<MacroIndex> = LazyLock::new(MacroIndex::builtin);

fuzz_target!(|text: &[u8]| {
    invariants::check_parser(text, &MACROS);
});
