//! The parts that views name, as text.

use std::sync::Arc;

use csyntax::{MacroIndex, NodeId, NodeKind, TokenId, Tree, parse, views::*};

fn read(text: &str) -> Tree {
    parse(Arc::from(text.as_bytes()), &MacroIndex::builtin())
}

fn first(tree: &Tree, kind: NodeKind) -> NodeId {
    let found = tree.nodes().find(|node| tree.kind(*node) == kind);
    found.unwrap_or_else(|| panic!("no {kind:?} in {}", String::from_utf8_lossy(tree.text())))
}

/// A part's text, `-` where there is none.
trait Shown {
    fn shown(self, tree: &Tree) -> String;
}

impl Shown for Option<NodeId> {
    fn shown(self, tree: &Tree) -> String {
        self.map_or("-".into(), |node| String::from_utf8_lossy(tree.node_text(node)).into())
    }
}

impl Shown for Option<TokenId> {
    fn shown(self, tree: &Tree) -> String {
        self.map_or("-".into(), |token| String::from_utf8_lossy(tree.token_text(token)).into())
    }
}

/// Compares the parts of the first node of a view's kind, in a statement or a file, with what they should be.
macro_rules! check {
    ($text:expr, $kind:ident as $view:ident: $($part:ident $expected:expr),+ $(,)?) => {{
        let tree = read($text);
        let view = $view::cast(&tree, first(&tree, NodeKind::$kind)).expect("of that kind");
        $(assert_eq!(view.$part().shown(&tree), $expected, "{} of {}", stringify!($part), $text);)+
    }};
    ($text:expr, $kind:ident: $($rest:tt)+) => {
        check!($text, $kind as $kind: $($rest)+)
    };
}

/// A statement in a function.
fn body(statement: &str) -> String {
    format!("void f(void) {{ {statement} }}")
}

#[test]
fn statements() {
    let text = &body("if (a) b(); else c();");
    check!(text, IfStatement: condition "a", then_branch "b();", else_branch "c();");
    let text = &body("if (a) b();");
    check!(text, IfStatement: condition "a", then_branch "b();", else_branch "-", else_keyword "-");
    check!(&body("switch (a) { }"), SwitchStatement: condition "a", body "{ }");
    check!(&body("while (a) b();"), WhileStatement: condition "a", body "b();");
    check!(&body("do b(); while (a);"), DoStatement: body "b();", condition "a");
    let text = &body("for (i = 0; i < n; i++) g();");
    check!(text, ForStatement: init "i = 0", condition "i < n", step "i++", body "g();");
    check!(&body("for (;;) ;"), ForStatement: init "-", condition "-", step "-", body ";");
    let text = &body("for_each_thing(p, head) g(p);");
    check!(text, IteratorStatement: name "for_each_thing", arguments "(p, head)", body "g(p);");
    check!(&body("return a + 1;"), ReturnStatement: expression "a + 1");
    check!(&body("return;"), ReturnStatement: expression "-");
    check!(&body("goto out; out: ;"), GotoStatement: label "out", expression "-");
    check!(&body("goto *p;"), ComputedGotoStatement as GotoStatement: label "-", expression "p");
    check!(&body("out: ;"), LabelStatement: name "out");
    check!(&body("switch (a) { case 1 ... 3: ; }"), CaseStatement: low "1", high "3");
    check!(&body("switch (a) { case 1: ; }"), CaseStatement: low "1", high "-");
}

#[test]
fn expressions() {
    let text = &body("g(a, b);");
    check!(text, CallExpression: callee "g", callee_name "g");
    check!(text, ArgumentList: open "(", close ")");
    check!(&body("(*g)(a);"), CallExpression: callee "(*g)", callee_name "-");
    check!(&body("a->b.c;"), MemberExpression: object "a->b", operator ".", member "c");
    check!(&body("x = a[i];"), SubscriptExpression: array "a", index "i");
    check!(&body("a += b;"), AssignmentExpression: left "a", operator "+=", right "b");
    check!(&body("a + b * c;"), BinaryExpression: left "a", operator "+", right "b * c");
    check!(&body("x = (a, b);"), CommaExpression: left "a", operator ",", right "b");
    let text = &body("x = a ? b : c;");
    check!(text, ConditionalExpression: condition "a", then_value "b", else_value "c");
    let text = &body("x = a ?: c;");
    check!(text, ConditionalExpression: condition "a", then_value "-", else_value "c");
    check!(&body("x = -a;"), UnaryExpression: operator "-", operand "a");
    check!(&body("a--;"), PostfixExpression: operator "--", operand "a");
    check!(&body("x = sizeof(struct s);"), SizeofExpression: operand "struct s");
    check!(&body("x = (struct s *)a;"), CastExpression: type_name "struct s *", operand "a");
    let text = &body("x = (struct s) { 1 };");
    check!(text, CompoundLiteral: type_name "struct s", initializer "{ 1 }");
    check!(&body("x = ({ a; });"), StatementExpression: block "{ a; }");
}

#[test]
fn declarations() {
    let text = "static int *f(int a, char b[]) { }";
    check!(text, FunctionDefinition: specifiers "static int", name "f", body "{ }",
        declarator "*f(int a, char b[])", parameter_list "(int a, char b[])");
    check!(text, ParameterDeclaration: specifiers "int", declarator "a", name "a");
    check!("int *p = q;", InitDeclarator: declarator "*p", name "p", initializer "q");
    check!("DEFINE_THING(a, b);", MacroDeclaration as MacroCall: name "DEFINE_THING", argument_list "(a, b)", body "-");
    check!("struct s { int a; } x;", StructSpecifier: tag "s", declaration_list "{ int a; }");
    check!("struct { int a : 3, b; } x;", StructDeclaration: specifiers "int");
    check!("enum e { A = 1, B };", EnumSpecifier: tag "e", enumerator_list "{ A = 1, B }");
    check!("enum e { A = 1, B };", Enumerator: name "A", value "1");
}

#[test]
fn storage_class_is_found_anywhere() {
    let class = |text: &str| {
        let tree = read(text);
        let view = Declaration::cast(&tree, first(&tree, NodeKind::Declaration));
        view.and_then(Declaration::storage_class)
    };
    assert_eq!(class("typedef int t;"), Some(StorageClass::Typedef));
    assert_eq!(class("const static int a;"), Some(StorageClass::Static));
    assert_eq!(class("int a;"), None);
}

#[test]
fn declarators_are_read_from_the_name_outwards() {
    let tree = read("int *(*table[4])(void);");
    let declarator = InitDeclarator::cast(&tree, first(&tree, NodeKind::InitDeclarator))
        .and_then(InitDeclarator::declarator)
        .expect("it has one");
    let layers: Vec<_> = declarator_layers(&tree, declarator)
        .map(|layer| match layer {
            DeclaratorLayer::Pointer(_) => "pointer",
            DeclaratorLayer::Array(_) => "array",
            DeclaratorLayer::Function(_) => "function",
        })
        .collect();
    assert_eq!(layers, ["array", "pointer", "function", "pointer"]);
    assert_eq!(declarator_name(&tree, declarator).shown(&tree), "table");
}

#[test]
fn items_of_conditional_branches_stand_in_the_list() {
    let tree =
        read("struct s {\n\tint a;\n#ifdef B\n\tint b;\n#else\n\tint c;\n#endif\n\tint d;\n};\n");
    let view = StructSpecifier::cast(&tree, first(&tree, NodeKind::StructSpecifier));
    let members: Vec<_> = view
        .into_iter()
        .flat_map(StructSpecifier::declarations)
        .map(|member| Some(member).shown(&tree))
        .collect();
    assert_eq!(members, ["int a;", "int b;", "int c;", "int d;"]);
}

#[test]
fn asm_goto_names_its_labels_in_the_last_section() {
    let labels = |text: &str| {
        let tree = read(&body(text));
        let asm = first(&tree, NodeKind::AsmStatement);
        asm_goto_labels(&tree, asm).into_iter().map(|it| Some(it).shown(&tree)).collect::<Vec<_>>()
    };
    assert_eq!(labels("asm goto (\"x\" : : \"i\" (key) : \"cc\" : yes, no);"), ["yes", "no"]);
    assert_eq!(labels("asm volatile goto (\"x\" :: : : yes);"), ["yes"]);
    assert!(labels("asm (\"x\" : \"=r\" (a) : \"r\" (b) : \"cc\");").is_empty());
}

#[test]
fn a_missing_part_does_not_shift_the_others() {
    let text = &body("if () b(); else c();");
    check!(text, IfStatement: condition "", then_branch "b();", else_branch "c();");
}
