//! Mail addresses as MAINTAINERS and `.mailmap` write them, and the one spelling recipients are compared by.
//!
//! ```text
//! M:  James E.J. Bottomley <jejb@example.org>   ->  "James E.J. Bottomley" <jejb@example.org>
//! ```

use std::collections::HashMap;

/// A name, quoted when it has more than letters, digits, `_`, `-` and spaces, and an address.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Address {
    /// The display name with its quotes; empty when there is none.
    pub name: String,
    /// `local@domain`; empty when the text had no address.
    pub address: String,
}

impl Address {
    /// Finds the name and the address in a text; what is neither is dropped.
    pub fn parse(text: &str) -> Self {
        let (name, address) = split(text);
        let name = name.trim();
        let name = name.strip_prefix('"').unwrap_or(name);
        let name = name.strip_suffix('"').unwrap_or(name);
        Self { name: quoted(name), address: address.trim().to_owned() }
    }

    /// The name without the quotes.
    pub fn plain_name(&self) -> String {
        let name = self.name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
        name.unwrap_or(&self.name).replace("\\\"", "\"")
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.name.as_str() {
            "" => f.write_str(&self.address),
            name => write!(f, "{name} <{}>", self.address),
        }
    }
}

/// `name <address>`, `<address>` or `address`, in this order.
fn split(text: &str) -> (&str, &str) {
    let angle = text.find('<').and_then(|open| {
        let inside = text[open + 1..].rfind('>').map(|close| &text[open + 1..open + 1 + close])?;
        inside.rfind('@').is_some_and(|at| at > 0).then_some((&text[..open], inside))
    });
    match angle {
        Some(found) => found,
        // Without brackets the address is all up to the last word that has an @.
        None => ("", text.rfind('@').filter(|at| *at > 0).map_or("", |at| word_end(text, at))),
    }
}

fn word_end(text: &str, at: usize) -> &str {
    let end = text[at..].find(char::is_whitespace).map_or(text.len(), |len| at + len);
    &text[..end]
}

fn quoted(name: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | ' ' | '-');
    if name.chars().all(plain) {
        return name.to_owned();
    }
    let mut out = String::from("\"");
    let mut before = '"';
    for char in name.chars() {
        if char == '"' && before != '\\' {
            out.push('\\');
        }
        out.push(char);
        before = char;
    }
    out + "\""
}

/// The addresses of one line: several when it is a list of well-formed ones between commas.
pub(super) fn split_list(line: &str) -> Vec<&str> {
    let parts: Vec<&str> = split_at_commas(line);
    if parts.len() > 1 && parts.iter().all(|part| part.is_empty() || is_well_formed(part)) {
        parts.into_iter().filter(|part| !part.is_empty()).collect()
    } else {
        vec![line]
    }
}

fn split_at_commas(line: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quoted, mut depth) = (Vec::new(), 0, false, 0_u32);
    for (at, char) in line.char_indices() {
        match char {
            '"' => quoted = !quoted,
            '<' | '(' if !quoted => depth += 1,
            '>' | ')' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                parts.push(line[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(line[start..].trim());
    parts
}

fn is_well_formed(text: &str) -> bool {
    let address = |text: &str| {
        let halves = text.split_once('@');
        let atom = |char: char| !char.is_whitespace() && !"()<>@,;:\\\"[]".contains(char);
        halves.is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.is_empty() && text.chars().all(|c| c == '@' || atom(c))
        })
    };
    match text.split_once('<') {
        Some((name, rest)) => {
            let name = name.trim();
            let quoted = name.len() > 1 && name.starts_with('"') && name.ends_with('"');
            let words = !name.contains(|c| "()<>@,;:\\\".[]".contains(c));
            (quoted || words) && rest.trim_end().strip_suffix('>').is_some_and(address)
        }
        None => address(text),
    }
}

/// `.mailmap`: the names and addresses people want to be written to by.
#[derive(Clone, Debug, Default)]
pub struct Mailmap {
    names: HashMap<String, String>,
    addresses: HashMap<String, String>,
}

impl Mailmap {
    /// Reads the four forms of a line (see gitmailmap(5)); lines that are none of them are skipped.
    pub fn parse(text: &[u8]) -> Self {
        let mut map = Self::default();
        for line in String::from_utf8_lossy(text).lines() {
            let line = line.split('#').next().unwrap_or_default().trim();
            map.add(line);
        }
        map
    }

    fn add(&mut self, line: &str) {
        let Some((front, last)) = line.strip_suffix('>').and_then(|line| line.rsplit_once('<'))
        else {
            return;
        };
        let Some((name, rest)) = front.split_once('<') else {
            let to = Address::parse(line);
            self.names.insert(to.address, to.name);
            return;
        };
        let Some((address, wrong_name)) = rest.split_once('>') else { return };
        let real = Address::parse(&format!("{name}<{address}>"));
        let wrong = Address::parse(&format!("{wrong_name}<{last}>"));
        let key = if wrong.name.is_empty() { last.to_owned() } else { wrong.to_string() };
        if !real.name.is_empty() {
            self.names.insert(key.clone(), real.name);
        }
        self.addresses.insert(key, address.to_owned());
    }

    /// The preferred spelling of `from`.
    pub fn resolve(&self, from: &Address) -> Address {
        let full = from.to_string();
        let known = self.names.contains_key(&full) || self.addresses.contains_key(&full);
        let key = if known { &full } else { &from.address };
        let pick = |map: &HashMap<String, String>, own: &str| {
            map.get(key).map_or_else(|| own.to_owned(), Clone::clone)
        };
        Address {
            name: pick(&self.names, &from.name),
            address: pick(&self.addresses, &from.address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, shown: &str) {
        assert_eq!(Address::parse(text).to_string(), shown);
    }

    #[test]
    fn names_are_quoted_when_they_need_it() {
        check("Ann Other <ann@example.org>", "Ann Other <ann@example.org>");
        check("J. R. Other <j@example.org>", "\"J. R. Other\" <j@example.org>");
        check("\"Other, Ann\" <ann@example.org> (boss)", "\"Other, Ann\" <ann@example.org>");
        check("Änn <ann@example.org>", "\"Änn\" <ann@example.org>");
        check("list@example.org (moderated)", "list@example.org");
        check("<ann@example.org>", "ann@example.org");
        check("nobody", "");
        check("<", "");
        check("@", "");
    }

    #[test]
    fn only_well_formed_lists_are_split() {
        assert_eq!(split_list("a@x.org, B <b@y.org>"), ["a@x.org", "B <b@y.org>"]);
        assert_eq!(split_list("Other, Ann <ann@x.org>"), ["Other, Ann <ann@x.org>"]);
        assert_eq!(split_list("\"Other, Ann\" <ann@x.org>"), ["\"Other, Ann\" <ann@x.org>"]);
    }

    #[test]
    fn the_mailmap_has_four_forms() {
        let map = Mailmap::parse(
            b"New Name <one@x.org>\n<real@x.org> <two@x.org> # note\n\
              Real Three <r3@x.org> <three@x.org>\nReal Four <r4@x.org> Nick <four@x.org>\n>< odd\n<\n",
        );
        let to = |text: &str| map.resolve(&Address::parse(text)).to_string();
        assert_eq!(to("Old <one@x.org>"), "New Name <one@x.org>");
        assert_eq!(to("Two <two@x.org>"), "Two <real@x.org>");
        assert_eq!(to("Three <three@x.org>"), "Real Three <r3@x.org>");
        assert_eq!(to("Nick <four@x.org>"), "Real Four <r4@x.org>");
        assert_eq!(to("Other <four@x.org>"), "Other <four@x.org>");
    }
}
