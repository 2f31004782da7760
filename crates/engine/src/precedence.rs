//! Parentheses that added code needs around what a metavariable stands for.
//!
//! ```text
//!   + (long)e        e is a + b        (long)(a + b)
//!   + f(e) + e->x    e is *p           f(*p) + (*p)->x
//! ```
//!
//! What stands on both sides of the metavariable asks for code that binds at least so strongly; code that binds less
//! gets parentheses. The levels are those of C's grammar.

use csyntax::{NodeKind, Token, TokenKind, Tree, lex};
use smpl::{CodeRule, PlusBlock, PlusPiece};
use source::Span;

/// How strongly an expression or an operator binds, by the level of C's grammar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Strength {
    Comma,
    Assignment,
    Conditional,
    Or,
    And,
    BitOr,
    BitXor,
    BitAnd,
    Equality,
    Relation,
    Shift,
    Sum,
    Product,
    Cast,
    Unary,
    Postfix,
}

impl Strength {
    /// How strongly an expression binds; `None` for what is no expression.
    pub(crate) fn of_node(tree: &Tree, node: csyntax::NodeId) -> Option<Self> {
        use NodeKind as N;
        Some(match tree.kind(node) {
            N::CommaExpression => Self::Comma,
            N::AssignmentExpression => Self::Assignment,
            N::ConditionalExpression => Self::Conditional,
            N::BinaryExpression => {
                tree.own_tokens(node).find_map(|token| Self::of_binary(tree.token(token).kind))?
            }
            N::CastExpression => Self::Cast,
            N::PrefixExpression
            | N::UnaryExpression
            | N::SizeofExpression
            | N::AlignofExpression
            | N::LabelAddress => Self::Unary,
            kind if kind.is_expression() => Self::Postfix,
            _ => return None,
        })
    }

    /// How strongly an expression binds that stands in no file; `None` for what is no expression.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        let around = format!("int f(void) {{ return {text}; }}");
        let tree = csyntax::parse(around.into_bytes().into(), &csyntax::MacroIndex::builtin());
        let is_return = |node: &csyntax::NodeId| tree.kind(*node) == NodeKind::ReturnStatement;
        let statement = tree.nodes().find(is_return).filter(|_| tree.errors().is_empty())?;
        tree.children(statement).next().and_then(|value| Self::of_node(&tree, value))
    }

    fn of_binary(operator: TokenKind) -> Option<Self> {
        use TokenKind as T;
        Some(match operator {
            T::PipePipe => Self::Or,
            T::AmpAmp => Self::And,
            T::Pipe => Self::BitOr,
            T::Caret => Self::BitXor,
            T::Amp => Self::BitAnd,
            T::EqEq | T::Ne => Self::Equality,
            T::Lt | T::Gt | T::Le | T::Ge => Self::Relation,
            T::Shl | T::Shr => Self::Shift,
            T::Plus | T::Minus => Self::Sum,
            T::Star | T::Slash | T::Percent => Self::Product,
            _ => return None,
        })
    }

    /// The next stronger level: what the right operand of an operator must have.
    fn stronger(self) -> Self {
        const LEVELS: [Strength; 16] = [
            Strength::Comma,
            Strength::Assignment,
            Strength::Conditional,
            Strength::Or,
            Strength::And,
            Strength::BitOr,
            Strength::BitXor,
            Strength::BitAnd,
            Strength::Equality,
            Strength::Relation,
            Strength::Shift,
            Strength::Sum,
            Strength::Product,
            Strength::Cast,
            Strength::Unary,
            Strength::Postfix,
        ];
        LEVELS.get(self as usize + 1).copied().unwrap_or(self)
    }
}

/// For each piece of added code: how strongly what stands there must bind, where it is a metavariable.
pub(crate) fn asked(rule: &CodeRule, block: &PlusBlock) -> Vec<Strength> {
    let (text, starts) = sketch(rule, block);
    let tokens = lex(text.as_bytes(), Span::new(0, text.len() as u32)).tokens;
    let asked = |start: &Option<u32>| {
        let start = (*start)?;
        let at = tokens.iter().position(|token| token.start == start)?;
        Some(
            asked_before(&tokens[..at]).max(asked_behind(tokens.get(at + 1).map(|next| next.kind))),
        )
    };
    starts.iter().map(|start| asked(start).unwrap_or(Strength::Comma)).collect()
}

/// The added code with the names of its metavariables, and where each piece that is one begins.
fn sketch(rule: &CodeRule, block: &PlusBlock) -> (String, Vec<Option<u32>>) {
    let mut text = String::new();
    let mut starts = Vec::new();
    for piece in &block.pieces {
        starts.push(matches!(piece, PlusPiece::Meta(_)).then_some(text.len() as u32));
        match piece {
            PlusPiece::Text(written) => text.push_str(written),
            PlusPiece::Newline { .. } => text.push('\n'),
            PlusPiece::Meta(meta) => {
                let name = &rule.metavariable(*meta).name;
                text.push_str(name.rsplit('.').next().unwrap_or(name));
            }
        }
    }
    (text, starts)
}

/// What the tokens in front of an operand ask of it.
fn asked_before(before: &[Token]) -> Strength {
    use TokenKind as T;
    let Some((last, rest)) = before.split_last() else { return Strength::Comma };
    match last.kind {
        T::Bang | T::Tilde | T::PlusPlus | T::MinusMinus | T::KwSizeof => Strength::Unary,
        T::Plus | T::Minus | T::Star | T::Amp if !ends_operand(rest) => Strength::Unary,
        T::RParen if is_cast(before) => Strength::Cast,
        T::Question => Strength::Assignment,
        T::Comma => Strength::Assignment,
        T::Colon if rest.iter().any(|token| token.kind == T::Question) => Strength::Conditional,
        kind if kind.is_assignment() => Strength::Assignment,
        kind => Strength::of_binary(kind).map_or(Strength::Comma, Strength::stronger),
    }
}

/// What the token behind an operand asks of it.
fn asked_behind(next: Option<TokenKind>) -> Strength {
    use TokenKind as T;
    match next {
        Some(T::Arrow | T::Dot | T::LBracket | T::LParen | T::PlusPlus | T::MinusMinus) => {
            Strength::Postfix
        }
        Some(T::Question) => Strength::Or,
        Some(T::Comma) => Strength::Assignment,
        Some(kind) if kind.is_assignment() => Strength::Unary,
        Some(kind) => Strength::of_binary(kind).unwrap_or(Strength::Comma),
        None => Strength::Comma,
    }
}

/// True when an operator behind these tokens has a left operand.
fn ends_operand(tokens: &[Token]) -> bool {
    use TokenKind as T;
    match tokens.last().map(|token| token.kind) {
        Some(T::RParen) => !is_cast(tokens),
        Some(T::Identifier | T::Number | T::Character | T::String | T::RBracket) => true,
        _ => false,
    }
}

/// Whether the `)` at the end closes a cast: it holds words of a type, and stands behind no name or keyword.
fn is_cast(tokens: &[Token]) -> bool {
    use TokenKind as T;
    let mut depth = 0;
    let open = tokens.iter().rposition(|token| {
        depth += i32::from(token.kind == T::RParen) - i32::from(token.kind == T::LParen);
        depth == 0
    });
    let Some(open) = open else { return false };
    let inside = &tokens[open + 1..tokens.len() - 1];
    let names_type = |kind: T| kind == T::Identifier || kind == T::Star || kind.is_keyword();
    let behind_name = open.checked_sub(1).is_some_and(|at| {
        let kind = tokens[at].kind;
        kind == T::Identifier
            || kind == T::RParen
            || kind == T::RBracket
            || (kind.is_keyword() && kind != T::KwReturn)
    });
    !inside.is_empty() && !behind_name && inside.iter().all(|token| names_type(token.kind))
}
