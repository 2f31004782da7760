//! A migration as it is found and loaded, and what its insertions do to a tree.

use std::collections::BTreeMap;
use std::path::PathBuf;

use expect_test::{Expect, expect};
use migration::{Change, MessageKind, Migration, Role};
use source::Diagnostic;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

fn root() -> PathBuf {
    PathBuf::from(FIXTURES).join("project/migrations")
}

fn good() -> Migration {
    migration::find("drop-flags", &[root()]).expect("the fixture is good")
}

/// A tree in memory, from the fixture.
fn tree() -> BTreeMap<String, Vec<u8>> {
    let files = ["include/queue.h", "lib/Makefile"];
    let read = |path| std::fs::read(format!("{FIXTURES}/tree/{path}")).expect("fixture");
    files.into_iter().map(|path| (path.to_owned(), read(path))).collect()
}

fn plan(
    migration: &Migration,
    tree: &BTreeMap<String, Vec<u8>>,
) -> Result<Vec<Change>, Vec<Diagnostic>> {
    migration::plan(migration, &|path| Ok(tree.get(path).cloned()))
}

#[test]
fn a_migration_is_found_by_name_or_by_path() {
    let listed = migration::list(&[root(), root()]);
    assert_eq!(listed.iter().map(|l| l.name.as_str()).collect::<Vec<_>>(), ["drop-flags"]);
    let path = root().join("drop-flags");
    let by_path = migration::find(&path.display().to_string(), &[]).expect("a folder like it");
    assert_eq!(by_path.title, good().title);
}

#[test]
fn an_unknown_migration_gets_the_nearest_one() {
    let error = |name: &str, roots: &[PathBuf]| {
        let faults = migration::find(name, roots).expect_err("unknown");
        format!("{}. {}", faults[0].message, faults[0].help.as_deref().unwrap_or_default())
    };
    assert_eq!(
        error("drop-flag", &[root()]),
        "no migration is called `drop-flag`. Did you mean `drop-flags`?"
    );
    assert_eq!(error("zzz", &[root()]), "no migration is called `zzz`. Known here: `drop-flags`.");
    assert_eq!(
        error("zzz", &[]),
        "no migration is called `zzz`. Name a folder that holds a migration.toml."
    );
    assert!(error("no/such", &[root()]).starts_with("no/such/migration.toml: "));
}

#[test]
fn what_the_manifest_names_is_loaded() {
    let migration = good();
    assert_eq!(
        migration.summary,
        "The flags of queue_push() have been zero in every caller for years."
    );
    let [plain, include, callback] = migration.rules.as_slice() else { panic!("three rules") };
    assert_eq!(plain.role, Role::Converts("plain".to_owned()));
    let paragraph = plain.message.as_ref().expect("a paragraph").render(&Default::default());
    assert_eq!(paragraph.as_deref(), Ok("The flags were zero.\n"));
    assert!(plain.patch.text.starts_with("@@\nexpression q, item;"));
    assert_eq!(include.role, Role::Follows);
    assert_eq!(callback.form.as_deref(), Some("callback"));
    assert_eq!(migration.forms(), ["callback"]);
    assert_eq!(migration.outlines[0].marker, "each_item_outlined");
    assert_eq!(migration.outlines[0].parameters, ["struct item *item"]);
    assert_eq!(migration.shapes[0].patch.name, "shapes/plain.cocci");
    assert_eq!(migration.unclassified.name, "flags");
    assert_eq!(migration.guards[0].reason, "holds the queue's lock");
    assert!(migration.messages.get(MessageKind::Fold).is_none());
}

#[test]
fn callers_are_looked_for_where_they_can_be() {
    let scan = good().scan;
    for (path, expected) in [
        ("net/a.c", true),
        ("include/b.h", true),
        ("net/lib/queue.c", true),
        ("lib/queue.c", false),
        ("lib/queue_add.c", false),
        ("tools/x/y.c", false),
        ("net/a.rs", false),
        ("net.c/Makefile", false),
    ] {
        assert_eq!(scan.covers(path), expected, "{path}");
    }
}

#[test]
fn a_rule_applies_under_its_condition_and_in_its_form() {
    let names = |tree: &BTreeMap<String, Vec<u8>>, form| {
        let migration = good();
        let read = |path: &str| Ok(tree.get(path).cloned());
        let rules = migration.rules_for(&read, form).expect("readable");
        rules.iter().map(|rule| rule.patch.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&tree(), None), ["plain.cocci", "include.cocci"]);
    assert_eq!(names(&BTreeMap::new(), None), ["plain.cocci"]);
    let callback = names(&tree(), Some("callback"));
    assert_eq!(callback, ["plain.cocci", "include.cocci", "callback.cocci"]);
}

#[test]
fn a_message_is_filled_in() {
    let values = BTreeMap::from([
        ("title", "T".to_owned()),
        ("sites", "1".to_owned()),
        ("total", "2".to_owned()),
        ("tool", "a tool".to_owned()),
        ("remaining", "a.c: f()\nb.c: g()".to_owned()),
    ]);
    let migration = good();
    let cover = migration.messages.get(MessageKind::Cover).expect("there");
    let text = cover.render(&values).expect("all values");
    assert_eq!(text, "T\n\n1 of 2 calls are converted by a tool.\n\n  a.c: f()\n  b.c: g()\n");
}

#[track_caller]
fn check(migration: &Migration, tree: &BTreeMap<String, Vec<u8>>, expected: Expect) {
    let changes = plan(migration, tree).expect("can be inserted");
    let shown = changes.iter().map(|change| {
        format!("--- {}\n{}", change.path(), String::from_utf8_lossy(&change.after()))
    });
    expected.assert_eq(&shown.collect::<String>());
}

#[test]
fn insertions_fit_the_tree_they_find() {
    check(
        &good(),
        &tree(),
        expect![[r#"
        --- include/queue.h
        /* A queue. */
        #include <stddef.h>

        struct queue;

        int queue_push(struct queue *q, void *item, unsigned int flags);
        int queue_add(struct queue *q, void *item);
        --- lib/Makefile
        obj-y += queue.o
        obj-y += queue_add.o
        --- lib/queue_add.c
        #include "queue.h"

        int queue_add(struct queue *q, void *item)
        {
        	return queue_push(q, item, 0);
        }
    "#]],
    );
    let mut older = tree();
    let header = b"struct queue;\nvoid queue_push(struct queue *q);".to_vec();
    older.insert("include/queue.h".to_owned(), header);
    check(
        &good(),
        &older,
        expect![[r#"
        --- include/queue.h
        #include <stddef.h>

        struct queue;
        void queue_push(struct queue *q);
        int queue_add(struct queue *q, void *item);
        --- lib/Makefile
        obj-y += queue.o
        obj-y += queue_add.o
        --- lib/queue_add.c
        #include "queue.h"

        int queue_add(struct queue *q, void *item)
        {
        	queue_push(q, item, 0);
        	return 0;
        }
    "#]],
    );
}

#[test]
fn a_second_run_has_nothing_to_do() {
    let mut tree = tree();
    let mut migration = good();
    for change in plan(&migration, &tree).expect("can be inserted") {
        tree.insert(change.path().to_owned(), change.after());
    }
    assert_eq!(plan(&migration, &tree), Ok(vec![]));
    for insertion in &mut migration.insertions {
        insertion.unless = None;
    }
    assert_eq!(plan(&migration, &tree), Ok(vec![]), "the text itself is a mark");
}

#[test]
fn the_order_of_insertions_with_their_own_anchors_does_not_matter() {
    let mut migration = good();
    let straight = plan(&migration, &tree());
    migration.insertions.reverse();
    assert_eq!(plan(&migration, &tree()), straight);
}

#[track_caller]
fn check_fault(tree: &BTreeMap<String, Vec<u8>>, expected: Expect) {
    let migration = good();
    let manifest = std::fs::read(&migration.manifest).expect("fixture");
    let mut shown = String::new();
    for fault in plan(&migration, tree).expect_err("a fault") {
        shown += &format!("{}\n", fault.message);
        for label in &fault.labels {
            assert_eq!(label.path, migration.manifest);
            let under = String::from_utf8_lossy(label.span.of(&manifest)).into_owned();
            shown += &format!("  {under}: {}\n", label.text);
        }
        shown += &format!("  = {}\n", fault.help.expect("a next step"));
    }
    expected.assert_eq(&shown);
}

#[test]
fn an_anchor_that_does_not_fit_is_shown() {
    let mut tree = tree();
    let mut header = |text: &str| {
        tree.insert("include/queue.h".to_owned(), text.into());
        tree.clone()
    };
    check_fault(
        &header("struct queue;\n"),
        expect![[r#"
        no anchor matches a line of include/queue.h
          '^int queue_push\(': matches no line
          '^void queue_push\(': matches no line
          = Add a pattern that matches a line of this tree's file, or a condition (`when`) that leaves such trees out.
    "#]],
    );
    check_fault(
        &header("struct queue;\nint queue_push(a);\nint queue_push(b);\n"),
        expect![[r#"
        no anchor matches just one line of include/queue.h
          '^int queue_push\(': matches lines 2, 3
          '^void queue_push\(': matches no line
          = Make the pattern longer, until it matches one line only.
    "#]],
    );
    check_fault(
        &header(&"struct queue;\n".repeat(9)),
        expect![[r#"
        no anchor matches a line of include/queue.h
          '^int queue_push\(': matches no line
          '^void queue_push\(': matches no line
          = Add a pattern that matches a line of this tree's file, or a condition (`when`) that leaves such trees out.
        no anchor matches just one line of include/queue.h
          '^struct queue;$': matches 9 lines: 1, 2, 3, 4, 5, …
          = Make the pattern longer, until it matches one line only.
    "#]],
    );
}

#[test]
fn a_tree_that_lacks_a_file_or_has_another_is_refused() {
    check_fault(
        &BTreeMap::new(),
        expect![[r#"
        the tree has no include/queue.h
          "include/queue.h": no such file
          = Check that this is the tree meant, or add a condition (`when`) that leaves such trees out.
        the tree has no lib/Makefile
          "lib/Makefile": no such file
          = Check that this is the tree meant, or add a condition (`when`) that leaves such trees out.
    "#]],
    );
    let mut tree = tree();
    tree.insert("lib/queue_add.c".to_owned(), b"int other;\n".to_vec());
    check_fault(
        &tree,
        expect![[r#"
        the tree has another lib/queue_add.c
          "lib/queue_add.c": to be created
          = Move the tree's file away, or tell with `unless` that it is the one meant.
    "#]],
    );
}
