//! SmPL, the language of semantic patches: from text to rules that an engine can run.
//!
//! The code of a rule is read by the grammar of `csyntax` in its pattern dialect, so a pattern node has the kind of
//! the C it matches. What SmPL adds lies beside it: metavariables, `-`/`+` marks, attached positions, `when` clauses.
#![warn(missing_docs)]

mod body;
mod builder;
mod cursor;
mod declarations;
mod dependency;
mod dump;
mod excerpt;
mod file;
mod filter;
mod header;
pub mod iso;
mod metavariable;
mod outline;
mod parse;
mod pattern;
mod print;
mod prototypes;
mod rule;
mod satisfiable;
mod script;
mod sections;
mod suggest;
mod top;

pub use dump::dump;
pub use excerpt::{Activity, excerpt};
pub use filter::{Formula, TELLING_KINDS, required_of, required_words};
pub use metavariable::{
    Constraint, ConstraintSet, FreshPart, ListLength, MetaId, MetaKind, MetaType, Metavariable,
    Origin,
};
pub use parse::{Loader, ParseOptions, parse};
pub use pattern::{
    DotsInfo, Mark, PatternNode, PatternPart, PatternToken, PatternTokenId, PlusBlock, PlusPiece,
    PlusShape, When,
};
pub use print::{rule_to_text, to_text};
pub use prototypes::prototypes;
pub use rule::{
    CodeRule, Dependency, FileScope, Quantifier, Rule, RuleBody, ScriptLanguage, ScriptPhase,
    ScriptRule, ScriptVariable, SemanticPatch,
};
