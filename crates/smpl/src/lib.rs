//! SmPL, the language of semantic patches: from text to rules that an engine can run.
//!
//! The code of a rule is read by the grammar of `csyntax` in its pattern dialect, so a pattern node has the kind of
//! the C it matches. What SmPL adds lies beside it: metavariables, `-`/`+` marks, attached positions, `when` clauses.
#![warn(missing_docs)]

mod metavariable;
mod pattern;
mod rule;

pub use metavariable::{
    Constraint, ConstraintSet, FreshPart, ListLength, MetaId, MetaKind, MetaType, Metavariable,
    Origin,
};
pub use pattern::{
    DotsInfo, Mark, PatternNode, PatternPart, PatternToken, PatternTokenId, PlusBlock, PlusPiece,
    PlusShape, When,
};
pub use rule::{
    CodeRule, Dependency, FileScope, Quantifier, Rule, RuleBody, ScriptLanguage, ScriptPhase,
    ScriptRule, ScriptVariable, SemanticPatch,
};
