//! Links: into a series, and out of the page, none of which can run anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use source::Diagnostic;

use crate::{Site, State, printable};

/// What may stand in one part of a path as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The patches of a series that was written for a tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Series {
    /// The tree, by the name of its status.
    tree: String,
    /// Where the files are, seen from the page; empty or ends in `/`.
    folder: String,
    /// The patch that changes each file.
    by_path: BTreeMap<String, Arc<Patch>>,
}

/// The part of `series.json` that links need.
#[derive(Deserialize)]
struct Index {
    patches: Vec<Patch>,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
struct Patch {
    file: String,
    subject: String,
    #[serde(default)]
    paths: Vec<String>,
}

/// A link as the page shows it.
pub(super) struct Link {
    pub(super) href: String,
    pub(super) text: String,
    pub(super) title: String,
}

impl Series {
    /// Reads a `series.json`. `path` is where the text came from, `tree` the name of the tree it was made for, and
    /// `folder` the folder of the patches as seen from the page (relative or http(s)).
    ///
    /// # Errors
    /// What is wrong with the text, at its place.
    pub fn from_json(path: &str, json: &str, tree: &str, folder: &str) -> Result<Self, Diagnostic> {
        let index: Index = serde_json::from_str(json)
            .map_err(|error| crate::json_error::diagnostic(path, json, &error))?;
        let folder = match folder.trim_end_matches('/') {
            "" => String::new(),
            page if page.starts_with("http://") || page.starts_with("https://") => {
                format!("{page}/")
            }
            path => format!("{}/", encoded(path)),
        };
        let mut by_path = BTreeMap::new();
        for mut patch in index.patches {
            let paths = std::mem::take(&mut patch.paths);
            let patch = Arc::new(patch);
            by_path.extend(paths.into_iter().map(|path| (path, Arc::clone(&patch))));
        }
        Ok(Self { tree: tree.to_owned(), folder, by_path })
    }

    /// The patch that converts a site of `tree`.
    pub(super) fn link(&self, tree: &str, site: &Site) -> Option<Link> {
        if tree != self.tree || site.state == State::Remaining {
            return None;
        }
        let patch = self.by_path.get(&site.path)?;
        let file: Vec<_> = patch
            .file
            .split('/')
            .map(|part| utf8_percent_encode(part, PLAIN).to_string())
            .collect();
        Some(Link {
            href: href(&format!("{}{}", self.folder, file.join("/")))?,
            text: printable(&number(&patch.file)).into_owned(),
            title: printable(&patch.subject).into_owned(),
        })
    }
}

/// A path of any characters as part of an address.
fn encoded(path: &str) -> String {
    let parts = path.split('/').map(|part| utf8_percent_encode(part, PLAIN).to_string());
    parts.collect::<Vec<_>>().join("/")
}

/// `patch 3` for `0003-net-tls.patch`; else the name.
fn number(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    let digits = name.split('-').next().unwrap_or_default();
    digits.parse::<u32>().map_or_else(|_| name.to_owned(), |number| format!("patch {number}"))
}

/// The address when following it can only open a page: relative, `http:` or `https:`.
pub(super) fn href(address: &str) -> Option<String> {
    let address = address.trim();
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default().split_once(':');
    let known = scheme.is_none_or(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    });
    (known && !address.is_empty() && !address.contains(|c: char| c.is_control()))
        .then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_can_be_opened() {
        for good in ["docs/x.html", "../series/1.patch", "https://example.org/a:b", "#x", "a/b:c"] {
            assert!(href(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "javascript:alert(1)",
            " JavaScript:x",
            "data:text/html,x",
            "java\nscript:x",
            "vbscript:/x",
        ] {
            assert!(href(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn a_convertible_site_leads_to_its_patch() {
        let json = r#"{"base": "x", "patches": [
            {"file": "javascript:alert(1)//.patch", "subject": "a", "paths": ["a.c"]},
            {"file": "0002-b c?.patch", "subject": "b", "paths": ["b.c"]}
        ], "remaining": []}"#;
        let series = Series::from_json("series.json", json, "7.2", "../a b/").expect("well formed");
        let site = |path: &str| Site::convertible(path, 1, "f", "g()");
        let link = |tree, site: &Site| series.link(tree, site).map(|l| (l.href, l.text));
        let there = ("../a%20b/0002-b%20c%3F.patch".to_owned(), "patch 2".to_owned());
        assert_eq!(link("7.2", &site("b.c")), Some(there));
        assert_eq!(
            link("7.2", &site("a.c")).map(|link| link.0),
            Some("../a%20b/javascript%3Aalert%281%29//.patch".to_owned())
        );
        assert_eq!(link("6.1", &site("b.c")), None);
        assert_eq!(link("7.2", &site("c.c")), None);
        assert_eq!(link("7.2", &site("b.c").remaining("why")), None);
    }

    #[test]
    fn a_series_that_does_not_read_says_where() {
        let error =
            Series::from_json("s.json", "{\n  \"patches\": 3\n}", "", "").expect_err("a number");
        assert_eq!(
            error.message,
            "s.json does not read: invalid type: integer `3`, expected a sequence"
        );
        assert_eq!(error.labels[0].span.start, 15);
        assert!(error.help.is_some());
    }
}
