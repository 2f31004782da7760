//! Added code in its gap: how it is joined to what stands in front of it and behind it.
//!
//! ```text
//!   f(a,c)     + b, behind `a,`       f(a,b,c)      the file does not space its commas here
//!   f(a, c)    + b, behind `a,`       f(a, b, c)
//! ```
//!
//! Whole lines get the line ends around them; part of a line is spelled as C is, except where the gap it takes over
//! shows that this file is spelled in another way.

use csyntax::{NodeKind, TokenKind as T};

use super::Spacing;
use super::atoms::AtomKind;
use super::blocks::{Block, Brace};
use super::columns;
use super::form::Place;
use super::sites::{Lift, Site, Sites};
use super::spacing::{Joint, Speller, Written};
use super::words::Word;
use crate::Side;

impl Sites<'_, '_> {
    /// Writes the blocks of a site; the gap in front of the atom behind.
    pub(super) fn filled(&mut self, site: &Site<'_>) -> Vec<u8> {
        let mut speller = self.speller(site.left);
        let mut last: Option<Block> = None;
        let mut opened = Vec::new();
        let mut braces = self.gone_braces(site);
        for (at, block) in site.blocks.iter().enumerate() {
            let mut block = block.clone();
            replace_braces(&mut block, &mut braces);
            self.settle_base((site, at), &mut block, last.as_ref(), &mut opened);
            let lead = match block.lines {
                true => self.lead_of_lines(site, &block, last.as_ref()),
                false => self.lead_of_inline(site, &block, last.as_ref(), &speller),
            };
            self.write_block(&block, lead, &mut speller);
            for level in 0..block.form.opens {
                opened.push(self.indents.shifted(&block.base, self.inside(&block, level) - 1));
            }
            last = Some(block);
        }
        let Some(last) = last else { return site.back.clone() };
        let gap = match last.lines {
            true => self.gap_behind_lines(site, &last),
            false => self.gap_behind_inline(site, &last, &speller),
        };
        let gap = self.in_front_of(site.right, gap);
        self.open_lifts(site, &gap, opened);
        let head = last.form.open_head.then_some(last.base);
        self.unwrapped(site, gap, head.as_deref())
    }

    /// How many more braces open than close among the atoms that go.
    fn gone_braces(&self, site: &Site<'_>) -> i32 {
        let braces = (site.start..site.right).map(|at| match self.atoms.token_kind(at) {
            Some(T::LBrace) => 1,
            Some(T::RBrace) => -1,
            _ => 0,
        });
        braces.sum()
    }

    /// Lines inside of added braces move along; a closing brace goes back to the line of its opening one.
    fn settle_base(
        &mut self,
        (site, at): (&Site<'_>, usize),
        block: &mut Block,
        last: Option<&Block>,
        opened: &mut Vec<Vec<u8>>,
    ) {
        for _ in block.form.opens..0 {
            let lift = self.lifts.iter().rposition(|lift| lift.until.is_none());
            let open = opened.pop().or_else(|| lift.map(|lift| self.lifts.remove(lift).base));
            if let Some(base) = open {
                block.base = self.indents.shifted(&base, 1);
                return;
            }
        }
        block.base = match self.head_in_front(site) {
            Some(left) if block.brace.is_none() && self.opens_branch(site, block, last) => {
                self.indents.shifted(&self.indents.owner_indent(left), self.indents.braces.steps())
            }
            _ => std::mem::take(&mut block.base),
        };
        let steps = match block.brace {
            None => self.steps_of_branch(site, at),
            Some(_) => 0,
        };
        block.base = self.indents.shifted(&block.base, self.lift() + steps);
    }

    /// How many steps a branch moves that gets braces at a site, at block `at` of it.
    fn steps_of_branch(&self, site: &Site<'_>, at: usize) -> i32 {
        let braces = site.blocks[..at].iter().map(|block| match block.brace {
            Some(Brace::Open) => 1,
            Some(Brace::Close) => -1,
            None => 0,
        });
        braces.sum::<i32>().max(0) * self.indents.braces.steps()
    }

    /// How many steps to the right of a block lines stand within its braces, the first of them and `level` more.
    fn inside(&self, block: &Block, level: i32) -> i32 {
        let steps = if block.external { 0 } else { self.indents.braces.steps() };
        let is_brace = block.words.first().is_some_and(is_opening);
        level * (1 + steps) + 1 + if is_brace { 0 } else { steps }
    }

    /// True for a block that brings the brace of the branch it stands in.
    fn opens_branch(&self, site: &Site<'_>, block: &Block, last: Option<&Block>) -> bool {
        let head = self.head_in_front(site).and_then(|left| self.atoms.token_kind(left));
        last.is_none()
            && block.lines
            && block.words.first().is_some_and(is_opening)
            && matches!(head, Some(T::RParen | T::KwElse | T::KwDo))
            && !block.external
    }

    /// The last token in front, comments aside.
    fn head_in_front(&self, site: &Site<'_>) -> Option<usize> {
        (0..=site.left?).rev().find(|at| self.atoms.token_kind(*at).is_some())
    }

    fn open_lifts(&mut self, site: &Site<'_>, gap: &[u8], opened: Vec<Vec<u8>>) {
        let mut steps = 0;
        if !opened.is_empty() && columns::breaks(gap) > 0 {
            let old = self.indents.shifted(self.atoms.line_indent(site.right), self.lift());
            steps = self.indents.steps(&old, columns::indent(gap));
        }
        for base in opened {
            self.lifts.push(Lift { steps: std::mem::take(&mut steps), until: None, base });
        }
    }

    fn lead_of_lines(&self, site: &Site<'_>, block: &Block, last: Option<&Block>) -> Vec<u8> {
        let behind_comment = self.draft.last() == Some(AtomKind::LineComment);
        let glued = block.brace == Some(Brace::Open) || self.opens_branch(site, block, last);
        if glued && self.indents.braces.on_own_line() {
            return [self.line_end(), block.base.clone()].concat();
        }
        if glued && !behind_comment {
            return b" ".to_vec();
        }
        let level = match block.form.places.first() {
            Some(Place::Line { level, .. }) => *level,
            _ => 0,
        };
        let is_directive = matches!(block.form.places.first(), Some(Place::Margin { .. }));
        let base = if is_directive { Vec::new() } else { self.indents.shifted(&block.base, level) };
        let lines = self.lines_in_front(site, block, last);
        match lines {
            Some(lines) => {
                let written = block.words.first().map_or(0, |word| word.breaks);
                let wanted = 1 + written.max(usize::from(block.is_apart_in_front()));
                let has = columns::breaks(&lines);
                let at_start = self.draft.items.is_empty()
                    || self.draft.last() == Some(AtomKind::Token(T::LBrace));
                let more = if at_start { 0 } else { wanted.saturating_sub(has) };
                [lines, self.line_end().repeat(more), base].concat()
            }
            None if self.leaves_line(site, block) => [self.line_end(), base].concat(),
            // What comes in the place of code that stood close stands as close.
            None if site.front.is_empty() && !site.removes => self.new_line_or(b" ", is_directive),
            None => self.new_line_or(&site.front, is_directive),
        }
    }

    /// True for a statement of several lines in the place of one that shared its line with others, and for a head in
    /// front of one.
    fn leaves_line(&self, site: &Site<'_>, block: &Block) -> bool {
        let tree = self.structure.tree;
        let is_line = |place: &Place| matches!(place, Place::Line { .. });
        let has_lines = block.form.statements > 0 && block.form.places.iter().skip(1).any(is_line);
        let heads = block.form.open_head && block.side == Side::Before;
        (if site.removes { has_lines } else { heads })
            && tree.kind(tree.root()) == NodeKind::TranslationUnit
            && block.brace.is_none()
            && block.form.opens == 0
            && !self.atoms.starts_line(site.start)
    }

    fn new_line_or(&self, gap: &[u8], new_line: bool) -> Vec<u8> {
        if new_line { self.line_end() } else { gap.to_vec() }
    }

    /// The line ends in front of a block of lines; `None` when it begins in the middle of a line.
    fn lines_in_front(
        &self,
        site: &Site<'_>,
        block: &Block,
        last: Option<&Block>,
    ) -> Option<Vec<u8>> {
        let starts = self.atoms.starts_line(site.start);
        match last {
            Some(last)
                if last.side == Side::After
                    && block.side == Side::Before
                    && !site.removes
                    && starts =>
            {
                Some(columns::before_indent(&site.front).to_vec())
            }
            Some(last) => Some(self.line_end().repeat(1 + usize::from(self.parted(last, block)))),
            None if !site.removes && block.side == Side::After => Some(self.line_end()),
            None if starts => Some(columns::before_indent(&site.front).to_vec()),
            None if site.removes && block.side == Side::After && block.slot == site.start => {
                Some(self.line_end())
            }
            None => None,
        }
    }

    /// True when a blank line parted what two blocks come in the place of.
    fn parted(&self, last: &Block, block: &Block) -> bool {
        let first = last.slot + usize::from(last.side == Side::Before);
        let behind = block.slot + usize::from(block.side == Side::Before);
        (first..behind).any(|at| self.atoms.breaks(at) > 1)
    }

    /// The gap behind a block of lines.
    fn gap_behind_lines(&self, site: &Site<'_>, block: &Block) -> Vec<u8> {
        let mut gap = self.plain_gap_behind_lines(site, block);
        let at_end = site.right == self.atoms.len();
        let wanted = block.trailing.max(usize::from(block.is_apart_behind()));
        if wanted > 0 && !at_end && columns::breaks(&gap) > 0 {
            let more = (wanted + 1).saturating_sub(columns::breaks(&gap));
            gap = [self.line_end().repeat(more), gap].concat();
        }
        gap
    }

    fn plain_gap_behind_lines(&self, site: &Site<'_>, block: &Block) -> Vec<u8> {
        let right = self.atoms.token_kind(site.right);
        let inner = match block.form.opens {
            opens @ 1.. => self.indents.shifted(&block.base, self.inside(block, opens - 1)),
            _ => block.base.clone(),
        };
        let on_line = columns::breaks(&site.back) > 0 || site.right == self.atoms.len();
        let new_line = |indent: &[u8]| [self.line_end(), indent.to_vec()].concat();
        if block.brace == Some(Brace::Close) && right == Some(T::KwElse) {
            return if self.joins_else() {
                b" ".to_vec()
            } else {
                new_line(&block.base_of_brace(self.indents))
            };
        }
        let behind = site.removes || block.side == Side::After;
        // Lines that belong to what stays in front: the line behind them begins as it did.
        let is_before = block.side == Side::After && block.slot == site.start && site.removes;
        match (behind, on_line) {
            (true, false) if is_before && columns::breaks(&site.front) > 0 => site.front.clone(),
            (true, true) if block.form.opens > 0 && block.brace.is_none() && right.is_some() => {
                [columns::before_indent(&site.back), &inner].concat()
            }
            (true, true) => {
                self.lifted_gap(&site.back, self.steps_of_branch(site, site.blocks.len()))
            }
            // The comment behind a head stays on its line.
            (true, false)
                if block.brace == Some(Brace::Open)
                    && self.atoms.kind(site.right) == Some(AtomKind::BlockComment)
                    && self.atoms.starts_line(site.right + 1) =>
            {
                site.back.clone()
            }
            (true, false) if block.form.opens > 0 => new_line(&inner),
            (true, false) if block.form.open_head && right != Some(T::LBrace) => new_line(&inner),
            (true, false) if !site.removes && right == Some(T::RBrace) => {
                new_line(&self.indents.owner_indent(site.right))
            }
            (true, false) if self.leaves_line(site, block) && right == Some(T::RBrace) => {
                new_line(&self.indents.owner_indent(site.right))
            }
            (true, false) if self.leaves_line(site, block) => new_line(&block.base),
            (true, false) => site.back.clone(),
            (false, true) if block.form.opens > 0 => new_line(&inner),
            (false, true) => {
                let steps = self.steps_of_branch(site, site.blocks.len());
                new_line(columns::indent(&self.lifted_gap(&site.back, steps)))
            }
            (false, false) => new_line(&inner),
        }
    }

    /// True where the `else` behind a brace that layout adds stands on its line: as in the file, or else as the kernel
    /// has it.
    fn joins_else(&self) -> bool {
        let braces = self.indents.braces;
        braces.joins_else.unwrap_or(self.indents.tabs() && !braces.on_own_line())
    }

    /// A gap whose line moves along with those around it, and so many steps more.
    fn lifted_gap(&self, gap: &[u8], steps: i32) -> Vec<u8> {
        let steps = self.lift() + steps;
        if columns::breaks(gap) == 0 || steps == 0 {
            return gap.to_vec();
        }
        [columns::before_indent(gap), &self.indents.shifted(columns::indent(gap), steps)].concat()
    }

    fn lead_of_inline(
        &self,
        site: &Site<'_>,
        block: &Block,
        last: Option<&Block>,
        speller: &Speller,
    ) -> Vec<u8> {
        if let Some(last) = last.filter(|last| last.lines) {
            // Behind a closing brace the base is that of the lines inside.
            let base = self.indents.shifted(&last.base, last.form.opens.min(0));
            return [self.line_end(), base].concat();
        }
        let Some(word) = block.words.first() else { return Vec::new() };
        let takes_line = site.removes || block.side == Side::Before;
        let inherits = last.is_none()
            || (!site.removes
                && last.is_some_and(|last| last.side == Side::After)
                && block.side == Side::Before);
        if inherits && takes_line && columns::breaks(&site.front) > 0 {
            return site.front.clone();
        }
        if inherits && self.atoms.token_kind(site.start) == Some(T::LBrace) && site.removes {
            let behind_brace = self.atoms.gap(site.start + 1);
            if columns::breaks(behind_brace) > 0 && word.kind != AtomKind::Token(T::LBrace) {
                return behind_brace.to_vec();
            }
        }
        if inherits && site.removes && self.begins_replacement(site) {
            return site.front.clone();
        }
        let joint = self.joint(speller, block, 0);
        let old = match self.atoms.token_kind(site.start) {
            Some(kind) if inherits && columns::breaks(&site.front) == 0 && !block.initializes() => {
                let joint = self.speller(site.left).joint(kind, self.written(site.start));
                Some((joint, &site.front[..]))
            }
            _ => None,
        };
        let fallback =
            if last.is_some() || takes_line && !site.front.is_empty() { true } else { word.spaced };
        spelled(joint, old, fallback)
    }

    fn gap_behind_inline(&self, site: &Site<'_>, block: &Block, speller: &Speller) -> Vec<u8> {
        let takes_line = site.removes || block.side == Side::After;
        let has_line_end = columns::breaks(&site.back) > 0;
        let (Some(kind), false) = (self.atoms.token_kind(site.right), takes_line && has_line_end)
        else {
            return if takes_line { self.lifted_gap(&site.back, 0) } else { b" ".to_vec() };
        };
        let joint = speller.joint(kind, self.written(site.right));
        let before = site.right.checked_sub(1);
        let old = (!has_line_end)
            .then(|| (self.speller(before).joint(kind, self.written(site.right)), &site.back[..]));
        spelled(joint, old, takes_line && !site.back.is_empty())
    }

    /// What belongs between what was written and a word of added code.
    fn joint(&self, speller: &Speller, block: &Block, at: usize) -> Joint {
        let Some(kind) = block.words[at].kind.token() else { return Joint::Space };
        match (self.draft.style.spacing, speller.joint(kind, written(block, at))) {
            _ if block.directive => Joint::AsWritten,
            (Spacing::AsWritten, _) => Joint::AsWritten,
            (Spacing::Kernel, joint) => joint,
        }
    }

    /// True where the replacement of a `#define` begins: the blanks in front of it tell a name from one that takes
    /// arguments.
    fn begins_replacement(&self, site: &Site<'_>) -> bool {
        let tree = self.structure.tree;
        let replacement = (tree.kind(tree.root()) == NodeKind::Directive)
            .then(|| tree.children(tree.root()).next())
            .flatten();
        let first = replacement.and_then(|replacement| tree.first_token(replacement));
        first.and_then(|first| self.atoms.of_token(first)) == Some(site.start)
    }

    fn write_block(&mut self, block: &Block, lead: Vec<u8>, speller: &mut Speller) {
        let mut lead = Some(lead);
        // Where the lines of the statement at hand continue, in how many brackets.
        let mut continues: Option<(usize, u32)> = None;
        for (at, word) in block.words.iter().enumerate() {
            let place = block.form.places.get(at).copied().unwrap_or(Place::Same);
            let depth = self.draft.brackets.len();
            continues = match place {
                Place::Same => continues,
                Place::Continued => continues
                    .filter(|(inside, _)| *inside == depth)
                    .or_else(|| Some((depth, self.draft.continuation()))),
                Place::Line { .. } | Place::Margin { .. } => None,
            };
            let column = continues.map_or(0, |(_, column)| column);
            let gap =
                lead.take().unwrap_or_else(|| self.inner_gap(block, at, (place, column), speller));
            let mut word = word.clone();
            if word.kind == AtomKind::BlockComment && !word.inherited {
                word.text = indented(&word.text, columns::indent(&gap));
            }
            let kind = word.kind.token();
            self.draft.add(word, self.behind_line(gap));
            if let Some(kind) = kind {
                speller.read(kind, written(block, at));
            }
        }
    }

    /// The gap in front of word `at`; `column` is where its line continues, if it does.
    fn inner_gap(
        &self,
        block: &Block,
        at: usize,
        (place, column): (Place, u32),
        speller: &Speller,
    ) -> Vec<u8> {
        match place {
            Place::Same => spelled(self.joint(speller, block, at), None, block.words[at].spaced),
            Place::Line { level, blanks } => {
                [self.line_end().repeat(blanks + 1), self.indents.shifted(&block.base, level)]
                    .concat()
            }
            Place::Margin { blanks } => self.line_end().repeat(blanks + 1),
            Place::Continued => {
                [self.line_end(), columns::blanks(column, self.draft.tabs)].concat()
            }
        }
    }

    /// The gap in front of a kept atom. A comment may stand on the line of a directive.
    fn in_front_of(&self, right: usize, gap: Vec<u8>) -> Vec<u8> {
        let is_remark = self.atoms.kind(right).is_some_and(AtomKind::is_comment);
        match self.draft.last() {
            Some(AtomKind::Directive) if is_remark => gap,
            _ => self.behind_line(gap),
        }
    }

    /// A gap with the line end that must stand behind a line comment or a directive.
    fn behind_line(&self, gap: Vec<u8>) -> Vec<u8> {
        let needs =
            self.draft.last().is_some_and(AtomKind::ends_line) && columns::breaks(&gap) == 0;
        if needs { [self.line_end(), gap].concat() } else { gap }
    }

    fn line_end(&self) -> Vec<u8> {
        if self.indents.crlf { b"\r\n".to_vec() } else { b"\n".to_vec() }
    }
}

impl Block {
    /// A declarator with its initializer: a comma in front of it has a blank behind it, however that was.
    fn initializes(&self) -> bool {
        self.declares && self.words.iter().any(|word| word.kind == AtomKind::Token(T::Eq))
    }

    /// A function has a blank line in front of it.
    fn is_apart_in_front(&self) -> bool {
        let continues = self.words.first().is_some_and(|word| {
            let name = word.text.strip_prefix(b"#").unwrap_or_default().trim_ascii_start();
            name.starts_with(b"el") || name.starts_with(b"end")
        });
        self.form.function && self.external && !continues
    }

    /// A function has a blank line behind it. A directive there may be about what follows: that is as it is written.
    fn is_apart_behind(&self) -> bool {
        let directive = self.words.last().is_some_and(|word| word.kind == AtomKind::Directive);
        self.form.function && self.external && !directive
    }

    /// The indentation of the first unmatched closing brace.
    fn base_of_brace(&self, indents: &super::indent::Indents<'_, '_>) -> Vec<u8> {
        indents.shifted(&self.base, self.form.opens.min(0) - indents.braces.steps())
    }
}

/// How word `at` of a block is written in the semantic patch. At its ends a block has blanks on the one side only:
/// there an operator is taken to have both or none, but for a pointer's `*`.
fn written(block: &Block, at: usize) -> Written {
    let next = block.words.get(at + 1);
    let (before, after) = (block.words[at].spaced, next.is_some_and(|word| word.spaced));
    let (before, after) = match (at == 0, next.is_none()) {
        (true, _) | (_, true) if block.declares => (true, false),
        (true, false) => (after, after),
        (false, true) => (before, before),
        _ => (before, after),
    };
    Written { before, after, next: next.and_then(|word| word.kind.token()) }
}

fn is_opening(word: &Word) -> bool {
    word.kind == AtomKind::Token(T::LBrace)
}

/// Braces that come in the place of others open or close nothing more.
fn replace_braces(block: &mut Block, gone: &mut i32) {
    let same = block.form.opens.signum() == gone.signum();
    let replaced = if same { block.form.opens.abs().min(gone.abs()) * gone.signum() } else { 0 };
    block.form.opens -= replaced;
    *gone -= replaced;
}

/// A comment of several lines, each behind an indentation.
fn indented(text: &[u8], indent: &[u8]) -> Vec<u8> {
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    lines.join(&[b"\n", indent].concat()[..])
}

/// The gap for a joint. A gap that was there before stays, where the tokens that it parted asked for the same joint.
fn spelled(joint: Joint, old: Option<(Joint, &[u8])>, spaced: bool) -> Vec<u8> {
    match (joint, old) {
        (joint, Some((old, gap))) if joint == old => gap.to_vec(),
        (Joint::Glue, _) => Vec::new(),
        (Joint::Space, _) => b" ".to_vec(),
        (Joint::AsWritten, _) if spaced => b" ".to_vec(),
        (Joint::AsWritten, _) => Vec::new(),
    }
}
