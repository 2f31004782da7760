//! The table under the `---` line of a patch: which files changed, and how much.
//!
//! ```text
//!  fs/ceph/file.c   | 20 ++++++++++----------
//!  net/tls/tls_sw.c |  4 ++--
//!  2 files changed, 12 insertions(+), 12 deletions(-)
//! ```

use super::{FileDiff, header::quoted};

/// Columns of the table, as `git format-patch` prints it.
const WIDTH: usize = 72;

/// The diffstat of `diffs`, with the lines on files that come and go; it ends in a newline, or is empty when there
/// is nothing to count.
pub fn diffstat(diffs: &[FileDiff]) -> String {
    let diffs: Vec<&FileDiff> = diffs.iter().filter(|diff| !diff.text.is_empty()).collect();
    if diffs.is_empty() {
        return String::new();
    }
    let columns = Columns::of(&diffs);
    let mut out: String = diffs.iter().map(|diff| columns.row(diff)).collect();
    out += &totals(&diffs);
    for summary in diffs.iter().filter_map(|diff| diff.summary.as_deref()) {
        out += summary;
        out.push('\n');
    }
    out
}

struct Columns {
    name: usize,
    number: usize,
    graph: usize,
    max_change: usize,
}

impl Columns {
    /// Names get what the graph does not need, and the graph three eighths at least.
    fn of(diffs: &[&FileDiff]) -> Self {
        let longest =
            |len: fn(&FileDiff) -> usize| diffs.iter().map(|it| len(it)).max().unwrap_or(0);
        let max_change = longest(|diff| diff.added + diff.removed);
        let wanted = longest(|diff| quoted(&diff.path).chars().count());
        let number = max_change.to_string().len();
        let mut columns = Self { name: wanted, number, graph: max_change, max_change };
        if wanted + number + 6 + max_change > WIDTH {
            let share = (WIDTH * 3 / 8).saturating_sub(number + 6).max(6);
            columns.graph = columns.graph.min(share);
            let left = WIDTH.saturating_sub(number + 6);
            if wanted > left - columns.graph {
                columns.name = left - columns.graph;
            } else {
                columns.graph = left - wanted;
            }
        }
        columns
    }

    fn row(&self, diff: &FileDiff) -> String {
        let name = self.shortened(&quoted(&diff.path));
        let (plus, minus) = self.graph(diff.added, diff.removed);
        let total = diff.added + diff.removed;
        let space = if total > 0 { " " } else { "" };
        let (width, number) = (self.name, self.number);
        let (plus, minus) = ("+".repeat(plus), "-".repeat(minus));
        format!(" {name:<width$} | {total:>number$}{space}{plus}{minus}\n")
    }

    /// A name that is too long loses its front, up to a slash where there is one.
    fn shortened(&self, name: &str) -> String {
        let len = name.chars().count();
        if len <= self.name {
            return name.to_owned();
        }
        let tail: String = name.chars().skip(len - (self.name - 3)).collect();
        let tail = tail.find('/').map_or(tail.as_str(), |slash| &tail[slash..]);
        format!("...{tail}")
    }

    fn graph(&self, added: usize, removed: usize) -> (usize, usize) {
        if self.graph > self.max_change {
            return (added, removed);
        }
        let scaled = |count: usize| match count {
            0 => 0,
            count => 1 + count * (self.graph - 1) / self.max_change,
        };
        let both = added > 0 && removed > 0;
        let total = scaled(added + removed).max(if both { 2 } else { 0 });
        if added < removed {
            let plus = scaled(added);
            (plus, total - plus)
        } else {
            let minus = scaled(removed);
            (total - minus, minus)
        }
    }
}

fn totals(diffs: &[&FileDiff]) -> String {
    let added: usize = diffs.iter().map(|diff| diff.added).sum();
    let removed: usize = diffs.iter().map(|diff| diff.removed).sum();
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let mut out = format!(" {} file{} changed", diffs.len(), plural(diffs.len()));
    if added > 0 || removed == 0 {
        out += &format!(", {added} insertion{}(+)", plural(added));
    }
    if removed > 0 || added == 0 {
        out += &format!(", {removed} deletion{}(-)", plural(removed));
    }
    out + "\n"
}
