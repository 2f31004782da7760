//! The command line: what it says, where it says it, and the exit code.
//!
//! ```text
//! tree/ ── copied to ──> a scene: tree, and what a test puts beside it ── treewide … ──> code, stdout, stderr
//! ```

mod errors;
mod forms;
#[path = "../sample_tree/git.rs"]
mod git;
mod hostile_files;
mod knowledge;
mod outcomes;
mod scene;
mod spatch;
mod spatch_groups;
mod spatch_includes;
mod spatch_options;
mod spatch_scripts;
mod teaching;
