//! A run over an earlier one: numbers and edits by hand stay, and nothing edited is lost in silence.

use std::fs;
use std::path::{Path, PathBuf};

use crate::git::Repository;
use crate::sample::Sample;
use crate::series::treewide;

struct Run {
    sample: Sample,
    out: PathBuf,
}

impl Run {
    fn new() -> Self {
        let sample = Sample::new();
        Repository::of(&sample.tree());
        let out = sample.folder("out");
        let run = Self { sample, out };
        run.ends(&[], 0);
        run
    }

    /// Runs again; what it said.
    #[track_caller]
    fn ends(&self, more: &[&str], code: i32) -> String {
        let out = self.out.to_str().expect("a UTF-8 path");
        let arguments = [&["series", "iov-iter-get-pages", "--out", out], more].concat();
        let output = treewide(&self.sample, &arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{said}");
        said
    }

    fn mail(&self, part: &str) -> PathBuf {
        let entries =
            fs::read_dir(&self.out).expect("a folder").map(|it| it.expect("an entry").path());
        let mut found =
            entries.filter(|path| name(path).contains(part) && name(path).ends_with(".patch"));
        found.next().unwrap_or_else(|| panic!("no mail {part}"))
    }

    fn text(&self, part: &str) -> String {
        fs::read_to_string(self.mail(part)).expect("a mail")
    }

    fn edit(&self, part: &str, from: &str, to: &str) {
        let text = self.text(part);
        assert!(text.contains(from), "{text}");
        fs::write(self.mail(part), text.replacen(from, to, 1)).expect("written");
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[test]
fn edits_by_hand_survive_and_numbers_stay() {
    let run = Run::new();
    let number = name(&run.mail("-tls-"))[..4].to_owned();
    run.edit("-tls-", "\n---\n", "\n---\nMy note.\n\n");
    run.edit("-tls-", "No change in behaviour is\nintended.", "It does the same.");
    run.edit("0000-cover", "Every\ncaller", "Each\ncaller");
    run.ends(&["--tested", "By hand."], 0);
    let mail = run.text("-tls-");
    assert!(
        mail.contains("My note.")
            && mail.contains("It does the same.")
            && mail.contains("By hand."),
        "{mail}"
    );
    assert!(run.text("0000-cover").contains("Each\ncaller"));
    // The callers that are left keep the order of their patches, though another file comes first now.
    let before: Vec<String> = order(&run.out);
    assert!(before.iter().any(|file| file.starts_with(&number)));
    run.ends(&["--version", "2"], 0);
    let mail = run.text("-tls-");
    assert!(mail.contains(&format!("v2 {}", &number[2..])), "{mail}");
    assert!(mail.contains("v2: no change\n") && mail.contains("My note."), "{mail}");
    let again = run.text("-tls-");
    run.ends(&["--version", "2"], 0);
    assert_eq!(run.text("-tls-"), again);
}

#[test]
fn a_patch_that_is_new_comes_behind_those_that_are_known() {
    let sample = Sample::new();
    Repository::of(&sample.tree());
    let out = sample.folder("out");
    let run = Run { sample, out };
    run.ends(&["--only", "NETWORKING [TLS]"], 0);
    assert!(name(&run.mail("-tls-")).starts_with("0002-"));
    run.ends(&[], 0);
    assert!(name(&run.mail("-tls-")).starts_with("0002-"), "{:?}", order(&run.out));
    assert!(order(&run.out).len() > 5);
}

#[test]
fn an_edited_diff_is_kept_or_named_but_never_lost() {
    let run = Run::new();
    run.edit("-tls-", "+#include <linux/iov_frags.h>", "+#include <linux/iov_frags.h> /* mine */");
    run.ends(&[], 0);
    assert!(run.text("-tls-").contains("/* mine */"));
    let caller = run.sample.tree().join("net/tls/record.c");
    let text = fs::read_to_string(&caller).expect("the caller");
    fs::write(&caller, format!("/* moved */\n{text}")).expect("written");
    let repository_says = std::process::Command::new("git")
        .arg("-C")
        .arg(run.sample.tree())
        .args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@b.org",
            "commit",
            "--quiet",
            "--all",
            "--message=moved",
        ])
        .status();
    assert!(repository_says.is_ok_and(|status| status.success()));
    let said = run.ends(&[], 2);
    assert!(said.contains("the diff of") && said.contains("was edited"), "{said}");
    assert!(run.text("-tls-").contains("/* mine */"), "nothing was written");
    let said = run.ends(&["--only", "FUSE: FILESYSTEM IN USERSPACE"], 2);
    assert!(said.contains("no such patch any more"), "{said}");
}

fn order(out: &Path) -> Vec<String> {
    let entries =
        fs::read_dir(out).expect("a folder").map(|it| name(&it.expect("an entry").path()));
    let mut names: Vec<String> = entries.filter(|name| name.ends_with(".patch")).collect();
    names.sort();
    names
}
