//! Added code of headers: where a new header ends, and which of its words name parameters.

use csyntax::TokenKind;
use source::Span;

use crate::{CodeRule, MetaId, MetaKind, PlusBlock, PlusPiece, PlusShape};

/// A word of added code: which piece it lies in, where, and what it is.
struct Word {
    piece: usize,
    span: Span,
    kind: WordKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum WordKind {
    Token(TokenKind),
    Meta(MetaId),
}

/// The header of the function that a run of added lines begins with, without its `{`.
pub(super) fn header_in(block: &PlusBlock) -> Option<PlusBlock> {
    let words = words(&block.pieces);
    let open = words.iter().position(|word| word.kind == WordKind::Token(TokenKind::LBrace))?;
    let ends = |kind| matches!(kind, WordKind::Token(TokenKind::Semicolon | TokenKind::KwStruct));
    let last = open.checked_sub(1).map(|at| words[at].kind)?;
    if last != WordKind::Token(TokenKind::RParen)
        || words[..open].iter().any(|word| ends(word.kind))
    {
        return None;
    }
    let brace = &words[open];
    let mut pieces = block.pieces[..=brace.piece].to_vec();
    if let Some(PlusPiece::Text(text)) = pieces.last_mut() {
        text.truncate(brace.span.start as usize);
        text.truncate(text.trim_end().len());
    }
    while matches!(pieces.last(), Some(PlusPiece::Newline { .. }))
        || matches!(pieces.last(), Some(PlusPiece::Text(text)) if text.is_empty())
    {
        pieces.pop();
    }
    Some(PlusBlock { pieces, shape: PlusShape::Inline, ..block.clone() })
}

/// Takes the names of parameters out of added code; `in_place_of_name` when it takes the place of one.
pub(super) fn drop_names(block: &mut PlusBlock, rule: &CodeRule, in_place_of_name: bool) {
    let words = words(&block.pieces);
    let names = (0..words.len()).rev().filter(|at| is_name(&words, *at, rule, in_place_of_name));
    for word in names.map(|at| &words[at]) {
        match &mut block.pieces[word.piece] {
            PlusPiece::Text(text) => {
                let before = text[..word.span.start as usize].trim_end().len();
                text.replace_range(before..word.span.end as usize, "");
            }
            piece => {
                *piece = PlusPiece::Text(String::new());
                if let Some(PlusPiece::Text(text)) =
                    word.piece.checked_sub(1).map(|at| &mut block.pieces[at])
                {
                    text.truncate(text.trim_end().len());
                }
            }
        }
    }
    block.pieces.retain(|piece| !matches!(piece, PlusPiece::Text(text) if text.is_empty()));
}

/// A name behind a type, at the end of its parameter.
fn is_name(words: &[Word], at: usize, rule: &CodeRule, in_place_of_name: bool) -> bool {
    use TokenKind::{
        Comma, Identifier, KwConst, KwEnum, KwStruct, KwUnion, KwVolatile, LBracket, RParen, Star,
    };
    let kind = |at: usize| words.get(at).map(|word| word.kind);
    let may_be = match words[at].kind {
        WordKind::Token(kind) => kind == Identifier,
        WordKind::Meta(meta) => {
            matches!(rule.metavariable(meta).kind, MetaKind::Identifier | MetaKind::FreshIdentifier)
        }
    };
    let ends = match kind(at + 1) {
        None => true,
        Some(WordKind::Token(next)) => matches!(next, Comma | RParen | LBracket),
        Some(WordKind::Meta(_)) => false,
    };
    let follows_type = match at.checked_sub(1).and_then(kind) {
        None => at == 0 && in_place_of_name,
        Some(WordKind::Meta(meta)) => rule.metavariable(meta).kind == MetaKind::Type,
        Some(WordKind::Token(KwStruct | KwUnion | KwEnum | KwConst | KwVolatile)) => false,
        Some(WordKind::Token(kind)) => kind == Identifier || kind == Star || kind.is_keyword(),
    };
    may_be && ends && follows_type
}

fn words(pieces: &[PlusPiece]) -> Vec<Word> {
    let mut out = Vec::new();
    for (piece, code) in pieces.iter().enumerate() {
        match code {
            PlusPiece::Text(text) => {
                let all = Span::new(0, text.len() as u32);
                out.extend(csyntax::lex(text.as_bytes(), all).tokens.iter().map(|token| Word {
                    piece,
                    span: token.span(),
                    kind: WordKind::Token(token.kind),
                }));
            }
            PlusPiece::Meta(meta) => {
                out.push(Word { piece, span: Span::default(), kind: WordKind::Meta(*meta) });
            }
            PlusPiece::Newline { .. } => {}
        }
    }
    out
}
