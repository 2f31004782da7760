//! The table of callers as Markdown, for a README or the cover letter of a series.

use crate::{Status, printable};

/// A table with one row a caller, subsystems in order, the reason of what remains in its last column.
pub fn markdown(status: &Status) -> String {
    let mut out = String::from("| subsystem | caller | shape | state |\n|---|---|---|---|\n");
    for (subsystem, sites) in status.by_subsystem() {
        for site in sites {
            let place = match site.function.as_str() {
                "" => code(&format!("{}:{}", site.path, site.line)),
                name => format!("{} {}", code(&site.path), code(&format!("{name}()"))),
            };
            let reason = site.reason.as_deref().map(|reason| format!(": {}", escape(reason)));
            out += &format!(
                "| {} | {place} | {} | {}{} |\n",
                escape(subsystem),
                escape(&site.shape),
                site.state.name(),
                reason.unwrap_or_default(),
            );
        }
    }
    out
}

/// Text whose characters mean nothing but themselves.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in printable(text).chars() {
        if c.is_ascii_punctuation()
            && !matches!(c, ',' | '.' | '/' | ':' | '\'' | '(' | ')' | '-' | '"' | ';' | '?' | '=')
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A code span; the fence is longer than any run of backquotes in the text.
fn code(text: &str) -> String {
    let text = printable(text).replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}
