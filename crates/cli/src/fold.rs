//! The last step of a migration: when nobody calls the old functions any more, they become part of the new ones.
//!
//! ```text
//! tree + primitive + conversions ── insertions ── rules ── comments ──► files of the fold
//!                                                               └──► what still names the old functions: obstacles
//! ```
//!
//! The gate and the patch are one computation, so what `status --fold` says is what `series` does.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use migration::{Fold as Recipe, Migration, ReadFile};
use serde::Serialize;
use series::diff::{FileChange, FileMode};
use source::{Diagnostic, LineIndex, Span};
use tracker::{Site, State};

use crate::conversion::{ready, unread};
use crate::failure::Outcome;
use crate::survey::Survey;

/// Files by path, as a series leaves them; `None` from [`get`](BTreeMap::get): as the tree has them.
pub(crate) type Overlay = BTreeMap<String, Vec<u8>>;

/// What the fold comes to.
pub(crate) enum Fold {
    /// The migration has none, or the tree has nothing to fold.
    None,
    /// Something stands in the way.
    Refused(Vec<Obstacle>),
    /// The files that it changes.
    Ready(Vec<FileChange>),
}

/// What stands in the way of the fold.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Obstacle {
    pub(crate) path: String,
    pub(crate) line: u32,
    /// What is there: `caller`, `use`, `comment` or `unread`.
    pub(crate) kind: &'static str,
    /// In words.
    pub(crate) reason: String,
}

/// Tries the fold on a tree in which the files of `changed` are as they are there.
pub(crate) fn fold(survey: &Survey<'_>, migration: &Migration, changed: &Overlay) -> Outcome<Fold> {
    let tree = |path: &str| match changed.get(path) {
        Some(text) => Ok(Some(text.clone())),
        None => survey.tree.read(path),
    };
    let Some(recipe) = &migration.fold else { return Ok(Fold::None) };
    if !recipe.when.is_met(&tree)? {
        return Ok(Fold::None);
    }
    let callers = callers(survey, changed);
    if !callers.is_empty() {
        return Ok(Fold::Refused(callers));
    }
    let after = folded(survey, migration, recipe, &tree)?;
    let obstacles = mentions(survey, migration, &after, &tree)?;
    if !obstacles.is_empty() {
        return Ok(Fold::Refused(obstacles));
    }
    let change = |(path, after): (String, Vec<u8>)| -> Outcome<Option<FileChange>> {
        let before = tree(&path)?;
        let differs = before.as_ref() != Some(&after);
        let mode = FileMode::Regular;
        Ok(differs.then_some(FileChange { path, before, after: Some(after), mode }))
    };
    let changes: Vec<FileChange> =
        after.into_iter().filter_map(|file| change(file).transpose()).collect::<Outcome<_>>()?;
    Ok(if changes.is_empty() { Fold::None } else { Fold::Ready(changes) })
}

/// The callers that are left, and the files in which one may hide.
fn callers(survey: &Survey<'_>, changed: &Overlay) -> Vec<Obstacle> {
    let left = |site: &&Site| site.state == State::Remaining || !changed.contains_key(&site.path);
    let caller = |site: &Site| Obstacle {
        path: site.path.clone(),
        line: site.line,
        kind: "caller",
        reason: match &site.reason {
            Some(reason) => format!("{}() calls it: {reason}", site.function),
            None => format!("{}() calls it, and is not among the conversions", site.function),
        },
    };
    let hidden = survey.status.coverage.unread.iter().map(|place| Obstacle {
        path: place.path.clone(),
        line: place.line,
        kind: "unread",
        reason: format!("a caller may hide where this was not understood: {}", place.reason),
    });
    survey.status.sites.iter().filter(left).map(caller).chain(hidden).collect()
}

/// The files that the fold changes, or may change, as it leaves them.
fn folded(
    survey: &Survey<'_>,
    migration: &Migration,
    recipe: &Recipe,
    tree: ReadFile<'_>,
) -> Outcome<Overlay> {
    let mut after = Overlay::new();
    for change in migration::plan_insertions(&migration.manifest, &recipe.insertions, tree)? {
        after.insert(change.path().to_owned(), change.after());
    }
    for rule in &recipe.rules {
        let engine = ready(&rule.patch)?;
        for path in &rule.on {
            let Some(text) = current(&after, tree, path)? else { continue };
            let outcome = survey.conversion.run_alone(&engine, path, text.into());
            if let Some(problem) = outcome.problems.into_iter().next() {
                return Err(problem.into());
            }
            after.extend(outcome.text.map(|text| (path.clone(), text)));
        }
    }
    let mentioning = survey.files.iter().map(|file| file.path.clone());
    let all: BTreeSet<String> = mentioning.chain(after.keys().cloned()).collect();
    for path in all {
        if let Some(text) = current(&after, tree, &path)? {
            after.insert(path, survey.conversion.reworded(text, false));
        }
    }
    Ok(after)
}

/// A file as it is after what has been done so far.
fn current(after: &Overlay, tree: ReadFile<'_>, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
    after.get(path).cloned().map_or_else(|| tree(path), |text| Ok(Some(text)))
}

/// What names an old function after the fold: other than in calls, which are gone.
fn mentions(
    survey: &Survey<'_>,
    migration: &Migration,
    after: &Overlay,
    tree: ReadFile<'_>,
) -> Outcome<Vec<Obstacle>> {
    let mut obstacles = Vec::new();
    let named = survey.files.iter().map(|file| &file.path).chain(after.keys());
    for path in named.collect::<BTreeSet<_>>() {
        if !migration.scan.is_source(path) {
            continue;
        }
        let Some(text) = current(after, tree, path)? else { continue };
        obstacles.extend(survey.conversion.named(path, &text));
    }
    Ok(obstacles)
}

/// The words of `names` in a file, and whether code or a comment has them.
pub(crate) fn named_in(path: &str, tree: &csyntax::Tree, names: &[String]) -> Vec<Obstacle> {
    let text = tree.text();
    let lines = LineIndex::new(text);
    let mut found = Vec::new();
    for name in names {
        for at in memchr::memmem::find_iter(text, name.as_bytes()) {
            let span = Span::new(at as u32, (at + name.len()) as u32);
            if !is_word(text, span) {
                continue;
            }
            let token = tree.tokens().iter().any(|token| token.span().overlaps(span));
            let directive = tree.directives().iter().any(|directive| directive.span.overlaps(span));
            let kind = if token || directive { "use" } else { "comment" };
            let reason = match kind {
                "use" => format!("{name} is used other than in a call that a rule converts"),
                _ => format!("a comment names {name}"),
            };
            found.push(Obstacle {
                path: path.to_owned(),
                line: lines.line(span.start),
                kind,
                reason,
            });
        }
    }
    found.extend(
        unread(path, tree, &lines)
            .into_iter()
            .filter(|_| !found.is_empty())
            .map(|place| Obstacle {
                path: place.path,
                line: place.line,
                kind: "unread",
                reason: place.reason,
            })
            .collect::<Vec<_>>(),
    );
    found.sort_by(|a, b| (a.line, &a.reason).cmp(&(b.line, &b.reason)));
    found
}

fn is_word(text: &[u8], span: Span) -> bool {
    let is_name = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let before = (span.start as usize).checked_sub(1).and_then(|at| text.get(at));
    !is_name(before) && !is_name(text.get(span.end as usize))
}

impl Fold {
    /// What the gate says, for people; `callers` is how many the tree has, all of them converted where nothing stands in
    /// the way.
    pub(crate) fn summary(&self, callers: usize) -> String {
        let mut text = String::new();
        match self {
            Self::None => text.push_str("fold: there is nothing to fold\n"),
            Self::Ready(files) => {
                let when = match callers {
                    0 => "no caller is left".to_owned(),
                    1 => "behind the patch that converts the last caller".to_owned(),
                    _ => format!("behind the patches that convert all {callers} callers"),
                };
                let count = files.len();
                let _ = writeln!(text, "fold: can be emitted, {when}; it changes {count} files");
            }
            Self::Refused(obstacles) => {
                let _ =
                    writeln!(text, "fold: refused, {} places stand in the way", obstacles.len());
                for Obstacle { path, line, kind, reason } in obstacles {
                    let _ = writeln!(text, "  {path}:{line}: {kind}: {reason}");
                }
            }
        }
        text
    }

    /// What the gate says, for programs: `{"fold": {"state", "files", "obstacles"}}`.
    pub(crate) fn to_json(&self) -> String {
        let paths = |files: &[FileChange]| -> Vec<String> {
            files.iter().map(|file| file.path.clone()).collect()
        };
        let (state, files, obstacles): (_, _, &[Obstacle]) = match self {
            Self::None => ("nothing", Vec::new(), &[]),
            Self::Ready(files) => ("ready", paths(files), &[]),
            Self::Refused(obstacles) => ("refused", Vec::new(), obstacles),
        };
        let fold = serde_json::json!({ "state": state, "files": files, "obstacles": obstacles });
        format!("{:#}\n", serde_json::json!({ "fold": fold }))
    }
}
