//! One cut at a time: what a rule says about rules that matched nowhere.

use csyntax::NodeKind;
use source::Span;

use super::{Draft, inherited};
use crate::{
    CodeRule, Dependency, MetaId, PatternNode, PatternPart, PlusPiece, Rule, RuleBody, print,
};

/// The text with one thing less, or `None` when there is nothing to cut. `matched` tells the rules that matched.
pub(super) fn step(draft: &Draft, matched: &[bool]) -> Option<String> {
    let dead_rule = |name: &str| {
        let found = draft.patch.rules.iter().position(|rule| rule.named && rule.name == name);
        found.is_some_and(|at| !matched[at])
    };
    let rules = draft.patch.rules.iter().enumerate().filter(|(at, _)| matched[*at]);
    rules
        .filter_map(|(at, rule)| match &rule.body {
            RuleBody::Code(code) => Some((at, rule, code)),
            RuleBody::Script(_) => None,
        })
        .find_map(|(at, rule, code)| {
            let dead: Vec<MetaId> = inherited(code)
                .filter(|(_, from)| dead_rule(from))
                .map(|(at, _)| MetaId(at as u32))
                .collect();
            dependency(draft, rule, code, &dead_rule)
                .or_else(|| branch(draft, code, &code.pattern, &dead))
                .or_else(|| declaration(draft, at, code, &dead))
        })
}

/// The header without the rules that matched nowhere.
fn dependency(
    draft: &Draft,
    rule: &Rule,
    code: &CodeRule,
    dead: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let Reduced::Open(depends) = reduce(&rule.depends, dead) else {
        // It ran, so what it depends on held.
        let rule = Rule { depends: Dependency::Always, ..rule.clone() };
        return Some(header_replaced(draft, &rule, code));
    };
    (depends != rule.depends)
        .then(|| header_replaced(draft, &Rule { depends, ..rule.clone() }, code))
}

fn header_replaced(draft: &Draft, rule: &Rule, code: &CodeRule) -> String {
    replaced(draft, rule.span, &format!("@{}@", print::header(rule, code)))
}

/// A dependency, as far as it is known.
enum Reduced {
    Known(bool),
    Open(Dependency),
}

fn reduce(dependency: &Dependency, dead: &dyn Fn(&str) -> bool) -> Reduced {
    use Dependency as D;
    match dependency {
        D::Rule(name) | D::Ever(name) if dead(name) => Reduced::Known(false),
        D::Never(name) if dead(name) => Reduced::Known(true),
        D::Not(inner) => match reduce(inner, dead) {
            Reduced::Known(value) => Reduced::Known(!value),
            Reduced::Open(inner) => Reduced::Open(D::Not(Box::new(inner))),
        },
        D::And(left, right) => both(reduce(left, dead), reduce(right, dead), true, D::And),
        D::Or(left, right) => both(reduce(left, dead), reduce(right, dead), false, D::Or),
        other => Reduced::Open(other.clone()),
    }
}

/// Two operands; `neutral` is the value that does not matter.
fn both(
    left: Reduced,
    right: Reduced,
    neutral: bool,
    join: fn(Box<Dependency>, Box<Dependency>) -> Dependency,
) -> Reduced {
    match (left, right) {
        (Reduced::Known(value), other) | (other, Reduced::Known(value)) => {
            if value == neutral {
                other
            } else {
                Reduced::Known(value)
            }
        }
        (Reduced::Open(left), Reduced::Open(right)) => {
            Reduced::Open(join(Box::new(left), Box::new(right)))
        }
    }
}

/// The first disjunction without a branch that can not have matched. Only disjunctions that are laid out with their
/// parentheses and bars on lines of their own are cut: whole lines go.
fn branch(draft: &Draft, code: &CodeRule, node: &PatternNode, dead: &[MetaId]) -> Option<String> {
    let own = if node.kind == NodeKind::Disjunction { cut(draft, code, node, dead) } else { None };
    own.or_else(|| node.children().find_map(|child| branch(draft, code, child, dead)))
}

fn cut(draft: &Draft, code: &CodeRule, node: &PatternNode, dead: &[MetaId]) -> Option<String> {
    let bars: Vec<Span> = node
        .parts
        .iter()
        .filter_map(|part| match part {
            PatternPart::Token(id) => line_alone(draft, code.token(*id).span),
            PatternPart::Node(_) => None,
        })
        .collect();
    let branches: Vec<&PatternNode> = node.children().collect();
    if bars.len() != branches.len() + 1 || branches.len() < 2 {
        return None;
    }
    let gone = branches.iter().position(|branch| asks_for(code, branch, dead))?;
    let line = |at: usize| Span::new(bars[at].end, bars[at + 1].start);
    if branches.len() == 2 {
        let left = draft.file.str(line(1 - gone));
        return Some(replaced(draft, Span::new(bars[0].start, bars[2].end), &left));
    }
    // The first branch goes with the bar behind it, any other with the one in front.
    let span = if gone == 0 {
        Span::new(bars[0].end, bars[1].end)
    } else {
        Span::new(bars[gone].start, bars[gone + 1].start)
    };
    Some(replaced(draft, span, ""))
}

/// The line of a token that stands alone on it.
fn line_alone(draft: &Draft, token: Span) -> Option<Span> {
    let text = &draft.file.text[..];
    let start = text[..token.start as usize].iter().rposition(|byte| *byte == b'\n')? + 1;
    let end = token.end as usize;
    let end = end + text[end..].iter().position(|byte| *byte == b'\n')? + 1;
    let span = Span::new(start as u32, end as u32);
    (span.of(text).trim_ascii() == token.of(text)).then_some(span)
}

/// True when code can match only with one of `dead` bound: it stands outside of what may be passed over.
fn asks_for(code: &CodeRule, node: &PatternNode, dead: &[MetaId]) -> bool {
    match node.kind {
        NodeKind::Nest => false,
        NodeKind::Disjunction => node.children().all(|branch| asks_for(code, branch, dead)),
        _ => node.parts.iter().any(|part| match part {
            PatternPart::Node(child) => asks_for(code, child, dead),
            PatternPart::Token(id) => {
                let token = code.token(*id);
                let names = token.meta.iter().chain(&token.attached);
                !token.optional && names.into_iter().any(|meta| dead.contains(meta))
            }
        }),
    }
}

/// The first declaration of a metavariable that nothing uses any more and that no rule can have bound.
fn declaration(draft: &Draft, at: usize, code: &CodeRule, dead: &[MetaId]) -> Option<String> {
    let unused = dead.iter().find(|meta| {
        let name = &code.metavariable(**meta).name;
        !name.contains('.') && !is_used(code, **meta)
    })?;
    let place = code.metavariable(*unused).span.start;
    let span = item(draft, draft.rules[at].declarations, place)?;
    Some(replaced(draft, span, ""))
}

fn is_used(code: &CodeRule, meta: MetaId) -> bool {
    code.tokens.iter().any(|token| {
        let mut blocks = token.plus_before.iter().chain(&token.plus_after);
        token.meta == Some(meta)
            || token.attached.contains(&meta)
            || blocks.any(|block| block.pieces.contains(&PlusPiece::Meta(meta)))
    })
}

/// What to remove so that the declaration of the name at `place` goes: the name and a comma, or the whole line.
fn item(draft: &Draft, declarations: Span, place: u32) -> Option<Span> {
    let text = declarations.of(&draft.file.text);
    let place = place.checked_sub(declarations.start)? as usize;
    let mut depth = 0;
    let (mut commas, mut start, mut end) = (Vec::new(), 0, None);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth -= 1,
            b',' if depth == 0 => commas.push(at),
            b';' if depth == 0 && at > place => {
                end = Some(at);
                break;
            }
            b';' if depth == 0 => (start, commas) = (at + 1, Vec::new()),
            _ => {}
        }
    }
    let end = end?;
    let before = commas.iter().rev().find(|comma| **comma < place);
    let after = commas.iter().find(|comma| **comma > place);
    let (from, to) = match (before, after) {
        (Some(before), after) => (*before, after.copied().unwrap_or(end)),
        (None, Some(after)) => {
            let blank = text[after + 1..].iter().take_while(|it| it.is_ascii_whitespace()).count();
            let name = text[..place].iter().rposition(u8::is_ascii_whitespace)? + 1;
            (name, after + 1 + blank)
        }
        (None, None) => (start, end + 1),
    };
    let offset = |at: usize| declarations.start + at as u32;
    Some(Span::new(offset(from), offset(to)))
}

fn replaced(draft: &Draft, span: Span, by: &str) -> String {
    let text = &draft.file;
    let (before, after) = (Span::new(0, span.start), Span::new(span.end, text.text.len() as u32));
    text.str(before) + by + &text.str(after)
}
