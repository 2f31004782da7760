//! Types of constants and of arithmetic.
//!
//! The usual arithmetic conversions need the rank of both operands. Ranks are those of a machine where `long` has 64
//! bits and `int` 32, as on every machine that Linux's sources are read for here; the type that comes out is only
//! ever compared with declared types.

use super::{Base, Builtin, Scopes, Type};
use crate::TokenKind;

/// How many bits the integer types of a machine have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IntegerWidths {
    /// Bits of `int`.
    pub int: u32,
    /// Bits of `long`.
    pub long: u32,
}

impl IntegerWidths {
    /// Whether a type has room for a value.
    fn holds(self, builtin: Builtin, value: u128) -> bool {
        let (bits, signed) = match builtin {
            Builtin::Int => (self.int, true),
            Builtin::UnsignedInt => (self.int, false),
            Builtin::Long => (self.long, true),
            Builtin::UnsignedLong => (self.long, false),
            Builtin::UnsignedLongLong => (64, false),
            _ => (64, true),
        };
        value >> bits.saturating_sub(u32::from(signed)).min(127) == 0
    }
}

/// The type of a number or character constant; `None` for a suffix that is not C's. Without widths, the type is the one
/// that the suffix names, however large the number.
pub(super) fn of_constant(text: &[u8], widths: Option<IntegerWidths>) -> Option<Type> {
    if text.last() == Some(&b'\'') {
        return Some(Type::builtin(Builtin::Int));
    }
    let is_hexadecimal = text.starts_with(b"0x") || text.starts_with(b"0X");
    let is_floating = match is_hexadecimal {
        true => text.iter().any(|byte| matches!(byte, b'.' | b'p' | b'P')),
        false => text.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E')),
    };
    let builtin = if is_floating { floating(text)? } else { integer(text, widths)? };
    Some(Type::builtin(builtin))
}

/// The type of `first operator second`. An operand of unknown type is taken to be of the type of the other.
pub(super) fn of_operation(
    scopes: &Scopes<'_>,
    operator: TokenKind,
    first: Option<Type>,
    second: Option<Type>,
) -> Option<Type> {
    let is_pointer = |ty: &Type| scopes.resolved(ty.clone()).is_pointer_like();
    let first_points = first.as_ref().is_some_and(is_pointer);
    let second_points = second.as_ref().is_some_and(is_pointer);
    match operator {
        TokenKind::Minus if first_points && second_points => Some(Type::typedef(b"ptrdiff_t")),
        TokenKind::Plus | TokenKind::Minus if first_points => first.map(Type::decayed),
        TokenKind::Plus if second_points => second.map(Type::decayed),
        _ => match (first, second) {
            (Some(first), Some(second)) => balanced(scopes, first, second),
            (known, None) | (None, known) => known.map(Type::unqualified),
        },
    }
}

/// The type of a value in arithmetic: what is narrower than `int` becomes `int`.
pub(super) fn promoted(scopes: &Scopes<'_>, ty: Type) -> Type {
    match rank(scopes, &ty) {
        Some(rank) if rank < Builtin::Int => Type::builtin(Builtin::Int),
        Some(_) | None => ty.unqualified(),
    }
}

/// The common type of two operands: the one of the higher rank. Of two names for one type, the first.
fn balanced(scopes: &Scopes<'_>, first: Type, second: Type) -> Option<Type> {
    let (first, second) = (promoted(scopes, first), promoted(scopes, second));
    if first == second {
        return Some(first);
    }
    let (left, right) = (rank(scopes, &first)?, rank(scopes, &second)?);
    Some(if left >= right { first } else { second })
}

/// The arithmetic type that a type comes down to: [`Builtin`]s are ordered by rank.
fn rank(scopes: &Scopes<'_>, ty: &Type) -> Option<Builtin> {
    let resolved = scopes.resolved(ty.clone());
    match resolved.base {
        _ if !resolved.layers.is_empty() => None,
        Base::Builtin(Builtin::Void) => None,
        Base::Builtin(builtin) => Some(builtin),
        Base::Enum(_) => Some(Builtin::Int),
        _ => None,
    }
}

fn floating(text: &[u8]) -> Option<Builtin> {
    Some(match text.last()? {
        b'f' | b'F' => Builtin::Float,
        b'l' | b'L' => Builtin::LongDouble,
        _ => Builtin::Double,
    })
}

fn integer(text: &[u8], widths: Option<IntegerWidths>) -> Option<Builtin> {
    let digits =
        text.iter().take_while(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'x' | b'X'));
    let suffix = text[digits.count()..].to_ascii_lowercase();
    let named = match &suffix[..] {
        b"" => Builtin::Int,
        b"u" => Builtin::UnsignedInt,
        b"l" => Builtin::Long,
        b"ul" | b"lu" => Builtin::UnsignedLong,
        b"ll" => Builtin::LongLong,
        b"ull" | b"llu" => Builtin::UnsignedLongLong,
        _ => return None,
    };
    let value = value(&text[..text.len() - suffix.len()]);
    Some(widths.zip(value).map_or(named, |(widths, value)| {
        let decimal = text.first() != Some(&b'0');
        first_with_room(named, decimal, |builtin| widths.holds(builtin, value))
    }))
}

/// The first of the types that C tries for a constant (C11 6.4.4.1) that has room for it. A decimal one without `u` is
/// never unsigned.
fn first_with_room(named: Builtin, decimal: bool, fits: impl Fn(Builtin) -> bool) -> Builtin {
    const ORDER: [Builtin; 6] = [
        Builtin::Int,
        Builtin::UnsignedInt,
        Builtin::Long,
        Builtin::UnsignedLong,
        Builtin::LongLong,
        Builtin::UnsignedLongLong,
    ];
    let is_unsigned = |at: usize| at % 2 == 1;
    let first = ORDER.iter().position(|builtin| *builtin == named).unwrap_or(0);
    let may_be = |at: usize| match is_unsigned(first) {
        true => is_unsigned(at),
        false => !(decimal && is_unsigned(at)),
    };
    let holds = |at: &usize| fits(ORDER[*at]);
    let room = (first..ORDER.len()).find(|at| may_be(*at) && holds(at));
    // Where C has no type for it, compilers take an unsigned one.
    let room = room.or_else(|| (first..ORDER.len()).find(holds));
    room.map_or(named, |at| ORDER[at])
}

fn value(digits: &[u8]) -> Option<u128> {
    let digits = std::str::from_utf8(digits).ok()?.to_ascii_lowercase();
    match (digits.strip_prefix("0x"), digits.strip_prefix('0')) {
        (Some(hexadecimal), _) => u128::from_str_radix(hexadecimal, 16).ok(),
        (None, Some(octal)) if !octal.is_empty() => u128::from_str_radix(octal, 8).ok(),
        _ => digits.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let found = of_constant(text.as_bytes(), None).map(|ty| ty.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn constants() {
        check("0", Some("int"));
        check("0x1fUL", Some("unsigned long"));
        check("1e3", Some("double"));
        check("1.5f", Some("float"));
        check("0xe", Some("int"));
        check("'\\n'", Some("int"));
        check("10llu", Some("unsigned long long"));
        check("3GB", None);
    }

    #[test]
    fn constants_have_the_first_type_with_room() {
        let of = |text: &str, int, long| {
            let widths = Some(IntegerWidths { int, long });
            of_constant(text.as_bytes(), widths).map(|ty| ty.to_string()).unwrap_or_default()
        };
        assert_eq!(of("2147483647", 32, 64), "int");
        assert_eq!(of("2147483648", 32, 64), "long");
        assert_eq!(of("2147483648", 32, 32), "long long");
        assert_eq!(of("0x80000000", 32, 64), "unsigned int");
        assert_eq!(of("32768", 16, 32), "long");
        assert_eq!(of("65536u", 16, 32), "unsigned long");
        assert_eq!(of("5l", 32, 64), "long");
        assert_eq!(of("9223372036854775808", 32, 64), "unsigned long");
    }
}
