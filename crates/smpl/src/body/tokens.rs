//! C tokens to pattern tokens: dots, nests and disjunctions put together, attachments taken off, metavariables named.
//!
//! ```text
//!   C lexer    <  +  ...  f  @  p  (  )  ...  +  >      \  (  a  \  |  b  \  )
//!   here       <+...      f[@p]    (  )  ...+>          \(    a  \|    b  \)
//! ```

use csyntax::{Token, TokenKind};
use source::{Diagnostic, Span};

use super::lines::{self, Line, Role};
use crate::builder::RuleBuilder;
use crate::cursor::Parsed;
use crate::{Mark, MetaKind, PatternToken};

/// A pattern token of a C token, context and without anything attached.
pub(crate) fn plain(text: &[u8], token: Token) -> PatternToken {
    PatternToken {
        kind: token.kind,
        text: String::from_utf8_lossy(token.span().of(text)).into_owned(),
        span: token.span(),
        meta: None,
        mark: Mark::Context,
        optional: false,
        attached: Vec::new(),
        plus_before: Vec::new(),
        plus_after: Vec::new(),
        dots: None,
    }
}

/// Puts the tokens together that only SmPL knows. `text` is what they are offsets in.
pub(crate) fn join(text: &[u8], tokens: &[Token]) -> Vec<PatternToken> {
    let mut out: Vec<PatternToken> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let (kind, length) = joined(text, &tokens[at..]);
        let span = Span::new(tokens[at].start, tokens[at + length - 1].end);
        out.push(plain(text, Token { kind, start: span.start, end: span.end }));
        at += length;
    }
    out
}

/// What the tokens at the front are in SmPL, and how many of them it takes.
fn joined(text: &[u8], tokens: &[Token]) -> (TokenKind, usize) {
    use TokenKind as K;
    let adjacent =
        1 + tokens.windows(2).take(3).take_while(|pair| pair[0].end == pair[1].start).count();
    let kind = |at: usize| if at < adjacent { tokens[at].kind } else { K::Eof };
    match (kind(0), kind(1), kind(2)) {
        (K::Ellipsis, K::Gt, _) => (K::NestClose, 2),
        (K::Ellipsis, K::Plus, K::Gt) => (K::NestPlusClose, 3),
        (K::Ellipsis, K::Ellipsis, _) => (K::DotsDots, 2),
        (K::Ellipsis, ..) => (K::Dots, 1),
        (K::Lt, K::Ellipsis, _) => (K::NestOpen, 2),
        (K::Lt, K::Plus, K::Ellipsis) => (K::NestPlusOpen, 3),
        (K::Unknown, second, _) if tokens[0].span().of(text) == b"\\" => match second {
            K::LParen => (K::DisjunctionOpen, 2),
            K::RParen => (K::DisjunctionClose, 2),
            K::Pipe => (K::DisjunctionOr, 2),
            K::Amp => (K::DisjunctionAnd, 2),
            _ => (K::Unknown, 1),
        },
        (first, ..) => (first, 1),
    }
}

/// Turns `(` `|` `&` `)` in the first column into the parts of a disjunction. A `(` whose `)` is elsewhere is C's.
pub(crate) fn first_column(text: &[u8], tokens: &mut [PatternToken]) {
    let mut open: Vec<(usize, TokenKind)> = Vec::new();
    for at in 0..tokens.len() {
        let first = starts_line(text, tokens[at].span.start);
        match tokens[at].kind {
            TokenKind::LParen | TokenKind::LBracket | TokenKind::LBrace => {
                let disjunction = first && tokens[at].kind == TokenKind::LParen;
                let kind = if disjunction { TokenKind::DisjunctionOpen } else { tokens[at].kind };
                open.push((at, kind));
            }
            TokenKind::RParen if first && opens_disjunction(&open) => {
                if let Some((from, _)) = open.pop() {
                    tokens[from].kind = TokenKind::DisjunctionOpen;
                    tokens[at].kind = TokenKind::DisjunctionClose;
                }
            }
            TokenKind::RParen | TokenKind::RBracket | TokenKind::RBrace => {
                open.pop();
            }
            TokenKind::Pipe if first && opens_disjunction(&open) => {
                tokens[at].kind = TokenKind::DisjunctionOr;
            }
            TokenKind::Amp if first && opens_disjunction(&open) => {
                tokens[at].kind = TokenKind::DisjunctionAnd;
            }
            _ => {}
        }
    }
}

fn starts_line(text: &[u8], offset: u32) -> bool {
    offset == 0 || text.get(offset as usize - 1) == Some(&b'\n')
}

fn opens_disjunction(open: &[(usize, TokenKind)]) -> bool {
    open.last().is_some_and(|(_, kind)| *kind == TokenKind::DisjunctionOpen)
}

/// Gives each token the mark of its line.
pub(crate) fn mark(tokens: &mut [PatternToken], annotated: &[Line]) {
    for token in tokens {
        let Some(line) = lines::line_at(annotated, token.span.start) else { continue };
        if let Role::Slice(mark) = line.role {
            token.mark = mark;
        }
        token.optional = line.optional;
    }
}

/// Takes `@p` off and hangs it on the token in front.
pub(crate) fn attach(
    builder: &mut RuleBuilder<'_>,
    tokens: Vec<PatternToken>,
) -> Parsed<Vec<PatternToken>> {
    let mut out: Vec<PatternToken> = Vec::with_capacity(tokens.len());
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        if token.kind != TokenKind::Unknown || token.text != "@" {
            out.push(token);
            continue;
        }
        let name = rest.next().filter(|name| name.kind == TokenKind::Identifier);
        let (Some(name), Some(holder)) = (name, out.last_mut()) else {
            return Err(builder
                .file
                .error(token.span, "`@` attaches a metavariable to the code in front of it", "no name follows, or no code comes before")
                .help("Write `f@p(...)` with `position p;` declared; a `@` in the first column begins a rule."));
        };
        match builder.lookup(&name.text) {
            Some(meta) => {
                builder.use_in_slice(meta);
                holder.attached.push(meta);
            }
            None => return Err(unknown_attachment(builder, &name)),
        }
    }
    Ok(out)
}

fn unknown_attachment(builder: &RuleBuilder<'_>, name: &PatternToken) -> Diagnostic {
    let known = builder.metavariables.iter().map(|meta| meta.name.as_str());
    builder
        .file
        .error(
            name.span,
            format!("`{}` is not declared in this rule", name.text),
            "attached, but no metavariable",
        )
        .help(match crate::suggest::nearest(&name.text, known) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("Declare it: `position {};`.", name.text),
        })
}

/// Recognises metavariables: their tokens get the kind that the pattern grammar knows them by.
pub(crate) fn name_metavariables(builder: &mut RuleBuilder<'_>, tokens: &mut [PatternToken]) {
    for token in tokens {
        if token.kind == TokenKind::String {
            attach_formats(builder, token);
        }
        if token.kind != TokenKind::Identifier {
            continue;
        }
        let Some(meta) = builder.lookup_in_code(&token.text) else { continue };
        if let Some(kind) = token_kind(builder.metavariables[meta.0 as usize].kind) {
            token.kind = kind;
            token.meta = Some(meta);
            builder.use_in_slice(meta);
        }
    }
}

/// `"%@d@ of %@e@"`: the format metavariables in a string are attached to it, in order.
fn attach_formats(builder: &mut RuleBuilder<'_>, token: &mut PatternToken) {
    let text = token.text.clone();
    let mut pieces = text.split("%@").skip(1);
    while let Some((name, _)) = pieces.next().and_then(|piece| piece.split_once('@')) {
        if let Some(meta) = builder.lookup(name) {
            token.attached.push(meta);
            builder.use_in_slice(meta);
        }
    }
}

/// The token kind of a metavariable in code; `None` when the name stays a plain identifier.
pub(crate) fn token_kind(kind: MetaKind) -> Option<TokenKind> {
    use MetaKind as M;
    use TokenKind as K;
    Some(match kind {
        M::Expression | M::Constant | M::IdExpression | M::LocalIdExpression => K::MetaExpression,
        M::GlobalIdExpression | M::TaggedExpression | M::Any => K::MetaExpression,
        M::ExpressionList => K::MetaExpressionList,
        M::Identifier | M::FreshIdentifier | M::Function => K::MetaIdentifier,
        M::Field => K::MetaField,
        M::FieldList => K::MetaFieldList,
        M::Type | M::Typedef => K::MetaType,
        M::Statement => K::MetaStatement,
        M::StatementList => K::MetaStatementList,
        M::Declaration => K::MetaDeclaration,
        M::Parameter => K::MetaParameter,
        M::ParameterList => K::MetaParameterList,
        M::Initializer => K::MetaInitializer,
        M::InitializerList => K::MetaInitializerList,
        M::BinaryOperator => K::MetaBinaryOperator,
        M::AssignmentOperator => K::MetaAssignmentOperator,
        M::DeclarerName | M::Declarer => K::MetaDeclarer,
        M::IteratorName | M::Iterator => K::MetaIterator,
        M::AttributeName | M::Attribute => K::MetaAttribute,
        M::PragmaInfo => K::MetaIdentifier,
        M::Symbol | M::Position | M::Format | M::FormatList | M::Comments | M::Length => {
            return None;
        }
    })
}
