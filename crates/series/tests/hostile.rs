//! Whatever comes in, nothing panics, hangs or leaves its place.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use series::diff::{FileChange, FileMode, file_diff};
use series::mail::{Identity, Timestamp};
use series::maintainers::{Address, Mailmap, Maintainers, Query};
use series::posting::Posting;
use series::render::render;
use series::series::{Cover, Patch, Recipients, RenderOptions, Role, Series, Signoff};

const TEXT: &str = include_str!("fixtures/MAINTAINERS");

fn config() -> ProptestConfig {
    let rng_seed = RngSeed::Fixed(2020);
    ProptestConfig { failure_persistence: None, rng_seed, ..ProptestConfig::with_cases(256) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn maintainers_may_hold_anything(
        lines in prop::collection::vec("([MRLSTFXNK]:[ \t]?)?[ -~äß\\[(){}*?+|^$\\\\<>@\"]{0,40}", 0..30),
        path in "[a-z/.]{0,20}",
        patch in "([-+ ]{0,3}[ab/. ]{0,10}\n){0,10}",
    ) {
        let (maintainers, problems) =
            Maintainers::parse("M", lines.join("\n").as_bytes(), &|path| path.len() % 2 == 0);
        for problem in &problems {
            prop_assert!(problem.help.is_some());
            prop_assert!(problem.labels.iter().all(|label| label.path == "M"));
        }
        let maintainers = maintainers.with_mailmap(Mailmap::parse(lines.join("\n").as_bytes()));
        for query in [Query::Paths(&[&path]), Query::Files(&[(&path, b"ab")]), Query::Patch(patch.as_bytes())] {
            for recipient in maintainers.recipients(query) {
                prop_assert!(!recipient.address.address.is_empty());
            }
        }
    }

    #[test]
    fn damaged_files_still_read(at in 0..TEXT.len(), bytes in prop::collection::vec(any::<u8>(), 0..8)) {
        let mut text = TEXT.as_bytes().to_vec();
        text.splice(at..(at + bytes.len()).min(TEXT.len()), bytes);
        let (maintainers, _) = Maintainers::parse("M", &text, &|_| false);
        prop_assert!(maintainers.sections().len() > 3);
        maintainers.recipients(Query::Paths(&["net/tls/main.c"]));
    }

    #[test]
    fn a_mail_has_its_own_headers_only(
        subject in "\\PC{0,30}|[\\x00-\\x1f a:]{0,20}|a{2000}",
        name in "\\PC{0,20}|[\\x00-\\x1f a\"<>@]{0,20}",
        email in "[\\x00-\\x1f a@.<>,]{0,12}|a@b.org",
        body in "[\\PC\\x00-\\x1f]{0,60}",
    ) {
        let address = Address { name: name.clone(), address: email.clone() };
        let patch = Patch {
            role: Role::Conversion,
            apart: None,
            subsystem: subject.clone(),
            prefix: subject.clone(),
            subject: name.clone(),
            body: body.clone(),
            files: vec![change(b"a\n", b"b\n")],
            recipients: Recipients { to: vec![address.clone()], cc: vec![address] },
            note: String::new(),
            sites: Vec::new(),
        };
        let cover = Cover { subject, body, ..Cover::default() };
        let series = Series { base: None, version: 1, cover, patches: vec![patch] };
        let options = RenderOptions {
            author: Identity { name, email },
            date: Timestamp { seconds: 0, offset_minutes: 0 },
            signoff: Signoff::Author,
            tool: "t\n\nx".into(),
        };
        for (name, bytes) in render(&series, &Posting::whole(&series), &options, &[]).expect("rendered") {
            prop_assert!(name.len() <= 64 && !name.contains(['/', '\n']));
            if name.ends_with(".patch") {
                check_headers(&bytes);
            }
        }
    }

    #[test]
    fn a_patch_leads_from_before_to_after(before in "([abc \t}]{0,2}\n){0,30}[ab]?", after in "([abc \t}]{0,2}\n){0,30}[ab]?") {
        let diff = file_diff(&change(before.as_bytes(), after.as_bytes())).expect("a text");
        let text = String::from_utf8(diff.text).expect("UTF-8");
        prop_assert_eq!(applied(&before, &text), after);
    }
}

fn change(before: &[u8], after: &[u8]) -> FileChange {
    let [before, after] = [before, after].map(|text| Some(text.to_vec()));
    FileChange { path: "a.c".into(), before, after, mode: FileMode::Regular }
}

/// Every line above the first blank one is a field of a mail, or belongs to the one above it.
#[track_caller]
fn check_headers(mail: &[u8]) {
    let text = String::from_utf8_lossy(mail);
    let (head, _) = text.split_once("\n\n").expect("a head and a body");
    let known = [
        "From ",
        "Message-ID: ",
        "In-Reply-To: ",
        "References: ",
        "From: ",
        "Date: ",
        "Subject: ",
        "To: ",
        "Cc: ",
        "MIME-Version: ",
        "Content-Type: ",
        "Content-Transfer-Encoding: ",
        " ",
    ];
    let mut seen = std::collections::BTreeSet::new();
    for line in head.split('\n') {
        let field = known.iter().find(|field| line.starts_with(**field));
        let field = field.unwrap_or_else(|| panic!("{line:?} in {head}"));
        assert!(*field == " " || seen.insert(field), "{field} twice in {head}");
        assert!(line.len() <= 998 && !line.contains('\r'), "{line:?}");
    }
}

/// Applies a patch to a text, checking every line it names.
fn applied(before: &str, patch: &str) -> String {
    let mut old = before.split_inclusive('\n');
    let (mut out, mut at, mut in_hunk, mut sign) = (String::new(), 0, false, ' ');
    for line in patch.split_inclusive('\n') {
        if let Some(rest) = line.strip_prefix("@@ -") {
            let numbers = rest.split(' ').next().unwrap_or_default();
            let (start, count) = numbers.split_once(',').unwrap_or((numbers, "1"));
            let start: usize = start.parse().expect("a number");
            let first = if count == "0" { start } else { start - 1 };
            out.extend(old.by_ref().take(first - at));
            (at, in_hunk) = (first, true);
        } else if line.starts_with('\\') {
            if sign != '-' {
                out.truncate(out.len() - 1);
            }
        } else if in_hunk {
            sign = line.chars().next().unwrap_or(' ');
            if sign != '+' {
                assert_eq!(old.next().map(str::trim_end), Some(line[1..].trim_end()), "{patch}");
                at += 1;
            }
            if sign != '-' {
                out += &line[1..];
            }
        }
    }
    out.extend(old);
    out
}
