//! Results: where they go, how they are shaped, and exit codes 0 and 1.

use std::fs;

use serde_json::Value;

use crate::scene::{CALLER, Scene};

const RULE: &[u8] =
    b"@@ expression a, b, c; @@\n- frob_pages(a, b, c, 0)\n+ frob_buffer(a, b, c)\n";

#[test]
fn status_as_json_has_the_documented_keys() {
    let scene = Scene::new();
    let run = scene.run(&["status", "frob-buffer", "--tree", "tree", "--json"]).ends(0);
    let status: Value = serde_json::from_str(&run.stdout).expect("JSON and nothing else");
    assert_eq!(status["tree"], "tree");
    assert!(status["coverage"].is_object());
    let sites = status["sites"].as_array().expect("a list");
    for site in sites {
        for key in ["path", "function", "subsystem", "shape", "state"] {
            assert!(site[key].is_string(), "{key} of {site}");
        }
        assert!(site["line"].is_u64() && site.get("reason").is_some(), "{site}");
    }
    let told: Vec<(u64, &str, &str)> = sites
        .iter()
        .map(|site| {
            let text = |key: &str| site[key].as_str().expect("a text");
            (site["line"].as_u64().expect("a line"), text("function"), text("state"))
        })
        .collect();
    assert_eq!(told, [(5, "frob_send", "convertible"), (10, "frob_flush", "remaining")]);
    assert_eq!(sites[0]["path"], CALLER);
    assert_eq!(sites[0]["subsystem"], "FROB DRIVERS");
    assert_eq!(sites[1]["reason"], "passes flags: frob_buffer() has none");
}

#[test]
fn nothing_is_said_beside_the_result_when_quiet() {
    let scene = Scene::new();
    scene.write("rule.cocci", RULE);
    for arguments in [
        &["-q", "status", "frob-buffer", "--tree", "tree"][..],
        &["-q", "series", "frob-buffer", "--tree", "tree", "--out", "out"],
        &["-q", "dashboard", "frob-buffer", "--tree", "tree", "--out", "page"],
        &["-q", "apply", "rule.cocci", "tree"],
    ] {
        let run = scene.run(arguments).ends(0);
        assert_eq!(run.stderr, "", "{arguments:?}");
        assert!(!run.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_pipe_gets_no_progress_and_no_colour() {
    let scene = Scene::new();
    let run = scene.run(&["status", "frob-buffer", "--tree", "tree"]).ends(0);
    for said in [&run.stdout, &run.stderr] {
        assert!(!said.is_empty() && !said.contains(['\x1b', '\r']), "{said:?}");
    }
    let run = scene.run(&["status", "frob-buffer", "--tree", "tree", "--color=always"]).ends(0);
    assert!(run.stdout.contains('\x1b'), "colour when it is asked for");
}

#[test]
fn a_reader_who_has_heard_enough_is_no_error() {
    use std::process::{Command, Stdio};
    let mut list = Command::new(env!("CARGO_BIN_EXE_treewide"));
    let list = list.args(["completions", "bash"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = list.spawn().expect("treewide runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("treewide ends");
    assert!(output.status.success());
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn nothing_matched_is_exit_code_1() {
    let scene = Scene::new();
    scene.write("rule.cocci", b"@@ @@\n- nobody_calls_this()\n+ f()\n");
    scene.write(&format!("tree/{CALLER}"), b"/* frob_pages() was here */\n");
    for arguments in [
        &["apply", "rule.cocci", "tree"][..],
        &["status", "frob-buffer", "--tree", "tree"],
        &["series", "frob-buffer", "--tree", "tree", "--out", "out"],
    ] {
        scene.run(arguments).ends(1);
    }
    assert!(!scene.path("out").exists(), "an empty series is not written");
}

#[test]
fn apply_shows_a_diff_that_git_takes() {
    let scene = Scene::new();
    scene.write("rule.cocci", RULE);
    let repository = scene.commit();
    let before = scene.files();
    let absolute = scene.tree().join(CALLER).display().to_string();
    let run = scene.run(&["apply", "rule.cocci", &absolute]).ends(0);
    assert!(run.stdout.starts_with(&format!("diff --git a{absolute} b{absolute}\n")));
    assert!(run.stdout.contains("-\treturn frob_pages(dev, buf, len, 0);\n"));
    assert_eq!(scene.files(), before, "a diff changes nothing");

    let run = scene.run(&["apply", "rule.cocci", &format!("tree/{CALLER}")]).ends(0);
    scene.write("shown.diff", run.stdout.as_bytes());
    repository.git(&["apply", "-p2", "../shown.diff"]);
    assert!(caller(&scene).contains("\treturn frob_buffer(dev, buf, len);\n"));
}

#[test]
fn apply_in_place_changes_the_lines_that_match_and_no_others() {
    let scene = Scene::new();
    scene.write("rule.cocci", RULE);
    let before = caller(&scene);
    let run = scene.run(&["apply", "rule.cocci", "tree", "--in-place"]).ends(0);
    assert_eq!(run.stdout, "");
    let expected = before.replace("frob_pages(dev, buf, len, 0)", "frob_buffer(dev, buf, len)");
    assert_eq!(caller(&scene), expected);
    scene.run(&["apply", "rule.cocci", "tree", "--in-place"]).ends(1);
    assert_eq!(caller(&scene), expected);
}

#[test]
fn list_names_the_migrations() {
    let scene = Scene::new();
    let run = scene.run(&["list"]).ends(0);
    for name in ["frob-buffer", "iov-iter-get-pages"] {
        assert!(run.stdout.lines().any(|line| line.starts_with(name)), "{}", run.stdout);
    }
    let run = scene.run(&["list", "--json"]).ends(0);
    let known: Value = serde_json::from_str(&run.stdout).expect("JSON and nothing else");
    let known = known.as_array().expect("a list");
    assert!(known.iter().any(|entry| entry["name"] == "frob-buffer" && entry["title"].is_string()));
}

fn caller(scene: &Scene) -> String {
    fs::read_to_string(scene.tree().join(CALLER)).expect("the caller")
}
