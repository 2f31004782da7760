//! The first step: in the body, names get their way through the context, and exits become returns. The context is
//! declared.

use std::collections::BTreeSet;

use csyntax::{NodeId, NodeKind, TokenId, TokenKind};

use super::variables::{Captured, Passing};
use super::{Exits, Marked, Names, Outline, lines};
use crate::plan::{Added, AddedPiece, Anchor, Insertion, Plan, Side};
use smpl::PlusShape;
use source::Span;

use super::exits::{Exit, Leads};

/// The plan of that step.
pub(super) fn plan(
    marked: &Marked<'_>,
    captured: &[Captured],
    exits: &Exits,
    names: &Names,
    request: &Outline,
    carried: bool,
) -> Plan {
    let mut plan = Plan::default();
    if carried {
        let gone: BTreeSet<NodeId> =
            captured.iter().filter_map(|it| Some(it.own.as_ref()?.declaration)).collect();
        let declaration = format!("struct {} {};", names.context, names.variable);
        plan.insertions.extend(declared(marked, declaration, &gone));
    }
    for own in captured.iter().filter_map(|it| it.own.as_ref()) {
        plan.removed.extend(marked.tree.token_range(own.declaration).map(TokenId));
        plan.removed.extend(marked.tree.token_range(own.assignment).map(TokenId));
    }
    for exit in &exits.all {
        exit_plan(marked, captured, exit, names, request, &mut plan);
    }
    let done: BTreeSet<TokenId> = plan.removed.clone();
    for (used, passing) in uses(captured) {
        let Some(replaced) = Replaced::of(marked, used, passing) else { continue };
        let first = replaced.first;
        if done.contains(&first) {
            continue;
        }
        let text = through_context(marked, used, &replaced, names);
        plan.removed.extend((first.0..=replaced.last.0).map(TokenId));
        plan.insertions.push(inline(first, &text));
    }
    plan.insertions.sort_by_key(|insertion| match insertion.anchor {
        Anchor::Token(token) => token.0,
        Anchor::Directive(_) => 0,
    });
    plan
}

/// Declares the context in the innermost block around the loop that has declarations: where these get shorter from
/// line to line, in its place among them, otherwise in front of them. Those that are gone are no company.
fn declared(
    marked: &Marked<'_>,
    declaration: String,
    gone: &BTreeSet<NodeId>,
) -> Option<Insertion> {
    let tree = marked.tree;
    let is_declaration = |node: &NodeId| tree.kind(*node) == NodeKind::Declaration;
    let of = |block: NodeId| tree.children(block).take_while(is_declaration).collect::<Vec<_>>();
    let blocks = tree.ancestors(marked.statement);
    let mut blocks = blocks.filter(|it| tree.kind(*it) == NodeKind::CompoundStatement);
    let block = blocks.find(|block| !of(*block).is_empty() || is_outermost(marked, *block))?;
    let mut declarations = of(block);
    declarations.retain(|it| !gone.contains(it));
    let lengths: Vec<usize> = declarations.iter().map(|it| tree.node_text(*it).len()).collect();
    let place = if lengths.is_sorted_by(|a, b| a >= b) {
        lengths.iter().position(|length| *length < declaration.len())
    } else {
        Some(0)
    };
    let (anchor, side, node, blank) =
        match (place.and_then(|at| declarations.get(at)), declarations.last()) {
            (Some(next), _) => (tree.first_token(*next)?, Side::Before, Some(*next), false),
            (None, Some(last)) => (tree.last_token(*last)?, Side::After, Some(*last), false),
            (None, None) => (tree.first_token(block)?, Side::After, None, true),
        };
    let mut code = vec![declaration];
    code.extend(blank.then(String::new));
    Some(lines(anchor, side, node, &code))
}

/// Whether a block is the body of the function.
fn is_outermost(marked: &Marked<'_>, block: NodeId) -> bool {
    marked.tree.parent(block) == Some(marked.function)
}

/// A way out, as statements.
fn exit_plan(
    marked: &Marked<'_>,
    captured: &[Captured],
    exit: &Exit,
    names: &Names,
    request: &Outline,
    plan: &mut Plan,
) {
    let stop = format!("return {};", request.stop);
    let code = match &exit.leads {
        Leads::On => vec!["return 0;".to_owned()],
        Leads::Behind => vec![stop],
        Leads::Away { target, value } => {
            let mut code = Vec::new();
            if let Some(value) = value {
                let text = substituted(marked, *value, captured, names);
                code.push(format!("{}->value = {text};", names.variable));
            }
            code.push(format!("{}->exit = {target};", names.variable));
            code.push(stop);
            code
        }
    };
    let Some(first) = marked.tree.first_token(exit.statement) else { return };
    let mut tokens: Vec<TokenId> = marked.tree.token_range(exit.statement).map(TokenId).collect();
    match &code[..] {
        // One statement for another keeps its end, and with it the line that follows.
        [only] => {
            tokens.pop();
            plan.insertions.push(inline(first, only.trim_end_matches(';')));
        }
        _ => plan.insertions.push(lines(first, Side::Before, Some(exit.statement), &code)),
    }
    plan.removed.extend(tokens);
}

/// Code to add in front of a token, in its line.
fn inline(anchor: TokenId, code: &str) -> Insertion {
    let added = Added {
        pieces: vec![AddedPiece::Code(code.to_owned())],
        shape: PlusShape::Inline,
        column: 0,
        anchor_column: 0,
    };
    Insertion { anchor: Anchor::Token(anchor), side: Side::Before, node: None, added }
}

fn uses(captured: &[Captured]) -> impl Iterator<Item = (NodeId, Passing)> + '_ {
    captured.iter().flat_map(|variable| variable.uses.iter().map(|used| (*used, variable.passing)))
}

/// The tokens that a use is replaced with.
struct Replaced {
    first: TokenId,
    last: TokenId,
    access: Access,
}

/// How a variable is used whose address the context holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Access {
    /// `v`, where the context holds the variable itself.
    Itself,
    /// `&v`: what the context holds.
    Address,
    /// `v.`: what the context holds leads to the member.
    Member,
    /// `v`: what is there.
    Content,
}

impl Replaced {
    /// The name, with `&` before it or `.` behind it where the context holds the address anyway.
    fn of(marked: &Marked<'_>, used: NodeId, passing: Passing) -> Option<Self> {
        let tree = marked.tree;
        let (mut first, mut last) = (tree.first_token(used)?, tree.last_token(used)?);
        if passing != Passing::Address {
            return Some(Self { first, last, access: Access::Itself });
        }
        let parent = tree.parent(used)?;
        let operator = tree.own_tokens(parent).next()?;
        let kinds = (tree.kind(parent), tree.token(operator).kind);
        let access = match kinds {
            (NodeKind::UnaryExpression, TokenKind::Amp) => Access::Address,
            (NodeKind::MemberExpression, TokenKind::Dot) => Access::Member,
            _ => Access::Content,
        };
        match access {
            Access::Address => first = operator,
            Access::Member => last = operator,
            Access::Itself | Access::Content => {}
        }
        Some(Self { first, last, access })
    }
}

fn through_context(
    marked: &Marked<'_>,
    used: NodeId,
    replaced: &Replaced,
    names: &Names,
) -> String {
    let member = format!("{}->{}", names.variable, marked.text(used));
    match replaced.access {
        Access::Itself | Access::Address => member,
        Access::Member => format!("{member}->"),
        Access::Content => format!("(*{member})"),
    }
}

/// The text of an expression with its variables replaced.
fn substituted(
    marked: &Marked<'_>,
    expression: NodeId,
    captured: &[Captured],
    names: &Names,
) -> String {
    let span = marked.tree.span(expression);
    let mut pieces: Vec<_> = uses(captured)
        .filter(|(used, _)| marked.tree.is_within(*used, expression))
        .filter_map(|(used, passing)| {
            let replaced = Replaced::of(marked, used, passing)?;
            let first = marked.tree.token(replaced.first).span();
            let place = Span::new(first.start, marked.tree.token(replaced.last).span().end);
            Some((place, through_context(marked, used, &replaced, names)))
        })
        .collect();
    pieces.sort_by_key(|(place, _)| place.start);
    let mut out = String::new();
    let mut from = span.start;
    let text = |from: u32, to: u32| {
        String::from_utf8_lossy(&marked.tree.text()[from as usize..to as usize]).into_owned()
    };
    for (place, through) in pieces {
        out += &text(from, place.start);
        out += &through;
        from = place.end;
    }
    out + &text(from, span.end)
}
