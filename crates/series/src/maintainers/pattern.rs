//! What a MAINTAINERS line matches: `F:`/`X:` wildcards on paths, `N:` and `K:` regular expressions.
//!
//! ```text
//! F: drivers/net/      drivers/net/tun.c, drivers/net/usb/asix.c     (a slash at the end: everything below)
//! F: drivers/net/*     drivers/net/tun.c                             (as many slashes as the pattern has)
//! F: fs/**/*foo*.c     fs/a/b/xfoo.c                                 (** crosses slashes)
//! ```
//!
//! As in `scripts/get_maintainer.pl`, a wildcard is anchored at the start of the path only, and what is not a
//! wildcard keeps its meaning as a Perl regular expression.

use fancy_regex::{Regex, RegexBuilder};
use std::sync::OnceLock;

/// Steps a backtracking match may take before it counts as "does not match".
const BACKTRACK_LIMIT: usize = 100_000;
/// Bytes a compiled expression may take.
const SIZE_LIMIT: usize = 1 << 20;
/// Bytes a pattern may have; the longest of Linux 7.2 has 156.
const LENGTH_LIMIT: usize = 2_000;

/// How much of the tree a match speaks for: directories deep, as the script counts them. `-1` is "everything".
pub type Depth = i32;

/// One `F:` or `X:` line.
#[derive(Clone, Debug)]
pub struct PathPattern {
    text: String,
    matcher: Matcher,
    reach: Reach,
    depth: Depth,
}

#[derive(Clone, Copy, Debug)]
enum Reach {
    AnyDepth,
    SameDepth(usize),
}

#[derive(Clone, Debug)]
enum Matcher {
    Glob(Vec<Piece>),
    Regex(Box<Regex>),
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    Text(Vec<u8>),
    AnyOne,
    AnyRun,
}

impl PathPattern {
    /// Reads a pattern. `is_directory` says whether a path without wildcards is a directory of the tree:
    /// such a pattern matches everything below even when it lacks the slash at its end.
    ///
    /// # Errors
    /// Why the pattern can not be used: it is longer than 2,000 bytes or not a regular expression.
    pub fn parse(text: &str, is_directory: &dyn Fn(&str) -> bool) -> Result<Self, String> {
        let mut expression = to_expression(text);
        if !expression.ends_with('/') && is_directory(&expression) {
            expression.push('/');
        }
        let below = expression.ends_with('/');
        let matcher = if text.contains(['[', ']', '(', ')', '{', '}', '+', '|', '^', '$', '\\']) {
            Matcher::Regex(Box::new(compile(&format!("^{expression}"))?))
        } else {
            let slash = if below && !text.ends_with('/') { "/" } else { "" };
            Matcher::Glob(pieces(&format!("{text}{slash}")))
        };
        let slashes = expression.matches('/').count();
        let everything = expression.starts_with(".*") || expression.starts_with("(?:.*)");
        let depth = if everything { -1 } else { slashes as Depth + Depth::from(!below) };
        let any_depth = below || expression.contains("(?:");
        let reach = if any_depth { Reach::AnyDepth } else { Reach::SameDepth(slashes) };
        Ok(Self { text: text.to_owned(), matcher, reach, depth })
    }

    /// The pattern as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How deep the pattern reaches before it stops naming directories.
    pub fn depth(&self) -> Depth {
        self.depth
    }

    /// The bytes before the first wildcard: of two patterns equally deep, the longer one says more.
    pub fn literal_len(&self) -> usize {
        self.text.find(['*', '?', '[', '(', '{']).unwrap_or(self.text.len())
    }

    /// True when the pattern covers `path`, relative to the top of the tree.
    pub fn matches(&self, path: &str) -> bool {
        let hit = match &self.matcher {
            Matcher::Glob(pieces) => glob(pieces, path.as_bytes()),
            Matcher::Regex(regex) => regex.is_match(path).unwrap_or(false),
        };
        hit && match self.reach {
            Reach::AnyDepth => true,
            Reach::SameDepth(slashes) => path.bytes().filter(|b| *b == b'/').count() == slashes,
        }
    }
}

/// The script's translation of a wildcard into a regular expression.
fn to_expression(text: &str) -> String {
    let marked = text.replace('.', r"\.").replace("**", "\0");
    marked.replace('*', ".*").replace('?', ".").replace('\0', "(?:.*)")
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for byte in text.bytes() {
        match (byte, out.last_mut()) {
            (b'*', Some(Piece::AnyRun)) => {}
            (b'*', _) => out.push(Piece::AnyRun),
            (b'?', _) => out.push(Piece::AnyOne),
            (byte, Some(Piece::Text(run))) => run.push(byte),
            (byte, _) => out.push(Piece::Text(vec![byte])),
        }
    }
    out
}

/// True when `pieces` match a prefix of `path`. Taking each run as short as possible is enough, since nothing is
/// anchored at the end; so a step back never goes further than the last run.
fn glob(pieces: &[Piece], path: &[u8]) -> bool {
    let (mut piece, mut at) = (0, 0);
    let mut resume: Option<(usize, usize)> = None;
    while let Some(want) = pieces.get(piece) {
        let taken = match want {
            Piece::AnyRun => {
                resume = Some((piece + 1, at));
                Some(0)
            }
            Piece::AnyOne => (at < path.len()).then_some(1),
            Piece::Text(text) => path[at..].starts_with(text).then_some(text.len()),
        };
        match (taken, resume) {
            (Some(len), _) => (piece, at) = (piece + 1, at + len),
            (None, Some((after, from))) if from < path.len() => {
                resume = Some((after, from + 1));
                (piece, at) = (after, from + 1);
            }
            _ => return false,
        }
    }
    true
}

/// A `K:` line, or an `N:` line: a Perl regular expression with the `x` flag.
#[derive(Clone, Debug)]
pub struct Expression {
    text: String,
    anywhere: Regex,
    on_change: OnceLock<Option<Regex>>,
}

impl Expression {
    /// Reads a regular expression as Perl does under `/x`.
    ///
    /// # Errors
    /// Why it can not be used.
    pub fn parse(text: &str) -> Result<Self, String> {
        let anywhere = compile(&without_layout(text))?;
        Ok(Self { text: text.to_owned(), anywhere, on_change: OnceLock::new() })
    }

    /// The expression as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// True when it is found in `text`. An expression that takes too long does not match.
    pub fn is_in(&self, text: &str) -> bool {
        self.anywhere.is_match(text).unwrap_or(false)
    }

    /// True when it is found in a line of a diff, as the script looks for it: in added and removed lines.
    pub fn is_in_change(&self, line: &str) -> bool {
        // The script puts its prefix in front of the text, so with `a|b` it binds to `a` alone. Compiling is
        // dear and few runs ask, so it waits until one does.
        let compiled = || compile(&format!("^[+-].*{}", without_layout(&self.text))).ok();
        let regex = self.on_change.get_or_init(compiled).as_ref();
        regex.is_some_and(|regex| regex.is_match(line).unwrap_or(false))
    }
}

fn compile(text: &str) -> Result<Regex, String> {
    if text.len() > LENGTH_LIMIT {
        return Err(format!("it is longer than {LENGTH_LIMIT} bytes"));
    }
    RegexBuilder::new(text)
        .backtrack_limit(BACKTRACK_LIMIT)
        .delegate_size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| error.to_string())
}

/// Drops what `/x` ignores: white space outside brackets, and comments. Perl keeps white space inside brackets,
/// where Rust's own `x` flag would drop it.
fn without_layout(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    let mut class = false;
    while let Some(char) = chars.next() {
        match char {
            '\\' => {
                out.push(char);
                out.extend(chars.next());
            }
            '[' => class = push_bracket(&mut out, char, true),
            ']' => class = push_bracket(&mut out, char, false),
            '#' if !class => break,
            char if char.is_whitespace() && !class => {}
            char => out.push(char),
        }
    }
    out
}

fn push_bracket(out: &mut String, bracket: char, opens: bool) -> bool {
    out.push(bracket);
    opens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, hits: &[&str], misses: &[&str]) {
        let pattern =
            PathPattern::parse(pattern, &|path| path == "Documentation/gpu").expect("reads");
        for path in hits {
            assert!(pattern.matches(path), "{} misses {path}", pattern.text());
        }
        for path in misses {
            assert!(!pattern.matches(path), "{} hits {path}", pattern.text());
        }
    }

    #[test]
    fn wildcards_follow_the_script() {
        check(
            "drivers/net/",
            &["drivers/net/tun.c", "drivers/net/usb/asix.c"],
            &["drivers/nets/a.c"],
        );
        check("drivers/net/*", &["drivers/net/tun.c"], &["drivers/net/usb/asix.c"]);
        check("*/net/*", &["a/net/x.c"], &["net/x.c", "a/b/net/x.c"]);
        check("fs/**/*foo*.c", &["fs/a/b/xfoo.c"], &["fs/foo.h"]);
        check("net/core/sk?sg.c", &["net/core/skmsg.c"], &["net/core/sksg.c"]);
        check("*", &["Makefile"], &["fs/open.c"]);
        check("*/", &["fs/open.c", "fs/ext4/super.c"], &["Makefile"]);
    }

    #[test]
    fn only_the_start_is_anchored_and_a_dot_is_a_dot() {
        check("fs/open.c", &["fs/open.c", "fs/open.cpp"], &["fs/openxc", "x/fs/open.c"]);
        check("drivers/scsi/53c700*", &["drivers/scsi/53c700.h"], &["drivers/scsi/53c7"]);
    }

    #[test]
    fn a_directory_needs_no_slash_when_the_tree_has_it() {
        check("Documentation/gpu", &["Documentation/gpu/i915.rst"], &["Documentation/gpux/a.rst"]);
        check("Documentation/abi", &["Documentation/abi"], &["Documentation/abi/x.rst"]);
    }

    #[test]
    fn what_is_no_wildcard_is_a_regular_expression() {
        check("arch/arm/mach-[ab]x/", &["arch/arm/mach-ax/a.c"], &["arch/arm/mach-cx/a.c"]);
        assert!(PathPattern::parse("fs/[", &|_| false).is_err());
    }

    #[test]
    fn layout_is_ignored_outside_brackets_only() {
        assert_eq!(without_layout(r"a b [ c]\ d # e"), r"ab[ c]\ d");
    }

    #[test]
    fn keywords_bind_their_first_branch_to_changed_lines() {
        let keyword = Expression::parse("one|two").expect("reads");
        assert!(keyword.is_in_change("+ one") && keyword.is_in_change(" two"));
        assert!(!keyword.is_in_change(" one"));
        assert!(keyword.is_in("one"));
    }

    #[test]
    fn hostile_expressions_end() {
        let slow = Expression::parse(r"(?=(a+)+$)(a*)*b\1").expect("reads");
        assert!(!slow.is_in(&"a".repeat(5_000)));
        assert!(Expression::parse(&"(".repeat(1_900)).is_err());
        assert!(Expression::parse("(((a{200}){200}){200})").is_err());
        assert!(PathPattern::parse(&"*a".repeat(500), &|_| false).expect("reads").depth() < 0);
    }
}
