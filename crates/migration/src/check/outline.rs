//! Loops that rules mark: the words that become C code have to be such.

use super::{Check, is_identifier};
use crate::document;
use crate::folder::span_of;
use crate::model::Outline;

impl Check {
    pub(super) fn outline(&mut self, outline: &document::Outline) -> Outline {
        let marker = outline.marker.get_ref();
        if !is_identifier(marker) {
            let message = format!("`{marker}` is not a C identifier");
            let help = "Write the name of the iterator that the rules use as a mark.";
            self.fault(span_of(&outline.marker), message, "here", help);
        }
        for name in [&outline.function, &outline.context] {
            if !is_identifier(&name.get_ref().replace("{enclosing}", "f")) {
                let message = format!("`{}` does not make a C identifier", name.get_ref());
                let help = "Write letters, digits, `_` and `{enclosing}`.";
                self.fault(span_of(name), message, "here", help);
            }
        }
        if !outline.call.get_ref().contains("{function}") {
            let message = "the call does not pass the function".to_owned();
            let help = "Write {function} where the function goes, and {data} for its context.";
            self.fault(span_of(&outline.call), message, "here", help);
        }
        Outline {
            marker: marker.clone(),
            function: self.line(&outline.function),
            context: self.line(&outline.context),
            parameters: outline.parameters.iter().map(|it| self.line(it)).collect(),
            call: self.line(&outline.call),
            stop: self.line(&outline.stop),
        }
    }
}
