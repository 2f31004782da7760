//! `treewide spatch`, under its own name and as spatch: configuration, exit codes, scripts.

use crate::scene::Scene;

const C: &[u8] = b"void f(void)\n{\n\told(1);\n}\n";
const REPORTS: &[u8] = b"virtual report\n\n@r depends on report@\nposition p;\n@@\nold@p(...)\n\n\
@script:python@\np << r.p;\n@@\n// found\ncoccilib.report.print_report(p[0], \"old\")\n";
const FOUND: &str = "work/a.c:3:1-4: old\n";

fn scene(rule: &[u8]) -> Scene {
    let scene = Scene::new();
    scene.write("work/a.c", C);
    scene.write("rule.cocci", rule);
    scene
}

#[cfg(unix)]
#[test]
fn under_the_name_of_spatch_its_options_are_taken() {
    let scene = scene(REPORTS);
    let run = scene.run_named(
        "spatch",
        &["-D", "report", "--very-quiet", "--sp-file", "rule.cocci", "--dir", "work"],
    );
    assert_eq!(run.ends(0).stdout, FOUND);
}

#[test]
fn the_first_line_of_the_version_is_that_of_a_spatch() {
    let run = scene(REPORTS).run(&["spatch", "--version"]).ends(0);
    let words: Vec<&str> = run.stdout.split_whitespace().take(2).collect();
    assert_eq!(words, ["spatch", "version"]);
}

#[test]
fn options_of_the_searched_folder_count() {
    let scene = scene(b"@@\n@@\n- old(1)\n+ new(1)\n");
    scene.write(
        "work/.cocciconfig",
        b"[spatch]\n\toptions = --in-place\n\toptions = --no-show-diff\n",
    );
    let run = scene.run(&["spatch", "--sp-file", "rule.cocci", "--dir", "work"]).ends(0);
    assert_eq!(run.stdout, "");
    assert!(
        String::from_utf8_lossy(&scene.files()[std::path::Path::new("work/a.c")])
            .contains("new(1)")
    );
}

#[test]
fn what_can_not_be_done_ends_with_255() {
    let scene = scene(REPORTS);
    let run = scene.run(&["spatch", "-D", "org", "--sp-file", "rule.cocci", "work/a.c"]).ends(255);
    assert!(run.stderr.contains("virtual rule org not supported"), "{}", run.stderr);
    scene.run(&["spatch", "--sp-file", "none.cocci", "work/a.c"]).ends(255);
}

#[test]
fn a_semantic_patch_whose_virtual_rules_are_off_is_refused() {
    let run =
        scene(REPORTS).run(&["spatch", "--very-quiet", "--sp-file", "rule.cocci", "work/a.c"]);
    let run = run.ends(255);
    assert!(run.stderr.contains("no rule of rule.cocci applies"), "{}", run.stderr);
    assert!(run.stderr.contains("-D report"), "{}", run.stderr);
    let scene = scene(b"@r@\n@@\nold(1)\n");
    let run = scene.run(&["spatch", "--sp-file", "rule.cocci", "work/a.c"]).ends(0);
    assert!(run.stderr.contains("no rule of rule.cocci applies"), "{}", run.stderr);
}

#[test]
fn ocaml_is_an_error_unless_it_is_to_be_passed_over() {
    let scene = scene(
        b"@r@\nposition p;\n@@\nold@p(...)\n\n@script:ocaml@\np << r.p;\n@@\nlet x = 1\n\
            @finalize:ocaml@\n@@\nlet x = 2\n",
    );
    let run = scene.run(&["spatch", "--sp-file", "rule.cocci", "work/a.c"]).ends(255);
    assert_eq!(run.stderr.matches("rule.cocci has scripts in OCaml").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("rule.cocci:6:") && run.stderr.contains("--skip-ocaml"));
    let run = scene.run(&["spatch", "--skip-ocaml", "--sp-file", "rule.cocci", "work/a.c"]).ends(0);
    assert!(run.stderr.contains("rule.cocci has scripts in OCaml"), "{}", run.stderr);
}

#[test]
fn a_script_that_fails_is_shown_in_the_semantic_patch() {
    let scene = scene(
        b"@r@\nposition p;\n@@\nold@p(...)\n\n@script:python@\np << r.p;\n@@\nx = 1\nx.none()\n",
    );
    let run = scene.run(&["spatch", "--sp-file", "rule.cocci", "work/a.c"]).ends(255);
    assert!(run.stderr.contains("rule.cocci:10:1"), "{}", run.stderr);
}

#[test]
fn a_script_is_not_given_places_that_no_configuration_has_together() {
    let scene = scene(
        b"@r@\nposition p;\n@@\nold@p(...)\n\n@s@\nposition q;\n@@\nnew@q(...)\n\n@script:python@\np << r.p;\nq << s.q;\n@@\nprint(p[0].line, q[0].line)\n",
    );
    scene.write(
        "work/a.c",
        b"void f(void)\n{\n#ifdef A\n\told(1);\n#else\n\tnew(1);\n#endif\n\tnew(2);\n}\n",
    );
    let run = scene.run(&["spatch", "--very-quiet", "--sp-file", "rule.cocci", "work/a.c"]);
    assert_eq!(run.ends(0).stdout, "4 8\n");
}

#[test]
fn a_fresh_identifier_of_another_branch_asks_no_script() {
    let scene = scene(
        b"@@\nidentifier a = {old};\nidentifier b = {older};\nexpression e;\nfresh identifier fa = a ## \"_one\";\nfresh identifier fb = script:python(b) { b + \"_two\" };\n@@\n(\n- a(e)\n+ fa(e)\n|\n- b(e)\n+ fb(e)\n)\n",
    );
    scene.write("work/a.c", b"void f(void)\n{\n\told(1);\n\tolder(2);\n}\n");
    let run = scene.run(&["spatch", "--very-quiet", "--sp-file", "rule.cocci", "work/a.c"]).ends(0);
    let added: Vec<&str> = run.stdout.lines().filter(|line| line.starts_with("+\t")).collect();
    assert_eq!(added, ["+\told_one(1);", "+\tolder_two(2);"]);
}
