//! The project's own migrations load: whatever their manifests name is there and reads.

use std::path::PathBuf;

#[test]
fn every_migration_of_the_project_loads() {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations"));
    let listed = migration::list(&[root]);
    assert!(!listed.is_empty(), "the project has migrations");
    for entry in listed {
        let loaded = migration::load(&entry.folder);
        assert!(loaded.is_ok(), "{}: {:#?}", entry.name, loaded.err());
    }
}
