//! The status of a tree for a terminal: one block a subsystem, one line a caller, reasons wrapped below.
//!
//! ```text
//! NETWORKING [TLS] (2)
//!   net/tls/tls_sw.c:1320  tls_setup_from_iter()  walk  convertible
//!   net/tls/tls_sw.c:1508  tls_pull()             kept  remaining
//!       the pages stay in the caller's own array
//!
//! 2 callers in 1 file: 1 convertible, 1 remaining
//! ```

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use crate::{Site, State, Status, printable};

/// Whether escape codes may be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Colour {
    /// None.
    Plain,
    /// Of the ANSI kind.
    Ansi,
}

impl Colour {
    fn paint(self, style: Style, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Ansi => format!("{style}{text}{style:#}"),
        }
    }
}

/// How far reasons are set in.
const REASON_INDENT: &str = "      ";
/// The least width that reasons are wrapped to, in columns.
const LEAST_WIDTH: usize = 40;

/// The table, `width` columns wide where reasons are concerned; names are never cut.
pub fn table(status: &Status, width: usize, colour: Colour) -> String {
    let widths = Widths::of(&status.sites);
    let mut out = String::new();
    for (subsystem, sites) in status.by_subsystem() {
        let name =
            if subsystem.is_empty() { "(no subsystem)".into() } else { printable(subsystem) };
        let heading = format!("{name} ({})", sites.len());
        out += &format!("{}\n", colour.paint(Style::new().bold(), &heading));
        for site in sites {
            out += &row(site, &widths, colour);
            out += &reason(site, width, colour);
        }
        out.push('\n');
    }
    out += &format!("{}\n{}\n", status.summary(), status.coverage.summary());
    for unread in &status.coverage.unread {
        out += &format!(
            "  {}:{}: {}\n",
            printable(&unread.path),
            unread.line,
            printable(&unread.reason)
        );
    }
    out
}

/// The widths of the columns, in terminal columns.
struct Widths {
    place: usize,
    function: usize,
    shape: usize,
}

impl Widths {
    fn of(sites: &[Site]) -> Self {
        let widest = |text: fn(&Site) -> String| {
            sites.iter().map(|site| text(site).width()).max().unwrap_or_default()
        };
        Self {
            place: widest(place),
            function: widest(function),
            shape: widest(|site| printable(&site.shape).into_owned()),
        }
    }
}

fn place(site: &Site) -> String {
    format!("{}:{}", printable(&site.path), site.line)
}

fn function(site: &Site) -> String {
    match site.function.as_str() {
        "" => "-".to_owned(),
        name => format!("{}()", printable(name)),
    }
}

fn row(site: &Site, widths: &Widths, colour: Colour) -> String {
    let style = match site.state {
        State::Remaining => AnsiColor::Yellow.on_default(),
        State::Convertible => AnsiColor::Green.on_default(),
    };
    format!(
        "  {}  {}  {}  {}\n",
        padded(&place(site), widths.place),
        padded(&function(site), widths.function),
        padded(&printable(&site.shape), widths.shape),
        colour.paint(style, site.state.name()),
    )
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn reason(site: &Site, width: usize, colour: Colour) -> String {
    let Some(reason) = &site.reason else { return String::new() };
    let width = width.max(LEAST_WIDTH) - REASON_INDENT.len();
    let reason = printable(reason);
    let lines = textwrap::wrap(&reason, width);
    lines
        .iter()
        .map(|line| format!("{REASON_INDENT}{}\n", colour.paint(Style::new().dimmed(), line)))
        .collect()
}
