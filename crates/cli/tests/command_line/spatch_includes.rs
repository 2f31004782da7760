//! Headers that `treewide spatch` matches along with the files that include them, in the tree `command_line/includes`.

use std::path::Path;

use crate::scene::{Run, Scene};

fn scene() -> Scene {
    let scene = Scene::new();
    scene.copy("includes", "");
    scene
}

fn run(scene: &Scene, line: &str) -> Run {
    let words: Vec<&str> = line.split_whitespace().collect();
    scene.run(&[&["spatch", "--very-quiet", "--sp-file"], &words[..]].concat())
}

/// The files that a run shows a change of, in order.
#[track_caller]
fn check(line: &str, changed: &[&str]) {
    let shown = run(&scene(), line).ends(0).stdout;
    let names = shown.lines().filter_map(|line| line.strip_prefix("--- "));
    assert_eq!(names.collect::<Vec<_>>(), changed, "{line}");
}

#[test]
fn options_say_which_headers_join() {
    check("rule.cocci main.c", &["main.c"]);
    check("rule.cocci --no-includes main.c", &["main.c"]);
    let local = ["./main.h", "./sub/near.h", "main.c"];
    check("rule.cocci --local-includes main.c", &local);
    let usual = ["./main.h", "./sub/near.h", "include/usual.h", "main.c"];
    check("rule.cocci --all-includes main.c", &usual);
    let named = ["./main.h", "./sub/near.h", "inc/far.h", "inc/angled.h", "main.c"];
    check("rule.cocci --all-includes -I inc main.c", &named);
    check("rule.cocci --all-includes --include-headers-for-types main.c", &["main.c"]);
}

#[test]
fn headers_join_behind_those_that_they_include() {
    let all = [
        "./deep.h",
        "./main.h",
        "./sub/beside.h",
        "./always.h",
        "./sub/near.h",
        "inc/far.h",
        "main.c",
    ];
    let shown = run(&scene(), "rule.cocci --recursive-includes -I inc main.c").ends(0).stdout;
    let names: Vec<&str> = shown.lines().filter_map(|line| line.strip_prefix("--- ")).collect();
    assert_eq!(
        names.iter().filter(|name| **name != "inc/angled.h").collect::<Vec<_>>(),
        all.iter().collect::<Vec<_>>()
    );
}

#[test]
fn a_header_can_be_given_to_every_file() {
    for more in ["", "--no-includes", "--include-headers"] {
        check(&format!("rule.cocci {more} --include always.h main.c"), &["always.h", "main.c"]);
    }
    check("rule.cocci --include-headers-for-types --include always.h main.c", &["main.c"]);
}

#[test]
fn where_code_is_changed_by_type_local_headers_join() {
    check("typed.cocci main.c", &["./main.h", "./sub/near.h", "main.c"]);
    check("typed.cocci --no-includes main.c", &["main.c"]);
    check("typed.cocci --include-headers-for-types main.c", &["main.c"]);
    let scene = scene();
    scene.write("shows.cocci", b"@@\nlong e;\n@@\n* old(e)\n");
    assert!(!run(&scene, "shows.cocci main.c").ends(0).stdout.contains("near.h"));
    assert!(run(&scene, "shows.cocci --local-includes main.c").ends(0).stdout.contains("near.h"));
}

#[test]
fn types_come_from_the_folders_and_headers_that_are_named() {
    let scene = scene();
    scene.write("away/types.h", b"typedef long far_t;\n");
    scene.write("tree/Makefile", b"all:\n");
    let text = |include| format!("{include}\nvoid f(far_t x)\n{{\n\told(x);\n}}\n");
    scene.write("tree/in.c", text("#include <types.h>").as_bytes());
    scene.write("tree/out.c", text("").as_bytes());
    let changes =
        |line: &str| !run(&scene, &format!("typed.cocci {line}")).ends(0).stdout.is_empty();
    assert!(!changes("--all-includes tree/in.c"));
    assert!(changes("--all-includes -I away tree/in.c"));
    assert!(!changes("tree/out.c") && changes("--include away/types.h tree/out.c"));
}

#[test]
fn a_header_that_is_named_is_not_joined_again() {
    check("rule.cocci --local-includes main.h main.c", &["./sub/near.h", "main.h", "main.c"]);
}

#[test]
fn scripts_see_headers_as_places_and_c_files_by_name() {
    let shown =
        run(&scene(), "rule.cocci --no-show-diff --local-includes main.c other.c").ends(0).stdout;
    let mut lines: Vec<&str> = shown.lines().collect();
    lines.sort_unstable();
    let wanted = [
        "in_header ./main.h 5 ['main.c', 'other.c']",
        "in_main main.c 10 ['main.c', 'other.c']",
        "in_near ./sub/near.h 6 ['main.c', 'other.c']",
        "in_other other.c 5 ['main.c', 'other.c']",
    ];
    assert_eq!(lines, wanted);
}

#[test]
fn a_header_of_several_programs_is_changed_once() {
    for jobs in ["1", "4"] {
        let scene = scene();
        let line =
            format!("rule.cocci --in-place --local-includes --include-headers -j {jobs} --dir .");
        let run = run(&scene, &line).ends(0);
        assert_eq!(run.stdout.matches("--- a/main.h").count(), 1, "{}", run.stdout);
        let header = &scene.files()[Path::new("main.h")];
        assert!(String::from_utf8_lossy(header).contains("new(x)"));
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn another_change_of_a_header_is_told() {
    let scene = scene();
    scene.write(
        "by.cocci",
        b"@r@\nidentifier f = {in_main,in_other};\n@@\nf(...) {...}\n\n\
            @@\nidentifier r.f;\nidentifier g = in_header;\n@@\n g(...)\n {\n- old(x);\n+ f(x);\n }\n",
    );
    let words = ["spatch", "--sp-file", "by.cocci", "--local-includes", "--dir", "."];
    let run = scene.run(&words).ends(0);
    assert_eq!(run.stdout.matches("+\tin_main(x);").count(), 1, "{}", run.stdout);
    assert!(!run.stdout.contains("+\tin_other(x);"), "{}", run.stdout);
    assert!(run.stderr.contains("changed in another way"), "{}", run.stderr);
}

#[test]
fn one_output_holds_one_result() {
    let scene = scene();
    let failed = run(&scene, "rule.cocci --local-includes -o out main.c").ends(255);
    assert!(failed.stderr.contains("a header is changed too"), "{}", failed.stderr);
    run(&scene, "rule.cocci -o out main.c").ends(0);
    assert!(scene.files().contains_key(Path::new("out")));
}
