//! What one header tells, as bytes: kept as they are in a [`crate::Pack`], read where they lie.
//!
//! ```text
//!   lessons       includes   count { kind name }                 names quoted, angled
//!                 macros     count { name tag [words] }           see csyntax::Lesson
//!   declarations  count { tag key length payload }                key: a name, or a structure
//!                          │                     └ a type, or a structure's members with their types
//!                          └ what the key names
//! ```
//!
//! Lessons need the tokens alone. Declarations need a parse, so they are made only when someone asks for types.

use csyntax::names::{Base, FileDeclarations, NameKind, Type};
use csyntax::{Lesson, MacroClass, MacroIndex};

use crate::codec::{Reader, Writer};
use crate::{Include, IncludeKind, includes};

/// Classes in the order of their numbers.
const CLASSES: [MacroClass; 11] = [
    MacroClass::Attribute,
    MacroClass::Iterator,
    MacroClass::Statement,
    MacroClass::Declarer,
    MacroClass::Type,
    MacroClass::String,
    MacroClass::FunctionHeader,
    MacroClass::Expression,
    MacroClass::Opener,
    MacroClass::Closer,
    MacroClass::Conditional,
];

const ALIAS: u8 = 0x40;
const WORDS: u8 = 0x41;

/// What a declaration's key names: these and, above, the members of a structure.
const KINDS: [NameKind; 4] =
    [NameKind::Object, NameKind::Function, NameKind::Enumerator, NameKind::Typedef];
const MEMBERS: u8 = 0x10;

/// The includes of a header, and what it teaches about macros.
pub(crate) fn lessons(text: &[u8]) -> Vec<u8> {
    let mut writer = Writer::default();
    let all: Vec<Include<'_>> = includes(text).collect();
    writer.number(all.len() as u64);
    for include in all {
        writer.byte(u8::from(include.kind == IncludeKind::Angled));
        writer.text(include.name.as_bytes());
    }
    let mut index = MacroIndex::default();
    index.learn(text);
    let all = index.lessons();
    writer.number(all.len() as u64);
    for (name, lesson) in all {
        writer.text(name);
        match lesson {
            Lesson::Class(class) => {
                let at = CLASSES.iter().position(|known| *known == class);
                writer.byte(at.unwrap_or_default() as u8);
            }
            Lesson::Alias(of) => {
                writer.byte(ALIAS);
                writer.text(of);
            }
            Lesson::Words(words) => {
                writer.byte(WORDS);
                writer.text(words);
            }
        }
    }
    writer.bytes
}

/// What a header declares.
pub(crate) fn declarations(text: &[u8]) -> Vec<u8> {
    let tree = csyntax::parse(text.into(), &MacroIndex::builtin());
    let file = FileDeclarations::new(&tree);
    let mut entries: Vec<Vec<u8>> = Vec::new();
    for (name, kind, ty) in file.exported() {
        let Some(tag) = KINDS.iter().position(|known| *known == kind) else { continue };
        let mut key = Writer::default();
        key.text(name);
        let mut payload = Writer::default();
        payload.maybe_type(ty.as_ref());
        entries.push(entry(tag as u8, key, payload));
    }
    for (base, members) in file.structures() {
        let mut key = Writer::default();
        let mut tagged = Writer::default();
        tagged.base(base);
        key.text(&tagged.bytes);
        let mut payload = Writer::default();
        payload.number(members.len() as u64);
        for (name, ty) in members {
            payload.text(name);
            payload.maybe_type(ty.as_ref());
        }
        entries.push(entry(MEMBERS, key, payload));
    }
    // Structures come in no order.
    entries.sort_unstable();
    let mut writer = Writer::default();
    writer.number(entries.len() as u64);
    entries.iter().for_each(|entry| writer.bytes.extend_from_slice(entry));
    writer.bytes
}

fn entry(tag: u8, key: Writer, payload: Writer) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.byte(tag);
    writer.bytes.extend(key.bytes);
    writer.text(&payload.bytes);
    writer.bytes
}

/// The includes among lessons, and where the macros begin; `None` when the bytes are damaged.
pub(crate) fn read_includes(lessons: &[u8]) -> Option<(Vec<Include<'_>>, usize)> {
    let mut reader = Reader::new(lessons, 0);
    let mut all = Vec::new();
    for _ in 0..reader.number()? {
        let kind = if reader.byte()? == 0 { IncludeKind::Quoted } else { IncludeKind::Angled };
        all.push(Include { kind, name: std::str::from_utf8(reader.text()?).ok()? });
    }
    Some((all, reader.at()))
}

/// The macros that begin at `at`: their names, and where each begins.
pub(crate) fn macro_places(lessons: &[u8], at: usize) -> impl Iterator<Item = (&[u8], usize)> {
    let mut reader = Reader::new(lessons, at);
    let mut left = reader.number().unwrap_or(0);
    std::iter::from_fn(move || {
        left = left.checked_sub(1)?;
        let at = reader.at();
        read_macro(&mut reader).map(|(name, _)| (name, at))
    })
}

/// The macro that begins at a place.
pub(crate) fn macro_at(lessons: &[u8], at: usize) -> Option<(&[u8], Lesson<'_>)> {
    read_macro(&mut Reader::new(lessons, at))
}

fn read_macro<'a>(reader: &mut Reader<'a>) -> Option<(&'a [u8], Lesson<'a>)> {
    let name = reader.text()?;
    let lesson = match reader.byte()? {
        ALIAS => Lesson::Alias(reader.text()?),
        WORDS => Lesson::Words(reader.text()?),
        class => Lesson::Class(*CLASSES.get(usize::from(class))?),
    };
    Some((name, lesson))
}

/// A declaration as it lies in a summary.
#[derive(Clone, Copy)]
pub(crate) struct Declared<'a> {
    tag: u8,
    /// The name, or the structure as bytes.
    pub(crate) key: &'a [u8],
    payload: &'a [u8],
}

impl Declared<'_> {
    /// True for the members of a structure.
    pub(crate) fn is_structure(&self) -> bool {
        self.tag == MEMBERS
    }

    /// What a name is; `None` for a structure.
    pub(crate) fn kind(&self) -> Option<NameKind> {
        KINDS.get(usize::from(self.tag)).copied()
    }

    /// The type of a name.
    pub(crate) fn ty(&self) -> Option<Type> {
        Reader::new(self.payload, 0).maybe_type()?
    }

    /// The type of a structure's member.
    pub(crate) fn member(&self, name: &[u8]) -> Option<Type> {
        let mut reader = Reader::new(self.payload, 0);
        for _ in 0..reader.number()? {
            let is_it = reader.text()? == name;
            let ty = reader.maybe_type()?;
            if is_it {
                return ty;
            }
        }
        None
    }
}

/// How a structure is written as a key.
pub(crate) fn structure_key(base: &Base) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.base(base);
    writer.bytes
}

/// The declarations of a summary, and where each begins.
pub(crate) fn declared_places(bytes: &[u8]) -> impl Iterator<Item = (Declared<'_>, usize)> {
    let mut reader = Reader::new(bytes, 0);
    let mut left = reader.number().unwrap_or(0);
    std::iter::from_fn(move || {
        left = left.checked_sub(1)?;
        let at = reader.at();
        read_declared(&mut reader).map(|declared| (declared, at))
    })
}

/// The declaration that begins at a place.
pub(crate) fn declared_at(bytes: &[u8], at: usize) -> Option<Declared<'_>> {
    read_declared(&mut Reader::new(bytes, at))
}

fn read_declared<'a>(reader: &mut Reader<'a>) -> Option<Declared<'a>> {
    Some(Declared { tag: reader.byte()?, key: reader.text()?, payload: reader.text()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] = b"#include \"x.h\"\n#define each(a) for (;a;)\n#define all(a) each(a)\n\
        #define __one __two __three\ntypedef struct page *ref;\nstruct page { int a, *b; };\n\
        extern struct page *find(int);\nenum { RED };\n";

    #[test]
    fn lessons_come_back() {
        let bytes = lessons(HEADER);
        let (all, at) = read_includes(&bytes).expect("not damaged");
        assert_eq!(all, [Include { kind: IncludeKind::Quoted, name: "x.h" }]);
        let found: Vec<_> = macro_places(&bytes, at)
            .map(|(name, at)| {
                let (same, lesson) = macro_at(&bytes, at).expect("not damaged");
                assert_eq!(name, same);
                (std::str::from_utf8(name).expect("ASCII"), lesson)
            })
            .collect();
        assert_eq!(
            found,
            [
                ("__one", Lesson::Words(b"__two __three")),
                ("all", Lesson::Alias(b"each")),
                ("each", Lesson::Class(MacroClass::Iterator)),
                ("ref", Lesson::Class(MacroClass::Type)),
            ]
        );
    }

    #[test]
    fn declarations_come_back() {
        let bytes = declarations(HEADER);
        let told: Vec<String> = declared_places(&bytes)
            .map(|(declared, at)| {
                assert_eq!(declared_at(&bytes, at).expect("not damaged").key, declared.key);
                let key = String::from_utf8_lossy(declared.key).into_owned();
                match declared.is_structure() {
                    true => format!("page: {}", declared.member(b"b").expect("a member")),
                    false => {
                        format!("{key} {:?}: {}", declared.kind(), declared.ty().expect("one"))
                    }
                }
            })
            .collect();
        assert_eq!(
            told,
            [
                "find Some(Function): struct page *()",
                "RED Some(Enumerator): int",
                "ref Some(Typedef): struct page *",
                "page: int *",
            ]
        );
    }

    #[test]
    fn damaged_bytes_give_less_and_never_fail() {
        for bytes in [lessons(HEADER), declarations(HEADER)] {
            for cut in 0..bytes.len() {
                let mut damaged = bytes[..cut].to_vec();
                assert!(read_includes(&damaged).is_none_or(|(all, _)| all.len() <= 1));
                declared_places(&damaged).for_each(|(declared, _)| drop(declared.member(b"b")));
                damaged.iter_mut().for_each(|byte| *byte ^= 0xff);
                macro_places(&damaged, 0).for_each(drop);
                declared_places(&damaged).for_each(|(declared, _)| drop(declared.ty()));
            }
        }
    }
}
