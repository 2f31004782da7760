//! The first step: in the body, names get their way through the context, and exits become returns. The context is
//! declared.

use std::collections::BTreeSet;

use csyntax::{NodeId, NodeKind, TokenId, TokenKind};

use super::variables::{Captured, Passing};
use super::{Exits, Marked, Names, Outline, lines};
use crate::plan::{Added, AddedPiece, Anchor, Insertion, Plan, Side};
use smpl::PlusShape;

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
        plan.insertions
            .extend(declared(marked, format!("struct {} {};", names.context, names.variable)));
    }
    for exit in &exits.all {
        exit_plan(marked, captured, exit, names, request, &mut plan);
    }
    let done: BTreeSet<TokenId> = plan.removed.clone();
    for (used, passing) in uses(captured) {
        let replaced = replaced(marked, used, passing);
        let Some(first) = marked.tree.first_token(replaced) else { continue };
        if done.contains(&first) {
            continue;
        }
        let text = through_context(marked, used, passing, names);
        plan.removed.extend(marked.tree.token_range(replaced).map(TokenId));
        let added = Added {
            pieces: vec![AddedPiece::Code(text)],
            shape: PlusShape::Inline,
            column: 0,
            anchor_column: 0,
        };
        let anchor = Anchor::Token(first);
        plan.insertions.push(Insertion { anchor, side: Side::Before, node: None, added });
    }
    plan.insertions.sort_by_key(|insertion| match insertion.anchor {
        Anchor::Token(token) => token.0,
        Anchor::Directive(_) => 0,
    });
    plan
}

/// Declares the context in the block around the loop: where declarations get shorter from line to line, in its place
/// among them, otherwise in front of them.
fn declared(marked: &Marked<'_>, declaration: String) -> Option<Insertion> {
    let tree = marked.tree;
    let mut around = tree.ancestors(marked.statement);
    let block = around.find(|it| tree.kind(*it) == NodeKind::CompoundStatement)?;
    let is_declaration = |node: &NodeId| tree.kind(*node) == NodeKind::Declaration;
    let declarations: Vec<NodeId> = tree.children(block).take_while(is_declaration).collect();
    let lengths: Vec<usize> = declarations.iter().map(|it| tree.node_text(*it).len()).collect();
    let place = if lengths.is_sorted_by(|a, b| a >= b) {
        lengths.iter().position(|length| *length < declaration.len())
    } else {
        Some(0)
    };
    let (anchor, side, node) =
        match (place.and_then(|at| declarations.get(at)), declarations.last()) {
            (Some(next), _) => (tree.first_token(*next)?, Side::Before, Some(*next)),
            (None, Some(last)) => (tree.last_token(*last)?, Side::After, Some(*last)),
            (None, None) => (tree.first_token(block)?, Side::After, None),
        };
    Some(lines(anchor, side, node, &[declaration]))
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
    plan.removed.extend(marked.tree.token_range(exit.statement).map(TokenId));
    plan.insertions.push(lines(first, Side::Before, Some(exit.statement), &code));
}

fn uses(captured: &[Captured]) -> impl Iterator<Item = (NodeId, Passing)> + '_ {
    captured.iter().flat_map(|variable| variable.uses.iter().map(|used| (*used, variable.passing)))
}

/// What is replaced for a use: the name, or with `&` before it where the context holds the address anyway.
fn replaced(marked: &Marked<'_>, used: NodeId, passing: Passing) -> NodeId {
    let parent = marked.tree.parent(used);
    parent.filter(|it| passing == Passing::Address && takes_address(marked, *it)).unwrap_or(used)
}

fn takes_address(marked: &Marked<'_>, node: NodeId) -> bool {
    let operator = marked.tree.own_tokens(node).next().map(|token| marked.tree.token(token).kind);
    marked.tree.kind(node) == NodeKind::UnaryExpression && operator == Some(TokenKind::Amp)
}

fn through_context(marked: &Marked<'_>, used: NodeId, passing: Passing, names: &Names) -> String {
    let member = format!("{}->{}", names.variable, marked.text(used));
    let is_address = replaced(marked, used, passing) != used;
    if passing == Passing::Address && !is_address { format!("(*{member})") } else { member }
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
        .map(|(used, passing)| {
            let place = marked.tree.span(replaced(marked, used, passing));
            (place, through_context(marked, used, passing, names))
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
