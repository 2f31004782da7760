//! Does a pattern hold on a function's control-flow graph, and with which bindings?
//!
//! The meaning is that of Coccinelle's CTL with variables and witnesses ("A foundation for flow-based program
//! matching", POPL 2009): a sequence `A; ... B` holds at a node that matches `A` when on all paths from there (on one,
//! for `exists`) a node that matches `B` comes first among those that match either; a metavariable is quantified
//! around the smallest part of the pattern that holds all its uses. How it is computed is ours: from the front, on
//! demand. A step is matched at one node and yields bindings; only then is the rest of the pattern asked at the
//! nodes that follow, under those bindings. So what is rare prunes what is common, no set of all bindings is ever
//! built, and dots cost one walk over the edges they can reach.
//!
//! ```text
//! compile   the pattern as steps: one graph node, a block, a branch, dots, a nest, a choice
//! check     steps at nodes: bindings and witnesses, or nothing
//! conditionals  `#if` and `#endif` between statements
//! dots      the walk for `...` and nests
//! compound  if, loops, blocks, functions
//! switch    the cases that a pattern names
//! gotos     blocks that jump to the code that returns
//! witness   what a success leaves behind: hits to edit, bindings to hand on
//! ```

mod check;
mod compile;
mod compound;
mod conditionals;
mod dots;
mod gotos;
mod horizon;
mod switch;
mod witness;

pub(crate) use check::{Checker, Mode};
pub(crate) use compile::{Program, compile};
pub(crate) use witness::Witness;
