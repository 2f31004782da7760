//! What a reading costs, and when it has cost enough.
//!
//! Going back is what makes a parse slow: to read a conditional's branches as a part of what surrounds them, to make the
//! next choice of branches, to pass over what could not be read. Each is bounded for itself, but one in another they
//! multiply. So steps are counted, against what has been reached of the text:
//!
//! ```text
//!   steps                      steps  ≤  SLACK + READINGS_A_TOKEN · reached      as ever
//!   |      ___/                otherwise                                         on, and never back
//!   |  ___/
//!   | /________ reached        what is left out for it is an error, so that the file counts as not read in full
//! ```
//!
//! The bound is far above what C as people write it needs; it does not depend on the machine.

use std::cell::Cell;
use std::sync::Arc;

use super::{Parser, read_with};
use crate::macros::MacroIndex;

/// How often a token is read or looked past, on an average over all that have been reached.
const READINGS_A_TOKEN: u64 = 64;

/// The steps that a text of any size may take.
const SLACK: u64 = 1 << 16;

/// Steps made so far, and how far they led.
#[derive(Default)]
pub(super) struct Effort {
    /// Tokens taken.
    pub(super) taken: u64,
    /// Tokens and directives looked past one by one.
    looked: Cell<u64>,
    /// The raw token up to which any reading came.
    reached: u32,
}

impl Effort {
    /// Counts tokens that a look-ahead went past.
    pub(super) fn look(&self, tokens: u64) {
        self.looked.set(self.looked.get() + tokens);
    }

    /// Remembers a place before it is left for an earlier one.
    pub(super) fn reach(&mut self, pos: u32) {
        self.reached = self.reached.max(pos);
    }

    /// All steps.
    pub(super) fn steps(&self) -> u64 {
        self.taken + self.looked.get()
    }
}

impl Parser<'_> {
    /// True when so much was read again that nothing is to be read again from here on.
    pub(super) fn is_spent(&self) -> bool {
        let reached = u64::from(self.effort.reached.max(self.pos) + self.next_directive);
        self.effort.steps() > SLACK + READINGS_A_TOKEN * reached
    }
}

/// How many steps it takes to read a text: tokens taken, those that are read again included, and tokens looked past one
/// by one. A measure of cost that is the same on every machine.
pub fn effort(text: Arc<[u8]>, macros: &MacroIndex) -> u64 {
    read_with(text, macros, |parser| parser.effort.steps())
}
