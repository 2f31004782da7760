//! The directives of a file as trees of their own, each read when a rule first looks into it.
//!
//! In the file's tree a directive is one node without tokens, since it stands wherever a line does. Its words, and the
//! code of a `#define`, have their places in a tree that is about its bytes alone.

use std::cell::OnceCell;

use csyntax::{NodeId, Tree};

use crate::reading::MacrosOfFile;

/// See the module.
#[derive(Debug)]
pub(crate) struct DirectiveTrees<'s> {
    file: &'s Tree,
    macros: &'s MacrosOfFile,
    trees: OnceCell<Vec<OnceCell<Tree>>>,
}

impl<'s> DirectiveTrees<'s> {
    pub(crate) fn new(file: &'s Tree, macros: &'s MacrosOfFile) -> Self {
        Self { file, macros, trees: OnceCell::new() }
    }

    /// The tree of the directive that a node of the file's tree stands for.
    pub(crate) fn of(&self, node: NodeId) -> Option<&Tree> {
        let all = self.file.directives();
        let directive = self.file.directive_of(node)?;
        let at = all.binary_search_by_key(&directive.span.start, |it| it.span.start).ok()?;
        let trees = self.trees.get_or_init(|| vec![OnceCell::new(); all.len()]);
        let read =
            || csyntax::parse_directive(self.file.text().clone(), directive, self.macros.all());
        trees.get(at).map(|tree| tree.get_or_init(read))
    }
}
