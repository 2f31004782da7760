//! From witnesses to a plan: which tokens go, and what comes where.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use csyntax::{NodeId, NodeKind, TokenId, TokenKind, Tree};
use smpl::{
    CodeRule, FreshPart, Mark, MetaId, MetaKind, Metavariable, Origin, PatternNode, PatternPart,
    PatternTokenId, PlusBlock, PlusPiece, PlusShape,
};
use source::Span;

use crate::attributes;
use crate::claims::Claims;
use crate::commas;
use crate::declared;
use crate::directive_trees::DirectiveTrees;
use crate::env::{Env, Extent, Hit};
use crate::flow::Witness;
use crate::heads;
use crate::layout::{self, Style};
use crate::matching::{Compiled, last_name};
use crate::nesting::{self, Inside, Nested, Pending};
use crate::plan::{Added, AddedPiece, Anchor, Insertion, Plan, Side};
use crate::precedence::{self, Strength};
use crate::scripting::Scripting;
use crate::type_names;
use crate::unchanged;
use crate::value::{ValueId, Values, span_of};

/// Gathers what the matches of one rule want of one file.
pub(crate) struct Collector<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) rule: &'a CodeRule,
    constraints: &'a Compiled,
    scripts: &'a Scripting<'a>,
    plan: Plan,
    /// Added code by where it stands and which lines of the rule it comes from: one match must not contradict another.
    placed: HashMap<(Anchor, Side, PatternTokenId, usize), Vec<Vec<AddedPiece>>>,
    /// Code beside an `#include` that stands for many: it is added once, at the first or the last.
    beside_includes: Vec<(PatternTokenId, Insertion)>,
    /// The fresh identifiers of the match at hand.
    names: Env,
    /// Places at which two matches wanted different code.
    conflicts: Vec<Span>,
    claims: Claims,
    directives: &'a DirectiveTrees<'a>,
    style: &'a Style,
    /// The matches so far.
    pending: Vec<Pending>,
    /// What became of values that the match at hand moves, by what matches inside of them want.
    rewritten: HashMap<ValueId, String>,
    /// What the matches want inside of directives, by the directive's node.
    inside: BTreeMap<NodeId, Collector<'a>>,
}

/// What is wanted of a tree.
pub(crate) type Wanted<'a> = (&'a Tree, Plan);

impl<'a> Collector<'a> {
    pub(crate) fn new(
        tree: &'a Tree,
        rule: &'a CodeRule,
        constraints: &'a Compiled,
        scripts: &'a Scripting<'a>,
        directives: &'a DirectiveTrees<'a>,
        style: &'a Style,
    ) -> Self {
        let (pending, rewritten) = Default::default();
        Self {
            directives,
            style,
            pending,
            rewritten,
            inside: BTreeMap::new(),
            tree,
            rule,
            constraints,
            scripts,
            plan: Plan::default(),
            placed: HashMap::new(),
            beside_includes: Vec::new(),
            names: Env::default(),
            conflicts: Vec::new(),
            claims: Claims::default(),
        }
    }

    /// Takes a match; gives the names that it makes up.
    pub(crate) fn add(&mut self, root: &Rc<Witness>, values: &mut Values) -> Env {
        let names = self.fresh_names(root, values);
        self.pending.push(Pending::new(self.rule, root, names.clone()));
        names
    }

    /// Plans all that the matches want.
    pub(crate) fn settle(&mut self, values: &mut Values) {
        for nested in nesting::forest(std::mem::take(&mut self.pending)) {
            self.apply(nested, values);
        }
    }

    /// Plans all that one match wants, after those inside of what it moves.
    fn apply(&mut self, nested: Nested, values: &mut Values) {
        let Nested { own, inside } = nested;
        let root = &own.root;
        self.rewritten = inside
            .into_iter()
            .filter_map(|inside| {
                let value = root.find(inside.meta)?;
                Some((value, self.rewritten_piece(inside, values)?))
            })
            .collect();
        self.names = own.names;
        let mut all = Vec::new();
        root.walk(&mut |witness| all.push(witness));
        let hits = all.iter().flat_map(|witness| witness.hits.iter());
        if let Some(token) = self.claims.conflict(self.rule, hits) {
            self.conflicts.push(self.tree.token(token).span());
            return;
        }
        for witness in all {
            let hits: Vec<Hit> = witness.hits.iter().collect();
            for hit in hits.into_iter().rev() {
                self.hit(hit, witness, root, values);
            }
            let hits: Vec<(NodeId, Hit)> = witness.hits.in_directives().collect();
            for (directive, hit) in hits.into_iter().rev() {
                if let Some(inner) = self.inside(directive) {
                    inner.hit(hit, witness, root, values);
                }
            }
        }
    }

    /// A piece of code as the matches inside of it want it.
    fn rewritten_piece(&mut self, inside: Inside, values: &mut Values) -> Option<String> {
        let mut inner = self.like(self.tree);
        for nested in inside.matches {
            inner.apply(nested, values);
        }
        self.conflicts.append(&mut inner.conflicts);
        let (tree, plan) = inner.finish().into_iter().next()?;
        let edits = layout::edits(tree, &plan, self.style).ok()?;
        let (text, span) = (tree.text(), span_of(tree, inside.range));
        let edited = edits.apply(text);
        let behind = text.len() - span.end as usize;
        let piece = edited.get(span.start as usize..edited.len().checked_sub(behind)?)?;
        Some(String::from_utf8_lossy(piece).into_owned())
    }

    /// A collector for the same rule that holds nothing yet.
    fn like(&self, tree: &'a Tree) -> Self {
        Self::new(tree, self.rule, self.constraints, self.scripts, self.directives, self.style)
    }

    /// What gathers for a directive, knowing the names of the match at hand.
    fn inside(&mut self, directive: NodeId) -> Option<&mut Self> {
        let tree = self.directives.of(directive)?;
        let new = self.like(tree);
        let inner = self.inside.entry(directive).or_insert(new);
        inner.names.clone_from(&self.names);
        Some(inner)
    }

    /// The fresh identifiers of a match, which later rules may inherit.
    fn fresh_names(&self, root: &Witness, values: &mut Values) -> Env {
        let mut names = Env::default();
        for (at, meta) in self.rule.metavariables.iter().enumerate() {
            if meta.kind == MetaKind::FreshIdentifier && meta.origin == Origin::Local {
                let id = MetaId(at as u32);
                let known = names.clone();
                let find = |meta| root.find(meta).or_else(|| known.get(meta));
                if !self.has_seeds(meta, &find) {
                    continue;
                }
                let name = self.fresh_name(id, &find, values);
                names.bind(id, values.of_text(&name));
            }
        }
        names
    }

    /// The finished plans: of the file, then of the directives in which something changes.
    pub(crate) fn finish(mut self) -> Vec<Wanted<'a>> {
        let inside = std::mem::take(&mut self.inside);
        let mut plans = vec![self.plan()];
        plans.extend(inside.into_values().map(Self::plan));
        plans
    }

    /// Places at which two matches wanted different code.
    pub(crate) fn conflicts(&self) -> impl Iterator<Item = Span> {
        let inside = self.inside.values().flat_map(|inner| &inner.conflicts);
        self.conflicts.iter().chain(inside).copied()
    }

    fn plan(mut self) -> Wanted<'a> {
        self.drop_stray_commas();
        declared::settle(self.tree, &mut self.plan);
        heads::settle(self.tree, &mut self.plan);
        self.add_beside_includes();
        let tree = self.tree;
        self.plan.insertions.sort_by_key(|insertion| match insertion.anchor {
            Anchor::Token(token) => (tree.token(token).start, insertion.side),
            Anchor::Directive(node) => (tree.span(node).start, insertion.side),
        });
        attributes::keep(tree, &mut self.plan);
        unchanged::keep(tree, &mut self.plan);
        (tree, self.plan)
    }

    fn hit(&mut self, hit: Hit, witness: &Witness, root: &Witness, values: &mut Values) {
        let token = self.rule.token(hit.pattern);
        if hit.extent == Extent::Directive && token.mark == Mark::Minus {
            self.plan.removed_directives.insert(hit.owner);
        }
        if token.mark == Mark::Minus && !matches!(hit.extent, Extent::AddedOnly | Extent::Shared) {
            self.plan.removed.extend((hit.first.0..=hit.last.0).map(TokenId));
        }
        if hit.extent == Extent::MarkOnly {
            return;
        }
        let (before, after) = (&token.plus_before, &token.plus_after);
        let names = self.names.clone();
        let find =
            |meta| witness.find(meta).or_else(|| root.find(meta)).or_else(|| names.get(meta));
        for (at, block) in before.iter().enumerate() {
            let pieces = self.render(block, &find, values);
            self.place(hit, Side::Before, at, block, pieces);
        }
        for (at, block) in after.iter().enumerate() {
            let pieces = self.render(block, &find, values);
            self.place(hit, Side::After, at, block, pieces);
        }
    }

    fn place(
        &mut self,
        hit: Hit,
        side: Side,
        at: usize,
        block: &PlusBlock,
        pieces: Vec<AddedPiece>,
    ) {
        // What matched nothing has its place behind the token before it.
        let holds_code = hit.first <= hit.last;
        let anchor = if side == Side::Before && holds_code { hit.first } else { hit.last };
        let anchor = if side == Side::Before && block.shape == PlusShape::Lines {
            self.start_of_definition(anchor, hit.owner)
        } else {
            anchor
        };
        let (anchor, side) = match hit.extent {
            Extent::Directive => (Anchor::Directive(hit.owner), self.side_of_directive(hit, side)),
            _ if holds_code => (Anchor::Token(anchor), side),
            _ => (Anchor::Token(anchor), Side::After),
        };
        let mut pieces = pieces;
        self.fit_into_list(anchor, side, &mut pieces);
        let key = (anchor, side, hit.pattern, at);
        let may_join = block.multiple || hit.extent == Extent::Shared;
        let there = self.placed.entry(key).or_default();
        if there.contains(&pieces) {
            return;
        }
        if !there.is_empty() && !may_join {
            return self.conflicts.push(self.place_of(anchor));
        }
        there.push(pieces.clone());
        let added = Added {
            pieces,
            shape: block.shape,
            column: block.column,
            anchor_column: block.anchor_column,
        };
        let insertion = Insertion { anchor, side, node: Some(self.edge(hit, side, block)), added };
        if hit.extent == Extent::AddedOnly && token_is_comma(self.rule, hit.pattern) {
            self.separate(anchor, hit.owner);
        }
        if hit.extent == Extent::Directive && self.is_wildcard_include(hit.pattern) {
            self.beside_includes.push((hit.pattern, insertion));
        } else {
            self.plan.insertions.push(insertion);
        }
    }

    /// Added code that parts itself from what stands beside it, `, int n`, has no comma where nothing does.
    fn fit_into_list(&self, anchor: Anchor, side: Side, pieces: &mut Vec<AddedPiece>) {
        let Anchor::Token(token) = anchor else { return };
        let kind = |at: u32| self.tree.tokens().get(at as usize).map(|token| token.kind);
        let next = if side == Side::After { token.0 + 1 } else { token.0 };
        let before = next.checked_sub(1).and_then(kind);
        if before == Some(TokenKind::LParen)
            && let Some(first) = pieces.first_mut()
        {
            commas::without_first(first);
        }
        if kind(next) == Some(TokenKind::RParen)
            && let Some(last) = pieces.last_mut()
        {
            commas::without_last(last);
        }
        pieces.retain(|piece| !matches!(piece, AddedPiece::Text(text) if text.is_empty()));
    }

    /// Puts a comma behind the last element of a list, where code is to follow and none stands.
    fn separate(&mut self, anchor: Anchor, owner: NodeId) {
        let ends_element = |token: TokenId| {
            !matches!(
                self.tree.token(token).kind,
                TokenKind::Comma | TokenKind::LBrace | TokenKind::LParen
            )
        };
        let Anchor::Token(token) = anchor else { return };
        if !ends_element(token) || self.plan.removed.contains(&token) {
            return;
        }
        let pieces = vec![AddedPiece::Text(",".to_owned())];
        let added = Added { pieces, shape: PlusShape::Inline, column: 0, anchor_column: 0 };
        self.plan.insertions.push(Insertion {
            anchor,
            side: Side::After,
            node: Some(owner),
            added,
        });
    }

    /// What stands in front of the `#` comes in front of the directive, all else behind it.
    fn side_of_directive(&self, hit: Hit, side: Side) -> Side {
        match self.rule.token(hit.pattern).kind {
            TokenKind::Hash => side,
            _ => Side::After,
        }
    }

    fn place_of(&self, anchor: Anchor) -> Span {
        match anchor {
            Anchor::Token(token) => self.tree.token(token).span(),
            Anchor::Directive(node) => self.tree.span(node),
        }
    }

    /// `#include <...>`, `#include ...`
    fn is_wildcard_include(&self, pattern: PatternTokenId) -> bool {
        let line = &self.rule.tokens[..=pattern.0 as usize];
        let begin = line.iter().rposition(|token| token.kind == TokenKind::Hash);
        begin.is_some_and(|begin| {
            let mut words = self.rule.tokens[begin + 1..].iter();
            words.next().is_some_and(|word| word.text == "include")
                && words.next().is_some_and(|word| word.text.contains("..."))
        })
    }

    /// Code in front of such includes comes in front of the first, code behind them behind the last; includes under
    /// `#if` count where there are no others.
    fn add_beside_includes(&mut self) {
        let tree = self.tree;
        let is_outside = |insertion: &Insertion| matches!(insertion.anchor, Anchor::Directive(node) if tree.parent(node) == Some(tree.root()));
        let mut left = std::mem::take(&mut self.beside_includes);
        while let Some((pattern, first)) = left.first().cloned() {
            let (mut same, other): (Vec<_>, Vec<_>) = left
                .into_iter()
                .partition(|(at, insertion)| (*at, insertion.side) == (pattern, first.side));
            left = other;
            if same.iter().any(|(_, insertion)| is_outside(insertion)) {
                same.retain(|(_, insertion)| is_outside(insertion));
            }
            same.sort_by_key(|(_, insertion)| match insertion.anchor {
                Anchor::Directive(node) => tree.span(node).start,
                Anchor::Token(token) => tree.token(token).start,
            });
            let chosen = if first.side == Side::Before { same.first() } else { same.last() };
            self.plan.insertions.extend(chosen.map(|(_, insertion)| insertion.clone()));
        }
    }

    /// What is added on lines of its own in front of a declaration's words goes in front of those that the pattern does
    /// not mention too.
    fn start_of_definition(&self, anchor: TokenId, owner: NodeId) -> TokenId {
        let declares = |node: &NodeId| {
            matches!(
                self.tree.kind(*node),
                NodeKind::FunctionDefinition | NodeKind::Declaration | NodeKind::StructDeclaration
            )
        };
        let inside = |node: &NodeId| {
            let kind = self.tree.kind(*node);
            declares(node)
                || kind.is_declarator()
                || kind == NodeKind::DeclarationSpecifiers
                || self.tree.first_token(*node) == Some(anchor)
        };
        let definition = std::iter::once(owner)
            .chain(self.tree.ancestors(owner))
            .take_while(inside)
            .find(declares);
        definition.and_then(|definition| self.tree.first_token(definition)).unwrap_or(anchor)
    }

    /// The node at whose edge code is added. `if (x) y();` and its `y();` end in one token: which of them is meant
    /// shows in the pattern, by how many statements end with the token that the code hangs on.
    fn edge(&self, hit: Hit, side: Side, block: &PlusBlock) -> NodeId {
        let goes = self.rule.token(hit.pattern).mark == Mark::Minus;
        let wraps = match side {
            Side::Before => 0,
            // What takes the place of a statement stands where that did.
            Side::After if goes && !block.outside => 0,
            Side::After => self.statements_ending_with(hit.pattern).saturating_sub(1),
        };
        let ends = |node: &NodeId| {
            self.tree.kind(*node).is_statement() && self.tree.last_token(*node) == Some(hit.last)
        };
        (0..wraps).fold(hit.owner, |node, _| self.tree.ancestors(node).find(ends).unwrap_or(node))
    }

    /// How many statements of the pattern, one in the other, end with a token.
    fn statements_ending_with(&self, token: PatternTokenId) -> usize {
        let is_meta = self.rule.token(token).kind == TokenKind::MetaStatement;
        let mut count = 0;
        let mut next = Some(&self.rule.pattern);
        while let Some(node) = next {
            let statement =
                node.kind.is_statement() || (is_meta && node.kind == NodeKind::MetaVariable);
            count += usize::from(statement && ends_with(node, token));
            next = node.children().find(|child| child.tokens().contains(&token));
        }
        count
    }

    fn render(
        &self,
        block: &PlusBlock,
        find: &dyn Fn(MetaId) -> Option<ValueId>,
        values: &mut Values,
    ) -> Vec<AddedPiece> {
        let mut pieces = Vec::new();
        let mut holes = Vec::new();
        for (piece, asked) in block.pieces.iter().zip(precedence::asked(self.rule, block)) {
            if let PlusPiece::Meta(meta) = piece
                && let Some(hole) = find(*meta).and_then(|value| values.get(value).hole)
            {
                holes.push((pieces.len(), hole));
            }
            pieces.push(match piece {
                // Six dots are C's own three.
                PlusPiece::Text(text) => AddedPiece::Text(text.replace("......", "...")),
                PlusPiece::Newline { column } => AddedPiece::Newline { column: *column },
                PlusPiece::Meta(meta) => match find(*meta) {
                    Some(value) => AddedPiece::Code(self.code(value, values, asked)),
                    None => AddedPiece::Code(self.fresh_name(*meta, find, values)),
                },
            });
        }
        commas::beside_nothing(&mut pieces);
        for (at, hole) in holes.into_iter().rev() {
            type_names::fill(&mut pieces, at, hole);
        }
        pieces
    }

    /// The code of a value, where it must bind at least as strongly as `asked`.
    fn code(&self, value: ValueId, values: &Values, asked: Strength) -> String {
        match self.rewritten.get(&value) {
            Some(text) => in_parentheses(text, Strength::of_text(text), asked),
            None => {
                let value = values.get(value);
                in_parentheses(&value.text, value.strength, asked)
            }
        }
    }

    /// Whether all is bound that the name of a fresh identifier is made of; in another branch than the one that matched it need not be.
    fn has_seeds(&self, fresh: &Metavariable, find: &dyn Fn(MetaId) -> Option<ValueId>) -> bool {
        let is_bound = |meta: MetaId| find(meta).is_some();
        fresh.fresh.iter().all(|part| match part {
            FreshPart::Text(_) => true,
            FreshPart::Meta(meta) => is_bound(*meta),
            FreshPart::Script { arguments, .. } => {
                arguments.iter().all(|name| self.rule.find(name).is_none_or(is_bound))
            }
        })
    }

    /// The name of a fresh identifier, by its seed or else its own name; or of a metavariable that nothing bound.
    fn fresh_name(
        &self,
        meta: MetaId,
        find: &dyn Fn(MetaId) -> Option<ValueId>,
        values: &mut Values,
    ) -> String {
        let declared = self.rule.metavariable(meta);
        if declared.kind != MetaKind::FreshIdentifier {
            return declared.name.clone();
        }
        if declared.fresh.is_empty() {
            return format!("{}{}", declared.name, values.next_number());
        }
        if let [FreshPart::Text(seed)] = declared.fresh.as_slice() {
            return format!("{seed}{}", values.next_number());
        }
        declared
            .fresh
            .iter()
            .map(|part| match part {
                FreshPart::Text(text) => text.clone(),
                FreshPart::Meta(meta) => {
                    find(*meta).map(|value| values.get(value).text.clone()).unwrap_or_default()
                }
                FreshPart::Script { arguments, code, span, .. } => {
                    let asked = self.constraints.question(code, *span);
                    let variables = arguments.iter().filter_map(|name| {
                        let value = find(self.rule.find(name)?)?;
                        Some((last_name(name), self.scripts.value(values, value)))
                    });
                    let reply = self.scripts.evaluate(asked, variables.collect());
                    reply.map_or_else(|| declared.name.clone(), |reply| reply.value)
                }
            })
            .collect()
    }

    /// A comma whose neighbour has gone goes too: `f(a, -b-)` leaves `f(a)`.
    fn drop_stray_commas(&mut self) {
        let tokens = self.tree.tokens();
        let anchors: HashSet<Anchor> =
            self.plan.insertions.iter().map(|insertion| insertion.anchor).collect();
        let inserted = |at: u32| anchors.contains(&Anchor::Token(TokenId(at)));
        let mut stray = Vec::new();
        for at in 0..tokens.len() as u32 {
            if tokens[at as usize].kind != TokenKind::Comma
                || self.plan.removed.contains(&TokenId(at))
                || inserted(at)
            {
                continue;
            }
            let gone = |step: fn(u32) -> Option<u32>| {
                let mut next = step(at);
                let mut seen = false;
                while let Some(there) =
                    next.filter(|there| self.plan.removed.contains(&TokenId(*there)))
                {
                    if inserted(there) {
                        return None;
                    }
                    seen = true;
                    next = step(there);
                }
                next.filter(|_| seen)
                    .and_then(|there| tokens.get(there as usize))
                    .map(|token| token.kind)
            };
            let after = gone(|at| at.checked_add(1));
            let before = gone(|at| at.checked_sub(1));
            if after == Some(TokenKind::RParen) || before == Some(TokenKind::LParen) {
                stray.push(TokenId(at));
            }
        }
        self.plan.removed.extend(stray);
    }
}

/// Code, in parentheses where it binds less strongly than `asked`.
fn in_parentheses(text: &str, strength: Option<Strength>, asked: Strength) -> String {
    match strength {
        Some(strength) if strength < asked => format!("({text})"),
        _ => text.to_owned(),
    }
}

/// Whether a piece of the pattern ends with a token, in one of its branches.
fn ends_with(node: &PatternNode, token: PatternTokenId) -> bool {
    let choice = matches!(node.kind, NodeKind::Disjunction | NodeKind::Conjunction);
    match node.parts.last() {
        _ if choice => node.children().any(|branch| ends_with(branch, token)),
        Some(PatternPart::Node(last)) => ends_with(last, token),
        Some(PatternPart::Token(last)) => *last == token,
        None => false,
    }
}

fn token_is_comma(rule: &CodeRule, token: PatternTokenId) -> bool {
    rule.token(token).kind == TokenKind::Comma
}
