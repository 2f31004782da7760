//! Writing a series: all of it or nothing, and nothing outside its folder.
//!
//! ```text
//! out/                 what is there
//! .out.treewide-new/   all files are written here, then the two trade places
//! .out.treewide-old/   what was there, removed last
//! ```

use crate::mail::is_as_rendered;
use crate::mbox::MBOX_FILE;
use crate::prior::RECORD_FILE;
use crate::render::{INDEX_FILE, OutputFile};
use source::Diagnostic;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Writes `files` as the whole content of `folder`. A folder that holds an earlier series is replaced, so nothing of
/// the earlier one stays. Edits by hand are in `files` when [`crate::prior`] has a record of what they are edits of; a
/// folder of edited mails without a record is not replaced, so no one's words are lost.
///
/// # Errors
/// A folder that holds anything but a series, or one edited by hand, a name that is not a plain file name, and what the system reports.
/// The folder is then as it was.
pub fn write_series(folder: &Path, files: &[OutputFile]) -> Result<(), Diagnostic> {
    check_names(files)?;
    let folder = resolve(folder)?;
    check_folder(&folder)?;
    let (new, old) = (beside(&folder, "new"), beside(&folder, "old"));
    let written = fill(&new, files).and_then(|()| replace(&folder, &new, &old));
    let cleaned = remove(&new).and_then(|()| if folder.exists() { remove(&old) } else { Ok(()) });
    written.and(cleaned).map_err(|error| failed(&folder, &error))
}

/// True when `folder` holds a series and nothing else: `series.json`, and files that it or git would name.
pub fn is_series(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    let names: Option<BTreeSet<String>> =
        entries.map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    let Some(mut names) = names.filter(|names| names.contains(INDEX_FILE)) else { return false };
    let Some(listed) = listed_files(folder) else { return false };
    names.remove(INDEX_FILE);
    names.remove(MBOX_FILE);
    names.remove(RECORD_FILE);
    names.iter().all(|name| listed.contains(name) || name.ends_with("0000-cover-letter.patch"))
}

/// Checks that `folder` can hold the postings `names`, each a folder, and nothing else does.
///
/// # Errors
/// Anything else in the folder, such as a posting of an earlier run that there is no patch for any more.
pub fn check_postings(folder: &Path, names: &[&str]) -> Result<(), Diagnostic> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let known = name.to_str().is_some_and(|name| names.contains(&name));
        if !known {
            let place = folder.join(name);
            let message = format!("{} is none of the postings to write", place.display());
            let help = "Give a new or an empty folder, or remove what is there.";
            return Err(Diagnostic::error(message).help(help));
        }
    }
    Ok(())
}

/// The files `series.json` names.
fn listed_files(folder: &Path) -> Option<BTreeSet<String>> {
    let text = fs::read(folder.join(INDEX_FILE)).ok()?;
    let index: serde_json::Value = serde_json::from_slice(&text).ok()?;
    index.get("remaining")?.as_array()?;
    let patches = index.get("patches")?.as_array()?;
    patches.iter().map(|patch| Some(patch.get("file")?.as_str()?.to_owned())).collect()
}

/// A mail of the folder that is not as it was rendered; the first by name.
fn edited_file(folder: &Path) -> Option<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".patch"))
        .collect();
    names.sort();
    let as_rendered =
        |name: &String| fs::read(folder.join(name)).is_ok_and(|it| is_as_rendered(&it));
    names.into_iter().find(|name| !as_rendered(name))
}

fn check_names(files: &[OutputFile]) -> Result<(), Diagnostic> {
    let mut seen = BTreeSet::new();
    for (name, _) in files {
        let plain =
            !name.is_empty() && !name.contains(['/', '\\', '\0']) && name != "." && name != "..";
        if !plain || !seen.insert(name) {
            return Err(Diagnostic::error(format!("{name:?} can not be a file of a series"))
                .help("Give every file a name of its own, without a folder."));
        }
    }
    Ok(())
}

/// The folder itself where a link leads to it, so that the link stays.
fn resolve(folder: &Path) -> Result<PathBuf, Diagnostic> {
    if folder.exists() {
        return folder.canonicalize().map_err(|error| failed(folder, &error));
    }
    let unnamed = || {
        Diagnostic::error(format!("{} does not name a folder", folder.display()))
            .help("Give a folder that can be created, for instance `out/`.")
    };
    let name = folder.file_name().ok_or_else(unnamed)?;
    let parent = folder.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
    Ok(parent.canonicalize().map_err(|error| failed(parent, &error))?.join(name))
}

fn check_folder(folder: &Path) -> Result<(), Diagnostic> {
    if !folder.exists() {
        return Ok(());
    }
    if is_series(folder) {
        if folder.join(RECORD_FILE).is_file() {
            return Ok(());
        }
        let Some(name) = edited_file(folder) else { return Ok(()) };
        let message = format!("{} was edited since it was written", folder.join(name).display());
        return Err(Diagnostic::error(message).help(
            "Give another folder and take over the edit, or remove this one to do without it.",
        ));
    }
    let empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if empty {
        return Ok(());
    }
    Err(Diagnostic::error(format!("{} holds something else than a series", folder.display())).help(
        "Give a new or an empty folder, or one that holds an earlier series and nothing else.",
    ))
}

fn beside(folder: &Path, what: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(folder.file_name().unwrap_or_default());
    name.push(format!(".treewide-{what}"));
    folder.with_file_name(name)
}

fn fill(new: &Path, files: &[OutputFile]) -> io::Result<()> {
    remove(new)?;
    fs::create_dir(new)?;
    files.iter().try_for_each(|(name, bytes)| fs::write(new.join(name), bytes))
}

fn replace(folder: &Path, new: &Path, old: &Path) -> io::Result<()> {
    if !folder.exists() {
        return fs::rename(new, folder);
    }
    remove(old)?;
    fs::rename(folder, old)?;
    fs::rename(new, folder).inspect_err(|_| {
        // Best effort: the error that made this necessary is the one to report.
        let _ = fs::rename(old, folder);
    })
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn failed(folder: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(format!("{} can not be written: {error}", folder.display())).help(
        "Check that the folder above it exists and is yours to write, or give another `--out`.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(text: &str) -> Vec<u8> {
        let content = format!("From: Ann <ann@example.org>\n\n{text}\n");
        let id =
            git2::Oid::hash_object(git2::ObjectType::Blob, content.as_bytes()).expect("hashed");
        format!("From {id} Mon Sep 17 00:00:00 2001\nMessage-ID: <x>\n{content}").into_bytes()
    }

    fn files(names: &[&str]) -> Vec<OutputFile> {
        let list = names.iter().map(|name| format!("{{\"file\": \"{name}\"}}")).collect::<Vec<_>>();
        let index =
            format!("{{\"base\": null, \"patches\": [{}], \"remaining\": []}}", list.join(","));
        let mut files = vec![("0000-cover-letter.patch".to_owned(), mail("cover"))];
        files.extend(names.iter().map(|name| ((*name).to_owned(), mail(name))));
        files.push((INDEX_FILE.to_owned(), index.into_bytes()));
        files
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<_> =
            entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    #[test]
    fn an_earlier_series_is_replaced_whole() {
        let top = tempfile::tempdir().expect("a folder");
        let out = top.path().join("a/out");
        write_series(&out, &files(&["0001-a.patch", "0002-b.patch"])).expect("written");
        write_series(&out, &files(&["0001-c.patch"])).expect("replaced");
        assert_eq!(names(&out), ["0000-cover-letter.patch", "0001-c.patch", "series.json"]);
        assert_eq!(names(&top.path().join("a")), ["out"], "nothing is left beside it");
    }

    #[test]
    fn a_folder_with_anything_else_is_refused_and_kept() {
        let top = tempfile::tempdir().expect("a folder");
        let out = top.path().join("out");
        write_series(&out, &files(&["0001-a.patch"])).expect("written");
        fs::write(out.join("notes.txt"), "mine").expect("written");
        let problem = write_series(&out, &files(&["0001-b.patch"])).expect_err("refused");
        assert!(problem.help.is_some_and(|help| help.contains("empty folder")));
        assert!(out.join("notes.txt").exists() && out.join("0001-a.patch").exists());
        assert_eq!(names(top.path()), ["out"]);
    }

    #[test]
    fn a_mail_edited_by_hand_is_kept() {
        let top = tempfile::tempdir().expect("a folder");
        let out = top.path().join("out");
        write_series(&out, &files(&["0001-a.patch"])).expect("written");
        let mut edited = mail("0001-a.patch");
        edited.extend_from_slice(b"my words\n");
        fs::write(out.join("0001-a.patch"), &edited).expect("written");
        let problem = write_series(&out, &files(&["0001-b.patch"])).expect_err("refused");
        assert!(problem.message.contains("0001-a.patch") && problem.help.is_some());
        assert_eq!(fs::read(out.join("0001-a.patch")).expect("there"), edited);
    }

    #[test]
    fn names_do_not_leave_the_folder() {
        let top = tempfile::tempdir().expect("a folder");
        let out = top.path().join("out");
        for name in ["../x", "/x", "a/b", "..", "", "a\\b", INDEX_FILE] {
            assert!(write_series(&out, &files(&[name])).is_err(), "{name}");
        }
        assert!(names(top.path()).is_empty());
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_refused() {
        let top = tempfile::tempdir().expect("a folder");
        let out = top.path().join("out");
        fs::write(&out, "a file").expect("written");
        assert!(write_series(&out, &files(&["0001-a.patch"])).is_err());
        assert_eq!(fs::read(&out).expect("still there"), b"a file");
    }
}
