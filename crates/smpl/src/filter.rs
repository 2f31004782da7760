//! Which words a text must hold for a rule to match anywhere in it: a sound and cheap test before any parsing.
//!
//! ```text
//!   (                                   And[ Or[ And[kmalloc], And[kzalloc] ], memset ]
//!     e = kmalloc(...);
//!   |
//!     e = kzalloc(...);
//!   )
//!     ...
//!     memset(e, ...);
//! ```
//!
//! What need not be there asks for nothing: dots, `<... ...>`, lines marked `?`, `when` clauses, metavariables. Run it on
//! the rule as [`crate::iso::expand`] leaves it, since an isomorphism may do without a word.

use csyntax::{NodeKind, TokenKind};

use crate::{
    CodeRule, Constraint, MetaId, MetaKind, PatternNode, PatternPart, PatternToken, PatternTokenId,
};

/// A condition on the set of words of a text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Formula {
    /// Nothing is asked.
    True,
    /// This word occurs.
    Word(String),
    /// All of them hold.
    And(Vec<Formula>),
    /// One of them holds.
    Or(Vec<Formula>),
}

impl Formula {
    /// Whether it holds of a text, given which words the text has.
    pub fn holds(&self, has: &mut dyn FnMut(&str) -> bool) -> bool {
        match self {
            Self::True => true,
            Self::Word(word) => has(word),
            Self::And(all) => all.iter().all(|one| one.holds(has)),
            Self::Or(any) => any.iter().any(|one| one.holds(has)),
        }
    }

    /// The words it speaks of, each once, in alphabetical order.
    pub fn words(&self) -> Vec<&str> {
        let mut out = Vec::new();
        self.collect(&mut out);
        out.sort_unstable();
        out.dedup();
        out
    }

    fn collect<'a>(&'a self, out: &mut Vec<&'a str>) {
        match self {
            Self::True => {}
            Self::Word(word) => out.push(word),
            Self::And(list) | Self::Or(list) => list.iter().for_each(|one| one.collect(out)),
        }
    }

    /// Both; simplified.
    fn and(list: Vec<Self>) -> Self {
        let mut flat = Vec::new();
        for one in list {
            match one {
                Self::True => {}
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        flat.sort();
        flat.dedup();
        match flat.len() {
            0 => Self::True,
            1 => flat.remove(0),
            _ => Self::And(flat),
        }
    }

    /// Either; simplified.
    fn or(list: Vec<Self>) -> Self {
        let mut flat = Vec::new();
        for one in list {
            match one {
                Self::True => return Self::True,
                Self::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        flat.sort();
        flat.dedup();
        match flat.len() {
            0 => Self::True,
            1 => flat.remove(0),
            _ => Self::Or(flat),
        }
    }
}

/// The words that a text must hold for the rule to match in it.
pub fn required_words(rule: &CodeRule) -> Formula {
    of_node(rule, &rule.pattern)
}

fn of_node(rule: &CodeRule, node: &PatternNode) -> Formula {
    match node.kind {
        NodeKind::Dots => Formula::True,
        NodeKind::Nest if !is_nest_plus(rule, node) => Formula::True,
        NodeKind::Disjunction => {
            Formula::or(node.children().map(|branch| of_node(rule, branch)).collect())
        }
        _ => Formula::and(node.parts.iter().map(|part| of_part(rule, part)).collect()),
    }
}

/// `<+... code ...+>`: the code is there at least once.
fn is_nest_plus(rule: &CodeRule, node: &PatternNode) -> bool {
    node.parts.iter().any(|part| match part {
        PatternPart::Token(id) => rule.token(*id).kind == TokenKind::NestPlusOpen,
        PatternPart::Node(_) => false,
    })
}

fn of_part(rule: &CodeRule, part: &PatternPart) -> Formula {
    match part {
        PatternPart::Node(child) => of_node(rule, child),
        PatternPart::Token(id) => of_token(rule, *id),
    }
}

fn of_token(rule: &CodeRule, id: PatternTokenId) -> Formula {
    let token: &PatternToken = rule.token(id);
    match (token.meta, token.kind) {
        _ if token.optional => Formula::True,
        (Some(meta), _) => of_metavariable(rule, meta),
        (None, TokenKind::Identifier) => Formula::Word(token.text.clone()),
        _ => Formula::True,
    }
}

/// A name that may only be one of some words.
fn of_metavariable(rule: &CodeRule, meta: MetaId) -> Formula {
    let meta = rule.metavariable(meta);
    if !matches!(
        meta.kind,
        MetaKind::Identifier | MetaKind::Function | MetaKind::Declarer | MetaKind::Iterator
    ) {
        return Formula::True;
    }
    Formula::and(meta.constraints.iter().map(of_constraint).collect())
}

fn of_constraint(constraint: &Constraint) -> Formula {
    match constraint {
        Constraint::Set { set, negated: false }
            if set.metavariables.is_empty() && set.patterns.is_empty() =>
        {
            Formula::or(set.words.iter().cloned().map(Formula::Word).collect())
        }
        Constraint::All(all) => Formula::and(all.iter().map(of_constraint).collect()),
        Constraint::AnyOf(any) => Formula::or(any.iter().map(of_constraint).collect()),
        _ => Formula::True,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::{ParseOptions, RuleBody, parse};

    #[track_caller]
    fn check(text: &str, expected: Expect) {
        let patch = parse("t.cocci", text.as_bytes(), &ParseOptions::default()).expect("reads");
        let RuleBody::Code(rule) = &patch.rules[0].body else { panic!("a rule of code") };
        expected.assert_eq(&format!("{:?}", required_words(rule)));
    }

    #[test]
    fn every_name_that_must_be_there() {
        check(
            "@@\nexpression e;\n@@\n- frob(e->len, 0)\n",
            expect![[r#"And([Word("frob"), Word("len")])"#]],
        );
        check(
            "@@\n@@\n f(...)\n ...\n<+...\n h();\n...+>\n<...\n g();\n...>\n",
            expect![[r#"And([Word("f"), Word("h")])"#]],
        );
    }

    #[test]
    fn a_disjunction_asks_for_one_of_its_branches() {
        check(
            "@@\n@@\n(\n a();\n|\n b(x);\n)\n ... when != k()\n",
            expect![[r#"Or([Word("a"), And([Word("b"), Word("x")])])"#]],
        );
        check("@@\nexpression e;\n@@\n(\n a();\n|\n e;\n)\n", expect!["True"]);
    }

    #[test]
    fn a_name_of_a_set_is_one_of_them() {
        check(
            "@@\nidentifier f = {kfree, vfree};\nidentifier g != {x};\n@@\n f(...);\n g(...);\n? h();\n",
            expect![[r#"Or([Word("kfree"), Word("vfree")])"#]],
        );
    }

    #[test]
    fn holds_is_and_or() {
        let formula = Formula::and(vec![
            Formula::Word("a".into()),
            Formula::or(vec![Formula::Word("b".into()), Formula::Word("c".into())]),
        ]);
        let mut has = |word: &str| word != "b";
        assert!(formula.holds(&mut has));
        assert_eq!(formula.words(), ["a", "b", "c"]);
        assert!(!formula.holds(&mut |word| word != "a"));
    }
}
