//! The text of a call, freed of how it is laid out.
//!
//! ```text
//! f(iter,   /* all */        =>   f(iter,&pages[0],n+1)
//!   &pages[0], n + 1)
//! ```

/// The call with comments gone and blanks only where two tokens would run together, so that a call whose lines were
/// broken anew is still the same call. String and character literals are kept as they are.
pub fn normalise_call(call: &str) -> String {
    let mut out = String::with_capacity(call.len());
    let mut rest = call;
    let mut gap = false;
    while let Some(first) = rest.chars().next() {
        let blank = blank_length(rest);
        if blank > 0 {
            gap = true;
            rest = &rest[blank..];
            continue;
        }
        if gap && out.chars().next_back().is_some_and(|last| run_together(last, first)) {
            out.push(' ');
        }
        gap = false;
        let length = match first {
            '"' | '\'' => literal_length(rest, first),
            _ => first.len_utf8(),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// Whether two characters would make another token without the blank between them: `a b`, `- -b`, `/ *p`.
fn run_together(last: char, next: char) -> bool {
    (is_word(last) && is_word(next))
        || (last == next && "+-&|<>=/".contains(last))
        || (last == '/' && next == '*')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How many bytes of white space, line splice or comment `text` starts with.
fn blank_length(text: &str) -> usize {
    if let Some(inside) = text.strip_prefix("/*") {
        return inside.find("*/").map_or(text.len(), |at| at + 4);
    }
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("\\\n") {
        return 2;
    }
    text.len() - text.trim_start().len()
}

/// The length of the literal that `text` starts with; up to the end when it is not closed.
fn literal_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_and_comments_do_not_matter() {
        let wanted = "f(iter,&pages[0],n+sizeof x)";
        for call in [
            "f(iter, &pages[0], n + sizeof x)",
            "f(iter, /* all, of them */\n\t&pages[0], // so\n\tn + sizeof\n\t\tx)",
            "f(iter,&pages[0],n+sizeof/**/x)",
            "f(iter, &pages[0], \\\n  n + sizeof x )",
        ] {
            assert_eq!(normalise_call(call), wanted);
        }
    }

    #[test]
    fn literals_keep_their_blanks() {
        assert_eq!(normalise_call(r#"f("a  \" /* b", ' ')"#), r#"f("a  \" /* b",' ')"#);
    }

    #[test]
    fn tokens_do_not_run_together() {
        assert_eq!(normalise_call("f(a - -b, c & &d, n / *p)"), "f(a- -b,c& &d,n/ *p)");
        assert_eq!(normalise_call("f(a -- - b)"), "f(a-- -b)");
    }

    #[test]
    fn twice_is_once() {
        let letters = ['a', ' ', '-', '/', '*', '"', '\\'];
        for number in 0..letters.len().pow(6) {
            let text: String = (0..6)
                .scan(number, |rest, _| {
                    let letter = letters[*rest % letters.len()];
                    *rest /= letters.len();
                    Some(letter)
                })
                .collect();
            let once = normalise_call(&text);
            assert_eq!(normalise_call(&once), once, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_closed_ends_with_the_text() {
        assert_eq!(normalise_call("f(/* x"), "f(");
        assert_eq!(normalise_call("f(\"é x"), "f(\"é x");
        assert_eq!(normalise_call("f('\\"), "f('\\");
    }
}
