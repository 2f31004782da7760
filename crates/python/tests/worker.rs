//! Scripts in a real Python: what they see, what comes back, and what is said when they fail.

use std::sync::OnceLock;
use std::time::Duration;

use engine::{
    Call, Extent, Place, Reply, Script, ScriptForm, ScriptHost, ScriptValue, Variables, Verdict,
    Virtuals,
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
        files: &["a.c"],
        virtuals: no_virtuals(),
    }
}

fn no_virtuals() -> &'static Virtuals {
    static NONE: OnceLock<Virtuals> = OnceLock::new();
    NONE.get_or_init(Virtuals::default)
}

fn with(variables: Variables) -> Call {
    Call { variables, ..Call::default() }
}

fn run(code: &str, variables: Variables) -> Result<Reply, Box<Diagnostic>> {
    let worker = Worker::start(&settings()).expect("python3 is there");
    worker.run(&script(code), &[with(variables)]).replies.map(|mut replies| replies.remove(0))
}

fn place() -> ScriptValue {
    let extent = Extent { line: 3, column: 1, line_end: 3, column_end: 6 };
    let place = Place { file: "a.c".into(), element: "f".into(), extent, ..Place::default() };
    ScriptValue::Places(vec![place.into()])
}

fn printed(code: &str) -> String {
    prints(code, vec![("p".into(), place())])
}

/// What a script prints.
fn prints(code: &str, variables: Variables) -> String {
    let worker = Worker::start(&settings()).expect("python3 is there");
    let ran = worker.run(&script(code), &[with(variables)]);
    ran.replies.expect("runs");
    ran.output
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
    assert_eq!(prints(code, variables), "3.f a , b b ['a.c']\n");
}

#[test]
fn what_one_script_defines_the_next_one_sees() {
    let worker = Worker::start(&settings()).expect("python3 is there");
    let first = worker.run(&script("seen = []\ndef f(x): return x * 2"), &[Call::default()]);
    first.replies.expect("runs");
    let call = |text: &str| with(vec![("e".to_owned(), ScriptValue::Code(text.to_owned()))]);
    let later = Script { span: Span::new(200, 230), ..script("seen.append(f(e)); print(seen)") };
    let ran = worker.run(&later, &[call("a"), call("b")]);
    assert_eq!(ran.output, "['aa']\n['aa', 'bb']\n");
}

#[test]
fn a_script_decides_what_later_rules_see() {
    assert_eq!(run("cocci.include_match(False)", vec![]).expect("runs").verdict, Verdict::Drop);
    let worker = Worker::start(&settings()).expect("python3 is there");
    let replies = worker.run(&script("cocci.exit()"), &[Call::default(), Call::default()]);
    let replies = replies.replies.expect("runs");
    assert_eq!(replies.len(), 1);
    assert_eq!(replies[0].verdict, Verdict::Exit);
}

#[test]
fn computed_variables_come_back() {
    let worker = Worker::start(&settings()).expect("python3 is there");
    let computes = ["x".to_owned(), "y".to_owned(), "unset".to_owned()];
    let code = "coccinelle.x = cocci.make_expr('a + 1')\ncoccinelle.y = p\n";
    let asked = Script { computes: &computes, ..script(code) };
    let reply =
        worker.run(&asked, &[with(vec![("p".into(), place())])]).replies.expect("runs").remove(0);
    let names: Vec<&str> = reply.computed.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["x", "y"]);
    assert_eq!(reply.computed[0].1, ScriptValue::Code("a + 1".into()));
}

#[test]
fn expressions_have_a_value() {
    let worker = Worker::start(&settings()).expect("python3 is there");
    let asked = Script { form: ScriptForm::Expression, ..script(" e + \n '_x' ") };
    let call = with(vec![("e".to_owned(), ScriptValue::Code("a".into()))]);
    let reply = worker.run(&asked, &[call]).replies.expect("runs").remove(0);
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
    let error = worker
        .run(&script("while True: pass"), &[Call::default()])
        .replies
        .expect_err("never ends");
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

#[test]
fn scripts_ask_for_further_runs() {
    let worker = Worker::start(&settings()).expect("python3 is there");
    let virtuals = Virtuals { rules: ["again".into()].into(), identifiers: ["who".into()].into() };
    let code = "it = Iteration()\nit.set_files(['b.c'])\nit.add_virtual_rule(again)\n\
                it.add_virtual_identifier(who, 'f')\nit.register()\nit.register()\n";
    let asked = Script { virtuals: &virtuals, ..script(code) };
    let reply = worker.run(&asked, &[Call::default()]).replies.expect("runs").remove(0);
    assert_eq!(reply.iterations.len(), 2);
    let first = &reply.iterations[0];
    assert_eq!(first.files.as_deref(), Some(&["b.c".to_owned()][..]));
    assert!(first.virtuals.contains("again") && first.identifiers["who"] == "f" && !first.extends);
    let code = "Iteration().add_virtual_rule('agan')";
    let asked = Script { virtuals: &virtuals, span: Span::new(500, 536), ..script(code) };
    let error = worker.run(&asked, &[Call::default()]).replies.expect_err("is not declared");
    assert!(error.message.contains("no `virtual agan` is declared"), "{}", error.message);
}

#[test]
fn virtual_names_stand_for_themselves_and_yield_to_variables() {
    let virtuals = Virtuals { rules: ["again".into()].into(), identifiers: ["who".into()].into() };
    let worker = Worker::start(&settings()).expect("python3 is there");
    let asked = Script { virtuals: &virtuals, ..script("print(again, who)\nagain = 1") };
    let call = with(vec![("who".into(), ScriptValue::Code("f".into()))]);
    let ran = worker.run(&asked, &[call, Call::default()]);
    assert_eq!(ran.output, "again f\nagain who\n");
}

#[test]
fn what_scripts_leave_in_coccinelle_is_merged() {
    let worker = Worker::start(&settings()).expect("python3 is there");
    worker.run(&script("coccinelle.seen = [1]"), &[Call::default()]).replies.expect("runs");
    let merged = |name: &str| with(vec![("all".into(), ScriptValue::Merged(name.into()))]);
    let calls = [merged("seen"), merged("other")];
    let last = Script { span: Span::new(200, 210), ..script("print(all)") };
    assert_eq!(worker.run(&last, &calls).output, "[[1]]\n[]\n");
}

#[test]
fn scripts_ask_what_is_bound() {
    let bound = [("r".to_owned(), "e".to_owned())].into();
    let worker = Worker::start(&settings()).expect("python3 is there");
    let code = "print(cocci.has_env_binding('r', 'e'), cocci.has_env_binding('r', 'f'))";
    let ran = worker.run(&script(code), &[Call { bound, ..Call::default() }]);
    assert_eq!(ran.output, "True False\n");
}

#[test]
fn a_place_goes_with_code_and_own_classes_may_say_how_it_is_shown() {
    let code = "from coccilib.output import Console\n\
                x = cocci.combine(e, p)\n\
                cocci.register_match(True, [(x, 'seen')])\n\
                class Quiet(Console):\n    def register_match(self, included, messages):\n        self.include_match(included)\n\
                Quiet().register_match(False, [(x, 'seen')])\n";
    let variables = vec![("p".into(), place()), ("e".into(), ScriptValue::Code("a + b".into()))];
    assert_eq!(prints(code, variables.clone()), "a.c:3:1: seen - a + b\n");
    assert_eq!(run(code, variables).expect("runs").verdict, Verdict::Drop);
}

#[test]
fn a_failure_in_a_function_of_another_script_points_there() {
    let worker = Worker::start(&settings()).expect("python3 is there");
    let defines = script("def half(x):\n    return x / none\n");
    worker.run(&defines, &[Call::default()]).replies.expect("runs");
    let calls = Script { rule: "t", span: Span::new(300, 307), ..script("half(1)") };
    let error = worker.run(&calls, &[Call::default()]).replies.expect_err("no such name");
    assert!(error.message.starts_with("the script of t failed for a.c: NameError"));
    assert_eq!(error.labels[0].span, Span::new(117, 132));
}

#[test]
fn what_was_printed_before_a_failure_is_not_lost() {
    let worker = Worker::start(&settings()).expect("python3 is there");
    let call = |text: &str| with(vec![("e".to_owned(), ScriptValue::Code(text.to_owned()))]);
    let ran = worker.run(&script("print(e)\nprint(1 / int(e))"), &[call("1"), call("0")]);
    assert_eq!(ran.output, "1\n1.0\n0\n");
    assert!(ran.replies.is_err());
}

#[test]
fn scripts_may_treat_their_output_as_they_like() {
    for (code, output) in [
        ("import sys; sys.stdout.buffer.write(b'x\\n')", "x\n"),
        ("import sys; print('x'); sys.stdout.close()", "x\n"),
        ("import sys; print('x'); sys.stdout = None; print('y')", "x\n"),
        ("import os; os.close(0); os.close(1); print('x')", "x\n"),
        ("print('\\ud800')", "\\ud800\n"),
        ("print('x' * 3000000)", &("x".repeat(3_000_000) + "\n")),
    ] {
        assert_eq!(printed(code), output, "{code}");
    }
}
