//! The ways out of a loop's body.
//!
//! ```text
//!   continue;        return 0;
//!   break;           return STOP;
//!   return E;        ctx->value = E;          and behind the call    if (ctx.exit == 1)
//!                    ctx->exit = 1;                                          return ctx.value;
//!                    return STOP;
//!   goto out;        ctx->exit = 2;                                  if (ctx.exit == 2)
//!                    return STOP;                                            goto out;
//! ```

use csyntax::views::{FunctionDefinition, GotoStatement, LabelStatement, ReturnStatement};
use csyntax::{NodeId, NodeKind, TokenKind, Tree};

use super::Marked;

/// All ways out, in the order of the text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Exits {
    pub(super) all: Vec<Exit>,
    /// The type of what is returned, where a value is.
    pub(super) value: Option<String>,
    /// Where they lead once the walk has stopped; the number of a place is its index, from 1.
    pub(super) targets: Vec<Target>,
}

/// One way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Exit {
    pub(super) statement: NodeId,
    pub(super) leads: Leads,
}

/// Where it leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Leads {
    /// To the next element.
    On,
    /// Behind the loop.
    Behind,
    /// To the target of this number; the value is what is returned.
    Away { target: usize, value: Option<NodeId> },
}

/// A place outside of the loop.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Target {
    /// `return;`
    Return,
    /// `return` with the value carried.
    Value,
    /// `goto` this label.
    Label(String),
}

impl Exits {
    /// The ways out of the body of a loop.
    pub(super) fn of(marked: &Marked<'_>) -> Result<Self, String> {
        let tree = marked.tree;
        let mut exits = Self::default();
        for node in tree.subtree(marked.body) {
            let leads = match tree.kind(node) {
                NodeKind::ContinueStatement if leaves(marked, node, false) => Leads::On,
                NodeKind::BreakStatement if leaves(marked, node, true) => Leads::Behind,
                NodeKind::ReturnStatement => exits.returns(marked, node)?,
                NodeKind::GotoStatement => match exits.jump(marked, node)? {
                    Some(leads) => leads,
                    None => continue,
                },
                NodeKind::ComputedGotoStatement | NodeKind::LabelAddress => {
                    return Err("it jumps to a computed label".to_owned());
                }
                NodeKind::CaseStatement | NodeKind::DefaultStatement if outside(marked, node) => {
                    return Err("a case of a switch around the loop is in it".to_owned());
                }
                _ => continue,
            };
            exits.all.push(Exit { statement: node, leads });
        }
        entered(marked)?;
        Ok(exits)
    }

    /// Whether the context has to say which way out was taken.
    pub(super) fn carried(&self) -> bool {
        !self.targets.is_empty()
    }

    fn returns(&mut self, marked: &Marked<'_>, node: NodeId) -> Result<Leads, String> {
        let value = ReturnStatement::cast(marked.tree, node).and_then(ReturnStatement::expression);
        let target = if value.is_some() { Target::Value } else { Target::Return };
        if value.is_some() && self.value.is_none() {
            self.value = Some(return_type(marked)?);
        }
        Ok(Leads::Away { target: self.target(target), value })
    }

    fn jump(&mut self, marked: &Marked<'_>, node: NodeId) -> Result<Option<Leads>, String> {
        let label = GotoStatement::cast(marked.tree, node).and_then(GotoStatement::label);
        let label = label.ok_or("a goto in it has no label")?;
        let name = String::from_utf8_lossy(marked.tree.token_text(label)).into_owned();
        if labels(marked.tree, marked.body).contains(&name) {
            return Ok(None);
        }
        Ok(Some(Leads::Away { target: self.target(Target::Label(name)), value: None }))
    }

    /// The number of a target.
    fn target(&mut self, target: Target) -> usize {
        let known = self.targets.iter().position(|it| *it == target);
        known.unwrap_or_else(|| {
            self.targets.push(target);
            self.targets.len() - 1
        }) + 1
    }
}

/// Whether a `break` or `continue` belongs to the marked loop.
fn leaves(marked: &Marked<'_>, node: NodeId, is_break: bool) -> bool {
    let owner = marked.tree.ancestors(node).find(|outer| match marked.tree.kind(*outer) {
        NodeKind::WhileStatement
        | NodeKind::DoStatement
        | NodeKind::ForStatement
        | NodeKind::IteratorStatement => true,
        NodeKind::SwitchStatement => is_break,
        _ => false,
    });
    owner == Some(marked.statement)
}

/// Whether a case belongs to a switch around the loop.
fn outside(marked: &Marked<'_>, node: NodeId) -> bool {
    let mut switches =
        marked.tree.ancestors(node).filter(|it| marked.tree.kind(*it) == NodeKind::SwitchStatement);
    switches.next().is_none_or(|switch| !marked.tree.is_within(switch, marked.body))
}

/// Refuses a body that a jump from outside enters.
fn entered(marked: &Marked<'_>) -> Result<(), String> {
    let inside = labels(marked.tree, marked.body);
    let mut jumps = marked.tree.subtree(marked.function).filter_map(|node| {
        let label = GotoStatement::cast(marked.tree, node)?.label()?;
        (!marked.tree.is_within(node, marked.body)).then(|| marked.tree.token_text(label))
    });
    match jumps.find(|label| inside.iter().any(|it| it.as_bytes() == *label)) {
        Some(label) => Err(format!("a goto enters it at {}", String::from_utf8_lossy(label))),
        None => Ok(()),
    }
}

fn labels(tree: &Tree, part: NodeId) -> Vec<String> {
    let names = tree.subtree(part).filter_map(|node| LabelStatement::cast(tree, node)?.name());
    names.map(|name| String::from_utf8_lossy(tree.token_text(name)).into_owned()).collect()
}

/// What the function around the loop returns.
fn return_type(marked: &Marked<'_>) -> Result<String, String> {
    let tree = marked.tree;
    let function = FunctionDefinition::cast(tree, marked.function);
    let unknown = "what its function returns is not understood";
    let function = function.ok_or(unknown)?;
    let (specifiers, declarator) =
        (function.specifiers().ok_or(unknown)?, function.declarator().ok_or(unknown)?);
    let mut words = Vec::new();
    for at in tree.token_range(specifiers) {
        let token = csyntax::TokenId(at);
        let dropped = [TokenKind::KwStatic, TokenKind::KwInline, TokenKind::KwExtern];
        if !dropped.contains(&tree.token(token).kind) && !in_attribute(tree, specifiers, token) {
            words.push(String::from_utf8_lossy(tree.token_text(token)).into_owned());
        }
    }
    let pointers = csyntax::views::declarator_layers(tree, declarator)
        .filter(|layer| matches!(layer, csyntax::views::DeclaratorLayer::Pointer(_)));
    match words.is_empty() {
        true => Err(unknown.to_owned()),
        false => Ok(format!("{} {}", words.join(" "), "*".repeat(pointers.count()))),
    }
}

fn in_attribute(tree: &Tree, specifiers: NodeId, token: csyntax::TokenId) -> bool {
    let span = tree.token(token).span();
    tree.subtree(specifiers)
        .any(|node| tree.kind(node) == NodeKind::Attribute && tree.span(node).contains(span))
}
