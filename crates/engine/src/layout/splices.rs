//! Line ends inside of a directive: each has a `\` in front of it, where those of its neighbours stand.
//!
//! ```text
//!   #define f(x)    do {    \        #define f(x)    do {    \
//!           a(x);           \                a(x);           \
//!   } while (0)                              b(x);           \
//!                                    } while (0)
//! ```

use csyntax::NodeKind;

use super::atoms::Atoms;
use super::columns;
use super::draft::Draft;

/// The `\`s of a directive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Splices {
    /// The column of the first; `None` where a blank parts it from the code in front of it.
    column: Option<u32>,
    tabs: bool,
}

impl Splices {
    /// Those of a tree that is about a directive or a replacement; `None` for others, in which lines end as they do.
    pub(super) fn of(root: NodeKind, atoms: &Atoms<'_>) -> Option<Self> {
        if !matches!(root, NodeKind::Directive | NodeKind::Pattern) {
            return None;
        }
        let first = (1..atoms.len()).find(|at| atoms.breaks(*at) > 0);
        let before = first.and_then(|at| Some((at, atoms.get(at - 1)?)));
        let Some((at, atom)) = before else { return Some(Self { column: None, tabs: true }) };
        let gap = atoms.gap(at);
        let blanks = &gap[..gap.iter().position(|byte| *byte == b'\\').unwrap_or(0)];
        let end = columns::advance(atom.column, atoms.bytes(at - 1));
        let column = (blanks != b" ").then(|| columns::advance(end, blanks));
        Some(Self { column, tabs: blanks.contains(&b'\t') })
    }

    /// A gap of which every line end has its `\`, behind code that ends at `column`. Those that have one keep it.
    fn spliced(self, gap: &[u8], mut column: u32) -> Vec<u8> {
        let mut out = Vec::new();
        for line in gap.split_inclusive(|byte| *byte == b'\n') {
            let (text, end): (_, &[u8]) = match line {
                [text @ .., b'\r', b'\n'] => (text, b"\r\n"),
                [text @ .., b'\n'] => (text, b"\n"),
                text => (text, b""),
            };
            if end.is_empty() || text.ends_with(b"\\") {
                out.extend_from_slice(line);
            } else {
                out.extend(self.blanks(column));
                out.push(b'\\');
                out.extend_from_slice(end);
            }
            column = 0;
        }
        out
    }

    /// A gap whose first `\` stood in the column of all, behind code that ended at `from`: it stands there again, or one
    /// blank away where there is no room.
    fn replaced(self, gap: &[u8], from: u32, column: u32) -> Option<Vec<u8>> {
        let (blanks, rest) = gap.split_at(gap.iter().position(|byte| *byte == b'\\')?);
        let stood = self.column? == columns::advance(from, blanks);
        let has_room = column < self.column? || blanks.len() > 1;
        (stood && has_room).then(|| [self.blanks(column).as_slice(), rest].concat())
    }

    /// White space from a column to the `\`; one blank where that lies in front of it.
    fn blanks(self, from: u32) -> Vec<u8> {
        let to = self.column.unwrap_or(0);
        let mut out = Vec::new();
        let mut column = from;
        while self.tabs && columns::advance(column, b"\t") <= to {
            out.push(b'\t');
            column = columns::advance(column, b"\t");
        }
        let missing = to.saturating_sub(column) as usize;
        out.resize(out.len() + missing.max(usize::from(out.is_empty())), b' ');
        out
    }
}

/// Gives the line ends that are new their `\`, and puts those that the code in front of them has moved back in their column.
pub(super) fn settle(draft: &mut Draft<'_, '_>, splices: Splices) {
    let mut column = columns::of_byte(draft.atoms.text, draft.atoms.scope.start);
    for at in 0..draft.items.len() {
        let item = &draft.items[at];
        let moved = draft.moved_from(at, column);
        let spliced = item.gap.as_ref().map(|gap| splices.spliced(gap, column));
        let gap = spliced.as_deref().unwrap_or(draft.gap_of(item));
        let replaced = moved.and_then(|from| splices.replaced(gap, from, column));
        let spliced = replaced.or(spliced);
        column = columns::advance(column, draft.gap_of(item));
        column = columns::advance(column, draft.bytes_of(item));
        if spliced.is_some() {
            draft.items[at].gap = spliced;
        }
    }
}
