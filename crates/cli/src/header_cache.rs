//! The headers of a tree on disk, and the memory of which there are and what they said: two files under the user's cache folder.
//!
//! Any number of runs may use them at once: each is read whole, and replaced whole through a temporary file and a rename.
//! When one can not be read or written, work goes on without it.

use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use headers::{Entries, Files, Folders, HeaderIndex, Listing, LookInto, Pack, Stamp, Wanted, load};

use crate::console::Console;

/// The headers of one tree.
pub(crate) struct TreeHeaders {
    disk: Disk,
    listing: Arc<Listing>,
}

/// A tree's files.
struct Disk {
    root: PathBuf,
}

/// Headers that a command names.
#[derive(Clone, Debug, Default)]
pub(crate) struct NamedHeaders {
    /// Folders in which included names are looked for first.
    pub(crate) folders: Vec<PathBuf>,
    /// Headers that every file includes.
    pub(crate) always: Vec<PathBuf>,
}

impl NamedHeaders {
    /// The headers of a tree, given by their paths from its top, and these.
    fn listing(&self, root: &Path, mut paths: Vec<String>) -> Listing {
        let place = |path: &PathBuf| {
            let full = path.canonicalize().ok()?;
            full.strip_prefix(root).unwrap_or(&full).to_str().map(str::to_owned)
        };
        let folders: Vec<String> = self.folders.iter().filter_map(place).collect();
        let always: Vec<String> = self.always.iter().filter_map(place).collect();
        for folder in folders.iter().filter(|folder| folder.starts_with('/')) {
            let (found, _) = Folders::default().walk(&Disk { root: folder.into() });
            paths.extend(found.headers().map(|path| format!("{folder}/{path}")));
        }
        paths.extend(always.iter().cloned());
        Listing::new(paths).with_folders(folders, always)
    }
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
        let disk = Disk { root: root.to_owned() };
        Self { disk, listing: Arc::new(Listing::new(paths)) }
    }

    /// Looks for the headers of a tree, in those folders that have changed since an earlier run, and remembers them; and for
    /// those that a command names.
    pub(crate) fn walk(root: &Path, named: &NamedHeaders, console: &Console) -> Self {
        let disk = Disk { root: root.to_owned() };
        let place = Place::of(root);
        let known = place.as_ref().and_then(Place::folders).unwrap_or_default();
        let (folders, any_read) = known.walk(&disk);
        if let (Some(place), true) = (place, any_read)
            && let Err(error) = place.write_folders(&folders)
        {
            console.detail(format!("{} can not be written: {error}", place.folders.display()));
        }
        Self { listing: Arc::new(named.listing(root, folders.headers().collect())), disk }
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
        let place = Place::of(&self.disk.root);
        let pack = place.as_ref().and_then(Place::pack).unwrap_or_default();
        let (index, better) = load(self.listing.clone(), &pack, &self.disk, seeds, wanted);
        if let (Some(place), Some(better)) = (place, better)
            && let Err(error) = place.write_pack(better)
        {
            console.detail(format!("{} can not be written: {error}", place.pack.display()));
        }
        Arc::new(index)
    }
}

impl Files for Disk {
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

impl LookInto for Disk {
    fn entries(&self, folder: &str) -> Entries {
        let mut entries = Entries::default();
        for entry in self.root.join(folder).read_dir().into_iter().flatten().flatten() {
            let (Ok(kind), Ok(name)) = (entry.file_type(), entry.file_name().into_string()) else {
                continue;
            };
            if kind.is_dir() && name != ".git" {
                entries.folders.push(name);
            } else if kind.is_file() && is_header(&name) {
                entries.headers.push(name);
            }
        }
        entries
    }
}

/// Where the memory of a tree is kept.
struct Place {
    pack: PathBuf,
    folders: PathBuf,
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
        let base = base.join("treewide/headers");
        let file = |ending: &str| {
            base.join(format!("{prefix}{:016x}.{ending}", name_hash(program.as_bytes())))
        };
        Some(Self { pack: file("pack"), folders: file("folders"), prefix, program })
    }

    fn pack(&self) -> Option<Pack> {
        Pack::decode(&self.program, std::fs::read(&self.pack).ok()?)
    }

    fn folders(&self) -> Option<Folders> {
        Folders::decode(&self.program, &std::fs::read(&self.folders).ok()?)
    }

    fn write_pack(&self, mut pack: Pack) -> std::io::Result<()> {
        // Another run may have learned something meanwhile.
        pack.merge(self.pack().unwrap_or_default());
        self.write(&self.pack, &pack.encode(&self.program, now()))
    }

    fn write_folders(&self, folders: &Folders) -> std::io::Result<()> {
        self.write(&self.folders, &folders.encode(&self.program, now()))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
        let Some(folder) = path.parent() else { return Ok(()) };
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.persist(path).map_err(|error| error.error)?;
        self.forget_old(folder);
        Ok(())
    }

    /// Removes what other builds of the program kept of this tree long ago.
    fn forget_old(&self, folder: &Path) {
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            let is_ours = entry.file_name().to_string_lossy().starts_with(&self.prefix);
            let age =
                entry.metadata().and_then(|it| it.modified()).ok().and_then(|it| it.elapsed().ok());
            let is_old = ![&self.pack, &self.folders].contains(&&entry.path());
            if is_ours && is_old && age.is_some_and(|age| age > KEPT) {
                // It will be old the next time too.
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

/// Nanoseconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos() as u64
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
