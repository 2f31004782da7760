//! Builds the graph and the scopes of every function below a folder, and asks for the type of every expression.
//!
//! ```text
//!   cargo run --release -p csyntax --example names_and_graphs -- FOLDER
//! ```
//!
//! Prints how long each took, how large the graphs are, what was odd, and for how many expressions a type was found.
//! With `--check` in front of the folder, every graph is held to its invariants first, and how the time of a graph
//! grows with its function is shown.
#![allow(clippy::print_stdout, reason = "an example that measures")]

#[path = "../tests/invariants/graphs.rs"]
mod graphs;

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use csyntax::{
    MacroIndex,
    cfg::{Cfg, CfgProblem},
    functions,
    names::{FileDeclarations, Scopes},
    parse,
};

#[derive(Default)]
struct Figures {
    check: bool,
    broken: usize,
    /// By the number of digits of a function's nodes in the tree: functions, their nodes, and time, together and most.
    sizes: [(usize, usize, Duration, Duration); 10],
    bytes: usize,
    functions: usize,
    nodes: usize,
    edges: usize,
    copies: usize,
    problems: [usize; 5],
    expressions: usize,
    typed: usize,
    parsing: Duration,
    graphs: Duration,
    names: Duration,
    types: Duration,
}

fn main() {
    let macros = MacroIndex::builtin();
    let (options, paths): (Vec<_>, Vec<_>) =
        env::args_os().skip(1).partition(|argument| argument == "--check");
    let mut figures = Figures { check: !options.is_empty(), ..Figures::default() };
    let mut open: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
    while let Some(path) = open.pop() {
        if path.is_symlink() {
            continue;
        }
        if let Ok(entries) = fs::read_dir(&path) {
            open.extend(entries.flatten().map(|entry| entry.path()));
        } else if path.extension().is_some_and(|it| it == "c")
            && let Ok(text) = fs::read(&path)
        {
            figures.file(text, &macros, &path);
        }
    }
    figures.print();
}

impl Figures {
    fn file(&mut self, text: Vec<u8>, macros: &MacroIndex, path: &Path) {
        self.bytes += text.len();
        let start = Instant::now();
        let tree = parse(Arc::from(text), macros);
        self.parsing += start.elapsed();
        let start = Instant::now();
        let file = FileDeclarations::new(&tree);
        self.names += start.elapsed();
        for function in functions(&tree) {
            self.functions += 1;
            let start = Instant::now();
            let cfg = Cfg::new(&tree, function.node);
            self.size(tree.subtree(function.node).count(), start.elapsed());
            if self.check {
                let holds = std::panic::AssertUnwindSafe(|| graphs::check_graph(&tree, &cfg));
                if std::panic::catch_unwind(holds).is_err() {
                    self.broken += 1;
                    let name = function.name.map_or(&b"?"[..], |name| tree.token_text(name));
                    let name = String::from_utf8_lossy(name);
                    println!("{}: {name}: an invariant does not hold", path.display());
                }
            }
            self.graph(&cfg, &tree, path);
            let start = Instant::now();
            let scopes = Scopes::new(&file, function.node);
            self.names += start.elapsed();
            let start = Instant::now();
            for node in tree.subtree(function.node).filter(|it| tree.kind(*it).is_expression()) {
                self.expressions += 1;
                self.typed += usize::from(scopes.type_of(node).is_some());
            }
            self.types += start.elapsed();
        }
    }

    fn size(&mut self, nodes: usize, time: Duration) {
        self.graphs += time;
        let class = &mut self.sizes[nodes.max(1).ilog10().min(9) as usize];
        *class = (class.0 + 1, class.1 + nodes, class.2 + time, class.3.max(time));
    }

    fn graph(&mut self, cfg: &Cfg, tree: &csyntax::Tree, path: &Path) {
        self.nodes += cfg.len();
        self.copies += cfg.nodes().filter(|node| cfg.is_copy(*node)).count();
        self.edges += cfg.nodes().map(|node| cfg.successors(node).len()).sum::<usize>();
        for problem in cfg.problems() {
            let text = String::from_utf8_lossy(tree.node_text(problem.node()));
            println!("{}: {problem:?} `{text}`", path.display());
            self.problems[match problem {
                CfgProblem::MissingLabel(_) => 0,
                CfgProblem::DuplicateLabel(_) => 1,
                CfgProblem::StrayJump(_) => 2,
                CfgProblem::StrayCase(_) => 3,
                CfgProblem::TooManyCopies(_) => 4,
            }] += 1;
        }
    }

    fn print(&self) {
        let [labels, twice, jumps, cases, bound] = self.problems;
        println!("{} bytes, {} functions", self.bytes, self.functions);
        if self.check {
            println!("graphs that break an invariant: {}", self.broken);
        }
        println!("graphs: {} nodes ({} copies), {} edges", self.nodes, self.copies, self.edges);
        println!(
            "odd: {labels} missing labels, {twice} duplicate labels, {jumps} stray jumps, \
             {cases} stray cases, {bound} bounds hit"
        );
        for (digits, (functions, nodes, time, most)) in self.sizes.into_iter().enumerate() {
            if functions > 0 {
                let each = time.as_nanos() as usize / nodes;
                println!(
                    "  10^{digits} nodes and more: {functions} functions, {each} ns a node, at most {most:.2?}"
                );
            }
        }
        println!("types: {} of {} expressions", self.typed, self.expressions);
        println!(
            "parsing {:.2?}, graphs {:.2?}, names {:.2?}, types {:.2?}",
            self.parsing, self.graphs, self.names, self.types
        );
    }
}
