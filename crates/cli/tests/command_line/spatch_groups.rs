//! Files of `treewide spatch` that are one program: those that are named together, and the groups of a list.

use crate::scene::{Run, Scene};

/// Calls of functions that `old()` is called in get another argument, and are told with the files of their program.
const CALLERS: &str = "@r@\nidentifier f;\n@@\nf(...) { ... old(...); ... }\n\n\
    @s@\nidentifier r.f;\nposition p;\n@@\n- f@p()\n+ f(1)\n\n\
    @script:python@\np << s.p;\n@@\nprint(p[0].file, p[0].line, cocci.files())\n";

fn scene() -> Scene {
    let scene = Scene::new();
    scene.write("rule.cocci", CALLERS.as_bytes());
    scene.write("work/a.c", b"int caller(void)\n{\n\treturn frob();\n}\n");
    scene.write("work/b.c", b"int frob(void)\n{\n\told(1);\n\treturn 1;\n}\n");
    scene
}

fn run(scene: &Scene, more: &[&str]) -> Run {
    scene.run(&[&["spatch", "--very-quiet", "--sp-file", "rule.cocci"], more].concat())
}

const SAID: &str = "work/a.c 3 ['work/a.c', 'work/b.c']\n";

#[test]
fn files_that_are_named_together_are_one_program() {
    let shown = run(&scene(), &["work/a.c", "work/b.c"]).ends(0).stdout;
    let diff = "--- work/a.c\n+++ work/a.c\n@@ -1,4 +1,4 @@\n int caller(void)\n {\n\
        -\treturn frob();\n+\treturn frob(1);\n }\n";
    assert_eq!(shown, format!("{SAID}{diff}"));
    let shown =
        run(&scene(), &["--no-show-diff", "work/b.c", "--opt-c", "work/a.c"]).ends(0).stdout;
    assert_eq!(shown, "work/a.c 3 ['work/b.c', 'work/a.c']\n");
}

#[test]
fn files_of_a_folder_are_each_a_program() {
    assert_eq!(run(&scene(), &["--dir", "work"]).ends(0).stdout, "");
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let shown = run(&scene(), &["--no-show-diff", "work/a.c", "work/b.c", "work/a.c"]);
    assert_eq!(shown.ends(0).stdout, SAID);
}

#[test]
fn empty_lines_of_a_list_part_programs() {
    let scene = scene();
    scene.write(
        "list",
        b"work/a.c\n\n// alone above, together below\n\nwork/a.c\n// and\nwork/b.c\n",
    );
    let shown = run(&scene, &["--no-show-diff", "--file-groups", "list"]).ends(0).stdout;
    assert_eq!(shown, SAID);
    scene.write("list", b"work/a.c work/b.c\n");
    let failed = run(&scene, &["--file-groups", "list"]).ends(255);
    assert!(failed.stderr.contains("there is no work/a.c work/b.c"), "{}", failed.stderr);
}

#[test]
fn files_of_a_further_run_are_one_program() {
    let asks = "virtual again\n\n@q depends on !again@\n@@\nold(...)\n\n\
        @script:python depends on q@\n@@\nit = Iteration()\n\
        it.set_files(['work/a.c', 'work/b.c'])\nit.add_virtual_rule(again)\nit.register()\n\n";
    let scene = scene();
    let rule = CALLERS.replace("@r@", "@r depends on again@");
    scene.write("rule.cocci", format!("{asks}{rule}").as_bytes());
    assert_eq!(run(&scene, &["--no-show-diff", "work/b.c"]).ends(0).stdout, SAID);
}

#[test]
fn shares_are_of_programs() {
    let share = |index| {
        let more = ["--no-show-diff", "work/a.c", "work/b.c", "--max", "2", "--index", index];
        run(&scene(), &more).ends(0).stdout
    };
    assert_eq!([share("0"), share("1")], [SAID.to_owned(), String::new()]);
}
