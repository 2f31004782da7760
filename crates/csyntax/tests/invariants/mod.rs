//! What holds for whatever bytes are read: shared by the tests of this crate and by the fuzz targets.
//!
//! Each function panics with the place where its invariant is broken.

#![allow(dead_code, reason = "each user asks for some of them")]

mod graphs;

use std::sync::Arc;

use csyntax::names::{FileDeclarations, Scopes};
use csyntax::{MacroIndex, Token, TokenId, Tree, functions, lex, parse};
use source::Span;

#[allow(unused_imports, reason = "each user asks for some of them")]
pub(crate) use self::graphs::check_graphs;

/// The tokens rise, none is empty, and no directive lies in a token.
#[track_caller]
pub(crate) fn check_lexer(text: &[u8]) {
    let lexed = lex(text, Span::new(0, text.len() as u32));
    let mut at = 0;
    for token in &lexed.tokens {
        assert!(token.start >= at && token.end > token.start, "token at {}", token.start);
        at = token.end;
    }
    assert!(at as usize <= text.len(), "a token past the end");
    let mut at = 0;
    for directive in &lexed.directives {
        let (span, before) = (directive.span, directive.before.0 as usize);
        assert!(span.start >= at && span.end > span.start, "directive at {}", span.start);
        assert!(lexed.tokens[..before].last().is_none_or(|token| token.end <= span.start));
        assert!(lexed.tokens.get(before).is_none_or(|token| token.start >= span.end));
        at = span.end;
    }
    assert!(at as usize <= text.len(), "a directive past the end");
}

/// Reads a text and checks its tree and the trees of its variants.
#[track_caller]
pub(crate) fn check_parser(text: &[u8], macros: &MacroIndex) -> Tree {
    let tree = parse(Arc::from(text), macros);
    assert_eq!(tree.scope(), Span::new(0, text.len() as u32));
    check_tree(&tree);
    tree
}

/// Every invariant of a tree, its variants' included.
#[track_caller]
pub(crate) fn check_tree(tree: &Tree) {
    check_lossless(tree);
    check_nesting(tree);
    for error in tree.errors() {
        let (start, end) = (error.span.start, error.span.end);
        assert!(start <= end && end as usize <= tree.text().len(), "an error outside the text");
    }
    for variant in tree.variants() {
        check_tree(variant);
    }
}

/// Tokens and the trivia between them are the bytes, each once.
#[track_caller]
pub(crate) fn check_lossless(tree: &Tree) {
    let mut at = tree.scope().start;
    for index in 0..=tree.tokens().len() {
        for piece in tree.trivia(TokenId(index as u32)) {
            assert_eq!(piece.span.start, at);
            at = piece.span.end;
        }
        if let Some(Token { start, end, .. }) = tree.tokens().get(index).copied() {
            assert!(start == at && end > at, "token {index} at {start}, expected {at}");
            at = end;
        }
    }
    assert_eq!(at, tree.scope().end);
    for variant in tree.variants() {
        check_lossless(variant);
    }
}

/// Tokens rise, children lie in their parent, one after another.
#[track_caller]
pub(crate) fn check_nesting(tree: &Tree) {
    assert!(tree.tokens().windows(2).all(|pair| pair[0].end <= pair[1].start), "tokens");
    for node in tree.nodes() {
        let range = tree.token_range(node);
        let mut at = range.start;
        for child in tree.children(node) {
            assert_eq!(tree.parent(child), Some(node), "the parent of {child:?}");
            let inner = tree.token_range(child);
            assert!(inner.start >= at && inner.end <= range.end, "{child:?} in {node:?}");
            at = inner.end;
        }
    }
}

/// Every name and the type of every node can be asked for.
pub(crate) fn check_names(tree: &Tree) {
    let file = FileDeclarations::new(tree);
    for function in functions(tree) {
        let scopes = Scopes::new(&file, function.node);
        for node in tree.subtree(function.node) {
            let _ = scopes.meaning_of(node);
            if let Some(ty) = scopes.type_of(node) {
                let _ = scopes.resolved(ty).decayed().to_string();
            }
        }
    }
    tree.variants().iter().for_each(check_names);
}
