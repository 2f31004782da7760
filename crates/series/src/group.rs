//! Changed files to patches: one for each subsystem.
//!
//! ```text
//! net/tls/tls_sw.c      ─ NETWORKING [TLS]             ─ patch 1
//! fs/ceph/file.c   ┐
//! fs/ceph/addr.c   ┴──── CEPH DISTRIBUTED FILE SYSTEM  ─ patch 2
//! lib/sort.c            ─ no section: lib              ─ patch 3
//! ```

use crate::maintainers::Maintainers;
use std::collections::BTreeMap;

/// The files of one patch, and who takes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// The section of MAINTAINERS, or the top directory where no section speaks for the files.
    pub subsystem: String,
    /// `T:` of the section, or of the deepest one around it that has one: the tree that takes the patch.
    pub tree: Option<String>,
    /// `S:` of the section.
    pub status: Option<String>,
    /// The files, in order.
    pub paths: Vec<String>,
}

/// Splits `paths` by the section that speaks for each; groups come in the order of their first paths, so the result
/// does not depend on the order of the input. A path given twice counts once.
///
/// ```
/// use series::{group::group, maintainers::Maintainers};
/// let text = b"TLS\nM:\tAnn <ann@example.org>\nF:\tnet/tls/\n";
/// let (maintainers, _) = Maintainers::parse("MAINTAINERS", text, &|_| false);
/// let groups = group(["net/tls/b.c", "lib/sort.c", "net/tls/a.c"], &maintainers);
/// assert_eq!(groups[0].subsystem, "lib");
/// assert_eq!(groups[1].paths, ["net/tls/a.c", "net/tls/b.c"]);
/// ```
pub fn group<'a>(
    paths: impl IntoIterator<Item = &'a str>,
    maintainers: &Maintainers,
) -> Vec<Group> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for path in paths {
        let new = empty_group(path, maintainers);
        groups.entry(new.subsystem.clone()).or_insert(new).paths.push(path.to_owned());
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    for group in &mut groups {
        group.paths.sort_unstable();
        group.paths.dedup();
    }
    groups.sort_by(|a, b| a.paths.cmp(&b.paths));
    groups
}

fn empty_group(path: &str, maintainers: &Maintainers) -> Group {
    let Some(own) = maintainers.section_of(path) else {
        let subsystem = top_directory(path).to_owned();
        return Group { subsystem, tree: None, status: None, paths: Vec::new() };
    };
    let around = maintainers.sections_of(path);
    let around = around.iter().filter(|it| it.depth >= 0).map(|it| it.section);
    let tree = std::iter::once(own.section).chain(around).find_map(|it| it.trees.first());
    Group {
        subsystem: own.section.name.clone(),
        tree: tree.cloned(),
        status: own.section.status.clone(),
        paths: Vec::new(),
    }
}

fn top_directory(path: &str) -> &str {
    path.split_once('/').map_or("top level", |(top, _)| top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paths: &[&str], expected: &[(&str, Option<&str>, usize)]) {
        let text = include_bytes!("../tests/fixtures/MAINTAINERS");
        let (maintainers, _) = Maintainers::parse("M", text, &|_| false);
        let groups = group(paths.iter().copied(), &maintainers);
        let found: Vec<_> = groups
            .iter()
            .map(|it| (it.subsystem.as_str(), it.tree.as_deref(), it.paths.len()))
            .collect();
        assert_eq!(found, expected);
        let backwards = group(paths.iter().rev().copied(), &maintainers);
        assert_eq!(backwards, groups);
    }

    #[test]
    fn each_section_gets_a_patch_and_the_tree_around_it() {
        let net = Some("git git://git.example.org/net.git");
        check(
            &["net/tls/b.c", "net/core/x.c", "net/tls/a.c", "net/tls/skipped.c"],
            &[("NETWORKING", net, 2), ("NETWORKING [TLS]", net, 2)],
        );
        check(
            &["drivers/vhost/scsi.c", "drivers/vhost/net.c"],
            &[("VIRTIO HOST (VHOST)", None, 1), ("VIRTIO HOST (VHOST-SCSI)", None, 1)],
        );
    }

    #[test]
    fn files_of_no_section_go_by_their_top_directory() {
        check(&["lib/a.c", "lib/zstd/b.c", "Kbuild"], &[("top level", None, 1), ("lib", None, 2)]);
    }
}
