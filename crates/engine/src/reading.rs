//! One way to read a file, and what is made of it once for all the rules: items, graphs, declarations, names.
//!
//! A file has more readings than one where conditionals split its items, and each macro's replacement is code of its
//! own. Everything here is made when a rule first asks for it, and lasts until a rule changes the file.

use std::cell::OnceCell;
use std::sync::Arc;

use csyntax::cfg::Cfg;
use csyntax::names::FileDeclarations;
use csyntax::{MacroIndex, NodeId, NodeKind, Tree};
use source::Span;

use crate::directive_trees::DirectiveTrees;
use crate::matching::define_parts;
use crate::sieve::{Names, Sieve};

/// A file's tree, and the replacements of its macros as trees.
#[derive(Debug)]
pub(crate) struct Sources {
    pub(crate) tree: Tree,
    macros: MacrosOfFile,
    replacements: OnceCell<Vec<Replacement>>,
}

/// What is known of macros and types, the file's own among them; put together when a rule looks into a directive.
#[derive(Debug)]
pub(crate) struct MacrosOfFile {
    own: MacroIndex,
    given: MacroIndex,
    all: OnceCell<MacroIndex>,
}

impl MacrosOfFile {
    pub(crate) fn all(&self) -> &MacroIndex {
        self.all.get_or_init(|| self.given.with_own(&self.own))
    }
}

/// The replacement of a macro.
#[derive(Debug)]
struct Replacement {
    span: Span,
    parameters: Vec<Span>,
    tree: OnceCell<Tree>,
}

impl Sources {
    /// Reads a text, given what is known of macros.
    pub(crate) fn new(text: Arc<[u8]>, macros: &MacroIndex) -> Self {
        let (tree, own) = csyntax::parse_and_learn(text, macros);
        let macros = MacrosOfFile { own, given: macros.clone(), all: OnceCell::new() };
        Self { tree, macros, replacements: OnceCell::new() }
    }

    /// Where the replacements of macros stand, and their trees as far as they have been asked for.
    fn replacements(&self) -> &[Replacement] {
        self.replacements.get_or_init(|| {
            let directives = self.tree.directives().iter();
            let parts = directives.filter_map(|it| define_parts(&self.tree, it));
            parts
                .map(|(parameters, span)| Replacement { span, parameters, tree: OnceCell::new() })
                .collect()
        })
    }
}

/// All readings of a file.
#[derive(Debug)]
pub(crate) struct Readings<'s> {
    sources: &'s Sources,
    code: Vec<Reading<'s>>,
    replacements: OnceCell<Vec<OnceCell<Reading<'s>>>>,
}

impl<'s> Readings<'s> {
    pub(crate) fn new(sources: &'s Sources) -> Self {
        let trees = std::iter::once(&sources.tree).chain(sources.tree.variants());
        let code = trees.map(|tree| Reading::new(tree, &sources.macros)).collect();
        Self { sources, code, replacements: OnceCell::new() }
    }

    /// The file, and the other readings of items that conditionals split.
    pub(crate) fn code(&self) -> &[Reading<'s>] {
        &self.code
    }

    /// The replacements of macros that `wanted` takes by their text.
    pub(crate) fn replacements(&self, wanted: impl Fn(&[u8]) -> bool) -> Vec<&Reading<'s>> {
        let text = self.sources.tree.text();
        let sources = self.sources.replacements();
        let readings =
            self.replacements.get_or_init(|| sources.iter().map(|_| OnceCell::new()).collect());
        let wanted = sources.iter().zip(readings).filter(|(it, _)| wanted(it.span.of(text)));
        wanted
            .map(|(it, reading)| {
                let macros = &self.sources.macros;
                let read = || csyntax::parse_replacement(text.clone(), it.span, macros.all());
                let parameters = &it.parameters;
                let tree = it.tree.get_or_init(read);
                reading.get_or_init(|| Reading { parameters, ..Reading::new(tree, macros) })
            })
            .collect()
    }
}

/// One reading.
#[derive(Debug)]
pub(crate) struct Reading<'s> {
    pub(crate) tree: &'s Tree,
    items: OnceCell<Vec<Item>>,
    names: OnceCell<Names>,
    declarations: OnceCell<FileDeclarations<'s>>,
    directives: DirectiveTrees<'s>,
    /// Of the replacement of a macro, that macro's parameters.
    parameters: &'s [Span],
}

/// What rules are matched on, one at a time.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) node: NodeId,
    /// The name of the function that it defines; empty for other items.
    pub(crate) function: String,
    /// The name of the function, or of the first variable that is declared; empty where there is none.
    pub(crate) element: String,
    cfg: OnceCell<Cfg>,
}

impl Item {
    /// Its control-flow graph.
    pub(crate) fn cfg(&self, tree: &Tree) -> &Cfg {
        self.cfg.get_or_init(|| Cfg::new(tree, self.node))
    }
}

impl<'s> Reading<'s> {
    fn new(tree: &'s Tree, macros: &'s MacrosOfFile) -> Self {
        let (items, names, declarations) = Default::default();
        let directives = DirectiveTrees::new(tree, macros);
        Self { tree, items, names, declarations, directives, parameters: &[] }
    }

    pub(crate) fn items(&self) -> &[Item] {
        self.items.get_or_init(|| {
            let item = |node| Item {
                node,
                function: function_name(self.tree, node),
                element: element_name(self.tree, node),
                cfg: OnceCell::new(),
            };
            items(self.tree).into_iter().map(item).collect()
        })
    }

    /// The names that stand in it.
    pub(crate) fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(self.tree))
    }

    /// Asks what its code holds.
    pub(crate) fn sieve(&self) -> Sieve<'_> {
        Sieve::new(self.tree, self.names())
    }

    /// Its directives, word by word.
    pub(crate) fn directives(&self) -> &DirectiveTrees<'s> {
        &self.directives
    }

    /// The parameters of the macro whose replacement it is.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &[u8]> {
        self.parameters.iter().map(|span| span.of(self.tree.text()))
    }

    pub(crate) fn declarations(&self) -> &FileDeclarations<'s> {
        self.declarations.get_or_init(|| FileDeclarations::new(self.tree))
    }
}

/// Functions and whole declarations, also under `#if`.
fn items(tree: &Tree) -> Vec<NodeId> {
    let mut open = vec![tree.root()];
    let mut items = Vec::new();
    while let Some(node) = open.pop() {
        match tree.kind(node) {
            NodeKind::TranslationUnit
            | NodeKind::Pattern
            | NodeKind::ConditionalGroup
            | NodeKind::ConditionalBranch
            | NodeKind::LinkageSpecification => {
                let children: Vec<NodeId> = tree.children(node).collect();
                open.extend(children.into_iter().rev());
            }
            NodeKind::Error => {}
            _ => items.push(node),
        }
    }
    items
}

fn function_name(tree: &Tree, item: NodeId) -> String {
    let name = csyntax::views::FunctionDefinition::cast(tree, item)
        .and_then(csyntax::views::FunctionDefinition::name);
    name.map(|token| String::from_utf8_lossy(tree.token_text(token)).into_owned())
        .unwrap_or_default()
}

fn element_name(tree: &Tree, item: NodeId) -> String {
    let declaration = csyntax::views::Declaration::cast(tree, item);
    let declarator = declaration.and_then(|it| it.declarators().next());
    let name = declarator
        .and_then(|it| csyntax::views::InitDeclarator::cast(tree, it))
        .and_then(csyntax::views::InitDeclarator::name);
    match name {
        Some(name) => String::from_utf8_lossy(tree.token_text(name)).into_owned(),
        None => function_name(tree, item),
    }
}
