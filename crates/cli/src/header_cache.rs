//! The headers of a tree on disk, and the memory of what they said: a file under the user's cache folder.
//!
//! Any number of runs may use it at once: it is read whole, and replaced whole through a temporary file and a rename.
//! When it can not be read or written, work goes on without it.

use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use headers::{Files, HeaderIndex, Listing, Pack, Stamp, Wanted, load};

use crate::console::Console;
use crate::source_tree::SourceTree;

/// The headers of one tree.
pub(crate) struct TreeHeaders {
    root: PathBuf,
    listing: Arc<Listing>,
}

/// Whether files of this path are included by others.
pub(crate) fn is_header(path: &str) -> bool {
    [".h", ".inc", ".def"].iter().any(|ending| path.ends_with(ending))
}

/// Packs that other builds of the program left are removed after this time.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

impl TreeHeaders {
    /// The headers at these paths from the top.
    pub(crate) fn new(root: &Path, paths: Vec<String>) -> Self {
        Self { root: root.to_owned(), listing: Arc::new(Listing::new(paths)) }
    }

    /// Looks for the headers of a tree.
    pub(crate) fn walk(root: &Path) -> Self {
        let found = std::sync::Mutex::new(Vec::new());
        if let Ok(tree) = SourceTree::open(root) {
            // A folder that can not be looked into has no headers for us.
            tree.walk(rayon::current_num_threads(), &is_header, &|path, _| {
                found
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .push(path.to_owned());
            });
        }
        Self::new(root, found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Which headers there are.
    pub(crate) fn listing(&self) -> &Listing {
        &self.listing
    }

    /// What the headers say that are reached from `seeds`; remembers it for later runs.
    pub(crate) fn load(
        &self,
        seeds: &[u32],
        wanted: Wanted,
        console: &Console,
    ) -> Arc<HeaderIndex> {
        let place = Place::of(&self.root);
        let pack = place.as_ref().and_then(Place::read).unwrap_or_default();
        let (index, better) = load(self.listing.clone(), &pack, self, seeds, wanted);
        if let (Some(place), Some(better)) = (place, better)
            && let Err(error) = place.write(better)
        {
            console.detail(format!("{} can not be written: {error}", place.file.display()));
        }
        Arc::new(index)
    }
}

impl Files for TreeHeaders {
    fn stamp(&self, path: &str) -> Option<Stamp> {
        let metadata = self.root.join(path).metadata().ok()?;
        let nanoseconds = |seconds: i64, rest: i64| {
            u64::try_from(seconds).unwrap_or(0).saturating_mul(1_000_000_000) + rest as u64
        };
        Some(Stamp {
            size: metadata.len(),
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
        })
    }

    fn read(&self, path: &str) -> Option<Vec<u8>> {
        std::fs::read(self.root.join(path)).ok()
    }
}

/// Where the pack of a tree is kept.
struct Place {
    file: PathBuf,
    /// Begins the names of this tree's packs.
    prefix: String,
    /// The program that can read it.
    program: String,
}

impl Place {
    /// `$XDG_CACHE_HOME/treewide/headers`, or below `~/.cache`; `None` when neither is known.
    fn of(root: &Path) -> Option<Self> {
        let variable =
            |name| std::env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
        let base = variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")))?;
        let program = program();
        let prefix = format!(
            "{:016x}-",
            name_hash(root.canonicalize().ok()?.as_os_str().as_encoded_bytes())
        );
        let name = format!("{prefix}{:016x}.pack", name_hash(program.as_bytes()));
        Some(Self { file: base.join("treewide/headers").join(name), prefix, program })
    }

    fn read(&self) -> Option<Pack> {
        Pack::decode(&self.program, std::fs::read(&self.file).ok()?)
    }

    fn write(&self, mut pack: Pack) -> std::io::Result<()> {
        let Some(folder) = self.file.parent() else { return Ok(()) };
        std::fs::create_dir_all(folder)?;
        // Another run may have learned something meanwhile.
        pack.merge(self.read().unwrap_or_default());
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&pack.encode(&self.program, now.as_nanos() as u64))?;
        file.persist(&self.file).map_err(|error| error.error)?;
        self.forget_old(folder);
        Ok(())
    }

    /// Removes what other builds of the program kept of this tree long ago.
    fn forget_old(&self, folder: &Path) {
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            let is_ours = entry.file_name().to_string_lossy().starts_with(&self.prefix);
            let age =
                entry.metadata().and_then(|it| it.modified()).ok().and_then(|it| it.elapsed().ok());
            if is_ours && entry.path() != self.file && age.is_some_and(|age| age > KEPT) {
                // It will be old the next time too.
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

/// This build of the program: what it learns from a header may differ from what another learns.
fn program() -> String {
    let file = std::env::current_exe().and_then(|path| path.metadata());
    let stamp = file.map(|it| (it.len(), it.mtime(), it.mtime_nsec())).unwrap_or_default();
    format!("{} {stamp:?}", env!("CARGO_PKG_VERSION"))
}

/// A hash for file names: FNV-1a.
fn name_hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
