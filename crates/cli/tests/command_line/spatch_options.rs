//! Options of `treewide spatch`: what is shown, where results go, which files are taken.

use std::path::Path;

use crate::scene::{Run, Scene};

const RENAME: &[u8] = b"@@\n@@\n- old(1)\n+ new(1)\n";

fn scene(rule: &[u8]) -> Scene {
    let scene = Scene::new();
    for name in ["a", "b", "sub/c"] {
        let text = format!("void {}(void)\n{{\n\tx();\n\n\told(1);\n}}\n", &name[name.len() - 1..]);
        scene.write(&format!("work/{name}.c"), text.as_bytes());
    }
    scene.write("rule.cocci", rule);
    scene
}

fn run(scene: &Scene, more: &[&str]) -> Run {
    scene.run(&[&["spatch", "--very-quiet", "--sp-file", "rule.cocci"], more].concat())
}

/// The files that a run shows a change of.
fn changed(more: &[&str]) -> Vec<String> {
    let shown = run(&scene(RENAME), more).ends(0).stdout;
    let names = shown.lines().filter_map(|line| line.strip_prefix("--- "));
    names.map(str::to_owned).collect()
}

fn text(scene: &Scene, name: &str) -> Option<String> {
    let files = scene.files();
    files.get(Path::new(name)).map(|text| String::from_utf8_lossy(text).into_owned())
}

#[test]
fn files_come_from_folders_lists_and_names() {
    let all = ["a/a.c", "a/b.c", "a/sub/c.c"];
    assert_eq!(changed(&["--dir", "work"]), all);
    assert_eq!(changed(&["work", "--dir"]), all);
    assert_eq!(changed(&["--dir", "work", "--ignore", "work/sub"]), all[..2]);
    assert_eq!(
        changed(&["work/a.c", "--opt-c", "work/b.c", "--opt-c", "work/none.c"]),
        ["work/a.c", "work/b.c"]
    );
    assert!(changed(&["--opt-c", "work/none.c"]).is_empty());
    let scene = scene(RENAME);
    scene.write("list", b"work/a.c\n\n// the other\nwork/sub/c.c\n");
    let shown = run(&scene, &["--file-groups", "list"]).ends(0).stdout;
    assert!(shown.contains("+++ work/a.c") && shown.contains("+++ work/sub/c.c"), "{shown}");
    let shown = scene.run(&["spatch", "rule.cocci", "work/b.c"]).ends(0).stdout;
    assert!(shown.contains("+++ work/b.c"), "{shown}");
}

#[test]
fn results_go_where_options_say() {
    let scene = scene(RENAME);
    run(&scene, &["--out-place", "work/a.c"]).ends(0);
    assert!(text(&scene, "work/a.c.cocci_res").expect("a result").contains("new(1)"));
    assert!(text(&scene, "work/a.c").expect("the file").contains("old(1)"));
    run(&scene, &["--in-place", "--suffix", ".orig", "work/a.c"]).ends(0);
    assert!(text(&scene, "work/a.c.orig").expect("a copy").contains("old(1)"));
    assert!(text(&scene, "work/a.c").expect("the file").contains("new(1)"));
}

#[test]
fn diffs_have_the_context_that_is_asked_for() {
    let shown = run(&scene(RENAME), &["-U", "0", "work/a.c"]).ends(0).stdout;
    let hunk = "@@ -5 +5 @@ void a(void)\n-\told(1);\n+\tnew(1);\n";
    assert_eq!(shown, format!("--- work/a.c\n+++ work/a.c\n{hunk}"));
}

#[test]
fn changes_of_blanks_alone_are_made_and_shown_on_request() {
    let scene = scene(b"@@\n@@\n- x();\n+ x();\n");
    scene.write("work/a.c", b"void a(void)\n{\n\tx( );\n}\n");
    assert_eq!(run(&scene, &["work/a.c"]).ends(0).stdout, "");
    assert!(run(&scene, &["--force-diff", "work/a.c"]).ends(0).stdout.contains("+\tx();"));
    assert_eq!(run(&scene, &["--in-place", "work/a.c"]).ends(0).stdout, "");
    assert!(text(&scene, "work/a.c").expect("the file").contains("x();"));
}

#[test]
fn options_without_effect_say_so_once() {
    let scene = scene(RENAME);
    let more =
        ["--no-loops", "--use-gitgrep", "--defined", "X", "--sp-file", "rule.cocci", "work/a.c"];
    let told = scene.run(&[&["spatch"], &more[..]].concat()).ends(0).stderr;
    assert_eq!(told.matches("--no-loops, --defined have no effect here").count(), 1, "{told}");
    assert!(!told.contains("gitgrep"), "{told}");
    assert_eq!(run(&scene, &more).ends(0).stderr, "");
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    for (wrong, says) in [
        (&["--frobnicate"][..], "there is no option --frobnicate"),
        (&["--max-width", "wide"], "--max-width takes a number"),
        (&["work/a.c", "-o"], "-o lacks its value"),
        (&["--type-c", "work/a.c"], "--type-c of spatch is not there"),
    ] {
        let failed = run(&scene(RENAME), wrong).ends(2);
        assert!(
            failed.stderr.contains(says) && failed.stderr.contains("help: "),
            "{}",
            failed.stderr
        );
    }
}

#[test]
fn a_semantic_patch_can_be_read_alone() {
    let scene = scene(RENAME);
    let shown = scene.run(&["spatch", "--parse-cocci", "rule.cocci"]).ends(0).stdout;
    assert!(shown.contains("old(1)") && shown.contains("new(1)"), "{shown}");
    scene.write("rule.cocci", b"@@\nexpresion e;\n@@\n- f(e)\n");
    scene.run(&["spatch", "--parse-cocci", "rule.cocci"]).ends(255);
}

#[test]
fn configuration_comes_from_home_then_here_then_the_searched_folder() {
    let scene = scene(RENAME);
    scene.write(".cocciconfig", b"[spatch]\n\toptions = -U 1 --no-show-diff\n");
    scene.write("work/.cocciconfig", b"[spatch]\n\toptions = -U 2\n");
    let shown = scene.run(&["spatch", "--print-options-only", "--dir", "work"]).ends(0).stdout;
    assert_eq!(shown, "-U 1 --no-show-diff -U 2 --print-options-only --dir work\n");
}
