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

use csyntax::{TokenId, Tree};
use engine::{Added, AddedPiece, Anchor, Insertion, Plan, Side};
use engine::{Style, edits};
use fixtures::cases;
use smpl::PlusShape;

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
        assert_eq!(plain(&found), plain(&wanted), "{}", case.name);
    }
}

/// Braces and commas aside: layout adds the braces that a branch needs, and drops commas with nothing to part.
fn plain(tokens: &[String]) -> Vec<&String> {
    tokens.iter().filter(|token| !["{", "}", ","].contains(&token.as_str())).collect()
}

#[test]
fn comments_stay_where_that_is_asked_for() {
    let style = Style { keep_comments: true, ..Style::default() };
    let mut gone = 0;
    for case in cases() {
        let (tree, plan) = case.plan();
        let result = |style| edits(&tree, &plan, style).expect("a plan").apply(tree.text());
        let count = |text: &[u8]| String::from_utf8_lossy(text).matches("/*").count();
        let (kept, usual) = (count(&result(&style)), count(&result(&Style::default())));
        assert!(kept >= count(tree.text()), "{}", case.name);
        gone += usize::from(kept > usual);
    }
    assert!(gone > 0, "no case has comments that go without it");
}

#[test]
fn nothing_to_do_is_no_edit() {
    for case in cases() {
        let tree = fixtures::parse(case.after.as_bytes());
        let edits = edits(&tree, &engine::Plan::default(), &Style::default()).expect("a plan");
        assert!(edits.is_empty());
    }
}

/// Lines that are new end without blanks and within the width, where the code that comes does; blank lines do not pile up.
#[test]
fn new_lines_are_clean() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for case in cases() {
        let (tree, plan) = case.plan();
        are_clean(&case.name, &tree, &plan);
        for _ in 0..10 {
            are_clean(&case.name, &tree, &random_plan(&tree, &mut dice));
        }
    }
}

fn are_clean(name: &str, tree: &Tree, plan: &Plan) {
    let before = String::from_utf8_lossy(tree.text()).into_owned();
    let result = edits(tree, plan, &Style::default()).expect("a plan").apply(tree.text());
    let after = String::from_utf8(result).expect("text");
    let ends = |line: &str| line.trim_end_matches('\r').ends_with([' ', '\t']);
    let old: Vec<&str> = before.split('\n').collect();
    // Blanks that stood at the end of a line that stays are left there.
    if !old.iter().any(|line| ends(line)) {
        let new = after.split('\n').find(|line| ends(line));
        assert_eq!(new, None, "{name}: {plan:?} gives\n{after}");
    }
    let blank_lines = |text: &str| text.replace('\r', "").matches("\n\n\n").count();
    assert!(blank_lines(&after) <= blank_lines(&before), "{name}: {plan:?} gives\n{after}");
}

/// Any plan, however senseless, gives the tokens it asks for, and touches no token that stays.
#[test]
fn random_plans_keep_and_add_the_tokens_they_name() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for case in cases() {
        let tree = fixtures::parse(case.after.as_bytes());
        for _ in 0..40 {
            let plan = random_plan(&tree, &mut dice);
            let edits = edits(&tree, &plan, &Style::default()).expect("a plan for this tree");
            let found = fixtures::token_texts(&edits.apply(tree.text()));
            let wanted = fixtures::tokens_after(&tree, &plan);
            assert_eq!(plain(&found), plain(&wanted), "{}: {plan:?}", case.name);
            for (at, token) in tree.tokens().iter().enumerate() {
                let comma = token.kind == csyntax::TokenKind::Comma;
                let stays = !comma && !plan.removed.contains(&TokenId(at as u32));
                let hit = edits.iter().any(|edit| edit.span.overlaps(token.span()));
                assert!(!(stays && hit), "{}: token {at} of {plan:?}", case.name);
            }
        }
    }
}

fn random_plan(tree: &Tree, dice: &mut Dice) -> Plan {
    const ADDED: [(&str, PlusShape); 8] = [
        ("a();", PlusShape::Lines),
        ("if (x) return -1;", PlusShape::Lines),
        ("/* c */ b(); // d", PlusShape::Lines),
        ("+ 1", PlusShape::Inline),
        ("-", PlusShape::Inline),
        ("&", PlusShape::Inline),
        ("word", PlusShape::Inline),
        (", 1.5", PlusShape::Inline),
    ];
    let mut plan = Plan::default();
    let count = tree.tokens().len();
    for _ in 0..=dice.below(3) {
        let first = dice.below(count);
        plan.removed.extend((first..count.min(first + dice.below(9))).map(|at| TokenId(at as u32)));
    }
    for _ in 0..dice.below(4) {
        let (text, shape) = ADDED[dice.below(ADDED.len())];
        let pieces = vec![AddedPiece::Text(text.to_owned())];
        plan.insertions.push(Insertion {
            anchor: Anchor::Token(TokenId(dice.below(count) as u32)),
            side: if dice.below(2) == 0 { Side::Before } else { Side::After },
            node: None,
            added: Added { pieces, shape, column: 0, anchor_column: 0 },
        });
    }
    plan
}

/// The same numbers in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}
