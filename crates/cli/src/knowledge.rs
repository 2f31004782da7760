//! What is known before a file is read: macros of the project and of the user, and what the tree's headers say.
//!
//! ```text
//!   --macros FILE ──┐
//!   macros.txt ─────┴─► MacroIndex ──┐
//!                                    ├──► Knowledge ── of(file) ──► macros, declared types
//!   tree's headers ──► HeaderIndex ──┘
//! ```
//! The tree of a file is the one named with `--tree`, else the git checkout that it lies in, else the highest folder
//! above it that is built from (see [`BUILD_FILES`]), else its own folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use csyntax::MacroIndex;
use csyntax::names::Declarations;
use headers::{HeaderIndex, Included, View, Wanted};
use rayon::prelude::*;

use crate::console::Console;
use crate::failure::{Outcome, io_failure};
use crate::file_text::with_text;
use crate::header_cache::{NamedHeaders, TreeHeaders};

/// Options on what is known beforehand.
#[derive(Args, Debug, Default)]
pub(crate) struct KnowledgeOptions {
    /// A file of macros and type names to know besides those built in; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) macros: Vec<PathBuf>,
    /// Leave out what the headers of the tree say of macros and types
    #[arg(long)]
    pub(crate) no_headers: bool,
    /// What `-I` and `--include` of spatch name.
    #[arg(skip)]
    pub(crate) named: NamedHeaders,
}

/// Folders that hold one of these are built from.
const BUILD_FILES: &[&str] = &[
    "Makefile",
    "GNUmakefile",
    "Kbuild",
    "CMakeLists.txt",
    "meson.build",
    "configure",
    "configure.ac",
    "BUILD.bazel",
];

impl KnowledgeOptions {
    /// What the project and the user's files know.
    pub(crate) fn macros(&self) -> Outcome<MacroIndex> {
        self.macros.iter().try_fold(MacroIndex::builtin(), |index, path| {
            let text =
                std::fs::read_to_string(path).map_err(|error| io_failure("read", path, &error))?;
            Ok(index.with_file(&path.display().to_string(), &text)?)
        })
    }
}

/// See the module's description.
#[derive(Debug)]
pub(crate) struct Knowledge {
    macros: MacroIndex,
    /// By the folder of a file, as it was named: its tree, and its path from there.
    folders: BTreeMap<PathBuf, (Arc<HeaderIndex>, String)>,
    included: Included,
}

/// What is known before one file is read.
#[derive(Debug)]
pub(crate) struct FileKnowledge {
    pub(crate) macros: MacroIndex,
    view: Option<View>,
}

impl FileKnowledge {
    /// What the headers that the file includes declare.
    pub(crate) fn outside(&self) -> &dyn Declarations {
        match &self.view {
            Some(view) => view,
            None => &(),
        }
    }
}

impl Knowledge {
    /// What is known without any header.
    pub(crate) fn without_headers(macros: MacroIndex) -> Self {
        Self { macros, folders: BTreeMap::new(), included: Included::None }
    }

    /// What is known for `files`, wherever they lie; of those whose text is not `is_read` nothing will be asked.
    pub(crate) fn of_files(
        options: &KnowledgeOptions,
        macros: MacroIndex,
        files: &[PathBuf],
        (wanted, included): (Wanted, Included),
        is_read: &(dyn Fn(&[u8]) -> bool + Sync),
        console: &Console,
    ) -> Self {
        if options.no_headers {
            return Self::without_headers(macros);
        }
        let mut known = Self { macros, folders: BTreeMap::new(), included };
        for (root, folders) in trees(files) {
            let tree = TreeHeaders::walk(&root, &options.named, console);
            let of_tree: Vec<(&PathBuf, String)> =
                files.iter().filter_map(|file| Some((file, inside(&folders, file)?))).collect();
            let seeds: BTreeSet<u32> = of_tree
                .par_iter()
                .filter_map(|(file, path)| {
                    // One that can not be read is told of when it is read in earnest.
                    let included =
                        |text: &[u8]| is_read(text).then(|| tree.listing().included(path, text));
                    with_text(file, included).ok()?
                })
                .flatten_iter()
                .collect();
            let index = tree.load(&seeds.into_iter().collect::<Vec<_>>(), wanted, console);
            let named = folders.into_iter().map(|(folder, path)| (folder, (index.clone(), path)));
            known.folders.extend(named);
        }
        known
    }

    /// What is known for files of one tree, given by their paths from its top and their texts.
    pub(crate) fn of_tree<'t>(
        macros: MacroIndex,
        tree: &TreeHeaders,
        texts: impl Iterator<Item = (&'t str, &'t [u8])>,
        wanted: Wanted,
        console: &Console,
    ) -> Self {
        let texts: Vec<(&str, &[u8])> = texts.collect();
        let seeds: Vec<u32> =
            texts.iter().flat_map(|(path, text)| tree.listing().included(path, text)).collect();
        let index = tree.load(&seeds, wanted, console);
        let folders = texts.iter().map(|(path, _)| {
            let folder = folder_of(Path::new(path));
            (folder.to_owned(), (index.clone(), folder.display().to_string()))
        });
        Self { macros, folders: folders.collect(), included: Included::Recursive }
    }

    /// What is known before a file is read.
    pub(crate) fn of(&self, file: &Path, text: &[u8]) -> FileKnowledge {
        let view = self.folders.get(folder_of(file)).map(|(index, folder)| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            index.view(&joined(folder, &name), text, self.included)
        });
        let macros = match &view {
            Some(view) => self.macros.with_outside(Arc::new(view.clone())),
            None => self.macros.clone(),
        };
        FileKnowledge { macros, view }
    }
}

/// The trees that files lie in: for each the folders with files, and their paths from its top.
fn trees(files: &[PathBuf]) -> BTreeMap<PathBuf, BTreeMap<PathBuf, String>> {
    let folders: BTreeSet<&Path> = files.iter().map(|file| folder_of(file)).collect();
    let mut trees: BTreeMap<PathBuf, BTreeMap<PathBuf, String>> = BTreeMap::new();
    let mut roots = BTreeMap::new();
    for folder in folders {
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let Ok(full) = here.canonicalize() else { continue };
        let root = root_of(&full, &mut roots);
        let Ok(path) = full.strip_prefix(&root) else { continue };
        if let Some(path) = path.to_str() {
            trees.entry(root.clone()).or_default().insert(folder.to_owned(), path.to_owned());
        }
    }
    trees
}

/// The top of the tree that a folder lies in.
fn root_of(folder: &Path, known: &mut BTreeMap<PathBuf, PathBuf>) -> PathBuf {
    if let Some(root) = known.get(folder) {
        return root.clone();
    }
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let above = || folder.ancestors().take_while(|it| Some(*it) != home.as_deref());
    let is_built = |folder: &&Path| {
        BUILD_FILES.iter().any(|name| folder.join(name).symlink_metadata().is_ok())
    };
    let root = above()
        .find(|it| it.join(".git").exists())
        .or_else(|| above().filter(is_built).last())
        .unwrap_or(folder)
        .to_owned();
    known.insert(folder.to_owned(), root.clone());
    root
}

fn folder_of(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

/// The path of a file from the top of the tree that has these folders.
fn inside(folders: &BTreeMap<PathBuf, String>, file: &Path) -> Option<String> {
    Some(joined(folders.get(folder_of(file))?, file.file_name()?.to_str()?))
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
