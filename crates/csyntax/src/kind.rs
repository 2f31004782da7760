//! The vocabulary: kinds of tokens and kinds of nodes, named as the C standard names them.
//!
//! One grammar reads C and the code parts of semantic patches, so that a pattern and the code it matches have trees
//! of the same kinds. What only a pattern can hold is marked *pattern only* here, and never comes out of a C file.

/// What a token is. Comments, white space and directives are no tokens: they lie in the gaps between tokens
/// (see [`crate::Tree::trivia`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
#[rustfmt::skip]
pub enum TokenKind {
    /// The end of input; empty.
    Eof,
    /// A name that is no keyword.
    Identifier,
    /// An integer or floating constant (a preprocessing number).
    Number,
    /// A character constant, prefix included.
    Character,
    /// A string literal, prefix included.
    String,
    /// A byte that begins no token: stray `\`, `` ` ``, `@`, a control byte, …
    Unknown,

    // ---- punctuators (digraphs have the kind of what they stand for)
    /// `(`
    LParen, /// `)`
    RParen, /// `[`
    LBracket, /// `]`
    RBracket, /// `{`
    LBrace, /// `}`
    RBrace, /// `;`
    Semicolon, /// `,`
    Comma, /// `:`
    Colon, /// `::`
    ColonColon, /// `?`
    Question, /// `.`
    Dot, /// `->`
    Arrow, /// `...`
    Ellipsis, /// `#`, outside a directive (in macro bodies)
    Hash, /// `##`
    HashHash, /// `++`
    PlusPlus, /// `--`
    MinusMinus, /// `&`
    Amp, /// `*`
    Star, /// `+`
    Plus, /// `-`
    Minus, /// `~`
    Tilde, /// `!`
    Bang, /// `/`
    Slash, /// `%`
    Percent, /// `<<`
    Shl, /// `>>`
    Shr, /// `<`
    Lt, /// `>`
    Gt, /// `<=`
    Le, /// `>=`
    Ge, /// `==`
    EqEq, /// `!=`
    Ne, /// `<?`, of old GNU C: the smaller operand
    Smaller, /// `>?`, of old GNU C: the larger operand
    Larger, /// `^`
    Caret, /// `|`
    Pipe, /// `&&`
    AmpAmp, /// `||`
    PipePipe, /// `=`
    Eq, /// `*=`
    StarEq, /// `/=`
    SlashEq, /// `%=`
    PercentEq, /// `+=`
    PlusEq, /// `-=`
    MinusEq, /// `<<=`
    ShlEq, /// `>>=`
    ShrEq, /// `&=`
    AmpEq, /// `^=`
    CaretEq, /// `<?=`
    SmallerEq, /// `>?=`
    LargerEq, /// `|=`
    PipeEq,

    // ---- keywords: statements
    /// `if`
    KwIf, /// `else`
    KwElse, /// `switch`
    KwSwitch, /// `case`
    KwCase, /// `default`
    KwDefault, /// `while`
    KwWhile, /// `do`
    KwDo, /// `for`
    KwFor, /// `goto`
    KwGoto, /// `continue`
    KwContinue, /// `break`
    KwBreak, /// `return`
    KwReturn,
    // ---- keywords: declarations
    /// `typedef`
    KwTypedef, /// `extern`
    KwExtern, /// `static`
    KwStatic, /// `auto`, `__auto_type`
    KwAuto, /// `register`
    KwRegister, /// `inline`, `__inline`, `__inline__`
    KwInline, /// `_Noreturn`
    KwNoreturn, /// `_Thread_local`, `__thread`, `thread_local`
    KwThreadLocal, /// `const`, `__const`, `__const__`
    KwConst, /// `volatile` and its underscored forms
    KwVolatile, /// `restrict` and its underscored forms
    KwRestrict, /// `_Atomic`
    KwAtomic, /// `void`
    KwVoid, /// `char`
    KwChar, /// `short`
    KwShort, /// `int`
    KwInt, /// `long`
    KwLong, /// `float`
    KwFloat, /// `double`
    KwDouble, /// `signed` and its underscored forms
    KwSigned, /// `unsigned`
    KwUnsigned, /// `_Bool`
    KwBool, /// `_Complex`, `__complex__`
    KwComplex, /// `__int128`, `__int128_t`, `_Float16`, … : one-word types of GCC
    KwBuiltinType, /// `struct`
    KwStruct, /// `union`
    KwUnion, /// `enum`
    KwEnum, /// `typeof`, `__typeof__`, `typeof_unqual`, …
    KwTypeof, /// `_Alignas`
    KwAlignas, /// `_Static_assert`, `static_assert`
    KwStaticAssert, /// `__attribute__`, `__attribute`
    KwAttribute, /// `__extension__`
    KwExtension, /// `__label__`
    KwLabel, /// `asm`, `__asm`, `__asm__`
    KwAsm,
    // ---- keywords: expressions
    /// `sizeof`
    KwSizeof, /// `_Alignof`, `__alignof__`, …
    KwAlignof, /// `_Generic`
    KwGeneric, /// `__builtin_offsetof`, `offsetof` is an ordinary macro call
    KwOffsetof, /// `__builtin_va_arg`
    KwVaArg, /// `__builtin_types_compatible_p`
    KwTypesCompatible, /// `__real__`, `__imag__`
    KwRealImag,

    // ---- pattern only: metavariables, by what they may stand for
    /// expression, constant, idexpression, typed expression, format, …
    MetaExpression, /// identifier, function, symbol, fresh identifier, field name
    MetaIdentifier, /// type, typedef
    MetaType, /// statement
    MetaStatement, /// statement list
    MetaStatementList, /// declaration
    MetaDeclaration, /// parameter
    MetaParameter, /// parameter list
    MetaParameterList, /// expression list
    MetaExpressionList, /// initializer
    MetaInitializer, /// initializer list
    MetaInitializerList, /// field
    MetaField, /// field list
    MetaFieldList, /// binary operator
    MetaBinaryOperator, /// assignment operator
    MetaAssignmentOperator, /// iterator, iterator name
    MetaIterator, /// declarer, declarer name
    MetaDeclarer, /// attribute, attribute name
    MetaAttribute,
    // ---- pattern only: the rest
    /// A line or inline `(`, `\(` that opens a disjunction or conjunction
    DisjunctionOpen, /// `|`, `\|` between branches
    DisjunctionOr, /// `&`, `\&` between branches
    DisjunctionAnd, /// `)`, `\)` that closes it
    DisjunctionClose, /// `...` standing for code (a plain [`TokenKind::Ellipsis`] is C's own)
    Dots, /// `......`: C's ellipsis in a pattern's parameter list
    DotsDots, /// `<...`
    NestOpen, /// `...>`
    NestClose, /// `<+...`
    NestPlusOpen, /// `...+>`
    NestPlusClose,
}

/// What a node is. The comment gives its parts in order: *Names* are child nodes, `tokens` are tokens,
/// `?` optional, `*` any number, `|` one of. A list node holds its own brackets and separators.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum NodeKind {
    // ---- translation unit and external declarations
    /// A whole file: (item | Directive | ConditionalGroup | Error)*
    TranslationUnit,
    /// DeclarationSpecifiers? declarator Declaration* (K&R) attributes CompoundStatement
    FunctionDefinition,
    /// DeclarationSpecifiers (InitDeclarator `,`)* `;`
    Declaration,
    /// declarator asm-label? Attribute* (`=` initializer)?
    InitDeclarator,
    /// `_Static_assert` ArgumentList `;`
    StaticAssertDeclaration,
    /// `asm` … `;` at file level
    AsmDeclaration,
    /// `;`
    EmptyDeclaration,
    /// `DEFINE_MUTEX(x);`: DeclarationSpecifiers? `name` ArgumentList Attribute* (`=` initializer)? `;`?
    MacroDeclaration,
    /// `SYSCALL_DEFINE1(x, …) {`: DeclarationSpecifiers? `name` ArgumentList CompoundStatement
    MacroFunctionDefinition,
    /// `extern "C" {` item* `}`
    LinkageSpecification,

    // ---- conditional code and directives, where a list of items, statements, fields or elements may stand
    /// `#if` … `#endif` whose branches are whole items: ConditionalBranch*
    ConditionalGroup,
    /// The items of one branch; the directive that opens it is [`crate::Tree::directive_of`] the node.
    ConditionalBranch,
    /// `#define`, `#include`, `#undef`, `#pragma`, …: no tokens; see [`crate::Tree::directive_of`].
    Directive,

    // ---- declaration specifiers and types
    /// (storage class, qualifier or type keyword token | specifier node | Attribute)*
    DeclarationSpecifiers,
    /// `struct` | `union`, Attribute*, `name`?, StructDeclarationList?, Attribute*
    StructSpecifier,
    /// `{` (StructDeclaration | MacroDeclaration | StaticAssertDeclaration | Directive | …)* `}`
    StructDeclarationList,
    /// DeclarationSpecifiers (StructDeclarator `,`)* `;`
    StructDeclaration,
    /// declarator? (`:` expression)? Attribute*
    StructDeclarator,
    /// `enum`, Attribute*, `name`?, (`:` DeclarationSpecifiers)?, EnumeratorList?
    EnumSpecifier,
    /// `{` (Enumerator `,`)* `}`
    EnumeratorList,
    /// `name` Attribute* (`=` expression)?
    Enumerator,
    /// A name used as a type: `name`
    TypedefName,
    /// `typeof` `(` expression | TypeName `)`
    TypeofSpecifier,
    /// `_Atomic` `(` TypeName `)`
    AtomicSpecifier,
    /// `_Alignas` `(` expression | TypeName `)`
    AlignasSpecifier,
    /// A macro call that makes a type: `name` ArgumentList
    MacroType,
    /// `__attribute__((…))`, `[[…]]`, or an attribute macro `name` ArgumentList?
    Attribute,
    /// DeclarationSpecifiers declarator? where a type stands alone: casts, sizeof, arguments
    TypeName,

    // ---- declarators: inner ones come first in the text only for arrays and functions
    /// `name`
    IdentifierDeclarator,
    /// `*` (qualifier | Attribute)* declarator?
    PointerDeclarator,
    /// declarator? `[` (`static` | qualifier)* (expression | `*`)? `]`
    ArrayDeclarator,
    /// declarator? ParameterList
    FunctionDeclarator,
    /// `(` Attribute* declarator `)`
    ParenthesizedDeclarator,
    /// `(` (ParameterDeclaration `,`)* `...`? `)`
    ParameterList,
    /// DeclarationSpecifiers declarator? Attribute*
    ParameterDeclaration,
    /// An asm label after a declarator: `asm` `(` StringLiteral `)`
    AsmLabel,

    // ---- initializers
    /// `{` (initializer | DesignatedInitializer `,`)* `}`
    InitializerList,
    /// Designator* `=`? initializer, or GNU's `name` `:` initializer
    DesignatedInitializer,
    /// `.` `name`
    FieldDesignator,
    /// `[` expression (`...` expression)? `]`
    ArrayDesignator,

    // ---- statements
    /// `{` (statement | declaration | Directive | ConditionalGroup)* `}`
    CompoundStatement,
    /// expression `;`
    ExpressionStatement,
    /// `;`
    EmptyStatement,
    /// `if` `(` expression `)` statement (`else` statement)?
    IfStatement,
    /// `switch` `(` expression `)` statement
    SwitchStatement,
    /// `while` `(` expression `)` statement
    WhileStatement,
    /// `do` statement `while` `(` expression `)` `;`
    DoStatement,
    /// `for` `(` ForHeader parts `)` statement: see ForInit, ForCondition, ForStep
    ForStatement,
    /// (Declaration | expression `;` | `;`): the first part of a `for` header, its `;` included
    ForInit,
    /// expression? `;`
    ForCondition,
    /// expression?
    ForStep,
    /// An iterator macro with a body: `name` ArgumentList statement
    IteratorStatement,
    /// `goto` `name` `;`
    GotoStatement,
    /// `goto` `*` expression `;`
    ComputedGotoStatement,
    /// `continue` `;`
    ContinueStatement,
    /// `break` `;`
    BreakStatement,
    /// `return` expression? `;`
    ReturnStatement,
    /// `name` `:` Attribute*; what it labels is the next statement of the list
    LabelStatement,
    /// `case` expression (`...` expression)? `:`; the statements that follow are its siblings
    CaseStatement,
    /// `default` `:`
    DefaultStatement,
    /// Label/Case/Default+ statement, where one statement must stand (`if (x) out: return;`)
    LabeledStatement,
    /// `asm` (qualifier | `goto`)* `(` … `)` `;`
    AsmStatement,
    /// A macro that is a statement without `;`: `name` ArgumentList?
    MacroStatement,
    /// `__label__` `name` `,` … `;`
    LocalLabelDeclaration,
    /// `[[fallthrough]];` or `__attribute__((fallthrough));`
    AttributeStatement,

    // ---- expressions
    /// `name`
    Identifier,
    /// A number or character constant: one token
    Constant,
    /// String tokens, and macro names that stand among them
    StringLiteral,
    /// `(` expression `)`
    ParenthesizedExpression,
    /// expression ArgumentList
    CallExpression,
    /// `(` (expression | TypeName | statement | MacroArgument `,`)* `)`
    ArgumentList,
    /// A macro's argument that is no expression, type or statement: tokens as they stand; may be empty
    MacroArgument,
    /// expression `[` expression `]`
    SubscriptExpression,
    /// expression `.` | `->` `name`
    MemberExpression,
    /// expression `++` | `--`, or the `name` of a macro that brings an operator and its operand (`4 MB`)
    PostfixExpression,
    /// `++` | `--` expression
    PrefixExpression,
    /// `&` `*` `+` `-` `~` `!` `__extension__` `__real__` expression
    UnaryExpression,
    /// `sizeof` expression | `sizeof` `(` TypeName `)`
    SizeofExpression,
    /// `_Alignof`, as sizeof
    AlignofExpression,
    /// `(` TypeName `)` expression
    CastExpression,
    /// `(` TypeName `)` InitializerList, or a macro's CallExpression InitializerList
    CompoundLiteral,
    /// expression operator expression; a macro's `name` may be the operator
    BinaryExpression,
    /// expression `?` expression? `:` expression
    ConditionalExpression,
    /// expression `=` | `+=` | … expression
    AssignmentExpression,
    /// expression `,` expression
    CommaExpression,
    /// `(` CompoundStatement `)`
    StatementExpression,
    /// `_Generic` `(` expression `,` GenericAssociation* `)`
    GenericSelection,
    /// TypeName | `default` `:` expression
    GenericAssociation,
    /// `__builtin_offsetof`, `__builtin_va_arg`, `__builtin_types_compatible_p`: keyword ArgumentList
    BuiltinExpression,
    /// `&&` `name`
    LabelAddress,

    /// Tokens that no rule could place; [`crate::Tree::errors`] says why.
    Error,

    // ---- pattern only
    /// The code of one rule: anything that may stand in a rule body, in order
    Pattern,
    /// A metavariable that stands for a whole expression, statement, declaration, parameter, list, …: one token
    MetaVariable,
    /// `...` for statements, arguments, parameters, fields, elements, or an expression
    Dots,
    /// `<...` or `<+...`, items, `...>` or `...+>`
    Nest,
    /// DisjunctionOpen DisjunctionBranch (`|` DisjunctionBranch)* DisjunctionClose
    Disjunction,
    /// DisjunctionOpen DisjunctionBranch (`&` DisjunctionBranch)* DisjunctionClose
    Conjunction,
    /// What stands in one branch: items, or one expression, type, parameter, …; may be empty
    DisjunctionBranch,
    /// One expression, where code is asked for its truth; no pattern is written so, isomorphisms make it
    Tested,
}

impl NodeKind {
    /// True for the kinds that the grammar calls *expression*.
    pub fn is_expression(self) -> bool {
        self == Self::Tested
            || (Self::Identifier..=Self::LabelAddress).contains(&self)
                && !matches!(
                    self,
                    Self::ArgumentList | Self::MacroArgument | Self::GenericAssociation
                )
    }

    /// True for the kinds that the grammar calls *statement*; declarations and directives are not.
    pub fn is_statement(self) -> bool {
        (Self::CompoundStatement..=Self::AttributeStatement).contains(&self)
            && !matches!(self, Self::ForInit | Self::ForCondition | Self::ForStep)
    }

    /// True for the kinds that the grammar calls *declarator*.
    pub fn is_declarator(self) -> bool {
        (Self::IdentifierDeclarator..=Self::ParenthesizedDeclarator).contains(&self)
    }
}

impl TokenKind {
    /// True for the kinds that only a pattern can hold.
    pub fn is_pattern_only(self) -> bool {
        self >= Self::MetaExpression
    }

    /// True for keywords of C and GNU C.
    pub fn is_keyword(self) -> bool {
        (Self::KwIf..=Self::KwRealImag).contains(&self)
    }

    /// `=` and the compound assignments.
    pub fn is_assignment(self) -> bool {
        (Self::Eq..=Self::PipeEq).contains(&self)
    }
}
