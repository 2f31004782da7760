//! What stands before the colon of a subject.
//!
//! In this order: what the caller says, what the files' own history says most often, a rule on the paths:
//!
//! ```text
//! net/tls/tls_sw.c           tls           the directory names the component
//! fs/ceph/{addr,file}.c      ceph
//! net/core/skmsg.c           skmsg         `core` names none, so the file does
//! drivers/vhost/scsi.c       vhost/scsi    under drivers/<class>/, a file is a driver
//! fs/smb/client/misc.c       smb/client    a directory that says what it is, not of what, with the one above
//! lib/iov_iter.c             lib/iov_iter  right below the top, directory and file
//! block/{bio,blk-map}.c      block
//! {fs,net}/ceph/file.c       ceph          of several folders: the name that they share,
//! crypto/a.c, include/b.h    af_alg        or that of their section: `CRYPTO API (AF_ALG)`
//! ```

use crate::group::Group;
use std::collections::BTreeMap;

/// Bytes a part of a prefix may have.
const PART_LIMIT: usize = 32;

/// Directories that hold the heart of what is around them.
const CENTRES: [&str; 3] = ["core", "base", "main"];
/// Directories named for their role in what is around them.
const ROLES: [&str; 6] = ["client", "server", "common", "host", "lib", "util"];

/// Prefixes by path: a file, or a directory for all below it; the longest that fits counts.
pub type Overrides = BTreeMap<String, String>;

/// The prefix for a patch that changes `paths`, all of the MAINTAINERS section `section`. `subjects` gives the subjects of the commits that last touched a
/// path, newest first, or nothing where there is no history.
///
/// ```
/// use series::prefix::{Overrides, prefix};
/// let none = |_: &str| Vec::new();
/// assert_eq!(prefix(&["drivers/vhost/scsi.c"], "", &none, &Overrides::new()), "vhost/scsi");
/// let some = |_: &str| vec!["vhost-scsi: fix a leak".to_owned()];
/// assert_eq!(prefix(&["drivers/vhost/scsi.c"], "", &some, &Overrides::new()), "vhost-scsi");
/// ```
pub fn prefix(
    paths: &[&str],
    section: &str,
    subjects: &dyn Fn(&str) -> Vec<String>,
    overrides: &Overrides,
) -> String {
    overridden(paths, overrides)
        .or_else(|| most_frequent(paths.iter().flat_map(|path| subjects(path))))
        .unwrap_or_else(|| from_paths(paths, section))
}

/// The prefixes of all patches of a series. Where the rule on the paths gives two patches the same, each gets its
/// top directory in front (`fs/ceph`, `net/ceph`), so that a reader can tell their subjects apart.
pub fn prefixes(
    groups: &[Group],
    subjects: &dyn Fn(&str) -> Vec<String>,
    overrides: &Overrides,
) -> Vec<String> {
    let all: Vec<String> =
        groups.iter().map(|group| of_group(group, subjects, overrides)).collect();
    let is_shared = |prefix: &str| all.iter().filter(|it| *it == prefix).count() > 1;
    let told_apart = |(prefix, group): (&String, &Group)| {
        let paths = paths_of(group);
        let top = paths.first().and_then(|path| path.split_once('/')).map_or("", |(top, _)| top);
        let derived = *prefix == from_paths(&paths, &group.subsystem)
            && !top.is_empty()
            && !prefix.starts_with(top);
        if derived && is_shared(prefix) { format!("{top}/{prefix}") } else { prefix.clone() }
    };
    all.iter().zip(groups).map(told_apart).collect()
}

fn of_group(
    group: &Group,
    subjects: &dyn Fn(&str) -> Vec<String>,
    overrides: &Overrides,
) -> String {
    prefix(&paths_of(group), &group.subsystem, subjects, overrides)
}

fn paths_of(group: &Group) -> Vec<&str> {
    group.paths.iter().map(String::as_str).collect()
}

/// The override of all paths, when they have the same one.
fn overridden(paths: &[&str], overrides: &Overrides) -> Option<String> {
    let covers = |key: &str, path: &str| {
        let key = key.trim_end_matches('/');
        path.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let of = |path: &&str| {
        let hits = overrides.iter().filter(|(key, _)| covers(key, path));
        hits.max_by_key(|(key, _)| key.len()).map(|(_, prefix)| prefix)
    };
    let first = of(paths.first()?)?;
    paths.iter().all(|path| of(path) == Some(first)).then(|| first.clone())
}

/// The prefix most subjects have; of equals, the one seen first.
fn most_frequent(subjects: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for found in subjects.filter_map(|subject| subject_prefix(&subject).map(str::to_owned)) {
        match counts.iter_mut().find(|(known, _)| *known == found) {
            Some((_, count)) => *count += 1,
            None => counts.push((found, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(prefix, _)| prefix)
}

/// `net: tls` of `net: tls: fix a leak`; nothing for merges, reverts and subjects without one.
pub fn subject_prefix(subject: &str) -> Option<&str> {
    if subject.starts_with("Merge ") || subject.starts_with("Revert ") {
        return None;
    }
    let mut end = 0;
    while let Some(len) = subject[end..].find(": ") {
        let part = subject[end..].get(..len).unwrap_or_default();
        if !is_part(part) || (end > 0 && part.contains(' ')) {
            break;
        }
        end += len + ": ".len();
    }
    // The last part needs something behind it.
    (end > 0 && end < subject.len()).then(|| &subject[..end - ": ".len()])
}

/// One word, or two at the start of a subject (`perf tools: …`).
fn is_part(part: &str) -> bool {
    let allowed = |it: char| it.is_ascii_alphanumeric() || "_-./,+*@[] ".contains(it);
    !part.is_empty()
        && part.len() <= PART_LIMIT
        && part.chars().all(allowed)
        && part.matches(' ').count() <= 1
}

/// The rule for trees without history.
fn from_paths(paths: &[&str], section: &str) -> String {
    // A header lies where it is found, the code where it belongs.
    let code: Vec<&str> = paths.iter().copied().filter(|path| !path.ends_with(".h")).collect();
    let paths = if code.is_empty() { paths } else { &code };
    let Some(first) = paths.first() else { return String::new() };
    let directories = |path: &str| -> Vec<String> {
        let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        parts.pop();
        parts
    };
    let mut common = directories(first);
    for path in paths {
        let other = directories(path);
        let same = common.iter().zip(&other).take_while(|(a, b)| a == b).count();
        common.truncate(same);
    }
    if common.is_empty() && paths.len() > 1 {
        return shared_name(paths)
            .or_else(|| section_name(section))
            .unwrap_or_else(|| "treewide".to_owned());
    }
    let file = if paths.len() == 1 { stem(first) } else { None };
    name(&common, file)
}

/// The deepest directory whose name lies on every path, whatever is around it.
fn shared_name(paths: &[&str]) -> Option<String> {
    let (first, rest) = paths.split_first()?;
    let directories = |path: &str| -> Vec<String> {
        let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        parts.pop();
        parts
    };
    let all: Vec<Vec<String>> = rest.iter().map(|path| directories(path)).collect();
    let shared = |name: &String| all.iter().all(|other| other.contains(name));
    directories(first).into_iter().rfind(shared)
}

/// What a section of MAINTAINERS calls itself in short: the last part in brackets that is one word, or else its first word.
fn section_name(section: &str) -> Option<String> {
    let word = |text: &str| {
        let fits = |it: char| it.is_ascii_alphanumeric() || "_-".contains(it);
        let plain = !text.is_empty() && text.len() <= PART_LIMIT && text.chars().all(fits);
        plain.then(|| text.to_ascii_lowercase())
    };
    let brackets = section.rsplit(['(', '[']).filter_map(|part| part.split_once([')', ']']));
    let first = section.split([' ', ':', ',']).next();
    brackets.map(|(inner, _)| inner).chain(first).find_map(word)
}

fn stem(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    Some(name.split_once('.').map_or(name, |(stem, _)| stem)).filter(|stem| !stem.is_empty())
}

fn name(directories: &[String], file: Option<&str>) -> String {
    let parts: Vec<&str> = directories.iter().map(String::as_str).collect();
    match (parts.as_slice(), file) {
        ([], file) => file.unwrap_or_default().to_owned(),
        ([top], file) => joined(top, file),
        (["drivers", class], file) => joined(class, file),
        ([.., last], Some(file)) if CENTRES.contains(last) => file.to_owned(),
        ([.., above, last], _) if CENTRES.contains(last) => (*above).to_owned(),
        ([.., above, last], _) if ROLES.contains(last) => format!("{above}/{last}"),
        ([.., last], _) => (*last).to_owned(),
    }
}

fn joined(directory: &str, file: Option<&str>) -> String {
    file.map_or_else(|| directory.to_owned(), |file| format!("{directory}/{file}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paths: &[&str], expected: &str) {
        check_in("", paths, expected);
    }

    #[track_caller]
    fn check_in(section: &str, paths: &[&str], expected: &str) {
        assert_eq!(prefix(paths, section, &|_| Vec::new(), &Overrides::new()), expected);
    }

    #[test]
    fn files_of_several_folders_share_a_name_or_are_called_as_their_section() {
        check_in("CEPH COMMON CODE", &["fs/ceph/a.c", "net/ceph/b.c"], "ceph");
        check_in("BPF [L7 FRAMEWORK] (SKMSG)", &["net/a.c", "kernel/b.c"], "skmsg");
        check_in("NETWORKING [TLS]", &["net/a.c", "drivers/b.c"], "tls");
        check_in("FUSE: FILESYSTEM IN USERSPACE", &["fs/a.c", "lib/b.c"], "fuse");
        check_in("FILESYSTEMS (VFS and infrastructure)", &["fs/a.c", "lib/b.c"], "filesystems");
    }

    #[test]
    fn paths_give_a_prefix_where_there_is_no_history() {
        check(&["net/tls/tls_sw.c"], "tls");
        check(&["fs/ceph/addr.c", "fs/ceph/file.c"], "ceph");
        check(&["net/core/skmsg.c"], "skmsg");
        check(&["drivers/vhost/scsi.c"], "vhost/scsi");
        check(&["drivers/net/ethernet/intel/ice/ice_main.c"], "ice");
        check(&["fs/smb/client/misc.c", "fs/smb/client/file.c"], "smb/client");
        check(&["include/linux/uio.h", "lib/iov_iter.c"], "lib/iov_iter");
        check(&["include/linux/uio.h"], "linux");
        check(&["block/bio.c", "block/blk-map.c"], "block");
        check(&["Makefile"], "Makefile");
        check(&["fs/a.c", "net/b.c"], "treewide");
        check(&["net/core/a.c", "net/core/b.c"], "net");
    }

    #[test]
    fn patches_with_the_same_prefix_are_told_apart() {
        let group = |path: &str| Group {
            subsystem: path.to_owned(),
            tree: None,
            status: None,
            paths: vec![path.to_owned()],
        };
        let groups = ["fs/ceph/file.c", "net/ceph/messenger.c", "net/tls/tls_sw.c"].map(group);
        let found = prefixes(&groups, &|_| Vec::new(), &Overrides::new());
        assert_eq!(found, ["fs/ceph", "net/ceph", "tls"]);
    }

    #[test]
    fn history_counts_for_more() {
        let subjects = |_: &str| {
            ["net: fix x", "Merge tag 'y': z", "net: tls: fix y", "tls: a: b", "net: tls: more"]
                .map(str::to_owned)
                .to_vec()
        };
        assert_eq!(prefix(&["net/tls/a.c"], "", &subjects, &Overrides::new()), "net: tls");
        let overrides = Overrides::from([
            ("net/".to_owned(), "net".to_owned()),
            ("net/tls".to_owned(), "own".to_owned()),
        ]);
        assert_eq!(prefix(&["net/tls/a.c"], "", &subjects, &overrides), "own");
        assert_eq!(prefix(&["net/tls/a.c", "net/b.c"], "", &subjects, &overrides), "net: tls");
        assert_eq!(prefix(&["net/b.c"], "", &subjects, &overrides), "net");
    }

    #[test]
    fn subjects_without_a_prefix_have_none() {
        for subject in ["Linux 6.1", "a sentence that is long: it has a colon", ": x", "x: ", ""] {
            assert_eq!(subject_prefix(subject), None, "{subject}");
        }
        assert_eq!(subject_prefix("KVM: x86: fix it: now"), Some("KVM: x86"));
        assert_eq!(subject_prefix("mm/gup: fix"), Some("mm/gup"));
    }
}
