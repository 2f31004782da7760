//! Building the code that an isomorphism leads to, with marks, attachments and added code carried over.
//!
//! ```text
//!   - x@p == NULL      matched by  X == NULL        - !  - x@p       the new `!` goes as `==` and `NULL` went,
//!   + foo              leads to    !X                                + foo   now behind the last token
//! ```
//!
//! What can not be carried over makes no alternative: the form's own tokens marked differently, a position on a token
//! that has no counterpart, code that the rule looks at and the new form leaves out.

use csyntax::{NodeKind, TokenKind};

use super::forms::{Bound, Matched, whole_metavariable};
use super::{Isomorphism, negate};
use crate::{
    CodeRule, Mark, MetaId, Metavariable, PatternNode, PatternPart, PatternToken, PatternTokenId,
    PlusPiece, When,
};

/// The alternative that form `to` of `iso` is for `node`; `None` when the rule does not allow it.
pub(crate) fn alternative(
    rule: &mut CodeRule,
    iso: &Isomorphism,
    to: usize,
    matched: &Matched,
    node: &PatternNode,
) -> Option<PatternNode> {
    let form = &iso.forms[to].pattern;
    let mark = mark_of(rule, matched, node)?;
    let left_out: Vec<PatternTokenId> = dropped(iso, form, matched)
        .map(|bound| left_out(rule, mark, bound))
        .collect::<Option<_>>()?;
    let span = rule.token(*node.tokens().first()?).span;
    let mut own = matched.own.clone();
    let mut builder = Builder {
        rule,
        iso,
        matched,
        own: &mut own,
        kept: Vec::new(),
        mark,
        span,
        fresh: Vec::new(),
    };
    let built = builder.node(form, Slot::Free)?;
    let mut kept: Vec<PatternTokenId> = builder.kept;
    if node.kind == NodeKind::CompoundStatement && !may_lose_braces(rule, mark, &built) {
        return None;
    }
    if mark != Mark::Context {
        // Code added beside removed tokens of the form may replace them, whatever token it hangs on.
        kept.extend(node.tokens().first().into_iter().chain(node.tokens().last()));
    }
    let gone: Vec<PatternTokenId> = own.iter().map(|(token, _)| *token).chain(left_out).collect();
    carry(rule, &gone, &kept, node, built)
}

/// The mark of the form's own tokens, which must be one. When the form has none, that of the whole piece; what is
/// put beside a piece that only changes in part stays.
fn mark_of(rule: &CodeRule, matched: &Matched, node: &PatternNode) -> Option<Mark> {
    let own: Vec<PatternTokenId> = matched.own.iter().map(|(token, _)| *token).collect();
    let whole = own.is_empty();
    let tokens = if whole { node.tokens() } else { own };
    let mut marks = tokens.iter().map(|id| (rule.token(*id).mark, rule.token(*id).optional));
    let first = marks.next()?;
    let stays = |id: &PatternTokenId| {
        let token = rule.token(*id);
        matches!(token.mark, Mark::Context | Mark::Star) && !token.optional
    };
    match marks.all(|mark| mark == first) {
        true => Some(first.0),
        // A line with `*` is shown and stays as it is.
        false => (whole || tokens.iter().all(stays)).then_some(Mark::Context),
    }
}

/// Whether a statement can stand without the braces around it: not when they go and it stays, nor when it goes, they
/// stay, and nothing comes in its place.
fn may_lose_braces(rule: &CodeRule, braces: Mark, statement: &PatternNode) -> bool {
    let tokens = statement.tokens();
    let all_go = tokens.iter().all(|id| rule.token(*id).mark == Mark::Minus);
    let adds = |id: &PatternTokenId| {
        let token = rule.token(*id);
        !token.plus_before.is_empty() || !token.plus_after.is_empty()
    };
    match braces {
        Mark::Minus => all_go,
        _ => !all_go || tokens.iter().any(adds),
    }
}

/// What the matched form has and the new one does not.
fn dropped<'m>(
    iso: &'m Isomorphism,
    form: &'m PatternNode,
    matched: &'m Matched,
) -> impl Iterator<Item = &'m Bound> {
    let used: Vec<MetaId> =
        form.tokens().iter().filter_map(|id| iso.tokens[id.0 as usize].meta).collect();
    matched.bound.iter().filter(move |(meta, _)| !used.contains(meta)).map(|(_, bound)| bound)
}

/// The token of a piece that a rule can do without: dots, or a metavariable used nowhere else that anything satisfies,
/// which goes or stays as what it is left out of does. What hangs on it is carried over like that of all that is gone.
fn left_out(rule: &CodeRule, mark: Mark, bound: &Bound) -> Option<PatternTokenId> {
    let tokens = match bound {
        Bound::Node(node) => node.tokens(),
        Bound::Token(token) => vec![*token],
        Bound::Parts(_) => return None,
    };
    let [only] = &tokens[..] else { return None };
    let token = rule.token(*only);
    let asks_nothing = token.attached.is_empty()
        && token.dots.as_ref().is_none_or(|dots| dots.whens.is_empty())
        && (mark == Mark::Minus) == (token.mark == Mark::Minus);
    let may_go =
        token.kind == TokenKind::Dots || token.meta.is_some_and(|meta| is_pure(rule, meta));
    (asks_nothing && may_go).then_some(*only)
}

/// A metavariable that asks nothing of its one value.
fn is_pure(rule: &CodeRule, meta: MetaId) -> bool {
    let declared = rule.metavariable(meta);
    let blocks = |token: &PatternToken| {
        let blocks = token.plus_before.iter().chain(&token.plus_after);
        blocks.flat_map(|block| &block.pieces).any(|piece| *piece == PlusPiece::Meta(meta))
    };
    let in_whens = rule.tokens.iter().flat_map(|token| &token.dots).flat_map(|dots| &dots.whens);
    let whens: usize = in_whens.map(|when| uses_in_when(rule, when, meta)).sum();
    uses(rule, &rule.pattern, meta) + whens == 1
        && declared.origin == crate::Origin::Local
        && declared.types.is_empty()
        && declared.constraints.is_empty()
        && !rule.tokens.iter().any(blocks)
}

/// How often one match can use a metavariable: of the branches of a disjunction, one.
fn uses(rule: &CodeRule, node: &PatternNode, meta: MetaId) -> usize {
    let each = node.parts.iter().map(|part| match part {
        PatternPart::Node(child) => uses(rule, child, meta),
        PatternPart::Token(id) => usize::from(rule.token(*id).meta == Some(meta)),
    });
    if node.kind == NodeKind::Disjunction { each.max().unwrap_or(0) } else { each.sum() }
}

fn uses_in_when(rule: &CodeRule, when: &When, meta: MetaId) -> usize {
    match when {
        When::Not(code) | When::Always(code) | When::NotTrue(code) | When::NotFalse(code) => {
            uses(rule, code, meta)
        }
        When::Any | When::Strict | When::Forall | When::Exists => 0,
    }
}

/// Where an expression is put, as far as it may need parentheses there: the lowest level that needs none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Free,
    Operand(u8),
}

struct Builder<'b> {
    rule: &'b mut CodeRule,
    iso: &'b Isomorphism,
    matched: &'b Matched,
    /// The matched form's own tokens that no new token has taken the place of yet.
    own: &'b mut Vec<(PatternTokenId, PatternTokenId)>,
    /// The new tokens that took the place of one.
    kept: Vec<PatternTokenId>,
    mark: Mark,
    span: source::Span,
    /// The metavariables that the new form brings, and what they are in the rule.
    fresh: Vec<(MetaId, MetaId)>,
}

impl Builder<'_> {
    fn node(&mut self, form: &PatternNode, slot: Slot) -> Option<PatternNode> {
        if let Some(meta) = whole_metavariable(self.iso, form) {
            match self.matched.get(meta) {
                Some(Bound::Node(node)) => return Some(self.in_slot(node.clone(), slot)),
                Some(Bound::Parts(_)) => return None,
                _ => {}
            }
        }
        if let Some(negated) = self.negation(form) {
            return Some(self.in_slot(negated, slot));
        }
        let mut parts = Vec::new();
        for (at, part) in form.parts.iter().enumerate() {
            match part {
                PatternPart::Token(id) => parts.push(PatternPart::Token(self.token(*id))),
                PatternPart::Node(child) => match self.spliced(child) {
                    Some(spliced) => parts.extend(spliced),
                    None => {
                        let slot = slot_of(self.iso, form, at);
                        parts.push(PatternPart::Node(self.node(child, slot)?));
                    }
                },
            }
        }
        Some(PatternNode { kind: form.kind, parts })
    }

    /// `!X` where `X` stands for what can be turned round: `a == b` becomes `a != b`.
    fn negation(&mut self, form: &PatternNode) -> Option<PatternNode> {
        let (NodeKind::UnaryExpression, [PatternPart::Token(bang), PatternPart::Node(operand)]) =
            (form.kind, form.parts.as_slice())
        else {
            return None;
        };
        let meta = whole_metavariable(self.iso, operand)?;
        match self.matched.get(meta)? {
            Bound::Node(node) if self.iso.tokens[bang.0 as usize].kind == TokenKind::Bang => {
                negate::negated(self.rule, node)
            }
            _ => None,
        }
    }

    /// The specifiers that a type metavariable stands for.
    fn spliced(&self, child: &PatternNode) -> Option<Vec<PatternPart>> {
        let meta = whole_metavariable(self.iso, child)?;
        match self.matched.get(meta)? {
            Bound::Parts(parts) => Some(parts.clone()),
            _ => None,
        }
    }

    fn token(&mut self, id: PatternTokenId) -> PatternTokenId {
        let form = &self.iso.tokens[id.0 as usize];
        let meta = match form.meta.map(|meta| (meta, self.matched.get(meta))) {
            Some((_, Some(Bound::Token(token)))) => return *token,
            Some((meta, _)) => Some(self.brought(meta)),
            None => None,
        };
        let mut token = PatternToken { meta, mark: self.mark, span: self.span, ..form.clone() };
        let same = |(_, old): &(PatternTokenId, PatternTokenId)| {
            let old = &self.iso.tokens[old.0 as usize];
            old.kind == form.kind && old.text == form.text
        };
        if let Some(at) = self.own.iter().position(same) {
            let old = self.rule.token(self.own.remove(at).0).clone();
            token = PatternToken { kind: token.kind, text: token.text, meta, ..old };
            self.kept.push(PatternTokenId(self.rule.tokens.len() as u32));
        }
        push(self.rule, token)
    }

    /// The rule's own metavariable for one that the new form brings: it stands for anything.
    fn brought(&mut self, meta: MetaId) -> MetaId {
        if let Some((_, known)) = self.fresh.iter().find(|(of_iso, _)| *of_iso == meta) {
            return *known;
        }
        let declared = &self.iso.metavariables[meta.0 as usize];
        let id = MetaId(self.rule.metavariables.len() as u32);
        let name = format!("{}.{}#{}", self.iso.name, declared.name, id.0);
        self.rule.metavariables.push(Metavariable::new(name, self.span, declared.kind));
        self.fresh.push((meta, id));
        id
    }

    /// An expression, in parentheses where the place needs them.
    fn in_slot(&mut self, node: PatternNode, slot: Slot) -> PatternNode {
        let Slot::Operand(lowest) = slot else { return node };
        if level(self.rule, &node) >= lowest {
            return node;
        }
        let mut bracket = |kind, text: &str| {
            let token = PatternToken {
                kind,
                text: text.to_owned(),
                span: self.span,
                meta: None,
                mark: self.mark,
                optional: false,
                attached: Vec::new(),
                plus_before: Vec::new(),
                plus_after: Vec::new(),
                dots: None,
            };
            PatternPart::Token(push(self.rule, token))
        };
        let open = bracket(TokenKind::LParen, "(");
        let close = bracket(TokenKind::RParen, ")");
        let parts = vec![open, PatternPart::Node(node), close];
        PatternNode { kind: NodeKind::ParenthesizedExpression, parts }
    }
}

pub(super) fn push(rule: &mut CodeRule, token: PatternToken) -> PatternTokenId {
    rule.tokens.push(token);
    PatternTokenId(rule.tokens.len() as u32 - 1)
}

const UNARY: u8 = 13;
const POSTFIX: u8 = 14;

/// How tightly an expression holds together, as C's grammar has it: 0 for a comma, 15 for a name.
fn level(rule: &CodeRule, node: &PatternNode) -> u8 {
    use NodeKind as N;
    match node.kind {
        N::CommaExpression => 0,
        N::AssignmentExpression => 1,
        N::ConditionalExpression => 2,
        N::BinaryExpression => node
            .parts
            .iter()
            .find_map(|part| match part {
                PatternPart::Token(id) => Some(operator_level(rule.token(*id).kind)),
                PatternPart::Node(_) => None,
            })
            .unwrap_or(3),
        N::CastExpression | N::UnaryExpression | N::PrefixExpression | N::SizeofExpression => UNARY,
        N::CallExpression | N::SubscriptExpression | N::MemberExpression => POSTFIX,
        _ => 15,
    }
}

fn operator_level(kind: TokenKind) -> u8 {
    use TokenKind as T;
    match kind {
        T::PipePipe => 3,
        T::AmpAmp => 4,
        T::Pipe => 5,
        T::Caret => 6,
        T::Amp => 7,
        T::EqEq | T::Ne => 8,
        T::Lt | T::Gt | T::Le | T::Ge => 9,
        T::Shl | T::Shr => 10,
        T::Plus | T::Minus => 11,
        _ => 12,
    }
}

/// What the place of part `at` of a form asks of the expression put there.
fn slot_of(iso: &Isomorphism, form: &PatternNode, at: usize) -> Slot {
    use NodeKind as N;
    Slot::Operand(match form.kind {
        N::UnaryExpression | N::CastExpression | N::SizeofExpression | N::PrefixExpression => UNARY,
        N::MemberExpression | N::PostfixExpression => POSTFIX,
        N::SubscriptExpression | N::CallExpression if at == 0 => POSTFIX,
        N::BinaryExpression => {
            let operator = form.parts.iter().find_map(|part| match part {
                PatternPart::Token(id) => Some(iso.tokens[id.0 as usize].kind),
                PatternPart::Node(_) => None,
            });
            operator_level(operator.unwrap_or(TokenKind::Eof)) + u8::from(at > 0)
        }
        N::ConditionalExpression if at == 0 => 3,
        N::ConditionalExpression => 2,
        _ => return Slot::Free,
    })
}

/// Moves what hung on tokens that are gone: added code at the edges goes to the new edges. Gives up on the rest.
fn carry(
    rule: &mut CodeRule,
    gone: &[PatternTokenId],
    kept: &[PatternTokenId],
    node: &PatternNode,
    mut built: PatternNode,
) -> Option<PatternNode> {
    let old = node.tokens();
    let (first, last) = (*old.first()?, *old.last()?);
    for id in gone {
        let token = rule.token(*id);
        let inner = (*id != first && !token.plus_before.is_empty())
            || (*id != last && !token.plus_after.is_empty());
        if inner || !token.attached.is_empty() {
            return None;
        }
    }
    if is_cut_off(rule, gone, &old) {
        return None;
    }
    let minus = old.iter().all(|id| rule.token(*id).mark == Mark::Minus);
    if !minus && moved_inside(rule, kept, &built) {
        return None;
    }
    let is_gone = |id| gone.contains(&id);
    move_edge(rule, &mut built, first, minus, is_gone(first), Edge::First)?;
    move_edge(rule, &mut built, last, minus, is_gone(last), Edge::Last)?;
    Some(built)
}

/// Whether code is added between a token that is gone and code that stays: `{` + `a();` `b(); }`.
fn is_cut_off(rule: &CodeRule, gone: &[PatternTokenId], old: &[PatternTokenId]) -> bool {
    let is_gone = |id: PatternTokenId| gone.contains(&id);
    old.windows(2).any(|pair| {
        let (left, right) = (rule.token(pair[0]), rule.token(pair[1]));
        (is_gone(pair[0]) && right.mark == Mark::Context && !right.plus_before.is_empty())
            || (is_gone(pair[1]) && left.mark == Mark::Context && !left.plus_after.is_empty())
    })
}

/// Whether added code on one of the tokens kept would land between other code than before.
fn moved_inside(rule: &CodeRule, kept: &[PatternTokenId], built: &PatternNode) -> bool {
    let tokens = built.tokens();
    kept.iter().filter(|id| tokens.contains(id)).any(|id| {
        let token = rule.token(*id);
        (!token.plus_before.is_empty() && tokens.first() != Some(id))
            || (!token.plus_after.is_empty() && tokens.last() != Some(id))
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    First,
    Last,
}

/// Puts the added code at one edge of the old piece to the same edge of the new one. Where all is removed, the code
/// replaces the whole piece; where it is not, code that hangs on a kept token stays with that token.
fn move_edge(
    rule: &mut CodeRule,
    built: &mut PatternNode,
    old: PatternTokenId,
    minus: bool,
    gone: bool,
    edge: Edge,
) -> Option<()> {
    let blocks = match edge {
        Edge::First => rule.token(old).plus_before.clone(),
        Edge::Last => rule.token(old).plus_after.clone(),
    };
    if blocks.is_empty() || !(minus || gone) {
        return Some(());
    }
    let tokens = built.tokens();
    let new = *if edge == Edge::First { tokens.first()? } else { tokens.last()? };
    let unchanged = |token: &PatternToken| match edge {
        Edge::First => token.plus_before == blocks,
        Edge::Last => token.plus_after == blocks,
    };
    if unchanged(rule.token(new)) {
        return Some(());
    }
    // Taken off whichever token of the new piece carries it inside, then put on the edge.
    for id in tokens {
        let mut token = rule.token(id).clone();
        if id == new {
            match edge {
                Edge::First => {
                    token.plus_before.splice(0..0, blocks.iter().cloned()).for_each(drop)
                }
                Edge::Last => token.plus_after.extend(blocks.iter().cloned()),
            }
        } else if unchanged(&token) {
            match edge {
                Edge::First => token.plus_before.clear(),
                Edge::Last => token.plus_after.clear(),
            }
        } else {
            continue;
        }
        let copy = push(rule, token);
        replace(built, id, copy);
    }
    Some(())
}

fn replace(node: &mut PatternNode, old: PatternTokenId, new: PatternTokenId) {
    for part in &mut node.parts {
        match part {
            PatternPart::Token(id) if *id == old => *id = new,
            PatternPart::Token(_) => {}
            PatternPart::Node(child) => replace(child, old, new),
        }
    }
}
