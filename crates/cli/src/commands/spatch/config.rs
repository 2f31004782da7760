//! `.cocciconfig`: options that are always given, from the home folder, the working directory and the folder of `--dir`.
//!
//! ```text
//!   [spatch]
//!       options = --timeout 200
//! ```

use std::path::{Path, PathBuf};

const FILE: &str = ".cocciconfig";

/// The arguments with those of the configuration files in front, so that what is given on the command line counts.
pub(super) fn with_config(arguments: &[String]) -> Vec<String> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let here = Some(PathBuf::new());
    let is_dir = |word: &String| matches!(word.as_str(), "--dir" | "-dir");
    let searched =
        arguments.iter().skip_while(|word| !is_dir(word)).find(|it| !it.starts_with('-'));
    let mut folders: Vec<PathBuf> = Vec::new();
    for folder in [home, here, searched.map(PathBuf::from)].into_iter().flatten() {
        let full = |it: &Path| Path::new(".").join(it).canonicalize().ok();
        if !folders.iter().any(|known| full(known) == full(&folder)) {
            folders.push(folder);
        }
    }
    let texts = folders.iter().filter_map(|it| std::fs::read_to_string(it.join(FILE)).ok());
    let configured: Vec<String> = texts.flat_map(|text| options(&text)).collect();
    configured.into_iter().chain(arguments.iter().cloned()).collect()
}

/// The options of a file's `[spatch]` part.
fn options(text: &str) -> Vec<String> {
    let mut is_ours = false;
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            is_ours = line == "[spatch]";
        } else if let Some((name, value)) = line.split_once('=')
            && is_ours
            && name.trim() == "options"
        {
            found.extend(value.split_whitespace().map(str::to_owned));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_those_of_spatch_alone() {
        let text = "[spatch]\n\toptions = --timeout 200\n\toptions = --use-gitgrep\n\
                    # options\n[other]\noptions = --in-place\n";
        assert_eq!(options(text), ["--timeout", "200", "--use-gitgrep"]);
        assert!(options("options = --in-place\n").is_empty());
    }
}
