//! Added code and where it goes: the gap, the indentation of its lines, and the braces it makes necessary.
//!
//! ```text
//!   if (x)                       if (x) {
//!           a();       + b();            a();
//!                                        b();
//!                                }
//! ```

use std::collections::{BTreeMap, BTreeSet};

use csyntax::{NodeId, NodeKind, TokenId, TokenKind as T};
use smpl::PlusShape;

use super::LayoutError;
use super::atoms::{AtomKind, Atoms};
use super::form::{self, Form, Level};
use super::indent::Indents;
use super::lists;
use super::structure::Structure;
use super::words::{self, Directives, Word};
use crate::{Anchor, Insertion, Side};

/// What the comment holds that says under which licence a file is (SPDX); it is the file's first line.
const LICENCE: &[u8] = b"SPDX-License-Identifier:";

/// Added code with its place.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) words: Vec<Word>,
    pub(super) form: Form,
    /// On lines of its own.
    pub(super) lines: bool,
    /// The gap it goes to: the one in front of this atom.
    pub(super) slot: usize,
    /// The neighbour it belongs to.
    pub(super) side: Side,
    /// The indentation of its lines.
    pub(super) base: Vec<u8>,
    /// Line ends written behind it.
    pub(super) trailing: usize,
    /// At file level.
    pub(super) external: bool,
    /// It stands in a declaration: a `*` at its edges is a pointer's.
    pub(super) declares: bool,
    /// The words of a directive that come in the place of others: spelled as they are written.
    pub(super) directive: bool,
    /// Braces that layout adds: nothing is to stand between the opening one and the statement's head.
    pub(super) brace: Option<Brace>,
    /// The statement or declaration it stands at the edge of, or in the place of.
    item: Option<NodeId>,
}

/// A brace that layout adds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Brace {
    Open,
    Close,
}

/// What the blocks are made from.
pub(super) struct Ground<'a, 't> {
    pub(super) atoms: &'a Atoms<'t>,
    pub(super) structure: &'a Structure<'t>,
    pub(super) indents: &'a Indents<'a, 't>,
    /// The directives that go.
    pub(super) directives: &'a BTreeSet<NodeId>,
}

/// The atom that an anchor is.
pub(super) fn anchor_atom(
    atoms: &Atoms<'_>,
    structure: &Structure<'_>,
    anchor: Anchor,
) -> Result<usize, LayoutError> {
    let atom = match anchor {
        Anchor::Token(token) => atoms.of_token(token),
        Anchor::Directive(node) => atoms.at_byte(structure.tree.span(node).start),
    };
    atom.ok_or(LayoutError::UnknownAnchor(anchor))
}

impl Ground<'_, '_> {
    /// All blocks, in the order in which they are written.
    pub(super) fn blocks(&self, insertions: &[Insertion]) -> Result<Vec<Block>, LayoutError> {
        let mut blocks = Vec::with_capacity(insertions.len());
        for insertion in insertions {
            let block = self.block(insertion)?;
            if !block.words.is_empty() {
                blocks.push(block);
            }
        }
        let needy = self.needy(&blocks);
        blocks.iter_mut().for_each(|block| self.moves_with_branch(block, &needy));
        let braces: Vec<Block> =
            needy.into_iter().flat_map(|item| self.pair(item)).flatten().collect();
        blocks.extend(self.empty_branches(&blocks));
        // Opening braces come first at their place and closing ones last, but for what stands behind a statement that
        // ends with the branch they close; the rest keeps its order.
        let closed: Vec<(usize, NodeId)> = braces
            .iter()
            .filter(|block| block.brace == Some(Brace::Close))
            .filter_map(|block| Some((block.slot, block.item?)))
            .collect();
        let rank = |block: &Block| match block.brace {
            Some(Brace::Open) => 0,
            None => 1 + 2 * self.closed_within(block, &closed),
            Some(Brace::Close) => 2 + 2 * self.closed_within(block, &closed),
        };
        blocks.extend(braces);
        blocks.sort_by_cached_key(|block| (block.slot, block.side == Side::Before, rank(block)));
        Ok(blocks)
    }

    /// How many of the branches that are closed where a block stands lie within its statement.
    fn closed_within(&self, block: &Block, closed: &[(usize, NodeId)]) -> usize {
        let Some(item) = block.item else { return 0 };
        let is_within = |(slot, branch): &&(usize, NodeId)| {
            *slot == block.slot && *branch != item && self.structure.tree.is_within(*branch, item)
        };
        closed.iter().filter(is_within).count()
    }

    fn block(&self, insertion: &Insertion) -> Result<Block, LayoutError> {
        let at = anchor_atom(self.atoms, self.structure, insertion.anchor)?;
        let root = self.structure.tree.kind(self.structure.tree.root());
        let in_directive = root == NodeKind::Directive;
        let directives = if in_directive { Directives::Apart } else { Directives::Whole };
        let (mut words, trailing) = words::read(&insertion.added, directives);
        lists::spread(&mut words);
        let is_directive = in_directive && words.first().is_some_and(|word| is(word, T::Hash));
        let token = match insertion.anchor {
            Anchor::Token(token) => Some(token),
            Anchor::Directive(_) => None,
        };
        let place = token.map(|token| TokenId(token.0 + u32::from(insertion.side == Side::After)));
        let around = place.map_or(self.structure.tree.root(), |place| self.structure.around(place));
        let external = token.is_none_or(|_| self.is_external(around));
        let level = if external { Level::External } else { Level::Internal };
        let shaped = form::statements(&words, level, self.indents.braces);
        let lines = token.is_none_or(|token| {
            let by_shape = insertion.added.shape == PlusShape::Lines && !is_directive;
            let is_whole = ends_as_line(&words, &shaped) || self.is_beside_element(token);
            by_shape && is_whole || words.iter().any(|word| word.kind == AtomKind::Directive)
        });
        let form = if lines { shaped } else { form::inline(&words) };
        let item = token.and_then(|token| self.item(token, insertion));
        // An `else` belongs to the `if`, not to the branch it stands behind.
        let is_else = words.first().is_some_and(|word| is(word, T::KwElse));
        let item = item.and_then(|item| match self.structure.is_branch(item) && is_else {
            true => self.structure.tree.parent(item),
            false => Some(item),
        });
        let slot = if lines && !self.goes(insertion.anchor) {
            // What a head governs stands directly below it.
            let beside = insertion.side == Side::Before && form.open_head;
            if beside { at } else { self.slot_of_lines(at, insertion.side, level) }
        } else {
            self.slot_in_line(at, insertion.side, &words)
        };
        let base = if lines { self.base(at, insertion, &words, item) } else { Vec::new() };
        let side = insertion.side;
        let declares = place.is_some_and(|place| self.structure.declares(place));
        let brace = None;
        Ok(Block {
            words,
            form,
            lines,
            slot,
            side,
            base,
            trailing,
            external,
            declares,
            directive: is_directive,
            brace,
            item,
        })
    }

    fn goes(&self, anchor: Anchor) -> bool {
        match anchor {
            Anchor::Token(token) => self.structure.token_goes(token),
            Anchor::Directive(node) => self.directives.contains(&node),
        }
    }

    /// The indentation of lines that come beside atom `at`.
    fn base(
        &self,
        at: usize,
        insertion: &Insertion,
        words: &[Word],
        item: Option<NodeId>,
    ) -> Vec<u8> {
        let beside = || self.indents.base(at, insertion.side, item);
        let Anchor::Token(token) = insertion.anchor else { return beside() };
        let place = TokenId(token.0 + u32::from(insertion.side == Side::After));
        match words.first().and_then(|word| word.kind.token()) {
            Some(T::KwCase | T::KwDefault) => {
                self.indents.of_cases(self.structure.around(place)).unwrap_or_else(beside)
            }
            // A brace in the place of another stands where that stood.
            Some(T::RBrace) if self.structure.token_goes(token) && self.ends_block_line(at) => {
                self.indents.shifted(self.atoms.line_indent(at), 1)
            }
            _ => beside(),
        }
    }

    /// True for a brace that closes a block on a line of its own.
    fn ends_block_line(&self, at: usize) -> bool {
        self.atoms.token_kind(at) == Some(T::RBrace) && self.atoms.starts_line(at)
    }

    /// True at the edge of an element of a list whose elements stand on lines.
    fn is_beside_element(&self, token: TokenId) -> bool {
        let tree = self.structure.tree;
        let is_list = |kind| matches!(kind, NodeKind::EnumeratorList | NodeKind::InitializerList);
        let Some(list) = self.structure.nearest(token, is_list) else { return false };
        let begins_line = |node: NodeId| {
            let first = tree.first_token(node).and_then(|first| self.atoms.of_token(first));
            first.is_some_and(|first| self.atoms.starts_line(first))
        };
        let is_edge =
            |node: NodeId| [tree.first_token(node), tree.last_token(node)].contains(&Some(token));
        let parts = matches!(tree.token(token).kind, T::Comma | T::LBrace);
        tree.children(list).next().is_some_and(begins_line)
            && (parts || tree.children(list).any(is_edge))
    }

    /// The statement or declaration in whose place, or at whose edge, code is added.
    fn item(&self, token: TokenId, insertion: &Insertion) -> Option<NodeId> {
        let tree = self.structure.tree;
        let at_edge = |node: &NodeId| match insertion.side {
            Side::Before => tree.first_token(*node) == Some(token),
            Side::After => tree.last_token(*node) == Some(token),
        };
        // Behind the braces of a branch is behind the statement that it is a branch of.
        let is_body = |node: NodeId| {
            insertion.side == Side::After && tree.kind(node) == NodeKind::CompoundStatement
        };
        let named = insertion.node.filter(|node| self.structure.is_item(*node) && at_edge(node));
        let gone = self.structure.gone_item_of(token);
        // Code may come behind a statement of which it is only the branch that goes.
        let is_around = |outer: &NodeId| {
            gone.is_some_and(|gone| gone != *outer && tree.is_within(gone, *outer))
        };
        if let Some(outer) = named.filter(is_around) {
            return Some(outer);
        }
        gone.or(named.filter(|node| !is_body(*node))).or_else(|| match insertion.side {
            Side::Before => self.structure.item_beginning(token),
            Side::After => self.structure.item_ending(token),
        })
    }

    fn is_external(&self, around: NodeId) -> bool {
        use NodeKind as N;
        let tree = self.structure.tree;
        std::iter::once(around).chain(tree.ancestors(around)).all(|node| {
            matches!(
                tree.kind(node),
                N::TranslationUnit
                    | N::ConditionalBranch
                    | N::ConditionalGroup
                    | N::LinkageSpecification
                    | N::Declaration
                    | N::FunctionDefinition
                    | N::MacroDeclaration
                    | N::MacroFunctionDefinition
                    | N::Error
            )
        })
    }

    /// More of a list goes behind the comments about the element before.
    fn slot_in_line(&self, at: usize, side: Side, words: &[Word]) -> usize {
        let mut slot = at + usize::from(side == Side::After);
        let is_remark = |slot: usize| {
            self.atoms.kind(slot) == Some(AtomKind::BlockComment)
                && !self.atoms.starts_line(slot)
                && !self.atoms.starts_line(slot + 1)
        };
        let continues = words.first().is_some_and(|word| word.kind == AtomKind::Token(T::Comma));
        while side == Side::After && continues && is_remark(slot) {
            slot += 1;
        }
        slot
    }

    /// Lines go behind the comments that end their neighbour's line, and in front of those directly above it.
    fn slot_of_lines(&self, at: usize, side: Side, level: Level) -> usize {
        match side {
            Side::After => {
                let mut slot = at + 1;
                while self.is_comment(slot) && !self.atoms.starts_line(slot) {
                    slot += 1;
                }
                if self.atoms.starts_line(slot) || slot == self.atoms.len() { slot } else { at + 1 }
            }
            // What ends a block is not what the comments above its brace are about.
            Side::Before if self.atoms.token_kind(at) == Some(T::RBrace) => at,
            Side::Before => match self.above_comments(at) {
                slot if slot == at && level != Level::Internal => self.above_remarks(at),
                0 => self.below_the_files_own(at),
                slot => slot,
            },
        }
    }

    /// What comes above the first code of a file stands below what is said of the file: all that stands in front of a
    /// directive, and its licence.
    fn below_the_files_own(&self, at: usize) -> usize {
        let is_licence =
            || self.is_comment(0) && memchr::memmem::find(self.atoms.bytes(0), LICENCE).is_some();
        match self.atoms.kind(at) {
            Some(AtomKind::Directive) => at,
            _ => usize::from(at > 0 && is_licence()),
        }
    }

    fn is_comment(&self, at: usize) -> bool {
        self.atoms.kind(at).is_some_and(AtomKind::is_comment)
    }

    /// The first of the comments directly above the line that atom `at` begins, or else the atom itself.
    fn above_comments(&self, at: usize) -> usize {
        let above = |slot: &usize| self.is_above(*slot, |lines| lines == 1);
        (1..=at).rev().take_while(above).last().map_or(at, |slot| slot - 1)
    }

    /// At file level a comment may have a blank line behind it and be about what follows nonetheless. One that begins
    /// the file is about the file, and one directly below other code about that.
    fn above_remarks(&self, at: usize) -> usize {
        let mut first = at;
        while self.is_above(first, |lines| lines > 1) {
            first = self.above_comments(first - 1);
        }
        if first > 0 && self.atoms.breaks(first) > 1 { first } else { at }
    }

    /// True where a comment on lines of its own stands so many lines above atom `at`.
    fn is_above(&self, at: usize, lines: impl Fn(usize) -> bool) -> bool {
        let Some(above) = at.checked_sub(1) else { return false };
        lines(self.atoms.breaks(at)) && self.is_comment(above) && self.atoms.starts_line(above)
    }

    /// What comes behind a branch that gets braces moves along with it: `if (x) y();` in one line goes to the next.
    fn moves_with_branch(&self, block: &mut Block, needy: &[NodeId]) {
        let item = block.item.filter(|item| {
            needy.contains(item) && block.side == Side::After && !self.structure.goes(*item)
        });
        let first = item.and_then(|item| self.structure.tree.first_token(item));
        if let Some(first) = first.and_then(|first| self.atoms.of_token(first))
            && !self.atoms.starts_line(first)
        {
            block.base = self.atoms.line_indent(first).to_vec();
        }
    }

    /// The branches that become more than one statement.
    fn needy(&self, blocks: &[Block]) -> Vec<NodeId> {
        let mut branches: BTreeMap<NodeId, Vec<&Block>> = BTreeMap::new();
        for block in blocks.iter().filter(|block| block.lines) {
            if let Some(item) = block.item.filter(|item| self.structure.is_branch(*item)) {
                branches.entry(item).or_default().push(block);
            }
        }
        branches.retain(|item, blocks| self.needs_braces(*item, blocks));
        branches.into_keys().collect()
    }

    fn needs_braces(&self, item: NodeId, blocks: &[&Block]) -> bool {
        let kept = usize::from(!self.structure.goes(item));
        let statements: usize = blocks.iter().map(|block| block.form.statements).sum();
        // An `if` in an `if` is told from it, and kept from an `else` that is or may be written behind it.
        let tree = self.structure.tree;
        let in_if =
            tree.parent(item).is_some_and(|parent| tree.kind(parent) == NodeKind::IfStatement);
        let is_if = |block: &&Block| match kept {
            0 => block.form.one_if,
            _ => block.form.open_head && block.words.iter().any(|word| is(word, T::KwIf)),
        };
        let nests = in_if && blocks.iter().any(is_if);
        // A comment or directive behind the statement is part of the branch as well.
        let is_remark = |block: &&Block| block.form.statements == 0 && block.side == Side::After;
        let remarks = usize::from(kept > 0 && blocks.iter().any(is_remark));
        blocks.iter().all(|block| block.form.opens == 0)
            && (kept + statements + remarks > 1 || nests)
    }

    fn pair(&self, item: NodeId) -> Option<[Block; 2]> {
        let tree = self.structure.tree;
        let first = tree.first_token(item)?;
        let head = self.atoms.of_token(TokenId(first.0.checked_sub(1)?))?;
        let last = self.atoms.of_token(tree.last_token(item)?)?;
        let owner = self.atoms.of_token(tree.first_token(tree.parent(item)?)?)?;
        let steps = self.indents.braces.steps();
        let base = self.indents.shifted(self.atoms.line_indent(owner), steps);
        let below = self.indents.braces.on_own_line();
        let is_comment = |at: usize| match self.atoms.kind(at) {
            Some(AtomKind::LineComment) => true,
            Some(AtomKind::BlockComment) => below && self.atoms.starts_line(at + 1),
            _ => false,
        };
        let open_slot =
            head + 1 + usize::from(is_comment(head + 1) && !self.atoms.starts_line(head + 1));
        let mut open = self.brace("{", T::LBrace, Brace::Open, open_slot, base.clone());
        open.item = Some(item);
        let close_slot = self.slot_of_lines(last, Side::After, Level::Internal);
        let mut close = self.brace("}", T::RBrace, Brace::Close, close_slot, base);
        close.item = Some(item);
        Some([open, close])
    }

    fn brace(&self, text: &str, kind: T, brace: Brace, slot: usize, base: Vec<u8>) -> Block {
        let words = vec![Word::of(text, AtomKind::Token(kind))];
        Block {
            form: form::statements(&words, Level::Internal, self.indents.braces),
            words,
            lines: true,
            slot,
            side: Side::After,
            base,
            trailing: 0,
            external: false,
            declares: false,
            directive: false,
            brace: Some(brace),
            item: None,
        }
    }

    /// `{}` for branches whose statement goes without another in its place.
    fn empty_branches(&self, blocks: &[Block]) -> Vec<Block> {
        let tree = self.structure.tree;
        let filled: Vec<NodeId> = blocks.iter().filter_map(|block| block.item).collect();
        let emptied = |node: &NodeId| {
            self.structure.is_branch(*node)
                && self.structure.goes(*node)
                && !tree.parent(*node).is_some_and(|parent| self.structure.goes(parent))
                && !self.is_filled(*node, &filled, blocks)
        };
        let empty = |node: NodeId| {
            let slot = self.atoms.of_token(tree.first_token(node)?)?;
            let words = vec![
                Word::of("{", AtomKind::Token(T::LBrace)),
                Word::of("}", AtomKind::Token(T::RBrace)),
            ];
            let mut block = self.brace("{", T::LBrace, Brace::Open, slot, Vec::new());
            block.form = form::inline(&words);
            (block.words, block.lines, block.brace, block.side) =
                (words, false, None, Side::Before);
            Some(block)
        };
        tree.nodes().filter(emptied).filter_map(empty).collect()
    }

    /// True when code comes within or at the edges of a statement that goes, or its head goes too.
    fn is_filled(&self, node: NodeId, items: &[NodeId], blocks: &[Block]) -> bool {
        let tree = self.structure.tree;
        let range = tree.token_range(node);
        let gone_behind =
            (range.end..).take_while(|at| self.structure.token_goes(TokenId(*at))).count();
        let end = range.end + gone_behind as u32;
        let first = self.atoms.of_token(TokenId(range.start)).unwrap_or(0);
        let last = self.atoms.of_token(TokenId(end.saturating_sub(1))).unwrap_or(0);
        items.contains(&node)
            || blocks.iter().any(|block| (first..=last + 1).contains(&block.slot))
            || range
                .start
                .checked_sub(1)
                .is_none_or(|head| self.structure.token_goes(TokenId(head)))
    }
}

fn is(word: &Word, kind: T) -> bool {
    word.kind == AtomKind::Token(kind)
}

/// True for code that can end a line: statements, heads of statements, labels, comments.
fn ends_as_line(words: &[Word], form: &Form) -> bool {
    let last = words.last().map(|word| word.kind);
    let ends =
        [T::Semicolon, T::Comma, T::Colon, T::LBrace, T::RBrace, T::RParen, T::KwElse, T::KwDo];
    form.open_head || last.is_none_or(|last| last.token().is_none_or(|kind| ends.contains(&kind)))
}
