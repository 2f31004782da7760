//! Text in lines of 75 columns, as commit messages are written.
//!
//! Paragraphs and list items are filled anew. What has a shape of its own stays: indented and quoted lines, trailers
//! at the end, and everything between `// <smpl>` and `// </smpl>`.
//!
//! ```text
//! A long paragraph …            A long
//! - an item that is long   ->   paragraph …
//!     code();                   - an item
//!                                 that is long
//!                                   code();
//! ```

use crate::mail::is_trailer;

/// Columns of a commit message, as `checkpatch.pl` counts them.
pub const BODY_WIDTH: usize = 75;

/// Fills the paragraphs of `text` to `width` columns. Words are never broken.
///
/// ```
/// assert_eq!(series::wrap::wrap_text("one two\nthree\n\n  kept as it is", 9), "one two\nthree\n\n  kept as it is\n");
/// assert_eq!(series::wrap::wrap_text("- one two three", 9), "- one two\n  three\n");
/// ```
pub fn wrap_text(text: &str, width: usize) -> String {
    let lines: Vec<&str> = text.trim_end().split('\n').map(str::trim_end).collect();
    let trailers = trailer_start(&lines);
    let mut filler = Filler { width, out: String::new(), item: None };
    let mut in_rule = false;
    for (number, line) in lines.iter().enumerate() {
        let opens = line.trim_start() == "// <smpl>";
        in_rule |= opens;
        match shape(line, filler.hanging()) {
            _ if in_rule || number >= trailers => filler.keep(line),
            Shape::Kept => filler.keep(line),
            Shape::Item { marker, words } => filler.start(marker, words),
            Shape::Words(words) => filler.add(words),
        }
        in_rule &= line.trim_start() != "// </smpl>";
    }
    filler.finish()
}

enum Shape<'a> {
    Kept,
    Item { marker: &'a str, words: &'a str },
    Words(&'a str),
}

fn shape(line: &str, hanging: usize) -> Shape<'_> {
    let indent = line.len() - line.trim_start().len();
    if line.is_empty() || line.starts_with(['>', '|', '#']) {
        return Shape::Kept;
    }
    if indent > 0 {
        // Lines under an item, as far in as its text, belong to it.
        let joins = indent == hanging && line.starts_with(' ');
        return if joins { Shape::Words(line.trim_start()) } else { Shape::Kept };
    }
    match marker_len(line) {
        0 => Shape::Words(line),
        len => Shape::Item { marker: &line[..len], words: &line[len..] },
    }
}

/// Bytes of `- `, `* `, `+ `, `1. ` or `1) ` at the start of a line.
fn marker_len(line: &str) -> usize {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = line.as_bytes().get(digits).copied().unwrap_or(0);
    let marks: &[u8] = if (1..3).contains(&digits) { b".)" } else { b"-*+" };
    let is_marker = digits < 3 && marks.contains(&mark) && line[digits + 1..].starts_with(' ');
    if is_marker { digits + 2 } else { 0 }
}

/// The line at which the trailers of a last paragraph begin.
fn trailer_start(lines: &[&str]) -> usize {
    let paragraph = lines.iter().rposition(|line| line.is_empty()).map_or(0, |blank| blank + 1);
    let all = lines[paragraph..].iter().all(|line| is_trailer(line));
    if all { paragraph } else { lines.len() }
}

struct Filler {
    width: usize,
    out: String,
    item: Option<Paragraph>,
}

struct Paragraph {
    hanging: usize,
    column: usize,
}

impl Filler {
    fn hanging(&self) -> usize {
        self.item.as_ref().map_or(0, |it| it.hanging)
    }

    fn keep(&mut self, line: &str) {
        self.close();
        self.out += line;
        self.out.push('\n');
    }

    fn start(&mut self, marker: &str, words: &str) {
        self.close();
        self.out += marker.trim_end();
        self.item = Some(Paragraph { hanging: marker.len(), column: marker.trim_end().len() });
        self.add(words);
    }

    fn add(&mut self, words: &str) {
        for word in words.split_whitespace() {
            let len = word.chars().count();
            match &mut self.item {
                None => self.item = Some(Paragraph { hanging: 0, column: len }),
                Some(it) if it.column + 1 + len <= self.width || it.column < it.hanging => {
                    it.column += 1 + len;
                    self.out.push(' ');
                }
                Some(it) => {
                    it.column = it.hanging + len;
                    self.out.push('\n');
                    self.out.extend(std::iter::repeat_n(' ', it.hanging));
                }
            }
            self.out += word;
        }
    }

    fn close(&mut self) {
        if self.item.take().is_some() {
            self.out.push('\n');
        }
    }

    fn finish(mut self) -> String {
        self.close();
        let end = self.out.trim_end().len();
        self.out.truncate(end);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    #[test]
    fn what_has_a_shape_stays() {
        let text = "// <smpl>\n@@ expression e; @@\n- old(e,          e,          e)\n// </smpl>\n\
                    \n\tcode that is longer than twenty columns\n> quoted and longer than twenty\n\
                    \nFixes: 123456789012 (\"a subject\")\nReported-by: A <a@example.org>\n";
        assert_eq!(wrap_text(text, 20), text);
    }

    #[test]
    fn paragraphs_and_items_are_filled() {
        let text = "one two three four five six\n1. one two three four five\n   six\n- a\n- b\n";
        let filled = "one two three four\nfive six\n1. one two three\n   four five six\n- a\n- b\n";
        assert_eq!(wrap_text(text, 18), filled);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(2020), ..ProptestConfig::default() })]

        #[test]
        fn no_word_is_lost(text in "([a-zäö1.>|*+# {}/<-]{0,6}[ \n]){0,40}", width in 0..40_usize) {
            let filled = wrap_text(&text, width);
            prop_assert!(filled.split_whitespace().eq(text.split_whitespace()));
        }

        #[test]
        fn filling_twice_is_filling_once(text in "([a-zäö.]{0,9}[ \n]){0,40}", width in 5..40_usize) {
            let once = wrap_text(&text, width);
            prop_assert_eq!(wrap_text(&once, width), once.clone());
            for line in once.lines() {
                let kept = line.starts_with(' ') || !line.contains(' ');
                prop_assert!(kept || line.chars().count() <= width);
            }
        }
    }
}
