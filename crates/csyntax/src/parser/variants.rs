//! Readings: an item whose conditionals split it is read once a choice of branches.
//!
//! The first reading without an error goes to the main tree, each other one becomes a tree of [`crate::Tree::variants`].
//!
//! ```text
//!   int f(int a            main tree   int f(int a, int b) { }
//!   #ifdef B               variants    int f(int a) { }
//!       , int b
//!   #endif
//!   ) { }
//! ```

use source::Span;

use super::Parser;
use super::conditionals::Checkpoint;
use crate::NodeKind;
use crate::TokenKind::Eof;

/// How many readings an item gets at most, the main one included.
const READINGS: u32 = 8;

impl Parser<'_> {
    /// One item of a file, or, when split conditionals hold several together, as many as end outside all of them.
    pub(super) fn unit(&mut self) {
        if self.conditionals.in_unit {
            return self.external_declaration();
        }
        self.conditionals.in_unit = true;
        let start = self.checkpoint();
        self.read_unit(&start, 0);
        if self.conditionals.options > 1 && self.conditionals.aborted.is_none() {
            self.read_again(&start);
        }
        self.conditionals.in_unit = false;
        self.conditionals.options = 1;
        self.conditionals.choice = 0;
        self.conditionals.forget_suppositions(&start);
    }

    fn read_unit(&mut self, start: &Checkpoint, choice: u32) {
        self.conditionals.choice = choice;
        self.conditionals.forget_suppositions(start);
        loop {
            let before = (self.pos, self.next_directive);
            if self.kind() == Eof {
                while self.at_directive() && self.conditionals.open > start.open {
                    self.cross_one();
                }
                break;
            }
            self.external_declaration();
            while self.at_directive() && self.conditionals.open > start.open && self.split_ends() {
                self.cross_one();
            }
            if self.conditionals.open <= start.open || self.kind() == Eof {
                break;
            }
            if before == (self.pos, self.next_directive) {
                self.misplaced_token();
            }
        }
    }

    /// True when the next directive continues or ends a conditional.
    fn split_ends(&self) -> bool {
        let at = self.next_directive;
        self.conditionals.group_of(at).is_some_and(|group| {
            !self.conditionals.opens(group, at)
                && self.conditionals.state(group) == super::conditionals::State::Split
        })
    }

    /// After a first reading of a split unit: settles which reading is the main one, and makes trees of the others.
    fn read_again(&mut self, start: &Checkpoint) {
        let readings = self.conditionals.options.min(READINGS);
        let main = self.settle_main(start, readings);
        if self.conditionals.aborted.is_some() {
            return;
        }
        let end = self.checkpoint();
        let mut seen = vec![self.conditionals.skipped_since(start).to_vec()];
        for choice in (0..readings).filter(|choice| *choice != main) {
            if self.is_spent() {
                let first = self.tokens[start.pos as usize].span();
                return self
                    .error(first, "conditionals split this in too many ways to read them all");
            }
            let variant = self.read_variant(start, &end, choice, &mut seen);
            self.variants.extend(variant);
        }
    }

    /// Reads the unit anew until a choice gives no error; the choice with the fewest errors stays read, or the last one
    /// that there was time for.
    fn settle_main(&mut self, start: &Checkpoint, readings: u32) -> u32 {
        let mut best = (self.errors.len() - start.errors, 0);
        for choice in 1..readings {
            if best.0 == 0 || self.conditionals.aborted.is_some() || self.is_spent() {
                break;
            }
            self.restore(start);
            self.read_unit(start, choice);
            best = best.min((self.errors.len() - start.errors, choice));
        }
        if self.is_spent() {
            return self.conditionals.choice;
        }
        if best.1 != self.conditionals.choice {
            self.restore(start);
            self.read_unit(start, best.1);
        }
        best.1
    }

    /// One more reading of the bytes between two checkpoints, as a tree of its own; `None` when it takes the same
    /// branches as one already made.
    fn read_variant(
        &mut self,
        start: &Checkpoint,
        end: &Checkpoint,
        choice: u32,
        seen: &mut Vec<Vec<(u32, u32)>>,
    ) -> Option<crate::Tree> {
        let main = self.set_aside();
        // The reading ends where the main one did: no token and no directive lies past it.
        let (closing, directives) = (self.tokens[end.pos as usize].kind, self.directives);
        let whole = std::mem::replace(&mut self.end, end.pos);
        self.directives = &directives[..end.directive as usize];
        self.tokens[end.pos as usize].kind = Eof;
        self.pos = start.pos;
        self.set_directive(start.directive);
        self.conditionals.open = start.open;
        self.depth += 1;
        let mark = self.mark();
        self.conditionals.choice = choice;
        self.conditionals.forget_suppositions(start);
        while self.pos < end.pos && self.kind() != Eof {
            let before = (self.pos, self.next_directive);
            self.external_declaration();
            if before == (self.pos, self.next_directive) {
                self.misplaced_token();
            }
        }
        self.pos = end.pos;
        self.set_directive(end.directive);
        self.complete(mark, NodeKind::TranslationUnit);
        self.tokens[end.pos as usize].kind = closing;
        self.end = whole;
        self.depth -= 1;
        let new = !seen.contains(&self.conditionals.skipped);
        seen.push(self.conditionals.skipped.clone());
        let scope = self.scope(start, end);
        let tree = self.take_tree(scope, start.pos);
        self.directives = directives;
        self.take_up(main, end);
        new.then_some(tree)
    }

    /// The bytes between two checkpoints, directives included.
    fn scope(&self, start: &Checkpoint, end: &Checkpoint) -> Span {
        let mut scope = Span::new(
            self.tokens[start.pos as usize].start,
            self.tokens[(end.pos as usize).max(1) - 1].end,
        );
        let crossed = &self.directives[start.directive as usize..end.directive as usize];
        if let (Some(first), Some(last)) = (crossed.first(), crossed.last()) {
            scope = scope.cover(first.span).cover(last.span);
        }
        scope
    }

    fn set_aside(&mut self) -> SetAside {
        SetAside {
            nodes: std::mem::take(&mut self.nodes),
            directive_nodes: std::mem::take(&mut self.directive_nodes),
            errors: std::mem::take(&mut self.errors),
            variants: std::mem::take(&mut self.variants),
            inactive: std::mem::take(&mut self.conditionals.inactive),
            skipped: std::mem::take(&mut self.conditionals.skipped),
        }
    }

    fn take_up(&mut self, main: SetAside, end: &Checkpoint) {
        self.nodes = main.nodes;
        self.directive_nodes = main.directive_nodes;
        self.errors = main.errors;
        self.variants = main.variants;
        self.conditionals.inactive = main.inactive;
        self.conditionals.skipped = main.skipped;
        self.conditionals.open = end.open;
        self.pos = end.pos;
        self.set_directive(end.directive);
    }
}

/// What the main reading has built, while another one is made.
struct SetAside {
    nodes: Vec<super::Postorder>,
    directive_nodes: Vec<(u32, u32)>,
    errors: Vec<crate::SyntaxError>,
    variants: Vec<crate::Tree>,
    inactive: Vec<Span>,
    skipped: Vec<(u32, u32)>,
}
