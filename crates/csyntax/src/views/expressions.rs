//! Views of expressions.

use super::{child_before, child_between, own_name, own_token, own_token_where, view};
use crate::{NodeId, NodeKind, Part, TokenId, TokenKind, Tree};

view! {
    /// expression `(` arguments `)`
    CallExpression = CallExpression
}
view! {
    /// `(` (argument `,`)* `)`
    ArgumentList = ArgumentList
}
view! {
    /// expression `.` | `->` `name`
    MemberExpression = MemberExpression
}
view! {
    /// expression `[` expression `]`
    SubscriptExpression = SubscriptExpression
}
view! {
    /// expression `=` | `+=` | … expression
    AssignmentExpression = AssignmentExpression
}
view! {
    /// expression operator expression
    BinaryExpression = BinaryExpression
}
view! {
    /// expression `,` expression
    CommaExpression = CommaExpression
}
view! {
    /// expression `?` expression? `:` expression
    ConditionalExpression = ConditionalExpression
}
view! {
    /// operator expression
    UnaryExpression = UnaryExpression
}
view! {
    /// `++` | `--` expression
    PrefixExpression = PrefixExpression
}
view! {
    /// expression `++` | `--`
    PostfixExpression = PostfixExpression
}
view! {
    /// `sizeof` or `_Alignof`, of an expression or `(` type `)`
    SizeofExpression = SizeofExpression | AlignofExpression
}
view! {
    /// `(` type `)` expression
    CastExpression = CastExpression
}
view! {
    /// `(` type `)` `{` … `}`
    CompoundLiteral = CompoundLiteral
}
view! {
    /// GNU C's `(` block `)`
    StatementExpression = StatementExpression
}

/// What is left of an expression when the parentheses around it are taken off.
pub fn without_parentheses(tree: &Tree, expression: NodeId) -> NodeId {
    let mut inner = expression;
    while tree.kind(inner) == NodeKind::ParenthesizedExpression
        && let Some(child) = tree.children(inner).next()
    {
        inner = child;
    }
    inner
}

impl<'a> CallExpression<'a> {
    /// What is called.
    pub fn callee(self) -> Option<NodeId> {
        self.tree
            .children(self.node)
            .next()
            .filter(|child| self.tree.kind(*child) != NodeKind::ArgumentList)
    }

    /// The name that is called, where the callee is a plain name.
    pub fn callee_name(self) -> Option<TokenId> {
        let callee = self.callee()?;
        (self.tree.kind(callee) == NodeKind::Identifier)
            .then(|| self.tree.first_token(callee))
            .flatten()
    }

    /// The arguments with their parentheses.
    pub fn argument_list(self) -> Option<ArgumentList<'a>> {
        ArgumentList::cast(self.tree, self.tree.child(self.node, NodeKind::ArgumentList)?)
    }

    /// The arguments, in order.
    pub fn arguments(self) -> impl Iterator<Item = NodeId> + 'a {
        self.argument_list().into_iter().flat_map(ArgumentList::arguments)
    }
}

impl<'a> ArgumentList<'a> {
    /// The arguments, in order.
    pub fn arguments(self) -> impl Iterator<Item = NodeId> + 'a {
        self.tree.children(self.node)
    }

    /// The commas, in order.
    pub fn commas(self) -> impl Iterator<Item = TokenId> + 'a {
        let tree = self.tree;
        tree.own_tokens(self.node).filter(move |token| tree.token(*token).kind == TokenKind::Comma)
    }

    /// `(`
    pub fn open(self) -> Option<TokenId> {
        own_token(self.tree, self.node, TokenKind::LParen)
    }

    /// `)`
    pub fn close(self) -> Option<TokenId> {
        self.tree
            .last_token(self.node)
            .filter(|last| self.tree.token(*last).kind == TokenKind::RParen)
    }
}

impl MemberExpression<'_> {
    /// The structure, or the pointer to it.
    pub fn object(self) -> Option<NodeId> {
        self.tree.children(self.node).next()
    }

    /// `.` or `->`
    pub fn operator(self) -> Option<TokenId> {
        own_token_where(self.tree, self.node, |kind| {
            matches!(kind, TokenKind::Dot | TokenKind::Arrow)
        })
    }

    /// True for `->`.
    pub fn is_arrow(self) -> bool {
        own_token(self.tree, self.node, TokenKind::Arrow).is_some()
    }

    /// The member's name.
    pub fn member(self) -> Option<TokenId> {
        own_name(self.tree, self.node)
    }
}

impl SubscriptExpression<'_> {
    /// The array or pointer.
    pub fn array(self) -> Option<NodeId> {
        child_before(self.tree, self.node, |kind| kind == TokenKind::LBracket)
    }

    /// The index.
    pub fn index(self) -> Option<NodeId> {
        child_between(self.tree, self.node, TokenKind::LBracket, &[TokenKind::RBracket])
    }
}

/// The accessors that all expressions of two operands share.
macro_rules! two_operands {
    ($name:ident, $is_operator:expr, $operator:literal) => {
        impl $name<'_> {
            /// The left operand.
            pub fn left(self) -> Option<NodeId> {
                operands(self.tree, self.node, $is_operator).0
            }

            #[doc = $operator]
            pub fn operator(self) -> Option<TokenId> {
                own_token_where(self.tree, self.node, $is_operator)
            }

            /// The right operand.
            pub fn right(self) -> Option<NodeId> {
                operands(self.tree, self.node, $is_operator).1
            }
        }
    };
}

two_operands!(
    AssignmentExpression,
    |kind| kind.is_assignment() || kind == TokenKind::MetaAssignmentOperator,
    "`=`, `+=`, …"
);
two_operands!(BinaryExpression, |_| true, "The operator.");
two_operands!(CommaExpression, |kind| kind == TokenKind::Comma, "`,`");

impl ConditionalExpression<'_> {
    /// What is tested.
    pub fn condition(self) -> Option<NodeId> {
        child_before(self.tree, self.node, |kind| kind == TokenKind::Question)
    }

    /// The value when it holds; `None` for GNU C's `a ?: b`.
    pub fn then_value(self) -> Option<NodeId> {
        child_between(self.tree, self.node, TokenKind::Question, &[TokenKind::Colon])
    }

    /// The value when it does not.
    pub fn else_value(self) -> Option<NodeId> {
        child_between(self.tree, self.node, TokenKind::Colon, &[])
    }
}

/// The accessors of operators with one operand.
macro_rules! one_operand {
    ($name:ident) => {
        impl $name<'_> {
            /// The operator.
            pub fn operator(self) -> Option<TokenId> {
                self.tree.own_tokens(self.node).next()
            }

            /// The operand.
            pub fn operand(self) -> Option<NodeId> {
                self.tree.children(self.node).next()
            }
        }
    };
}

one_operand!(UnaryExpression);
one_operand!(PrefixExpression);
one_operand!(PostfixExpression);

impl SizeofExpression<'_> {
    /// The expression or [`NodeKind::TypeName`].
    pub fn operand(self) -> Option<NodeId> {
        self.tree.children(self.node).next()
    }
}

impl CastExpression<'_> {
    /// The [`NodeKind::TypeName`].
    pub fn type_name(self) -> Option<NodeId> {
        child_between(self.tree, self.node, TokenKind::LParen, &[TokenKind::RParen])
    }

    /// What is converted.
    pub fn operand(self) -> Option<NodeId> {
        child_between(self.tree, self.node, TokenKind::RParen, &[])
    }
}

impl CompoundLiteral<'_> {
    /// The [`NodeKind::TypeName`].
    pub fn type_name(self) -> Option<NodeId> {
        child_between(self.tree, self.node, TokenKind::LParen, &[TokenKind::RParen])
    }

    /// The [`NodeKind::InitializerList`].
    pub fn initializer(self) -> Option<NodeId> {
        self.tree.child(self.node, NodeKind::InitializerList)
    }
}

impl StatementExpression<'_> {
    /// The [`NodeKind::CompoundStatement`].
    pub fn block(self) -> Option<NodeId> {
        self.tree.child(self.node, NodeKind::CompoundStatement)
    }
}

/// The children on both sides of the operator.
fn operands(
    tree: &Tree,
    node: NodeId,
    is_operator: impl Fn(TokenKind) -> bool,
) -> (Option<NodeId>, Option<NodeId>) {
    let (mut left, mut right, mut seen) = (None, None, false);
    for part in tree.parts(node) {
        match part {
            Part::Token(token) => seen |= is_operator(tree.token(token).kind),
            Part::Node(child) if seen => right = right.or(Some(child)),
            Part::Node(child) => left = left.or(Some(child)),
        }
    }
    (left, right)
}
