//! Lists: arguments, parameters, initializers, enumerators, fields.
//!
//! ```text
//!   pattern   f ( ... , x , es )        ...  takes  a, b
//!   code      f ( a , b , c , d , e )   x    takes  c      es  takes  d, e
//! ```
//!
//! Each element of the pattern takes one element of the code, dots and list metavariables any number. A comma of the
//! pattern is the comma that follows what its element took, where there is one.

use std::ops::Range;

use csyntax::{NodeId, NodeKind, Part, TokenId, TokenKind};
use smallvec::smallvec;
use smpl::{ListLength, Mark, MetaId, MetaKind, PatternNode, PatternPart, PatternTokenId};

use super::Matcher;
use crate::env::{Env, Extent, Hit, State, States};

/// In how many ways the elements of an initializer, or what a nest holds, may be chosen at most.
pub(super) const MOST_WAYS: usize = 10_000;

/// In how many ways the elements of a list may be shared out among the parts of a pattern at most.
const MOST_SHARINGS: usize = 100_000;

/// An element of the pattern, and the comma behind it.
struct Wanted<'p> {
    element: &'p PatternPart,
    comma: Option<PatternTokenId>,
}

/// An element of the code, and the comma behind it.
struct Found {
    element: Part,
    comma: Option<TokenId>,
}

/// The code side of a list.
struct Code {
    list: NodeId,
    /// The token before the first element.
    open: TokenId,
    found: Vec<Found>,
}

/// How many elements a pattern element may take.
enum Takes {
    One,
    Dots(PatternTokenId),
    List(PatternTokenId, MetaId),
}

impl Matcher<'_> {
    /// A bracketed list against another of the same kind.
    pub(super) fn list(&self, pattern: &PatternNode, code: NodeId, state: State) -> States {
        let Some((open, wanted, close)) = wanted_of(pattern, &|token| self.rule.token(token).kind)
        else {
            return self.parts(pattern, code, state);
        };
        let (Some(first), Some(last)) = (self.tree.first_token(code), self.tree.last_token(code))
        else {
            return States::new();
        };
        let list = Code { list: code, open: first, found: self.found_in(code) };
        let unordered = wanted.iter().any(|wanted| is_designated(wanted.element))
            && wanted.iter().all(|wanted| {
                is_designated(wanted.element) || !matches!(self.takes(wanted.element), Takes::One)
            });
        self.token(open, first, code, state)
            .into_iter()
            .flat_map(|state| {
                if unordered {
                    self.unordered(&wanted, &list, state)
                        .into_iter()
                        .filter(|(_, used)| self.may_leave(close, &wanted, used.len(), &list))
                        .map(|(state, _)| state)
                        .collect()
                } else {
                    self.sequence(&wanted, &list, 0, state)
                }
            })
            .map(|state| self.with_last_comma(&wanted, &list, close, state))
            .flat_map(|state| self.token(close, last, code, state))
            .collect()
    }

    /// A comma at the end of a list that the pattern does not write goes where the bracket behind it goes.
    fn with_last_comma(
        &self,
        wanted: &[Wanted<'_>],
        list: &Code,
        close: PatternTokenId,
        mut state: State,
    ) -> State {
        let comma = list.found.last().and_then(|found| found.comma);
        let is_written = wanted.last().is_none_or(|wanted| wanted.comma.is_some());
        if let Some(comma) = comma.filter(|_| !is_written) {
            let (owner, extent) = (list.list, Extent::MarkOnly);
            state.hits.push(Hit { pattern: close, first: comma, last: comma, owner, extent });
        }
        state
    }

    /// `wanted`, all of it, against the elements from `at` on.
    fn sequence(&self, wanted: &[Wanted<'_>], list: &Code, at: usize, state: State) -> States {
        let Some((first, rest)) = wanted.split_first() else {
            return if at == list.found.len() { smallvec![state] } else { States::new() };
        };
        let left = list.found.len() - at;
        let (needed, is_exact) = self.needed_by(rest);
        let counts = match self.takes(first.element) {
            Takes::One => {
                let Some(found) = list.found.get(at) else { return States::new() };
                return self
                    .list_element(first.element, found.element, list.list, state)
                    .into_iter()
                    .flat_map(|state| self.comma(first, list, at..at + 1, state))
                    .flat_map(|state| self.sequence(rest, list, at + 1, state))
                    .collect();
            }
            Takes::List(_, meta) => self.list_lengths(meta, left, &state.env),
            Takes::Dots(_) => (0..=left).collect(),
        };
        let leaves_enough = |count: &usize| match left.checked_sub(needed) {
            Some(most) if is_exact => *count == most,
            Some(most) => *count <= most,
            None => false,
        };
        let mut ways = States::new();
        for count in counts.into_iter().filter(leaves_enough) {
            for state in self.take(first, list, at..at + count, state.clone()) {
                ways.extend(self.sequence(rest, list, at + count, state));
            }
            if ways.len() > MOST_SHARINGS {
                self.give_up();
                return States::new();
            }
        }
        ways
    }

    /// How many elements the code must have for the rest of a pattern; and whether it may have no more.
    fn needed_by(&self, wanted: &[Wanted<'_>]) -> (usize, bool) {
        let takes_one = |it: &&Wanted<'_>| matches!(self.takes(it.element), Takes::One);
        let needed = wanted.iter().filter(takes_one).count();
        (needed, needed == wanted.len())
    }

    /// Too many ways to be of use: the function is given up as one over budget.
    fn give_up(&self) {
        self.work.set(u64::MAX / 2);
    }

    /// Designated initializers come in any order, and others may stand among them.
    fn unordered(
        &self,
        wanted: &[Wanted<'_>],
        list: &Code,
        state: State,
    ) -> Vec<(State, Vec<usize>)> {
        let mut dots: Option<&Wanted<'_>> = None;
        let mut ways: Vec<(State, Vec<usize>)> = vec![(state, Vec::new())];
        for wanted in wanted {
            if !matches!(self.takes(wanted.element), Takes::One) {
                dots = Some(wanted);
                continue;
            }
            let mut next = Vec::new();
            for (state, used) in &ways {
                for (at, found) in
                    list.found.iter().enumerate().filter(|(at, _)| !used.contains(at))
                {
                    let states = self
                        .list_element(wanted.element, found.element, list.list, state.clone())
                        .into_iter()
                        .flat_map(|state| self.comma(wanted, list, at..at + 1, state));
                    next.extend(states.map(|state| (state, [used.as_slice(), &[at]].concat())));
                }
            }
            ways = next;
            if ways.len() > MOST_WAYS {
                self.give_up();
                return Vec::new();
            }
        }
        let Some(dots) = dots else { return ways };
        ways.into_iter()
            .flat_map(|(state, used)| {
                let states = self.others(dots, list, &used, state);
                states.into_iter().map(move |state| (state, used.clone()))
            })
            .collect()
    }

    /// Whether elements that nothing took may be left: not without the braces around them.
    fn may_leave(
        &self,
        close: PatternTokenId,
        wanted: &[Wanted<'_>],
        used: usize,
        list: &Code,
    ) -> bool {
        let takes_rest = wanted.iter().any(|it| !matches!(self.takes(it.element), Takes::One));
        takes_rest || used == list.found.len() || self.rule.token(close).mark != Mark::Minus
    }

    /// Lets dots take all elements that are left over; code added beside them comes behind the last.
    fn others(&self, dots: &Wanted<'_>, list: &Code, used: &[usize], mut state: State) -> States {
        let Takes::Dots(pattern) = self.takes(dots.element) else { return smallvec![state] };
        let owner = list.list;
        for at in (0..list.found.len()).filter(|at| !used.contains(at)) {
            let range = self.tokens_of(list, at..at + 1);
            let end = list.found[at].comma.map_or(range.end, |comma| comma.0 + 1);
            let (first, last) = (TokenId(range.start), TokenId(end - 1));
            state.hits.push(Hit { pattern, first, last, owner, extent: Extent::MarkOnly });
        }
        let end = self.tokens_of(list, list.found.len()..list.found.len()).end;
        let (first, last) = (TokenId(end), TokenId(end.wrapping_sub(1)));
        state.hits.push(Hit { pattern, first, last, owner, extent: Extent::AddedOnly });
        // What is added behind the dots' comma comes behind the last comma there is.
        if let Some(pattern) = dots.comma {
            let comma = list.found.last().and_then(|found| found.comma);
            let end = comma.map_or(end, |comma| comma.0 + 1);
            let (first, last) = (TokenId(end), TokenId(end.wrapping_sub(1)));
            state.hits.push(Hit { pattern, first, last, owner, extent: Extent::AddedOnly });
        }
        smallvec![state]
    }

    fn list_element(
        &self,
        wanted: &PatternPart,
        found: Part,
        owner: NodeId,
        state: State,
    ) -> States {
        match (wanted, found) {
            (PatternPart::Node(pattern), Part::Node(code)) => self.node(pattern, code, state),
            (PatternPart::Token(pattern), Part::Token(code)) => {
                self.token(*pattern, code, owner, state)
            }
            _ => States::new(),
        }
    }

    /// Lets dots or a list metavariable take the elements of `range`.
    fn take(
        &self,
        wanted: &Wanted<'_>,
        list: &Code,
        range: Range<usize>,
        mut state: State,
    ) -> States {
        let tokens = self.tokens_of(list, range.clone());
        let token = match self.takes(wanted.element) {
            Takes::One => return States::new(),
            Takes::Dots(token) => token,
            Takes::List(token, meta) => {
                let value =
                    self.values.borrow_mut().of_list(self.tree, tokens.clone(), range.len() as u32);
                if !self.bind_checked(meta, value, None, &mut state.env)
                    || !self.bind_length(meta, range.len(), &mut state.env)
                {
                    return States::new();
                }
                token
            }
        };
        let attached = self.rule.token(token).attached.iter();
        if !attached
            .into_iter()
            .all(|meta| self.attach_to_list(*meta, list, &range, &mut state.env))
        {
            return States::new();
        }
        // An empty range lies behind the token at `start - 1`.
        let last = TokenId(tokens.end.wrapping_sub(1));
        state.hits.push(Hit {
            pattern: token,
            first: TokenId(tokens.start),
            last,
            owner: list.list,
            extent: Extent::Whole,
        });
        self.comma(wanted, list, range, state)
    }

    /// Binds what is attached to a list metavariable or dots; to parameters, `ps@es`, the names that they have.
    fn attach_to_list(
        &self,
        meta: MetaId,
        list: &Code,
        range: &Range<usize>,
        env: &mut Env,
    ) -> bool {
        let kind = self.rule.metavariable(meta).kind;
        if kind == MetaKind::ExpressionList && self.tree.kind(list.list) == NodeKind::ParameterList
        {
            let Some(names) = self.parameter_names(&list.found[range.clone()]) else {
                return false;
            };
            let value = self.values.borrow_mut().of_names(&names);
            return self.bind_checked(meta, value, None, env);
        }
        let tokens = self.tokens_of(list, range.clone());
        if tokens.is_empty() {
            return true;
        }
        self.attach(meta, TokenId(tokens.start), TokenId(tokens.end - 1), list.list, env)
    }

    /// The names of parameters; `None` when one has none. `void` is no parameter.
    fn parameter_names(&self, parameters: &[Found]) -> Option<Vec<&[u8]>> {
        if let [only] = parameters
            && let Part::Node(node) = only.element
            && self.tree.node_text(node) == b"void"
        {
            return Some(Vec::new());
        }
        let name = |parameter: &Found| match parameter.element {
            Part::Node(node) => {
                let declarator =
                    self.tree.children(node).find(|child| self.tree.kind(*child).is_declarator());
                self.take_apart(declarator).name.map(|token| self.tree.token_text(token))
            }
            Part::Token(_) => None,
        };
        parameters.iter().map(name).collect()
    }

    /// The comma of the pattern behind an element that took `range`.
    fn comma(&self, wanted: &Wanted<'_>, list: &Code, range: Range<usize>, state: State) -> States {
        let code = range.clone().last().and_then(|last| list.found[last].comma);
        // Where a list may end with a comma, one that is not there may be added.
        let may_end = matches!(
            self.tree.kind(list.list),
            NodeKind::EnumeratorList | NodeKind::InitializerList
        );
        match (wanted.comma, code) {
            (Some(pattern), Some(code)) => self.token(pattern, code, list.list, state),
            (Some(pattern), None) if range.is_empty() || may_end => {
                // The comma of what took nothing is not there, but code may be added at its place.
                let end = self.tokens_of(list, range).end;
                let (first, last) = (TokenId(end), TokenId(end.wrapping_sub(1)));
                let (owner, extent) = (list.list, Extent::AddedOnly);
                let mut state = state;
                state.hits.push(Hit { pattern, first, last, owner, extent });
                smallvec![state]
            }
            _ => smallvec![state],
        }
    }

    fn takes(&self, element: &PatternPart) -> Takes {
        let PatternPart::Node(node) = element else { return Takes::One };
        match (node.kind, node.parts.as_slice()) {
            (NodeKind::Dots, [PatternPart::Token(token)]) => Takes::Dots(*token),
            (NodeKind::MetaVariable, _) => match self.metavariable_of(node) {
                Some((token, meta)) if self.rule.metavariable(meta).kind.is_list() => {
                    Takes::List(token, meta)
                }
                _ => Takes::One,
            },
            _ => Takes::One,
        }
    }

    /// The lengths to try for a list metavariable when `left` elements are left.
    fn list_lengths(&self, meta: MetaId, left: usize, env: &Env) -> Vec<usize> {
        let fixed = |length: usize| Vec::from_iter((length <= left).then_some(length));
        let declared = self.rule.metavariable(meta);
        if let Some(crate::value::ValueClass::List { length }) =
            env.get(meta).map(|value| self.values.borrow().get(value).class)
        {
            return fixed(length as usize);
        }
        match &declared.length {
            Some(ListLength::Exactly(length)) => fixed(*length),
            _ if declared.kind == MetaKind::FormatList => Vec::new(),
            Some(ListLength::Named { length, .. }) => match self.length_bound(*length, env) {
                Some(length) => fixed(length),
                None => (0..=left).collect(),
            },
            None => (0..=left).collect(),
        }
    }

    /// The number that a length is bound to.
    fn length_bound(&self, length: MetaId, env: &Env) -> Option<usize> {
        env.get(length).and_then(|value| self.values.borrow().get(value).text.parse().ok())
    }

    /// Binds the length of a list, where it has a name.
    pub(super) fn bind_length(&self, list: MetaId, found: usize, env: &mut Env) -> bool {
        match &self.rule.metavariable(list).length {
            Some(ListLength::Named { length, ranges }) => {
                let value = self.values.borrow_mut().of_text(&found.to_string());
                (ranges.is_empty() || ranges.iter().any(|range| range.contains(&found)))
                    && self.bind_checked(*length, value, None, env)
            }
            Some(ListLength::Exactly(length)) => *length == found,
            None => true,
        }
    }

    /// The tokens of some elements, commas between them included.
    fn tokens_of(&self, list: &Code, range: Range<usize>) -> Range<u32> {
        let bounds = |part: Part| match part {
            Part::Node(node) => self.tree.token_range(node),
            Part::Token(token) => token.0..token.0 + 1,
        };
        if range.is_empty() {
            let before = match range.start.checked_sub(1).map(|at| &list.found[at]) {
                Some(found) => {
                    found.comma.map_or_else(|| bounds(found.element).end, |comma| comma.0 + 1)
                }
                None => list.open.0 + 1,
            };
            return before..before;
        }
        bounds(list.found[range.start].element).start..bounds(list.found[range.end - 1].element).end
    }

    fn found_in(&self, list: NodeId) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let bounds = [self.tree.first_token(list), self.tree.last_token(list)];
        let mut open: Vec<Part> = self.parts_reversed(list);
        while let Some(part) = open.pop() {
            match part {
                Part::Token(token) if bounds.contains(&Some(token)) => {}
                // What stands under `#if` is in the list like all else.
                Part::Node(node)
                    if matches!(
                        self.tree.kind(node),
                        NodeKind::ConditionalGroup | NodeKind::ConditionalBranch
                    ) =>
                {
                    open.extend(self.parts_reversed(node));
                }
                Part::Token(token) if self.tree.token(token).kind == TokenKind::Comma => {
                    if let Some(last) = found.last_mut() {
                        last.comma = Some(token);
                    }
                }
                Part::Node(node) if self.tree.token_range(node).is_empty() => {}
                element => found.push(Found { element, comma: None }),
            }
        }
        // `f(void)` has one parameter to the grammar, none to the reader: the pattern says which it means.
        found
    }

    fn parts_reversed(&self, node: NodeId) -> Vec<Part> {
        let mut parts: Vec<Part> = self.tree.parts(node).collect();
        parts.reverse();
        parts
    }
}

/// Opening token, elements, closing token; `None` when the pattern is no plain bracketed list.
fn wanted_of<'p>(
    pattern: &'p PatternNode,
    kind: &dyn Fn(PatternTokenId) -> TokenKind,
) -> Option<(PatternTokenId, Vec<Wanted<'p>>, PatternTokenId)> {
    let [PatternPart::Token(open), elements @ .., PatternPart::Token(close)] =
        pattern.parts.as_slice()
    else {
        return None;
    };
    let mut wanted: Vec<Wanted<'p>> = Vec::new();
    for part in elements {
        match part {
            PatternPart::Token(token) if kind(*token) == TokenKind::Comma => {
                wanted.last_mut()?.comma = Some(*token)
            }
            element => wanted.push(Wanted { element, comma: None }),
        }
    }
    Some((*open, wanted, *close))
}

fn is_designated(element: &PatternPart) -> bool {
    matches!(element, PatternPart::Node(node) if node.kind == NodeKind::DesignatedInitializer)
}
