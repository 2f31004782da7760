//! What a byte can begin: one table look-up decides which rule of the lexer reads on.

/// What a byte can begin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Blank,
    Newline,
    /// A letter, `_`, `$`, or a byte of a character beyond ASCII.
    Word,
    Digit,
    Quote,
    Dot,
    Slash,
    Hash,
    Backslash,
    /// A punctuator that begins no longer one.
    Single,
    Punctuator,
    Other,
}

const CLASSES: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = classify(byte as u8);
        byte += 1;
    }
    table
};

const WORDS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(CLASSES[byte], Class::Word | Class::Digit);
        byte += 1;
    }
    table
};

const fn classify(byte: u8) -> Class {
    match byte {
        b' ' | b'\t' | b'\r' | 0x0b | 0x0c => Class::Blank,
        b'\n' => Class::Newline,
        b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$' | 0x80..=0xff => Class::Word,
        b'0'..=b'9' => Class::Digit,
        b'"' | b'\'' => Class::Quote,
        b'.' => Class::Dot,
        b'/' => Class::Slash,
        b'#' => Class::Hash,
        b'\\' => Class::Backslash,
        b'(' | b')' | b'[' | b']' | b'{' | b'}' | b';' | b',' | b'?' | b'~' => Class::Single,
        b':' | b'+' | b'-' | b'&' | b'*' | b'!' | b'%' | b'<' | b'>' | b'=' | b'^' | b'|' => {
            Class::Punctuator
        }
        _ => Class::Other,
    }
}

#[inline]
pub(super) fn class_of(byte: u8) -> Class {
    CLASSES[byte as usize]
}

/// True for the bytes that a name may hold after its first.
#[inline]
pub(super) fn is_word(byte: u8) -> bool {
    WORDS[byte as usize]
}
