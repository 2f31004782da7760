//! The tables `[[insert]]`.

use super::Check;
use crate::document::{self, Insert, Text};
use crate::folder::span_of;
use crate::model::{Anchor, Insertion, Place, Side};

/// The folder, below that of the manifest, that `content` names files in.
const CONTENT: &str = "insert";

impl Check {
    pub(super) fn insertion(&mut self, insert: &Insert) -> Option<Insertion> {
        let file = self.tree_path(&insert.file);
        let when = self.condition(insert.when.as_ref(), insert.when_not.as_ref());
        let unless = insert.unless.as_ref().and_then(|pattern| self.pattern(pattern));
        let place = self.place(insert);
        let text = self.content(insert)?;
        Some(Insertion { file, text, place: place?, unless, when, span: span_of(&insert.file) })
    }

    /// Exactly one way to say where is allowed.
    fn place(&mut self, insert: &Insert) -> Option<Place> {
        let mut anchors = Vec::new();
        for (side, patterns) in [(Side::After, &insert.after), (Side::Before, &insert.before)] {
            for text in patterns {
                let pattern = self.pattern(text)?;
                anchors.push(Anchor { side, pattern, span: span_of(text) });
            }
        }
        let given = [
            insert.create.then_some(Place::Create),
            (insert.at == Some(document::Place::End)).then_some(Place::End),
            (!anchors.is_empty()).then_some(Place::Anchors(anchors)),
        ];
        let mut given = given.into_iter().flatten();
        match (given.next(), given.next()) {
            (Some(place), None) => Some(place),
            (first, _) => {
                let which = if first.is_some() { "more than one place" } else { "no place" };
                let message = format!("the insertion into `{}` has {which}", insert.file.get_ref());
                let help = "Give one of `after` or `before` (lists of patterns), `at = \"end\"` and `create = true`.";
                self.fault(span_of(&insert.file), message, "this insertion", help);
                None
            }
        }
    }

    /// The files of `content`, joined.
    fn content(&mut self, insert: &Insert) -> Option<String> {
        let parts: Vec<_> = insert.content.iter().map(|file| self.part(file)).collect();
        let text: String = parts.into_iter().collect::<Option<_>>()?;
        if text.is_empty() {
            let message = format!("nothing to insert into `{}`", insert.file.get_ref());
            let help = format!("Name a file of {CONTENT}/ that holds text in `content`.");
            self.fault(span_of(&insert.file), message, "this insertion", &help);
            return None;
        }
        Some(text)
    }

    fn part(&mut self, file: &Text) -> Option<String> {
        let read = self.folder.below(CONTENT).read(file);
        let (_, mut text) = self.take(read)?;
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        Some(text)
    }
}
