//! Short circuit: in which order the tests of a condition are made, and what each decides.
//!
//! The graph has one node for a condition, because a pattern matches it as a whole. What happens inside is asked here:
//!
//! ```text
//!   a && (b || !c)        0  a   true: 1      false: false
//!                         1  b   true: true   false: 2
//!                         2  c   true: false  false: true
//! ```

use crate::{
    NodeId, NodeKind, TokenKind, Tree,
    views::{BinaryExpression, ConditionalExpression, UnaryExpression, without_parentheses},
};

/// Where a test leads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Outcome {
    /// The condition holds.
    True,
    /// It does not.
    False,
    /// The test of this number comes next.
    Test(u32),
}

/// A part of a condition that is evaluated as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Test {
    /// The expression.
    pub expression: NodeId,
    /// What comes if it is not zero.
    pub if_true: Outcome,
    /// What comes if it is zero.
    pub if_false: Outcome,
}

/// The tests of a condition in the order in which they are made; the first is always made. A condition without `&&`,
/// `||`, `!` and `?:` is one test.
pub fn short_circuit(tree: &Tree, condition: NodeId) -> Vec<Test> {
    let mut order = Order { tree, tests: Vec::new(), steps: Vec::new(), entries: Vec::new() };
    order.steps.push(Step::Enter(condition, Outcome::True, Outcome::False));
    while let Some(step) = order.steps.pop() {
        order.take(step);
    }
    order.finish()
}

/// What is left to do. Operands are read from the last to the first, because where an operand leads must be known
/// when it is read; each leaves its first test in `entries`.
enum Step {
    /// Read an expression that leads to these.
    Enter(NodeId, Outcome, Outcome),
    /// `left && …`, which fails to this.
    And(NodeId, Outcome),
    /// `left || …`, which succeeds to this.
    Or(NodeId, Outcome),
    /// `test ? … : …`, both of which have been read.
    Choose(NodeId),
}

struct Order<'a> {
    tree: &'a Tree,
    /// From the last to the first; outcomes count from the end.
    tests: Vec<Test>,
    steps: Vec<Step>,
    entries: Vec<Outcome>,
}

impl Order<'_> {
    fn take(&mut self, step: Step) {
        match step {
            Step::Enter(expression, yes, no) => self.enter(expression, yes, no),
            Step::And(left, no) => {
                let right = self.entries.pop().unwrap_or(Outcome::True);
                self.steps.push(Step::Enter(left, right, no));
            }
            Step::Or(left, yes) => {
                let right = self.entries.pop().unwrap_or(Outcome::False);
                self.steps.push(Step::Enter(left, yes, right));
            }
            Step::Choose(test) => {
                let first = self.entries.pop().unwrap_or(Outcome::True);
                let second = self.entries.pop().unwrap_or(Outcome::False);
                self.steps.push(Step::Enter(test, first, second));
            }
        }
    }

    fn enter(&mut self, expression: NodeId, yes: Outcome, no: Outcome) {
        let expression = without_parentheses(self.tree, expression);
        match parts(self.tree, expression) {
            Parts::Both(left, right) => {
                self.steps.extend([Step::And(left, no), Step::Enter(right, yes, no)]);
            }
            Parts::Either(left, right) => {
                self.steps.extend([Step::Or(left, yes), Step::Enter(right, yes, no)]);
            }
            Parts::Not(operand) => self.steps.push(Step::Enter(operand, no, yes)),
            Parts::Choice(test, first, second) => self.steps.extend([
                Step::Choose(test),
                Step::Enter(first, yes, no),
                Step::Enter(second, yes, no),
            ]),
            Parts::Whole => {
                self.entries.push(Outcome::Test(self.tests.len() as u32));
                self.tests.push(Test { expression, if_true: yes, if_false: no });
            }
        }
    }

    fn finish(mut self) -> Vec<Test> {
        let last = (self.tests.len() as u32).saturating_sub(1);
        let turned = |outcome: Outcome| match outcome {
            Outcome::Test(at) => Outcome::Test(last - at),
            other => other,
        };
        self.tests.reverse();
        for test in &mut self.tests {
            (test.if_true, test.if_false) = (turned(test.if_true), turned(test.if_false));
        }
        self.tests
    }
}

enum Parts {
    Both(NodeId, NodeId),
    Either(NodeId, NodeId),
    Not(NodeId),
    Choice(NodeId, NodeId, NodeId),
    Whole,
}

fn parts(tree: &Tree, expression: NodeId) -> Parts {
    let kind_of = |token: Option<crate::TokenId>| token.map(|token| tree.token(token).kind);
    match tree.kind(expression) {
        NodeKind::BinaryExpression => {
            let Some(view) = BinaryExpression::cast(tree, expression) else { return Parts::Whole };
            match (kind_of(view.operator()), view.left(), view.right()) {
                (Some(TokenKind::AmpAmp), Some(left), Some(right)) => Parts::Both(left, right),
                (Some(TokenKind::PipePipe), Some(left), Some(right)) => Parts::Either(left, right),
                _ => Parts::Whole,
            }
        }
        NodeKind::UnaryExpression => {
            let Some(view) = UnaryExpression::cast(tree, expression) else { return Parts::Whole };
            match (kind_of(view.operator()), view.operand()) {
                (Some(TokenKind::Bang), Some(operand)) => Parts::Not(operand),
                _ => Parts::Whole,
            }
        }
        NodeKind::ConditionalExpression => {
            let view = ConditionalExpression::cast(tree, expression);
            let all = view.map(|it| (it.condition(), it.then_value(), it.else_value()));
            match all {
                Some((Some(test), Some(first), Some(second))) => Parts::Choice(test, first, second),
                // `x ?: y` is `x || y` to a condition.
                Some((Some(test), None, Some(second))) => Parts::Either(test, second),
                _ => Parts::Whole,
            }
        }
        _ => Parts::Whole,
    }
}
