//! Preprocessed texts, and the calls that are to be found in them: `function@line: callee@line …`.

use expand::{Reason, read};

fn shown(text: &str) -> Vec<String> {
    let unit = read(text.as_bytes(), "a.c");
    assert_eq!(unit.unread, [], "in {text}");
    let calls = |function: &expand::Function| -> Vec<String> {
        function.calls.iter().map(|call| format!("{}@{}", call.callee, call.line)).collect()
    };
    let line = |it: &expand::Function| format!("{}@{}: {}", it.name, it.line, calls(it).join(" "));
    unit.functions.iter().map(line).collect()
}

#[track_caller]
fn check(body: &str, calls: &str) {
    let text = format!("# 1 \"a.c\"\nint f(void)\n{{\n{body}\n}}\n");
    assert_eq!(shown(&text), [format!("f@1: {calls}")], "in {text}");
}

#[test]
fn calls_have_the_lines_of_the_file() {
    let text = "# 1 \"a.c\"\n# 1 \"h.h\" 1\nstatic int h(void) { return x(); }\n# 9 \"a.c\" 2\n\
                static int f(int a)\n{\n return g(a,\n  k(a));\n}\n# 40 \"a.c\"\nint m(struct s *s) { return s->op(1) + (*s->p)(2); }\n";
    assert_eq!(shown(text), ["f@9: g()@11 k()@12", "m@40: ->op()@40 (…)()@40"]);
}

#[test]
fn names_of_typedefs_are_types() {
    let text = "# 1 \"h.h\"\ntypedef unsigned int u32;\n# 1 \"a.c\"\nint f(void *p) { return (u32)g(p) + (h)(p) + sizeof(u32); }\n";
    assert_eq!(shown(text), ["f@1: g()@1 h()@1"]);
}

#[test]
fn gnu_forms_keep_their_calls() {
    check("int x __attribute__((cleanup(c), aligned(sizeof(int)))) = a() ?: b();", "a()@3 b()@3");
    check(
        "asm volatile goto(\"x\" : [o] \"=r\" (v), \"=m\" (*p()) : \"r\" (q(1)) : \"memory\" : l);\nl: ;",
        "p()@3 q()@3",
    );
    check("asm(\"nop\"); register long sp asm(\"rsp\"); asm(\"\" ::: \"memory\"); g();", "g()@3");
    check("struct s v = { }; g((struct s){ }, 1); if (a) { } for (;;) { }", "g()@3");
    check("__auto_type p = ({ __label__ l; goto l; l: ; g(); });", "g()@3");
    check(
        "return __builtin_types_compatible_p(typeof(a), int) ? g() : __alignof__(*h());",
        "g()@3 h()@3",
    );
    check("static void *t[] = { &&one, &&two };\ngoto *t[g()];\none: h(); two: ;", "g()@4 h()@5");
    check("g(({ __label__ here; here: (unsigned long)&&here; }));", "g()@3");
    check(
        "switch (g()) { case 1 ... 3: __attribute__((fallthrough)); case 4: int v = h(); default: }",
        "g()@3 h()@3",
    );
    check(
        "_Static_assert(sizeof(int) == 4, \"\"); unsigned __int128 w = 0b11; g(w); out: }{",
        "g()@3",
    );
}

#[test]
fn what_is_not_understood_costs_its_function() {
    let text = "# 1 \"a.c\"\nint f(void) { return g(1 +); }\nint k(void) { return m(); }\n";
    let unit = read(text.as_bytes(), "a.c");
    assert_eq!(unit.functions.len(), 1);
    assert_eq!(unit.functions[0].name, "k");
    let [unread] = &unit.unread[..] else { panic!("{:?}", unit.unread) };
    assert_eq!((&*unread.name, unread.line), ("f", 1));
    assert!(
        matches!(&unread.reason, Reason::Syntax { line: 1, before } if before == "); }"),
        "{}",
        unread.reason
    );
}

#[test]
fn nesting_is_bounded() {
    let deep = |depth: usize| {
        let text = format!(
            "# 1 \"a.c\"\nint f(void) {{ return {}g(){}; }}\n",
            "(".repeat(depth),
            ")".repeat(depth)
        );
        read(text.as_bytes(), "a.c")
    };
    assert_eq!(deep(20).functions[0].calls.len(), 1);
    assert_eq!(deep(100_000).unread[0].reason, Reason::TooLarge);
}

#[test]
fn nothing_is_asked_of_the_text() {
    for text in [
        "",
        "{",
        "}}}",
        "# 1",
        "# 1 \"a.c\"\n(){}",
        "asm",
        "__attribute__",
        "int f(void) {",
        "?:",
        "\u{e9}(",
        "f(){\u{0}}",
    ] {
        read(text.as_bytes(), "");
        read(text.as_bytes(), "a.c");
    }
}
