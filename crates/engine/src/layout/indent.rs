//! The indentation of added lines: that of their neighbours, in the file's own unit.

use csyntax::{NodeId, TokenId, TokenKind as T, Tree};

use super::atoms::{AtomKind, Atoms};
use super::braces::Braces;
use super::columns;
use super::structure::Structure;
use crate::Side;

/// How a file is indented.
pub(super) struct Indents<'a, 't> {
    atoms: &'a Atoms<'t>,
    structure: &'a Structure<'t>,
    /// One step.
    pub(super) unit: Vec<u8>,
    /// Where braces stand.
    pub(super) braces: Braces,
    /// Lines end in a carriage return too.
    pub(super) crlf: bool,
}

impl<'a, 't> Indents<'a, 't> {
    pub(super) fn new(
        atoms: &'a Atoms<'t>,
        structure: &'a Structure<'t>,
        default: Option<u32>,
    ) -> Self {
        let default = default.map_or_else(|| b"\t".to_vec(), |step| vec![b' '; step as usize]);
        let unit = unit(atoms).unwrap_or(default);
        let crlf = atoms
            .text
            .iter()
            .position(|byte| *byte == b'\n')
            .is_some_and(|at| atoms.text[..at].ends_with(b"\r"));
        let braces = Braces::of(atoms, structure.tree);
        Self { atoms, structure, unit, braces, crlf }
    }

    /// True when lines are indented with tabs.
    pub(super) fn tabs(&self) -> bool {
        self.unit.contains(&b'\t')
    }

    /// An indentation moved by so many steps.
    pub(super) fn shifted(&self, base: &[u8], steps: i32) -> Vec<u8> {
        let mut out = self.unit.repeat(steps.clamp(0, 64) as usize);
        out.extend_from_slice(base);
        for _ in steps.clamp(-64, 0)..0 {
            match out.strip_prefix(self.unit.as_slice()) {
                Some(rest) => out = rest.to_vec(),
                None => {
                    let unit = columns::advance(0, &self.unit);
                    let width = columns::advance(0, &out).saturating_sub(unit);
                    out = columns::blanks(width, out.contains(&b'\t'));
                }
            }
        }
        out
    }

    /// How many steps lie between two indentations.
    pub(super) fn steps(&self, from: &[u8], to: &[u8]) -> i32 {
        let unit = columns::advance(0, &self.unit).max(1) as i32;
        (columns::advance(0, to) as i32 - columns::advance(0, from) as i32) / unit
    }

    /// The indentation for lines beside atom `at`; `item` is the statement at whose edge they stand.
    pub(super) fn base(&self, at: usize, side: Side, item: Option<NodeId>) -> Vec<u8> {
        let first = item.and_then(|item| self.first_atom(item));
        if let (Some(first), Some(label)) = (first, item.filter(|item| self.is_gone_label(*item))) {
            return self.of_item(first, Some(label));
        }
        match (side, self.atoms.kind(at)) {
            (_, Some(AtomKind::Directive)) => self.beside_directive(at),
            (Side::After, Some(AtomKind::Token(T::LBrace))) => self.in_block(at),
            (Side::After, Some(AtomKind::Token(T::Colon))) => self.behind_label(at),
            (Side::After, Some(AtomKind::Token(T::RParen | T::KwElse | T::KwDo)))
                if item.is_none() =>
            {
                self.shifted(&self.owner_indent(at), 1)
            }
            (Side::Before, Some(AtomKind::Token(T::RBrace))) => self.at_block_end(at),
            (Side::Before, Some(AtomKind::Token(T::KwCase | T::KwDefault))) => {
                self.at_block_end(at)
            }
            _ => self.of_item(first.unwrap_or(at), item),
        }
    }

    /// The indentation of the cases in the block of a `switch`.
    pub(super) fn of_cases(&self, block: NodeId) -> Option<Vec<u8>> {
        use csyntax::NodeKind as N;
        let tree = self.structure.tree;
        let switch = tree.parent(block).filter(|up| tree.kind(*up) == N::SwitchStatement)?;
        let is_case =
            |node: &NodeId| matches!(tree.kind(*node), N::CaseStatement | N::DefaultStatement);
        let mut cases = tree.children(block).filter(is_case).filter_map(|it| self.first_atom(it));
        let first = cases.find(|at| self.atoms.starts_line(*at));
        Some(self.atoms.line_indent(first.or(self.first_atom(switch))?).to_vec())
    }

    /// True for a `case` or label whose place another takes.
    fn is_gone_label(&self, item: NodeId) -> bool {
        use csyntax::NodeKind as N;
        let kind = self.structure.tree.kind(item);
        matches!(kind, N::CaseStatement | N::DefaultStatement | N::LabelStatement)
            && self.structure.goes(item)
    }

    fn first_atom(&self, item: NodeId) -> Option<usize> {
        self.atoms.of_token(self.structure.tree.first_token(item)?)
    }

    /// The indentation of a statement, or the one it would have on a line of its own.
    fn of_item(&self, first: usize, item: Option<NodeId>) -> Vec<u8> {
        let indent = self.atoms.line_indent(first);
        let head = self.atoms.head(first);
        if head == first {
            return indent.to_vec();
        }
        let in_block = (head..first).any(|at| self.atoms.token_kind(at) == Some(T::LBrace));
        let in_branch = item.is_some_and(|item| self.structure.is_branch(item));
        let behind_label = self.atoms.token_kind(first - 1) == Some(T::Colon)
            && item.is_some_and(|item| self.structure.tree.kind(item).is_statement());
        self.shifted(indent, i32::from(in_block || in_branch || behind_label))
    }

    fn in_block(&self, brace: usize) -> Vec<u8> {
        let next = brace + 1;
        let is_statement = self.atoms.starts_line(next)
            && !matches!(
                self.atoms.token_kind(next),
                None | Some(T::RBrace | T::KwCase | T::KwDefault)
            );
        if is_statement && self.atoms.token_kind(next + 1) != Some(T::Colon) {
            return self.atoms.line_indent(next).to_vec();
        }
        match self.atoms.starts_line(brace) {
            true => self.shifted(self.atoms.line_indent(brace), 1),
            false => self.shifted(&self.owner_indent(brace), 1),
        }
    }

    /// The indentation of the line where the construct begins whose head or brace atom `at` is.
    pub(super) fn owner_indent(&self, at: usize) -> Vec<u8> {
        let token = self.token_of(at);
        let owner = token.and_then(|token| {
            let tree = self.structure.tree;
            let closes = tree.token(token).kind == T::RBrace;
            let block = self.structure.around(TokenId(token.0 + u32::from(!closes)));
            let starts = closes || tree.first_token(block) == Some(token);
            let owner = if starts {
                tree.parent(block).filter(|up| has_head(tree, *up))
            } else {
                Some(block)
            };
            self.first_atom(owner.unwrap_or(block))
        });
        self.atoms.line_indent(owner.unwrap_or(at)).to_vec()
    }

    fn token_of(&self, at: usize) -> Option<TokenId> {
        self.structure.token_at(self.atoms.get(at)?.span.start)
    }

    fn behind_label(&self, colon: usize) -> Vec<u8> {
        let next = colon + 1;
        let at_start = self.atoms.starts_line(next)
            && self
                .atoms
                .token_kind(next)
                .is_some_and(|kind| kind != T::RBrace && kind != T::KwCase);
        if at_start {
            return self.atoms.line_indent(next).to_vec();
        }
        let label = self.atoms.line_indent(colon);
        if self.atoms.starts_line(next) { self.shifted(label, 1) } else { label.to_vec() }
    }

    /// At the end of a block, or in front of a label: where the statement before stands.
    fn at_block_end(&self, at: usize) -> Vec<u8> {
        let before = (0..at).rev().find(|at| self.atoms.token_kind(*at).is_some());
        match before {
            Some(brace) if self.atoms.token_kind(brace) == Some(T::LBrace) => self.in_block(brace),
            Some(colon) if self.atoms.token_kind(colon) == Some(T::Colon) => {
                self.behind_label(colon)
            }
            Some(end) => {
                let item = self.token_of(end).and_then(|token| self.structure.item_ending(token));
                self.of_item(item.and_then(|item| self.first_atom(item)).unwrap_or(end), item)
            }
            None => Vec::new(),
        }
    }

    fn beside_directive(&self, at: usize) -> Vec<u8> {
        let is_code = |at: usize| self.atoms.token_kind(at).is_some_and(|kind| kind != T::RBrace);
        let in_block = self.token_behind(at).is_some_and(|token| {
            let around = self.structure.around(token);
            self.structure.tree.parent(around).is_some()
        });
        match at.checked_sub(1) {
            Some(before) if in_block && self.atoms.token_kind(before) == Some(T::LBrace) => {
                self.shifted(&self.owner_indent(before), 1)
            }
            Some(before) if in_block && is_code(before) => self.at_block_end(at),
            _ if in_block && is_code(at + 1) => self.atoms.line_indent(at + 1).to_vec(),
            _ => Vec::new(),
        }
    }

    fn token_behind(&self, at: usize) -> Option<TokenId> {
        (at..self.atoms.len())
            .find(|at| self.atoms.token_kind(*at).is_some())
            .and_then(|at| self.token_of(at))
    }
}

/// True when the construct's first line is that of its head: a function, a statement with a body.
fn has_head(tree: &Tree, node: NodeId) -> bool {
    use csyntax::NodeKind as N;
    tree.kind(node).is_statement() && tree.kind(node) != N::CompoundStatement
        || matches!(
            tree.kind(node),
            N::FunctionDefinition | N::MacroFunctionDefinition | N::StructSpecifier
        )
}

/// The step that most blocks of the file are indented by; `None` where there is no block. The line in which the
/// replacement of a macro begins is not asked: what it opens is indented as its `#define` is.
fn unit(atoms: &Atoms<'_>) -> Option<Vec<u8>> {
    let mut votes: Vec<(&[u8], usize)> = Vec::new();
    for brace in 0..atoms.len() {
        let begins = atoms.head(brace) == 0 && atoms.scope.start > 0;
        let opens = !begins
            && atoms.token_kind(brace) == Some(T::LBrace)
            && atoms.starts_line(brace + 1)
            && !matches!(
                atoms.token_kind(brace + 1),
                None | Some(T::RBrace | T::KwCase | T::KwDefault)
            );
        let step = atoms.line_indent(brace + 1).strip_prefix(atoms.line_indent(brace));
        if let Some(step) = step.filter(|step| opens && !step.is_empty()) {
            match votes.iter().position(|(known, _)| *known == step) {
                Some(known) => votes[known].1 += 1,
                None if votes.len() < 32 => votes.push((step, 1)),
                None => {}
            }
        }
    }
    let best = votes.iter().max_by_key(|(_, count)| *count);
    best.map(|(step, _)| step.to_vec())
}
