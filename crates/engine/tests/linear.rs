//! Work grows with a function's size and no faster, for rules and code of the shapes that make a checker of all paths
//! with all bindings slow. Steps are counted, not seconds: a budget that is a fixed number of steps for each repetition
//! suffices for a few repetitions and for many.

use std::collections::BTreeSet;
use std::sync::Arc;

use csyntax::MacroIndex;
use engine::{Engine, Input, Options, Outcome};

/// Runs a rule on `repetitions` of a piece of code in one function, with `steps` for each.
fn run(rule: &str, piece: &dyn Fn(usize) -> String, repetitions: usize, steps: u64) -> Outcome {
    let body: String = (0..repetitions).map(piece).collect();
    let text = format!("int whole(struct dev *d)\n{{\n{body}\treturn 0;\n}}\n");
    run_on(rule, text, steps * repetitions as u64)
}

fn run_on(rule: &str, text: String, budget: u64) -> Outcome {
    let patch = smpl::parse("t.cocci", rule.as_bytes(), &smpl::ParseOptions::default());
    let options = Options { budget, ..Options::default() };
    let engine = Engine::new(patch.expect("the rule reads"), options).expect("it can be run");
    let text: Arc<[u8]> = text.into_bytes().into();
    engine.run(&Input {
        path: "t.c",
        text: &text,
        macros: &MacroIndex::default(),
        outside: &(),
        frozen: &BTreeSet::new(),
        scripts: None,
    })
}

#[track_caller]
fn check(rule: &str, piece: &dyn Fn(usize) -> String, steps: u64) {
    for repetitions in [25, 400] {
        let outcome = run(rule, piece, repetitions, steps);
        assert!(outcome.problems.is_empty(), "{repetitions}: {:?}", outcome.problems);
        assert!(!outcome.matches.is_empty(), "{repetitions}: no match");
    }
}

const BRANCHES: fn(usize) -> String =
    |at| format!("\tif (a{at} > {at})\n\t\tcall{at}(d, a{at});\n\telse\n\t\tb{at} = a{at};\n");

#[test]
fn a_place_at_the_end_of_a_function() {
    let rule = "@r@\nidentifier f;\nposition p;\n@@\n f(...)\n {\n ...\n }@p\n";
    check(rule, &BRANCHES, 200);
}

#[test]
fn a_call_anywhere_in_a_function_of_a_parameter() {
    let rule = "@r@\nidentifier F, f, D;\nposition p;\n@@\n F(..., struct dev *D, ...) {\n <+...\n f(..., D@p, ...)\n ...+>\n }\n";
    check(rule, &BRANCHES, 400);
}

#[test]
fn a_declaration_anywhere_and_its_use_in_a_branch() {
    let rule = "@r@\nidentifier F, f, D;\nposition p;\n@@\n F(...) {\n <+...\n struct dev *D;\n ...\n f(..., D@p, ...)\n ...+>\n }\n";
    let piece = |at: usize| {
        let last = if at == 0 { "\tstruct dev *e;\n\tcall(d, e);\n" } else { "" };
        format!("{last}\tstruct dev *e{at};\n\tif (a{at})\n\t\tcall{at}(d, e{at});\n")
    };
    check(rule, &piece, 400);
}

#[test]
fn values_that_are_given_back_near_to_where_they_come_from() {
    let rule =
        "@r exists@\nexpression x;\nposition p;\n@@\n x = get(...)\n ... when any\n put@p(x)\n";
    let piece = |at: usize| format!("\tx{at} = get(d);\n\tif (b{at})\n\t\tput(x{at});\n");
    check(rule, &piece, 100);
}

#[test]
fn members_with_dots_around_each_are_given_up_where_they_are_too_many() {
    let rule = "@r@\nidentifier e, a, b;\nposition p;\n@@\n enum e { ..., a@p, ..., b, ... };\n";
    let members: String = (0..2000).map(|at| format!("\tE{at},\n")).collect();
    let outcome = run_on(rule, format!("enum many {{\n{members}}};\n"), 0);
    let problem = outcome.problems.first().expect("a problem");
    assert!(problem.message.contains("a declaration"), "{}", problem.message);
}

#[test]
fn declarations_that_are_joined_with_their_first_use() {
    let rule =
        "@r@\ntype T;\nidentifier i;\nexpression E;\n@@\n- T i;\n  ...\n- i = E;\n+ T i = E;\n";
    check(rule, &|at| format!("\tint t{at};\n\tt{at} = get{at}(d);\n\tput(t{at});\n"), 400);
}

#[test]
fn branches_that_go_back_to_the_beginning() {
    let rule = "@r@\nexpression x;\nposition p;\n@@\n x = get(...);\n ...\n put@p(x);\n";
    let piece = |at: usize| match at {
        0 => "\tx = get(d);\nagain:\n".to_owned(),
        24 | 399 => "\tput(x);\n".to_owned(),
        at => format!("\tif (a{at}) {{\n\t\tcall{at}(d);\n\t\tgoto again;\n\t}}\n"),
    };
    check(rule, &piece, 60);
}

#[test]
fn arguments_with_dots_around_each() {
    let rule = "@r@\nexpression x, y;\nposition p;\n@@\n f(..., x, ..., y, ...)@p\n";
    let piece = |at: usize| match at {
        0 => "\tf(d".to_owned(),
        24 | 399 => ");\n".to_owned(),
        at => format!(", a{at}"),
    };
    check(rule, &piece, 100_000);
}

#[test]
fn statements_between_which_anything_may_stand() {
    let rule = "@r exists@\nexpression e;\nposition p, q;\n@@\n e = get@p(...)\n ... when any\n use@q(e)\n";
    let piece = |at: usize| format!("\tif (a{at})\n\t\ta{at} = get(d);\n\tuse(a{at});\n");
    check(rule, &piece, 20_000);
}

#[test]
fn too_much_work_is_reported_by_name() {
    let rule = "@r@\nidentifier f;\nposition p;\n@@\n f(...)\n {\n ...\n }@p\n";
    let outcome = run(rule, &BRANCHES, 50, 1);
    let problem = outcome.problems.first().expect("a problem");
    assert!(problem.message.contains("whole"), "{}", problem.message);
}
