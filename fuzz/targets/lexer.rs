//! Any bytes are tokens and gaps.
#![no_main]

#[path = "../../crates/csyntax/tests/invariants/mod.rs"]
mod invariants;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| invariants::check_lexer(text));
