//! A posting of a series to files: the cover letter, a mail a patch, and `series.json` for programs.

use crate::cover;
use crate::diff::{FileDiff, diffstat};
use crate::mail::{Mail, Position, Rendered, file_name, settled_body, subject_line};
use crate::maintainers::{Address, Maintainers, Query};
use crate::posting::Posting;
use crate::series::{Patch, Recipients, RenderOptions, Role, Series};
use serde::Serialize;
use serde_json::Value;
use source::Diagnostic;

/// The name of the file for programs.
pub const INDEX_FILE: &str = "series.json";

/// A file of the output: its name, without a folder, and its content.
pub type OutputFile = (String, Vec<u8>);

/// The files of a posting, the cover letter first and `series.json` last. The same input gives the same bytes.
///
/// # Errors
/// A series without a patch, patches that do not follow from each other, and what [`Patch::diffs`] refuses.
pub fn render(
    series: &Series,
    posting: &Posting,
    options: &RenderOptions,
    remaining: &[Value],
) -> Result<Vec<OutputFile>, Diagnostic> {
    if posting.patches.is_empty() {
        return Err(Diagnostic::error("the series has no patch")
            .help("Check with `treewide status` that there are callers that can be converted."));
    }
    let total = series.total(&posting.patches)?;
    let position = |number| Position {
        number,
        total: posting.patches.len(),
        version: series.version,
        tag: &posting.tag,
    };
    let cover = cover::mail(series, posting, options, &total, position(0))?;
    let mut files = vec![(file_name(position(0), "cover letter"), cover.bytes)];
    let mut index = Index {
        base: series.base.as_deref(),
        version: series.version,
        cover: files[0].0.clone(),
        patches: Vec::new(),
        remaining,
    };
    let patches = posting.patches.iter().map(|at| &series.patches[*at]);
    for (at, patch) in patches.enumerate() {
        let name = file_name(position(at + 1), &subject_line(&patch.full_subject()));
        let mail =
            patch_mail(patch, &patch.recipients, options, position(at + 1), Some(&cover.id))?;
        index.patches.push(IndexPatch::of(patch, &name));
        files.push((name, mail.bytes));
    }
    files.push((INDEX_FILE.to_owned(), index.bytes()?));
    Ok(files)
}

/// Finds the recipients of every patch, as `get_maintainer.pl` would for its mail before anyone is on it.
///
/// # Errors
/// What [`Patch::diffs`] refuses.
pub fn address(
    series: &mut Series,
    options: &RenderOptions,
    maintainers: &Maintainers,
) -> Result<(), Diagnostic> {
    for at in 0..series.patches.len() {
        let (total, version) = (series.patches.len(), series.version);
        let position = Position { number: at + 1, total, version, tag: "" };
        let patch = &series.patches[at];
        let mail = patch_mail(patch, &Recipients::default(), options, position, None)?;
        let found = maintainers.recipients(Query::Patch(&mail.bytes));
        series.patches[at].recipients = Recipients::of(&found);
    }
    Ok(())
}

fn patch_mail(
    patch: &Patch,
    recipients: &Recipients,
    options: &RenderOptions,
    position: Position<'_>,
    parent: Option<&str>,
) -> Result<Rendered, Diagnostic> {
    let body = settled_body(&patch.body, &patch.trailers(options));
    let mail = Mail {
        position,
        author: &options.author,
        date: options.date.later(position.number as i64),
        subject: &patch.full_subject(),
        body: &body,
        rest: changes(&patch.note, &patch.diffs()?),
        to: &recipients.to,
        cc: &recipients.cc,
        parent,
        tool: &options.tool,
    };
    Ok(mail.render())
}

/// `---`, the note, the table and the patches.
fn changes(note: &str, diffs: &[FileDiff]) -> Vec<u8> {
    let note = if note.is_empty() { String::new() } else { format!("{}\n\n", note.trim_end()) };
    let mut out = format!("---\n{note}{}\n", diffstat(diffs)).into_bytes();
    diffs.iter().for_each(|diff| out.extend_from_slice(&diff.text));
    out
}

#[derive(Serialize)]
struct Index<'a> {
    base: Option<&'a str>,
    version: u32,
    cover: String,
    patches: Vec<IndexPatch<'a>>,
    remaining: &'a [Value],
}

#[derive(Serialize)]
struct IndexPatch<'a> {
    file: String,
    subject: String,
    role: Role,
    subsystem: &'a str,
    paths: Vec<&'a str>,
    to: Vec<String>,
    cc: Vec<String>,
    sites: &'a [Value],
}

impl<'a> IndexPatch<'a> {
    fn of(patch: &'a Patch, file: &str) -> Self {
        let text = |list: &[Address]| list.iter().map(ToString::to_string).collect();
        Self {
            file: file.to_owned(),
            subject: subject_line(&patch.full_subject()),
            role: patch.role,
            subsystem: &patch.subsystem,
            paths: patch.paths(),
            to: text(&patch.recipients.to),
            cc: text(&patch.recipients.cc),
            sites: &patch.sites,
        }
    }
}

impl Index<'_> {
    fn bytes(&self) -> Result<Vec<u8>, Diagnostic> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|error| {
            Diagnostic::error(format!("the series can not be written as JSON: {error}"))
                .help("Describe sites with text, numbers and lists only.")
        })?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
