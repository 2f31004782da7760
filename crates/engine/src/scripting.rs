//! Scripts of a run on one file: asks the host, remembers answers, and keeps what scripts print.
//!
//! A constraint is asked wherever its metavariable could be bound, often for the same value; so the values of
//! expressions are remembered. The first failure ends it: from then on nothing is asked, and the run stops.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use csyntax::TokenKind;
use source::{Diagnostic, Span};

use crate::script::{
    Call, Extent, Iteration, Place, Ran, Reply, Script, ScriptForm, ScriptHost, ScriptValue,
    Variables, Virtuals,
};
use crate::value::{ValueClass, ValueId, Values};

/// See the module's description.
pub(crate) struct Scripting<'a> {
    host: Option<&'a dyn ScriptHost>,
    files: &'a [&'a str],
    virtuals: &'a Virtuals,
    known: RefCell<HashMap<(Span, Variables), Reply>>,
    /// Places as scripts see them.
    places: RefCell<HashMap<ValueId, Rc<Place>, rustc_hash::FxBuildHasher>>,
    said: RefCell<Said>,
    failure: RefCell<Option<Box<Diagnostic>>>,
}

/// What scripts have said so far.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) printed: String,
    pub(crate) iterations: Vec<Iteration>,
}

/// An expression of a rule that a script is to evaluate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'a> {
    pub(crate) rule: &'a str,
    pub(crate) path: &'a str,
    pub(crate) code: &'a str,
    pub(crate) span: Span,
}

impl<'a> Scripting<'a> {
    pub(crate) fn new(
        host: Option<&'a dyn ScriptHost>,
        files: &'a [&'a str],
        virtuals: &'a Virtuals,
    ) -> Self {
        Self {
            host,
            files,
            virtuals,
            known: RefCell::default(),
            places: RefCell::default(),
            said: RefCell::default(),
            failure: RefCell::default(),
        }
    }

    /// Runs a script; `None` when it failed, or one before it did.
    pub(crate) fn run(&self, script: &Script<'_>, calls: &[Call]) -> Option<Vec<Reply>> {
        if self.has_failed() {
            return None;
        }
        let Ran { output, replies } = match self.host {
            Some(host) => {
                let here = Script { files: self.files, virtuals: self.virtuals, ..*script };
                host.run(&here, calls)
            }
            None => Ran { output: String::new(), replies: Err(Box::new(nobody_runs(script))) },
        };
        let mut said = self.said.borrow_mut();
        said.printed.push_str(&output);
        match replies {
            Ok(replies) => {
                let asked = replies.iter().flat_map(|reply| &reply.iterations);
                said.iterations.extend(asked.cloned());
                Some(replies)
            }
            Err(failure) => {
                *self.failure.borrow_mut() = Some(failure);
                None
            }
        }
    }

    /// The value of an expression.
    pub(crate) fn evaluate(&self, asked: Question<'_>, variables: Variables) -> Option<Reply> {
        let key = (asked.span, variables);
        if let Some(known) = self.known.borrow().get(&key) {
            return Some(known.clone());
        }
        let script = Script {
            rule: asked.rule,
            path: asked.path,
            code: asked.code,
            span: asked.span,
            form: ScriptForm::Expression,
            computes: &[],
            files: self.files,
            virtuals: self.virtuals,
        };
        let call = Call { variables: key.1.clone(), ..Call::default() };
        let reply = self.run(&script, &[call])?.pop()?;
        self.known.borrow_mut().insert(key, reply.clone());
        Some(reply)
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.failure.borrow().is_some()
    }

    /// What was said, and what failed.
    pub(crate) fn finish(self) -> (Said, Option<Box<Diagnostic>>) {
        (self.said.into_inner(), self.failure.into_inner())
    }

    /// A value as scripts see it.
    pub(crate) fn value(&self, values: &Values, id: ValueId) -> ScriptValue {
        let value = values.get(id);
        match value.class {
            ValueClass::Code => ScriptValue::Code(spaced(&words(&value.text))),
            ValueClass::Text => ScriptValue::Code(value.text.clone()),
            ValueClass::List { .. } => {
                let words = words(&value.text);
                let elements = elements(&words).into_iter().map(spaced).collect();
                ScriptValue::List(spaced(&words), elements)
            }
            ValueClass::Position | ValueClass::Positions => ScriptValue::Places(
                values.members(id).into_iter().map(|member| self.place(values, member)).collect(),
            ),
        }
    }

    fn place(&self, values: &Values, id: ValueId) -> Rc<Place> {
        let mut known = self.places.borrow_mut();
        known.entry(id).or_insert_with(|| Rc::new(self.place_of(values, id))).clone()
    }

    fn place_of(&self, values: &Values, id: ValueId) -> Place {
        let Some(around) = &values.get(id).place else { return Place::default() };
        let Some(lines) = values.lines(around.reading) else { return Place::default() };
        Place {
            file: values.file(around.reading).to_owned(),
            element: around.element.clone(),
            element_extent: Extent::of(lines, around.element_span),
            extent: Extent::of(lines, around.tokens),
        }
    }
}

fn nobody_runs(script: &Script<'_>) -> Diagnostic {
    Diagnostic::error(format!(
        "rule {} is or has a script, and nothing here runs scripts",
        script.rule
    ))
    .at(script.path, script.span, "")
    .help("Run this semantic patch with `treewide spatch`.")
}

/// The words of some code; of what is no code, the whole.
fn words(text: &str) -> Vec<(TokenKind, String)> {
    let lexed = csyntax::lex(text.as_bytes(), Span::new(0, text.len() as u32));
    if lexed.tokens.is_empty() && !text.trim().is_empty() {
        return vec![(TokenKind::Identifier, text.trim().to_owned())];
    }
    let word = |token: &csyntax::Token| {
        let bytes = token.span().of(text.as_bytes());
        (token.kind, String::from_utf8_lossy(bytes).into_owned())
    };
    lexed.tokens.iter().map(word).collect()
}

fn spaced(words: &[(TokenKind, String)]) -> String {
    words.iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(" ")
}

/// The elements of a list: what stands between its commas, or else its statements or members.
fn elements(words: &[(TokenKind, String)]) -> Vec<&[(TokenKind, String)]> {
    let of_statements = is_of_statements(words);
    let mut depth = 0_i32;
    let mut start = 0;
    let mut found = Vec::new();
    for (at, (kind, _)) in words.iter().enumerate() {
        match kind {
            TokenKind::LParen | TokenKind::LBracket | TokenKind::LBrace => depth += 1,
            TokenKind::RParen | TokenKind::RBracket | TokenKind::RBrace => depth -= 1,
            TokenKind::Comma if depth == 0 && !of_statements => {
                found.push(&words[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        let ends = matches!(kind, TokenKind::Semicolon | TokenKind::RBrace);
        if of_statements && depth == 0 && ends {
            found.push(&words[start..=at]);
            start = at + 1;
        }
    }
    if start < words.len() {
        found.push(&words[start..]);
    }
    found
}

/// Whether the elements of a list end themselves: in a `;` or `}`, with no commas between them.
fn is_of_statements(words: &[(TokenKind, String)]) -> bool {
    let mut depth = 0_i32;
    let (mut commas, mut ends) = (false, false);
    for (kind, _) in words {
        match kind {
            TokenKind::LParen | TokenKind::LBracket | TokenKind::LBrace => depth += 1,
            TokenKind::RParen | TokenKind::RBracket | TokenKind::RBrace => depth -= 1,
            TokenKind::Comma => commas |= depth == 0,
            TokenKind::Semicolon => ends |= depth == 0,
            _ => {}
        }
    }
    ends || (!commas && matches!(words.last(), Some((TokenKind::RBrace, _))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        elements(&words(text)).into_iter().map(spaced).collect()
    }

    #[test]
    fn code_has_one_blank_between_its_words() {
        assert_eq!(spaced(&words("a\t+\n\tf(b /* c */)")), "a + f ( b )");
        assert_eq!(spaced(&words(" ")), "");
    }

    #[test]
    fn lists_are_split_between_their_elements() {
        assert_eq!(split("a, f(b, c), {d, e}"), ["a", "f ( b , c )", "{ d , e }"]);
        assert_eq!(split("x = 1; { y; z(a, b); }"), ["x = 1 ;", "{ y ; z ( a , b ) ; }"]);
        assert!(split("").is_empty());
    }
}
