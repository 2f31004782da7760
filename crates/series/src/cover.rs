//! The cover letter: why, which callers, which patches, how much changes, on top of what.

use crate::diff::{FileChange, diffstat, file_diff};
use crate::mail::{Mail, Position, Rendered, settled_body, subject_line};
use crate::series::{Recipients, RenderOptions, Series, Table};
use source::Diagnostic;

/// Writes the cover letter. `total` is what the series does to each file; it goes to all its patches go to.
pub(crate) fn mail(
    series: &Series,
    options: &RenderOptions,
    total: &[FileChange],
    position: Position,
) -> Result<Rendered, Diagnostic> {
    let diffs = total.iter().map(file_diff).collect::<Result<Vec<_>, _>>()?;
    let mut recipients = Recipients::default();
    series.patches.iter().for_each(|patch| recipients.merge(&patch.recipients));
    let mut text = series.cover.body.trim_end().to_owned();
    let table = table(&series.cover.callers);
    if !table.is_empty() {
        text += &format!("\n\n{table}");
    }
    let mut rest = format!("\n{}\n{}\n", patch_list(series, options), diffstat(&diffs));
    if let Some(base) = &series.base {
        rest += &format!("base-commit: {base}\n");
    }
    let mail = Mail {
        position,
        author: &options.author,
        date: options.date,
        subject: &series.cover.subject,
        body: &settled_body(&text, &[]),
        rest: rest.into_bytes(),
        to: &recipients.to,
        cc: &recipients.cc,
        parent: None,
        tool: &options.tool,
    };
    Ok(mail.render())
}

/// The author and the subjects, as `git shortlog` lists them.
fn patch_list(series: &Series, options: &RenderOptions) -> String {
    let mut out = format!("{} ({}):\n", options.author.name, series.patches.len());
    for patch in &series.patches {
        out += &format!("  {}\n", subject_line(&patch.full_subject()));
    }
    out
}

/// Columns side by side, two spaces apart, indented so that mail programs and wrapping leave them alone.
fn table(table: &Table) -> String {
    if table.rows.is_empty() {
        return String::new();
    }
    let rows = || std::iter::once(&table.header).chain(&table.rows);
    let columns = rows().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows().filter_map(|row| row.get(column)).map(|it| it.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        format!("  {}", cells.collect::<Vec<_>>().join("  ")).trim_end().to_owned() + "\n"
    };
    let body: String = table.rows.iter().map(line).collect();
    line(&table.header) + &line(&rule) + &body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let row = |cells: &[&str]| cells.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let callers = Table {
            header: row(&["file", "shape"]),
            rows: vec![row(&["net/tls/tls_sw.c", "walk"]), row(&["fs/splice.c", "ädd"])],
        };
        let expected = "  file              shape\n  ----------------  -----\n\
                        \x20 net/tls/tls_sw.c  walk\n  fs/splice.c       ädd\n";
        assert_eq!(table(&callers), expected);
        assert_eq!(table(&Table::default()), "");
    }
}
