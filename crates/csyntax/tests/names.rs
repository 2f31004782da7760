//! Types and meanings of expressions: in `tests/names/*.c` an expression statement is followed by what it is.
//!
//! ```text
//!   p->next;        // struct page *            (types.c: the type, `?` where it cannot be told)
//!   local;          // Local int                (scopes.c: what the name denotes, and its type)
//! ```

use std::{fs, path::Path, sync::Arc};

use csyntax::{
    MacroIndex, NodeId, NodeKind, Tree,
    names::{Base, Declarations, FileDeclarations, NameKind, Scopes, Type},
    parse,
    views::ExpressionStatement,
};

fn read(text: impl Into<Vec<u8>>) -> Tree {
    parse(Arc::from(text.into()), &MacroIndex::builtin())
}

fn fixture(name: &str) -> Tree {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/names").join(name);
    read(fs::read(path).expect("the fixture can be read"))
}

fn function(tree: &Tree) -> NodeId {
    let kinds = [NodeKind::FunctionDefinition, NodeKind::MacroFunctionDefinition];
    tree.nodes().rfind(|node| kinds.contains(&tree.kind(*node))).expect("there is one")
}

/// The expression statements that a comment follows, with the comment's text.
fn expectations(tree: &Tree) -> Vec<(NodeId, String)> {
    let text = String::from_utf8_lossy(tree.text()).into_owned();
    tree.nodes()
        .filter_map(|node| {
            let expression = ExpressionStatement::cast(tree, node)?.expression()?;
            let rest = text[tree.span(node).end as usize..].lines().next()?;
            let (_, expected) = rest.split_once("// ")?;
            Some((expression, expected.to_string()))
        })
        .collect()
}

fn check(name: &str, count: usize, describe: impl Fn(&Scopes<'_>, NodeId) -> Option<String>) {
    let tree = fixture(name);
    let file = FileDeclarations::new(&tree);
    let scopes = Scopes::new(&file, function(&tree));
    let expectations = expectations(&tree);
    assert!(expectations.len() >= count, "only {} expectations", expectations.len());
    let mut wrong = String::new();
    for (expression, expected) in expectations {
        let found = describe(&scopes, expression).unwrap_or_else(|| "?".into());
        if found != expected {
            let text = String::from_utf8_lossy(tree.node_text(expression));
            wrong += &format!("{text}: expected {expected}, found {found}\n");
        }
    }
    assert_eq!(wrong, "");
}

#[test]
fn expressions_have_their_types() {
    check("types.c", 60, |scopes, expression| Some(scopes.type_of(expression)?.to_string()));
}

#[test]
fn names_mean_what_is_declared_nearest() {
    check("scopes.c", 19, |scopes, expression| {
        let meaning = scopes.meaning_of(expression)?;
        let ty = scopes.type_of(expression).map_or("?".into(), |ty| ty.to_string());
        Some(format!("{:?} {ty}", meaning.kind))
    });
}

#[test]
fn only_locals_and_parameters_are_local() {
    let tree = fixture("scopes.c");
    let file = FileDeclarations::new(&tree);
    let scopes = Scopes::new(&file, function(&tree));
    let body_end = NodeId(tree.nodes().len() as u32 - 1);
    let is_local = |name: &str| scopes.meaning(name.as_bytes(), body_end).map(|it| it.is_local());
    assert_eq!(is_local("parameter"), Some(true));
    assert_eq!(is_local("kept"), Some(false));
    assert_eq!(is_local("object"), Some(false));
    assert_eq!(is_local("elsewhere"), Some(false));
    assert_eq!(is_local("nobody"), None);
    assert!(scopes.label(b"label").is_some());
}

/// One expression statement's type, in a text that ends with it.
#[track_caller]
fn check_last(text: &str, expected: Option<&str>) {
    let tree = read(text);
    let file = FileDeclarations::new(&tree);
    let scopes = Scopes::new(&file, function(&tree));
    let last = tree.nodes().filter_map(|node| ExpressionStatement::cast(&tree, node)).next_back();
    let expression = last.and_then(ExpressionStatement::expression).expect("an expression");
    let found = scopes.type_of(expression).map(|ty| ty.to_string());
    assert_eq!(found.as_deref(), expected);
}

#[test]
fn parameters_of_old_headers_and_of_macros() {
    check_last("int f(a, b) int a; char *b; { b; }", Some("char *"));
    check_last("SYSCALL_DEFINE2(name, struct s __user *, p, size_t, n) { p; }", Some("struct s *"));
    check_last("SYSCALL_DEFINE2(name, struct s __user *, p, size_t, n) { n; }", Some("size_t"));
}

#[test]
fn spelling_does_not_matter() {
    check_last("void f(long unsigned int a) { a; }", Some("unsigned long"));
    check_last("void f(unsigned a) { a; }", Some("unsigned int"));
    check_last("void f(long long signed a) { a; }", Some("long long"));
    check_last("void f(char const *const a) { a; }", Some("const char *const"));
    check_last("void f(struct { int a; } *p) { p->a; }", Some("int"));
}

#[test]
fn hostile_chains_end() {
    let sum = "a + ".repeat(50_000);
    check_last(&format!("void f(int a) {{ {sum} a; }}"), None);
    check_last("typedef t t2; typedef t2 t; void f(t *p) { p->x; }", None);
    let doubled: String =
        (1..60).map(|at| format!("typeof(v{} + v{}) v{at};", at - 1, at - 1)).collect();
    check_last(&format!("void f(int v0) {{ {doubled} v59; }}"), None);
}

/// A header index as a caller might keep one.
struct Headers;

impl Declarations for Headers {
    fn name(&self, name: &[u8]) -> Option<(NameKind, Option<Type>)> {
        let page = Type::new(Base::Struct(b"page"[..].into())).pointer();
        (name == b"alloc_page")
            .then(|| (NameKind::Function, Some(page.layered(csyntax::names::Layer::Function))))
    }

    fn typedef(&self, name: &[u8]) -> Option<Type> {
        (name == b"page_ref").then(|| Type::new(Base::Struct(b"page"[..].into())).pointer())
    }

    fn member(&self, aggregate: &Base, member: &[u8]) -> Option<Type> {
        let is_page = *aggregate == Base::Struct(b"page"[..].into());
        (is_page && member == b"index").then(|| Type::typedef(b"pgoff_t"))
    }
}

#[test]
fn headers_complete_the_file() {
    let tree = read("void f(page_ref r) { alloc_page(1)->index; r->index; }");
    let file = FileDeclarations::new(&tree);
    let scopes = Scopes::new(&file, function(&tree)).with_outside(&Headers);
    for node in tree.nodes().filter_map(|node| ExpressionStatement::cast(&tree, node)) {
        let expression = node.expression().expect("an expression");
        assert_eq!(scopes.type_of(expression), Some(Type::typedef(b"pgoff_t")));
    }
    let meaning = scopes.meaning(b"alloc_page", NodeId(5)).expect("the header declares it");
    assert_eq!((meaning.kind, meaning.declaration), (NameKind::Function, None));
    let page = Type::new(Base::Struct(b"page"[..].into())).pointer();
    assert!(scopes.is_same_type(&Type::typedef(b"page_ref"), &page));
    assert!(!scopes.is_same_type(&Type::typedef(b"pgoff_t"), &page));
}
