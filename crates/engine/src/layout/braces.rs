//! Where the braces of a file stand: one value, voted for by the blocks that are there.
//!
//! ```text
//!   if (x) {        if (x)          if (x)
//!           a();    {                 {
//!   } else {            a();            a();
//!           b();    }                 }
//!   }               else            else
//!                   {                 {
//! ```

use csyntax::{NodeId, NodeKind as N, TokenKind as T, Tree};

use super::atoms::Atoms;
use super::columns;

/// Where braces stand. The default is that of the kernel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Braces {
    /// Those of `if`, loops and `switch`.
    pub(super) blocks: Opening,
    /// The brace of a function's body stands on the line of its header.
    pub(super) joins_function: bool,
    /// `} else {` rather than an `else` below the brace, where the file has either.
    pub(super) joins_else: Option<bool>,
}

/// Where the brace stands that opens the block of a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Opening {
    /// At the end of the head's line.
    Joined,
    /// On a line of its own, so many steps to the right of the head.
    OwnLine(i32),
}

impl Default for Braces {
    fn default() -> Self {
        Self { blocks: Opening::Joined, joins_function: false, joins_else: None }
    }
}

impl Braces {
    /// The style that most blocks of a file have.
    pub(super) fn of(atoms: &Atoms<'_>, tree: &Tree) -> Self {
        let mut votes = Votes::default();
        for block in tree.nodes().filter(|node| tree.kind(*node) == N::CompoundStatement) {
            votes.count(atoms, tree, block);
        }
        let blocks = match votes.own.max(votes.indented) {
            own if own <= votes.joined => Opening::Joined,
            own => Opening::OwnLine(i32::from(own == votes.indented)),
        };
        let (joined, own) = else_lines(atoms);
        let joins_else = (joined + own > 0).then_some(joined >= own);
        Self { blocks, joins_function: votes.function_joined > votes.function_own, joins_else }
    }

    /// How many steps a brace that opens or closes a block stands to the right of the head.
    pub(super) fn steps(self) -> i32 {
        match self.blocks {
            Opening::Joined => 0,
            Opening::OwnLine(steps) => steps,
        }
    }

    /// True where the opening brace of a block has a line for itself.
    pub(super) fn on_own_line(self) -> bool {
        self.blocks != Opening::Joined
    }
}

#[derive(Default)]
struct Votes {
    joined: u32,
    own: u32,
    indented: u32,
    function_joined: u32,
    function_own: u32,
}

impl Votes {
    fn count(&mut self, atoms: &Atoms<'_>, tree: &Tree, block: NodeId) {
        let atom = |node| tree.first_token(node).and_then(|first| atoms.of_token(first));
        let Some((owner, brace)) = tree.parent(block).zip(atom(block)) else { return };
        let own_line = atoms.starts_line(brace);
        // A block on one line says nothing.
        let opens_line = own_line || atoms.starts_line(brace + 1);
        let kind = tree.kind(owner);
        if kind == N::FunctionDefinition && opens_line {
            self.function_own += u32::from(own_line);
            self.function_joined += u32::from(!own_line);
        } else if super::structure::has_body(kind) || kind == N::SwitchStatement {
            let width = |at: usize| columns::advance(0, atoms.line_indent(at));
            let is_indented = atom(owner).is_some_and(|head| width(head) < width(brace));
            self.joined += u32::from(opens_line && !own_line);
            self.own += u32::from(own_line && !is_indented);
            self.indented += u32::from(own_line && is_indented);
        }
    }
}

/// How many `else` stand on the line of a brace, and how many below it.
fn else_lines(atoms: &Atoms<'_>) -> (u32, u32) {
    let behind_brace = |at: &usize| {
        atoms.token_kind(*at) == Some(T::KwElse) && atoms.token_kind(*at - 1) == Some(T::RBrace)
    };
    let mut lines = (0, 0);
    for at in (1..atoms.len()).filter(behind_brace) {
        let own_line = u32::from(atoms.starts_line(at));
        lines = (lines.0 + 1 - own_line, lines.1 + own_line);
    }
    lines
}
