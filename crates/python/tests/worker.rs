//! Scripts in a real Python: what they see, what comes back, and what is said when they fail.

use std::time::Duration;

use engine::{
    Extent, Place, Reply, Script, ScriptForm, ScriptHost, ScriptValue, Variables, Verdict,
};
use python::{Settings, Worker};
use source::{Diagnostic, Span};

fn settings() -> Settings {
    Settings { program: "python3".into(), limit: Duration::from_secs(60) }
}

fn script(code: &str) -> Script<'_> {
    Script {
        rule: "s",
        path: "a.cocci",
        code,
        span: Span::new(100, 100 + code.len() as u32),
        form: ScriptForm::Statements,
        computes: &[],
        file: "a.c",
    }
}

fn run(code: &str, variables: Variables) -> Result<Reply, Box<Diagnostic>> {
    let worker = Worker::start(&settings()).expect("python3 is there");
    worker.run(&script(code), &[variables]).map(|mut replies| replies.remove(0))
}

fn place() -> ScriptValue {
    let extent = Extent { line: 3, column: 1, line_end: 3, column_end: 6 };
    let place = Place { file: "a.c".into(), element: "f".into(), extent, ..Place::default() };
    ScriptValue::Places(vec![place])
}

fn printed(code: &str) -> String {
    run(code, vec![("p".into(), place())]).expect("runs").output
}

#[test]
fn reports_and_org_lines_have_the_forms_that_their_readers_expect() {
    for (code, line) in [
        ("coccilib.report.print_report(p[0], 'm')", "a.c:3:1-6: m"),
        (
            "coccilib.org.print_todo(p[0], 'm')",
            "* TODO [[view:a.c::face=ovl-face1::linb=3::colb=1::cole=6][m]]",
        ),
        (
            "coccilib.org.print_safe_todo(p[0], 'x[1]')",
            "* TODO [[view:a.c::face=ovl-face1::linb=3::colb=1::cole=6][x@(1)]]",
        ),
        (
            "coccilib.org.print_link(p[0])",
            "[[view:a.c::face=ovl-face1::linb=3::colb=1::cole=6][a.c::3]]",
        ),
        (
            "cocci.print_main('m', p)",
            "* TODO [[view:a.c::face=ovl-face1::linb=3::colb=1::cole=6][m a.c::3]]",
        ),
        ("cocci.print_secs('m', p)", "[[view:a.c::face=ovl-face2::linb=3::colb=1::cole=6][m]]"),
    ] {
        assert_eq!(printed(code), format!("{line}\n"), "{code}");
    }
}

#[test]
fn values_are_text_places_and_lists() {
    let list = ScriptValue::List("a , b".into(), vec!["a".into(), "b".into()]);
    let variables = vec![("p".into(), place()), ("es".into(), list)];
    let code = "print(p[0].line + '.' + p[0].current_element, es, es[1], cocci.files())";
    assert_eq!(run(code, variables).expect("runs").output, "3.f a , b b ['a.c']\n");
}

#[test]
fn what_one_script_defines_the_next_one_sees() {
    let worker = Worker::start(&settings()).expect("python3 is there");
    worker.run(&script("seen = []\ndef f(x): return x * 2"), &[Vec::new()]).expect("runs");
    let call = |text: &str| vec![("e".to_owned(), ScriptValue::Code(text.to_owned()))];
    let code = "seen.append(f(e)); print(seen)";
    let replies = worker.run(&script(code), &[call("a"), call("b")]).expect("runs");
    let lines: Vec<&str> = replies.iter().map(|reply| reply.output.as_str()).collect();
    assert_eq!(lines, ["['aa']\n", "['aa', 'bb']\n"]);
}

#[test]
fn a_script_decides_what_later_rules_see() {
    assert_eq!(run("cocci.include_match(False)", vec![]).expect("runs").verdict, Verdict::Drop);
    let worker = Worker::start(&settings()).expect("python3 is there");
    let replies = worker.run(&script("cocci.exit()"), &[vec![], vec![]]).expect("runs");
    assert_eq!(replies.len(), 1);
    assert_eq!(replies[0].verdict, Verdict::Exit);
}

#[test]
fn computed_variables_come_back() {
    let worker = Worker::start(&settings()).expect("python3 is there");
    let computes = ["x".to_owned(), "y".to_owned(), "unset".to_owned()];
    let code = "coccinelle.x = cocci.make_expr('a + 1')\ncoccinelle.y = p\n";
    let asked = Script { computes: &computes, ..script(code) };
    let reply = worker.run(&asked, &[vec![("p".into(), place())]]).expect("runs").remove(0);
    let names: Vec<&str> = reply.computed.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["x", "y"]);
    assert_eq!(reply.computed[0].1, ScriptValue::Code("a + 1".into()));
}

#[test]
fn expressions_have_a_value() {
    let worker = Worker::start(&settings()).expect("python3 is there");
    let asked = Script { form: ScriptForm::Expression, ..script(" e + \n '_x' ") };
    let call = vec![("e".to_owned(), ScriptValue::Code("a".into()))];
    let reply = worker.run(&asked, &[call]).expect("runs").remove(0);
    assert_eq!((reply.value.as_str(), reply.truth), ("a_x", true));
}

#[test]
fn a_failure_points_at_the_line() {
    let code = "x = 1\nif x:\n    y = x / 0\n";
    let error = run(code, vec![]).expect_err("divides by zero");
    assert_eq!(
        error.message,
        "the script of s failed for a.c: ZeroDivisionError: division by zero"
    );
    let span = error.labels[0].span;
    assert_eq!(&code[span.start as usize - 100..span.end as usize - 100], "y = x / 0");
    let error = run("x = 1\nx = = 2\n", vec![]).expect_err("is no Python");
    assert_eq!(error.labels[0].span, Span::new(106, 113));
}

#[test]
fn a_script_that_ends_python_or_never_ends_is_told_of() {
    let error = run("import os; os._exit(3)", vec![]).expect_err("ends");
    assert_eq!(error.message, "the script of s ended the Python that ran it for a.c");
    let settings = Settings { limit: Duration::from_millis(300), ..settings() };
    let worker = Worker::start(&settings).expect("python3 is there");
    let error = worker.run(&script("while True: pass"), &[vec![]]).expect_err("never ends");
    assert!(error.message.contains("did not end within 0.3 s"), "{}", error.message);
    assert!(!worker.is_alive());
}

#[test]
fn what_children_print_is_no_result() {
    let code = "import os; os.system('echo child'); print('own')";
    assert_eq!(printed(code), "own\n");
}

#[test]
fn a_missing_interpreter_is_named_with_a_next_step() {
    let settings = Settings { program: "/nowhere/python3".into(), ..settings() };
    let error = Worker::start(&settings).expect_err("is not there");
    assert!(
        error.message.starts_with("/nowhere/python3, which scripts need,"),
        "{}",
        error.message
    );
    assert!(error.help.is_some_and(|help| help.contains("--python")));
}
