//! Can this piece of code match at all? Asked of items and of single nodes of the graph, before anything is compared.
//!
//! ```text
//!   pattern   kfree(E)      needs   kfree, and the words of what E is bound to
//!   code      kfree(a->b);  names   kfree a b
//! ```
//!
//! The identifiers of a tree are numbered once, with the tokens at which each stands. What a piece of pattern needs is
//! then a matter of looking for a number in a range of tokens. The answer errs on one side only: what is turned away
//! here matches nowhere in that range.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;

use csyntax::{NodeKind, TokenKind, Tree};
use rustc_hash::FxHashMap;
use smpl::{CodeRule, Formula, MetaKind, Origin, TELLING_KINDS};
use source::Span;

use crate::env::Env;
use crate::value::{ValueClass, ValueId, Values};

/// The identifiers of a tree, and where they stand.
#[derive(Debug)]
pub(crate) struct Names {
    numbers: FxHashMap<Vec<u8>, u32>,
    /// For each name, where its tokens begin in `tokens`; one more entry marks the end.
    starts: Vec<u32>,
    tokens: Vec<u32>,
    /// Where nodes of telling kinds begin.
    nodes: OnceCell<FxHashMap<NodeKind, Vec<u32>>>,
}

impl Names {
    pub(crate) fn new(tree: &Tree) -> Self {
        let mut numbers: FxHashMap<&[u8], u32> = FxHashMap::default();
        let mut found = Vec::new();
        for (at, token) in tree.tokens().iter().enumerate() {
            if token.kind == TokenKind::Identifier {
                let next = numbers.len() as u32;
                let number = *numbers.entry(token.span().of(tree.text())).or_insert(next);
                found.push((number, at as u32));
            }
        }
        let mut starts = vec![0u32; numbers.len() + 1];
        for (number, _) in &found {
            starts[*number as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut fill = starts.clone();
        let mut tokens = vec![0; found.len()];
        for (number, token) in found {
            let place = &mut fill[number as usize];
            tokens[*place as usize] = token;
            *place += 1;
        }
        let numbers = numbers.into_iter().map(|(name, number)| (name.to_vec(), number)).collect();
        Self { numbers, starts, tokens, nodes: OnceCell::new() }
    }

    fn number(&self, name: &[u8]) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// Whether a name stands among these tokens.
    fn stands_in(&self, number: u32, range: &Range<u32>) -> bool {
        let at = number as usize;
        is_any_in(&self.tokens[self.starts[at] as usize..self.starts[at + 1] as usize], range)
    }

    /// Whether a node of one of the [`TELLING_KINDS`] begins among these tokens of the tree that the names are of.
    fn begins_in(&self, tree: &Tree, kind: NodeKind, range: &Range<u32>) -> bool {
        let nodes = self.nodes.get_or_init(|| places_of_nodes(tree));
        nodes.get(&kind).is_some_and(|places| is_any_in(places, range))
    }
}

/// Whether one of some places, in order, lies in a range.
fn is_any_in(places: &[u32], range: &Range<u32>) -> bool {
    let next = places.partition_point(|place| *place < range.start);
    places.get(next).is_some_and(|place| *place < range.end)
}

/// The tokens at which nodes of telling kinds begin, in order.
fn places_of_nodes(tree: &Tree) -> FxHashMap<NodeKind, Vec<u32>> {
    let mut places: FxHashMap<NodeKind, Vec<u32>> = FxHashMap::default();
    for node in tree.subtree(tree.root()) {
        let kind = tree.kind(node);
        if TELLING_KINDS.contains(&kind) {
            places.entry(kind).or_default().push(tree.token_range(node).start);
        }
    }
    places
}

/// What code needs to hold, the words of a [`Formula`] looked up in one tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Needs {
    Nothing,
    Never,
    Name(u32),
    /// A node of this kind.
    Node(NodeKind),
    /// What this metavariable is bound to.
    Bound {
        meta: smpl::MetaId,
        inherits: bool,
    },
    All(Vec<Needs>),
    Any(Vec<Needs>),
}

impl Needs {
    pub(crate) fn new(formula: &Formula, rule: &CodeRule, names: &Names) -> Self {
        let each = |list: &[Formula]| -> Vec<Self> {
            list.iter().map(|one| Self::new(one, rule, names)).collect()
        };
        match formula {
            Formula::True => Self::Nothing,
            Formula::Never => Self::Never,
            Formula::Word(word) => names.number(word.as_bytes()).map_or(Self::Never, Self::Name),
            Formula::Node(kind) => Self::Node(*kind),
            Formula::Bound(meta) => {
                let declared = rule.metavariable(*meta);
                // A type is written in more ways than one.
                if declared.kind == MetaKind::Type {
                    return Self::Nothing;
                }
                Self::Bound { meta: *meta, inherits: declared.origin != Origin::Local }
            }
            Formula::And(list) => {
                let all = each(list);
                if all.contains(&Self::Never) { Self::Never } else { Self::All(all) }
            }
            Formula::Or(list) => {
                let mut any = each(list);
                any.retain(|one| *one != Self::Never);
                if any.is_empty() { Self::Never } else { Self::Any(any) }
            }
        }
    }
}

/// What a value shows of itself wherever it is met again.
#[derive(Clone, Copy, Debug)]
enum Trace {
    Unknown,
    /// A name that this tree does not have.
    Absent,
    Name(u32),
    Place(Span),
}

/// Asks what code holds, for one tree.
#[derive(Debug)]
pub(crate) struct Sieve<'a> {
    tree: &'a Tree,
    names: &'a Names,
    traces: RefCell<HashMap<ValueId, Trace, rustc_hash::FxBuildHasher>>,
}

impl<'a> Sieve<'a> {
    pub(crate) fn new(tree: &'a Tree, names: &'a Names) -> Self {
        Self { tree, names, traces: RefCell::default() }
    }

    /// Whether what is needed stands among these tokens, given what is bound.
    pub(crate) fn passes(
        &self,
        needs: &Needs,
        range: &Range<u32>,
        env: &Env,
        values: &RefCell<Values>,
    ) -> bool {
        match needs {
            Needs::Nothing => true,
            Needs::Never => false,
            Needs::Name(number) => self.names.stands_in(*number, range),
            Needs::Node(kind) => self.names.begins_in(self.tree, *kind, range),
            Needs::Bound { meta, inherits } => match env.get(*meta) {
                Some(value) => self.shows(self.trace(value, values), range),
                None => !inherits,
            },
            Needs::All(all) => all.iter().all(|one| self.passes(one, range, env, values)),
            Needs::Any(any) => any.iter().any(|one| self.passes(one, range, env, values)),
        }
    }

    fn shows(&self, trace: Trace, range: &Range<u32>) -> bool {
        match trace {
            Trace::Unknown => true,
            Trace::Absent => false,
            Trace::Name(number) => self.names.stands_in(number, range),
            Trace::Place(span) => {
                let tokens = &self.tree.tokens()[range.start as usize..range.end as usize];
                match (tokens.first(), tokens.last()) {
                    (Some(first), Some(last)) => span.start < last.end && first.start < span.end,
                    _ => true,
                }
            }
        }
    }

    fn trace(&self, value: ValueId, values: &RefCell<Values>) -> Trace {
        if let Some(trace) = self.traces.borrow().get(&value) {
            return *trace;
        }
        let trace = self.trace_of(value, &values.borrow());
        self.traces.borrow_mut().insert(value, trace);
        trace
    }

    fn trace_of(&self, value: ValueId, values: &Values) -> Trace {
        let value = values.get(value);
        match value.class {
            ValueClass::Position => Trace::Place(value.span),
            ValueClass::Code if value.hole.is_none() => match telling_name(&value.text) {
                Some(name) => self.names.number(name.as_bytes()).map_or(Trace::Absent, Trace::Name),
                None => Trace::Unknown,
            },
            _ => Trace::Unknown,
        }
    }
}

/// The longest name in some code. `None` where there is none, or where it might stand in a string or comment.
fn telling_name(code: &str) -> Option<&str> {
    if code.contains(['"', '\'', '/', '\\', '#']) {
        return None;
    }
    let words = code.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let is_name = |word: &&str| {
        !word.starts_with(|c: char| c.is_ascii_digit())
            && csyntax::lex(word.as_bytes(), Span::new(0, word.len() as u32))
                .tokens
                .first()
                .is_some_and(|token| token.kind == TokenKind::Identifier)
    };
    words.filter(|word| !word.is_empty()).filter(is_name).max_by_key(|word| word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_only_where_it_is_one() {
        assert_eq!(telling_name("a->ring[10]"), Some("ring"));
        assert_eq!(telling_name("sizeof(int)"), None);
        assert_eq!(telling_name("f(\"name\")"), None);
        assert_eq!(telling_name("0x10 + 2"), None);
    }

    #[test]
    fn names_are_found_in_ranges_of_tokens() {
        let text: std::sync::Arc<[u8]> = b"int a; int b; int a;".as_slice().into();
        let tree = csyntax::parse(text, &csyntax::MacroIndex::default());
        let names = Names::new(&tree);
        let (a, b) = (names.number(b"a").expect("there"), names.number(b"b").expect("there"));
        assert!(names.stands_in(a, &(0..3)) && names.stands_in(a, &(2..9)));
        assert!(!names.stands_in(b, &(0..4)) && names.stands_in(b, &(4..5)));
        assert_eq!(names.number(b"int"), None);
    }

    #[test]
    fn nodes_are_found_where_they_begin() {
        let text: std::sync::Arc<[u8]> = b"int a[] = { 1 }; int b = 2;".as_slice().into();
        let tree = csyntax::parse(text, &csyntax::MacroIndex::default());
        let names = Names::new(&tree);
        let begins = |range| names.begins_in(&tree, NodeKind::InitializerList, &range);
        assert!(begins(0..6) && !begins(6..14));
        assert!(!names.begins_in(&tree, NodeKind::GotoStatement, &(0..14)));
    }
}
