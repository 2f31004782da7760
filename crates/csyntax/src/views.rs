//! Typed views: thin accessors over [`Tree`] that name the parts of a node as the C standard does.
//!
//! A view is a node known to be of one kind, with a method for each part. It costs nothing to make and is `Copy`.
//! Every part is an `Option` (or an iterator), for a tree may hold errors and a pattern may leave parts out.
//!
//! ```text
//!   if (p) f(p); else g();        IfStatement::cast(&tree, node)
//!       |  |          |               .condition()    p
//!       |  then       else            .then_branch()  f(p);
//!       condition                     .else_branch()  g();
//! ```

mod declarations;
mod declarators;
mod expressions;
mod items;
mod statements;
mod structures;

pub use declarations::{
    Declaration, DeclarationSpecifiers, FunctionDefinition, InitDeclarator, MacroCall,
    ParameterDeclaration, StorageClass, TypeName,
};
pub use declarators::{DeclaratorLayer, Layers, declarator_layers, declarator_name};
pub use expressions::{
    ArgumentList, AssignmentExpression, BinaryExpression, CallExpression, CastExpression,
    CommaExpression, CompoundLiteral, ConditionalExpression, MemberExpression, PostfixExpression,
    PrefixExpression, SizeofExpression, StatementExpression, SubscriptExpression, UnaryExpression,
    without_parentheses,
};
pub use items::{Items, items};
pub use statements::{
    CaseStatement, DoStatement, ExpressionStatement, ForStatement, GotoStatement, IfStatement,
    IteratorStatement, LabelStatement, ReturnStatement, SwitchStatement, WhileStatement,
    asm_goto_labels,
};
pub use structures::{EnumSpecifier, Enumerator, StructDeclaration, StructSpecifier};

use crate::{NodeId, Part, TokenId, TokenKind, Tree};

/// Declares a view: a struct of a tree and a node, made only where the node is of one of the kinds.
macro_rules! view {
    ($(#[$doc:meta])* $name:ident = $($kind:ident)|+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'a> {
            tree: &'a $crate::Tree,
            node: $crate::NodeId,
        }

        impl<'a> $name<'a> {
            /// The view of `node`, `None` where it is of another kind.
            pub fn cast(tree: &'a $crate::Tree, node: $crate::NodeId) -> Option<Self> {
                matches!(tree.kind(node), $($crate::NodeKind::$kind)|+).then_some(Self { tree, node })
            }

            /// The node viewed.
            pub fn node(self) -> $crate::NodeId {
                self.node
            }

            /// The tree it lies in.
            pub fn tree(self) -> &'a $crate::Tree {
                self.tree
            }
        }
    };
}
use view;

/// The first own token of a kind.
fn own_token(tree: &Tree, node: NodeId, kind: TokenKind) -> Option<TokenId> {
    tree.own_tokens(node).find(|token| tree.token(*token).kind == kind)
}

/// The first own token that a test accepts.
fn own_token_where(
    tree: &Tree,
    node: NodeId,
    accept: impl Fn(TokenKind) -> bool,
) -> Option<TokenId> {
    tree.own_tokens(node).find(|token| accept(tree.token(*token).kind))
}

/// The name among a node's own tokens: an identifier, or the metavariable that stands for one.
fn own_name(tree: &Tree, node: NodeId) -> Option<TokenId> {
    own_token_where(tree, node, is_name)
}

/// True for what may stand where the grammar has a name.
fn is_name(kind: TokenKind) -> bool {
    use TokenKind::*;
    matches!(kind, Identifier | MetaIdentifier | MetaIterator | MetaDeclarer | MetaAttribute)
}

/// The child that follows the first own token of kind `after` and precedes every own token of a kind in `before`.
fn child_between(
    tree: &Tree,
    node: NodeId,
    after: TokenKind,
    before: &[TokenKind],
) -> Option<NodeId> {
    let mut seen = false;
    for part in tree.parts(node) {
        match part {
            Part::Token(token) => {
                let kind = tree.token(token).kind;
                if seen && before.contains(&kind) {
                    return None;
                }
                seen |= kind == after;
            }
            Part::Node(child) if seen => return Some(child),
            Part::Node(_) => {}
        }
    }
    None
}

/// The child that stands before the first own token that `is_end` accepts.
fn child_before(tree: &Tree, node: NodeId, is_end: impl Fn(TokenKind) -> bool) -> Option<NodeId> {
    let mut found = None;
    for part in tree.parts(node) {
        match part {
            Part::Token(token) if is_end(tree.token(token).kind) => return found,
            Part::Token(_) => {}
            Part::Node(child) => found = found.or(Some(child)),
        }
    }
    None
}
