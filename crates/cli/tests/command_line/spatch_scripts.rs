//! Scripts of `treewide spatch`: further runs that they ask for, what they leave for the end, and how they fail.

use crate::scene::{Run, Scene};

const A: &[u8] = b"int frob(int x)\n{\n\treturn ERR(x);\n}\n";
const B: &[u8] = b"int caller(void)\n{\n\treturn frob(1);\n}\n";

/// Functions that may fail are found first, then, in runs of their own, the calls of each.
const CALLERS: &str = "virtual calls\n\n@r depends on !calls@\nidentifier f;\n@@\nf(...) { <+... ERR(...) ...+> }\n\n\
    @script:python@\nf << r.f;\n@@\nit = Iteration()\nit.add_virtual_rule(calls)\n\
    it.add_virtual_identifier(callee, f)\nit.register()\n\n\
    @c depends on calls@\nidentifier virtual.callee;\nposition p;\n@@\ncallee@p(...)\n\n\
    @script:python@\np << c.p;\n@@\ncocci.print_main('call', p)\n";

fn scene(rule: &str) -> Scene {
    let scene = Scene::new();
    scene.write("work/a.c", A);
    scene.write("work/b.c", B);
    scene.write("rule.cocci", rule.as_bytes());
    scene
}

fn run(scene: &Scene, more: &[&str]) -> Run {
    let all = [&["spatch", "--very-quiet", "--sp-file", "rule.cocci"], more].concat();
    scene.run(&all)
}

/// What a semantic patch prints on the two files.
#[track_caller]
fn prints(rule: &str) -> String {
    run(&scene(rule), &["--dir", "work"]).ends(0).stdout
}

#[test]
fn a_script_asks_for_another_run() {
    let line =
        "* TODO [[view:work/b.c::face=ovl-face1::linb=3::colb=8::cole=12][call work/b.c::3]]\n";
    assert_eq!(prints(CALLERS), line);
    let named = CALLERS.replace("it.register", "it.set_files(['work/a.c'])\nit.register");
    assert_eq!(prints(&named), "");
}

#[test]
fn the_last_run_that_was_asked_for_comes_first_and_finalize_behind_all() {
    let rule = "@initialize:python@\n@@\ndef again(name):\n    it = Iteration()\n    it.add_virtual_identifier('n', name)\n    it.register()\nends = 0\n\
        @script:python@\nn << virtual.n = \"\";\n@@\nprint(n, cocci.files())\nif n == '' and 'a.c' in cocci.files()[0]:\n    again('one')\n    again('two')\n\
        @finalize:python@\n@@\nprint('end', cocci.files())\nends += 1\nif ends == 1:\n    again('three')\n";
    let of_both = |n: &str| format!("{n} ['work/a.c']\n{n} ['work/b.c']\n");
    let expected = of_both("")
        + &of_both("two")
        + &of_both("one")
        + "end []\n"
        + &of_both("three")
        + "end []\n";
    assert_eq!(prints(rule), expected);
}

#[test]
fn a_run_sees_what_the_runs_before_it_have_changed() {
    let rule = "virtual second\n\n@r depends on !second@\n@@\n- frob(1)\n+ frob(2)\n\n\
        @script:python depends on r@\n@@\nit = Iteration()\nit.add_virtual_rule(second)\nit.register()\n\n\
        @depends on second@\n@@\n- frob(2)\n+ frob(3)\n";
    let shown = prints(rule);
    assert!(shown.contains("-\treturn frob(1);\n+\treturn frob(2);\n"), "{shown}");
    assert!(shown.contains("-\treturn frob(2);\n+\treturn frob(3);\n"), "{shown}");
    let scene = scene(rule);
    run(&scene, &["--in-place", "--no-show-diff", "--dir", "work"]).ends(0);
    let after =
        String::from_utf8_lossy(&scene.files()[std::path::Path::new("work/b.c")]).into_owned();
    assert!(after.contains("frob(3)"), "{after}");
}

#[test]
fn runs_without_end_are_refused() {
    let rule = "@script:python@\n@@\nit = Iteration()\nit.set_files(['work/b.c'])\nit.register()\n";
    let run = run(&scene(rule), &["work/b.c"]).ends(255);
    assert!(run.stderr.contains("rule.cocci have asked for more than"), "{}", run.stderr);
}

#[test]
fn finalize_gets_what_scripts_have_left() {
    let rule = "@initialize:python@\n@@\ncoccinelle.seen = []\n\n@r@\nidentifier f;\n@@\nf(...) { ... }\n\n\
        @script:python@\nf << r.f;\n@@\ncoccinelle.seen.append(f)\n\n\
        @finalize:python@\nall << merge.seen;\n@@\nprint(sorted(f for seen in all for f in seen))\n";
    assert_eq!(prints(rule), "['caller', 'frob']\n");
}

#[test]
fn each_run_leaves_something_of_its_own() {
    let rule = "@initialize:python@\n@@\nn = 0\n@script:python@\n@@\nn += 1\ncoccinelle.n = [n]\n\
        if n == 1: Iteration().register()\n@finalize:python@\nall << merge.n;\n@@\nprint(all)\n";
    assert_eq!(prints(rule), "[[2], [4]]\n");
}

#[test]
fn a_script_asks_whether_something_is_bound() {
    let rule = "@r@\nidentifier f, g;\nexpression e;\n@@\nf(...) { <+...\n(\nERR(e)\n|\ng(1)\n)\n...+> }\n\n\
        @script:python@\nf << r.f;\n@@\nprint(f, cocci.has_env_binding('r', 'e'), cocci.has_env_binding('r', 'g'))\n\n\
        @script:python@\ne << r.e;\n@@\n\n@script:python@\ng << r.g;\n@@\n";
    assert_eq!(prints(rule), "frob True False\ncaller False True\n");
}

#[test]
fn a_script_that_fails_changes_nothing_and_loses_nothing() {
    let fails = "@r@\nidentifier f;\nfresh identifier g = script:python(f) { f + none };\n@@\n- f(1)\n+ g(1)\n";
    let scene = scene(fails);
    let failed = run(&scene, &["work/b.c"]).ends(255);
    assert_eq!(failed.stdout, "");
    assert!(failed.stderr.contains("rule.cocci:3:41"), "{}", failed.stderr);
    scene.write("rule.cocci", b"@script:python@\n@@\nprint('seen')\nprint(1 / 0)\n");
    let failed = run(&scene, &["work/a.c"]).ends(255);
    assert_eq!(failed.stdout, "seen\n");
    assert!(failed.stderr.contains("rule.cocci:4:1"), "{}", failed.stderr);
}

#[test]
fn failures_around_the_files_are_shown_in_the_semantic_patch() {
    for (rule, place) in [
        ("@initialize:python@\n@@\nx = 1\nx = none\n", "rule.cocci:4:1"),
        ("@initialize:python@\n@@\nx = (\n", "rule.cocci:3:1"),
        ("@r@\n@@\nfrob(1)\n\n@finalize:python@\n@@\nx = none\n", "rule.cocci:7:1"),
        ("@r@\nidentifier f : script:python() { f == none };\n@@\nf(1)\n", "rule.cocci:2:34"),
    ] {
        let failed = run(&scene(rule), &["--dir", "work"]).ends(255);
        assert!(failed.stderr.contains(place), "{rule}\n{}", failed.stderr);
        assert!(failed.stderr.contains("help: "), "{}", failed.stderr);
    }
}

#[test]
fn a_python_that_is_none_is_named() {
    let scene = scene("@script:python@\n@@\nprint(1)\n");
    let failed = run(&scene, &["--python", "./python-of-nobody", "work/a.c"]).ends(255);
    assert!(failed.stderr.contains("./python-of-nobody, which scripts need"), "{}", failed.stderr);
    scene.write("rule.cocci", b"@script:python@\n@@\nimport os\nos._exit(0)\n");
    let failed = run(&scene, &["work/a.c"]).ends(255);
    assert!(
        failed.stderr.contains("ended the Python that ran it for work/a.c"),
        "{}",
        failed.stderr
    );
}
