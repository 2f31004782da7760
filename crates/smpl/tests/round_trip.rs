//! Text to rules to text to rules: the second rules are the first.

use smpl::{ParseOptions, RuleBody, SemanticPatch, parse, to_text};

fn read(text: &str) -> SemanticPatch {
    let loader = |_: &str| Ok(b"@h@\nidentifier f;\n@@\n f();\n".to_vec());
    let options = ParseOptions { loader: Some(&loader) };
    parse("t.cocci", text.as_bytes(), &options)
        .unwrap_or_else(|errors| panic!("{errors:#?}\n{text}"))
}

/// The rules without what depends on where things stood: line numbers in names, columns and offsets.
fn essence(patch: &SemanticPatch) -> String {
    let mut out =
        format!("{:?} {:?} {:?}\n", patch.virtuals, patch.options, patch.isomorphism_files);
    for rule in &patch.rules {
        let name = if rule.named { rule.name.as_str() } else { "" };
        out.push_str(&format!("{name} {:?}\n", rule.depends));
        match &rule.body {
            RuleBody::Code(code) => out.push_str(&without_places(&smpl::dump(code))),
            RuleBody::Script(script) => {
                out.push_str(&format!("{:?} {}\n", script.variables, script.code))
            }
        }
    }
    out
}

/// Takes out `3/8` columns, `\n8` line columns, `PatternTokenId(7)` and `start: 5, end: 9`.
fn without_places(dump: &str) -> String {
    let mut out = String::new();
    let mut rest = dump;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, digits) = rest.split_at(at);
        let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let place = ["lines ", "inline ", "/", "\\n", "PatternTokenId(", "start: ", "end: "];
        out.push_str(before);
        if !place.iter().any(|word| before.ends_with(word)) {
            out.push_str(&digits[..length]);
        }
        rest = &digits[length..];
    }
    // A bracket in the first column and one with a backslash are the same.
    (out + rest)
        .replace("'\\(", "'(")
        .replace("'\\|", "'|")
        .replace("'\\&", "'&")
        .replace("'\\)", "')")
}

#[test]
fn fixtures_survive() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("there").map(|entry| entry.expect("there")) {
        if entry.path().extension().is_some_and(|end| end == "cocci") {
            let text = std::fs::read_to_string(entry.path()).expect("readable");
            let once = read(&text);
            let printed = to_text(&once);
            let twice = read(&printed);
            pretty(&essence(&once), &essence(&twice), &printed);
            count += 1;
        }
    }
    assert!(count > 5);
}

#[track_caller]
fn pretty(once: &str, twice: &str, printed: &str) {
    let differ = once.lines().zip(twice.lines()).find(|(a, b)| a != b);
    assert!(once == twice, "{printed}\nfirst difference: {differ:#?}");
}
