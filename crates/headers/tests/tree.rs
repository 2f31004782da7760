//! A tree in memory: what its files see, and what a later run reads again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;

use csyntax::names::{Base, Declarations, NameKind};
use csyntax::{MacroClass, MacroIndex};
use headers::{Files, HeaderIndex, Included, Listing, Pack, Stamp, View, Wanted, load};

/// Headers by path, each with the time it was changed; notes which are read.
#[derive(Default)]
struct Tree {
    files: BTreeMap<&'static str, (u64, &'static str)>,
    read: Mutex<Vec<String>>,
}

impl Files for Tree {
    fn stamp(&self, path: &str) -> Option<Stamp> {
        let (modified, text) = self.files.get(path)?;
        Some(Stamp { size: text.len() as u64, modified: *modified, changed: 0 })
    }

    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.read.lock().expect("no reader panics").push(path.to_owned());
        Some(self.files.get(path)?.1.as_bytes().to_vec())
    }
}

impl Tree {
    fn new() -> Self {
        let files = BTreeMap::from([
            (
                "include/list.h",
                (
                    1,
                    "#define each(p) for (; p; p = p->next)\nstruct list { struct list *next; };\n",
                ),
            ),
            (
                "include/page.h",
                (
                    1,
                    "#include \"list.h\"\ntypedef struct page *page_ref;\nstruct page { struct list all; int count; };\nstruct page *find(int);\nextern int total;\n",
                ),
            ),
            ("fs/own.h", (1, "#include <page.h>\n#define all_of(p) each(p)\n")),
            ("net/own.h", (1, "#define each __attribute__((cold))\n")),
        ]);
        Self { files, read: Mutex::default() }
    }

    fn listing(&self) -> Arc<Listing> {
        Arc::new(Listing::new(self.files.keys().map(|path| (*path).to_owned())))
    }

    /// What is learned for a file, and the pack afterwards, as a later run would find it.
    fn learn(
        &self,
        pack: &Pack,
        path: &str,
        text: &str,
        wanted: Wanted,
    ) -> (Arc<HeaderIndex>, Pack) {
        let listing = self.listing();
        let seeds = listing.included(path, text.as_bytes());
        let (index, better) = load(listing, pack, self, &seeds, wanted);
        let kept = better.unwrap_or_else(|| pack.clone());
        let bytes = kept.encode("test", u64::MAX);
        (Arc::new(index), Pack::decode("test", bytes).expect("is whole"))
    }

    fn taken(&self) -> Vec<String> {
        let mut read = std::mem::take(&mut *self.read.lock().expect("no reader panics"));
        read.sort();
        read
    }
}

const FILE: &str = "#include \"own.h\"\n";

fn class(view: &View, name: &str) -> Option<MacroClass> {
    MacroIndex::default().with_outside(Arc::new(view.clone())).class(name.as_bytes())
}

fn member(view: &View, tag: &str, name: &str) -> Option<String> {
    view.member(&Base::Struct(tag.as_bytes().into()), name.as_bytes()).map(|ty| ty.to_string())
}

#[test]
fn a_file_sees_what_it_reaches_and_nothing_else() {
    let tree = Tree::new();
    let listing = tree.listing();
    let seeds =
        [listing.included("fs/a.c", FILE.as_bytes()), listing.included("net/b.c", FILE.as_bytes())];
    let (index, _) = load(listing, &Pack::default(), &tree, &seeds.concat(), Wanted::Types);
    let index = Arc::new(index);
    assert_eq!(index.len(), 4);
    let fs = index.view("fs/a.c", FILE.as_bytes(), Included::Recursive);
    let net = index.view("net/b.c", FILE.as_bytes(), Included::Recursive);
    assert_eq!(class(&fs, "each"), Some(MacroClass::Iterator));
    assert_eq!(class(&fs, "all_of"), Some(MacroClass::Iterator));
    assert_eq!(class(&fs, "page_ref"), Some(MacroClass::Type));
    assert_eq!(class(&net, "each"), Some(MacroClass::Attribute));
    assert_eq!(class(&net, "all_of"), None);
    assert_eq!(
        fs.name(b"find").map(|(kind, ty)| (kind, ty.map(|ty| ty.to_string()))),
        Some((NameKind::Function, Some("struct page *()".to_owned())))
    );
    assert_eq!(fs.name(b"total").map(|(kind, _)| kind), Some(NameKind::Object));
    assert_eq!(fs.name(b"page_ref"), None, "a type is no name");
    assert_eq!(fs.typedef(b"page_ref").map(|ty| ty.to_string()), Some("struct page *".to_owned()));
    assert_eq!(member(&fs, "list", "next"), Some("struct list *".to_owned()));
    assert_eq!(member(&fs, "page", "next"), None);
    assert_eq!(member(&net, "list", "next"), None);
    assert_eq!(net.name(b"total"), None);
}

#[test]
fn whose_types_are_seen_can_be_chosen() {
    let tree = Tree::new();
    let (index, _) = tree.learn(&Pack::default(), "fs/a.c", FILE, Wanted::Types);
    let text = "#include \"own.h\"\n#include <page.h>\n";
    let seen = |path: &str, included| {
        let view = index.view(path, text.as_bytes(), included);
        assert_eq!(class(&view, "each"), Some(MacroClass::Iterator), "macros are always seen");
        ["page", "list"].map(|tag| {
            member(&view, tag, "next").is_some() || member(&view, tag, "count").is_some()
        })
    };
    assert_eq!(seen("fs/a.c", Included::None), [false, false]);
    assert_eq!(seen("fs/a.c", Included::Local), [false, false]);
    assert_eq!(seen("fs/a.c", Included::Direct), [true, false]);
    assert_eq!(seen("fs/a.c", Included::Recursive), [true, true]);
}

#[test]
fn a_later_run_reads_what_has_changed() {
    let mut tree = Tree::new();
    let (_, pack) = tree.learn(&Pack::default(), "fs/a.c", FILE, Wanted::Macros);
    assert_eq!(tree.taken(), ["fs/own.h", "include/list.h", "include/page.h"]);
    let (_, pack) = tree.learn(&pack, "fs/a.c", FILE, Wanted::Macros);
    assert!(tree.taken().is_empty());
    tree.files.insert("include/list.h", (2, "#define each(p) __attribute__((p))\n"));
    let (index, pack) = tree.learn(&pack, "fs/a.c", FILE, Wanted::Macros);
    assert_eq!(tree.taken(), ["include/list.h"]);
    let view = index.view("fs/a.c", FILE.as_bytes(), Included::Recursive);
    assert_eq!(class(&view, "all_of"), Some(MacroClass::Attribute));
    let (_, pack) = tree.learn(&pack, "fs/a.c", FILE, Wanted::Types);
    assert_eq!(tree.taken().len(), 3, "types are another matter");
    let (_, pack) = tree.learn(&pack, "fs/a.c", FILE, Wanted::Types);
    assert!(tree.taken().is_empty());
    tree.files.remove("include/list.h");
    let (index, _) = tree.learn(&pack, "fs/a.c", FILE, Wanted::Types);
    let view = index.view("fs/a.c", FILE.as_bytes(), Included::Recursive);
    assert_eq!(class(&view, "each"), None);
}

#[test]
fn a_touched_file_is_read_but_not_summed_up_again() {
    let mut tree = Tree::new();
    let (_, pack) = tree.learn(&Pack::default(), "fs/a.c", FILE, Wanted::Types);
    tree.taken();
    let text = tree.files["include/list.h"].1;
    tree.files.insert("include/list.h", (9, text));
    let (index, pack) = tree.learn(&pack, "fs/a.c", FILE, Wanted::Types);
    assert_eq!(tree.taken(), ["include/list.h"]);
    let view = index.view("fs/a.c", FILE.as_bytes(), Included::Recursive);
    assert_eq!(class(&view, "each"), Some(MacroClass::Iterator));
    tree.learn(&pack, "fs/a.c", FILE, Wanted::Types);
    assert!(tree.taken().is_empty(), "the new time was noted");
}
