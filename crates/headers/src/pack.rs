//! The summaries of a tree as one file, for runs to come.
//!
//! ```text
//!   path  Stamp  hash of the bytes  lessons  declarations │ …       in an envelope
//! ```
//!
//! A pack is only a memory: what it says of a header is used when the header's size and times are those noted, or
//! else when its bytes have the hash noted. A pack that is damaged, or that another build of the program wrote, is as
//! good as none. Runs replace the file whole, so two at once do no harm.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::Stamp;
use crate::codec::{Reader, Writer};
use crate::envelope::{open, read_stamp, seal, write_stamp};

const MAGIC: &[u8] = b"treewide headers\n";

/// Bytes within a larger piece, which they keep alive.
#[derive(Clone, Debug)]
pub(crate) struct Blob {
    all: Arc<[u8]>,
    range: Range<usize>,
}

impl Blob {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.all[self.range.clone()]
    }
}

impl From<Vec<u8>> for Blob {
    fn from(bytes: Vec<u8>) -> Self {
        Self { range: 0..bytes.len(), all: bytes.into() }
    }
}

/// What is known of one header.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// What the file looked like from outside; `None` when that may not be relied on.
    pub(crate) stamp: Option<Stamp>,
    /// The hash of its bytes.
    pub(crate) hash: u128,
    pub(crate) lessons: Blob,
    /// `None` when nobody has asked for them yet.
    pub(crate) declarations: Option<Blob>,
}

/// The summaries of a tree; see the module's description.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    pub(crate) headers: BTreeMap<Box<str>, Known>,
}

impl Pack {
    /// Reads what [`Pack::encode`] wrote for the same `program`; `None` when it is damaged or of another program.
    pub fn decode(program: &str, bytes: Vec<u8>) -> Option<Self> {
        let all: Arc<[u8]> = bytes.into();
        let mut reader = open(MAGIC, program, &all)?;
        let mut headers = BTreeMap::new();
        for _ in 0..reader.number()? {
            let path = std::str::from_utf8(reader.text()?).ok()?;
            let stamp = read_stamp(&mut reader)?;
            let hash = u128::from_le_bytes(reader.take(16)?.try_into().ok()?);
            let lessons = read_blob(&mut reader, &all)?;
            let declarations = match reader.byte()? {
                0 => None,
                _ => Some(read_blob(&mut reader, &all)?),
            };
            headers.insert(path.into(), Known { stamp, hash, lessons, declarations });
        }
        Some(Self { headers })
    }

    /// The pack as bytes. `now` is the time in nanoseconds since 1970: the times of a file that has just been changed
    /// are not noted, for it could change again unseen.
    pub fn encode(&self, program: &str, now: u64) -> Vec<u8> {
        let mut body = Writer::default();
        body.number(self.headers.len() as u64);
        for (path, known) in &self.headers {
            body.text(path.as_bytes());
            write_stamp(&mut body, known.stamp, now);
            body.bytes.extend_from_slice(&known.hash.to_le_bytes());
            body.text(known.lessons.bytes());
            body.byte(u8::from(known.declarations.is_some()));
            if let Some(declarations) = &known.declarations {
                body.text(declarations.bytes());
            }
        }
        seal(MAGIC, program, body)
    }

    /// Takes over headers that another run has summed up meanwhile.
    pub fn merge(&mut self, other: Self) {
        for (path, known) in other.headers {
            self.headers.entry(path).or_insert(known);
        }
    }

    /// How many headers it knows.
    pub fn len(&self) -> usize {
        self.headers.len()
    }

    /// True when it knows none.
    pub fn is_empty(&self) -> bool {
        self.headers.is_empty()
    }
}

fn read_blob(reader: &mut Reader<'_>, all: &Arc<[u8]>) -> Option<Blob> {
    let length = reader.text()?.len();
    Some(Blob { all: all.clone(), range: reader.at() - length..reader.at() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack() -> Pack {
        let known = |declarations: Option<&[u8]>| Known {
            stamp: Some(Stamp { size: 300, modified: 7, changed: 1 << 40 }),
            hash: 0x1234_5678_9abc_def0_1234_5678_9abc_def0,
            lessons: b"lessons".to_vec().into(),
            declarations: declarations.map(|bytes| bytes.to_vec().into()),
        };
        let headers = [("a.h".into(), known(None)), ("b/c.h".into(), known(Some(b"names")))];
        Pack { headers: headers.into() }
    }

    #[test]
    fn comes_back_as_it_was() {
        let bytes = pack().encode("one", u64::MAX);
        let back = Pack::decode("one", bytes.clone()).expect("is whole");
        assert_eq!(
            format!("{:?}", back.headers["a.h"].stamp),
            format!("{:?}", pack().headers["a.h"].stamp)
        );
        assert_eq!(back.headers["b/c.h"].declarations.as_ref().expect("some").bytes(), b"names");
        assert_eq!(back.encode("one", u64::MAX), bytes);
        assert!(Pack::decode("another", bytes).is_none());
    }

    #[test]
    fn the_times_of_a_fresh_file_are_not_noted() {
        let back = Pack::decode("one", pack().encode("one", 1 << 40)).expect("is whole");
        assert_eq!(back.headers["a.h"].stamp, None);
    }

    #[test]
    fn any_damage_is_noticed() {
        let bytes = pack().encode("one", 0);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x20;
            assert!(Pack::decode("one", damaged).is_none(), "byte {at}");
            assert!(Pack::decode("one", bytes[..at].to_vec()).is_none(), "cut at {at}");
        }
    }
}
