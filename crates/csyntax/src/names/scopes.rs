//! What a name denotes at a place in a function.
//!
//! Every declaration is visible from the end of its declarator to the end of the block that holds it. In preorder
//! numbering that is a range of nodes; of the ranges that hold a place, the one that begins last is the innermost:
//!
//! ```text
//!   int f(int x)            x  Parameter   |----------------------|
//!   {
//!           int y = x;      y  Local              |---------------|
//!           {
//!                   int x;  x  Local                    |-----|
//!                   x++;                                   ^ this one
//!           }
//!   }
//! ```
//!
//! A declaration in a branch of a conditional is visible in the whole block, as if the branch were taken.

use std::collections::HashMap;

use super::{
    Base, Declarations, FileDeclarations, IntegerWidths, Type, expression,
    file::{Declared, declared_by, enumerators, name_of, type_of_declared},
    parameters::parameters,
};
use crate::{
    NodeId, NodeKind, Tree,
    views::{Declaration, LabelStatement, StorageClass},
};

/// What sort of thing a name denotes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NameKind {
    /// A variable declared in a block.
    Local,
    /// A `static` variable declared in a block.
    Static,
    /// A parameter of the function.
    Parameter,
    /// A variable of file scope, or one that a block declares `extern`.
    Object,
    /// A function.
    Function,
    /// An enumeration constant.
    Enumerator,
    /// A type.
    Typedef,
}

/// What a name denotes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Meaning {
    /// What sort of thing.
    pub kind: NameKind,
    /// The declarator (or enumerator, or macro argument) that declares it; `None` for what the file only learns
    /// from outside.
    pub declaration: Option<NodeId>,
}

impl Meaning {
    /// True for what lives and dies with a call of the function: SmPL's `local idexpression`.
    pub fn is_local(self) -> bool {
        matches!(self.kind, NameKind::Local | NameKind::Parameter)
    }
}

/// A declaration with the range of nodes that it is visible in.
#[derive(Clone, Copy, Debug)]
struct Visible {
    declared: Declared,
    start: u32,
    end: u32,
}

/// The names visible in one function; see the module's description.
#[derive(Clone)]
pub struct Scopes<'a> {
    file: &'a FileDeclarations<'a>,
    outside: &'a dyn Declarations,
    pub(super) widths: Option<IntegerWidths>,
    function: NodeId,
    /// By name, in the order of the text.
    names: HashMap<&'a [u8], Vec<Visible>>,
    labels: HashMap<&'a [u8], NodeId>,
}

impl<'a> Scopes<'a> {
    /// The names of a function: a [`NodeKind::FunctionDefinition`], a [`NodeKind::MacroFunctionDefinition`], or any
    /// statement that stands for one.
    pub fn new(file: &'a FileDeclarations<'a>, function: NodeId) -> Self {
        let mut scopes = Self {
            file,
            outside: &(),
            widths: None,
            function,
            names: HashMap::new(),
            labels: HashMap::new(),
        };
        scopes.read();
        scopes
    }

    /// Also asks `outside` for what the file does not declare.
    pub fn with_outside(mut self, outside: &'a dyn Declarations) -> Self {
        self.outside = outside;
        self
    }

    /// Gives integer constants the type that they have on a machine of these widths.
    pub fn with_widths(mut self, widths: Option<IntegerWidths>) -> Self {
        self.widths = widths;
        self
    }

    /// The file.
    pub fn tree(&self) -> &'a Tree {
        self.file.tree()
    }

    /// The function.
    pub fn function(&self) -> NodeId {
        self.function
    }

    /// What a name denotes at a node of the function.
    pub fn meaning(&self, name: &[u8], at: NodeId) -> Option<Meaning> {
        if let Some(declared) = self.declared(name, at) {
            return Some(Meaning { kind: declared.kind, declaration: Some(declared.node) });
        }
        let kind = match self.outside.name(name) {
            Some((kind, _)) => kind,
            None => self.outside.typedef(name).map(|_| NameKind::Typedef)?,
        };
        Some(Meaning { kind, declaration: None })
    }

    /// What an [`NodeKind::Identifier`] denotes where it stands; `None` for any other node, and for a name that
    /// nothing at hand declares.
    pub fn meaning_of(&self, identifier: NodeId) -> Option<Meaning> {
        (self.tree().kind(identifier) == NodeKind::Identifier)
            .then(|| self.meaning(self.tree().node_text(identifier), identifier))
            .flatten()
    }

    /// The label of a name.
    pub fn label(&self, name: &[u8]) -> Option<NodeId> {
        self.labels.get(name).copied()
    }

    /// The type of an expression, as declared: typedefs are not followed, arrays not turned into pointers
    /// (see [`Scopes::resolved`] and [`Type::decayed`]). `None` where the declarations at hand do not tell.
    pub fn type_of(&self, expression: NodeId) -> Option<Type> {
        expression::type_of(self, expression)
    }

    /// The type with the typedefs of its base followed as far as they are known.
    pub fn resolved(&self, ty: Type) -> Type {
        Declarations::resolved(self, ty)
    }

    /// True when the two types are the same, qualifiers apart and typedefs followed where need be.
    pub fn is_same_type(&self, a: &Type, b: &Type) -> bool {
        a.is_same_unqualified(b)
            || self.resolved(a.clone()).is_same_unqualified(&self.resolved(b.clone()))
    }

    /// What declares a name at a node, in this file.
    pub(super) fn declared(&self, name: &[u8], at: NodeId) -> Option<Declared> {
        let visible = self
            .names
            .get(name)
            .and_then(|all| all.iter().rev().find(|each| each.start <= at.0 && at.0 < each.end));
        visible.map(|visible| visible.declared).or_else(|| self.file.declared(name))
    }

    fn read(&mut self) {
        let tree = self.tree();
        let whole = (self.function.0, end_of(tree, self.function));
        for declared in parameters(tree, self.function) {
            self.add(declared, whole);
        }
        // The ends of the blocks around the node at hand, innermost last.
        let mut blocks = vec![whole.1];
        for node in tree.subtree(self.function) {
            while blocks.last().is_some_and(|end| *end <= node.0) {
                blocks.pop();
            }
            match tree.kind(node) {
                NodeKind::CompoundStatement | NodeKind::ForStatement => {
                    blocks.push(end_of(tree, node));
                }
                kind => self.read_node(node, kind, blocks.last().copied().unwrap_or(whole.1)),
            }
        }
    }

    fn read_node(&mut self, node: NodeId, kind: NodeKind, block_end: u32) {
        let tree = self.tree();
        match kind {
            NodeKind::Declaration if tree.parent(node) != Some(self.function) => {
                let storage = Declaration::cast(tree, node).and_then(Declaration::storage_class);
                let kind = match storage {
                    Some(StorageClass::Extern) => NameKind::Object,
                    Some(StorageClass::Static) => NameKind::Static,
                    _ => NameKind::Local,
                };
                for declared in declared_by(tree, node, kind) {
                    self.add(declared, (end_of(tree, declared.node), block_end));
                }
            }
            NodeKind::EnumSpecifier => {
                for declared in enumerators(tree, node) {
                    self.add(declared, (declared.node.0, block_end));
                }
            }
            NodeKind::LabelStatement => {
                let name = LabelStatement::cast(tree, node).and_then(LabelStatement::name);
                if let Some(name) = name {
                    self.labels.entry(tree.token_text(name)).or_insert(node);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, declared: Declared, (start, end): (u32, u32)) {
        if let Some(name) = name_of(self.tree(), declared) {
            self.names.entry(name).or_default().push(Visible { declared, start, end });
        }
    }
}

/// The function's own declarations first, then the file's, then those from outside.
impl Declarations for Scopes<'_> {
    fn name(&self, name: &[u8]) -> Option<(NameKind, Option<Type>)> {
        self.file.name(name).or_else(|| self.outside.name(name))
    }

    fn typedef(&self, name: &[u8]) -> Option<Type> {
        let local = self.names.get(name).and_then(|all| all.last()).map(|last| last.declared);
        local
            .filter(|declared| declared.kind == NameKind::Typedef)
            .and_then(|declared| type_of_declared(self.tree(), declared))
            .or_else(|| self.file.typedef(name))
            .or_else(|| self.outside.typedef(name))
    }

    fn member(&self, aggregate: &Base, member: &[u8]) -> Option<Type> {
        self.file.member(aggregate, member).or_else(|| self.outside.member(aggregate, member))
    }

    fn replaced(&self, name: &[u8], is_called: bool) -> Option<Type> {
        self.file.replaced(name, is_called).or_else(|| self.outside.replaced(name, is_called))
    }
}

/// One past the last node below a node.
fn end_of(tree: &Tree, node: NodeId) -> u32 {
    tree.subtree(node).next_back().map_or(node.0, |last| last.0) + 1
}
