//! What metavariables are bound to.
//!
//! A value is code: two are the same when their tokens are, whatever lies between them. Values are interned, so that
//! comparing bindings, the most frequent thing the engine does, compares numbers.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use csyntax::{Directive, NodeId, TokenId, Tree};
use rustc_hash::FxHashMap;
use source::{LineIndex, Span};

use crate::precedence::Strength;

/// An interned value; only meaningful with the [`Values`] that gave it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct ValueId(u32);

/// What kind of thing a value is; values of different classes are never the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum ValueClass {
    /// One identifier, expression, type, statement, operator, …: code without a list's separators.
    Code,
    /// Characters of a string.
    Text,
    /// The elements of a list; may be empty.
    List {
        /// How many elements.
        length: u32,
    },
    /// A place in a file.
    Position,
    /// Several places, any of which is meant.
    Positions,
}

/// A value: code and where it was first seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Value {
    /// What kind of thing it is.
    pub(crate) class: ValueClass,
    /// The code as it stands in the file, comments and line ends included.
    pub(crate) text: String,
    /// Its first place; for a position the place itself.
    pub(crate) span: Span,
    /// For a position: what it lies in.
    pub(crate) place: Option<Surroundings>,
    /// How strongly it binds, where it is an expression; decides whether parentheses are needed around it.
    pub(crate) strength: Option<Strength>,
    /// For a type, where in the text the name stands that it is the type of: `int (*|)(void)`.
    pub(crate) hole: Option<usize>,
}

/// What a position lies in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Surroundings {
    /// The function or declaration around it by name; empty where there is none.
    pub(crate) element: String,
    /// Where that stands.
    pub(crate) element_span: Span,
    /// The tokens that the position hangs on: of `f(x)@p` the `)`, where the value's span is all of the call.
    pub(crate) tokens: Span,
    /// Which of the run's texts it is a position in, see [`Values::text`].
    pub(crate) reading: usize,
}

/// A text of a file that rules have seen, and its lines once they are asked for.
#[derive(Debug)]
struct Seen {
    file: String,
    text: Arc<[u8]>,
    lines: OnceCell<LineIndex>,
}

/// The values of one run.
#[derive(Debug, Default)]
pub(crate) struct Values {
    /// The texts that rules have seen, in order.
    texts: Vec<Seen>,
    /// Which of them places are in.
    at_hand: usize,
    list: Vec<Value>,
    index: FxHashMap<(ValueClass, Vec<u8>), ValueId>,
    /// The places that one value stands for together.
    members: HashMap<ValueId, BTreeSet<ValueId>>,
    /// How many numbers names that are made up have taken.
    numbers: u32,
}

impl Values {
    /// A value.
    pub(crate) fn get(&self, id: ValueId) -> &Value {
        &self.list[id.0 as usize]
    }

    /// The next number for names that are made up; each is given once.
    pub(crate) fn next_number(&mut self) -> u32 {
        self.numbers += 1;
        self.numbers - 1
    }

    /// The value of some words that stand in no file, say of a fresh identifier.
    pub(crate) fn of_text(&mut self, text: &str) -> ValueId {
        let mut key = text.as_bytes().to_vec();
        key.push(0);
        self.intern(ValueClass::Code, key, || plain(text.to_owned(), Span::default(), None))
    }

    /// The value of some characters of a string.
    pub(crate) fn of_characters(&mut self, text: &str) -> ValueId {
        let class = ValueClass::Text;
        self.intern(class, text.as_bytes().to_vec(), || Value {
            class,
            ..plain(text.to_owned(), Span::default(), None)
        })
    }

    /// The value of code that stands in no file: a script has made it.
    pub(crate) fn of_code(&mut self, text: &str) -> ValueId {
        let lexed = csyntax::lex(text.as_bytes(), Span::new(0, text.len() as u32));
        let words = lexed.tokens.iter().map(|token| token.span().of(text.as_bytes()));
        let key = words.flat_map(|word| word.iter().copied().chain([0])).collect();
        let strength = Strength::of_text(text);
        self.intern(ValueClass::Code, key, || plain(text.to_owned(), Span::default(), strength))
    }

    /// The value of words that are no tokens of a file's tree.
    pub(crate) fn of_words(&mut self, words: &[&[u8]]) -> ValueId {
        let text = words.iter().map(|word| lossy(word)).collect::<Vec<_>>().join(" ");
        self.of_written(words, text)
    }

    /// The value of some words, and how they are written.
    pub(crate) fn of_written(&mut self, words: &[&[u8]], text: String) -> ValueId {
        let key = words.iter().flat_map(|word| word.iter().copied().chain([0])).collect();
        self.intern(ValueClass::Code, key, || plain(text, Span::default(), None))
    }

    /// The value of a node.
    pub(crate) fn of_node(&mut self, tree: &Tree, node: NodeId) -> ValueId {
        let key = token_key(tree, tree.token_range(node));
        self.intern(ValueClass::Code, key, || {
            plain(lossy(tree.node_text(node)), tree.span(node), Strength::of_node(tree, node))
        })
    }

    /// The value of one token.
    pub(crate) fn of_token(&mut self, tree: &Tree, token: TokenId) -> ValueId {
        let key = token_key(tree, token.0..token.0 + 1);
        self.intern(ValueClass::Code, key, || {
            plain(lossy(tree.token_text(token)), tree.token(token).span(), None)
        })
    }

    /// The value of pieces of code that do not stand side by side, such as the specifiers and the pointer of a type.
    pub(crate) fn of_pieces(
        &mut self,
        tree: &Tree,
        tokens: &[TokenId],
        text: String,
        hole: usize,
    ) -> ValueId {
        let key = tokens
            .iter()
            .flat_map(|token| tree.token_text(*token).iter().copied().chain([0]))
            .collect();
        let span = match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => tree.token(*first).span().cover(tree.token(*last).span()),
            _ => Span::default(),
        };
        let hole = Some(hole);
        self.intern(ValueClass::Code, key, || Value { hole, ..plain(text, span, None) })
    }

    /// The value of `length` list elements and the separators between them.
    pub(crate) fn of_list(
        &mut self,
        tree: &Tree,
        tokens: std::ops::Range<u32>,
        length: u32,
    ) -> ValueId {
        let key = token_key(tree, tokens.clone());
        let span = whole_conditionals(tree, span_of(tree, tokens));
        let class = ValueClass::List { length };
        self.intern(class, key, || Value {
            class,
            ..plain(lossy(span.of(tree.text())), span, None)
        })
    }

    /// The value of a list of names that do not stand side by side.
    pub(crate) fn of_names(&mut self, names: &[&[u8]]) -> ValueId {
        let class = ValueClass::List { length: names.len() as u32 };
        let key = names.join(&b"\0,\0"[..]).into_iter().chain((!names.is_empty()).then_some(0));
        let text = names.iter().map(|name| lossy(name)).collect::<Vec<_>>().join(", ");
        self.intern(class, key.collect(), || Value { class, ..plain(text, Span::default(), None) })
    }

    /// Any of several places.
    pub(crate) fn of_positions(&mut self, places: BTreeSet<ValueId>) -> Option<ValueId> {
        let members: BTreeSet<ValueId> =
            places.into_iter().flat_map(|place| self.members(place)).collect();
        let first = *members.first()?;
        if members.len() == 1 {
            return Some(first);
        }
        let key = members.iter().flat_map(|member| member.0.to_le_bytes()).collect();
        let value = Value { class: ValueClass::Positions, ..self.get(first).clone() };
        let id = self.intern(ValueClass::Positions, key, || value);
        self.members.insert(id, members);
        Some(id)
    }

    /// Whether a value is another, or one of the places that the other stands for.
    pub(crate) fn is_among(&self, value: ValueId, other: ValueId) -> bool {
        value == other || self.members.get(&other).is_some_and(|among| among.contains(&value))
    }

    /// Rules see this text of a file from now on; gives its number.
    pub(crate) fn read(&mut self, file: &str, text: Arc<[u8]>) -> usize {
        self.texts.push(Seen { file: file.to_owned(), text, lines: OnceCell::new() });
        self.at_hand = self.texts.len() - 1;
        self.at_hand
    }

    /// The text with this number is at hand.
    pub(crate) fn turn_to(&mut self, reading: usize) {
        self.at_hand = reading;
    }

    /// The text of a file is at hand; if no rule has seen one, an empty one.
    pub(crate) fn turn_to_file(&mut self, file: &str) {
        match self.texts.iter().rposition(|seen| seen.file == file) {
            Some(reading) => self.at_hand = reading,
            None => drop(self.read(file, Arc::default())),
        }
    }

    /// A text that rules have seen.
    pub(crate) fn text(&self, reading: usize) -> &[u8] {
        self.texts.get(reading).map_or(&[], |seen| &seen.text)
    }

    /// The lines of a text that rules have seen.
    pub(crate) fn lines(&self, reading: usize) -> Option<&LineIndex> {
        let seen = self.texts.get(reading)?;
        Some(seen.lines.get_or_init(|| LineIndex::new(&seen.text)))
    }

    /// The lines of the text at hand.
    pub(crate) fn lines_at_hand(&self) -> Option<&LineIndex> {
        self.lines(self.at_hand)
    }

    /// The file of a text that rules have seen.
    pub(crate) fn file(&self, reading: usize) -> &str {
        self.texts.get(reading).map_or("", |seen| &seen.file)
    }

    /// A place in the text at hand, in the file `file`.
    pub(crate) fn of_position(
        &mut self,
        file: &str,
        (element, element_span): (&str, Span),
        span: Span,
        tokens: Span,
    ) -> ValueId {
        let mut key = file.as_bytes().to_vec();
        key.push(0);
        key.extend(span.start.to_le_bytes());
        key.extend(span.end.to_le_bytes());
        let reading = self.at_hand;
        self.intern(ValueClass::Position, key, || Value {
            place: Some(Surroundings {
                element: element.to_owned(),
                element_span,
                tokens,
                reading,
            }),
            class: ValueClass::Position,
            ..plain(String::new(), span, None)
        })
    }

    /// The members of a value that stands for several places; else the value itself.
    pub(crate) fn members(&self, id: ValueId) -> Vec<ValueId> {
        self.members.get(&id).map_or_else(|| vec![id], |members| members.iter().copied().collect())
    }

    fn intern(&mut self, class: ValueClass, key: Vec<u8>, make: impl FnOnce() -> Value) -> ValueId {
        *self.index.entry((class, key)).or_insert_with(|| {
            self.list.push(make());
            ValueId(self.list.len() as u32 - 1)
        })
    }
}

/// The bytes from the first to the last of some tokens.
pub(crate) fn span_of(tree: &Tree, tokens: std::ops::Range<u32>) -> Span {
    if tokens.is_empty() {
        return Span::default();
    }
    Span::new(tree.token(TokenId(tokens.start)).start, tree.token(TokenId(tokens.end - 1)).end)
}

/// A span, and the `#if` in front of it or the `#endif` behind it that one inside belongs to.
fn whole_conditionals(tree: &Tree, span: Span) -> Span {
    let all = tree.directives();
    let from = all.partition_point(|directive| directive.span.start < span.start);
    let to = all.partition_point(|directive| directive.span.start < span.end);
    let (mut depth, mut lowest) = (0, 0);
    for directive in &all[from..to] {
        depth += opens(directive);
        lowest = lowest.min(depth);
    }
    // Nothing but blanks and comments may stand between.
    let reaches = |whole: Span, next: Span| {
        let between = match next.start < whole.start {
            true => Span::new(next.end, whole.start),
            false => Span::new(whole.end, next.start),
        };
        csyntax::lex(tree.text(), between).tokens.is_empty()
    };
    let extended = |directives: &mut dyn Iterator<Item = &Directive>, mut whole, mut missing| {
        while missing > 0 {
            let next = directives.next().filter(|next| reaches(whole, next.span))?;
            whole = whole.cover(next.span);
            missing -= i32::abs(opens(next));
        }
        Some(whole)
    };
    extended(&mut all[..from].iter().rev(), span, -lowest)
        .and_then(|whole| extended(&mut all[to..].iter(), whole, depth - lowest))
        .unwrap_or(span)
}

/// How many conditionals more are open behind a directive than in front of it.
fn opens(directive: &Directive) -> i32 {
    use csyntax::DirectiveKind::{Endif, If, Ifdef, Ifndef};
    match directive.kind {
        If | Ifdef | Ifndef => 1,
        Endif => -1,
        _ => 0,
    }
}

fn token_key(tree: &Tree, tokens: std::ops::Range<u32>) -> Vec<u8> {
    let mut key = Vec::with_capacity(span_of(tree, tokens.clone()).len() as usize + tokens.len());
    for token in tokens {
        key.extend_from_slice(tree.token_text(TokenId(token)));
        key.push(0);
    }
    key
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn plain(text: String, span: Span, strength: Option<Strength>) -> Value {
    Value { class: ValueClass::Code, text, span, place: None, strength, hole: None }
}
