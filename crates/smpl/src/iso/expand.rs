//! Rewriting a rule by isomorphisms: each piece that a form matches becomes a disjunction.
//!
//! ```text
//!   if ( x == NULL ) S         if ( Disjunction[ x == NULL | NULL == x | !x ] ) S
//! ```
//!
//! Each piece of the rule is taken once, from the outside in; equivalents of equivalents are found by running the
//! isomorphisms in the order of their file over all the forms so far. Both the forms of one piece and the size of the
//! whole are bounded; when a bound is hit, the rule keeps what it has and [`Expanded::truncated`] says so.

use csyntax::{NodeKind, TokenKind};

use super::build::alternative;
use super::forms::{self, is_expression, is_statement, whole_metavariable};
use super::{Category, Isomorphism};
use crate::{CodeRule, PatternNode, PatternPart, When};

/// More forms than this of one piece are not made.
const MAX_FORMS: usize = 8;
/// Equivalents inside equivalents are made this deep.
const MAX_LEVEL: usize = 3;
/// More nodes than this are not made for one rule.
const MAX_NODES: usize = 6000;

/// A rule with its equivalents written out.
#[derive(Clone, Debug)]
pub struct Expanded {
    /// The rule.
    pub rule: CodeRule,
    /// A bound was hit: some equivalents are missing.
    pub truncated: bool,
}

/// Writes out what the isomorphisms, but for those that the rule disables, make of a rule.
pub fn expand(rule: &CodeRule, isos: &[Isomorphism]) -> Expanded {
    let disabled = |name: &str| rule.disabled.iter().any(|word| word == name || word == "all");
    let mut expander = Expander {
        rule: rule.clone(),
        isos: isos.iter().filter(|iso| !disabled(&iso.name)).collect(),
        nodes: 0,
        level: 0,
        truncated: false,
    };
    let pattern = expander.children(&rule.pattern, Place::Expression);
    expander.rule.pattern = pattern;
    for at in 0..rule.tokens.len() {
        expander.whens(at);
    }
    Expanded { rule: expander.rule, truncated: expander.truncated }
}

/// What the place of a piece asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Any expression; or no expression at all.
    Expression,
    Argument,
    Test,
    /// The body of a function, switch or statement expression, which keeps its braces.
    Body,
}

struct Expander<'i> {
    rule: CodeRule,
    isos: Vec<&'i Isomorphism>,
    nodes: usize,
    /// How many equivalents the piece at hand is inside of.
    level: usize,
    truncated: bool,
}

impl Expander<'_> {
    fn whens(&mut self, at: usize) {
        let Some(mut dots) = self.rule.tokens[at].dots.clone() else { return };
        for when in &mut dots.whens {
            match when {
                When::Not(code) | When::Always(code) => {
                    *code = self.children(code, Place::Expression);
                }
                When::NotTrue(code) | When::NotFalse(code) => {
                    *code = self.children(code, Place::Test);
                }
                When::Any | When::Strict | When::Forall | When::Exists => {}
            }
        }
        self.rule.tokens[at].dots = Some(dots);
    }

    /// A piece with all its equivalents.
    fn node(&mut self, node: &PatternNode, place: Place) -> PatternNode {
        if node.kind == NodeKind::DeclarationSpecifiers
            && let Some(specifiers) = self.type_forms(node)
        {
            return specifiers;
        }
        let mut forms = self.forms(node, place);
        for (at, form) in forms.iter_mut().enumerate() {
            let made = usize::from(at > 0);
            self.level += made;
            *form = self.children(form, place);
            self.level -= made;
        }
        if forms.len() == 1 { forms.remove(0) } else { disjunction(forms) }
    }

    /// A piece whose parts have their equivalents.
    fn children(&mut self, node: &PatternNode, place: Place) -> PatternNode {
        self.nodes += 1;
        let mut out = PatternNode { kind: node.kind, parts: Vec::with_capacity(node.parts.len()) };
        for (at, part) in node.parts.iter().enumerate() {
            out.parts.push(match part {
                PatternPart::Token(id) => PatternPart::Token(*id),
                PatternPart::Node(child) => {
                    let place = self.place(node, at, place);
                    PatternPart::Node(self.node(child, place))
                }
            });
        }
        out
    }

    fn place(&self, parent: &PatternNode, at: usize, outer: Place) -> Place {
        use NodeKind as N;
        match parent.kind {
            N::IfStatement | N::WhileStatement | N::DoStatement | N::ForCondition => Place::Test,
            N::ConditionalExpression if at == 0 => Place::Test,
            N::UnaryExpression | N::BinaryExpression if self.is_logical(parent) => Place::Test,
            N::ArgumentList => Place::Argument,
            N::FunctionDefinition | N::MacroFunctionDefinition => Place::Body,
            N::StatementExpression | N::SwitchStatement => Place::Body,
            N::ParenthesizedExpression | N::Disjunction | N::Conjunction | N::DisjunctionBranch => {
                outer
            }
            N::Pattern if outer == Place::Test => outer,
            _ => Place::Expression,
        }
    }

    /// `!`, `&&`, `||`
    fn is_logical(&self, node: &PatternNode) -> bool {
        node.parts.iter().any(|part| match part {
            PatternPart::Token(id) => matches!(
                self.rule.token(*id).kind,
                TokenKind::Bang | TokenKind::AmpAmp | TokenKind::PipePipe
            ),
            PatternPart::Node(_) => false,
        })
    }

    /// The piece and its equivalents.
    fn forms(&mut self, node: &PatternNode, place: Place) -> Vec<PatternNode> {
        let mut forms = vec![node.clone()];
        if self.level >= MAX_LEVEL {
            return forms;
        }
        for iso in self.isos.clone() {
            if !self.applies(iso.category, node, place) {
                continue;
            }
            for at in 0..forms.len() {
                let form = forms[at].clone();
                self.equivalents(iso, &form, place, &mut forms);
            }
        }
        forms
    }

    fn applies(&self, category: Category, node: &PatternNode, place: Place) -> bool {
        match category {
            Category::Expression => is_expression(&self.rule, node),
            Category::ArgExpression => place == Place::Argument && is_expression(&self.rule, node),
            Category::TestExpression => is_expression(&self.rule, node),
            Category::Statement => place != Place::Body && is_statement(&self.rule, node),
            Category::Declaration => node.kind == NodeKind::Declaration,
            Category::Type | Category::TopLevel => false,
        }
    }

    /// Adds what one isomorphism makes of one form.
    ///
    /// What holds of tests alone holds where the pattern is one. Elsewhere the code may yet be one: `x` is looked for
    /// where it is tested if `x != 0` is to be found.
    fn equivalents(
        &mut self,
        iso: &Isomorphism,
        node: &PatternNode,
        place: Place,
        forms: &mut Vec<PatternNode>,
    ) {
        let elsewhere = iso.category == Category::TestExpression && place != Place::Test;
        for form in &iso.forms {
            let Some(matched) = forms::matches(&self.rule, iso, &form.pattern, node) else {
                continue;
            };
            for to in &form.leads_to {
                let is_bare = whole_metavariable(iso, &iso.forms[*to].pattern).is_some();
                if elsewhere && !is_bare {
                    continue;
                }
                if let Some(new) = alternative(&mut self.rule, iso, *to, &matched, node) {
                    self.add(if elsewhere { tested(new) } else { new }, forms);
                }
            }
        }
    }

    fn add(&mut self, new: PatternNode, forms: &mut Vec<PatternNode>) {
        if forms.iter().any(|old| self.same(old, &new)) {
            return;
        }
        if forms.len() >= MAX_FORMS || self.nodes > MAX_NODES {
            self.truncated = true;
            return;
        }
        forms.push(new);
    }

    fn same(&self, a: &PatternNode, b: &PatternNode) -> bool {
        a.kind == b.kind
            && a.parts.len() == b.parts.len()
            && a.parts.iter().zip(&b.parts).all(|pair| match pair {
                (PatternPart::Node(a), PatternPart::Node(b)) => self.same(a, b),
                (PatternPart::Token(a), PatternPart::Token(b)) => {
                    self.rule.token(*a).text == self.rule.token(*b).text
                }
                _ => false,
            })
    }

    /// `const unsigned x`: the words of the type have equivalents, the qualifiers around them stay.
    fn type_forms(&mut self, node: &PatternNode) -> Option<PatternNode> {
        let is_word = |part: &PatternPart| match part {
            PatternPart::Token(id) => is_type_word(self.rule.token(*id).kind),
            PatternPart::Node(_) => false,
        };
        let (words, mut rest): (Vec<_>, Vec<_>) = node.parts.iter().cloned().partition(is_word);
        // `unsigned T` asks for a word, the type is what the metavariable takes.
        if words.is_empty()
            || node.tokens().iter().any(|id| self.rule.token(*id).kind == TokenKind::MetaType)
        {
            return None;
        }
        let mut all = vec![type_name(words)];
        for iso in self.isos.clone() {
            if iso.category == Category::Type {
                let original = all[0].clone();
                self.equivalents(iso, &original, Place::Expression, &mut all);
            }
        }
        if all.len() == 1 {
            return None;
        }
        rest.push(PatternPart::Node(disjunction(all)));
        Some(PatternNode { kind: node.kind, parts: rest })
    }
}

fn is_type_word(kind: TokenKind) -> bool {
    (TokenKind::KwVoid..=TokenKind::KwBuiltinType).contains(&kind)
}

fn type_name(words: Vec<PatternPart>) -> PatternNode {
    let specifiers = PatternNode { kind: NodeKind::DeclarationSpecifiers, parts: words };
    PatternNode { kind: NodeKind::TypeName, parts: vec![PatternPart::Node(specifiers)] }
}

fn tested(expression: PatternNode) -> PatternNode {
    PatternNode { kind: NodeKind::Tested, parts: vec![PatternPart::Node(expression)] }
}

/// A disjunction without brackets of its own: no token stands for it in the file.
fn disjunction(forms: Vec<PatternNode>) -> PatternNode {
    let branch = |form| {
        let parts = vec![PatternPart::Node(form)];
        PatternPart::Node(PatternNode { kind: NodeKind::DisjunctionBranch, parts })
    };
    PatternNode { kind: NodeKind::Disjunction, parts: forms.into_iter().map(branch).collect() }
}
