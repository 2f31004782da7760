//! From the manifest as written to a migration that can be relied on; every fault is found, not only the first.
//!
//! Each method takes a part of the [`Document`] and gives its part of the [`Migration`]; what is wrong is noted on the
//! way, and a part that can not be had is left out, since the faults will stop the whole.

mod fold;
mod insertion;
mod outline;
mod pattern;

use std::collections::BTreeSet;

use source::{Diagnostic, Span};

use crate::document::{self, Document, Text};
use crate::folder::{Folder, span_of};
use crate::message::{self, MessageKind};
use crate::model::{
    Api, Guard, Migration, Posting, Role, Rule, SemanticPatch, Shape, Unclassified,
};
use crate::suggest::next_step;
use crate::{Messages, Template};

/// What a manifest names, and what was found wrong so far.
struct Check {
    folder: Folder,
    patches: Folder,
    faults: Vec<Diagnostic>,
}

/// The migration that `document` describes; `patches` is the folder of its semantic patches.
///
/// # Errors
/// Every fault in it, in the order of the tables.
pub(crate) fn check(
    document: &Document,
    folder: Folder,
    patches: Folder,
) -> Result<Migration, Vec<Diagnostic>> {
    let mut check = Check { folder, patches, faults: Vec::new() };
    check.name(&document.name);
    let migration = Migration {
        name: document.name.get_ref().clone(),
        title: check.line(&document.title),
        summary: document.summary.get_ref().trim().to_owned(),
        docs: document.docs.as_ref().map(|docs| check.address(docs)),
        manifest: check.folder.manifest.clone(),
        folder: check.folder.path.clone(),
        api: check.api(&document.api),
        scan: check.scan(document),
        insertions: document.insert.iter().filter_map(|i| check.insertion(i)).collect(),
        rules: check.rules(document),
        outlines: document.outline.iter().map(|outline| check.outline(outline)).collect(),
        shapes: check.shapes(document),
        unclassified: check.unclassified(document.unclassified.as_ref()),
        guards: document.guard.iter().filter_map(|guard| check.guard(guard)).collect(),
        comments: document.comment.iter().map(|comment| check.rewording(comment)).collect(),
        fold: document.fold.as_ref().map(|fold| check.fold(fold, &document.messages)),
        messages: match check.messages(document) {
            Some(messages) => messages,
            None => return Err(check.faults),
        },
        postings: check.postings(document),
    };
    if check.faults.is_empty() { Ok(migration) } else { Err(check.faults) }
}

impl Check {
    fn fault(&mut self, span: Span, message: String, label: &str, help: &str) {
        let fault = Diagnostic::error(message).at(&self.folder.manifest, span, label).help(help);
        self.faults.push(fault);
    }

    /// The value, or `None` with its fault noted.
    fn take<T>(&mut self, read: Result<T, Diagnostic>) -> Option<T> {
        read.map_err(|fault| self.faults.push(fault)).ok()
    }

    /// The name must be that of the folder: it is what the user types.
    fn name(&mut self, name: &Text) {
        let folder = self.folder.path.file_name().map(|n| n.to_string_lossy().into_owned());
        if let Some(folder) = folder
            && folder != *name.get_ref()
        {
            let message =
                format!("the migration is called `{}`, its folder `{folder}`", name.get_ref());
            let help = format!("Write `{folder}`, or rename the folder.");
            self.fault(span_of(name), message, "must be the folder's", &help);
        }
    }

    /// A text of one line that says something.
    fn line(&mut self, text: &Text) -> String {
        let value = text.get_ref().trim();
        if value.is_empty() || value.contains('\n') {
            let message = "expected one line of text".to_owned();
            self.fault(span_of(text), message, "here", "Write one line, without a line end.");
        }
        value.to_owned()
    }

    /// The address of a page.
    fn address(&mut self, text: &Text) -> String {
        let address = text.get_ref();
        let page = ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme));
        if !page || address.contains(|c: char| c.is_whitespace() || c.is_control()) {
            let message = format!("`{}` is not the address of a page", address.escape_debug());
            self.fault(span_of(text), message, "here", "Write an http:// or https:// address.");
        }
        address.clone()
    }

    fn api(&mut self, api: &toml::Spanned<document::Api>) -> Api {
        let names = api.get_ref();
        if names.old.is_empty() {
            let help = "Name the functions to retire: old = [\"f\"].";
            self.fault(span_of(api), "`old` names no function".to_owned(), "in this table", help);
        }
        for name in names.old.iter().chain(&names.new) {
            let text = name.get_ref();
            if !is_identifier(text) {
                let help = "Write the bare name, without parentheses or types.";
                let message = format!("`{text}` is not a C identifier");
                self.fault(span_of(name), message, "here", help);
            }
        }
        let strings = |list: &[Text]| list.iter().map(|name| name.get_ref().clone()).collect();
        Api { old: strings(&names.old), new: strings(&names.new) }
    }

    fn rules(&mut self, document: &Document) -> Vec<Rule> {
        let shapes: Vec<_> = document.shape.iter().map(|s| s.name.get_ref().as_str()).collect();
        let mut seen = BTreeSet::new();
        let mut rules = Vec::new();
        for rule in &document.rule {
            if !seen.insert(rule.file.get_ref()) {
                let message = format!("`{}` is listed twice", rule.file.get_ref());
                self.fault(span_of(&rule.file), message, "again", "Remove one of them.");
            }
            let role = self.role(rule, &shapes);
            let when = self.condition(rule.when.as_ref(), rule.when_not.as_ref());
            let message = rule.message.as_ref().and_then(|file| self.paragraph(file));
            let patch = self.semantic_patch(&rule.file);
            let form = rule.form.as_ref().map(|form| self.line(form));
            rules.extend(patch.map(|patch| Rule { patch, role, message, form, when }));
        }
        rules
    }

    fn role(&mut self, rule: &document::Rule, shapes: &[&str]) -> Role {
        match &rule.converts {
            None if rule.follows => Role::Follows,
            None => Role::ConvertsAny,
            Some(shape) => {
                let name = shape.get_ref();
                if rule.follows {
                    let message = "a rule that follows converts no shape".to_owned();
                    self.fault(span_of(shape), message, "here", "Remove `converts` or `follows`.");
                } else if !shapes.contains(&name.as_str()) {
                    let help = next_step(name, shapes.iter().copied());
                    let message = format!("no shape is called `{name}`");
                    self.fault(span_of(shape), message, "not in [[shape]]", &help);
                }
                Role::Converts(name.clone())
            }
        }
    }

    fn shapes(&mut self, document: &Document) -> Vec<Shape> {
        let mut seen = BTreeSet::new();
        let last = document.unclassified.as_ref().map(|other| &other.name);
        for name in document.shape.iter().map(|shape| &shape.name).chain(last) {
            if !seen.insert(name.get_ref()) {
                let message = format!("two shapes are called `{}`", name.get_ref());
                self.fault(span_of(name), message, "again", "Give each shape its own name.");
            }
        }
        document.shape.iter().filter_map(|shape| self.shape(shape)).collect()
    }

    fn shape(&mut self, shape: &document::Shape) -> Option<Shape> {
        let name = self.line(&shape.name);
        let title = self.line(&shape.title);
        let remains = self.line(&shape.remains);
        Some(Shape { name, title, remains, patch: self.semantic_patch(&shape.file)? })
    }

    fn unclassified(&mut self, other: Option<&document::Unclassified>) -> Unclassified {
        other.map_or_else(Unclassified::default, |other| Unclassified {
            name: self.line(&other.name),
            remains: self.line(&other.remains),
        })
    }

    fn guard(&mut self, guard: &document::Guard) -> Option<Guard> {
        let reason = self.line(&guard.reason);
        let help = guard.help.as_ref().map(|help| self.line(help));
        Some(Guard { reason, help, judges: guard.judges, patch: self.semantic_patch(&guard.file)? })
    }

    fn semantic_patch(&mut self, file: &Text) -> Option<SemanticPatch> {
        let name = file.get_ref();
        if !name.ends_with(".cocci") {
            let message = format!("`{name}` is not a semantic patch");
            self.fault(span_of(file), message, "expected a .cocci file", "Name a .cocci file.");
            return None;
        }
        let read = self.patches.read(file);
        let (path, text) = self.take(read)?;
        Some(SemanticPatch { name: name.clone(), path, text })
    }

    /// A file that becomes part of a message.
    fn paragraph(&mut self, file: &Text) -> Option<Template> {
        let read = self.folder.read(file);
        let (path, text) = self.take(read)?;
        message::paragraph(&path, text.trim()).map_err(|faults| self.faults.extend(faults)).ok()
    }

    fn postings(&mut self, document: &Document) -> Vec<Posting> {
        let mut seen = BTreeSet::new();
        let mut postings = Vec::new();
        for posting in &document.posting {
            let name = posting.name.get_ref();
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
            if name.is_empty() || !name.chars().all(plain) || !seen.insert(name.clone()) {
                let message = format!("`{name}` can not be the name of a posting");
                let help = "Write letters, digits and `-`, and another name for each.";
                self.fault(span_of(&posting.name), message, "here", help);
            }
            let tag = posting.tag.as_ref().map(|tag| self.line(tag)).unwrap_or_default();
            let tree = self.pattern(&posting.tree);
            postings.extend(tree.map(|tree| Posting { name: name.clone(), tag, tree }));
        }
        postings
    }

    fn messages(&mut self, document: &Document) -> Option<Messages> {
        let table = document.messages.get_ref();
        if table.primitive.is_none() && !document.insert.is_empty() {
            let message = "insertions need a message for their patch".to_owned();
            let help = "Add the key `primitive`: the file of its commit message.";
            self.fault(span_of(&document.messages), message, "in this table", help);
        }
        let cover = self.message(MessageKind::Cover, Some(&table.cover));
        let patch = self.message(MessageKind::Patch, Some(&table.patch));
        let primitive = self.message(MessageKind::Primitive, table.primitive.as_ref());
        let fold = self.message(MessageKind::Fold, table.fold.as_ref());
        Some(Messages { cover: cover?, patch: patch?, primitive, fold })
    }

    fn message(&mut self, kind: MessageKind, file: Option<&Text>) -> Option<Template> {
        let read = self.folder.read(file?);
        let (path, text) = self.take(read)?;
        message::parse(kind, &path, &text).map_err(|faults| self.faults.extend(faults)).ok()
    }
}

fn is_identifier(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && text.starts_with(|c: char| !c.is_ascii_digit())
}
