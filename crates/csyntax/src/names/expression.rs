//! The type of an expression.
//!
//! The expression is taken apart on a stack of tasks instead of by recursion: `Read` asks for the type of a
//! subexpression, and the tasks below it on the stack make the type of the whole from the answers.
//!
//! ```text
//!   p->next[i]      Read p->next[i]
//!                   Element, Read p->next
//!                   Element, Member next, Read p         answers: struct list *
//!                   Element, Member next                          struct list **
//!                   Element                                       struct list *
//! ```

use super::{
    Builtin, Declarations, NameKind, Scopes, Type,
    arithmetic::{of_constant, of_operation, promoted},
    file::type_of_declared,
    specifiers::{is_inferred, type_of_type_name, typeof_of, wrap},
};
use crate::{
    NodeId, NodeKind, TokenId, TokenKind,
    views::{
        AssignmentExpression, BinaryExpression, CallExpression, CastExpression, CommaExpression,
        CompoundLiteral, ConditionalExpression, ExpressionStatement, InitDeclarator,
        MemberExpression, StatementExpression, SubscriptExpression, UnaryExpression,
    },
};

/// How many tasks one question may take: a chain of `typeof` can ask for exponentially many.
const TASKS: usize = 1_000;

/// What is left to do.
enum Task {
    /// Find the type of an expression.
    Read(NodeId),
    /// Make a type from the last answer.
    One(One),
    /// Make a type from the last two answers.
    Two(Two),
}

/// What is made of one type.
enum One {
    /// The type of a call of it.
    Call,
    /// The type of an element of it.
    Element,
    /// The type of a member of it, or of what it points to.
    Member(TokenId),
    /// A pointer to it.
    Address,
    /// Its type when it takes part in arithmetic.
    Promote,
    /// The layers of a declarator around it.
    Wrap(NodeId),
    /// Its type when its value is used.
    Decay,
}

/// What is made of two types.
enum Two {
    /// The result of an arithmetic operator.
    Operator(TokenKind),
    /// The result of a shift: the type of the first, if that is known.
    Shift,
    /// The first that is known, pointers first.
    Either,
}

/// The type of an expression; see [`Scopes::type_of`].
pub(super) fn type_of(scopes: &Scopes<'_>, expression: NodeId) -> Option<Type> {
    let mut reader = Reader { scopes, tasks: vec![Task::Read(expression)], answers: Vec::new() };
    for _ in 0..TASKS {
        let Some(task) = reader.tasks.pop() else {
            return reader.answers.pop().flatten();
        };
        reader.take(task);
    }
    None
}

struct Reader<'s, 'a> {
    scopes: &'s Scopes<'a>,
    tasks: Vec<Task>,
    answers: Vec<Option<Type>>,
}

impl Reader<'_, '_> {
    fn take(&mut self, task: Task) {
        match task {
            Task::Read(node) => self.read(node),
            Task::One(made) => {
                let of = self.answers.pop().flatten();
                let answer = of.and_then(|of| self.one(made, of));
                self.answers.push(answer);
            }
            Task::Two(made) => {
                let second = self.answers.pop().flatten();
                let first = self.answers.pop().flatten();
                self.answers.push(self.two(made, first, second));
            }
        }
    }

    fn read(&mut self, node: NodeId) {
        use NodeKind::*;
        let tree = self.scopes.tree();
        match tree.kind(node) {
            Identifier => self.read_name(node),
            Constant => self.answers.push(of_constant(tree.node_text(node), self.scopes.widths)),
            StringLiteral => {
                self.answers.push(Some(Type::builtin(Builtin::Char).layered(super::Layer::Array)));
            }
            SizeofExpression | AlignofExpression => {
                self.answers.push(Some(Type::typedef(b"size_t")));
            }
            ParenthesizedExpression | PrefixExpression | PostfixExpression => {
                self.next(tree.children(node).next());
            }
            CastExpression | CompoundLiteral => self.answers.push(self.written_type(node)),
            StatementExpression => self.next(self.last_value(node)),
            _ => self.read_operation(node),
        }
    }

    fn read_operation(&mut self, node: NodeId) {
        let tree = self.scopes.tree();
        match tree.kind(node) {
            NodeKind::CallExpression => self.read_call(node),
            NodeKind::SubscriptExpression => {
                let array = SubscriptExpression::cast(tree, node).and_then(|it| it.array());
                self.one_of(array, One::Element);
            }
            NodeKind::MemberExpression => {
                let view = MemberExpression::cast(tree, node);
                match view.and_then(|view| view.member()) {
                    Some(member) => {
                        self.one_of(view.and_then(|it| it.object()), One::Member(member));
                    }
                    None => self.answers.push(None),
                }
            }
            NodeKind::AssignmentExpression => {
                self.next(AssignmentExpression::cast(tree, node).and_then(|it| it.left()));
            }
            NodeKind::CommaExpression => {
                self.next(CommaExpression::cast(tree, node).and_then(|it| it.right()));
            }
            NodeKind::ConditionalExpression => self.read_conditional(node),
            NodeKind::UnaryExpression => self.read_unary(node),
            NodeKind::BinaryExpression => self.read_binary(node),
            _ => self.answers.push(None),
        }
    }

    /// The type of a name is that of its declaration; `typeof` and `auto` lead on to another expression.
    fn read_name(&mut self, node: NodeId) {
        let tree = self.scopes.tree();
        let name = tree.node_text(node);
        let Some(declared) = self.scopes.declared(name, node) else {
            let known = self.scopes.name(name).and_then(|(_, ty)| ty);
            let stands_for = || of_null(name).or_else(|| self.scopes.replaced(name, false));
            return self.answers.push(known.or_else(stands_for));
        };
        if declared.kind == NameKind::Typedef {
            return self.answers.push(None);
        }
        let Some(specifiers) = declared.specifiers else {
            return self.answers.push(type_of_declared(tree, declared));
        };
        if let Some(typeof_) = typeof_of(tree, specifiers) {
            return self.read_typeof(typeof_, declared.node);
        }
        if is_inferred(tree, specifiers) {
            let initializer = tree
                .parent(declared.node)
                .and_then(|parent| InitDeclarator::cast(tree, parent))
                .and_then(InitDeclarator::initializer);
            return self.one_of(initializer, One::Decay);
        }
        self.answers.push(type_of_declared(tree, declared));
    }

    fn read_typeof(&mut self, typeof_: NodeId, declarator: NodeId) {
        let tree = self.scopes.tree();
        let of = tree.children(typeof_).next();
        match of.filter(|of| tree.kind(*of) == NodeKind::TypeName) {
            Some(name) => {
                let mut ty = type_of_type_name(tree, name);
                if let Some(ty) = &mut ty {
                    wrap(tree, ty, Some(declarator));
                }
                self.answers.push(ty);
            }
            None => self.one_of(of, One::Wrap(declarator)),
        }
    }

    /// A call, or what a macro makes of its arguments.
    fn read_call(&mut self, node: NodeId) {
        let tree = self.scopes.tree();
        let callee = CallExpression::cast(tree, node).and_then(CallExpression::callee);
        let name = callee.filter(|it| tree.kind(*it) == NodeKind::Identifier);
        let name = name.map(|it| (tree.node_text(it), it));
        let unknown = name.filter(|(name, at)| self.scopes.declared(name, *at).is_none());
        match unknown.and_then(|(name, _)| self.scopes.replaced(name, true)) {
            Some(ty) => self.answers.push(Some(ty)),
            None => self.one_of(callee, One::Call),
        }
    }

    fn read_conditional(&mut self, node: NodeId) {
        let view = ConditionalExpression::cast(self.scopes.tree(), node);
        let first = view.and_then(|it| it.then_value().or_else(|| it.condition()));
        let second = view.and_then(ConditionalExpression::else_value);
        self.two_of(first, second, Two::Either);
    }

    fn read_unary(&mut self, node: NodeId) {
        let tree = self.scopes.tree();
        let view = UnaryExpression::cast(tree, node);
        let operand = view.and_then(UnaryExpression::operand);
        let operator = view.and_then(UnaryExpression::operator);
        match operator.map(|operator| tree.token(operator).kind) {
            Some(TokenKind::Amp) => self.one_of(operand, One::Address),
            Some(TokenKind::Star) => self.one_of(operand, One::Element),
            Some(TokenKind::Bang) => self.answers.push(Some(Type::builtin(Builtin::Int))),
            Some(TokenKind::Plus | TokenKind::Minus | TokenKind::Tilde) => {
                self.one_of(operand, One::Promote);
            }
            Some(TokenKind::KwExtension) => self.next(operand),
            _ => self.answers.push(None),
        }
    }

    fn read_binary(&mut self, node: NodeId) {
        use TokenKind::*;
        let tree = self.scopes.tree();
        let view = BinaryExpression::cast(tree, node);
        let left = view.and_then(BinaryExpression::left);
        let right = view.and_then(BinaryExpression::right);
        let operator = view.and_then(BinaryExpression::operator);
        match operator.map(|operator| tree.token(operator).kind) {
            Some(Lt | Gt | Le | Ge | EqEq | Ne | AmpAmp | PipePipe) => {
                self.answers.push(Some(Type::builtin(Builtin::Int)));
            }
            Some(Shl | Shr) => self.two_of(left, right, Two::Shift),
            Some(operator) => self.two_of(left, right, Two::Operator(operator)),
            None => self.answers.push(None),
        }
    }

    fn one(&self, made: One, of: Type) -> Option<Type> {
        let tree = self.scopes.tree();
        match made {
            One::Call => self.as_layered(of).returned(),
            One::Element => self.as_layered(of).pointee(),
            One::Address => Some(of.pointer()),
            One::Promote => Some(promoted(self.scopes, of)),
            One::Decay => Some(of.decayed()),
            One::Wrap(declarator) => {
                let mut ty = of;
                wrap(tree, &mut ty, Some(declarator));
                Some(ty)
            }
            One::Member(member) => {
                let object = self.scopes.resolved(of);
                let aggregate = if object.is_pointer_like() { object.pointee()? } else { object };
                let is_whole = aggregate.layers.is_empty();
                is_whole
                    .then(|| self.scopes.member(&aggregate.base, tree.token_text(member)))
                    .flatten()
            }
        }
    }

    fn two(&self, made: Two, first: Option<Type>, second: Option<Type>) -> Option<Type> {
        match made {
            Two::Operator(operator) => of_operation(self.scopes, operator, first, second),
            Two::Shift => first.map(|first| promoted(self.scopes, first)).or(second),
            Two::Either => {
                let pointer = |ty: &Option<Type>| ty.as_ref().is_some_and(Type::is_pointer_like);
                let chosen =
                    if pointer(&second) && !pointer(&first) { second } else { first.or(second) };
                chosen.map(Type::decayed)
            }
        }
    }

    /// The type with its typedef followed where it has no layer of its own, so that `*p` sees the pointer.
    fn as_layered(&self, ty: Type) -> Type {
        if ty.layers.is_empty() { self.scopes.resolved(ty) } else { ty }
    }

    fn next(&mut self, node: Option<NodeId>) {
        match node {
            Some(node) => self.tasks.push(Task::Read(node)),
            None => self.answers.push(None),
        }
    }

    fn one_of(&mut self, node: Option<NodeId>, made: One) {
        self.tasks.push(Task::One(made));
        self.next(node);
    }

    fn two_of(&mut self, first: Option<NodeId>, second: Option<NodeId>, made: Two) {
        let (Some(first), Some(second)) = (first, second) else {
            return self.answers.push(None);
        };
        self.tasks.push(Task::Two(made));
        self.tasks.push(Task::Read(second));
        self.tasks.push(Task::Read(first));
    }

    /// The type that a cast or a compound literal writes.
    fn written_type(&self, node: NodeId) -> Option<Type> {
        let tree = self.scopes.tree();
        let name = CastExpression::cast(tree, node)
            .and_then(CastExpression::type_name)
            .or_else(|| CompoundLiteral::cast(tree, node).and_then(CompoundLiteral::type_name));
        type_of_type_name(tree, name?)
    }

    /// The expression that gives a statement expression its value.
    fn last_value(&self, node: NodeId) -> Option<NodeId> {
        let tree = self.scopes.tree();
        let block = StatementExpression::cast(tree, node)?.block()?;
        let last = tree.children(block).last()?;
        ExpressionStatement::cast(tree, last)?.expression()
    }
}

/// `NULL`, which a macro stands for.
fn of_null(name: &[u8]) -> Option<Type> {
    (name == b"NULL").then(|| Type::builtin(Builtin::Void).pointer())
}
