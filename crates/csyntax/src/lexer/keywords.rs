//! Keywords of C and GNU C, found with one probe of a small hash table built at compile time.

use crate::TokenKind::{self, *};

#[rustfmt::skip]
const KEYWORDS: &[(&[u8], TokenKind)] = &[
    (b"if", KwIf), (b"else", KwElse), (b"switch", KwSwitch), (b"case", KwCase), (b"default", KwDefault),
    (b"while", KwWhile), (b"do", KwDo), (b"for", KwFor), (b"goto", KwGoto), (b"continue", KwContinue),
    (b"break", KwBreak), (b"return", KwReturn),
    (b"typedef", KwTypedef), (b"extern", KwExtern), (b"static", KwStatic),
    (b"auto", KwAuto), (b"__auto_type", KwAuto), (b"register", KwRegister),
    (b"inline", KwInline), (b"__inline", KwInline), (b"__inline__", KwInline), (b"_Noreturn", KwNoreturn),
    (b"_Thread_local", KwThreadLocal), (b"__thread", KwThreadLocal), (b"thread_local", KwThreadLocal),
    (b"const", KwConst), (b"__const", KwConst), (b"__const__", KwConst),
    (b"volatile", KwVolatile), (b"__volatile", KwVolatile), (b"__volatile__", KwVolatile),
    (b"restrict", KwRestrict), (b"__restrict", KwRestrict), (b"__restrict__", KwRestrict),
    (b"_Atomic", KwAtomic), (b"void", KwVoid), (b"char", KwChar), (b"short", KwShort), (b"int", KwInt),
    (b"long", KwLong), (b"float", KwFloat), (b"double", KwDouble),
    (b"signed", KwSigned), (b"__signed", KwSigned), (b"__signed__", KwSigned), (b"unsigned", KwUnsigned),
    (b"_Bool", KwBool), (b"_Complex", KwComplex), (b"__complex__", KwComplex), (b"__complex", KwComplex),
    (b"__int128", KwBuiltinType), (b"__int128_t", KwBuiltinType), (b"__uint128_t", KwBuiltinType),
    (b"_Float16", KwBuiltinType), (b"_Float32", KwBuiltinType), (b"_Float64", KwBuiltinType),
    (b"_Float128", KwBuiltinType), (b"_Float32x", KwBuiltinType), (b"_Float64x", KwBuiltinType),
    (b"__float128", KwBuiltinType), (b"__float80", KwBuiltinType), (b"__bf16", KwBuiltinType),
    (b"_Decimal32", KwBuiltinType), (b"_Decimal64", KwBuiltinType), (b"_Decimal128", KwBuiltinType),
    (b"__builtin_va_list", KwBuiltinType),
    (b"struct", KwStruct), (b"union", KwUnion), (b"enum", KwEnum),
    (b"typeof", KwTypeof), (b"__typeof", KwTypeof), (b"__typeof__", KwTypeof), (b"typeof_unqual", KwTypeof),
    (b"__typeof_unqual", KwTypeof), (b"__typeof_unqual__", KwTypeof),
    (b"_Alignas", KwAlignas), (b"_Static_assert", KwStaticAssert), (b"static_assert", KwStaticAssert),
    (b"__attribute__", KwAttribute), (b"__attribute", KwAttribute), (b"__extension__", KwExtension),
    (b"__label__", KwLabel), (b"asm", KwAsm), (b"__asm", KwAsm), (b"__asm__", KwAsm),
    (b"sizeof", KwSizeof), (b"_Alignof", KwAlignof), (b"__alignof", KwAlignof), (b"__alignof__", KwAlignof),
    (b"_Generic", KwGeneric), (b"__builtin_offsetof", KwOffsetof), (b"__builtin_va_arg", KwVaArg),
    (b"__builtin_types_compatible_p", KwTypesCompatible),
    (b"__real__", KwRealImag), (b"__imag__", KwRealImag), (b"__real", KwRealImag), (b"__imag", KwRealImag),
];

const SLOTS: usize = 512;

/// The place of a keyword in [`KEYWORDS`] plus one, by hash with linear probing; 0 is an empty slot.
static TABLE: [u8; SLOTS] = {
    let mut table = [0u8; SLOTS];
    let mut index = 0;
    while index < KEYWORDS.len() {
        let mut slot = hash(KEYWORDS[index].0);
        while table[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = index as u8 + 1;
        index += 1;
    }
    table
};

const fn hash(word: &[u8]) -> usize {
    let length = word.len();
    if length < 2 {
        return 0;
    }
    let middle = word[length / 2] as usize;
    (word[0] as usize * 7
        + word[1] as usize * 31
        + middle * 61
        + word[length - 1] as usize * 113
        + length * 17)
        % SLOTS
}

/// The keyword that a word is, or [`TokenKind::Identifier`].
#[inline]
pub(super) fn kind_of(word: &[u8]) -> TokenKind {
    let mut slot = hash(word);
    loop {
        match TABLE[slot] {
            0 => return Identifier,
            index => {
                let (keyword, kind) = KEYWORDS[index as usize - 1];
                if keyword == word {
                    return kind;
                }
            }
        }
        slot = (slot + 1) % SLOTS;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_keyword_is_found_and_its_neighbours_are_names() {
        for (word, kind) in KEYWORDS {
            assert_eq!(kind_of(word), *kind);
            assert_eq!(kind_of(&[*word, b"_q"].concat()), Identifier);
        }
        assert_eq!(kind_of(b""), Identifier);
    }
}
