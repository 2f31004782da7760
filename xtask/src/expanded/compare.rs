// SPDX-License-Identifier: MIT OR Apache-2.0
//! One file in both views.

use std::collections::BTreeMap;
use std::fmt;

use csyntax::views::{CallExpression, MemberExpression, without_parentheses};
use csyntax::{Function, MacroIndex, NodeId, NodeKind, TokenKind, Tree};
use expand::{Call, Callee, Macro, Unit};
use source::{LineIndex, Span};

/// What was compared, and what came of it.
#[derive(Default)]
pub(super) struct Comparison {
    pub(super) files: usize,
    /// Functions that both views have.
    pub(super) functions: usize,
    /// Functions compared that use no macro at all.
    pub(super) without_macro: usize,
    /// Functions compared that use macros, none of which can hold a call.
    pub(super) with_constants: usize,
    /// Calls in the functions compared.
    pub(super) calls: usize,
    /// Calls that only the expanded view shows, in functions that are not compared, and how many functions that are.
    pub(super) hidden_calls: usize,
    pub(super) hidden_functions: usize,
    /// Calls that the source shows of what is no macro, in functions that are not compared, and how many of them the
    /// expanded view has in the same function.
    pub(super) other_calls: usize,
    pub(super) other_found: usize,
    pub(super) unread: Vec<String>,
    pub(super) differences: Vec<Difference>,
}

impl Comparison {
    pub(super) fn add(&mut self, other: Self) {
        self.files += other.files;
        self.functions += other.functions;
        self.without_macro += other.without_macro;
        self.with_constants += other.with_constants;
        self.calls += other.calls;
        self.hidden_calls += other.hidden_calls;
        self.hidden_functions += other.hidden_functions;
        self.other_calls += other.other_calls;
        self.other_found += other.other_found;
        self.unread.extend(other.unread);
        self.differences.extend(other.differences);
    }
}

/// A function whose calls are not the same in both views.
pub(super) struct Difference {
    /// `file:function`
    pub(super) place: String,
    only_source: Vec<Call>,
    only_expanded: Vec<Call>,
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:", self.place)?;
        for (view, calls) in [("source", &self.only_source), ("expanded", &self.only_expanded)] {
            for call in calls {
                write!(out, " {} in line {} (only {view})", call.callee, call.line)?;
            }
        }
        Ok(())
    }
}

/// How far macros may change what a function calls.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    NoMacro,
    Constants,
    AnyMacro,
}

/// Compares the functions of a file's text with those of its preprocessed unit.
pub(super) fn compare(file: &str, text: Vec<u8>, unit: &Unit) -> Comparison {
    let tree = csyntax::parse(text.into(), &MacroIndex::builtin());
    let lines = LineIndex::new(tree.text());
    let unread =
        unit.unread.iter().map(|it| format!("{file}:{}: {}: {}", it.line, it.name, it.reason));
    let mut result = Comparison { files: 1, unread: unread.collect(), ..Comparison::default() };
    let expanded: BTreeMap<(&str, u32), &[Call]> =
        unit.functions.iter().map(|it| ((it.name.as_str(), it.line), &it.calls[..])).collect();
    for function in csyntax::functions(&tree) {
        let Some(token) = function.name else { continue };
        let name = String::from_utf8_lossy(tree.token_text(token)).into_owned();
        let Some(theirs) = expanded.get(&(&name[..], lines.line(tree.token(token).start))) else {
            continue;
        };
        result.functions += 1;
        let ours = calls(&tree, &lines, function);
        let only_expanded = without(theirs, &ours);
        let used = macros_used(&tree, function, &unit.macros);
        if used == Use::AnyMacro || is_conditional(&tree, function) {
            result.hidden_calls += only_expanded.len();
            result.hidden_functions += usize::from(!only_expanded.is_empty());
            let (shown, found) = one_way(&ours, theirs, &unit.macros);
            result.other_calls += shown;
            result.other_found += found;
            continue;
        }
        result.without_macro += usize::from(used == Use::NoMacro);
        result.with_constants += usize::from(used == Use::Constants);
        result.calls += theirs.len();
        let only_source = without(&ours, theirs);
        if !only_source.is_empty() || !only_expanded.is_empty() {
            let place = format!("{file}:{name}");
            result.differences.push(Difference { place, only_source, only_expanded });
        }
    }
    result
}

/// How many calls of `ours` are of no macro, and how many of these `theirs` has, whatever the line and the number.
fn one_way(ours: &[Call], theirs: &[Call], macros: &BTreeMap<String, Macro>) -> (usize, usize) {
    let is_macro =
        |callee: &Callee| matches!(callee, Callee::Name(name) if macros.contains_key(name));
    let shown = ours.iter().map(|call| &call.callee).filter(|callee| !is_macro(callee));
    let has = |callee: &&Callee| theirs.iter().any(|call| call.callee == **callee);
    (shown.clone().count(), shown.filter(has).count())
}

/// The calls of `of` that `other` has not, each as often as it is missing.
fn without(of: &[Call], other: &[Call]) -> Vec<Call> {
    let mut left: BTreeMap<&Call, usize> = BTreeMap::new();
    other.iter().for_each(|call| *left.entry(call).or_default() += 1);
    let mut new = Vec::new();
    for call in of {
        match left.get_mut(call) {
            Some(count) if *count > 0 => *count -= 1,
            _ => new.push(call.clone()),
        }
    }
    new
}

fn calls(tree: &Tree, lines: &LineIndex, function: Function) -> Vec<Call> {
    let views = tree.subtree(function.node).filter_map(|node| CallExpression::cast(tree, node));
    let callees = views.filter_map(|view| view.callee());
    callees.map(|callee| call(tree, lines, without_parentheses(tree, callee))).collect()
}

fn call(tree: &Tree, lines: &LineIndex, callee: NodeId) -> Call {
    let word = |token| String::from_utf8_lossy(tree.token_text(token)).into_owned();
    let name = match tree.kind(callee) {
        NodeKind::Identifier => tree.first_token(callee),
        _ => MemberExpression::cast(tree, callee).and_then(MemberExpression::member),
    };
    let line = lines.line(name.map_or(tree.span(callee), |token| tree.token(token).span()).start);
    let callee = match (name, tree.kind(callee)) {
        (Some(token), NodeKind::Identifier) => Callee::Name(word(token)),
        (Some(token), _) => Callee::Member(word(token)),
        (None, _) => Callee::Other,
    };
    Call { line, callee }
}

/// Some of the function is there only under a condition.
fn is_conditional(tree: &Tree, function: Function) -> bool {
    let span = tree.span(function.node);
    tree.subtree(function.node).any(|node| tree.kind(node) == NodeKind::ConditionalGroup)
        || tree.variants().iter().any(|variant| variant.scope().overlaps(span))
}

fn macros_used(tree: &Tree, function: Function, macros: &BTreeMap<String, Macro>) -> Use {
    let mut used = Use::NoMacro;
    let range = tree.token_range(function.node);
    for (token, next) in range.clone().zip(range.start + 1..) {
        let token = tree.tokens()[token as usize];
        let name = String::from_utf8_lossy(token.span().of(tree.text()));
        let Some(found) = macros.get(&*name) else { continue };
        let called =
            tree.tokens().get(next as usize).is_some_and(|it| it.kind == TokenKind::LParen);
        if found.takes_arguments || called || !is_constant(found, macros, 0) {
            return Use::AnyMacro;
        }
        used = Use::Constants;
    }
    used
}

/// How many macros in macros are followed.
const DEPTH_LIMIT: usize = 16;

/// The macro's replacement can hold no call: no name in it, attributes aside, stands in front of a parenthesis.
fn is_constant(of: &Macro, macros: &BTreeMap<String, Macro>, depth: usize) -> bool {
    let text = of.replacement.as_bytes();
    let tokens = csyntax::lex(text, Span::new(0, text.len() as u32)).tokens;
    if tokens.first().is_some_and(|token| token.kind == TokenKind::KwAttribute) {
        return true;
    }
    tokens.iter().enumerate().all(|(at, token)| {
        let called = tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::LParen);
        match macros.get(&*String::from_utf8_lossy(token.span().of(text))) {
            _ if token.kind == TokenKind::Identifier && called => false,
            Some(inner) if depth < DEPTH_LIMIT => {
                !inner.takes_arguments && is_constant(inner, macros, depth + 1)
            }
            Some(_) => false,
            None => token.kind != TokenKind::LBrace,
        }
    })
}
