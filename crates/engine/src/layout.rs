//! A plan as edits of bytes, laid out as a maintainer would have typed them.
//!
//! ```text
//!   the plan:   - kmap(page)  at a call        the edits:   -       addr = kmap(page) + off;
//!               + kmap_local_page(page)                     +       addr = kmap_local_page(page) + off;
//! ```
//!
//! One module a step:
//!
//! ```text
//! atoms       tokens, comments and directives in a row; between them nothing but white space
//! structure   what the tree knows about a place: the statement that ends here, the branch that is
//! fading      which comments and directives go along with the tokens that go
//! words, lists, form  added code: its words, and which of them begin a line
//! braces      where the file has its braces
//! blocks      where added code goes, at which indentation, and whether a branch needs braces now
//! sites       change by change: the gaps that are left, the lines that come
//! spacing     what belongs between two tokens of a line
//! draft       the text to come; continuation lines follow the bracket they are aligned under
//! width       lines that grew past the last column are broken
//! splices     lines of a directive end in a `\`
//! ```
//!
//! Only white space is ever made up (and the braces a branch needs): the tokens of the result are the tokens that
//! were there, less those that go, plus those that come.

mod atoms;
mod blocks;
mod braces;
mod columns;
mod draft;
mod fading;
mod filling;
mod form;
mod indent;
mod lists;
mod sites;
mod spacing;
mod splices;
mod structure;
mod width;
mod words;

use csyntax::{TokenId, Tree};
use source::{EditConflict, Edits};

use self::atoms::Atoms;
use self::blocks::Ground;
use self::draft::Draft;
use self::indent::Indents;
use self::sites::Sites;
use self::splices::Splices;
use self::structure::Structure;
use crate::{Anchor, Plan};

/// How added code is to look, where its surroundings do not say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Style {
    /// The last column of a line, in columns with tabs to 8. Lines that a change makes longer are broken.
    pub width: u32,
    /// Whether commas and closing brackets at the end of a line count.
    pub closers: Closers,
    /// Columns of one level of indentation, where the file has none to go by; `None`: a tab.
    pub indent: Option<u32>,
    /// Blanks inside of added code.
    pub spacing: Spacing,
    /// Whether comments on code that goes stay.
    pub keep_comments: bool,
}

/// Whether the punctuation that ends a line must lie within its width.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Closers {
    /// It must.
    Within,
    /// It may hang over, as Coccinelle lets it.
    Hanging,
}

/// Blanks between the tokens of added code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spacing {
    /// As the kernel's coding style has them, however the semantic patch is written.
    Kernel,
    /// As the semantic patch is written.
    AsWritten,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            width: 80,
            closers: Closers::Within,
            indent: None,
            spacing: Spacing::Kernel,
            keep_comments: false,
        }
    }
}

/// Why a plan can not be laid out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LayoutError {
    /// The plan names a token or directive that the tree does not have.
    UnknownAnchor(Anchor),
    /// Two changes want the same bytes.
    Conflict(Box<EditConflict>),
}

impl std::fmt::Display for LayoutError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownAnchor(Anchor::Token(token)) => {
                write!(out, "token {} is not in the file", token.0)
            }
            Self::UnknownAnchor(Anchor::Directive(node)) => {
                write!(out, "node {} is no directive of the file", node.0)
            }
            Self::Conflict(conflict) => {
                let span = conflict.new.span;
                write!(out, "two changes want bytes {} to {}", span.start, span.end)
            }
        }
    }
}

impl std::error::Error for LayoutError {}

/// The edits that carry out a plan on the text of a tree. Bytes that the plan does not concern stay as they are.
///
/// # Errors
/// [`LayoutError`] when the plan is not one for this tree.
pub fn edits(tree: &Tree, plan: &Plan, style: &Style) -> Result<Edits, LayoutError> {
    if plan.removed.is_empty() && plan.removed_directives.is_empty() && plan.insertions.is_empty() {
        return Ok(Edits::default());
    }
    check(tree, plan)?;
    let atoms = Atoms::read(tree.text(), tree.scope(), tree.tokens(), tree.directives());
    let structure = Structure::new(tree, |token| plan.removed.contains(&token));
    let mut filled = vec![false; atoms.len()];
    for insertion in &plan.insertions {
        filled[blocks::anchor_atom(&atoms, &structure, insertion.anchor)?] = true;
    }
    let gone = fading::gone(&atoms, &structure, plan, style.keep_comments, |at| filled[at]);
    let indents = Indents::new(&atoms, &structure, style.indent);
    let directives = &plan.removed_directives;
    let ground = Ground { atoms: &atoms, structure: &structure, indents: &indents, directives };
    let blocks = ground.blocks(&plan.insertions)?;
    let draft = Draft::new(&atoms, style, indents.tabs());
    let mut sites = Sites {
        atoms: &atoms,
        structure: &structure,
        indents: &indents,
        gone: &gone,
        draft,
        lifts: Vec::new(),
    };
    let tail = sites.write(&blocks);
    sites.draft.finish();
    if let Some(splices) = Splices::of(tree.kind(tree.root()), &atoms) {
        splices::settle(&mut sites.draft, splices);
    }
    sites.draft.edits(tail).map_err(|conflict| LayoutError::Conflict(Box::new(conflict)))
}

fn check(tree: &Tree, plan: &Plan) -> Result<(), LayoutError> {
    let count = tree.tokens().len() as u32;
    match plan.removed.range(TokenId(count)..).next() {
        Some(token) => Err(LayoutError::UnknownAnchor(Anchor::Token(*token))),
        None => Ok(()),
    }
}
