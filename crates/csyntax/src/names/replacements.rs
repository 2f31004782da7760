//! The types of what macros stand for: `#define SIZE 16` makes `SIZE` an `int`.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use source::Span;

use super::{Builtin, Declarations, FileDeclarations, Scopes, Type};
use crate::{
    DirectiveKind, MacroIndex, NodeKind, Token, TokenKind, Tree, define_head, directive_words,
    parse_replacement,
};

/// How many macros may stand for one another.
const CHAIN: u32 = 16;

/// The words of each `#define` of a file: its head, up to the name and parameters, and the replacement.
pub(super) fn defines(tree: &Tree) -> impl Iterator<Item = (Vec<Token>, usize)> + '_ {
    let defines = tree.directives().iter().filter(|it| it.kind == DirectiveKind::Define);
    defines.map(|directive| {
        let words = directive_words(tree.text(), directive);
        let head = define_head(&words);
        (words, head)
    })
}

/// The macros of a file that are replaced by something.
#[derive(Clone, Debug, Default)]
pub(super) struct Replacements<'a> {
    macros: HashMap<&'a [u8], Macro>,
    /// The types found so far, by where the replacement begins; of a macro that is being looked at, none.
    known: RefCell<HashMap<u32, Option<Type>>>,
    depth: Cell<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Macro {
    takes_arguments: bool,
    replacement: Span,
}

impl<'a> Replacements<'a> {
    /// Adds a macro; of those defined twice the first counts.
    pub(super) fn add(&mut self, tree: &'a Tree, words: &[Token], head: usize) {
        let ([_, _, name, ..], [first, .., last] | [first @ last]) = (words, &words[head..]) else {
            return;
        };
        let replacement = first.span().cover(last.span());
        let found = Macro { takes_arguments: head > 3, replacement };
        self.macros.entry(name.span().of(tree.text())).or_insert(found);
    }

    /// The type of what a macro stands for, where that is an expression; `is_called` when arguments follow its name.
    pub(super) fn type_of(
        &self,
        file: &FileDeclarations<'_>,
        name: &[u8],
        is_called: bool,
    ) -> Option<Type> {
        let found = self.macros.get(name)?;
        let place = found.replacement.start;
        if found.takes_arguments != is_called || self.depth.get() >= CHAIN {
            return None;
        }
        if let Some(known) = self.known.borrow().get(&place) {
            return known.clone();
        }
        self.known.borrow_mut().insert(place, None);
        self.depth.set(self.depth.get() + 1);
        let ty = of_replacement(file, found.replacement);
        self.depth.set(self.depth.get() - 1);
        self.known.borrow_mut().insert(place, ty.clone());
        ty
    }
}

/// The type of some code, if it is one expression.
fn of_replacement(outside: &FileDeclarations<'_>, replacement: Span) -> Option<Type> {
    let text = outside.tree().text().clone();
    let tree = parse_replacement(text, replacement, &MacroIndex::builtin());
    let mut items = tree.children(tree.root());
    let expression = items.next().filter(|item| tree.kind(*item).is_expression())?;
    if items.next().is_some() || !tree.errors().is_empty() {
        return None;
    }
    let first = tree.first_token(expression).map(|token| tree.token(token).kind);
    if tree.kind(expression) == NodeKind::Constant && first == Some(TokenKind::Character) {
        // An `int` where it is written out; by a name it is what whoever gave it the name means.
        return Some(Type::builtin(Builtin::Char));
    }
    let file = FileDeclarations::new(&tree);
    let outside: &dyn Declarations = outside;
    Scopes::new(&file, tree.root()).with_outside(outside).type_of(expression)
}
