//! Outlining: the body of a marked loop becomes a function of its own, called for each element.
//!
//! A rule asks for it by giving the loop a head that is only a mark, `each_page_outlined` here; what the mark means is
//! an [`Outline`], which is data:
//!
//! ```text
//!                                              struct f_context {
//!                                                      int n;
//!                                              };
//!
//!                                              static int f_page(struct page *page, void *data)
//!                                              {
//!                                                      struct f_context *ctx = data;
//!
//!                                                      ctx->n += use(page);
//!                                                      return 0;
//!   int f(void)                                }
//!   {                                          int f(void)
//!           int n = 0;                         {
//!                                                      struct f_context ctx;
//!           each_page_outlined(bytes, iter)            int n = 0;
//!                   n += use(page);
//!                                                      ctx.n = n;
//!                                                      bytes = for_each_page(iter, f_page, &ctx);
//!                                                      n = ctx.n;
//! ```
//!
//! A variable that the body only reads goes in by value; one that it writes goes in and comes back; of one whose
//! address it takes, and of an array, the address goes in. One that is there for the body alone, and set right before the
//! loop, becomes a member and goes. What is called like a parameter of the function is that parameter. A `continue` becomes `return 0`; what leaves the loop stops
//! the walk and is done behind the call. Three steps, each on the text of the one before: the body's names and exits
//! and the context's declaration ([`rewrite`]), the loop itself ([`call`]), the function ([`emit`]).
//!
//! What a macro hides is not seen: a body in which a macro names a local variable or jumps out is outlined wrongly,
//! and the compiler says so for the variable.

mod call;
mod emit;
mod exits;
mod rewrite;
mod variables;

use std::sync::Arc;

use csyntax::views::{IteratorStatement, declarator_name, items};
use csyntax::{MacroClass, MacroIndex, NodeId, NodeKind, TokenKind, Tree, functions};
use source::Diagnostic;

use self::exits::Exits;
use crate::layout::{self, Style};
use crate::plan::{Added, AddedPiece, Anchor, Insertion, Plan, Side};
use smpl::PlusShape;

/// Loops of one file that are outlined at most; more of them are a mark that its own result holds again.
const LOOPS: usize = 1000;

/// What a mark means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outline {
    /// The loops to outline: iterators of this name.
    pub marker: String,
    /// The name of the function made; `{enclosing}` is the function that the loop stands in.
    pub function: String,
    /// The tag of the structure that carries variables; `{enclosing}` as above.
    pub context: String,
    /// The function's parameters, as declared; `void *data` is added behind them.
    pub parameters: Vec<String>,
    /// The statement that takes the loop's place: `{1}`, `{2}`… are the mark's arguments, `{function}` and `{data}`
    /// what to pass. Where it begins with `{1} =`, the body may not use that variable.
    pub call: String,
    /// What the function returns to stop the walk.
    pub stop: String,
}

/// A loop that can not be outlined.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// The function it stands in.
    pub function: String,
    /// Why: the end of a sentence that begins with "since".
    pub reason: String,
    /// The same for the user, with the place.
    pub diagnostic: Box<Diagnostic>,
}

/// Outlines every marked loop of a text; `None` where there is none.
///
/// # Errors
/// The first loop whose body can not be a function of its own.
pub fn outline(
    path: &str,
    text: &Arc<[u8]>,
    macros: &MacroIndex,
    request: &Outline,
) -> Result<Option<Vec<u8>>, Refusal> {
    if memchr::memmem::find(text, request.marker.as_bytes()).is_none() {
        return Ok(None);
    }
    let mut macros = macros.clone();
    macros.add(MacroClass::Iterator, request.marker.as_bytes());
    let mut text = text.clone();
    let mut changed = false;
    for _ in 0..LOOPS {
        let Some(next) = one(path, &text, &macros, request)? else {
            return Ok(changed.then(|| text.to_vec()));
        };
        text = next.into();
        changed = true;
    }
    let reason = format!("{} comes back each time it is outlined", request.marker);
    let diagnostic = Diagnostic::error(format!("{path}: {reason}"))
        .help("Let the outline's call not hold the mark.");
    Err(Refusal { function: String::new(), reason, diagnostic: Box::new(diagnostic) })
}

/// A marked loop and where it stands.
#[derive(Clone, Copy)]
struct Marked<'t> {
    tree: &'t Tree,
    /// The function's definition.
    function: NodeId,
    /// The iterator.
    statement: NodeId,
    body: NodeId,
}

/// The names that one outlining makes.
struct Names {
    function: String,
    context: String,
    /// The variable that holds the context, in the caller and in the function.
    variable: &'static str,
}

/// Outlines the first marked loop.
fn one(
    path: &str,
    text: &Arc<[u8]>,
    macros: &MacroIndex,
    request: &Outline,
) -> Result<Option<Vec<u8>>, Refusal> {
    let tree = csyntax::parse(text.clone(), macros);
    let Some(marked) = find(&tree, request) else { return Ok(None) };
    let refuse = |reason: String| {
        let message = format!("the body of {} can not be outlined: {reason}", request.marker);
        let diagnostic = Diagnostic::warning(message)
            .at(path, tree.span(marked.statement), "")
            .help("Convert this loop in place, or take what stands in the way out of it.");
        let function = marked.enclosing().unwrap_or_default().to_owned();
        Refusal { function, reason, diagnostic: Box::new(diagnostic) }
    };
    whole(&marked).map_err(refuse)?;
    let names = Names::new(&marked, request).map_err(refuse)?;
    let captured = variables::captured(&marked, request).map_err(refuse)?;
    let exits = Exits::of(&marked).map_err(refuse)?;
    let carried = !captured.is_empty() || exits.carried();

    let rewritten =
        laid_out(&tree, &rewrite::plan(&marked, &captured, &exits, &names, request, carried))
            .map_err(refuse)?;
    let tree = csyntax::parse(rewritten, macros);
    let Some(marked) = find(&tree, request) else { return Ok(None) };
    let emitted = emit::definition(&marked, &captured, &exits, &names, request, carried);
    let plan = call::plan(&marked, &captured, &exits, &names, request, carried);
    let above = emit::place(&marked);
    let mut result = laid_out(&tree, &plan).map_err(refuse)?.to_vec();
    // Nothing above the function has moved.
    result.splice(above..above, emitted.into_bytes());
    Ok(Some(result))
}

/// The first marked loop of a file, with the function around it.
fn find<'t>(tree: &'t Tree, request: &Outline) -> Option<Marked<'t>> {
    functions(tree).into_iter().find_map(|function| {
        tree.subtree(function.node).find_map(|node| {
            let statement = IteratorStatement::cast(tree, node)?;
            let name = tree.token_text(statement.name()?);
            let body = statement.body()?;
            (name == request.marker.as_bytes()).then_some(Marked {
                tree,
                function: function.node,
                statement: node,
                body,
            })
        })
    })
}

/// Refuses a function that is not read as it stands.
fn whole(marked: &Marked<'_>) -> Result<(), String> {
    let span = marked.tree.span(marked.function);
    if marked.tree.variants().iter().any(|variant| variant.scope().overlaps(span)) {
        return Err("an #if splits a statement of the function".to_owned());
    }
    let broken = |node: &NodeId| marked.tree.kind(*node) == NodeKind::Error;
    match marked.tree.subtree(marked.body).find(broken) {
        Some(_) => Err("a part of it is not read".to_owned()),
        None => Ok(()),
    }
}

impl Names {
    fn new(marked: &Marked<'_>, request: &Outline) -> Result<Self, String> {
        let enclosing = marked.enclosing().ok_or("its function has no name")?;
        let free = |template: &str| {
            let name = template.replace("{enclosing}", enclosing);
            let counted = (2..).map(|number| format!("{name}{number}"));
            let mut all = std::iter::once(name.clone()).chain(counted);
            all.find(|name| !marked.names(marked.tree.root(), name)).unwrap_or(name)
        };
        let variable = ["ctx", "context", "outlined"]
            .into_iter()
            .find(|name| !marked.names(marked.function, name))
            .ok_or("the names for its context are taken")?;
        Ok(Self { function: free(&request.function), context: free(&request.context), variable })
    }
}

impl<'t> Marked<'t> {
    /// The name of the function around the loop.
    fn enclosing(&self) -> Option<&'t str> {
        let declarator = self.tree.children(self.function);
        let mut declarators = declarator.filter(|node| self.tree.kind(*node).is_declarator());
        let name = declarator_name(self.tree, declarators.next()?)?;
        std::str::from_utf8(self.tree.token_text(name)).ok()
    }

    /// Whether a name stands anywhere in a part of the tree.
    fn names(&self, part: NodeId, name: &str) -> bool {
        self.tree.token_range(part).any(|at| {
            let token = csyntax::TokenId(at);
            self.tree.token(token).kind == TokenKind::Identifier
                && self.tree.token_text(token) == name.as_bytes()
        })
    }

    /// The text of a part.
    fn text(&self, node: NodeId) -> String {
        String::from_utf8_lossy(self.tree.node_text(node)).into_owned()
    }

    /// The mark's arguments.
    fn arguments(&self) -> Vec<NodeId> {
        let list = IteratorStatement::cast(self.tree, self.statement).and_then(|it| it.arguments());
        list.map(|list| items(self.tree, list).collect()).unwrap_or_default()
    }
}

/// The text after a plan.
fn laid_out(tree: &Tree, plan: &Plan) -> Result<Arc<[u8]>, String> {
    let edits = layout::edits(tree, plan, &Style::default()).map_err(|error| error.to_string())?;
    Ok(edits.apply(tree.text()).into())
}

/// Whole lines to add beside a token.
fn lines(
    anchor: csyntax::TokenId,
    side: Side,
    node: Option<NodeId>,
    lines: &[String],
) -> Insertion {
    let mut pieces = Vec::new();
    for line in lines {
        if !pieces.is_empty() {
            pieces.push(AddedPiece::Newline { column: 0 });
        }
        pieces.push(AddedPiece::Text(line.clone()));
    }
    let added = Added { pieces, shape: PlusShape::Lines, column: 0, anchor_column: 0 };
    Insertion { anchor: Anchor::Token(anchor), side, node, added }
}
