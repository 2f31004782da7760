//! What is known of macros and type names: data first, then what `#define`s teach, then the shape of the code.
//!
//! An index is built before parsing and never changes while a file is read, so a file's tree depends on nothing but
//! its text and the index given. It can be shared by threads.
//!
//! ```text
//!   #define list_for_each(p, h) for (p = (h)->next; p != (h); p = p->next)     iterator: a body follows
//!   #define __packed            __attribute__((__packed__))                     attribute
//!   #define PFX                 "tg3: "                                         string
//! ```

mod learn;
mod typedefs;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, LazyLock};

use source::{Diagnostic, Span};

use crate::lexer::Lexed;
use crate::{DirectiveKind, TokenKind};

/// What the use of a macro looks like to the grammar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MacroClass {
    /// Stands among specifiers or after a declarator, with or without arguments: `__init`, `__aligned(8)`.
    Attribute,
    /// A statement follows as its body: loop headers, `scoped_guard(…)`.
    Iterator,
    /// Stands for an `if` with its parentheses: a statement follows, and perhaps an `else`.
    Conditional,
    /// A statement that brings its own `;`.
    Statement,
    /// Declares something: `DEFINE_MUTEX(x);`
    Declarer,
    /// A type, with or without arguments: `u32`, `__typeof_member(a, b)`.
    Type,
    /// Stands among string literals: `PRIu64`.
    String,
    /// A function's body follows: `SYSCALL_DEFINE1(…) {`.
    FunctionHeader,
    /// An ordinary expression or call, whatever its name looks like.
    Expression,
    /// Brings the `{` of a block, after a head or alone: `BEGIN_EACH(x) … }`.
    Opener,
    /// Brings the `}` of a block.
    Closer,
}

/// What is known of one name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Lesson<'a> {
    /// What its use looks like.
    Class(MacroClass),
    /// Its whole replacement is this macro, or a call of it: what it is depends on that one.
    Alias(&'a [u8]),
    /// Its replacement is these words, with blanks between them: an attribute if all of them are.
    Words(&'a [u8]),
}

/// Somewhere that knowledge of macros comes from: an index of a tree's headers, for one file.
pub trait MacroSource: std::fmt::Debug + Send + Sync {
    /// What is known of a name.
    fn lesson(&self, name: &[u8]) -> Option<Lesson<'_>>;
}

/// The known macros and type names of a tree, or of some part of it. Cheap to copy.
///
/// ```
/// let mut index = csyntax::MacroIndex::builtin();
/// index.learn(b"#define each_frob(f) for (f = frobs; f->name; f++)\n");
/// assert_eq!(index.class(b"each_frob"), Some(csyntax::MacroClass::Iterator));
/// ```
#[derive(Clone, Debug, Default)]
pub struct MacroIndex {
    names: Arc<Names>,
    /// What counts whatever a file says itself.
    declared: Arc<Names>,
    outside: Option<Arc<dyn MacroSource>>,
    has_half_blocks: bool,
}

type Names = HashMap<Box<[u8]>, Entry, BuildHasherDefault<NameHasher>>;

/// A [`Lesson`] that owns its names.
#[derive(Clone, Debug)]
enum Entry {
    Class(MacroClass),
    Alias(Box<[u8]>),
    Words(Box<[u8]>),
    /// Defined here, and to be told by the shape of its use.
    Nothing,
}

impl Entry {
    fn lesson(&self) -> Option<Lesson<'_>> {
        match self {
            Self::Class(class) => Some(Lesson::Class(*class)),
            Self::Alias(name) => Some(Lesson::Alias(name)),
            Self::Words(names) => Some(Lesson::Words(names)),
            Self::Nothing => None,
        }
    }
}

/// How many aliases are followed to find a class.
const ALIAS_LIMIT: usize = 8;

static BUILTIN: LazyLock<MacroIndex> = LazyLock::new(|| {
    let mut index = MacroIndex::default();
    for (_, class, names) in lines(include_str!("../../data/macros.txt")) {
        if let Some(class) = class {
            index.add_all(class, names);
        }
    }
    index
});

impl MacroIndex {
    /// What the project's own data file (`data/macros.txt`) knows: C's and GNU C's usual names, and those of common
    /// code bases whose shape alone does not tell what they are.
    pub fn builtin() -> Self {
        BUILTIN.clone()
    }

    /// Adds the names of a data file. Each line is a class (`attribute`, `iterator`, `if`, `statement`, `declarer`, `type`,
    /// `string`, `function`, `expression`, `opens`, `closes`) and names, separated by blanks; `#` begins a comment.
    ///
    /// # Errors
    /// A [`Diagnostic`] with the place when a line begins with no class; `path` names the file in it.
    pub fn with_file(mut self, path: &str, text: &str) -> Result<Self, Diagnostic> {
        for (span, class, names) in lines(text) {
            let Some(class) = class else {
                return Err(Diagnostic::error("a line of a macro file begins with no known class")
                    .at(path, span, "here")
                    .help("begin it with one of: attribute, iterator, if, statement, declarer, type, string, function, expression, opens, closes"));
            };
            self.add_all(class, names);
        }
        Ok(self)
    }

    /// The same knowledge, and behind it that of `outside`: for names that this index does not know.
    pub fn with_outside(&self, outside: Arc<dyn MacroSource>) -> Self {
        Self { outside: Some(outside), ..self.clone() }
    }

    /// The same knowledge, and in front of it what a file says itself: what [`crate::parse_and_learn`] gives.
    pub fn with_own(&self, own: &Self) -> Self {
        let mut all = self.clone();
        if !own.names.is_empty() {
            let own = own.names.iter().map(|(name, entry)| (name.clone(), entry.clone()));
            Arc::make_mut(&mut all.names).extend(own);
        }
        all.has_half_blocks |= own.has_half_blocks;
        all
    }

    /// Learns the macros that a text defines, from their replacements, and the types it names with `typedef`.
    pub fn learn(&mut self, text: &[u8]) {
        let span = Span::new(0, text.len().min(u32::MAX as usize) as u32);
        self.learn_lexed(text, &crate::lexer::lex(text, span));
    }

    /// Takes over what another index knows; what this one knows already stays.
    pub fn merge(&mut self, other: &Self) {
        let names = Arc::make_mut(&mut self.names);
        self.has_half_blocks |= other.has_half_blocks;
        for (name, entry) in other.names.iter() {
            names.entry(name.clone()).or_insert_with(|| entry.clone());
        }
    }

    /// What a macro or type name is known to be.
    pub fn class(&self, name: &[u8]) -> Option<MacroClass> {
        class_of(name, &|name| self.lesson(name), ALIAS_LIMIT)
    }

    /// What is known of a name itself, aliases not followed.
    pub fn lesson(&self, name: &[u8]) -> Option<Lesson<'_>> {
        match self.declared.get(name).or_else(|| self.names.get(name)) {
            Some(entry) => entry.lesson(),
            None => self.outside.as_ref()?.lesson(name),
        }
    }

    /// All that it knows itself, by name.
    pub fn lessons(&self) -> Vec<(&[u8], Lesson<'_>)> {
        let mut all = Vec::with_capacity(self.names.len());
        for (name, entry) in self.names.iter() {
            all.extend(entry.lesson().map(|lesson| (&**name, lesson)));
        }
        all.sort_unstable();
        all
    }

    /// Records that a name is of a class, in place of what was known of it.
    pub fn add(&mut self, class: MacroClass, name: &[u8]) {
        self.insert(name, Entry::Class(class));
    }

    /// Records that a name is of a class, even in files that define it as something that tells nothing.
    pub fn declare(&mut self, class: MacroClass, name: &[u8]) {
        let half = matches!(class, MacroClass::Opener | MacroClass::Closer);
        self.has_half_blocks |= half;
        Arc::make_mut(&mut self.declared).insert(name.into(), Entry::Class(class));
    }

    /// How many names are known.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// True when nothing is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same knowledge without that of `outside`; `None` when there is none.
    pub(crate) fn without_outside(&self) -> Option<Self> {
        self.outside.is_some().then(|| Self { outside: None, ..self.clone() })
    }

    fn insert(&mut self, name: &[u8], entry: Entry) {
        let half = matches!(entry, Entry::Class(MacroClass::Opener | MacroClass::Closer));
        self.has_half_blocks |= half;
        Arc::make_mut(&mut self.names).insert(name.into(), entry);
    }

    fn add_all<'n>(&mut self, class: MacroClass, names: impl Iterator<Item = &'n str>) {
        for name in names {
            self.add(class, name.as_bytes());
        }
    }

    fn learn_lexed(&mut self, text: &[u8], lexed: &Lexed) {
        for directive in &lexed.directives {
            if directive.kind == DirectiveKind::Define {
                self.learn_define(directive.span.of(text));
            }
        }
        self.learn_typedefs(text, &lexed.tokens);
    }
}

/// Follows what a name stands for until a class is found.
fn class_of<'l>(
    name: &[u8],
    find: &dyn Fn(&[u8]) -> Option<Lesson<'l>>,
    left: usize,
) -> Option<MacroClass> {
    let mut lesson = find(name)?;
    for left in (0..left).rev() {
        match lesson {
            Lesson::Class(class) => return Some(class),
            Lesson::Alias(of) => lesson = find(of)?,
            Lesson::Words(words) => {
                let is_attribute =
                    |word: &[u8]| class_of(word, find, left / 2) == Some(MacroClass::Attribute);
                let all = words.split(|byte| *byte == b' ').all(is_attribute);
                return all.then_some(MacroClass::Attribute);
            }
        }
    }
    None
}

/// The lines of a data file: where the class stands, the class, and the names.
fn lines(
    text: &str,
) -> impl Iterator<Item = (Span, Option<MacroClass>, std::str::SplitWhitespace<'_>)> {
    text.lines().filter_map(|line| {
        let mut words = line.split('#').next()?.split_whitespace();
        let class = words.next()?;
        let start = (class.as_ptr() as usize - text.as_ptr() as usize) as u32;
        Some((Span::new(start, start + class.len() as u32), class_named(class), words))
    })
}

fn class_named(word: &str) -> Option<MacroClass> {
    Some(match word {
        "attribute" => MacroClass::Attribute,
        "iterator" => MacroClass::Iterator,
        "if" => MacroClass::Conditional,
        "statement" => MacroClass::Statement,
        "declarer" => MacroClass::Declarer,
        "type" => MacroClass::Type,
        "string" => MacroClass::String,
        "function" => MacroClass::FunctionHeader,
        "expression" => MacroClass::Expression,
        "opens" => MacroClass::Opener,
        "closes" => MacroClass::Closer,
        _ => return None,
    })
}

/// What is known while one file is read: what the caller gave, and what the file itself says.
pub(crate) struct Known<'a> {
    given: &'a MacroIndex,
    pub(crate) own: MacroIndex,
    /// Whether some macro opens or closes a block, as far as is known.
    pub(crate) has_half_blocks: bool,
}

impl<'a> Known<'a> {
    /// Learns the file's own macros and types on top of what is given.
    pub(crate) fn of_file(text: &[u8], lexed: &Lexed, given: &'a MacroIndex) -> Self {
        let mut own = MacroIndex::default();
        own.learn_lexed(text, lexed);
        let has_half_blocks =
            own.has_half_blocks || given.has_half_blocks || given.outside.is_some();
        Self { given, own, has_half_blocks }
    }

    /// Nothing but the project's own data.
    pub(crate) fn builtin() -> Self {
        Self { given: &BUILTIN, own: MacroIndex::default(), has_half_blocks: false }
    }

    /// What an index knows.
    pub(crate) fn of_index(given: &'a MacroIndex) -> Self {
        Self { given, own: MacroIndex::default(), has_half_blocks: given.has_half_blocks }
    }

    pub(crate) fn class(&self, name: &[u8]) -> Option<MacroClass> {
        let find = |name: &[u8]| match self.given.declared.get(name).or(self.own.names.get(name)) {
            Some(entry) => entry.lesson(),
            None => self.given.lesson(name),
        };
        class_of(name, &find, ALIAS_LIMIT)
    }

    pub(crate) fn is(&self, name: &[u8], class: MacroClass) -> bool {
        self.class(name) == Some(class)
    }

    /// A type by name: known as one, or ending in `_t`.
    pub(crate) fn is_type(&self, name: &[u8]) -> bool {
        match self.class(name) {
            Some(class) => class == MacroClass::Type,
            None => name.len() > 2 && name.ends_with(b"_t"),
        }
    }
}

/// A hash for short names: a multiplication for each eight bytes. Only look-ups depend on it, never an order.
#[derive(Clone, Copy, Debug, Default)]
struct NameHasher(u64);

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word))
                .wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

/// True for the kinds of tokens that can stand in a type or declaration only.
pub(crate) fn is_declaration_keyword(kind: TokenKind) -> bool {
    (TokenKind::KwTypedef..=TokenKind::KwAlignas).contains(&kind) || kind == TokenKind::KwAttribute
}
