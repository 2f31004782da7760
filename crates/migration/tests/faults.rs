//! What is said about a manifest that is wrong: each case is the good one of the fixture with one text replaced.

use std::path::Path;

use expect_test::{Expect, expect};
use source::{Diagnostic, LineIndex};

const PROJECT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/project");

/// Copies a folder; fixtures are small.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("new folder");
    for entry in std::fs::read_dir(from).expect("fixture") {
        let entry = entry.expect("fixture");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("copied");
        }
    }
}

/// `file:line:column: `text under the caret`: label`, one label a line.
fn render(fault: &Diagnostic, root: &Path) -> String {
    let root = format!("{}/", root.display());
    let mut out = format!("{}\n", fault.message.replace(&root, ""));
    for label in &fault.labels {
        let text = std::fs::read(&label.path).expect("a label names a file");
        let at = LineIndex::new(&text).line_column(label.span.start);
        let under = String::from_utf8_lossy(label.span.of(&text)).into_owned();
        let file = label.path.replace(&root, "");
        out += &format!("  {file}:{}:{}: `{under}`: {}\n", at.line, at.column, label.text);
    }
    let help = fault.help.as_deref().expect("every error ends in a next step");
    out + &format!("  = {}\n", help.replace(&root, ""))
}

/// Replaces `old` by `new` in `file` of the fixture, which must then be refused as `expected` says.
#[track_caller]
fn check_file(file: &str, old: &str, new: &str, expected: Expect) {
    let root = tempfile::tempdir().expect("temporary folder");
    copy(Path::new(PROJECT), root.path());
    let path = root.path().join(file);
    let text = std::fs::read_to_string(&path).expect("fixture");
    assert!(text.contains(old), "the fixture has {old:?}");
    std::fs::write(&path, text.replacen(old, new, 1)).expect("written");
    let faults = migration::load(&root.path().join("migrations/drop-flags")).expect_err("a fault");
    let shown: String = faults.iter().map(|fault| render(fault, root.path())).collect();
    expected.assert_eq(&shown);
}

#[track_caller]
fn check(old: &str, new: &str, expected: Expect) {
    check_file("migrations/drop-flags/migration.toml", old, new, expected);
}

#[test]
fn an_unknown_key_gets_the_nearest_one() {
    check(
        "title = \"queue",
        "titel = \"queue",
        expect![[r#"
            the manifest does not read: unknown field `titel`, expected one of `name`, `title`, `summary`, `docs`, `api`, `scan`, `insert`, `rule`, `outline`, `shape`, `unclassified`, `guard`, `comment`, `fold`, `messages`, `posting`
              migrations/drop-flags/migration.toml:2:1: `titel`: not a key of this table
              = Did you mean `title`?
        "#]],
    );
    check(
        "follows = true",
        "colour = true",
        expect![[r#"
            the manifest does not read: unknown field `colour`, expected one of `file`, `converts`, `message`, `follows`, `form`, `when`, `when_not`
              migrations/drop-flags/migration.toml:49:1: `colour`: not a key of this table
              = Known here: `file`, `converts`, `message`, `follows`, `form`, `when` or `when_not`.
        "#]],
    );
}

#[test]
fn a_key_that_is_missing_is_named_with_its_table() {
    check(
        "title = \"queue_push() without flags\"\n",
        "",
        expect![[r#"
            the manifest does not read: missing field `title`
              migrations/drop-flags/migration.toml:1:1: ``: in this table
              = Add the key `title`; docs/reference/migration-toml.md says what it means.
        "#]],
    );
    check(
        "file = \"locked.cocci\"\n",
        "",
        expect![[r#"
        the manifest does not read: missing field `file`
          migrations/drop-flags/migration.toml:62:1: `[[guard]]`: in this table
          = Add the key `file`; docs/reference/migration-toml.md says what it means.
    "#]],
    );
    check(
        "reason = \"holds the queue's lock\"\n",
        "",
        expect![[r#"
        the manifest does not read: missing field `reason`
          migrations/drop-flags/migration.toml:62:1: `[[guard]]`: in this table
          = Add the key `reason`; docs/reference/migration-toml.md says what it means.
    "#]],
    );
    check(
        "patch = \"messages/patch.txt\"\n",
        "",
        expect![[r#"
        the manifest does not read: missing field `patch`
          migrations/drop-flags/migration.toml:66:1: `[messages]`: in this table
          = Add the key `patch`; docs/reference/migration-toml.md says what it means.
    "#]],
    );
    check(
        "primitive = \"messages/primitive.txt\"\n",
        "",
        expect![[r#"
        insertions need a message for their patch
          migrations/drop-flags/migration.toml:66:1: `[messages]`: in this table
          = Add the key `primitive`: the file of its commit message.
    "#]],
    );
}

#[test]
fn a_wrong_type_is_shown() {
    check(
        "old = [\"queue_push\"]",
        "old = \"queue_push\"",
        expect![[r#"
        the manifest does not read: invalid type: string "queue_push", expected a sequence
          migrations/drop-flags/migration.toml:8:7: `"queue_push"`: not of the type that the key takes
          = Change the value to the expected type.
    "#]],
    );
    check(
        "follows = true",
        "follows = \"yes\"",
        expect![[r#"
        the manifest does not read: invalid type: string "yes", expected a boolean
          migrations/drop-flags/migration.toml:49:11: `"yes"`: not of the type that the key takes
          = Change the value to the expected type.
    "#]],
    );
    check(
        "at = \"end\"",
        "at = \"start\"",
        expect![[r#"
        the manifest does not read: unknown variant `start`, expected `end`
          migrations/drop-flags/migration.toml:40:6: `"start"`: here
          = Correct the TOML; a literal string ('…') takes backslashes as they are.
    "#]],
    );
}

#[test]
fn broken_toml_is_shown() {
    check(
        "[api]",
        "[api",
        expect![[r#"
        the manifest does not read: unclosed table, expected `]`
          migrations/drop-flags/migration.toml:7:5: ``: here
          = Correct the TOML; a literal string ('…') takes backslashes as they are.
    "#]],
    );
    check(
        "after = ['^int queue_push\\(',",
        "after = [\"^int queue_push\\(\",",
        expect![[r#"
        the manifest does not read: missing escaped value, expected `b`, `e`, `f`, `n`, `r`, `\`, `"`, `x`, `u`, `U`
          migrations/drop-flags/migration.toml:17:27: ``: here
          = Correct the TOML; a literal string ('…') takes backslashes as they are.
    "#]],
    );
}

#[test]
fn a_file_that_is_not_there_gets_the_nearest_one() {
    check(
        "file = \"plain.cocci\"",
        "file = \"plane.cocci\"",
        expect![[r#"
        patches/drop-flags/plane.cocci: No such file or directory (os error 2)
          migrations/drop-flags/migration.toml:43:8: `"plane.cocci"`: named here
          = Did you mean `plain.cocci`?
    "#]],
    );
    check(
        "content = [\"Makefile\"]",
        "content = [\"Kconfig\"]",
        expect![[r#"
        migrations/drop-flags/insert/Kconfig: No such file or directory (os error 2)
          migrations/drop-flags/migration.toml:39:12: `"Kconfig"`: named here
          = Put the file into migrations/drop-flags/insert, or correct the name.
    "#]],
    );
    check(
        "messages/cover.txt",
        "message/cover.txt",
        expect![[r#"
        migrations/drop-flags/message/cover.txt: No such file or directory (os error 2)
          migrations/drop-flags/migration.toml:67:9: `"message/cover.txt"`: named here
          = Put the file into migrations/drop-flags, or correct the name.
    "#]],
    );
}

#[test]
fn no_file_outside_the_folder_is_read() {
    check(
        "messages/plain.txt",
        "../../../../etc/passwd",
        expect![[r#"
        `../../../../etc/passwd` is not a path below the folder
          migrations/drop-flags/migration.toml:45:11: `"../../../../etc/passwd"`: must stay inside
          = Name a file below migrations/drop-flags, without `..`.
    "#]],
    );
    check(
        "content = [\"Makefile\"]",
        "content = [\"/etc/passwd\"]",
        expect![[r#"
        `/etc/passwd` is not a path below the folder
          migrations/drop-flags/migration.toml:39:12: `"/etc/passwd"`: must stay inside
          = Name a file below migrations/drop-flags/insert, without `..`.
    "#]],
    );
    check(
        "file = \"plain.cocci\"",
        "file = \"messages/plain.txt\"",
        expect![[r#"
        `messages/plain.txt` is not a semantic patch
          migrations/drop-flags/migration.toml:43:8: `"messages/plain.txt"`: expected a .cocci file
          = Name a .cocci file.
    "#]],
    );
}

#[test]
fn no_path_outside_the_tree_is_taken() {
    check(
        "file = \"lib/Makefile\"",
        "file = \"../lib/Makefile\"",
        expect![[r#"
        `../lib/Makefile` is not a path inside a tree
          migrations/drop-flags/migration.toml:38:8: `"../lib/Makefile"`: here
          = Name the file from the root of the tree, without `..` and a leading `/`.
    "#]],
    );
    check(
        "when = { file = \"include",
        "when = { file = \"/include",
        expect![[r#"
        `/include/queue.h` is not a path inside a tree
          migrations/drop-flags/migration.toml:29:17: `"/include/queue.h"`: here
          = Name the file from the root of the tree, without `..` and a leading `/`.
    "#]],
    );
}

#[test]
fn documentation_is_a_page() {
    check(
        "[api]",
        "docs = \"javascript:alert(1)\"\n\n[api]",
        expect![[r#"
        `javascript:alert(1)` is not the address of a page
          migrations/drop-flags/migration.toml:7:8: `"javascript:alert(1)"`: here
          = Write an http:// or https:// address.
    "#]],
    );
}

#[test]
fn names_must_be_known_and_used_once() {
    check(
        "name = \"drop-flags\"",
        "name = \"drop-flag\"",
        expect![[r#"
            the migration is called `drop-flag`, its folder `drop-flags`
              migrations/drop-flags/migration.toml:1:8: `"drop-flag"`: must be the folder's
              = Write `drop-flags`, or rename the folder.
        "#]],
    );
    check(
        "converts = \"plain\"",
        "converts = \"plian\"",
        expect![[r#"
        no shape is called `plian`
          migrations/drop-flags/migration.toml:44:12: `"plian"`: not in [[shape]]
          = Did you mean `plain`?
    "#]],
    );
    check(
        "follows = true",
        "follows = true\nconverts = \"plain\"",
        expect![[r#"
        a rule that follows converts no shape
          migrations/drop-flags/migration.toml:50:12: `"plain"`: here
          = Remove `converts` or `follows`.
    "#]],
    );
    check(
        "name = \"flags\"",
        "name = \"plain\"",
        expect![[r#"
        two shapes are called `plain`
          migrations/drop-flags/migration.toml:59:8: `"plain"`: again
          = Give each shape its own name.
    "#]],
    );
    check(
        "file = \"include.cocci\"",
        "file = \"plain.cocci\"",
        expect![[r#"
        `plain.cocci` is listed twice
          migrations/drop-flags/migration.toml:48:8: `"plain.cocci"`: again
          = Remove one of them.
    "#]],
    );
    check(
        "old = [\"queue_push\"]",
        "old = [\"queue_push()\", \"9p\", \"\"]",
        expect![[r#"
        `queue_push()` is not a C identifier
          migrations/drop-flags/migration.toml:8:8: `"queue_push()"`: here
          = Write the bare name, without parentheses or types.
        `9p` is not a C identifier
          migrations/drop-flags/migration.toml:8:24: `"9p"`: here
          = Write the bare name, without parentheses or types.
        `` is not a C identifier
          migrations/drop-flags/migration.toml:8:30: `""`: here
          = Write the bare name, without parentheses or types.
    "#]],
    );
    check(
        "old = [\"queue_push\"]",
        "old = []",
        expect![[r#"
        `old` names no function
          migrations/drop-flags/migration.toml:7:1: `[api]`: in this table
          = Name the functions to retire: old = ["f"].
    "#]],
    );
}

#[test]
fn patterns_are_checked_at_once() {
    check(
        "unless = '\\bqueue_add\\('",
        "unless = '\\bqueue_add('",
        expect![[r#"
        bad regular expression: unclosed group
          migrations/drop-flags/migration.toml:18:10: `'\bqueue_add('`: here
          = Write it as Rust's `regex` takes it, best in a literal string ('…').
    "#]],
    );
    check(
        "\"tools/\"",
        "\"tools/[\"",
        expect![[r#"
        bad path pattern: unclosed character class; missing ']'
          migrations/drop-flags/migration.toml:12:27: `"tools/["`: here
          = `*`, `?` and `[a-z]` match within a name, `**` across folders.
    "#]],
    );
    check(
        "unless = '\\bqueue_add\\('",
        "unless = '((a{999}){999}){999}'",
        expect![[r#"
        bad regular expression: Compiled regex exceeds size limit of 10485760 bytes.
          migrations/drop-flags/migration.toml:18:10: `'((a{999}){999}){999}'`: here
          = Write it as Rust's `regex` takes it, best in a literal string ('…').
    "#]],
    );
}

#[test]
fn an_insertion_says_where_in_one_way() {
    check(
        "at = \"end\"\n",
        "",
        expect![[r#"
        the insertion into `lib/Makefile` has no place
          migrations/drop-flags/migration.toml:38:8: `"lib/Makefile"`: this insertion
          = Give one of `after` or `before` (lists of patterns), `at = "end"` and `create = true`.
    "#]],
    );
    check(
        "at = \"end\"\n",
        "at = \"end\"\ncreate = true\n",
        expect![[r#"
        the insertion into `lib/Makefile` has more than one place
          migrations/drop-flags/migration.toml:38:8: `"lib/Makefile"`: this insertion
          = Give one of `after` or `before` (lists of patterns), `at = "end"` and `create = true`.
    "#]],
    );
    check(
        "content = [\"Makefile\"]",
        "content = []",
        expect![[r#"
        nothing to insert into `lib/Makefile`
          migrations/drop-flags/migration.toml:38:8: `"lib/Makefile"`: this insertion
          = Name a file of insert/ that holds text in `content`.
    "#]],
    );
}

#[test]
fn a_template_asks_for_known_names_only() {
    let patch = "migrations/drop-flags/messages/patch.txt";
    check_file(
        patch,
        "{smpl}",
        "{smlp}",
        expect![[r#"
        no value is called `smlp` here
          migrations/drop-flags/messages/patch.txt:6:1: `{smlp}`: here
          = Did you mean `smpl`?
    "#]],
    );
    check_file(
        patch,
        "\n\n",
        "\n",
        expect![[r#"
        the patch message has no subject of its own
          migrations/drop-flags/messages/patch.txt:2:1: `{changes}`: here
          = Write the subject on the first line and leave the second line blank.
    "#]],
    );
}

#[test]
fn every_fault_is_found_at_once() {
    let manifest = "name = \"drop-flags\"\ntitle = \"\"\nsummary = \"s\"\napi.old = [\"a b\"]\n\
                    messages.cover = \"c\"\nmessages.patch = \"p\"\n";
    let good = std::fs::read_to_string(format!("{PROJECT}/migrations/drop-flags/migration.toml"));
    check(
        &good.expect("fixture"),
        manifest,
        expect![[r#"
        expected one line of text
          migrations/drop-flags/migration.toml:2:9: `""`: here
          = Write one line, without a line end.
        `a b` is not a C identifier
          migrations/drop-flags/migration.toml:4:12: `"a b"`: here
          = Write the bare name, without parentheses or types.
        migrations/drop-flags/c: No such file or directory (os error 2)
          migrations/drop-flags/migration.toml:5:18: `"c"`: named here
          = Put the file into migrations/drop-flags, or correct the name.
        migrations/drop-flags/p: No such file or directory (os error 2)
          migrations/drop-flags/migration.toml:6:18: `"p"`: named here
          = Put the file into migrations/drop-flags, or correct the name.
    "#]],
    );
}

#[test]
fn a_hostile_manifest_is_refused_in_time() {
    let root = tempfile::tempdir().expect("temporary folder");
    let folder = root.path().join("m");
    std::fs::create_dir(&folder).expect("new folder");
    let refused = |text: &[u8]| {
        std::fs::write(folder.join("migration.toml"), text).expect("written");
        let faults = migration::load(&folder).expect_err("hostile");
        assert!(faults[0].help.is_some(), "{faults:?}");
        faults[0].message.replace(&format!("{}/", root.path().display()), "")
    };
    let deep = [b"name = ".as_slice(), &b"[".repeat(100_000)].concat();
    expect!["the manifest does not read: cannot recurse further; max recursion depth met"]
        .assert_eq(&refused(&deep));
    let tables = b"[a.b.c.d]\n".repeat(2);
    assert!(refused(&tables).contains("duplicate key"));
    assert_eq!(refused(b"name = \"\xff\""), "m/migration.toml: not UTF-8 at byte 8");
    assert_eq!(refused(b"name = \"a\0b\"").lines().count(), 1);
}

#[test]
fn an_outline_makes_c() {
    check(
        "each_item_outlined",
        "each item",
        expect![[r#"
        `each item` is not a C identifier
          migrations/drop-flags/migration.toml:77:10: `"each item"`: here
          = Write the name of the iterator that the rules use as a mark.
    "#]],
    );
    check(
        "{enclosing}_item",
        "{enclosing}-item",
        expect![[r#"
        `{enclosing}-item` does not make a C identifier
          migrations/drop-flags/migration.toml:78:12: `"{enclosing}-item"`: here
          = Write letters, digits, `_` and `{enclosing}`.
    "#]],
    );
    check(
        "{function}",
        "{functoin}",
        expect![[r#"
        the call does not pass the function
          migrations/drop-flags/migration.toml:81:8: `"queue_for_each({1}, {functoin}, {data});"`: here
          = Write {function} where the function goes, and {data} for its context.
    "#]],
    );
}
