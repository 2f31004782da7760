//! A series is posted whole, or in parts that people read: those for a tree of their own apart, and never too many.
//!
//! ```text
//! primitive, a, b, c (net), d (net), … z       whole   1 … 26
//!                                              parts   rest:   primitive, a, b, …     1 … 15
//!                                                      rest-2: …, z                   1 … 9    needs the primitive
//!                                                      net:    c, d   [PATCH net-next 1/2]     needs the primitive
//!                                                      fold                                    needs all
//! ```
//!
//! A part tells by their patch ids which patches of others it needs.

use crate::series::{Patch, Role, Series};
use git2::Diff;
use source::Diagnostic;

/// Patches people read in one posting.
pub const POSTING_LIMIT: usize = 15;
/// The name of the posting that what is not apart goes in.
const REST: &str = "rest";
/// The name of the posting that waits for all others.
const FOLD: &str = "fold";

/// Patches that are mailed and numbered together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Posting {
    /// Its name; empty for a whole series.
    pub name: String,
    /// What stands in the brackets of its subjects behind `PATCH`; may be empty.
    pub tag: String,
    /// Its patches, by place in [`Series::patches`], in order.
    pub patches: Vec<usize>,
}

impl Posting {
    /// All of a series.
    pub fn whole(series: &Series) -> Self {
        let (name, tag) = (String::new(), String::new());
        Self { name, tag, patches: (0..series.patches.len()).collect() }
    }

    /// The parts of a series: what is [apart](Patch::apart), the rest first, at most [`POSTING_LIMIT`] patches each.
    pub fn parts(series: &Series) -> Vec<Self> {
        let mut lanes: Vec<Self> = Vec::new();
        for (at, patch) in series.patches.iter().enumerate() {
            let apart = patch.apart.as_ref().filter(|_| patch.role != Role::Fold);
            let rest = if patch.role == Role::Fold { FOLD } else { REST };
            let name = apart.map_or(rest, |apart| apart.name.as_str());
            match lanes.iter_mut().find(|lane| lane.name == name) {
                Some(lane) => lane.patches.push(at),
                None => {
                    let tag = apart.map(|apart| apart.tag.clone());
                    let (name, tag) = (name.to_owned(), tag.unwrap_or_default());
                    lanes.push(Self { name, tag, patches: vec![at] });
                }
            }
        }
        lanes.sort_by_key(|lane| match lane.name.as_str() {
            REST => 0,
            FOLD => 2,
            _ => 1,
        });
        lanes.iter().flat_map(Self::cut).collect()
    }

    fn cut(&self) -> Vec<Self> {
        let part = |(at, patches): (usize, &[usize])| Self {
            name: if at == 0 { self.name.clone() } else { format!("{}-{}", self.name, at + 1) },
            tag: self.tag.clone(),
            patches: patches.to_vec(),
        };
        self.patches.chunks(POSTING_LIMIT).enumerate().map(part).collect()
    }

    /// The number of a patch in this posting, from 1; `None` for one of another.
    pub fn number(&self, patch: usize) -> Option<usize> {
        self.patches.iter().position(|own| *own == patch).map(|at| at + 1)
    }

    /// The ids, as `git patch-id --stable` gives them, of the patches outside of this posting that have to be applied
    /// before it, in order.
    ///
    /// # Errors
    /// What [`Patch::diffs`] refuses.
    pub fn prerequisites(&self, series: &Series) -> Result<Vec<String>, Diagnostic> {
        let own = || self.patches.iter().map(|at| &series.patches[*at]);
        let outside =
            series.patches.iter().enumerate().filter(|(at, _)| self.number(*at).is_none());
        outside
            .filter(|(at, patch)| own().any(|own| needs(own, patch)) && self.is_after(*at))
            .map(|(_, patch)| patch_id(patch))
            .collect()
    }

    fn is_after(&self, other: usize) -> bool {
        self.patches.last().is_some_and(|last| *last > other)
    }
}

/// Whether `patch` does not apply, or not build, without `other`.
fn needs(patch: &Patch, other: &Patch) -> bool {
    let shares = || patch.paths().iter().any(|path| other.paths().contains(path));
    let all = patch.role == Role::Fold;
    all || (patch.role == Role::Conversion && other.role == Role::Primitive) || shares()
}

/// The id of a patch that stays when its lines move.
fn patch_id(patch: &Patch) -> Result<String, Diagnostic> {
    let text: Vec<u8> = patch.diffs()?.into_iter().flat_map(|diff| diff.text).collect();
    let id = Diff::from_buffer(&text).and_then(|diff| diff.patchid(None));
    id.map(|id| id.to_string()).map_err(|error| {
        let message = format!("the patch \"{}\" has no id: {error}", patch.full_subject());
        Diagnostic::error(message).help("Report the patch: git can not read its diff.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::{Apart, Cover, Recipients};

    fn patch(at: usize, role: Role, apart: Option<&str>) -> Patch {
        let own = |name: &str| Apart { name: name.to_owned(), tag: format!("{name}-next") };
        Patch {
            role,
            subsystem: format!("S{at}"),
            apart: apart.map(own),
            prefix: String::new(),
            subject: format!("number {at}"),
            body: String::new(),
            files: vec![crate::diff::FileChange {
                path: format!("{at}.c"),
                before: None,
                after: Some(b"int a;\n".to_vec()),
                mode: crate::diff::FileMode::Regular,
            }],
            recipients: Recipients::default(),
            note: String::new(),
            sites: Vec::new(),
        }
    }

    fn series(rest: usize, net: usize) -> Series {
        let first = std::iter::once(patch(0, Role::Primitive, None));
        let rest = (0..rest).map(|at| patch(1 + at, Role::Conversion, None));
        let net = (0..net).map(|at| patch(100 + at, Role::Conversion, Some("net")));
        let patches = first.chain(net).chain(rest).collect();
        Series { base: None, version: 1, cover: Cover::default(), patches }
    }

    #[test]
    fn parts_are_short_and_each_patch_is_in_one() {
        let series = series(20, 2);
        let parts = Posting::parts(&series);
        let shown: Vec<_> =
            parts.iter().map(|it| (it.name.as_str(), it.tag.as_str(), it.patches.len())).collect();
        assert_eq!(shown, [("rest", "", 15), ("rest-2", "", 6), ("net", "net-next", 2)]);
        let mut all: Vec<usize> = parts.iter().flat_map(|it| it.patches.clone()).collect();
        all.sort_unstable();
        assert_eq!(all, (0..series.patches.len()).collect::<Vec<_>>());
        assert_eq!(parts[2].number(2), Some(2));
    }

    #[test]
    fn a_part_needs_the_primitive_of_another() {
        let series = series(1, 1);
        let parts = Posting::parts(&series);
        assert_eq!(parts[0].prerequisites(&series), Ok(Vec::new()));
        let needed = parts[1].prerequisites(&series).expect("ids");
        assert_eq!(needed, [patch_id(&series.patches[0]).expect("an id")]);
        assert_eq!(needed[0].len(), 40);
    }

    #[test]
    fn the_fold_needs_them_all() {
        let mut series = series(14, 2);
        series.patches.push(patch(50, Role::Fold, None));
        let parts = Posting::parts(&series);
        assert_eq!(parts[2].name, "fold");
        assert_eq!(parts[2].prerequisites(&series).map(|ids| ids.len()), Ok(17));
    }
}
