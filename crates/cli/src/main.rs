//! The binary `treewide`.
fn main() {}
