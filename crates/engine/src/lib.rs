//! Runs semantic patches on C: match, bind, plan edits, say why not. Pure: no file is read or written here.
//!
//! The way of a file through the crate, one module a stage:
//!
//! ```text
//! screen  which rules can match this file at all, by its words?
//! sieve   … or this function, or this node of its graph?
//! flow    does the rule's pattern hold on a function's control-flow graph, and with which bindings?
//! matching   … which asks of each node: does this piece of pattern match this piece of tree?
//! plan    which tokens go, what comes where
//! layout  the plan as edits of bytes, laid out as its surroundings are
//! outline loops that a rule has marked, as functions of their own
//! declarations   those that came, where the block's style wants them
//! ```
#![warn(missing_docs)]

mod attributes;
mod claims;
mod collect;
mod commas;
mod comments;
mod declarations;
mod declared;
mod directive_trees;
mod engine;
mod env;
mod environment;
mod file_run;
mod flow;
mod heads;
mod iteration;
mod layout;
mod matching;
mod nesting;
mod offsets;
mod outcome;
mod outline;
mod plan;
mod precedence;
mod reading;
mod rule_run;
mod run;
mod screen;
mod script;
mod script_run;
mod scripting;
mod sieve;
mod surroundings;
mod type_names;
mod unchanged;
mod value;

pub use comments::reword;
pub use declarations::declarations_in_order;
pub use engine::{Engine, Options};
pub use layout::{Closers, LayoutError, Spacing, Style, edits};
pub use offsets::Offsets;
pub use outcome::{Change, Input, Match, MatchedValue, Outcome, Program};
pub use outline::{Outline, Refusal, outline};
pub use plan::{Added, AddedPiece, Anchor, Insertion, Plan, Side};
pub use script::{
    Call, Extent, Iteration, Place, Ran, Reply, Script, ScriptForm, ScriptHost, ScriptValue,
    Variables, Verdict, Virtuals,
};
