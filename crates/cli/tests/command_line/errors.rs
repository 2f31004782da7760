//! Wrong input: a clear error with the place and the next step, exit code 2, and nothing is half-written.

use std::fs;

use crate::scene::{CALLER, Scene};

struct Case {
    /// What is wrong.
    what: &'static str,
    /// Makes it wrong.
    prepare: fn(&Scene),
    arguments: &'static [&'static str],
    /// What standard error holds: the message, the place, the next step.
    says: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        what: "a migration nobody knows",
        prepare: as_it_is,
        arguments: &["status", "frob-bufer", "--tree", "tree"],
        says: &["error: ", "frob-bufer", "help: ", "Did you mean `frob-buffer`?"],
    },
    Case {
        what: "a migration.toml that is no TOML",
        prepare: |scene| scene.write("broken/migration.toml", b"name = \"broken\"\n[api\n"),
        arguments: &["status", "./broken", "--tree", "tree"],
        says: &["error: ", "broken/migration.toml:2:", "[api", "^", "help: "],
    },
    Case {
        what: "a rule that is no SmPL",
        prepare: |scene| scene.write("bad.cocci", b"@@\nexpresion e;\n@@\n- f(e)\n+ g(e)\n"),
        arguments: &["apply", "bad.cocci", "tree"],
        says: &["error: ", "bad.cocci:2:1", "expresion e;", "^", "help: ", "`expression`"],
    },
    Case {
        what: "a rule that is not there",
        prepare: as_it_is,
        arguments: &["apply", "no-such.cocci", "tree"],
        says: &["error: ", "no-such.cocci can not be read", "help: "],
    },
    Case {
        what: "a file to change that is not there",
        prepare: |scene| scene.write("rule.cocci", RULE),
        arguments: &["apply", "rule.cocci", "tree/no-such.c", "--in-place"],
        says: &["error: ", "there is no tree/no-such.c", "help: "],
    },
    Case {
        what: "a tree that is not there",
        prepare: as_it_is,
        arguments: &["status", "frob-buffer", "--tree", "elsewhere"],
        says: &["error: ", "elsewhere is not a directory", "help: ", "--tree"],
    },
    Case {
        what: "a tree without MAINTAINERS",
        prepare: |scene| fs::remove_file(scene.path("tree/MAINTAINERS")).expect("removed"),
        arguments: &["series", "frob-buffer", "--tree", "tree", "--out", "out"],
        says: &["error: ", "tree has no MAINTAINERS", "help: ", "add a MAINTAINERS"],
    },
    Case {
        what: "a git tree with changes nobody committed",
        prepare: |scene| {
            scene.commit();
            scene.add_to_caller(b"/* half done */\n");
        },
        arguments: &["series", "frob-buffer", "--tree", "tree", "--out", "out"],
        says: &["error: ", "not that of the base commit", CALLER, "help: Commit or stash"],
    },
    Case {
        what: "changes nobody committed, and a branch asked for",
        prepare: |scene| {
            scene.commit();
            scene.add_to_caller(b"/* half done */\n");
        },
        arguments: &["series", "frob-buffer", "--tree", "tree", "--branch", "frob"],
        says: &["error: ", "not that of the base commit", CALLER, "help: Commit or stash"],
    },
    Case {
        what: "an output folder with something else in it",
        prepare: |scene| scene.write("out/notes.txt", b"mine\n"),
        arguments: &["series", "frob-buffer", "--tree", "tree", "--out", "out"],
        says: &["error: ", "holds something else than a series", "help: ", "empty folder"],
    },
    Case {
        what: "a file where the output folder is to be",
        prepare: |scene| scene.write("out", b"mine\n"),
        arguments: &["series", "frob-buffer", "--tree", "tree", "--out", "out"],
        says: &["error: ", "out", "help: "],
    },
    Case {
        what: "a base commit for a plain directory",
        prepare: as_it_is,
        arguments: &["series", "frob-buffer", "--tree", "tree", "--out", "out", "--base", "v6.1"],
        says: &["error: ", "no git checkout", "no commit v6.1", "help: Leave --base out"],
    },
    Case {
        what: "a base commit that git does not know",
        prepare: |scene| drop(scene.commit()),
        arguments: &["series", "frob-buffer", "--tree", "tree", "--out", "out", "--base", "v6.1"],
        says: &["error: ", "v6.1", "help: "],
    },
    Case {
        what: "a branch in a plain directory",
        prepare: as_it_is,
        arguments: &["series", "frob-buffer", "--tree", "tree", "--branch", "frob"],
        says: &["error: ", "no git checkout", "help: ", "--out"],
    },
    Case {
        what: "a branch that is there already",
        prepare: |scene| drop(scene.commit().git(&["branch", "frob"])),
        arguments: &["series", "frob-buffer", "--tree", "tree", "--branch", "frob"],
        says: &["error: ", "frob", "help: "],
    },
    Case {
        what: "a file that no caller is in",
        prepare: as_it_is,
        arguments: &[
            "series",
            "frob-buffer",
            "--tree",
            "tree",
            "--out",
            "out",
            "--only",
            "drivers/frob/usr.c",
        ],
        says: &["error: ", "drivers/frob/usr.c", "help: Did you mean", CALLER],
    },
    Case {
        what: "a subsystem that no caller is in",
        prepare: as_it_is,
        arguments: &[
            "series",
            "frob-buffer",
            "--tree",
            "tree",
            "--out",
            "out",
            "--only",
            "FROB DRIVER",
        ],
        says: &["error: ", "FROB DRIVER", "help: Did you mean", "FROB DRIVERS"],
    },
    Case {
        what: "an author without an address",
        prepare: as_it_is,
        arguments: &["series", "frob-buffer", "--tree", "tree", "--out", "out", "--from", "Ann"],
        says: &["error: ", "--from", "Name <address>"],
    },
    Case {
        what: "a manual page of no command",
        prepare: as_it_is,
        arguments: &["man", "sries"],
        says: &["error: ", "there is no command sries", "help: Did you mean `series`?"],
    },
    Case {
        what: "a dashboard of a series that is not there",
        prepare: as_it_is,
        arguments: &["dashboard", "frob-buffer", "--tree", "tree", "--out", "out", "--series", "s"],
        says: &["error: ", "series.json", "help: "],
    },
];

const RULE: &[u8] = b"@@ expression list es; @@\n- frob_pages(es)\n+ frob(es)\n";

#[test]
fn wrong_input_is_explained_and_changes_nothing() {
    let wrong: Vec<String> = CASES.iter().filter_map(complaint).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with how the program takes a case.
fn complaint(case: &Case) -> Option<String> {
    let scene = Scene::new();
    (case.prepare)(&scene);
    let before = scene.files();
    let run = scene.run(case.arguments);
    let mut wrong = Vec::new();
    if run.code != Some(2) {
        wrong.push(format!("ends with {:?}", run.code));
    }
    wrong.extend(
        case.says
            .iter()
            .filter(|said| !run.stderr.contains(**said))
            .map(|said| format!("does not say {said:?}")),
    );
    if !run.stdout.is_empty() {
        wrong.push(format!("prints a result: {}", run.stdout));
    }
    let changed = changed(&before, &scene);
    if !changed.is_empty() {
        wrong.push(format!("changes {changed:?}"));
    }
    (!wrong.is_empty()).then(|| format!("{}: {}\n{}", case.what, wrong.join("; "), run.stderr))
}

/// The files that are not what they were.
fn changed(
    before: &std::collections::BTreeMap<std::path::PathBuf, Vec<u8>>,
    scene: &Scene,
) -> Vec<std::path::PathBuf> {
    let after = scene.files();
    let all = before.keys().chain(after.keys());
    all.filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

fn as_it_is(_: &Scene) {}
