//! The table `[fold]` and the tables `[[comment]]`.

use super::Check;
use crate::document::{self, Comment, Text};
use crate::folder::span_of;
use crate::model::{Fold, FoldRule, Rewording};

impl Check {
    pub(super) fn rewording(&mut self, comment: &Comment) -> Rewording {
        let form = comment.form.as_ref().map(|form| self.line(form));
        Rewording { old: self.line(&comment.old), new: self.line(&comment.new), form }
    }

    pub(super) fn fold(
        &mut self,
        fold: &document::Fold,
        messages: &toml::Spanned<document::Messages>,
    ) -> Fold {
        if messages.get_ref().fold.is_none() {
            let message = "a fold needs a message for its patch".to_owned();
            let help = "Add the key `fold`: the file of its commit message.";
            self.fault(span_of(messages), message, "in this table", help);
        }
        Fold {
            when: self.condition(fold.when.as_ref(), fold.when_not.as_ref()),
            rules: fold.rule.iter().filter_map(|rule| self.fold_rule(rule)).collect(),
            insertions: fold.insert.iter().filter_map(|insert| self.insertion(insert)).collect(),
        }
    }

    fn fold_rule(&mut self, rule: &document::FoldRule) -> Option<FoldRule> {
        if rule.on.is_empty() {
            let message = format!("`{}` is for no file", rule.file.get_ref());
            let help = "Name the files of the tree that it runs on: on = [\"lib/thing.c\"].";
            self.fault(span_of(&rule.file), message, "this rule", help);
        }
        let on: Vec<&Text> = rule.on.iter().collect();
        let on = on.into_iter().map(|path| self.tree_path(path)).collect();
        Some(FoldRule { patch: self.semantic_patch(&rule.file)?, on })
    }
}
