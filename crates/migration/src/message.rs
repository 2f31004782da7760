//! The texts of a series: which there are, and which names each may ask for.
//!
//! A message is a [`Template`] whose first line is the subject and whose second is blank, as git takes it.

use source::{Diagnostic, Span};

use crate::Template;

/// Which text of a series.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MessageKind {
    /// The cover letter.
    Cover,
    /// The patch that adds the new API.
    Primitive,
    /// A patch that converts the callers of one subsystem.
    Patch,
    /// The patch that folds the old function into the new one.
    Fold,
}

/// Names that every message may ask for.
const EVERYWHERE: [&str; 6] = ["name", "title", "summary", "old", "new", "tool"];

impl MessageKind {
    /// All of them, in the order of a series.
    pub const ALL: [Self; 4] = [Self::Cover, Self::Primitive, Self::Patch, Self::Fold];

    /// Its key in the table `[messages]`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cover => "cover",
            Self::Primitive => "primitive",
            Self::Patch => "patch",
            Self::Fold => "fold",
        }
    }

    /// The names that a template of this kind may ask for. `docs/reference/migration-toml.md` says what each holds.
    pub fn vocabulary(self) -> Vec<&'static str> {
        let own: &[&str] = match self {
            Self::Cover => &[
                "sites",
                "total",
                "patches",
                "remaining",
                "remaining_count",
                "left",
                "formless",
                "fold",
                "tested",
            ],
            Self::Patch => &[
                "prefix",
                "subsystem",
                "files",
                "sites",
                "functions",
                "calling",
                "changes",
                "formless",
                "smpl",
                "rules",
                "tested",
            ],
            Self::Primitive | Self::Fold => &["files", "tested"],
        };
        EVERYWHERE.iter().chain(own).copied().collect()
    }
}

/// The paragraph of a rule: a template that may name the functions in which the rule changed something.
pub(crate) fn paragraph(path: &str, text: &str) -> Result<Template, Vec<Diagnostic>> {
    Template::parse(path, text, &["functions", "tool", "old", "new"])
}

/// The templates of one migration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Messages {
    pub(crate) cover: Template,
    pub(crate) patch: Template,
    pub(crate) primitive: Option<Template>,
    pub(crate) fold: Option<Template>,
}

impl Messages {
    /// The template of a kind; `None` when the migration has no such patch.
    pub fn get(&self, kind: MessageKind) -> Option<&Template> {
        match kind {
            MessageKind::Cover => Some(&self.cover),
            MessageKind::Patch => Some(&self.patch),
            MessageKind::Primitive => self.primitive.as_ref(),
            MessageKind::Fold => self.fold.as_ref(),
        }
    }
}

/// Reads a message: a template with a subject.
pub(crate) fn parse(
    kind: MessageKind,
    path: &str,
    text: &str,
) -> Result<Template, Vec<Diagnostic>> {
    let mut lines = text.split_inclusive('\n');
    let subject = lines.next().unwrap_or_default();
    let second = lines.next().unwrap_or_default();
    if subject.trim().is_empty() || !second.trim().is_empty() {
        let at = if subject.trim().is_empty() { 0 } else { subject.len() };
        let line = if at == 0 { subject } else { second };
        let span = Span::new(at as u32, (at + line.trim_end().len()) as u32);
        return Err(vec![
            Diagnostic::error(format!("the {} message has no subject of its own", kind.key()))
                .at(path, span, "here")
                .help("Write the subject on the first line and leave the second line blank."),
        ]);
    }
    Template::parse(path, text, &kind.vocabulary())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_starts_with_a_subject_and_a_blank_line() {
        let check =
            |text: &str| parse(MessageKind::Patch, "m", text).map_err(|d| d[0].labels[0].span);
        assert!(check("{prefix}: convert\n\nbody {smpl}\n").is_ok());
        assert!(check("{prefix}: convert\n").is_ok());
        assert_eq!(check("{prefix}: convert\nbody\n").expect_err("no blank"), Span::new(18, 22));
        assert_eq!(check("\nbody\n").expect_err("no subject"), Span::new(0, 0));
        assert_eq!(check("").expect_err("nothing"), Span::new(0, 0));
    }

    #[test]
    fn each_kind_has_its_own_names() {
        assert!(parse(MessageKind::Cover, "m", "s\n\n{smpl}\n").is_err());
        assert!(parse(MessageKind::Patch, "m", "s\n\n{smpl}\n").is_ok());
    }
}
