//! The engine against a reference that knows no graph: it walks through small functions path by path.
//!
//! ```text
//!   rule      - a(...);  ... when != d(...)    ( - b(...); | - c(...); )
//!   function  a(0); if (t) { b(1); } else { c(2); b(3); }       paths  a0 b1 | a0 c2 b3
//! ```
//!
//! A call that the first step names matches when on all paths from there (on one, for `exists`) the first call that
//! is of this step, of the next, or forbidden is one of the next; and so on. Every call matched goes, and so does what a
//! nest between two steps matches on the way. Paths end at `return`; `goto` leads to the label in front of the last part.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use csyntax::MacroIndex;
use engine::{Engine, Input, Options};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// How often a loop is taken at most: once more than it needs to come back to where it began.
const TURNS: usize = 2;

/// More paths than this are not walked; such functions are left out.
const MOST_PATHS: usize = 2_000;

#[derive(Clone, PartialEq, Eq, Debug)]
enum Statement {
    Call(char),
    If(Vec<Statement>, Vec<Statement>),
    While(Vec<Statement>),
    Jump(Way),
}

/// How control leaves a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    /// At its end.
    On,
    Break,
    Continue,
    Goto,
    Return,
}

/// A function: what comes in front of its label, and what comes behind.
#[derive(Clone, Debug)]
struct Function {
    body: Vec<Statement>,
    end: Vec<Statement>,
}

#[derive(Clone, Debug)]
struct Rule {
    exists: bool,
    /// For each step, the calls that it may be.
    steps: Vec<Vec<char>>,
    between: Between,
}

/// What stands between two steps.
#[derive(Clone, Copy, Debug)]
enum Between {
    Dots,
    /// `... when != d(...)`
    Without,
    /// `<... - d(...); ...>`
    Nest,
}

/// The calls of a path in order, and how it ends.
type Path = (Vec<Call>, Way);

/// A call on a path: its name, and the number that tells it from others.
type Call = (char, usize);

fn statements() -> impl Strategy<Value = Vec<Statement>> {
    let call = prop::sample::select(vec!['a', 'b', 'c', 'd']).prop_map(Statement::Call);
    let jump = prop::sample::select(vec![Way::Break, Way::Continue, Way::Goto, Way::Return]);
    let leaf = prop_oneof![8 => call, 1 => jump.prop_map(Statement::Jump)];
    let statement = leaf.prop_recursive(3, 12, 3, |inner| {
        let list = vec(inner, 0..3);
        prop_oneof![
            (list.clone(), list.clone()).prop_map(|(yes, no)| Statement::If(yes, no)),
            list.prop_map(Statement::While),
        ]
    });
    vec(statement, 1..5)
}

fn function() -> impl Strategy<Value = Function> {
    (statements(), statements()).prop_map(|(body, end)| {
        let (body, goes_on) = live(body, false);
        let is_led_to = goes_on || without_goto(&body) != body;
        let end = if is_led_to { live(without_goto(&end), false).0 } else { Vec::new() };
        Function { body, end }
    })
}

/// The statements that a path leads to, and whether one leads on behind them: no path tells of dead code.
fn live(body: Vec<Statement>, loops: bool) -> (Vec<Statement>, bool) {
    let mut out = Vec::new();
    for statement in body {
        let (statement, goes_on) = match statement {
            Statement::If(yes, no) => {
                let ((yes, one), (no, other)) = (live(yes, loops), live(no, loops));
                (Statement::If(yes, no), one || other)
            }
            Statement::While(body) => (Statement::While(live(body, true).0), true),
            Statement::Jump(way) => {
                (statement, !loops && matches!(way, Way::Break | Way::Continue))
            }
            Statement::Call(_) => (statement, true),
        };
        out.push(statement);
        if !goes_on {
            return (out, false);
        }
    }
    (out, true)
}

fn rule() -> impl Strategy<Value = Rule> {
    let name = || prop::sample::select(vec!['a', 'b', 'c']);
    let step = prop_oneof![
        3 => name().prop_map(|name| vec![name]),
        1 => Just(vec!['a', 'b']),
        1 => Just(vec!['c', 'b']),
    ];
    let between = prop::sample::select(vec![Between::Dots, Between::Without, Between::Nest]);
    (any::<bool>(), vec(step, 2..4), between).prop_map(|(exists, steps, between)| Rule {
        exists,
        steps,
        between,
    })
}

/// The function as C, calls numbered in the order of the text; `loops` says whether one is around.
fn written(body: &[Statement], loops: bool, next: &mut usize, out: &mut String) {
    for statement in body {
        match statement {
            Statement::Call(name) => {
                writeln!(out, "{name}({next});").expect("a string takes all");
                *next += 1;
            }
            Statement::If(yes, no) => {
                out.push_str("if (t) {\n");
                written(yes, loops, next, out);
                out.push_str("} else {\n");
                written(no, loops, next, out);
                out.push_str("}\n");
            }
            Statement::While(body) => {
                out.push_str("while (t) {\n");
                written(body, true, next, out);
                out.push_str("}\n");
            }
            Statement::Jump(way) => out.push_str(match way {
                Way::Break if loops => "break;\n",
                Way::Continue if loops => "continue;\n",
                Way::Goto => "goto out;\n",
                Way::Return => "return;\n",
                Way::On | Way::Break | Way::Continue => ";\n",
            }),
        }
    }
}

fn code(function: &Function) -> String {
    let mut code = "void f(void)\n{\n".to_owned();
    let mut next = 0;
    written(&function.body, false, &mut next, &mut code);
    code.push_str("out:\n");
    written(&function.end, false, &mut next, &mut code);
    code + "}\n"
}

/// Behind the label there is no going back to it.
fn without_goto(body: &[Statement]) -> Vec<Statement> {
    let each = |statement: &Statement| match statement {
        Statement::Jump(Way::Goto) => Statement::Jump(Way::Return),
        Statement::If(yes, no) => Statement::If(without_goto(yes), without_goto(no)),
        Statement::While(body) => Statement::While(without_goto(body)),
        other => other.clone(),
    };
    body.iter().map(each).collect()
}

fn smpl(rule: &Rule) -> String {
    // Without it, Coccinelle does not ask the same of paths that leave early.
    let strict = if rule.exists { "" } else { " when strict" };
    let between = match rule.between {
        Between::Dots => format!("...{strict}\n"),
        Between::Without => format!("...{strict}\n when != d(...)\n"),
        Between::Nest => format!("<...{strict}\n- d(...);\n...>\n"),
    };
    let step = |names: &Vec<char>| match names.as_slice() {
        [name] => format!("- {name}(...);\n"),
        names => {
            let branches: Vec<String> =
                names.iter().map(|name| format!("- {name}(...);\n")).collect();
            format!("(\n{})\n", branches.join("|\n"))
        }
    };
    let steps: Vec<String> = rule.steps.iter().map(step).collect();
    let header = if rule.exists { "@exists@\n@@\n" } else { "@@\n@@\n" };
    format!("{header}{}", steps.join(&between))
}

/// All ways through a function; `None` when there are too many.
fn paths_of(function: &Function) -> Option<Vec<Vec<Call>>> {
    let mut next = 0;
    let body = paths(&function.body, false, &mut next)?;
    let end = paths(&function.end, false, &mut next)?;
    let body: Vec<Path> = body
        .into_iter()
        .map(|(calls, way)| (calls, if way == Way::Goto { Way::On } else { way }))
        .collect();
    Some(joined(&body, &end)?.into_iter().map(|(calls, _)| calls).collect())
}

/// All ways through some statements.
fn paths(body: &[Statement], loops: bool, next: &mut usize) -> Option<Vec<Path>> {
    let mut all = vec![(Vec::new(), Way::On)];
    for statement in body {
        let ways = match statement {
            Statement::Call(name) => {
                *next += 1;
                vec![(vec![(*name, *next - 1)], Way::On)]
            }
            Statement::If(yes, no) => {
                let mut ways = paths(yes, loops, next)?;
                ways.extend(paths(no, loops, next)?);
                ways
            }
            Statement::While(body) => around(&paths(body, true, next)?)?,
            Statement::Jump(Way::Break | Way::Continue) if !loops => vec![(Vec::new(), Way::On)],
            Statement::Jump(way) => vec![(Vec::new(), *way)],
        };
        all = joined(&all, &ways)?;
    }
    Some(all)
}

/// All ways through a loop with these through its body.
fn around(once: &[Path]) -> Option<Vec<Path>> {
    let mut ways = vec![(Vec::new(), Way::On)];
    let mut turns = ways.clone();
    for _ in 0..TURNS {
        turns = joined(&turns, once)?;
        let (over, on): (Vec<Path>, Vec<Path>) =
            turns.into_iter().partition(|(_, way)| !matches!(way, Way::On | Way::Continue));
        ways.extend(
            over.into_iter()
                .map(|(calls, way)| (calls, if way == Way::Break { Way::On } else { way })),
        );
        turns = on.into_iter().map(|(calls, _)| (calls, Way::On)).collect();
        ways.extend(turns.iter().cloned());
    }
    Some(ways)
}

/// Each way, and behind those that go on each of the others.
fn joined(before: &[Path], behind: &[Path]) -> Option<Vec<Path>> {
    if before.len() * behind.len() > MOST_PATHS {
        return None;
    }
    let mut all = Vec::new();
    for (calls, way) in before {
        match way {
            Way::On => all
                .extend(behind.iter().map(|(more, way)| ([calls.as_slice(), more].concat(), *way))),
            _ => all.push((calls.clone(), *way)),
        }
    }
    Some(all)
}

/// The calls that the rule takes away.
fn expected(rule: &Rule, paths: &[Vec<Call>]) -> BTreeSet<usize> {
    let first = &rule.steps[0];
    let starts: BTreeSet<usize> =
        paths.iter().flatten().filter(|call| first.contains(&call.0)).map(|call| call.1).collect();
    starts
        .into_iter()
        .filter_map(|start| {
            let mut gone = chain(rule, 1, start, paths)?;
            gone.insert(start);
            Some(gone)
        })
        .flatten()
        .collect()
}

/// What follows the first place of a call on a path.
fn behind(path: &[Call], call: usize) -> Option<&[Call]> {
    path.iter().position(|(_, number)| *number == call).map(|at| &path[at + 1..])
}

/// The calls that steps `at` and later match behind a call; `None` where they do not match. What follows a call does
/// not depend on how it was come to, so all paths through it tell.
fn chain(rule: &Rule, at: usize, call: usize, paths: &[Vec<Call>]) -> Option<BTreeSet<usize>> {
    let (Some(wanted), before) = (rule.steps.get(at), &rule.steps[at - 1]) else {
        return Some(BTreeSet::new());
    };
    let forbidden = |name: char| matches!(rule.between, Between::Without) && name == 'd';
    let stops =
        |call: &Call| before.contains(&call.0) || wanted.contains(&call.0) || forbidden(call.0);
    // What lies on the way, and where it ends.
    let ways: BTreeSet<(Vec<Call>, Option<Call>)> =
        (paths.iter().filter_map(|path| behind(path, call)))
            .map(|rest| {
                let end = rest.iter().position(stops);
                (rest[..end.unwrap_or(rest.len())].to_vec(), end.map(|end| rest[end]))
            })
            .collect();
    let matched: Vec<Option<BTreeSet<usize>>> = ways
        .iter()
        .map(|(passed, end)| {
            let (_, hit) = end.filter(|end| wanted.contains(&end.0))?;
            let mut gone = chain(rule, at + 1, hit, paths)?;
            gone.insert(hit);
            if matches!(rule.between, Between::Nest) {
                gone.extend(passed.iter().filter(|call| call.0 == 'd').map(|call| call.1));
            }
            Some(gone)
        })
        .collect();
    let holds = match rule.exists {
        true => matched.iter().any(Option::is_some),
        false => matched.iter().all(Option::is_some),
    };
    holds.then(|| matched.into_iter().flatten().flatten().collect())
}

/// The calls that the engine takes away.
fn found(rule: &Rule, code: &str) -> BTreeSet<usize> {
    let rule = smpl(rule);
    let patch = smpl::parse("rule.cocci", rule.as_bytes(), &smpl::ParseOptions::default())
        .expect("a rule that reads");
    let engine = Engine::new(patch, Options::default()).expect("a rule that runs");
    let input = Input {
        path: "code.c",
        text: &code.as_bytes().into(),
        macros: &MacroIndex::default(),
        outside: &(),
        frozen: &BTreeSet::new(),
        scripts: None,
    };
    let after = engine.run(&input).text.unwrap_or_else(|| code.as_bytes().to_vec());
    numbers(code).difference(&numbers(&String::from_utf8_lossy(&after))).copied().collect()
}

fn numbers(code: &str) -> BTreeSet<usize> {
    code.split(|character: char| !character.is_ascii_digit())
        .filter_map(|word| word.parse().ok())
        .collect()
}

#[test]
fn the_engine_agrees_with_a_walk_over_all_paths() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let config = Config { cases: 3_000, failure_persistence: None, ..Config::default() };
    let result =
        TestRunner::new_with_rng(config, rng).run(&(function(), rule()), |(function, rule)| {
            let code = code(&function);
            let Some(paths) = paths_of(&function) else { return Ok(()) };
            prop_assert_eq!(
                found(&rule, &code),
                expected(&rule, &paths),
                "{}\n{}",
                smpl(&rule),
                code
            );
            Ok(())
        });
    if let Err(failure) = result {
        panic!("{failure}");
    }
}
