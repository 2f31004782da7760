//! A series as a value: what will be mailed, before it is mail.

use crate::diff::{FileChange, FileDiff, file_diff};
use crate::mail::{Identity, Timestamp};
use crate::maintainers::{Address, Recipient};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use source::Diagnostic;
use std::collections::BTreeMap;

/// Patches that belong together, in the order they apply.
#[derive(Clone, PartialEq, Debug)]
pub struct Series {
    /// The commit the first patch applies to, where the tree has commits.
    pub base: Option<String>,
    /// Which posting this is, from 1.
    pub version: u32,
    /// The letter on top.
    pub cover: Cover,
    /// The patches.
    pub patches: Vec<Patch>,
}

/// The letter on top of a series.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cover {
    /// Subject, without `[PATCH 00/12]`.
    pub subject: String,
    /// Text, ready.
    pub body: String,
    /// The callers, for the reader to see at a glance.
    pub callers: Vec<Caller>,
}

/// A row of the table of callers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// The file it is in.
    pub path: String,
    /// The function it is in; empty outside of one.
    pub function: String,
    /// What becomes of it.
    pub fate: Fate,
}

/// What a series does to a caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// The patch at this place of [`Series::patches`] converts it.
    Converted(usize),
    /// Nothing.
    Remains,
}

/// What a patch is for.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// It adds what the others use; it comes first.
    Primitive,
    /// It converts callers. Such patches do not depend on each other.
    #[default]
    Conversion,
    /// It removes what no one uses any more; it comes last.
    Fold,
}

/// A posting of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Apart {
    /// Its name, for folders.
    pub name: String,
    /// What stands in the brackets of its subjects behind `PATCH`; may be empty.
    pub tag: String,
}

/// One patch.
#[derive(Clone, PartialEq, Debug)]
pub struct Patch {
    /// What it is for.
    pub role: Role,
    /// The subsystem it is for, as MAINTAINERS names it.
    pub subsystem: String,
    /// Where it is posted when a series is posted in parts; `None`: with the rest.
    pub apart: Option<Apart>,
    /// What stands before the colon of the subject; empty for none.
    pub prefix: String,
    /// What stands behind it.
    pub subject: String,
    /// The message below the subject, ready; trailers at its end.
    pub body: String,
    /// What stands under `---`, for those who read the mail: not part of the commit; may be empty.
    pub note: String,
    /// The files it changes.
    pub files: Vec<FileChange>,
    /// Whom it goes to.
    pub recipients: Recipients,
    /// The places it converts, as the caller describes them.
    pub sites: Vec<Value>,
}

/// Whom a mail goes to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Recipients {
    /// Those who are asked to take it.
    pub to: Vec<Address>,
    /// Those who should see it.
    pub cc: Vec<Address>,
}

/// What the mails of a series share.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RenderOptions {
    /// The author of all patches.
    pub author: Identity,
    /// The date of the cover letter; each patch is a second later than what it follows.
    pub date: Timestamp,
    /// Whether to sign off. Only who takes responsibility can say so.
    pub signoff: Signoff,
    /// Name and version of the program, for the signature line.
    pub tool: String,
}

/// Whether patches carry a `Signed-off-by:` of their author.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Signoff {
    /// They do not.
    #[default]
    No,
    /// They do.
    Author,
}

impl Patch {
    /// The whole subject: prefix, colon, what changes.
    pub fn full_subject(&self) -> String {
        match self.prefix.as_str() {
            "" => self.subject.clone(),
            prefix => format!("{prefix}: {}", self.subject),
        }
    }

    /// The paths it changes, in order.
    pub fn paths(&self) -> Vec<&str> {
        let mut paths: Vec<&str> = self.files.iter().map(|file| file.path.as_str()).collect();
        paths.sort_unstable();
        paths
    }

    /// What it changes, file by file in the order of git.
    ///
    /// # Errors
    /// A file that is not text, a path outside the tree, a path twice, or nothing that changes.
    pub fn diffs(&self) -> Result<Vec<FileDiff>, Diagnostic> {
        let mut diffs = self.files.iter().map(file_diff).collect::<Result<Vec<_>, _>>()?;
        diffs.sort_by(|a, b| a.path.cmp(&b.path));
        if let Some(pair) = diffs.windows(2).find(|pair| pair[0].path == pair[1].path) {
            let message = format!("a patch changes {} twice", pair[0].path);
            return Err(Diagnostic::error(message).help("Give each file once in a patch."));
        }
        if diffs.iter().all(|diff| diff.text.is_empty()) {
            let message = format!("the patch \"{}\" changes nothing", self.full_subject());
            return Err(Diagnostic::error(message).help("Leave it out of the series."));
        }
        Ok(diffs)
    }

    pub(crate) fn trailers(&self, options: &RenderOptions) -> Vec<String> {
        match options.signoff {
            Signoff::No => Vec::new(),
            Signoff::Author => vec![format!("Signed-off-by: {}", options.author.trailer())],
        }
    }
}

impl Recipients {
    /// Maintainers are asked, reviewers and lists see it; where nobody maintains, the lists are asked.
    pub fn of(found: &[Recipient]) -> Self {
        use crate::maintainers::Role::{Chief, Maintainer};
        let (mut asked, rest): (Vec<_>, Vec<_>) =
            found.iter().partition(|it| matches!(it.role, Maintainer | Chief));
        let (lists, mut seen): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|it| it.role.is_list());
        if asked.is_empty() {
            asked = lists;
        } else {
            seen.extend(lists);
        }
        let addresses = |list: Vec<&Recipient>| list.iter().map(|it| it.address.clone()).collect();
        Self { to: addresses(asked), cc: addresses(seen) }
    }

    /// Adds the others that are not there yet.
    pub fn merge(&mut self, other: &Self) {
        for address in &other.to {
            self.cc.retain(|it| it.address != address.address);
            if !self.to.iter().any(|it| it.address == address.address) {
                self.to.push(address.clone());
            }
        }
        for address in &other.cc {
            if !self.to.iter().chain(&self.cc).any(|it| it.address == address.address) {
                self.cc.push(address.clone());
            }
        }
    }
}

impl Series {
    /// Puts the patches into another order, which names each place once; the callers' patches follow.
    pub(crate) fn permute(&mut self, order: &[usize]) {
        let mut patches: Vec<Option<Patch>> = self.patches.drain(..).map(Some).collect();
        self.patches = order.iter().filter_map(|at| patches[*at].take()).collect();
        for caller in &mut self.cover.callers {
            if let Fate::Converted(patch) = &mut caller.fate {
                *patch = order.iter().position(|at| at == patch).unwrap_or(*patch);
            }
        }
    }

    /// What the patches at these places do to each file, in the order of paths.
    ///
    /// # Errors
    /// A patch that does not start from what the one before it leaves.
    pub fn total(&self, places: &[usize]) -> Result<Vec<FileChange>, Diagnostic> {
        let mut total: BTreeMap<&str, FileChange> = BTreeMap::new();
        for patch in places.iter().map(|at| &self.patches[*at]) {
            for file in &patch.files {
                match total.get_mut(file.path.as_str()) {
                    None => drop(total.insert(&file.path, file.clone())),
                    Some(known) if known.after == file.before => {
                        known.after.clone_from(&file.after)
                    }
                    Some(_) => return Err(broken_chain(patch, &file.path)),
                }
            }
        }
        Ok(total.into_values().collect())
    }
}

fn broken_chain(patch: &Patch, path: &str) -> Diagnostic {
    let subject = patch.full_subject();
    Diagnostic::error(format!(
        "\"{subject}\" does not start from what the patch before it makes of {path}"
    ))
    .help("Compute each patch from the files as the patches before it leave them.")
}
