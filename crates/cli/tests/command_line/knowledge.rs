//! What is known before a file is read: macro files of the user, and the headers of the tree with their cache.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::scene::{CALLER, Scene};

/// Nobody would take `until` for the head of a loop that has no braces, on one line, by its shape.
const FILE: &[u8] = b"#include <frob/loops.h>\nvoid f(void) { until (done) work(); }\n";
const HEADER: &[u8] = b"#define until(c) if (!(c))\n";

/// The kind that `until (done)` is read as.
fn kind_of_until(scene: &Scene, more: &[&str]) -> String {
    let run = scene.run(&[&["parse", "--dump", "tree/lib/until.c"], more].concat());
    let lines: Vec<&str> = run.stdout.lines().collect();
    let at = lines.iter().position(|line| line.trim() == "'until'").expect("the word");
    lines[at - 1].trim().to_owned()
}

fn tree() -> Scene {
    let scene = Scene::new();
    scene.write("tree/Makefile", b"all:\n");
    scene.write("tree/lib/until.c", FILE);
    scene.write("tree/include/frob/loops.h", HEADER);
    scene
}

/// What is kept of all trees.
fn kept(scene: &Scene) -> Vec<PathBuf> {
    let folder = scene.path(".cache/treewide/headers");
    let entries = fs::read_dir(folder).expect("the cache").map(|entry| entry.expect("an entry"));
    entries.map(|entry| entry.path()).collect()
}

#[test]
fn macros_are_learned_from_the_headers_that_a_file_reaches() {
    let scene = tree();
    assert_eq!(kind_of_until(&scene, &[]), "IfStatement");
    assert_eq!(kind_of_until(&scene, &["--no-headers"]), "IteratorStatement");
    scene.write("tree/include/frob/loops.h", b"#define until(c) for (; !(c); )\n");
    assert_eq!(kind_of_until(&scene, &[]), "IteratorStatement", "the header has changed");
    scene.write("tree/include/frob/loops.h", b"#include \"more.h\"\n");
    scene.write("tree/include/frob/more.h", HEADER);
    assert_eq!(kind_of_until(&scene, &[]), "IfStatement", "through another header");
    scene.write("tree/lib/frob/loops.h", b"#define until(c) for (; !(c); )\n");
    scene.write("tree/lib/until.c", &[b"#include \"frob/loops.h\"\n", FILE].concat());
    assert_eq!(kind_of_until(&scene, &[]), "IteratorStatement", "a header in a new folder");
}

#[test]
fn what_was_learned_is_kept_and_damage_does_no_harm() {
    let scene = tree();
    assert_eq!(kind_of_until(&scene, &[]), "IfStatement");
    let files = kept(&scene);
    assert_eq!(files.len(), 2, "folders and summaries of one tree");
    for file in files {
        let bytes = fs::read(&file).expect("what is kept");
        let half = bytes[..bytes.len() / 2].to_vec();
        for damaged in [b"".to_vec(), half, [&bytes[..], b"x"].concat()] {
            fs::write(&file, damaged).expect("damage");
            assert_eq!(kind_of_until(&scene, &[]), "IfStatement");
        }
    }
    fs::remove_dir_all(scene.path(".cache")).expect("the cache goes");
    scene.write(".cache", b"no folder");
    assert_eq!(kind_of_until(&scene, &[]), "IfStatement", "without a cache");
}

#[test]
fn runs_at_once_share_the_cache() {
    let scene = tree();
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| assert_eq!(kind_of_until(&scene, &[]), "IfStatement"));
        }
    });
    assert_eq!(kept(&scene).len(), 2, "no temporary file is left");
}

#[test]
fn the_users_macros_are_known_to_every_command() {
    let scene = tree();
    scene.write("mine.txt", b"# mine\nif until\n");
    assert_eq!(kind_of_until(&scene, &["--no-headers", "--macros", "mine.txt"]), "IfStatement");
    scene.write("bad.txt", b"iterator a\n\n  looper b\n");
    scene.write("rule.cocci", b"@@ @@\n- a();\n");
    // spatch has an exit code of its own for what it refuses.
    for (arguments, code) in [
        (&["parse", "tree"][..], 2),
        (&["apply", "rule.cocci", "tree"], 2),
        (&["status", "frob-buffer", "--tree", "tree"], 2),
        (&["series", "frob-buffer", "--tree", "tree", "--out", "out"], 2),
        (&["dashboard", "frob-buffer", "--out", "page", "--tree", "tree"], 2),
        (&["spatch", "--sp-file", "rule.cocci", "tree/lib/until.c"], 255),
    ] {
        let run = scene.run(&[arguments, &["--macros", "bad.txt"]].concat()).ends(code);
        for said in ["begins with no known class", "bad.txt:3:3", "^^^^^^", "begin it with one of"]
        {
            assert!(run.stderr.contains(said), "{arguments:?}: {said}\n{}", run.stderr);
        }
    }
}

#[test]
fn types_come_from_headers() {
    let scene = Scene::new();
    scene.write("tree/Makefile", b"all:\n");
    scene.write("tree/include/frob/dev.h", b"#include \"queue.h\"\nstruct dev { struct queue *queue; int id; };\nstruct dev *find_dev(int);\n");
    scene.write(
        "tree/include/frob/queue.h",
        b"typedef struct buffer *buffer_ref;\nstruct queue { buffer_ref head; };\n",
    );
    scene.write(
        "tree/lib/use.c",
        b"#include <frob/dev.h>\nvoid f(struct dev *d)\n{\n\told(d->queue->head);\n\told(d->queue);\n\told(find_dev(1)->id);\n}\n",
    );
    scene.write("rule.cocci", b"@@ struct buffer *b; @@\n- old(b)\n+ new(b)\n");
    let run = scene.run(&["apply", "rule.cocci", "tree/lib"]).ends(0);
    assert!(run.stdout.contains("+\tnew(d->queue->head);"), "{}", run.stdout);
    assert_eq!(run.stdout.matches("\n+\t").count(), 1, "{}", run.stdout);
    scene.run(&["apply", "rule.cocci", "tree/lib", "--no-headers"]).ends(1);
    let spatch = |more: &[&str]| {
        scene.run(&[&["spatch", "--sp-file", "rule.cocci", "tree/lib/use.c"], more].concat()).stdout
    };
    assert!(spatch(&["--recursive-includes"]).contains("new("));
    assert_eq!(spatch(&["--all-includes"]), "", "the typedef is one header further");
    assert_eq!(spatch(&[]), "");
}

#[test]
fn a_file_with_the_words_that_was_not_read_is_named() {
    let scene = Scene::new();
    scene.write(
        "rule.cocci",
        b"@@ expression a, b, c; @@\n- frob_pages(a, b, c, 0)\n+ frob_buffer(a, b, c)\n",
    );
    scene.write("tree/lib/other.c", b"int x = = 3;\n");
    let run = scene.run(&["apply", "rule.cocci", "tree"]).ends(0);
    assert!(!run.stderr.contains("other.c"), "does not mention what the rule is for");
    scene.add_to_caller(b"\nint broken = = 3;\n");
    for arguments in [
        &["apply", "rule.cocci", "tree"][..],
        &["status", "frob-buffer", "--tree", "tree"],
        &["series", "frob-buffer", "--tree", "tree", "--out", "out"],
        &["dashboard", "frob-buffer", "--out", "page", "--tree", "tree"],
    ] {
        let run = scene.run(arguments).ends(3);
        assert!(run.stderr.contains(CALLER), "{arguments:?}\n{}", run.stderr);
        let last = run.stderr.lines().last().expect("a line of coverage");
        assert!(last.contains("not read in full"), "{arguments:?}: {last}");
    }
}

#[test]
fn parse_tells_what_is_conditional_and_where_it_failed() {
    let scene = Scene::new();
    let text = b"int f(int a)\n{\n#ifdef A\n\treturn a;\n#else\n\treturn 2;\n#endif\n}\n\nint g(void)\n{\n\tint x = = 3;\n}\n";
    scene.write("a.c", text);
    scene.write("b.c", b"int h;\n");
    let run = scene.run(&["parse", "a.c", "b.c", "--json"]).ends(3);
    let lines: Vec<Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        lines[0]["functions"][0]["conditional"],
        serde_json::json!([
            {"first": 4, "last": 4, "condition": "defined(A)"},
            {"first": 6, "last": 6, "condition": "!(defined(A))"},
        ])
    );
    assert_eq!(lines[0]["functions"][1]["broken"], true);
    assert_eq!(lines[0]["errors"][0]["line"], 12);
    let run = scene.run(&["parse", "b.c", "a.c", "--stats", "--json"]).ends(3);
    let stats: Value = serde_json::from_str(&run.stdout).expect("JSON");
    for (key, value) in
        [("files", 2), ("files_with_errors", 1), ("functions", 2), ("functions_with_errors", 1)]
    {
        assert_eq!(stats[key], value, "{key}");
    }
    assert_eq!(stats["bytes"], text.len() + 7);
    assert!(stats["seconds"].is_number());
    let run = scene.run(&["parse", "--errors", "a.c"]).ends(3);
    assert!(run.stderr.contains("a.c:12:") && run.stderr.contains('^'), "{}", run.stderr);
    let run = scene.run(&["parse", "--dump", "a.c"]).ends(3);
    assert!(
        run.stdout.ends_with("conditional f 4-4 defined(A)\nconditional f 6-6 !(defined(A))\n")
    );
}

#[test]
fn parse_without_an_option_prints_places_and_totals() {
    let scene = Scene::new();
    scene.write("a.c", b"int f(void)\n{\n\tif (a\n\t\treturn 1;\n\treturn 2;\n}\n");
    let run = scene.run(&["parse", "a.c"]).ends(3);
    assert!(
        run.stderr.contains("expected `)`") && run.stderr.contains("a.c:4:3"),
        "{}",
        run.stderr
    );
    assert!(run.stdout.starts_with("1 file, 1 not read in full; 1 function,"), "{}", run.stdout);
}

#[test]
fn parse_says_when_there_is_nothing_to_show() {
    let scene = Scene::new();
    scene.write("a.c", b"int f(void) { return 1; }\n");
    scene.write("empty/README", b"no C\n");
    let graph = scene.run(&["parse", "--cfg", "f", "a.c"]).ends(0);
    assert!(graph.stdout.starts_with("f (line 1)\n0 entry"), "{}", graph.stdout);
    for (arguments, what) in [
        (&["parse", "--cfg", "nosuch", "a.c"][..], "No function is called nosuch."),
        (&["parse", "empty"][..], "There is no .c or .h file in what was given."),
    ] {
        let run = scene.run(arguments).ends(1);
        assert!(run.stderr.contains(what), "{arguments:?}\n{}", run.stderr);
    }
}

#[test]
fn parse_does_not_depend_on_threads_or_order() {
    let scene = tree();
    for number in 0..40 {
        let text = format!("#include <frob/loops.h>\nvoid f{number}(void) {{ until (x) y(); }}\n");
        scene.write(&format!("tree/lib/{number}.c"), text.as_bytes());
    }
    let one = scene.run(&["parse", "--json", "--jobs", "1", "tree", "a.c"]);
    assert!(Path::new(&scene.tree()).is_dir() && one.code == Some(2), "there is no a.c");
    let first = scene.run(&["parse", "--json", "--jobs", "1", "tree/lib", "tree/include"]).ends(0);
    let second = scene.run(&["parse", "--json", "--jobs", "4", "tree/include", "tree/lib"]).ends(0);
    assert_eq!(first.stdout, second.stdout);
}
