//! Outlining on small pieces of C: `tests/outline/*.txt`.
//!
//! ```text
//! === a sentence that says what the case shows
//! C code with a loop `each_page_outlined(result, iter, size)`
//! ---
//! the same code afterwards, or a line `refused in FUNCTION: the reason`
//! ```

use std::sync::Arc;

use csyntax::MacroIndex;
use engine::{Outline, outline};

#[test]
fn fixtures_come_out_as_written() {
    let cases = cases();
    let mut wrong = Vec::new();
    for (name, before, after) in &cases {
        let result = outlined(before);
        if result != *after {
            wrong.push(format!("=== {name}\n{result}--- wanted\n{after}"));
        }
    }
    assert!(wrong.is_empty(), "{}\n{} cases", wrong.join("\n"), cases.len());
}

#[test]
fn what_comes_out_reads_as_c_and_holds_no_mark() {
    for (name, _, after) in cases().iter().filter(|(_, _, after)| !after.starts_with("refused")) {
        let text: Arc<[u8]> = after.as_bytes().into();
        let macros = MacroIndex::builtin();
        assert!(csyntax::parse(text.clone(), &macros).errors().is_empty(), "{name}");
        assert_eq!(outline("f.c", &text, &macros, &request()), Ok(None), "{name}");
    }
}

fn outlined(before: &str) -> String {
    let text: Arc<[u8]> = before.as_bytes().into();
    match outline("f.c", &text, &MacroIndex::builtin(), &request()) {
        Ok(None) => before.to_owned(),
        Ok(Some(after)) => String::from_utf8(after).expect("text"),
        Err(refusal) => {
            let shown = &refusal.diagnostic;
            assert!(shown.message.ends_with(&refusal.reason), "{refusal:?}");
            assert!(!shown.labels.is_empty() && shown.help.is_some(), "{refusal:?}");
            format!("refused in {}: {}\n", refusal.function, refusal.reason)
        }
    }
}

fn request() -> Outline {
    Outline {
        marker: "each_page_outlined".to_owned(),
        function: "{enclosing}_page".to_owned(),
        context: "{enclosing}_context".to_owned(),
        parameters: ["struct page *page", "size_t from", "size_t len"].map(str::to_owned).to_vec(),
        call: "{1} = for_each_page({2}, {3}, {function}, {data});".to_owned(),
        stop: "-ECANCELED".to_owned(),
    }
}

/// Name, before and after of every case.
fn cases() -> Vec<(String, String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/outline");
    let entries = std::fs::read_dir(folder).expect("the fixtures");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let texts = paths.iter().map(|path| std::fs::read_to_string(path).expect("a fixture"));
    let split = |text: String| {
        let cases = text.split("=== ").skip(1).map(|case| {
            let (name, code) = case.split_once('\n').expect("a name line");
            let (before, after) = code.split_once("---\n").expect("a line of three dashes");
            (name.to_owned(), before.to_owned(), after.to_owned())
        });
        cases.collect::<Vec<_>>()
    };
    texts.flat_map(split).collect()
}
