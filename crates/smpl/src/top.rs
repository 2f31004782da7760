//! The top of a file, and what else may stand between rules: `virtual`, `#include`, `using`, `#spatch`.
//!
//! ```text
//!   #spatch --c++
//!   virtual patch, report
//!   #include "helpers.cocci"
//!   using "own.iso"
//! ```

use csyntax::{TokenKind, lex};
use source::Span;

use crate::cursor::{Cursor, Parsed};
use crate::file::File;
use crate::{header, suggest};

/// What the top says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Top {
    pub(crate) virtuals: Vec<String>,
    /// Files to read in place, and where they are named.
    pub(crate) includes: Vec<(String, Span)>,
    pub(crate) isomorphism_files: Vec<String>,
    pub(crate) options: Vec<String>,
}

/// Reads the top.
///
/// # Errors
/// The first thing in it that is none of these.
pub(crate) fn parse(file: &File, span: Span) -> Parsed<Top> {
    let mut top = Top::default();
    let lexed = lex(&file.text, span);
    for directive in &lexed.directives {
        hash_line(file, directive.span, &mut top)?;
    }
    let mut cursor = Cursor::new(file, &lexed.tokens, span.end);
    while !cursor.is_done() {
        if cursor.eat_word("virtual") {
            virtuals(&mut cursor, &mut top.virtuals)?;
        } else if cursor.eat_word("using") {
            header::strings(&mut cursor, &mut top.isomorphism_files)?;
            cursor.eat(TokenKind::Semicolon);
        } else {
            return Err(stray(&cursor));
        }
    }
    Ok(top)
}

fn virtuals(cursor: &mut Cursor<'_>, out: &mut Vec<String>) -> Parsed<()> {
    out.push(cursor.name("the name of a virtual rule")?.0);
    while cursor.eat(TokenKind::Comma) {
        out.push(cursor.name("the name of a virtual rule")?.0);
    }
    cursor.eat(TokenKind::Semicolon);
    Ok(())
}

fn hash_line(file: &File, span: Span, top: &mut Top) -> Parsed<()> {
    let line = file.str(span);
    let words = line.trim_start_matches('#').trim();
    if let Some(options) = words.strip_prefix("spatch") {
        top.options.extend(options.split_whitespace().map(str::to_owned));
        return Ok(());
    }
    let name = words.strip_prefix("include").map(str::trim).and_then(|name| {
        let quote =
            name.starts_with('"').then_some('"').or(name.starts_with('<').then_some('>'))?;
        name[1..].split(quote).next()
    });
    match name {
        Some(name) if !name.is_empty() => {
            top.includes.push((name.to_owned(), span));
            Ok(())
        }
        _ => Err(file
            .error(span, "this line says nothing to SmPL", "expected `#include` or `#spatch`")
            .help("Put C directives into a rule, behind its `@@`.")),
    }
}

fn stray(cursor: &Cursor<'_>) -> source::Diagnostic {
    let word = String::from_utf8_lossy(cursor.word(0)).into_owned();
    let error = cursor.expected("`virtual`, `using`, `#include` or a rule");
    match suggest::nearest(&word, ["virtual", "using"]) {
        Some(near) => error.help(format!("Did you mean `{near}`?")),
        None => {
            error.help("A rule begins with `@@` or `@name@`, then its metavariables, then `@@`.")
        }
    }
}
