//! Which places of a file no configuration compiles together.
//!
//! ```text
//!   #ifdef A
//!           a();        excludes b(), c()
//!   #elif B
//!           b();        excludes a(), c()
//!   #else
//!           c();        excludes a(), b()
//!   #endif
//!           d();        excludes nothing
//! ```

use crate::{Directive, DirectiveKind};

/// The branches of a file's conditional groups.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Alternatives {
    /// In order of place; a branch that holds another comes first.
    branches: Vec<Branch>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Branch {
    /// The byte behind the directive that opens it, and the first of the one that ends it.
    start: u32,
    end: u32,
    /// Which group it is a branch of: the number of the directive that opens it.
    group: u32,
}

impl Alternatives {
    /// The branches between the directives of a file. A group that nothing closes has no end.
    pub fn of(directives: &[Directive]) -> Self {
        let mut branches: Vec<Branch> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for (number, directive) in (0..).zip(directives) {
            use DirectiveKind::{Elif, Else, Endif, If, Ifdef, Ifndef};
            let group = match directive.kind {
                If | Ifdef | Ifndef => Some(number),
                Elif | Else | Endif => open.pop().map(|at| {
                    branches[at].end = directive.span.start;
                    branches[at].group
                }),
                _ => None,
            };
            if let Some(group) = group.filter(|_| directive.kind != Endif) {
                open.push(branches.len());
                branches.push(Branch { start: directive.span.end, end: u32::MAX, group });
            }
        }
        Self { branches }
    }

    /// Whether two bytes lie in different branches of one group.
    pub fn exclude(&self, one: u32, other: u32) -> bool {
        self.around(one).any(|first| {
            let mut others = self.around(other);
            others.any(|second| first.group == second.group && first.start != second.start)
        })
    }

    fn around(&self, at: u32) -> impl Iterator<Item = &Branch> {
        let until = self.branches.partition_point(|branch| branch.start <= at);
        self.branches[..until].iter().filter(move |branch| at < branch.end)
    }
}

#[cfg(test)]
mod tests {
    use source::Span;

    use super::*;

    /// Whether the letters of a text exclude each other.
    #[track_caller]
    fn check(text: &str, excluded: &[(char, char)]) {
        let lexed = crate::lex(text.as_bytes(), Span::new(0, text.len() as u32));
        let alternatives = Alternatives::of(&lexed.directives);
        let place = |letter: char| text.find(&format!("{letter};")).expect("stands there") as u32;
        let letters: Vec<char> =
            "abcde".chars().filter(|it| text.contains(&format!("{it};"))).collect();
        for one in &letters {
            for other in &letters {
                let wanted =
                    excluded.contains(&(*one, *other)) || excluded.contains(&(*other, *one));
                let found = alternatives.exclude(place(*one), place(*other));
                assert_eq!(found, wanted, "{one} and {other} in\n{text}");
            }
        }
    }

    #[test]
    fn branches_of_one_group_exclude_each_other() {
        check(
            "a;\n#if X\nb;\n#elif Y\nc;\n#else\nd;\n#endif\ne;\n",
            &[('b', 'c'), ('b', 'd'), ('c', 'd')],
        );
    }

    #[test]
    fn so_does_what_lies_deeper_in_them() {
        check(
            "#if X\n#if Y\na;\n#endif\nb;\n#else\n#ifdef Z\nc;\n#endif\n#endif\n",
            &[('a', 'c'), ('b', 'c')],
        );
    }

    #[test]
    fn groups_side_by_side_do_not() {
        check("#if X\na;\n#endif\n#if X\nb;\n#else\nc;\n#endif\n", &[('b', 'c')]);
    }

    #[test]
    fn directives_without_their_partner_are_borne() {
        check("#else\na;\n#endif\nb;\n#endif\n#if X\nc;\n#else\nd;\n", &[('c', 'd')]);
    }
}
