//! Fixtures as data: `rules/NAME.cocci` and the tree it gives, `errors/NAME.cocci` and what the user is told.
//!
//! `UPDATE_EXPECT=1 cargo test -p smpl --test fixtures` writes what is expected anew; read the difference.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use smpl::{ParseOptions, Rule, RuleBody, SemanticPatch, parse};
use source::{Diagnostic, LineIndex};

fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|end| end == "cocci"))
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

fn read(path: &Path) -> (Vec<u8>, Result<SemanticPatch, Vec<Diagnostic>>) {
    let text = std::fs::read(path).expect("readable");
    let name = path.file_name().expect("has a name").to_string_lossy().into_owned();
    let loader = |name: &str| match name {
        "helpers.cocci" => Ok(b"virtual helped\n@h@\nidentifier f;\n@@\n f();\n".to_vec()),
        "loop.cocci" => Ok(b"#include \"loop.cocci\"\n".to_vec()),
        _ => Err("no such file".to_owned()),
    };
    let parsed = parse(&name, &text, &ParseOptions { loader: Some(&loader) });
    (text, parsed)
}

#[test]
fn rules_give_the_trees_expected() {
    for path in fixtures("rules") {
        let (text, patch) = read(&path);
        let patch = patch.unwrap_or_else(|errors| panic!("{}", tell(&text, &errors)));
        let mut shown = String::new();
        let _ = writeln!(shown, "virtual {:?} options {:?}", patch.virtuals, patch.options);
        patch.rules.iter().for_each(|rule| show(rule, &mut shown));
        shown.push_str(&tell(&text, &patch.warnings));
        expect_file![path.with_extension("tree")].assert_eq(&shown);
    }
}

fn show(rule: &Rule, out: &mut String) {
    let _ = writeln!(out, "\n{} ({}) {:?}", rule.name, rule.path, rule.depends);
    match &rule.body {
        RuleBody::Script(script) => {
            let _ = writeln!(out, "{:?} {:?}", script.phase, script.language);
            script.variables.iter().for_each(|variable| _ = writeln!(out, "{variable:?}"));
            let _ = writeln!(out, "{:?}", script.code);
        }
        RuleBody::Code(code) => {
            let _ = writeln!(
                out,
                "{:?} disable {:?} extends {:?} using {:?} kind {:?}",
                code.quantifier,
                code.disabled,
                code.extends,
                code.isomorphism_files,
                code.rule_kind
            );
            out.push_str(&smpl::dump(code));
        }
    }
}

#[test]
fn mistakes_are_told_with_their_place_and_a_next_step() {
    for path in fixtures("errors") {
        let (text, parsed) = read(&path);
        let told = match parsed {
            Ok(patch) => patch.warnings,
            Err(errors) => errors,
        };
        assert!(!told.is_empty(), "{} is a mistake", path.display());
        assert!(told.iter().all(|one| one.help.is_some()), "{}: a next step", path.display());
        expect_file![path.with_extension("txt")].assert_eq(&tell(&text, &told));
    }
}

fn tell(text: &[u8], diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    let lines = LineIndex::new(text);
    for one in diagnostics {
        let _ = writeln!(out, "{:?}: {}", one.severity, one.message);
        for label in &one.labels {
            let at = lines.line_column(label.span.start);
            let line = lines.span(at.line).map(|span| span.of(text)).unwrap_or_default();
            let line = String::from_utf8_lossy(line).trim_end().replace('\t', " ");
            let carets = (label.span.len() as usize).clamp(1, line.len().max(1));
            let _ = writeln!(out, "{:>4} | {line}", at.line);
            let blank = " ".repeat(at.column as usize - 1);
            let _ = writeln!(out, "     | {blank}{} {}", "^".repeat(carets), label.text);
        }
        if let Some(help) = &one.help {
            let _ = writeln!(out, "     = {help}");
        }
    }
    out
}
