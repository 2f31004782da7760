//! What fuzzing found, kept: every file of `tests/findings/` holds to the invariants that it once broke.
//!
//! A file is as small as the fuzzer could make it, named for what went wrong.

mod invariants;

use std::path::Path;

use csyntax::MacroIndex;

#[test]
fn findings_hold_to_the_invariants() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings");
    let macros = MacroIndex::builtin();
    let mut count = 0;
    for entry in folder.read_dir().expect("the folder is there") {
        let text = std::fs::read(entry.expect("an entry").path()).expect("a file");
        invariants::check_lexer(&text);
        let tree = invariants::check_parser(&text, &macros);
        invariants::check_graphs(&tree);
        invariants::check_names(&tree);
        count += 1;
    }
    assert!(count > 0);
}
