//! Hostile input: no panic, no hang, no overflow of the stack, and every byte kept.

mod invariants;
mod shapes;

use std::sync::Arc;

use csyntax::{MacroIndex, NodeKind, Tree, dump, functions, parse};
use source::Span;

const DEEP: usize = 100_000;

/// Reads on a thread of 2 MiB, as the test harness and most thread pools give.
fn read(text: impl Into<Vec<u8>>) -> Tree {
    let text: Arc<[u8]> = text.into().into();
    on_small_stack("parse", move || {
        let tree = parse(text, &MacroIndex::builtin());
        invariants::check_tree(&tree);
        tree
    })
}

/// The name is told when the work panics.
fn on_small_stack<T: Send + 'static>(name: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().name(name.to_owned()).stack_size(2 << 20).spawn(work);
    thread.expect("a thread starts").join().expect("no panic")
}

fn in_function(body: &str) -> String {
    format!("int f(void) {{ {body} }}\nint g(void) {{ return 1; }}\n")
}

/// The function after the hostile one is read as ever.
#[track_caller]
fn assert_next_survives(tree: &Tree) {
    let last = *functions(tree).last().expect("a function");
    assert_eq!(last.name.map(|name| tree.token_text(name)), Some(&b"g"[..]));
    assert!(tree.subtree(last.node).all(|node| tree.kind(node) != NodeKind::Error));
}

#[test]
fn nested_parentheses() {
    let tree = read(in_function(&format!("x = {}1{};", "(".repeat(DEEP), ")".repeat(DEEP))));
    assert!(!tree.errors().is_empty());
    assert_next_survives(&tree);
}

#[test]
fn open_parentheses() {
    read(in_function(&"(".repeat(DEEP)));
    read("f(".repeat(DEEP));
    read("[".repeat(DEEP));
}

#[test]
fn nested_blocks() {
    let tree = read(in_function(&format!("{}x();{}", "{".repeat(DEEP), "}".repeat(DEEP))));
    assert!(!tree.errors().is_empty());
    assert_next_survives(&tree);
}

#[test]
fn chains_of_else_if_are_no_nesting() {
    let tree = read(in_function(&"if (a) b(); else ".repeat(DEEP)) + ";");
    assert!(functions(&tree).len() >= 2);
    let chain = format!("{} c();", "if (a) b(); else ".repeat(DEEP));
    let tree = read(in_function(&chain));
    assert_eq!(tree.errors(), []);
    assert_next_survives(&tree);
    assert!(dump(&read(in_function("if (a) b(); else if (c) d();"))).contains("IfStatement"));
}

#[test]
fn casts_unary_operators_and_assignments_are_no_nesting() {
    for chain in ["(int)", "!", "- ", "*", "sizeof ", "a = ", "a ? b : ", "a + ", "a, "] {
        let tree = read(in_function(&format!("x = {}y;", chain.repeat(DEEP))));
        assert_eq!(tree.errors(), [], "{chain}");
        assert_next_survives(&tree);
    }
}

#[test]
fn the_text_of_a_deep_tree_is_as_long_as_the_tree() {
    for chain in ["(int)", "!", "a ? b : ", "if (a) b(); else "] {
        let tree = read(in_function(&format!("{}y();", chain.repeat(DEEP))));
        let length = on_small_stack("dump", move || dump(&tree).len());
        assert!(length < DEEP * 2000, "{chain}: {length} bytes");
    }
    let tree = read(in_function(&format!("x = {}y;", "!".repeat(100))));
    assert!(dump(&tree).contains(" [70] UnaryExpression\n"), "a number in place of 70 levels");
}

#[test]
fn deep_declarators_types_and_initializers() {
    read(format!("int {}x;", "*".repeat(DEEP)));
    read(format!("int {}x{};", "(*".repeat(DEEP), ")".repeat(DEEP)));
    read(format!("int x{};", "[1]".repeat(DEEP)));
    read(format!("int x = {}1{};", "{".repeat(DEEP), "}".repeat(DEEP)));
    read(format!("{} int x; {}", "struct a {".repeat(DEEP), "} b;".repeat(DEEP)));
    read(format!("int f({})", "int (".repeat(DEEP)));
    read(format!("typeof({}x{}) y;", "typeof(".repeat(DEEP), ")".repeat(DEEP)));
    read(format!("x = {}", "a ? ".repeat(DEEP)));
    read(in_function(&format!("x = {}", "({ ".repeat(DEEP))));
    read("extern \"C\" {".repeat(DEEP));
    read(in_function(&"do ".repeat(DEEP)));
    read(in_function(&"if (a) ".repeat(DEEP)));
    read(in_function(&"a: ".repeat(DEEP)));
    read(in_function(&"for_each(x) ".repeat(DEEP)));
    read(in_function(&"foo {".repeat(DEEP)));
    read(in_function(&format!("x = {};", "a[".repeat(DEEP))));
    read(in_function(&format!("x = {};", "_Generic(a, int: ".repeat(DEEP))));
    read(in_function(&"switch (a) { case 1: ".repeat(DEEP)));
}

#[test]
fn deep_and_broken_conditionals() {
    read("#if A\n".repeat(DEEP));
    read("#endif\n".repeat(DEEP));
    read("#else\n".repeat(DEEP));
    read(format!("{}int x;\n{}", "#if A\n".repeat(5000), "#endif\n".repeat(5000)));
    read(format!("{}int x\n{};", "#if A\n".repeat(5000), "#endif\n".repeat(5000)));
    read(in_function(&format!("x = 1{};", "\n#ifdef A\n + 1\n#else\n + 2\n#endif\n".repeat(2000))));
    read(in_function(&"\n#ifdef A\n if (x)\n#endif\n y();".repeat(2000)));
    read(in_function(&"\n#ifdef A\n { \n#else\n { {\n#endif\n".repeat(2000)));
    let elifs = "#elif B\n x(\n".repeat(2000);
    read(in_function(&format!("\n#if A\n y(\n{elifs}#endif\n);")));
}

#[test]
fn unclosed_things_end_with_the_text() {
    for text in
        ["/* x", "\"x", "'", "// x \\", "#define x \\", "x = \"a\\", "#", "%:", "R\"(", "\\", ""]
    {
        read(text);
        read(in_function(text));
    }
}

/// Every shape of `shapes.txt`, with its graphs: what takes more than linear time does not end.
#[test]
fn shapes_without_bound() {
    for shape in shapes::all() {
        let text = shape.text(200 << 10);
        invariants::check_lexer(text.as_bytes());
        let tree = read(text);
        on_small_stack(shape.name, move || invariants::check_graphs(&tree));
    }
}

/// How often a token may be read or looked past: what goes back is bounded over all of a text, not for each nesting.
#[test]
fn tokens_are_read_a_bounded_number_of_times() {
    for shape in shapes::all() {
        let text: Arc<[u8]> = shape.text(16 << 10).into_bytes().into();
        let tokens = csyntax::lex(&text, Span::new(0, text.len() as u32)).tokens.len() as u64;
        let steps =
            on_small_stack(shape.name, move || csyntax::effort(text, &MacroIndex::builtin()));
        assert!(steps < (1 << 17) + 128 * tokens, "{}: {steps} for {tokens}", shape.name);
    }
}

/// What is not read in all its branches for that is told.
#[test]
fn readings_that_are_left_out_are_an_error() {
    let tree = read(include_bytes!("findings/conditionals_that_nothing_ends.c").as_slice());
    assert!(!tree.errors().is_empty());
    let split = "#ifdef A%\nint f(int a)\n#else\nint f(long a)\n#endif\n{ return a; }\n";
    let tree = read(split.repeat(2000));
    assert_eq!(tree.errors(), []);
    assert_eq!(tree.variants().len(), 2000);
}

/// Asking for every name and type of a long chain costs a bounded number of steps each.
#[test]
fn names_in_shapes_without_bound() {
    for shape in shapes::all() {
        let tree = read(shape.text(8 << 10));
        on_small_stack(shape.name, move || invariants::check_names(&tree));
    }
}

#[test]
fn large_files_are_read_in_linear_time() {
    let function = in_function("if (a->b) { c = d(e, f + 1); } else return g ? h : i;");
    let tree = read(function.repeat((10 << 20) / function.len()));
    assert_eq!(tree.errors(), []);
    let row = "{ 0x12, 34, \"abc\", &x[1], { .a = 1 } },\n";
    let tree = read(format!("struct s t[] = {{ {} }};", row.repeat((10 << 20) / row.len())));
    assert_eq!(tree.errors(), []);
}

/// A generator of numbers that is the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

#[test]
fn random_bytes() {
    let mut random = Random(0x5eed);
    for _ in 0..400 {
        let length = random.below(300);
        let text: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
        read_here(text);
    }
}

#[test]
fn random_pieces_of_c() {
    let pieces: Vec<&str> = PIECES.lines().flat_map(|line| line.split(' ')).collect();
    let mut random = Random(0xc0de);
    for _ in 0..3000 {
        let mut text = String::new();
        for _ in 0..random.below(60) {
            let piece = pieces[random.below(pieces.len())];
            text += if piece.starts_with('#') { "\n" } else { " " };
            text += &piece.replace('_', " ");
            text += if piece.starts_with('#') { "\n" } else { "" };
        }
        read_here(text.into_bytes());
    }
}

#[test]
fn mutated_c() {
    let mut random = Random(0xbeef);
    let sample = include_str!("sample.c").as_bytes();
    for _ in 0..1500 {
        let mut text = sample.to_vec();
        for _ in 0..=random.below(6) {
            let at = random.below(text.len());
            match random.below(4) {
                0 => drop(text.remove(at)),
                1 => text.insert(at, b"(){}[];,#\n\"'*=:"[random.below(15)]),
                2 => text.truncate(at.max(1)),
                _ => {
                    let end = (at + random.below(40)).min(text.len());
                    text.drain(at..end);
                }
            }
            if text.is_empty() {
                break;
            }
        }
        read_here(text);
    }
}

fn read_here(text: Vec<u8>) {
    let tree = parse(text.clone().into(), &MacroIndex::builtin());
    invariants::check_tree(&tree);
    let again = parse(text.into(), &MacroIndex::builtin());
    assert_eq!(dump(&tree), dump(&again), "the same text twice");
}

/// Pieces of C, `_` for a blank.
const PIECES: &str = "\
x y foo int struct typedef static const u32 void ( ) { } [ ] ; , : ? . -> ... * & + - = == += ++ ! ~ 1 \"s\" 'c'
if_(x) else for_(;;) while_(1) do switch_(x)_{ case_1: default: goto_x; return return_1; break; x: asm(\"\"_:_:_\"r\"(x));
#if_A #ifdef_B #else #elif_C #endif #define_X_1 #include_<x.h> #if_0 __attribute__((x)) typeof(x) sizeof (int) (u32)x ({ })
enum_{_A,_B_} union_{ foo(x) LIST_HEAD(x); list_for_each(x) __init DEFINE(x) static_int_f(int_a)_{ } /*_c_*/ extern_\"C\"_{";
