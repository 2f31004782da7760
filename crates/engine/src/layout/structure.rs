//! What the tree says about a place: the smallest construct around it, the statement it ends, the branch that is.

use csyntax::{NodeId, NodeKind as N, TokenId, TokenKind as T, Tree};

/// Answers questions about places between tokens; built once a file.
pub(super) struct Structure<'t> {
    pub(super) tree: &'t Tree,
    /// For each token, the innermost node that holds it and the token before.
    around: Vec<NodeId>,
    /// How many tokens up to each one go.
    gone: Vec<u32>,
}

impl<'t> Structure<'t> {
    pub(super) fn new(tree: &'t Tree, is_gone: impl Fn(TokenId) -> bool) -> Self {
        let count = tree.tokens().len() as u32;
        let mut gone = vec![0; count as usize + 1];
        for at in 0..count {
            gone[at as usize + 1] = gone[at as usize] + u32::from(is_gone(TokenId(at)));
        }
        Self { tree, around: innermost(tree, count), gone }
    }

    /// The innermost node that holds both token `at` and the one before it.
    pub(super) fn around(&self, at: TokenId) -> NodeId {
        self.around.get(at.0 as usize).copied().unwrap_or(self.tree.root())
    }

    /// True when all tokens of a node go.
    pub(super) fn goes(&self, node: NodeId) -> bool {
        let range = self.tree.token_range(node);
        !range.is_empty()
            && self.gone[range.end as usize] - self.gone[range.start as usize]
                == range.end - range.start
    }

    /// The token that begins at a byte.
    pub(super) fn token_at(&self, start: u32) -> Option<TokenId> {
        let found = self.tree.tokens().binary_search_by_key(&start, |token| token.start).ok()?;
        Some(TokenId(found as u32))
    }

    /// True when a token goes.
    pub(super) fn token_goes(&self, token: TokenId) -> bool {
        let at = token.0 as usize;
        self.gone.get(at + 1).is_some_and(|upto| upto - self.gone[at] == 1)
    }

    /// True for statements, declarations, and what else stands in a list of them.
    pub(super) fn is_item(&self, node: NodeId) -> bool {
        is_item(self.tree.kind(node))
    }

    /// True when the place in front of token `at` lies inside of something that goes as a whole.
    pub(super) fn inside_gone(&self, at: TokenId) -> bool {
        let around = self.around(at);
        // What a conditional holds can go without the conditional's lines.
        let is_conditional = |node: &NodeId| {
            matches!(self.tree.kind(*node), N::ConditionalGroup | N::ConditionalBranch)
        };
        let mut nodes = std::iter::once(around).chain(self.tree.ancestors(around));
        nodes.find(|node| !is_conditional(node)).is_some_and(|node| self.goes(node))
    }

    /// True when the place in front of token `at` lies between the items of a list of whole lines: statements,
    /// declarations, fields, enumerators, elements.
    pub(super) fn in_list_of_lines(&self, at: TokenId) -> bool {
        is_list_of_lines(self.tree.kind(self.around(at)))
    }

    /// True when the place in front of token `at` lies between things parted by commas.
    pub(super) fn in_list_with_commas(&self, at: TokenId) -> bool {
        matches!(
            self.tree.kind(self.around(at)),
            N::ArgumentList
                | N::ParameterList
                | N::InitializerList
                | N::EnumeratorList
                | N::Declaration
                | N::StructDeclaration
        )
    }

    /// The nodes around a token, innermost first. Nodes lie in preorder, so the last one that begins at the token or
    /// before it is, or lies below, the innermost.
    fn around_token(&self, token: TokenId) -> impl Iterator<Item = NodeId> + '_ {
        let (mut low, mut high) = (0, self.tree.nodes().len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            let before = self.tree.token_range(NodeId(middle)).start <= token.0;
            (low, high) = if before { (middle + 1, high) } else { (low, middle) };
        }
        let last = NodeId(low.saturating_sub(1));
        let all = std::iter::once(last).chain(self.tree.ancestors(last));
        all.filter(move |node| self.tree.token_range(*node).contains(&token.0))
    }

    /// The outermost statement or declaration that ends with a token.
    pub(super) fn item_ending(&self, token: TokenId) -> Option<NodeId> {
        let ends = |node: &NodeId| self.tree.last_token(*node) == Some(token);
        self.around_token(token).take_while(ends).filter(|node| self.is_item(*node)).last()
    }

    /// The outermost statement or declaration that begins with a token.
    pub(super) fn item_beginning(&self, token: TokenId) -> Option<NodeId> {
        let begins = |node: &NodeId| self.tree.first_token(*node) == Some(token);
        self.around_token(token).take_while(begins).filter(|node| self.is_item(*node)).last()
    }

    /// The nearest node of some kind around a token.
    pub(super) fn nearest(&self, token: TokenId, is: impl Fn(N) -> bool) -> Option<NodeId> {
        self.around_token(token).find(|node| is(self.tree.kind(*node)))
    }

    /// The nearest statement or declaration around a token.
    pub(super) fn item_of(&self, token: TokenId) -> Option<NodeId> {
        self.around_token(token).find(|node| self.is_item(*node))
    }

    /// The outermost statement that goes as a whole and holds a token.
    pub(super) fn gone_item_of(&self, token: TokenId) -> Option<NodeId> {
        let inner = self.item_of(token).filter(|node| self.goes(*node))?;
        std::iter::once(inner)
            .chain(self.tree.ancestors(inner))
            .take_while(|node| self.goes(*node))
            .filter(|node| is_item(self.tree.kind(*node)))
            .last()
    }

    /// True when token `at` is part of a declaration, not of an expression.
    pub(super) fn declares(&self, at: TokenId) -> bool {
        let Some(node) = self.around_token(at).next() else { return false };
        let kind = self.tree.kind(node);
        kind.is_declarator()
            || matches!(
                kind,
                N::Declaration
                    | N::DeclarationSpecifiers
                    | N::TypedefName
                    | N::InitDeclarator
                    | N::ParameterList
                    | N::ParameterDeclaration
                    | N::StructDeclaration
                    | N::StructDeclarator
                    | N::StructSpecifier
                    | N::TypeName
                    | N::FunctionDefinition
            )
    }

    /// The outermost of the constructs around the statement that begins with a token, whose heads or opening braces
    /// go while the statement stays, and the token on whose line that construct begins. Behind an `else` that goes
    /// that is the `if`.
    pub(super) fn unwrapped(&self, token: TokenId) -> Option<(NodeId, TokenId)> {
        let inner = self.item_beginning(token)?;
        let head_goes = |node: &NodeId| {
            let wraps =
                has_body(self.tree.kind(*node)) || self.tree.kind(*node) == N::CompoundStatement;
            wraps && self.tree.first_token(*node).is_some_and(|first| self.token_goes(first))
        };
        let wrappers: Vec<NodeId> = self.tree.ancestors(inner).take_while(head_goes).collect();
        let wraps = |node: NodeId| {
            let is_whole = has_body(self.tree.kind(node)) || self.is_block(node);
            is_whole.then(|| self.tree.first_token(node)).flatten()
        };
        let outer = wrappers.iter().rev().copied();
        outer.chain([inner]).find_map(|node| {
            let owner = self.without_else(node);
            let owner = owner.or_else(|| wraps(node).filter(|_| node != inner))?;
            Some((node, owner))
        })
    }

    /// For a branch whose `else` goes, the first token of its `if`, which stays.
    fn without_else(&self, branch: NodeId) -> Option<TokenId> {
        let before = TokenId(self.tree.first_token(branch)?.0.checked_sub(1)?);
        let owner = self.tree.parent(branch).filter(|up| self.tree.kind(*up) == N::IfStatement)?;
        let is_else = self.tree.token(before).kind == T::KwElse && self.token_goes(before);
        self.tree.first_token(owner).filter(|first| is_else && !self.token_goes(*first))
    }

    fn is_block(&self, node: NodeId) -> bool {
        let parent = self.tree.parent(node).map(|parent| self.tree.kind(parent));
        parent == Some(N::CompoundStatement)
    }

    /// True for the block of a function.
    pub(super) fn is_function_body(&self, node: NodeId) -> bool {
        let parent = self.tree.parent(node).map(|parent| self.tree.kind(parent));
        matches!(parent, Some(N::FunctionDefinition | N::MacroFunctionDefinition))
    }

    /// True when a statement is the body of an `if`, a loop or the like, not one of a list.
    pub(super) fn is_branch(&self, node: NodeId) -> bool {
        let parent = self.tree.parent(node).map(|parent| self.tree.kind(parent));
        self.tree.kind(node).is_statement() && parent.is_some_and(has_body)
    }
}

/// Kinds of nodes whose children stand on lines of their own.
pub(super) fn is_list_of_lines(kind: N) -> bool {
    matches!(
        kind,
        N::TranslationUnit
            | N::CompoundStatement
            | N::StructDeclarationList
            | N::EnumeratorList
            | N::InitializerList
            | N::ConditionalBranch
            | N::ConditionalGroup
            | N::LinkageSpecification
    )
}

/// Statements, declarations, and what else stands in a list of them.
fn is_item(kind: N) -> bool {
    kind.is_statement()
        || matches!(
            kind,
            N::FunctionDefinition
                | N::Declaration
                | N::StaticAssertDeclaration
                | N::AsmDeclaration
                | N::EmptyDeclaration
                | N::MacroDeclaration
                | N::MacroFunctionDefinition
                | N::StructDeclaration
                | N::Enumerator
        )
}

/// Statements that have another as their body.
pub(super) fn has_body(kind: N) -> bool {
    matches!(
        kind,
        N::IfStatement
            | N::WhileStatement
            | N::ForStatement
            | N::DoStatement
            | N::IteratorStatement
    )
}

/// The innermost node around each place between tokens, in one pass: nodes open in preorder and close in turn.
fn innermost(tree: &Tree, count: u32) -> Vec<NodeId> {
    let mut around = Vec::with_capacity(count as usize + 1);
    let mut open = vec![tree.root()];
    let mut nodes = tree.nodes().skip(1).peekable();
    let end = |node: NodeId| tree.token_range(node).end;
    for at in 0..=count {
        while let Some(node) = nodes.next_if(|node| tree.token_range(*node).start < at) {
            while open.len() > 1
                && open.last().is_some_and(|top| end(*top) <= tree.token_range(node).start)
            {
                open.pop();
            }
            open.push(node);
        }
        while open.len() > 1 && open.last().is_some_and(|top| end(*top) <= at) {
            open.pop();
        }
        around.push(open.last().copied().unwrap_or(tree.root()));
    }
    around
}
