//! Lists whose elements directives may stand between: items, statements, fields, enumerators, initializers.
//!
//! ```text
//!   struct s {
//!       int a;            StructDeclaration
//!   #ifdef B              ConditionalGroup
//!       int b;              ConditionalBranch (#ifdef B)   StructDeclaration
//!   #else
//!       long b;             ConditionalBranch (#else)      StructDeclaration
//!   #endif
//!   };
//! ```

use super::conditionals::State;
use super::{NESTING_LIMIT, Parser};
use crate::NodeKind;
use crate::TokenKind::{self, *};

/// How deep conditionals are read structured; deeper ones are split. Each level that turns out to be split costs one
/// more reading of what it holds.
const CONDITIONAL_LIMIT: u32 = 24;

/// What a list holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Items,
    Statements,
    Fields,
    Enumerators,
    Initializers,
    /// What may stand in a rule of a semantic patch.
    Pattern,
}

impl Parser<'_> {
    /// Reads elements up to the token that closes the list, which is left to the caller.
    pub(super) fn list(&mut self, list: List) {
        self.branch(list, None);
    }

    /// Reads elements up to the end of the list or, inside a structured group, of the branch.
    fn branch(&mut self, list: List, group: Option<u32>) {
        loop {
            if self.at_directive() {
                match self.list_directive(list, group) {
                    Step::Done => return,
                    Step::Again => continue,
                    Step::Element => {}
                }
            }
            let kind = self.kind();
            if self.ends_list(list, kind) {
                if let (Some(group), true) = (group, kind != Eof) {
                    self.abort(group);
                }
                return;
            }
            let before = (self.pos, self.next_directive);
            self.element(list);
            if before == (self.pos, self.next_directive) {
                self.misplaced_token();
            }
        }
    }

    fn ends_list(&self, list: List, kind: TokenKind) -> bool {
        match kind {
            Eof => true,
            RBrace => !matches!(list, List::Items | List::Pattern) || self.depth > 0,
            DisjunctionOr | DisjunctionAnd | DisjunctionClose | NestClose | NestPlusClose => {
                self.depth > 0
            }
            RParen | RBracket => list == List::Initializers,
            Identifier => list == List::Statements && self.blocks > 0 && self.at_closer(),
            _ => false,
        }
    }

    fn element(&mut self, list: List) {
        match list {
            List::Items => self.unit(),
            List::Statements => self.statement(),
            List::Fields => self.field(),
            List::Enumerators => self.enumerator(),
            List::Initializers => self.initializer_element(),
            List::Pattern => self.pattern_item(),
        }
    }

    /// Handles the directive at a list position.
    fn list_directive(&mut self, list: List, group: Option<u32>) -> Step {
        let at = self.next_directive;
        let Some(of) = self.conditionals.group_of(at) else {
            self.directive_node(at);
            return Step::Again;
        };
        if self.conditionals.opens(of, at) {
            let shallow = self.conditionals.nesting < CONDITIONAL_LIMIT && !self.is_spent();
            if self.conditionals.state(of) != State::Split && shallow && self.depth < NESTING_LIMIT
            {
                self.nested_group(list, of);
                return Step::Again;
            }
            if list == List::Items {
                if self.kind() != Eof {
                    return Step::Element;
                }
                self.cross_openings();
                return Step::Again;
            }
        } else if group == Some(of) {
            return Step::Done;
        }
        self.cross_one();
        Step::Again
    }

    fn nested_group(&mut self, list: List, group: u32) {
        self.depth += 1;
        self.conditionals.nesting += 1;
        self.conditional_group(list, group);
        self.conditionals.nesting -= 1;
        self.depth = self.depth.saturating_sub(1);
    }

    /// Crosses the conditionals that open here, all at once: nothing but the end follows them.
    fn cross_openings(&mut self) {
        while self.at_directive()
            && self
                .conditionals
                .group_of(self.next_directive)
                .is_some_and(|group| self.conditionals.opens(group, self.next_directive))
        {
            self.cross_one();
        }
    }

    /// The node of a directive that is no conditional.
    fn directive_node(&mut self, at: u32) {
        let mark = self.mark();
        self.set_directive(at + 1);
        self.directive_nodes.push((self.nodes.len() as u32, at));
        self.complete(mark, NodeKind::Directive);
    }

    /// Reads a conditional whose branches hold whole elements; gives up, leaving it split, when one does not.
    fn conditional_group(&mut self, list: List, group: u32) {
        let start = self.checkpoint();
        let mark = self.mark();
        self.conditionals.set_state(group, State::Structured);
        while self.conditionals.aborted.is_none()
            && self.conditionals.group_of(self.next_directive) == Some(group)
            && !self.conditionals.ends(group, self.next_directive)
        {
            self.conditional_branch(list, group);
        }
        match self.conditionals.aborted {
            Some(aborted) if aborted == group => {
                self.conditionals.aborted = None;
                self.go_back(&start);
                self.conditionals.set_state(group, State::Split);
            }
            Some(_) => {}
            None => {
                if self.conditionals.ends(group, self.next_directive) {
                    self.set_directive((self.next_directive + 1).min(self.directives.len() as u32));
                }
                self.complete(mark, NodeKind::ConditionalGroup);
            }
        }
    }

    fn conditional_branch(&mut self, list: List, group: u32) {
        let at = self.next_directive;
        let (mark, start) = (self.mark(), self.checkpoint());
        self.set_directive(at + 1);
        self.branch(list, Some(group));
        if self.is_never(at) {
            self.errors.truncate(start.errors);
        }
        self.directive_nodes.push((self.nodes.len() as u32, at));
        self.complete(mark, NodeKind::ConditionalBranch);
    }
}

/// What to do after a directive at a list position.
enum Step {
    /// The branch ends here.
    Done,
    /// Look again.
    Again,
    /// Read an element, which crosses the directive.
    Element,
}
