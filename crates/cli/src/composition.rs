//! From converted files to a series: the primitive first, then one patch a subsystem, each with its words.

mod wording;

use std::collections::{BTreeMap, BTreeSet};

use migration::{MessageKind, Migration, Template};
use series::diff::{FileChange, FileMode};
use series::group::{Group, group};
use series::prefix::{Overrides, prefixes};
use series::repository::Repository;
use series::series::{Apart, Caller, Cover, Fate, Patch, Recipients, Role, Series};
use source::Diagnostic;
use tracker::{Site, State};

use crate::conversion::{Applied, FileResult};
use crate::failure::{Failure, Outcome};
use crate::fold::{Fold, Overlay, fold};
use crate::survey::Survey;

/// Name and version, as patches tell them.
pub(crate) const TOOL: &str = concat!("treewide ", env!("CARGO_PKG_VERSION"));

/// What a series is made from.
pub(crate) struct Composition<'a> {
    pub(crate) migration: &'a Migration,
    pub(crate) survey: &'a Survey<'a>,
    pub(crate) repository: Option<&'a Repository>,
    /// The commit the series applies to.
    pub(crate) base: Option<String>,
    pub(crate) version: u32,
    /// `--only`: subsystems or files; empty: all.
    pub(crate) only: &'a [String],
    /// `--tested`: how the series was tested; empty: nobody said.
    pub(crate) tested: &'a str,
    /// `--form`: how callers are converted where that form covers them.
    pub(crate) form: Option<&'a str>,
    /// Whether the fold is the last patch, if nothing stands in its way.
    pub(crate) folds: bool,
}

impl Composition<'_> {
    /// The series; recipients are not known yet.
    pub(crate) fn series(&self) -> Outcome<Series> {
        let chosen = self.chosen()?;
        let groups = group(chosen.iter().map(|file| file.path.as_str()), &self.survey.maintainers);
        let by_path: BTreeMap<&str, &FileResult> =
            chosen.iter().map(|file| (file.path.as_str(), *file)).collect();
        let mut patches: Vec<Patch> =
            if chosen.is_empty() { Vec::new() } else { self.primitive()?.into_iter().collect() };
        let subjects = self.subjects(&chosen)?;
        let history = |path: &str| subjects.get(path).cloned().unwrap_or_default();
        for (group, prefix) in groups.iter().zip(prefixes(&groups, &history, &Overrides::new())) {
            let files: Vec<&FileResult> =
                group.paths.iter().map(|path| by_path[path.as_str()]).collect();
            patches.push(self.patch(group, &prefix, &files)?);
        }
        let last = self.fold_patch(&patches)?;
        patches.extend(last);
        let cover = self.cover(&patches)?;
        Ok(Series { base: self.base.clone(), version: self.version, cover, patches })
    }

    /// The sites that the series leaves as they are.
    pub(crate) fn remaining(&self) -> Vec<serde_json::Value> {
        let converted = self.chosen().map(|files| paths(&files)).unwrap_or_default();
        let stays =
            |site: &&Site| site.state == State::Remaining || !converted.contains(&site.path);
        self.survey
            .status
            .sites
            .iter()
            .filter(stays)
            .filter_map(|site| serde_json::to_value(site).ok())
            .collect()
    }

    /// The converted files that were asked for.
    fn chosen(&self) -> Outcome<Vec<&FileResult>> {
        let converted: Vec<&FileResult> =
            self.survey.files.iter().filter(|file| file.after.is_some()).collect();
        let subsystem = |file: &FileResult| {
            file.sites.first().map(|site| site.subsystem.clone()).unwrap_or_default()
        };
        for wanted in self.only {
            if !self
                .survey
                .files
                .iter()
                .any(|file| file.path == *wanted || subsystem(file) == *wanted)
            {
                return Err(self.no_such_part(wanted).into());
            }
        }
        let asked = |file: &FileResult| {
            self.only.is_empty()
                || self.only.iter().any(|wanted| file.path == *wanted || subsystem(file) == *wanted)
        };
        Ok(converted.into_iter().filter(|file| asked(file)).collect())
    }

    fn no_such_part(&self, wanted: &str) -> Diagnostic {
        let names: BTreeSet<&str> = self
            .survey
            .status
            .sites
            .iter()
            .flat_map(|site| [site.subsystem.as_str(), site.path.as_str()])
            .collect();
        let help = match migration::did_you_mean(wanted, names.iter().copied()) {
            Some(close) => format!("Did you mean {close:?}?"),
            None => "`treewide status` shows subsystems and files.".to_owned(),
        };
        Diagnostic::error(format!("no caller is in a subsystem or file called {wanted:?}"))
            .help(help)
    }

    /// The patch that adds the new API; `None` when the tree has it.
    fn primitive(&self) -> Outcome<Option<Patch>> {
        let tree = &self.survey.tree;
        let changes = migration::plan(self.migration, &|path| tree.read(path))?;
        let Some(template) =
            self.migration.messages.get(MessageKind::Primitive).filter(|_| !changes.is_empty())
        else {
            return Ok(None);
        };
        let files: Vec<FileChange> = changes
            .iter()
            .map(|change| FileChange {
                path: change.path().to_owned(),
                before: match change {
                    migration::Change::Create { .. } => None,
                    migration::Change::Edit { before, .. } => Some(before.clone()),
                },
                after: Some(change.after()),
                mode: FileMode::Regular,
            })
            .collect();
        self.patch_of_definition(Role::Primitive, template, files).map(Some)
    }

    /// A patch of the files that define the API, with the words of `template`.
    fn patch_of_definition(
        &self,
        role: Role,
        template: &Template,
        files: Vec<FileChange>,
    ) -> Outcome<Patch> {
        let listed =
            files.iter().map(|file| format!("  {}", file.path)).collect::<Vec<_>>().join("\n");
        let (subject, body) =
            self.words(template, [("files", listed), ("tested", self.tested.to_owned())])?;
        let (prefix, subject) = split_subject(&subject);
        let groups = group(files.iter().map(|file| file.path.as_str()), &self.survey.maintainers);
        let largest = groups.iter().max_by_key(|group| group.paths.len());
        Ok(Patch {
            role,
            apart: None,
            subsystem: largest.map(|group| group.subsystem.clone()).unwrap_or_default(),
            prefix,
            subject,
            body,
            note: String::new(),
            files,
            recipients: Recipients::default(),
            sites: Vec::new(),
        })
    }

    /// The patch that folds the old functions into the new ones; `None` when something stands in its way.
    fn fold_patch(&self, before: &[Patch]) -> Outcome<Option<Patch>> {
        let changed: Overlay = before
            .iter()
            .flat_map(|patch| &patch.files)
            .filter_map(|file| Some((file.path.clone(), file.after.clone()?)))
            .collect();
        let template = self.migration.messages.get(MessageKind::Fold).filter(|_| self.folds);
        let Some(template) = template else { return Ok(None) };
        let Fold::Ready(files) = fold(self.survey, self.migration, &changed)? else {
            return Ok(None);
        };
        self.patch_of_definition(Role::Fold, template, files).map(Some)
    }

    /// What the history calls the files.
    fn subjects(&self, files: &[&FileResult]) -> Outcome<BTreeMap<String, Vec<String>>> {
        match (self.repository, &self.base) {
            (Some(repository), Some(base)) => {
                let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
                Ok(repository.subjects(base, &paths)?)
            }
            _ => Ok(BTreeMap::new()),
        }
    }

    /// The patch of one subsystem.
    fn patch(&self, group: &Group, prefix: &str, files: &[&FileResult]) -> Outcome<Patch> {
        let template = self
            .migration
            .messages
            .get(MessageKind::Patch)
            .ok_or_else(|| missing_message("patch"))?;
        let paths: Vec<&str> = group.paths.iter().map(String::as_str).collect();
        let sites: Vec<&Site> = files
            .iter()
            .flat_map(|file| &file.sites)
            .filter(|site| site.state == State::Convertible)
            .collect();
        let mut applied: BTreeMap<usize, Applied> = BTreeMap::new();
        for (place, own) in files.iter().flat_map(|file| &file.rules) {
            applied.entry(*place).or_default().merge(own);
        }
        let rules: Vec<_> = applied
            .iter()
            .map(|(place, applied)| (self.survey.conversion.rule(*place), applied))
            .collect();
        let (subject, body) = self.words(
            template,
            [
                ("prefix", prefix.to_owned()),
                ("subsystem", group.subsystem.clone()),
                (
                    "files",
                    paths.iter().map(|path| format!("  {path}")).collect::<Vec<_>>().join("\n"),
                ),
                ("sites", sites.len().to_string()),
                ("functions", wording::functions(&sites)),
                ("calling", wording::calling(&sites)),
                ("changes", wording::changes(&rules, &self.everywhere())?),
                ("formless", self.formless(files)),
                ("smpl", wording::smpl(&self.migration.name, &rules)),
                ("rules", wording::rule_files(&self.migration.name, &rules)),
                ("tested", self.tested.to_owned()),
            ],
        )?;
        let subject =
            subject.strip_prefix(&format!("{prefix}: ")).map(str::to_owned).unwrap_or(subject);
        Ok(Patch {
            role: Role::Conversion,
            subsystem: group.subsystem.clone(),
            apart: self.apart(group),
            prefix: prefix.to_owned(),
            subject,
            body,
            note: String::new(),
            files: files.iter().map(|file| change_of(file)).collect(),
            recipients: Recipients::default(),
            sites: sites.iter().filter_map(|site| serde_json::to_value(site).ok()).collect(),
        })
    }

    /// What of these files the form asked for does not cover, and why; empty where it covers all, or none was asked for.
    fn formless(&self, files: &[&FileResult]) -> String {
        let Some(form) = self.form else { return String::new() };
        let conversion = &self.survey.conversion;
        let all = files.iter().flat_map(|file| conversion.formless(file));
        wording::formless(form, all)
    }

    /// The posting of its own that a group's patch goes in: by the tree that takes it.
    fn apart(&self, group: &Group) -> Option<Apart> {
        let tree = group.tree.as_deref()?;
        let posting =
            self.migration.postings.iter().find(|it| it.tree.is_match(tree.as_bytes()))?;
        Some(Apart { name: posting.name.clone(), tag: posting.tag.clone() })
    }

    fn cover(&self, patches: &[Patch]) -> Outcome<Cover> {
        let template = self
            .migration
            .messages
            .get(MessageKind::Cover)
            .ok_or_else(|| missing_message("cover"))?;
        let remaining = self.remaining();
        let text = |value: &serde_json::Value, key: &str| {
            value[key].as_str().unwrap_or_default().to_owned()
        };
        let listed = remaining
            .iter()
            .map(|site| format!("  {} {}()", text(site, "path"), text(site, "function")))
            .collect::<Vec<_>>();
        let converted: usize = patches.iter().map(|patch| patch.sites.len()).sum();
        let (subject, body) = self.words(
            template,
            [
                ("sites", converted.to_string()),
                ("total", self.survey.status.sites.len().to_string()),
                (
                    "patches",
                    patches
                        .iter()
                        .map(|patch| format!("  {}", patch.full_subject()))
                        .collect::<Vec<_>>()
                        .join("\n"),
                ),
                ("remaining_count", remaining.len().to_string()),
                ("left", wording::left(&remaining)),
                ("formless", self.formless(&self.chosen()?)),
                ("fold", wording::fold(patches, self.migration.fold.is_some())),
                ("tested", self.tested.to_owned()),
                (
                    "remaining",
                    if listed.is_empty() { "  (none)".to_owned() } else { listed.join("\n") },
                ),
            ],
        )?;
        Ok(Cover { subject, body, callers: self.callers(patches) })
    }

    /// Every caller and what becomes of it.
    fn callers(&self, patches: &[Patch]) -> Vec<Caller> {
        let mut converted: BTreeMap<(&str, u64), usize> = BTreeMap::new();
        for (at, site) in patches
            .iter()
            .enumerate()
            .flat_map(|(at, patch)| patch.sites.iter().map(move |site| (at, site)))
        {
            let path = site["path"].as_str().unwrap_or_default();
            converted.insert((path, site["line"].as_u64().unwrap_or_default()), at);
        }
        let fate = |site: &Site| {
            let patch = converted.get(&(site.path.as_str(), u64::from(site.line)));
            patch.map_or(Fate::Remains, |at| Fate::Converted(*at))
        };
        let caller = |site: &Site| Caller {
            path: site.path.clone(),
            function: site.function.clone(),
            fate: fate(site),
        };
        self.survey.status.sites.iter().map(caller).collect()
    }

    /// Values that every text may ask for.
    fn everywhere(&self) -> BTreeMap<&'static str, String> {
        let migration = self.migration;
        BTreeMap::from([
            ("name", migration.name.clone()),
            ("title", migration.title.clone()),
            ("summary", migration.summary.clone()),
            ("old", migration.api.old.join(", ")),
            ("new", migration.api.new.join(", ")),
            ("tool", TOOL.to_owned()),
        ])
    }

    /// Subject and body of a message.
    fn words<const N: usize>(
        &self,
        template: &Template,
        own: [(&'static str, String); N],
    ) -> Outcome<(String, String)> {
        let mut values = self.everywhere();
        values.extend(own);
        let text = template.render(&values)?;
        let (subject, body) = text.split_once('\n').unwrap_or((&text, ""));
        Ok((
            subject.trim().to_owned(),
            series::wrap::wrap_text(body.trim_start_matches('\n'), series::wrap::BODY_WIDTH),
        ))
    }
}

fn change_of(file: &FileResult) -> FileChange {
    FileChange {
        path: file.path.clone(),
        before: Some(file.before.clone()),
        after: file.after.clone(),
        mode: FileMode::Regular,
    }
}

fn paths(files: &[&FileResult]) -> BTreeSet<String> {
    files.iter().map(|file| file.path.clone()).collect()
}

/// `prefix` and the rest of `prefix: rest`.
fn split_subject(subject: &str) -> (String, String) {
    match subject.split_once(": ") {
        Some((prefix, rest)) => (prefix.to_owned(), rest.to_owned()),
        None => (String::new(), subject.to_owned()),
    }
}

fn missing_message(kind: &str) -> Failure {
    Diagnostic::error(format!("the migration has no {kind} message"))
        .help(format!("Add `{kind} = \"messages/{kind}.md\"` to [messages] in its migration.toml."))
        .into()
}
