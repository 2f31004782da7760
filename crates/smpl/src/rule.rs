//! A semantic patch: its rules in order, and what makes each of them run.

use source::{Diagnostic, Span};

use crate::{MetaId, Metavariable, PatternNode, PatternToken, PatternTokenId};

/// A whole .cocci file, files it includes in place.
#[derive(Clone, Debug, Default)]
pub struct SemanticPatch {
    /// The file as the user named it.
    pub path: String,
    /// `virtual a, b;`
    pub virtuals: Vec<String>,
    /// The rules, in order.
    pub rules: Vec<Rule>,
    /// Options that the file asks for itself (`#spatch …` lines).
    pub options: Vec<String>,
    /// Extra isomorphism files named with `using "…"` at the top.
    pub isomorphism_files: Vec<String>,
    /// What is odd but no error: unused metavariables, rules that can never run, …
    pub warnings: Vec<Diagnostic>,
}

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name; a rule without one is called `rule starting on line N`.
    pub name: String,
    /// True when the name was given.
    pub named: bool,
    /// The file it stands in, which may be an included one.
    pub path: String,
    /// Its header.
    pub span: Span,
    /// What must have matched before.
    pub depends: Dependency,
    /// What it does.
    pub body: RuleBody,
}

/// What a rule does.
#[derive(Clone, Debug)]
pub enum RuleBody {
    /// Matches, and may change, code.
    Code(Box<CodeRule>),
    /// Runs a script.
    Script(ScriptRule),
}

/// A rule that matches code.
#[derive(Clone, Debug)]
pub struct CodeRule {
    /// Its metavariables, by [`MetaId`]; names inherited implicitly are here too.
    pub metavariables: Vec<Metavariable>,
    /// Its pattern: a node of kind `Pattern`. A rule of only plus code has none of minus or context, hence no parts.
    pub pattern: PatternNode,
    /// Its tokens, by [`PatternTokenId`].
    pub tokens: Vec<PatternToken>,
    /// `exists`, `forall` or neither.
    pub quantifier: Quantifier,
    /// Isomorphisms it does not want.
    pub disabled: Vec<String>,
    /// `extends`.
    pub extends: Option<String>,
    /// `using "file"` in the header.
    pub isomorphism_files: Vec<String>,
    /// `expression`, `identifier` or `type` in front of the rule's first `@@`: what the whole pattern is.
    pub rule_kind: Option<String>,
}

impl CodeRule {
    /// A token of the pattern.
    pub fn token(&self, token: PatternTokenId) -> &PatternToken {
        &self.tokens[token.0 as usize]
    }

    /// A metavariable.
    pub fn metavariable(&self, meta: MetaId) -> &Metavariable {
        &self.metavariables[meta.0 as usize]
    }

    /// The metavariable of a name.
    pub fn find(&self, name: &str) -> Option<MetaId> {
        self.metavariables.iter().position(|meta| meta.name == name).map(|at| MetaId(at as u32))
    }
}

/// Which paths must match.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Quantifier {
    /// All paths, or one in a semantic patch that shows code: one with `*` in some rule that can run.
    Default,
    /// One path is enough.
    Exists,
    /// All paths.
    Forall,
}

/// What `depends on` asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Dependency {
    /// Nothing.
    Always,
    /// A rule has matched with the bindings at hand, or a virtual rule is on.
    Rule(String),
    /// `ever r`: it has matched at some time.
    Ever(String),
    /// `never r`
    Never(String),
    /// `!d`
    Not(Box<Dependency>),
    /// `a && b`
    And(Box<Dependency>, Box<Dependency>),
    /// `a || b`
    Or(Box<Dependency>, Box<Dependency>),
    /// `file in "…"`
    File(FileScope),
}

/// `file in "path"`: a file, or a folder and what is below.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileScope {
    /// As written.
    pub path: String,
}

/// A script rule.
#[derive(Clone, Debug)]
pub struct ScriptRule {
    /// `python`, `ocaml`, …
    pub language: ScriptLanguage,
    /// `script`, `initialize`, `finalize`.
    pub phase: ScriptPhase,
    /// What it inherits and computes.
    pub variables: Vec<ScriptVariable>,
    /// Its text.
    pub code: String,
    /// Where its text stands.
    pub span: Span,
}

/// When a script runs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ScriptPhase {
    /// For each set of bindings.
    Script,
    /// Once, first.
    Initialize,
    /// Once, last.
    Finalize,
}

/// The language of a script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ScriptLanguage {
    /// `python`
    Python,
    /// `ocaml`: refused with a message that says so.
    Ocaml,
    /// Anything else.
    Other(String),
}

/// `x << r.x;`, `x << r.x = "default";` or a variable the script computes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScriptVariable {
    /// Its name in the script.
    pub name: String,
    /// The rule and metavariable it comes from; `None` for one the script computes.
    pub from: Option<(String, String)>,
    /// The value when `from` is not bound.
    pub default: Option<String>,
}
