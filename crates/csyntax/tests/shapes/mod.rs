//! Texts of any size from the shapes of `shapes.txt`, which tells how one is written. Shared with `cargo xtask linear`.

/// What a text is made of.
pub(crate) struct Shape {
    /// What its repetition is.
    pub(crate) name: &'static str,
    /// What comes before, is repeated, stands in the middle, is repeated to close it, and comes after.
    parts: [String; 5],
}

/// Every shape of the data file.
pub(crate) fn all() -> impl Iterator<Item = Shape> {
    include_str!("shapes.txt").split("\n=== ").skip(1).map(|block| {
        let (name, rest) = block.split_once('\n').expect("a shape has a name and parts");
        let mut parts = rest.split("---\n").map(|part| {
            let part = part.replace("~\n", "");
            if part.is_empty() || part.ends_with([' ', '\n']) { part } else { part + "\n" }
        });
        Shape { name, parts: std::array::from_fn(|_| parts.next().unwrap_or_default()) }
    })
}

impl Shape {
    /// A text of about so many bytes, a function `g` at its end.
    pub(crate) fn text(&self, bytes: usize) -> String {
        let [before, opening, middle, closing, after] = &self.parts;
        let count = bytes / (opening.len() + closing.len()).max(1);
        let mut text = before.clone();
        for number in 0..count {
            text += &opening.replace('%', &number.to_string());
        }
        text += middle;
        for number in (0..count).rev() {
            text += &closing.replace('%', &number.to_string());
        }
        text + after + "\nint g(void) { return 1; }\n"
    }
}
