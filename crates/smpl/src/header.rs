//! Rule headers: `@name extends r disable a, b depends on x && !y exists@`, parts in any order after the name.

use csyntax::{TokenKind, lex};
use source::Span;

use crate::cursor::{Cursor, Parsed};
use crate::dependency;
use crate::file::File;
use crate::suggest;
use crate::{Dependency, Quantifier, ScriptLanguage, ScriptPhase};

/// A rule header as read.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) name: Option<String>,
    pub(crate) span: Span,
    pub(crate) depends: Dependency,
    /// The rule names in `depends`, with their places.
    pub(crate) mentioned: Vec<(String, Span)>,
    pub(crate) kind: HeaderKind,
}

/// What the header announces.
#[derive(Clone, Debug)]
pub(crate) enum HeaderKind {
    Code(CodeHeader),
    Script(ScriptLanguage, ScriptPhase),
}

/// The parts that only rules of code have.
#[derive(Clone, Debug)]
pub(crate) struct CodeHeader {
    pub(crate) quantifier: Quantifier,
    pub(crate) disabled: Vec<String>,
    pub(crate) extends: Option<(String, Span)>,
    pub(crate) isomorphism_files: Vec<String>,
    pub(crate) rule_kind: Option<String>,
}

const KEYWORDS: [&str; 10] = [
    "extends",
    "depends",
    "disable",
    "using",
    "exists",
    "forall",
    "expression",
    "identifier",
    "type",
    "script",
];

/// Reads the header whose text (without the `@`s) is `span`.
///
/// # Errors
/// The first thing in it that makes no sense.
pub(crate) fn parse(file: &File, span: Span) -> Parsed<Header> {
    let lexed = lex(&file.text, span);
    let mut cursor = Cursor::new(file, &lexed.tokens, span.end);
    let outer = Span::new(span.start.saturating_sub(1), span.end + 1);
    match phase(&cursor) {
        Some(phase) => script(&mut cursor, outer, phase),
        None => code(&mut cursor, outer),
    }
}

fn phase(cursor: &Cursor<'_>) -> Option<ScriptPhase> {
    if cursor.word(1) != b":" {
        return None;
    }
    match cursor.word(0) {
        b"script" => Some(ScriptPhase::Script),
        b"initialize" => Some(ScriptPhase::Initialize),
        b"finalize" => Some(ScriptPhase::Finalize),
        _ => None,
    }
}

fn script(cursor: &mut Cursor<'_>, span: Span, phase: ScriptPhase) -> Parsed<Header> {
    cursor.advance(2);
    let language = language(&cursor.name("a scripting language after `:`")?.0);
    let mut header = Header {
        name: None,
        span,
        depends: Dependency::Always,
        mentioned: Vec::new(),
        kind: HeaderKind::Script(language, phase),
    };
    if !cursor.is_done() && cursor.word(0) != b"depends" {
        header.name = Some(cursor.name("a name for the script rule")?.0);
    }
    if cursor.eat_word("depends") {
        depends(cursor, &mut header)?;
    }
    if cursor.is_done() { Ok(header) } else { Err(cursor.expected("the end of the rule header")) }
}

/// The language of a word after `script:`.
pub(crate) fn language(word: &str) -> ScriptLanguage {
    match word {
        "python" => ScriptLanguage::Python,
        "ocaml" => ScriptLanguage::Ocaml,
        other => ScriptLanguage::Other(other.to_owned()),
    }
}

fn depends(cursor: &mut Cursor<'_>, header: &mut Header) -> Parsed<()> {
    if !cursor.eat_word("on") {
        return Err(cursor.expected("`on` after `depends`"));
    }
    header.depends = dependency::parse(cursor, &mut header.mentioned)?;
    Ok(())
}

fn code(cursor: &mut Cursor<'_>, span: Span) -> Parsed<Header> {
    let mut code = CodeHeader {
        quantifier: Quantifier::Default,
        disabled: Vec::new(),
        extends: None,
        isomorphism_files: Vec::new(),
        rule_kind: None,
    };
    let mut header = Header {
        name: None,
        span,
        depends: Dependency::Always,
        mentioned: Vec::new(),
        kind: HeaderKind::Code(code.clone()),
    };
    let is_name = !cursor.is_done() && !KEYWORDS.contains(&&*lossy(cursor.word(0)));
    if is_name {
        header.name = Some(cursor.name("a rule name")?.0);
    }
    while !cursor.is_done() {
        clause(cursor, &mut header, &mut code)?;
    }
    header.kind = HeaderKind::Code(code);
    Ok(header)
}

fn clause(cursor: &mut Cursor<'_>, header: &mut Header, code: &mut CodeHeader) -> Parsed<()> {
    let word = lossy(cursor.word(0));
    match &*word {
        "exists" | "forall" | "expression" | "identifier" | "type" | "extends" | "depends"
        | "disable" | "using" => cursor.advance(1),
        _ => return Err(unknown_clause(cursor, &word)),
    }
    match &*word {
        "exists" => code.quantifier = Quantifier::Exists,
        "forall" => code.quantifier = Quantifier::Forall,
        "extends" => code.extends = Some(cursor.name("the name of the rule to extend")?),
        "depends" => depends(cursor, header)?,
        "disable" => code.disabled.extend(names(cursor)?),
        "using" => strings(cursor, &mut code.isomorphism_files)?,
        kind => code.rule_kind = Some(kind.to_owned()),
    }
    Ok(())
}

fn unknown_clause(cursor: &Cursor<'_>, word: &str) -> source::Diagnostic {
    let help = match suggest::nearest(word, KEYWORDS) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => {
            "After the name a header may hold `depends on`, `extends`, `disable`, `using`, `exists`, `forall`."
                .to_owned()
        }
    };
    cursor.expected("a clause of a rule header").help(help)
}

fn names(cursor: &mut Cursor<'_>) -> Parsed<Vec<String>> {
    let mut out = vec![cursor.name("the name of an isomorphism")?.0];
    while cursor.eat(TokenKind::Comma) {
        out.push(cursor.name("the name of an isomorphism")?.0);
    }
    Ok(out)
}

/// `"a.iso", "b.iso"`
pub(crate) fn strings(cursor: &mut Cursor<'_>, out: &mut Vec<String>) -> Parsed<()> {
    out.push(cursor.string("a file name in quotes")?.0);
    while cursor.eat(TokenKind::Comma) {
        out.push(cursor.string("a file name in quotes")?.0);
    }
    Ok(())
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Expect) {
        let file = File::new("t.cocci", text.as_bytes());
        let shown = match parse(&file, Span::new(0, file.end())) {
            Ok(header) => format!("{:?} {:?} {:?}", header.name, header.depends, header.kind),
            Err(error) => format!("{}: {:?} {:?}", error.message, error.labels[0].span, error.help),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn clauses_come_in_any_order() {
        check(
            "r disable paren, drop_cast exists depends on a using \"x.iso\"",
            expect![[
                r#"Some("r") Rule("a") Code(CodeHeader { quantifier: Exists, disabled: ["paren", "drop_cast"], extends: None, isomorphism_files: ["x.iso"], rule_kind: None })"#
            ]],
        );
        check(
            "print expression",
            expect![[
                r#"Some("print") Always Code(CodeHeader { quantifier: Default, disabled: [], extends: None, isomorphism_files: [], rule_kind: Some("expression") })"#
            ]],
        );
        check(
            "depends on never a",
            expect![[
                r#"None Never("a") Code(CodeHeader { quantifier: Default, disabled: [], extends: None, isomorphism_files: [], rule_kind: None })"#
            ]],
        );
    }

    #[test]
    fn scripts_have_a_language_and_a_phase() {
        check(
            "script:python s depends on r",
            expect![[r#"Some("s") Rule("r") Script(Python, Script)"#]],
        );
        check("finalize:lua", expect![[r#"None Always Script(Other("lua"), Finalize)"#]]);
    }

    #[test]
    fn a_slip_is_named() {
        check(
            "r dependson a",
            expect![[
                r#"expected a clause of a rule header, found `dependson`: Span { start: 2, end: 11 } Some("Did you mean `depends`?")"#
            ]],
        );
        check(
            "r depends in a",
            expect!["expected `on` after `depends`, found `in`: Span { start: 10, end: 12 } None"],
        );
    }
}
