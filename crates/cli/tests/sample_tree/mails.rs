//! The mails of a series, as those read them who get them: people, `git send-email` and `b4`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::git::{Repository, hermetic};
use crate::sample::Sample;
use crate::series::{am, treewide, write_series_with};

/// Columns of a message.
const WIDTH: usize = 75;

#[test]
fn messages_are_narrow_and_say_who_is_changed_by_which_rule() {
    for options in [&[][..], &["--form", "callback"]] {
        let sample = Sample::new();
        Repository::of(&sample.tree());
        check_messages(&write_series_with(&sample, "iov-iter-get-pages", options));
    }
}

fn check_messages(patches: &[PathBuf]) {
    let mut quoted = 0;
    for patch in patches {
        let mail = fs::read_to_string(patch).expect("a mail");
        let (header, rest) = mail.split_once("\n\n").expect("a header");
        let (message, _) = rest.split_once("\n---\n").expect("a message");
        let wide = message.lines().find(|line| line.replace('\t', "        ").len() > WIDTH);
        assert_eq!(wide, None, "{}", patch.display());
        assert!(header.contains("\nFrom: Ann Author <ann@example.org>\n"), "{header}");
        if let Some((_, rules)) = message.split_once("// <smpl>") {
            quoted += 1;
            assert!(message.contains("() call"), "who calls what: {message}");
            assert!(rules.contains("// patches/iov-iter-get-pages/"), "{rules}");
            assert!(!rules.contains("depends on never") && rules.contains("// </smpl>"));
        }
    }
    assert!(quoted > 5, "{quoted} patches carry their rules");
}

#[test]
fn nothing_is_claimed_to_be_tested_unasked() {
    let sample = Sample::new();
    Repository::of(&sample.tree());
    let said = "Built and booted on a toaster.";
    for (out, more) in [("silent", &[][..]), ("told", &["--tested", said])] {
        series(&sample, out, more);
        let mails = mails(&sample.folder(out));
        assert_eq!(
            mails.iter().filter(|mail| mail.contains(said)).count(),
            mails.len() * more.len() / 2
        );
    }
}

#[test]
fn postings_apply_one_after_the_other() {
    let sample = Sample::new();
    let repository = Repository::of(&sample.tree());
    series(&sample, "out", &["--postings"]);
    let posting = |name: &str| sample.folder("out").join(name);
    let cover = fs::read_to_string(posting("net").join("0000-cover-letter.patch")).expect("a mail");
    assert!(cover.contains("\nSubject: [PATCH net-next 0/"), "{cover}");
    let first = fs::read_dir(posting("rest")).expect("a folder").filter_map(Result::ok);
    let first = first.map(|entry| entry.path()).find(|path| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("0001-"))
    });
    let first = first.expect("the primitive");
    let mut id = Command::new("git");
    id.args(["patch-id", "--stable"]).stdin(fs::File::open(&first).expect("a mail"));
    let id = String::from_utf8(id.output().expect("git runs").stdout).expect("an id");
    let needed = format!("prerequisite-patch-id: {}\n", id.split(' ').next().unwrap_or_default());
    assert!(cover.contains(&needed), "{needed}{cover}");
    for name in ["rest", "net"] {
        let mut patches: Vec<_> = fs::read_dir(posting(name))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|end| end == "patch"))
            .collect();
        patches.sort();
        assert!(patches.len() <= 16, "{name}");
        patches[1..].iter().for_each(|patch| am(&repository, patch));
    }
}

#[test]
#[ignore = "needs Debian's git-email; .ci/run has it"]
fn git_send_email_takes_the_mails() {
    let sample = Sample::new();
    Repository::of(&sample.tree());
    series(&sample, "out", &[]);
    let mut command = Command::new("git");
    command.args(["send-email", "--dry-run", "--confirm=never", "--suppress-cc=all"]);
    command.args(["--from=Ann Author <ann@example.org>", "--to=list@example.org"]);
    command.args(patch_files(&sample.folder("out"))).current_dir(sample.tree());
    let said = finished(hermetic(&mut command, &sample.tree()));
    let sent = said.lines().filter(|line| line.starts_with("Result: OK")).count();
    assert_eq!(sent, mails(&sample.folder("out")).len(), "{said}");
}

/// It makes of the mbox what `git am` applies.
#[test]
#[ignore = "needs Debian's b4; .ci/run has it"]
fn b4_reads_the_mbox() {
    let sample = Sample::new();
    let repository = Repository::of(&sample.tree());
    repository.git(&["config", "user.name", "Ann Author"]);
    repository.git(&["config", "user.email", "ann@example.org"]);
    series(&sample, "out", &["--mbox"]);
    fs::create_dir(sample.folder("b4")).expect("a folder");
    let mut command = Command::new("b4");
    command.args(["--no-stdin", "--offline-mode", "am", "--outdir"]).arg(sample.folder("b4"));
    command.arg("-m").arg(sample.folder("out").join("series.mbox"));
    command.current_dir(sample.tree()).stdin(Stdio::null());
    let said = finished(hermetic(&mut command, &sample.tree()));
    let made = fs::read_dir(sample.folder("b4")).expect("b4 wrote").filter_map(Result::ok);
    let mbox = made.map(|entry| entry.path()).find(|path| path.to_string_lossy().ends_with(".mbx"));
    am(&repository, &mbox.unwrap_or_else(|| panic!("{said}")));
    let applied = repository.git(&["rev-list", "--count", "HEAD"]);
    assert_eq!(applied.trim(), mails(&sample.folder("out")).len().to_string(), "{said}");
}

/// What a program that succeeds says.
fn finished(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().expect("it runs");
    let said = String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned();
    assert!(status.success(), "{said}");
    said
}

fn series(sample: &Sample, out: &str, more: &[&str]) {
    let folder = sample.folder(out);
    let folder = folder.to_str().expect("a UTF-8 path");
    let arguments = [&["series", "iov-iter-get-pages", "--out", folder], more].concat();
    let output = treewide(sample, &arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn patch_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "patch"));
    files.sort();
    files
}

/// The mails of a folder, the cover letter first.
fn mails(folder: &Path) -> Vec<String> {
    patch_files(folder).iter().map(|path| fs::read_to_string(path).expect("a mail")).collect()
}
