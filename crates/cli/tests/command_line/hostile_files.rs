//! Files among the callers that are no plain text: one that may not be read, one in another encoding, a binary one.

use std::fs;

use crate::scene::{CALLER, Scene};

const SERIES: &[&str] = &["series", "frob-buffer", "--tree", "tree", "--out", "out"];
const STATUS: &[&str] = &["status", "frob-buffer", "--tree", "tree", "--json"];

#[test]
fn other_encodings_are_converted_and_apply() {
    let scene = Scene::new();
    scene.add_to_caller(b"/* Gr\xf6\xdfe */\n");
    let repository = scene.commit();
    let before = fs::read(scene.path("tree").join(CALLER)).expect("the caller");
    let written = scene.run(SERIES).ends(0).stdout;
    let patch = written.lines().find(|line| line.contains("/0001-")).expect("one patch");
    repository.git(&["am", "--quiet", &format!("../{patch}")]);
    let after = fs::read(scene.path("tree").join(CALLER)).expect("the caller");
    assert_ne!(after, before);
    assert!(after.ends_with(b"/* Gr\xf6\xdfe */\n"), "other bytes stay as they were");
}

#[test]
fn a_binary_file_among_the_callers_is_an_error() {
    let scene = Scene::new();
    scene.add_to_caller(b"/* \0 */\n");
    let run = scene.run(SERIES).ends(2);
    assert!(run.stderr.contains(&format!("{CALLER} is a binary file")), "{}", run.stderr);
    assert!(run.stderr.contains("help: "), "{}", run.stderr);
    assert!(!scene.path("out").exists(), "nothing is half-written");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let scene = Scene::new();
    let locked = scene.path("tree/drivers/frob/locked.c");
    fs::write(&locked, "int locked;\n").expect("written");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("set");
    for arguments in [SERIES, STATUS] {
        let run = scene.run_unprivileged(arguments).ends(2);
        assert!(run.stderr.contains("locked.c can not be read"), "{}", run.stderr);
        assert!(run.stderr.contains("help: Check the path and its permissions."));
    }
    assert!(!scene.path("out").exists(), "nothing is half-written");
}

#[cfg(unix)]
#[test]
fn a_file_that_fails_does_not_keep_others_from_their_change() {
    use std::os::unix::fs::PermissionsExt;
    let scene = Scene::new();
    scene.write("rule.cocci", b"@@ @@\n- old\n+ new\n");
    for name in ["a.c", "b.c", "c.c"] {
        scene.write(&format!("few/{name}"), b"int f(void)\n{\n\treturn old;\n}\n");
    }
    let closed = fs::Permissions::from_mode(0o000);
    fs::set_permissions(scene.path("few/b.c"), closed).expect("set");
    let run = scene.run_unprivileged(&["apply", "rule.cocci", "few"]).ends(2);
    assert!(run.stderr.contains("b.c can not be read"), "{}", run.stderr);
    assert!(run.stderr.contains("3 files, 2 with a match, 2 to change"), "{}", run.stderr);
    assert!(run.stderr.contains("1 failed"), "{}", run.stderr);
    assert_eq!(run.stdout.matches("+\treturn new;").count(), 2, "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn a_folder_that_a_link_leads_out_to_is_not_entered() {
    let scene = Scene::new();
    scene.write("outside/secret.c", b"int f(void) { return frob_pages(d, b, n, 0); }\n");
    std::os::unix::fs::symlink("../outside", scene.path("tree/link")).expect("a link");
    let run = scene.run(STATUS).ends(0);
    assert!(!run.stdout.contains("secret.c"), "{}", run.stdout);
}
