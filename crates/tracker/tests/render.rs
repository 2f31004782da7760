//! A status in each of its forms, from the trees of the fixtures.

use expect_test::{Expect, expect, expect_file};
use tracker::{Colour, Coverage, Site, State, Status, Unread};

fn tree(name: &str) -> Status {
    let path = format!("{}/tests/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let json = std::fs::read_to_string(&path).expect("fixture");
    let read = Status::from_json(&path, &json).expect("well formed");
    Status::new(read.tree, read.sites, read.coverage)
}

#[test]
fn json_has_the_keys_that_scripts_rely_on() {
    let sites = vec![Site::convertible("a.c", 3, "f", "old( x )"), {
        let mut site = Site::convertible("b.c", 4, "", "old(y)").remaining("why");
        site.subsystem = "B".to_owned();
        site.shape = "walk".to_owned();
        site
    }];
    let coverage = Coverage { files: 2, bytes: 90, files_mentioning: 2, ..Coverage::default() };
    let json = Status::new("7.2", sites, coverage).to_json();
    expect![[r#"
        {
          "tree": "7.2",
          "sites": [
            {
              "path": "a.c",
              "line": 3,
              "function": "f",
              "subsystem": "",
              "shape": "",
              "state": "convertible",
              "reason": null,
              "call": "old(x)",
              "ordinal": 0
            },
            {
              "path": "b.c",
              "line": 4,
              "function": "",
              "subsystem": "B",
              "shape": "walk",
              "state": "remaining",
              "reason": "why",
              "call": "old(y)",
              "ordinal": 0
            }
          ],
          "coverage": {
            "files": 2,
            "bytes": 90,
            "files_mentioning": 2,
            "files_with_errors": 0,
            "unread": []
          }
        }
    "#]]
    .assert_eq(&json);
}

#[test]
fn json_is_read_back_as_it_was() {
    for name in ["1.0", "2.0"] {
        let status = tree(name);
        assert_eq!(Status::from_json("x", &status.to_json()), Ok(status));
    }
}

#[test]
fn json_that_does_not_read_says_where() {
    let check = |json: &str, message: &str, at: u32| {
        let error = Status::from_json("old.json", json).expect_err("not a status");
        assert_eq!(error.message, message);
        assert_eq!(error.labels[0].span.start, at);
        assert!(error.help.is_some());
    };
    check("", "old.json does not read: EOF while parsing a value", 0);
    check(
        "{\n \"tree\": 3}",
        "old.json does not read: invalid type: integer `3`, expected a string",
        11,
    );
    let unknown = tree("1.0").to_json().replacen("convertible", "vanished", 1);
    let error = Status::from_json("old.json", &unknown).expect_err("no such state");
    assert!(error.message.contains("unknown variant `vanished`"), "{}", error.message);
}

#[track_caller]
fn check_table(status: &Status, width: usize, expected: Expect) {
    expected.assert_eq(&tracker::table(status, width, Colour::Plain));
}

#[test]
fn the_table_groups_aligns_and_wraps() {
    check_table(
        &tree("1.0"),
        60,
        expect![[r#"
        (no subsystem) (1)
          drivers/tape.c:300  tape_write()  other  remaining
              not recognised by any shape

        RING NETWORKING (2)
          net/ring/tx.c:41    ring_send()   walk   convertible
          net/ring/tx.c:58    ring_send()   walk   convertible

        TAR FILE SYSTEM (1)
          fs/tar/file.c:7     tar_read()    kept   remaining
              the pages stay in the caller's own array and are put
              from elsewhere

        4 callers in 3 files: 2 convertible, 2 remaining
        1,204 files (18.3 MB) scanned, 5 mention the names, 1 of them not read in full
          lib/odd.c:12: expected `;`
    "#]],
    );
    check_table(
        &Status::new("empty", vec![], Coverage::default()),
        80,
        expect![[r#"
        0 callers in 0 files: 0 convertible, 0 remaining
        0 files (0 bytes) scanned, 0 mention the names, all of them read in full
    "#]],
    );
}

#[test]
fn colours_change_nothing_else() {
    let status = tree("1.0");
    let painted = tracker::table(&status, 70, Colour::Ansi);
    assert!(painted.contains("\u{1b}["));
    let mut plain = String::new();
    for part in painted.split('\u{1b}') {
        plain +=
            part.split_once('m').filter(|_| part.starts_with('[')).map_or(part, |(_, text)| text);
    }
    assert_eq!(plain, tracker::table(&status, 70, Colour::Plain));
}

#[test]
fn markdown_and_csv_hold_every_caller() {
    expect_file!["fixtures/1.0.md"].assert_eq(&tracker::markdown(&tree("1.0")));
    let csv = tracker::csv(&[tree("1.0"), tree("2.0")]).expect("in memory");
    expect_file!["fixtures/both.csv"].assert_eq(&csv);
}

#[test]
fn a_site_is_the_same_when_lines_move_and_the_call_is_laid_out_anew() {
    let old = [
        Site::convertible("a.c", 3, "f", "g(a, b)"),
        Site::convertible("a.c", 9, "f", "g(a,\n\tb)"),
    ];
    let new = [
        Site::convertible("a.c", 30, "f", "g(a,b)"),
        Site::convertible("a.c", 31, "f", "g( a, b )"),
    ];
    let [old, new] = [old, new].map(|sites| Status::new("", sites.to_vec(), Coverage::default()));
    let ids =
        |status: &Status| status.sites.iter().map(|s| format!("{:?}", s.id())).collect::<Vec<_>>();
    assert_eq!(ids(&old), ids(&new));
    assert_ne!(old.sites[0].id(), old.sites[1].id());
}

#[test]
fn the_order_of_what_comes_in_does_not_matter() {
    let status = tree("1.0");
    let mut sites = status.sites.clone();
    sites.reverse();
    let mut coverage = status.coverage.clone();
    coverage.unread.push(Unread { path: "a.c".to_owned(), line: 1, reason: "x".to_owned() });
    let mut backwards = coverage.clone();
    backwards.unread.reverse();
    let a = Status::new("1.0", sites, coverage);
    let b = Status::new("1.0", status.sites, backwards);
    assert_eq!(a, b);
}

#[test]
fn hostile_names_are_inert_in_text() {
    let mut site =
        Site::convertible("a|`b\n\u{1b}[31m.c", 1, "f`|", "g()").remaining("<b>|\r\n# x");
    site.subsystem = "*A* | [x](javascript:y)".to_owned();
    let status = Status::new("t", vec![site], Coverage::default());
    check_table(
        &status,
        80,
        expect![[r#"
        *A* | [x](javascript:y) (1)
          a|`b\u{a}\u{1b}[31m.c:1  f`|()    remaining
              <b>|\u{d}\u{a}# x

        1 caller in 1 file: 0 convertible, 1 remaining
        0 files (0 bytes) scanned, 0 mention the names, all of them read in full
    "#]],
    );
    expect![[r#"
        | subsystem | caller | shape | state |
        |---|---|---|---|
        | \*A\* \| \[x\](javascript:y) | `` a\|`b\u{a}\u{1b}[31m.c `` `` f`\|() `` |  | remaining: \<b\>\|\\u\{d\}\\u\{a\}\# x |
    "#]].assert_eq(&tracker::markdown(&status));
}

#[test]
fn states_have_one_name_everywhere() {
    for state in State::ALL {
        let json = serde_json::to_string(&state).expect("a word");
        assert_eq!(json, format!("\"{}\"", state.name()));
    }
}
