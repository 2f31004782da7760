// SPDX-License-Identifier: MIT OR Apache-2.0
//! Why a function is in one list only, told by what treewide's tree holds at the place.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use csyntax::{NodeId, NodeKind, TokenId, TokenKind, Tree};
use source::LineIndex;

use super::Names;
use crate::project;

/// See `xtask/data/ctags.toml`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Class {
    MacroTaken,
    AttributeTaken,
    InsideFunction,
    PartOfDeclaration,
    InDirective,
    NotRead,
    Swallowed,
    NameByMacro,
    MacroInHeader,
    BehindConditional,
    OldStyle,
    UnclosedRegion,
}

impl Class {
    /// The side that has the function, and the class's name in the data.
    fn key(self) -> (&'static str, &'static str) {
        match self {
            Self::MacroTaken => ("only-ctags", "macro-taken-for-a-function"),
            Self::AttributeTaken => ("only-ctags", "attribute-taken-for-a-function"),
            Self::InsideFunction => ("only-ctags", "inside-a-function"),
            Self::PartOfDeclaration => ("only-ctags", "part-of-a-declaration"),
            Self::InDirective => ("only-ctags", "in-a-directive"),
            Self::NotRead => ("only-ctags", "not-read"),
            Self::Swallowed => ("only-treewide", "swallowed"),
            Self::NameByMacro => ("only-treewide", "name-by-a-macro"),
            Self::MacroInHeader => ("only-treewide", "macro-in-the-header"),
            Self::BehindConditional => ("only-treewide", "behind-a-conditional"),
            Self::OldStyle => ("only-treewide", "old-style"),
            Self::UnclosedRegion => ("only-treewide", "in-an-unclosed-region"),
        }
    }

    pub(super) fn title(self) -> String {
        let (side, name) = self.key();
        format!("{side}, {name}")
    }
}

/// What the data says of each class.
pub(super) struct Classes(BTreeMap<String, BTreeMap<String, String>>);

impl Classes {
    pub(super) fn load() -> Result<Self> {
        project::data("ctags.toml").map(Self)
    }

    pub(super) fn meaning(&self, class: Class) -> Result<&str> {
        let (side, name) = class.key();
        let found = self.0.get(side).and_then(|side| side.get(name)).map(String::as_str);
        found.with_context(|| format!("xtask/data/ctags.toml has no {side}.{name}"))
    }
}

/// The class of each difference in a file, with its name and line.
pub(super) fn classify(tree: &Tree, names: &Names) -> Vec<(Class, String, u32)> {
    let place = Place { tree, lines: LineIndex::new(tree.text()), names };
    let theirs =
        names.theirs.iter().map(|(name, line)| (place.of_theirs(name, *line), *name, *line));
    let ours = names.ours.iter().map(|(name, line)| (place.of_ours(name, *line), *name, *line));
    theirs.chain(ours).map(|(class, name, line)| (class, name.to_owned(), line)).collect()
}

struct Place<'a> {
    tree: &'a Tree,
    lines: LineIndex,
    names: &'a Names<'a>,
}

impl Place<'_> {
    fn of_theirs(&self, name: &str, line: u32) -> Class {
        let Some(token) = self.token(name, line) else { return Class::InDirective };
        let node = self.innermost(token);
        let above: Vec<_> = std::iter::once(node).chain(self.tree.ancestors(node)).collect();
        let within =
            |kinds: &[NodeKind]| above.iter().any(|at| kinds.contains(&self.tree.kind(*at)));
        if within(&[NodeKind::Error]) {
            Class::NotRead
        } else if within(&[NodeKind::CompoundStatement]) {
            Class::InsideFunction
        } else if within(&[NodeKind::Attribute, NodeKind::MacroType]) {
            Class::AttributeTaken
        } else if within(&[NodeKind::MacroDeclaration, NodeKind::MacroFunctionDefinition]) {
            Class::MacroTaken
        } else {
            Class::PartOfDeclaration
        }
    }

    fn of_ours(&self, name: &str, line: u32) -> Class {
        let Some(token) = self.token(name, line) else { return Class::BehindConditional };
        let node = self.innermost(token);
        let item = std::iter::once(node).chain(self.tree.ancestors(node)).find(|at| {
            matches!(
                self.tree.kind(*at),
                NodeKind::FunctionDefinition | NodeKind::MacroFunctionDefinition
            )
        });
        let Some(item) = item else { return Class::BehindConditional };
        let end = self.lines.line(self.tree.span(item).end);
        let start =
            self.before(item).map_or(1, |before| self.lines.line(self.tree.span(before).start));
        if self.names.theirs.iter().any(|(_, at)| (start..=end).contains(at)) {
            Class::Swallowed
        } else if self.tree.kind(item) == NodeKind::MacroFunctionDefinition {
            Class::NameByMacro
        } else if self.header_has_macro(item) {
            Class::MacroInHeader
        } else if self.tree.child(item, NodeKind::Declaration).is_some() {
            Class::OldStyle
        } else if self.conditional_above(line) {
            Class::BehindConditional
        } else {
            Class::UnclosedRegion
        }
    }

    /// The token of a name at a line, or on the line behind, where a header goes over several.
    fn token(&self, name: &str, line: u32) -> Option<TokenId> {
        let tokens = self.tree.tokens().iter().enumerate();
        let mut named =
            tokens.filter(|(_, token)| token.span().of(self.tree.text()) == name.as_bytes());
        named
            .find(|(_, token)| (line..=line + 2).contains(&self.lines.line(token.start)))
            .map(|(at, _)| TokenId(at as u32))
    }

    fn innermost(&self, token: TokenId) -> NodeId {
        let holds = |node: &NodeId| self.tree.token_range(*node).contains(&token.0);
        self.tree.nodes().rfind(holds).unwrap_or(self.tree.root())
    }

    /// The item in front of one, in the same list.
    fn before(&self, item: NodeId) -> Option<NodeId> {
        let parent = self.tree.parent(item)?;
        self.tree.children(parent).take_while(|child| *child != item).last()
    }

    fn header_has_macro(&self, item: NodeId) -> bool {
        let call = |node: NodeId| {
            self.tree.kind(node) == NodeKind::MacroType
                || self.tree.kind(node) == NodeKind::Attribute
                    && self
                        .tree
                        .first_token(node)
                        .is_some_and(|token| self.tree.token(token).kind == TokenKind::Identifier)
        };
        let body = self.tree.child(item, NodeKind::CompoundStatement);
        let before_body = |node: &NodeId| body.is_none_or(|body| *node < body);
        let behind_macro = self.before(item).is_some_and(|before| {
            self.tree.kind(before) == NodeKind::MacroDeclaration && !self.ends_in_semicolon(before)
        });
        behind_macro || self.tree.subtree(item).take_while(before_body).any(call)
    }

    fn ends_in_semicolon(&self, node: NodeId) -> bool {
        let last = self.tree.last_token(node);
        last.is_some_and(|token| self.tree.token(token).kind == TokenKind::Semicolon)
    }

    /// Some conditional directive stands in a function's body, or in place of a header, above the line.
    fn conditional_above(&self, line: u32) -> bool {
        use csyntax::DirectiveKind::{If, Ifdef, Ifndef};
        self.tree.directives().iter().any(|directive| {
            matches!(directive.kind, If | Ifdef | Ifndef)
                && self.lines.line(directive.span.start) < line
        })
    }
}
