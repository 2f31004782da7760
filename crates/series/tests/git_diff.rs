//! Our patches are those of `git diff`, byte for byte, and `git apply` takes them.

mod git;

use git::Repository;
use series::diff::{FileChange, FileMode, diffstat, file_diff};

/// A fixed sequence of numbers that look random.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// C-like text with many equal lines: braces, blank lines, returns.
fn source_text(sequence: &mut Sequence) -> Vec<String> {
    let mut lines = vec!["// SPDX-License-Identifier: GPL-2.0".to_owned(), String::new()];
    for function in 0..4 + sequence.below(8) {
        lines.push(format!("static int function_{function}(struct thing *thing)"));
        lines.push("{".into());
        for _ in 0..sequence.below(12) {
            match sequence.below(7) {
                0 => lines.extend([
                    "\tif (!thing)".into(),
                    "\t\treturn -EINVAL;".into(),
                    String::new(),
                ]),
                1 => lines.extend(["\tfor (;;) {".into(), "\t\tstep(thing);".into(), "\t}".into()]),
                2 => lines.push(String::new()),
                3 => lines.push("out:".into()),
                4 => lines.push("\tput_page(page);".into()),
                number => lines.push(format!("\tthing->field{} = {number};", sequence.below(4))),
            }
        }
        lines.extend(["\treturn 0;".into(), "}".into(), String::new()]);
    }
    lines
}

fn edited(lines: &[String], sequence: &mut Sequence) -> Vec<String> {
    let mut lines = lines.to_vec();
    for _ in 0..1 + sequence.below(4) {
        let at = sequence.below(lines.len());
        let end = (at + 1 + sequence.below(4)).min(lines.len());
        match sequence.below(4) {
            0 => drop(lines.drain(at..end)),
            1 => {
                let copy = lines[at..end].to_vec();
                lines.splice(at..at, copy);
            }
            2 => drop(lines.splice(at..end, ["\tiov_walk(iter, thing) {".into(), "\t}".into()])),
            _ => lines.insert(at, "\tcall(thing);".into()),
        }
        if lines.is_empty() {
            lines.push("left".into());
        }
    }
    lines
}

fn text(lines: &[String], sequence: &mut Sequence) -> Vec<u8> {
    let newline = if sequence.below(8) == 0 { "" } else { "\n" };
    (lines.join("\n") + newline).into_bytes()
}

/// Commits `before`, writes `after`, and compares what git and we say about it.
#[track_caller]
fn check(changes: &[FileChange]) {
    let repository = Repository::new();
    repository.write(".gitattributes", b"*.c diff=cpp\n*.h diff=cpp\n");
    for change in changes {
        change.before.iter().for_each(|text| repository.write(&change.path, text));
    }
    repository.commit_all("before");
    for change in changes {
        match &change.after {
            Some(text) => repository.write(&change.path, text),
            None => std::fs::remove_file(repository.path().join(&change.path)).expect("removed"),
        }
    }
    repository.git(&["add", "-A"]);
    let mut diffs: Vec<_> = changes.iter().map(|it| file_diff(it).expect("a text")).collect();
    diffs.sort_by(|a, b| a.path.cmp(&b.path));
    for diff in &diffs {
        let expected = repository.git(&["diff", "--cached", "--no-renames", "--", &diff.path]);
        let [found, expected] = [&diff.text, &expected].map(|text| String::from_utf8_lossy(text));
        assert_eq!(found, expected, "{}", diff.path);
    }
    let stat = repository.git(&["diff", "--cached", "--no-renames", "--stat=72", "--summary"]);
    assert_eq!(diffstat(&diffs), String::from_utf8_lossy(&stat));

    let patch: Vec<u8> = diffs.iter().flat_map(|diff| diff.text.clone()).collect();
    std::fs::write(repository.beside("all.patch"), patch).expect("written");
    repository.git(&["reset", "-q", "--hard"]);
    repository.git(&["apply", "--index", "../all.patch"]);
    for change in changes {
        let found = std::fs::read(repository.path().join(&change.path)).ok();
        assert_eq!(found, change.after, "{}", change.path);
    }
}

fn change(path: &str, before: Option<&[u8]>, after: Option<&[u8]>) -> FileChange {
    let [before, after] = [before, after].map(|text| text.map(<[u8]>::to_vec));
    FileChange { path: path.into(), before, after, mode: FileMode::Regular }
}

#[test]
fn edited_sources_give_what_git_gives() {
    let mut sequence = Sequence(7);
    let changes: Vec<FileChange> = (0..150)
        .map(|number| {
            let lines = source_text(&mut sequence);
            let (before, after) = loop {
                let before = text(&lines, &mut sequence);
                let after = text(&edited(&lines, &mut sequence), &mut sequence);
                if before != after {
                    break (before, after);
                }
            };
            change(&format!("drivers/net/file{number}.c"), Some(&before), Some(&after))
        })
        .collect();
    check(&changes);
}

#[test]
fn files_come_go_and_have_odd_names() {
    check(&[
        change("new.c", None, Some(b"int a;\nint b;\n")),
        change("new-empty.c", None, Some(b"")),
        change("gone.c", Some(b"int a;\n"), None),
        change("emptied.c", Some(b"int a;\nint b;\n"), Some(b"")),
        change("a name with spaces.c", Some(b"a\n"), Some(b"b\n")),
        change("\u{e4}\t\"q\".c", Some(b"a"), Some(b"a\n")),
        change("no-newline.c", Some(b"a\nb"), Some(b"a\nc")),
        change("crlf.h", Some(b"a\r\nb\r\n"), Some(b"a\r\nc\r\n")),
        change("latin1.c", Some(b"/* \xe4 */\nint a;\n"), Some(b"/* \xe4 */\nint b;\n")),
    ]);
}

#[test]
fn long_names_and_large_changes_fit_the_table() {
    let lines = |from: usize, to: usize| -> Vec<u8> {
        (from..to).flat_map(|number| format!("line {number}\n").into_bytes()).collect()
    };
    let long =
        format!("drivers/{}/{}.c", "verylongdirectoryname".repeat(2), "longfilename".repeat(3));
    check(&[
        change(&long, Some(&lines(0, 10)), Some(&lines(5, 400))),
        change("a.c", Some(&lines(0, 1500)), Some(&lines(1400, 1502))),
        change("b.c", Some(&lines(0, 2)), Some(&lines(1, 3))),
        change(&format!("{}.h", "x".repeat(90)), Some(b"a\n"), Some(b"b\n")),
    ]);
}

#[test]
fn binary_files_and_paths_outside_are_refused() {
    for bad in [change("a.o", Some(b"\0\0"), Some(b"a")), change("../a.c", None, Some(b"a"))] {
        let problem = file_diff(&bad).expect_err("refused");
        assert!(problem.help.is_some(), "{problem:?}");
    }
}
