//! The variables of the function that a body uses, and how each gets to where the body goes.

use std::collections::BTreeMap;

use csyntax::names::{FileDeclarations, NameKind, Scopes};
use csyntax::views::{
    AssignmentExpression, Declaration, DeclaratorLayer, InitDeclarator, StorageClass,
    declarator_layers, declarator_name,
};
use csyntax::{NodeId, NodeKind, TokenKind, Tree};

use super::{Marked, Outline};

/// A variable of the function around a loop that the loop's body uses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Captured {
    pub(super) name: String,
    /// How it is declared as a member of the context, without the `;`.
    pub(super) member: String,
    pub(super) passing: Passing,
    /// Where the body names it, in order.
    pub(super) uses: Vec<NodeId>,
    /// What it is set to, where it is for the body alone.
    pub(super) own: Option<Own>,
}

/// A variable that nothing uses but the body and the assignment right before the loop: the context takes its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Own {
    pub(super) declaration: NodeId,
    pub(super) assignment: NodeId,
    /// The text of what is assigned.
    pub(super) value: String,
}

/// How a variable gets there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Passing {
    /// The body reads it: its value.
    Value,
    /// The body writes it: its value, which comes back.
    Returned,
    /// An array: where its elements are.
    Elements,
    /// The body takes its address: that.
    Address,
}

/// The variables that the body of a loop uses and does not declare itself, in order of their names' first use.
pub(super) fn captured(marked: &Marked<'_>, request: &Outline) -> Result<Vec<Captured>, String> {
    let file = FileDeclarations::new(marked.tree);
    let scopes = Scopes::new(&file, marked.function);
    let mut found: BTreeMap<NodeId, Captured> = BTreeMap::new();
    let parameters: Vec<&str> = request.parameters.iter().filter_map(|it| last_word(it)).collect();
    let is_parameter =
        |node: NodeId| parameters.iter().any(|it| it.as_bytes() == marked.tree.node_text(node));
    let identifiers =
        marked.tree.subtree(marked.body).filter(|it| marked.tree.kind(*it) == NodeKind::Identifier);
    // What is called like a parameter of the function is that parameter, whatever it is around the loop.
    for identifier in identifiers.filter(|it| !is_parameter(*it)) {
        let Some(meaning) = scopes
            .meaning_of(identifier)
            .filter(|meaning| meaning.is_local() || meaning.kind == NameKind::Static)
        else {
            continue;
        };
        let Some(declarator) = meaning.declaration else { continue };
        if marked.tree.is_within(declarator, marked.body) {
            continue;
        }
        if let Some(known) = found.get_mut(&declarator) {
            known.uses.push(identifier);
            continue;
        }
        let variable = variable(marked, declarator, meaning.kind, identifier)?;
        found.insert(declarator, variable);
    }
    for (declarator, variable) in &mut found {
        variable.settle(marked.tree)?;
        variable.own = own(marked, &scopes, *declarator, variable);
    }
    let mut all: Vec<Captured> = found.into_values().collect();
    all.sort_by_key(|variable| variable.uses[0]);
    check(marked, request, &all)?;
    Ok(all)
}

/// Reads the declaration of a variable.
fn variable(
    marked: &Marked<'_>,
    declared: NodeId,
    kind: NameKind,
    used: NodeId,
) -> Result<Captured, String> {
    let tree = marked.tree;
    let name = String::from_utf8_lossy(tree.node_text(used)).into_owned();
    let unknown = || format!("the declaration of {name} is not understood");
    let declaration = tree
        .ancestors(declared)
        .find(|it| matches!(tree.kind(*it), NodeKind::Declaration | NodeKind::ParameterDeclaration))
        .ok_or_else(unknown)?;
    if Declaration::cast(tree, declaration)
        .is_some_and(|it| it.storage_class() == Some(StorageClass::Static))
    {
        return Err(format!("{name} is a static variable of the function"));
    }
    let specifiers =
        tree.child(declaration, NodeKind::DeclarationSpecifiers).ok_or_else(unknown)?;
    let declarator =
        InitDeclarator::cast(tree, declared).map_or(Some(declared), |it| it.declarator());
    let declarator = declarator.ok_or_else(unknown)?;
    let layers: Vec<DeclaratorLayer> = declarator_layers(tree, declarator).collect();
    let arrays = layers.iter().filter(|it| matches!(it, DeclaratorLayer::Array(_))).count();
    let is_array = matches!(layers.first(), Some(DeclaratorLayer::Array(_)));
    if arrays > usize::from(is_array)
        || layers.iter().any(|it| matches!(it, DeclaratorLayer::Function(_)))
    {
        return Err(format!("the type of {name} is too involved to be a member"));
    }
    let words = type_words(marked, specifiers, layers.is_empty())
        .map_err(|problem| format!("the type of {name} {problem}"))?;
    let stars = layers.iter().filter(|it| matches!(it, DeclaratorLayer::Pointer(_))).count();
    let passing = match (is_array, kind) {
        (true, NameKind::Local) => Passing::Elements,
        _ => Passing::Value,
    };
    let member = format!("{words} {}{name}", "*".repeat(stars + usize::from(is_array)));
    Ok(Captured { name, member, passing, uses: vec![used], own: None })
}

/// Whether a variable is there for the body alone, and what it is set to.
fn own(
    marked: &Marked<'_>,
    scopes: &Scopes<'_>,
    declarator: NodeId,
    variable: &Captured,
) -> Option<Own> {
    let tree = marked.tree;
    if !matches!(variable.passing, Passing::Value | Passing::Returned) {
        return None;
    }
    let declaration = tree.ancestors(declarator).find_map(|it| Declaration::cast(tree, it))?;
    if declaration.declarators().count() != 1 {
        return None;
    }
    let assignment = before(marked)?;
    let set = tree.children(assignment).find_map(|it| AssignmentExpression::cast(tree, it))?;
    let operator = tree.own_tokens(set.node()).next()?;
    let (target, value) = (set.left()?, set.right()?);
    let elsewhere = |node: &NodeId| {
        tree.kind(*node) == NodeKind::Identifier
            && tree.node_text(*node) == variable.name.as_bytes()
            && !tree.is_within(*node, marked.body)
    };
    let uses: Vec<NodeId> = tree.subtree(marked.function).filter(elsewhere).collect();
    let is_it = scopes.meaning_of(target).is_some_and(|it| it.declaration == Some(declarator));
    (uses == [target] && is_it && tree.token(operator).kind == TokenKind::Eq).then(|| Own {
        declaration: declaration.node(),
        assignment,
        value: marked.text(value),
    })
}

/// The statement right before the loop, in the same block.
fn before(marked: &Marked<'_>) -> Option<NodeId> {
    let tree = marked.tree;
    let block = tree.parent(marked.statement)?;
    let mut siblings = tree.children(block).take_while(|it| *it != marked.statement);
    siblings.by_ref().last().filter(|it| tree.kind(*it) == NodeKind::ExpressionStatement)
}

/// The type that specifiers name, without what belongs to the variable: storage class, attributes and, for a plain
/// value, `const`.
fn type_words(
    marked: &Marked<'_>,
    specifiers: NodeId,
    plain: bool,
) -> Result<String, &'static str> {
    let tree = marked.tree;
    let inner = |kinds: &[NodeKind]| {
        tree.subtree(specifiers).filter(|it| kinds.contains(&tree.kind(*it))).collect::<Vec<_>>()
    };
    if !inner(&[NodeKind::StructDeclarationList, NodeKind::EnumeratorList]).is_empty() {
        return Err("is laid out where it is declared");
    }
    if !inner(&[NodeKind::TypeofSpecifier, NodeKind::MacroType]).is_empty() {
        return Err("is computed from other names");
    }
    let attributes = inner(&[NodeKind::Attribute]);
    let mut words = Vec::new();
    for at in tree.token_range(specifiers) {
        let token = csyntax::TokenId(at);
        let kind = tree.token(token).kind;
        let span = tree.token(token).span();
        let dropped = matches!(kind, TokenKind::KwRegister | TokenKind::KwAuto)
            || plain && kind == TokenKind::KwConst
            || attributes.iter().any(|attribute| tree.span(*attribute).contains(span));
        if !dropped {
            let text = tree.token_text(token);
            if kind == TokenKind::Identifier && defined_inside(marked, text) {
                return Err("is declared inside of the function");
            }
            words.push(String::from_utf8_lossy(text).into_owned());
        }
    }
    if words.is_empty() { Err("is not written down") } else { Ok(words.join(" ")) }
}

/// Whether the function itself declares a type of this name.
fn defined_inside(marked: &Marked<'_>, name: &[u8]) -> bool {
    let tree = marked.tree;
    tree.subtree(marked.function).any(|node| match tree.kind(node) {
        NodeKind::StructSpecifier | NodeKind::EnumSpecifier => {
            let laid_out = tree.children(node).any(|child| {
                matches!(
                    tree.kind(child),
                    NodeKind::StructDeclarationList | NodeKind::EnumeratorList
                )
            });
            laid_out && tree.own_tokens(node).any(|token| tree.token_text(token) == name)
        }
        NodeKind::Declaration => Declaration::cast(tree, node).is_some_and(|declaration| {
            declaration.storage_class() == Some(StorageClass::Typedef)
                && declaration.declarators().any(|declarator| {
                    declarator_name(tree, declarator)
                        .is_some_and(|token| tree.token_text(token) == name)
                })
        }),
        _ => false,
    })
}

impl Captured {
    /// Decides how the variable gets there by what the body does with it.
    fn settle(&mut self, tree: &Tree) -> Result<(), String> {
        for used in &self.uses {
            match (fate(tree, *used), self.passing) {
                (Fate::Measured, _) => {
                    return Err(format!("it asks for the size or type of {}", self.name));
                }
                (Fate::Addressed, Passing::Elements) => {
                    return Err(format!("it takes the address of the array {}", self.name));
                }
                (Fate::Addressed, _) => self.passing = Passing::Address,
                (Fate::Written, Passing::Value) => self.passing = Passing::Returned,
                _ => {}
            }
        }
        if self.passing == Passing::Address {
            self.member = match self.member.rfind(&self.name) {
                Some(at) => format!("{}*{}", &self.member[..at], self.name),
                None => return Err(format!("the type of {} is not understood", self.name)),
            };
        }
        Ok(())
    }
}

/// What an expression does with a variable that stands in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fate {
    Read,
    Written,
    Addressed,
    Measured,
}

fn fate(tree: &Tree, used: NodeId) -> Fate {
    let mut inner = used;
    for outer in tree.ancestors(used) {
        let first = tree.children(outer).next() == Some(inner);
        let operator = tree.own_tokens(outer).next().map(|token| tree.token(token).kind);
        match tree.kind(outer) {
            NodeKind::ParenthesizedExpression => {}
            // A part of a structure is a part of the variable, unless a pointer leads there.
            NodeKind::MemberExpression if first && operator == Some(TokenKind::Dot) => {}
            NodeKind::SizeofExpression
            | NodeKind::AlignofExpression
            | NodeKind::TypeofSpecifier => {
                return Fate::Measured;
            }
            NodeKind::PostfixExpression | NodeKind::PrefixExpression => return Fate::Written,
            NodeKind::UnaryExpression if operator == Some(TokenKind::Amp) => {
                return Fate::Addressed;
            }
            NodeKind::AssignmentExpression if first => {
                let is_target = AssignmentExpression::cast(tree, outer)
                    .and_then(AssignmentExpression::left)
                    .is_some_and(|left| left == inner);
                return if is_target { Fate::Written } else { Fate::Read };
            }
            _ => return Fate::Read,
        }
        inner = outer;
    }
    Fate::Read
}

/// Refuses what would change its meaning by being in a function.
fn check(marked: &Marked<'_>, request: &Outline, all: &[Captured]) -> Result<(), String> {
    let result = request.call.starts_with("{1} =").then(|| marked.arguments().first().copied());
    if let Some(Some(result)) = result {
        let text = marked.text(result);
        if all.iter().any(|variable| variable.name == text) {
            return Err(format!("it uses {text}, which is set when the walk is over"));
        }
    }
    let declared = |name: &str| {
        marked.tree.subtree(marked.body).any(|node| {
            marked.tree.kind(node) == NodeKind::IdentifierDeclarator
                && marked.tree.node_text(node) == name.as_bytes()
        })
    };
    let names = request.parameters.iter().filter_map(|parameter| last_word(parameter));
    match names.chain(["data"]).find(|name| declared(name)) {
        Some(name) => Err(format!("it declares {name}, which is a parameter of the function")),
        None => Ok(()),
    }
}

/// The name that a parameter's declaration ends in.
fn last_word(parameter: &str) -> Option<&str> {
    parameter
        .rsplit(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .find(|it| !it.is_empty())
}
