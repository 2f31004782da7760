//! Words in comments that are out of date once code has changed.
//!
//! A wording is looked for by its words alone: where lines end, and the stars and margins of a comment, make no
//! difference. What takes its place is put in the same lines; if it does not fit, the rest of the paragraph is filled anew.
//!
//! ```text
//! old = "one call to old_get(). This"       /* How many pages in one call to     /* How many pages in one call to
//! new = "one fill. This"                     * old_get().  This determines    =>  * fill. This determines the size
//!                                            * the size of the array. */          * of the array. */
//! ```

use csyntax::{TokenId, Tree, TriviaKind};
use source::{Edit, Edits, Span};

/// The column that no line of a filled comment goes beyond.
const WIDTH: usize = 80;

/// Columns of a tab.
const TAB: usize = 8;

/// Replaces the words `old` by the words `new` in every comment of a file.
pub fn reword(tree: &Tree, old: &str, new: &str) -> Edits {
    let mut edits = Edits::default();
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.split_whitespace().collect(), new.split_whitespace().collect());
    if old.is_empty() {
        return edits;
    }
    for span in comments(tree) {
        let comment = Comment::read(tree.text(), span);
        for edit in comment.reword(&old, &new) {
            // Two finds that fill the same paragraph: the first is made, the next run makes the other.
            let _ = edits.add(edit);
        }
    }
    edits
}

/// The comments of a file, in order.
fn comments(tree: &Tree) -> impl Iterator<Item = Span> + '_ {
    let is_comment = |kind| matches!(kind, TriviaKind::BlockComment | TriviaKind::LineComment);
    (0..=tree.tokens().len() as u32)
        .flat_map(|token| tree.trivia(TokenId(token)))
        .filter(move |trivia| is_comment(trivia.kind))
        .map(|trivia| trivia.span)
}

/// A comment as words on lines.
struct Comment<'a> {
    text: &'a [u8],
    words: Vec<Word>,
    /// The bytes of each line that holds a word in front of its first word.
    margins: Vec<Span>,
}

#[derive(Clone, Copy)]
struct Word {
    span: Span,
    /// Counted from the first line of the comment; lines without words count.
    line: usize,
}

impl<'a> Comment<'a> {
    fn read(text: &'a [u8], span: Span) -> Self {
        let mut comment = Self { text, words: Vec::new(), margins: Vec::new() };
        let mut at = span.start;
        for (line, bytes) in span.of(text).split_inclusive(|byte| *byte == b'\n').enumerate() {
            let before = comment.words.len();
            comment.words.extend(words(bytes, at).map(|span| Word { span, line }));
            let first = comment.words.get(before).map_or(at, |word| word.span.start);
            let start = text[..at as usize].iter().rposition(|byte| *byte == b'\n');
            comment.margins.push(Span::new(start.map_or(0, |end| end as u32 + 1), first));
            at += bytes.len() as u32;
        }
        comment
    }

    fn word(&self, at: usize) -> &'a str {
        std::str::from_utf8(self.words[at].span.of(self.text)).unwrap_or("\u{fffd}")
    }

    fn reword(&self, old: &[&str], new: &[&str]) -> Vec<Edit> {
        let finds = (0..self.words.len()).filter_map(|at| self.find(at, old));
        finds.map(|found| self.replace(&found, old.len(), new)).collect()
    }

    /// The words `old` from word `at` on; the first may begin and the last may end within a word of the comment.
    fn find(&self, at: usize, old: &[&str]) -> Option<Found<'a>> {
        if at + old.len() > self.words.len() {
            return None;
        }
        let (first, last) = (old[0], old[old.len() - 1]);
        let inner = (1..old.len().saturating_sub(1)).all(|i| self.word(at + i) == old[i]);
        if old.len() == 1 {
            let (before, after) = split_at_name(self.word(at), first)?;
            return Some(Found { at, before, after });
        }
        let before = self.word(at).strip_suffix(first)?;
        let after = self.word(at + old.len() - 1).strip_prefix(last)?;
        let whole = !before.ends_with(is_name) && !after.starts_with(is_name);
        (inner && whole).then_some(Found { at, before, after })
    }

    /// Puts `new` in the place of `count` words, and fills what is left of the paragraph if that is needed.
    fn replace(&self, found: &Found<'a>, count: usize, new: &[&str]) -> Edit {
        let mut fresh: Vec<String> = new.iter().map(|word| (*word).to_owned()).collect();
        if let Some(first) = fresh.first_mut() {
            first.insert_str(0, found.before);
        }
        if let Some(last) = fresh.last_mut() {
            last.push_str(found.after);
        }
        let last = found.at + count - 1;
        let span = Span::new(self.words[found.at].span.start, self.words[last].span.end);
        let one_line = self.words[found.at].line == self.words[last].line;
        let line_end = self.line_end(last);
        let rest = self.columns(span.end, line_end);
        let width = self.columns(self.margins[self.words[found.at].line].start, span.start)
            + fresh.iter().map(|word| word.chars().count() + 1).sum::<usize>().saturating_sub(1)
            + rest;
        if one_line && fresh.len() == count && width <= WIDTH {
            return Edit::replace(span, fresh.join(" "));
        }
        self.fill(found.at, last, fresh)
    }

    /// Writes `fresh` and the words behind word `last`, up to the end of the paragraph, from word `first` on.
    fn fill(&self, first: usize, last: usize, mut fresh: Vec<String>) -> Edit {
        let end = self.paragraph_end(last);
        fresh.extend((last + 1..end).map(|at| self.word(at).to_owned()));
        let line = self.words[first].line;
        let margin = self.margin_below(line);
        let closing = self.columns(self.words[end - 1].span.end, self.line_end(end - 1));
        let mut start = self.words[first].span.start;
        let before = first.checked_sub(1).map(|at| self.words[at]).filter(|word| word.line == line);
        let mut column = self.columns(self.margins[line].start, start);
        let mut text = String::new();
        for (at, word) in fresh.iter().enumerate() {
            let closes = if at + 1 == fresh.len() { closing } else { 0 };
            let needs = word.chars().count() + closes;
            let breaks = match at {
                0 => before.is_some() && column + needs > WIDTH,
                _ => column + 1 + needs > WIDTH,
            };
            if breaks {
                if let Some(before) = before.filter(|_| at == 0) {
                    start = before.span.end;
                }
                text.push('\n');
                text.push_str(&margin);
                column = columns_of(margin.as_bytes());
            } else if at > 0 {
                text.push(' ');
                column += 1;
            }
            text.push_str(word);
            column += word.chars().count();
        }
        Edit::replace(Span::new(start, self.words[end - 1].span.end), text)
    }

    /// One behind the last word of the paragraph of word `at`: the next line without words, with another margin, or that
    /// begins an item of a list ends it.
    fn paragraph_end(&self, at: usize) -> usize {
        let mut end = at + 1;
        while let Some(word) = self.words.get(end) {
            let line = self.words[end - 1].line;
            let begins_item = self.word(end).starts_with(['@', '-', '*', '+']);
            let same_margin = word.line == self.words[at].line
                || self.margin(word.line) == self.margin_below(self.words[at].line).as_bytes();
            if word.line > line && (word.line > line + 1 || begins_item || !same_margin) {
                break;
            }
            end += 1;
        }
        end
    }

    fn margin(&self, line: usize) -> &'a [u8] {
        self.margins[line].of(self.text)
    }

    /// The margin of the lines below `line`: as the next line has it, or as kernel comments have it.
    fn margin_below(&self, line: usize) -> String {
        let below = self.words.iter().find(|word| word.line > line).map(|word| word.line);
        if let Some(below) = below.filter(|below| *below == line + 1) {
            return String::from_utf8_lossy(self.margin(below)).into_owned();
        }
        String::from_utf8_lossy(self.margin(line)).replace("/**", " *").replace("/*", " *")
    }

    /// Where the line of word `at` ends, its line end left out.
    fn line_end(&self, at: usize) -> u32 {
        let from = self.words[at].span.end as usize;
        let end = self.text[from..].iter().position(|byte| *byte == b'\n');
        (end.map_or(self.text.len(), |end| from + end)) as u32
    }

    fn columns(&self, start: u32, end: u32) -> usize {
        columns_of(Span::new(start, end).of(self.text))
    }
}

/// Where a wording begins.
struct Found<'a> {
    /// Its first word.
    at: usize,
    /// What that word has in front of the wording.
    before: &'a str,
    /// What its last word has behind it.
    after: &'a str,
}

/// The words of a line that starts at byte `at`, without the marks that make it a comment.
fn words(line: &[u8], at: u32) -> impl Iterator<Item = Span> + '_ {
    let is_mark = |word: &[u8]| matches!(word, b"*" | b"/*" | b"/**" | b"*/" | b"//" | b"**/");
    let base = line.as_ptr() as usize;
    line.split(u8::is_ascii_whitespace).filter(move |word| !word.is_empty() && !is_mark(word)).map(
        move |word| {
            let start = at + (word.as_ptr() as usize - base) as u32;
            Span::new(start, start + word.len() as u32)
        },
    )
}

/// What stands in `word` before and behind `name`, if that is there and no part of a longer name.
fn split_at_name<'w>(word: &'w str, name: &str) -> Option<(&'w str, &'w str)> {
    word.match_indices(name)
        .map(|(at, _)| (&word[..at], &word[at + name.len()..]))
        .find(|(before, after)| !before.ends_with(is_name) && !after.starts_with(is_name))
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The width of some bytes of one line.
fn columns_of(bytes: &[u8]) -> usize {
    String::from_utf8_lossy(bytes).chars().fold(0, |column, c| match c {
        '\t' => (column / TAB + 1) * TAB,
        _ => column + 1,
    })
}

#[cfg(test)]
mod tests {
    use csyntax::MacroIndex;

    use super::*;

    #[track_caller]
    fn check(before: &str, old: &str, new: &str, after: &str) {
        let tree = csyntax::parse(before.as_bytes().into(), &MacroIndex::builtin());
        let result = reword(&tree, old, new).apply(before.as_bytes());
        assert_eq!(String::from_utf8_lossy(&result), after);
    }

    #[test]
    fn a_name_is_replaced_where_it_fits() {
        check("/* Calls f(). */\nint f;\n", "f()", "g()", "/* Calls g(). */\nint f;\n");
        check("int a; // (f(), then)\n", "f()", "g()", "int a; // (g(), then)\n");
    }

    #[test]
    fn longer_names_strings_and_code_stay() {
        for text in ["/* my_f() ff() */\n", "char *s = \"f()\";\n", "int f() { return f(); }\n"] {
            check(text, "f()", "g()", text);
        }
    }

    #[test]
    fn a_wording_is_found_across_lines_and_the_paragraph_is_filled() {
        check(
            "/*\n * Looks at one\n * segment only, no matter\n * what.\n *\n * Next.\n */\n",
            "at one segment only,",
            "across all of the segments that there are in this iterator,",
            "/*\n * Looks across all of the segments that there are in this iterator, no matter\n * what.\n *\n * Next.\n */\n",
        );
    }

    #[test]
    fn what_does_not_fit_goes_to_lines_of_its_own() {
        let words = "word ".repeat(13);
        check(
            &format!("\t/* {words}f(). */\nint a;\n"),
            "f()",
            "a_long_name()",
            &format!("\t/* {}\n\t * a_long_name(). */\nint a;\n", words.trim_end()),
        );
    }
}
