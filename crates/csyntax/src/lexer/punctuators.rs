//! Punctuators by maximal munch; a digraph has the kind of what it stands for.

use crate::TokenKind::{self, *};

/// The longest punctuator that three bytes (line splices taken out, 0 past the end) begin with, and how many of the
/// bytes it takes.
pub(super) fn longest(bytes: [u8; 3]) -> (TokenKind, usize) {
    let three = match &bytes {
        b"..." => Some(Ellipsis),
        b"<<=" => Some(ShlEq),
        b">>=" => Some(ShrEq),
        b"<?=" => Some(SmallerEq),
        b">?=" => Some(LargerEq),
        _ => None,
    };
    if let Some(kind) = three {
        return (kind, 3);
    }
    match two(bytes[0], bytes[1]) {
        Some(kind) => (kind, 2),
        None => (one(bytes[0]), 1),
    }
}

fn two(first: u8, second: u8) -> Option<TokenKind> {
    Some(match (first, second) {
        (b'-', b'>') => Arrow,
        (b'-', b'-') => MinusMinus,
        (b'-', b'=') => MinusEq,
        (b'+', b'+') => PlusPlus,
        (b'+', b'=') => PlusEq,
        (b'&', b'&') => AmpAmp,
        (b'&', b'=') => AmpEq,
        (b'|', b'|') => PipePipe,
        (b'|', b'=') => PipeEq,
        (b'=', b'=') => EqEq,
        (b'!', b'=') => Ne,
        (b'<', b'<') => Shl,
        (b'<', b'=') => Le,
        (b'<', b'?') => Smaller,
        (b'>', b'?') => Larger,
        (b'>', b'>') => Shr,
        (b'>', b'=') => Ge,
        (b'*', b'=') => StarEq,
        (b'/', b'=') => SlashEq,
        (b'%', b'=') => PercentEq,
        (b'^', b'=') => CaretEq,
        (b':', b':') => ColonColon,
        (b'#', b'#') => HashHash,
        (b'<', b':') => LBracket,
        (b':', b'>') => RBracket,
        (b'<', b'%') => LBrace,
        (b'%', b'>') => RBrace,
        (b'%', b':') => Hash,
        _ => return None,
    })
}

const ONE: [TokenKind; 256] = {
    let mut table = [Unknown; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = kind_of(byte as u8);
        byte += 1;
    }
    table
};

/// The punctuator that one byte is.
#[inline]
pub(super) fn one(byte: u8) -> TokenKind {
    ONE[byte as usize]
}

const fn kind_of(byte: u8) -> TokenKind {
    match byte {
        b'(' => LParen,
        b')' => RParen,
        b'[' => LBracket,
        b']' => RBracket,
        b'{' => LBrace,
        b'}' => RBrace,
        b';' => Semicolon,
        b',' => Comma,
        b':' => Colon,
        b'?' => Question,
        b'.' => Dot,
        b'#' => Hash,
        b'&' => Amp,
        b'*' => Star,
        b'+' => Plus,
        b'-' => Minus,
        b'~' => Tilde,
        b'!' => Bang,
        b'/' => Slash,
        b'%' => Percent,
        b'<' => Lt,
        b'>' => Gt,
        b'^' => Caret,
        b'|' => Pipe,
        b'=' => Eq,
        _ => Unknown,
    }
}
