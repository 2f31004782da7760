//! A checked migration: every name resolves, every pattern compiles, every file has been read.

use std::path::PathBuf;

use globset::GlobSet;
use regex::bytes::Regex;
use serde::Deserialize;
use source::{Diagnostic, Span};

use crate::{Condition, Messages, ReadFile, Template};

/// Everything that retires one API.
#[derive(Clone, Debug)]
pub struct Migration {
    /// The name, that of its folder: what the user types.
    pub name: String,
    /// One line: what changes.
    pub title: String,
    /// A paragraph or more: why.
    pub summary: String,
    /// The address of its documentation, for the dashboard.
    pub docs: Option<String>,
    /// The manifest as the user named it, for labels.
    pub manifest: String,
    /// The folder of the manifest.
    pub folder: PathBuf,
    /// The names that go and the names that come.
    pub api: Api,
    /// Which files are looked at for callers.
    pub scan: Scan,
    /// What is added to a tree before its callers are converted.
    pub insertions: Vec<Insertion>,
    /// What converts callers, in the order in which it runs on a file.
    pub rules: Vec<Rule>,
    /// Loops that rules mark to have their bodies made functions.
    pub outlines: Vec<Outline>,
    /// Shapes a call can have, in the order in which they are tried.
    pub shapes: Vec<Shape>,
    /// The shape of a call that none of [`shapes`](Self::shapes) matches.
    pub unclassified: Unclassified,
    /// What keeps a function from being converted.
    pub guards: Vec<Guard>,
    /// What becomes of words in comments, in files that a rule or the fold has changed.
    pub comments: Vec<Rewording>,
    /// How the old functions go when nobody calls them any more.
    pub fold: Option<Fold>,
    /// Templates of the series' texts.
    pub messages: Messages,
    /// What is posted apart, in the order in which it is tried.
    pub postings: Vec<Posting>,
}

impl Migration {
    /// The forms that a series can have besides the one it has unasked, in order.
    pub fn forms(&self) -> Vec<&str> {
        let mut forms: Vec<&str> = Vec::new();
        for form in self.rules.iter().filter_map(|rule| rule.form.as_deref()) {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        forms
    }

    /// The rules that apply to the tree that `read` reads, in order: those of every form, and those of `form`.
    ///
    /// # Errors
    /// What `read` says when a file is there but can not be read.
    pub fn rules_for(
        &self,
        read: ReadFile<'_>,
        form: Option<&str>,
    ) -> Result<Vec<&Rule>, Diagnostic> {
        let mut rules = Vec::new();
        for rule in &self.rules {
            let asked = rule.form.is_none() || rule.form.as_deref() == form;
            if asked && rule.when.is_met(read)? {
                rules.push(rule);
            }
        }
        Ok(rules)
    }
}

/// Patches that are posted on their own, with numbers of their own.
#[derive(Clone, Debug)]
pub struct Posting {
    /// Its name, for folders.
    pub name: String,
    /// What stands in the brackets of its subjects: `net-next` gives `[PATCH net-next 1/4]`; may be empty.
    pub tag: String,
    /// Matched against `T:` of the patch's subsystem: kind and address of the tree that takes it.
    pub tree: Regex,
}

/// The functions a migration is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Api {
    /// Names to retire; a call of one of them is a site. Never empty, each a C identifier.
    pub old: Vec<String>,
    /// Names that take their place.
    pub new: Vec<String>,
}

/// Which files can hold callers.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Extensions of the files to look at, without the dot.
    pub extensions: Vec<String>,
    pub(crate) exclude: GlobSet,
}

impl Scan {
    /// True for a file (path from the root of the tree, `/` between parts) whose calls are callers: it has one of the
    /// extensions, is not left out and is not created by the migration itself.
    pub fn covers(&self, path: &str) -> bool {
        self.is_source(path) && !self.exclude.is_match(path)
    }

    /// True for a file that has one of the extensions, whoever its calls belong to.
    pub fn is_source(&self, path: &str) -> bool {
        let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
        extension.is_some_and(|(_, extension)| self.extensions.iter().any(|e| e == extension))
    }
}

/// A `.cocci` file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SemanticPatch {
    /// The file as the manifest names it.
    pub name: String,
    /// The file as the user can open it, for labels.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// One semantic patch that converts callers.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What to run.
    pub patch: SemanticPatch,
    /// What it is for.
    pub role: Role,
    /// A paragraph for the message of a patch in which it changed something.
    pub message: Option<Template>,
    /// The form of the series that it is for; without one, it is for all.
    pub form: Option<String>,
    /// When it applies to a tree.
    pub when: Condition,
}

/// What becomes of a loop that a rule has marked. The engine's outlining says what each part is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outline {
    /// The mark: the name of the iterator that the rules write, a C identifier.
    pub marker: String,
    /// The name of the function made, with `{enclosing}`.
    pub function: String,
    /// The tag of the structure made, with `{enclosing}`.
    pub context: String,
    /// The function's parameters.
    pub parameters: Vec<String>,
    /// The statement in the place of the loop, with `{1}`…, `{function}` and `{data}`.
    pub call: String,
    /// What the function returns to stop.
    pub stop: String,
}

/// What a rule is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Role {
    /// It converts sites of this shape, a name in [`Migration::shapes`].
    Converts(String),
    /// It converts sites of several shapes.
    ConvertsAny,
    /// It is not for a site: it runs last, on files that another rule has changed.
    Follows,
}

/// A kind of call site.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its name in data: `walk`.
    pub name: String,
    /// Its name for people: `walk over an allocated array`.
    pub title: String,
    /// Match-only rules that bind the position metavariable `site` on the name of the called function.
    pub patch: SemanticPatch,
    /// Why such a call remains when no rule converts it.
    pub remains: String,
}

/// The shape of a call that no other takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unclassified {
    /// Its name in data.
    pub name: String,
    /// Why such a call remains.
    pub remains: String,
}

impl Default for Unclassified {
    fn default() -> Self {
        Self { name: "other".to_owned(), remains: "not recognised by any shape".to_owned() }
    }
}

/// What keeps a function as it is, or finds a fault in what a change makes of it.
#[derive(Clone, Debug)]
pub struct Guard {
    /// Match-only rules that bind the position metavariable `site`.
    pub patch: SemanticPatch,
    /// What it looks at.
    pub judges: Judges,
    /// What is wrong, or why the sites of such a function remain.
    pub reason: String,
    /// The next step.
    pub help: Option<String>,
}

/// What a guard looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Judges {
    /// The code before a change: no rule changes a function in which the guard matches.
    #[default]
    Before,
    /// Code as it stands, and as a change leaves it.
    After,
    /// What a change adds; code that stands is not judged.
    Added,
    /// A change in which what the guard's rule `before` names goes, and what its rule `after` names comes, in one function.
    Swap,
}

/// Words of a comment that are out of date after a conversion.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rewording {
    /// The words looked for; how they are laid out makes no difference.
    pub old: String,
    /// The words in their place.
    pub new: String,
    /// The form of which some function of the file has to be; `None`: it is for all.
    pub form: Option<String>,
}

/// The last step: the old functions become part of the new ones.
#[derive(Clone, Debug)]
pub struct Fold {
    /// When a tree has something to fold.
    pub when: Condition,
    /// What changes code, in order, after the insertions.
    pub rules: Vec<FoldRule>,
    /// What is added, by anchors in the files as they are before the rules.
    pub insertions: Vec<Insertion>,
}

/// A semantic patch of the fold.
#[derive(Clone, Debug)]
pub struct FoldRule {
    /// What to run.
    pub patch: SemanticPatch,
    /// The files of the tree that it runs on, those that are there.
    pub on: Vec<String>,
}

/// Text to add to a tree.
#[derive(Clone, Debug)]
pub struct Insertion {
    /// The file of the tree.
    pub file: String,
    /// Whole lines; ends in a line end.
    pub text: String,
    /// Where in the file.
    pub place: Place,
    /// Already there when a line of the file matches.
    pub unless: Option<Regex>,
    /// When it applies to a tree.
    pub when: Condition,
    /// The value of `file` in the manifest.
    pub span: Span,
}

/// Where an insertion goes.
#[derive(Clone, Debug)]
pub enum Place {
    /// The file is new to the tree.
    Create,
    /// Behind its last line.
    End,
    /// Beside a line: that of the first anchor that matches exactly one. Never empty.
    Anchors(Vec<Anchor>),
}

/// A line of a file, by what it looks like.
#[derive(Clone, Debug)]
pub struct Anchor {
    /// After or before it.
    pub side: Side,
    /// Matched against each line without its end.
    pub pattern: Regex,
    /// The pattern in the manifest.
    pub span: Span,
}

/// Which side of an anchor.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Side {
    /// On the next line.
    After,
    /// On a line in front.
    Before,
}
