//! A series is what git takes: `git am` of its mails gives the trees, messages and authors of its branch, and what
//! `git format-patch` makes of the branch has the patches of the mails.

mod git;

use git::Repository;
use series::diff::{FileChange, FileMode};
use series::mail::{Identity, Timestamp};
use series::maintainers::Maintainers;
use series::output::write_series;
use series::posting::Posting;
use series::render::{address, render};
use series::repository::{Repository as Tree, Scope};
use series::series::{
    Caller, Cover, Fate, Patch, Recipients, RenderOptions, Role, Series, Signoff,
};

const MAINTAINERS: &[u8] = include_bytes!("fixtures/MAINTAINERS");

fn options() -> RenderOptions {
    RenderOptions {
        author: Identity { name: "Änn Öther".into(), email: "ann@example.org".into() },
        date: Timestamp { seconds: 1_577_880_000, offset_minutes: 120 },
        signoff: Signoff::Author,
        tool: "treewide 0.0.0".into(),
    }
}

fn change(path: &str, before: Option<&[u8]>, after: Option<&[u8]>) -> FileChange {
    let [before, after] = [before, after].map(|text| text.map(<[u8]>::to_vec));
    FileChange { path: path.into(), before, after, mode: FileMode::Regular }
}

fn patch(subject: &str, body: &str, files: Vec<FileChange>) -> Patch {
    Patch {
        role: Role::Conversion,
        apart: None,
        subsystem: "S".into(),
        prefix: "net: tls".into(),
        subject: subject.into(),
        body: body.into(),
        files,
        recipients: Recipients::default(),
        note: String::new(),
        sites: vec![serde_json::json!({ "line": 3 })],
    }
}

const TLS: [&[u8]; 3] = [b"int a;\nint b;\n", b"int a;\nint new;\nint b;\n", b"int new;\nint b;"];

/// A repository with the files the patches start from, and the series on top of it.
fn setup(patches: Vec<Patch>) -> (Repository, Series) {
    let repository = Repository::new();
    repository.write(".gitattributes", b"*.c diff=cpp\n*.h diff=cpp\n");
    repository.write("MAINTAINERS", MAINTAINERS);
    let mut seen = std::collections::BTreeSet::new();
    for file in patches.iter().flat_map(|patch| &patch.files) {
        if let (true, Some(text)) = (seen.insert(&file.path), &file.before) {
            repository.write(&file.path, text);
        }
    }
    repository.commit_all("base");
    let base = Some(repository.line(&["rev-parse", "HEAD"]));
    let cover = Cover {
        subject: "net: retire the old walk".into(),
        body: "Why.\n".into(),
        callers: vec![Caller {
            path: "net/tls/main.c".into(),
            function: "walk".into(),
            fate: Fate::Converted(0),
        }],
    };
    (repository, Series { base, version: 2, cover, patches })
}

/// Commits the series on a branch, applies its mails on another, and compares the two.
#[track_caller]
fn check(patches: Vec<Patch>) {
    let (repository, mut series) = setup(patches);
    let tree = Tree::open(&repository.path()).expect("opens").expect("is a repository");
    let (maintainers, _) = Maintainers::parse("MAINTAINERS", MAINTAINERS, &|_| false);
    address(&mut series, &options(), &maintainers).expect("addressed");
    let ids = tree.commit_series("series", &series, &options()).expect("committed");
    assert_eq!(ids.len(), series.patches.len());
    assert_eq!(
        tree.dirty(Scope::Tracked).expect("compared"),
        [""; 0],
        "the work tree is untouched"
    );

    let files = render(&series, &Posting::whole(&series), &options(), &[]).expect("rendered");
    assert_eq!(
        files,
        render(&series, &Posting::whole(&series), &options(), &[]).expect("rendered")
    );
    let out = repository.beside("out");
    write_series(&out, &files).expect("written");
    write_series(&out, &files).expect("what was rendered may be replaced");
    let mails: Vec<String> = files[1..files.len() - 1]
        .iter()
        .map(|(name, _)| out.join(name).to_str().expect("a name").to_owned())
        .collect();
    let mut am = vec!["am", "-q"];
    am.extend(mails.iter().map(String::as_str));
    repository.git(&am);
    let log = |range: &str| repository.line(&["log", "--format=%T%n%an <%ae> %ad%n%B", range]);
    let base = series.base.clone().expect("has one");
    assert_eq!(log(&format!("{base}..HEAD")), log(&format!("{base}..series")));
    compare_with_format_patch(&repository, &files[1..files.len() - 1]);
}

/// From `---` on, a mail that needs no encoding is what `git format-patch` writes.
fn compare_with_format_patch(repository: &Repository, mails: &[(String, Vec<u8>)]) {
    repository.git(&[
        "format-patch",
        "-v2",
        "--no-renames",
        "--signature=treewide 0.0.0",
        "-o",
        "../formatted",
        "main..series",
    ]);
    let from_dashes = |text: &[u8]| {
        let text = String::from_utf8_lossy(text).into_owned();
        text.find("\n---\n").map(|at| text[at..].to_owned()).unwrap_or_default()
    };
    for (name, bytes) in mails {
        let theirs =
            std::fs::read(repository.beside("formatted").join(name)).expect("the same name");
        if !String::from_utf8_lossy(bytes).contains("quoted-printable") {
            assert_eq!(from_dashes(bytes), from_dashes(&theirs), "{name}");
        }
    }
}

#[test]
fn a_branch_and_the_applied_mails_are_the_same() {
    check(vec![
        patch(
            "use the new walk",
            "The body.\n\n// <smpl>\n- old(x)\n+ new(x)\n// </smpl>\n",
            vec![
                change("net/tls/main.c", Some(TLS[0]), Some(TLS[1])),
                change("net/tls/new.h", None, Some(b"int h;\n")),
            ],
        ),
        patch(
            "größer, \"quoted\"; and a subject that is much longer than one line of a mail may be",
            "",
            vec![
                change("net/tls/main.c", Some(TLS[1]), Some(TLS[2])),
                change("lib/old.c", Some(b"gone\n"), None),
            ],
        ),
    ]);
}

#[test]
fn odd_content_survives_the_mail() {
    let long = format!("/* {} */\n", "x".repeat(2_000));
    check(vec![
        patch(
            "carriage returns",
            "Text.",
            vec![change("a.c", Some(b"a\r\nb\r\n"), Some(b"a\r\nc\r\nFrom x\r\n"))],
        ),
        patch(
            "no UTF-8",
            "Text.",
            vec![change("b.c", Some(b"/* \xe4 */\nx\n"), Some(b"/* \xe4 */\ny\xfc\n"))],
        ),
        patch("long lines", "Text.", vec![change("c.c", Some(b"a\n"), Some(long.as_bytes()))]),
        patch(
            "lines like mails",
            "Text.",
            vec![change(
                "d.c",
                Some(b"From x Mon Sep 17 00:00:00 2001\n-- \n"),
                Some(b"-- \nFrom y Mon Sep 17 00:00:00 2001\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n"),
            )],
        ),
        patch("names", "Text.", vec![change("a name \u{e4}.c", Some(b"a\n"), Some(b"b\n"))]),
    ]);
}

#[test]
fn hostile_messages_stay_messages() {
    let body = "From: Eve <eve@example.org>\nSubject: other\n\n---\n a.c | 2 +-\n\ndiff --git a/a.c b/a.c\n\
                --- a/a.c\n+++ b/a.c\n\nFrom 123 Mon Sep 17 00:00:00 2001\nFrom: x\n>From y\nIndex: a.c\n-- >8 --\n";
    let files = |n: u8| vec![change("a.c", Some(&[b'0' + n, b'\n']), Some(&[b'1' + n, b'\n']))];
    let hostile = "x\nBcc: eve@example.org\n\nbody\r\n=?UTF-8?q?x?=";
    check(vec![
        patch("plain", body, files(0)),
        patch(hostile, "[PATCH] x\n", files(1)),
        patch("plain", "Date: now\n", files(2)),
        patch("\u{2028}\u{85}", "ä\u{0}\u{7}b\n", files(3)),
    ]);
}

#[test]
fn mails_carry_recipients_threads_and_the_base() {
    let files = vec![change("net/tls/main.c", Some(TLS[0]), Some(TLS[1]))];
    let (_, mut series) = setup(vec![patch("use the new walk", "Body.", files)]);
    let (maintainers, _) = Maintainers::parse("MAINTAINERS", MAINTAINERS, &|_| false);
    address(&mut series, &options(), &maintainers).expect("addressed");
    let remaining = [serde_json::json!({ "path": "fs/splice.c" })];
    let files =
        render(&series, &Posting::whole(&series), &options(), &remaining).expect("rendered");
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let expected =
        ["v2-0000-cover-letter.patch", "v2-0001-net-tls-use-the-new-walk.patch", "series.json"];
    assert_eq!(names, expected);
    let text = |at: usize| String::from_utf8(files[at].1.clone()).expect("UTF-8");
    let base = format!("base-commit: {}", series.base.as_deref().expect("has one"));
    for part in [
        "Subject: [PATCH v2 0/1] net: retire the old walk",
        base.as_str(),
        "  net/tls/main.c",
        "1 file changed",
        "To: Ann Other <ann@example.org>,\n    \"D. Net\" <dnet@example.org>\n",
        "Cc: Bob Reader <bob@example.org>,\n    net@lists.example.org,\n    linux@lists.example.org\n",
    ] {
        assert!(text(0).contains(part), "{part}\n--\n{}", text(0));
    }
    let id = text(0).lines().find_map(|it| it.strip_prefix("Message-ID: ").map(str::to_owned));
    let id = id.expect("the cover has an id");
    assert!(text(1).contains(&format!("In-Reply-To: {id}\n")), "{}", text(1));
    assert!(text(1).contains("Signed-off-by: Änn Öther <ann@example.org>\n---\n"));
    let index: serde_json::Value = serde_json::from_str(&text(2)).expect("JSON");
    assert_eq!(index["patches"][0]["file"], names[1]);
    assert_eq!(index["patches"][0]["to"][0], "Ann Other <ann@example.org>");
    assert_eq!(index["patches"][0]["sites"][0]["line"], 3);
    assert_eq!(index["remaining"][0]["path"], "fs/splice.c");
    let keys: Vec<&str> =
        index.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys, ["base", "cover", "patches", "remaining", "version"]);
}

#[test]
fn a_branch_is_refused_with_a_next_step() {
    let files = || vec![change("a.c", Some(b"a\n"), Some(b"b\n"))];
    let (repository, series) = setup(vec![patch("x", "", files())]);
    let tree = Tree::open(&repository.path()).expect("opens").expect("is a repository");
    let refused = |branch: &str, series: &Series| {
        let problem = tree.commit_series(branch, series, &options()).expect_err("refused");
        assert!(problem.help.is_some(), "{problem:?}");
        problem.message
    };
    assert!(refused("main", &series).contains("it exists"));
    assert!(refused("a..b", &series).contains("does not allow"));
    assert!(refused("x", &Series { base: None, ..series.clone() }).contains("no commit"));
    let mut stale = series.clone();
    stale.patches[0].files[0].before = Some(b"other\n".to_vec());
    assert!(refused("x", &stale).contains("another a.c"));
    let mut broken = series.clone();
    broken.patches.push(patch("y", "", files()));
    let problem = render(&broken, &Posting::whole(&broken), &options(), &[]).expect_err("refused");
    assert!(problem.message.contains("a.c") && problem.help.is_some());
    assert!(repository.line(&["branch", "--list", "x"]).is_empty(), "nothing is half made");
    assert!(Tree::open(&repository.beside("nowhere")).expect("no error").is_none());
}

#[test]
fn a_tree_tells_what_is_not_committed_and_what_history_says() {
    let files = vec![change("net/a.c", Some(b"a\n"), Some(b"b\n"))];
    let (repository, _) = setup(vec![patch("x", "", files)]);
    for (number, subject) in ["net: one", "net: two", "fs: three"].iter().enumerate() {
        repository.write(if number < 2 { "net/a.c" } else { "fs/b.c" }, subject.as_bytes());
        repository.commit_all(subject);
    }
    let tree = Tree::open(&repository.path()).expect("opens").expect("is a repository");
    let head = tree.resolve("HEAD").expect("a commit");
    assert_eq!(head, repository.line(&["rev-parse", "HEAD"]));
    assert!(tree.resolve("nothing").expect_err("no such").help.is_some());
    let subjects = tree.subjects(&head, &["net/a.c", "none.c"]).expect("read");
    assert_eq!(subjects["net/a.c"], ["net: two", "net: one"]);
    assert!(subjects["none.c"].is_empty());
    assert_eq!(tree.blob(&head, "net/a.c").expect("read").as_deref(), Some(b"net: two".as_slice()));
    assert_eq!(tree.blob(&head, "none.c").expect("read"), None);

    assert!(tree.dirty(Scope::Tracked).expect("compared").is_empty());
    repository.write("net/a.c", b"changed");
    repository.write("new.c", b"new");
    assert_eq!(tree.dirty(Scope::Tracked).expect("compared"), ["net/a.c"]);
    assert_eq!(tree.dirty(Scope::Paths(&["new.c", "fs/b.c"])).expect("compared"), ["new.c"]);
}
