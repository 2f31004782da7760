//! A patch as a mail that `git am` takes.
//!
//! ```text
//! From 5f1c… Mon Sep 17 00:00:00 2001       what marks a mail in a file
//! From: Ann Other <ann@example.org>
//! Subject: [PATCH v2 03/12] tls: …
//! To: …                                     recipients
//!
//! the message, trailers at its end
//! ---
//!  net/tls/tls_sw.c | 4 ++--                not part of the commit from here on
//!
//! diff --git …
//! --                                        who made it
//! treewide 0.1.0
//! ```
//!
//! Everything in it is an input or follows from one: ids are hashes of the content, the date is given.

mod date;
mod file_name;
mod header;
mod message;
mod transfer;

pub use date::Timestamp;
pub use file_name::file_name;
pub(crate) use message::{commit_message, is_trailer, settled_body, subject_line};

use crate::maintainers::Address;
use git2::{ObjectType, Oid};

/// Who writes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// The name; may be empty.
    pub name: String,
    /// `local@domain`.
    pub email: String,
}

impl Identity {
    /// As an address of a mail.
    pub fn address(&self) -> Address {
        Address { name: self.name.clone(), address: self.email.clone() }
    }

    /// `Name <address>` on one line, as a trailer holds it.
    pub fn trailer(&self) -> String {
        header::one_line(&format!("{} <{}>", self.name, self.email))
    }
}

/// Where a mail stands in a posting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position<'a> {
    /// 0 for the cover letter, then 1, 2, …
    pub number: usize,
    /// Patches of the series.
    pub total: usize,
    /// Which version of the posting this is, from 1.
    pub version: u32,
    /// The tree it is for, `net-next`; may be empty.
    pub tag: &'a str,
}

impl Position<'_> {
    /// `[PATCH net-next v2 03/12]`
    fn brackets(self) -> String {
        let width = self.total.to_string().len();
        let version = if self.version > 1 { format!(" v{}", self.version) } else { String::new() };
        let tag = header::one_line(self.tag).replace(['[', ']'], "");
        let tag = if tag.is_empty() { tag } else { format!(" {tag}") };
        format!("[PATCH{tag}{version} {:0width$}/{}]", self.number, self.total)
    }
}

/// What a mail is made of.
#[derive(Clone, Debug)]
pub(crate) struct Mail<'a> {
    pub(crate) position: Position<'a>,
    pub(crate) author: &'a Identity,
    pub(crate) date: Timestamp,
    /// The subject without the tag.
    pub(crate) subject: &'a str,
    /// The message below the subject, settled.
    pub(crate) body: &'a str,
    /// What follows the message: `---`, diffstat and diff; or, in a cover letter, lists.
    pub(crate) rest: Vec<u8>,
    pub(crate) to: &'a [Address],
    pub(crate) cc: &'a [Address],
    /// The mail this one answers.
    pub(crate) parent: Option<&'a str>,
    /// Name and version of the program, for the signature.
    pub(crate) tool: &'a str,
}

/// A mail as bytes, and the id others can answer to.
pub(crate) struct Rendered {
    pub(crate) bytes: Vec<u8>,
    pub(crate) id: String,
}

impl Mail<'_> {
    /// Writes the mail.
    pub(crate) fn render(&self) -> Rendered {
        let (mime, body) = transfer::encode(self.content());
        let mut fields = self.fields(&mime);
        let hash = hash(&[fields.as_bytes(), b"\n", &body].concat());
        let id = format!("<{}.{}@{}>", &hash[..20], self.position.number, self.domain());
        let mut out = format!("From {hash} Mon Sep 17 00:00:00 2001\nMessage-ID: {id}\n");
        if let Some(parent) = self.parent {
            out += &format!("In-Reply-To: {parent}\nReferences: {parent}\n");
        }
        fields.insert_str(0, &out);
        Rendered { bytes: [fields.as_bytes(), b"\n", &body].concat(), id }
    }

    fn fields(&self, mime: &str) -> String {
        let mut out = String::new();
        let nobody = || "unknown@localhost".to_owned();
        let from = header::address(&self.author.address()).unwrap_or_else(nobody);
        out += &format!("From: {from}\nDate: {}\n", self.date);
        let subject = format!("{} {}", self.position.brackets(), subject_line(self.subject));
        out += &header::text("Subject", &subject);
        out += &header::addresses("To", self.to);
        out += &header::addresses("Cc", self.cc);
        out + mime
    }

    fn content(&self) -> Vec<u8> {
        let mut out = Vec::new();
        if !self.body.is_empty() {
            out.extend_from_slice(self.body.as_bytes());
            out.push(b'\n');
        }
        out.extend_from_slice(&self.rest);
        out.extend_from_slice(b"-- \n");
        out.extend_from_slice(header::one_line(self.tool).as_bytes());
        out.extend_from_slice(b"\n\n");
        out
    }

    fn domain(&self) -> String {
        let domain = self.author.email.rsplit_once('@').map_or("", |(_, domain)| domain);
        let safe = |char: &char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-');
        let domain: String = domain.chars().filter(safe).collect();
        if domain.is_empty() { "localhost".to_owned() } else { domain }
    }
}

/// True when a mail is as it was rendered: the id on its first line is the hash of what follows the thread fields, so
/// an edit shows.
///
/// ```
/// assert!(!series::mail::is_as_rendered(b"From 0000 Mon Sep 17 00:00:00 2001\nFrom: Ann\n\nedited\n"));
/// ```
pub fn is_as_rendered(mail: &[u8]) -> bool {
    let id = mail.strip_prefix(b"From ").and_then(|rest| rest.split(|byte| *byte == b' ').next());
    let content = mail.windows(b"\nFrom: ".len()).position(|it| it == b"\nFrom: ").map(|at| at + 1);
    content.zip(id).is_some_and(|(at, id)| hash(&mail[at..]).as_bytes() == id)
}

fn hash(bytes: &[u8]) -> String {
    Oid::hash_object(ObjectType::Blob, bytes).map_or_else(|_| "0".repeat(40), |id| id.to_string())
}
