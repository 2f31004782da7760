//! Which parts of a file are compiled only under a condition.
//!
//! ```text
//!   int f(void)
//!   {
//!   #ifdef A
//!           a();        defined(A)
//!   #if B
//!           b();        defined(A), and within it: B
//!   #endif
//!   #else
//!           c();        !(defined(A))
//!   #endif
//!   }
//! ```

use source::Span;

use crate::lexer::directive_words;
use crate::{Directive, DirectiveKind, Tree};

/// The bytes between two directives of one group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConditionalPart {
    /// From behind the directive that opens the branch to the one that ends it.
    pub span: Span,
    /// The condition of the branch, those of the branches before it denied; without those of parts around it.
    pub condition: String,
}

/// How many branches before one are denied in its condition; what is beyond is written `…`.
const MOST_DENIED: usize = 8;

/// The conditional parts of a file by place, those that hold others first. A group that is never closed ends with the
/// file.
pub fn conditional_parts(tree: &Tree) -> Vec<ConditionalPart> {
    let mut open: Vec<Branch> = Vec::new();
    let mut parts = Vec::new();
    for directive in tree.directives() {
        match directive.kind {
            DirectiveKind::If | DirectiveKind::Ifdef | DirectiveKind::Ifndef => {
                let mut branch = Branch::default();
                branch.open(tree, directive);
                open.push(branch);
            }
            DirectiveKind::Elif | DirectiveKind::Else => {
                if let Some(branch) = open.last_mut() {
                    parts.push(branch.part(directive.span.start));
                    branch.open(tree, directive);
                }
            }
            DirectiveKind::Endif => {
                parts.extend(open.pop().map(|branch| branch.part(directive.span.start)));
            }
            _ => {}
        }
    }
    let end = tree.scope().end;
    parts.extend(open.iter().map(|branch| branch.part(end)));
    parts.sort_by_key(|part| (part.span.start, std::cmp::Reverse(part.span.end)));
    parts
}

/// A branch whose end is not seen yet.
#[derive(Default)]
struct Branch {
    start: u32,
    /// The conditions of its group so far, its own last; none for an `#else`.
    conditions: Vec<String>,
    is_else: bool,
}

impl Branch {
    fn open(&mut self, tree: &Tree, directive: &Directive) {
        self.start = directive.span.end;
        self.is_else = directive.kind == DirectiveKind::Else;
        if !self.is_else {
            self.conditions.push(condition(tree, directive));
        }
    }

    fn part(&self, end: u32) -> ConditionalPart {
        let (own, before) = match self.conditions.split_last() {
            Some((own, before)) if !self.is_else => (Some(own), before),
            _ => (None, self.conditions.as_slice()),
        };
        let mut terms: Vec<String> =
            before.iter().take(MOST_DENIED).map(|condition| format!("!({condition})")).collect();
        if before.len() > MOST_DENIED {
            terms.push("…".to_owned());
        }
        match own {
            Some(own) if !terms.is_empty() => terms.push(format!("({own})")),
            Some(own) => terms.push(own.clone()),
            None => {}
        }
        ConditionalPart {
            span: Span::new(self.start, end.max(self.start)),
            condition: terms.join(" && "),
        }
    }
}

/// The condition that a directive writes, on one line.
fn condition(tree: &Tree, directive: &Directive) -> String {
    let text = directive.span.of(tree.text());
    let words = String::from_utf8_lossy(&crate::lexer::without_splices(directive_words(text)))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let head = text.trim_ascii_start().iter().skip(1).skip_while(|byte| byte.is_ascii_whitespace());
    let keyword: Vec<u8> = head.copied().take_while(u8::is_ascii_alphabetic).collect();
    match keyword.as_slice() {
        b"ifdef" | b"elifdef" => format!("defined({words})"),
        b"ifndef" | b"elifndef" => format!("!defined({words})"),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use crate::MacroIndex;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let tree = crate::parse(text.as_bytes().into(), &MacroIndex::builtin());
        let found: Vec<(String, String)> = super::conditional_parts(&tree)
            .into_iter()
            .map(|part| {
                let bytes = part.span.of(tree.text());
                (String::from_utf8_lossy(bytes).trim().to_owned(), part.condition)
            })
            .collect();
        let found: Vec<(&str, &str)> =
            found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn branches_deny_those_before_them() {
        check(
            "#ifdef A\na;\n#elif B && \\\n C // c\nb;\n#elifndef D\nd;\n#else\ne;\n#endif\n",
            &[
                ("a;", "defined(A)"),
                ("b;", "!(defined(A)) && (B && C)"),
                ("d;", "!(defined(A)) && !(B && C) && (!defined(D))"),
                ("e;", "!(defined(A)) && !(B && C) && !(!defined(D))"),
            ],
        );
    }

    #[test]
    fn parts_lie_in_parts_also_where_a_branch_splits_a_statement() {
        check(
            "int f(int a\n#if X\n, int b\n#endif\n) { if (a\n#ifndef Y\n&& g()\n#if 0\nh\n#endif\n#endif\n) i(); }\n",
            &[(", int b", "X"), ("&& g()\n#if 0\nh\n#endif", "!defined(Y)"), ("h", "0")],
        );
    }

    #[test]
    fn groups_that_do_not_close_end_somewhere() {
        check("#endif\n#else\nx;\n#if A\ny;\n#else\nz;\n", &[("y;", "A"), ("z;", "!(A)")]);
        let many: String = (0..30).map(|at| format!("#elif C{at}\n")).collect();
        let tree = crate::parse(
            format!("#if A\n{many}#endif\n").into_bytes().into(),
            &MacroIndex::builtin(),
        );
        let longest = super::conditional_parts(&tree).into_iter().map(|part| part.condition.len());
        assert!(longest.max() < Some(100));
    }
}
