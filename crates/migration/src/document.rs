//! `migration.toml` as it is written: the keys and their types, nothing checked beyond that.
//!
//! Values that a later check may complain about carry their span. What each key means is said once, in
//! `docs/reference/migration-toml.md`; what it becomes is in [`crate::model`].

use serde::Deserialize;
use toml::Spanned;

use crate::model::Judges;

/// A string and where it stands.
pub(crate) type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    pub(crate) name: Text,
    pub(crate) title: Text,
    pub(crate) summary: Text,
    pub(crate) docs: Option<Text>,
    pub(crate) api: Spanned<Api>,
    #[serde(default)]
    pub(crate) scan: Scan,
    #[serde(default)]
    pub(crate) insert: Vec<Insert>,
    #[serde(default)]
    pub(crate) rule: Vec<Rule>,
    #[serde(default)]
    pub(crate) outline: Vec<Outline>,
    #[serde(default)]
    pub(crate) shape: Vec<Shape>,
    pub(crate) unclassified: Option<Unclassified>,
    #[serde(default)]
    pub(crate) guard: Vec<Guard>,
    #[serde(default)]
    pub(crate) comment: Vec<Comment>,
    pub(crate) fold: Option<Fold>,
    pub(crate) messages: Spanned<Messages>,
    #[serde(default)]
    pub(crate) posting: Vec<Posting>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Api {
    pub(crate) old: Vec<Text>,
    #[serde(default)]
    pub(crate) new: Vec<Text>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scan {
    pub(crate) extensions: Option<Vec<Text>>,
    #[serde(default)]
    pub(crate) exclude: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Probe {
    pub(crate) file: Text,
    pub(crate) matches: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Insert {
    pub(crate) file: Text,
    pub(crate) content: Vec<Text>,
    #[serde(default)]
    pub(crate) create: bool,
    #[serde(default)]
    pub(crate) after: Vec<Text>,
    #[serde(default)]
    pub(crate) before: Vec<Text>,
    pub(crate) at: Option<Place>,
    pub(crate) unless: Option<Text>,
    pub(crate) when: Option<Probe>,
    pub(crate) when_not: Option<Probe>,
}

/// A place that needs no anchor.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    End,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub(crate) file: Text,
    pub(crate) converts: Option<Text>,
    pub(crate) message: Option<Text>,
    #[serde(default)]
    pub(crate) follows: bool,
    pub(crate) form: Option<Text>,
    pub(crate) when: Option<Probe>,
    pub(crate) when_not: Option<Probe>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outline {
    pub(crate) marker: Text,
    pub(crate) function: Text,
    pub(crate) context: Text,
    pub(crate) parameters: Vec<Text>,
    pub(crate) call: Text,
    pub(crate) stop: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shape {
    pub(crate) name: Text,
    pub(crate) title: Text,
    pub(crate) file: Text,
    pub(crate) remains: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unclassified {
    pub(crate) name: Text,
    pub(crate) remains: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Guard {
    pub(crate) file: Text,
    #[serde(default)]
    pub(crate) judges: Judges,
    pub(crate) reason: Text,
    pub(crate) help: Option<Text>,
}

/// Words of a comment, and what they become.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Comment {
    pub(crate) old: Text,
    pub(crate) new: Text,
    pub(crate) form: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fold {
    pub(crate) when: Option<Probe>,
    pub(crate) when_not: Option<Probe>,
    #[serde(default)]
    pub(crate) rule: Vec<FoldRule>,
    #[serde(default)]
    pub(crate) insert: Vec<Insert>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FoldRule {
    pub(crate) file: Text,
    pub(crate) on: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Posting {
    pub(crate) name: Text,
    pub(crate) tag: Option<Text>,
    pub(crate) tree: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Messages {
    pub(crate) cover: Text,
    pub(crate) patch: Text,
    pub(crate) primitive: Option<Text>,
    pub(crate) fold: Option<Text>,
}
