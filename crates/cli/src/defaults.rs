//! Where things are when the user does not say.

use std::path::{Path, PathBuf};

use source::Diagnostic;

use crate::failure::Outcome;

/// The tree that comes with treewide, for the demo.
pub(crate) fn sample_tree() -> Outcome<PathBuf> {
    let roots = migration_roots();
    let mut trees =
        roots.iter().filter_map(|root| root.parent()).map(|base| base.join("tests/sample-tree"));
    trees.find(|tree| tree.join("MAINTAINERS").is_file()).ok_or_else(|| {
        Diagnostic::error("the sample tree is not here")
            .help(
                "Run the demo in a clone of treewide's repository: `cargo run --release -- demo`.",
            )
            .into()
    })
}

/// The folders in which migrations are looked for, by name: `migrations/` here and above, beside the program, and
/// where the program was built.
pub(crate) fn migration_roots() -> Vec<PathBuf> {
    let here = std::env::current_dir().unwrap_or_default();
    let program = std::env::current_exe().unwrap_or_default();
    let share = program.ancestors().nth(2).map(|prefix| prefix.join("share/treewide"));
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf);
    let bases = here.ancestors().map(Path::to_path_buf).chain(share).chain(built);
    let mut roots: Vec<PathBuf> =
        bases.map(|base| base.join("migrations")).filter(|root| root.is_dir()).collect();
    roots.dedup();
    let mut seen = std::collections::HashSet::new();
    roots.retain(|root| seen.insert(root.clone()));
    roots
}
