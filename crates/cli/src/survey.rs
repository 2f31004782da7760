//! A migration on a tree: every caller, what it looks like, and what the rules make of it.

use std::path::Path;

use migration::Migration;
use rayon::prelude::*;
use series::group::group;
use series::maintainers::Maintainers;
use source::Diagnostic;
use tracker::{Coverage, Status};

use crate::console::Console;
use crate::conversion::{Conversion, FileResult};
use crate::defaults::migration_roots;
use crate::failure::{Exit, Outcome};
use crate::header_cache::TreeHeaders;
use crate::knowledge::{Knowledge, KnowledgeOptions};
use crate::scan::scan;
use crate::source_tree::SourceTree;

/// The migration of a name or folder.
pub(crate) fn load_migration(wanted: &str) -> Outcome<Migration> {
    Ok(migration::find(wanted, &migration_roots())?)
}

/// All that was found.
pub(crate) struct Survey<'m> {
    pub(crate) tree: SourceTree,
    pub(crate) maintainers: Maintainers,
    pub(crate) conversion: Conversion<'m>,
    /// Files with calls, by path.
    pub(crate) files: Vec<FileResult>,
    pub(crate) status: Status,
}

/// Looks at every file of a tree.
pub(crate) fn survey<'m>(
    migration: &'m Migration,
    root: &Path,
    options: &KnowledgeOptions,
    jobs: usize,
    console: &Console,
) -> Outcome<Survey<'m>> {
    survey_in_form(migration, None, root, options, jobs, console)
}

/// The same, with what the rules make of the callers in a form of the migration.
pub(crate) fn survey_in_form<'m>(
    migration: &'m Migration,
    form: Option<&str>,
    root: &Path,
    options: &KnowledgeOptions,
    jobs: usize,
    console: &Console,
) -> Outcome<Survey<'m>> {
    let tree = SourceTree::open(root)?;
    let (maintainers, problems) = tree.maintainers()?;
    for problem in &problems {
        console.detail(&problem.message);
    }
    let read = |path: &str| tree.read(path);
    let conversion = Conversion::new(migration, form, &read)?;
    let macros = options.macros()?;
    let looking = console.progress("looking for callers", None);
    let wanted = |path: &str| {
        looking.inc(1);
        migration.scan.covers(path)
    };
    let scanned = scan(&tree, &migration.api.old, jobs, &wanted)?;
    looking.finish_and_clear();
    let knowledge = if options.no_headers {
        Knowledge::without_headers(macros)
    } else {
        let headers = TreeHeaders::new(root, scanned.headers);
        let texts = scanned.mentions.iter().map(|it| (it.path.as_str(), it.text.as_slice()));
        Knowledge::of_tree(macros, &headers, texts, conversion.wanted(), console)
    };
    let bar = console.progress("converting", Some(scanned.mentions.len() as u64));
    let (files, bytes, mentioning) = (scanned.files, scanned.bytes, scanned.mentions.len() as u64);
    let mut results: Vec<FileResult> = scanned
        .mentions
        .into_par_iter()
        .map(|mention| {
            let known = knowledge.of(Path::new(&mention.path), &mention.text);
            let result = conversion.file(&mention.path, mention.text, &known);
            bar.inc(1);
            result
        })
        .collect();
    bar.finish_and_clear();
    for result in &mut results {
        let subsystem = group([result.path.as_str()], &maintainers).remove(0).subsystem;
        for site in &mut result.sites {
            site.subsystem.clone_from(&subsystem);
        }
        console.report_all(&result.problems);
    }
    let coverage = Coverage {
        files,
        bytes,
        files_mentioning: mentioning,
        files_with_errors: results.iter().filter(|result| !result.unread.is_empty()).count() as u64,
        unread: results.iter().flat_map(|result| result.unread.clone()).collect(),
    };
    let sites = results.iter().flat_map(|result| result.sites.clone()).collect();
    let status = Status::new(name_of(root), sites, coverage);
    Ok(Survey { tree, maintainers, conversion, files: results, status })
}

impl Survey<'_> {
    /// How a run over this tree ends.
    pub(crate) fn exit(&self) -> Exit {
        match (self.status.sites.is_empty(), self.status.coverage.files_with_errors) {
            (true, 0) => Exit::Nothing,
            (_, 0) => Exit::Done,
            _ => Exit::Incomplete,
        }
    }

    /// Names the files that were not read in full: a caller may hide there.
    pub(crate) fn report_coverage(&self, console: &Console) {
        for unread in &self.status.coverage.unread {
            console.report(
                &Diagnostic::warning(format!(
                    "{}:{} was not understood: {}",
                    unread.path, unread.line, unread.reason
                ))
                .help("A caller may hide there. `treewide parse --errors FILE` shows the place."),
            );
        }
        console.say(self.status.coverage.summary());
    }
}

/// The name of a tree: its folder's.
fn name_of(root: &Path) -> String {
    let full = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    full.file_name()
        .map_or_else(|| root.display().to_string(), |name| name.to_string_lossy().into_owned())
}
