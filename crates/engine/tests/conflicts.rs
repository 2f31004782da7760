//! Matches that contradict each other: the first is taken, the other reported, and no code is written that neither asks for.

use std::collections::BTreeSet;

use csyntax::MacroIndex;
use engine::{Engine, Input, Options, Outcome};

fn run(rule: &str, code: &str) -> Outcome {
    let patch = smpl::parse("t.cocci", rule.as_bytes(), &smpl::ParseOptions::default());
    let engine = Engine::new(patch.expect("the rule reads"), Options::default());
    engine.expect("it can be run").run(&Input {
        path: "t.c",
        text: &code.as_bytes().into(),
        macros: &MacroIndex::default(),
        outside: &(),
        frozen: &BTreeSet::new(),
        scripts: None,
    })
}

#[test]
fn matches_that_add_different_code_at_one_place() {
    let rule =
        "@r@\nexpression e;\n@@\n mark(e);\n\n@@\nexpression r.e;\n@@\n- use();\n+ use(e);\n";
    let outcome = run(rule, "void h(void)\n{\n\tmark(1);\n\tmark(2);\n\tuse();\n}\n");
    let text = String::from_utf8(outcome.text.expect("a change")).expect("text");
    assert!(text.contains("use(1);") != text.contains("use(2);"), "one of the two: {text}");
    let [problem] = &outcome.problems[..] else { panic!("{:?}", outcome.problems) };
    assert!(problem.message.contains("different"), "{}", problem.message);
}

/// Each match is asked for under other bindings.
#[test]
fn one_match_inside_of_what_another_moves_is_no_conflict() {
    let rule = "@r@\nexpression e;\nposition p;\n@@\n f@p(e)\n\n@@\nexpression r.e;\nposition r.p;\n@@\n- f@p(e)\n+ g(e)\n";
    let outcome = run(rule, "void h(void)\n{\n\tf(1);\n\tf(f(2));\n}\n");
    let text = String::from_utf8(outcome.text.expect("a change")).expect("text");
    assert_eq!(text, "void h(void)\n{\n\tg(1);\n\tg(g(2));\n}\n");
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
}
