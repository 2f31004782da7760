//! The cover letter: why, which callers, which patches, how much changes, on top of what.

use crate::diff::{FileChange, diffstat, file_diff};
use crate::mail::{Mail, Position, Rendered, settled_body, subject_line};
use crate::posting::Posting;
use crate::series::{Caller, Fate, Recipients, RenderOptions, Series};
use crate::wrap::BODY_WIDTH;
use source::Diagnostic;

/// The first words of a posting that needs another one.
const APART: &str = "These patches are part of a larger series and posted apart. What they need of\nthe rest is named by patch id at the end of this letter.";

/// Writes the cover letter of a posting. `total` is what it does to each file; it goes to all its patches go to.
pub(crate) fn mail(
    series: &Series,
    posting: &Posting,
    options: &RenderOptions,
    total: &[FileChange],
    position: Position<'_>,
) -> Result<Rendered, Diagnostic> {
    let diffs = total.iter().map(file_diff).collect::<Result<Vec<_>, _>>()?;
    let mut recipients = Recipients::default();
    let patches = posting.patches.iter().map(|at| &series.patches[*at]);
    patches.for_each(|patch| recipients.merge(&patch.recipients));
    let prerequisites = posting.prerequisites(series)?;
    let mut text = series.cover.body.trim_end().to_owned();
    if !prerequisites.is_empty() {
        text = format!("{APART}\n\n{text}");
    }
    if !series.cover.callers.is_empty() {
        text += &format!("\n\n{}", table(&series.cover.callers, posting));
    }
    if series.version > 1 {
        text = format!(
            "{}\n\nChanges in v{}: see under the `---` of each patch.",
            text.trim_end(),
            series.version
        );
    }
    let mut rest = format!("\n{}\n{}\n", patch_list(series, posting, options), diffstat(&diffs));
    if let Some(base) = &series.base {
        rest += &format!("base-commit: {base}\n");
    }
    for id in prerequisites {
        rest += &format!("prerequisite-patch-id: {id}\n");
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
fn patch_list(series: &Series, posting: &Posting, options: &RenderOptions) -> String {
    let mut out = format!("{} ({}):\n", options.author.name, posting.patches.len());
    for at in &posting.patches {
        out += &format!("  {}\n", subject_line(&series.patches[*at].full_subject()));
    }
    out
}

/// The callers by state: those that a patch of this posting converts with its number, then the others. Columns are as
/// wide as their longest cell, indented so that mail programs leave them alone; a function that does not fit in
/// [`BODY_WIDTH`] columns goes on a line of its own.
fn table(callers: &[Caller], posting: &Posting) -> String {
    let mut rows: Vec<(usize, usize, [String; 3])> = callers
        .iter()
        .map(|caller| {
            let (rank, number, state) = standing(caller, posting);
            (rank, number, [state, caller.path.clone(), function(caller)])
        })
        .collect();
    rows.sort();
    let header = ["patch", "file", "function"].map(str::to_owned);
    let cells = || std::iter::once(&header).chain(rows.iter().map(|(.., cells)| cells));
    let width =
        |column: usize| cells().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths = [width(0), width(1), width(2)];
    let rule = widths.map(|width| "-".repeat(width));
    std::iter::once(&header)
        .chain([&rule])
        .chain(rows.iter().map(|(.., cells)| cells))
        .map(|row| line(row, widths))
        .collect()
}

/// Where a caller stands: a rank to sort by, the number of its patch, and both in a word.
fn standing(caller: &Caller, posting: &Posting) -> (usize, usize, String) {
    match caller.fate {
        Fate::Converted(patch) => match posting.number(patch) {
            Some(number) => (0, number, number.to_string()),
            None => (1, 0, "apart".to_owned()),
        },
        Fate::Remains => (2, 0, "none yet".to_owned()),
    }
}

fn function(caller: &Caller) -> String {
    match caller.function.as_str() {
        "" => "-".to_owned(),
        name => format!("{name}()"),
    }
}

fn line([state, path, function]: &[String; 3], widths: [usize; 3]) -> String {
    let [first, second, third] = widths;
    let start = format!("  {state:<first$}  ");
    if start.chars().count() + second + 2 + third <= BODY_WIDTH {
        return format!("{start}{path:<second$}  {function}").trim_end().to_owned() + "\n";
    }
    let under = " ".repeat(start.chars().count() + 2);
    format!("{start}{path}\n{under}{function}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(path: &str, function: &str, fate: Fate) -> Caller {
        Caller { path: path.to_owned(), function: function.to_owned(), fate }
    }

    #[test]
    fn callers_come_by_state_and_patch() {
        let posting = Posting { name: String::new(), tag: String::new(), patches: vec![0, 2, 3] };
        let callers = [
            caller("fs/splice.c", "to_pipe", Fate::Remains),
            caller("net/tls/tls_sw.c", "setup", Fate::Converted(3)),
            caller("net/9p/x.c", "", Fate::Converted(1)),
            caller("fs/a.c", "f", Fate::Converted(2)),
        ];
        let expected = "  patch     file              function\n\
                        \x20 --------  ----------------  ---------\n\
                        \x20 2         fs/a.c            f()\n\
                        \x20 3         net/tls/tls_sw.c  setup()\n\
                        \x20 apart     net/9p/x.c        -\n\
                        \x20 none yet  fs/splice.c       to_pipe()\n";
        assert_eq!(table(&callers, &posting), expected);
    }

    #[test]
    fn long_rows_are_two_lines() {
        let posting = Posting { name: String::new(), tag: String::new(), patches: vec![0] };
        let long = caller(&"d/".repeat(20), &"f".repeat(30), Fate::Converted(0));
        let shown = table(&[long], &posting);
        assert!(shown.lines().all(|line| line.chars().count() <= BODY_WIDTH), "{shown}");
        assert_eq!(shown.lines().count(), 6);
    }
}
