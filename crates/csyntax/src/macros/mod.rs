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

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use source::{Diagnostic, Span};

use crate::lexer::Lexed;
use crate::{DirectiveKind, TokenKind};

/// What the use of a macro looks like to the grammar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MacroClass {
    /// Stands among specifiers or after a declarator, with or without arguments: `__init`, `__aligned(8)`.
    Attribute,
    /// A statement follows as its body: loop headers, `if` heads.
    Iterator,
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
}

/// The known macros and type names of a tree, or of some part of it.
///
/// ```
/// let mut index = csyntax::MacroIndex::builtin();
/// index.learn(b"#define each_frob(f) for (f = frobs; f->name; f++)\n");
/// assert_eq!(index.class(b"each_frob"), Some(csyntax::MacroClass::Iterator));
/// ```
#[derive(Clone, Debug, Default)]
pub struct MacroIndex {
    classes: Names<MacroClass>,
    /// Macros whose whole replacement is another macro, or a call of one.
    aliases: Names<Box<[u8]>>,
}

type Names<T> = HashMap<Box<[u8]>, T, BuildHasherDefault<NameHasher>>;

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

    /// Adds the names of a data file. Each line is a class (`attribute`, `iterator`, `statement`, `declarer`, `type`,
    /// `string`, `function`, `expression`) and names, separated by blanks; `#` begins a comment.
    ///
    /// # Errors
    /// A [`Diagnostic`] with the place when a line begins with no class; `path` names the file in it.
    pub fn with_file(mut self, path: &str, text: &str) -> Result<Self, Diagnostic> {
        for (span, class, names) in lines(text) {
            let Some(class) = class else {
                return Err(Diagnostic::error("a line of a macro file begins with no known class")
                    .at(path, span, "here")
                    .help("begin it with one of: attribute, iterator, statement, declarer, type, string, function, expression"));
            };
            self.add_all(class, names);
        }
        Ok(self)
    }

    /// Learns the macros that a text defines, from their replacements, and the types it names with `typedef`.
    pub fn learn(&mut self, text: &[u8]) {
        let span = Span::new(0, text.len().min(u32::MAX as usize) as u32);
        self.learn_lexed(text, &crate::lexer::lex(text, span));
    }

    /// Takes over what another index knows; what this one knows already stays.
    pub fn merge(&mut self, other: &Self) {
        for (name, class) in &other.classes {
            self.classes.entry(name.clone()).or_insert(*class);
        }
        for (name, alias) in &other.aliases {
            self.aliases.entry(name.clone()).or_insert_with(|| alias.clone());
        }
    }

    /// What a macro or type name is known to be.
    pub fn class(&self, name: &[u8]) -> Option<MacroClass> {
        let mut name = name;
        for _ in 0..ALIAS_LIMIT {
            if let Some(class) = self.classes.get(name) {
                return Some(*class);
            }
            name = self.aliases.get(name)?;
        }
        None
    }

    /// Records that a name is of a class, in place of what was known of it.
    pub fn add(&mut self, class: MacroClass, name: &[u8]) {
        self.classes.insert(name.into(), class);
    }

    /// How many names are known.
    pub fn len(&self) -> usize {
        self.classes.len() + self.aliases.len()
    }

    /// True when nothing is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
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

/// The lines of a data file: where the class stands, the class, and the names.
fn lines(
    text: &str,
) -> impl Iterator<Item = (Span, Option<MacroClass>, std::str::SplitWhitespace<'_>)> {
    text.lines().filter_map(|line| {
        let start = (line.as_ptr() as usize - text.as_ptr() as usize) as u32;
        let mut words = line.split('#').next()?.split_whitespace();
        let class = words.next()?;
        Some((Span::new(start, start + class.len() as u32), class_named(class), words))
    })
}

fn class_named(word: &str) -> Option<MacroClass> {
    Some(match word {
        "attribute" => MacroClass::Attribute,
        "iterator" => MacroClass::Iterator,
        "statement" => MacroClass::Statement,
        "declarer" => MacroClass::Declarer,
        "type" => MacroClass::Type,
        "string" => MacroClass::String,
        "function" => MacroClass::FunctionHeader,
        "expression" => MacroClass::Expression,
        _ => return None,
    })
}

/// What is known while one file is read: what the caller gave, and what the file itself says.
pub(crate) struct Known<'a> {
    given: &'a MacroIndex,
    own: MacroIndex,
}

impl<'a> Known<'a> {
    /// Learns the file's own macros and types on top of what is given.
    pub(crate) fn of_file(text: &[u8], lexed: &Lexed, given: &'a MacroIndex) -> Self {
        let mut own = MacroIndex::default();
        own.learn_lexed(text, lexed);
        Self { given, own }
    }

    /// Nothing but the project's own data.
    pub(crate) fn builtin() -> Self {
        Self { given: &BUILTIN, own: MacroIndex::default() }
    }

    pub(crate) fn class(&self, name: &[u8]) -> Option<MacroClass> {
        let mut name = name;
        for _ in 0..ALIAS_LIMIT {
            if let Some(class) = self.own.classes.get(name).or_else(|| self.given.classes.get(name))
            {
                return Some(*class);
            }
            name = self.own.aliases.get(name).or_else(|| self.given.aliases.get(name))?;
        }
        None
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
