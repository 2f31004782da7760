//! The mails of a posting in one file, as mail programs and `b4` read them.
//!
//! Each mail begins with its `From ` line; a line of a text that would begin another one gets a `>` in front.

use crate::render::OutputFile;

/// The name of the file in a posting's folder.
pub const MBOX_FILE: &str = "series.mbox";

/// Joins the mails of `files`, in order; what is no mail is left out.
pub fn mbox(files: &[OutputFile]) -> OutputFile {
    let mut out = Vec::new();
    for (_, mail) in files.iter().filter(|(name, _)| name.ends_with(".patch")) {
        for (at, line) in mail.split_inclusive(|byte| *byte == b'\n').enumerate() {
            let quotes = line.iter().take_while(|byte| **byte == b'>').count();
            if at > 0 && line[quotes..].starts_with(b"From ") {
                out.push(b'>');
            }
            out.extend_from_slice(line);
        }
        if !out.ends_with(b"\n\n") {
            out.push(b'\n');
        }
    }
    (MBOX_FILE.to_owned(), out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_line_of_a_mail_begins_one() {
        let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        let files = [
            file("0001-a.patch", "From 1 Mon\nFrom: A\n\nFrom x\n>From y\n"),
            file("series.json", "{}"),
            file("0002-b.patch", "From 2 Mon\n\n"),
        ];
        let expected = "From 1 Mon\nFrom: A\n\n>From x\n>>From y\n\nFrom 2 Mon\n\n";
        assert_eq!(String::from_utf8_lossy(&mbox(&files).1), expected);
    }
}
