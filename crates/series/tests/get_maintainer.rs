//! Recipients agree with `scripts/get_maintainer.pl`.
//!
//! Always: on the fixture, against what the script of Linux 7.2 printed for it (`fixtures/recipients.txt`).
//! With `TREEWIDE_TREE` set to a Linux tree: on a sample of its files, against the tree's own script, run by perl.
//! There the script gets one change: sections equally deep are kept in the order of the file, where it leaves them
//! to the order of a hash.

use series::maintainers::{Mailmap, Maintainers, Query};
use std::path::{Path, PathBuf};
use std::process::Command;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

fn read(tree: &Path) -> Maintainers {
    let text = std::fs::read(tree.join("MAINTAINERS")).expect("the tree has a MAINTAINERS");
    let is_directory = |path: &str| tree.join(path).is_dir();
    let (maintainers, problems) = Maintainers::parse("MAINTAINERS", &text, &is_directory);
    assert_eq!(problems, [], "the kernel's file reads without a complaint");
    let mailmap = std::fs::read(tree.join(".mailmap")).unwrap_or_default();
    maintainers.with_mailmap(Mailmap::parse(&mailmap))
}

fn lines(maintainers: &Maintainers, query: Query<'_>) -> Vec<String> {
    maintainers.recipients(query).iter().map(ToString::to_string).collect()
}

#[test]
fn the_fixture_gives_what_the_script_printed() {
    let maintainers = read(Path::new(FIXTURES));
    let expected = include_str!("fixtures/recipients.txt");
    // The script leaves out its chief penguin by a name it carries; we do so by the status of his section.
    let expected: Vec<&str> =
        expected.lines().filter(|line| !line.contains("(chief penguin:")).collect();
    for block in expected.join("\n").split("\n\n") {
        let (path, recipients) =
            block.trim_end().split_once('\n').expect("a path, then recipients");
        assert_eq!(lines(&maintainers, Query::Paths(&[path])).join("\n"), recipients, "{path}");
    }
}

#[test]
fn a_given_tree_agrees_with_its_own_script() {
    let Some(tree) = std::env::var_os("TREEWIDE_TREE").map(PathBuf::from) else {
        return the_fixture_gives_what_the_script_printed();
    };
    let sample =
        std::env::var("TREEWIDE_SAMPLE").map_or(500, |count| count.parse().expect("a number"));
    let script = Script::new(&tree);
    let maintainers = read(&tree);
    let mut differences = Vec::new();
    for (number, path) in sample_files(&tree, sample).iter().enumerate() {
        let content = std::fs::read(tree.join(path)).expect("a file of the tree");
        let patch = patch_of(path, &content);
        let (expected, found) = match number % 4 {
            0 => {
                (script.run(&tree, Input::Patch(&patch)), lines(&maintainers, Query::Patch(&patch)))
            }
            _ if script.reads_content => (
                script.run(&tree, Input::File(path)),
                lines(&maintainers, Query::Files(&[(path, &content)])),
            ),
            _ => (script.run(&tree, Input::File(path)), lines(&maintainers, Query::Paths(&[path]))),
        };
        let found: Vec<String> = found.iter().map(|line| script.comparable(line)).collect();
        if found != expected {
            differences.push(format!("{path}\n  script {expected:#?}\n  ours   {found:#?}"));
        }
    }
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
}

enum Input<'a> {
    File(&'a str),
    Patch(&'a [u8]),
}

struct Script {
    folder: tempfile::TempDir,
    reads_content: bool,
}

impl Script {
    fn new(tree: &Path) -> Self {
        let text =
            std::fs::read(tree.join("scripts/get_maintainer.pl")).expect("the tree has the script");
        let text = String::from_utf8(text).expect("the script is UTF-8");
        let (by_depth, in_order) =
            ("$hash{$b} <=> $hash{$a}", "$hash{$b} <=> $hash{$a} || $a <=> $b");
        assert!(text.contains(by_depth), "the script sorts sections as it used to");
        let folder = tempfile::tempdir().expect("a folder");
        let numeric =
            text.replace("sort_and_uniq(@keyword_tvi)", "uniq(sort { $a <=> $b } @keyword_tvi)");
        std::fs::write(folder.path().join("script.pl"), numeric.replace(by_depth, in_order))
            .expect("written");
        Self { folder, reads_content: !text.contains("keywords_in_file") }
    }

    fn run(&self, tree: &Path, input: Input<'_>) -> Vec<String> {
        let mut command = Command::new("perl");
        command.arg(self.folder.path().join("script.pl")).args(["--nogit", "--nogit-fallback"]);
        match input {
            Input::File(path) => command.args(["-f", path]),
            Input::Patch(patch) => {
                let file = self.folder.path().join("sample.patch");
                std::fs::write(&file, patch).expect("written");
                command.arg(file)
            }
        };
        let output =
            command.current_dir(tree).env("HOME", self.folder.path()).output().expect("perl runs");
        let text = String::from_utf8_lossy(&output.stdout);
        // An `L:` line that starts with a name comes out as a role without an address.
        let named = text.lines().filter(|line| !line.starts_with(" ("));
        named.map(|line| self.comparable(line)).collect()
    }

    /// Scripts before 6.2 name a maintainer by the status of the section and no keyword.
    fn comparable(&self, line: &str) -> String {
        let end = line.rfind("> (").map_or_else(|| line.find(" ("), |at| Some(at + 1));
        let Some(end) = end.filter(|_| self.reads_content) else { return line.to_owned() };
        let (who, role) = (&line[..end], &line[end + 2..]);
        let role = role.split(":Keyword:").next().unwrap_or(role).trim_end_matches(')');
        let kind = role.split(':').next().unwrap_or(role);
        let list = matches!(kind, "reviewer" | "open list" | "moderated list" | "chief penguin");
        let role = if list { role.to_owned() } else { role.replacen(kind, "maintainer", 1) };
        format!("{who} ({role})")
    }
}

/// `count` files, spread over the tree by a fixed sequence.
fn sample_files(tree: &Path, count: usize) -> Vec<String> {
    let mut all = Vec::new();
    let mut folders = vec![tree.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<_> = std::fs::read_dir(&folder).expect("readable").flatten().collect();
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let kind = entry.file_type().expect("a kind");
            // The script reads addresses out of .yaml files; bindings are not C.
            if kind.is_dir() && entry.file_name() != ".git" {
                folders.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|it| it != "yaml") {
                all.extend(path.strip_prefix(tree).ok().and_then(Path::to_str).map(str::to_owned));
            }
        }
    }
    let mut seed = 0x2545_F491_u64;
    let mut pick = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all[(seed >> 33) as usize % all.len()].clone()
    };
    (0..count).map(|_| pick()).collect()
}

/// A patch that adds a line of the file to it, so that keywords have something to find.
fn patch_of(path: &str, content: &[u8]) -> Vec<u8> {
    let lines: Vec<&[u8]> = content.split(|byte| *byte == b'\n').collect();
    let mut patch = format!(
        "Subject: [PATCH] change a line\n\nFor once.\n---\ndiff --git a/{path} b/{path}\n\
         --- a/{path}\n+++ b/{path}\n@@ -1,2 +1,3 @@\n"
    )
    .into_bytes();
    for (mark, at) in [(" ", 0), ("+", lines.len() / 2), ("-", lines.len() / 3), (" ", 1)] {
        patch.extend_from_slice(mark.as_bytes());
        patch.extend_from_slice(lines.get(at).unwrap_or(&b"".as_slice()));
        patch.push(b'\n');
    }
    patch
}
