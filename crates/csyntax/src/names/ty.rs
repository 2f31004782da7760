//! Types in one normal form.
//!
//! A C type is a chain: a base, and what is made of it, step by step. So a type is held flat, the step taken last at
//! the end; taking a pointer away is taking the last element away, and nothing recurses.
//!
//! ```text
//!   struct page **pages      base struct page    layers  Pointer Pointer
//!   int (*ops[4])(void)      base int            layers  Function Pointer Array
//!   unsigned long long int   base ULongLong      (spelling and order of keywords do not matter)
//! ```

use std::{fmt, sync::Arc};

/// A type; see the module's description.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Type {
    /// What it is made of.
    pub base: Base,
    /// The qualifiers of the base.
    pub qualifiers: Qualifiers,
    /// What is made of the base: the first layer is the innermost.
    pub layers: Vec<Layer>,
}

/// What a type is made of.
///
/// A structure, union or enumeration without a tag is named by its own text, `{ int a; }`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Base {
    /// A type of the language.
    Builtin(Builtin),
    /// `struct tag`
    Struct(Arc<[u8]>),
    /// `union tag`
    Union(Arc<[u8]>),
    /// `enum tag`
    Enum(Arc<[u8]>),
    /// A name that a typedef declares; in a pattern also a type metavariable.
    Typedef(Arc<[u8]>),
}

/// The types of the language, whatever keywords they are spelled with.
#[allow(missing_docs, reason = "the names are those of the C standard")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Builtin {
    Void,
    Bool,
    Char,
    SignedChar,
    UnsignedChar,
    Short,
    UnsignedShort,
    Int,
    UnsignedInt,
    Long,
    UnsignedLong,
    LongLong,
    UnsignedLongLong,
    /// `__int128`
    Int128,
    /// `unsigned __int128`
    UnsignedInt128,
    Float,
    Double,
    LongDouble,
}

/// One step from the base outwards.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Layer {
    /// *pointer to*, with the qualifiers of the pointer itself
    Pointer(Qualifiers),
    /// *array of*; lengths are not kept
    Array,
    /// *function returning*; parameters are not kept
    Function,
}

/// A set of type qualifiers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Qualifiers(u8);

impl Qualifiers {
    /// No qualifier.
    pub const NONE: Self = Self(0);
    /// `const`
    pub const CONST: Self = Self(1);
    /// `volatile`
    pub const VOLATILE: Self = Self(2);
    /// `restrict`
    pub const RESTRICT: Self = Self(4);
    /// `_Atomic`
    pub const ATOMIC: Self = Self(8);

    /// The set as a number, for storing it.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// The set of a number that [`Qualifiers::bits`] gave; other bits are dropped.
    pub fn from_bits(bits: u8) -> Self {
        Self(bits & 0b1111)
    }

    /// Those of both sets.
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True when every qualifier of `other` is in this set.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Those that `other` has not.
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    fn words(self) -> impl Iterator<Item = &'static str> {
        [
            (Self::CONST, "const"),
            (Self::VOLATILE, "volatile"),
            (Self::RESTRICT, "restrict"),
            (Self::ATOMIC, "_Atomic"),
        ]
        .into_iter()
        .filter(move |(one, _)| self.contains(*one))
        .map(|(_, word)| word)
    }
}

impl Type {
    /// A base alone, unqualified.
    pub fn new(base: Base) -> Self {
        Self { base, qualifiers: Qualifiers::NONE, layers: Vec::new() }
    }

    /// A type of the language.
    pub fn builtin(builtin: Builtin) -> Self {
        Self::new(Base::Builtin(builtin))
    }

    /// A typedef's name as a type.
    pub fn typedef(name: &[u8]) -> Self {
        Self::new(Base::Typedef(name.into()))
    }

    /// This type with one more layer.
    pub fn layered(mut self, layer: Layer) -> Self {
        self.layers.push(layer);
        self
    }

    /// Pointer to this type.
    pub fn pointer(self) -> Self {
        self.layered(Layer::Pointer(Qualifiers::NONE))
    }

    /// True for a pointer to anything.
    pub fn is_pointer(&self) -> bool {
        matches!(self.layers.last(), Some(Layer::Pointer(_)))
    }

    /// True for an array of anything.
    pub fn is_array(&self) -> bool {
        matches!(self.layers.last(), Some(Layer::Array))
    }

    /// True for a pointer, and for what becomes one when used: an array or a function.
    pub fn is_pointer_like(&self) -> bool {
        !self.layers.is_empty()
    }

    /// The type with its outermost layer taken off; `None` for a base alone.
    pub fn inner(mut self) -> Option<Self> {
        self.layers.pop().map(|_| self)
    }

    /// What a pointer points to, or an array's element.
    pub fn pointee(self) -> Option<Self> {
        match self.layers.last()? {
            Layer::Pointer(_) | Layer::Array => self.inner(),
            // `*f` of a function is the function.
            Layer::Function => Some(self),
        }
    }

    /// What a call of this returns: of a function, or of a pointer to one.
    pub fn returned(self) -> Option<Self> {
        let function = if self.is_pointer() { self.inner()? } else { self };
        match function.layers.last()? {
            Layer::Function => function.inner(),
            _ => None,
        }
    }

    /// The type as it is when its value is used: arrays and functions become pointers.
    pub fn decayed(mut self) -> Self {
        match self.layers.last_mut() {
            Some(last @ Layer::Array) => *last = Layer::Pointer(Qualifiers::NONE),
            Some(Layer::Function) => self.layers.push(Layer::Pointer(Qualifiers::NONE)),
            _ => {}
        }
        self
    }

    /// The same type without any qualifier, inner ones included.
    pub fn unqualified(mut self) -> Self {
        self.qualifiers = Qualifiers::NONE;
        for layer in &mut self.layers {
            if let Layer::Pointer(qualifiers) = layer {
                *qualifiers = Qualifiers::NONE;
            }
        }
        self
    }

    /// True when the two are the same but for qualifiers.
    pub fn is_same_unqualified(&self, other: &Self) -> bool {
        self.base == other.base
            && self.layers.len() == other.layers.len()
            && self.layers.iter().zip(&other.layers).all(|(a, b)| a.is_same_kind(*b))
    }

    /// True when the base has all qualifiers that the one of `wanted` has, and each pointer those of its counterpart;
    /// layers are compared from the outermost on.
    pub fn has_qualifiers_of(&self, wanted: &Self) -> bool {
        self.qualifiers.contains(wanted.qualifiers) && self.has_pointers_of(wanted)
    }

    fn has_pointers_of(&self, wanted: &Self) -> bool {
        let mut layers = self.layers.iter().rev().zip(wanted.layers.iter().rev());
        layers.all(|(own, wanted)| own.qualifiers().contains(wanted.qualifiers()))
    }

    /// As [`Type::strip_layers_of`], of a type that has all qualifiers of `shape`: those of the base go as well.
    pub fn strip_qualified(self, shape: &Self) -> Option<Self> {
        let mut rest = self.has_pointers_of(shape).then(|| self.strip_layers_of(shape))??;
        let outermost = match rest.layers.last_mut() {
            Some(Layer::Pointer(qualifiers)) => qualifiers,
            Some(_) | None => &mut rest.qualifiers,
        };
        let has = outermost.contains(shape.qualifiers);
        *outermost = outermost.without(shape.qualifiers);
        has.then_some(rest)
    }

    /// What stands in the place of `shape`'s base when this type has `shape`'s layers outermost, qualifiers apart:
    /// `struct page **` in the shape `T *` leaves `struct page *`. `None` when it has not.
    pub fn strip_layers_of(mut self, shape: &Self) -> Option<Self> {
        for expected in shape.layers.iter().rev() {
            self.layers.pop().filter(|layer| layer.is_same_kind(*expected))?;
        }
        Some(self)
    }

    /// What a typedef's name in the base becomes when `meaning` is what it names.
    pub fn with_base_replaced(self, meaning: Self) -> Self {
        let mut replaced = meaning;
        match replaced.layers.last_mut() {
            Some(Layer::Pointer(qualifiers)) => *qualifiers = qualifiers.union(self.qualifiers),
            _ => replaced.qualifiers = replaced.qualifiers.union(self.qualifiers),
        }
        replaced.layers.extend(self.layers);
        replaced
    }
}

impl Layer {
    /// The qualifiers of a pointer.
    fn qualifiers(self) -> Qualifiers {
        match self {
            Self::Pointer(qualifiers) => qualifiers,
            Self::Array | Self::Function => Qualifiers::NONE,
        }
    }

    /// True when both are pointers, both arrays or both functions.
    pub fn is_same_kind(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// The type as C writes it, without a name: `const struct page *`, `int (*[])()`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for word in self.qualifiers.words() {
            write!(f, "{word} ")?;
        }
        write!(f, "{}", self.base)?;
        let (mut before, mut after) = (String::new(), String::new());
        let mut outer_is_pointer = false;
        for layer in self.layers.iter().rev() {
            match layer {
                Layer::Pointer(qualifiers) => {
                    let words: Vec<_> = qualifiers.words().collect();
                    before.insert_str(0, &format!("*{}", words.join(" ")));
                }
                suffix => {
                    if outer_is_pointer {
                        before.insert(0, '(');
                        after.push(')');
                    }
                    after.push_str(if *suffix == Layer::Array { "[]" } else { "()" });
                }
            }
            outer_is_pointer = matches!(layer, Layer::Pointer(_));
        }
        if !before.is_empty() || !after.is_empty() {
            write!(f, " {before}{after}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (keyword, name) = match self {
            Self::Builtin(builtin) => return f.write_str(builtin.spelling()),
            Self::Struct(name) => ("struct ", name),
            Self::Union(name) => ("union ", name),
            Self::Enum(name) => ("enum ", name),
            Self::Typedef(name) => ("", name),
        };
        write!(f, "{keyword}{}", String::from_utf8_lossy(name))
    }
}

impl fmt::Debug for Qualifiers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.words()).finish()
    }
}

impl Builtin {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 18] = [
        Self::Void,
        Self::Bool,
        Self::Char,
        Self::SignedChar,
        Self::UnsignedChar,
        Self::Short,
        Self::UnsignedShort,
        Self::Int,
        Self::UnsignedInt,
        Self::Long,
        Self::UnsignedLong,
        Self::LongLong,
        Self::UnsignedLongLong,
        Self::Int128,
        Self::UnsignedInt128,
        Self::Float,
        Self::Double,
        Self::LongDouble,
    ];

    /// The usual spelling.
    pub fn spelling(self) -> &'static str {
        match self {
            Self::Void => "void",
            Self::Bool => "_Bool",
            Self::Char => "char",
            Self::SignedChar => "signed char",
            Self::UnsignedChar => "unsigned char",
            Self::Short => "short",
            Self::UnsignedShort => "unsigned short",
            Self::Int => "int",
            Self::UnsignedInt => "unsigned int",
            Self::Long => "long",
            Self::UnsignedLong => "unsigned long",
            Self::LongLong => "long long",
            Self::UnsignedLongLong => "unsigned long long",
            Self::Int128 => "__int128",
            Self::UnsignedInt128 => "unsigned __int128",
            Self::Float => "float",
            Self::Double => "double",
            Self::LongDouble => "long double",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Type {
        Type::new(Base::Struct(b"page"[..].into()))
    }

    #[test]
    fn prints_as_c() {
        let table = Type::builtin(Builtin::Int).layered(Layer::Function).pointer();
        assert_eq!(page().pointer().pointer().to_string(), "struct page **");
        assert_eq!(table.clone().to_string(), "int (*)()");
        assert_eq!(table.layered(Layer::Array).to_string(), "int (*[])()");
    }

    #[test]
    fn a_pointer_is_called_through() {
        let function = page().pointer().layered(Layer::Function);
        assert_eq!(function.clone().pointer().returned(), Some(page().pointer()));
        assert_eq!(function.returned(), Some(page().pointer()));
        assert_eq!(page().pointer().returned(), None);
    }

    #[test]
    fn a_shape_leaves_what_its_base_stands_for() {
        let shape = Type::typedef(b"T").pointer();
        assert_eq!(page().pointer().pointer().strip_layers_of(&shape), Some(page().pointer()));
        assert_eq!(page().strip_layers_of(&shape), None);
        assert_eq!(page().layered(Layer::Array).strip_layers_of(&shape), None);
    }

    #[test]
    fn qualifiers_of_a_typedef_go_to_what_it_names() {
        let mut name = Type::typedef(b"ref");
        name.qualifiers = Qualifiers::CONST;
        let replaced = name.with_base_replaced(page().pointer());
        assert_eq!(replaced.to_string(), "struct page *const");
        assert!(replaced.is_same_unqualified(&page().pointer()));
    }
}
