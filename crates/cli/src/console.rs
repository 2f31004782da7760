//! What the user sees besides results: messages and progress on standard error, errors with a caret.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use indicatif::{ProgressBar, ProgressStyle};
use source::{Diagnostic, Label, Severity};

use crate::arguments::{ColorChoice, Global};

/// A number with its noun: `1 match`, `2 matches`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    let ending = match noun {
        _ if number == 1 => "",
        _ if noun.ends_with("ch") || noun.ends_with('s') => "es",
        _ => "s",
    };
    format!("{number} {noun}{ending}")
}

/// How much to say, and how.
pub(crate) struct Console {
    quiet: bool,
    verbose: bool,
    color: ColorChoice,
}

impl Console {
    pub(crate) fn new(global: &Global) -> Self {
        Self { quiet: global.quiet, verbose: global.verbose, color: global.color }
    }

    /// Something worth knowing.
    pub(crate) fn say(&self, text: impl AsRef<str>) {
        if !self.quiet {
            self.write(text.as_ref());
        }
    }

    /// Something worth knowing for who asked to know more.
    pub(crate) fn detail(&self, text: impl AsRef<str>) {
        if self.verbose {
            self.write(text.as_ref());
        }
    }

    /// Whether results on standard output are coloured.
    pub(crate) fn colours_output(&self) -> bool {
        self.colours(io::stdout().is_terminal())
    }

    /// A bar for `total` pieces of long work: on a terminal only.
    pub(crate) fn progress(&self, what: &'static str, total: Option<u64>) -> ProgressBar {
        if self.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = match total {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::new_spinner(),
        };
        let template = if total.is_some() {
            "{msg} [{bar:30}] {pos}/{len} {eta}"
        } else {
            "{spinner} {msg} {pos}"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(100));
        bar
    }

    /// Shows findings, errors last.
    pub(crate) fn report_all(&self, diagnostics: &[Diagnostic]) {
        let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
        sorted.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
        for diagnostic in sorted {
            self.report(diagnostic);
        }
    }

    /// Shows one finding, with the lines it is about.
    pub(crate) fn report(&self, diagnostic: &Diagnostic) {
        if self.quiet && diagnostic.severity != Severity::Error {
            return;
        }
        let renderer = if self.colours(io::stderr().is_terminal()) {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        self.write(&renderer.render(&groups(diagnostic, &sources(diagnostic))));
    }

    fn colours(&self, is_terminal: bool) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none(),
        }
    }

    fn write(&self, text: &str) {
        // Nobody is left to be told that standard error is closed.
        let _ = writeln!(io::stderr().lock(), "{text}");
    }
}

/// The files that labels are about. One that has gone, or is no file, gives a label without lines.
fn sources(diagnostic: &Diagnostic) -> Vec<Option<String>> {
    let read = |label: &Label| fs::read(&label.path).ok().map(|text| printable(&text));
    diagnostic.labels.iter().map(read).collect()
}

/// The text with a byte for a byte, so that offsets hold: what is not ASCII or would steer the terminal is a dot.
fn printable(text: &[u8]) -> String {
    let visible = |byte: &u8| match byte {
        b'\n' | b'\t' | b' '..=b'~' => char::from(*byte),
        _ => '.',
    };
    text.iter().map(visible).collect()
}

fn groups<'a>(diagnostic: &'a Diagnostic, sources: &'a [Option<String>]) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()));
    for (at, (label, source)) in diagnostic.labels.iter().zip(sources).enumerate() {
        let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        group = match source {
            Some(source) if !source.is_empty() => {
                let end = source.len();
                let span = (label.span.start as usize).min(end)..(label.span.end as usize).min(end);
                let annotation = kind.span(span).label(label.text.as_str());
                group.element(
                    Snippet::source(source.as_str())
                        .path(label.path.as_str())
                        .annotation(annotation),
                )
            }
            _ => group.element(Level::NOTE.message(format!("in {}", label.path))),
        };
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    vec![group]
}

/// Writes a result to standard output. A closed pipe is the reader's wish to hear no more: not an error.
///
/// # Errors
/// Any other failure to write.
pub(crate) fn print(text: &str) -> crate::failure::Outcome<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Diagnostic::error(format!("standard output can not be written: {error}")).into())
        }
        _ => Ok(()),
    }
}
