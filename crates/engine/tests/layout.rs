//! Layout on small pieces of C: `tests/layout/*.txt`, read by [`fixtures`].
//!
//! ```text
//! === a sentence that says what the case shows
//! C code with marks       «-goes-»  «+inline behind what is in front+»  «^inline in front of what follows^»
//!                         «++lines behind++»  «^^lines in front^^»  and in added code ‹the value of a metavariable›
//! ---
//! the same code afterwards
//! ```

#[path = "layout/fixtures.rs"]
mod fixtures;

use engine::{Style, edits};
use fixtures::{Case, cases};

#[test]
fn fixtures_come_out_as_written() {
    let mut wrong = Vec::new();
    for case in cases() {
        let (tree, plan) = case.plan();
        let edits = edits(&tree, &plan, &Style::default()).expect("a plan for this tree");
        let result = String::from_utf8(edits.apply(tree.text())).expect("text");
        if result != case.after {
            wrong.push(format!("=== {}\n{result}--- wanted\n{}", case.name, case.after));
        }
    }
    assert!(wrong.is_empty(), "{}\n{} cases", wrong.join("\n"), wrong.len());
}

#[test]
fn results_hold_the_tokens_kept_and_added_in_order() {
    for case in cases() {
        let (tree, plan) = case.plan();
        let result = edits(&tree, &plan, &Style::default()).expect("a plan").apply(tree.text());
        let wanted = fixtures::tokens_after(&tree, &plan);
        let found = fixtures::token_texts(&result);
        assert_eq!(without_braces(&found), without_braces(&wanted), "{}", case.name);
    }
}

/// Braces aside: layout adds those that a branch needs.
fn without_braces(tokens: &[String]) -> Vec<&String> {
    tokens.iter().filter(|token| *token != "{" && *token != "}").collect()
}

#[test]
fn nothing_to_do_is_no_edit() {
    for case in cases() {
        let (tree, _) = Case { before: case.after.clone(), ..case }.plan();
        let edits = edits(&tree, &engine::Plan::default(), &Style::default()).expect("a plan");
        assert!(edits.is_empty());
    }
}
