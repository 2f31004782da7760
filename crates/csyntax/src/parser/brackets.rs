//! Which bracket closes which, found for all of a file in one pass: to look past a group is one step, and what nothing
//! closes is known to be so before it is read to the end of the file.
//!
//! ```text
//!   { f ( a , b ; g ( c ) ; }       `}` closes the `{`: the `(` of f is closed by nothing
//!   |             `---\'     |
//!   `------------------------\'
//! ```
//!
//! Each branch of a conditional begins with what was open before it. After the conditional that of its first branch is
//! open; what the others opened in its place is closed by the same bracket.

use super::Parser;
use super::conditionals::is_never;
use super::cursor::Look;
use crate::TokenKind::{self, *};
use crate::{Directive, DirectiveKind, Token};

/// How many tokens are looked at one by one where conditionals stand between: which branch is read, the table can
/// not know.
const FAR: u32 = 1024;

const NONE: u32 = u32::MAX;

/// By raw token: for one that opens a bracket, the token that closes it, or the end of input.
pub(super) struct Brackets(Vec<u32>);

/// A bracket that is open, the one around it, and how many are.
#[derive(Clone, Copy)]
struct Open {
    token: u32,
    closes: TokenKind,
    around: u32,
    depth: u32,
}

/// What was open before a conditional, and after the branches read so far.
struct Conditional {
    before: u32,
    /// The branch at hand is one that no compiler reads.
    never: bool,
    branches: Vec<u32>,
}

/// The pass: brackets that were ever opened, the innermost that is open, and the conditionals around it.
struct Pass<'a> {
    text: &'a [u8],
    closing: Vec<u32>,
    opened: Vec<Open>,
    top: u32,
    conditionals: Vec<Conditional>,
    /// (bracket, the one in whose place it was opened)
    in_place_of: Vec<(u32, u32)>,
}

impl Brackets {
    /// Finds the brackets of a whole file, whose last token is the end of input.
    pub(super) fn new(text: &[u8], tokens: &[Token], directives: &[Directive]) -> Self {
        let mut pass = Pass {
            text,
            closing: vec![tokens.len() as u32 - 1; tokens.len()],
            opened: Vec::new(),
            top: NONE,
            conditionals: Vec::new(),
            in_place_of: Vec::new(),
        };
        let mut at = 0;
        for directive in directives {
            let next = directive.before.0.clamp(at, tokens.len() as u32);
            pass.read(at, &tokens[at as usize..next as usize]);
            pass.cross(directive);
            at = next;
        }
        pass.read(at, &tokens[at as usize..]);
        for (bracket, other) in pass.in_place_of.iter().rev() {
            pass.closing[*bracket as usize] = pass.closing[*other as usize];
        }
        Self(pass.closing)
    }

    /// The token that closes a bracket.
    pub(super) fn closing(&self, bracket: u32) -> u32 {
        self.0[bracket as usize]
    }
}

impl Pass<'_> {
    /// Tokens that no directive stands between, the first of which is `first`.
    fn read(&mut self, first: u32, tokens: &[Token]) {
        for (at, token) in (first..).zip(tokens) {
            match token.kind {
                LParen => self.open(at, RParen),
                LBracket => self.open(at, RBracket),
                LBrace => self.open(at, RBrace),
                DisjunctionOpen => self.open(at, DisjunctionClose),
                RParen | RBracket | RBrace | DisjunctionClose => self.close(at, token.kind),
                _ => {}
            }
        }
    }

    fn open(&mut self, token: u32, closes: TokenKind) {
        let depth = self.get(self.top).map_or(0, |open| open.depth) + 1;
        self.opened.push(Open { token, closes, around: self.top, depth });
        self.top = self.opened.len() as u32 - 1;
    }

    fn get(&self, open: u32) -> Option<Open> {
        self.opened.get(open as usize).copied()
    }

    /// A `}` closes its block over whatever is open in it; other brackets look one further at most.
    fn close(&mut self, at: u32, kind: TokenKind) {
        let mut open = self.get(self.top);
        for _ in 0..if kind == RBrace { u32::MAX } else { 2 } {
            match open {
                Some(found) if found.closes == kind => {
                    let closes = &mut self.closing[found.token as usize];
                    *closes = (*closes).min(at);
                    self.top = found.around;
                    return;
                }
                Some(found) if kind == RBrace || found.closes != RBrace => {
                    open = self.get(found.around);
                }
                _ => break,
            }
        }
        if kind == RBrace {
            self.top = NONE;
        }
    }

    fn cross(&mut self, directive: &Directive) {
        let never = is_never(self.text, directive);
        match directive.kind {
            DirectiveKind::If | DirectiveKind::Ifdef | DirectiveKind::Ifndef => {
                let before = self.top;
                self.conditionals.push(Conditional { before, never, branches: Vec::new() });
            }
            DirectiveKind::Elif | DirectiveKind::Else => {
                if let Some(conditional) = self.conditionals.last_mut() {
                    conditional.end_branch(self.top);
                    conditional.never = never;
                    self.top = conditional.before;
                }
            }
            DirectiveKind::Endif => self.end_conditional(),
            _ => {}
        }
    }

    fn end_conditional(&mut self) {
        let Some(mut conditional) = self.conditionals.pop() else { return };
        conditional.end_branch(self.top);
        self.top = conditional.branches.first().copied().unwrap_or(conditional.before);
        let outside = self.get(conditional.before).map_or(0, |open| open.depth);
        for other in conditional.branches.into_iter().skip(1) {
            self.put_in_place(other, outside);
        }
    }

    /// What another branch left open is taken for what the first one did, as far as both are `outside` deep.
    fn put_in_place(&mut self, other: u32, outside: u32) {
        let (mut first, mut other) = (self.get(self.top), self.get(other));
        while let (Some(a), Some(b)) = (first, other) {
            if a.depth.min(b.depth) <= outside {
                return;
            }
            if a.depth == b.depth {
                self.in_place_of.push((b.token, a.token));
            }
            first = if a.depth >= b.depth { self.get(a.around) } else { first };
            other = if b.depth >= a.depth { self.get(b.around) } else { other };
        }
    }
}

impl Conditional {
    fn end_branch(&mut self, top: u32) {
        if !self.never {
            self.branches.push(top);
        }
    }
}

impl Parser<'_> {
    /// True when the bracket at hand is closed somewhere.
    pub(super) fn group_closes(&self) -> bool {
        self.brackets.closing(self.index(0)) < self.end
    }

    /// The place after the bracket group, or single token, that begins at `look`.
    pub(super) fn look_past_group(&self, look: Look) -> Look {
        if !matches!(self.look_kind(look), LParen | LBracket | LBrace | DisjunctionOpen) {
            return if self.look_kind(look) == Eof { look } else { self.look_on(look) };
        }
        let closing = self.brackets.closing(look.pos);
        if closing >= self.end {
            return Look { pos: self.end, directive: self.directives.len() as u32 };
        }
        let next = self.directives.get(look.directive as usize);
        if next.is_none_or(|directive| directive.before.0 > closing) {
            return self.look_on(Look { pos: closing, ..look });
        }
        if self.is_spent() {
            return self.look_past_closing(closing);
        }
        self.search_past_group(look).unwrap_or_else(|| self.look_past_closing(closing))
    }

    /// The place after a bracket that closes a group, whatever directives stand in the group.
    fn look_past_closing(&self, closing: u32) -> Look {
        let directive = self.directives.partition_point(|next| next.before.0 <= closing);
        self.look_on(Look { pos: closing, directive: directive as u32 })
    }

    /// The same token by token, in the branches that this reading takes; `None` when it is too far.
    fn search_past_group(&self, mut look: Look) -> Option<Look> {
        let mut depth = 0u32;
        for looked in 0..FAR {
            match self.look_kind(look) {
                Eof => {
                    self.effort.look(u64::from(looked));
                    return Some(look);
                }
                LParen | LBracket | LBrace | DisjunctionOpen => depth += 1,
                RParen | RBracket | RBrace | DisjunctionClose => depth = depth.saturating_sub(1),
                _ => {}
            }
            look = self.look_on(look);
            if depth == 0 {
                self.effort.look(u64::from(looked) + 1);
                return Some(look);
            }
        }
        self.effort.look(u64::from(FAR));
        None
    }
}
