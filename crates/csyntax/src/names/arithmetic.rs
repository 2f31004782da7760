//! Types of constants and of arithmetic.
//!
//! The usual arithmetic conversions need the rank of both operands. Ranks are those of a machine where `long` has 64
//! bits and `int` 32, as on every machine that Linux's sources are read for here; the type that comes out is only
//! ever compared with declared types.

use super::{Base, Builtin, Scopes, Type};
use crate::TokenKind;

/// The type of a number or character constant; `None` for a suffix that is not C's.
pub(super) fn of_constant(text: &[u8]) -> Option<Type> {
    if text.last() == Some(&b'\'') {
        return Some(Type::builtin(Builtin::Int));
    }
    let is_hexadecimal = text.starts_with(b"0x") || text.starts_with(b"0X");
    let is_floating = match is_hexadecimal {
        true => text.iter().any(|byte| matches!(byte, b'.' | b'p' | b'P')),
        false => text.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E')),
    };
    let builtin = if is_floating { floating(text)? } else { integer(text)? };
    Some(Type::builtin(builtin))
}

/// The type of `first operator second`.
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
        _ => balanced(scopes, first?, second?),
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

fn integer(text: &[u8]) -> Option<Builtin> {
    let digits =
        text.iter().take_while(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'x' | b'X'));
    let suffix = text[digits.count()..].to_ascii_lowercase();
    Some(match &suffix[..] {
        b"" => Builtin::Int,
        b"u" => Builtin::UnsignedInt,
        b"l" => Builtin::Long,
        b"ul" | b"lu" => Builtin::UnsignedLong,
        b"ll" => Builtin::LongLong,
        b"ull" | b"llu" => Builtin::UnsignedLongLong,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let found = of_constant(text.as_bytes()).map(|ty| ty.to_string());
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
}
