//! Control-flow graphs of small functions, compared with drawings: `tests/cfg/NAME.c` has its graph in `NAME.cfg`.
//!
//! `UPDATE_EXPECT=1 cargo test -p csyntax --test cfg` writes the drawings anew.

use std::{fs, path::Path, sync::Arc};

use csyntax::{
    MacroIndex, NodeId, NodeKind, Tree,
    cfg::{Cfg, CfgNodeId, CfgNodeKind, CfgProblem},
    parse,
};
use expect_test::expect_file;

#[path = "invariants/graphs.rs"]
mod graphs;

fn read(text: impl Into<Vec<u8>>) -> Tree {
    parse(Arc::from(text.into()), &MacroIndex::builtin())
}

fn functions(tree: &Tree) -> impl Iterator<Item = NodeId> {
    tree.nodes().filter(|node| {
        matches!(tree.kind(*node), NodeKind::FunctionDefinition | NodeKind::MacroFunctionDefinition)
    })
}

fn first_function(tree: &Tree) -> Cfg {
    Cfg::new(tree, functions(tree).next().expect("the text has a function"))
}

fn fixtures() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cfg");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder of fixtures is there")
        .map(|entry| entry.expect("its entries can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "c"))
        .collect();
    paths.sort();
    assert!(paths.len() > 20, "only {} fixtures found", paths.len());
    paths
}

fn draw(tree: &Tree, cfg: &Cfg) -> String {
    let mut drawing = cfg.to_text(tree);
    for problem in cfg.problems() {
        let name = match problem {
            CfgProblem::MissingLabel(_) => "missing label",
            CfgProblem::DuplicateLabel(_) => "duplicate label",
            CfgProblem::StrayJump(_) => "stray jump",
            CfgProblem::StrayCase(_) => "stray case",
            CfgProblem::TooManyCopies(_) => "too many copies",
        };
        let node = String::from_utf8_lossy(tree.node_text(problem.node()));
        drawing += &format!("{name}: {node}\n");
    }
    drawing
}

#[test]
fn graphs_are_as_drawn() {
    for path in fixtures() {
        let tree = read(fs::read(&path).expect("a fixture can be read"));
        expect_file![path.with_extension("cfg")].assert_eq(&draw(&tree, &first_function(&tree)));
    }
}

#[test]
fn invariants_hold_on_every_fixture() {
    for path in fixtures() {
        let tree = read(fs::read(&path).expect("a fixture can be read"));
        for function in functions(&tree) {
            check_invariants(&tree, &Cfg::new(&tree, function), &path.display().to_string());
        }
    }
}

#[test]
fn invariants_hold_wherever_a_file_breaks_off() {
    for path in fixtures() {
        let text = fs::read(&path).expect("a fixture can be read");
        for end in 0..text.len() {
            let tree = read(&text[..end]);
            let what = format!("the first {end} bytes of {}", path.display());
            for function in functions(&tree) {
                check_invariants(&tree, &Cfg::new(&tree, function), &what);
            }
        }
    }
}

/// What holds for any graph, and that extents nest and no path leaves a block but through its `}`.
#[track_caller]
fn check_invariants(tree: &Tree, cfg: &Cfg, what: &str) {
    graphs::check_graph(tree, cfg);
    for node in cfg.nodes() {
        let extent = cfg.extent(node);
        for inner in extent.clone().map(CfgNodeId) {
            assert!(
                cfg.extent(inner).end <= extent.end,
                "{what}: {inner:?} sticks out of {node:?}"
            );
        }
        for after in cfg.after(node) {
            assert_eq!(cfg.syntax(*after), cfg.syntax(node), "{what}: after {node:?}");
        }
        if cfg.kind(node) == CfgNodeKind::BlockOpen
            && tree.kind(cfg.function()) != NodeKind::CompoundStatement
        {
            check_block(tree, cfg, node, what);
        }
    }
}

/// Follows every path from a `{` to its `}`, and sees that none gets out otherwise.
fn check_block(tree: &Tree, cfg: &Cfg, open: CfgNodeId, what: &str) {
    let block = cfg.syntax(open);
    let mut seen = vec![false; cfg.len()];
    let mut stack = vec![open];
    while let Some(node) = stack.pop() {
        if std::mem::replace(&mut seen[node.0 as usize], true) {
            continue;
        }
        if cfg.kind(node) == CfgNodeKind::BlockClose && cfg.syntax(node) == block {
            continue;
        }
        let inside = tree.is_within(cfg.syntax(node), block);
        assert!(inside, "{what}: {node:?} is reached from {open:?} past its brace");
        stack.extend(cfg.successors(node));
    }
}

#[test]
fn a_condition_runs_in_its_header_or_tail() {
    let tree = read("void f(void) { do { if (a) b(); } while (c); }");
    let cfg = first_function(&tree);
    let holding = |name: &str| {
        let node = tree
            .nodes()
            .find(|node| {
                tree.kind(*node) == NodeKind::Identifier && tree.node_text(*node) == name.as_bytes()
            })
            .expect("the name is there");
        cfg.kind(cfg.node_holding(&tree, node).expect("every expression runs somewhere"))
    };
    assert_eq!(holding("a"), CfgNodeKind::Header);
    assert_eq!(holding("b"), CfgNodeKind::Statement);
    assert_eq!(holding("c"), CfgNodeKind::DoTail);
}

#[test]
fn a_lone_block_has_a_graph() {
    let tree = read("void f(void) { a(); { b(); } }");
    let block = tree
        .nodes()
        .rfind(|node| tree.kind(*node) == NodeKind::CompoundStatement)
        .expect("there are two blocks");
    let cfg = Cfg::new(&tree, block);
    expect_test::expect![[r#"
        0 entry -> 1
        1 { -> 2, after 3
        2 `b();` -> 3
        3 } -> 4
        4 exit
        5 error exit
    "#]]
    .assert_eq(&cfg.to_text(&tree));
}

#[test]
fn dot_quotes_what_it_shows() {
    let tree = read("void f(void) { g(\"\\n\"); }");
    let dot = first_function(&tree).to_dot(&tree);
    assert!(dot.contains(r#"n3 [label="`g(\"\\n\");`"];"#), "{dot}");
    assert!(dot.contains("n2 -> n4 [style=dotted];"), "{dot}");
}

#[test]
fn long_chains_cost_heap_only() {
    let arms = 20_000;
    let chain: String = (0..arms).map(|arm| format!("if (a == {arm}) return; else ")).collect();
    let tree = read(format!("void f(int a) {{ {chain} ; }}"));
    let cfg = first_function(&tree);
    // Header, true, return, false, else, and one copy of the end for an arm.
    assert!(cfg.len() < arms * 8, "{} nodes for {arms} arms", cfg.len());
}

#[test]
fn copies_are_bounded_and_the_bound_is_told() {
    // Every goto leaves all blocks around it, each to a label of its own.
    let depth = 60;
    let gotos: String = (0..2_000).map(|at| format!("if (a) goto l{at};")).collect();
    let labels: String = (0..2_000).map(|at| format!("l{at}: ;")).collect();
    let (open, close) = ("{".repeat(depth), "}".repeat(depth));
    let tree = read(format!("void f(int a) {{ {open} {gotos} {close} {labels} }}"));
    let cfg = first_function(&tree);
    assert!(matches!(cfg.problems(), [CfgProblem::TooManyCopies(_)]), "{:?}", cfg.problems());
    assert!(cfg.len() < 150_000, "{}", cfg.len());
}
