//! Programs of several files: `rule.cocci` run on the C files and headers of its folder together gives, for each that
//! it changes, what stands beside it in NAME.res. The folder of programs is the list.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use csyntax::MacroIndex;
use engine::{Engine, Input, Options, Program};

/// The files of a folder by name.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a text");
        (path.file_name().expect("a name").to_string_lossy().into_owned(), text)
    };
    paths.filter(|path| path.is_file()).map(read).collect()
}

/// The texts after the rules, by name.
fn run(rule: &str, sources: &[(&String, &String)]) -> BTreeMap<String, String> {
    let patch = smpl::parse("rule.cocci", rule.as_bytes(), &smpl::ParseOptions::default());
    let engine = Engine::new(patch.expect("reads"), Options::default()).expect("is ready");
    let (macros, frozen) = (MacroIndex::builtin(), BTreeSet::new());
    let texts: Vec<Arc<[u8]>> = sources.iter().map(|(_, text)| text.as_bytes().into()).collect();
    let inputs: Vec<Input<'_>> = sources
        .iter()
        .zip(&texts)
        .map(|((path, _), text)| Input {
            path,
            text,
            macros: &macros,
            outside: &(),
            frozen: &frozen,
            scripts: None,
        })
        .collect();
    let outcomes = engine.run_program(&Program { files: &inputs, named: &[] });
    assert_eq!(outcomes.len(), sources.len());
    let after = |outcome: engine::Outcome, before: &String| match outcome.text {
        Some(text) => String::from_utf8(text).expect("text stays UTF-8"),
        None => before.clone(),
    };
    let named = sources.iter().zip(outcomes);
    named.map(|((name, before), outcome)| ((*name).clone(), after(outcome, before))).collect()
}

#[test]
fn every_program_comes_out_as_written() {
    let programs: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "..", "..", "tests", "programs"].iter().collect();
    let folders = std::fs::read_dir(&programs).expect("the programs");
    let mut wrong = Vec::new();
    let mut count = 0;
    for folder in folders.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir())
    {
        let all = files(&folder);
        let is_source = |name: &String| name.ends_with(".c") || name.ends_with(".h");
        let mut sources: Vec<_> = all.iter().filter(|(name, _)| is_source(name)).collect();
        // What comes of it does not depend on the order of the files.
        for _ in 0..2 {
            for (name, after) in run(&all["rule.cocci"], &sources) {
                count += 1;
                let wanted = all.get(&format!("{name}.res")).unwrap_or(&all[&name]);
                if *wanted != after {
                    wrong.push(format!("{}/{name}:\n{after}", folder.display()));
                }
            }
            sources.reverse();
        }
    }
    assert!(count > 0, "there are no programs");
    assert!(wrong.is_empty(), "not as written:\n{}", wrong.join("\n"));
}
