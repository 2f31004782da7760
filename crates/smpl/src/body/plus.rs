//! Added code: which token a run of `+` lines hangs on, and on which side.
//!
//! ```text
//!   - f(a);                     ...                        {
//!   + g(a);   after the `;`   + g(a);   before `f`       + g(a);   after the `{`
//!     h();                      f(a);                      ...
//! ```
//!
//! Removed code next to the run is preferred, for then the run replaces it; dots never hold anything unless they are
//! removed. Beside a disjunction and nothing else, the run hangs on each of its branches.

use source::Span;

use super::lines::{self, Line, Role};
use super::{added, is_code};
use crate::builder::RuleBuilder;
use crate::outline::Outline;
use crate::{Mark, PatternNode, PatternPart, PatternTokenId, PlusBlock, PlusShape};
use csyntax::{NodeKind, TokenKind};

/// A run of `+` lines with no code to be matched between them.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) lines: Vec<Line>,
    pub(crate) multiple: bool,
}

impl Run {
    pub(crate) fn span(&self) -> Span {
        let first = self.lines.first().map_or(0, |line| line.code.start);
        Span::new(first, self.lines.last().map_or(first, |line| line.code.end))
    }
}

/// Hangs the added code of the body on the tokens of its pattern.
pub(crate) fn attach(builder: &mut RuleBuilder<'_>, pattern: &PatternNode) {
    let runs = runs(builder);
    if runs.is_empty() {
        return;
    }
    let outline = Outline::of(pattern, &builder.tokens);
    for run in runs {
        let places = places(builder, pattern, &outline, run.span().start);
        if places.is_empty() {
            let error = nothing_to_hang_on(builder, &run, outline.order.is_empty());
            builder.errors.push(error);
        }
        for place in places {
            let (inside, outside) = split(builder, &outline, &run, place);
            let inside = inside.map(|run| block(builder, &outline, &run, place));
            let outside = outside
                .map(|run| PlusBlock { outside: true, ..block(builder, &outline, &run, place) });
            let token = &mut builder.tokens[place.token.0 as usize];
            match place.side {
                Side::After => token.plus_after.extend(inside.into_iter().chain(outside)),
                Side::Before => token.plus_before.extend(inside),
            }
        }
    }
}

fn runs(builder: &RuleBuilder<'_>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut open = false;
    for line in &builder.lines {
        match line.role {
            Role::Plus { multiple } => {
                match out.last_mut().filter(|run| open && run.multiple == multiple) {
                    Some(run) => run.lines.push(*line),
                    None => out.push(Run { lines: vec![*line], multiple }),
                }
                open = true;
            }
            Role::Slice(_) => open &= line.code.of(&builder.slice).trim_ascii().is_empty(),
        }
    }
    out
}

/// The lines of a run that replaces the branch of a statement: those in the branch's column, and those from the first
/// in the column of the statement on, which come behind it.
fn split(
    builder: &RuleBuilder<'_>,
    outline: &Outline,
    run: &Run,
    place: Place,
) -> (Option<Run>, Option<Run>) {
    let start = outline.item_start(place.token);
    let column = |line: &Line| {
        let code = line.code.of(&builder.file.text);
        let blanks = code.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let at = line.code.start + blanks as u32;
        (blanks < code.len()).then(|| lines::column(&builder.file.text, at))
    };
    let outer = line_column(builder, builder.tokens[start.0 as usize].span.start).max(1);
    let is_outside = |line: &Line| column(line).is_some_and(|column| column <= outer);
    let goes = builder.tokens[place.token.0 as usize].mark == Mark::Minus;
    let stays = builder.tokens[start.0 as usize].mark != Mark::Minus;
    let at = run.lines.iter().position(is_outside).filter(|at| *at > 0);
    match at.filter(|_| goes && stays && place.side == Side::After) {
        Some(at) => {
            let part = |lines: &[Line]| Run { lines: lines.to_vec(), multiple: run.multiple };
            (Some(part(&run.lines[..at])), Some(part(&run.lines[at..])))
        }
        None => (Some(run.clone()), None),
    }
}

/// Where a run may hang.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Place {
    token: PatternTokenId,
    side: Side,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Before,
    After,
}

fn places(
    builder: &RuleBuilder<'_>,
    pattern: &PatternNode,
    outline: &Outline,
    offset: u32,
) -> Vec<Place> {
    let kind = |id: PatternTokenId| builder.tokens[id.0 as usize].kind;
    let is_minus = |place: &Place| builder.tokens[place.token.0 as usize].mark == Mark::Minus;
    let at = outline.order.partition_point(|id| builder.tokens[id.0 as usize].span.start < offset);
    let before = at.checked_sub(1).and_then(|at| outline.order.get(at));
    let beside: Vec<Place> = [(before, Side::After), (outline.order.get(at), Side::Before)]
        .into_iter()
        .filter_map(|(token, side)| token.map(|token| Place { token: *token, side }))
        .collect();
    let code: Vec<Place> =
        beside.iter().copied().filter(|place| is_code(kind(place.token))).collect();
    // Elements of an initializer come in any order: what is written in front of the first belongs to it.
    let opens_initializer = |place: &&Place| {
        place.side == Side::After
            && kind(place.token) == TokenKind::LBrace
            && owner(pattern, place.token)
                .is_some_and(|node| node.kind == NodeKind::InitializerList)
    };
    let chosen = code.iter().find(|place| is_minus(place));
    if let Some(place) =
        chosen.or(code.iter().find(|place| !opens_initializer(place))).or(code.first())
    {
        return vec![*place];
    }
    let edges: Vec<Place> =
        beside.iter().flat_map(|place| branch_edges(builder, pattern, *place)).collect();
    if !edges.is_empty() {
        return edges;
    }
    let removed_dots = |place: &&Place| is_minus(place) && kind(place.token) == TokenKind::Dots;
    beside.iter().filter(removed_dots).take(1).copied().collect()
}

/// For the outer bracket of a disjunction: the code at that edge of each branch.
fn branch_edges(builder: &RuleBuilder<'_>, pattern: &PatternNode, place: Place) -> Vec<Place> {
    let bracket = match place.side {
        Side::After => TokenKind::DisjunctionClose,
        Side::Before => TokenKind::DisjunctionOpen,
    };
    if builder.tokens[place.token.0 as usize].kind != bracket {
        return Vec::new();
    }
    let Some(disjunction) = owner(pattern, place.token) else { return Vec::new() };
    // All branches of a conjunction match: one of them will do.
    let most = if disjunction.kind == NodeKind::Conjunction { 1 } else { usize::MAX };
    disjunction
        .children()
        .take(most)
        .filter_map(|branch| {
            let tokens = branch.tokens();
            let edge = if place.side == Side::After { tokens.last() } else { tokens.first() };
            edge.map(|token| Place { token: *token, side: place.side })
        })
        .flat_map(|edge| {
            if is_code(builder.tokens[edge.token.0 as usize].kind) {
                vec![edge]
            } else {
                branch_edges(builder, disjunction, edge)
            }
        })
        .collect()
}

/// The node that a token is an own token of.
fn owner(node: &PatternNode, token: PatternTokenId) -> Option<&PatternNode> {
    let own = |part: &PatternPart| matches!(part, PatternPart::Token(id) if *id == token);
    if node.parts.iter().any(own) {
        return Some(node);
    }
    node.children().find_map(|child| owner(child, token))
}

fn block(builder: &mut RuleBuilder<'_>, outline: &Outline, run: &Run, place: Place) -> PlusBlock {
    let text = added::one_declarator_each(builder, added::text(builder.file, run));
    let after = place.side == Side::After;
    let shape = added::shape(builder, outline, &text, place.token, after);
    let line_of = match shape {
        PlusShape::Lines if after => outline.item_start(place.token),
        _ => place.token,
    };
    let anchor = builder.tokens[line_of.0 as usize].span.start;
    PlusBlock {
        pieces: added::pieces(builder, &text),
        shape,
        multiple: run.multiple,
        outside: false,
        continues: continues_line(builder, run),
        column: text
            .lines
            .iter()
            .find(|(_, line)| !line.is_empty())
            .map_or(0, |(column, _)| *column),
        // Added code can not begin in the first column; a context line there is taken as one that begins beside it.
        anchor_column: line_column(builder, anchor).max(1),
        span: run.span(),
    }
}

/// Whether the line in front of a run ends in a `\\`.
fn continues_line(builder: &RuleBuilder<'_>, run: &Run) -> bool {
    let start = run.span().start;
    let before = builder.lines.iter().rfind(|line| line.code.end < start);
    before.is_some_and(|line| line.code.of(&builder.slice).trim_ascii_end().ends_with(b"\\"))
}

/// The column of the first code on the line of an offset.
fn line_column(builder: &RuleBuilder<'_>, offset: u32) -> u32 {
    let Some(line) = lines::line_at(&builder.lines, offset) else { return 0 };
    let code = line.code.of(&builder.slice);
    let blanks = code.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    lines::column(&builder.file.text, line.code.start + blanks as u32)
}

fn nothing_to_hang_on(builder: &RuleBuilder<'_>, run: &Run, only_plus: bool) -> source::Diagnostic {
    let error = builder.file.error(
        run.span(),
        "this added code has no code beside it to be added to",
        if only_plus {
            "the rule matches nothing"
        } else {
            "dots or an empty branch on both sides"
        },
    );
    error.help("Put it next to a line of context, or next to the `-` lines it replaces.")
}
