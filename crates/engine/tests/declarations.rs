//! The order of declarations that have come: `tests/declarations/*.txt`.
//!
//! ```text
//! === a sentence that says what the case shows
//! a function
//! ---
//! the same with declarations added
//! ---
//! these where they should stand
//! ```

use std::sync::Arc;

use csyntax::{MacroIndex, Tree};
use engine::declarations_in_order;

#[test]
fn declarations_come_to_stand_as_written() {
    let text = include_str!("declarations/blocks.txt");
    let mut wrong = Vec::new();
    for case in text.split("=== ").skip(1) {
        let (name, code) = case.split_once('\n').expect("a name line");
        let [before, after, wanted] = parts(code);
        let (before, tree) = (parsed(before), parsed(after));
        let result = declarations_in_order(&before, &tree).apply(after.as_bytes());
        let result = String::from_utf8(result).expect("text");
        if result != wanted {
            wrong.push(format!("=== {name}\n{result}"));
        }
        let again = parsed(&result);
        assert!(declarations_in_order(&before, &again).is_empty(), "{name}: it settles");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn parts(code: &str) -> [&str; 3] {
    let parts: Vec<&str> = code.split("---\n").collect();
    parts.try_into().expect("three parts")
}

fn parsed(text: &str) -> Tree {
    csyntax::parse(Arc::from(text.as_bytes()), &MacroIndex::builtin())
}
