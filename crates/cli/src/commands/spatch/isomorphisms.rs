//! Isomorphisms from files: `--iso-file`, and what a semantic patch names with `using "…"`.

use std::collections::BTreeMap;
use std::path::Path;

use smpl::iso::{Isomorphism, parse_isomorphisms};
use smpl::{RuleBody, SemanticPatch};

use super::options::Options;
use crate::failure::{Outcome, io_failure};

/// Those of `--iso-file`, which stand for the built-in ones; `None` without it.
pub(super) fn common(options: &Options) -> Outcome<Option<Vec<Isomorphism>>> {
    options.isomorphisms.as_deref().map(read).transpose()
}

/// Those of the files that the semantic patch names, by that name; paths count from its folder.
pub(super) fn named(
    patch: &SemanticPatch,
    folder: &Path,
) -> Outcome<BTreeMap<String, Vec<Isomorphism>>> {
    let of_rules = patch.rules.iter().filter_map(|rule| match &rule.body {
        RuleBody::Code(code) => Some(&code.isomorphism_files),
        RuleBody::Script(_) => None,
    });
    let names = patch.isomorphism_files.iter().chain(of_rules.flatten());
    names.map(|name| Ok((name.clone(), read(&folder.join(name))?))).collect()
}

fn read(path: &Path) -> Outcome<Vec<Isomorphism>> {
    let text = std::fs::read(path).map_err(|error| io_failure("read", path, &error))?;
    Ok(parse_isomorphisms(&path.display().to_string(), &text)?)
}
