//! What is remembered from run to run, sealed: it comes back whole and from the same build of the program, or not at all.
//!
//! ```text
//!   magic   stamp of the program   checksum of the rest   │ the rest
//! ```

use xxhash_rust::xxh3::xxh3_64;

use crate::Stamp;
use crate::codec::{Reader, Writer};

/// The bytes of a file that holds `body`.
pub(crate) fn seal(magic: &[u8], program: &str, mut body: Writer) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.bytes.extend_from_slice(magic);
    writer.text(program.as_bytes());
    writer.bytes.extend_from_slice(&xxh3_64(&body.bytes).to_le_bytes());
    writer.bytes.append(&mut body.bytes);
    writer.bytes
}

/// A reader of what was sealed; `None` when it is damaged or of another program.
pub(crate) fn open<'b>(magic: &[u8], program: &str, bytes: &'b [u8]) -> Option<Reader<'b>> {
    let mut reader = Reader::new(bytes, 0);
    let fits = reader.take(magic.len())? == magic && reader.text()? == program.as_bytes();
    let checksum = u64::from_le_bytes(reader.take(8)?.try_into().ok()?);
    (fits && checksum == xxh3_64(&bytes[reader.at()..])).then_some(reader)
}

pub(crate) fn read_stamp(reader: &mut Reader<'_>) -> Option<Option<Stamp>> {
    if reader.byte()? == 0 {
        return Some(None);
    }
    let mut next = || reader.number();
    Some(Some(Stamp { size: next()?, modified: next()?, changed: next()? }))
}

/// Writes a stamp, where the file or folder could not change unseen from `now` on.
pub(crate) fn write_stamp(writer: &mut Writer, stamp: Option<Stamp>, now: u64) {
    let stamp = stamp.filter(|stamp| stamp.is_settled(now));
    writer.byte(u8::from(stamp.is_some()));
    if let Some(stamp) = stamp {
        for number in [stamp.size, stamp.modified, stamp.changed] {
            writer.number(number);
        }
    }
}
