//! Metavariables: what a name in a rule may stand for, and what it must satisfy.

use source::Span;

use crate::PatternNode;

/// The place of a metavariable in [`crate::CodeRule::metavariables`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MetaId(pub u32);

/// What a metavariable may stand for. The names are those of SmPL's declarations.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MetaKind {
    /// `expression e` (also with types: see [`Metavariable::types`])
    Expression,
    /// `constant c`
    Constant,
    /// `idexpression x`: an identifier used as an expression
    IdExpression,
    /// `local idexpression x`: a local variable or parameter
    LocalIdExpression,
    /// `global idexpression x`: anything but a local variable
    GlobalIdExpression,
    /// `expression list es`
    ExpressionList,
    /// `expression struct s`, `expression enum e`, `expression union u`
    TaggedExpression,
    /// `identifier i`
    Identifier,
    /// `fresh identifier i = …`
    FreshIdentifier,
    /// `function f`
    Function,
    /// `symbol s`: a name taken as itself; no metavariable at all, listed for messages
    Symbol,
    /// `field f`
    Field,
    /// `field list fs`
    FieldList,
    /// `type T`
    Type,
    /// `typedef t`: a name taken as itself, known to be a type
    Typedef,
    /// `statement S`
    Statement,
    /// `statement list ss`
    StatementList,
    /// `declaration d`
    Declaration,
    /// `parameter p`
    Parameter,
    /// `parameter list ps`
    ParameterList,
    /// `initializer i` / `initialiser i`
    Initializer,
    /// `initializer list is`
    InitializerList,
    /// `binary operator o`
    BinaryOperator,
    /// `assignment operator o`
    AssignmentOperator,
    /// `position p`
    Position,
    /// `declarer name d`: a name taken as itself
    DeclarerName,
    /// `declarer d`
    Declarer,
    /// `iterator name i`: a name taken as itself
    IteratorName,
    /// `iterator i`
    Iterator,
    /// `attribute name a`: a name taken as itself
    AttributeName,
    /// `attribute a`
    Attribute,
    /// `format f`
    Format,
    /// `format list fs`
    FormatList,
    /// `pragmainfo p`
    PragmaInfo,
    /// `metavariable m`: of a kind known only when it is bound
    Any,
    /// `comments c`
    Comments,
    /// The length of a list, `n` of `expression list[n] es`: a number
    Length,
}

impl MetaKind {
    /// True for declarations that only say how to read a name, which then stands for itself.
    pub fn is_name_only(self) -> bool {
        matches!(
            self,
            Self::Symbol
                | Self::Typedef
                | Self::DeclarerName
                | Self::IteratorName
                | Self::AttributeName
        )
    }

    /// True for kinds that stand for a sequence.
    pub fn is_list(self) -> bool {
        matches!(
            self,
            Self::ExpressionList
                | Self::FieldList
                | Self::StatementList
                | Self::ParameterList
                | Self::InitializerList
                | Self::FormatList
        )
    }
}

/// One declared metavariable of a rule.
#[derive(Clone, PartialEq, Debug)]
pub struct Metavariable {
    /// Its name in this rule.
    pub name: String,
    /// Where it is declared in the .cocci file.
    pub span: Span,
    /// What it may stand for.
    pub kind: MetaKind,
    /// Declared here, inherited, or given on the command line.
    pub origin: Origin,
    /// The C types of `struct page **pages;` or `{int, long} x;`: any of them will do. Empty: any type.
    pub types: Vec<MetaType>,
    /// The length of a list metavariable, `list[n]`.
    pub length: Option<ListLength>,
    /// What else a value must satisfy: all of them.
    pub constraints: Vec<Constraint>,
    /// For a fresh identifier: how its name is made (see [`Constraint`] for scripts); empty: asked for, or made up.
    pub fresh: Vec<FreshPart>,
    /// Used at least once with `@x` on `position p any`: any position, even one already bound elsewhere.
    pub any_position: bool,
    /// In an isomorphism, `context`: it stands for code that stays.
    pub stays: bool,
}

impl Metavariable {
    /// One of a kind, bound by its own rule, that anything satisfies.
    pub fn new(name: String, span: Span, kind: MetaKind) -> Self {
        Self {
            name,
            span,
            kind,
            origin: Origin::Local,
            types: Vec::new(),
            length: None,
            constraints: Vec::new(),
            fresh: Vec::new(),
            any_position: false,
            stays: false,
        }
    }
}

/// A piece of a fresh identifier's name, `"get_" ## f ## "_page"`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FreshPart {
    /// A string.
    Text(String),
    /// The value of another metavariable.
    Meta(MetaId),
    /// What a script gives.
    Script {
        /// The script's language.
        language: crate::ScriptLanguage,
        /// The metavariables passed to it.
        arguments: Vec<String>,
        /// Its text.
        code: String,
        /// Where that stands.
        span: Span,
    },
}

/// Where a metavariable's value comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Bound by this rule.
    Local,
    /// `r.x`: bound by rule `r`.
    Rule {
        /// The rule's name.
        rule: String,
        /// The name there.
        name: String,
    },
    /// `virtual.x`: given with `-D x=…`.
    Virtual {
        /// The name given.
        name: String,
    },
}

/// A type in a declaration of a typed metavariable; it may hold metavariables itself (`T *x`).
#[derive(Clone, PartialEq, Debug)]
pub struct MetaType {
    /// The type, as a TypeName pattern.
    pub pattern: PatternNode,
    /// `expression *e`: a pointer to anything.
    pub any_pointer: bool,
}

/// `list[…]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ListLength {
    /// `list[3]`
    Exactly(usize),
    /// `list[n]`, `list[n = {2 ... 6}]`: binds, or is compared with, a metavariable of kind [`MetaKind::Length`].
    Named {
        /// That metavariable.
        length: MetaId,
        /// What it may be; empty: anything.
        ranges: Vec<std::ops::RangeInclusive<usize>>,
    },
}

/// One condition on a value.
#[derive(Clone, PartialEq, Debug)]
pub enum Constraint {
    /// `= {a, b}` or `!= {a, b}` (with one element: `= a`, `!= a`)
    Set {
        /// What is listed.
        set: ConstraintSet,
        /// True for `!=`.
        negated: bool,
    },
    /// `=~ "…"` or `!~ "…"`; PCRE syntax, searched anywhere in the value's text.
    Regex {
        /// The pattern.
        regex: String,
        /// Where it stands.
        span: Span,
        /// True for `!~`.
        negated: bool,
    },
    /// `<= e`: a subterm of `e`'s value (or of any of them).
    Subterm(Vec<String>),
    /// `: script:python(a, b) { code }`
    Script {
        /// The script's language.
        language: crate::ScriptLanguage,
        /// Metavariables passed besides the value itself.
        arguments: Vec<String>,
        /// The code, as written.
        code: String,
        /// Where the code stands.
        span: Span,
    },
    /// Several, all of which must hold (`&&`).
    All(Vec<Constraint>),
    /// Several, one of which must hold (`||`).
    AnyOf(Vec<Constraint>),
}

/// The elements of a set constraint.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ConstraintSet {
    /// Names, operators or constants taken as text.
    pub words: Vec<String>,
    /// Metavariables of this or another rule, by name (`r.x` written out).
    pub metavariables: Vec<String>,
    /// Code patterns that are more than one word.
    pub patterns: Vec<PatternNode>,
}
