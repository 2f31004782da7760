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
//! Of some kinds of nodes, such as lists of initializers, it is noted as well that they must occur; a text does not tell, but
//! its tree does, function by function.
//!
//! What need not be there asks for nothing: dots, `<... ...>`, lines marked `?`, `when` clauses, metavariables that the
//! rule binds itself. One that it inherits is there only where its value is. Run it on the rule as
//! [`crate::iso::expand`] leaves it, since an isomorphism may do without a word.

use csyntax::{NodeKind, TokenKind};

use crate::{
    CodeRule, Constraint, MetaId, MetaKind, Origin, PatternNode, PatternPart, PatternToken,
    PatternTokenId,
};

/// A condition on the set of words of a text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Formula {
    /// Nothing is asked.
    True,
    /// Nothing meets it.
    Never,
    /// This word occurs.
    Word(String),
    /// A node of this kind occurs.
    Node(NodeKind),
    /// Code (or a place) that this metavariable is bound to occurs.
    Bound(MetaId),
    /// All of them hold.
    And(Vec<Formula>),
    /// One of them holds.
    Or(Vec<Formula>),
}

impl Formula {
    /// Whether it holds of a text, given which words the text has; whatever is bound is taken to be there, and so are
    /// nodes, which a text does not show before it is parsed.
    pub fn holds(&self, has: &mut dyn FnMut(&str) -> bool) -> bool {
        self.holds_with(has, &mut |_| true)
    }

    /// Whether it holds of a text, given which words it has and what is bound to which metavariable.
    pub fn holds_with(
        &self,
        has: &mut dyn FnMut(&str) -> bool,
        bound: &mut dyn FnMut(MetaId) -> bool,
    ) -> bool {
        match self {
            Self::True | Self::Node(_) => true,
            Self::Never => false,
            Self::Word(word) => has(word),
            Self::Bound(meta) => bound(*meta),
            Self::And(all) => all.iter().all(|one| one.holds_with(has, bound)),
            Self::Or(any) => any.iter().any(|one| one.holds_with(has, bound)),
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
            Self::True | Self::Never | Self::Bound(_) | Self::Node(_) => {}
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
                Self::Never => return Self::Never,
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
                Self::Never => {}
                Self::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        flat.sort();
        flat.dedup();
        match flat.len() {
            0 => Self::Never,
            1 => flat.remove(0),
            _ => Self::Or(flat),
        }
    }
}

/// What a text must hold for the rule to match in it: words, and what the metavariables that it inherits are bound to.
pub fn required_words(rule: &CodeRule) -> Formula {
    let reader = Reader { rule, local: false };
    reader.node(&rule.pattern)
}

/// What code must hold for a piece of the rule's pattern to match in it, once some metavariables are bound.
pub fn required_of(rule: &CodeRule, piece: &PatternNode) -> Formula {
    Reader { rule, local: true }.node(piece)
}

/// The kinds of nodes that a formula speaks of. Most rules name none of them, and most functions hold few.
pub const TELLING_KINDS: [NodeKind; 8] = [
    NodeKind::InitializerList,
    NodeKind::DesignatedInitializer,
    NodeKind::EmptyStatement,
    NodeKind::SwitchStatement,
    NodeKind::DoStatement,
    NodeKind::GotoStatement,
    NodeKind::ConditionalExpression,
    NodeKind::SizeofExpression,
];

struct Reader<'r> {
    rule: &'r CodeRule,
    /// Whether what the rule binds itself counts as well.
    local: bool,
}

impl Reader<'_> {
    fn node(&self, node: &PatternNode) -> Formula {
        match node.kind {
            NodeKind::Dots => Formula::True,
            NodeKind::Nest if !self.is_nest_plus(node) => Formula::True,
            NodeKind::Disjunction => {
                Formula::or(node.children().map(|branch| self.node(branch)).collect())
            }
            _ => {
                let parts = node.parts.iter().map(|part| self.part(part));
                Formula::and(parts.chain([self.kind(node)]).collect())
            }
        }
    }

    /// A kind of node that code has here and there, and that nothing but itself matches.
    fn kind(&self, node: &PatternNode) -> Formula {
        let is_optional = |part: &PatternPart| match part {
            PatternPart::Token(id) => self.rule.token(*id).optional,
            PatternPart::Node(_) => false,
        };
        match TELLING_KINDS.contains(&node.kind) && !node.parts.iter().any(is_optional) {
            true => Formula::Node(node.kind),
            false => Formula::True,
        }
    }

    /// `<+... code ...+>`: the code is there at least once.
    fn is_nest_plus(&self, node: &PatternNode) -> bool {
        node.parts.iter().any(|part| match part {
            PatternPart::Token(id) => self.rule.token(*id).kind == TokenKind::NestPlusOpen,
            PatternPart::Node(_) => false,
        })
    }

    fn part(&self, part: &PatternPart) -> Formula {
        match part {
            PatternPart::Node(child) => self.node(child),
            PatternPart::Token(id) => self.token(*id),
        }
    }

    fn token(&self, id: PatternTokenId) -> Formula {
        let token: &PatternToken = self.rule.token(id);
        if token.optional {
            return Formula::True;
        }
        let own = match (token.meta, token.kind) {
            (Some(meta), _) => self.metavariable(meta),
            (None, TokenKind::Identifier) => Formula::Word(token.text.clone()),
            _ => Formula::True,
        };
        let places = token.attached.iter().filter(|meta| self.is_place(**meta));
        Formula::and(std::iter::once(own).chain(places.map(|meta| self.bound(*meta))).collect())
    }

    fn is_place(&self, meta: MetaId) -> bool {
        let meta = self.rule.metavariable(meta);
        meta.kind == MetaKind::Position && !meta.any_position
    }

    fn bound(&self, meta: MetaId) -> Formula {
        let inherits = self.rule.metavariable(meta).origin != Origin::Local;
        if inherits || self.local { Formula::Bound(meta) } else { Formula::True }
    }

    /// What it is bound to, and, for a name that may only be one of some words, one of these.
    fn metavariable(&self, id: MetaId) -> Formula {
        let meta = self.rule.metavariable(id);
        let is_name = matches!(
            meta.kind,
            MetaKind::Identifier | MetaKind::Function | MetaKind::Declarer | MetaKind::Iterator
        );
        let words = meta.constraints.iter().filter(|_| is_name).map(of_constraint);
        let bound = if meta.kind.is_name_only() { Formula::True } else { self.bound(id) };
        Formula::and(words.chain([bound]).collect())
    }
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
    fn nodes_of_telling_kinds_must_be_there() {
        check(
            "@@\nidentifier I, s, fld;\nexpression E;\n@@\n struct I s = { ..., .fld = E, ...};\n",
            expect!["And([Node(InitializerList), Node(DesignatedInitializer)])"],
        );
        check(
            "@@\nexpression e;\nstatement S;\n@@\n(\n e ? 1 : 0\n|\n f(sizeof(e))\n)\n",
            expect![[
                r#"Or([Node(ConditionalExpression), And([Word("f"), Node(SizeofExpression)])])"#
            ]],
        );
        check(
            "@@\nexpression e;\nidentifier l;\n@@\n f(e);\n? goto l;\n",
            expect![[r#"Word("f")"#]],
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
    fn what_is_inherited_must_be_there() {
        let text = "@r@\nexpression E;\nposition p;\n@@\n f(E@p)\n@s@\nexpression r.E, F;\nposition r.p, q != r.p;\n@@\n\
                    (\n g(E@q, F)\n|\n h(F@p)\n)\n ... when != E\n";
        let patch = parse("t.cocci", text.as_bytes(), &ParseOptions::default()).expect("reads");
        let RuleBody::Code(rule) = &patch.rules[1].body else { panic!("a rule of code") };
        let id = |name: &str| rule.find(name).expect("declared");
        let and = |word: &str, meta| Formula::and(vec![Formula::Word(word.into()), meta]);
        let expected = vec![and("g", Formula::Bound(id("E"))), and("h", Formula::Bound(id("p")))];
        assert_eq!(required_words(rule), Formula::or(expected));
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
