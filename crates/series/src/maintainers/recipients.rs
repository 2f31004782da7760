//! Who a patch goes to: what `get_maintainer.pl --nogit --nogit-fallback` prints, with the same order and roles.
//!
//! ```text
//! paths ──> sections, deepest first ──┐
//!                                     ├──> people and lists, each once ──> .mailmap ──> people, then lists
//! text ───> sections by keyword ──────┘
//! ```
//!
//! Two things are left out: addresses the script reads from `.yaml` files it is asked about, since those are
//! bindings, not C; and `L:` lines that do not start with an address, for which it prints an empty one. Its "chief penguin", whom it never names, is here whoever maintains a section whose
//! status is "Buried alive in reporters", which is how MAINTAINERS marks him.

use super::section::{Contact, Section};
use super::{Address, Maintainers, address};
use std::collections::{HashMap, HashSet};

/// What to find recipients for.
#[derive(Clone, Copy, Debug)]
pub enum Query<'a> {
    /// Paths alone: `K:` lines are not asked.
    Paths(&'a [&'a str]),
    /// Paths with their content: `K:` lines look at all of it (`--keywords-in-file`).
    Files(&'a [(&'a str, &'a [u8])]),
    /// A patch as `git format-patch` writes it: `K:` lines look at the message and at changed lines.
    Patch(&'a [u8]),
}

/// Someone to write to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recipient {
    /// Name and address.
    pub address: Address,
    /// Why.
    pub role: Role,
    /// The section that names them, shortened to 50 characters as the script does; empty for the list of all.
    pub section: String,
    /// The `K:` line that brought the section in, when no path did.
    pub keyword: Option<String>,
}

/// What a recipient is to the code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// An `M:` line.
    Maintainer,
    /// An `M:` line of the section that takes what nobody else does.
    Chief,
    /// An `R:` line.
    Reviewer,
    /// A list anyone can post to.
    OpenList,
    /// A list that holds mail of those who have not joined.
    ModeratedList,
}

impl Role {
    /// True for a mailing list.
    pub fn is_list(self) -> bool {
        matches!(self, Self::OpenList | Self::ModeratedList)
    }

    fn text(self) -> &'static str {
        match self {
            Self::Maintainer => "maintainer",
            Self::Chief => "chief penguin",
            Self::Reviewer => "reviewer",
            Self::OpenList => "open list",
            Self::ModeratedList => "moderated list",
        }
    }
}

impl std::fmt::Display for Recipient {
    /// A line of the script's output: `Name <address> (role:SECTION)`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}", self.address, self.role.text())?;
        if !self.section.is_empty() || !self.role.is_list() {
            write!(f, ":{}", self.section)?;
        }
        if let Some(keyword) = &self.keyword {
            write!(f, ":Keyword:{keyword}")?;
        }
        f.write_str(")")
    }
}

impl Maintainers {
    /// Everyone to write to about `query`: people, deepest section first, then lists.
    ///
    /// ```
    /// use series::maintainers::{Maintainers, Query};
    /// let text = b"TLS\nM:\tAnn <ann@example.org>\nL:\tnet@example.org\nF:\tnet/tls/*\n";
    /// let (maintainers, _) = Maintainers::parse("MAINTAINERS", text, &|_| false);
    /// let to = maintainers.recipients(Query::Paths(&["net/tls/main.c"]));
    /// assert_eq!(to[0].to_string(), "Ann <ann@example.org> (maintainer:TLS)");
    /// assert_eq!(to[1].to_string(), "net@example.org (open list:TLS)");
    /// ```
    pub fn recipients(&self, query: Query<'_>) -> Vec<Recipient> {
        let mut found = Found::default();
        match query {
            Query::Paths(paths) => self.add_paths(paths.iter().copied(), &mut found),
            Query::Files(files) => {
                self.add_paths(files.iter().map(|(path, _)| *path), &mut found);
                let texts: Vec<_> =
                    files.iter().map(|(_, text)| String::from_utf8_lossy(text)).collect();
                self.add_keywords(&mut found, |word| texts.iter().any(|text| word.is_in(text)));
            }
            Query::Patch(patch) => {
                let patch = PatchText::read(&String::from_utf8_lossy(patch));
                self.add_paths(patch.paths.iter().map(String::as_str), &mut found);
                self.add_keywords(&mut found, |word| {
                    patch.intro.iter().any(|line| word.is_in(line))
                        || patch.changes.iter().any(|line| word.is_in_change(line))
                });
            }
        }
        self.settle(found)
    }

    fn add_paths<'a>(&self, paths: impl Iterator<Item = &'a str>, found: &mut Found) {
        for path in paths {
            for hit in self.sections_of(path) {
                found.section(hit.section, None);
            }
        }
    }

    fn add_keywords(&self, found: &mut Found, is_hit: impl Fn(&super::Expression) -> bool) {
        for section in self.sections() {
            for word in section.keywords().iter().filter(|word| is_hit(word)) {
                found.section(section, Some(word.text()));
            }
        }
    }

    /// One spelling a person, no chief, no one twice.
    fn settle(&self, found: Found) -> Vec<Recipient> {
        let mut people =
            Dedup { maintainers: self, names: HashMap::new(), addresses: HashMap::new() };
        let mut seen = HashSet::new();
        let chiefs: HashSet<String> = self.chiefs().map(|chief| chief.to_string()).collect();
        let all = found.people.into_iter().chain(found.lists);
        all.map(|recipient| Recipient { address: people.resolve(&recipient.address), ..recipient })
            .filter(|it| it.role.is_list() || !chiefs.contains(&it.address.to_string()))
            .filter(|it| seen.insert(it.address.to_string()))
            .collect()
    }

    fn chiefs(&self) -> impl Iterator<Item = Address> {
        let buried = self.sections().iter().filter(|section| is_chief(section));
        buried.flat_map(|section| &section.contacts).filter_map(|contact| match contact {
            Contact::Maintainer(value) => Some(self.mailmap.resolve(&Address::parse(value))),
            _ => None,
        })
    }
}

fn is_chief(section: &Section) -> bool {
    let status = section.status.as_deref().unwrap_or_default();
    status.eq_ignore_ascii_case("buried alive in reporters")
}

/// People and lists in the order found; a name or an address counts once, whatever its case.
#[derive(Default)]
struct Found {
    people: Vec<Recipient>,
    lists: Vec<Recipient>,
    names: HashSet<String>,
    addresses: HashSet<String>,
    list_addresses: HashSet<String>,
}

impl Found {
    fn section(&mut self, section: &Section, keyword: Option<&str>) {
        let maintainer = if is_chief(section) { Role::Chief } else { Role::Maintainer };
        for contact in &section.contacts {
            match contact {
                Contact::Maintainer(value) => self.people(value, maintainer, section, keyword),
                Contact::Reviewer(value) => self.people(value, Role::Reviewer, section, keyword),
                Contact::List(value) => self.list(value, section, keyword),
            }
        }
    }

    fn people(&mut self, value: &str, role: Role, section: &Section, keyword: Option<&str>) {
        for text in address::split_list(value) {
            let address = Address::parse(text);
            let (name, mail) = (address.name.to_lowercase(), address.address.to_lowercase());
            let known = self.names.contains(&name) || self.addresses.contains(&mail);
            if mail.is_empty() || known {
                continue;
            }
            if !name.is_empty() {
                self.names.insert(name);
            }
            self.addresses.insert(mail);
            self.people.push(recipient(address, role, short_name(section), keyword));
        }
    }

    fn list(&mut self, value: &str, section: &Section, keyword: Option<&str>) {
        let (list, remark) = value.split_once(char::is_whitespace).unwrap_or((value, ""));
        if !list.contains('@')
            || remark.contains("subscribers-only")
            || !self.list_addresses.insert(list.to_lowercase())
        {
            return;
        }
        let moderated = remark.contains("moderated");
        let role = if moderated { Role::ModeratedList } else { Role::OpenList };
        let address = Address { name: String::new(), address: list.to_owned() };
        let section = short_name(section);
        let section = if section == "THE REST" { String::new() } else { section };
        self.lists.push(recipient(address, role, section, keyword));
    }
}

fn recipient(address: Address, role: Role, section: String, keyword: Option<&str>) -> Recipient {
    Recipient { address, role, section, keyword: keyword.map(str::to_owned) }
}

fn short_name(section: &Section) -> String {
    if section.name.chars().count() <= 50 {
        return section.name.clone();
    }
    let front: String = section.name.chars().take(47).collect();
    format!("{}...", front.trim_end())
}

/// Gives one person one spelling: the first that came under the name, or else under the address.
struct Dedup<'a> {
    maintainers: &'a Maintainers,
    names: HashMap<String, Address>,
    addresses: HashMap<String, Address>,
}

impl Dedup<'_> {
    fn resolve(&mut self, address: &Address) -> Address {
        let address = self.maintainers.mailmap.resolve(address);
        let (name, mail) = (address.name.to_lowercase(), address.address.to_lowercase());
        let by_name = self.names.get(&name).filter(|_| !name.is_empty());
        if let Some(known) = by_name.or_else(|| self.addresses.get(&mail)) {
            return self.maintainers.mailmap.resolve(known);
        }
        self.names.insert(name, address.clone());
        self.addresses.insert(mail, address.clone());
        self.maintainers.mailmap.resolve(&address)
    }
}

/// A patch as the script reads it: line by line, without following hunks.
#[derive(Default)]
struct PatchText {
    paths: std::collections::BTreeSet<String>,
    intro: Vec<String>,
    changes: Vec<String>,
}

impl PatchText {
    fn read(text: &str) -> Self {
        let mut patch = Self::default();
        let mut in_diff = false;
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("diff --git a/") {
                patch.paths.extend(git_paths(rest).into_iter().flatten().map(str::to_owned));
            } else if let Some(name) = file_line(line) {
                in_diff = true;
                patch.paths.insert(name.split_once('/').map_or(name, |(_, path)| path).to_owned());
            } else if !line.starts_with("@@ -") {
                let lines = if in_diff { &mut patch.changes } else { &mut patch.intro };
                lines.push(line.to_owned());
            }
        }
        patch
    }
}

fn git_paths(rest: &str) -> Option<[&str; 2]> {
    let (old, new) = rest.trim_end().split_once(" b/")?;
    (!old.contains(' ') && !new.contains(' ')).then_some([old, new])
}

/// The name on a `---` or `+++` line.
fn file_line(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("+++").or_else(|| line.strip_prefix("---"))?;
    rest.starts_with(char::is_whitespace).then(|| rest.split_whitespace().next())?
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../tests/fixtures/MAINTAINERS");

    #[track_caller]
    fn check(query: Query<'_>, expected: &[&str]) {
        let (maintainers, problems) = Maintainers::parse("M", TEXT.as_bytes(), &|_| false);
        assert_eq!(problems, []);
        let mailmap = super::super::Mailmap::parse(b"<bob@new.example.org> <bob@example.org>\n");
        let found = maintainers.with_mailmap(mailmap).recipients(query);
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn deeper_sections_come_first_and_no_one_twice() {
        check(
            Query::Paths(&["net/tls/main.c"]),
            &[
                "Ann Other <ann@example.org> (maintainer:NETWORKING [TLS])",
                "Bob Reader <bob@new.example.org> (reviewer:NETWORKING [TLS])",
                "\"D. Net\" <dnet@example.org> (maintainer:NETWORKING)",
                "net@lists.example.org (moderated list:NETWORKING [TLS])",
                "linux@lists.example.org (open list)",
            ],
        );
    }

    #[test]
    fn what_nobody_takes_goes_to_the_list_of_all() {
        check(Query::Paths(&["lib/sort.c"]), &["linux@lists.example.org (open list)"]);
        check(
            Query::Paths(&["net/tls/skipped.c"]),
            &[
                "\"D. Net\" <dnet@example.org> (maintainer:NETWORKING)",
                "net@lists.example.org (open list:NETWORKING)",
                "linux@lists.example.org (open list)",
            ],
        );
    }

    #[test]
    fn keywords_are_looked_for_in_messages_and_changes() {
        let hit = "\"Keyword, Kay\" <kay@example.org> (maintainer:A SECTION FOUND BY WORDS IN CONTENT NOT BY THE...\
                   :Keyword:\\bfrob_(get|put)\\b)";
        let patch =
            |line: &str| format!("Subject: x\n---\n--- a/lib/sort.c\n+++ b/lib/sort.c\n{line}\n");
        let rest = "linux@lists.example.org (open list)";
        check(Query::Patch(patch("+frob_get();").as_bytes()), &[hit, rest]);
        check(Query::Patch(patch(" frob_get();").as_bytes()), &[rest]);
        check(Query::Patch(format!("frob_put\n{}", patch("+x")).as_bytes()), &[hit, rest]);
        check(Query::Files(&[("lib/sort.c", b"a frob_put b")]), &[hit, rest]);
    }
}
