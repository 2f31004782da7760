//! Files that are looked at and let go of: a thread reads them all into one buffer.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// A buffer larger than this is not kept.
const MOST_KEPT: usize = 4 << 20;

/// What `look` makes of a file's text. It must not look at another file itself.
pub(crate) fn with_text<T>(file: &Path, look: impl FnOnce(&[u8]) -> T) -> io::Result<T> {
    thread_local! {
        static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    BUFFER.with_borrow_mut(|buffer| {
        buffer.clear();
        File::open(file)?.read_to_end(buffer)?;
        let seen = look(buffer);
        if buffer.capacity() > MOST_KEPT {
            *buffer = Vec::new();
        }
        Ok(seen)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_seen_without_what_was_read_before() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let (long, short) = (folder.path().join("long"), folder.path().join("short"));
        std::fs::write(&long, b"int a;\n")?;
        std::fs::write(&short, b"b")?;
        assert_eq!(with_text(&long, <[u8]>::len)?, 7);
        assert_eq!(with_text(&short, <[u8]>::to_vec)?, b"b");
        assert!(with_text(&folder.path().join("none"), |_| ()).is_err());
        Ok(())
    }
}
