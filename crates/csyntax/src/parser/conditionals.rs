//! Conditionals: which branches a reading takes, and what happens when one splits a construct.
//!
//! At a list position a conditional is read *structured*: each branch holds whole items. When a branch turns out to end
//! inside an item, the attempt is given up, the group is *split*, and the list is read again from its `#if` with the
//! directives as blanks: one branch is taken, the others are jumped over. Another reading makes another choice.
//!
//! ```text
//!   #ifdef A            structured: the branch ends        if (a) c;     reading 0
//!       if (a)          inside `if`, so the group is
//!   #endif              split                              c;            reading 1 ("absent")
//!           c;
//! ```

use std::cell::OnceCell;

use source::Span;

use super::Parser;
use super::conditions::{Conditions, Suppositions};
use super::cursor::Look;
use crate::lexer::directive_words;
use crate::{Directive, DirectiveKind, SyntaxError};

const NONE: u32 = u32::MAX;

/// How a group is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Not met yet.
    Unread,
    /// Its branches hold whole items.
    Structured,
    /// Its directives are blanks; one branch is taken.
    Split,
}

#[derive(Clone, Copy)]
struct Group {
    first: u32,
    /// The `#endif`; one past the last directive when it is missing.
    end: u32,
    state: State,
}

/// Where a directive stands in its group.
#[derive(Clone, Copy)]
struct Place {
    group: u32,
    /// The next `#elif`, `#else` or `#endif` of the group.
    next: u32,
}

pub(super) struct Conditionals {
    /// Read when the first group is split: most files have none.
    conditions: OnceCell<Conditions>,
    places: Vec<Place>,
    groups: Vec<Group>,
    pub(super) suppositions: Suppositions,
    /// The bytes that this reading leaves out.
    pub(super) inactive: Vec<Span>,
    /// The raw tokens that this reading leaves out.
    pub(super) skipped: Vec<(u32, u32)>,
    /// Which of a split group's branches to take, counted from 0.
    pub(super) choice: u32,
    /// How many choices the split groups crossed so far had, at most.
    pub(super) options: u32,
    /// How many split groups were entered and not left.
    pub(super) open: u32,
    /// A structured group that turned out to be split: every token reads as the end until its list begins anew.
    pub(super) aborted: Option<u32>,
    /// How many groups are being read structured, one in another.
    pub(super) nesting: u32,
    /// An item is being read whose readings are made when it is complete.
    pub(super) in_unit: bool,
}

/// Everything that going back to an earlier place has to restore.
#[derive(Clone, Copy)]
pub(super) struct Checkpoint {
    pub(super) pos: u32,
    pub(super) directive: u32,
    pub(super) errors: usize,
    pub(super) open: u32,
    nodes: usize,
    directive_nodes: usize,
    variants: usize,
    pending: usize,
    inactive: usize,
    skipped: usize,
    suppositions: usize,
    depth: u32,
    blocks: u32,
}

impl Conditionals {
    pub(super) fn new(directives: &[Directive]) -> Self {
        let mut places = vec![Place { group: NONE, next: NONE }; directives.len()];
        let mut groups: Vec<Group> = Vec::new();
        let mut open: Vec<(u32, u32)> = Vec::new();
        for (at, directive) in (0u32..).zip(directives) {
            match directive.kind {
                DirectiveKind::If | DirectiveKind::Ifdef | DirectiveKind::Ifndef => {
                    let group = groups.len() as u32;
                    let end = directives.len() as u32;
                    groups.push(Group { first: at, end, state: State::Unread });
                    places[at as usize] = Place { group, next: end };
                    open.push((group, at));
                }
                DirectiveKind::Elif | DirectiveKind::Else | DirectiveKind::Endif => {
                    let Some((group, previous)) = open.pop() else { continue };
                    places[previous as usize].next = at;
                    places[at as usize] = Place { group, next: directives.len() as u32 };
                    if directive.kind == DirectiveKind::Endif {
                        groups[group as usize].end = at;
                    } else {
                        open.push((group, at));
                    }
                }
                _ => {}
            }
        }
        Self {
            conditions: OnceCell::new(),
            places,
            groups,
            suppositions: Suppositions::default(),
            inactive: Vec::new(),
            skipped: Vec::new(),
            choice: 0,
            options: 1,
            open: 0,
            aborted: None,
            nesting: 0,
            in_unit: false,
        }
    }

    /// The group that a directive opens, continues or ends.
    pub(super) fn group_of(&self, directive: u32) -> Option<u32> {
        self.places.get(directive as usize).map(|place| place.group).filter(|group| *group != NONE)
    }

    pub(super) fn state(&self, group: u32) -> State {
        self.groups[group as usize].state
    }

    pub(super) fn set_state(&mut self, group: u32, state: State) {
        self.groups[group as usize].state = state;
    }

    pub(super) fn opens(&self, group: u32, directive: u32) -> bool {
        self.groups[group as usize].first == directive
    }

    pub(super) fn ends(&self, group: u32, directive: u32) -> bool {
        self.groups[group as usize].end == directive
    }

    /// The raw tokens that were left out since a checkpoint.
    pub(super) fn skipped_since(&self, checkpoint: &Checkpoint) -> &[(u32, u32)] {
        &self.skipped[checkpoint.skipped..]
    }

    /// Forgets what this reading supposed, for another one.
    pub(super) fn forget_suppositions(&mut self, checkpoint: &Checkpoint) {
        self.suppositions.truncate(checkpoint.suppositions);
    }
}

impl Parser<'_> {
    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            pos: self.pos,
            directive: self.next_directive,
            errors: self.errors.len(),
            nodes: self.nodes.len(),
            directive_nodes: self.directive_nodes.len(),
            variants: self.variants.len(),
            pending: self.pending.len(),
            inactive: self.conditionals.inactive.len(),
            skipped: self.conditionals.skipped.len(),
            suppositions: self.conditionals.suppositions.len(),
            open: self.conditionals.open,
            depth: self.depth,
            blocks: self.blocks,
        }
    }

    /// Goes back to a checkpoint as if nothing had been read since; split groups stay split. A reading that was given
    /// up stays at its end, where its list takes over.
    pub(super) fn restore(&mut self, to: &Checkpoint) {
        if self.conditionals.aborted.is_some() {
            return;
        }
        self.effort.reach(self.pos);
        self.go_back(to);
    }

    /// Goes back, unless too much was read again already: then what was taken stays so, and counts for nothing.
    pub(super) fn restore_if_unspent(&mut self, to: &Checkpoint) {
        if !self.is_spent() {
            return self.restore(to);
        }
        if self.conditionals.aborted.is_none() {
            self.forget(to);
        }
    }

    /// Goes back to where a list begins anew, from the end that a reading was given up for.
    pub(super) fn go_back(&mut self, to: &Checkpoint) {
        self.forget(to);
        self.pos = to.pos;
        self.set_directive(to.directive);
        self.conditionals.inactive.truncate(to.inactive);
        self.conditionals.skipped.truncate(to.skipped);
        self.conditionals.suppositions.truncate(to.suppositions);
        self.conditionals.open = to.open;
    }

    /// Forgets what was built since a checkpoint.
    fn forget(&mut self, to: &Checkpoint) {
        self.errors.truncate(to.errors);
        self.nodes.truncate(to.nodes);
        self.directive_nodes.truncate(to.directive_nodes);
        self.variants.truncate(to.variants);
        self.pending.truncate(to.pending);
        self.depth = to.depth;
        self.blocks = to.blocks;
    }

    /// Crosses the directives in front of the next token, for good.
    #[cold]
    pub(super) fn cross(&mut self) {
        while self.pos == self.stop && self.conditionals.aborted.is_none() {
            self.cross_one();
        }
    }

    /// Crosses one directive: a conditional becomes split, or, when it is being read structured, is given up.
    pub(super) fn cross_one(&mut self) {
        let at = self.next_directive;
        let Some(group) = self.conditionals.group_of(at) else {
            return self.set_directive(at + 1);
        };
        let opens = self.conditionals.opens(group, at);
        if !opens && self.conditionals.state(group) == State::Structured {
            return self.abort(group);
        }
        if opens {
            self.enter_split(group);
        } else if self.conditionals.ends(group, at) {
            self.conditionals.open = self.conditionals.open.saturating_sub(1);
        }
        let to = self.step_over(Look { pos: self.pos, directive: at });
        if to.directive > at + 1 {
            self.leave_out(at, to);
        }
        if !opens && !self.conditionals.ends(group, at) {
            self.conditionals.open = self.conditionals.open.saturating_sub(1);
        }
        self.pos = to.pos;
        self.set_directive(to.directive);
    }

    fn enter_split(&mut self, group: u32) {
        let chosen = self.chosen_branch(group);
        let options = self.options(group).count() as u32;
        let entry = self.conditionals.groups[group as usize];
        let first = entry.first;
        let condition = self.conditions().of(first);
        let next = self.conditionals.places[first as usize].next;
        let alone = next == entry.end || self.directive_kind(next) == Some(DirectiveKind::Else);
        if chosen == first || alone {
            self.conditionals.suppositions.suppose(condition, chosen == first);
        }
        self.conditionals.options = self.conditionals.options.max(options);
        self.conditionals.set_state(group, State::Split);
        if chosen < entry.end {
            self.conditionals.open += 1;
        }
    }

    /// Records that what lies between directive `at` and the one before `to` is not read.
    fn leave_out(&mut self, at: u32, to: Look) {
        let start = self.directives[at as usize].span.end;
        let reaches_end = to.pos == self.tokens.len() as u32 - 1
            && self.directives.last().is_none_or(|last| last.kind != DirectiveKind::Endif);
        let end = match self.directives.get(to.directive as usize - 1) {
            Some(directive) if !reaches_end => directive.span.start,
            _ => self.text.len().min(u32::MAX as usize) as u32,
        };
        self.conditionals.inactive.push(Span::new(start, end));
        self.conditionals.skipped.push((self.pos, to.pos));
    }

    /// Gives up reading a group structured: everything reads as the end until its list takes over.
    pub(super) fn abort(&mut self, group: u32) {
        self.conditionals.aborted = Some(group);
        self.effort.reach(self.pos);
        self.pos = self.tokens.len() as u32 - 1;
        self.set_directive(self.directives.len() as u32);
    }

    /// Where a look-ahead stands after the directive in front of it.
    pub(super) fn step_over(&self, look: Look) -> Look {
        let at = look.directive;
        let Some(group) = self.conditionals.group_of(at) else {
            return Look { directive: at + 1, ..look };
        };
        let entry = self.conditionals.groups[group as usize];
        let to = if at == entry.first {
            self.chosen_branch(group)
        } else if at == entry.end {
            at
        } else {
            entry.end
        };
        let last = self.tokens.len() as u32 - 1;
        let before = self.directives.get(to as usize).map_or(last, |directive| directive.before.0);
        let next = (to + 1).min(self.directives.len() as u32);
        Look { pos: look.pos.max(before), directive: next }
    }

    /// The directive whose branch this reading takes of a split group; its `#endif` when it takes none.
    fn chosen_branch(&self, group: u32) -> u32 {
        let entry = self.conditionals.groups[group as usize];
        let next = self.conditionals.places[entry.first as usize].next;
        let alone = next == entry.end || self.directive_kind(next) == Some(DirectiveKind::Else);
        match self.conditionals.suppositions.holds(self.conditions().of(entry.first)) {
            Some(true) => return entry.first,
            Some(false) if alone => return next,
            _ => {}
        }
        let mut options = self.options(group);
        let mut chosen = options.next().unwrap_or(entry.end);
        for option in options.take(self.conditionals.choice as usize) {
            chosen = option;
        }
        chosen
    }

    /// What can be taken of a group: its branches that are not `#if 0`, and its `#endif` when it has no `#else`.
    fn options(&self, group: u32) -> impl Iterator<Item = u32> + '_ {
        let entry = self.conditionals.groups[group as usize];
        let mut at = Some(entry.first);
        let mut complete = false;
        std::iter::from_fn(move || {
            while let Some(branch) = at {
                if branch == entry.end || branch as usize >= self.directives.len() {
                    at = None;
                    return (!complete).then_some(entry.end);
                }
                at = Some(self.conditionals.places[branch as usize].next);
                complete |= self.directive_kind(branch) == Some(DirectiveKind::Else);
                if !self.is_never(branch) {
                    return Some(branch);
                }
            }
            None
        })
    }

    fn conditions(&self) -> &Conditions {
        self.conditionals.conditions.get_or_init(|| Conditions::new(self.text, self.directives))
    }

    fn directive_kind(&self, at: u32) -> Option<DirectiveKind> {
        self.directives.get(at as usize).map(|directive| directive.kind)
    }

    /// True for a branch that no C compiler reads.
    pub(super) fn is_never(&self, at: u32) -> bool {
        is_never(self.text, &self.directives[at as usize])
    }

    pub(super) fn error(&mut self, span: Span, message: &'static str) {
        self.errors.push(SyntaxError { span, message });
    }
}

/// True for branches no C compiler reads: `#if 0`, `#elif 0`, `#ifdef __cplusplus`.
pub(super) fn is_never(text: &[u8], directive: &Directive) -> bool {
    let words = || directive_words(directive.span.of(text));
    match directive.kind {
        DirectiveKind::If => {
            matches!(words(), b"0" | b"defined(__cplusplus)" | b"defined __cplusplus")
        }
        DirectiveKind::Elif => words() == b"0",
        DirectiveKind::Ifdef => words() == b"__cplusplus",
        _ => false,
    }
}
