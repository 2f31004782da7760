//! Views of statements.
//!
//! The parts of a header lie between its parentheses, the body behind them: an own token tells which child is which,
//! so that a part missing in a broken tree does not shift the others.

use super::{child_between, own_name, own_token, view};
use crate::{NodeId, NodeKind, TokenId, TokenKind, Tree};

view! {
    /// expression `;`
    ExpressionStatement = ExpressionStatement
}
view! {
    /// `if` `(` condition `)` statement (`else` statement)?
    IfStatement = IfStatement
}
view! {
    /// `switch` `(` controlling expression `)` statement
    SwitchStatement = SwitchStatement
}
view! {
    /// `while` `(` condition `)` statement
    WhileStatement = WhileStatement
}
view! {
    /// `do` statement `while` `(` condition `)` `;`
    DoStatement = DoStatement
}
view! {
    /// `for` `(` init condition `;` step `)` statement
    ForStatement = ForStatement
}
view! {
    /// An iterator macro with its body: `name` `(` arguments `)` statement
    IteratorStatement = IteratorStatement
}
view! {
    /// `return` expression? `;`
    ReturnStatement = ReturnStatement
}
view! {
    /// `goto` `name` `;` or GNU C's `goto` `*` expression `;`
    GotoStatement = GotoStatement | ComputedGotoStatement
}
view! {
    /// `name` `:`
    LabelStatement = LabelStatement
}
view! {
    /// `case` expression (`...` expression)? `:`
    CaseStatement = CaseStatement
}

impl ExpressionStatement<'_> {
    /// The expression.
    pub fn expression(self) -> Option<NodeId> {
        self.tree.children(self.node).next()
    }
}

impl IfStatement<'_> {
    /// What is tested; the first child where a macro brings the parentheses: `if FAILED(x) …`.
    pub fn condition(self) -> Option<NodeId> {
        header_operand(self.tree, self.node)
    }

    /// What runs when the condition holds.
    pub fn then_branch(self) -> Option<NodeId> {
        if self.is_bare() {
            return self
                .tree
                .children(self.node)
                .nth(1)
                .filter(|child| Some(*child) != self.else_branch());
        }
        child_between(self.tree, self.node, TokenKind::RParen, &[TokenKind::KwElse])
    }

    fn is_bare(self) -> bool {
        !has_parentheses(self.tree, self.node)
    }

    /// What runs when it does not.
    pub fn else_branch(self) -> Option<NodeId> {
        child_between(self.tree, self.node, TokenKind::KwElse, &[])
    }

    /// The `else`.
    pub fn else_keyword(self) -> Option<TokenId> {
        own_token(self.tree, self.node, TokenKind::KwElse)
    }
}

impl SwitchStatement<'_> {
    /// The controlling expression.
    pub fn condition(self) -> Option<NodeId> {
        header_operand(self.tree, self.node)
    }

    /// The body.
    pub fn body(self) -> Option<NodeId> {
        headed_body(self.tree, self.node)
    }
}

impl WhileStatement<'_> {
    /// What is tested before every turn.
    pub fn condition(self) -> Option<NodeId> {
        header_operand(self.tree, self.node)
    }

    /// The body.
    pub fn body(self) -> Option<NodeId> {
        headed_body(self.tree, self.node)
    }
}

impl DoStatement<'_> {
    /// The body.
    pub fn body(self) -> Option<NodeId> {
        child_between(self.tree, self.node, TokenKind::KwDo, &[TokenKind::KwWhile])
    }

    /// What is tested after every turn.
    pub fn condition(self) -> Option<NodeId> {
        in_parentheses(self.tree, self.node)
    }
}

impl ForStatement<'_> {
    /// The first part: a declaration or an expression; `None` where it is empty.
    pub fn init(self) -> Option<NodeId> {
        self.part(NodeKind::ForInit)
    }

    /// The second part; `None` where it is empty.
    pub fn condition(self) -> Option<NodeId> {
        self.part(NodeKind::ForCondition)
    }

    /// The third part; `None` where it is empty.
    pub fn step(self) -> Option<NodeId> {
        self.part(NodeKind::ForStep)
    }

    /// The body.
    pub fn body(self) -> Option<NodeId> {
        child_between(self.tree, self.node, TokenKind::RParen, &[])
    }

    fn part(self, kind: NodeKind) -> Option<NodeId> {
        self.tree.children(self.tree.child(self.node, kind)?).next()
    }
}

impl IteratorStatement<'_> {
    /// The macro's name.
    pub fn name(self) -> Option<TokenId> {
        own_name(self.tree, self.node)
    }

    /// Its [`NodeKind::ArgumentList`].
    pub fn arguments(self) -> Option<NodeId> {
        self.tree.child(self.node, NodeKind::ArgumentList)
    }

    /// The body.
    pub fn body(self) -> Option<NodeId> {
        self.tree.children(self.node).find(|child| self.tree.kind(*child) != NodeKind::ArgumentList)
    }
}

/// What an `if`, a `while` or a `switch` tests. Where a macro brings the parentheses, it is the first thing behind the keyword.
fn header_operand(tree: &Tree, node: NodeId) -> Option<NodeId> {
    if has_parentheses(tree, node) {
        in_parentheses(tree, node)
    } else {
        tree.children(node).next()
    }
}

/// The body of a `while` or a `switch`: what follows the `)`, or the operand of a header without parentheses.
fn headed_body(tree: &Tree, node: NodeId) -> Option<NodeId> {
    if has_parentheses(tree, node) {
        child_between(tree, node, TokenKind::RParen, &[])
    } else {
        tree.children(node).nth(1)
    }
}

fn has_parentheses(tree: &Tree, node: NodeId) -> bool {
    own_token(tree, node, TokenKind::LParen).is_some()
}

impl ReturnStatement<'_> {
    /// What is returned.
    pub fn expression(self) -> Option<NodeId> {
        self.tree.children(self.node).next()
    }
}

impl GotoStatement<'_> {
    /// The label's name; `None` for a computed goto.
    pub fn label(self) -> Option<TokenId> {
        own_name(self.tree, self.node)
    }

    /// Where a computed goto goes.
    pub fn expression(self) -> Option<NodeId> {
        self.tree.children(self.node).next()
    }
}

impl LabelStatement<'_> {
    /// The label's name.
    pub fn name(self) -> Option<TokenId> {
        own_name(self.tree, self.node)
    }
}

impl CaseStatement<'_> {
    /// The constant, or the first of the range.
    pub fn low(self) -> Option<NodeId> {
        self.tree.children(self.node).next()
    }

    /// The last of the range.
    pub fn high(self) -> Option<NodeId> {
        child_between(self.tree, self.node, TokenKind::Ellipsis, &[])
    }
}

/// The labels that an `asm goto` names: those of its fifth section; none for other statements.
///
/// ```text
///   asm goto ("1: jmp %l[out]" : outputs : inputs : clobbers : out);
/// ```
pub fn asm_goto_labels(tree: &Tree, node: NodeId) -> Vec<TokenId> {
    let mut labels = Vec::new();
    if tree.kind(node) != NodeKind::AsmStatement {
        return labels;
    }
    let (mut is_goto, mut depth, mut section) = (false, 0u32, 0);
    for token in tree.token_range(node).map(TokenId) {
        match tree.token(token).kind {
            TokenKind::KwGoto => is_goto = true,
            TokenKind::LParen | TokenKind::LBracket => depth += 1,
            TokenKind::RParen | TokenKind::RBracket => depth = depth.saturating_sub(1),
            TokenKind::Colon if depth == 1 => section += 1,
            TokenKind::ColonColon if depth == 1 => section += 2,
            TokenKind::Identifier if is_goto && depth == 1 && section == 4 => labels.push(token),
            _ => {}
        }
    }
    labels
}

/// The child between a header's parentheses.
fn in_parentheses(tree: &Tree, node: NodeId) -> Option<NodeId> {
    child_between(tree, node, TokenKind::LParen, &[TokenKind::RParen])
}
